"""增减的原因和口径"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile, zip_longest

from reportgen.checks._case import Case, FigureInSentence
from reportgen.checks._results import Compared, Finding, Result, compared, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, speaks_of
from reportgen.checks._says import finding, finding_if
from reportgen.checks.changes import current, direction, previous
from reportgen.checks.file.reasons import DOWN, UP, says_only
from reportgen.document import Reason
from reportgen.figure import FigureId, parse
from reportgen.patterns import compiled
from reportgen.reading import Mention, Place
from reportgen.records import NamedTuple

_IN_BRACKETS = compiled("（(?![^（）]*[0-9])[一-龥，、“”]{4,80}）")  # （校舍建设进入主体施工阶段）
_JOINT = compiled(r"收支(?:(?!收支)[^。])*主要原因")
_WORDS = compiled(r"原因|由于|因为|主要[是系为]|其中：")
_ANOTHER = compiled("原因|[比较同与]|其中")  # a clause that tells a change of its own
_RARELY = 3  # one reason missing where so many are given is an oversight
_Shape = tuple[str, frozenset[str]]
_GRAVE = (FigureId("收入"), FigureId("支出"))


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
def R410(case: Case) -> Iterator[Result]:
    """原因

    有增减就要说原因。哪些增减要说，看模板的这句话印不印原因；要印而“原因”里没有写的，在这里提出。收入、支出总数和“三公”经费
    的增减，模板的“必备”里要写的，没有原因是错误，其他的是警告；写不写都可以的（因="功能"），大多写了、少数没有写，也是警告。同一个数在别处说过原因的，不用再说；用“其中”列出各部分增减的，
    等于说了原因。别人做的文件看不出要不要写，凡是有增减的都看，收入、支出总数和“三公”经费以外的只作提示。

    怎样改：照建议里的写法，在预算文件的“原因”里写上这个数为什么变。
    依据：财预〔2016〕143号，增减变化应说明原因；财预〔2021〕29号。
    例：公务接待费1.58万元，比2025年预算减少0.28万元，下降15.05%。（没有原因）
    """
    yield from _no_change(case)
    wanting = list(_named(case) if case.carries_names else _read(case))
    yield from (Compared((one.place,)) for one in wanting)
    explained = [one.name for one in wanting if one.name and one.explained]
    missed = [one for one in wanting if not one.explained and not _is_covered(one.name, explained)]
    for found in grouped((one.key, one) for one in missed).values():
        yield _unexplained(case, found[0], tuple(one.place for one in found))


class _Wanting(NamedTuple):
    """A change that needs a reason: figure, place, words for it, whether a reason is given.

    `key`: changes with one key are reported together.
    """

    key: object
    name: FigureId | None
    place: Place
    called: str
    explained: bool


def _named(case: Case) -> Iterator[_Wanting]:
    """Yield each number for which a template asks for a reason; none counts as missing if it is often left out."""
    asked = [stated for stated in case.stated_figures if stated.figure.reason]
    often = _often_left_out(asked)
    mentions = {(m.change.place.line, m.change.place.start): m for m in case.reading.mentions if m.change}
    for stated, following in zip_longest(asked, asked[1:]):
        if stated.figure.reason is Reason.OPTIONAL and _shape(stated) in often:
            yield _Wanting(None, None, stated.place, "", explained=True)
            continue
        name, mention = parse(stated.figure.name).amount, mentions.get((stated.place.line, stated.place.start))
        explained = _has_reason(case, stated, following) or (mention is not None and _is_explained(case, mention))
        called = _called(mention, name) if mention else f"“{name}”的增减{stated.figure.text}"
        yield _Wanting(name, name, stated.place, called, explained)


def _read(case: Case) -> Iterator[_Wanting]:
    """Yield each change of a stated amount, and the first change of a paragraph; later ones are parts of it.

    What a reason tells (购置费增加22万元；运行维护费压减12万元) is a reason.
    """
    begun: set[str] = set()
    told = grouped((m.sentence.line, _reason_span(m)) for m in case.reading.mentions)
    for mention in case.reading.mentions:
        change, line = mention.change, mention.sentence.line
        if change and change.number.value and not any(change.place.start in span for span in told[line]):
            if mention.amount or line not in begun:
                name, explained = _name(mention), _is_explained(case, mention)
                yield _Wanting(mention, name, change.place, _called(mention, name or "这里"), explained)
            begun.add(line)


def _reason_span(mention: Mention) -> range:
    """Return where the reason of a change stands in its paragraph."""
    change = mention.change.place.start + 1 if mention.change else 0
    at = mention.sentence.line.find(mention.reason, change) if mention.reason else -1
    return range(at, at + len(mention.reason)) if at >= 0 else range(0)


def _unexplained(case: Case, one: _Wanting, places: tuple[Place, ...]) -> Finding:
    if case.carries_names and one.name:
        grave = _is_grave(one.name) and _is_demanded(case, one.name)
        return finding("R410 写进原因", *places, grave=grave, called=one.called, name=one.name)
    return finding("R410 没有原因", *places, grave=_is_grave(one.name), called=one.called)


def _called(mention: Mention, name: object) -> str:
    """Return the words for a change: “公务接待费”增加10万元（10.00%）."""
    rate = f"（{mention.rate.number}）" if mention.rate else ""
    change = mention.change.number if mention.change else ""
    return f"“{mention.subject or name}”{mention.word}{change}{rate}"


def _often_left_out(asked: Sequence[FigureInSentence]) -> frozenset[_Shape]:
    """Return the shapes of figures whose optional reason is so often left out that none counts as missing."""
    given = Counter(_shape(stated) for stated in asked if stated.figure.reason is Reason.GIVEN)
    left_out = Counter(_shape(stated) for stated in asked if stated.figure.reason is Reason.OPTIONAL)
    return frozenset(shape for shape, count in left_out.items() if _RARELY * count > given[shape])


def _shape(stated: FigureInSentence) -> _Shape:
    """Return the measure and the dimensions of a figure: the same for all items of 功能, not for their total."""
    name = parse(stated.figure.name)
    return name.measure, frozenset(dimension for dimension, _ in name.conditions)


def _has_reason(case: Case, stated: FigureInSentence, following: FigureInSentence | None) -> bool:
    """Whether the number got the reason of the budget file, or the words up to the next change give one."""
    if stated.figure.reason is Reason.GIVEN and case.is_as_made:
        return True
    ahead = len(following.after) if following and following.place.line == stated.place.line else 0
    return bool(_WORDS.search(stated.after[: len(stated.after) - ahead]))


def _is_demanded(case: Case, name: FigureId) -> bool:
    """Whether the region requires the reason (必备); without a region, the regulations do."""
    wanted = "三公经费" if name.measure == "三公经费" else "收支增减"
    return case.profile is None or wanted in case.profile.file.required.topics


def _name(mention: Mention) -> FigureId | None:
    """Return the figure that changed; None if nothing says which."""
    named = next((e.name for e in (mention.amount, mention.change) if e and e.name), None)
    return named.amount if named else None


def _is_explained(case: Case, mention: Mention) -> bool:
    """Whether the change has a reason, changes of its parts follow, or its section gives one for 收支 together."""
    after = mention.sentence.line[mention.change.place.start :] if mention.change else ""
    if mention.reason or "其中：" in after or _IN_BRACKETS.search(after.split("；")[0]):
        return True
    own = (passage for passage in case.reading.passages if passage.part == mention.sentence.part)
    return _is_grave(_name(mention)) and any(_JOINT.search(passage.text) for passage in own)


def _is_grave(name: FigureId | None) -> bool:
    """Whether the figure is all 收入, all 支出, or of 三公经费."""
    return name is not None and (name in _GRAVE or name.measure == "三公经费")


def _is_covered(name: FigureId | None, explained: Iterable[FigureId]) -> bool:
    """Whether the reason is given elsewhere: for the same figure, or for one that differs only by 本年."""
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
    yield from _no_change(case)
    mentions = (m for m in case.reading.mentions if m.compared)
    for part, own in groupby(mentions, key=lambda m: m.sentence.part):
        kinds = [(_kind(m.compared), m) for m in own]
        yield compared(*(mention.change for _, mention in kinds))
        last = {kind: mention.sentence for kind, mention in kinds}
        both = {"预算", "执行"} <= last.keys()
        yield from finding_if(both, "R414 两种", last.get("预算"), last.get("执行"), part=part)
        yield from (finding("R414 没有说", m.sentence, compared=m.compared) for kind, m in kinds if not kind)


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
def R419(case: Case) -> Iterator[Result]:
    """原因和方向相反

    没有预算文件的 Word、网页里，一句话写“增加”，原因只说了“压减”“减少”“严格控制”，或者写“减少”，原因只说了“增加”
    “扩大”，多半是只改了数，没有改原因。两个方向都说了的、说到上年和结转的不判断；增减不到百分之一的也不看；方向本身写错的，先改方向
    （R403）。有预算文件的，看预算文件的“原因”（R922）。

    怎样改：写今年的原因；数或者动词写错了的，改数、改动词。
    依据：财预〔2016〕143号，说明增减变化的原因。
    例：“比2025年预算减少0.5万元，下降3.85%，主要原因是公务接待批次增加。”
    """
    if case.budget:
        yield Compared()
        return
    yield from _no_change(case)
    for mention in case.reading.mentions:
        way = direction(mention.word)
        if not (mention.change and mention.reason and way):
            continue
        yield compared(mention.change)
        stated, meant = (DOWN, UP) if way > 0 else (UP, DOWN)
        small = mention.rate is not None and mention.rate.exact < 1
        at = mention.sentence.line.find(mention.reason, mention.change.place.start)  # one before is of another change
        if _is_of_a_part(mention, at, case.reading.mentions):
            continue
        if at >= 0 and not small and says_only(stated, meant, _whole_reason(mention, at)) and _goes(case, mention, way):
            place = mention.sentence.marking(at, len(mention.reason))
            words = {"change": mention.change.number, "word": mention.word, "stated": stated, "meant": meant}
            yield finding("R419 相反", place, **words)


def _whole_reason(mention: Mention, at: int) -> str:
    """Return the reason with the clauses behind it that go on: 主要原因是道路完工，投入减少；奖补增加300万元."""
    rest = mention.sentence.line[at + len(mention.reason) :].partition("。")[0]
    own = takewhile(lambda clause: not _ANOTHER.search(clause), rest.split("；"))
    return "；".join((mention.reason, *own))


def _is_of_a_part(mention: Mention, at: int, mentions: Iterable[Mention]) -> bool:
    """Whether the reason there is told of a part that follows: 支出减少5万元。其中：甲增加1万元，主要原因是……"""
    start = mention.change.place.start if mention.change else at
    others = (one for one in mentions if one.change and one.reason == mention.reason)
    return any(
        one.change.place.line == mention.sentence.line and start < one.change.place.start < at
        for one in others
        if one.change and direction(one.word) == -direction(mention.word)
    )


def _goes(case: Case, mention: Mention, way: int) -> bool:
    """Whether the amount changed in the direction that the sentence says, as far as the document knows."""
    now, before = current(case, mention), previous(case, mention)
    return not (now and before) or (now.amount - before.amount) * way > 0


def _kind(words: str) -> str:
    return next((kind for kind in ("执行", "决算", "预算") if kind in words), "")


def _no_change(case: Case) -> list[Compared]:
    """Return a result if sentences state figures but no change: there is nothing to compare, and the rule passes."""
    mentions = case.reading.mentions
    return [compared()] if mentions and not any(direction(mention.word) for mention in mentions) else []
