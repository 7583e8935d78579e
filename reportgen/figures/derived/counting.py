"""How many, and how much of those that are large enough: 个数[项目], 个数[项目≥100万元], 合计[项目≥100万元].

Zero members do not count. A project line counts for as many projects as 项目 says (个数), 1 where it says nothing.
"""

import re
from decimal import Decimal

from reportgen.figure import FigureId
from reportgen.figures.derived import DerivedKind, Operands
from reportgen.figures.mistakes import refuse
from reportgen.quantity import UNITS, Amount, Count, Quantity, parse_number
from reportgen.vocabulary import MONEY

_ARGUMENT = re.compile(rf"([^\s≥]+)(?:≥(.+?)({'|'.join(UNITS)}))?")


def _parsed(name: FigureId) -> tuple[str, Decimal]:
    """The dimension, and the 元 that a member must reach; asked for none, those below zero are there as well."""
    found = _ARGUMENT.fullmatch(name.argument)
    least = parse_number(found[2]) if found and found[2] else Decimal("-Infinity")
    if not found or least is None:
        refuse("数名", f"{name}的方括号里要写维度", hint="如 支出@个数[项目]、支出@合计[项目≥100万元]")
    return found[1], least * UNITS.get(found[3] or "元", 1)


def _members(figures: Operands, name: FigureId) -> list[tuple[str, Decimal]]:
    dimension, least = _parsed(name)
    members = figures.members(name.measure, name.conditions, dimension, bases=(name.base,))
    amounts = [(m, figures.number(name.stated.where((dimension, m)))) for m in members]
    return [(m, amount) for m, amount in amounts if amount and amount >= least]


def _count(figures: Operands, name: FigureId) -> Quantity:
    projects = name.argument.startswith("项目")
    pieces = [figures.budget.project_count(m) if projects else 1 for m, _ in _members(figures, name)]
    return Count(Decimal(sum(pieces)), "个")


def _sum(figures: Operands, name: FigureId) -> Quantity:
    total = sum((amount for _, amount in _members(figures, name)), Decimal(0))
    unit = figures.vocabulary.measures[name.measure].unit
    return Amount(total) if unit == MONEY else Count(total, unit)


def _inputs(name: FigureId) -> tuple[FigureId, ...]:
    return (name.stated,)


KINDS = {
    "个数": DerivedKind(_count, _inputs, "{0}按“{argument}”分，金额不是0的有几个（写了“个数”的照写的算）", exact=True),
    "合计": DerivedKind(_sum, _inputs, "{0}按“{argument}”分，够得上的加起来", exact=True),
}
