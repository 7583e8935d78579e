"""Reasons (原因): the one that is most specific among those that cover a figure, by what the names mean.

What is said of 支出[功能=20805] holds for 支出[功能=2080505] as well, unless that has a reason of its own.
"""

from collections.abc import Iterable

from reportgen.budget.models import Said
from reportgen.diagnostics import ReportgenError
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.vocabulary import Vocabulary


def reason_for(figures: Figures, names: Iterable[FigureId], base: str, of: str = "") -> Said | None:
    """The reason stated for any of the figures' changes against a base, the most specific first.

    `of`: only a reason that is stated of a member of this dimension.
    """
    wanted, vocabulary = [figures.names.completed(name) for name in names], figures.vocabulary
    stated = [
        (key, said)
        for written, said in figures.budget.reasons.items()
        if written.base in ("", base) and (not of or written.member(of)) and (key := _completed(written, figures))
    ]
    covering = [pair for pair in stated if any(covers(vocabulary, pair[0], name) for name in wanted)]
    return max(covering, key=lambda pair: _specific(vocabulary, pair[0]))[1] if covering else None


def covers(vocabulary: Vocabulary, key: FigureId, name: FigureId) -> bool:
    """Whether what is said of `key` holds for `name`: the same measure, and name is a part of it."""
    own = dict(name.conditions)
    return key.measure == name.measure and all(d in own and vocabulary.below(d, own[d], m) for d, m in key.conditions)


def _completed(key: FigureId, figures: Figures) -> FigureId | None:
    """The name with what follows from it; None of a figure that there is not, which is told elsewhere."""
    try:
        return figures.names.completed(key)
    except ReportgenError:
        return None


def _specific(vocabulary: Vocabulary, key: FigureId) -> tuple[int, int, bool]:
    """Larger for a part than for its whole: it has more conditions, or members further down, never a longer name."""
    depth = sum(len(vocabulary.upward(dimension, member)) for dimension, member in key.conditions)
    return len(key.conditions), depth, bool(key.base)
