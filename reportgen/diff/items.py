"""A document as a list of items (条目), a table as labelled rows and columns (行列), to be aligned with the other side.

An item is the title, a heading, a paragraph or a table. A chart is the table that it is drawn from; if a file that was
read has lost that table, charts are only pictures. The findings before the title of a draft are no items.

A row or column is known by its label, never by its position. A table whose heads have 收入 on the left and 支出 on the
right is two lists beside each other: each half has its own rows. A form has no columns: its rows are lists of cells.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reportgen.diff.aligning import Keyed
from reportgen.diff.changes import DocumentPlace, Element
from reportgen.diff.tokens import WordRules, clean, marks, masked, project_in
from reportgen.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    ParagraphRole,
    Picture,
    Role,
    Row,
    Runs,
    Section,
    Table,
    Text,
    plain,
    walk,
)
from reportgen.fingerprint import DRAWN
from reportgen.grid import Spot, grid
from reportgen.records import dataclass, replace

_CHART = "图"  # the word that stands for the number of a chart


@dataclass(frozen=True, slots=True)
class DocumentItem(Keyed):
    """One item (条目).

    Attributes:
        block: the block of the item in the tree; the title is a section of level 0.
        runs: the words of the item; of a table its number and title.
    """

    what: Element
    block: Block
    runs: Runs
    where: DocumentPlace

    @property
    def table(self) -> Table | None:
        """The table of the item, for a chart the values that it draws; None for other items."""
        found = self.block if self.what is Element.TABLE and isinstance(self.block, Table) else None
        return _drawn(found) if found and found.picture else found


def _drawn(chart: Table) -> Table:
    """Return what is drawn of a chart's table: no line above, no head over labels, one series if it shows shares."""
    if any(cell.columns * cell.rows > 1 for row in chart.head + chart.body for cell in row.cells):
        return chart
    width = min(2, chart.width) if chart.picture is Picture.SHARES else chart.width
    head = (replace(row, cells=(Cell((), Role.HEAD), *row.cells[1:width])) for row in chart.head)
    body = tuple(replace(row, cells=row.cells[:width]) for row in chart.body)
    return replace(chart, left=(), width=width, head=tuple(head), body=body)


def items(document: Document, rules: WordRules, charts: bool = False) -> list[DocumentItem]:
    """Return the items that have any words, and all tables, in reading order; `charts`: whether charts are tables."""
    found: list[DocumentItem] = []
    for what, block, sections in _blocks(document, charts):
        runs = _words(block, charts)
        if clean(runs) or what is Element.TABLE:
            found.append(_item(what, block, runs, DocumentPlace(sections, at=len(found)), rules))
    return found


def has_charts(document: Document) -> bool:
    """Whether the values of every chart are known: no paragraph stands for a lost one."""
    paragraphs = (block for block in walk(document.blocks) if isinstance(block, Paragraph))
    return not any(DRAWN in plain(each.runs) for each in paragraphs)


def _item(what: Element, block: Block, runs: Runs, where: DocumentPlace, rules: WordRules) -> DocumentItem:
    """Return the item. A table is known by title and content, not by its number, which follows from its place."""
    if what is Element.TABLE and isinstance(block, Table):
        title, inside = _title(block, rules), _labels(block, rules)
        key, about = title or "\x1d".join(inside), marks(title) | {f"\x1d{words}" for words in inside}
        where = replace(where, table=" ".join(plain(runs).split()) or block.name)
        if block.picture:
            key, about = f"{_CHART}{key}", frozenset(f"{_CHART}{mark}" for mark in about)
    else:
        key = masked(runs, rules)
        about = marks(key)
    kind = Element.PARAGRAPH if what is Element.NOTE else what
    named = project_in(key) if kind in (Element.HEADING, Element.TABLE) else ""
    marked = frozenset(f"{kind.value}{mark}" for mark in about)
    return DocumentItem(f"{what.value}\x1e{key}", marked, what, block, runs, where, about=named)


def _title(table: Table, rules: WordRules) -> str:
    """The title, in which a project at its beginning is that project: 购书经费绩效目标表."""
    words = clean(table.title)
    name = max((name for name in rules.names if words.startswith(name)), key=len, default="")
    rest = masked((Text(words[len(name) :]),), rules) if name else ""
    return f"{rules.names[name]}\x1f{rest}" if name else masked(table.title, rules)


def _labels(table: Table, rules: WordRules) -> list[str]:
    """Return the words of the head and of the first column, by which a table without a title is known."""
    cells = [cell for row in table.head for cell in row.cells] + [row.cells[0] for row in table.body if row.cells]
    return [words for cell in cells if (words := masked(cell.runs, rules))]


def _blocks(document: Document, charts: bool) -> Iterator[tuple[Element, Block, tuple[str, ...]]]:
    """Yield (element, block, the headings above it) of every block."""
    yield Element.TITLE, Section(0, "", document.title, ()), ()
    yield from _under(document.blocks, (), charts)


def _under(
    blocks: tuple[Block, ...], above: tuple[str, ...], charts: bool
) -> Iterator[tuple[Element, Block, tuple[str, ...]]]:
    for block in blocks:
        match block:
            case Section():
                yield Element.HEADING, block, above
                yield from _under(block.blocks, (*above, block.number + plain(block.title)), charts)
            case Paragraph():
                yield Element.NOTE if block.place is ParagraphRole.NOTE else Element.PARAGRAPH, block, above
            case Table() if block.picture and not charts:
                yield Element.PARAGRAPH, block, above
            case Table() if block.head or block.body or _has_caption(block):
                yield Element.TABLE, block, above
            case Table():  # only its notes are printed
                yield from _under(block.notes, above, charts)


