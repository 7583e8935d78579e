"""Budgets and regions small enough to stand inside the test that needs them, written as a user writes them."""

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.budget import Book, budget_of, open_file
from reportgen.budget.ledger import Ledger, Line
from reportgen.cli import main
from reportgen.diagnostics import ReportgenError, render
from reportgen.document import Paragraph, Section, plain, walk
from reportgen.figure import conditions, parse
from reportgen.figures import Figures
from reportgen.profile import load
from reportgen.quantity import Amount, Count, Quantity, parse_number
from reportgen.report import Report, assemble
from reportgen.source import scalar_at
from reportgen.source.nodes import NodePlace, Source
from reportgen.vocabulary import Vocabulary

HEAD = """\
模板: {region}
文种: 部门预算
年度: 2021
金额单位: {unit}
部门: {{名称: 甲局}}
"""

# A region inherits the wording of its parent and prints what the test asks for, beside one table that asks for nothing.
EMPTY_TABLE = "标题: 空表\n列: [项目: 名称]\n行: [合计]\n"


def budget_file(folder: Path, body: str, region: str = "probe", unit: str = "元") -> Path:
    """The budget file with this body under a head that needs no thought."""
    path = folder / "input.yaml"
    path.write_text(HEAD.format(region=region, unit=unit) + body, encoding="utf-8")
    return path


def region(
    folder: Path, report: str = "正文\n", profile: str = "", tables: Mapping[str, str] | None = None, parent: str = ""
) -> None:
    """The region `probe` beside the budget file: what it says over its parent."""
    own = folder / "templates" / "probe"
    (own / "tables").mkdir(parents=True, exist_ok=True)
    (own / "profile.yaml").write_text(f"上级: {parent or 'default'}\n{profile}", encoding="utf-8")
    (own / "report.md.j2").write_text(report, encoding="utf-8")
    for name, text in (tables or {"01-空": EMPTY_TABLE}).items():
        (own / "tables" / f"{name}.yaml").write_text(text, encoding="utf-8")


def built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Exit code of `reportgen build input.yaml`, and what it says on standard error."""
    monkeypatch.chdir(folder)
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(["build", "input.yaml", "-o", "out", "--to", "txt"])
    return code, said.getvalue()


def figures(folder: Path, body: str, profile: str = "", unit: str = "元", parent: str = "") -> Figures:
    """The figures of a budget with this body."""
    region(folder, profile=profile, parent=parent)
    file = open_file(budget_file(folder, body, unit=unit))
    found = load(file.template, folder)
    return Figures(budget_of(file, found.vocabulary), found)


def report(folder: Path, body: str, template: str, profile: str = "", unit: str = "万元", parent: str = "") -> Report:
    """The report that a template makes of a budget with this body."""
    region(folder, template, profile, parent=parent)
    return assemble(budget_file(folder, body, unit=unit))


def paragraphs(made: Report) -> list[str]:
    """Headings and paragraphs of a report, as a reader sees them."""
    found = []
    for block in walk(made.document.blocks):
        if isinstance(block, Section):
            found.append(block.number + plain(block.title))
        elif isinstance(block, Paragraph):
            found.append(plain(block.runs))
    return found


def number(found: Figures, name: str) -> str:
    """The exact value of a figure as text: 元, or pieces with their unit."""
    return shown(found.value(parse(name)))


def shown(value: Quantity | None) -> str:
    match value:
        case Amount(yuan):
            return f"{yuan.normalize():f}"
        case Count(pieces, unit):
            return f"{pieces.normalize():f}{unit}"
        case None:
            return "没有"
        case ratio:
            return f"{ratio.ratio}"


def said(mistake: ReportgenError) -> list[str]:
    """What an error says, one text for each finding, without the places."""
    return [f"{d.message} {d.hint}".strip() for d in mistake.diagnostics]


def rendered(mistake: ReportgenError) -> str:
    return "\n".join(render(d) for d in mistake.diagnostics)


def lines(*written: str) -> list[Line]:
    """Ledger lines of the form `功能=208 性质=基本支出: 100`, each on a line of its own file."""
    source = Source("b.yaml", written)
    found = []
    for i, text in enumerate(written):
        dims, _, amount = text.rpartition(":")
        exact = parse_number(amount)
        assert exact is not None
        found.append(Line(dict(conditions(dims)), exact, scalar_at(NodePlace(source, i, 0), text)))
    return found


def ledger(vocabulary: Vocabulary, *written: str) -> Ledger:
    return Ledger(lines(*written), vocabulary)


def book(vocabulary: Vocabulary, **measures: list[Line]) -> Book:
    return Book("", {name: tuple(found) for name, found in measures.items()}, {}, vocabulary)
