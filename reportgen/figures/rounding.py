"""Notes on rounding (尾差): printed parts that do not add up to their printed total, though the exact ones do.

Every figure is rounded once from its exact value, so a column or a list of shares may miss its total by a last digit.
Then the table or sentence carries a note; nothing is ever forced.

Names tell which printed figure is part of which: 支出[功能=20805 性质=基本支出] is part of 支出[功能=208], because each
condition of the whole holds for the part. Figures of one shape (the same dimensions at the same levels) are parts of
figures of another shape in the same way. So shapes are compared, of which a table has few, and each figure is looked up
once for every shape above its own.
Source: the field's practice, “部分合计数因四舍五入存在尾差”.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reportgen.document import Figure
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.figures.derived import share
from reportgen.figures.derived.rest import operands
from reportgen.figures.engine import Figures
from reportgen.figures.names import Names
from reportgen.quantity import parse_number
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

Path = tuple[str, ...]  # a member and all above it, the widest first
Levels = tuple[tuple[str, int], ...]  # dimension -> how far down its member is


class PrintedFigure(NamedTuple):
    """A printed figure: its name, its exact value, and what it reads, in the unit in which it prints."""

    name: FigureId
    exact: Decimal
    shown: Decimal


@dataclass(slots=True)
class Family:
    """A printed whole, and the sums of its printed parts."""

    whole: PrintedFigure
    exact: Decimal = Decimal(0)
    shown: Decimal = Decimal(0)

    def add(self, part: PrintedFigure) -> None:
        """One more part."""
        self.exact += part.exact
        self.shown += part.shown

    @property
    def misses(self) -> bool:
        """Whether the exact parts make up the whole and the printed ones do not."""
        return self.exact == self.whole.exact and self.shown != self.whole.shown


class _Shape(NamedTuple):
    """What figures that lie alike have in common; `written`: the dimensions that their names say themselves."""

    of: tuple[str, str, str, str]  # measure, base, kind of derived figure, argument
    levels: Levels
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Above:
    """A shape above another, and along which dimensions one goes up to it.

    Attributes:
        said: whether the names alone say so; wider: which of those above are above this one in turn.
    """

    shape: _Shape
    step: frozenset[str]
    said: bool
    wider: tuple[int, ...]


def families(printed: Iterable[PrintedFigure], names: Names) -> Iterator[Family]:
    """The families of the printed figures.

    Of a whole: the nearest parts along the same dimensions, and the nearest parts of all kinds together (本年收入,
    使用结余 and 上年结转 make up 收入, each along another dimension).
    """
    there = PrintedFigures(printed, names)
    found: dict[tuple[int, frozenset[str] | None], Family] = {}
    for part, step, whole in there.parts():
        family = found.get((id(whole), step))
        if family is None:
            family = found[id(whole), step] = Family(whole)
        family.add(part)
    yield from found.values()
    yield from there.with_rest()


class PrintedFigures:
    """The printed figures by shape and members, each figure once."""

    def __init__(self, printed: Iterable[PrintedFigure], names: Names) -> None:
        self.names = names
        self._ruled: dict[tuple[str, ...], Conditions] = {}
        self.lines: dict[_Shape, dict[tuple[str, ...], tuple[list[Path], PrintedFigure]]] = {}
        paths: dict[tuple[str, str], Path] = {}
        there: set[FigureId] = set()
        for one in printed:
            name = names.with_implied(one.name)
            if name in there:
                continue
            there.add(name)
            known = (*name.conditions, *self._left(name))
            ways = [paths.get(c) or paths.setdefault(c, names.vocabulary.upward(*c)[::-1]) for c in known]
            levels = tuple([(c[0], len(way)) for c, way in zip(known, ways, strict=True)])
            of = (name.measure, name.base, name.derived, name.argument)
            shape = _Shape(of, levels, tuple([d for d, _ in one.name.conditions]))
            self.lines.setdefault(shape, {})[tuple([m for _, m in known])] = (ways, one)

    def _left(self, name: FigureId) -> Conditions:
        """Of what a figure must be by 隐含: what has a 功能 is no 结转下年, so it is 本年支出."""
        told = (name.measure, *(dimension for dimension, member in name.conditions if member != NOT_APPLICABLE))
        found = self._ruled.get(told)
        if found is None:
            dimensions = self.names.vocabulary.measures[name.measure].dimensions
            ruled = left(self.names.vocabulary, told[1:])
            said = {dimension for dimension, _ in name.conditions}
            found = tuple((d, member) for d, member in ruled if d in dimensions and d not in said)
            self._ruled[told] = found
        return found

    def parts(self) -> Iterator[tuple[PrintedFigure, frozenset[str] | None, PrintedFigure]]:
        """Each part with its whole along a step, and (None) with each whole that has nothing printed between."""
        for shape, lines in self.lines.items():
            above = _above(shape, self.lines)
            places = [_places(shape, up.shape) for up in above]
            pairs = list(zip(above, places, strict=True))
            for ways, part in lines.values() if above else ():
                if part.exact or part.shown:
                    yield from self._of(part, ways, pairs)

    def _of(
        self, part: PrintedFigure, ways: list[Path], above: list[tuple[_Above, list[tuple[int, int]]]]
    ) -> Iterator[tuple[PrintedFigure, frozenset[str] | None, PrintedFigure]]:
        passed: set[int] = set()
        steps: set[tuple[frozenset[str], bool]] = set()
        for i, (up, places) in enumerate(above):
            step = (up.step, up.said)
            if i in passed and step in steps:
                continue
            found = self.lines[up.shape].get(tuple([ways[at][level] for at, level in places]))
            if found is None:
                continue
            if step not in steps:
                steps.add(step)
                yield part, up.step, found[1]
            if i not in passed:
                passed.update(up.wider)
                yield part, None, found[1]

    def with_rest(self) -> Iterator[Family]:
        """What is left of a figure (其余) beside the part that was taken off it."""
        rests = [one for shape, lines in self.lines.items() if shape.of[2] == "其余" for _, one in lines.values()]
        plain = (one for shape, lines in self.lines.items() if not shape.of[2] for _, one in lines.values())
        there = {self.names.canonical(one.name): one for one in plain} if rests else {}
        for rest in rests:
            whole, part = (there.get(self.names.canonical(name)) for name in operands(rest.name))
            if whole and part:
                yield Family(whole, rest.exact + part.exact, rest.shown + part.shown)


def left(vocabulary: Vocabulary, dimensions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The members that a line with members of these dimensions can only be of, as far as 隐含 tells."""
    told, gone = set(dimensions), dict[str, list[str]]()
    for rule in vocabulary.implications:
        if any(rule.implied.get(dimension) == NOT_APPLICABLE for dimension in told):
            gone.setdefault(rule.dimension, []).append(rule.member)
    for dimension, members in gone.items():
        there = [
            vocabulary.upward(dimension, leaf)
            for leaf in vocabulary.leaves(dimension)
            if not any(vocabulary.below(dimension, leaf, member) for member in members)
        ]
        common = next((member for member in there[0] if all(member in path for path in there)), "") if there else ""
        if common:
            yield dimension, common


