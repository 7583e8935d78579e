"""Amounts in sentences that make up each other, where tables do not print them (合计)."""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, compared
from reportgen.checks._comparing import agree
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import InTables, StatedAmount, all_stated, amounts, sentence_adds_up, stated
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_WHOLE = FigureId("三公经费")
_VEHICLES = "公务用车购置及运行费"
_ABROAD, _GUESTS, _BOUGHT, _RUN = "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"
_PROCURED = FigureId("政府采购")
_KINDS = ("货物", "工程", "服务")


def R301(case: Case) -> Iterator[Result]:
    """Where tables do not say both, what comes is what goes."""
    revenue, expenditure = (_first(case, measure) for measure in ("收入", "支出"))
    tables = InTables(case, (TableKind.TOTALS,))
    if revenue and expenditure and not all(map(tables.has, (revenue.entry, expenditure.entry))):
        text = "说明写收入总额{a}，支出总额{b}，收支不平，差{d}"
        yield from agree(revenue.entry, expenditure.entry, revenue.entry, text, "对照批复的预算，改写错的一个")


def _first(case: Case, measure: str) -> StatedAmount | None:
    """The total of one side, as the sentences say it first."""
    return next((one for one in all_stated(case) if one.name == FigureId(measure)), None)


def R308(case: Case) -> Iterator[Result]:
    """The items make the whole, where tables do not print them all."""
    items = {one.name: one.entry for one in reversed(stated(case, "R308"))}
    yield from _adds(case, items, _WHOLE, (_ABROAD, _VEHICLES, _GUESTS), (_ABROAD, _BOUGHT, _RUN, _GUESTS))
    yield from _adds(case, items, _of(_VEHICLES), (_BOUGHT, _RUN))


def _of(item: str) -> FigureId:
    return FigureId("三公经费", (("费目", item),))


def _adds(case: Case, items: dict[FigureId, Entry], whole: FigureId, *ways: tuple[str, ...]) -> Iterator[Result]:
    """The items make the whole, in the first of these ways in which all of them are stated."""
    parts = next((way for way in ways if all(_of(item) in items for item in way)), ())
    tables = InTables(case, (TableKind.THREE_PUBLIC,))
    if whole in items and parts and not all(map(tables.has, items.values())):
        text = "说明写“三公”经费{a}，各项之和{b}，差{d}"
        yield from sentence_adds_up(case, items[whole], [items[_of(part)] for part in parts], text, MEND)


def R310(case: Case) -> Iterator[Result]:
    """The three kinds make the whole; what is kept for small enterprises is no more than what there is."""
    items = {one.name: one.entry for one in reversed(stated(case, "R310"))}
    kinds = [items[_part("类型", kind)] for kind in _KINDS if _part("类型", kind) in items]
    tables = InTables(case, (TableKind.PROCUREMENT,))
    if _PROCURED in items and kinds and not all(map(tables.has, (items[_PROCURED], *kinds))):
        text = "政府采购总额{a}不等于货物、工程、服务之和{b}，差{d}"
        yield from sentence_adds_up(case, items[_PROCURED], kinds, text, MEND)
    small, medium = items.get(_part("面向", "小微企业")), items.get(_part("面向", "中小企业"))
    yield from _at_most(small, medium, "小微企业预留{a}大于中小企业预留{b}")
    yield from _at_most(medium or small, items.get(_PROCURED), "中小企业预留{a}大于政府采购总额{b}")


def _part(dimension: str, member: str) -> FigureId:
    return FigureId("政府采购", ((dimension, member),))


def _at_most(part: Entry | None, whole: Entry | None, message: str) -> Iterator[Result]:
    if part and whole:
        yield compared(part, whole)
        if part.exact > whole.exact:
            yield Finding(message.format(**amounts(part, whole)), (part.place, whole.place), hint=MEND)
