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


SAID = {
    "2024年度“三公”经费支出全年预算数为25.00万元，支出决算数为20.00万元，完成全年预算的80.00%。": [
        "三公经费",
        "三公经费@全年预算",
        "三公经费@全年预算.完成率",
    ],
    "货物采购授予中小企业合同金额占货物支出金额的100.00%。": ["政府采购[类型=货物 面向=中小企业]@占比"],
    "面向中小企业预留政府采购项目预算金额21.07万元，面向小微企业预留政府采购项目预算金额11.07万元。": [
        "采购预留[面向=中小企业]",
        "采购预留[面向=小微企业]",
    ],
    "本年支出合计1,000.00万元，比上年增加20.00万元。": ["支出[性质=本年支出]", "支出[性质=本年支出]@上年决算.增减额"],
    "国内公务接待支出8.00万元，外宾接待支出0万元。": ["三公经费[费目=国内接待费]", "三公经费[费目=外事接待费]"],
    "上年结转10.00万元，其中：政府性基金预算结转2.00万元。": [
        "收入[年份=上年结转]",
        "收入[年份=上年结转 资金=政府性基金]",
    ],
}


@pytest.mark.parametrize("sentence", SAID)
def test_sentences_of_final_accounts_name_their_numbers(sentence: str) -> None:
    tables = text_of("national-accounts").partition("第三部分")[0]
    reading = case_of_read(read(f"{tables}第三部分 情况说明\n\n一、收支情况\n\n{sentence}\n")).reading
    assert [str(one.name) for one in reading.in_sentences] == SAID[sentence]


def errors(text: str) -> list[Diagnostic]:
    return [one for one in verdict(text).findings if one.severity is Severity.ERROR]


def test_a_mistyped_code_is_one_finding_and_its_row_is_checked_as_the_one_meant() -> None:
    mistyped = text_of("national-budget").replace("2050202 | 小学教育", "7050202 | 小学教育")
    (found,) = errors(mistyped)
    assert found.message == "“7050202 小学教育”的编码打错了，应为2050202：它在“20502”下面"
    told = errors(mistyped.replace("7050202 | 小学教育 | 400.00", "7050202 | 小学教育 | 410.00"))
    assert any("7050202 小学教育" in str(place) for one in told if one.rule.startswith("R1") for place in one.places)


LOST = re.sub(r"(?m)^(2[^|\n]* \|.* \|) 20\.00 \|$", r"\1 |", text_of("national-budget"))


def test_a_lost_column_is_one_finding() -> None:
    found = [one for one in errors(LOST) if one.rule.startswith("R107")]
    assert len(found) == 1
    assert "同一列还有" in found[0].hint
