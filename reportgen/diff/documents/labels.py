"""A table as rows and columns with labels (行列): a row or column is known by its label, never by its position.

A table whose heads say 收入 on its left and 支出 on its right is two lists beside each other; each half has rows of its
own. A form has no columns: every row is a list of cells.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.diff.documents.tokens import WordRules, clean, masked
from reportgen.diff.documents.wording import marks
from reportgen.document import Cell, Role, Row, Runs, Table, plain
from reportgen.grid import Spot, grid

Marks = frozenset[str]
NAMING = (Role.CODE, Role.LABEL, Role.TEXT, Role.HEAD)


@dataclass(frozen=True, slots=True)
class LabelledColumn:
    """A grid column (列): its heads from the top, as a reader sees them and as they are compared (`key`)."""

    at: int
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row, or the half of one (行).

    Attributes:
        cells: grid column → the cell that begins there.
        name: what a reader calls it. key: what equality is judged by: code and label, or all labels.
        marks: what similarity is judged by. code: its classification code, empty without one.
    """

    cells: dict[int, Cell]
    name: str
    key: str
    marks: Marks
    code: str

    @property
    def said(self) -> str:
        """All words in it, cell by cell; empty where it has none."""
        return "\x1d".join(words for _, cell in sorted(self.cells.items()) if (words := clean(cell.runs)))


def labelled_columns(table: Table, rules: WordRules) -> tuple[LabelledColumn, ...]:
    """Every grid column with its heads; in a form no column has any."""
    heads: list[list[Runs]] = [[] for _ in range(table.width)]
    for _, spots in grid(table.head, table.width):
        for spot in spots:
            for column in range(spot.column, spot.column + spot.cell.columns):
                if clean(spot.cell.runs) and not spot.below:
                    heads[column].append(spot.cell.runs)
    return tuple(_column(at, above, rules) for at, above in enumerate(heads))


def _column(at: int, heads: Sequence[Runs], rules: WordRules) -> LabelledColumn:
    names = [clean(head) for head in heads]
    keys = (masked(head, rules) for head in heads)
    return LabelledColumn(
        at, " → ".join(name for name, _ in groupby(names)), "\x1d".join(key for key, _ in groupby(keys))
    )


def halves(table: Table) -> tuple[range, ...]:
    """The grid columns of each half: one range for the whole table, or one for each repetition of the heads."""
    lowest = ["".join(plain(cell.runs).split()) for cell in _lowest(table)]
    first = lowest[0] if lowest else ""
    starts = [at for at, head in enumerate(lowest) if head and _bare(head) == _bare(first)]
    if len(starts) < 2 or not all(_amounts_in(table, starts)):
        return (range(table.width),)
    return tuple(range(a, b) for a, b in zip(starts, [*starts[1:], table.width], strict=True))


def _bare(head: str) -> str:
    return head.replace("收入", "").replace("支出", "")


def _lowest(table: Table) -> list[Cell]:
    """The lowest head of each grid column."""
    found: dict[int, Cell] = {}
    for _, spots in grid(table.head, table.width):
        found |= {at: spot.cell for spot in spots for at in range(spot.column, spot.column + spot.cell.columns)}
    return [found[at] for at in sorted(found)]


def _amounts_in(table: Table, starts: Sequence[int]) -> Iterator[bool]:
    """For each half, whether it begins with labels and has numbers."""
    roles = [(spot.column, spot.cell.role) for _, spots in grid(table.body, table.width) for spot in spots]
    for start, end in zip(starts, [*starts[1:], table.width], strict=True):
        labels = [role for column, role in roles if column == start]
        yield Role.NUMBER not in labels and any(start < at < end and role is Role.NUMBER for at, role in roles)


def labelled_rows(
    rows: Iterable[Row], table: Table, part: range, rules: WordRules, headed: bool = True
) -> list[LabelledRow]:
    """The rows of one half, labelled by code and label cells; rows of a form by all cells."""
    return [_line(spots, part, rules, headed and bool(table.head)) for _, spots in grid(rows, table.width)]


def _line(spots: Sequence[Spot], part: range, rules: WordRules, headed: bool) -> LabelledRow:
    inside = [spot for spot in spots if spot.column in part]
    naming = [spot.cell for spot in inside if spot.cell.role in NAMING] if headed else [spot.cell for spot in inside]
    codes = "".join(clean(cell.runs) for cell in naming if cell.role is Role.CODE and headed)
    above, own = ([spot.cell for spot in inside if spot.below is below] for below in (True, False))
    called = [cell for cell in (*above[-1:], *own) if cell in naming]
    names = [" ".join(plain(cell.runs).split()) for cell in called]
    labels = [cell for cell in naming if cell.role is not Role.CODE] if codes else naming
    keys = [masked(cell.runs, rules) for cell in labels]
    about = frozenset(mark for key in keys for mark in marks(key))
    key = f"{codes}\x1d{keys[0] if keys else ''}" if codes else "\x1d".join(keys)
    began = {spot.column: spot.cell for spot in inside if not spot.below}
    return LabelledRow(began, _short(names), key, about | frozenset({f"\x1d{codes}"} if codes else ()), codes)


def _short(names: Iterable[str]) -> str:
    """What a reader calls a row: its code and its label."""
    said = [name for name in names if name]
    return " ".join(said[:3])[:40]
