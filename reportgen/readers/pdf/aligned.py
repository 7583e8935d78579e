"""Rows of amounts that stand below each other without rules → tables (没有格线的表), as office programs export them.

At least three lines with amounts in the same columns are the rows; lines of words between them, and right above up to
the caption, belong to them. What a head spans is told by the heads below it: it stands over their middle.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reportgen.patterns import compiled
from reportgen.readers._cells import is_total
from reportgen.readers._lines import NOTE_BEGINS
from reportgen.readers._work import spend
from reportgen.readers.pdf.heads import Span, Word, head_cells, side_by_side, stacked, with_heads
from reportgen.readers.pdf.joining import is_caption
from reportgen.readers.pdf.pages import Glyph, GlyphLine, lines_of
from reportgen.readers.pdf.ruled import RuledCell, RuledTable, joined

_FEWEST = 3  # rows with amounts
_MOST_HEADS = 12  # lines of a head
_DEEPEST = 2  # rows of a head: below more of them nothing tells what each is over
_SENTENCE = compiled("[。；]|[0-9]元|[\u4e00-\u9fff]，[\u4e00-\u9fff]{4}")
_LETTER = compiled("[^0-9.,，%％-]")


_Row = list[Word]


def aligned_tables(page: int, glyphs: Sequence[Glyph]) -> tuple[list[RuledTable], list[Glyph]]:
    """Return the tables without rules among letters, from the top, and the letters outside them."""
    lines = lines_of(glyphs)
    rows = [list(_words(line)) for line in lines]
    found, taken = [], set[int]()
    for first, last in _bodies(lines, rows):
        columns = _columns([row for row in rows[first : last + 1] if _has_amounts(row)])
        if columns:
            first, last = _with_labels(rows, first, last, columns)
            top = _top(lines, rows, first)
            table = _table(page, rows[top:first], rows[first : last + 1], columns)
            if table is None:
                continue
            found.append(table)
            taken.update(id(glyph) for line in lines[top : last + 1] for glyph in line.glyphs)
    return found, [glyph for glyph in glyphs if id(glyph) not in taken] if taken else list(glyphs)


def _words(line: GlyphLine) -> Iterator[Word]:
    start = 0
    for at, (one, other) in enumerate(pairwise(line.glyphs), start=1):
        gap = other.left - one.right
        ends = one.text.isdigit() and gap * 8 > one.size and _LETTER.match(other.text) is not None
        if gap * 2 > one.size or (ends and _word(line.glyphs[start:at]).is_amount):
            yield _word(line.glyphs[start:at])
            start = at
    yield _word(line.glyphs[start:])


def _word(glyphs: Sequence[Glyph]) -> Word:
    text = GlyphLine(tuple(glyphs)).text
    return Word(glyphs[0].left, glyphs[-1].right, glyphs[0].base, glyphs[0].size, text.strip(), glyphs[0].base)


def _has_amounts(row: _Row) -> bool:
    return len(row) > 1 and any(word.is_amount for word in row)


def _bodies(lines: Sequence[GlyphLine], rows: Sequence[_Row]) -> Iterator[Span]:
    """Yield the first and last line of each run of rows with amounts; lines of words may stand between them."""
    run: list[int] = []
    for at, (line, row) in enumerate(zip(lines, rows, strict=True)):
        far = bool(at) and line.base - lines[at - 1].base > 4 * line.size
        if far or _SENTENCE.search(line.text) or is_caption(line.text.strip()):
            yield from _long_enough(run)
            run = []
        if _has_amounts(row) and not _SENTENCE.search(line.text):
            run.append(at)
    yield from _long_enough(run)


def _long_enough(run: Sequence[int]) -> list[Span]:
    return [(run[0], run[-1])] if len(run) >= _FEWEST else []


def _top(lines: Sequence[GlyphLine], rows: Sequence[_Row], first: int) -> int:
    """Return the first line of the head above the rows."""
    at = first
    while at and first - at < _MOST_HEADS:
        line = lines[at - 1]
        if lines[at].base - line.base > 4 * line.size or _SENTENCE.search(line.text) or is_caption(line.text.strip()):
            break
        if any(word.is_amount for word in rows[at - 1]):
            break
        at -= 1
    return at


def _with_labels(rows: Sequence[_Row], first: int, last: int, columns: Sequence[Span]) -> Span:
    """Return the first and last row, with the rows before and after that have a label and no amounts."""
    lefts = {word.left for row in rows[first : last + 1] for word in row if not word.is_amount}
    near = 2 * _near(rows[first : last + 1])

    def goes_on(at: int, beside: int) -> bool:
        row = rows[at]
        like = all(
            word.size == rows[first][0].size and any(abs(word.left - x) * 8 < word.size for x in lefts) for word in row
        )
        inside = row[-1].right <= columns[-1][1] and not any(_SENTENCE.search(word.text) for word in row)
        return like and inside and abs(row[0].base - rows[beside][0].base) < near and not NOTE_BEGINS.match(row[0].text)

    while first and goes_on(first - 1, first):
        first -= 1
    while last + 1 < len(rows) and goes_on(last + 1, last):
        last += 1
    return first, last


def _columns(rows: Sequence[_Row]) -> list[Span]:
    """Return where each column begins and ends, in hundredths of a point; none if amounts are not aligned."""
    amounts = _merged(word for row in rows for word in row if word.is_amount)
    if any(sum(word.is_amount and word.shared(*own) > 0 for word in row) > 1 for own in amounts for row in rows):
        return []
    if not any(
        sum(word.is_amount and word.shared(*own) > 0 for row in rows for word in row) >= _FEWEST for own in amounts
    ):
        return []
    others = [word for row in rows for word in row if not word.is_amount and not is_total(word.text)]
    beside = [word for word in others if all(word.shared(*own) <= 0 for own in amounts)]
    labels = [own for own in _merged(beside) if 8 * sum(w.shared(*own) > 0 for w in beside) >= len(rows)]
    return sorted([*amounts, *labels]) if labels else []


def _merged(words: Iterable[Word]) -> list[Span]:
    found: list[Span] = []
    for word in sorted(words):
        if found and word.left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], word.right))
        else:
            found.append((word.left, word.right))
    return found


def _table(page: int, above: Sequence[_Row], body: Sequence[_Row], columns: Sequence[Span]) -> RuledTable | None:
    """Return the table; None where it is not sure: a head has no place, or a row no label."""
    spend(len(body) ** 2 // 16)
    near = _near(body)
    within = [row for row in above if body[0][0].base - row[0].base < near]
    rows = list(_rows([*within, *body], near))
    heads = list(stacked(word for row in above if row not in within for word in row))
    xs = _edges(columns, rows)
    xs = with_heads(xs, columns, heads)
    placed = list(side_by_side(head_cells(heads, xs)))
    high = max((row + count for _, _, row, count, _ in placed), default=0)
    if len(placed) < len(heads) or high > _DEEPEST or any(min(row).is_amount for row in rows):
        return None
    size = rows[0][0].size
    top, first = min([row[0].base for row in above] or [rows[0][0].base]), rows[0][0].base
    bases = [*(top + (first - top) * at // high for at in range(high)), *(row[0].base for row in rows)]
    ys = (bases[0] - size, *((a + b) // 2 for a, b in pairwise(bases)), bases[-1] + size)
    cells = [RuledCell(c, r, w, h, text, 0, 0, size) for c, w, r, h, text in placed]
    cells += [RuledCell(c, r, 1, 1, "", 0, 0, size) for c, r in _uncovered(cells, len(xs) - 1, high)]
    for at, row in enumerate(rows, start=high):
        cells += _cells(row, at, xs)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable(page, xs, ys, tuple(cells), tuple(sorted(text for *_, text in placed)))


def _uncovered(cells: Iterable[RuledCell], columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """Yield the column and row of each place of a grid that no cell covers."""
    covered = {
        (column, row)
        for cell in cells
        for column in range(cell.column, cell.column + cell.columns)
        for row in range(cell.row, cell.row + cell.rows)
    }
    yield from ((c, r) for r in range(rows) for c in range(columns) if (c, r) not in covered)


def _edges(columns: Sequence[Span], rows: Sequence[_Row]) -> tuple[int, ...]:
    """Return the edges of the columns; the room before amounts that end below each other is theirs."""
    found = [columns[0][0]]
    for left, right in pairwise(columns):
        own = [word for row in rows for word in row if word.is_amount and word.shared(*right) > 0]
        ends = [word.right for word in own]
        to_right = own and max(ends) - min(ends) <= own[0].size // 2
        found.append(
            left[1] + min(own[0].size // 4, (right[0] - left[1]) // 2) if to_right else (left[1] + right[0]) // 2
        )
    return (*found, columns[-1][1])


def _near(body: Sequence[_Row]) -> int:
    """Return how near to a row a line of words belongs to it: less than rows are to each other."""
    bases = [row[0].base for row in body if _has_amounts(row)]
    every = min(below[0].base - above[0].base for above, below in pairwise(body))
    least = min(below - above for above, below in pairwise(bases))
    return (every if every * 2 > 3 * body[0][0].size else least) * 3 // 4


def _rows(body: Sequence[_Row], near: int) -> Iterator[_Row]:
    """Yield the rows, with the lines of words that go on with them."""
    bases = [row[0].base for row in body if _has_amounts(row)]
    own: dict[int, _Row] = {base: [] for base in bases}
    for row in body:
        nearest = min(bases, key=lambda base: abs(base - row[0].base))
        own.setdefault(nearest if abs(nearest - row[0].base) < near else row[0].base, []).extend(row)
    yield from (own[base] for base in sorted(own) if own[base])


def _cells(row: _Row, at: int, xs: Sequence[int]) -> Iterator[RuledCell]:
    own: list[_Row] = [[] for _ in xs[1:]]
    for word in row:
        column = max(range(len(own)), key=lambda c: (word.shared(xs[c], xs[c + 1]), -abs(word.left - xs[c])))
        own[column].append(word)
    for column, words in enumerate(own):
        lines = [" ".join(w.text for w in words if w.base == base) for base in sorted({w.base for w in words})]
        left = min((word.left for word in words), default=xs[column]) - xs[column]
        right = xs[column + 1] - max((word.right for word in words), default=xs[column + 1])
        yield RuledCell(column, at, 1, 1, joined(lines), max(left, 0), max(right, 0), row[0].size)
