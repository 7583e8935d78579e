"""What is different between two documents (差异): every change with its place and both sides, as data.

A comparison is made from one side to the other and can be turned round: what was added is removed then, old is new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from reportgen.document import Runs, plain


class ChangeKind(Enum):
    """What happened (变动). A number that moved is told apart from a sentence that changed."""

    NUMBER = "数字"  # numbers are other ones, the words are the same
    WORDING = "文字"  # words are other ones, numbers perhaps too
    ADDED = "新增"
    REMOVED = "删去"
    MOVED = "移动"  # it stands elsewhere now, as it was


class Element(Enum):
    """What it happened to (对象)."""

    TITLE = "标题"  # of the document
    HEADING = "小标题"
    PARAGRAPH = "段落"
    NOTE = "表注"
    TABLE = "表"
    CAPTION = "表题"  # number, title and sides of a table
    HEAD = "表头"
    COLUMN = "列"
    ROW = "行"
    CELL = "格"


class SegmentKind(Enum):
    """What became of a segment (异同)."""

    SAME = "相同"
    YEAR = "年度"  # the year of either document, no change
    SERIAL = "序号"  # of an item or a heading, no change where others came or went
    SPACE = "空白"  # white space alone
    NUMBER = "数字"
    WORDS = "文字"


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words that changed, or stayed, together (一段文字), with the runs of both sides.

    Runs keep the names of figures. Where `kind` is SAME both sides read the same; else either side may be empty.
    """

    kind: SegmentKind
    old: Runs
    new: Runs

    @property
    def turned(self) -> "Segment":
        """The segment with old and new exchanged."""
        return Segment(self.kind, self.new, self.old)

    @property
    def changed(self) -> bool:
        """Whether a reader would call it a change."""
        return self.kind in (SegmentKind.NUMBER, SegmentKind.WORDS)


Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A place in a document (位置), in words.

    Attributes:
        sections: the headings above it, the highest first, with their numbers.
        table: number and title of its table, empty outside tables.
        row, column: the labels of the row and column of its cell, empty where it has none.
        at: the number of its item in reading order, from 0 (see `documents/items.py`); -1 where it is not known.
    """

    sections: tuple[str, ...] = ()
    table: str = ""
    row: str = ""
    column: str = ""
    at: int = -1

    def __str__(self) -> str:
        inner = (f"“{self.row}”行" if self.row else "", f"“{self.column}”列" if self.column else "")
        named = "，".join(filter(None, inner))
        near = self.table or (self.sections[-1] if self.sections else "")
        return "：".join(filter(None, (near, named))) or "文首"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One change (一处变动).

    Attributes:
        old, new: its place on either side, None where it stands on the other side alone.
        segments: the words of both sides in their order, unchanged words included; of a whole table its rows as lines.
    """

    kind: ChangeKind
    what: Element
    old: DocumentPlace | None
    new: DocumentPlace | None
    segments: Segments

    @property
    def where(self) -> DocumentPlace:
        """Its place on the new side; of what was removed, its old place."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def old_text(self) -> str:
        """The words of the old side."""
        return "".join(plain(segment.old) for segment in self.segments)

    @property
    def new_text(self) -> str:
        """The words of the new side."""
        return "".join(plain(segment.new) for segment in self.segments)

    @property
    def turned(self) -> "DocumentChange":
        """The change with old and new exchanged."""
        other = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
        turned = tuple(segment.turned for segment in self.segments)
        return DocumentChange(other.get(self.kind, self.kind), self.what, self.new, self.old, turned)


def turned(changes: Iterable[DocumentChange]) -> tuple[DocumentChange, ...]:
    """The changes with old and new exchanged."""
    return tuple(change.turned for change in changes)
