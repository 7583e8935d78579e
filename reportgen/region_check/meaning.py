"""What two figure names have to do with each other (数名的异同): decided by the lines that they select.

The reader's members are the same for every region, those of a budget are its region's: each of the region's members is
read as a label would be, and so finds its counterpart.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from reportgen.budget import Book, UnknownAmount
from reportgen.diagnostics import ReportgenError
from reportgen.figure import Conditions, FigureId
from reportgen.figures import Figures
from reportgen.figures.derived.composition import rest_operands
from reportgen.reading.meanings import Meanings
from reportgen.reading.terms import conditions_of
from reportgen.vocabulary import NOT_APPLICABLE

# What a region's vocabulary may have no member for, because there it is the whole.
_WHOLE = {("资金", "本年收入"), ("性质", "本年支出"), ("资金", "财政拨款")}
_OTHER_FUNDS = ("资金", "其他资金")  # what is not 财政拨款
# What the reader leaves out because another condition implies it.
_IMPLIED = {
    "项目": ("性质", "功能", "项目类别", "子项目"),
    "项目类别": ("性质",),
    "功能": ("性质",),
    "经济": ("性质",),
}

_ITEMS = {"功能", "性质", "项目类别"}
_COUNTED = ("个数", "合计")
_OWN_LINES = ("其余", *_COUNTED)  # kinds of figures that are not made of all lines of their amount

Selection = frozenset[tuple[str, int]]


class SelectedLines:
    """The lines behind names of one budget."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.budget, self.vocabulary = figures, figures.budget, figures.vocabulary
        self._meanings = Meanings(figures.budget, figures.names)
        self._selected: dict[tuple[str, FigureId], Selection | None] = {}
        self._alike: dict[tuple[FigureId, FigureId], bool | None] = {}

    def same(self, guess: FigureId, carried: FigureId, by_item: bool = False) -> bool | None:
        """Whether words and number mean the same lines, in this year and the base; None: that cannot be told.

        Args:
            by_item: whether it stands in a table of items: revenue by item is what is spent of it.
        """
        names = self.own_names(guess, carried, by_item)
        told = [one for name in names if (one := self.alike(name, carried)) is not None]
        return any(told) if told else None

    def overlap(self, one: FigureId, other: FigureId) -> bool:
        """Whether two names have lines in common."""
        lines = [self.selection(name, name.base) for name in (one, other)]
        return bool(lines[0] and lines[1] and lines[0] & lines[1])

    def lies_in(self, carried: FigureId, guess: FigureId, by_item: bool) -> bool:
        """Whether the number is part of what the words mean."""
        return any(
            name.measure == carried.measure and self.within(carried, *name.conditions)
            for name in self.own_names(guess, carried, by_item)
        )

    def alike(self, one: FigureId, other: FigureId) -> bool | None:
        """Whether two names of this budget select the same lines; None where lines leave it open."""
        if (one, other) not in self._alike:
            self._alike[one, other] = self._judged(one, other)
        return self._alike[one, other]

    def _judged(self, one: FigureId, other: FigureId) -> bool | None:
        told = []
        for base in dict.fromkeys(("", other.base)):
            first, second = (self.selection(name, base) for name in (one, other))
            if first is not None and second is not None:
                told.append(first == second)
        return all(told) if told else None

    def within(self, carried: FigureId, *conditions: tuple[str, str]) -> bool | None:
        """Whether all that the number stands for is of these members; None: that cannot be told."""
        if not {d for d, _ in conditions} <= set(self.vocabulary.measures[carried.measure].dimensions):
            return False
        told = []
        for base in dict.fromkeys(("", carried.base)):
            part, whole = (self.selection(name, base) for name in (carried, FigureId(carried.measure, conditions)))
            if part is not None and whole is not None:
                told.append(part <= whole if part else self._may_be(carried, conditions))
        return all(told) if told else None

    def _may_be(self, carried: FigureId, conditions: Conditions) -> bool:
        """Whether a figure without lines is of these members, as far as its name says it."""
        own = dict(carried.conditions)
        return all(d not in own or self.vocabulary.below(d, own[d], m) for d, m in conditions)

    def other_funds(self, said: tuple[str, str], carried: FigureId) -> bool | None:
        """Where the words say 其他资金, whether the number is what is left without 财政拨款."""
        return self.alike(carried.amount.where(said), carried) if said == _OTHER_FUNDS else None

    def member(self, dimension: str, member: str) -> str | None:
        """The region's member for the reader's; None where it has none."""
        return self._meanings.members.own(dimension, member)

    def selection(self, name: FigureId, base: str) -> Selection | None:
        """The lines of a book that a name stands for, those of its amount where it is derived; None: left open."""
        key = (base, name._replace(base="", derived=name.derived if name.derived in _OWN_LINES else ""))
        if key not in self._selected:
            self._selected[key] = self._select(*key)
        return self._selected[key]

    def _select(self, base: str, name: FigureId) -> Selection | None:
        book = self.budget.books.get(base)
        if book is None or name.measure not in self.vocabulary.measures:
            return None
        found = self._lines(book, name.amount)
        if name.derived == "其余" and found is not None:
            without = self._lines(book, rest_operands(name)[1])
            return None if without is None else found - without
        if name.derived in _COUNTED and found:
            return found & self._stating(book, name.measure, name.argument.partition("≥")[0])
        return found

    def _stating(self, book: Book, measure: str, dimension: str) -> Selection:
        """The lines that state the dimension: how many projects there are, no other line says."""
        lines, stated = book.lines.get(measure, ()), dimension.split(".")[0]
        return frozenset((measure, id(ln)) for ln in lines if ln.dims.get(stated, NOT_APPLICABLE) != NOT_APPLICABLE)

    def _lines(self, book: Book, name: FigureId) -> Selection | None:
        others = tuple(c for c in name.conditions if c != _OTHER_FUNDS)
        if others != name.conditions:
            whole = self._lines(book, FigureId(name.measure, others))
            grants = self._lines(book, FigureId(name.measure, others).where(("资金", self._grants)))
            return None if whole is None or grants is None else whole - grants
        try:
            canonical = self.figures.names.canonical(name)
        except ReportgenError:
            return None
        if canonical in book.named:
            return frozenset({(str(canonical), -1)})
        ledger = book.ledgers.get(name.measure)
        try:
            return frozenset((name.measure, id(line)) for line in ledger.select(name.conditions)) if ledger else None
        except UnknownAmount:
            return None

    @property
    def _grants(self) -> str:
        return self.member("资金", "财政拨款") or "财政拨款"

    def own_names(self, guess: FigureId, carried: FigureId, by_item: bool) -> Iterator[FigureId]:
        """How the region may call what the words mean."""
        if moved := self._moved(guess):
            yield from self.own_names(moved, carried, by_item)
        translated = self._translated(guess)
        if translated is None:
            return
        name = FigureId(guess.measure, translated)
        yield name
        if guess.measure == "收入" and (by_item or _ITEMS & dict(translated).keys()):
            yield name._replace(measure="支出")
        yield from self._with_implied(name, carried)

    def _with_implied(self, name: FigureId, carried: FigureId) -> Iterator[FigureId]:
        """The name with what its reader left out because it follows, as the number's own name says it."""
        said = dict(name.conditions)
        follows = {d for condition in said for d in _IMPLIED.get(condition, ())} - said.keys()
        added = tuple((d, m) for d, m in carried.conditions if d in follows and self._follows(m, said))
        if added and not self._is_emptied(name, name.where(*added)):
            yield name.where(*added)

    def _is_emptied(self, name: FigureId, other: FigureId) -> bool:
        """Whether there is nothing of it with the conditions: 项目类别 implies 性质, not that it is 基本支出."""
        return bool(self.selection(name, "")) and self.selection(other, "") == frozenset()

    def _follows(self, member: str, said: Mapping[str, str]) -> bool:
        """An item implies that it is of this year's expenditure, and no kind of it; a project implies more."""
        return bool(said.keys() & {"项目", "项目类别"}) or conditions_of(member) == {"性质": "本年支出"}

    def _moved(self, guess: FigureId) -> FigureId | None:
        """The words with the region's one member for them that cuts another way: a fund 部门结余结转资金 is a year."""
        stated = frozenset(guess.conditions)
        fitting = [(said, own) for said, own in self._elsewhere.items() if said <= stated]
        if not fitting:
            return None
        said, own = max(fitting, key=lambda one: len(one[0]))
        rest = tuple(stated - said)
        return None if own[0] in dict(rest) else FigureId(guess.measure, tuple(sorted((*rest, own))))

    @cached_property
    def _elsewhere(self) -> dict[frozenset[tuple[str, str]], tuple[str, str]]:
        """The region's members that the reader takes for more than, or other than, one of their dimension, by what."""
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
