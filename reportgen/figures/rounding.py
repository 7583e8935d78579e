"""Rounding differences (尾差): printed parts that do not add up to their printed total, though the exact ones do.

Every figure is rounded once from its exact value, so a column or a list of shares may miss its total by a last digit.
Then the table or paragraph carries a note; no figure is ever adjusted.

The names say which printed figure is part of which: 支出[功能=20805 性质=基本支出] is part of 支出[功能=208], because
each condition of the whole holds for the part. Figures with the same dimensions at the same levels have one shape, and
all figures of a shape are parts of figures of the same other shapes. So shapes are compared, of which a table has few,
and each figure is looked up once for every shape above its own.
Source: the field's practice, “部分合计数因四舍五入存在尾差”.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportgen.document import Figure, Runs, Text
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.figures.derived import rest_operands, share_operands
from reportgen.figures.engine import Figures
from reportgen.figures.names import Names
from reportgen.quantity import parse_number
from reportgen.records import NamedTuple, dataclass
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_LINEAR = ("", "其余")  # kinds of figures that add up as their amounts do
Path = tuple[str, ...]  # a member and all above it, the widest first
Levels = tuple[tuple[str, int], ...]  # dimension -> the level of the member, from 1 at the top


class RoundedFigure(NamedTuple):
    """A printed figure: its name, its exact value, and the printed number in its printed unit."""

    name: FigureId
    exact: Decimal
    shown: Decimal


@dataclass(slots=True)
class Family:
    """A printed whole, with the exact and the printed sum of its printed parts."""

    whole: RoundedFigure
    exact: Decimal = Decimal(0)
    shown: Decimal = Decimal(0)

    @property
    def misses(self) -> bool:
        """Whether the exact parts make up the whole and the printed ones do not."""
        return self.exact == self.whole.exact and self.shown != self.whole.shown


class _Shape(NamedTuple):
    """What figures of one shape have in common; `written` are the dimensions that their printed names state."""

    aspect: tuple[str, str, str, str]  # measure, base, derived kind, argument
    levels: Levels
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _WiderShape:
    """A shape above another one.

    Attributes:
        step: the dimensions along which one goes up to it.
        named: its dimensions are all written in the names of the lower shape.
        wider: indexes of the shapes above the lower one that are also above this one.
    """

    shape: _Shape
    step: frozenset[str]
    named: bool
    wider: tuple[int, ...]


def has_rounding_difference(printed: Iterable[Figure], figures: Figures) -> bool:
    """Whether amounts or shares among the printed figures miss a total that is printed with them."""
    shown = list(printed)
    if not any(map(_is_rounded, shown)):
        return False
    if not any(figure.value.startswith("-") or "占比" in figure.name for figure in shown):
        shown = [figure for figure in shown if figure.value != "0"]  # as below: these are no parts that count
    once = {(figure.name, figure.text): figure for figure in shown}.values()
    known = [one for one in _rounded_figures(once) if one.name.measure in figures.vocabulary.measures]
    amounts = [one for one in known if one.name.derived in _LINEAR]
    shares = [*dict.fromkeys(one for one in known if one.name.derived == "占比")]
    # Where nothing is below zero, a zero is no part that counts, and no whole of one.
    added = amounts if any(one.exact < 0 for one in amounts) else [one for one in amounts if one.exact]
    return any(found.misses for found in _families(added, figures.names)) or _shares_miss(shares, amounts, figures)


def rounding_note(runs: Runs, figures: Figures) -> Runs:
    """Return the note (尾差说明) for a paragraph that has a rounding difference, () for any other."""
    missed = has_rounding_difference((run for run in runs if isinstance(run, Figure)), figures)
    return (Text(figures.profile.file.tail_notes.in_text),) if missed else ()


def _is_rounded(figure: Figure) -> bool:
    """Whether printing lost digits, as from 1,064.25 to 1,064.3."""
    number = parse_number(figure.text) if figure.value not in ("", "0") else None
    return number is not None and _digits(number) != _digits(Decimal(figure.value))


def _digits(number: Decimal) -> tuple[int, ...]:
    return number.normalize().as_tuple().digits


def _rounded_figures(printed: Iterable[Figure]) -> Iterator[RoundedFigure]:
    for figure in printed:
        number = parse_number(figure.text)
        name = parsed(figure.name) if number is not None else None
        if number is not None and name is not None:
            yield RoundedFigure(name, Decimal(figure.value), number)


def _shares_miss(shares: Sequence[RoundedFigure], amounts: Sequence[RoundedFigure], figures: Figures) -> bool:
    """Whether printed shares of a whole do not add up to 100%, or the printed amounts of its parts not to the whole."""
    wholes: dict[FigureId, list[RoundedFigure]] = {}
    for one in shares:
        wholes.setdefault(figures.names.canonical(share_operands(one.name)[1]), []).append(one)
    shown = {figures.names.canonical(one.name): one.shown for one in amounts}
    return any(_list_misses(whole, parts, shown, figures) for whole, parts in wholes.items())


def _list_misses(
    whole: FigureId, parts: Sequence[RoundedFigure], shown: dict[FigureId, Decimal], figures: Figures
) -> bool:
    names = [figures.names.canonical(part.name.stated) for part in parts]
    if figures.number(whole) != sum(figures.number(name) for name in names):
        return False
    if sum(part.shown for part in parts) != 100:
        return True
    together = [shown.get(name) for name in (whole, *names)]
    return None not in together and together[0] != sum(amount or 0 for amount in together[1:])


def _families(printed: Iterable[RoundedFigure], names: Names) -> Iterator[Family]:
    """Yield the families of the printed figures.

    A whole has a family of its nearest parts along each set of dimensions, and one of its nearest parts of all kinds:
    本年收入, 使用结余 and 上年结转 make up 收入, each along another dimension.
    """
    there = RoundedFigures(printed, names)
    found: dict[tuple[int, frozenset[str] | None], Family] = {}
    for part, step, whole in there.parts():
        key = id(whole), step
        family = found.get(key) or found.setdefault(key, Family(whole))
        family.exact += part.exact
        family.shown += part.shown
    yield from found.values()
    yield from there.with_rest()


class RoundedFigures:
    """The printed figures by shape and members, each figure once."""

    def __init__(self, printed: Iterable[RoundedFigure], names: Names) -> None:
        self.names = names
        self._implied_by: dict[tuple[str, ...], Conditions] = {}
        self.by_shape: dict[_Shape, dict[tuple[str, ...], tuple[list[Path], RoundedFigure]]] = {}
        paths: dict[tuple[str, str], Path] = {}
        there: set[FigureId] = set()
        for one in printed:
            name = names.with_implied(one.name)
            if name in there:
                continue
            there.add(name)
            known = (*name.conditions, *self._implied(name))
            ways = [paths.get(c) or paths.setdefault(c, names.vocabulary.upward(*c)[::-1]) for c in known]
            levels = tuple([(c[0], len(way)) for c, way in zip(known, ways, strict=True)])
            aspect = (name.measure, name.base, name.derived, name.argument)
            shape = _Shape(aspect, levels, tuple([d for d, _ in one.name.conditions]))
            self.by_shape.setdefault(shape, {})[tuple([m for _, m in known])] = (ways, one)

    def _implied(self, name: FigureId) -> Conditions:
        """Return the conditions that follow by 隐含: what has a 功能 is no 结转下年, so it is 本年支出."""
        key = (name.measure, *[dimension for dimension, member in name.conditions if member != NOT_APPLICABLE])
        found = self._implied_by.get(key)
        if found is None:
            dimensions = self.names.vocabulary.measures[name.measure].dimensions
            own = {dimension for dimension, _ in name.conditions}
            left = _members_left(self.names.vocabulary, key[1:])
            found = tuple((d, member) for d, member in left if d in dimensions and d not in own)
            self._implied_by[key] = found
        return found

    def parts(self) -> Iterator[tuple[RoundedFigure, frozenset[str] | None, RoundedFigure]]:
        """Yield part, step and whole: the nearest whole along each step; with None as the step, each nearest whole."""
        shapes = list(self.by_shape)
        tops = [_indexes_above(shape, shapes) for shape in shapes]
        for i, (shape, lines) in enumerate(self.by_shape.items()):
            above = _shapes_above(i, shapes, tops)
            places = [_places(shape, up.shape) for up in above]
            pairs = list(zip(above, places, strict=True))
            for ways, part in lines.values() if above else ():
                if part.exact or part.shown:
                    yield from self._wholes_of_part(part, ways, pairs)

    def _wholes_of_part(
        self, part: RoundedFigure, ways: list[Path], above: list[tuple[_WiderShape, list[tuple[int, int]]]]
    ) -> Iterator[tuple[RoundedFigure, frozenset[str] | None, RoundedFigure]]:
        passed: set[int] = set()
        steps: set[tuple[frozenset[str], bool]] = set()
        for i, (up, places) in enumerate(above):
            step = (up.step, up.named)
            if i in passed and step in steps:
                continue
            found = self.by_shape[up.shape].get(tuple([ways[at][level] for at, level in places]))
            if found is None:
                continue
            if step not in steps:
                steps.add(step)
                yield part, up.step, found[1]
            if i not in passed:
                passed.update(up.wider)
                yield part, None, found[1]

    def with_rest(self) -> Iterator[Family]:
        """Yield the figures that are printed together with a part and the rest without that part (其余)."""
        kinds: dict[str, list[RoundedFigure]] = {}
        for shape, lines in self.by_shape.items():
            kinds.setdefault(shape.aspect[2], []).extend(one for _, one in lines.values())
        rests = kinds.get("其余", [])
        there = {self.names.canonical(one.name): one for one in kinds.get("", [])} if rests else {}
        for rest in rests:
            whole, part = (there.get(self.names.canonical(name)) for name in rest_operands(rest.name))
            if whole and part:
                yield Family(whole, rest.exact + part.exact, rest.shown + part.shown)


def _members_left(vocabulary: Vocabulary, dimensions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield dimension and member that a line with these dimensions must have: 隐含 rules out all other members."""
    own, gone = set(dimensions), dict[str, list[str]]()
    for rule in vocabulary.implications:
        if any(rule.implied.get(dimension) == NOT_APPLICABLE for dimension in own):
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


