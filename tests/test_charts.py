"""Charts of the baseline: what they draw, where they print, and that their numbers are checked."""

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from reportgen.checks import case_of, check
from reportgen.diagnostics import Severity
from reportgen.document import Document, Figure, Picture, Section, Table, plain, walk
from reportgen.report import Report
from reportgen.writers.docx import write as docx
from reportgen.writers.html import write as html
from reportgen.writers.txt import write as txt
from tests.budgets import NAMES, published
from tests.unit.small import report
from tests.writers.test_docx import parts

TITLES = ["2026年支出与上年对比", "2026年收入来源", "2026年支出结构"]


def charts(document: Document) -> list[Table]:
    return [block for block in walk(document.blocks) if isinstance(block, Table) and block.picture]


@pytest.fixture(scope="module")
def made() -> Report:
    return published("example-2026")


def test_the_baseline_draws_three_and_the_regions_that_are_brought_along_none(made: Report) -> None:
    assert [plain(chart.title) for chart in charts(made.document)] == TITLES
    assert [chart.picture for chart in charts(made.document)] == [Picture.COMPARISON, Picture.SHARES, Picture.SHARES]
    others = [name for name in NAMES if not name.startswith("example")]
    assert [charts(published(name).document) for name in others] == [[]] * len(others)


def test_sources_are_those_of_the_year_and_what_is_carried_over_and_nothing_that_is_zero(made: Report) -> None:
    rows = [[plain(cell.runs) for cell in row.cells] for row in charts(made.document)[1].body]
    assert rows[0] == ["一般公共预算", "1,145.10"]
    assert rows[-1] == ["上年结转", "4.73"]
    assert "0.00" not in [amount for _, amount in rows]


def test_a_page_draws_each_with_its_numbers_below_and_a_text_names_it(made: Report) -> None:
    page = BeautifulSoup(html(made.document, made.profile.style), "html.parser")
    figures = page.select("figure.chart")
    assert [figure.svg.title.string for figure in figures] == [f"{title}（单位：万元）" for title in TITLES]
    assert [figure.summary.string for figure in figures] == [f"{title}：图中的数" for title in TITLES]
    for figure, chart in zip(figures, charts(made.document), strict=True):
        amounts = [run.text for row in chart.body for cell in row.cells for run in cell.runs if isinstance(run, Figure)]
        assert [data.string for data in figure.table.select("data")] == amounts
        drawn = [text.string for text in figure.svg.select("text")]
        assert [text for text in drawn if text in amounts] == amounts
    text = txt(made.document, made.profile.style).decode()
    assert [line for line in text.splitlines() if line.startswith("［图")] == [f"［图：{title}］" for title in TITLES]


def test_a_word_file_has_a_chart_of_each_with_the_same_words(made: Report) -> None:
    files = parts(docx(made.document, made.profile.style))
    assert [name for name in sorted(files) if name.startswith(("word/charts/chart", "word/media"))] == [
        f"word/charts/chart{n}.xml" for n in (1, 2, 3)
    ]
    page = BeautifulSoup(html(made.document, made.profile.style), "html.parser")
    body = BeautifulSoup(files["word/document.xml"], "xml")
    assert [each["descr"] for each in body.find_all("docPr")] == [each.string for each in page.select("svg desc")]


def test_a_number_of_a_chart_that_is_not_the_budgets_is_a_mistake(made: Report) -> None:
    wrong = replace(made, document=replace(made.document, blocks=tuple(map(changed, made.document.blocks))))
    found = [f for f in check(case_of(wrong)).findings if f.severity is Severity.ERROR]
    assert [(finding.rule, "1,145.11" in finding.message or "1145.11" in finding.message) for finding in found] == [
        ("R901 与预算文件一致", True)
    ]


def changed(block: Section | Table | object) -> object:
    """The block with another amount in the first row of 收入来源."""
    if isinstance(block, Section):
        return replace(block, blocks=tuple(map(changed, block.blocks)))
    if not isinstance(block, Table) or plain(block.title) != TITLES[1]:
        return block
    label, amount = block.body[0].cells
    (figure,) = amount.runs
    other = replace(amount, runs=(replace(figure, text="1,145.11"),))
    return replace(block, body=(replace(block.body[0], cells=(label, other)), *block.body[1:]))


def test_a_region_places_a_chart_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "probe" / "charts"
    folder.mkdir(parents=True)
    text = "标题: 两项\n图: 构成\n列: [项目: 名称, 数: 本行]\n行:\n  - 甲: 支出[功能=201]\n  - 乙: 支出[功能=205]\n"
    (folder / "两项.yaml").write_text(text, encoding="utf-8")
    lines = "支出:\n  - {功能: 201, 金额: 30000}\n  - {功能: 205, 金额: 0}\n"
    (chart,) = charts(report(tmp_path, lines, "前\n\n{{ 图.两项 }}\n\n后\n", unit="元").document)
    assert [[plain(cell.runs) for cell in row.cells] for row in chart.body] == [["甲", "3.00"]]