def _has_caption(table: Table) -> bool:
    return bool(clean((Text(table.number), *table.title, *table.left, *table.right)))


def _words(block: Block, charts: bool) -> Runs:
    match block:
        case Section():
            return (Text(block.number), *block.title) if block.number else block.title
        case Paragraph():
            return block.runs
        case Table() if block.picture:
            return (Text(f"{_CHART} "), *block.title) if charts else (Text(DRAWN),)
        case Table():
            return (Text(f"{block.number} "), *block.title) if block.number else block.title


_NAMING = (Role.CODE, Role.LABEL, Role.TEXT, Role.HEAD)


@dataclass(frozen=True, slots=True)
class LabelledColumn:
    """A grid column (列): its heads from the top, as a reader sees them (`name`) and as they are compared (`key`)."""

    at: int
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class LabelledRow(Keyed):
    """A row, or one half of a row (行); the key is its code and label, or all its labels.

    Attributes:
        cells: grid column → the cell that begins there.
        name: the name of the row for a reader.
        code: the classification code; empty if there is none.
    """

    cells: dict[int, Cell]
    name: str
    code: str

    @property
    def said(self) -> str:
        """All words of the row, cell by cell; empty if it has none."""
        return "\x1d".join(words for _, cell in sorted(self.cells.items()) if (words := clean(cell.runs)))


def labelled_columns(table: Table, rules: WordRules) -> tuple[LabelledColumn, ...]:
    """Return every grid column with its heads; the columns of a form have none."""
    heads: list[list[Runs]] = [[] for _ in range(table.width)]
    for _, spots in grid(table.head, table.width):
        for spot in spots:
            for column in _spanned(spot):
                if clean(spot.cell.runs) and not spot.below:
                    heads[column].append(spot.cell.runs)
    return tuple(_column(at, above, rules) for at, above in enumerate(heads))


def _spanned(spot: Spot) -> range:
    """Return the grid columns that a cell covers."""
    return range(spot.column, spot.column + spot.cell.columns)


def _column(at: int, heads: Sequence[Runs], rules: WordRules) -> LabelledColumn:
    names = (name for name, _ in groupby(clean(head) for head in heads))
    keys = (key for key, _ in groupby(masked(head, rules) for head in heads))
    return LabelledColumn(at, " → ".join(names), "\x1d".join(keys))


def halves(table: Table) -> tuple[range, ...]:
    """Return the grid columns of each half: the whole table, or one range for each repetition of the heads."""
    lowest: dict[int, str] = {}  # head of each grid column
    for _, spots in grid(table.head, table.width):
        for spot in spots:
            head = "".join(plain(spot.cell.runs).split())
            lowest |= dict.fromkeys(_spanned(spot), head)
    first = _bare(lowest.get(0, ""))
    starts = [at for at in sorted(lowest) if lowest[at] and _bare(lowest[at]) == first]
    parts = tuple(map(range, starts, [*starts[1:], table.width]))
    return parts if len(parts) > 1 and all(_holds_amounts(table, part) for part in parts) else (range(table.width),)


def _bare(head: str) -> str:
    return head.replace("收入", "").replace("支出", "")


def _holds_amounts(table: Table, part: range) -> bool:
    """Whether the half begins with labels and has numbers behind them."""
    roles = [(spot.column, spot.cell.role) for _, spots in grid(table.body, table.width) for spot in spots]
    numbers = {column for column, role in roles if role is Role.NUMBER}
    return part.start not in numbers and any(column in part for column in numbers)


def labelled_rows(
    rows: Iterable[Row], table: Table, part: range, rules: WordRules, headed: bool = True
) -> list[LabelledRow]:
    """Return the rows of one half of a table, each known by its code and its labels.

    Args:
        part: the grid columns of the half.
        headed: False for a form, whose rows are known by all their cells; so are those of a table without a head.
    """
    return [_row(spots, part, rules, headed and bool(table.head)) for _, spots in grid(rows, table.width)]


def _row(spots: Sequence[Spot], part: range, rules: WordRules, headed: bool) -> LabelledRow:
    inside = [spot for spot in spots if spot.column in part]
    naming = [spot.cell for spot in inside if spot.cell.role in _NAMING or not headed]
    codes = "".join(clean(cell.runs) for cell in naming if cell.role is Role.CODE and headed)
    labels = [cell for cell in naming if cell.role is not Role.CODE] if codes else naming
    keys = [masked(cell.runs, rules) for cell in labels]
    key = f"{codes}\x1d{keys[0] if keys else ''}" if codes else "\x1d".join(keys)
    about = {mark for each in keys for mark in marks(each)} | ({f"\x1d{codes}"} if codes else set())
    began = {spot.column: spot.cell for spot in inside if not spot.below}
    return LabelledRow(key, frozenset(about), began, _name(inside, naming), codes, about=project_in(key))


def _name(inside: Sequence[Spot], naming: Sequence[Cell]) -> str:
    """Return the name of a row for a reader: code and label, with the last label that continues from above."""
    above, own = ([spot.cell for spot in inside if spot.below is below] for below in (True, False))
    names = (" ".join(plain(cell.runs).split()) for cell in (*above[-1:], *own) if cell in naming)
    return " ".join([name for name in names if name][:3])[:40]