def _above(shape: _Shape, shapes: Iterable[_Shape]) -> list[_Above]:
    """The shapes above one, the nearest first."""
    wider = [other for other in shapes if _is_above(other, shape)]
    wider.sort(key=lambda other: (len(other.levels), sum(level for _, level in other.levels)), reverse=True)
    return [
        _Above(
            up,
            _step(shape, up),
            set(up.written) <= set(shape.written),
            tuple(i for i, other in enumerate(wider) if _is_above(other, up)),
        )
        for up in wider
    ]


def _is_above(top: _Shape, shape: _Shape) -> bool:
    own = dict(shape.levels)
    higher = all(level <= own.get(dimension, 0) for dimension, level in top.levels)
    return higher and top.of == shape.of and top.levels != shape.levels


def _step(shape: _Shape, up: _Shape) -> frozenset[str]:
    own, its = dict(shape.levels), dict(up.levels)
    return frozenset(dimension for dimension in shape.written if its.get(dimension) != own[dimension])


def _places(shape: _Shape, up: _Shape) -> list[tuple[int, int]]:
    """Where a figure of this shape finds the members of the one above: which of its paths, and which step of that."""
    at = {dimension: i for i, (dimension, _) in enumerate(shape.levels)}
    return [(at[dimension], level - 1) for dimension, level in up.levels]


_LINEAR = ("", "其余")  # what adds up as the amounts do


def has_tail(printed: Iterable[Figure], figures: Figures) -> bool:
    """Whether amounts or shares among the printed figures miss a total that is printed with them."""
    shown = list(printed)
    if not any(_rounded(figure) for figure in shown):
        return False
    known = [one for one in dict.fromkeys(_read(shown)) if one.name.measure in figures.vocabulary.measures]
    amounts = [one for one in known if one.name.derived in _LINEAR]
    shares = [one for one in known if one.name.derived == "占比"]
    return any(found.misses for found in families(amounts, figures.names)) or _shares_miss(shares, amounts, figures)


def _rounded(figure: Figure) -> bool:
    """Whether printing lost digits: then 1,064.25 and 1,064.3 do not have the same ones."""
    number = parse_number(figure.text) if figure.value else None
    return number is not None and _digits(number) != _digits(Decimal(figure.value))


def _digits(number: Decimal) -> tuple[int, ...]:
    return number.normalize().as_tuple().digits


def _read(printed: Sequence[Figure]) -> Iterator[PrintedFigure]:
    for figure in printed:
        number = parse_number(figure.text)
        name = parsed(figure.name) if number is not None else None
        if number is not None and name is not None:
            yield PrintedFigure(name, Decimal(figure.value), number)


def _shares_miss(shares: Sequence[PrintedFigure], amounts: Sequence[PrintedFigure], figures: Figures) -> bool:
    """Shares of one whole that are all of it: whether they, or the amounts beside them, miss the whole."""
    wholes: dict[FigureId, list[PrintedFigure]] = {}
    for one in shares:
        _, whole = share.operands(one.name)
        wholes.setdefault(figures.names.canonical(whole), []).append(one)
    shown = {figures.names.canonical(one.name): one.shown for one in amounts}
    return any(_list_misses(whole, parts, shown, figures) for whole, parts in wholes.items())


def _list_misses(
    whole: FigureId, parts: Sequence[PrintedFigure], shown: dict[FigureId, Decimal], figures: Figures
) -> bool:
    names = [figures.names.canonical(part.name.stated) for part in parts]
    if figures.number(whole) != sum(figures.number(name) for name in names):
        return False
    if sum(part.shown for part in parts) != 100:
        return True
    together = [shown.get(name) for name in (whole, *names)]
    return None not in together and together[0] != sum(amount or 0 for amount in together[1:])
