"""占比: a part of a whole of the same measure, both as they print. 支出[功能=208]@占比[资金=一般公共预算]."""

from reportgen.change import share
from reportgen.figure import FigureId, conditions
from reportgen.figures.derived import DerivedKind, Operands
from reportgen.figures.derived.change import precision
from reportgen.quantity import Quantity, Ratio


def operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """The part, and the whole that the argument names (without one: the whole measure)."""
    return name.stated, FigureId(name.measure, conditions(name.argument), name.base)


def _share(figures: Operands, name: FigureId) -> Quantity | None:
    part, whole = (figures.number(operand) for operand in operands(name))
    ratio = share(part, whole, precision(figures, name.measure))
    return None if ratio is None else Ratio(ratio)


KINDS = {"占比": DerivedKind(_share, operands, "部分 {0} ÷ 总数 {1}")}
