"""Figures over several years: their values, what a later file says of an earlier year, and the outputs."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

from reportgen.cli import main
from reportgen.diff import ComparedFile
from reportgen.diff.series import YearByYear, write, year_by_year
from reportgen.report import Report
from tests.diff.budgets import library
from tests.diff.years import OLD

BOOKS = ("项目: 购书, 金额: 240000", "项目: 购书, 金额: {}")
LAST = """\
上年预算:
  收入: [{单位: "101", 资金: 一般公共预算, 金额: 1400000}]
  支出:
    缺省: {资金: 一般公共预算}
    基本支出:
      - {单位: "102", 功能: 2070104, 经济: 30101, 金额: 1148000}
    项目支出:
      - {单位: "102", 功能: 2070104, 项目: 购书, 金额: 252000}
"""


def file(report: Report) -> ComparedFile:
    return ComparedFile(f"{report.document.year}.yaml", report.document, report)


def three(more: str = "") -> YearByYear:
    changed = [(BOOKS[0], BOOKS[1].format(amount)) for amount in ("250000", "260000")]
    renamed = ("全民阅读推广", "全民阅读推广活动")
    reports = library(2023), library(2024, changed[0]), library(2025, changed[1], renamed, more=more)
    return year_by_year([file(reports[1]), file(reports[2]), file(reports[0])])


def test_each_figure_has_its_value_of_every_year_under_its_newest_name() -> None:
    found = three()
    values = {one.name: tuple(map(str, one.values)) for one in found.figures}
    assert found.years == (2023, 2024, 2025)
    assert values["支出[项目=购书]"] == ("240000", "250000", "260000")
    assert values["支出[项目=全民阅读推广活动]"] == ("60000", "60000", "60000")
    assert [one.name for one in found.figures][:2] == ["收入", "支出"]


def test_what_a_later_file_says_otherwise_of_an_earlier_year_is_marked() -> None:
    found = three(LAST)
    books = next(one for one in found.figures if one.name == "支出[项目=购书]")
    assert books.stated == (None, Decimal(252000), None)
    assert "250,000（后来说252,000）" in write("text", found).decode()


def test_as_csv_numbers_are_exact_and_as_a_page_each_has_its_line() -> None:
    found = three(LAST)
    rows = list(csv.DictReader(StringIO(write("csv", found).decode("utf-8-sig"))))
    (books,) = (row for row in rows if row["说法"] == "支出（购书）")
    assert (books["2024年"], books["2024年（重述）"], books["2023年（重述）"]) == ("250000", "252000", "")
    page = write("html", found).decode()
    assert page.count('<svg class="spark"') == len(found.figures) == len(rows)


def test_the_command_writes_its_own_series_again_and_nobody_elses(tmp_path: Path) -> None:
    files = [OLD, *(Path(__file__).with_name(f"health-{year}.yaml") for year in (2025, 2026))]
    place = tmp_path / "逐年.html"

    def run() -> int:
        return main(["diff", *map(str, files), "--to", "html,csv,text", "-o", str(place)])

    assert (run(), run()) == (0, 0)
    assert "402890500" not in place.with_suffix(".csv").read_text(
        encoding="utf-8"
    )  # what 2025 says of 2024, not of 2020
    table = place.with_suffix(".csv")
    table.write_bytes(table.read_bytes().replace(b"2025", b"2024", 1))
    assert run() == 2
