"""The baseline's whole disclosure, of the invented department: every section, table and term; each case of a change."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from reportgen.cli import main
from reportgen.diagnostics import Severity
from reportgen.document import Document, Paragraph, Section, all_runs, plain, walk
from reportgen.vocabulary import ELIMINATION
from tests.budgets import (
    DATA,
    INVENTED,
    assembled,
    content,
    edited,
    forms,
    published,
    said,
    source,
    stated,
    tables,
    written,
)
from tests.originals.compare import docx_text, html_text

GLOSSARY = Path(__file__).parents[1] / "templates" / "default" / "glossary.yaml"
LAST, THIS = INVENTED
UNFINISHED = re.compile(r"[：，；、（][。；，、）]|。。|持平[0-9]|持平万元|XX|待定|待补|[增减][加少]0(?:\.0+)?万元")
both = pytest.mark.parametrize("name", INVENTED)


def paragraphs(document: Document) -> list[str]:
    return [plain(block.runs) for block in walk(document.blocks) if isinstance(block, Paragraph)]


def sections(document: Document) -> list[tuple[str, Section]]:
    return [(plain(block.title), block) for block in walk(document.blocks) if isinstance(block, Section)]


@cache
def sentences(name: str) -> str:
    return "\n".join(paragraphs(published(name).document))


# Everything is there
PARTS = [
    "云溪县文化和旅游局概况",
    "云溪县文化和旅游局{0}年部门预算表",
    "云溪县文化和旅游局{0}年部门预算情况说明",
    "名词解释",
]
OVERVIEW = ["主要职责", "机构设置", "人员情况"]
EXPLAINED = [
    "收支预算总体情况", "收入预算情况", "支出预算情况", "财政拨款收支预算总体情况", "一般公共预算支出情况",
    "一般公共预算基本支出情况", "“三公”经费预算情况", "政府性基金预算支出情况", "国有资本经营预算支出情况",
    "其他重要事项",
]  # fmt: skip
OTHERS = ["机关运行经费", "政府采购", "国有资产占用", "预算绩效", "重点项目"]
OPTIONAL = ["政府购买服务", "新增资产配置", "咨询方式"]  # printed where 资料 says them
TITLES = [
    "收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表",
    "一般公共预算“三公”经费支出表", "政府性基金预算支出表", "国有资本经营预算支出表", "项目支出表", "政府采购预算表",
    "机关运行经费表",
]  # fmt: skip


@both
def test_every_part_and_section_is_there_in_order(name: str) -> None:
    found, year = sections(published(name).document), name[-4:]
    assert [title for title, block in found if block.level == 1] == [part.format(year) for part in PARTS]
    assert [title for title, block in found if block.level == 2] == [*OVERVIEW, *EXPLAINED]
    (other,) = (block for title, block in found if title == "其他重要事项")
    found_there = [plain(block.title) for block in other.blocks if isinstance(block, Section)]
    assert [title for title in found_there if title not in OPTIONAL] == OTHERS
    assert [title for title in found_there if title in OPTIONAL] == (OPTIONAL if name == THIS else [])


@both
def test_every_table_is_there_in_order(name: str) -> None:
    made = tables(published(name).document)
    assert [plain(table.title) for table in made[:12]] == [f"{name[-4:]}年部门{title}" for title in TITLES]
    assert [table.number for table in made[:12]] == [f"公开{i:02}表" for i in range(1, 13)]
    goals = content(name)["绩效"]
    forms_ = [f"公开14-{i}表" for i in range(1, len(goals["项目"]) + 1)]
    assert [table.number for table in made[12:]] == ["公开13表"] * ("整体" in goals) + forms_


@both
@forms
def test_every_format_says_every_sentence(name: str, form: str) -> None:
    data = written(published(name), form)
    text = {"docx": docx_text, "html": html_text}.get(form, bytes.decode)(data)
    packed = "".join(text.split())
    assert [p for p in paragraphs(published(name).document) if "".join(p.split()) not in packed] == []


@both
def test_nothing_is_missing_or_idle(name: str) -> None:
    assert [finding for finding in published(name).findings if finding.severity is not Severity.HINT] == []


# No empty promise
@both
def test_every_table_has_numbers_or_says_why_not(name: str) -> None:
    for table in tables(published(name).document):
        shown = [said(cell) for row in table.body for cell in row.cells]
        empty = not any(re.search("[1-9]", cell) for cell in shown)
        assert empty == any("故本表无数据" in plain(note.runs) for note in table.notes), plain(table.title)


@both
def test_no_sentence_is_left_unfinished(name: str) -> None:
    document = published(name).document
    for text in ("".join(map(plain, all_runs(document))), sentences(name)):
        assert (
            re.findall(
                r"[：，；、（][。；，、）]|。。|持平[0-9]|持平万元|XX|待定|待补|[增减][加少]0(?:\.0+)?万元", text
            )
            == []
        )
    for block in walk(document.blocks):
        if isinstance(block, Section):
            assert block.blocks, plain(block.title)
    endings = [text for text in paragraphs(document) if not re.search("[。：）]$", text)]
    assert endings == []


@both
def test_a_change_names_its_base(name: str) -> None:
    last = int(name[-4:]) - 1
    clauses = re.findall(
        r"[^。；\n]*(?:持平|增加|减少)[0-9.]*(?:万元)?", re.sub("主要原因是[^。；]*", "", sentences(name))
    )
    changes = [clause for clause in clauses if re.search("持平|[增减][加少][0-9]", clause)]
    assert len(changes) > 20
    assert [clause for clause in changes if f"{last}年预算" not in clause] == []


@both
def test_zero_items_are_left_out_of_lists(name: str) -> None:
    lists = [text for text in sentences(name).split("\n") if re.search("其中：|包括：|方面：|分类：", text)]
    assert len(lists) >= 8
    kept = [text for text in lists if re.search(r"[^0-9.]0(?:\.0+)?万元", text) and "公务用车购置费0万元" not in text]
    assert kept == []


# Terms
NO_ZEROS = {"财政专户管理资金收入", "上级补助收入", "上缴上级支出", "对附属单位补助支出"}  # of both years, and
NO_FUND = {
    "附属单位上缴收入",
    "国有资本经营预算拨款收入",
}  # of last year: what has zeros alone is not explained


@both
def test_the_terms_explained_are_exactly_those_that_occur(name: str) -> None:
    glossary = yaml.load(GLOSSARY.read_text(encoding="utf-8"), yaml.BaseLoader)
    document = published(name).document
    *before, terms = document.blocks
    assert isinstance(terms, Section)
    text = "\n".join(plain(runs) for runs in all_runs(Document((), "", 0, tuple(before))))
    occurring = set()
    for term in sorted(glossary, key=len, reverse=True):  # a term inside a longer one does not occur there
        if term in text:
            occurring.add(term)
            text = text.replace(term, "□")
    explained = [re.fullmatch(r"\d+．([^：]+)：.*", line) for line in paragraphs(Document((), "", 0, terms.blocks))]
    assert [found[1] for found in explained if found] == [
        term for term in glossary if term in occurring - NO_ZEROS - (NO_FUND if name == LAST else set())
    ]
    assert all(explained)
    assert {"“三公”经费", "使用非财政拨款结余", "上年结转", "结转下年", "机关运行经费"} <= occurring
    assert "用事业基金弥补收支差额" not in occurring


def test_a_term_that_occurs_once_more_is_explained_and_the_level_is_that_of_the_file() -> None:
    text = edited(source(THIS), "旅游形象宣传和线路推介", "旅游宣传和一般公共服务支出")
    made = paragraphs(assembled(edited(text, "级次: 县级", "级次: 市级")).document)
    assert [line for line in made if re.match(r"\d+．一般公共服务支出：", line)]
    assert not [line for line in paragraphs(published(THIS).document) if re.match(r"\d+．一般公共服务支出：", line)]
    assert any("指市级财政" in line for line in made)
    assert not any("县级财政" in line for line in made)


# Both years balance, and one is the other's last year
@both
def test_revenue_is_expenditure_in_total_by_fund_and_by_unit(name: str) -> None:
    """Internal transfers come off one fund's revenue and another's expenditure, so by fund they are left out."""
    for dimension in ("资金", "单位"):
        sums: dict[str, dict[str, Decimal]] = {"收入": {}, "支出": {}}
        for line in stated(published(name)):
            taken_off = dimension == "资金" and line.dims.get("单位") == ELIMINATION
            if not line.book and line.measure in sums and not taken_off:
                of, member = sums[line.measure], line.dims[dimension]
                of[member] = of.get(member, Decimal(0)) + line.amount
        assert sums["收入"] == sums["支出"], dimension
        assert len(sums["收入"]) >= 3


def test_last_year_of_the_second_file_is_the_first_file() -> None:
    assert content(THIS)["上年预算"] == f"{LAST}.yaml"
    lines = {
        (measure, line.amount) for measure, found in published(LAST).budget.books[""].lines.items() for line in found
    }
    base = published(THIS).budget.books["上年预算"].lines
    assert {(measure, line.amount) for measure, found in base.items() for line in found} == lines


def test_the_budgets_are_to_the_cent_and_have_what_the_originals_lack() -> None:
    lines = stated(published(THIS))
    assert any(line.amount % 1 for line in lines)
    own = [line for line in lines if not line.book]
    assert len({line.dims["单位"] for line in own if "单位" in line.dims} - {ELIMINATION}) == 3
    assert sum(line.amount for line in own if line.dims.get("单位") == ELIMINATION and line.measure == "支出") == -9000
    funds = {line.dims["资金"] for line in own if line.measure == "收入"}
    assert {"政府性基金", "国有资本经营预算", "其他收入", "使用非财政拨款结余"} <= funds
    assert {"上年结转", "结转下年"} <= {m for line in own for m in line.dims.values()}
    assert {line.dims["类型"] for line in own if line.measure == "政府采购"} == {"货物", "工程", "服务"}
    assert len(content(THIS)["绩效"]["项目"]) >= 5


@both
def test_each_unit_has_its_own_document_that_reads_as_well(name: str, tmp_path: Path) -> None:
    command = ["build", str(DATA / f"{name}.yaml"), "--all-units", "--to", "txt", "-o", str(tmp_path)]
    assert main(command) == 0
    made = sorted(tmp_path.glob(f"{name}-*.txt"))
    assert len(made) == 3
    for path in made:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"{path.stem.removeprefix(f'{name}-')}{name[-4:]}年单位预算公开\n")
        assert UNFINISHED.findall(text) == []
        assert "本部门" not in text


# The wording of changes
CASES = {
    "升": "因公出国（境）费6.2万元，比2025年预算增加1.4万元，增长29.17%，原因同上。",
    "降": "公务接待费1.58万元，比2025年预算减少0.28万元，下降15.05%，主要原因是严格控制接待范围和标准。",
    "完全相等": "文化创作与保护（项）2026年预算数为15万元，主要用于补助非物质文化遗产代表性传承人；与2025年预算持平。",
    "两年都没有": "公务用车购置费0万元，与2025年预算持平；",
    "上年没有": "国有资本经营预算支出8.64万元，比2025年预算增加8.64万元，上年无此项预算，主要原因是承担",
    "本年没有": "文化产业发展专项支出（项）2026年预算数为0万元，比2025年预算减少8万元，下降100%，主要原因是",
    "印出来相等": "文化和旅游市场管理（项）2026年预算数为12.35万元，主要用于文化市场综合执法；与2025年预算基本持平。",
    "不到万分之五": "行政运行（项）2026年预算数为418万元，主要用于局机关的人员经费和日常运转；与2025年预算基本持平。",
    "增幅很大": "主要用于旅游形象宣传和线路推介；比2025年预算增加15.94万元，增长265.67%，主要原因是",
    "总计变动相同": "收、支总计各比2025年预算增加71.66万元，增长6.32%，主要原因是新增",
    "改了编码的科目": "主要用于文旅公共服务平台的运行维护和管理；比2025年预算增加1.5万元，增长9.09%，主要原因是",
    "口径调整": "原列其他文化和旅游支出（2070199），从上年预算中将16.5万元调整到文化和旅游管理事务（2070114）。",
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_of_a_change_is_said_as_it_should_be(case: str) -> None:
    assert sentences(THIS).count(CASES[case]) == 1


def test_a_reason_of_another_scope_is_not_put_on_a_single_item() -> None:
    text = edited(source(THIS), "  支出[功能=2070110]: 增加一个出访团组\n", "")
    made = assembled(text)
    (line,) = (p for p in paragraphs(made.document) if "文化和旅游交流与合作（项）" in p)
    assert line.endswith("比2025年预算增加1.4万元，增长29.17%。")
    assert [f for f in made.findings if "变动" in f.message] == []


# What a single budget may lack
UNIT = """
模板: default
文种: {kind}
年度: 2026
金额单位: 元
部门: {{名称: 云溪县图书馆, 编码: 361002, 级次: 县级, 职责: [提供图书借阅服务。]}}
收入: [{{资金: 一般公共预算, 金额: {amount}}}]
支出: [{{资金: 一般公共预算, 性质: 基本支出, 功能: 2070104, 经济: 30101, 金额: {amount}}}]
三公经费: 无
机关运行经费: 无
政府采购: 无
车辆: 无
设备: 无
上年预算:
  收入: [{{资金: 一般公共预算, 金额: {amount}}}, {{资金: 政府性基金, 金额: 100000}}]
  支出:
    - {{资金: 一般公共预算, 性质: 基本支出, 功能: 2070104, 金额: {amount}}}
    - {{资金: 政府性基金, 性质: 项目支出, 功能: 2296010, 金额: 100000}}
  三公经费: 无
  机关运行经费: 50000
