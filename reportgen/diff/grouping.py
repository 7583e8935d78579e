"""Changes by where a reader looks for them (归组): by section of the new document, and those of one table together.

What is gone stands in the section that its old one became.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element
from reportgen.diff.documents import Comparison
from reportgen.diff.documents.items import DocumentItem
from reportgen.document import Section, plain

_OF_TABLES = (Element.TABLE, Element.CAPTION, Element.HEAD, Element.COLUMN, Element.ROW, Element.CELL)

Path = tuple[str, ...]  # headings, the highest first


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes that are shown together (一组变动): all within one table, or a single one elsewhere.

    Attributes:
        sections: the headings of the new document above them, the highest first.
        table: number and title of the table in the new document, empty outside tables.
    """

    sections: Path
    table: str
    changes: tuple[DocumentChange, ...]

    @property
    def in_table(self) -> bool:
        """Whether they are changes of a table."""
        return bool(self.table) or any(one.what in _OF_TABLES for one in self.changes)

    @property
    def named(self) -> str:
        """What the table is called in a heading."""
        return self.table or "没有题目的表"

    def only(self, what: Element, *kinds: ChangeKind) -> tuple[DocumentChange, ...]:
        """The changes of such an element and of these kinds; without kinds, of any."""
        return tuple(one for one in self.changes if one.what is what and (not kinds or one.kind in kinds))


def groups(comparison: Comparison) -> tuple[ChangeGroup, ...]:
    """All changes in groups, in the order of the comparison."""
    became = _became(comparison)
    found: list[ChangeGroup] = []
    for inside in _together(comparison.changes):
        where = next((one.new for one in inside if one.new), inside[0].where)
        sections = where.sections if any(one.new for one in inside) else new_path(where.sections, became)
        found.append(ChangeGroup(sections, where.table, tuple(inside)))
    return tuple(found)


def _together(changes: Sequence[DocumentChange]) -> Iterator[list[DocumentChange]]:
    """Neighbouring changes of one table as one list; every other change as a list of its own."""
    held: list[DocumentChange] = []
    for one in changes:
        if held and not (one.where.table and _same_place(held, one)):
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _same_place(held: Sequence[DocumentChange], one: DocumentChange) -> bool:
    return any(_same(one.old, other.old) or _same(one.new, other.new) for other in (held[0], held[-1]))


def _same(one: DocumentPlace | None, other: DocumentPlace | None) -> bool:
    return bool(one and other and one.at == other.at)


def _became(comparison: Comparison) -> Mapping[Path, Path]:
    """Path of each heading in the old document → its path in the new one."""
    pairs = ((old, new) for old, new in comparison.rows if old and new)
    return {_path(old): _path(new) for old, new in pairs if old.what is new.what is Element.HEADING}


def _path(item: DocumentItem) -> Path:
    block = item.block
    named = block.number + plain(block.title) if isinstance(block, Section) else plain(item.runs)
    return (*item.where.sections, named)


def new_path(path: Path, became: Mapping[Path, Path]) -> Path:
    """The path in the new document. Headings that the new document lacks stay as they are."""
    for end in range(len(path), 0, -1):
        if path[:end] in became:
            return (*became[path[:end]], *path[end:])
    return path


def by_section(found: Sequence[ChangeGroup]) -> list[tuple[Path, tuple[ChangeGroup, ...]]]:
    """The groups of each section, sections in the order in which they first appear."""
    order = {sections: at for at, sections in reversed(list(enumerate(one.sections for one in found)))}
    arranged = sorted(found, key=lambda one: order[one.sections])
    return [(sections, tuple(inside)) for sections, inside in groupby(arranged, lambda one: one.sections)]
