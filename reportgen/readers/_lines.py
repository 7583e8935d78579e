"""Lines of a file (行), and which of them are the caption and the notes of a table (表题、表注).

Files of all formats but plain text are read as lines and tables first.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from reportgen.document import Paragraph, ParagraphRole, Picture, Table, as_runs
from reportgen.patterns import compiled
from reportgen.readers._cells import TableRows
from reportgen.readers._work import LINE, spend, spend_on_text
from reportgen.records import NamedTuple, dataclass, replace


class LineKind(StrEnum):
    """What a line is for, named as the style in which the DOCX writer prints it (行的种类)."""

    NUMBER = "表号"
    CAPTION = "表题"
    LINE = "表眉"
    NOTE = "表注"
    AFTER = "表后"
    COVER_TITLE = "封面标题"
    COVER_PUBLISHER = "封面署名"
    COVER_DATE = "封面日期"
    TITLE = "title"
    FOOTNOTE = "脚注"


COVER = (LineKind.COVER_TITLE, LineKind.COVER_PUBLISHER, LineKind.COVER_DATE)
CAPTION_ORDER = (LineKind.NUMBER, LineKind.CAPTION, LineKind.LINE)  # the order of the lines of a caption

TABLE_NUMBER = compiled(
    r"\w{0,4}?\d+([-—.－]\d+)*表|(附|公开|预算|决算|部门|单位)*[表件]\s?(\d+|[一二三四五六七八九十]+)([-—.－]\d+)*"
)
CONTENTS_HEAD = compiled(r"目\s{0,9}[录次]")
SIDE = compiled(r"\S{0,8}(单位|部门|名称|时间|日期|年度)\S{0,4}[：:]")
RIGHT_SIDE = compiled(r"(金额)?单位[：:]\s*\S{0,20}元|\S{0,4}(时间|日期)[：:]")
BETWEEN_SIDES = compiled("(.*)(?:\u3000\u3000|\t)(.*)")
NOTE_BEGINS = compiled(r"(注|说明|备注)\d*[：:]")
TITLED = compiled("表(?:[（(][^（()）]{1,30}[)）])?$")  # how titles of tables end: 支出总表, 支出表（按功能分类）
_LONGEST_TITLE = 60  # characters
_NO_TITLE_ENDS = ("。", "；", "，", "！", "？", ";", "：")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph as it is printed (段落行).

    Attributes:
        number: the automatic number printed before it.
        kind: a LineKind, `toc`, `heading`, or empty if the file does not say.
        level: of a heading; 0 if it is none.
        align: `center`, `left`, … or empty.
        indent: levels of indent.
        page: of a PDF, from 1; 0 elsewhere. origin: its cell in a workbook, 说明!A3.
    """

    text: str
    number: str = ""
    kind: str = ""
    level: int = 0
    align: str = ""
    indent: int = 0
    page: int = 0
    origin: str = ""


class TableOnPage(NamedTuple):
    """A table without its caption, whether its page is landscape, and the chart that it is drawn as."""

    grid: TableRows
    landscape: bool
    picture: Picture | None = None


Piece = TextLine | TableOnPage
_NO_TABLE = TableOnPage(TableRows("", 0, (), (), ()), False)


def note(text: str) -> Paragraph:
    """Return a note as a paragraph."""
    return Paragraph(as_runs(text.strip()), ParagraphRole.NOTE)


def sides(line: str) -> tuple[str, str]:
    """Return the left and the right side of the line under a title, which a tab or two ideographic spaces separate."""
    left, tab, right = line.rstrip().rpartition("\t")
    if not tab and (found := BETWEEN_SIDES.fullmatch(right)):
        left, right = found.groups()
    elif not tab:
        left, right = ("", right) if RIGHT_SIDE.match(right.strip()) else (right, "")
    return left.strip(), right.strip()


def may_be_title(text: str) -> bool:
    """Whether a text may be a title: it is short and does not end as a sentence does."""
    return len(text) <= _LONGEST_TITLE and not text.endswith(_NO_TITLE_ENDS)


def is_side(text: str) -> bool:
    """Whether a text belongs to the line under a title: 编制部门：…, 单位：元."""
    return bool(SIDE.match(text) or RIGHT_SIDE.search(text))


def caption_kind(line: TextLine) -> str:
    """Return the kind of a line above a table, empty if it is not part of the caption."""
    text = line.text.strip()
    if TABLE_NUMBER.fullmatch(text):
        return LineKind.NUMBER
    if is_side(text):
        return LineKind.LINE
    return LineKind.CAPTION if may_be_title(text) and (line.align == "center" or TITLED.search(text)) else ""


def with_captions(pieces: Iterable[Piece]) -> Iterator[TextLine | Table]:
    """Yield lines, and tables completed with the caption lines and notes around them. Empty lines are left out.

    A caption without a table becomes a table without rows.
    """
    above: list[TextLine] = []
    table: Table | None = None
    names: dict[str, int] = {}
    for piece in _not_blank(pieces):
        if isinstance(piece, TextLine) and piece.kind == LineKind.NOTE and (above or table):
            table, above = _with_note(table or _table(above, _NO_TABLE, names), piece), []
            continue
        if table:
            yield table
            table = None
        if isinstance(piece, TableOnPage):
            table, above = _table(above, piece, names), []
        elif _continues(above, piece):
            above.append(piece)
        else:
            if above:
                yield _table(above, _NO_TABLE, names)
            above = [piece] if piece.kind in CAPTION_ORDER else []
            if piece.kind not in (*CAPTION_ORDER, LineKind.AFTER):
                yield piece
    if above:
        yield _table(above, _NO_TABLE, names)
    if table:
        yield table


def _not_blank(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces without empty lines; an empty line that ends a table stays."""
    for piece in pieces:
        spend(LINE)
        spend_on_text(piece.text if isinstance(piece, TextLine) else "")
        if not isinstance(piece, TextLine) or piece.text.strip() or piece.kind == LineKind.AFTER:
            yield piece


def _with_note(table: Table, line: TextLine) -> Table:
    spend(len(table.notes))
    return replace(table, notes=(*table.notes, note(line.text)))


def _continues(above: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line belongs to the caption of which the lines `above` have been read."""
    if line.kind not in CAPTION_ORDER:
        return False
    return not above or CAPTION_ORDER.index(line.kind) >= CAPTION_ORDER.index(above[-1].kind)


def _table(above: Sequence[TextLine], placed: TableOnPage, names: dict[str, int]) -> Table:
    """Return a table with the lines of its caption; add its name to `names`."""
    marks = zip(CAPTION_ORDER, ("\n", "\n", "\t"), strict=True)
    number, title, line = (mark.join(each.text for each in above if each.kind == kind) for kind, mark in marks)
    number, title = number.strip(), title.strip()
    left, right = map(as_runs, sides(line))
    name, width, head, body, notes = placed.grid
    name = new_name((name, number, title), names)
    printed = tuple(map(note, notes))
    table = Table(name, number, as_runs(title), left, right, width, head, body, printed, landscape=placed.landscape)
    return replace(table, picture=placed.picture) if placed.picture else table


def new_name(choices: Iterable[str], names: dict[str, int]) -> str:
    """Return the first choice that is not empty, on one line; with a serial number if the name is taken.

    Args:
        names: the names that are taken, each with the last serial number given to it; the new name is added.
    """
    name = next((line for each in choices if (line := " ".join(each.split()))), "表")
    new = name
    while new in names:
        names[name] += 1
        new = f"{name}（{names[name]}）"
    names[new] = 1
    return new
