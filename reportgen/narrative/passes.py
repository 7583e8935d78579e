"""Filling in a document twice (两遍), the second time only where a word is named that has another value by then.

What each use of a template gives is kept, in the order in which they begin: what it includes comes behind it.
"""

from collections.abc import Callable
from typing import Any

from reportgen.records import dataclass
from reportgen.tuples import NamedTuple


class _Given(NamedTuple):
    """What one use of a template gave.

    Attributes:
        state: how far everything had got behind it; after: the number of the first use that does not stand within it.
        differs: it, or one that it includes, names the word.
    """

    template: str
    pieces: list[Any]
    state: Any
    after: int
    differs: bool


@dataclass
class Passes:
    """Watches the templates of one document.

    Attributes:
        names: whether the template of that name names the word, and whether it includes others.
        state: returns what filters have counted and told; go_to: goes on from there.
    """

    names: Callable[[str], tuple[bool, bool]]
    state: Callable[[], Any]
    go_to: Callable[[Any], None]

    def __post_init__(self) -> None:
        self._given: list[_Given | None] = []
        self._next: int | None = None  # in the second pass
        self._all_differs = False

    def begin_anew(self) -> None:
        """Begin the second pass."""
        self._next = 0

    def pieces(self, template: str, fill: Callable[[], list[Any]]) -> list[Any]:
        """Return the pieces of a template, those of the first pass where they are the same; `fill` makes them."""
        if self._next is None:
            return self._first(template, fill)
        given = self._given[self._next] if self._next < len(self._given) else None
        if self._all_differs or given is None or given.template != template:
            return fill()
        if given.differs:
            self._next += 1
            return fill()
        self._next = given.after
        self.go_to(given.state)
        return given.pieces

    def _first(self, template: str, fill: Callable[[], list[Any]]) -> list[Any]:
        """Return the pieces, and keep them. One that names the word may let it decide what it includes, and how."""
        at = len(self._given)
        self._given.append(None)
        pieces = fill()
        differs, includes = self.names(template)
        self._all_differs = self._all_differs or (differs and includes)
        within = (given.differs for given in self._given[at + 1 :] if given)
        self._given[at] = _Given(template, pieces, self.state(), len(self._given), differs or any(within))
        return pieces
