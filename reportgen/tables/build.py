"""A table definition → a table of the document tree."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reportgen.diagnostics import Diagnostic, ReportgenError, error
from reportgen.document import Cell, Paragraph, Place, Role, Row, Table, Text
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.profile import Profile, fill
from reportgen.quantity import NumberFormat
from reportgen.source import Mapping as MappingNode
from reportgen.source import Problems, Scalar, Sequence, decode
from reportgen.tables.cells import CellMaker, Grid, Square, leading, merge_down, refuse_unknown_titles, rows_of
from reportgen.tables.columns import GROUP, Column, head, leaves, read_columns
from reportgen.tables.context import Context
from reportgen.tables.definition import Definition, EmptyNumbers, Paper
from reportgen.tables.forms import FormBuilder
from reportgen.tables.joining import joined
from reportgen.tables.rows import RowReader, RowSpec


@dataclass(frozen=True, slots=True)
class _Half:
    columns: tuple[Column, ...]
    body: Grid
    last: Grid
    totals: tuple[bool, ...]
    keys: int


def tables(figures: Figures, profile: Profile, words: Mapping[str, str]) -> dict[str, Table]:
    """Every table of the region, by its name, in the region's order.

    Raises:
        ReportgenError: what is wrong in definitions or cannot be worked out, of all tables.
    """
    made: dict[str, Table] = {}
    mistakes: list[Diagnostic] = []
    for place, (name, node) in enumerate(profile.tables.items(), 1):
        numbers = {"表序": str(place), "表序两位": f"{place:02}"}
        try:
            table = _Builder(figures, profile, {**words, **numbers}, node).table(name)
            if table.name in made:
                hint = "每张表的编号要不一样"
                raise ReportgenError(error("表", f"有两张表都叫“{table.name}”", node.at, hint=hint))
            made[table.name] = table
        except ReportgenError as mistake:
            mistakes.extend(mistake.diagnostics)
    if mistakes:
        raise ReportgenError(*dict.fromkeys(mistakes))
    return made


class _Builder:
    """Builds one table."""

    def __init__(self, figures: Figures, profile: Profile, words: Mapping[str, str], node: MappingNode) -> None:
        problems = Problems()
        definition = decode(node, Definition, problems)
        problems.raise_any()
        assert definition is not None
        self.figures, self.profile, self.definition, self.node = figures, profile, definition, node
        self.form: NumberFormat = definition.amounts.over(profile.table_format)
        self.words = {**words, "金额单位": self.form.unit}
        whole = figures.budget.file.node
        assert whole is not None
        self.context = Context(self.words, profile.file.pieces, figures.vocabulary, whole)

    def table(self, file_name: str) -> Table:
        """The table; its name is its number, else that of its file."""
        d = self.definition
        number = self._text(d.number)
        plain = Table(
            name=number or re.sub(r"^[0-9]+-", "", file_name),
            number=number,
            title=(Text(self._text(d.title)),),
            left=(Text(self._text(d.left, self.profile.file.above_left)),),
            right=(Text(self._text(d.right, self.profile.file.above_right)),),
            width=0,
            head=(),
            body=(),
            landscape=d.paper is Paper.LANDSCAPE,
        )
        return self._form(plain, d.form) if d.form else self._listing(plain)

    def _form(self, plain: Table, bands: Sequence) -> Table:
        """Bands of labelled cells."""
        reader = RowReader(self.figures, self.context, "支出", ("",))
        body, widths = FormBuilder(reader, self.context, self.form, FigureId("")).build(bands)
        return replace(plain, width=len(widths), body=body, widths=widths, notes=self._notes(self.definition.notes))

    def _listing(self, plain: Table) -> Table:
        """Columns over rows."""
        d = self.definition
        halves, empty = self._halves(blank=False)
        if empty and d.empty.numbers is EmptyNumbers.BLANK:
            halves, _ = self._halves(blank=True)
        columns = tuple(c for half in halves for c in half.columns)
        width = len(leaves(columns))
        return replace(
            plain,
            width=width,
            head=(*head(columns), *self._marks(width)),
            body=_side_by_side(halves, d.empty.rows if empty else 0),
            notes=self._notes([*d.notes, *([self._empty_note()] if empty else [])]),
            frozen=halves[0].keys if len(halves) == 1 else 0,
        )

    def _notes(self, notes: Iterable[Scalar | str]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph((Text(fill(note, self.words)),), Place.NOTE) for note in notes)

    def _text(self, node: Scalar | None, otherwise: str | Scalar = "") -> str:
        return fill(otherwise if node is None else node, self.words)

    def _empty_note(self) -> Scalar | str:
        return self.definition.empty.note or self.profile.file.empty_note

    def _marks(self, width: int) -> tuple[Row, ...]:
        marks = self.definition.column_marks
        if marks and len(marks) != width:
            what = f"“列号”有{len(marks)}个，表有{width}列"
            raise ReportgenError(error("表", what, marks[0].at, hint='每列写一个，空的写 ""'))
        return (Row(tuple(Cell((Text(m.text),), Role.HEAD) for m in marks)),) if marks else ()

    def _halves(self, blank: bool) -> tuple[list[_Half], bool]:
        """The halves, and whether no amount stands in any of them."""
        d = self.definition
        made = [self._half(half, blank) for half in self._definitions(d)]
        return [half for half, _ in made], not any(filled for _, filled in made)

    def _definitions(self, d: Definition) -> list[Definition]:
        if d.halves is None:
            return [d]
        problems = Problems()
        found = [decode(node, Definition, problems) for node in d.halves.items]
        problems.raise_any()
        return [half for half in found if half is not None]

    def _half(self, d: Definition, blank: bool) -> tuple[_Half, bool]:
        outer = FigureId("")
        for restricted in (self.definition.restricted, d.restricted):
            if restricted:
                inner = self.context.conditions(restricted)
                outer = joined(outer, inner, self.context.vocabulary, restricted.at)
        if d.columns is None:
            raise ReportgenError(error("表", "这张表没有写“列”", self.node.at, hint="写上“列”和“行”"))
        columns = read_columns(d.columns, self.context, FigureId(""))
        flat = leaves(columns)
        asked = [leaf.value for leaf in flat if isinstance(leaf.value, FigureId)]
        measure = next((name.measure for name in asked if name.measure), "支出")
        bases = tuple(dict.fromkeys(["", *(name.base for name in asked if name.base)]))
        reader = RowReader(self.figures, self.context, measure, bases)
        body, last = ([*reader.rows(node, outer)] if node else [] for node in (d.rows, d.last))
        maker = CellMaker(self.figures, self.form, flat, blank)
        grid = _grouped(merge_down([maker.row(row) for row in body], _merged_columns(columns, d.merged)), body, columns)
        feet = [maker.row(row) for row in last]
        if maker.mistakes:
            raise ReportgenError(*maker.mistakes)
        totals = (*(row.total for row in body), *(True for _ in last))
        return _Half(columns, grid, feet, totals, leading(flat)), maker.any_amount


def _merged_columns(columns: tuple[Column, ...], titles: tuple[Scalar, ...]) -> list[int]:
    """Grid columns under the titles that 合并 names."""
    named = {title.text for title in titles}
    refuse_unknown_titles(titles, [column.title or "" for column in columns])
    found: list[int] = []
    start = 0
    for column in columns:
        width = len(leaves((column,)))
        found += range(start, start + width) if column.title in named else []
        start += width
    return found


def _grouped(grid: Grid, rows: list[RowSpec], columns: tuple[Column, ...]) -> Grid:
    """Group cells (组) reach down over the rows that stand under them."""
    places = [i for i, leaf in enumerate(leaves(columns)) if leaf.value == GROUP]
    out = [list(row) for row in grid]
    for n in range(1, len(rows)):
        if rows[n].group and rows[n].group == rows[n - 1].group:
            for i in places:
                out[n][i] = replace(out[n][i], runs=(), joins_up=True)
    return out


def _side_by_side(halves: list[_Half], blank_rows: int) -> tuple[Row, ...]:
    """The halves' rows beside each other, the shorter filled up; last rows stand at the bottom."""
    body = max(len(half.body) for half in halves) + blank_rows
    last = max(len(half.last) for half in halves)
    grid: Grid = []
    totals = []
    for i in range(body + last):
        squares, total = [], False
        for half in halves:
            line, is_total = _line(half, i, body, last, blank_rows)
            squares += line
            total = total or is_total
        grid.append(squares)
        totals.append(total)
    return rows_of(grid, totals)


def _line(half: _Half, i: int, body: int, last: int, blank_rows: int) -> tuple[list[Square], bool]:
    """Row `i` of a half; blank rows of an empty table stand before its total rows."""
    offset = i - blank_rows
    own = half.body
    if i < body and 0 <= offset < len(own):
        return own[offset], half.totals[offset]
    at = i - body - (last - len(half.last))
    if i >= body and 0 <= at < len(half.last):
        return half.last[at], True
    return _blank(half), False


def _blank(half: _Half) -> list[Square]:
    """A row that a half does not have; a group column and the labels beside it are one cell."""
    flat = leaves(half.columns)
    grouped = any(leaf.value == GROUP for leaf in flat)
    labels = [Square((), Role.LABEL, joins_left=grouped and j > 0) for j in range(half.keys)]
    return [*labels, *(Square((), Role.NUMBER) for _ in flat[half.keys :])]
