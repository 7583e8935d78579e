"""增减的原因和口径"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._previous import direction
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.reading import Mention

_JOINT = re.compile(r"收支[^。]*主要原因")
_GRAVE = (FigureId("收入"), FigureId("支出"))


def R410(case: Case) -> Iterator[Result]:
    """原因

    有增减就要说原因。“三公”经费和收入、支出总数的增减没有原因的是错误，其他的是警告；同一个数在别处说过原因的，不用再说。
    用“其中”列出各部分增减的，等于说了原因。

    怎样改：在预算文件的“原因”里写上这个数为什么变，如：支出[功能=208]: 缴费基数调整。
    依据：财预〔2016〕143号，增减变化应说明原因；财预〔2021〕29号。
    例：公务接待费1.58万元，比2025年预算减少0.28万元，下降15.05%。（没有原因）
    """
    mentions = list(_wanting(case.reading.mentions))
    explained = [name for m in mentions if (name := _name(m)) and _is_explained(case, m)]
    for mention in mentions:
        yield compared(mention.change)
        if not _is_explained(case, mention) and not _is_covered(_name(mention), explained):
            yield _unexplained(mention)
    if not mentions:
        yield from _no_change(case)


def _wanting(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Changes that want a reason: of a stated amount, or the first of their paragraph; later ones take it apart."""
    begun: set[str] = set()
    for mention in mentions:
        if mention.change and mention.change.number.value:
            if mention.amount or mention.sentence.line not in begun:
                yield mention
            begun.add(mention.sentence.line)


def _name(mention: Mention) -> FigureId | None:
    """What the change is of."""
    named = next((e.name for e in (mention.amount, mention.change) if e and e.name), None)
    return named.amount if named else None


def _is_explained(case: Case, mention: Mention) -> bool:
    """It has a reason, its parts' changes follow, or the section gives one for 收支 together."""
    after = mention.sentence.line[mention.change.place.start :] if mention.change else ""
    return bool(mention.reason) or "其中：" in after or (_is_grave(mention) and _has_joint_reason(case, mention))


def _has_joint_reason(case: Case, mention: Mention) -> bool:
    part = mention.sentence.part
    return any(_JOINT.search(passage.text) for passage in case.reading.passages if passage.part == part)


def _is_grave(mention: Mention) -> bool:
    """Whether it is of 收入, 支出 as a whole or of 三公经费."""
    name = _name(mention)
    return name is not None and (name in _GRAVE or name.measure == "三公经费")


def _is_covered(name: FigureId | None, explained: list[FigureId]) -> bool:
    """Whether the reason is told of the same figure elsewhere, or of the total that 本年收入, 本年支出 nearly is."""
    return name is not None and any(_essence(name) == _essence(other) for other in explained)


def _essence(name: FigureId) -> tuple[str, frozenset[tuple[str, str]]]:
    return name.measure, frozenset(c for c in name.conditions if c[1] not in ("本年收入", "本年支出", "本年"))


def _unexplained(mention: Mention) -> Finding:
    assert mention.change
    rate = f"（{mention.rate.number}）" if mention.rate else ""
    subject = mention.subject or str(_name(mention) or "这里")
    message = f"“{subject}”{mention.word}{mention.change.number}{rate}，没有说明原因"
    severity = Severity.ERROR if _is_grave(mention) else Severity.WARNING
    return Finding(message, (mention.change.place,), severity, "在预算文件的“原因”里写上这个数为什么变")


def R414(case: Case) -> Iterator[Result]:
    """基期口径

    和上年比，要写明比的是上年预算数还是上年执行数；同一节里两种都用，读者会算错。

    怎样改：每处都写明“比上年预算”或“比上年执行数”，同一节用一种。
    依据：财预〔2016〕143号，增减变化以上年预算数为基础；各地另有规定的从其规定。
    例：同一节里，前一句“比2019年预算增加”，后一句“比2019年执行数增加”。
    """
    mentions = [m for m in case.reading.mentions if m.compared]
    for part, own in groupby(mentions, key=lambda m: m.sentence.part):
        listed = list(own)
        yield compared(*(m.change for m in listed))
        kinds = {_kind(m.compared): m for m in listed}
        if {"预算", "执行"} <= kinds.keys():
            places = (kinds["预算"].sentence, kinds["执行"].sentence)
            message = f"“{part}”里有的比上年预算，有的比上年执行数，请分别写明"
            yield Finding(message, places, Severity.WARNING, "每处写明比的是什么，同一节用一种")
        for mention in listed:
            if not _kind(mention.compared):
                message = f"“{mention.compared}”没有说是预算数还是执行数"
                yield Finding(message, (mention.sentence,), Severity.HINT, "写成“上年预算”“上年执行数”")
    if not mentions:
        yield from _no_change(case)


def _kind(words: str) -> str:
    return next((kind for kind in ("执行", "决算", "预算") if kind in words), "")


def _no_change(case: Case) -> Iterator[Result]:
    if case.reading.mentions and all(not direction(m.word) for m in case.reading.mentions):
        yield compared()
    else:
        yield Unknown("文字里没有和上年比较的话")
