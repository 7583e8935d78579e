"""The forms of the Ministry of Finance, which most provinces print: every number is named, and what is right is right.

The documents are ours, typed after the forms: `national-budget.txt` (部门预算), `national-accounts.txt` (部门决算).
"""

import re
from pathlib import Path

import pytest

from reportgen.checks import Verdict, case_of_read, check
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.readers.txt import read

HERE = Path(__file__).parent
NAMES = ("national-budget", "national-accounts")


def text_of(name: str) -> str:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")


def verdict(text: str) -> Verdict:
    return check(case_of_read(read(text)))


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_tables_and_sentences_is_named(name: str) -> None:
    reading = case_of_read(read(text_of(name))).reading
    assert len(reading.in_tables) > 140
    assert len(reading.in_sentences) > 60
    assert [str(one.place) for one in (*reading.in_tables, *reading.in_sentences) if one.name is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_in_it(name: str) -> None:
    assert [one.message for one in verdict(text_of(name)).findings if one.severity is not Severity.HINT] == []


@pytest.mark.parametrize(
    ("name", "right", "wrong", "rule"),
    [
        ("national-budget", "支出预算1170万元，其中", "支出预算1107万元，其中", "R301"),
        ("national-budget", "增加50万元，增长12.50%", "增加50万元，增长15.20%", "R402"),
        ("national-budget", "205 | 教育支出 | 900.00", "205 | 教育支出 | 990.00", "R109"),
        ("national-accounts", "支出决算为500.30万元", "支出决算为503.00万元", "R305"),
        ("national-accounts", "总计 | 32 | 2,050.75", "总计 | 32 | 2,005.75", "R112"),
        ("national-accounts", "占本年支出合计的99.26%", "占本年支出合计的92.96%", "R406"),
    ],
)
def test_a_wrong_digit_is_told(name: str, right: str, wrong: str, rule: str) -> None:
    text = text_of(name)
    assert text.count(right) == 1
    told = verdict(text.replace(right, wrong)).findings
    assert rule in {one.rule.split()[0] for one in told if one.severity is Severity.ERROR}


def errors(text: str) -> list[Diagnostic]:
    return [one for one in verdict(text).findings if one.severity is Severity.ERROR]


def test_a_mistyped_code_is_one_finding_with_what_comes_from_it() -> None:
    (found,) = errors(text_of("national-budget").replace("2050202 | 小学教育", "7050202 | 小学教育"))
    assert found.message == "“7050202 小学教育”的编码打错了，应为2050202：它在“20502”下面"
    assert "由此引起的" in found.hint
    assert "差" in found.hint


def test_a_lost_column_is_one_finding() -> None:
    text = re.sub(r"(?m)^(2[^|\n]* \|.* \|) 20\.00 \|$", r"\1 |", text_of("national-budget"))
    found = [one for one in errors(text) if one.rule.startswith("R107")]
    assert len(found) == 1
    assert "同一列还有" in found[0].hint
