"""Whatever is edited by hand against the budget file is told, with the line that it contradicts; rewording is not."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from reportgen.diff.comparison import compare
from reportgen.diff.contradictions import contradictions
from reportgen.document import Block, Document, Paragraph, Row, Runs, Section, Table, Text, plain
from reportgen.readers.docx import read
from tests.budgets import built, published

NAME = "example-2026"
Edit = Callable[[Document], Document]


@cache
def in_word() -> Document:
    return read(built(NAME, "docx")).with_charts


def everywhere(document: Document, change: Callable[[Runs], Runs], keep: Callable[[Row], bool]) -> Document:
    return replace(document, blocks=tuple(_edited(block, change, keep) for block in document.blocks))


def _edited(block: Block, change: Callable[[Runs], Runs], keep: Callable[[Row], bool]) -> Block:
    match block:
        case Section():
            return replace(block, blocks=tuple(_edited(each, change, keep) for each in block.blocks))
        case Paragraph():
            return replace(block, runs=change(block.runs))
        case Table():
            body = tuple(
                replace(row, cells=tuple(replace(cell, runs=change(cell.runs)) for cell in row.cells))
                for row in block.body
                if keep(row)
            )
            return replace(block, body=body, right=change(block.right) if "公开10表" in block.number else block.right)


def said(old: str, new: str) -> Edit:
    """These words typed over, where they stand first."""
    return lambda document: everywhere(document, lambda runs: _said(runs, old, new), lambda _: True)


def _said(runs: Runs, old: str, new: str) -> Runs:
    return (Text(plain(runs).replace(old, new)),) if old in plain(runs) else runs


def without_row(label: str) -> Edit:
    def kept(row: Row) -> bool:
        return len(row.cells) != 7 or plain(row.cells[0].runs) != label  # of 公开10表

    return lambda document: everywhere(document, lambda runs: runs, kept)


def in_front(words: str) -> Edit:
    return lambda document: replace(document, front=(Paragraph((Text(words),)),))


COST = "机关运行经费预算71.13万元"
EDITS = {
    "another number": (said(COST, "机关运行经费预算71.31万元"), "把71.13改成了71.31"),
    "元": (said(COST, "机关运行经费预算71.13元"), "把71.13万元改成了71.13元"),
    "亿元": (said(COST, "机关运行经费预算71.13亿元"), "把71.13万元改成了71.13亿元"),
    "full-width digits": (said(COST, "机关运行经费预算７１．１４万元"), "把71.13改成了７１．１４"),
    "Chinese numerals": (said("公务用车保有量为3辆", "公务用车保有量为四辆"), "把3改成了四"),
    "a number written away": (said("，下降2.11%，", "，"), "下降2.11"),
    "a row deleted": (without_row("文化旅游对外交流"), "删掉了这一行，里面有6.20"),
    "words before the title": (in_front("支出总额9999万元"), "标题前面写上了“支出总额9999万元”"),
    "an amount typed": (said("压减办公费和差旅费。", "压减办公费和差旅费，另安排9999万元。"), "写上了9999"),
    "another unit above a table": (said("单位：万元", "单位：元"), "把这张表的单位万元改成了元"),
    "another number in a chart": (lambda document: _in_chart(document), "图 2026年支出结构：“住房保障支出”行"),
}


def _in_chart(document: Document) -> Document:
    def change(block: Block) -> Block:
        if isinstance(block, Section):
            return replace(block, blocks=tuple(map(change, block.blocks)))
        if isinstance(block, Table) and block.picture and "支出结构" in plain(block.title):
            return _edited(block, lambda runs: _said(runs, "73.97", "79.37"), lambda _: True)
        return block

    return replace(document, blocks=tuple(map(change, document.blocks)))


def told(edit: Edit) -> list[str]:
    report, document = published(NAME), edit(in_word())
    found = contradictions(compare(report.document, document).changes, report, document, "改过的.docx")
    return [one.message for one in found]


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_by_hand_is_told_once(kind: str) -> None:
    edit, expected = EDITS[kind]
    (found,) = told(edit)
    assert expected in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (COST, "机关运行经费预算７１．１３万元"),
        ("公务用车保有量为3辆", "公务用车保有量为三辆"),
        ("压减办公费和差旅费。", "压减了办公费、差旅费等支出。"),
        ("机关运行经费预算71.13万元，比", "机关运行经费安排71.13万元，比"),
    ],
)
def test_rewording_and_the_same_number_in_other_digits_are_no_contradiction(old: str, new: str) -> None:
    assert told(said(old, new)) == []
