"""An example written by 功能 and, apart from it, by 经济 and 项目 is the same document where nothing asks for both."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from reportgen.checks import case_of, check
from reportgen.diagnostics import ReportgenError, Severity
from reportgen.figure import parse
from reportgen.report import Disclosure, Report
from reportgen.writers import writer
from tests.budgets import DATA, assembled, content, edited, file_of, numbers
from tests.unit.small import number

NEW, OLD = "example-2026", "example-2025"


def in_two_ways(name: str) -> str:
    """The example with the lines of 支出 by 功能; 基本支出 by 经济 and 项目支出 by 项目 stand apart from them."""
    data = content(name)
    shared = data["支出"]["缺省"]
    for nature, dimensions in (("基本支出", ["经济"]), ("项目支出", ["项目", "项目类别", "子项目"])):
        lines = data["支出"][nature]
        data["支出"][nature] = added_up(lines, without=dimensions)
        data[f"支出[性质={nature}]"] = {"缺省": shared, nature: added_up(lines, without=["功能"])}
    return file_of(data)


def added_up(lines: list[dict[str, str]], without: list[str]) -> list[dict[str, str]]:
    found: dict[tuple[tuple[str, str], ...], Decimal] = {}
    for line in lines:
        kept = tuple((d, m) for d, m in line.items() if d not in (*without, "金额"))
        found[kept] = found.get(kept, Decimal(0)) + Decimal(line["金额"])
    return [{**dict(kept), "金额": str(amount)} for kept, amount in found.items()]


@cache
def once(unit: str) -> Report:
    return Disclosure(DATA / f"{NEW}.yaml").report(unit)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Report]:
    folder = tmp_path_factory.mktemp("twice")
    for name in (NEW, OLD):
        (folder / f"{name}.yaml").write_text(in_two_ways(name), encoding="utf-8")
    return cache(Disclosure(folder / f"{NEW}.yaml").report)


def told(report: Report) -> list[tuple[str, str]]:
    return [(found.rule, found.message) for found in check(case_of(report)).findings]


@pytest.mark.parametrize("unit", ["", "361003"])
def test_the_documents_are_the_same(unit: str, twice: Callable[[str], Report]) -> None:
    made, original = twice(unit), once(unit)
    style = original.profile.style
    assert writer("txt")(made.document, style) == writer("txt")(original.document, style)
    assert numbers(made.document) == numbers(original.document)


def test_what_is_told_of_it_is_the_same(twice: Callable[[str], Report]) -> None:
    assert told(twice("")) == told(once(""))


def test_sums_are_checked_across_the_two(twice: Callable[[str], Report]) -> None:
    """One wrong amount by 经济: the sides disagree, and the table of 经济 misses its total, which is of 功能."""
    wrong = edited(in_two_ways(NEW), '"1512480"', '"1513480"')
    found = [one for one in check(case_of(assembled(wrong))).findings if one.severity is Severity.ERROR]
    assert [one.rule for one in found] == ["R900 与批复数一致"]
    assert "由此引起的3处（R936 两种分法对得上、R115 基本支出表·行、R117 基本支出表·合计）" in found[0].hint


def test_what_is_different_is_what_asks_for_both(twice: Callable[[str], Report]) -> None:
    both, joint = twice("").figures, once("").figures
    with pytest.raises(ReportgenError, match="同时按两种分的数不知道"):
        both.value(parse("支出[性质=基本支出 功能=2070101 经济=30101]"))
    follows = "支出[单位=361002 资金=其他收入 功能=2070104 经济=30218]"
    assert number(both, follows) == number(joint, follows) == "38500"
    last_year = "支出[性质=基本支出 经济=30101]@上年预算"
    assert number(both, last_year) == number(joint, last_year) != "0"
