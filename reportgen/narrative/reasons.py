"""Reasons and purposes (原因, 用途): the one that is most specific among those that cover a figure."""

from collections.abc import Iterable

from reportgen.budget import Budget
from reportgen.budget.models import Said
from reportgen.figure import FigureId


def reason_for(budget: Budget, names: Iterable[FigureId], base: str, of: str = "") -> Said | None:
    """The reason stated for any of the figures' changes against a base, the most specific first.

    `of`: only a reason that is stated of a member of this dimension.
    """
    covering = [
        (_specific(key), said)
        for name in names
        for key, said in budget.reasons.items()
        if key.base in ("", base) and covers(budget, key, name) and (not of or key.member(of))
    ]
    return max(covering, key=lambda found: found[0])[1] if covering else None


def covers(budget: Budget, key: FigureId, name: FigureId) -> bool:
    """Whether what is said of `key` holds for `name`: the same measure, and name is a part of it."""
    below, own = budget.vocabulary.below, dict(name.conditions)
    return key.measure == name.measure and all(d in own and below(d, own[d], m) for d, m in key.conditions)


def _specific(key: FigureId) -> tuple[int, int, bool]:
    return (len(key.conditions), sum(len(member) for _, member in key.conditions), bool(key.base))
