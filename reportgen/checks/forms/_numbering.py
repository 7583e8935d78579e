"""Numbers in front of headings, paragraphs and rows (序号): which list each continues.

A line goes on with the innermost open list of its kind that has counted up to it; 1 begins a list. So the same kind may
count at several levels (一、文字部分 … 一、部门职责), and nothing depends on how deep a heading is taken to stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reportgen.reading import Place

_CHINESE = "零一二三四五六七八九"
_HAN = "[零一二三四五六七八九十]{1,3}"
# Kind -> how its numbers look. One glyph family each: 1. 1． 1、 ⒈ are four kinds of the same rank.
_KINDS: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, rank, re.compile(rf"[ \u3000]*(?:其中[:：])?{pattern}"))
    for kind, rank, pattern in (
        ("第一部分", 0, rf"第(?P<n>{_HAN}|[0-9]+)(?:部分|章)[\s\u3000：、]*"),
        ("一、", 1, rf"(?P<n>{_HAN})、\s*"),
        ("（一）", 2, rf"（(?P<n>{_HAN})）\s*"),
        ("(一)", 2, rf"\((?P<n>{_HAN})\)\s*"),
        ("1.", 3, r"(?P<n>[0-9]{1,2})\.(?:(?![0-9])|(?=[0-9]{4}年))\s*"),
        ("1．", 3, r"(?P<n>[0-9]{1,2})．(?:(?![0-9])|(?=[0-9]{4}年))\s*"),
        ("1、", 3, r"(?P<n>[0-9]{1,2})、\s*"),
        ("１、", 3, r"(?P<n>[０-９]{1,2})[、．]\s*"),
        ("⒈", 3, r"(?P<n>[⒈-⒛])\s*"),
        ("（1）", 4, r"（(?P<n>[0-9]{1,2})）\s*"),
        ("(1)", 4, r"\((?P<n>[0-9]{1,2})\)\s*"),
        ("1）", 4, r"(?P<n>[0-9]{1,2})[）)]\s*"),
        ("①", 5, r"(?P<n>[①-⑳])\s*"),
        ("目标1", 6, r"(?:目标|指标|任务)(?P<n>[0-9]{1,2})(?![0-9.%])[、：:．.]?\s*"),
    )
)


# With what a line with a number begins; no amount does.
NUMBERED = re.compile(
    rf"^[ \u3000]*(?:其中[:：])?(?:第|目标|指标|任务|[（(]|{_HAN}、|[⒈-⒛①-⑳]"
    r"|[0-9]{1,2}(?:[.．](?![0-9])|[.．](?=[0-9]{4}年)|[、)）])|[０-９]{1,2}[、．])"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line with its number: the kind and rank of it, how it is written, what it counts."""

    kind: str
    rank: int
    written: str
    count: int
    place: Place
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A list that does not go on: `before` is its last number (None: it does not begin with 1)."""

    now: Numbered
    before: Numbered | None
    what: Literal["序号", "字形"]


def numbered(text: str, place: Place, heading: bool = False) -> Numbered | None:
    """The line with the number that it begins with, or None."""
    if not NUMBERED.match(text):
        return None
    for kind, rank, pattern in _KINDS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            written = found[0].strip().removeprefix("其中：")
            start = place.start + len(found[0]) - len(found[0].lstrip())
            marked = place.marking(start, max(1, len(written)))
            return Numbered(kind, rank, written, _value(found["n"]), marked, heading)
    return None


def _value(digits: str) -> int:
    if digits in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(digits) - ord("①") + 1
    if digits in "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛":
        return ord(digits) - ord("⒈") + 1
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    return (_CHINESE.find(tens or "一") * 10 if ten else 0) + (_CHINESE.find(ones) if ones else 0)


def breaks(lines: Iterable[Numbered]) -> Iterator[Break]:
    """Where a list jumps, repeats a number, or changes its glyphs."""
    open_: list[Numbered] = []  # the last line of each open list, outermost first
    for line in lines:
        goes_on = [i for i, last in enumerate(open_) if last.kind == line.kind and last.count + 1 == line.count]
        alike = [i for i, last in enumerate(open_) if last.rank == line.rank and last.count + 1 == line.count]
        own = [i for i, last in enumerate(open_) if last.kind == line.kind]
        if goes_on:
            del open_[goes_on[-1] :]
        elif line.count == 1:
            if own[-1:] == [len(open_) - 1]:
                open_.pop()  # a list of its kind just below: it begins anew
        elif alike:
            yield Break(line, open_[alike[-1]], "字形")
            del open_[alike[-1] :]
        else:
            yield Break(line, open_[own[-1]] if own else None, "序号")
            if own:
                del open_[own[-1] :]
        open_.append(line)
