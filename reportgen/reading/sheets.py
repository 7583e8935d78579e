"""Tables as rules see them (读表): kind, columns, rows, and every number.

A two-sided table (收入 ‖ 支出) is two sheets.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from reportgen.document import Figure, Table, TableKind, plain
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.reading.column_parts import columns_by_body, columns_by_cells, without_carried
from reportgen.reading.columns import Column, has_two_sides, lists_beside, only_side, sides_of, within_group
from reportgen.reading.entries import Entry, Number, Place, entry_of, number_in, place_of
from reportgen.reading.item_names import meant_code
from reportgen.reading.layout import LaidRow, LaidTable, joined, parted
from reportgen.reading.line_lists import Stated
from reportgen.reading.meanings import UNIT_BY_SORT, Meanings, carried
from reportgen.reading.table_kinds import limits_of
from reportgen.reading.terms import bare, is_total, unit_in
from reportgen.records import dataclass, field, replace

_UNIT = compiled(r"单位[:：]\s*(?:人民币)?(元|千元|万元|亿元)")
_CODE = compiled(r"[0-9]+")
_OF_ITEMS = ("科目", "功能", "经济", "分类")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One body row of a sheet (行).

    Attributes:
        label: its last name, without numbering. code: 207, 20701, 2070101, of the dimension; or "".
        level: its depth, from 0: by its code, else by its indent.
        texts: by grid column. total: it is a total.
        groups: labels on the left that span it. fields: lowest head -> text, of columns without numbers; in a list of
            lines, dimension -> member.
        entries: grid column -> number; blank cells have none.
        stated: in a list of lines, what it says of each dimension.
    """

    label: str
    code: str
    dimension: str
    level: int
    texts: tuple[str, ...]
    total: bool
    groups: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(hash=False, default_factory=dict)
    entries: Mapping[int, Entry] = field(hash=False, default_factory=dict)
    stated: Stated = field(hash=False, default_factory=dict)

    @property
    def title(self) -> str:
        """The code and the label of the row: `2070101 行政运行`."""
        return " ".join(filter(None, (self.code, self.label)))

    @property
    def unit_code(self) -> str:
        """The code of the unit that the row prints; "" without one."""
        code = unit_in(self.fields, "编码")
        return code if code.isdecimal() else ""


@dataclass(frozen=True)
class Sheet:
    """A table, or one side of it.

    Attributes:
        kind: which standard table it is, or None.
        name: its number, else its title. unit: the unit of money that it names.
        side: 收入 or 支出 of a two-sided table, 收入 of a table of revenue alone, else "".
        limits: conditions that hold for all its numbers.
        columns: those with numbers.
        has_lines: its rows are budget lines, and totals of them (see `line_lists`).
    """

    table: Table
    kind: TableKind | None
    name: str
    side: str
    unit: str
    limits: Mapping[str, str] = field(hash=False)
    columns: tuple[Column, ...]
    lines: tuple[SheetRow, ...]
    has_lines: bool = False

    @cached_property
    def title(self) -> str:
        """The printed title of the table."""
        return plain(self.table.title)

    @cached_property
    def notes(self) -> str:
        """The text of the notes below the table."""
        return "\n".join(plain(note.runs) for note in self.table.notes)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every number, row by row."""
        return tuple([entry for line in self.lines for entry in line.entries.values()])

    @cached_property
    def by_name(self) -> Mapping[FigureId, tuple[Entry, ...]]:
        """Every print of each figure, row by row."""
        found: dict[FigureId, list[Entry]] = {}
        for entry in self.entries:
            if entry.name:
                found.setdefault(entry.name, []).append(entry)
        return {name: tuple(own) for name, own in found.items()}

    @cached_property
    def is_empty(self) -> bool:
        """Whether all numbers are zero, or there are none."""
        return not any(entry.number.value for entry in self.entries)


def of_years(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return the sheets; if nothing is carried over, 当年 in a title limits no number: it is all there is."""
    carried = (
        sheet
        for sheet in sheets
        if any("结转" in line.label and any(e.number.value for e in line.entries.values()) for line in sheet.lines)
        or any("结转" in c.title and any(_has_money(line, c.index) for line in sheet.lines) for c in sheet.columns)
    )
    if not any("年份" in sheet.limits for sheet in sheets) or next(carried, None):
        return sheets
    return tuple(replace(s, limits={d: m for d, m in s.limits.items() if d != "年份"}) for s in sheets)


