"""Where a region asks for each number that it prints (数的出处): kept only when its author wants to know.

An ordinary build keeps none of it: the document tree knows figures by name, not the templates that asked for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportgen.diagnostics import Location
from reportgen.document import Figure, Run, Runs


@dataclass(frozen=True, slots=True)
class Asked:
    """What asked for one printed number.

    Attributes:
        places: the slot of a template, or column and row of a table; the first is the one to edit.
        nth: which of the slots that begin on its line, from 0; of a column 0.
        before, after: what the same slot printed around the number, such as the verb of a change and a unit.
    """

    places: tuple[Location, ...]
    nth: int = 0
    before: str = ""
    after: str = ""


class Recorder:
    """Remembers it by the very run that stands in the tree, so that equal numbers stay apart."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Run, Asked | None]] = {}

    def keep(self, runs: Runs, places: Iterable[Location | None], nth: int = 0) -> Runs:
        """The runs as they go into the tree, each number with what asked for it."""
        at = tuple(place for place in places if place)
        texts = [run.text for run in runs]
        return tuple(self._kept_run(run, Asked(at, nth, *_around(texts, i))) for i, run in enumerate(runs))

    def leave(self, run: Run) -> Run:
        """A number in the officer's own words: no template asked for it."""
        self._kept[id(run)] = (run, None)
        return run

    def of(self, figure: Figure) -> Asked | None:
        """What asked for the number; None where no template did."""
        return self._kept.get(id(figure), (figure, None))[1]

    def _kept_run(self, run: Run, asked: Asked) -> Run:
        if not isinstance(run, Figure) or id(run) in self._kept:
            return run
        own = replace(run)  # a value that is printed twice is two numbers
        self._kept[id(own)] = (own, asked)
        return own


def _around(texts: list[str], i: int) -> tuple[str, str]:
    return "".join(texts[:i]), "".join(texts[i + 1 :])
