"""Two documents compared (比文档): the pairs of their items, the items that moved, and every change within a pair.

Headings and tables are paired first, then the items between them: equal ones, similar ones, and the only item left on
each side. `groups` arranges the changes as a reader looks for them: by section, those of a table together.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from reportgen.diff.aligning import LEAST, LEAST_ALONE, Gap, Pair, alike, gaps, in_one_order, left_over
from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element, SegmentKind
from reportgen.diff.items import DocumentItem, has_charts, items
from reportgen.diff.printed_names import renamed_codes, stand_ins
from reportgen.diff.renaming import Renaming
from reportgen.diff.tables import TablePair, moved_codes, table_changes
from reportgen.diff.tokens import WordRules
from reportgen.diff.wording import BothRules, alone, change, segments
from reportgen.document import Document, Runs, Table, Text, in_a_row, plain
from reportgen.lexicon import spoken
from reportgen.records import dataclass

_LONG = 20  # an item with more marks than this is not repeated by chance a year later
_STEADY = (Element.TITLE, Element.HEADING, Element.TABLE)  # paired first

Side = DocumentItem | None
Path = tuple[str, ...]  # headings, the outermost first


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two documents (比对).

    Attributes:
        rows: the items of both documents in one order; None on the side that lacks the item or has it elsewhere.
        changes: in the order of the new document; a removed item comes where it stood in the old one.
        sides: how the words of both documents are compared.
        renamings: the members under two names that the documents show.
    """

    old: Document
    new: Document
    rows: tuple[tuple[Side, Side], ...]
    changes: tuple[DocumentChange, ...]
    sides: BothRules
    renamings: tuple[Renaming, ...] = ()

    @property
    def reversed_changes(self) -> tuple[DocumentChange, ...]:
        """The changes of the comparison with old and new exchanged."""
        return tuple(change.mirrored for change in self.changes)


def compare(old: Document, new: Document) -> Comparison:
    """Return the comparison of two documents."""
    renamings, sides = _rules(old, new)
    charts = has_charts(old) and has_charts(new)
    left, right = items(old, sides.old, charts), items(new, sides.new, charts)
    pairs = _paired(left, right)
    moved = dict(_moved(left, right, pairs, 0 if sides.old.year == sides.new.year else _LONG))
    sides = sides._replace(renumbered=not len(pairs) == len(left) == len(right))
    order = in_one_order(pairs, len(left), len(right))
    rows = tuple((None if i is None else left[i], None if j is None else right[j]) for i, j in order)
    gone = frozenset(moved.values())  # reported where they stand now
    stayed = (row for row in rows if row[1] or not row[0] or row[0].where.at not in gone)
    sides = sides._replace(codes=_codes(rows, sides) if sides.years_apart else {})
    found = tuple(chain.from_iterable(_changes(row, left, moved, sides) for row in stayed))
    return Comparison(old, new, rows, found, sides, (*renamings, *renamed_codes(found)))


def _rules(old: Document, new: Document) -> tuple[tuple[Renaming, ...], BothRules]:
    """The projects under two names, and how words are compared."""
    years = (old.year, new.year) if old.year and new.year else (0, 0)
    renamings, mine, yours = stand_ins(old, new, years)
    return renamings, BothRules(WordRules(years[0], mine), WordRules(years[1], yours))


def _codes(rows: Iterable[tuple[Side, Side]], sides: BothRules) -> dict[str, str]:
    """Return old code → new code of table rows whose code changed, as any pair of tables shows."""
    tables = ((old.table, new.table, (old.where, new.where)) for old, new in rows if old and new)
    both = (TablePair(old, new, at, sides) for old, new, at in tables if old and new)
    return {code: became for pair in both for code, became in moved_codes(pair).items()}


