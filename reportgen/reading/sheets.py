"""Tables as a reader takes them (读表): kind, columns, rows, and what every number in them is.

A two-sided table (收入 ‖ 支出) is two sheets. A row is told by its code, its label, or what it stands under.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.document import Document, Role, Section, Table, TableKind, in_one_line, plain
from reportgen.grid import Spot, grid
from reportgen.reading.columns import Column, columns_of, conditions_of_heads
from reportgen.reading.entries import Entry, Place, number
from reportgen.reading.lists import lists_beside
from reportgen.reading.meanings import carried
from reportgen.reading.table_kinds import kind_of_table, limits_of
from reportgen.reading.terms import bare, is_total

_UNIT = re.compile(r"单位[:：]\s*(元|千元|万元|亿元)")
_CODE = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One body row of a sheet (行).

    Attributes:
        label: the last of its names, without its number; code: 207, 20701, 2070101, of the dimension, or empty.
        groups: labels to the left of it, what it stands in; fields: by the head of its column, all that is no number.
        level: how deep it stands, from 0: by its code, else by its indent.
        text: the whole row in one line; texts: by grid column.
        entries: number by grid column; blank cells have none.
    """

    label: str
    printed: str
    code: str
    dimension: str
    level: int
    texts: tuple[str, ...]
    total: bool
    groups: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(hash=False, default_factory=dict)
    entries: Mapping[int, Entry] = field(hash=False, default_factory=dict)

    @property
    def title(self) -> str:
        """How to call the row: `2070101 行政运行`."""
        return " ".join(filter(None, (self.code, self.printed)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or one side of it.

    Attributes:
        kind: which standard table it is, or None.
        side: 收入 or 支出 of a two-sided table; 收入 of one that speaks of it alone.
        name: how to call it: its number, else its title; unit: 万元 …, as it says.
        columns: those with numbers.
        limits: what holds for all of it.
    """

    table: Table
    kind: TableKind | None
    name: str
    side: str
    unit: str
    limits: Mapping[str, str] = field(hash=False)
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """As printed above it."""
        return plain(self.table.title)

    @property
    def notes(self) -> str:
        """What stands below it."""
        return "\n".join(plain(note.runs) for note in self.table.notes)

    @property
    def entries(self) -> Iterator[Entry]:
        """Every number, row by row."""
        for line in self.lines:
            yield from line.entries.values()

    @property
    def is_empty(self) -> bool:
        """Whether nothing, or nothing but zeros, stands in it."""
        return not any(entry.number.value for entry in self.entries)


def table_name(table: Table, heading: str = "") -> str:
    """How an officer calls the table: 公开05表, else its title without its number, else the heading it stands under."""
    return table.number or bare(plain(table.title)) or heading


def tables_of(document: Document) -> Iterator[tuple[Table, str]]:
    """Every table with the heading it stands under; what is drawn is none."""
    return ((table, heading) for table, heading in _below(document.blocks, "") if not table.picture)


def pictures_of(document: Document) -> Iterator[tuple[Table, str]]:
    """Every table that is drawn (图) with the heading it stands under."""
    return ((table, heading) for table, heading in _below(document.blocks, "") if table.picture)


def _below(blocks: tuple[object, ...], heading: str) -> Iterator[tuple[Table, str]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, heading
        elif isinstance(block, Section):
            yield from _below(block.blocks, f"{block.number}{plain(block.title)}")


def unit_of(table: Table) -> str:
    """The unit of money that the line under the title names, or nothing."""
    found = _UNIT.search(f"{plain(table.right)} {plain(table.left)} {plain(table.title)}")
    return found[1] if found else ""


def body_texts(table: Table) -> list[list[str]]:
    """Every body row as texts by grid column; a cell that spans gives its text to each column and row it covers."""
    rows = []
    for _, spots in grid(table.body, table.width):
        texts = [""] * table.width
        for column, cell, _ in spots:
            for i in range(column, column + cell.columns):
                texts[i] = plain(cell.runs)
        rows.append(texts)
    return rows


def sheets_of(table: Table, heading: str, year: int, made: bool = False) -> tuple[Sheet, ...]:
    """The table as one sheet, or as its two sides; names are not resolved yet.

    Args:
        made: it is of a document that we made: what its cells are for is known.
    """
    heads = columns_of(table, year)
    columns = _by_cells(heads, table) if made else _by_body(heads, body_texts(table))
    title = plain(table.title)
    kind = kind_of_table(table)
    name = table_name(table, heading)
    sides = _sides(columns) if kind in (TableKind.TOTALS, TableKind.GRANTS) else {_only_side(kind, title): columns}
    found = []
    for side, own in sides.items():
        for alike in lists_beside(own):
            lines = tuple(line for block in alike for line in _lines_like(table, block, alike, kind, name))
            numeric = tuple(c for c in alike[0] if c.kind == "数值")
            found.append(Sheet(table, kind, name, side, unit_of(table), limits_of(kind, title), numeric, lines))
    return tuple(found)


def _only_side(kind: TableKind | None, title: str) -> str:
    """Of a table of no known kind that speaks of revenue alone (2026年收入来源): 收入."""
    return "收入" if not kind and "收入" in title and "支出" not in title else ""


def _lines_like(
    table: Table, block: tuple[Column, ...], alike: Sequence[tuple[Column, ...]], kind: TableKind | None, name: str
) -> Iterator[Line]:
    """The rows of one list; of one that goes on beside the first, as rows of that one."""
    first = {own.index: like.index for own, like in zip(block, alike[0], strict=True)}
    for line in _lines(table, block, kind, name):
        if len(alike) == 1:
            yield line
        elif line.entries or line.code:
            yield replace(line, entries={first[index]: entry for index, entry in line.entries.items()})


def _by_cells(columns: tuple[Column, ...], table: Table) -> tuple[Column, ...]:
    """The columns, each of the kind that its cells are; an empty table tells nothing of them."""
    kinds: dict[int, set[Role]] = {}
    for row, spots in grid(table.body, table.width):
        for spot in spots if not row.total else ():
            kinds.setdefault(spot.column, set()).add(spot.cell.role)
    return tuple(replace(c, kind=_kind_of_cells(kinds.get(c.index, set()), c.kind)) for c in columns)


def _kind_of_cells(roles: set[Role], otherwise: str) -> str:
    if Role.NUMBER in roles:
        return "数值"
    return "编码" if Role.CODE in roles else "名称" if Role.LABEL in roles or Role.TEXT in roles else otherwise


def _by_body(columns: tuple[Column, ...], rows: list[list[str]]) -> tuple[Column, ...]:
    """The columns, those below which no number stands but words as names, whatever their heads say."""
    words = [[text for row in rows if (text := row[column.index].strip())] for column in columns]
    return tuple(
        replace(column, kind="名称") if column.kind == "数值" and told and not any(map(number, told)) else column
        for column, told in zip(columns, words, strict=True)
    )


def _sides(columns: tuple[Column, ...]) -> dict[str, tuple[Column, ...]]:
    sides: dict[str, list[Column]] = {}
    for column in columns:
        top = column.path[0] if column.path else ""
        side = "收入" if "收入" in top else "支出" if "支出" in top else ""
        sides.setdefault(side, []).append(column)
    if not {"收入", "支出"} <= sides.keys():
        return {"": columns}
    return {side: tuple(_within_side(column) for column in own) for side, own in sides.items()}


def _within_side(column: Column) -> Column:
    """The column without what its side's own head says: 本年收入 above a total is no limit of it."""
    return replace(column, conditions=conditions_of_heads(column.path[1:]))


def _lines(table: Table, columns: tuple[Column, ...], kind: TableKind | None, name: str) -> Iterator[Line]:
    numeric, unit = {c.index: (c.title, c.unit) for c in columns if c.kind == "数值"}, unit_of(table)
    for (_, spots), texts in zip(grid(table.body, table.width), body_texts(table), strict=True):
        line = _line(columns, texts, spots, kind)
        if line.printed or line.code or any(texts[index] for index in numeric):
            yield replace(line, entries=dict(_numbers(line, spots, numeric, unit, name, kind)))


def _line(columns: tuple[Column, ...], texts: list[str], spots: list[Spot], kind: TableKind | None) -> Line:
    named = [c for c in columns if c.kind == "名称" and texts[c.index].strip()]
    labels = [texts[c.index] for c in sorted(named, key=lambda c: c.leaf == "项目名称")]
    printed = labels[-1] if labels else ""
    label = bare(printed)
    code, dimension = _code(columns, texts, kind)
    fields = {c.path[-1]: texts[c.index].strip() for c in columns if c.kind != "数值" and c.path}
    fields["政府经济"] = government_code(columns, texts)
    indent = max((s.cell.indent for s in spots if plain(s.cell.runs) == printed and printed), default=0)
    level = {3: 0, 5: 1, 7: 2}.get(len(code), indent) if code else indent
    total = any(is_total(text) for text in labels) or (not labels and is_total(" ".join(texts[:1])))
    groups = tuple(dict.fromkeys(bare(text) for text in labels[:-1] if text != printed))
    return Line(label, bare(printed), code, dimension, level, tuple(texts), total, groups, fields)


def _code(columns: tuple[Column, ...], texts: list[str], kind: TableKind | None) -> tuple[str, str]:
    """The code of the row, joined from 类, 款, 项 where those have columns of their own, and its dimension."""
    split = [c for c in columns if c.kind == "编码" and c.leaf in ("类", "款", "项")]
    split = [c for c in split if c.path[0] == split[0].path[0]]
    parts = [texts[c.index].strip() for c in split]
    whole = [texts[c.index].strip() for c in columns if c.kind == "编码" and c not in split and "单位" not in c.title]
    code = _joined(parts) if any(parts) else next((t for t in whole if _CODE.fullmatch(t)), "")
    if not _CODE.fullmatch(code):
        return "", ""
    return code, "经济" if kind in (TableKind.BASIC, TableKind.RUNNING_COSTS) else "功能"


def government_code(columns: tuple[Column, ...], texts: list[str]) -> str:
    """The code of 政府预算经济分类 that the row names beside that of 部门预算经济分类, or nothing."""
    own = [texts[c.index].strip() for c in columns if c.kind == "编码" and len(c.path) > 1 and "政府" in c.path[0]]
    code = _joined(own)
    return code if _CODE.fullmatch(code) else ""


def _joined(parts: list[str]) -> str:
    """`201`, `29`, `01` together; a part that repeats what stands before it (`301`, `30108`) is the whole."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) else code + part
    return code


def _numbers(
    line: Line,
    spots: list[Spot],
    numeric: Mapping[int, tuple[str, str]],
    unit: str,
    name: str,
    kind: TableKind | None,
) -> Iterator[tuple[int, Entry]]:
    """The numbers of the row by grid column. `numeric`: title and unit of the columns that hold numbers."""
    text, starts = row_text(spots)
    row = line.title
    for column, cell, below in spots:
        if column in numeric and not below and (words := plain(cell.runs)):
            title, own_unit = numeric[column]
            said = number(words, own_unit or unit)
            if said:
                place = Place(name, row, title, text, starts[column], len(words))
                figure = carried(cell.runs)
                yield column, Entry(None, said, place, kind, "", figure.name, figure.value)


def row_text(spots: list[Spot]) -> tuple[str, dict[int, int]]:
    """The row in one line, and where each column begins in it."""
    text, starts = "", {}
    for column, cell, below in spots:
        text += " | " if text else ""
        starts[column] = len(text)
        text += "〃" if below else in_one_line(plain(cell.runs))
    return text, starts
