"""One table for each project (每份), tables that print with the text (随文), kinds of document, figures in texts."""

import shutil
from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, Figure, Paragraph, Section, Table, figures, plain, walk
from reportgen.report import assemble
from tests.budgets import tables

HERE = Path(__file__).parent / "regions"
FORM = """
标题: <序号>、<名称>绩效目标表（<单位>）
每份: 绩效.项目
表单:
  - {项目编码: .编码, 项目名称: 名称}
  - 旁题: 预算规模及资金用途
    下:
      - {预算数: 支出, 其中：财政资金: "支出[资金=财政拨款]", 其他资金: "支出@其余[资金=财政拨款]"}
      - {"": .用途}
  - {旁题: 指标, 列: [三级指标, 指标值: .值], 每条: .指标}
"""
PROJECTS = """
  项目:
    - 项目: 购书经费
      编码: 360101
      用途: 购书<支出[项目=购书经费]>
      指标: [{一级: 产出指标, 二级: 数量指标, 三级: 新增图书, 值: ≥1万册}]
    - {名称: 惠民演出, 项目: 文化惠民演出, 用途: 演出}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write(office: Path, name: str, text: str) -> None:
    path = office / "templates" / "guanlan" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip("\n"), encoding="utf-8")


def built(office: Path, *changes: tuple[str, str], more: str = "") -> Document:
    path = office / "guanlan-2025.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text + more, encoding="utf-8")
    return assemble(path).document


def titles(document: Document) -> list[str]:
    return [plain(table.title) for table in tables(document)]


def cells(table: Table) -> list[list[str]]:
    return [[plain(cell.runs) for cell in row.cells] for row in table.body]


def paragraphs(document: Document) -> list[str]:
    return [plain(block.runs) for block in walk(document.blocks) if isinstance(block, Paragraph)]


# 每份
def test_every_project_that_the_file_describes_has_its_form(office: Path) -> None:
    write(office, "tables/4-项目绩效目标表.yaml", FORM)
    document = built(office, more=PROJECTS)
    assert titles(document)[3:] == [
        "1、购书经费绩效目标表（观澜县图书馆）",
        "2、惠民演出绩效目标表（观澜县文化和旅游局本级）",
    ]
    books, shows = tables(document)[3:]
    assert cells(books)[:2] == [
        ["项目编码", "360101", "项目名称", "购书经费"],
        ["预算规模及资金用途", "预算数", "300,000", "其中：财政资金", "300,000", "其他资金", "0"],
    ]
    assert cells(books)[2] == ["购书300,000元"]
    assert cells(shows)[1][2] == "700,000"
    (granted,) = shows.body[1].cells[4].runs
    assert isinstance(granted, Figure)
    assert (granted.name, granted.value) == ("支出[资金=财政拨款 项目=文化惠民演出]", "700000")


def test_the_title_beside_bands_reaches_over_all_of_them(office: Path) -> None:
    write(office, "tables/4-项目绩效目标表.yaml", FORM)
    books = tables(built(office, more=PROJECTS))[3]
    side = books.body[1].cells[0]
    assert (plain(side.runs), side.rows, side.columns) == ("预算规模及资金用途", 2, 1)
    assert sum(cell.columns for cell in books.body[2].cells) == books.width - 1


def test_a_copy_about_several_units_has_no_unit_to_name(office: Path) -> None:
    write(office, "tables/4-表.yaml", "标题: <单位>\n每份: {每个: 性质}\n列: [项目: 名称, 预算数: 支出]\n行: [合计]\n")
    with pytest.raises(ReportgenError, match="没有“<单位>”"):
        built(office)


def test_a_record_about_several_units_is_told_where_it_stands(office: Path) -> None:
    write(office, "tables/4-表.yaml", "标题: <单位>\n每份: 绩效.整体\n表单: [总体目标: .目标]\n")
    with pytest.raises(ReportgenError, match="没有“<单位>”") as mistake:
        built(office, more="  整体: {目标: 做好服务}\n")
    assert mistake.value.diagnostics[0].places[0].excerpt.strip() == "整体: {目标: 做好服务}"


def test_without_records_there_is_no_form(office: Path) -> None:
    write(office, "tables/4-项目绩效目标表.yaml", FORM)
    assert len(tables(built(office))) == 3


@pytest.mark.parametrize(
    ("each", "wanted"),
    [
        ("项目", ["文化惠民演出", "购书经费"]),
        ("{每个: 项目, 单位: 301002}", ["购书经费"]),
        ("{每个: 单位, 全部: 是}", ["观澜县文化和旅游局本级", "观澜县图书馆"]),
    ],
)
def test_copies_are_whatever_rows_can_be(office: Path, each: str, wanted: list[str]) -> None:
    write(office, "tables/4-表.yaml", f"标题: <名称>\n每份: {each}\n列: [项目: 名称, 预算数: 支出]\n行: [合计]\n")
    document = built(office)
    assert titles(document)[3:] == wanted
    amounts = {"文化惠民演出": "700,000", "购书经费": "300,000"}
    shown = [cells(table)[0][1] for table in tables(document)[3:]]
    assert shown == [amounts.get(name, shown[i]) for i, name in enumerate(wanted)]


def test_rows_of_a_band_are_rows_of_tables(office: Path) -> None:
    bands = "表单:\n  - {旁题: 构成, 列: [项目名称: 名称, 金额: 支出], 行: [{每个: 项目}], 末行: [合计]}\n"
    write(office, "tables/4-表.yaml", f"标题: 表\n限定: {{性质: 项目支出}}\n{bands}")
    assert cells(tables(built(office))[3])[1:] == [
        ["文化惠民演出", "700,000"], ["购书经费", "300,000"], ["合计", "1,000,000"],
    ]  # fmt: skip


def test_columns_may_stay_blank_in_a_row(office: Path) -> None:
    rows = "行: [{标题: 总额, 空列: [人员]}, {标题: 图书馆, 单位: 301002}]\n"
    write(office, "tables/4-表.yaml", f"标题: 表\n列: [项目: 名称, 人员: '支出[经费=人员经费]', 全部: 支出]\n{rows}")
    assert cells(tables(built(office))[3]) == [["总额", "", "4,250,001"], ["图书馆", "900,000", "1,250,000"]]


def test_a_blank_column_that_there_is_not_is_told(office: Path) -> None:
    write(office, "tables/4-表.yaml", "标题: 表\n列: [项目: 名称, 全部: 支出]\n行: [{标题: 总额, 空列: [全都]}]\n")
    with pytest.raises(ReportgenError, match="要留空的“全都”不是哪一列的标题"):
        built(office)


def test_a_path_through_a_list_prints_a_line_for_each_record_and_a_list_of_paths_what_is_there(office: Path) -> None:
    bands = "表单:\n  - {概况: [.组成.概况, .概况]}\n"
    write(office, "tables/4-表.yaml", f"标题: <名称>\n每份: 绩效.项目\n{bands}")
    parts = "      组成: [{名称: 甲, 概况: 好}, {名称: 乙}, {概况: '妙<支出[项目=购书经费]>'}]\n"
    more = PROJECTS.replace("    - {名称: 惠民演出", parts + "    - {概况: 一句, 名称: 惠民演出")
    assert [cells(table) for table in tables(built(office, more=more))[3:]] == [
        [["概况", "甲：好\n妙300,000元"]],
        [["概况", "一句"]],
    ]


def test_a_record_about_a_project_that_there_is_not_is_told_where_it_stands(office: Path) -> None:
    write(office, "tables/4-项目绩效目标表.yaml", FORM)
    with pytest.raises(ReportgenError) as told:
        built(office, more=PROJECTS.replace("- 项目: 购书经费", "- 项目: 购书"))
    places = {str(place).rpartition("/")[2] for found in told.value.diagnostics for place in found.places}
    assert any(found.hint == "是不是“购书经费”？" for found in told.value.diagnostics)
    assert all(place.startswith("guanlan-2025.yaml:") for place in places)


def test_of_the_last_rows_those_called_a_sum_are_totals(office: Path) -> None:
    last = "末行: [本年支出合计: 支出, 上年结转: '支出[年份=上年结转]', 支出总计: 支出]\n"
    write(office, "tables/4-表.yaml", f"标题: 表\n列: [项目: 名称, 预算数: 支出]\n行: []\n{last}")
    assert [row.total for row in tables(built(office))[3].body] == [True, False, True]


# 随文
def test_a_table_of_the_text_prints_where_it_is_named_and_nowhere_else(office: Path) -> None:
    write(office, "tables/4-项目绩效目标表.yaml", f"随文: 是\n{FORM}")
    assert len(tables(built(office, more=PROJECTS))) == 3
    write(office, "sections/支出.md.j2", '## 支出\n\n{{ 表["项目绩效目标表"]["文化惠民演出"] }}\n')
    assert titles(assemble(office / "guanlan-2025.yaml").document)[3:] == [
        "2、惠民演出绩效目标表（观澜县文化和旅游局本级）"
    ]


# Kinds of document
def test_a_kind_of_document_has_its_folder_in_that_of_the_region(office: Path) -> None:
    write(office, "绩效目标/profile.yaml", "标题: <部门>绩效目标\n表中金额: {单位: 万元}\n")
    write(office, "绩效目标/report.md.j2", "# 目标\n\n{{ 表格 }}\n")
    write(office, "绩效目标/tables/1-整体.yaml", "标题: 整体\n列: [项目: 名称, 预算数: 支出]\n行: [合计]\n")
    usual = built(office)
    assert len(tables(usual)) == 3
    document = built(office, ("文种: 部门预算", "文种: 绩效目标"))
    assert plain(document.title) == "观澜县文化和旅游局绩效目标"
    assert [(plain(table.title), cells(table)) for table in tables(document)] == [("整体", [["合计", "425"]])]


# Figures in texts
def test_a_reason_prints_the_figures_that_it_names(office: Path) -> None:
    reason = "<上年度>年没有购书经费，今年<支出[项目=购书经费]>，收入<收入@上年预算.增减额>，支出<支出@上年预算.增减额>"
    document = built(office, ("  支出: 实施文化惠民项目", f"  支出: {reason}"))
    said = "主要原因是2024年没有购书经费，今年300,000元，收入持平，支出持平。"
    assert any(text.endswith(said) for text in paragraphs(document))
    assert any(isinstance(run, Figure) and run.name == "支出[项目=购书经费]" for run in figures(document))


def test_braces_as_in_templates_name_figures_as_well(office: Path) -> None:
    duty = "本年支出{{ 支出 }}，上年{{支出@上年预算}}，{{ 年度 }}年。"
    document = built(office, ("指导公共图书馆服务。]", f'"{duty}"]'))
    assert "2．本年支出4,250,001元，上年4,250,001元，2025年。" in paragraphs(document)


def test_what_is_put_in_is_not_read_again(office: Path) -> None:
    document = built(
        office, ("名称: 观澜县文化和旅游局\n", '名称: "甲<支出>{{ 支出 }}局"\n'), ("指导公共", "指导<部门>公共")
    )
    assert "2．指导甲<支出>{{ 支出 }}局公共图书馆服务。" in paragraphs(document)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[管理。, 指导。]", ["1．管理。", "2．指导。"]),
        ("|\n    1. 管理<年度>年的事。\n\n    2．指导。", ["1．管理2025年的事。", "2．指导。"]),
        (
            "|\n    （一）管理。\n    （二）指导。\n    2.5万元以上的项目。",
            ["1．管理。", "2．指导。", "3．2.5万元以上的项目。"],
        ),
        ("一、管理。", ["1．管理。"]),
        ("[1月的事。, 2、指导。]", ["1．1月的事。", "2．指导。"]),
    ],
)
def test_free_text_may_be_a_list_or_paragraphs_and_its_own_numbers_are_not_doubled(
    office: Path, written: str, said: list[str]
) -> None:
    write(
        office, "sections/支出.md.j2",
        "## 支出\n\n{% for 职责 in 部门.职责|条目 %}\n{{ loop.index }}．{{ 职责 }}\n\n{% endfor %}\n",
    )  # fmt: skip
    told = paragraphs(built(office, ("[管理全县文化和旅游工作。, 指导公共图书馆服务。]", written)))
    assert [text for text in told if text in said][-len(said) :] == said


def test_paragraphs_keep_the_numbers_that_are_written(office: Path) -> None:
    section = "## 支出\n\n{% for 段 in 资料.说明|段落 %}\n{{ 段 }}\n\n{% endfor %}\n"
    write(office, "sections/支出.md.j2", section)
    told = paragraphs(built(office, more="资料:\n  说明: |\n    第一段。\n\n    1.共<支出>。\n"))
    assert [text for text in told if text in ("第一段。", "1.共4,250,001元。")] == ["第一段。", "1.共4,250,001元。"]


@pytest.mark.parametrize(("unit", "said"), [("301001", "多100,001元"), ("301002", "少100,001元")])
def test_a_change_in_a_text_has_its_verb(office: Path, unit: str, said: str) -> None:
    duty = f"本级支出<支出[单位={unit}]@上年预算.增减额>。"
    document = built(office, ("指导公共图书馆服务。]", f'"{duty}"]'))
    assert f"2．本级支出{said}。" in paragraphs(document)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("<支初>", "没有“支初”这个词或数", "是不是“支出”？"),
        ("<支出[项目=购书]>", "“项目”没有“购书”", "是不是“购书经费”？"),
        ("<支出[项目]>", "方括号里要写“功能=201”这样的条件", "写法如"),
        ("{{ 部 门 }}", "没有“部 门”这个词或数", "是不是“部门”？"),
    ],
)
def test_a_figure_in_a_text_that_there_is_not_is_told_at_its_place(
    office: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(ReportgenError) as told:
        built(office, ("指导公共图书馆服务。]", f'"指导{text}。"]'))
    (found,) = told.value.diagnostics
    assert message in found.message
    assert hint in found.hint
    assert text in found.places[0].excerpt


@pytest.mark.parametrize(
    "text", ["a<b且c>d", "<90%>", "＜支出＞", "《支出》", "<>", "3<5", "{{}}", "{支出}", "{% if 支出 %}"]
)
def test_other_signs_stay_as_they_are(office: Path, text: str) -> None:
    document = built(office, ("指导公共图书馆服务。]", f'"指导{text}。"]'))
    assert f"2．指导{text}。" in paragraphs(document)


# Templates
def test_parts_that_have_ended_are_among_those_of_the_base(office: Path) -> None:
    listed = '{% for 项 in 支出|按("项目", 比="上年预算") %}{{ 项|同比(项.名称, 因=false, 率=false) }}；{% endfor %}'
    write(office, "sections/支出.md.j2", f"## 支出\n\n次序：{listed}\n")
    base = (
        "    - {单位: 301001, 资金: 一般公共预算, 性质: 项目支出, 功能: 2070199, 项目: 老项目, 金额: 8}\n  三公经费:\n"
    )
    document = built(office, ("\n  三公经费:\n    公务接待费: 0\n", f"\n{base}    公务接待费: 0\n"))
    (said,) = (text for text in paragraphs(document) if text.startswith("次序"))
    assert "老项目较2024年预算少8元" in said
    assert "购书经费较2024年预算多300,000元" in said


def test_after_a_heading_without_a_number_counting_begins_anew(office: Path) -> None:
    write(office, "sections/支出.md.j2", "## 支出\n\n### 甲\n\n### 乙\n\n### 丙 {-}\n\n### 丁\n")
    document = built(office)
    told = [b.number + plain(b.title) for b in walk(document.blocks) if isinstance(b, Section) and b.level == 3]
    assert told[:4] == ["1、甲", "2、乙", "丙", "1、丁"]


def test_a_region_may_call_a_section_of_the_baseline_something_else(office: Path) -> None:
    path = office / "templates" / "guanlan" / "profile.yaml"
    stated = path.read_text(encoding="utf-8")
    path.write_text(f"{stated}标准: {{节题: {{支出: <年度>年支出安排}}}}\n", encoding="utf-8")
    told = [plain(b.title) for b in walk(built(office).blocks) if isinstance(b, Section) and b.level == 2]
    assert "2025年支出安排" in told
    assert "财政拨款收支预算总体情况" in told


# Facts
def test_what_neither_a_table_nor_a_section_prints_is_told_once_for_all_of_it(office: Path) -> None:
    more = PROJECTS.replace("用途: 演出", "用逾: 演出") + "资料: {备用: [甲, {乙: 丙}]}\n项目: {购书经费: {个数: 2}}\n"
    write(office, "tables/4-项目绩效目标表.yaml", FORM)
    built(office, more=more)
    told = [f for f in assemble(office / "guanlan-2025.yaml").findings if f.rule == "没有用到"]
    assert [(f.message, f.places[0].excerpt.strip()[:6]) for f in told] == [
        ("“资料.备用”没有印在文件里", "资料: {备"),
        ("“绩效.项目.2.用逾”没有印在文件里", "- {名称:"),
    ]


def test_a_form_about_the_whole_reads_what_its_one_record_says(office: Path) -> None:
    write(office, "tables/4-整体绩效目标表.yaml", "标题: 整体\n每份: 绩效.整体\n表单: [总体目标: .目标]\n")
    built(office, more="  整体: {目标: 做好服务, 目示: 有}\n")
    told = [f.message for f in assemble(office / "guanlan-2025.yaml").findings if f.rule == "没有用到"]
    assert told == ["“绩效.整体.目示”没有印在文件里"]


def test_a_fact_of_which_a_template_only_asks_whether_it_is_written_is_told(office: Path) -> None:
    write(office, "tables/4-整体绩效目标表.yaml", "标题: 整体\n每份: 绩效.整体\n表单: [总体目标: .目标]\n")
    both = "{% if 资料.甲 is 写了 and 资料.乙 is 写了 %}甲{{ 资料.甲 }}，乙{{ 资料.乙 }}。{% endif %}"
    write(office, "sections/支出.md.j2", f"# 说明\n\n{both}\n")
    built(office, more="  整体: {目标: 做好服务}\n资料: {甲: 三}\n")
    told = [f.message for f in assemble(office / "guanlan-2025.yaml").findings if f.rule == "没有用到"]
    assert told == ["“资料.甲”没有印在文件里"]


# Order
@pytest.mark.parametrize(
    ("by", "first"), [("", "购书经费"), ('"@上年预算.增减额"', "文化惠民演出"), ('"@上年预算"', "购书经费")]
)
def test_parts_stand_from_the_largest_to_the_smallest(office: Path, by: str, first: str) -> None:
    """购书经费 is larger, and stands second in the file; it has grown by less."""
    sort = f"从大到小({by})" if by else "从大到小"
    write(office, "sections/支出.md.j2", f'## 支出\n\n次序{{{{ 支出|按("项目")|{sort}|连 }}}}\n')
    base = "  支出[项目=文化惠民演出]: 100000\n  支出[项目=购书经费]: 850000\n  三公经费:\n    公务接待费: 0\n"
    document = built(
        office,
        ("项目: 购书经费, 金额: 300000}", "项目: 购书经费, 金额: 900000}"),
        ("  三公经费:\n    公务接待费: 0\n", base),
    )
    second = {"购书经费": "文化惠民演出", "文化惠民演出": "购书经费"}[first]
    assert f"次序{first}、{second}" in paragraphs(document)


def test_more_tables_of_one_definition_than_any_document_has_are_refused_before_any_is_made(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[str]()
    monkeypatch.setattr("reportgen.tables._MOST_COPIES", 3)
    monkeypatch.setattr("reportgen.tables._table_of_copy", lambda *told: made.append(told[-1]))
    write(office, "tables/02-绩效.yaml", FORM)
    many = "".join(f"    - {{项目: 购书经费, 用途: 购书{i}}}\n" for i in range(5))
    with pytest.raises(ReportgenError, match=r"“绩效\.项目”有5份，每份印一张表，一个文件最多印3张") as told:
        built(office, more=f"  项目:\n{many}")
    assert told.value.diagnostics[0].places[0].excerpt.strip() == "- {项目: 购书经费, 用途: 购书3}"
    assert made == []
