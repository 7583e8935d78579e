"""Two documents compared (比文档): items side by side, what moved, and every change in what stands on both sides."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from reportgen.diff.changes import ChangeKind, DocumentChange, Element, turned
from reportgen.diff.documents.aligning import Pair, alike, in_one_order, left_over, stretches
from reportgen.diff.documents.items import DocumentItem, items
from reportgen.diff.documents.tables import TablePair, table_changes
from reportgen.diff.documents.tokens import WordRules
from reportgen.diff.documents.wording import BothRules, change, segments, whole
from reportgen.document import Document, Runs, Table, Text, figures, plain

LEAST = 50  # percent of the words of an item that is still the same item
LEAST_ALONE = 20  # of one that has only one to be compared with
LONG = 20  # words of what is not said again by chance, a year later
STEADY = (Element.TITLE, Element.HEADING, Element.TABLE)  # what is looked for first


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two documents (比对).

    Attributes:
        rows: the items of both documents in one order; None for the side that lacks an item or has it elsewhere.
        changes: in the order of the new document; what was removed comes where it stood.
    """

    old: Document
    new: Document
    rows: tuple[tuple[DocumentItem | None, DocumentItem | None], ...]
    changes: tuple[DocumentChange, ...]
    sides: BothRules

    @property
    def turned(self) -> tuple[DocumentChange, ...]:
        """The changes with old and new exchanged."""
        return turned(self.changes)


def compare(old: Document, new: Document, *, renamed: Callable[[str], str] = str) -> Comparison:
    """The comparison of two documents.

    Args:
        renamed: name of a figure in the old document → its name in the new one.
    """
    sides = _sides(old, new, renamed)
    left, right = items(old, sides.old), items(new, sides.new)
    pairs = _paired(left, right)
    moved = dict(_moved(left, right, pairs, 0 if sides.old.year == sides.new.year else LONG))
    gone = frozenset(moved.values())  # told where they stand now
    sides = sides._replace(renumbered=not len(pairs) == len(left) == len(right))
    rows = tuple(
        (None if i is None else left[i], None if j is None else right[j])
        for i, j in in_one_order(pairs, len(left), len(right))
    )
    stayed = (row for row in rows if row[1] or not row[0] or row[0].where.at not in gone)
    found = chain.from_iterable(_changes(row, left, moved, sides) for row in stayed)
    return Comparison(old, new, rows, tuple(found), sides)


def _sides(old: Document, new: Document, renamed: Callable[[str], str]) -> BothRules:
    known = bool(old.year and new.year)
    named = all(any(True for _ in figures(document)) for document in (old, new))
    return BothRules(WordRules(old.year * known, named, renamed), WordRules(new.year * known, named))


def _paired(old: Sequence[DocumentItem], new: Sequence[DocumentItem]) -> list[Pair]:
    """The pairs of items on both sides: headings and tables first, then between them what is equal or alike."""
    held = _between(old, new, [(0, len(old), 0, len(new))], LEAST, STEADY)
    held += _between(old, new, stretches(held, len(old), len(new)), LEAST)
    held += _between(old, new, stretches(sorted(held), len(old), len(new)), LEAST_ALONE, lone=True)
    return sorted(held)


def _between(
    old: Sequence[DocumentItem],
    new: Sequence[DocumentItem],
    where: Iterable[tuple[int, int, int, int]],
    least: int,
    whats: Container[Element] = tuple(Element),
    *,
    lone: bool = False,
) -> list[Pair]:
    """The pairs of alike items within these stretches.

    Args:
        least: how similar they must be, in percent.
        whats: the elements that are looked at.
        lone: whether to look only where one item on either side is left.
    """
    found: list[Pair] = []
    for i, i_end, j, j_end in list(where):
        olds = [at for at in range(i, i_end) if old[at].what in whats]
        news = [at for at in range(j, j_end) if new[at].what in whats]
        if not lone or len(olds) == len(news) == 1:
            keys = [old[at].key for at in olds], [new[at].key for at in news]
            marks = [_about(old[at]) for at in olds], [_about(new[at]) for at in news]
            found += [(olds[at], news[there]) for at, there in alike(*keys, marks, least)]
    return sorted(found)


def _about(item: DocumentItem) -> frozenset[str]:
    """What similarity of items is judged by; items of different elements have no mark in common."""
    kind = Element.PARAGRAPH if item.what is Element.NOTE else item.what
    return frozenset(f"{kind.value}{mark}" for mark in item.marks)


def _moved(
    old: Sequence[DocumentItem], new: Sequence[DocumentItem], pairs: Sequence[Pair], least: int
) -> Iterator[Pair]:
    """(new place, old place) of items that moved: either document has them once, with more than `least` marks."""
    once = [{key for key, count in Counter(item.key for item in side).items() if count == 1} for side in (old, new)]
    olds, news = left_over(pairs, len(old), len(new))
    places = {old[i].key: i for i in olds if old[i].key in once[0] and len(old[i].marks) > least}
    once[1] &= {new[j].key for j in news if len(new[j].marks) > least}
    yield from ((j, places[new[j].key]) for j in news if new[j].key in once[1] and new[j].key in places)


def _changes(
    row: tuple[DocumentItem | None, DocumentItem | None],
    olds: Sequence[DocumentItem],
    moved: Mapping[int, int],
    sides: BothRules,
) -> Iterator[DocumentChange]:
    match row:
        case DocumentItem() as old, DocumentItem() as new:
            yield from _both(old, new, sides)
        case None, DocumentItem() as new if new.where.at in moved:
            yield from _elsewhere(olds[moved[new.where.at]], new, sides)
        case old, new:
            yield _alone(old, new)


def _both(old: DocumentItem, new: DocumentItem, sides: BothRules) -> Iterator[DocumentChange]:
    at = old.where, new.where
    if old.what is Element.TABLE and isinstance(old.block, Table) and isinstance(new.block, Table):
        yield from table_changes(TablePair(old.block, new.block, at, sides))
        notes = [
            tuple(run for note in block.notes for run in (*note.runs, Text("\n"))) for block in (old.block, new.block)
        ]
        yield from change(Element.NOTE, notes[0], notes[1], at, sides)
    else:
        yield from change(new.what, old.runs, new.runs, at, sides)


def _elsewhere(old: DocumentItem, new: DocumentItem, sides: BothRules) -> Iterator[DocumentChange]:
    runs = segments(old.runs, new.runs, sides)
    yield DocumentChange(ChangeKind.MOVED, new.what, old.where, new.where, runs)
    yield from _both(old, new, sides)


def _alone(old: DocumentItem | None, new: DocumentItem | None) -> DocumentChange:
    """The change of an item that stands on one side alone; of a table with its rows as lines."""
    item = old or new
    assert item is not None
    runs = whole(_all_words(item), old=old is not None)
    kind = ChangeKind.REMOVED if old else ChangeKind.ADDED
    return DocumentChange(kind, item.what, old.where if old else None, new.where if new else None, runs)


def _all_words(item: DocumentItem) -> Runs:
    if item.what is not Element.TABLE or not isinstance(item.block, Table):
        return item.runs
    rows = ("\t".join(plain(cell.runs) for cell in row.cells) for row in item.block.head + item.block.body)
    return (*item.runs, *(Text(f"\n{row}") for row in rows))
