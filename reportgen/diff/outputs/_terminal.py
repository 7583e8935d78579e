"""Lines for a terminal (行): not wider than the terminal, with changed words in their context.

All marks are in GBK, because a Chinese Windows console may write in it.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

from reportgen.diagnostics import columns
from reportgen.diff.changes import DocumentChange, SegmentKind
from reportgen.document import Runs, plain
from reportgen.patterns import compiled

WIDTH = 120
_BEGINNING = 16  # characters shown of the start of a paragraph
_CUT = "……"
# Characters shown before a change, after it, and of the change itself; the first that fits the line is taken.
_LIMITS = ((12, 10, 60), (8, 6, 60), (8, 6, 40), (6, 4, 28), (6, 4, 20), (4, 2, 14), (4, 2, 10))
_MARKS = compiled(r"[，。；：、（）\n]")
_UNIT = compiled(r"[万亿千百]?元|%|个百分点|人次|批次|平方米|[人辆个册台次批名项件场家]")
_UNIT_LONG = 4  # characters of the longest unit, each of which may be a segment
_WITHIN = compiled(r"[!-~]{2}")  # two characters between which no line breaks
_HALF_START, _HALF_END = compiled(r"^[0-9,]*\.?[0-9]+(?![0-9])%?"), compiled(r"[0-9][0-9,.]{0,60}$")


def cut(line: str) -> str:
    """Return the line cut to the width of the terminal, with its indent."""
    indent = line[: len(line) - len(line.lstrip())]
    text = indent + " ".join(line.split())
    return text if _fitting(text, WIDTH) == len(text) else f"{text[: _fitting(text, WIDTH - columns(_CUT))]}{_CUT}"


def _fitting(text: str, width: int) -> int:
    """Return how many of the first characters take at most `width` columns."""
    ends = accumulate(map(columns, text[: width + 1]))  # a character takes one column or two
    return sum(1 for end in ends if end <= width)


def wrapped(line: str) -> Iterator[str]:
    """Yield the whole line as lines of at most WIDTH columns; the second and later ones are indented."""
    indent, text = line[: len(line) - len(line.lstrip())], " ".join(line.split())
    start = 0
    while True:
        rest = text[start : start + WIDTH + 1]
        most = _fitting(rest, WIDTH - columns(indent)) or 1
        if most >= len(rest):
            break
        fits = next((at for at in range(most, most // 2, -1) if not _WITHIN.match(rest, at - 1)), most)
        yield indent + rest[:fits]
        indent, start = f"{indent[:2]}  ", start + fits
    yield indent + text[start:]


def wording(before: str, change: DocumentChange) -> str:
    """Return `before`, then the deleted and inserted words with their context, shortened until they fit one line."""
    parts = list(_parts(change))
    lines = [f"{before}{_marked(parts, *limits)}" for limits in _LIMITS]
    return next((line for line in lines if columns(line) <= WIDTH), None) or "\n".join(wrapped(lines[-1]))


def _parts(change: DocumentChange) -> Iterator[tuple[bool, str, str]]:
    """Yield (whether words changed, old text, new text); neighbours without changed words are one part."""
    for words, group in groupby(change.segments, lambda segment: segment.kind is SegmentKind.WORDS):
        segments = list(group)
        yield words, _flat(segment.old for segment in segments), _flat(segment.new for segment in segments)


def _marked(parts: list[tuple[bool, str, str]], before: int, after: int, limit: int) -> str:
    """Return the changed words in marks, with `before` and `after` characters of the new side around them."""
    last = len(parts) - 1
    shown = (
        _change(old, new, limit) if words else _context(new, after if at else _BEGINNING, before if at < last else 0)
        for at, (words, old, new) in enumerate(parts)
    )
    return "".join(shown)


def _change(old: str, new: str, limit: int) -> str:
    """Return `［-old-］［+new+］`, without an empty side."""
    left, right = middle(old, limit), middle(new, limit)
    return (f"［-{left}-］" if left else "") + (f"［+{right}+］" if right else "")


def _context(text: str, head: int, tail: int) -> str:
    """Return the first `head` and the last `tail` characters of a text; no number is cut in two."""
    if len(text) <= head + tail + 2:
        return text
    start, end = text[:head], text[len(text) - tail :]
    if text[head : head + 1].isdigit():
        start = _HALF_END.sub("", start)
    if tail and text[len(text) - tail - 1] in "0123456789.,":
        end = _HALF_START.sub("", end)
    return f"{start}{_CUT}{end}"


def middle(text: str, limit: int) -> str:
    """Return the text; if it is longer than `limit`, only its beginning and end."""
    return text if len(text) <= limit else _context(text, limit * 2 // 3, limit // 3)


def _flat(parts: Iterable[Runs]) -> str:
    return " ".join("".join(map(plain, parts)).split())


def numbers(before: str, change: DocumentChange) -> str:
    """Return `before`, then each number that changed with the words in front of it."""
    parts, lead = [], ""
    for at, segment in enumerate(change.segments):
        if segment.kind is SegmentKind.NUMBER:
            unit = _UNIT.match("".join(plain(other.new) for other in change.segments[at + 1 : at + 1 + _UNIT_LONG]))
            parts.append(f"{_tail(lead)}{plain(segment.old)} → {plain(segment.new)}{unit[0] if unit else ''}")
            lead = ""
        else:
            lead += plain(segment.new)
    return "\n".join(wrapped(f"{before}{'，'.join(parts)}"))


def _tail(text: str) -> str:
    """Return the words after the last punctuation mark, at most 14 characters."""
    said = [part for part in map(str.strip, _MARKS.split(text)) if part]
    return said[-1][-14:] if said else ""
