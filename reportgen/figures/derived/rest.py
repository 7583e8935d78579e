"""其余: what is left of a figure without one part of it, exactly. 支出@其余[资金=财政拨款]: from other funds."""

from reportgen.figure import FigureId, conditions
from reportgen.figures.derived import DerivedKind, Operands
from reportgen.quantity import Amount, Count, Quantity
from reportgen.vocabulary import MONEY


def operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """The figure, and the part of it that the argument names."""
    return name.stated, name.stated.where(*conditions(name.argument))


def _rest(figures: Operands, name: FigureId) -> Quantity:
    whole, part = (figures.number(operand) for operand in operands(name))
    unit = figures.vocabulary.measures[name.measure].unit
    return Amount(whole - part) if unit == MONEY else Count(whole - part, unit)


KINDS = {"其余": DerivedKind(_rest, operands, "总数 {0} － 其中 {1}", exact=True)}
