"""This year against a base: 增减额, 增减率, 完成率, from operands as they print at 口径精度."""

from reportgen.change import Change, change, share
from reportgen.figure import FigureId
from reportgen.figures.derived import DerivedKind, Operands
from reportgen.quantity import Amount, Count, Precision, Quantity, Ratio
from reportgen.vocabulary import MONEY

PIECES = Precision("元", 0)  # counts compare whole


def operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """This year's figure and the base's."""
    return name.amount, name.amount._replace(base=name.base)


def precision(figures: Operands, measure: str) -> Precision:
    """At which operands of this measure are taken."""
    figures.names.check_measure(measure)
    return figures.profile.precision(measure) if figures.vocabulary.measures[measure].unit == MONEY else PIECES


def change_of(figures: Operands, name: FigureId) -> Change:
    """The whole change that 增减额 and 增减率 are parts of."""
    new, old = (figures.number(operand) for operand in operands(name))
    return change(new, old, precision(figures, name.measure))


def _amount(figures: Operands, name: FigureId) -> Quantity:
    number, unit = change_of(figures, name).amount, figures.vocabulary.measures[name.measure].unit
    return Amount(number) if unit == MONEY else Count(number, unit)


def _rate(figures: Operands, name: FigureId) -> Quantity | None:
    rate = change_of(figures, name).rate
    return None if rate is None else Ratio(rate)


def _completion(figures: Operands, name: FigureId) -> Quantity | None:
    new, old = (figures.number(operand) for operand in operands(name))
    part = share(new, old, precision(figures, name.measure))
    return None if part is None else Ratio(part)


KINDS = {
    "增减额": DerivedKind(_amount, operands, "本年 {0} － {base} {1}"),
    "增减率": DerivedKind(_rate, operands, "（本年 {0} － {base} {1}）÷ {base} {1}"),
    "完成率": DerivedKind(_completion, operands, "本年 {0} ÷ {base} {1}"),
}
