"""A change in the text (段落的变动): both sides beside each other, with `<del>` and `<ins>` around what changed.

A number that moved looks otherwise than words that changed, and neither is told by colour alone.
"""

from reportgen.diff.changes import Change, Kind, Piece, Pieces, Same, What, Where
from reportgen.diff.outputs.html.parts import CLASSES, MOST, folded
from reportgen.document import Runs, plain
from reportgen.writers.html.markup import escaped

_ENDS = {Same.NUMBER: ' class="moved-number"', Same.WORDS: ""}


def passage(change: Change) -> str:
    """The change as a box: what it is, and what either side says."""
    said = _both(change) if change.kind in (Kind.NUMBER, Kind.WORDING) else _alone(change)
    inline = " row" if change.what is What.ROW else ""
    return f'<div class="change {CLASSES[change.kind]}{inline}">\n{_label(change)}{said}</div>\n'


def _label(change: Change) -> str:
    """`文字改了：段落`, and of what moved where it stood."""
    verbs = {Kind.NUMBER: "数字变了", Kind.WORDING: "文字改了", Kind.ADDED: "新增", Kind.REMOVED: "删去"}
    within = change.where.column if change.what in (What.HEAD, What.COLUMN) else ""
    named = f"“{within}”" if within else ""
    verb = verbs.get(change.kind) or f"从“{_place(change.old)}”移来"
    return f'<p class="what"><strong>{escaped(verb)}</strong> {escaped(change.what.value + named)}</p>\n'


def _place(where: Where | None) -> str:
    return str(where) if where else ""


def _both(change: Change) -> str:
    old, new = said(change.pieces, old=True), said(change.pieces, old=False)
    return (
        f'<div class="sides">\n<div><p class="side-name">旧</p><p class="said">{old or _nothing()}</p></div>\n'
        f'<div><p class="side-name">新</p><p class="said">{new or _nothing()}</p></div>\n</div>\n'
    )


def _nothing() -> str:
    return '<span class="quiet">（没有）</span>'


def said(pieces: Pieces, *, old: bool) -> str:
    """What one side says."""
    return "".join(_piece(piece, old=old) for piece in pieces)


def _piece(piece: Piece, *, old: bool) -> str:
    text = escaped(plain(piece.old if old else piece.new))
    if not piece.changed or not text:
        return text
    tag = "del" if old else "ins"
    return f"<{tag}{_ENDS[piece.same]}>{text}</{tag}>"


def _alone(change: Change) -> str:
    """What stands on one side alone, or elsewhere; a whole table row by row."""
    lines = _lines(change)
    tag = {Kind.ADDED: "ins", Kind.REMOVED: "del"}.get(change.kind, "span")
    shown = "".join(f'<p class="said"><{tag}>{line}</{tag}></p>\n' for line in lines if line)
    if change.what is What.TABLE:
        return folded(f"看这张表（{len(lines) - 1}行）", shown) if len(lines) > MOST // 5 else shown
    return shown


def _lines(change: Change) -> list[str]:
    """Its lines, with cells apart where it has any."""
    text = "".join(map(plain, map(_said, change.pieces)))
    return [_cells(line) if "\t" in line else escaped(line) for line in text.split("\n")]


def _said(piece: Piece) -> Runs:
    return piece.new or piece.old


def _cells(line: str) -> str:
    return '<span class="unseen">，</span>'.join(
        f'<span class="cell">{escaped(cell)}</span>' for cell in line.split("\t")
    )
