"""Forms as a reader takes them (读表单): 绩效目标表 and other tables without head rows.

A form says something in two ways: a label with its value at its right (`预算数 | 26.00`, `项目名称 | 送戏下乡`), and
bands with records (see `bands`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.document import Table, TableKind, plain
from reportgen.grid import Spot, grid
from reportgen.reading.bands import Band, Item, Record, band_at, item_of, named
from reportgen.reading.entries import Entry, Place
from reportgen.reading.form_words import UNIT, called
from reportgen.reading.meanings import Meanings, carried
from reportgen.reading.sheets import row_text, table_name, unit_of
from reportgen.reading.table_kinds import kind_of
from reportgen.reading.terms import bare

_AMOUNT = re.compile(r".*(?:预算|预算数|预算额|执行数|金额|总额|资金|拨款|结转)")
_COUNT = re.compile(r".*人数")


@dataclass(frozen=True, slots=True)
class Form:
    """A table without head rows (表单).

    Attributes:
        kind: 项目支出绩效目标表, 整体支出绩效目标表, or None; name: how to call it; project: 项目名称, or nothing.
        fields: by canonical label: 项目编码, 项目名称, 预算数, 财政资金, 其他资金 …
    """

    table: Table
    kind: TableKind | None
    name: str
    project: str
    fields: Mapping[str, Item] = field(hash=False)
    bands: tuple[Band, ...]

    @property
    def notes(self) -> str:
        """What stands below it."""
        return "\n".join(plain(note.runs) for note in self.table.notes)

    def text(self, label: str) -> str:
        """What stands beside the label, or nothing."""
        return self.fields[label].text if label in self.fields else ""

    def entry(self, label: str) -> Entry | None:
        """The number beside the label, or None."""
        return self.fields[label].entry if label in self.fields else None

    def records(self, *heads: str) -> Iterator[Record]:
        """Every record of bands that have all these heads."""
        for band in self.bands:
            if set(heads) <= set(band.heads):
                yield from band.records

    @property
    def entries(self) -> Iterator[Entry]:
        """Every number in it: of fields, then of bands."""
        items = [*self.fields.values(), *(i for band in self.bands for r in band.records for i in r.items.values())]
        yield from (item.entry for item in items if item.entry)


def form_of(table: Table, heading: str, meanings: Meanings | None = None) -> Form | None:
    """The table as a form; None where it has head rows or is no grid."""
    if table.head or table.width < 2:
        return None
    name = table_name(table, heading)
    fields: dict[str, Item] = {}
    bands: list[Band] = []
    rows = [spots for _, spots in grid(table.body, table.width)]
    at = 0
    while at < len(rows):
        found = band_at(rows, at, table, name)
        if found:
            bands.append(_named_band(found[0], meanings))
            at = found[1]
        else:
            for item in _fields(rows[at], table, name):
                fields.setdefault(called(item.label), item)
            at += 1
    project = fields["项目名称"].text if "项目名称" in fields else ""
    kind = table.kind or kind_of(plain(table.title))
    items = {label: named(item, project, meanings) for label, item in fields.items()}
    return Form(table, kind, name, project, items, tuple(bands))


def _named_band(band: Band, meanings: Meanings | None) -> Band:
    records = (
        replace(r, items={head: named(item, r.text("项目名称"), meanings) for head, item in r.items.items()})
        for r in band.records
    )
    return replace(band, records=tuple(records))


def _fields(spots: Sequence[Spot], table: Table, name: str) -> Iterator[Item]:
    """Label and value, label and value; a label over several rows stands beside a row of its own or of fields."""
    text, starts = row_text(list(spots))
    first, *rest = spots
    over = (first.below or first.cell.rows > 1) and len(rest) > 1
    cells = rest if over else [first, *rest]
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        head, words = plain(label.cell.runs).strip(), plain(value.cell.runs).strip()
        if head and not value.below:
            place = Place(name, bare(head), "", text, starts[value.column], max(1, len(words)))
            yield item_of(head, words, _field_unit(head, table), place, carried(value.cell.runs))


def _field_unit(head: str, table: Table) -> str:
    """The unit of what stands beside the label: money, 人 for 编制人数, nothing for words and codes."""
    said = UNIT.search(head)
    word = bare(UNIT.sub("", head))
    if _COUNT.fullmatch(word):
        return "人"
    return (said[1] if said else unit_of(table)) if _AMOUNT.fullmatch(word) else ""
