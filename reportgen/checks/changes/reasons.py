"""增减的原因和口径"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from reportgen.checks._case import Case, Compared, FigureInSentence, Finding, Result, Unknown, compared
from reportgen.checks._comparing import judged
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, speaks_of
from reportgen.checks.changes.amounts import direction
from reportgen.diagnostics import Severity
from reportgen.document import Reason
from reportgen.figure import FigureId, parse
from reportgen.reading import Mention, Place

_JOINT = re.compile(r"收支[^。]*主要原因")
_WORDS = re.compile(r"原因|由于|因为|主要[是系为]|其中：")
_HINT = '写进预算文件：原因: {{"{}": …}}；已经有“原因”的，加在它下面'
_RARELY = 3  # one reason left out to so many given is an oversight
_Shape = tuple[str, frozenset[str]]
_GRAVE = (FigureId("收入"), FigureId("支出"))


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
def R410(case: Case) -> Iterator[Result]:
    """原因

    有增减就要说原因。哪些增减要说，看模板的这句话印不印原因；要印而“原因”里没有写的，在这里提出。收入、支出总数和“三公”经费
    的增减，模板的“必备”里要写的，没有原因是错误，其他的是警告；写不写都可以的（因="功能"），大多写了、少数没有写，也是警告。同一个数在别处说过原因的，不用再说；用“其中”列出各部分增减的，
    等于说了原因。别人做的文件看不出要不要写，凡是有增减的都看。

    怎样改：照建议里的写法，在预算文件的“原因”里写上这个数为什么变。
    依据：财预〔2016〕143号，增减变化应说明原因；财预〔2021〕29号。
    例：公务接待费1.58万元，比2025年预算减少0.28万元，下降15.05%。（没有原因）
    """
    return _by_names(case) if case.carries_names else _by_words(case)


def _by_names(case: Case) -> Iterator[Result]:
    """Report each figure whose sentences ask for a reason and have none."""
    asked = [stated for stated in case.stated_figures if stated.figure.reason]
    often = _often_left_out(asked)
    mentions = {(m.change.place.line, m.change.place.start): m for m in case.reading.mentions if m.change}
    missed: dict[FigureId, list[FigureInSentence]] = {}
    explained: list[FigureId] = []
    for stated, following in zip_longest(asked, asked[1:]):
        yield Compared((stated.place,))
        name, mention = parse(stated.figure.name).amount, mentions.get((stated.place.line, stated.place.start))
        if stated.figure.reason is Reason.OPTIONAL and _shape(stated) in often:
            continue
        if _has_reason(case, stated, following) or (mention and _is_explained(case, mention)):
            explained.append(name)
        else:
            missed.setdefault(name, []).append(stated)
    for name, found in missed.items():
        if not _is_covered(name, explained):
            mention, places = mentions.get((found[0].place.line, found[0].place.start)), [one.place for one in found]
            what = _change_of(mention) if mention else f"的增减{found[0].figure.text}"
            grave = _is_grave(name) and _is_demanded(case, name)
            yield _unexplained((mention and mention.subject) or str(name), what, places, grave, _HINT.format(name))
    if not asked:
        yield _no_change(case)


def _often_left_out(asked: Sequence[FigureInSentence]) -> frozenset[_Shape]:
    """Return the shapes of figures whose optional reasons are often left out: none of those is missed."""
    given = Counter(_shape(stated) for stated in asked if stated.figure.reason is Reason.GIVEN)
    left_out = Counter(_shape(stated) for stated in asked if stated.figure.reason is Reason.OPTIONAL)
    return frozenset(shape for shape, count in left_out.items() if _RARELY * count > given[shape])


def _shape(stated: FigureInSentence) -> _Shape:
    """Return the measure and the dimensions of the figure: the same for all 功能 items, not for their total."""
    name = parse(stated.figure.name)
    return name.measure, frozenset(dimension for dimension, _ in name.conditions)


def _has_reason(case: Case, stated: FigureInSentence, following: FigureInSentence | None) -> bool:
    """Whether it got the reason that the budget file states, or the words up to the next change give one."""
    if stated.figure.reason is Reason.GIVEN and case.is_as_made:
        return True
    ahead = len(following.after) if following and following.place.line == stated.place.line else 0
    return bool(_WORDS.search(stated.after[: len(stated.after) - ahead]))


def _is_demanded(case: Case, name: FigureId) -> bool:
    """Whether the region wants the reason stated (必备); of a document without region, the regulations do."""
    wanted = "三公经费" if name.measure == "三公经费" else "收支增减"
    return case.profile is None or wanted in case.profile.file.required.topics


def _by_words(case: Case) -> Iterator[Result]:
    mentions = list(_wanting(case.reading.mentions))
    explained = [name for m in mentions if (name := _name(m)) and _is_explained(case, m)]
    for mention in mentions:
        looked, name = compared(mention.change), _name(mention)
        yield looked
        if not _is_explained(case, mention) and not _is_covered(name, explained):
            subject, hint = mention.subject or str(name or "这里"), "在预算文件的“原因”里写上这个数为什么变"
            yield _unexplained(subject, _change_of(mention), looked.places, _is_grave(name), hint)
    if not mentions:
        yield _no_change(case)


def _wanting(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield changes that want a reason: of a stated amount, or the first of a paragraph; later ones are its parts."""
    begun: set[str] = set()
    for mention in mentions:
        if mention.change and mention.change.number.value:
            if mention.amount or mention.sentence.line not in begun:
                yield mention
            begun.add(mention.sentence.line)


