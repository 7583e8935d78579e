"""Where a region asks for each number that it prints (数的出处): recorded only when its author wants to know.

An ordinary build records none of it: the document tree knows figures by name, not the templates that asked for them.
"""

from collections.abc import Iterable

from reportgen.diagnostics import Location
from reportgen.document import Figure, Run, Runs
from reportgen.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Asked:
    """What asked for one printed number.

    Attributes:
        places: the slot of a template, or column and row of a table; the first is the one to edit.
        nth: the index of the slot among those that begin on its line; 0 for a column.
        before, after: what the same slot prints around the number, such as the verb of a change or a unit.
    """

    places: tuple[Location, ...]
    nth: int = 0
    before: str = ""
    after: str = ""


class Recorder:
    """Remembers what asked for each number, by the identity of the run in the tree: equal numbers stay apart."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Run, Asked | None]] = {}

    def recorded(self, runs: Runs, places: Iterable[Location | None], nth: int = 0) -> Runs:
        """Return the runs as they go into the tree, with what asked for each number recorded."""
        at = tuple(place for place in places if place)
        texts = [run.text for run in runs]
        around = (("".join(texts[:i]), "".join(texts[i + 1 :])) for i in range(len(texts)))
        return tuple(self._kept_run(run, Asked(at, nth, *words)) for run, words in zip(runs, around, strict=True))

    def keep_typed(self, run: Run) -> Run:
        """Record that no template asked for a number: it stands in the officer's own words."""
        self._kept[id(run)] = (run, None)
        return run

    def of(self, figure: Figure) -> Asked | None:
        """Return what asked for the number; None where no template did."""
        return self._kept.get(id(figure), (figure, None))[1]

    def _kept_run(self, run: Run, asked: Asked) -> Run:
        if not isinstance(run, Figure) or id(run) in self._kept:
            return run
        own = replace(run)  # a copy: a value that is printed twice is two numbers
        self._kept[id(own)] = (own, asked)
        return own
