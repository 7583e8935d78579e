"""The document tree (文档树): frozen data and closed unions; writers take it, readers of finished files return it.

    Document  文档    title and blocks
    Section   节      heading (number, title) and blocks; sections nest
    Paragraph 段落    runs of text and figures
    Table     表      caption lines, head rows, body rows, notes
    Row, Cell 行、格  a cell spans grid columns and rows; what a span covers has no cell of its own, as in HTML
    Run       文字    Text, or Figure: a number that still has its name
In a text a newline is a line break within the paragraph and a tab is a tab. Tracked changes: `tracked_changes.py`.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

from reportgen.quantity import date_in_words
from reportgen.records import dataclass, field


class Revision(Enum):
    """Whether a run or a row is in the newer document alone, or in the older one alone (修订)."""

    INSERTED = "新增"
    DELETED = "删去"


@dataclass(frozen=True, slots=True)
class Text:
    """Words (文字); `marks`: findings that point to them, as in `Figure`."""

    text: str
    revision: Revision | None = None
    marks: tuple[str, ...] = field(default=(), compare=False)


class Reason(Enum):
    """Whether a sentence states the reason of its change (原因)."""

    GIVEN = "有"
    MISSING = "缺"
    OPTIONAL = "可缺"  # none is stated, and the sentence is complete without


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number (数) that keeps its name.

    Attributes:
        name: figure name, `支出[性质=基本支出]`; the same in the budget file, table definitions, checks and anchors.
        text: as printed, `1,064.2`; units and percent signs are text of their own.
        value: exact, without separators or exponent: 元 for money (`10642000`), 0.8115 for 81.15%, pieces for counts.
        reason: whether the sentence of a change states its reason; None: the sentence never states one.
        marks: findings that point to it (标记): `3-1`, the first place of finding 3. Writers of pages show them.
    """

    name: str
    text: str
    value: str
    revision: Revision | None = None
    reason: Reason | None = field(default=None, compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)


Run = Text | Figure
Runs = tuple[Run, ...]


class Role(Enum):
    """What a cell is for (格的角色)."""

    HEAD = "表头"
    CODE = "编码"
    LABEL = "项目"
    NUMBER = "数值"
    TEXT = "文字"
    __hash__ = object.__hash__  # in C: that of enums is written in Python, and every cell asks for it


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (格).

    Attributes:
        columns, rows: grid columns and rows it spans, both at least 1. indent: levels a label is set in.
        fact: path of the budget file's text that it prints: `.值` of the record, `部门.名称`. Writers do not show it.
        origin: where it was read in a workbook: `收入总表!C12`; empty elsewhere.
    """

    runs: Runs
    role: Role
    columns: int = 1
    rows: int = 1
    indent: int = 0
    fact: str = field(default="", compare=False)
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row (行); `total` marks 合计 and 总计 rows. `page`: its page, from 1, in the PDF it was read from; else 0."""

    cells: tuple[Cell, ...]
    total: bool = False
    revision: Revision | None = None
    page: int = field(default=0, compare=False)


