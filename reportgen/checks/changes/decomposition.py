"""增减的分解"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import shown
from reportgen.checks.changes._previous import direction
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention

_MORE = ("等。", "等；", "等，", "等因素", "等原因")


def R408(case: Case) -> Iterator[Result]:
    """增减分解

    一段话先写总的增减，再写其中各部分的增减，各部分加起来要等于总的；没有列全的，要用“等”说明，不能让读者以为列全了。

    怎样改：补上没有列的部分，或写明“等”。
    依据：公开文件中常见的错误：只改了总数，没有改分项的增减。
    例：支出增加4.39万元，其中：基本支出增加4.27万元，项目支出增加0.21万元，合计4.48万元。
    """
    looked = False
    for whole, parts in _decomposed(case):
        looked = True
        yield compared(whole.change, *(part.change for part in parts))
        yield from _off(whole, parts)
    if not looked:
        yield from _none(case)


def _decomposed(case: Case) -> Iterator[tuple[Mention, list[Mention]]]:
    """A change with those of its parts, which follow it in the same paragraph."""
    changed = [m for m in case.reading.mentions if m.change and m.change.name]
    for i, whole in enumerate(changed):
        after = [m for m in changed[i + 1 :] if m.sentence.line == whole.sentence.line]
        parts = [m for m in after if _is_part(m.change, whole.change) and not _in_reason(m, whole)]
        parts = [m for m in parts if _dimension(m, whole) == _dimension(parts[0], whole)]  # projects: below 项目支出
        if len(parts) > 1:
            yield whole, parts


def _dimension(part: Mention, whole: Mention) -> str:
    """By which condition the part is narrower."""
    assert part.change
    assert part.change.name
    assert whole.change
    assert whole.change.name
    above = dict(whole.change.name.conditions)
    return next(dimension for dimension, _ in part.change.name.conditions if dimension not in above)


def _is_part(part: Entry | None, whole: Entry | None) -> bool:
    """Whether the one is the other under one condition more."""
    if not (part and part.name and whole and whole.name) or part.name.base != whole.name.base:
        return False
    above, below = dict(whole.name.conditions), dict(part.name.conditions)
    return part.name.measure == whole.name.measure and len(below) == len(above) + 1 and above.items() <= below.items()


def _in_reason(part: Mention, whole: Mention) -> bool:
    """Whether it only stands in the other's reason, which need not say everything."""
    return bool(part.change and whole.reason and whole.reason.find(str(part.change.number)) >= 0)


def _off(whole: Mention, parts: Sequence[Mention]) -> Iterator[Finding]:
    assert whole.change
    together = sum((_signed(part) for part in parts), Decimal(0))
    difference = EXACT.subtract(_signed(whole), together)
    steps = sum((part.change.number.step for part in parts if part.change), whole.change.number.step)
    if abs(difference) > EXACT.divide(steps, Decimal(2)) and not any(mark in whole.sentence.line for mark in _MORE):
        message = f"所列各部分增减合计{shown(together, whole.change)}，与总的增减{shown(_signed(whole), whole.change)}"
        detail = f"相差{shown(abs(difference), whole.change)}，有没有说明的增减"
        places = tuple(m.change.place for m in (whole, *parts) if m.change)
        yield Finding(f"{message}{detail}", places, Severity.WARNING, "补上没有列的部分，或写明“等”")


def _signed(mention: Mention) -> Decimal:
    assert mention.change
    return EXACT.multiply(mention.change.exact, Decimal(direction(mention.word) or 1))


def R409(case: Case) -> Iterator[Result]:
    """上年数反算

    用本年数减增减额可以反算上年数。各部分反算的上年数加起来，要等于总数反算的上年数；不等，说明某一项的本年数或增减额错了。

    怎样改：逐项核对本年数和增减额。
    依据：公开文件中常见的错误：本年数和增减额取自不同的口径。
    例：总数反算上年40.00万元，基本支出和项目支出反算上年合计39.05万元。
    """
    looked = False
    for whole, parts in _stated(case):
        looked = True
        yield compared(whole.amount, whole.change, *(m.amount for m in parts), *(m.change for m in parts))
        if whole.change and whole.change.carried:
            continue  # worked out from the file
        together = sum((_before(part) for part in parts), Decimal(0))
        difference = abs(EXACT.subtract(_before(whole), together))
        assert whole.amount
        if difference > EXACT.multiply(whole.amount.number.step, Decimal(len(parts) + 1)):
            by_whole = shown(_before(whole), whole.amount)
            message = f"按各部分反算的上年合计{shown(together, whole.amount)}，按总数反算的{by_whole}"
            places = tuple(m.amount.place for m in (whole, *parts) if m.amount)
            text = f"{message}，差{shown(difference, whole.amount)}"
            yield Finding(text, places, Severity.WARNING, "逐项核对本年数和增减额")
    if not looked:
        yield from _none(case)


def _stated(case: Case) -> Iterator[tuple[Mention, list[Mention]]]:
    """A whole and its parts, each with amount and change, where the parts' amounts make the whole."""
    stated = [m for m in case.reading.mentions if m.amount and m.change and m.amount.name]
    for whole in stated:
        parts = list({m.amount.name: m for m in stated if m.amount and _is_part(m.amount, whole.amount)}.values())
        for dimension in {_more(part.amount.name, whole) for part in parts if part.amount and part.amount.name}:
            own = [p for p in parts if p.amount and p.amount.name and _more(p.amount.name, whole) == dimension]
            made = sum((p.amount.exact for p in own if p.amount), Decimal(0))
            if len(own) > 1 and whole.amount and made == whole.amount.exact:
                yield whole, own


def _more(name: FigureId, whole: Mention) -> str:
    assert whole.amount
    assert whole.amount.name
    above = dict(whole.amount.name.conditions)
    return next(dimension for dimension, _ in name.conditions if dimension not in above)


def _before(mention: Mention) -> Decimal:
    assert mention.amount
    return EXACT.subtract(mention.amount.exact, _signed(mention))


def _none(case: Case) -> Iterator[Result]:
    """No change is taken apart: that is seen, where sentences speak of changes at all."""
    if any(mention.change for mention in case.reading.mentions):
        yield compared()
    else:
        yield Unknown("文字里没有增减额")
