"""Two tables compared (比表): captions, columns by their heads; rows are in `rows`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.diff.changes import Change, What
from reportgen.diff.documents.aligning import Pair, left_over, level_pairs, moved_pairs, same
from reportgen.diff.documents.both import Both, alone, change, placed
from reportgen.diff.documents.parts import Column, halves, lines
from reportgen.diff.documents.rows import row_changes
from reportgen.diff.documents.tokens import Reading, clean
from reportgen.document import Runs, Table, Text, plain


def table_changes(both: Both) -> Iterator[Change]:
    """Every change within the table."""
    yield from _captions(both)
    within = [(parts, _columns(both, parts)) for parts in _parts(both)]
    for parts, paired in within if both.headed else ():
        yield from _column_changes(both, parts, paired)
    for parts, paired in within:
        yield from row_changes(both, parts, paired)


def _captions(both: Both) -> Iterator[Change]:
    old, new = both.old, both.new
    numbers = () if both.sides.renumbered else ((_text(old.number), _text(new.number)),)
    sides = (old.left, new.left), (old.right, new.right)
    equal = clean(old.left + old.right) == clean(new.left + new.right)  # print does not tell where one side ends
    for left, right in (*numbers, (old.title, new.title), *(() if equal else sides)):
        yield from change(What.CAPTION, left, right, both.at, both.sides)


def _parts(both: Both) -> Iterator[tuple[range, range]]:
    """The halves of both, where both have as many; else each as a whole, also of forms."""
    old, new = halves(both.old), halves(both.new)
    if len(old) != len(new) or not both.headed:
        old, new = (range(both.old.width),), (range(both.new.width),)
    return zip(old, new, strict=True)


def _columns(both: Both, parts: tuple[range, range]) -> list[Pair]:
    """Which columns are the same: by their heads, moved ones too; between those others of the same number."""
    old, new = ([side[at].key for at in part] for side, part in zip(both.columns, parts, strict=True))
    held = same(old, new)
    moved = list(moved_pairs(old, new, held))
    found = [*held, *moved, *level_pairs(held, moved, len(old), len(new))]
    return sorted((parts[0][i], parts[1][j]) for i, j in found)


def _column_changes(both: Both, parts: tuple[range, range], paired: Sequence[Pair]) -> Iterator[Change]:
    old, new = both.columns
    for i, j in paired:
        at = placed(both, column=(old[i].name, new[j].name))
        yield from change(What.HEAD, _text(old[i].name), _text(new[j].name), at, both.sides)
    olds, news = left_over(paired, len(old), len(new))
    for i in (i for i in olds if i in parts[0]):
        if words := _column_text(both.old, old[i]):
            yield alone(What.COLUMN, words, old=replace(both.at[0], column=old[i].name))
    for j in (j for j in news if j in parts[1]):
        if words := _column_text(both.new, new[j]):
            yield alone(What.COLUMN, words, new=replace(both.at[1], column=new[j].name))


def _column_text(table: Table, column: Column) -> Runs:
    """Head and cells of a column; nothing where nothing begins in it: no more than a line of the grid."""
    found = (line.cells.get(column.at) for line in lines(table.body, table, range(table.width), Reading()))
    cells = [cell for cell in found if cell]
    return _text("\t".join([column.name, *(plain(cell.runs) for cell in cells)])) if cells else ()


def _text(text: str) -> Runs:
    return (Text(text),) if text else ()
