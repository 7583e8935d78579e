"""Tables (表): a definition from the region's folder + figures → a table of the document tree.

A definition is a heading tree over leaf columns, and rows; a cell is the row's conditions joined with the column's
figure. docs/REGIONS.md is the manual of the notation.

A definition makes one table, or one for each record (每份); or a chart (图).

definition    the models of a table file            columns  heads, and the body of rows under them
column_kinds/ what a column prints in each row      rows     which rows there are
forms         bands of labelled cells
"""

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as List
from decimal import Decimal
from itertools import compress

from reportgen.diagnostics import Diagnostic, ReportgenError, error
from reportgen.document import Cell, Figure, Paragraph, ParagraphRole, Role, Row, Table, TableSet, Text
from reportgen.figure import FigureId
from reportgen.figures import Figures, has_rounding_difference
from reportgen.patterns import compiled
from reportgen.profile import fill
from reportgen.quantity import parse_number
from reportgen.records import replace
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence, decoded, scalar_at
from reportgen.tables.columns import HalfBuilder, head, leaves, side_by_side
from reportgen.tables.definition import Context, Definition, EmptyNumbers, Paper
from reportgen.tables.forms import FormBuilder
from reportgen.tables.rows import RowReader, RowSpec
from reportgen.vocabulary import ELIMINATION

__all__ = ["Charts", "tables"]
_MOST_BLANK = 50  # rows that an empty table prints
_MOST_COPIES = 3000  # tables of one definition: no department has so many projects with targets
_ELIMINATED = f"单位={ELIMINATION}"


def tables(figures: Figures) -> dict[str, TableSet]:
    """Return every table of the region by the name of its definition, in the region's order.

    Raises:
        ReportgenError: the mistakes in the definitions of all tables, and the figures that cannot be worked out.
    """
    done: dict[str, TableSet] = {}
    mistakes: list[Diagnostic] = []
    for place, (file_name, node) in enumerate(figures.profile.tables_of(figures.budget.file.year).items(), 1):
        numbers = {"表序": str(place), "表序两位": f"{place:02}"}
        try:
            name, found = tables_of_definition(figures, {**figures.title_words, **numbers}, node, file_name)
            if name in done:
                hint = "每张表的编号要不一样"
                raise ReportgenError(error("表", f"有两张表都叫“{name}”", node.at, hint=hint))
            done[name] = found
        except ReportgenError as mistake:
            mistakes.extend(mistake.diagnostics)
    if mistakes:
        raise ReportgenError(*dict.fromkeys(mistakes))
    return done


def tables_of_definition(
    figures: Figures, words: Mapping[str, str], node: MappingNode, file_name: str
) -> tuple[str, TableSet]:
    """Return the name of a definition (its 编号, else its file name) and its tables."""
    d = decoded(node, Definition)
    name = compiled(r"^[0-9]+-").sub("", file_name)
    form = d.amounts.applied_to(figures.profile.table_format)
    context = Context(figures, {**words, "金额单位": form.unit})
    whole = context.conditions(d.restricted) if d.restricted else FigureId("")
    reader = RowReader(context)
    builder = _Builder(reader, form, whole, d, node)
    if d.copies is None:
        number = fill(d.number, context.words) if d.number else ""
        table = builder.table(number or name)
        return table.name, TableSet((table,), (frozenset(),), d.in_text)
    copies = reader.rows(_copies_as_rows(d.copies, context), whole)
    _refuse_too_many(copies, d.copies)
    built = [_table_of_copy(_copy(builder, copy, i), copy, f"{name}{i}") for i, copy in enumerate(copies, 1)]
    about = tuple(frozenset({copy.label, *(m for _, m in copy.id.conditions)}) for copy in copies)
    return name, TableSet(tuple(built), about, d.in_text)


def _refuse_too_many(copies: List[RowSpec], asked: Node) -> None:
    """Refuse to make more tables of one definition than any document has.

    Raises:
        ReportgenError: there are more copies than `_MOST_COPIES`; told at the first record that is too many.
    """
    for one in copies[_MOST_COPIES : _MOST_COPIES + 1]:
        about = f"“{asked.text}”" if isinstance(asked, Scalar) else "这里"
        message = f"{about}有{len(copies)}份，每份印一张表，一个文件最多印{_MOST_COPIES}张"
        at = one.record.node.at if one.record else asked.at
        raise ReportgenError(error("表", message, at, hint="检查是不是重复粘贴了；真有这么多的，一个单位生成一份"))


def _copies_as_rows(copies: Node, context: Context) -> Node:
    """每份 as rows: `项目` stands for {每个: 项目}, `绩效.项目` for {每条: 绩效.项目}."""
    if not isinstance(copies, Scalar):
        return copies
    rule = "每个" if copies.text in context.vocabulary.dimensions else "每条"
    return MappingNode(copies.place, ((scalar_at(copies.place, rule), copies),))


def _copy(whole: "_Builder", copy: RowSpec, i: int) -> "_Builder":
    """Return the builder of one of several copies; its titles may use `<名称>`, `<序号>`, `<单位>` of its record."""
    context = whole.reader.context
    about = {"名称": copy.label, "序号": str(i), **_unit_of(context.figures, copy.id)}
    own = replace(context, words={**context.words, **about})
    return replace(whole, reader=RowReader(own, record=copy.record), id=copy.id)


