"""The rows of two tables compared (比行): by what names them, then cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.diff.changes import Change, Kind, Same, What
from reportgen.diff.documents.aligning import Pair, left_over, level_pairs, moved_pairs, same, stretches
from reportgen.diff.documents.alike import alike
from reportgen.diff.documents.both import Both, alone, change, placed
from reportgen.diff.documents.parts import Line, lines
from reportgen.diff.documents.tokens import Reading
from reportgen.diff.documents.wording import pieces
from reportgen.document import Role, Runs, Table, Text, plain

AMOUNT = re.compile(r"[-－−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
LEAST = 50  # percent of the words of a row that is still the same row
LEAST_ALONE = 20  # of one that has only one to be compared with


def row_changes(both: Both, parts: tuple[range, range], paired: Sequence[Pair]) -> Iterator[Change]:
    """What is different in the rows of that part of both tables, whose columns are paired."""
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
        found = pieces(_row_text(old[i]), _row_text(new[j]), within.sides)
        yield Change(Kind.MOVED, What.ROW, *placed(both, row=(old[i].name, new[j].name)), found)
    olds, news = left_over(held + moved, len(old), len(new))
    for i in olds:
        yield alone(What.ROW, _row_text(old[i]), old=replace(both.at[0], row=old[i].name))
    for j in news:
        yield alone(What.ROW, _row_text(new[j]), new=replace(both.at[1], row=new[j].name))


def _same_rows(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Rows on both sides: by key, then by all that they say, as roles read in a file are guesses; then alike."""
    held = same([line.key for line in old], [line.key for line in new])
    for what in (_same_words, _same_codes, _like, _lone):
        for i, i_end, j, j_end in list(stretches(held, len(old), len(new))):
            held += [(i + at, j + there) for at, there in what(old[i:i_end], new[j:j_end])]
        held.sort()
    return _untouched(held, old, new)


def _same_words(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    return same([line.said for line in old], [line.said for line in new])


def _same_codes(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    pairs = same([line.code for line in old], [line.code for line in new])
    return [(i, j) for i, j in pairs if old[i].code]


def _like(old: Sequence[Line], new: Sequence[Line], least: int = LEAST) -> list[Pair]:
    marks = [line.marks for line in old], [line.marks for line in new]
    return alike([line.key for line in old], [line.key for line in new], marks, least)


def _lone(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """The one row that is left on either side, but for what codes tell apart."""
    if len(old) != 1 or len(new) != 1 or (old[0].code and new[0].code):
        return []
    return _like(old, new, LEAST_ALONE)


def _untouched(held: list[Pair], old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Of neighbouring rows that are called the same those are paired that say the same."""
    found = [(-1, -1), *held, (len(old), len(new))]
    for at in range(len(held), 0, -1):
        (i_start, j_start), (i, j), (i_end, j_end) = found[at - 1 : at + 2]
        if old[i].said != new[j].said:
            olds = [k for k in range(i_start + 1, i_end) if (old[k].key, old[k].said) == (old[i].key, new[j].said)]
            news = [k for k in range(j_start + 1, j_end) if (new[k].key, new[k].said) == (new[j].key, old[i].said)]
            if bool(olds) != bool(news):
                found[at] = (olds[-1], j) if olds else (i, news[-1])
    return found[1:-1]


def _lines(both: Both, table: Table, part: range, reading: Reading) -> list[Line]:
    """The rows that say something; of a form with its head, as it is one to the other side."""
    head = () if both.headed else table.head
    found = [line for rows in (head, table.body) for line in lines(rows, table, part, reading, both.headed)]
    return [line for line in found if line.said]


def _row_text(line: Line) -> Runs:
    """The cells of a row, a tab between them; numbers keep their names."""
    cells = [cell.runs for _, cell in sorted(line.cells.items())]
    return tuple(run for at, runs in enumerate(cells) for run in ((Text("\t"), *runs) if at else runs))


def _cells(both: Both, old: Line, new: Line, paired: Sequence[Pair]) -> Iterator[Change]:
    """The cells of a row that is on both sides, column by column; in a form one after another."""
    names = both.columns
    pairs = paired if both.headed else _one_after_another(old, new)
    for i, j in pairs:
        left, right = old.cells.get(i), new.cells.get(j)
        if left or right:
            at = placed(both, (old.name, new.name), (names[0][i].name, names[1][j].name))
            found = change(What.CELL, left.runs if left else (), right.runs if right else (), at, both.sides)
            coded = any(cell and cell.role is Role.CODE for cell in (left, right))
            yield from (_of_cell(each, coded) for each in found)


def _of_cell(found: Change, coded: bool) -> Change:
    """A number where there was none, or none any more, is a number that moved; a code is a word."""
    if coded:
        words = (replace(piece, same=Same.WORDS) if piece.changed else piece for piece in found.pieces)
        return replace(found, kind=Kind.WORDING, pieces=tuple(words))
    changed = [text for piece in found.pieces if piece.changed for text in (plain(piece.old), plain(piece.new)) if text]
    return replace(found, kind=Kind.NUMBER) if all(AMOUNT.fullmatch(text.strip()) for text in changed) else found


def _one_after_another(old: Line, new: Line) -> Iterator[Pair]:
    olds, news = sorted(old.cells), sorted(new.cells)
    texts = [[plain(line.cells[at].runs) for at in places] for line, places in ((old, olds), (new, news))]
    pairs = same(*texts)
    for i, j in sorted([*pairs, *level_pairs(pairs, (), len(olds), len(news))]):
        yield olds[i], news[j]
