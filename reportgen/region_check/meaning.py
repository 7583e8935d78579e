"""Whether two figure names mean the same (数名的异同): decided by the lines of the budget that they select.

The reader has the same members for every region, a budget those of its region. Each member of the region is read as if
it were a label, which gives its counterpart among the reader's members.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from reportgen.budget import Book, UnknownAmount
from reportgen.diagnostics import ReportgenError
from reportgen.figure import Conditions, FigureId
from reportgen.figures import Figures
from reportgen.figures.derived import rest_operands
from reportgen.reading.meanings import Meanings
from reportgen.reading.terms import ALL_SPENT, THIS_YEAR, conditions_of
from reportgen.vocabulary import NOT_APPLICABLE

# Members of the reader that a region may lack, because they are all it has.
_WHOLE = {THIS_YEAR, ALL_SPENT, ("资金", "财政拨款")}
_OTHER_FUNDS = ("资金", "其他资金")  # everything but 财政拨款
# Dimension → dimensions that the reader leaves out because it implies them.
_IMPLIED = {
    "项目": ("性质", "功能", "项目类别", "子项目"),
    "项目类别": ("性质",),
    "功能": ("性质",),
    "经济": ("性质",),
}

_ITEMS = {"功能", "性质", "项目类别"}
_COUNTED = ("个数", "合计")
_OWN_LINES = ("其余", *_COUNTED)  # kinds of figures that select only some lines of their amount

Selection = frozenset[tuple[str, int]]


class SelectedLines:
    """The budget lines that figure names select, for comparing names."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.budget, self.vocabulary = figures, figures.budget, figures.vocabulary
        self._meanings = Meanings(figures.budget, figures.names)
        self._selected: dict[tuple[str, FigureId, tuple[str, ...]], Selection | None] = {}
        self._alike: dict[tuple[FigureId, FigureId], bool | None] = {}

    def same(self, guess: FigureId, carried: FigureId, by_item: bool = False) -> bool | None:
        """Return whether words and number mean the same lines, in this year and in the base; None if that is open.

        Args:
            by_item: the number stands in a table of items; there, revenue by item means its expenditure.
        """
        judged = (self.alike(name, carried) for name in self._own_names(guess, carried, by_item))
        known = [same for same in judged if same is not None]
        return any(known) if known else None

    def overlap(self, one: FigureId, other: FigureId) -> bool:
        """Return whether two names have lines in common."""
        lines, others = self._selection(one, one.base, other), self._selection(other, other.base, one)
        return bool(lines and others and lines & others)

    def lies_in(self, carried: FigureId, guess: FigureId, by_item: bool) -> bool:
        """Return whether the number is part of what the words mean."""
        return any(
            name.measure == carried.measure and self.within(carried, *name.conditions)
            for name in self._own_names(guess, carried, by_item)
        )

    def alike(self, one: FigureId, other: FigureId) -> bool | None:
        """Return whether two names of this budget select the same lines; None if the lines leave that open."""
        if (one, other) not in self._alike:
            self._alike[one, other] = self._judged(one, other)
        return self._alike[one, other]

    def _judged(self, one: FigureId, other: FigureId) -> bool | None:
        known = [first == second for first, second in self._selections(one, other, other.base)]
        return all(known) if known else None

    def _selections(self, one: FigureId, other: FigureId, base: str) -> Iterator[tuple[Selection, Selection]]:
        """Yield the lines that each of two names selects, of this year and of the base; none where one is unknown."""
        for book in dict.fromkeys(("", base)):
            first, second = self._selection(one, book, other), self._selection(other, book, one)
            if first is not None and second is not None:
                yield first, second

    def within(self, carried: FigureId, *conditions: tuple[str, str]) -> bool | None:
        """Return whether all lines of the number are of these members; None if that is open."""
        if not {d for d, _ in conditions} <= set(self.vocabulary.measures[carried.measure].dimensions):
            return False
        selections = self._selections(carried, FigureId(carried.measure, conditions), carried.base)
        known = [part <= whole if part else self._may_be(carried, conditions) for part, whole in selections]
        return all(known) if known else None

    def _may_be(self, carried: FigureId, conditions: Conditions) -> bool:
        """Whether a figure without lines may be of these members, by its name."""
        own = dict(carried.conditions)
        return all(d not in own or self.vocabulary.below(d, own[d], m) for d, m in conditions)

    def other_funds(self, said: tuple[str, str], carried: FigureId) -> bool | None:
        """Return whether the number is everything but 财政拨款, if the words say 其他资金; else None."""
        return self.alike(carried.amount.where(said), carried) if said == _OTHER_FUNDS else None

    def member(self, dimension: str, member: str) -> str | None:
        """Return the region's member for one of the reader's; None if it has none."""
        return self._meanings.members.region_member(dimension, member)

    def _selection(self, name: FigureId, base: str, other: FigureId | None = None) -> Selection | None:
        """Return the lines of a book that a name (of a derived figure, its amount) selects; None if that is open.

        `other`: the name to compare with; if a figure is taken apart in two ways, that which fits `other` counts.
        """
        book = self.budget.books.get(base)
        more = other.conditions if other and book and name.measure in book.breakdowns else ()
        beside = tuple(d for d, _ in more if not name.member(d))
        key = (base, name._replace(base="", derived=name.derived if name.derived in _OWN_LINES else ""), beside)
        if key not in self._selected:
            self._selected[key] = self._select(*key)
        return self._selected[key]

    def _select(self, base: str, name: FigureId, beside: tuple[str, ...]) -> Selection | None:
        book = self.budget.books.get(base)
        if book is None or name.measure not in self.vocabulary.measures:
            return None
        found = self._lines(book, name.amount, beside)
        if name.derived == "其余" and found is not None:
            without = self._lines(book, rest_operands(name)[1])
            return None if without is None else found - without
        if name.derived in _COUNTED and found:
            return found & self._stating(book, name.measure, name.argument.partition("≥")[0])
        return found

    def _stating(self, book: Book, measure: str, dimension: str) -> Selection:
        """Return the lines that state the dimension; only these say, for instance, how many projects there are."""
        lines, stated = book.lines.get(measure, ()), dimension.split(".")[0]
        return frozenset((measure, id(ln)) for ln in lines if ln.dims.get(stated, NOT_APPLICABLE) != NOT_APPLICABLE)

    def _lines(self, book: Book, name: FigureId, beside: tuple[str, ...] = ()) -> Selection | None:
        others = tuple(c for c in name.conditions if c != _OTHER_FUNDS)
        if others != name.conditions:
            whole = self._lines(book, FigureId(name.measure, others))
            grants = self._lines(book, FigureId(name.measure, others).where(("资金", self._grants)))
            return None if whole is None or grants is None else whole - grants
        try:
            canonical = self.figures.names.canonical(name)
        except ReportgenError:
            return None
        if canonical in book.stated:
            return frozenset({(str(canonical), -1)})
        try:
            lines = book.select_by(name.measure, name.conditions, beside)
            return None if lines is None else frozenset((name.measure, id(line)) for line in lines)
        except UnknownAmount:
            return None

    @property
    def _grants(self) -> str:
        return self.member("资金", "财政拨款") or "财政拨款"

    def _own_names(self, guess: FigureId, carried: FigureId, by_item: bool) -> Iterator[FigureId]:
        """Yield the names that the region may have for what the words mean."""
        if moved := self._moved(guess):
            yield from self._own_names(moved, carried, by_item)
        translated = self._translated(guess)
        if translated is None:
            return
        name = FigureId(guess.measure, translated)
        yield name
        if guess.measure == "收入" and (by_item or _ITEMS & dict(translated).keys()):
            yield name._replace(measure="支出")
        yield from self._with_implied(name, carried)

    def _with_implied(self, name: FigureId, carried: FigureId) -> Iterator[FigureId]:
        """Yield the name with those conditions of the number's name that the reader leaves out as implied, if any."""
        said = dict(name.conditions)
        follows = {d for condition in said for d in _IMPLIED.get(condition, ())} - said.keys()
        added = tuple((d, m) for d, m in carried.conditions if d in follows and self._follows(m, said))
        if added and not self._is_emptied(name, name.where(*added)):
            yield name.where(*added)

    def _is_emptied(self, name: FigureId, other: FigureId) -> bool:
        """Whether the added conditions leave no lines: 项目类别 implies 性质, but never 基本支出."""
        return bool(self._selection(name, "")) and self._selection(other, "") == frozenset()

    def _follows(self, member: str, said: Mapping[str, str]) -> bool:
        """Whether the member is implied: an item implies only that it is this year's, a project implies more."""
        return bool(said.keys() & {"项目", "项目类别"}) or conditions_of(member) == {"性质": "本年支出"}

    def _moved(self, guess: FigureId) -> FigureId | None:
        """Return the name with a member of another dimension: the fund 部门结余结转资金 may be a year in the region."""
        stated = frozenset(guess.conditions)
        fitting = [(said, own) for said, own in self._elsewhere.items() if said <= stated]
        if not fitting:
            return None
        said, own = max(fitting, key=lambda one: len(one[0]))
        rest = tuple(stated - said)
        return None if own[0] in dict(rest) else FigureId(guess.measure, tuple(sorted((*rest, own))))

    @cached_property
    def _elsewhere(self) -> dict[frozenset[tuple[str, str]], tuple[str, str]]:
        """The region's members that the reader takes for something else, by the conditions it takes them for."""
        every = ((d, m, conditions_of(m)) for d, tree in self.vocabulary.trees.items() for m in tree)
        return {frozenset(said.items()): (d, m) for d, m, said in every if said and [*said] != [d]}

    def _translated(self, guess: FigureId) -> Conditions | None:
        if guess.measure not in self.vocabulary.measures:
            return None
        found: dict[str, str] = {}
        for dimension, member in guess.conditions:
            own = member if (dimension, member) == _OTHER_FUNDS else self.member(dimension, member)
            if own is None and (dimension, member) not in _WHOLE:
                return None
            if own is not None:
                found[dimension] = own
        known = (*self.vocabulary.measures[guess.measure].dimensions,)
        if any(d not in known for d in found) and guess.measure != "收入":
            return None
        return tuple(sorted(found.items()))
