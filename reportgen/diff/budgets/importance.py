"""Which changes a reader wants to hear of first (轻重): totals, then what they consist of, the widest first."""

from collections.abc import Iterable, Set
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from reportgen.diff.budgets.figures import FigureChange
from reportgen.figure import Conditions, FigureId, parsed

# Kinds of figures in their order: measure and the dimensions that it is parted by; codes the shorter first.
_ORDER = (
    ("收入", ()),
    ("支出", ()),
    ("收入", ("资金",)),
    ("支出", ("资金",)),
    ("支出", ("性质",)),
    ("支出", ("功能",)),
    ("三公经费", ()),
    ("三公经费", ("费目",)),
    ("机关运行经费", ()),
    ("政府采购", ()),
    ("政府采购", ("类型",)),
    ("支出", ("项目",)),
    ("收入", ("单位",)),
    ("支出", ("单位",)),
    ("人员", ("人员类别",)),
    ("车辆", ("车辆类别",)),
    ("设备", ("设备价值",)),
)
_RANKS = {kind: rank for rank, kind in enumerate(_ORDER)}
_WHOLE = (("年份", "本年"), ("性质", "本年支出"))  # conditions that take little away from a total

Rank = tuple[int, int, int]
Numbers = tuple[Decimal | Fraction | None, Decimal | Fraction | None]


def most_important_first(changes: Iterable[FigureChange]) -> tuple[FigureChange, ...]:
    """The changes in the order of a summary, within a kind the largest first.

    What merely follows from others, and what says the same as a shorter name, comes last.
    """
    changes = tuple(changes)
    plain = {(name, _numbers(one)) for one in changes if (name := _figure(one))}
    keys = [(one.derived or _repeats(one, plain), *_rank(one), -_size(one), sorted(_names(one))) for one in changes]
    return tuple(changes[i] for i in sorted(range(len(changes)), key=keys.__getitem__))


def in_short(changes: Iterable[FigureChange], most: int) -> tuple[FigureChange, ...]:
    """So many of them at most, for two minutes: of every kind the largest, in the order of kinds.

    Nothing that follows from others, says the same again, or is parted in ways that no sentence tells of.
    """
    told = [one for one in changes if not one.derived and _rank(one)[0] < len(_ORDER)]
    first: dict[tuple[str, Numbers], FigureChange] = {}
    for one in most_important_first(told):
        first.setdefault((one.name.partition("[")[0], _numbers(one)), one)
    kinds = [list(group) for _, group in groupby(first.values(), key=_rank)]
    each = max(1, most // max(1, len(kinds)))
    chosen = [one for group in kinds for one in group[:each]]
    spare = [one for group in kinds for one in group[each:]]
    kept = {id(one) for one in (*chosen, *spare)[:most]}
    return tuple(one for group in kinds for one in group if id(one) in kept)


def _repeats(change: FigureChange, plain: Set[tuple[FigureId, Numbers]]) -> bool:
    """Whether another change has the same numbers under the name less what takes nothing away."""
    name = _figure(change)
    shorter = name._replace(conditions=_narrowing(name)) if name else None
    return shorter is not None and shorter != name and (shorter, _numbers(change)) in plain


def _numbers(change: FigureChange) -> Numbers:
    return change.old.number, change.new.number


def _narrowing(name: FigureId) -> Conditions:
    return tuple(condition for condition in name.conditions if condition not in _WHOLE)


def _rank(change: FigureChange) -> Rank:
    """The kind of figure, the length of its code, how many conditions it has."""
    name = _figure(change)
    if name is None:
        return (len(_ORDER) + 1, 0, 0)
    conditions = _narrowing(name)
    dimensions = tuple(dimension for dimension, _ in conditions)
    rank = _RANKS.get((name.measure, dimensions), len(_ORDER))
    length = len(conditions[0][1]) if dimensions == ("功能",) else 0
    return (rank, length, len(name.conditions))


def _figure(change: FigureChange) -> FigureId | None:
    """The figure, or None for the path of a fact."""
    found = parsed(change.name)
    return found if found and "." not in found.measure else None


def _size(change: FigureChange) -> Fraction:
    """How much it moved; nothing where nobody knows."""
    return abs(Fraction(change.delta or 0))


def _names(change: FigureChange) -> tuple[str, ...]:
    return (*change.old.names, *change.new.names)