原因: {{收入: 项目完成, 支出: 项目完成, 机关运行经费: 不再列报}}
"""


def unit(kind: str = "单位预算", amount: str = "3000000") -> Document:
    return assembled(UNIT.format(kind=kind, amount=amount)).document


def test_what_is_nil_says_its_sentence_and_what_it_was_last_year() -> None:
    made = paragraphs(unit())
    assert "本单位2026年没有使用国有资本经营预算拨款安排的支出。" in made
    assert (
        "本单位2026年没有使用政府性基金预算拨款安排的支出，比2025年预算减少10万元，下降100%，主要原因是项目完成。"
        in made
    )
    assert "本单位2026年没有安排机关运行经费，比2025年预算减少5万元，下降100%，主要原因是不再列报。" in made
    for line in ("没有安排政府采购预算。", "没有安排项目支出。", "均没有使用一般公共预算拨款安排“三公”经费。"):
        assert any(text.endswith(line) for text in made)
    assert "截至2025年12月31日，本单位没有车辆；没有单位价值50万元以上的设备。" in made


@pytest.mark.parametrize(
    ("high", "told"),
    [
        ("1", "单位价值50万元以上设备3台（套），单位价值100万元以上设备1台（套）"),
        ("0", "单位价值50万元以上设备3台（套）"),
    ],
)
def test_equipment_may_be_stated_as_the_two_numbers_that_print(high: str, told: str) -> None:
    counts = f'"设备[设备价值=50万元以上]": 3\n"设备[设备价值=100万元以上]": {high}'
    text = edited(UNIT.format(kind="单位预算", amount="3000000"), "设备: 无", counts)
    assert f"截至2025年12月31日，本单位没有车辆；{told}。" in paragraphs(assembled(text).document)


def test_a_unit_calls_itself_a_unit() -> None:
    document = unit()
    said_of_it = "\n".join(map(plain, all_runs(document)))
    assert plain(document.title) == "云溪县图书馆2026年单位预算公开"
    assert not re.search("(?<!主管)部门", said_of_it)
    assert "指县级财政当年拨给本单位使用的资金" in said_of_it
    department = "\n".join(map(plain, all_runs(unit("部门预算"))))
    assert "本单位" not in department
    assert "单位名称：" not in department.replace("单位名称\n", "")


def test_shares_of_a_whole_that_prints_as_zero_leave_no_comma(tmp_path: Path) -> None:
    made = "\n".join(paragraphs(unit(amount="20")))
    assert "一般公共预算拨款收入0万元。" in made
    assert "占" not in re.sub("占用", "", made)
    assert re.findall("[：，；、][。；，]", made) == []


def test_vehicles_to_be_bought_are_told_with_the_amount() -> None:
    text = re.sub(
        r"(?m)^  公务用车运行维护费: (\[.*\n  公务接待费: .*15800)",
        r"  公务用车购置费: [{单位: 361001, 金额: 180000}]\n  公务用车运行维护费: \1",
        re.sub(r"(?m)^  公务用车购置费: 0.*\n", "", source(THIS), count=1),
    )
    text = edited(text, "  保有车辆: 3\n", "  购置车辆: 1\n  保有车辆: 3\n")
    (line,) = (p for p in paragraphs(assembled(text).document) if p.startswith("2．公务用车购置"))
    assert "公务用车购置费18万元，比2025年预算增加18万元，上年无此项预算，原因同上；" in line
    assert "公务用车运行维护费9.6万元，与2025年预算持平。" in line
    assert line.endswith("计划购置公务用车1辆。由上述经费保障的公务用车保有量为3辆。")
