"""Plain text → tree: the notation of the text writer, written by it or typed by hand.

    标题                                  the first lines, up to a blank one
    （空行）一、部门概况（空行）          a line between blank lines that begins with a number or is no sentence
    正文                                  any other line is a paragraph; spaces around it are not part of it
    （空行）                              a table stands between blank lines
    公开03表                              its number
    2026年部门支出总表                    its title
    部门名称：云溪县图书馆　　单位：万元  what stands left and right below the title
    科目编码 || 总计                      head rows
    类 | 款 | 〃
    --                                    the end of the head; a table without it is a form
    201 | 29 | 14.2                       body rows
    注：……                                notes

`|` between spaces ends a grid column, `||` says that the cell before it spans two, `〃` that the cell above continues;
`⏎` is a line break within a cell.

Text of the writer that is read and written again stays the same. Text does not say everything: the level of a heading
without a number and the roles of cells are guessed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.document import Block, Cell, Document, Paragraph, ParagraphRole, Role, Row, Table, Text, as_runs
from reportgen.patterns import compiled
from reportgen.readers._cells import INDENT, GridRow, ReadCell, cell_role, column_roles, heights_of, is_total, width_of
from reportgen.readers._document import named_in
from reportgen.readers._headings import HeadingLine, by_level, heading, levelled
from reportgen.readers._lines import BETWEEN_SIDES, NOTE_BEGINS, RIGHT_SIDE, SIDE, TABLE_NUMBER
from reportgen.records import NamedTuple

SENTENCE = ("。", "；", "！", "？")
HEAD_END = "--"
ABOVE = "〃"
BREAK = "⏎"
BARS = compiled(r"(?:^| )(\|+)(?= |$)")
_NO_CELL = ReadCell(columns=0)


class NumberedLine(NamedTuple):
    """A line of the text with its number, counted from 1, without spaces at its end."""

    number: int
    text: str


NumberedLines = Sequence[NumberedLine]


def read(text: str, *, publisher: str = "", year: int = 0, path: str = "文本") -> Document:
    """Return the document that the text says.

    Args:
        publisher, year: if given, they take precedence over those in the title.
        path: the name of the text in diagnostics.

    Raises:
        ReportgenError: there is no title or no year, or rows do not fill their tables; all mistakes come at once.
    """
    found = list(_line_groups(text.removeprefix("\ufeff")))
    if not found:
        raise ReportgenError(error("空文档", "这个文件里没有文字", Location(path), hint="请检查是否选对了文件"))
    mistakes: list[Diagnostic] = []
    first, *rest = _title_apart(found)
    title = "\n".join(line.text.strip() for line in first)
    who, when = named_in(title)
    if not (year or when):
        at = Location(path, first[0].number, 1, len(first[0].text), first[0].text)
        mistakes.append(error("年度", "标题里没有年度", at, hint="标题里应写明“2026年”这样的年度"))
    blocks = by_level(levelled(_pieces(rest, path, mistakes)))
    if mistakes:
        raise ReportgenError(*mistakes)
    return Document((Text(title),), publisher or who, year or when, blocks)


def _line_groups(text: str) -> Iterator[list[NumberedLine]]:
    """Yield the lines between two blank lines, as one list each."""
    lines = [NumberedLine(n, words.rstrip()) for n, words in enumerate(compiled("\r\n|\r|\n").split(text), start=1)]
    for filled, lump in groupby(lines, lambda line: bool(line.text)):
        if filled:
            yield list(lump)


def _title_apart(lumps: list[list[NumberedLine]]) -> list[list[NumberedLine]]:
    """Return the lumps, with the title alone in the first; sentences typed right below it become the second."""
    first, *rest = lumps
    count = 1 + sum(1 for _ in takewhile(lambda line: not line.text.endswith(SENTENCE), first[1:]))
    return [first[:count], *([first[count:]] if first[count:] else []), *rest]


def _pieces(lumps: list[list[NumberedLine]], path: str, mistakes: list[Diagnostic]) -> Iterator[HeadingLine | Block]:
    """Yield headings, paragraphs and tables in their order; mistakes in tables are added to `mistakes`."""
    names: set[str] = set()
    for lump in lumps:
        if any(line.text == HEAD_END or BARS.search(line.text) for line in lump):
            yield _table(lump, path, names, mistakes)
        elif len(lump) == 1 and (title := heading(lump[0].text.strip())):
            yield title
        else:
            yield from (Paragraph((Text(line.text.strip()),)) for line in lump)


def _table(lines: Sequence[NumberedLine], path: str, names: set[str], mistakes: list[Diagnostic]) -> Table:
    """Return the table in these lines; add its name to `names`, and its mistakes to `mistakes`."""
    caption, head, body, notes = _parted(lines)
    number, title, left, right = _caption([line.text.strip() for line in caption])
    width = _width([line.text for line in (*head, *body)])
    above, below = ([_grid_row(line.text, width) for line in part] for part in (head, body))
    misfits = [*_misfits(head, above, width, path), *_misfits(body, below, width, path)]
    mistakes += misfits
    roles = [] if misfits else column_roles(above, below, width)
    head_rows = () if misfits else tuple(_rows(above, [Role.HEAD] * width, totals=False))
    body_rows = () if misfits else tuple(_rows(below, roles, totals=bool(head)))
    name = number or title or "表"
    if name in names:
        name = f"{name}（第{lines[0].number}行）"
    names.add(name)
    printed = tuple(Paragraph(as_runs(note.text.strip()), ParagraphRole.NOTE) for note in notes)
    return Table(name, number, as_runs(title), as_runs(left), as_runs(right), width, head_rows, body_rows, printed)


def _parted(lines: NumberedLines) -> tuple[NumberedLines, NumberedLines, NumberedLines, NumberedLines]:
    """Return caption, head rows, body rows and notes of a table. Every line between two rows counts as a row."""
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
        last = sum(1 for _ in takewhile(lambda line: not NOTE_BEGINS.match(line.text), below))
    return lines[:start], lines[start:ended], below[:last], below[last:]


def _caption(lines: list[str]) -> tuple[str, str, str, str]:
    """Return number, title and the two sides of the line under it."""
    number = lines.pop(0) if lines and TABLE_NUMBER.fullmatch(lines[0]) else ""
    left = right = ""
    if lines and (sides := BETWEEN_SIDES.fullmatch(lines[-1])):
        left, right = (side.strip() for side in sides.groups())
        lines.pop()
    elif lines and SIDE.match(lines[-1]):
        left, right = ("", lines[-1]) if RIGHT_SIDE.match(lines[-1]) else (lines[-1], "")
        lines.pop()
    return number, "\n".join(lines), left, right


def _width(lines: Sequence[str]) -> int:
    """Return the number of grid columns that most rows fit; 1 if no row has bars."""
    fits = Counter(width for line in lines if BARS.search(line) for width in _widths(line))
    return max(sorted(fits), key=lambda width: fits[width], default=1)


def _widths(line: str) -> tuple[int, ...]:
    """Return the numbers of columns that a row fits. After `||` at its end an empty cell may follow, or none."""
    bars = [len(found) for found in BARS.findall(line)]
    closed = bars[-1] > 1 and line.endswith("||")
    return (sum(bars), sum(bars) + 1) if closed else (sum(bars) + 1,)


def _grid_row(line: str, width: int) -> GridRow:
    """Return the cells of a row by grid column; texts have their line breaks and still their indents."""
    parts = BARS.split(line)
    found, column = {}, 0
    for text, bars in zip(parts[::2], parts[1::2], strict=False):
        found[column] = _read_cell(text, len(bars))
        column += len(bars)
    if parts[-1] or column < width:
        found[column] = _read_cell(parts[-1], 1)
    return found


def _read_cell(text: str, columns: int) -> ReadCell:
    words = text.strip(" ")
    return ReadCell("" if words == ABOVE else words.replace(BREAK, "\n"), columns=columns, below=words == ABOVE)


def _misfits(lines: NumberedLines, rows: Sequence[GridRow], width: int, path: str) -> Iterator[Diagnostic]:
    """Yield the mistakes: rows that are too short or too long, and 〃 without a cell of the same width above."""
    above: GridRow = {}
    for line, row in zip(lines, rows, strict=True):
        place = Location(path, line.number, 1, len(line.text), line.text)
        if (filled := width_of(row)) != width:
            hint = "“|”的两边各空一格；一格占两列写“||”，空的格也要写“|”"
            yield error("表格行", f"这一行有{filled}列，而这张表有{width}列", place, hint=hint)
        elif any(each.below and above.get(at, _NO_CELL).columns != each.columns for at, each in row.items()):
            yield error("表格行", f"“{ABOVE}”上面没有同样宽的一格", place, hint=f"“{ABOVE}”表示上面一格延续到这一行")
        above = row


def _rows(rows: Sequence[GridRow], roles: Sequence[Role], totals: bool) -> Iterator[Row]:
    """Yield the rows of head or body; `totals`: there may be total rows among them."""
    heights = heights_of(rows)
    for at, row in enumerate(rows):
        cells = [
            _cell(cell, heights[at, column], roles[column]) for column, cell in row.items() if (at, column) in heights
        ]
        yield Row(tuple(cells), totals and is_total(cell.text for cell in row.values()))


def _cell(cell: ReadCell, rows: int, role: Role) -> Cell:
    """Return the cell; leading ideographic spaces become its indent."""
    words = cell.text.lstrip(INDENT)
    return Cell(as_runs(words), cell_role(words, role), cell.columns, rows, len(cell.text) - len(words))
