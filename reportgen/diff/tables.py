"""Two tables compared (比表): captions, columns by their heads, rows by their labels, then cell by cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from reportgen.diff.aligning import LEAST_ALONE, Pair, alike, equal_pairs, gaps, left_over, level_pairs, moved_pairs
from reportgen.diff.changes import ChangeKind, DocumentChange, Element, SegmentKind
from reportgen.diff.items import LabelledColumn, LabelledRow, halves, labelled_columns, labelled_rows
from reportgen.diff.tokens import WordRules, clean
from reportgen.diff.wording import BothRules, Places, alone, change, segments
from reportgen.document import Role, Runs, Table, Text, plain
from reportgen.patterns import compiled
from reportgen.records import dataclass

_AMOUNT = compiled(r"[-－−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
Halves = tuple[range, range]  # the grid columns of one half on the old side, on the new side


@dataclass(frozen=True)
class TablePair:
    """A table on both sides, with its places and the rules for its words."""

    old: Table
    new: Table
    at: Places
    sides: BothRules

    @cached_property
    def columns(self) -> tuple[tuple[LabelledColumn, ...], tuple[LabelledColumn, ...]]:
        """The columns of each side."""
        return labelled_columns(self.old, self.sides.old), labelled_columns(self.new, self.sides.new)

    @property
    def headed(self) -> bool:
        """Whether the columns of both sides have heads; else both are compared as forms, head rows as rows."""
        return bool(self.old.head and self.new.head)

    @property
    def halves(self) -> Iterator[Halves]:
        """The halves of both tables if they have equally many; else each table whole, forms too."""
        old, new = halves(self.old), halves(self.new)
        if len(old) != len(new) or not self.headed:
            old, new = (range(self.old.width),), (range(self.new.width),)
        return zip(old, new, strict=True)

    def place(self, row: tuple[str, str] = ("", ""), column: tuple[str, str] = ("", "")) -> Places:
        """Return the places of a row, column or cell by its labels on the old side and on the new side."""
        old, new = (replace(place, row=row[i], column=column[i]) for i, place in enumerate(self.at))
        return old, new


def table_changes(both: TablePair) -> Iterator[DocumentChange]:
    """Yield every change within the table but those of its notes."""
    yield from _caption_changes(both)
    within = [(half, _paired_columns(both, half)) for half in both.halves]
    for half, columns in within if both.headed else ():
        yield from _column_changes(both, half, columns)
    for half, columns in within:
        yield from _row_changes(both, half, columns)


def _caption_changes(both: TablePair) -> Iterator[DocumentChange]:
    old, new = both.old, both.new
    texts = [(old.title, new.title)]
    if not both.sides.renumbered:
        texts.insert(0, (_text(old.number), _text(new.number)))
    if clean(old.left + old.right) != clean(new.left + new.right):  # print does not show where the left one ends
        texts += (old.left, new.left), (old.right, new.right)
    for left, right in texts:
        yield from change(Element.CAPTION, left, right, both.at, both.sides)


def _paired_columns(both: TablePair, half: Halves) -> list[Pair]:
    """The pairs of columns with equal heads, moved ones too, and those in gaps of equally many columns."""
    old, new = ([side[at].key for at in part] for side, part in zip(both.columns, half, strict=True))
    held = equal_pairs(old, new)
    moved = list(moved_pairs(old, new, held))
    found = [*held, *moved, *level_pairs(held, moved, len(old), len(new))]
    return sorted((half[0][i], half[1][j]) for i, j in found)


def _column_changes(both: TablePair, half: Halves, paired: Sequence[Pair]) -> Iterator[DocumentChange]:
    old, new = both.columns
    for i, j in paired:
        at = both.place(column=(old[i].name, new[j].name))
        yield from change(Element.HEAD, _text(old[i].name), _text(new[j].name), at, both.sides)
    olds, news = left_over(paired, len(old), len(new))
    for i in (i for i in olds if i in half[0]):
        if words := _column_text(both.old, old[i]):
            yield alone(Element.COLUMN, words, old=replace(both.at[0], column=old[i].name))
    for j in (j for j in news if j in half[1]):
        if words := _column_text(both.new, new[j]):
            yield alone(Element.COLUMN, words, new=replace(both.at[1], column=new[j].name))


def _column_text(table: Table, column: LabelledColumn) -> Runs:
    """Head and cells of a column, tabs between them; empty where no cell begins in it."""
    rows = labelled_rows(table.body, table, range(table.width), WordRules())
    cells = [cell for row in rows if (cell := row.cells.get(column.at))]
    return _text("\t".join([column.name, *(plain(cell.runs) for cell in cells)])) if cells else ()


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()


def _row_changes(both: TablePair, half: Halves, columns: Sequence[Pair]) -> Iterator[DocumentChange]:
    old = _rows(both, both.old, half[0], both.sides.old)
    new = _rows(both, both.new, half[1], both.sides.new)
    held = _same_rows(old, new)
    moved = list(moved_pairs([row.key for row in old], [row.key for row in new], held))
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


def _rows(both: TablePair, table: Table, part: range, rules: WordRules) -> list[LabelledRow]:
    """The rows that have any words; of a form its head rows too."""
    parts = (table.body,) if both.headed else (table.head, table.body)
    found = [row for rows in parts for row in labelled_rows(rows, table, part, rules, both.headed)]
    return [row for row in found if row.said]


def _same_rows(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The pairs of rows: those with equal labels, then equal words, then equal codes, then similar ones.

    Words are compared because the roles of cells are guesses where a file was read.
    """
    held = equal_pairs([row.key for row in old], [row.key for row in new])
    for paired in (_same_words, _same_codes, alike, _lone):
        for i, i_end, j, j_end in list(gaps(held, len(old), len(new))):
            held += [(i + at, j + there) for at, there in paired(old[i:i_end], new[j:j_end])]
        held.sort()
    return _with_equal_words(held, old, new)


