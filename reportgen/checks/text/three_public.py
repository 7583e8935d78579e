"""说明和表：“三公”经费"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import InTables, sentence_adds_up, stated
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_WHOLE = FigureId("三公经费")
_VEHICLES = "公务用车购置及运行费"
_ABROAD, _GUESTS, _BOUGHT, _RUN = "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"


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