def _has_money(line: SheetRow, column: int) -> bool:
    return column in line.entries and bool(line.entries[column].number.value)


def unit_of(table: Table) -> str:
    """Return the unit of money named below the title, or ""."""
    found = _UNIT.search(f"{plain(table.right)} {plain(table.left)} {plain(table.title)}")
    return found[1] if found else ""


def sheets_of(layout: LaidTable, meanings: Meanings | None = None) -> tuple[Sheet, ...]:
    """Return the table as one sheet, or as its two sides.

    Args:
        meanings: if we made the document: then roles of cells are known, and numbers that carry a name get it.
            Other numbers are named later.
    """
    columns = columns_by_cells(layout) if meanings else columns_by_body(layout)
    table, title, kind = layout.table, layout.title, layout.kind
    sides = sides_of(columns) if has_two_sides(kind, columns) else {only_side(kind, title): columns}
    unit, limits = unit_of(table), limits_of(kind, title)
    found = []
    for side, side_columns in sides.items():
        own = side_columns if meanings else without_carried(side_columns, layout.body)
        lists = lists_beside(own)
        for alike in lists:
            first = alike[0] if len(lists) == 1 else tuple(within_group(column, alike[0]) for column in alike[0])
            blocks = [ListReader(layout, unit, block, first, meanings) for block in alike]
            lines = tuple(line for each in blocks for line in each.lines(layout.body, alone=len(alike) == 1))
            numeric = tuple(c for c in first if c.kind == "数值")
            found.append(Sheet(table, kind, layout.name, side, unit, limits, numeric, lines))
    return tuple(found)


