"""Drafts: what stands on their first page."""

from reportgen.diagnostics import Diagnostic, Location, Severity, error, warning
from reportgen.document import Document, Paragraph, Text
from reportgen.draft_mark import with_findings
from reportgen.writers import writer
from tests.writers.sample import STYLE

FINAL = Document((Text("甲局2026年部门预算"),), "甲局", 2026, (Paragraph((Text("正文。"),)),))


def line(number: int) -> Location:
    return Location("预算/甲/a.yaml", number, 3, excerpt="收入: 5")


def text(*findings: Diagnostic) -> str:
    return writer("txt")(with_findings(FINAL, findings), STYLE).decode()


def test_findings_stand_before_the_title_the_worst_first_with_place_and_advice() -> None:
    hint = Diagnostic(Severity.HINT, "科目名称", "目录里没有 2010150")
    balance = error("收支平衡", "收入5元，支出4元，相差1元", line(16), line(18), hint="改第16行或第18行")
    reason = warning("原因", "支出有变动，没有写原因", line(18), hint="写上“支出: …”")
    assert text(hint, reason, balance) == (
        "【草稿】\n\n"
        "草稿：公开前要改的地方\n\n"
        "错误1处，警告1处，提示1处。改的是预算文件，改好后重新生成；这一页和各页的“草稿”字样在定稿里没有。\n\n"
        "错误1处：不改好不能公开\n\n"
        "序号 | 是什么问题 | 在哪里 | 怎么改\n--\n"
        "1 | [收支平衡] 收入5元，支出4元，相差1元 | a.yaml 第16行，等2处 | 改第16行或第18行\n\n"
        "警告1处：逐条核对，确实没有问题的不用改\n\n"
        "序号 | 是什么问题 | 在哪里 | 怎么改\n--\n"
        "1 | [原因] 支出有变动，没有写原因 | a.yaml 第18行 | 写上“支出: …”\n\n"
        "提示1处：供参考\n\n"
        "序号 | 是什么问题 | 在哪里 | 怎么改\n--\n"
        "1 | [科目名称] 目录里没有 2010150 | |\n\n"
        "甲局2026年部门预算\n\n正文。\n"
    )


def test_a_cause_that_is_found_twice_is_told_once_with_the_number_of_its_places() -> None:
    twice = (warning("原因", "没有写原因", line(3)), warning("原因", "没有写原因", line(9)))
    assert "警告1处：" in text(*twice)
    assert "1 | [原因] 没有写原因 | a.yaml 第3行，等2处 |" in text(*twice)


def test_a_draft_without_findings_says_that_there_are_none() -> None:
    assert text() == (
        "【草稿】\n\n草稿：公开前要改的地方\n\n"
        "没有查出要改的地方。这一页和各页的“草稿”字样在定稿里没有。\n\n"
        "甲局2026年部门预算\n\n正文。\n"
    )


def test_the_document_itself_is_the_one_that_will_be_published() -> None:
    draft = with_findings(FINAL, [error("收支平衡", "不平", line(1))])
    assert (draft.title, draft.blocks) == (FINAL.title, FINAL.blocks)
