"""说明和表：机关运行经费、政府采购"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, compared
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import InTables, amounts, sentence_adds_up, stated
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_BOUGHT = FigureId("政府采购")
_KINDS = ("货物", "工程", "服务")


def R310(case: Case) -> Iterator[Result]:
    """The three kinds make the whole; what is kept for small enterprises is no more than what there is."""
    items = {one.name: one.entry for one in reversed(stated(case, "R310"))}
    kinds = [items[_part("类型", kind)] for kind in _KINDS if _part("类型", kind) in items]
    tables = InTables(case, (TableKind.PROCUREMENT,))
    if _BOUGHT in items and kinds and not all(map(tables.has, (items[_BOUGHT], *kinds))):
        text = "政府采购总额{a}不等于货物、工程、服务之和{b}，差{d}"
        yield from sentence_adds_up(case, items[_BOUGHT], kinds, text, MEND)
    small, medium = items.get(_part("面向", "小微企业")), items.get(_part("面向", "中小企业"))
    yield from _at_most(small, medium, "小微企业预留{a}大于中小企业预留{b}")
    yield from _at_most(medium or small, items.get(_BOUGHT), "中小企业预留{a}大于政府采购总额{b}")


def _part(dimension: str, member: str) -> FigureId:
    return FigureId("政府采购", ((dimension, member),))


def _at_most(part: Entry | None, whole: Entry | None, message: str) -> Iterator[Result]:
    if part and whole:
        yield compared(part, whole)
        if part.exact > whole.exact:
            yield Finding(message.format(**amounts(part, whole)), (part.place, whole.place), hint=MEND)
