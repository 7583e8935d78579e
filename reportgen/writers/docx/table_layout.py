"""Column widths (列宽), worked out from what cells hold.

Text is measured once, in half ems: a Chinese character is two, a digit one. Widths that a column needs are in
twentieths of an em, with room for fonts that may replace the right one. Each column has five of them, from narrow to
wide:

    hard   any narrower, and a number or a word of a head would break
    soft   labels take at most three lines, unless they are very long, and heads no more than the rows beside them allow
    good   short labels take one line
    more   heads take at most three lines
    wish   nothing wraps but heads, and columns of numbers are alike

The table is set in the largest font size in which the soft widths fit. What is left over goes to the good widths
first, then to the next ones, then to all columns alike. Where there is not room for all the good widths, the longest
of the short labels wrap, so that the others need not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import accumulate
from typing import assert_never

from reportgen.document import Role, Table, plain
from reportgen.grid import grid
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass
from reportgen.writers.docx import line_breaks
from reportgen.writers.docx.markup import SHARED

MARGIN = 60  # twips, at either side of a cell
SLACK = 20  # twips, so that rounding never breaks a number

_BROAD = compiled(f"[^\x00-\u02ff]|[A-Z%&@{SHARED}]")
_HALF = 10  # twentieths of an em
_DIGIT = 13  # twentieths of an em that a digit may take: 10 in 宋体 and Times New Roman, more in what replaces them
# Half ems: least width of labels, label still readable, short label, longest wish.
_LEAST, _READABLE, _SHORT, _LONG = 4, 10, 24, 80
_ONE_LINE = range(_SHORT, _READABLE - 1, -2)  # half ems of the longest label that takes one line
_HEAD_LINES = 3
_LEGIBLE = 15  # half-points: smaller only where numbers or words would break

Need = tuple[int, ...]  # hard, soft, good, more and wish, in twentieths of an em
_NOTHING: Need = (20,) * 5
_Place = tuple[int, int, int, Role, int, str]  # first column, columns, rows, role, indent, words of a head


class MeasuredCell(NamedTuple):
    """A cell with the width of its text (量过的格).

    Attributes:
        column: the first grid column.
        lines: half ems of each line.
        head: the text of a head, whose words must not break; empty in other cells.
    """

    column: int
    columns: int
    rows: int
    role: Role
    indent: int
    lines: tuple[int, ...]
    head: str


MeasuredRow = list[MeasuredCell]  # the cells that begin in it


@dataclass(frozen=True, slots=True)
class TableWidths:
    """Column widths in twips, and the font size of the table in half-points (列宽)."""

    widths: tuple[int, ...]
    size: int

    @property
    def edges(self) -> tuple[int, ...]:
        """Where the grid lines are, in twips from the left."""
        return (0, *accumulate(self.widths))


def measured_rows(table: Table) -> Iterator[MeasuredRow]:
    """Yield the rows of head and body, measured."""
    for _, spots in grid(table.head + table.body, table.width):
        row = []
        for column, cell, below in spots:
            if not below:
                text = plain(cell.runs)
                head = text if cell.role is Role.HEAD else ""
                lines = tuple(map(_breadth, text.split("\n"))) if "\n" in text else (_breadth(text),)
                row.append(MeasuredCell(column, cell.columns, cell.rows, cell.role, cell.indent, lines, head))
        yield row


def breadth(text: str) -> int:
    """Return the width of the text's longest line in half ems: a Chinese character is two wide, a digit one."""
    return max(map(_breadth, text.split("\n")))


@lru_cache(maxsize=4096)
def _breadth(line: str) -> int:
    return len(line) + len(_BROAD.findall(line))


def layout(table: Table, width: int, size: int, smallest: int) -> TableWidths:
    """Fit the table into a width in twips, in its font size or the largest smaller one in which it fits."""
    return next(layouts(table, measured_rows(table), width, size, smallest))


def layouts(table: Table, rows: Iterable[MeasuredRow], width: int, size: int, smallest: int) -> Iterator[TableWidths]:
    """Yield what `layout` returns, for a measured table, and then its widths in every smaller size."""
    needs = cache(partial(_column_needs, _places(rows), table.width))
    fit = _fitted(table, needs, width, size, smallest)
    yield fit
    for smaller in range(fit.size - 1, smallest - 1, -1):
        yield _fitted(table, needs, width, smaller, smaller)


