"""Edits to the text of a budget file (改动), the list of edited lines, and values quoted as YAML needs them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class EditKind(Enum):
    """What was done at a place, in the words that the officer reads."""

    CHANGED = "改了"
    DROPPED = "去掉了"  # not listed: another edit tells of it
    OPEN = "要填"
    CARRIED = "照抄了去年的数，要逐行改成今年的"
    LOOK = "带着年份，看一看要不要改"
    COPIED = "照抄了去年写的，看一看还对不对"
    KEPT = "照抄的已知差异，今年的数填好以后，核对会说哪一条用不着了"
    FELL = "去掉了的已知差异，今年的文件里核对不出这样的发现了"


@dataclass(frozen=True, slots=True)
class EditedLine:
    """One edited line (一处): its number in the new file, what was done, and to which key."""

    line: int
    kind: EditKind
    what: str


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The text of next year's file, and what was done to it, in the order of its lines."""

    text: str
    changes: tuple[EditedLine, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` become `new`; where `new` is None they stay, and the officer is only told of them."""

    start: int
    end: int
    new: str | None
    kind: EditKind
    what: str


def applied(edits: Iterable[Edit], text: str, head: str) -> RolledOver:
    """The text with a head and its edits. Of edits that overlap the first counts."""
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


_STARTS = re.compile(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`=]|\s")
_INSIDE = re.compile(r":(?:\s|$)|\s#|#|[\t\n]")
_IN_BRACKETS = re.compile(r"[,\[\]{}]|:$")


def as_value(text: str, in_brackets: bool = False) -> str:
    """The text as a YAML value, quoted only where YAML would read something else.

    Args:
        in_brackets: whether the value stands inside `{ }` or `[ ]`, where commas and brackets separate values.
    """
    plain = text and not (_STARTS.match(text) or _INSIDE.search(text) or text != text.strip())
    if plain and not (in_brackets and _IN_BRACKETS.search(text)):
        return text
    if re.search(r"[\n\t]", text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"