class ListReader:
    """Reads the rows of one list of a table.

    Args:
        first: the columns whose heads count for its numbers: those of the list that it continues, else its own.
    """

    def __init__(
        self,
        layout: LaidTable,
        unit: str,
        columns: Sequence[Column],
        first: Sequence[Column],
        meanings: Meanings | None,
    ) -> None:
        self.name, self.kind, self.meanings, self.year = layout.name, layout.kind, meanings, layout.year
        self.labels = sorted((c for c in columns if c.kind == "名称"), key=lambda c: c.leaf == "项目名称")
        self.fields = [(c.path[-1], c.index) for c in columns if c.kind != "数值" and c.path]
        codes = [c for c in columns if c.kind == "编码"]
        split = [c for c in codes if c.leaf in ("类", "款", "项")] or _under_one_head(codes)
        self.levels = [c for c in split if c.path[0] == split[0].path[0]]
        self.codes = [c for c in codes if c not in self.levels and "单位" not in c.title]
        self.government = [c for c in codes if len(c.path) > 1 and "政府" in c.path[0]]
        self.codes = [c for c in self.codes if c not in self.government] or self.codes
        named = [c for c in self.labels if not (c.path and "政府" in c.path[0] and self.government)]
        self.labels = named or self.labels
        both = zip(columns, first, strict=True)
        self.numbers = {
            own.index: (like.index, own.title, own.unit or unit) for own, like in both if own.kind == "数值"
        }
        self.dimension = "经济" if self.kind in (TableKind.BASIC, TableKind.RUNNING_COSTS) else "功能"

    def lines(self, rows: Sequence[LaidRow], alone: bool) -> Iterator[SheetRow]:
        """Yield the rows; of lists side by side (not `alone`), only those with a number or a code."""
        coded = [self._code(row.texts) for row in rows]
        codes = [*filter(None, coded)]
        economic, functional = sum(c[0] == "3" and len(c) < 6 for c in codes), sum(c[0] == "2" for c in codes)
        if economic != functional:
            self.dimension = "经济" if economic > functional else "功能"
        above: dict[int, str] = {}
        for row, code in zip(rows, coded, strict=True):
            line = self._line(row, code)
            if line.code and not self.meanings:
                line = self._as_meant(line, above)
            if (line.entries or line.code) if not alone else self._says_something(line, row):
                yield line

    def _as_meant(self, line: SheetRow, above: dict[int, str]) -> SheetRow:
        """Return the row with the code that its name and the codes above imply; `above`: digits -> last code."""
        known = [code for digits, code in above.items() if digits < len(line.code) + 2]
        code = meant_code(line.code, line.label, self.dimension, known, self.year) or line.code
        for digits in [digits for digits in above if digits >= len(code)]:
            del above[digits]
        above[len(code)] = code
        return line if code == line.code else replace(line, code=code)

    def _says_something(self, line: SheetRow, row: LaidRow) -> bool:
        return bool(line.label or line.code) or any(row.texts[index] for index in self.numbers)

    def _line(self, row: LaidRow, code: str) -> SheetRow:
        texts = row.texts
        labels = [text for c in self.labels if (text := texts[c.index]).strip()]
        if not (labels or code):  # 合计 below the head of the codes
            labels = [text for c in (*self.levels, *self.codes) if (text := texts[c.index]).strip()]
        label = labels[-1] if labels else ""
        printed = bare(parted(label)[1] or label)
        fields = {head: texts[index].strip() for head, index in self.fields}
        fields["政府经济"] = (
            _coded(joined([texts[c.index].strip() for c in self.government])) if self.government else ""
        )
        total = any(map(is_total, labels or texts[:1]))
        groups = tuple(dict.fromkeys([bare(text) for text in labels[:-1] if text != label]))
        title = f"{code} {printed}" if code and printed else code or printed
        entries = self.entries(row, title)
        dimension = self.dimension if code else ""
        return SheetRow(printed, code, dimension, _level(row, label, code), texts, total, groups, fields, entries)

    def _code(self, texts: Sequence[str]) -> str:
        """Return the code of the row, joined from 类, 款, 项 if these are columns of their own."""
        parts = [texts[c.index].strip() for c in self.levels]
        if any(parts):
            return _coded(joined(parts))
        for column in self.codes or self.labels:
            code, name = parted(texts[column.index])
            if code and (name or _may_be_of_item(code, column)):
                return code
        return ""

    def entries(self, row: LaidRow, title: str) -> dict[int, Entry]:
        """Return the numbers of the row, by grid column."""
        found: dict[int, Entry] = {}
        numbers, name, line = self.numbers, self.name, row.line
        for (column, cell, below), words, start in zip(row.spots, row.words, row.begins, strict=True):
            if words and not below and column in numbers:
                index, head, unit = numbers[column]
                if said := number_in(words, unit):
                    place = place_of((name, title, head, line, start, len(words)))
                    found[index] = self._entry(carried(cell.runs), said, place)
        return found

    def _entry(self, figure: Figure, said: Number, place: Place) -> Entry:
        text, name = figure.name, None
        if text and self.meanings:
            sort, name, _, _ = meaning = self.meanings.meaning_of(text, self.kind)
            if sort in UNIT_BY_SORT and (unit := meaning.unit(said.unit)) != said.unit:
                said = said.other(unit=unit)
        return entry_of((name, said, place, self.kind, "", text, figure.value))


def _under_one_head(codes: Sequence[Column]) -> list[Column]:
    """Return the three columns side by side that one head of codes spans: those of 类, 款 and 项; else none."""
    alike = [c for c in codes if c.path == codes[0].path]
    return alike if [c.index - codes[0].index for c in alike] == [0, 1, 2] else []


_LEVELS = {3: 0, 5: 1, 7: 2}  # digits of a code -> its level


def _level(row: LaidRow, label: str, code: str) -> int:
    if len(code) in _LEVELS:
        return _LEVELS[len(code)]
    both = zip(row.cells, row.words, strict=True) if label else ()
    return max([cell.indent for cell, words in both if words == label], default=0)


def _may_be_of_item(code: str, column: Column) -> bool:
    """Whether a code may be that of an item: if its head does not say so, it may be of units or projects."""
    return column.kind == "编码" and (len(code) in (3, 5, 7) or any(word in column.title for word in _OF_ITEMS))


def _coded(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""
