"""The document tree (文档树): what a disclosure consists of before it is ink.

Pure, frozen data and closed unions. Writers are total functions over it and know nothing else; a reader of a
finished file returns the same tree.

    Document  文档    title and blocks
    Section   节      heading (number, title) and blocks; sections nest
    Paragraph 段落    runs of text and figures
    Table     表      caption lines, head rows, body rows, notes
    Row, Cell 行、格  a cell spans grid columns and rows; what a span covers has no cell of its own, as in HTML
    Run       文字    Text, or Figure: a number that still has its name

Inside a text a newline is a line break within the paragraph, a tab a tab; nothing else is special.

A tree may hold two documents, an older and a newer one, as tracked changes (修订): runs and rows say which of the two
they are in, those that say nothing are in both.

- A line (heading, paragraph, line of a caption, note) is as a whole inserted or deleted if it has runs and all of them
  are; a table is if all its rows are, with the lines of its caption that say so themselves.
- A row is inserted or deleted with all its cells, whatever their runs say.
- The number of a heading that is in both and changes is given as runs of the title, and `number` is empty; that of a
  heading that is inserted or deleted goes with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum


class Revision(Enum):
    """In which of two documents something is that is not in both (修订)."""

    INSERTED = "新增"
    DELETED = "删去"


@dataclass(frozen=True, slots=True)
class Text:
    """Words (文字)."""

    text: str
    revision: Revision | None = None


class Reason(Enum):
    """Whether the reason of a change is told behind it (原因)."""

    GIVEN = "有"
    MISSING = "缺"
    OPTIONAL = "可缺"  # none is stated, and the sentence is complete without


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number (数) that keeps its name.

    Attributes:
        name: figure name, `支出[性质=基本支出]`; the same in the budget file, table definitions, checks and anchors.
        text: as printed, `1,064.2`; units and percent signs are text of their own.
        value: exact and machine-readable: 元 for money (`10642000`), the share of one for percentages (`0.8115`),
            pieces for counts; no separators, no exponent.
        reason: of a change whose sentence may print a reason, whether it does; None: its sentence prints none.
    """

    name: str
    text: str
    value: str
    revision: Revision | None = None
    reason: Reason | None = field(default=None, compare=False)


Run = Text | Figure
Runs = tuple[Run, ...]


class Role(Enum):
    """What a cell is for (格的角色)."""

    HEAD = "表头"
    CODE = "编码"
    LABEL = "项目"
    NUMBER = "数值"
    TEXT = "文字"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (格).

    Attributes:
        columns, rows: grid columns and rows it spans, both at least 1.
        indent: levels a label is set in.
        fact: what of the budget file it prints, as its definition says: `.值` of the record, `部门.名称`, `名称`. No
            writer shows it, and a file that is read has none.
    """

    runs: Runs
    role: Role
    columns: int = 1
    rows: int = 1
    indent: int = 0
    fact: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row (行); `total` marks 合计 and 总计 rows."""

    cells: tuple[Cell, ...]
    total: bool = False
    revision: Revision | None = None


class ParagraphRole(Enum):
    """What a paragraph is for (段落的位置)."""

    BODY = "正文"
    NOTE = "表注"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (段落)."""

    runs: Runs
    place: ParagraphRole = ParagraphRole.BODY


class Picture(Enum):
    """What a table is drawn as where people would rather look than read (图)."""

    SHARES = "构成"  # parts of one whole
    COMPARISON = "对比"  # each column beside the others


class TableKind(Enum):
    """Which of the tables that everybody publishes a table is (表的种类).

    Titles differ by region (部门收支总体情况表, 收支预算总表), what a table is about does not.
    Source: 财预〔2016〕143号, 财预〔2021〕29号 and the published originals.
    """

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


@dataclass(frozen=True, slots=True)
class Table:
    """One table (表), also a form: then it has no head rows and its cells span as they like.

    Attributes:
        name: what the region calls it, unique in the document (`预算01表`).
        number: its number as printed above it at the left, may be empty.
        title: printed centred; left, right: the line under the title (部门名称：… / 单位：万元).
        width: number of grid columns; every head and body row fills exactly this many.
        frozen: leading grid columns that name a row (codes and names), for writers that can keep them in sight.
        widths: relative widths of the grid columns where they are given, as in forms; empty: from what stands in them.
        picture: what it is drawn as; then it has one head row, and rows of a label and one figure for each column.
        renumbered: the number with its tracked changes, printed in place of `number` where there are any.
        kind: which of the standard tables it is, as its definition says; None where nobody said.
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
        return self.renumbered or ((Text(self.number),) if self.number else ())


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables of one definition: one, or one for each record (每份), such as each project.

    Attributes:
        about: of each table, the names of what it is about.
        in_text: it prints where the text names it (随文), not among the others.
    """

    tables: tuple[Table, ...] = ()
    about: tuple[frozenset[str], ...] = ()
    in_text: bool = False

    def __getitem__(self, name: str) -> "TableSet":
        """Those about one project or whatever the name stands for."""
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
        title: of the whole; publisher: 部门名称; year: 预算年度.
        date: of the document (日期), `2020-02-28`; empty where nobody said one.
        mark: a word that every page carries, `草稿`; empty on what is published.
        front: what stands on pages of its own before the title, and is never published.
        revised: given where the tree holds tracked changes; without it there are none.
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


def plain(runs: Runs) -> str:
    """The runs as a reader sees them."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def in_one_line(text: str) -> str:
    """The text with its line breaks shown as `⏎`: every letter keeps its place."""
    return text.replace("\n", "⏎")


def revision_of(runs: Runs) -> Revision | None:
    """What the line of these runs is as a whole: inserted, deleted, or in both documents."""
    revisions = {run.revision for run in runs}
    return revisions.pop() if len(revisions) == 1 else None


def in_a_row(parts: Iterable[Runs], mark: str) -> Runs:
    """The parts one after another, with the mark between them."""
    return tuple(run for i, part in enumerate(parts) for run in ((Text(mark), *part) if i else part))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, a section before what stands under it."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def figures(document: Document) -> Iterator[Figure]:
    """Every printed number in reading order."""
    for runs in all_runs(document):
        yield from (run for run in runs if isinstance(run, Figure))


def all_runs(document: Document) -> Iterator[Runs]:
    """Every run sequence in reading order: titles, paragraphs, captions, cells, notes."""
    yield from _runs_of(document.front)
    yield document.title
    yield from _runs_of(document.blocks)


def marked_title(document: Document) -> str:
    """The title on one line and what the document is marked as, for lists of files and tabs of browsers."""
    title = " ".join(plain(document.title).split())
    return f"{title}（{document.mark}）" if document.mark else title


def _runs_of(blocks: tuple[Block, ...]) -> Iterator[Runs]:
    for block in walk(blocks):
        match block:
            case Section():
                yield block.title
            case Paragraph():
                yield block.runs
            case Table():
                yield from (block.renumbered, block.title, block.left, block.right)
                for row in block.head + block.body:
                    yield from (cell.runs for cell in row.cells)
                yield from (note.runs for note in block.notes)
