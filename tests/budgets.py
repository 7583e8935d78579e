"""Budget files for tests, and the values their figures must have.

Files: those of `data/`, edited as text, or written from Python data; assembled and written in every format.
Expectations: the amounts that a budget states, summed and rounded here once more, in the plainest way there is.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.diagnostics import Location
from reportgen.document import Cell, Document, Role, Row, Table, figures, plain, walk
from reportgen.figure import FigureId, NotationError, conditions, parse
from reportgen.report import Report, assemble
from reportgen.source import Mapping as MappingNode
from reportgen.source import Scalar
from reportgen.writers import writer

DATA = Path(__file__).parents[1] / "data"
EARLIER = "example-accounts-2024"  # of the same kind as the year after it, and that one's base: not tried everywhere
ACCOUNTS = "example-accounts-2025"  # the 决算 of the invented department
INVENTED = ("example-2025", "example-2026")
_KIND = {path.stem: path.read_text(encoding="utf-8").partition("文种: ")[2][:4] for path in sorted(DATA.glob("*.yaml"))}
BUDGETS = tuple(name for name, kind in _KIND.items() if kind != "部门决算")
NAMES = (*BUDGETS, *(name for name in _KIND if name not in (*BUDGETS, EARLIER)))
PUBLISHED = tuple(name for name in NAMES if name not in (*INVENTED, ACCOUNTS))  # each has a transcription
LUOYANG, BAOSHAN = "luoyang-2020", "baoshan-2020"  # what tests look at that need a budget they know
FORMATS = ("docx", "html", "txt")
CODES = ("功能", "经济", "政府经济")
UNITS = {"元": 1, "万元": 10_000}
TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays text

documents = pytest.mark.parametrize("name", NAMES)
budgets_first = pytest.mark.parametrize(  # of tests that cost seconds; `make soak` takes the 决算 as well
    "name", [pytest.param(name, marks=() if name in BUDGETS else pytest.mark.soak) for name in NAMES]
)
originals = pytest.mark.parametrize("name", PUBLISHED)
forms = pytest.mark.parametrize("form", FORMATS)


def most_in_soak(values: Iterable[Any], every: int) -> list[Any]:
    """Values of a test, of which `make test` takes one of so many and `make soak` the others."""
    return [pytest.param(value, marks=pytest.mark.soak if at % every else ()) for at, value in enumerate(values)]


# Files
def source(name: str) -> str:
    """The budget file of that name in `data/`."""
    return (DATA / f"{name}.yaml").read_text(encoding="utf-8")


def content(name: str) -> dict[str, Any]:
    """What that file says, every scalar as text."""
    return yaml.load(source(name), TEXTS)


def file_of(data: Mapping[str, Any]) -> str:
    """A budget file that says this: JSON, where every name stands in double quotes, is YAML but for two line ends."""
    text = json.dumps(data, ensure_ascii=False, indent=0)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def edited(text: str, old: str, new: str) -> str:
    """The text with the one place that says `old` saying `new`."""
    assert text.count(old) == 1, f"{text.count(old)} x {old}"
    return text.replace(old, new)


def rewritten(text: str, at: Location, new: str) -> str:
    """The text with the word at a place replaced."""
    lines = text.split("\n")
    line, start = lines[at.line - 1], at.column - 1
    lines[at.line - 1] = line[:start] + new + line[start + at.length :]
    return "\n".join(lines)


def assembled(text: str, others: Mapping[str, str] | None = None) -> Report:
    """The report of a budget file that says this, with the files of `data/` that it names, as `others` say them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "budget.yaml"
        path.write_text(text, encoding="utf-8")
        for name in (*NAMES, EARLIER):
            if f"{name}.yaml" in text:
                said = (others or {}).get(name) or source(name)
                (Path(folder) / f"{name}.yaml").write_text(said, encoding="utf-8")
        return assemble(path)


def with_higher(name: str, amount: "Stated", by: Decimal) -> Report:
    """The report of a file in `data/` with one amount higher, wherever it is stated."""
    where = Path(amount.written.at.path).stem
    if where == name:
        return assembled(raised(source(name), amount, by))
    return assembled(source(name), {where: raised(source(where), amount, by)})


@cache
def published(name: str) -> Report:
    """The report of a file in `data/`."""
    return assemble(DATA / f"{name}.yaml")


def written(report: Report, form: str) -> bytes:
    """The finished file."""
    return writer(form)(report.document, report.profile.style)


@cache
def built(name: str, form: str) -> bytes:
    """The finished file of one in `data/`."""
    return written(published(name), form)


def tables(document: Document) -> list[Table]:
    """Tables in reading order; what is drawn is none."""
    return [block for block in walk(document.blocks) if isinstance(block, Table) and not block.picture]


