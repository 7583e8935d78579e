"""What two budget files tell beyond their documents (数、改名、原因): nothing where one side is no budget file."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from reportgen.diff.figures import FigureChange
from reportgen.diff.importance import most_important_first
from reportgen.diff.renamed import Renaming
from reportgen.diff.result import Differences


class Told(NamedTuple):
    """Figures by name, the most important first; members under two names; reasons that read otherwise."""

    figures: tuple[FigureChange, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    reasons: tuple[Any, ...] = ()

    @property
    def plain_figures(self) -> tuple[FigureChange, ...]:
        """Those that do not merely follow from others."""
        return tuple(one for one in self.figures if not one.derived)


def told(differences: Differences) -> Told:
    """What the comparison has of them."""
    figures: Iterable[FigureChange] = getattr(differences, "figures", ())
    return Told(
        most_important_first(figures),
        tuple(getattr(differences, "renamings", ())),
        tuple(getattr(differences, "reasons", ())),
    )
