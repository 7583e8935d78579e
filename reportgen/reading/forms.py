"""Forms (表单): 绩效目标表 and other tables without rows of heads.

A form has fields, a label with its value at its right (`预算数 | 26.00`), and bands of records (see `bands`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reportgen.document import Table, TableKind, plain
from reportgen.figure import FigureId
from reportgen.grid import Spot
from reportgen.lexicon import spoken
from reportgen.reading.bands import Band, FormItem, Record, band_at, is_label, item_of
from reportgen.reading.columns import UNIT
from reportgen.reading.entries import Entry, Place
from reportgen.reading.form_words import called, key_of, word_of
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.meanings import Meanings, Sort, carried
from reportgen.reading.sheets import unit_of
from reportgen.reading.terms import bare, conditions_of
from reportgen.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Form:
    """A table without rows of heads (表单).

    Attributes:
        kind: 项目支出绩效目标表, 整体支出绩效目标表, or None. name: for messages. project: 项目名称, or "".
        fields: values by canonical label: 项目编码, 项目名称, 预算数, 财政资金, 其他资金 …
    """

    table: Table
    kind: TableKind | None
    name: str
    project: str
    fields: Mapping[str, FormItem] = field(hash=False)
    bands: tuple[Band, ...]

    @property
    def notes(self) -> str:
        """The text of the notes below the form."""
        return "\n".join(plain(note.runs) for note in self.table.notes)

    def text(self, label: str) -> str:
        """Return the text beside the label, or ""."""
        return self.fields[label].text if label in self.fields else ""

    def entry(self, label: str) -> Entry | None:
        """Return the number beside the label, or None."""
        return self.fields[label].entry if label in self.fields else None

    def records(self, *heads: str) -> Iterator[Record]:
        """Yield the records of the bands that have all these heads."""
        for band in self.bands:
            if set(heads) <= set(band.heads):
                yield from band.records

    @property
    def entries(self) -> Iterator[Entry]:
        """All its numbers: those of fields, then those of bands."""
        items = [*self.fields.values(), *(i for band in self.bands for r in band.records for i in r.items.values())]
        yield from (item.entry for item in items if item.entry)


def form_of(layout: LaidTable, meanings: Meanings | None = None) -> Form | None:
    """Return the table as a form; None if it has rows of heads, or a single column."""
    table, rows = layout.table, layout.body
    if table.head or table.width < 2:
        return None
    fields: dict[str, FormItem] = {}
    bands: list[Band] = []
    at = 0
    while at < len(rows):
        found = band_at(layout, at, meanings)
        if found:
            bands.append(_named_band(found[0], meanings))
            at = found[1]
        else:
            for key, item in _fields(layout, rows[at], meanings):
                fields.setdefault(key, item)
            at += 1
    project = fields["项目名称"].text if "项目名称" in fields else ""
    return Form(table, layout.kind, layout.name, project, _named(fields, project, meanings), tuple(bands))


def _named_band(band: Band, meanings: Meanings | None) -> Band:
    items = [_named(record.items, record.text("项目名称"), meanings) for record in band.records]
    both = zip(band.records, items, strict=True)
    return replace(band, records=tuple([r if own is r.items else replace(r, items=own) for r, own in both]))


def _named(items: Mapping[str, FormItem], project: str, meanings: Meanings | None) -> Mapping[str, FormItem]:
    """Return the items, with the numbers that carry no name named as amounts of the project."""
    typed = [key for key, item in items.items() if item.entry and not (meanings and item.entry.carried)]
    return {**items, **{key: _of_project(items[key], project) for key in typed}} if typed and project else items


def _fields(layout: LaidTable, row: LaidRow, meanings: Meanings | None) -> Iterator[tuple[str, FormItem]]:
    """Yield the fields of a row: canonical label and value."""
    starts, first = row.starts, row.spots[0]
    beside = plain(first.cell.runs) if first.cell.rows > 1 else ""
    for label, value in _labelled(row.spots, meanings is not None):
        head, words = plain(label.cell.runs).strip(), plain(value.cell.runs).strip()
        if head and not value.below:
            place = Place(layout.name, bare(head), "", row.line, starts[value.column], max(1, len(words)))
            own = carried(value.cell.runs)
            key = key_of(value.cell, head, meanings) if meanings else called(head)
            unit = _unit_beside(head, beside, layout.table, own.name, meanings)
            yield key, item_of(head, words, unit, place, own, meanings)


def _labelled(spots: Sequence[Spot], made: bool) -> Iterator[tuple[Spot, Spot]]:
    """Yield pairs of label and value; a label that stands beside several rows of fields is skipped."""
    if made:
        yield from ((one, other) for one, other in pairwise(spots) if is_label(one) and not is_label(other))
        return
    first, *rest = spots
    over = (first.below or first.cell.rows > 1) and len(rest) > 1
    cells = rest if over else [first, *rest]
    yield from zip(cells[::2], cells[1::2], strict=False)


def _unit_beside(head: str, beside: str, table: Table, own: str, meanings: Meanings | None) -> str:
    """Return the unit of a field: by the meaning of the figure it carries, else by its label or that `beside` it."""
    meaning = meanings.meaning_of(own) if meanings and own else None
    if meaning and meaning.sort not in (Sort.FACT, Sort.COUNT):
        said = UNIT.search(head)
        return meaning.unit(said[1] if said else unit_of(table))
    return _field_unit(head, beside, table)


def _field_unit(head: str, beside: str, table: Table) -> str:
    """Return the unit that a label implies: of money, 人 for 编制人数, "" for words and codes."""
    said = UNIT.search(head) or UNIT.search(beside)
    match spoken().whole("表单的数", word_of(head)):
        case "人数":
            return "人"
        case "金额":
            return said[1] if said else unit_of(table)
        case _:
            return ""


def _of_project(item: FormItem, project: str) -> FormItem:
    word = word_of(item.label)
    if not item.entry or not item.entry.number.is_money or "总预算" in word:
        return item
    base = ("上年执行数" if "执行" in word else "上年预算") if "上年" in word and "结转" not in word else ""
    name = FigureId("支出", (("项目", project),), base).where(*conditions_of(word).items())
    return replace(item, entry=item.entry._replace(name=name))
