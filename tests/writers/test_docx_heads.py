"""Where heads and labels part, how wide columns are, and where numbers of forms stand."""

import re
from dataclasses import replace
from itertools import accumulate

import pytest

from reportgen.document import Cell, Document, Paragraph, Role, Row, Table
from reportgen.style import Align
from reportgen.writers.docx import document_xml
from reportgen.writers.docx.line_breaks import EM, breadth, degrees, is_torn, lines, narrowed, pieces
from reportgen.writers.docx.table_layout import layout
from tests.writers.sample import STYLE, amounts, head, label, words
from tests.writers.test_docx import W, body, style_of

HEADS = (
    *("2022年预算数", "年度主要任务", "对附属单位补助支出", "上缴上级支出", "政府性基金预算", "国有资本经营预算"),
    *(
        "部门预算经济分类",
        "一般公共预算“三公”经费支出表",
        "资金支出计划（%）",
        "使用非财政拨款结余",
        "功能分类科目编码",
    ),
    "3、2020年单位一般公共预算基本支出部门预算经济分类预算表",
)


def as_programs_part(text: str, most: int) -> list[str]:
    """The lines of a text as Word and LibreOffice part it: at any Chinese character that no mark follows."""
    found = [""]
    for piece in re.findall(r"[（“]*(?:[!-~]+|.)[）”、]*", text):
        if breadth(found[-1] + piece) > most:
            found.append("")
        found[-1] += piece
    return found


TORN = "2020年宝山区职工服务中心（单位）收入预算为6307683.64元，其中：财政拨款收入为6307683.64元，占100%。"


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        (TORN, True),
        ("财政拨款收入" * 20, False),
        ("财政拨款收入，" * 20, False),  # a mark that does not fit takes one character with it
        ("本部门2026年“三公”经费预算17.38万元，比2025年预算增加1.12万元，增长6.89%。", False),
        (f"{'收' * 27}6307683.64元", False),
        (f"{'收' * 23}6307683.64元", False),  # two ems are shared out
        (f"{'收' * 22}6307683.64元", True),
        ("机关事业单位职业年金缴费支出2020年预算数为141645.72元，比上年增加。", True),  # with broader digits alone
        (TORN[:25], False),  # one line
        ("", False),
    ],
)
def test_a_paragraph_whose_lines_would_be_torn_apart_is_set_left(text: str, torn: bool) -> None:
    style, width = STYLE.texts["正文"], STYLE.portrait.text_width
    assert is_torn(text, style, width) == torn
    assert [style_of(p) for p in body(Paragraph(words(text)))[1:2]] == ["TextLeft" if torn else "Normal"]
    ragged = replace(STYLE, texts={**STYLE.texts, "正文": replace(style, align=Align.LEFT)})
    assert "TextLeft" not in "".join(document_xml(Document((), "", 2026, (Paragraph(words(text)),)), ragged))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年预算数", "2022年|预算数"),
        ("年度主要任务", "年度|主要|任务"),
        ("对附属单位补助支出", "对附属单位|补助|支出"),
        ("经济分类预算表", "经济|分类|预算表"),
        ("因公出国（境）费", "因公|出国|（境）费"),
        ("专户管理的教育收费", "专户|管理的|教育|收费"),
        ("3、对个人和家庭的补助", "3、对|个人和|家庭的|补助"),
        ("", ""),
    ],
)
def test_words_stay_whole_and_single_characters_stay_with_the_word_before(text: str, expected: str) -> None:
    assert "|".join(pieces(text)) == expected


@pytest.mark.parametrize("text", HEADS)
def test_heads_part_between_words_in_lines_that_the_programs_keep_to(text: str) -> None:
    ends = set(accumulate(map(len, pieces(text))))
    for most in range(60, 420, 20):
        if taken := lines(text, most):
            parted = as_programs_part(text, taken[0])
            assert [breadth(line) for line in parted] == list(taken), most
            assert set(accumulate(map(len, parted))) <= ends, most
            assert taken[-1] == min(taken) or len(taken) == 1, most


def test_a_head_is_never_parted_inside_a_word_where_its_column_can_hold_it() -> None:
    for text in HEADS:
        longest, several, _, three, two = degrees(text, 4)
        assert longest <= several <= three
        assert 0 < len(lines(text, two - 5)) <= (1 if breadth(text) <= 7 * EM else 2)