def _fitted(table: Table, needs: Callable[[int], list[Need]], width: int, size: int, smallest: int) -> TableWidths:
    """Return the widths in the largest size that fits; labels stay on one line, the longest as far as there is room."""
    if table.widths:
        return TableWidths(tuple(_shared(width, table.widths)), size)
    floor = min(size, smallest)
    legible = min(size, max(floor, _LEGIBLE))
    sizes = [(chosen, 1) for chosen in range(size, legible - 1, -1)]
    sizes += [(chosen, 0) for chosen in range(legible, floor - 1, -1)]
    for chosen, degree in sizes:
        least = [_twips(need[degree], chosen) for need in needs(_SHORT)]
        if sum(least) <= width:
            good = (short for short in _ONE_LINE if sum(_twips(need[2], chosen) for need in needs(short)) <= width)
            found = needs(next(good, _ONE_LINE[-1]))
            degrees = [[_twips(need[i], chosen) for need in found] for i in range(degree, 5)]
            return TableWidths(_spread(degrees, width), chosen)
    return TableWidths(tuple(_shared(width, least)), floor)


def _column_needs(places: Mapping[_Place, set[int]], width: int, short: int) -> list[Need]:
    """Return what every column needs. What a cell over several columns needs beyond them is shared among them.

    Args:
        short: half ems of the longest label that is to take one line.
    """
    spans: dict[tuple[int, int], Need] = {}
    numbers: set[int] = set()
    for (column, columns, rows, role, indent, head), breadths in places.items():
        place = column, columns
        for halves in breadths:
            need = _need(role, halves, indent, head, rows, short)
            spans[place] = tuple(map(max, need, spans.get(place, _NOTHING)))
        numbers |= {column} if role is Role.NUMBER and columns == 1 else set()
    needs = [spans.pop((column, 1), _NOTHING) for column in range(width)]
    for (column, columns), need in sorted(spans.items(), key=lambda span: (span[0][1], span[0][0])):
        needs[column : column + columns] = _widened(needs[column : column + columns], need)
    alike = max((needs[column][-1] for column in numbers), default=0)
    return [(*need[:-1], alike) if column in numbers else need for column, need in enumerate(needs)]


def _places(rows: Iterable[MeasuredRow]) -> dict[_Place, set[int]]:
    """Return the half ems of cells by their place: those of short labels, and that of the broadest cell."""
    found: dict[_Place, set[int]] = {}
    for row in rows:
        for column, columns, below, role, indent, lines, head in row:
            place = column, columns, below, role, indent, head
            breadths = found.get(place)
            if breadths is None:
                breadths = found[place] = set()
            breadths.add(max(lines))
    return {place: {each for each in found[place] if each <= _SHORT} | {max(found[place])} for place in found}


@lru_cache(maxsize=4096)
def _need(role: Role, halves: int, indent: int, head: str, rows: int, short: int) -> Need:
    """Return the widths that a cell needs of its columns.

    Args:
        halves: its longest line, in half ems. indent: its levels of indent. head: its words if it is a head.
        rows: how many rows it spans. short: the longest label, in half ems, that is kept on one line.
    """
    match role:
        case Role.NUMBER | Role.CODE:
            return (halves * _DIGIT,) * 5
        case Role.HEAD:
            most = max(_HEAD_LINES, rows + 1)
            return tuple(map(max, *(line_breaks.degrees(line, most) for line in head.split("\n")), _NOTHING))
        case Role.LABEL | Role.TEXT:
            least = _READABLE if rows == 1 else _LEAST  # there is room below each other beside several rows
            soft = min(halves, max(least, min((halves + 5) // 6 * 2, _SHORT)))
            one = halves if rows == 1 and halves <= short else soft
            return tuple(
                (most + 2 * indent) * _HALF
                for most in (min(halves, _LEAST), soft, one, min(halves, _SHORT), min(halves, _LONG))
            )
        case _:
            assert_never(role)


def _widened(needs: Sequence[Need], span: Need) -> list[Need]:
    """Return the needs of the columns under a span; each gets an equal share of what the span lacks."""
    lacks = [wanted - sum(have) for wanted, have in zip(span, zip(*needs, strict=True), strict=True)]
    more = [max(0, -(-lack // len(needs))) for lack in lacks]
    return [tuple(map(sum, zip(need, more, strict=True))) for need in needs]


def _twips(twentieths: int, size: int) -> int:
    """Return the width of a cell, twips, with so many twentieths of an em in a font size in half-points."""
    return -(-twentieths * size // 2) + 2 * MARGIN + SLACK


def _spread(degrees: Sequence[Sequence[int]], width: int) -> tuple[int, ...]:
    """Return the first widths, grown towards each further degree in turn, then all alike, until they fill `width`."""
    widths = list(degrees[0])
    for wishes in degrees[1:]:
        wants = [max(0, wish - have) for wish, have in zip(wishes, widths, strict=True)]
        granted = _shared(min(width - sum(widths), sum(wants)), wants)
        widths = [have + more for have, more in zip(widths, granted, strict=True)]
    rest = _shared(width - sum(widths), widths)
    return tuple(have + more for have, more in zip(widths, rest, strict=True))


def _shared(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide the amount by weight into whole parts, which sum to it."""
    total, seen, given, parts = max(1, sum(weights)), 0, 0, []
    for weight in weights:
        seen += weight
        parts.append(amount * seen // total - given)
        given += parts[-1]
    return parts