def _same_words(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    return equal_pairs([row.said for row in old], [row.said for row in new])


def _same_codes(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    pairs = equal_pairs([row.code for row in old], [row.code for row in new])
    return [(i, j) for i, j in pairs if old[i].code]


def _lone(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The only row left on each side, unless both have codes, which differ."""
    if len(old) != 1 or len(new) != 1 or (old[0].code and new[0].code):
        return []
    return alike(old, new, LEAST_ALONE)


def _with_equal_words(held: list[Pair], old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The pairs, moved to a neighbouring row of the same label where this pairs rows with equal words."""
    found = [(-1, -1), *held, (len(old), len(new))]
    for at in range(len(held), 0, -1):
        (i_start, j_start), (i, j), (i_end, j_end) = found[at - 1 : at + 2]
        if old[i].said != new[j].said:
            olds = [k for k in range(i_start + 1, i_end) if (old[k].key, old[k].said) == (old[i].key, new[j].said)]
            news = [k for k in range(j_start + 1, j_end) if (new[k].key, new[k].said) == (new[j].key, old[i].said)]
            if bool(olds) != bool(news):
                found[at] = (olds[-1], j) if olds else (i, news[-1])
    return found[1:-1]


def _row_text(row: LabelledRow) -> Runs:
    """The cells of a row with tabs between them; numbers keep their names."""
    cells = [cell.runs for _, cell in sorted(row.cells.items())]
    return tuple(run for at, runs in enumerate(cells) for run in ((Text("\t"), *runs) if at else runs))


def _cell_changes(
    both: TablePair, old: LabelledRow, new: LabelledRow, columns: Sequence[Pair]
) -> Iterator[DocumentChange]:
    """The changes in the cells of one row: column by column, in a form one cell after another."""
    names = both.columns
    for i, j in columns if both.headed else _one_after_another(old, new):
        left, right = old.cells.get(i), new.cells.get(j)
        if left or right:
            at = both.place((old.name, new.name), (names[0][i].name, names[1][j].name))
            found = change(Element.CELL, left.runs if left else (), right.runs if right else (), at, both.sides)
            coded = any(cell and cell.role is Role.CODE for cell in (left, right))
            yield from (_of_cell(each, coded) for each in found)


def _of_cell(found: DocumentChange, coded: bool) -> DocumentChange:
    """The change with the kind that suits a cell.

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
