"""Heads of tables without rules (没有格线的表头): which columns each stands over, told by the heads below it."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reportgen.patterns import compiled
from reportgen.readers.pdf.ruled import joined
from reportgen.records import NamedTuple

_AMOUNT = compiled(r"[-－]?(?:\d[\d,]{0,20}\.\d+|\d{1,3}(?:,\d{3})+)[%％]?")
Span = tuple[int, int]
PlacedHead = tuple[int, int, int, int, str]  # column, columns, row, rows and words of a cell


class Word(NamedTuple):
    """Letters side by side (词): its edges, base line and size; several lines of a head have the middle base line."""

    left: int
    right: int
    base: int
    size: int
    text: str
    low: int = 0

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount with decimals or thousands."""
        return _AMOUNT.fullmatch(self.text) is not None

    @property
    def middle(self) -> int:
        """Where it is centred, from the left."""
        return (self.left + self.right) // 2

    def shared(self, left: int, right: int) -> int:
        """How much of a column it covers, in hundredths of a point; negative if it lies outside."""
        return min(self.right, right) - max(self.left, left)


def stacked(words: Iterable[Word]) -> Iterator[Word]:
    """Yield the words of a head, those close below each other as one."""
    found: list[Word] = []
    for word in sorted(words, key=lambda each: (each.base, each.left)):
        over = next(
            (w for w in found if w.shared(word.left, word.right) > 0 and 20 * (word.base - w.low) < 27 * w.size), None
        )
        if over is None or word.base == over.low:
            found.append(word)
            continue
        text, middle = joined((over.text, word.text)), over.base + (word.base - over.low) // 2
        grown = Word(min(over.left, word.left), max(over.right, word.right), middle, over.size, text, word.base)
        found[found.index(over)] = grown
    yield from found


def with_heads(xs: Sequence[int], columns: Sequence[Span], heads: Sequence[Word]) -> tuple[int, ...]:
    """Return the edges so that no two heads stand over a column: one is of the column before, or of a blank one."""
    high = (max(h.base for h in heads) - min(h.base for h in heads)) * 3 // 4 if heads else 0
    at_of = {head: bisect(xs, head.middle) for head in heads}

    def is_over(head: Word, other: Word) -> bool:
        alike = at_of[other] == at_of[head] and other.base - head.base >= max(high, head.size)
        return alike or (other.base > head.base and other.shared(head.left, head.right) > 0)

    lowest = [head for head in heads if not any(is_over(head, other) for other in heads)]
    own = [sorted(h for h in lowest if left <= h.middle < right) for left, right in pairwise(xs)]
    found = [xs[0]]
    for at, (left, right) in enumerate(pairwise(xs)):
        between = [(a.right + b.left) // 2 for a, b in pairwise(own[at]) if b.left > a.right]
        if between and at and not own[at - 1] and columns[at][0] > between[0]:
            found[-1], between = between[0], between[1:]
        found += [x for x in between if left < x < right] + [right]
    beyond = sorted(head for head in lowest if head.left >= xs[-1])
    return (*found, *(head.right for head in beyond))


def head_cells(heads: Sequence[Word], xs: Sequence[int]) -> list[PlacedHead]:
    """Return the cells of the head."""
    columns = list(pairwise(xs))
    leaves = [_leaf(heads, own) for own in columns]
    upper = sorted((head for head in heads if head not in leaves), key=lambda head: (head.base, head.left))
    spans = list(_spans(upper, leaves, columns))
    over = [[head for head, span in spans if span[0] <= at <= span[1]] for at in range(len(columns))]
    high = max((len(own) + 1 for own in over), default=1)
    found = [(s[0], s[1] - s[0] + 1, over[s[0]].index(head), 1, head.text) for head, s in spans]
    for at, leaf in enumerate(leaves):
        if leaf and (not at or leaves[at - 1] != leaf):
            wide = sum(1 for other in leaves[at:] if other == leaf)
            found.append((at, wide, len(over[at]), high - len(over[at]), leaf.text))
    return found if any(leaves) else []


def side_by_side(cells: Iterable[PlacedHead]) -> Iterator[PlacedHead]:
    """Yield the cells; none over a square that another has."""
    taken: set[Span] = set()
    for column, wide, row, high, text in cells:
        own = {(c, r) for c in range(column, column + wide) for r in range(row, row + high)}
        if not own & taken:
            taken |= own
            yield column, wide, row, high, text


def _leaf(heads: Sequence[Word], own: Span) -> Word | None:
    """Return the lowest head of a column."""
    above = [head for head in heads if head.shared(*own) * 2 > min(head.right - head.left, own[1] - own[0])]
    return max(above, key=lambda head: (head.base, head.shared(*own)), default=None)


def _spans(
    upper: Sequence[Word], leaves: Sequence[Word | None], columns: Sequence[Span]
) -> Iterator[tuple[Word, Span]]:
    """Yield heads with the first and last column below each: together they stand over all columns with deeper heads."""
    for level in _levels(upper):
        base = level[0].base
        lowest = max((leaf.base for leaf in leaves if leaf), default=base)
        deep = [leaf is not None and leaf.base >= base + max(1, (lowest - base) * 3 // 4) for leaf in leaves]
        for first, last in _runs(deep):
            own = [head for head in level if columns[first][0] < head.middle < columns[last][1]]
            yield from zip(own, _parted(own, first, last, columns), strict=True)


def _levels(heads: Sequence[Word]) -> Iterator[list[Word]]:
    level: list[Word] = []
    for head in heads:
        if level and head.base - level[0].base > head.size // 2:
            yield sorted(level)
            level = []
        level.append(head)
    yield from [sorted(level)] if level else []


def _runs(flags: Sequence[bool]) -> Iterator[Span]:
    """Yield the first and last place of each run that is set."""
    first = -1
    for at, flag in enumerate((*flags, False)):
        if flag and first < 0:
            first = at
        elif not flag and first >= 0:
            yield first, at - 1
            first = -1


def _parted(heads: Sequence[Word], first: int, last: int, columns: Sequence[Span]) -> list[Span]:
    """Return the columns from first to last, parted so that each head stands nearest to the middle of its part."""
    if len(heads) > last - first + 1 or not heads:
        return [(first + at, first + at) for at in range(len(heads))]
    best: dict[int, tuple[int, list[Span]]] = {first: (0, [])}  # begin of what is left -> how far off, parts
    for at, head in enumerate(heads):
        after: dict[int, tuple[int, list[Span]]] = {}
        for begin, (off, parts) in best.items():
            ends = [last] if at == len(heads) - 1 else range(begin, last)
            for end in ends:
                far = off + abs(columns[begin][0] + columns[end][1] - 2 * head.middle)
                if end + 1 not in after or far < after[end + 1][0]:
                    after[end + 1] = far, [*parts, (begin, end)]
        best = after
    return best[last + 1][1]
