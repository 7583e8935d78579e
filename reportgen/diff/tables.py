"""Two tables compared (比表): captions, columns by their heads, rows by their labels, then cell by cell.

Documents of two years are compared in the columns of their own years. Columns of earlier years, and of changes against
them, are not compared: they are each document's own comparison. But the later document's amounts for the earlier one's
year are compared with that document: if they differ, they were restated (重述).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from reportgen.diff.aligning import Pair, equal_pairs, left_over, level_pairs, moved_pairs
from reportgen.diff.changes import ChangeKind, DocumentChange, Element, Segment, SegmentKind
from reportgen.diff.items import LabelledColumn, LabelledRow, halves, labelled_columns, labelled_rows
from reportgen.diff.rows import recoded, same_rows
from reportgen.diff.tokens import WordRules, clean
from reportgen.diff.wording import BothRules, Places, alone, change, segments
from reportgen.document import Role, Runs, Table, Text, as_runs, in_a_row, plain
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.records import dataclass, replace

_AMOUNT = compiled(r"[-－−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
Halves = tuple[range, range]  # (grid columns of one half on the old side, on the new side)


@dataclass(frozen=True)
class TablePair:
    """A table on both sides, with its places and the rules for comparing its words."""

    old: Table
    new: Table
    at: Places
    sides: BothRules

    @cached_property
    def columns(self) -> tuple[tuple[LabelledColumn, ...], tuple[LabelledColumn, ...]]:
        """The columns of each side, (old, new)."""
        return labelled_columns(self.old, self.sides.old), labelled_columns(self.new, self.sides.new)

    @property
    def both_have_heads(self) -> bool:
        """Whether both tables have heads; else both are compared as forms, head rows as rows."""
        return bool(self.old.head and self.new.head)

    @property
    def halves(self) -> Iterator[Halves]:
        """The halves of both tables if they have equally many; else, and for forms, each table as a whole."""
        old, new = halves(self.old), halves(self.new)
        if len(old) != len(new) or not self.both_have_heads:
            old, new = (range(self.old.width),), (range(self.new.width),)
        return zip(old, new, strict=True)

    def place(self, row: tuple[str, str] = ("", ""), column: tuple[str, str] = ("", "")) -> Places:
        """Return the old and the new place of a row, column or cell, from its labels (old, new)."""
        old, new = (replace(place, row=row[i], column=column[i]) for i, place in enumerate(self.at))
        return old, new


def table_changes(both: TablePair) -> Iterator[DocumentChange]:
    """Yield every change within the table, except in its notes."""
    yield from _caption_changes(both)
    within = [(half, _paired_columns(both, half)) for half in both.halves]
    for half, columns in within if both.both_have_heads else ():
        yield from _column_changes(both, half, columns)
    for half, columns in within:
        yield from _row_changes(both, half, [pair for pair in columns if _of_own_year(both, *pair)])


def _caption_changes(both: TablePair) -> Iterator[DocumentChange]:
    old, new = both.old, both.new
    texts = [(old.title, new.title)]
    if not both.sides.renumbered:
        texts.insert(0, (as_runs(old.number), as_runs(new.number)))
    if clean(old.left + old.right) != clean(new.left + new.right):  # print does not show where the left one ends
        texts += (old.left, new.left), (old.right, new.right)
    for left, right in texts:
        yield from change(Element.CAPTION, left, right, both.at, both.sides)


def _paired_columns(both: TablePair, half: Halves) -> list[Pair]:
    """Return the pairs of columns with equal heads, moved ones too, and of columns in gaps of equal length."""
    old, new = ([side[at].key for at in part] for side, part in zip(both.columns, half, strict=True))
    held = equal_pairs(old, new)
    moved = list(moved_pairs(old, new, held))
    found = [*held, *moved, *level_pairs(held, moved, len(old), len(new))]
    return sorted((half[0][i], half[1][j]) for i, j in found)


def _column_changes(both: TablePair, half: Halves, paired: Sequence[Pair]) -> Iterator[DocumentChange]:
    old, new = both.columns
    for i, j in paired:
        at = both.place(column=(old[i].name, new[j].name))
        yield from change(Element.HEAD, as_runs(old[i].name), as_runs(new[j].name), at, both.sides)
    for i, j in _crossing(both, paired):
        name = as_runs(old[i].name), as_runs(new[j].name)
        at = both.place(column=(old[i].name, new[j].name))
        yield DocumentChange(ChangeKind.MOVED, Element.COLUMN, *at, (Segment(SegmentKind.SAME, *name),))
    olds, news = left_over(paired, len(old), len(new))
    for i in (i for i in olds if i in half[0]):
        if words := _column_text(both.old, old[i]):
            yield alone(Element.COLUMN, words, old=replace(both.at[0], column=old[i].name))
    for j in (j for j in news if j in half[1]):
        if words := _column_text(both.new, new[j]):
            yield alone(Element.COLUMN, words, new=replace(both.at[1], column=new[j].name))


def _crossing(both: TablePair, paired: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of columns that moved: all but the most that keep their order; the same from either side."""
    names = {(i, j): "\x1e".join(sorted((both.columns[0][i].key, both.columns[1][j].key))) for i, j in paired}
    by_old, by_new = sorted(paired), sorted(paired, key=lambda pair: pair[1])
    kept = equal_pairs([names[pair] for pair in by_old], [names[pair] for pair in by_new])
    stayed = {by_old[at] for at, there in kept if by_old[at] == by_new[there]}
    return [pair for pair in by_old if pair not in stayed]


