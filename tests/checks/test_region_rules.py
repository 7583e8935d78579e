"""A region's own rules (checks.yaml): applied to its documents, refused with their line where they cannot be read."""

from pathlib import Path

import pytest

from reportgen.checks import case_of, check
from reportgen.diagnostics import ReportgenError
from reportgen.report import assemble

EXAMPLE, BEFORE = Path("data/example-2026.yaml"), Path("data/example-2025.yaml")
OWN = """本县另要核对的:
  D001 收入=财政拨款:
    说明: |
      本县的收入都是财政拨款。
    格:
    - 左: 收支总表 收入
      右: 财政拨款收支总表 收入[资金=财政拨款]
      不等: 收入{a}与财政拨款{b}不等，差{d}
      改法: 对照批复，改错的一边
"""


def budget_of(folder: Path, rules: str, parent: str = "default", region: str = "本县") -> Path:
    own = folder / "templates" / region
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text(f"上级: {parent}\n", encoding="utf-8")
    (own / "checks.yaml").write_text(rules, encoding="utf-8")
    text = EXAMPLE.read_text(encoding="utf-8").replace("模板: default", f"模板: {region}")
    assert region in text
    (folder / "example-2025.yaml").write_text(BEFORE.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "budget.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def findings_of(path: Path, number: str) -> list[str]:
    outcomes = {outcome.rule.id: outcome for outcome in check(case_of(assemble(path))).outcomes}
    return [finding.message for finding in outcomes[number].findings]


def test_a_region_holds_its_documents_to_a_rule_of_its_own(tmp_path: Path) -> None:
    [message] = findings_of(budget_of(tmp_path, OWN), "D001")
    assert message.startswith("收入")


def test_a_rule_that_holds_reports_nothing(tmp_path: Path) -> None:
    holds = OWN.replace("财政拨款收支总表 收入[资金=财政拨款]", "收入总表 收入")
    assert findings_of(budget_of(tmp_path, holds), "D001") == []


def test_a_region_inherits_its_parents_rules_and_replaces_them_by_number(tmp_path: Path) -> None:
    second = OWN.partition("\n")[2].replace("D001", "D002").replace("左: 收支总表 收入", "左: 收支总表 支出")
    budget_of(tmp_path, OWN + second.replace("收入{a}", "支出{a}"), region="本市")
    path = budget_of(tmp_path, OWN.replace("收入{a}", "本县的收入{a}"), parent="本市")
    assert findings_of(path, "D001")[0].startswith("本县的收入")
    assert findings_of(path, "D002")[0].startswith("支出")


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("D001", "R105", 2, "编号不对"),
        ("左: 收支总表", "左: 收支总表格", 2, "不是表里的一格"),
        ("改法:", "该法:", 9, "该法"),
        ("格:", "同数: {表: 收支总表, 数: '支出[资金', 不等: 不等}\n    格:", 2, "不是数名"),
        ("格:", "一本预算: {资金: 财政专户}\n    格:", 2, "不是可以核对的资金"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_at_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, said: str
) -> None:
    path = budget_of(tmp_path, OWN.replace(wrong, right))
    with pytest.raises(ReportgenError) as refused:
        check(case_of(assemble(path)))
    [mistake] = refused.value.diagnostics
    assert (mistake.places[0].line, said in mistake.message) == (line, True)
    assert mistake.places[0].path.endswith("checks.yaml")
