"""A table from lines of text: number, title, the line under the title, head rows, `--`, body rows, notes.

    公开03表
    2026年部门支出总表
    部门名称：云溪县图书馆　　单位：万元
    科目编码 || 总计
    类 | 款 | 〃
    --
    201 | 29 | 14.2
    注：……

The signs are the text writer's: `|` between spaces ends a grid column, `||` says that the cell before it spans two,
`〃` that the cell above goes on, `⏎` is a line break. Without `--` it is a form.
"""

from collections.abc import Sequence
from itertools import takewhile

from reportgen.diagnostics import Diagnostic
from reportgen.document import Paragraph, Place, Runs, Table, Text
from reportgen.readers._captions import BETWEEN_SIDES, NOTE, RIGHT, SIDE, TABLE_NUMBER
from reportgen.readers.txt.rows import BARS, Line, rows_of, width_of

HEAD_END = "--"


def is_table(lines: Sequence[Line]) -> bool:
    """Whether the lines between two blank lines are a table: one is a row, or ends the head."""
    return any(line.text == HEAD_END or BARS.search(line.text) for line in lines)


def table(lines: Sequence[Line], path: str, names: set[str], mistakes: list[Diagnostic]) -> Table:
    """The table that the lines say.

    `names` are those of the tables before it, to which its own is added; rows that do not fit go to `mistakes`.
    """
    caption, head, body, notes = _parted(lines)
    number, title, left, right = _caption([line.text.strip() for line in caption])
    width = width_of([line.text for line in (*head, *body)])
    head_rows, body_rows = rows_of(head, body, width, path, mistakes)
    name = number or title or "表"
    if name in names:
        name = f"{name}（第{lines[0].number}行）"
    names.add(name)
    printed = tuple(Paragraph(_runs(note.text.strip()), Place.NOTE) for note in notes)
    return Table(name, number, _runs(title), _runs(left), _runs(right), width, head_rows, body_rows, printed)


def _runs(text: str) -> Runs:
    return (Text(text),) if text else ()


def _parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line], Sequence[Line]]:
    """Caption, head rows, body rows and notes. What stands between two rows is a row, well-formed or not."""
    barred = [i for i, line in enumerate(lines) if BARS.search(line.text)]
    ended = next((i for i, line in enumerate(lines) if line.text == HEAD_END), None)
    if ended is None:
        start, last = barred[0], barred[-1] + 1
        return lines[:start], (), lines[start:last], lines[last:]
    start = min([*barred, max(ended - 1, 0)])
    below = lines[ended + 1 :]
    if barred:
        last = max(barred[-1] - ended, 0)
    else:  # one column: a row looks like a note
        last = sum(1 for _ in takewhile(lambda line: not NOTE.match(line.text), below))
    return lines[:start], lines[start:ended], below[:last], below[last:]


def _caption(lines: list[str]) -> tuple[str, str, str, str]:
    """Number, title and the two sides of the line under it."""
    number = lines.pop(0) if lines and TABLE_NUMBER.fullmatch(lines[0]) else ""
    left = right = ""
    if lines and (sides := BETWEEN_SIDES.fullmatch(lines[-1])):
        left, right = (side.strip() for side in sides.groups())
        lines.pop()
    elif lines and SIDE.match(lines[-1]):
        left, right = ("", lines[-1]) if RIGHT.match(lines[-1]) else (lines[-1], "")
        lines.pop()
    return number, "\n".join(lines), left, right
