"""The ten edits that comparisons are tried on are in the file, and nothing else is."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import ndiff
from io import BytesIO
from zipfile import ZipFile

import pytest

from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.comparison import compare
from reportgen.diff.contradictions import contradictions
from reportgen.document import Block, Document, Figure, Paragraph, Section, Text, plain, walk
from reportgen.fingerprint import _lines
from reportgen.readers.docx import read
from reportgen.writers.txt import text
from tests.budgets import built, published, tables
from tests.diff.by_hand import EDITS, NAME, Edit, stripped

Stripping = Callable[[bytes], bytes]

CHANGED = """\
- 5．管理文化和旅游市场，组织综合执法，监督行业安全生产。
+ 5．管理文化和旅游市场，组织综合执法，督促行业落实安全生产责任。
- 2070101 | 　　行政运行 | 417.99 | 418.00 | 418.00 | 0.00 | 0.01 | 0.00
+ 2070101 | 　　行政运行 | 417.89 | 418.00 | 418.00 | 0.00 | 0.01 | 0.00
+ 30213 | 　维修（护）费 | 2.00 | 0.00 | 2.00
- 〃 || 采购纸质图书、报刊和数字资源。 |||||||||||||||
+ 〃 || 采购纸质图书、期刊和电子资源。 |||||||||||||||
- …主要用于文化市场综合执法；与2025年预算基本持平。
+ …主要用于文化市场执法检查；与2025年预算基本持平。
- 3．公务接待费1.58万元，比2025年…
+ 3．公务接待费1.85万元，比2025年…
+ 机关运行经费据实列支，节约部分按规定收回。
- …政府采购预算99.71万元，其中：政府采购货物…
+ …政府采购预算89.72万元，其中：政府采购货物…
- （六）预算绩效
+ （六）预算绩效管理
- 19．项目支出：指在基本支出之外，为完成特定的工作任务或事业发展目标安排的支出。
+ 19．项目支出：指在基本支出之外，为完成专门的工作任务或事业发展目标安排的支出。
""".splitlines()


def changed(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The lines that are on one side alone, with their side."""
    return [line for line in ndiff(old, new) if line[0] in "+-"]


def says(line: str, expected: str) -> bool:
    """Whether a line is the one expected, which may stand for more with `…`."""
    sign, words = expected[:2], expected[2:]
    return line.startswith(sign) and re.fullmatch(re.escape(words).replace("…", ".*"), line[2:]) is not None


def test_the_ten_edits_and_nothing_else_are_read_in_the_edited_file(by_hand: bytes) -> None:
    old, new = (text(read(content).document).splitlines() for content in (built(NAME, "docx"), by_hand))
    found = changed(old, new)
    assert [says(*pair) for pair in zip(found, CHANGED, strict=True)] == [True] * len(CHANGED), "\n".join(found)


def test_levels_and_spans_are_as_they_were(by_hand: bytes) -> None:
    """A fingerprint is made of more than the text shows; of what differs there each line was edited or added."""
    old, new = ([*_lines(read(content).document)] for content in (built(NAME, "docx"), by_hand))
    found = changed(old, new)
    assert [line[:2] for line in found] == [line[:2] for line in CHANGED]
    assert Counter(line[2] for line in found) == {"-": 11, "|": 5, "#": 2}


def test_there_are_ten_edits_of_the_kinds_wanted() -> None:
    assert Counter(edit.kind for edit in EDITS) == {ChangeKind.WORDING: 5, ChangeKind.NUMBER: 3, ChangeKind.ADDED: 2}
    assert [edit.what for edit in EDITS if edit.kind is ChangeKind.ADDED] == [Element.ROW, Element.PARAGRAPH]


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit.kind is ChangeKind.NUMBER], ids=lambda edit: edit.old)
def test_a_number_edited_is_a_figure(edit: Edit) -> None:
    document = published(NAME).document
    paragraphs = [block.runs for block in walk(document.blocks) if isinstance(block, Paragraph)]
    cells = [cell.runs for table in tables(document) for row in table.body for cell in row.cells]
    (runs,) = [runs for runs in (*paragraphs, *cells) if edit.old in plain(runs)]
    assert [run for run in runs if isinstance(run, Figure) and run.text in edit.old]