def _unexplained(subject: str, what: str, places: Iterable[Place], grave: bool, hint: str) -> Finding:
    severity = Severity.ERROR if grave else Severity.WARNING
    return Finding(f"“{subject}”{what}，没有说明原因", tuple(places), severity, hint)


def _change_of(mention: Mention) -> str:
    """What it says of the change: 增加10万元（10.00%）."""
    rate = f"（{mention.rate.number}）" if mention.rate else ""
    return f"{mention.word}{mention.change.number if mention.change else ''}{rate}"


def _name(mention: Mention) -> FigureId | None:
    """The figure that changed."""
    named = next((e.name for e in (mention.amount, mention.change) if e and e.name), None)
    return named.amount if named else None


def _is_explained(case: Case, mention: Mention) -> bool:
    """Whether it has a reason, its parts' changes follow, or the section gives one for 收支 together."""
    after = mention.sentence.line[mention.change.place.start :] if mention.change else ""
    if mention.reason or "其中：" in after:
        return True
    own = (passage for passage in case.reading.passages if passage.part == mention.sentence.part)
    return _is_grave(_name(mention)) and any(_JOINT.search(passage.text) for passage in own)


def _is_grave(name: FigureId | None) -> bool:
    """Whether it is of 收入, 支出 as a whole or of 三公经费."""
    return name is not None and (name in _GRAVE or name.measure == "三公经费")


def _is_covered(name: FigureId | None, explained: Iterable[FigureId]) -> bool:
    """Whether the reason is given elsewhere: for the same figure, or for 收入 if it is 本年收入 and the like."""
    return name is not None and any(_essence(name) == _essence(other) for other in explained)


def _essence(name: FigureId) -> tuple[str, frozenset[tuple[str, str]]]:
    return name.measure, frozenset(c for c in name.conditions if c[1] not in ("本年收入", "本年支出", "本年"))


@speaks_of(BUDGET)
def R414(case: Case) -> Iterator[Result]:
    """基期口径

    和上年比，要写明比的是上年预算数还是上年执行数；同一节里两种都用，读者会算错。

    怎样改：每处都写明“比上年预算”或“比上年执行数”，同一节用一种。
    依据：财预〔2016〕143号，增减变化以上年预算数为基础；各地另有规定的从其规定。
    例：同一节里，前一句“比2019年预算增加”，后一句“比2019年执行数增加”。
    """
    mentions = [m for m in case.reading.mentions if m.compared]
    for part, own in groupby(mentions, key=lambda m: m.sentence.part):
        kinds = [(_kind(m.compared), m) for m in own]
        yield compared(*(mention.change for _, mention in kinds))
        last = {kind: mention.sentence for kind, mention in kinds}
        message = f"“{part}”里有的比上年预算，有的比上年执行数，请分别写明"
        at, wrong = (last.get("预算"), last.get("执行")), "预算" in last and "执行" in last
        yield from judged(wrong, message, "每处写明比的是什么，同一节用一种", *at)
        for mention in (mention for kind, mention in kinds if not kind):
            message = f"“{mention.compared}”没有说是预算数还是执行数"
            yield Finding(message, (mention.sentence,), Severity.HINT, "写成“上年预算”“上年执行数”")
    if not mentions:
        yield _no_change(case)


def _kind(words: str) -> str:
    return next((kind for kind in ("执行", "决算", "预算") if kind in words), "")


def _no_change(case: Case) -> Result:
    """Return that no change is stated; it is not known if no sentence states a figure."""
    mentions = case.reading.mentions
    seen = mentions and not any(direction(mention.word) for mention in mentions)
    return compared() if seen else Unknown("文字里没有和上年比较的话")