def _column_text(table: Table, column: LabelledColumn) -> Runs:
    """Return head and cells of a column with tabs between them; empty if no cell begins in it."""
    rows = labelled_rows(table.body, table, range(table.width), WordRules())
    cells = [cell.runs for row in rows if (cell := row.cells.get(column.at))]
    return in_a_row([as_runs(column.name), *cells], "\t") if cells else ()


def _row_changes(both: TablePair, half: Halves, columns: Sequence[Pair]) -> Iterator[DocumentChange]:
    old, new = _both_rows(both, half)
    held = same_rows(old, new, both.sides)
    moved = list(moved_pairs([row.key for row in old], [row.key for row in new], held))
    held += recoded(old, new, held + moved, both.sides.codes)  # they stand where their code stands
    yield from _restated(both, half, old, new, held + moved)
    complete = len(held) == len(old) == len(new)
    within = replace(both, sides=both.sides._replace(renumbered=both.sides.renumbered or not complete))
    for i, j in sorted(held + moved):
        yield from _cell_changes(within, old[i], new[j], columns)
    for i, j in moved:
        found = segments(_row_text(old[i]), _row_text(new[j]), within.sides)
        yield DocumentChange(ChangeKind.MOVED, Element.ROW, *both.place(row=(old[i].name, new[j].name)), found)
    olds, news = left_over(held + moved, len(old), len(new))
    for i in olds:
        yield alone(Element.ROW, _row_text(old[i]), old=replace(both.at[0], row=old[i].name))
    for j in news:
        yield alone(Element.ROW, _row_text(new[j]), new=replace(both.at[1], row=new[j].name))


def _both_rows(both: TablePair, half: Halves) -> tuple[list[LabelledRow], list[LabelledRow]]:
    return _rows(both, both.old, half[0], both.sides.old), _rows(both, both.new, half[1], both.sides.new)


def _rows(both: TablePair, table: Table, part: range, rules: WordRules) -> list[LabelledRow]:
    """Return the rows that have any words; of a form also its head rows."""
    parts = (table.body,) if both.both_have_heads else (table.head, table.body)
    found = [row for rows in parts for row in labelled_rows(rows, table, part, rules, both.both_have_heads)]
    return [row for row in found if row.said]


def _row_text(row: LabelledRow) -> Runs:
    """Return the cells of a row with tabs between them; numbers keep their names."""
    cells = [cell.runs for _, cell in sorted(row.cells.items())]
    return tuple(run for at, runs in enumerate(cells) for run in ((Text("\t"), *runs) if at else runs))


_YEAR = compiled("(20[0-9]{2})年度?|([上去])年度?|[本当]年度?")
_WHOLE = ("合计", "小计", "总计")  # heads of the total among the columns below a head


def _year_and_kind(column: LabelledColumn, year: int) -> tuple[int, str]:
    """Return (years before the document's year, heads without years) of a column; -1 years for a change."""
    found = {year - int(own) if own else int(bool(before)) for own, before in _YEAR.findall(column.name)}
    if len(found) > 1 or _heads_a_change(column.name):
        return -1, column.name
    return max(found, default=0), _YEAR.sub("", column.name)


def _heads_a_change(heads: str) -> bool:
    """Whether these heads are those of a change against another year, such as 比上年增减 → 金额."""
    path = heads.split(" → ")
    if not any(sign in heads for sign in "增减升降"):
        return False
    return spoken().whole("列", path[-1]) in ("增减额", "增减率") or any(
        spoken().is_word_of("增减的列", "上面", head) for head in path[:-1]
    )


def _of_own_year(both: TablePair, i: int, j: int) -> bool:
    """Whether a pair of columns is compared: not those of other years, if the documents are of two years."""
    if not both.sides.years_apart or not both.both_have_heads:
        return True
    (old, new), (mine, yours) = both.columns, (both.sides.old.year, both.sides.new.year)
    return not _year_and_kind(old[i], mine)[0] and not _year_and_kind(new[j], yours)[0]