def test_the_added_row_stands_among_its_neighbours(by_hand: bytes) -> None:
    lines = text(read(by_hand).document).splitlines()
    at = lines.index("30213 | 　维修（护）费 | 2.00 | 0.00 | 2.00")
    assert lines[at - 1].startswith("30211 | 　差旅费 |")
    assert lines[at + 1].startswith("30217 | 　公务接待费 |")


def test_a_stripped_file_has_lost_what_no_person_sees_and_nothing_else(by_hand: bytes) -> None:
    bare = stripped(by_hand)
    with ZipFile(BytesIO(bare)) as package:
        assert "docProps/custom.xml" not in package.namelist()
        assert [name for name in package.namelist() if b"w:bookmark" in package.read(name)] == []
        assert b"custom" not in package.read("_rels/.rels") + package.read("[Content_Types].xml")
    there, left = read(by_hand), read(bare)
    assert (bool(there.stated), left.stated) == (True, "")
    assert left.document.blocks == there.document.blocks
    assert left.fingerprint == there.fingerprint


@pytest.mark.parametrize("without", [bytes, stripped], ids=["as saved", "stripped"])
def test_the_ten_edits_and_nothing_else_are_found_and_rightly_classed(by_hand: bytes, without: Stripping) -> None:
    changes = compare(published(NAME).document, read(without(by_hand)).document).changes
    assert sorted(map(classed, changes)) == sorted((edit.kind.value, edit.what.value, edit.near) for edit in EDITS)
    for change in changes:
        edit = next(edit for edit in EDITS if classed(change) == (edit.kind.value, edit.what.value, edit.near))
        assert edit.new.replace("|", "\t") in change.new_text
        assert edit.old in change.old_text
        assert edit.row in change.where.row
        assert edit.column in change.where.column


def classed(change: DocumentChange) -> tuple[str, str, str]:
    """Kind, what it happened to, and the number of its table or the heading above it; of a heading itself."""
    heading = change.old_text if change.what is Element.HEADING else (change.where.sections or ("",))[-1]
    return change.kind.value, change.what.value, change.where.table.partition(" ")[0] or heading


def test_every_number_edited_by_hand_names_the_line_that_it_contradicts(by_hand: bytes) -> None:
    report = published(NAME)
    document = read(by_hand).document
    found = contradictions(compare(report.document, document).changes, report, document, "改过的.docx")
    lines = [each.places[0].excerpt.strip() if each.places else "" for each in found]
    said = [(each.message.partition("；")[0].split("，", 1)[1], line) for each, line in zip(found, lines, strict=True)]
    assert said == [
        (
            "公开05表 2026年部门一般公共预算支出表：“2070101 行政运行”行，“2025年预算数”列，把417.99改成了417.89",
            "- {单位: 361001, 功能: 2070101, 经济: 30101, 金额: 1486320}",
        ),
        (
            "公开06表 2026年部门一般公共预算基本支出表：“30213 维修（护）费”行，"
            "写上了30213 维修（护）费 2.00 0.00 2.00",
            "",
        ),
        ("七、“三公”经费预算情况，把1.58改成了1.85", "公务接待费: [{单位: 361001, 金额: 15800}]"),
        (
            "（二）政府采购，把99.71改成了89.72",
            "- {单位: 361002, 采购品目: 图书和数字资源, 面向: 小微企业, 资金: 一般公共预算, 金额: 240000}",
        ),
    ]


def test_numbers_that_were_written_away_contradict_the_budget_too() -> None:
    """Who turns an increase into 持平 changes no number: there is none any more."""
    report = published(NAME)
    said, edited = "比2025年预算增加1.12万元，增长6.89%，", "与2025年预算持平，"
    document = reworded(read(built(NAME, "docx")).document, said, edited)
    (found,) = contradictions(compare(report.document, document).changes, report, document, "改过的.docx")
    assert "七、“三公”经费预算情况，把增加1.12万元，增长6.89%改成了持平" in found.message
    assert "三公经费比上年预算的增减额" in found.message


def reworded(document: Document, old: str, new: str) -> Document:
    """The document with other words in its paragraphs."""
    return replace(document, blocks=tuple(_reworded(document.blocks, old, new)))


def _reworded(blocks: Sequence[Block], old: str, new: str) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Section():
                yield replace(block, blocks=tuple(_reworded(block.blocks, old, new)))
            case Paragraph():
                yield replace(block, runs=(Text(plain(block.runs).replace(old, new)),))
            case _:
                yield block
