"""Which header cells apply to which cells, for readers who hear a table cell by cell.

Scopes are only `col` and `row`. On a cell that spans several columns or rows they apply to all of them; `colgroup` and
`rowgroup` would reach to the end of a group, which nested heads do not have. Where scopes would name too many heads, as
in the two halves of a row (收入 and 支出) and in forms, the cell lists its own (`headers`, technique H43 of WCAG). What
browsers make of scopes is taken at its simplest: every head above in the columns, every head in the row.

    above   heads of columns: those of the table; in a form, the nearest whose columns include the cell. A cell that
            reaches beyond a head ends it
    beside  heads of rows: the labels that stand together to the left of a value, or around a code
"""

from functools import lru_cache
from itertools import chain, pairwise

from reportgen.document import Cell, Role, Row, Table, plain
from reportgen.grid import grid
from reportgen.records import dataclass

CellPlace = tuple[int, int]  # row, head rows included, and column where a cell begins
VALUES = (Role.NUMBER, Role.TEXT)
_NEVER_HEADS = (Role.NUMBER, Role.CODE)  # below the head of a table


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell and where it begins.

    Attributes:
        scope: `col`, `row`, or empty for a cell that is no header.
        columns: the grid columns that it covers.
    """

    place: CellPlace
    cell: Cell
    scope: str
    columns: range


CellRow = tuple[PlacedCell, ...]  # a row, from left to right, with what reaches into it from above
HeadsAbove = list[tuple[PlacedCell, ...]]  # by grid column, from the top down


def placed_cells(table: Table) -> list[CellRow]:
    """Return the cells of all rows, head rows first."""
    bare = [*_bare(table, table.head, 0), *_bare(table, table.body, len(table.head))]
    valued: set[CellPlace] = set()  # cells with a value to their right in one of their rows
    for line in bare[len(table.head) :]:
        last = next((i for i in range(len(line) - 1, -1, -1) if line[i][1].role in VALUES), 0)
        valued.update([place for place, _ in line[:last]])
    return [tuple([_placed(*each, len(table.head), valued) for each in line]) for line in bare]


def own_heads(lines: list[CellRow], heads: int, width: int) -> dict[CellPlace, tuple[CellPlace, ...]]:
    """Return the heads, above and then beside, of the cells for which scopes do not suffice; `heads`: head rows."""
    flat = all(placed.scope != "col" for line in lines[heads:] for placed in line)
    fixed: HeadsAbove = _heads_by_column(lines[:heads], width)
    near, seen = list(fixed), [set(_places(above)) for above in fixed]
    found: dict[CellPlace, tuple[CellPlace, ...]] = {}
    for row, line in enumerate(lines[heads:], heads):
        values = [not placed.scope and placed.cell.role in VALUES for placed in line]
        if flat and _labels_lead(line, values):
            continue
        rowwise = {placed.place for placed in line if placed.scope == "row"}
        for at, placed in enumerate(line):
            if placed.place[0] == row and not placed.scope:
                above, beside = _places(_above(placed, near, fixed)), _beside(line, values, at)
                by_scope = rowwise.union(*(seen[column] for column in placed.columns))
                own = (*above, *_places(beside))
                if own and (set(own) != by_scope or (placed.cell.role in VALUES and _interrupted(beside))):
                    found[placed.place] = own
        _apply_heads(line, row, near, seen, fixed)
    return found


def _places(those: tuple[PlacedCell, ...]) -> tuple[CellPlace, ...]:
    return tuple([placed.place for placed in those])


def _bare(table: Table, rows: tuple[Row, ...], first: int) -> list[list[tuple[CellPlace, Cell]]]:
    began: dict[int, int] = {}
    lines = []
    for number, (_, spots) in enumerate(grid(rows, table.width), first):
        began.update([(column, number) for column, _, below in spots if not below])
        lines.append([((began[column], column), cell) for column, cell, _ in spots])
    return lines


def _placed(place: CellPlace, cell: Cell, heads: int, valued: set[CellPlace]) -> PlacedCell:
    is_head = place[0] < heads or cell.role not in _NEVER_HEADS
    scope = _scope(place, cell, heads, valued) if is_head and plain(cell.runs).strip() else ""
    return PlacedCell(place, cell, scope, _covered(place[1], cell.columns))


@lru_cache(maxsize=1024)
def _covered(column: int, columns: int) -> range:
    return range(column, column + columns)


def _scope(place: CellPlace, cell: Cell, heads: int, valued: set[CellPlace]) -> str:
    """Return the scope of a cell. A head names the columns below, or its rows if values stand beside it.

    So does a label, and a text that spans several rows.
    """
    names = cell.role in (Role.HEAD, Role.LABEL) or (cell.role is Role.TEXT and cell.rows > 1)
    if place[0] < heads or (cell.role is Role.HEAD and place not in valued):
        return "col"
    return "row" if names and place in valued else ""


def _heads_by_column(lines: list[CellRow], width: int) -> HeadsAbove:
    above: HeadsAbove = [()] * width
    for row, line in enumerate(lines):
        for placed in line:
            if placed.place[0] == row and placed.scope:
                for column in placed.columns:
                    above[column] += (placed,)
    return above


def _above(placed: PlacedCell, near: HeadsAbove, fixed: HeadsAbove) -> tuple[PlacedCell, ...]:
    """Return the nearest heads whose columns include those of the cell, else the table's own."""
    nearest = near[placed.place[1]]
    if nearest and _within(placed, nearest[-1]):
        return nearest
    return tuple(dict.fromkeys(chain.from_iterable(fixed[column] for column in placed.columns)))


def _within(placed: PlacedCell, head: PlacedCell) -> bool:
    return placed.columns.start >= head.columns.start and placed.columns.stop <= head.columns.stop


def _beside(line: CellRow, values: list[bool], at: int) -> tuple[PlacedCell, ...]:
    """Return the labels of a cell: the nearest to its left, with those right beside them; `values`: what are none."""
    while at and values[at]:
        at -= 1
    first, end = at, at
    while first and not values[first - 1]:
        first -= 1
    while end < len(line) and not values[end]:
        end += 1
    return tuple([placed for placed in line[first:end] if placed.scope == "row"])


def _labels_lead(line: CellRow, values: list[bool]) -> bool:
    """Whether all labels stand together before all values, as in most rows: then scopes suffice."""
    return values == sorted(values) and not _interrupted(tuple(placed for placed in line if placed.scope == "row"))


def _interrupted(beside: tuple[PlacedCell, ...]) -> bool:
    """Whether other cells stand between labels: then browsers, by the HTML standard, take only the nearest label."""
    return any(one.columns.stop != other.columns.start for one, other in pairwise(beside))


def _apply_heads(line: CellRow, row: int, near: HeadsAbove, seen: list[set[CellPlace]], fixed: HeadsAbove) -> None:
    """Move past a row: its heads apply below it, and a cell that reaches beyond a head ends that head."""
    for placed in line:
        for column in placed.columns if placed.place[0] == row else ():
            nearest = near[column]
            if placed.scope == "col":
                on_top = nearest and nearest[-1].place[0] + nearest[-1].cell.rows == row
                near[column] = (*(nearest if on_top else ()), placed)
                seen[column].add(placed.place)
            elif nearest and not _within(placed, nearest[-1]):
                near[column] = fixed[column]
