"""Edits that make next year's budget file from this year's, and the list of the edited lines (改动)."""

from collections.abc import Iterable
from enum import Enum

from reportgen.records import dataclass


class EditKind(Enum):
    """What was done to a line, in the words that the officer reads."""

    CHANGED = "改了"
    DROPPED = "去掉了"  # not listed, as another edit of the same place is
    OPEN = "要填"
    CARRIED = "照抄了去年的数，要逐行改成今年的"
    LOOK = "带着年份，看一看要不要改"
    COPIED = "照抄了去年写的，看一看还对不对"
    KEPT = "照抄的已知差异，今年的数填好以后，核对会说哪一条用不着了"
    DROPPED_DIFFERENCE = "去掉了的已知差异，今年的文件里核对不出这样的发现了"


@dataclass(frozen=True, slots=True)
class EditedLine:
    """One edited line (一处): its number in the new file, what was done, and the key."""

    line: int
    kind: EditKind
    what: str


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The text of next year's file, and its edited lines in order."""

    text: str
    changes: tuple[EditedLine, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` up to `end` by `new`; None leaves them and only lists the line."""

    start: int
    end: int
    new: str | None
    kind: EditKind
    what: str


def applied(edits: Iterable[Edit], text: str, head: str) -> RolledOver:
    """Return the text with a head and the edits; of overlapping edits the first one counts."""
    out, lines, done, line = [head], [], 0, head.count("\n") + 1
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < done:
            continue
        kept = text[done : edit.start]
        line += kept.count("\n")
        new = text[edit.start : edit.end] if edit.new is None else edit.new
        if edit.kind is not EditKind.DROPPED:
            lines.append(EditedLine(line + (new.count("\n") if edit.start == edit.end else 0), edit.kind, edit.what))
        out += [kept, new]
        line, done = line + new.count("\n"), edit.end
    return RolledOver("".join([*out, text[done:]]), tuple(lines))
