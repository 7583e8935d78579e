"""Who heads what, as a screen reader works it out from the HTML: listed heads, else every scope in reach."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given

from reportgen.document import Document, Row, Table
from reportgen.writers.html import write
from tests.writers.sample import BASIC, DOCUMENT, FORM, STYLE, TWO_SIDED, expenditure, row, tables, words

Grid = dict[tuple[int, int], Tag]


def page(table: Table) -> BeautifulSoup:
    return BeautifulSoup(write(Document(words("题"), "部门", 2025, (table,)), STYLE), "html.parser")


def grid(table: Tag) -> Grid:
    """Every place of the table with the cell that covers it, by the rules of HTML."""
    places: Grid = {}
    for line, tr in enumerate(table.select("tr")):
        column = 0
        for cell in tr.select("th, td"):
            while (line, column) in places:
                column += 1
            for down in range(int(str(cell.get("rowspan", "1")))):
                for right in range(int(str(cell.get("colspan", "1")))):
                    places[line + down, column + right] = cell
    return places


def heard(table: Tag, cell: Tag) -> Iterator[Tag]:
    """The heads of a cell, those of its columns first."""
    if "headers" in cell.attrs:
        yield from (head for name in cell["headers"] for head in table.select(f"[id='{name}']"))
        return
    places = grid(table)
    lines, columns = ({place[i] for place, there in places.items() if there is cell} for i in (0, 1))
    above = [there for (line, column), there in sorted(places.items()) if column in columns and line < min(lines)]
    beside = [there for (line, _), there in sorted(places.items()) if line in lines]
    yield from (head for head in above if head.get("scope") == "col")
    yield from (head for head in beside if head.get("scope") == "row")


def heads(table: Table, said: str) -> str:
    """What is heard before the first cell of those words."""
    tag = page(table).select_one("table")
    assert tag is not None
    cell = next(there for there in tag.select("td") if there.get_text() == said)
    return " ".join(dict.fromkeys(head.get_text() for head in heard(tag, cell)))


def form(*lines: str) -> Table:
    rows = tuple(map(row, lines))
    return Table("甲", "", (), (), (), sum(cell.columns for cell in rows[0].cells), (), rows)


def test_a_number_is_headed_by_every_level_of_its_column_and_by_its_label() -> None:
    table = expenditure("表1", "题")
    assert heads(table, "574.7") == "基本支出 对个人和家庭的补助 行政单位离退休"
    assert heads(table, "583.1") == "基本支出 对个人和家庭的补助 合计"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("863.6", "支出 金额 一、基本支出"),
        ("256.9", "支出 金额 １、工资福利支出"),
        ("200.6", "支出 金额 二、项目支出"),
        ("0.0", "收入 金额 行政事业性收费"),
    ],
)
def test_each_half_of_a_two_sided_row_has_its_own_label(said: str, expected: str) -> None:
    assert heads(TWO_SIDED, said) == expected


def test_the_empty_half_of_a_row_is_not_headed_by_the_label_of_the_other() -> None:
    table = Table("甲", "", (), (), (), 4, TWO_SIDED.head, (row("项:上级补助 数:甲:1 项: 数:"),))
    assert heads(table, "") == "支出 项目"


def test_two_labels_with_a_code_between_them_both_name_the_number() -> None:
    assert heads(BASIC, "76.8") == "小计 职工基本医疗保险缴费 社会保障缴费"
    assert heads(BASIC, "5.8") == "小计 其他社会保障缴费 社会保障缴费"
    assert "76.8" in [cell.get_text() for cell in page(BASIC).select("[headers]")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("505001", "预算编码"),
        ("70", "编制人数"),
        ("“送温暖”工程", "主要内容或用途 年度主要工作内容"),
        ("23.6", "总金额 年度主要工作内容"),
        ("500人", "指标值 年度绩效目标 产出指标 数量指标"),
        ("满意度99%", "指标值 年度绩效目标 满意度指标 服务对象满意度指标"),
    ],
)
def test_in_a_form_a_cell_is_headed_by_its_own_band_alone(said: str, expected: str) -> None:
    assert heads(FORM, said) == expected


def test_a_text_across_a_form_is_not_headed_by_the_columns_of_the_band_above() -> None:
    lines = ("项:任务/2 头:名称 头:金额", "文:甲 数:甲:1", "项:目标 文:全文*2", "项:又 文:乙 文:丙")
    assert [heads(form(*lines), said) for said in ("甲", "1", "全文", "乙", "丙")] == [
        "名称 任务",
        "金额 任务",
        "目标",
        "又",
        "又",
    ]


def test_a_head_beside_several_rows_heads_rows_and_not_the_columns_below() -> None:
    soup = page(
        form("头:主要任务/3 头:名称/2 头:金额*2", "头:总额 头:其他", "项:甲 数:甲:1 数:乙:2", "头:目标 文:长*3")
    )
    scopes = {str(head["scope"]): [] for head in soup.select("th")}
    for head in soup.select("th"):
        scopes[str(head["scope"])].append(head.get_text())
    assert scopes == {"col": ["名称", "金额", "总额", "其他"], "row": ["主要任务", "甲", "目标"]}


def test_a_text_that_spans_rows_names_them() -> None:
    table = form("头:一级 头:三级 头:指标值", "文:产出/2 文:场次 文:60场", "文:时间 文:12月")
    assert heads(table, "60场") == "指标值 产出"
    assert heads(table, "12月") == "指标值 产出"


def test_cells_list_their_heads_only_where_scopes_name_too_many() -> None:
    assert not page(expenditure("表1", "题")).select("[headers], td[id], th[id]")
    listing = [cell.get_text() for cell in page(TWO_SIDED).select("[headers]")]
    assert listing[:4] == ["1,064.2", "863.6", "0.0", "256.9"]


def test_listed_heads_are_heads_of_the_same_table() -> None:
    soup = BeautifulSoup(write(DOCUMENT, STYLE), "html.parser")
    for table in soup.select("table"):
        there = {str(head["id"]) for head in table.select("th[id][scope]")}
        assert {name for cell in table.select("[headers]") for name in cell["headers"]} == there


@given(tables())
def test_whatever_spans_listed_heads_exist_once(table: Table) -> None:
    soup = page(table)
    ids = [str(there["id"]) for there in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {name for cell in soup.select("[headers]") for name in cell["headers"]} <= set(ids)


def test_ids_of_heads_come_from_row_and_column() -> None:
    body = (Row(TWO_SIDED.body[0].cells),)
    table = Table("甲", "", (), (), (), 4, TWO_SIDED.head, body)
    assert [" ".join(cell["headers"]) for cell in page(table).select("td")] == [
        "t1-1-1 t1-2-2 t1-3-1",
        "t1-1-3 t1-2-4 t1-3-3",
    ]
