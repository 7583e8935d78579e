"""Tables as a reader takes them (读表): kind, columns, rows, and what every number in them is.

A two-sided table (收入 ‖ 支出) is two sheets. A row is told by its code, its label, or what it stands under.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.document import Figure, Role, Table, TableKind, plain
from reportgen.reading.columns import Column, conditions_of_heads, lists_beside
from reportgen.reading.entries import Entry, Number, Place, number
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.meanings import Meanings, carried
from reportgen.reading.table_kinds import limits_of
from reportgen.reading.terms import bare, is_total

_UNIT = re.compile(r"单位[:：]\s*(元|千元|万元|亿元)")
_CODE = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One body row of a sheet (行).

    Attributes:
        label: the last of its names, without its number; code: 207, 20701, 2070101, of the dimension, or empty.
        groups: labels to the left of it, what it stands in; fields: by the head of its column, all that is no number.
        level: how deep it stands, from 0: by its code, else by its indent.
        text: the whole row in one line; texts: by grid column.
        entries: number by grid column; blank cells have none.
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

    @property
    def title(self) -> str:
        """How to call the row: `2070101 行政运行`."""
        return " ".join(filter(None, (self.code, self.label)))


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
    lines: tuple[SheetRow, ...]

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


def unit_of(table: Table) -> str:
    """The unit of money that the line under the title names, or nothing."""
    found = _UNIT.search(f"{plain(table.right)} {plain(table.left)} {plain(table.title)}")
    return found[1] if found else ""


def sheets_of(layout: LaidTable, meanings: Meanings | None = None) -> tuple[Sheet, ...]:
    """The table as one sheet, or as its two sides.

    Args:
        meanings: given where the document is one that we made: what its cells are for is known, and numbers that carry
            a name have it; the others are not named yet.
    """
    columns = _by_cells(layout) if meanings else _by_body(layout)
    table, title, kind = layout.table, layout.title, layout.kind
    sides = _sides(columns) if kind in (TableKind.TOTALS, TableKind.GRANTS) else {_only_side(kind, title): columns}
    unit, limits = unit_of(table), limits_of(kind, title)
    found = []
    for side, own in sides.items():
        for alike in lists_beside(own):
            first = alike[0]
            lists = [_List(layout.name, kind, unit, block, first, meanings) for block in alike]
            lines = tuple(line for each in lists for line in each.lines(layout.body, alone=len(alike) == 1))
            numeric = tuple(c for c in first if c.kind == "数值")
            found.append(Sheet(table, kind, layout.name, side, unit, limits, numeric, lines))
    return tuple(found)


def _only_side(kind: TableKind | None, title: str) -> str:
    """Of a table of no known kind that speaks of revenue alone (2026年收入来源): 收入."""
    return "收入" if not kind and "收入" in title and "支出" not in title else ""


def _by_cells(layout: LaidTable) -> tuple[Column, ...]:
    """The columns, each of the kind that its cells are; an empty table tells nothing of them."""
    kinds: dict[int, set[Role]] = {}
    for row in layout.body:
        for spot in row.spots if not row.row.total else ():
            kinds.setdefault(spot.column, set()).add(spot.cell.role)
    return tuple(replace(c, kind=_kind_of_cells(kinds.get(c.index, set()), c.kind)) for c in layout.columns)


def _kind_of_cells(roles: set[Role], otherwise: str) -> str:
    if Role.NUMBER in roles:
        return "数值"
    return "编码" if Role.CODE in roles else "名称" if Role.LABEL in roles or Role.TEXT in roles else otherwise


def _by_body(layout: LaidTable) -> tuple[Column, ...]:
    """The columns, those below which no number stands but words as names, whatever their heads say."""
    words = [[text for row in layout.body if (text := row.texts[c.index].strip())] for c in layout.columns]
    return tuple(
        replace(column, kind="名称") if column.kind == "数值" and told and not any(map(number, told)) else column
        for column, told in zip(layout.columns, words, strict=True)
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


class _List:
    """How the rows of one list are read: which of its columns hold what.

    Args:
        first: the columns of the list that this one goes on, or its own; its numbers stand there.
    """

    def __init__(
        self,
        name: str,
        kind: TableKind | None,
        unit: str,
        columns: Sequence[Column],
        first: Sequence[Column],
        meanings: Meanings | None,
    ) -> None:
        self.name, self.kind, self.meanings = name, kind, meanings
        self.labels = sorted((c for c in columns if c.kind == "名称"), key=lambda c: c.leaf == "项目名称")
        self.fields = [c for c in columns if c.kind != "数值" and c.path]
        codes = [c for c in columns if c.kind == "编码"]
        split = [c for c in codes if c.leaf in ("类", "款", "项")]
        self.levels = [c for c in split if c.path[0] == split[0].path[0]]
        self.codes = [c for c in codes if c not in self.levels and "单位" not in c.title]
        self.government = [c for c in codes if len(c.path) > 1 and "政府" in c.path[0]]
        both = zip(columns, first, strict=True)
        self.numbers = {
            own.index: (like.index, own.title, own.unit or unit) for own, like in both if own.kind == "数值"
        }
        self.dimension = "经济" if kind in (TableKind.BASIC, TableKind.RUNNING_COSTS) else "功能"

    def lines(self, rows: Sequence[LaidRow], alone: bool) -> Iterator[SheetRow]:
        """Its rows; of a list that stands beside others those that say something there."""
        for row in rows:
            line = self._line(row)
            if (line.entries or line.code) if not alone else self._says_something(line, row):
                yield line

    def _says_something(self, line: SheetRow, row: LaidRow) -> bool:
        return bool(line.label or line.code) or any(row.texts[index] for index in self.numbers)

    def _line(self, row: LaidRow) -> SheetRow:
        texts = row.texts
        labels = [texts[c.index] for c in self.labels if texts[c.index].strip()]
        label = labels[-1] if labels else ""
        printed, code = bare(label), self._code(texts)
        fields = {c.path[-1]: texts[c.index].strip() for c in self.fields}
        fields["政府经济"] = _coded(joined([texts[c.index].strip() for c in self.government]))
        total = any(map(is_total, labels)) or (not labels and is_total(texts[0] if texts else ""))
        groups = tuple(dict.fromkeys(bare(text) for text in labels[:-1] if text != label))
        title = " ".join(filter(None, (code, printed)))
        entries = dict(self._entries(row, title))
        dimension = self.dimension if code else ""
        return SheetRow(printed, code, dimension, _level(row, label, code), texts, total, groups, fields, entries)

    def _code(self, texts: Sequence[str]) -> str:
        """The code of the row, joined from 类, 款, 项 where those have columns of their own."""
        parts = [texts[c.index].strip() for c in self.levels]
        whole = (texts[c.index].strip() for c in self.codes)
        return _coded(joined(parts) if any(parts) else next((t for t in whole if _CODE.fullmatch(t)), ""))

    def _entries(self, row: LaidRow, title: str) -> Iterator[tuple[int, Entry]]:
        """The numbers of the row by grid column."""
        for (column, cell, below), words in zip(row.spots, row.words, strict=True):
            if column in self.numbers and not below and words:
                index, head, unit = self.numbers[column]
                said = number(words, unit)
                if said:
                    place = Place(self.name, title, head, row.line, row.starts[column], len(words))
                    yield index, self._entry(carried(cell.runs), said, place)

    def _entry(self, figure: Figure, said: Number, place: Place) -> Entry:
        if not self.meanings or not figure.name:
            return Entry(None, said, place, self.kind, "", figure.name, figure.value)
        meaning = self.meanings.of(figure.name, self.kind)
        unit = meaning.unit(said.unit)
        said = said if unit == said.unit else said._replace(unit=unit)
        return Entry(meaning.name, said, place, self.kind, "", figure.name, figure.value)


def _level(row: LaidRow, label: str, code: str) -> int:
    both = zip(row.spots, row.words, strict=True)
    indent = max((spot.cell.indent for spot, words in both if words == label), default=0) if label else 0
    return {3: 0, 5: 1, 7: 2}.get(len(code), indent)


def joined(parts: Sequence[str]) -> str:
    """`201`, `29`, `01` together; a part that repeats what stands before it (`301`, `30108`) is the whole."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) else code + part
    return code


def _coded(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""