def _restating(both: TablePair, half: Halves) -> Iterator[Pair]:
    """Yield the pairs of columns of one year and kind: its own year in one document, the year before in the later."""
    apart, (old, new) = both.sides.years_apart, both.columns
    if not apart or not both.both_have_heads or clean(both.old.right) != clean(both.new.right):
        return
    mine = {i: _year_and_kind(old[i], both.sides.old.year) for i in half[0]}
    yours = {j: _year_and_kind(new[j], both.sides.new.year) for j in half[1]}
    earlier, later = (mine, yours) if apart > 0 else (yours, mine)
    for at, (before, kind) in later.items():
        if before == abs(apart):
            same = [i for i, (own, said) in earlier.items() if not own and _is_kind(said, kind)]
            yield from ((i, at) if apart > 0 else (at, i) for i in same[:1])


def _is_kind(said: str, kind: str) -> bool:
    head, _, leaf = said.rpartition(" → ")
    return said == kind or (head == kind and leaf in _WHOLE)


def _amount(row: LabelledRow | None, column: int) -> Decimal | None:
    return parse_number(plain(_runs(row, column)).strip())


def _runs(row: LabelledRow | None, column: int) -> Runs:
    cell = row.cells.get(column) if row else None
    return cell.runs if cell else ()


def _restated(
    both: TablePair, half: Halves, old: Sequence[LabelledRow], new: Sequence[LabelledRow], rows: Sequence[Pair]
) -> Iterator[DocumentChange]:
    """Yield amounts of the earlier document's year that the later one restates; rows that one lacks count as zero."""
    olds, news = left_over(rows, len(old), len(new))
    later = [(None, new[j]) for j in news] if both.sides.years_apart > 0 else [(old[i], None) for i in olds]
    for i, j in _restating(both, half):
        for one, other in [*((old[a], new[b]) for a, b in rows), *later]:
            before, now = _amount(one, i), _amount(other, j)
            if (before or 0) != (now or 0):
                names = one.name if one else "", other.name if other else ""
                at = both.place(names, (both.columns[0][i].name, both.columns[1][j].name))
                said = Segment(SegmentKind.NUMBER, _runs(one, i), _runs(other, j))
                yield DocumentChange(ChangeKind.RESTATED, Element.CELL, *at, (said,))


def moved_codes(both: TablePair) -> Mapping[str, str]:
    """Return old code → new code of rows whose code changed: both tables state the same amount for the same year.

    A row that is gone and a row that came are one row if no other of them has this amount, which is not zero.
    """
    found: dict[str, str] = {}
    for half in both.halves:
        for i, j in _restating(both, half):
            old, new = _both_rows(both, half)
            mine, yours = ({row.code for row in side if row.code} for side in (old, new))
            gone = _by_amount([row for row in old if row.code and row.code not in yours], i)
            come = _by_amount([row for row in new if row.code and row.code not in mine], j)
            found |= {gone[amount]: come[amount] for amount in gone.keys() & come.keys()}
    return found


def _by_amount(rows: Sequence[LabelledRow], column: int) -> dict[tuple[Decimal, int], str]:
    """Return (amount, length of code) → code of the only row that has them."""
    keys = [((amount, len(row.code)), row.code) for row in rows if (amount := _amount(row, column))]
    once = Counter(key for key, _ in keys)
    return {key: code for key, code in keys if once[key] == 1}


def _cell_changes(
    both: TablePair, old: LabelledRow, new: LabelledRow, columns: Sequence[Pair]
) -> Iterator[DocumentChange]:
    """Yield the changes in the cells of one row: column by column, in a form one cell after another."""
    names = both.columns
    for i, j in columns if both.both_have_heads else _one_after_another(old, new):
        cells = old.cells.get(i), new.cells.get(j)
        left, right = (cell.runs if cell else () for cell in cells)
        if left != right:
            at = both.place((old.name, new.name), (names[0][i].name, names[1][j].name))
            coded = any(cell and cell.role is Role.CODE for cell in cells)
            yield from (_of_cell(each, coded) for each in change(Element.CELL, left, right, at, both.sides))


def _of_cell(found: DocumentChange, coded: bool) -> DocumentChange:
    """Return the change with the kind that suits a cell.

    A number that came or went counts as a changed number, a changed code as changed words.
    """
    if coded:
        words = (replace(each, kind=SegmentKind.WORDS) if each.changed else each for each in found.segments)
        return replace(found, kind=ChangeKind.WORDING, segments=tuple(words))
    changed = (segment for segment in found.segments if segment.changed)
    texts = [text for each in changed for text in (plain(each.old), plain(each.new)) if text]
    return replace(found, kind=ChangeKind.NUMBER) if all(_AMOUNT.fullmatch(text.strip()) for text in texts) else found


def _one_after_another(old: LabelledRow, new: LabelledRow) -> Iterator[Pair]:
    olds, news = sorted(old.cells), sorted(new.cells)
    pairs = equal_pairs([plain(old.cells[at].runs) for at in olds], [plain(new.cells[at].runs) for at in news])
    for i, j in sorted([*pairs, *level_pairs(pairs, (), len(olds), len(news))]):
        yield olds[i], news[j]