def numbers(document: Document) -> list[tuple[str, str, str]]:
    """Name, text and value of every printed number."""
    return [(figure.name, figure.text, figure.value) for figure in figures(document)]


def placed(rows: tuple[Row, ...], width: int) -> Iterator[tuple[Cell, int, int]]:
    """Every cell with its row and column in the grid, which the cells fill without a gap."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for cell in row.cells:
            column = next(c for c in range(width) if (at, c) not in taken)
            taken |= {(at + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            yield cell, at, column
    assert taken == {(row, column) for row in range(len(rows)) for column in range(width)}


def grid_of(table: Table) -> list[list[Cell]]:
    """The body as a grid; a cell stands in every place that it spans."""
    grid: dict[tuple[int, int], Cell] = {}
    for cell, at, column in placed(table.body, table.width):
        grid.update({(at + d, column + r): cell for d in range(cell.rows) for r in range(cell.columns)})
    return [[grid[at, column] for column in range(table.width)] for at in range(len(table.body))]


def said(cell: Cell) -> str:
    """What a cell says."""
    return plain(cell.runs)


def totalled(table: Table, column: int, whole: bool = False) -> list[list[Cell]]:
    """The rows that a total sums: by code the highest that are there, in a list those that are numbered.

    `whole`: of a list also those that stand below the numbered ones, as 上年结转 does before 收入总计.
    """
    rows = [cells for cells, row in zip(grid_of(table), table.body, strict=True) if not row.total]
    coded = [cells for cells in rows if re.fullmatch("[0-9]{3}", said(cells[0]))]
    if coded or not rows:
        return [cells for cells in coded if not said(cells[1])] or coded
    label = max(c for c in range(column) if rows[0][c].role is Role.LABEL)
    listed = [cells for cells in rows if re.match("[一二三四五六七八九十]+、", said(cells[label]))]
    if listed and whole:
        below = rows[rows.index(listed[-1]) + 1 :]
        listed += [cells for cells in below if said(cells[label]) and not cells[label].indent]
    if not listed and any(cells[label].indent for cells in rows):
        listed = [cells for cells in rows if said(cells[label]) and not cells[label].indent]
    return listed or [cells for cells in rows if said(cells[label]) == "小计" or said(cells[0]) != "一般公共预算"]


def text_row(line: str, width: int) -> list[str]:
    """Cells of a table line in TXT: `||` after one says that it spans two columns, 〃 that the one above goes on."""
    row: list[str] = []
    for text, bars in re.findall(r"([^|]*)(\|+|$)", line):
        if len(row) < width:
            row += [text.strip().replace("〃", "").replace("⏎", "\n"), *[""] * (len(bars) - 1)]
    return row


# Arithmetic
def half_up(number: Decimal | Fraction, places: int) -> Decimal:
    """The number at so many decimals, halves away from zero."""
    exact = Fraction(number)
    whole = int(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


def percent(part: Decimal | Fraction, whole: Decimal | Fraction) -> Decimal:
    """part ÷ whole in hundredths, two decimals."""
    return half_up(Fraction(part) * 100 / Fraction(whole), 2)


# What a budget states
@dataclass(frozen=True)
class Stated:
    """One amount as the file states it: 元 or pieces, where it stands, and what it belongs to.

    Attributes:
        book: "" for this year, else the base.
        dims: of a ledger line; name: of a figure stated whole, which has no dims.
        apart: whether it is of a second breakdown (支出[性质=基本支出] by 经济), asked only where the lines do not say.
    """

    book: str
    measure: str
    amount: Decimal
    dims: Mapping[str, str]
    written: Scalar
    name: FigureId | None = None
    apart: bool = False

    @property
    def place(self) -> str:
        at = self.written.at
        return f"{at.line}:{at.column} {self.book} {self.measure} {self.written.text}"


def stated(report: Report) -> list[Stated]:
    """Every amount of a budget, this year's and the bases'."""
    found = []
    for book in report.budget.books.values():
        for measure, lines in book.lines.items():
            found += [Stated(book.name, measure, e.amount, e.dims, _amount_of(e.node)) for e in lines]
        for measure, breakdowns in book.breakdowns.items():
            for e, held in ((e, dict(one.name.conditions)) for one in breakdowns for e in one.lines):
                found.append(Stated(book.name, measure, e.amount, held | dict(e.dims), _amount_of(e.node), apart=True))
        for name, whole in book.stated.items():
            assert isinstance(whole.node, Scalar)
            found.append(Stated(book.name, name.measure, whole.amount, {}, whole.node, name.amount))
    return found


def _amount_of(node: object) -> Scalar:
    if isinstance(node, MappingNode):
        node = node.get("金额") or node.get("数量")
    assert isinstance(node, Scalar)
    return node


def raised(text: str, amount: Stated, by: Decimal) -> str:
    """The file with one amount higher by so much, in the unit it is written in."""
    digits, unit = re.fullmatch(r"([0-9.]+)(\D*)", amount.written.text).groups()  # type: ignore[union-attr]
    return rewritten(text, amount.written.at, f"{Decimal(digits) + by}{unit}")


class Expected:
    """The values of figures by name, from what a budget states and nothing else."""

    def __init__(self, report: Report, amounts: Iterable[Stated]) -> None:
        self.vocabulary, self.profile, self.budget = report.budget.vocabulary, report.profile, report.budget
        self.amounts = tuple(amounts)
        self._totals: dict[FigureId, Decimal] = {}

    def name(self, text: str) -> FigureId | None:
        """The name of a figure that is worked out; None for a fact (资料.内设部室)."""
        try:
            name = parse(text)
        except NotationError:
            assert not text.startswith(tuple(f"{measure}[" for measure in self.vocabulary.measures)), text
            return None
        return name if name.measure in self.vocabulary.measures else None

    def printed_value(self, text: str) -> Decimal | None:
        """The value as a figure carries it: ratios to six decimals."""
        name = self.name(text)
        assert name is not None
        value = self.value(name)
        return half_up(value, 6) if isinstance(value, Fraction) else value

    def value(self, name: FigureId) -> Decimal | Fraction | None:
        """元, pieces or ratio."""
        new, part = self.total(name.amount), self.shown(name.amount)
        old = self.shown(name.amount._replace(base=name.base))
        match name.derived:
            case "":
                return self.total(name)
            case "增减额":
                return part - old
            case "增减率":
                return Fraction(part - old) / Fraction(old) if old > 0 and new >= 0 else None
            case "完成率":
                return Fraction(part) / Fraction(old) if old else None
            case "占比":
                whole = self.shown(FigureId(name.measure, conditions(name.argument)))
                return Fraction(part) / Fraction(whole) if whole else None
            case "其余":
                return new - self.total(name.amount.where(*conditions(name.argument)))
            case "个数" | "合计":
                return self._members(name)
        raise AssertionError(name)

    def total(self, name: FigureId) -> Decimal:
        """The sum of what belongs to a figure, or the figure where it is stated whole."""
        name = name._replace(derived="", argument="")
        if name not in self._totals:
            whole = [s.amount for s in self.amounts if s.book == name.base and s.name == name.amount]
            self._totals[name] = whole[0] if whole else sum((s.amount for s in self._parts(name)), Decimal(0))
        return self._totals[name]

    def shown(self, name: FigureId) -> Decimal:
        """The sum as it prints at 口径精度."""
        if self.vocabulary.measures[name.measure].unit != "金额":
            return self.total(name)
        precision = self.profile.precision(name.measure)
        return half_up(self.total(name) / UNITS[precision.unit], precision.places) * UNITS[precision.unit]

    def _parts(self, name: FigureId) -> Iterator[Stated]:
        lines = [s for s in self.amounts if s.name is None and (s.book, s.measure) == (name.base, name.measure)]
        apart = any(s.apart for s in lines) and any(self._leaves_open(s, name) for s in lines if not s.apart)
        for line in lines:
            under = (self.under(d, line.dims.get(d, ""), member) for d, member in name.conditions)
            if line.apart == apart and all(under):
                yield line

    def _leaves_open(self, line: Stated, name: FigureId) -> bool:
        """Whether a line may belong to the figure, but does not say all that it asks for."""
        said = [self.under(d, line.dims[d], member) if d in line.dims else None for d, member in name.conditions]
        return None in said and False not in said

    def _members(self, name: FigureId) -> Decimal:
        dimension, _, least = name.argument.partition("≥")
        start = Decimal(least.removesuffix("万元") or 0) * 10_000
        each = {m: Decimal(0) for s in self._parts(name.amount) if (m := s.dims[dimension]) != "无"}
        for part in self._parts(name.amount):
            if part.dims[dimension] in each:
                each[part.dims[dimension]] += part.amount
        large = {m: amount for m, amount in each.items() if amount and amount >= start}
        if name.derived == "合计":
            return sum(large.values(), Decimal(0))
        return Decimal(sum(self.budget.project_count(m) for m in large))

    def under(self, dimension: str, member: str, top: str) -> bool:
        """Whether a member is `top` or a part of it."""
        if dimension in CODES and member != "无":
            return member.startswith(top)
        parents = self.vocabulary.trees.get(dimension, {})
        while member and member != top:
            member = parents.get(member, "")
        return member == top


def wrong_values(document: Document, expected: Expected) -> list[tuple[str, str, object]]:
    """Printed numbers whose value is another than the stated amounts make."""
    named = [(name, value, expected.name(name)) for name, _, value in numbers(document)]
    asked = {name: expected.printed_value(name) for name, _, known in named if known is not None}
    return [(name, value, asked[name]) for name, value, _ in named if name in asked and Decimal(value) != asked[name]]
