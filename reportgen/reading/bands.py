"""Bands of a form (栏): a row of heads within the form, `任务名称 | 主要内容 | 总金额`, and the records below it.

One label may stand beside the whole band, down to the last record. Keys are canonical words (`form_words`), items keep
the printed ones.
"""

from collections.abc import Mapping, Sequence

from reportgen.document import Figure, Role, Table, plain
from reportgen.grid import Spot
from reportgen.reading.columns import UNIT
from reportgen.reading.entries import Entry, Place, entry_of, number, place_of
from reportgen.reading.form_words import called, is_head, is_period, key_of
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.meanings import NO_FIGURE, Meanings, carried
from reportgen.reading.sheets import unit_of
from reportgen.reading.terms import bare
from reportgen.records import NamedTuple, dataclass, field, replace

_FUNDS = ("预算数", "财政资金", "其他资金")
_TOTALS = ("合计", "总计")
_ABOUT = ("三级指标", "子项目名称", "项目名称", "任务名称", "主要内容")  # what a record is about


@dataclass(frozen=True, slots=True)
class FormItem:
    """One value of a form (填项): its printed label, its text, and its number if the text is one."""

    label: str
    text: str
    place: Place
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a band: items by canonical head. `total`: the row 合计."""

    items: Mapping[str, FormItem] = field(hash=False)
    total: bool = False

    def text(self, head: str) -> str:
        """Return the text below the head, or ""."""
        return self.items[head].text if head in self.items else ""

    def entry(self, head: str) -> Entry | None:
        """Return the number below the head, or None."""
        return self.items[head].entry if head in self.items else None

    @property
    def name(self) -> str:
        """The text that says what the record is about, from the first such head that is filled in; else ""."""
        return next((self.text(h) for h in _ABOUT if self.text(h)), "")


@dataclass(frozen=True, slots=True)
class Band:
    """A row of heads with its records (栏). `label`: the label beside the whole band, such as 年度主要任务."""

    label: str
    heads: tuple[str, ...]
    records: tuple[Record, ...]

    @property
    def is_plan(self) -> bool:
        """Whether its heads are times of the year: 3月底, 6月底 …"""
        return all(is_period(head) for head in self.heads)


def is_label(spot: Spot) -> bool:
    """Whether the cell is a head or a label, not a value; for forms that we made."""
    return spot.cell.role is Role.HEAD


def band_at(layout: LaidTable, at: int, meanings: Meanings | None) -> tuple[Band, int] | None:
    """Return the band that begins in this row, and the index of the row after it; None if it is no row of heads."""
    rows, made = layout.body, meanings is not None
    heads = _heads(rows, at, made)
    if not heads:
        return None
    depth = 2 if at + 1 < len(rows) and _goes_on(rows[at + 1].spots, heads, made) else 1
    end = _end(rows, at, depth, heads, made)
    return _band(layout, rows[at:end], depth, heads, meanings), end


def _beginning_here(spots: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in spots if not spot.below]


def _may_be_head(spot: Spot, made: bool) -> bool:
    return is_label(spot) if made else is_head(plain(spot.cell.runs))


def _heads(rows: Sequence[LaidRow], at: int, made: bool) -> list[Spot]:
    """Return the heads of the row: two or more, with nothing else but a label on their left; empty if it has none."""
    own = _beginning_here(rows[at].spots)
    if own and (_is_beside(rows, at, own, made) or not (made or _may_be_head(own[0], made))):
        own = own[1:]
    while own and not plain(own[-1].cell.runs).strip():
        own = own[:-1]
    return own if len(own) > 1 and all(_may_be_head(spot, made) for spot in own) else []


def _is_beside(rows: Sequence[LaidRow], at: int, own: Sequence[Spot], made: bool) -> bool:
    """Whether the first cell is the label beside the whole band: it reaches further down than the heads."""
    deeper = at + 1 < len(rows) and _goes_on(rows[at + 1].spots, own[1:], made)
    return own[0].cell.rows > (2 if deeper else 1)


def _goes_on(spots: Sequence[Spot], heads: Sequence[Spot], made: bool) -> bool:
    """Whether a row is the second row of heads: some heads of the first row reach down into it."""
    below = {spot.column for spot in spots if spot.below}
    own = _beginning_here(spots)
    reach = any(head.column in below for head in heads)
    return reach and bool(own) and all(_may_be_head(spot, made) for spot in own)


def _end(rows: Sequence[LaidRow], at: int, depth: int, heads: Sequence[Spot], made: bool) -> int:
    """Return the index of the row after the band: where its label ends, else where a row does not fit the heads."""
    label = next((spot for spot in rows[at].spots if spot.column < heads[0].column), None)
    for end in range(at + depth, len(rows)):
        spots = rows[end].spots
        if made and any(is_label(spot) for spot in _beginning_here(spots)):
            return end
        if label:
            if not any(spot.below and spot.cell is label.cell for spot in spots):
                return end
        elif (not made and _heads(rows, end, made)) or any(_covers_several(spot, heads) for spot in spots):
            return end
    return len(rows)


def _covers(spot: Spot, column: int) -> bool:
    return spot.column <= column < spot.column + spot.cell.columns


def _covers_several(spot: Spot, heads: Sequence[Spot]) -> bool:
    return spot.cell.columns > 1 and sum(_covers(spot, head.column) for head in heads) > 1


def _band(
    layout: LaidTable, rows: Sequence[LaidRow], depth: int, heads: Sequence[Spot], meanings: Meanings | None
) -> Band:
    label = next((plain(s.cell.runs) for s in rows[0].spots if s.column < heads[0].column), "")
    above = {column: spot for spot in heads for column in range(spot.column, spot.column + spot.cell.columns)}
    leaves = list(heads)
    if depth > 1:
        lower = _beginning_here(rows[1].spots)
        inner = {spot.column for spot in lower}
        leaves = sorted([*lower, *(h for h in heads if h.column not in inner)], key=lambda spot: spot.column)
    keyed = _keyed(leaves, rows[depth:], meanings)
    lowest = []
    for key, leaf in keyed.items():  # a lower head has none above it if that was left blank
        printed, over = plain(leaf.cell.runs), plain(above.get(leaf.column, leaf).cell.runs)
        lowest.append(_Leaf(key, leaf.column, printed, bare(printed), _unit(key, printed, over, label, layout.table)))
    records = [_record(row, lowest, label, layout.name, meanings) for row in rows[depth:]]
    if meanings:
        amounts = [entry for record in records if (entry := record.entry("预算数"))]
        if all(entry.carried for entry in amounts):
            records = [replace(record, total=_is_total(record, amounts, meanings)) for record in records]
    return Band(label, tuple(keyed), tuple(records))


def _is_total(record: Record, amounts: Sequence[Entry], meanings: Meanings) -> bool:
    """Whether the record is a total: the amounts of all other records are parts of its amount, by their names."""
    own = record.entry("预算数")
    if not own:
        return record.total
    others = (entry for entry in amounts if entry is not own)
    whole = meanings.canonical(own.carried)
    parts = (meanings.canonical(entry.carried) for entry in others)
    return len(amounts) > 1 and all(meanings.parted_by(whole, part) for part in parts)


def _keyed(leaves: Sequence[Spot], rows: Sequence[LaidRow], meanings: Meanings | None) -> dict[str, Spot]:
    """Return the lowest heads by their canonical words; a word that comes again gets a number."""
    found: dict[str, Spot] = {}
    amount = next((own for spot in rows[0].spots if (own := carried(spot.cell.runs).name)), "-") if rows else "-"
    for leaf in leaves:
        below = next((spot.cell for spot in rows[0].spots if _covers(spot, leaf.column)), None) if rows else None
        head = plain(leaf.cell.runs)
        key = key_of(below, head, meanings, amount) if meanings and below else called(head)
        found[f"{key}{len(found)}" if key in found else key] = leaf
    return found


def _unit(key: str, leaf: str, above: str, label: str, table: Table) -> str:
    """Return the unit of the numbers below the head; "" where words stand below it."""
    said = UNIT.search(leaf) or UNIT.search(above)
    if is_period(key):
        found = said or UNIT.search(label)
        return found[1] if found else "%"
    if key.rstrip("0123456789") not in _FUNDS:
        return ""
    return said[1] if said else unit_of(table)


class _Leaf(NamedTuple):
    """A lowest head: its canonical word, its grid column, itself as printed and bare, the unit of its numbers."""

    key: str
    column: int
    printed: str
    bare: str
    unit: str


def _record(row: LaidRow, heads: Sequence[_Leaf], label: str, name: str, meanings: Meanings | None) -> Record:
    spots: dict[int, Spot] = {}  # a cell below several heads belongs to the first
    columns = {head.column for head in heads}
    for spot in row.spots:
        inside = range(spot.column, spot.column + spot.cell.columns)
        if (first := next(filter(columns.__contains__, inside), None)) is not None:
            spots[first] = spot
    words = {head.key: row.texts[head.column].strip() if head.column in spots else "" for head in heads}
    about = next((words[key] for key in _ABOUT if words.get(key)), bare(label))
    items, starts = {}, row.starts
    for key, column, printed, called_, unit in heads:
        below = spots.get(column)
        start, own = (starts[below.column], carried(below.cell.runs)) if below else (0, NO_FIGURE)
        place = place_of((name, about, called_, row.line, start, max(1, len(words[key]))))
        items[key] = item_of(printed, words[key], unit, place, own, meanings)
    return Record(items, any("计" in said and bare(said).endswith(_TOTALS) for said in words.values()))


def item_of(
    head: str, words: str, unit: str, place: Place, own: Figure = NO_FIGURE, meanings: Meanings | None = None
) -> FormItem:
    """Return the item; it has a number if there is a unit and the text is a number, named if it carries a name."""
    text = words.rstrip("%％") if unit == "%" else words
    said = number(text, unit) if unit else None
    if not said:
        return FormItem(head, words, place)
    name = meanings.meaning_of(own.name).name if meanings and own.name else None
    return FormItem(head, words, place, entry_of((name, said, place, None, "", own.name, own.value)))