def test_a_text_that_fits_or_has_no_such_lines_is_not_set_in() -> None:
    assert narrowed("年度主要任务", 18, 2000) == narrowed("因公出国（境）费", 18, 700) == 0
    sides = narrowed("年度主要任务", 18, 900)
    assert 4 * 180 <= 900 - sides < 5 * 180


def test_short_texts_of_a_form_part_between_words_where_that_takes_no_more_lines() -> None:
    assert narrowed("社会公众满意度", 18, 1000, lines_more=False) == 235
    three = "政府性事业性满意度"  # in three lines, or two that part a word
    assert narrowed(three, 18, 900) > narrowed(three, 18, 900, lines_more=False) == 0
    short, long = Cell(words("社会公众满意度"), Role.TEXT), Cell(words("社会公众满意度" * 3), Role.TEXT)
    sheet = replace(form(Row((short, label("率"))), Row((long, label("率")))), width=2, widths=(1, 7))
    paragraphs = [p for p in body(sheet).iter(f"{W}p") if "社会" in "".join(p.itertext())]
    assert [p.find(f"{W}pPr/{W}ind") is not None for p in paragraphs] == [True, False]


def form(*rows: Row) -> Table:
    return Table("甲", "", (), (), (), 3, (), rows, widths=(1, 1, 1))


def test_numbers_of_a_form_stand_below_each_other_by_their_points() -> None:
    alone = Row((head("预算数"), *amounts("行=1", "1.0"), label("元")))
    below = Row((label("甲"), label("乙"), *amounts("行=1", "1.0")))
    styles = [style_of(p) for p in body(form(alone, below, below)).iter(f"{W}p")]
    assert [name.rstrip("0123456789") for name in styles if name.startswith("Cell")] == [
        *("CellHead", "CellCentred", "Cell", "Cell", "Cell", "CellRight", "Cell", "Cell", "CellRight")
    ]


def test_columns_of_numbers_are_alike_and_labels_get_the_rest() -> None:
    heads = Row((head("科目名称"), head("合计"), head("对附属单位补助支出")))
    rows = tuple(Row((label("机关事业单位基本养老保险缴费支出"), *amounts(f"行={i}", f"{i}.0 0.0"))) for i in range(3))
    table = Table("甲", "", words("表"), (), (), 3, (heads,), rows)
    name, total, zero = layout(table, 8845, 18, 11).widths
    assert abs(total - zero) <= 2
    assert name > total * 2


def labelled(first: str, second: str, rows: int = 1) -> Row:
    below = () if rows == 0 else (label(first, rows=rows),)
    return Row((*below, label(second), *amounts("行=1", "12345.0 12345.0 0.0")))


def test_where_not_all_labels_have_room_in_one_line_the_longest_wrap() -> None:
    heads = Row(tuple(map(head, ["甲", "乙", "一", "二", "三"])))
    body = (labelled("教育支出", "社会保障和就业支"), labelled("机关事业单位基本养老保险", "国有资本经营预算支出额"))
    first, second, *others = layout(Table("甲", "", (), (), (), 5, (heads,), body), 5250, 18, 11).widths
    assert 180 * 8 + 2 * 60 <= second < 180 * 11
    assert others == [959, 959, 491]
    assert first >= 180 * 4 + 2 * 60


def test_labels_beside_several_rows_and_heads_over_several_are_narrow_where_room_is_short() -> None:
    heads = (
        Row((head("甲", rows=3), head("乙", rows=3), head("收入", 2), head("部门结余结转资金", rows=3))),
        Row((head("一", rows=2), head("二", rows=2))),
        Row(()),
    )
    body = tuple(labelled("一般公共预算", "政府住房基金收入", 0 if i else 3) for i in range(3))
    table = Table("甲", "", (), (), (), 5, heads, body)
    group, single, *_, last = layout(table, 4600, 18, 11).widths
    assert group < 180 * 3 + 2 * 60
    assert single > 180 * 8
    assert last < 180 * 3 + 2 * 60
    assert layout(table, 8845, 18, 11).widths[0] > 180 * 6
