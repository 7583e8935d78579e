"""Lines for a terminal (行): no wider than it, and changed words with what stands around them.

All marks are in GBK, which a Chinese Windows console may have to write them in.
"""

from reportgen.diagnostics import columns
from reportgen.diff.changes import Change, Piece, Pieces, Same
from reportgen.document import plain

WIDTH = 120
BEFORE, AFTER = 6, 4  # characters of context
_CUT = "……"
_LIMITS = (60, 40, 28, 20, 14, 10, 6)  # characters that are shown of what was deleted or inserted


def cut(line: str, width: int = WIDTH) -> str:
    """The line, no wider than that."""
    flat = " ".join(line.split())
    if columns(flat) <= width:
        return flat
    while columns(flat) > width - columns(_CUT):
        flat = flat[: -max(1, (columns(flat) - width + columns(_CUT)) // 2)]
    return f"{flat}{_CUT}"


def wording(place: str, change: Change) -> str:
    """Which words were deleted and inserted, shortened until they fit."""
    lines = (f"{place}：{_marked(change.pieces, limit)}" for limit in _LIMITS)
    return next((line for line in lines if columns(line) <= WIDTH), None) or cut(
        f"{place}：{_marked(change.pieces, _LIMITS[-1])}"
    )


def _marked(pieces: Pieces, limit: int) -> str:
    """The changed words within what stands around them on the new side."""
    found = ""
    for at, piece in enumerate(pieces):
        if piece.same is Same.WORDS:
            found += _change(piece, limit)
        else:
            found += _context(
                _flat(plain(piece.new)), after=_words(pieces[:at]), before=_words(pieces[at + 1 :]), limit=limit
            )
    return found


def _words(pieces: Pieces) -> bool:
    return any(piece.same is Same.WORDS for piece in pieces)


def _change(piece: Piece, limit: int) -> str:
    old, new = (_middle(_flat(plain(side)), limit) for side in (piece.old, piece.new))
    return (f"［-{old}-］" if old else "") + (f"［+{new}+］" if new else "")


def _context(text: str, *, after: bool, before: bool, limit: int) -> str:
    """The beginning of what follows a change, the end of what precedes one."""
    head, tail = (AFTER if after else 0), (BEFORE if before else 0)
    if len(text) <= head + tail + (2 if after and before and limit > _LIMITS[-3] else 0):
        return text
    return f"{text[:head]}{_CUT}{text[len(text) - tail :] if tail else ''}"


def _middle(text: str, limit: int) -> str:
    """Beginning and end of a long text."""
    return text if len(text) <= limit else f"{text[: limit * 2 // 3]}{_CUT}{text[len(text) - limit // 3 :]}"


def _flat(text: str) -> str:
    return "，".join(filter(None, text.split("\n"))).replace("\t", " ")


def numbers(place: str, change: Change) -> str:
    """Which numbers moved, each with the word before it."""
    parts = []
    for before, piece, after in zip(("", *change.pieces), change.pieces, (*change.pieces[1:], ""), strict=False):
        if piece.same is Same.NUMBER:
            lead = _tail(plain(before.new)) if isinstance(before, Piece) else ""
            unit = _unit(plain(after.new)) if isinstance(after, Piece) else ""
            parts.append(f"{lead}{plain(piece.old)} → {plain(piece.new)}{unit}")
    return cut(f"{place}：{'，'.join(parts)}")


def _tail(text: str) -> str:
    """The last words of a sentence, as far as the mark before them."""
    for mark in "，。；：、（）\n":
        text = text.rpartition(mark)[2] or text.rpartition(mark)[0]
    return text.strip()[-14:]


def _unit(text: str) -> str:
    return next((unit for unit in ("万元", "亿元", "元", "%", "人", "辆", "个", "册", "台") if text.startswith(unit)), "")
