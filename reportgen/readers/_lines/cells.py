"""What a cell says and is for (格): its words, the levels they are set in, its role.

The kinds that print shows tell the role as far as they can: 表格居中 is for codes, for labels of total rows and for
numbers of a form, 表格 for labels and, in a form, for text. Elsewhere it is guessed from the column.
"""

from enum import Enum

from reportgen.document import Cell, Role, Text
from reportgen.readers._lines import kinds
from reportgen.readers._roles import AMOUNT, CODE, INDENT, cell_role


class Part(Enum):
    """A part of a table (表的部分): only the body below a head has total rows."""

    HEAD = "表头"
    BODY = "表体"
    FORM = "表格式"


_SPACE = " \t\r\n"
_KINDS = {Role.HEAD: kinds.HEAD, Role.NUMBER: kinds.RIGHT, Role.CODE: kinds.CENTRED}
SET_IN = (Role.LABEL, Role.TEXT)


def kind_of(role: Role, total_row: bool, part: Part) -> str:
    """The kind of cell that shows a role: labels of total rows and numbers of forms stand in the middle."""
    centred = (role is Role.LABEL and total_row) or (role is Role.NUMBER and part is Part.FORM)
    return kinds.CENTRED if centred else _KINDS.get(role, kinds.CELL)


def cell(text: str, indent: int, role: Role, columns: int, rows: int) -> Cell:
    """The cell; spaces in front of a label are levels that it is set in."""
    words = text.rstrip(_SPACE).lstrip(_SPACE + INDENT)
    levels = indent + text[: text.find(words)].count(INDENT) if role in SET_IN else indent
    return Cell((Text(words),) if words else (), role, columns, rows, levels)


def role(kind: str, text: str, part: Part, total: bool, column: Role) -> Role:
    """What a cell is for.

    Args:
        kind: name of its style. total: it stands in a total row.
        column: what the cells of its column are for, where the style does not say.
    """
    words = text.strip()
    match kind:
        case kinds.HEAD:
            return Role.HEAD
        case kinds.RIGHT:
            return Role.NUMBER
        case kinds.CENTRED if part is Part.FORM and AMOUNT.fullmatch(words):
            return Role.NUMBER
        case kinds.CENTRED:
            return Role.LABEL if total and words and not CODE.fullmatch(words) else Role.CODE
        case kinds.CELL:
            return Role.TEXT if part is Part.FORM else Role.LABEL
        case _:
            return cell_role(words, column)
