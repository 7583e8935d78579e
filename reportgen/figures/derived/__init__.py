"""Derived figures (推算数): rows of `KINDS`, from the name of a kind to how it is worked out.

A module beside this one may declare `KINDS` too.

This year against a base (增减、完成率); what a figure of one year is made of (构成).

增减额, 增减率, 完成率  支出@上年预算.增减额: from operands as printed at 口径精度
占比  支出[功能=208]@占比[资金=一般公共预算]: the part ÷ the whole that the argument names, both as printed
其余  支出@其余[资金=财政拨款]: the whole less the part that the argument names
个数  支出@个数[项目], 支出@个数[项目≥100万元]: how many members are not zero, or are large enough
合计  支出@合计[项目≥100万元]: the sum of those members

A member of 项目 counts for as many projects as the file's 项目 says (个数), for one where it says nothing.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Protocol

from reportgen.budget import Budget
from reportgen.diagnostics import refuse
from reportgen.figure import Conditions, FigureId, conditions
from reportgen.figures.names import Names
from reportgen.patterns import compiled
from reportgen.profile import Profile
from reportgen.quantity import UNITS, Change, Count, Precision, Quantity, Ratio, change, parse_number, share
from reportgen.records import dataclass
from reportgen.vocabulary import MONEY, Vocabulary

_PIECES = Precision("元", 0)  # counts are compared whole


class Operands(Protocol):
    """What derived figures are computed with: the budget's other figures (see `Figures`)."""

    budget: Budget
    profile: Profile
    vocabulary: Vocabulary
    names: Names

    def number(self, name: FigureId) -> Decimal:
        """Return the exact number of a figure."""

    def members(
        self, measure: str, conditions: Conditions, dimension: str, level: str = "", bases: Iterable[str] = ("",)
    ) -> tuple[str, ...]:
        """Return the members of a dimension that lines under the conditions have."""


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """One kind of derived figure.

    Attributes:
        value: computes the figure.
        inputs: the figures that it is computed from.
        formula: for a reader who recomputes it; {0}, {1} are the inputs, {base} and {argument} those of the name.
        exact: its inputs are taken exactly, not as printed at 口径精度.
        standalone: it needs no base (支出@占比) and may have an argument.
    """

    value: Callable[[Operands, FigureId], Quantity | None]
    inputs: Callable[[FigureId], tuple[FigureId, ...]]
    formula: str = ""
    exact: bool = False
    standalone: bool = False


def precision(figures: Operands, measure: str) -> Precision:
    """Return the precision (口径精度) at which operands of a measure are taken."""
    figures.names.check_measure(measure)
    return figures.profile.precision(measure) if figures.vocabulary.measures[measure].unit == MONEY else _PIECES


_MEMBERS = compiled(rf"([^\s≥]+)(?:≥(.+?)({'|'.join(UNITS)}))?")
_COUNT = "{0}按“{argument}”分，金额不是0的有几个（写了“个数”的照写的算）"
_SUM = "{0}按“{argument}”分，够得上的加起来"


def _operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """Return the names of this year's figure and of the base's."""
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


def share_operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """Return the names of part and whole; the argument names the whole, without one it is the measure's total."""
    return name.stated, FigureId(name.measure, conditions(name.argument), name.base)


def _share(figures: Operands, name: FigureId) -> Quantity | None:
    part, whole = map(figures.number, share_operands(name))
    ratio = share(part, whole, precision(figures, name.measure))
    return None if ratio is None else Ratio(ratio)


def rest_operands(name: FigureId) -> tuple[FigureId, FigureId]:
    """Return the names of the whole and of the part that is taken off it."""
    return name.stated, name.stated.where(*conditions(name.argument))


def _rest(figures: Operands, name: FigureId) -> Quantity:
    whole, part = map(figures.number, rest_operands(name))
    return figures.vocabulary.measures[name.measure].quantity(whole - part)


def _members(figures: Operands, name: FigureId) -> dict[str, Decimal]:
    """Return member -> amount, of the members that are not zero and reach the amount that the argument names, if any.

    Without such an amount, members below zero count too.
    """
    found = _MEMBERS.fullmatch(name.argument)
    least = parse_number(found[2]) if found and found[2] else Decimal("-Infinity")
    if not found or least is None:
        refuse("数名", f"{name}的方括号里要写维度", hint="如 支出@个数[项目]、支出@合计[项目≥100万元]")
    dimension, least = found[1], least * UNITS.get(found[3] or "元", 1)
    members = figures.members(name.measure, name.conditions, dimension, bases=(name.base,))
    amounts = {member: figures.number(name.stated.where((dimension, member))) for member in members}
    return {member: amount for member, amount in amounts.items() if amount and amount >= least}


def _count(figures: Operands, name: FigureId) -> Quantity:
    projects = name.argument.startswith("项目")
    pieces = (figures.budget.project_count(m) if projects else 1 for m in _members(figures, name))
    return Count(Decimal(sum(pieces)), "个")


def _sum(figures: Operands, name: FigureId) -> Quantity:
    return figures.vocabulary.measures[name.measure].quantity(sum(_members(figures, name).values(), Decimal(0)))


def _stated(name: FigureId) -> tuple[FigureId, ...]:
    return (name.stated,)


KINDS = {
    "增减额": DerivedKind(_amount, _operands, "本年 {0} － {base} {1}"),
    "增减率": DerivedKind(_rate, _operands, "（本年 {0} － {base} {1}）÷ {base} {1}"),
    "完成率": DerivedKind(_completion, _operands, "本年 {0} ÷ {base} {1}"),
    "个数": DerivedKind(_count, _stated, _COUNT, exact=True, standalone=True),
    "合计": DerivedKind(_sum, _stated, _SUM, exact=True, standalone=True),
    "其余": DerivedKind(_rest, rest_operands, "总数 {0} － 其中 {1}", exact=True, standalone=True),
    "占比": DerivedKind(_share, share_operands, "部分 {0} ÷ 总数 {1}", standalone=True),
}
