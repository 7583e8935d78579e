"""Two tables compared (比表): captions, columns by their heads, rows by what names them, then cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.diff.changes import ChangeKind, DocumentChange, Element, SegmentKind
from reportgen.diff.documents.aligning import Pair, alike, equal_pairs, left_over, level_pairs, moved_pairs, stretches
from reportgen.diff.documents.labels import LabelledColumn, LabelledRow, halves, labelled_columns, labelled_rows
from reportgen.diff.documents.tokens import WordRules, clean
from reportgen.diff.documents.wording import BothRules, Places, alone, change, segments
from reportgen.document import Role, Runs, Table, Text, plain


@dataclass(frozen=True)
class TablePair:
    """A table on both sides, with its place on either side and the rules for its words."""

    old: Table
    new: Table
    at: Places
    sides: BothRules

    @cached_property
    def columns(self) -> tuple[tuple[LabelledColumn, ...], tuple[LabelledColumn, ...]]:
        """The columns of either side."""
        return labelled_columns(self.old, self.sides.old), labelled_columns(self.new, self.sides.new)

    @property
    def headed(self) -> bool:
        """Whether columns have heads on both sides; else the tables are compared as forms, head rows as rows."""
        return bool(self.old.head and self.new.head)


def placed(both: TablePair, row: tuple[str, str] = ("", ""), column: tuple[str, str] = ("", "")) -> Places:
    """The places of a row, column or cell; `row` and `column` are the labels on the old side and on the new one."""
    old, new = (replace(place, row=row[i], column=column[i]) for i, place in enumerate(both.at))
    return old, new


def table_changes(both: TablePair) -> Iterator[DocumentChange]:
    """Every change within the table."""
    yield from _captions(both)
    within = [(parts, _columns(both, parts)) for parts in _parts(both)]
    for parts, paired in within if both.headed else ():
        yield from _column_changes(both, parts, paired)
    for parts, paired in within:
        yield from row_changes(both, parts, paired)


def _captions(both: TablePair) -> Iterator[DocumentChange]:
    old, new = both.old, both.new
    numbers = () if both.sides.renumbered else ((_text(old.number), _text(new.number)),)
    sides = (old.left, new.left), (old.right, new.right)
    equal = clean(old.left + old.right) == clean(new.left + new.right)  # print does not tell where one side ends
    for left, right in (*numbers, (old.title, new.title), *(() if equal else sides)):
        yield from change(Element.CAPTION, left, right, both.at, both.sides)


def _parts(both: TablePair) -> Iterator[tuple[range, range]]:
    """The halves of both tables, where both have as many; else, and of forms, each table as a whole."""
    old, new = halves(both.old), halves(both.new)
    if len(old) != len(new) or not both.headed:
        old, new = (range(both.old.width),), (range(both.new.width),)
    return zip(old, new, strict=True)


def _columns(both: TablePair, parts: tuple[range, range]) -> list[Pair]:
    """The pairs of equal columns: by heads, also where they moved; between those, gaps of as many columns."""
    old, new = ([side[at].key for at in part] for side, part in zip(both.columns, parts, strict=True))
    held = equal_pairs(old, new)
    moved = list(moved_pairs(old, new, held))
    found = [*held, *moved, *level_pairs(held, moved, len(old), len(new))]
    return sorted((parts[0][i], parts[1][j]) for i, j in found)


def _column_changes(both: TablePair, parts: tuple[range, range], paired: Sequence[Pair]) -> Iterator[DocumentChange]:
    old, new = both.columns
    for i, j in paired:
        at = placed(both, column=(old[i].name, new[j].name))
        yield from change(Element.HEAD, _text(old[i].name), _text(new[j].name), at, both.sides)
    olds, news = left_over(paired, len(old), len(new))
    for i in (i for i in olds if i in parts[0]):
        if words := _column_text(both.old, old[i]):
            yield alone(Element.COLUMN, words, old=replace(both.at[0], column=old[i].name))
    for j in (j for j in news if j in parts[1]):
        if words := _column_text(both.new, new[j]):
            yield alone(Element.COLUMN, words, new=replace(both.at[1], column=new[j].name))


def _column_text(table: Table, column: LabelledColumn) -> Runs:
    """Head and cells of a column, tabs between them; empty where no cell begins in it."""
    found = (line.cells.get(column.at) for line in labelled_rows(table.body, table, range(table.width), WordRules()))
    cells = [cell for cell in found if cell]
    return _text("\t".join([column.name, *(plain(cell.runs) for cell in cells)])) if cells else ()


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()


AMOUNT = re.compile(r"[-－−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
LEAST = 50  # percent of the words of a row that is still the same row
LEAST_ALONE = 20  # of one that has only one to be compared with


def row_changes(both: TablePair, parts: tuple[range, range], paired: Sequence[Pair]) -> Iterator[DocumentChange]:
    """The changes in the rows of one half.

    Args:
        parts: the grid columns of the half on either side.
        paired: the pairs of columns.
    """
    old = _lines(both, both.old, parts[0], both.sides.old)
    new = _lines(both, both.new, parts[1], both.sides.new)
    keys = [line.key for line in old], [line.key for line in new]
    held = _same_rows(old, new)
    moved = list(moved_pairs(*keys, held))
    complete = len(held) == len(old) == len(new)
    within = replace(both, sides=both.sides._replace(renumbered=both.sides.renumbered or not complete))
    for i, j in sorted(held + moved):
        yield from _cells(within, old[i], new[j], paired)
    for i, j in moved:
        found = segments(_row_text(old[i]), _row_text(new[j]), within.sides)
        yield DocumentChange(ChangeKind.MOVED, Element.ROW, *placed(both, row=(old[i].name, new[j].name)), found)
    olds, news = left_over(held + moved, len(old), len(new))
    for i in olds:
        yield alone(Element.ROW, _row_text(old[i]), old=replace(both.at[0], row=old[i].name))
    for j in news:
        yield alone(Element.ROW, _row_text(new[j]), new=replace(both.at[1], row=new[j].name))


def _same_rows(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The pairs of rows on both sides: equal keys, else equal words, equal codes, similar rows, the last one left.

    Words come in because the roles of cells are guesses where a file was read.
    """
    held = equal_pairs([line.key for line in old], [line.key for line in new])
    for what in (_same_words, _same_codes, _like, _lone):
        for i, i_end, j, j_end in list(stretches(held, len(old), len(new))):
            held += [(i + at, j + there) for at, there in what(old[i:i_end], new[j:j_end])]
        held.sort()
    return _untouched(held, old, new)


