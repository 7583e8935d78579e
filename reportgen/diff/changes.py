"""The changes between two documents (差异), as data: each with its place and the words of both sides."""

from enum import Enum

from reportgen.document import Runs, plain
from reportgen.records import dataclass


class ChangeKind(Enum):
    """The kind of a change (变动)."""

    NUMBER = "数字"  # only numbers changed
    WORDING = "文字"  # words changed, perhaps numbers too
    ADDED = "新增"
    REMOVED = "删去"
    MOVED = "移动"  # the element has another place
    RESTATED = "重述"  # the later document restates an amount of the earlier one's year

    @property
    def mirrored(self) -> "ChangeKind":
        """The kind of the same change with old and new exchanged."""
        return {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}.get(self, self)


class Element(Enum):
    """The part of a document that changed (对象)."""

    TITLE = "标题"  # of the document
    HEADING = "小标题"
    PARAGRAPH = "段落"
    NOTE = "表注"
    TABLE = "表"
    CAPTION = "表题"  # number, title, and the words at the left and right above a table
    HEAD = "表头"
    COLUMN = "列"
    ROW = "行"
    CELL = "格"


class SegmentKind(Enum):
    """The kind of a segment (异同). Only NUMBER and WORDS are changes."""

    SAME = "相同"
    YEAR = "年度"  # each side names a year at the same distance from its own
    SERIAL = "序号"  # a list number or heading number that moved because items came or went
    SPACE = "空白"  # only white space differs
    NUMBER = "数字"
    WORDS = "文字"


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words that changed together or stayed (一段文字).

    Attributes:
        old, new: the runs of both sides, with the names of their figures; one may be empty.
    """

    kind: SegmentKind
    old: Runs
    new: Runs

    @property
    def mirrored(self) -> "Segment":
        """The segment with old and new exchanged."""
        return Segment(self.kind, self.new, self.old)

    @property
    def changed(self) -> bool:
        """Whether a reader sees a change: in numbers or words."""
        return self.kind in (SegmentKind.NUMBER, SegmentKind.WORDS)


Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A place in a document (位置).

    Attributes:
        sections: the headings above it with their numbers, the outermost first.
        table: number and title of its table; empty outside tables.
        row, column: the labels of its table row and column; empty if the place is no row, column or cell.
        at: the index of its item in reading order, from 0 (see `items.py`); -1 where it is not known.
    """

    sections: tuple[str, ...] = ()
    table: str = ""
    row: str = ""
    column: str = ""
    at: int = -1

    def __str__(self) -> str:
        near = self.table or (self.sections[-1] if self.sections else "")
        inner = (f"“{self.row}”行" if self.row else "", f"“{self.column}”列" if self.column else "")
        return "：".join(filter(None, (near, "，".join(filter(None, inner))))) or "文首"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One change (一处变动).

    Attributes:
        old, new: the place of the element on each side; None on the side that lacks it.
        segments: the words of both sides in order, unchanged ones too; in a whole table each row is a line.
    """

    kind: ChangeKind
    what: Element
    old: DocumentPlace | None
    new: DocumentPlace | None
    segments: Segments

    @property
    def where(self) -> DocumentPlace:
        """The place on the new side, or on the old side if the element was removed."""
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
    def mirrored(self) -> "DocumentChange":
        """The change with old and new exchanged."""
        segments = tuple(segment.mirrored for segment in self.segments)
        return DocumentChange(self.kind.mirrored, self.what, self.new, self.old, segments)