def _indexes_above(shape: _Shape, shapes: Sequence[_Shape]) -> list[int]:
    """Return which shapes are above a shape."""
    own = dict(shape.levels)
    return [
        i
        for i, top in enumerate(shapes)
        if top.aspect == shape.aspect
        and top.levels != shape.levels
        and len(top.levels) <= len(own)
        and all(level <= own.get(dimension, 0) for dimension, level in top.levels)
    ]


def _shapes_above(at: int, shapes: Sequence[_Shape], tops: Sequence[Sequence[int]]) -> list[_WiderShape]:
    """Return the shapes above the shape at an index, the nearest first.

    Args:
        tops: for each shape, the indexes of those above it.
    """

    def nearness(i: int) -> tuple[int, int]:
        return len(shapes[i].levels), sum([level for _, level in shapes[i].levels])

    shape, wider = shapes[at], sorted(tops[at], key=nearness, reverse=True)
    return [
        _WiderShape(
            shapes[i],
            _dimensions_narrowed(shape, shapes[i]),
            set(shapes[i].written) <= set(shape.written),
            tuple([k for k, other in enumerate(wider) if other in tops[i]]),
        )
        for i in wider
    ]


def _dimensions_narrowed(shape: _Shape, up: _Shape) -> frozenset[str]:
    own, its = dict(shape.levels), dict(up.levels)
    return frozenset(dimension for dimension in shape.written if its.get(dimension) != own[dimension])


def _places(shape: _Shape, up: _Shape) -> list[tuple[int, int]]:
    """Return where each dimension of the wider shape `up` stands in `shape`: (index of a path, index in the path)."""
    at = {dimension: i for i, (dimension, _) in enumerate(shape.levels)}
    return [(at[dimension], level - 1) for dimension, level in up.levels]