def _same_words(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    return equal_pairs([line.said for line in old], [line.said for line in new])


def _same_codes(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    pairs = equal_pairs([line.code for line in old], [line.code for line in new])
    return [(i, j) for i, j in pairs if old[i].code]


def _like(old: Sequence[LabelledRow], new: Sequence[LabelledRow], least: int = LEAST) -> list[Pair]:
    marks = [line.marks for line in old], [line.marks for line in new]
    return alike([line.key for line in old], [line.key for line in new], marks, least)


def _lone(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The one row that is left on either side, unless two codes tell them apart."""
    if len(old) != 1 or len(new) != 1 or (old[0].code and new[0].code):
        return []
    return _like(old, new, LEAST_ALONE)


def _untouched(held: list[Pair], old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """The pairs, where neighbours have the same key exchanged so that rows with equal words are paired."""
    found = [(-1, -1), *held, (len(old), len(new))]
    for at in range(len(held), 0, -1):
        (i_start, j_start), (i, j), (i_end, j_end) = found[at - 1 : at + 2]
        if old[i].said != new[j].said:
            olds = [k for k in range(i_start + 1, i_end) if (old[k].key, old[k].said) == (old[i].key, new[j].said)]
            news = [k for k in range(j_start + 1, j_end) if (new[k].key, new[k].said) == (new[j].key, old[i].said)]
            if bool(olds) != bool(news):
                found[at] = (olds[-1], j) if olds else (i, news[-1])
    return found[1:-1]


def _lines(both: TablePair, table: Table, part: range, rules: WordRules) -> list[LabelledRow]:
    """The rows that have any words; of a form with its head rows."""
    head = () if both.headed else table.head
    found = [line for rows in (head, table.body) for line in labelled_rows(rows, table, part, rules, both.headed)]
    return [line for line in found if line.said]


def _row_text(line: LabelledRow) -> Runs:
    """The cells of a row with tabs between them; numbers keep their names."""
    cells = [cell.runs for _, cell in sorted(line.cells.items())]
    return tuple(run for at, runs in enumerate(cells) for run in ((Text("\t"), *runs) if at else runs))


def _cells(both: TablePair, old: LabelledRow, new: LabelledRow, paired: Sequence[Pair]) -> Iterator[DocumentChange]:
    """The changes in the cells of a row that is on both sides: column by column, in a form one after another."""
    names = both.columns
    pairs = paired if both.headed else _one_after_another(old, new)
    for i, j in pairs:
        left, right = old.cells.get(i), new.cells.get(j)
        if left or right:
            at = placed(both, (old.name, new.name), (names[0][i].name, names[1][j].name))
            found = change(Element.CELL, left.runs if left else (), right.runs if right else (), at, both.sides)
            coded = any(cell and cell.role is Role.CODE for cell in (left, right))
            yield from (_of_cell(each, coded) for each in found)


def _of_cell(found: DocumentChange, coded: bool) -> DocumentChange:
    """The change with the kind that suits a cell.

    A number that came or went is a number that changed; a code that changed is a word that changed.
    """
    if coded:
        words = (replace(segment, kind=SegmentKind.WORDS) if segment.changed else segment for segment in found.segments)
        return replace(found, kind=ChangeKind.WORDING, segments=tuple(words))
    changed = [
        text
        for segment in found.segments
        if segment.changed
        for text in (plain(segment.old), plain(segment.new))
        if text
    ]
    return replace(found, kind=ChangeKind.NUMBER) if all(AMOUNT.fullmatch(text.strip()) for text in changed) else found


def _one_after_another(old: LabelledRow, new: LabelledRow) -> Iterator[Pair]:
    olds, news = sorted(old.cells), sorted(new.cells)
    texts = [[plain(line.cells[at].runs) for at in places] for line, places in ((old, olds), (new, news))]
    pairs = equal_pairs(*texts)
    for i, j in sorted([*pairs, *level_pairs(pairs, (), len(olds), len(news))]):
        yield olds[i], news[j]