def _table_of_copy(builder: "_Builder", copy: RowSpec, name: str) -> Table:
    """Return the table of a copy; an unknown word in it is reported at its record too."""
    try:
        return builder.table(name)
    except ReportgenError as mistake:
        at = (copy.record.node.at,) if copy.record else ()
        found = (replace(d, places=(*at, *d.places)) if d.rule == "代词" else d for d in mistake.diagnostics)
        raise ReportgenError(*found) from None


def _unit_of(figures: Figures, name: FigureId) -> dict[str, str]:
    """Return the words for the unit that spends the amount of a figure; none if several do or the lines do not say.

    Where nothing is spent, both words are empty; check R917 then tells which name is wrong.
    """
    try:
        units = [unit for unit in figures.members("支出", name.conditions, "单位") if unit != ELIMINATION]
    except ReportgenError:
        return {}
    if len(units) > 1:
        return {}
    return {"单位编码": "".join(units), "单位": "".join(figures.budget.member_name("单位", unit) for unit in units)}


class _Builder(HalfBuilder):
    """Builds one table."""

    def table(self, name: str) -> Table:
        """Return the table, with notes on eliminated transfers (抵销说明) and on rounding differences (尾差说明)."""
        d, profile = self.definition, self.reader.context.figures.profile.file
        plain = Table(
            name=name,
            number=self._text(d.number),
            title=(Text(self._text(d.title)),),
            left=(Text(self._text(d.left, profile.above_left)),),
            right=(Text(self._text(d.right, profile.above_right)),),
            width=0,
            head=(),
            body=(),
            landscape=d.paper is Paper.LANDSCAPE,
            picture=d.picture,
            kind=d.kind,
        )
        table = self._form(plain, d.form) if d.form else self._columns_over_rows(plain)
        printed = [run for row in table.body for cell in row.cells for run in cell.runs if isinstance(run, Figure)]
        transferred = any(_ELIMINATED in run.name and Decimal(run.value) for run in printed)
        missed = has_rounding_difference(printed, self.reader.context.figures)
        said = [profile.elimination_note] * transferred + [profile.tail_notes.in_table] * missed
        return replace(table, notes=(*table.notes, *self._notes(filter(None, said))))

    def _form(self, plain: Table, bands: Sequence) -> Table:
        body, widths = FormBuilder(self.reader, self.form, self.id).build(bands)
        return replace(plain, width=len(widths), body=body, widths=widths, notes=self._notes(self.definition.notes))

    def _columns_over_rows(self, plain: Table) -> Table:
        d, halves = self.definition, self.halves(blank=False)
        blank_rows, empty = self._blank_rows(), not any(half.has_amount for half in halves)
        if empty and d.empty.numbers is EmptyNumbers.BLANK:
            halves = self.halves(blank=True)
        columns = tuple(c for half in halves for c in half.columns)
        shown, width = [each for half in halves for each in half.shown], len(leaves(columns))
        empty_note = d.empty.note or self.reader.context.figures.profile.file.empty_note
        return replace(
            plain,
            width=width,
            head=(*head(columns), *self._marks(shown)),
            body=side_by_side(halves, blank_rows if empty else 0),
            notes=self._notes([*d.notes, *([empty_note] if empty else [])]),
            frozen=halves[0].keys if len(halves) == 1 else 0,
        )

    def _blank_rows(self) -> int:
        """空行: how many blank rows an empty table prints."""
        stated = self.definition.empty.rows
        number = parse_number(stated.text) if stated else Decimal(0)
        if stated and number not in range(_MOST_BLANK + 1):
            raise ReportgenError(error("表", f"“空行”后面要写0到{_MOST_BLANK}", stated.at, hint="一页大约30行"))
        return int(number or 0)

    def _notes(self, notes: Iterable[Scalar | str]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph((Text(self._text(note)),), ParagraphRole.NOTE) for note in notes)

    def _text(self, node: Scalar | str | None, otherwise: str | Scalar = "") -> str:
        return fill(otherwise if node is None else node, self.reader.context.words)

    def _marks(self, shown: list[bool]) -> tuple[Row, ...]:
        """列号: a head row that numbers the columns; those that are shown keep their numbers."""
        marks = self.definition.column_marks
        if marks and len(marks) != len(shown):
            what = f"“列号”有{len(marks)}个，表有{len(shown)}列"
            raise ReportgenError(error("表", what, marks[0].at, hint='每列写一个，空的写 ""'))
        return (Row(tuple(Cell((Text(m.text),), Role.HEAD) for m in compress(marks, shown))),) if marks else ()


class Charts(dict[str, TableSet]):
    """The region's charts by name, made when they are looked up.

    Raises:
        ReportgenError: from a look-up: a mistake in the definition, or something that cannot be worked out.
    """

    def __init__(self, figures: Figures) -> None:
        super().__init__(dict.fromkeys(figures.profile.charts, TableSet()))
        self._figures = figures

    def __getitem__(self, name: str) -> TableSet:
        if not super().__getitem__(name).tables:
            self[name] = chart(self._figures, name)
        return super().__getitem__(name)


def chart(figures: Figures, name: str) -> TableSet:
    """Return the table that a chart draws, without the rows in which every amount is zero."""
    _, found = tables_of_definition(figures, figures.title_words, figures.profile.charts[name], name)
    drawn = (replace(one, name=name, body=tuple(filter(_has_amount, one.body))) for one in found.tables)
    return replace(found, tables=tuple(drawn))


def _has_amount(row: Row) -> bool:
    return any(isinstance(run, Figure) and Decimal(run.value) for cell in row.cells for run in cell.runs)