def _paired(old: Sequence[DocumentItem], new: Sequence[DocumentItem]) -> list[Pair]:
    """Return (old place, new place) of the items that stand on both sides."""
    held = _within(old, new, [(0, len(old), 0, len(new))], LEAST, _STEADY)
    held += _within(old, new, gaps(held, len(old), len(new)), LEAST)
    left = gaps(sorted(held), len(old), len(new))
    held += _within(old, new, (gap for gap in left if gap[1] - gap[0] == gap[3] - gap[2] == 1), LEAST_ALONE)
    return sorted(held)


def _within(
    old: Sequence[DocumentItem],
    new: Sequence[DocumentItem],
    where: Iterable[Gap],
    least: int,
    whats: Container[Element] = tuple(Element),
) -> list[Pair]:
    """Return (old place, new place) of similar items within these gaps.

    Args:
        least: how similar items have to be, in percent.
        whats: the elements that are paired; others are passed over.
    """
    found: list[Pair] = []
    for i, i_end, j, j_end in list(where):
        olds = [at for at in range(i, i_end) if old[at].what in whats]
        news = [at for at in range(j, j_end) if new[at].what in whats]
        pairs = alike([old[at] for at in olds], [new[at] for at in news], least)
        found += [(olds[at], news[there]) for at, there in pairs]
    return sorted(found)


def _moved(
    old: Sequence[DocumentItem], new: Sequence[DocumentItem], pairs: Sequence[Pair], least: int
) -> Iterator[Pair]:
    """Yield (new place, old place) of moved items: each document has them once; they have more than `least` marks."""
    once = [{key for key, count in Counter(item.key for item in side).items() if count == 1} for side in (old, new)]
    olds, news = left_over(pairs, len(old), len(new))
    places = {old[i].key: i for i in olds if old[i].key in once[0] and len(old[i].marks) > least}
    for j in news:
        if new[j].key in once[1] and new[j].key in places and len(new[j].marks) > least:
            yield j, places[new[j].key]


def _changes(
    row: tuple[Side, Side], olds: Sequence[DocumentItem], moved: Mapping[int, int], sides: BothRules
) -> Iterator[DocumentChange]:
    match row:
        case DocumentItem() as old, DocumentItem() as new:
            yield from _of_both(old, new, sides)
        case None, DocumentItem() as new if new.where.at in moved:
            old = olds[moved[new.where.at]]
            runs = segments(old.runs, new.runs, sides)
            yield DocumentChange(ChangeKind.MOVED, new.what, old.where, new.where, runs)
            yield from _of_both(old, new, sides)
        case None, DocumentItem() as new:
            yield alone(new.what, _all_words(new), new=new.where)
        case DocumentItem() as old, _:
            yield alone(old.what, _all_words(old), old=old.where)


def _of_both(old: DocumentItem, new: DocumentItem, sides: BothRules) -> Iterator[DocumentChange]:
    at = old.where, new.where
    if old.table and new.table:
        yield from table_changes(TablePair(old.table, new.table, at, sides))
        yield from change(Element.NOTE, _notes(old.table), _notes(new.table), at, sides)
    else:
        what = new.what if new.what is old.what else Element.PARAGRAPH  # a note that became a paragraph, or was one
        yield from change(what, old.runs, new.runs, at, sides)


def _notes(table: Table) -> Runs:
    """Return the notes of a table as one text, each note on a line."""
    return tuple(run for note in table.notes for run in (*note.runs, Text("\n")))


def _all_words(item: DocumentItem) -> Runs:
    """Return the words of an item; of a table also its rows, each on a line."""
    rows = item.table.head + item.table.body if item.table else ()
    return (*item.runs, *(run for row in rows for run in (Text("\n"), *in_a_row([c.runs for c in row.cells], "\t"))))


