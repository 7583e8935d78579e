"""This year against a base: 增减额, 增减率, 完成率, from operands as printed at 口径精度."""

from reportgen.change import Change, change, share
from reportgen.figure import FigureId
from reportgen.figures.derived import DerivedKind, Operands, precision
from reportgen.quantity import Quantity, Ratio


def _operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """This year's figure and the base's."""
    return name.amount, name.amount._replace(base=name.base)


def change_of(figures: Operands, name: FigureId) -> Change:
    """Return the whole change, of which 增减额 and 增减率 are parts."""
    new, old = map(figures.number, _operands(name))
    return change(new, old, precision(figures, name.measure))


def _amount(figures: Operands, name: FigureId) -> Quantity:
    amount = change_of(figures, name).amount
    return figures.vocabulary.measures[name.measure].quantity(amount)


def _rate(figures: Operands, name: FigureId) -> Quantity | None:
    rate = change_of(figures, name).rate
    return None if rate is None else Ratio(rate)


def _completion(figures: Operands, name: FigureId) -> Quantity | None:
    new, old = map(figures.number, _operands(name))
    part = share(new, old, precision(figures, name.measure))
    return None if part is None else Ratio(part)


KINDS = {
    "增减额": DerivedKind(_amount, _operands, "本年 {0} － {base} {1}"),
    "增减率": DerivedKind(_rate, _operands, "（本年 {0} － {base} {1}）÷ {base} {1}"),
    "完成率": DerivedKind(_completion, _operands, "本年 {0} ÷ {base} {1}"),
}
