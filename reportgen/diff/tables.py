"""Two tables compared (比表): captions, columns by their heads, rows by what names them, then cell by cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.diff.aligning import Pair, alike, left_over, same
from reportgen.diff.changes import Change, Kind, What, Where
from reportgen.diff.parts import Column, Line, columns, halves, lines
from reportgen.diff.tokens import Reading
from reportgen.diff.wording import Side, kind_of, pieces, whole
from reportgen.document import Runs, Table, Text, plain

AMOUNT = re.compile(r"[-－−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
LEAST = 50  # percent of the words of a row that is still the same row


@dataclass(frozen=True)
class Both:
    """A table on both sides, with its place on either and how words are taken."""

    old: Table
    new: Table
    at: tuple[Where, Where]
    sides: Side

    @cached_property
    def columns(self) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        """The columns of either side."""
        return columns(self.old, self.sides.old), columns(self.new, self.sides.new)


def table_changes(both: Both) -> Iterator[Change]:
    """Every change within the table."""
    yield from _captions(both)
    paired = _columns(both)
    yield from _column_changes(both, paired)
    for old_part, new_part in _parts(both):
        within = [(i, j) for i, j in paired if i in old_part and j in new_part]
        yield from _row_changes(both, (old_part, new_part), within)


def _captions(both: Both) -> Iterator[Change]:
    old, new = both.old, both.new
    numbers = () if both.sides.renumbered else ((_text(old.number), _text(new.number)),)
    for left, right in (*numbers, (old.title, new.title), (old.left, new.left), (old.right, new.right)):
        yield from change(What.CAPTION, left, right, both.at, both.sides)


def change(what: What, old: Runs, new: Runs, at: tuple[Where, Where], sides: Side) -> Iterator[Change]:
    """The change of words that stand on both sides, if there is one."""
    if old != new:
        found = pieces(old, new, sides)
        if kind := kind_of(found):
            yield Change(kind, what, *at, found)


def _parts(both: Both) -> Iterator[tuple[range, range]]:
    """The halves of both, where both have as many; else each as a whole."""
    old, new = halves(both.old), halves(both.new)
    if len(old) != len(new):
        old, new = (range(both.old.width),), (range(both.new.width),)
    return zip(old, new, strict=True)


def _columns(both: Both) -> list[Pair]:
    """Which columns are the same: by their heads, moved ones too; between those others of the same number."""
    old, new = both.columns
    pairs = same([column.key for column in old], [column.key for column in new])
    pairs += _moved([column.key for column in old], [column.key for column in new], pairs)
    return sorted(pairs + list(_level(sorted(pairs), len(old), len(new))))


def _moved(old: Sequence[str], new: Sequence[str], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Pairs of equal keys among those that are left, in their order."""
    olds, news = left_over(pairs, len(old), len(new))
    for i in olds:
        j = next((j for j in news if new[j] == old[i]), None)
        if j is not None:
            news.remove(j)
            yield i, j


def _level(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[Pair]:
    """What stands between the same neighbours, as many on either side."""
    i = j = 0
    for at, there in [*pairs, (olds, news)]:
        if at - i == there - j:
            yield from zip(range(i, at), range(j, there), strict=True)
        i, j = max(i, at + 1), max(j, there + 1)


def _column_changes(both: Both, paired: Sequence[Pair]) -> Iterator[Change]:
    old, new = both.columns
    for i, j in paired:
        at = _at(both, column=(old[i].name, new[j].name))
        yield from change(What.HEAD, _text(old[i].name), _text(new[j].name), at, both.sides)
    olds, news = left_over(paired, len(old), len(new))
    for i in olds:
        yield _alone(What.COLUMN, _column_text(both.old, old[i]), old=replace(both.at[0], column=old[i].name))
    for j in news:
        yield _alone(What.COLUMN, _column_text(both.new, new[j]), new=replace(both.at[1], column=new[j].name))


def _column_text(table: Table, column: Column) -> Runs:
    cells = (line.cells.get(column.at) for line in lines(table.body, table, range(table.width), Reading()))
    return _text("\t".join([column.name, *(plain(cell.runs) for cell in cells if cell)]))


def _alone(what: What, runs: Runs, *, old: Where | None = None, new: Where | None = None) -> Change:
    """What stands on one side alone."""
    return Change(Kind.REMOVED if old else Kind.ADDED, what, old, new, whole(runs, old=old is not None))


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()


def _at(both: Both, row: tuple[str, str] = ("", ""), column: tuple[str, str] = ("", "")) -> tuple[Where, Where]:
    old, new = (replace(place, row=row[i], column=column[i]) for i, place in enumerate(both.at))
    return old, new


def _row_changes(both: Both, parts: tuple[range, range], paired: Sequence[Pair]) -> Iterator[Change]:
    old = [line for line in lines(both.old.body, both.old, parts[0], both.sides.old) if line.said]
    new = [line for line in lines(both.new.body, both.new, parts[1], both.sides.new) if line.said]
    keys = [line.key for line in old], [line.key for line in new]
    held = alike(*keys, ([line.marks for line in old], [line.marks for line in new]), LEAST)
    moved = list(_moved(*keys, held))
    complete = len(held) == len(old) == len(new)
    within = replace(both, sides=both.sides._replace(renumbered=both.sides.renumbered or not complete))
    for i, j in sorted(held + moved):
        yield from _cells(within, old[i], new[j], paired)
    for i, j in moved:
        runs = _row_text(new[j])
        yield Change(Kind.MOVED, What.ROW, *_at(both, row=(old[i].name, new[j].name)), pieces(runs, runs, both.sides))
    olds, news = left_over(held + moved, len(old), len(new))
    for i in olds:
        yield _alone(What.ROW, _row_text(old[i]), old=replace(both.at[0], row=old[i].name))
    for j in news:
        yield _alone(What.ROW, _row_text(new[j]), new=replace(both.at[1], row=new[j].name))


def _row_text(line: Line) -> Runs:
    """The cells of a row, a tab between them; numbers keep their names."""
    cells = [cell.runs for _, cell in sorted(line.cells.items())]
    return tuple(run for at, runs in enumerate(cells) for run in ((Text("\t"), *runs) if at else runs))


def _cells(both: Both, old: Line, new: Line, paired: Sequence[Pair]) -> Iterator[Change]:
    """The cells of a row that is on both sides, column by column; in a form one after another."""
    names = both.columns
    pairs = paired if both.old.head else _one_after_another(old, new)
    for i, j in pairs:
        left, right = old.cells.get(i), new.cells.get(j)
        if left or right:
            at = _at(both, (old.name, new.name), (names[0][i].name, names[1][j].name))
            found = change(What.CELL, left.runs if left else (), right.runs if right else (), at, both.sides)
            yield from map(_of_cell, found)


def _of_cell(found: Change) -> Change:
    """A number where there was none, or none any more, is a number that moved."""
    changed = [text for piece in found.pieces if piece.changed for text in (plain(piece.old), plain(piece.new)) if text]
    return replace(found, kind=Kind.NUMBER) if all(AMOUNT.fullmatch(text.strip()) for text in changed) else found


def _one_after_another(old: Line, new: Line) -> Iterator[Pair]:
    olds, news = sorted(old.cells), sorted(new.cells)
    texts = [[plain(line.cells[at].runs) for at in places] for line, places in ((old, olds), (new, news))]
    pairs = same(*texts)
    for i, j in sorted([*pairs, *_level(pairs, len(olds), len(news))]):
        yield olds[i], news[j]