def stale_years(comparison: Comparison) -> Iterator[str]:
    """Yield places where the new document calls the old year its own, such as 2025年预算 in a document of 2026."""
    year, apart = comparison.sides.old.year, comparison.sides.years_apart
    if apart <= 0:
        return
    own = spoken().form(f"{year}«年份后:预算»")
    for old, new in comparison.rows:
        if old and new and str(year) in plain(old.runs) and str(year) in plain(new.runs):
            for segment in segments(old.runs, new.runs, comparison.sides):
                said = plain(segment.new)
                if segment.kind is SegmentKind.SAME and (found := own.search(said)):
                    near = said[max(0, found.start() - _AROUND) : found.end() + _AROUND]
                    yield f"{new.where}：“{near}”里还是{year}年"


_AROUND = 12  # characters shown before and after a year
_OF_TABLES = (Element.TABLE, Element.CAPTION, Element.HEAD, Element.COLUMN, Element.ROW, Element.CELL)


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes that are shown together (一组变动): all changes of one table, or a single change elsewhere.

    Attributes:
        sections: the headings above them in the new document, the outermost first.
        table: number and title of the table in the new document; empty outside tables.
    """

    sections: Path
    table: str
    changes: tuple[DocumentChange, ...]

    @property
    def in_table(self) -> bool:
        """Whether the changes are those of a table."""
        return bool(self.table) or any(one.what in _OF_TABLES for one in self.changes)

    @property
    def named(self) -> str:
        """The name of the table in a heading."""
        return self.table or "没有题目的表"

    def only(self, what: Element, *kinds: ChangeKind) -> tuple[DocumentChange, ...]:
        """Return the changes of this element that are of these kinds; without kinds, of any kind."""
        return tuple(one for one in self.changes if one.what is what and (not kinds or one.kind in kinds))


def groups(comparison: Comparison) -> tuple[ChangeGroup, ...]:
    """Return all changes in groups, in their order; a removed item comes under the new heading of its old section."""
    became = _new_heading_paths(comparison)
    found: list[ChangeGroup] = []
    for inside in _together(comparison.changes):
        now = next((one.new for one in inside if one.new), None)
        where = now or inside[0].where
        found.append(ChangeGroup(where.sections if now else _new_path(where.sections, became), where.table, inside))
    return tuple(found)


def _together(changes: Sequence[DocumentChange]) -> Iterator[tuple[DocumentChange, ...]]:
    """Yield neighbouring changes of one table together, every other change by itself."""
    held: list[DocumentChange] = []
    for one in changes:
        if held and not (one.where.table and _same_item(held, one)):
            yield tuple(held)
            held = []
        held.append(one)
    if held:
        yield tuple(held)


def _same_item(held: Sequence[DocumentChange], one: DocumentChange) -> bool:
    return any(_at_one(one.old, other.old) or _at_one(one.new, other.new) for other in (held[0], held[-1]))


def _at_one(one: DocumentPlace | None, other: DocumentPlace | None) -> bool:
    return bool(one and other and one.at == other.at)


def _new_heading_paths(comparison: Comparison) -> Mapping[Path, Path]:
    """Return path of a heading in the old document → its path in the new one."""
    pairs = ((old, new) for old, new in comparison.rows if old and new)
    return {_path(old): _path(new) for old, new in pairs if old.what is new.what is Element.HEADING}


def _path(heading: DocumentItem) -> Path:
    return (*heading.where.sections, plain(heading.runs))


def _new_path(path: Path, became: Mapping[Path, Path]) -> Path:
    """Return the path of an old section in the new document; headings that the new document lacks stay."""
    for end in range(len(path), 0, -1):
        if path[:end] in became:
            return (*became[path[:end]], *path[end:])
    return path


def by_section(found: Sequence[ChangeGroup]) -> list[tuple[Path, tuple[ChangeGroup, ...]]]:
    """Return the groups of each section, sections in the order in which they first appear."""
    order = {sections: at for at, sections in reversed(list(enumerate(one.sections for one in found)))}
    arranged = sorted(found, key=lambda one: order[one.sections])
    return [(sections, tuple(inside)) for sections, inside in groupby(arranged, lambda one: one.sections)]
