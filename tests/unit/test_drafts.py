"""Drafts: what a budget file may leave open, what is printed for it, and that nothing of it is hidden."""

from pathlib import Path

import pytest

from reportgen.budget.drafts import is_empty, printed_blank
from reportgen.checks import case_of, check
from reportgen.diagnostics import ReportgenError, Severity, render
from reportgen.document import plain
from reportgen.report import Report, assemble
from tests.unit.small import budget_file, number, paragraphs, region, report

DRAFT = "状态: 草稿\n"
LINES = "支出:\n  缺省: {资金: 一般公共预算}\n  项目支出:\n"


def unfilled(made: Report) -> list[str]:
    return [d.message for d in made.findings if d.rule == "待填"]


@pytest.mark.parametrize("text", ["待填", "待填：写原因", "待填:写原因", "【待填】", "【待填：写原因】", " 待填 "])
def test_these_are_empty_places(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["", "无", "待填写", "见【待填】处", "已待填"])
def test_these_are_not(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("待填", "【待填：级次】"),
        ("【待填】", "【待填：级次】"),
        ("待填：哪一级", "【待填：哪一级】"),
        ("【待填：去年写的是“<支出>”】", "【待填：去年写的是“＜支出＞”】"),
    ],
)
def test_what_an_empty_text_prints(text: str, shown: str) -> None:
    assert printed_blank(text, "级次") == shown


def test_a_draft_is_marked_as_one_and_prints_its_empty_texts(tmp_path: Path) -> None:
    made = report(tmp_path, f"{DRAFT}支出: 5\n资料: {{甲: 待填, 乙: 待填：写两句}}\n", "{{ 资料.甲 }}，{{ 资料.乙 }}\n")
    assert made.document.mark == "草稿"
    assert "草稿" not in plain(made.document.title)
    assert paragraphs(made) == ["【待填：甲】，【待填：写两句】"]
    assert unfilled(made) == ["草稿里还有2处没有填：第8行"]


def test_without_the_word_the_document_has_no_mark(tmp_path: Path) -> None:
    assert report(tmp_path, "支出: 5\n", "{{ 支出 }}\n").document.mark == ""
    assert report(tmp_path, "状态: 定稿\n支出: 5\n", "{{ 支出 }}\n").document.mark == ""


def test_amounts_that_are_empty_count_as_zero_and_every_line_is_told(tmp_path: Path) -> None:
    body = DRAFT + LINES
    body += "    - {项目: 甲, 金额: 待填}\n    - {项目: 乙, 金额: 待填：批复数}\n    - {项目: 丙, 金额: 7}\n"
    made = report(tmp_path, body + "三公经费: 待填\n", "{{ 支出 }}，{{ 三公经费 }}\n")
    assert paragraphs(made) == ["7万元，0万元"]
    assert unfilled(made) == ["草稿里还有3处没有填：第10、11、13行"]
    assert {d.severity for d in made.findings} == {Severity.WARNING}


def test_a_line_without_its_code_counts_in_the_total_alone(tmp_path: Path) -> None:
    body = f"{DRAFT}{LINES}    - {{项目: 甲, 功能: 待填, 金额: 3}}\n    - {{项目: 待填, 功能: 2070104, 金额: 4}}\n"
    template = "{{ 支出 }}：{% for 项 in 支出|按('项目') %}{{ 项.名称 }}{{ 项 }}{% endfor %}，{{ 支出['功能=207'] }}\n"
    made = report(tmp_path, body, template)
    assert paragraphs(made) == ["7万元：甲3万元【待填：项目】4万元，4万元"]
    assert unfilled(made) == ["草稿里还有2处没有填：第10、11行"]


def test_what_is_empty_is_one_list_that_says_what_the_draft_does_without_it(tmp_path: Path) -> None:
    """Lines in a row are told as one, and nothing that stands for an empty place is told again."""
    body = DRAFT + LINES + "".join(f"    - {{项目: {name}, 功能: 待填, 金额: 待填}}\n" for name in "甲乙丙")
    made = report(tmp_path, body + "收入: 3\n资料: {甲: 待填}\n", "{{ 支出 }}，{{ 资料.甲 }}\n")
    (listed,) = (d for d in made.findings if d.rule == "待填")
    assert listed.message == "草稿里还有7处没有填：第10至12、14行"
    assert listed.hint == "填好以前，金额按0算，没有归类的行只算进合计，文字印成【待填：…】"
    assert [f.message for f in check(case_of(made)).findings if f.severity is Severity.ERROR] == []


def test_a_base_may_be_empty_as_a_whole(tmp_path: Path) -> None:
    body = f"{DRAFT}支出: 5\n上年预算: 待填\n原因: {{支出: 待填}}\n"
    made = report(tmp_path, body, "{{ 支出|同比('支出') }}\n")
    assert paragraphs(made) == ["支出比2020年预算增加5万元，上年无此项预算，主要原因是【待填：原因】"]
    assert unfilled(made) == ["草稿里还有2处没有填：第8、9行"]


def test_amounts_of_a_base_may_be_empty_one_by_one(tmp_path: Path) -> None:
    body = f'{DRAFT}支出: 5\n上年预算: {{支出: 待填, "支出[项目=甲]": 待填}}\n'
    made = report(tmp_path, body, "{{ 支出['@上年预算'] }}，{{ 支出['项目=甲']['@上年预算'] }}\n")
    assert paragraphs(made) == ["0万元，0万元"]


def test_a_base_that_was_not_there_is_said_to_be_nothing(tmp_path: Path) -> None:
    made = report(tmp_path, "支出: 5\n上年预算: 无\n原因: {支出: 新设}\n", "{{ 支出|同比('支出') }}\n")
    assert paragraphs(made) == ["支出比2020年预算增加5万元，上年无此项预算，主要原因是新设"]
    assert number(made.figures, "支出[功能=208]@上年预算") == "0"


def test_what_is_missing_and_what_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    region(tmp_path)
    path = budget_file(tmp_path, "支出: 待填\n原因: {支出: 待填}\n年份: 2020\n状况: 草稿\n科目名称: 多\n")
    with pytest.raises(ReportgenError) as caught:
        assemble(path)
    said = [render(d).splitlines()[0].split(": ", 1)[1] for d in caught.value.diagnostics]
    assert said[:2] == ["错误[待填] “支出”还没有填", "错误[待填] “原因”还没有填"]
    assert any("错误[格式]" in one for one in said)


def test_words_in_the_middle_of_a_text_are_an_empty_place_too(tmp_path: Path) -> None:
    made = report(tmp_path, f"{DRAFT}支出: 5\n资料: {{甲: 增加【待填：多少】人}}\n", "{{ 资料.甲 }}\n")
    assert paragraphs(made) == ["增加【待填：多少】人"]
    assert unfilled(made) == ["草稿里还有1处没有填：第8行"]


def test_an_empty_place_in_the_name_of_a_figure_is_the_member_that_lines_have(tmp_path: Path) -> None:
    body = f"{DRAFT}{LINES}    - {{项目: 待填：项目名, 金额: 4}}\n用途:\n  支出[项目=待填：项目名]: 买书\n"
    template = "{% for 项 in 支出|按('项目') %}{{ 项.名称 }}用于{{ 项|用途 }}{% endfor %}\n"
    made = report(tmp_path, body, template)
    assert paragraphs(made) == ["【待填：项目名】用于买书"]
    assert [d.rule for d in made.findings] == ["待填"]
    assert unfilled(made) == ["草稿里还有2处没有填：第10、12行"]
