"""What is different between two documents (差异): every change with its place and both sides, as data.

A comparison is made from one side to the other and can be turned round: what was added is removed then, old is new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from reportgen.document import Runs, plain


class ChangeKind(Enum):
    """What happened (变动): whether the number moved or the sentence changed is told apart."""

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
    """What is said of a piece that stands on both sides or on one (异同)."""

    SAME = "相同"
    YEAR = "年度"  # the year of either document, no change
    SERIAL = "序号"  # of an item or a heading, no change where others came or went
    SPACE = "空白"  # white space alone
    NUMBER = "数字"
    WORDS = "文字"


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words that belong together (一段文字), on either side; runs keep the names of figures.

    Where `same` is SAME the two sides say the same; elsewhere either side may be empty.
    """

    kind: SegmentKind
    old: Runs
    new: Runs

    @property
    def turned(self) -> "Segment":
        """Seen from the other side."""
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
        sections: headings above it, the highest first, numbers included. table: number and title of its table.
        row, column: what names row and column of its cell, where it has any.
        at: the item of the document in reading order that it is or is part of (see `items`), for anchors.
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
        old, new: where it stands on either side; None where it stands on one alone.
        pieces: the words of both sides in their order, what is the same included; of a whole table its rows as lines.
    """

    kind: ChangeKind
    what: Element
    old: DocumentPlace | None
    new: DocumentPlace | None
    segments: Segments

    @property
    def where(self) -> DocumentPlace:
        """Its place on the new side, or where it stood."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def old_text(self) -> str:
        """Both sides' words, as one line each."""
        return "".join(plain(segment.old) for segment in self.segments)

    @property
    def new_text(self) -> str:
        """Like `old_text`."""
        return "".join(plain(segment.new) for segment in self.segments)

    @property
    def turned(self) -> "DocumentChange":
        """Seen from the other side."""
        other = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
        turned = tuple(segment.turned for segment in self.segments)
        return DocumentChange(other.get(self.kind, self.kind), self.what, self.new, self.old, turned)


def turned(changes: Iterable[DocumentChange]) -> tuple[DocumentChange, ...]:
    """The changes seen from the other side."""
    return tuple(change.turned for change in changes)