class ParagraphRole(Enum):
    """What a paragraph is for (段落的位置)."""

    BODY = "正文"
    NOTE = "表注"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (段落). `page`: as of a row; `origin`: the cell of the workbook that it was read from."""

    runs: Runs
    place: ParagraphRole = ParagraphRole.BODY
    page: int = field(default=0, compare=False)
    origin: str = field(default="", compare=False)


class Picture(Enum):
    """The chart that a table is drawn as (图)."""

    SHARES = "构成"  # parts of one whole
    COMPARISON = "对比"  # each column beside the others


class TableKind(Enum):
    """The standard tables, whatever a region calls them (表的种类). Source: 财预〔2016〕143号, 财预〔2021〕29号."""

    TOTALS = "收支总表"
    REVENUE = "收入总表"
    EXPENDITURE = "支出总表"
    GRANTS = "财政拨款收支总表"
    GENERAL_BUDGET = "一般公共预算支出表"
    BASIC = "一般公共预算基本支出表"
    THREE_PUBLIC = "“三公”经费支出表"
    GOVERNMENT_FUND = "政府性基金预算支出表"
    STATE_CAPITAL = "国有资本经营预算支出表"
    PROJECTS = "项目支出表"
    PROCUREMENT = "政府采购预算表"
    PROJECT_TARGETS = "项目支出绩效目标表"
    OVERALL_TARGETS = "整体支出绩效目标表"
    RUNNING_COSTS = "机关运行经费表"
    __hash__ = object.__hash__  # as of roles


@dataclass(frozen=True, slots=True)
class Table:
    """One table (表), also a form: then it has no head rows and its cells span as they like.

    Attributes:
        name: what the region calls it, unique in the document (`预算01表`).
        number: printed above it at the left, may be empty; renumbered: the same with its tracked changes, if any.
        title: printed centred; left, right: the line under the title (部门名称：… / 单位：万元).
        width: number of grid columns; every head and body row fills exactly this many.
        frozen: leading grid columns that name a row (codes and names); some writers keep them in sight.
        widths: relative widths of the grid columns; empty: writers work them out from the contents.
        picture: the chart it is drawn as; then it has one head row, and rows of a label and one figure per column.
        kind: which of the standard tables it is, if its definition says.
    """

    name: str
    number: str
    title: Runs
    left: Runs
    right: Runs
    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[Paragraph, ...] = ()
    landscape: bool = False
    frozen: int = 0
    widths: tuple[int, ...] = ()
    picture: Picture | None = None
    renumbered: Runs = ()
    kind: TableKind | None = None

    @property
    def serial(self) -> Runs:
        """The number as it is printed."""
        return self.renumbered or as_runs(self.number)


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables of one definition: one, or one for each record (每份), such as each project."""

    tables: tuple[Table, ...] = ()
    about: tuple[frozenset[str], ...] = ()  # for each table, the names of what it is about
    in_text: bool = False  # whether they are printed where the text names them (随文)

    def __getitem__(self, name: str) -> "TableSet":
        """Return the tables about the project, or other record, of this name."""
        kept = [i for i, names in enumerate(self.about) if name in names]
        return TableSet(tuple(self.tables[i] for i in kept), tuple(self.about[i] for i in kept), self.in_text)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it (节); level 1 is the highest. The number (`一、`) is never typed."""

    level: int
    number: str
    title: Runs
    blocks: tuple["Block", ...]


Block = Section | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Revised:
    """Who is said to have made the tracked changes, and when (修订人): `2026-11-21T00:00:00Z`."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole disclosure (文档).

    Attributes:
        publisher: 部门名称; year: 预算年度; date: of the document (日期), `2020-02-28`, may be empty.
        mark: a word on every page, `草稿`; front: pages before the title; both empty in what is published.
        revised: present exactly if there are tracked changes. cover: lines below its title; empty: publisher, date.
    """

    title: Runs
    publisher: str
    year: int
    blocks: tuple[Block, ...]
    language: str = "zh-CN"
    mark: str = ""
    front: tuple[Block, ...] = ()
    date: str = ""
    revised: Revised | None = None
    cover: tuple[str, ...] = ()


def below_title(document: Document) -> tuple[str, ...]:
    """Return what the cover says below the title: its own lines (封面), else publisher and date."""
    return tuple(filter(None, document.cover or (document.publisher.strip(), date_in_words(document.date))))


def plain(runs: Runs) -> str:
    """Return the text of the runs."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def in_one_line(text: str) -> str:
    """Return the text with `⏎` for each line break, so that every letter keeps its place."""
    return text.replace("\n", "⏎")


@lru_cache(maxsize=4096)
def as_runs(text: str) -> Runs:
    """Return the text as runs: one, or none if it is empty. Labels and codes of many rows share theirs."""
    return (Text(text),) if text else ()


def in_a_row(parts: Iterable[Runs], mark: str) -> Runs:
    """Return the runs of all parts in a row, with the mark between each two parts."""
    return tuple(run for i, part in enumerate(parts) for run in ((Text(mark), *part) if i else part))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in reading order, a section before what it contains."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def figures(document: Document) -> Iterator[Figure]:
    """Yield every printed number in reading order."""
    return (run for runs in all_runs(document) for run in runs if isinstance(run, Figure))


def all_runs(document: Document) -> Iterator[Runs]:
    """Yield the runs of titles, paragraphs, captions, cells and notes, in reading order."""
    yield from _runs_of(document.front)
    yield document.title
    yield from _runs_of(document.blocks)


def _runs_of(blocks: tuple[Block, ...]) -> Iterator[Runs]:
    for block in walk(blocks):
        match block:
            case Section(title=runs) | Paragraph(runs=runs):
                yield runs
            case Table():
                yield from (block.renumbered, block.title, block.left, block.right)
                yield from [cell.runs for row in block.head + block.body for cell in row.cells]
                yield from (note.runs for note in block.notes)
