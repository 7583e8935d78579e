"""What holds for any budget: what is printed recomputes from what is printed, and no name changes the document's shape.

What is printed is also worked out from the file, in test_random_budgets.

Budgets are made up to the 分 in the templates of two regions. Numbers are taken from the finished files.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from reportgen.document import Block, Cell, Document, Figure, Paragraph, Role, Section, Table, all_runs, plain, walk
from reportgen.report import Report
from tests.budgets import (
    BAOSHAN,
    FORMATS,
    LUOYANG,
    Expected,
    assembled,
    content,
    file_of,
    grid_of,
    half_up,
    percent,
    stated,
    tables,
    text_row,
    totalled,
    written,
    wrong_values,
)
from tests.originals.compare import W, docx_text, html_text, tokens

Budget = dict[str, Any]
Line = dict[str, str]

FUNCTIONS = ("2012901", "2012902", "2080501", "2080505", "2101101", "2130101", "2210201")
CLASSES = {
    "一般公共服务支出": "201",
    "社会保障和就业支出": "208",
    "卫生健康支出": "210",
    "农林水支出": "213",
    "住房保障支出": "221",
}
ECONOMICS = ("30101 50101", "30112 50102", "30201 50201", "30299 50299", "30301 50905", "30305 50901", "30399 50999")
PROJECTS = ("“送温暖”工程", "劳动竞赛", "困难帮扶", "培训", "宣传")
GRANTS = ("一般公共预算", "政府性基金", "国有资本经营预算")
FUNDS = {
    LUOYANG: ("财政拨款", "行政事业性收费", "政府性基金", "国有资本经营预算", "专户管理的教育收费", "其他收入"),
    BAOSHAN: (*GRANTS, "财政专户管理资金", "其他收入"),
}


# Any budget
def in_yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


# Many lie half-way between two printed values: 0.005万元 in text, 0.05万元 in tables.
AMOUNTS = st.one_of(
    st.integers(0, 10**10),
    st.integers(0, 10**5).map(lambda n: n * 10_000 + 5_000),
    st.integers(0, 10**4).map(lambda n: n * 100_000 + 50_000),
    st.sampled_from([0, 1, 4_999, 5_000, 10**8]),
).map(in_yuan)


def lines(least: int, most: int, **members: tuple[str, ...]) -> st.SearchStrategy[list[Line]]:
    columns = {name: st.sampled_from(known) for name, known in members.items()}
    return st.lists(st.fixed_dictionaries({**columns, "金额": AMOUNTS}), min_size=least, max_size=most)


def with_codes(basic: list[Line], government: bool) -> list[Line]:
    """`30101 50101` taken apart."""
    pairs = [line["经济"].split() for line in basic]
    return [
        {**line, "经济": one, **({"政府经济": other} if government else {})}
        for line, (one, other) in zip(basic, pairs, strict=True)
    ]


@st.composite
def luoyang(draw: st.DrawFn) -> Budget:
    own, funds, kinds = content(LUOYANG), FUNDS[LUOYANG], ("一般性项目", "专项资金")
    basic = draw(lines(2, 8, 功能=FUNCTIONS, 经济=ECONOMICS, 资金=funds))
    return {
        **own,
        "绩效": {"整体": without_projects(own["绩效"]["整体"])},
        "金额单位": "元",
        "收入": draw(lines(1, 4, 资金=funds)),
        "支出": {
            "缺省": {"单位": "505"},
            "基本支出": with_codes(basic, government=True),
            "项目支出": draw(lines(1, 5, 功能=FUNCTIONS[:3], 项目类别=kinds, 项目=PROJECTS, 资金=funds)),
        },
        "上年预算": {"收入": draw(lines(0, 3, 资金=funds)), "支出": draw(lines(0, 3, 资金=funds))},
    }


def without_projects(targets: dict[str, Any]) -> dict[str, Any]:
    """绩效 without what is about projects, which are others in every budget."""
    return {
        **targets,
        "任务": [task for task in targets["任务"] if "项目" not in task],
        "指标": [index for index in targets["指标"] if "项目=" not in index["值"]],
    }


@st.composite
def baoshan(draw: st.DrawFn) -> Budget:
    funds, own = FUNDS[BAOSHAN], content(BAOSHAN)
    basic = draw(lines(2, 8, 功能=FUNCTIONS, 经济=ECONOMICS, 资金=funds))
    projects = lines(1, 4, 功能=FUNCTIONS[:3], 项目=PROJECTS, 子项目=("甲", "乙", "无"), 资金=funds)
    outturn, last = ({k: v for k, v in own[base].items() if "[" not in k} for base in ("上年执行数", "上年预算"))
    return {
        **{key: value for key, value in own.items() if key not in ("项目", "用途", "绩效")},
        "收入": draw(lines(1, 4, 资金=funds)),
        "支出": {"基本支出": with_codes(basic, government=False), "项目支出": draw(projects)},
        "上年执行数": {**outturn, "支出": draw(lines(0, 6, 功能=FUNCTIONS, 资金=funds))},
        "上年预算": {
            **last,
            "收入": draw(lines(0, 3, 资金=funds)),
            "支出": draw(lines(0, 4, 功能=tuple(CLASSES.values()), 资金=funds)),
        },
    }


ANY = st.one_of(luoyang(), baoshan())


def sum_of(found: list[Line], funds: tuple[str, ...] = (), code: str = "") -> Decimal:
    """Amounts of lines as the file states them."""
    asked = [line for line in found if (not funds or line["资金"] in funds) and line.get("功能", "").startswith(code)]
    return sum((Decimal(line["金额"]) for line in asked), Decimal(0))


def spent(budget: Budget) -> list[Line]:
    return [*budget["支出"]["基本支出"], *budget["支出"]["项目支出"]]


@cache
def _report(text: str) -> Report:
    return assembled(text)


def report_of(budget: Budget) -> Report:
    """Made once: tests of the same strategy look at the same budgets."""
    return _report(file_of(budget))


def text_of(budget: Budget) -> str:
    return written(report_of(budget), "txt").decode()


TAIL = "存在尾数误差"  # what is said where printed parts miss their printed total


def said_of(budget: Budget) -> str:
    """The text without what is said of rounding."""
    return re.sub(f"（[^（）]*{TAIL}。）", "", text_of(budget))


def examples(count: int) -> Callable[[Any], Any]:
    """The same for every test of a strategy, so that each budget is assembled once.

    Not shrunk: a whole budget takes minutes to shrink, and most of it is irrelevant to what fails.
    """
    few = settings(max_examples=count, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    return lambda test: seed(1)(few(test))


# Sums
@examples(10)
@given(luoyang())
def test_a_table_whose_printed_parts_miss_their_total_says_so(budget: Budget) -> None:
    """By no more than rounding each can make; and where nothing was rounded, nothing is said."""
    for table in tables(report_of(budget).document):
        told = any(TAIL in plain(note.runs) for note in table.notes)
        rounded = missed = False
        for total, row in zip(grid_of(table), table.body, strict=True):
            for column, cell in enumerate(total):
                exact, shown = read(cell)
                rounded = rounded or exact != shown * 10_000
                if row.total and cell.role is Role.NUMBER:
                    parts = [read(part[column]) for part in totalled(table, column)]
                    miss = abs(sum(shown for _, shown in parts) - shown)
                    assert sum(exact for exact, _ in parts) == exact
                    assert miss <= Decimal(len(parts) + 1) / 2 / 10
                    missed = missed or miss != 0
        assert told or not missed
        assert rounded or not told


def read(cell: Cell) -> tuple[Decimal, Decimal]:
    """Exact value and printed number."""
    found = [run for run in cell.runs if isinstance(run, Figure)]
    return (Decimal(found[0].value), decimal(found[0].text)) if found else (Decimal(0), Decimal(0))


# What is printed recomputes: what a sentence must say is made of numbers that its reader sees
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
N = f"({NUMBER})"


def in_text(number: Decimal) -> str:
    """Without zeros at the end."""
    return re.sub(r"\.?0*$", "", f"{number:f}") if number.as_tuple().exponent else f"{number:f}"


def rate_of(part: Decimal, whole: Decimal) -> str:
    """Two decimals, but nothing and all of it without."""
    return "0" if not part else "100" if part == whole else f"{percent(part, whole):f}"


def moved(new: Decimal, old: Decimal, unit: str, rated: tuple[str, str], none: str) -> list[str]:
    """`减少28.19万元，减少了2.58%`: the ways to say the change between two amounts."""
    amount = f"{'增加' if new > old else '减少'}{in_text(abs(new - old))}{unit}"
    if old:
        return [f"{amount}，{rated[new < old]}{rate_of(abs(new - old), old)}%"]
    return [f"{amount}，{none}", amount]  # nothing last year, or too little to print


def only(pattern: str, text: str) -> Any:
    """What the one line of the text that looks so says."""
    found = re.findall(f"(?m)^{pattern}$", text)
    assert len(found) == 1, (pattern, text)
    return found[0]


def under(text: str, title: str) -> str:
    """The paragraphs under the heading that ends so."""
    found = re.findall(rf"(?m)^.*{title}\n\n(.+(?:\n.+)*)", text)
    assert len(found) == 1, title
    return found[0]


def check_shares(said: str, whole: Decimal, text: str) -> None:
    """Every part has the share that it has of the whole; of nothing there are no shares.

    Where parts miss the whole, or shares 100 %, the document says so, once.
    """
    pairs = [tuple(map(Decimal, pair)) for pair in re.findall(rf"{N}(?:万元|元)，占{N}%", said)]
    assert len(pairs) == said.count("占") == (said.count("元") if whole else 0)
    assert re.findall(f"占{N}%", said) == [rate_of(part, whole) for part, _ in pairs]
    missed = (sum(part for part, _ in pairs), sum(rate for _, rate in pairs)) != (whole, 100)
    assert text.count(f"{TAIL}。）") == 1 or not (pairs and missed)


@examples(10)
@given(luoyang())
def test_luoyang_change_of_income_recomputes_from_its_sentence(budget: Budget) -> None:
    printed, base, said = only(f".*收入合计{N}万元.*与2019年收入预算的{N}万元相比，(.*)。", said_of(budget))
    new, old = Decimal(printed), Decimal(base)
    changed = moved(new, old, "万元", ("增加了", "减少了"), "上年无此项预算")
    assert said.replace("收入预算", "", 1) in (["持平", "基本持平"] if new == old else changed)
    assert new == half_up(sum_of(budget["收入"]) / 10_000, 2)
    assert old == half_up(sum_of(budget["上年预算"]["收入"]) / 10_000, 2)


@examples(10)
@given(luoyang())
def test_luoyang_income_and_expenditure_are_said_together_only_if_they_moved_alike(budget: Budget) -> None:
    now = [half_up(sum_of(found) / 10_000, 2) for found in (budget["收入"], spent(budget))]
    then = [half_up(sum_of(budget["上年预算"][measure]) / 10_000, 2) for measure in ("收入", "支出")]
    *printed, said = only(f".*2020年收入预算{N}万元，支出总计{N}万元，(.*)。", said_of(budget))
    assert list(map(Decimal, printed)) == now
    subjects = ["收入总计", "支出总计"]
    if "收、支总计各" in said:
        assert (now[0], then[0]) == (now[1], then[1])
        subjects = ["收、支总计各"]
    sentences = re.split("。(?=与2019年相比)", said)
    for clause, subject, new, old in zip(sentences, subjects, now, then, strict=False):
        changed = moved(new, old, "万元", ("增加", "减少"), "上年无此项预算")
        ways = ["持平", "基本持平"] if new == old else [f"{way}。主要原因：人员经费有所减少" for way in changed]
        assert clause in [f"与2019年相比，{subject}{way}" for way in ways]
    assert len(sentences) == len(subjects)


@examples(10)
@given(luoyang())
def test_luoyang_shares_recompute_from_the_print(budget: Budget) -> None:
    text = text_of(budget)
    whole, parts = only(f"洛阳市总工会2020年支出预算{N}万元(?:，其中：(.*)|。)", text)
    check_shares(parts, Decimal(whole), text)
    whole, parts = only(f".*一般公共预算支出年初预算为{N}万元。(?:主要用于以下方面：(.*)|主要项目.*)", text)
    check_shares(parts, Decimal(whole), text)


def changes_of(text: str) -> list[list[str]]:
    """Rows of 宝山's table 2: three codes, name, last year's outturn, total, basic, project, change, rate."""
    table = text[text.index("2、2020年单位") : text.index("3、2020年单位")]
    return [text_row(line, 10) for line in table.split("--\n")[1].splitlines() if "|" in line]


def decimal(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "") or 0)


@examples(10)
@given(baoshan())
def test_baoshan_table_of_changes_recomputes_from_the_print(budget: Budget) -> None:
    *rows, total = changes_of(said_of(budget))
    for row in (*rows, total):
        old, new, basic, project, change = map(decimal, row[4:9])
        assert new == basic + project
        assert change == new - old
        assert row[9] == ("" if not old or new == old else f"{percent(new - old, old):f}")
    for depth in (1, 2, 3):  # 类, 款 and 项 each make the total
        level = [row for row in rows if all(row[:depth]) and not any(row[depth:3])]
        sums = [sum(decimal(row[column]) for row in level) for column in range(4, 9)]
        assert sums == list(map(decimal, total[4:9]))


@examples(10)
@given(baoshan())
def test_baoshan_sentences_say_what_its_table_of_changes_prints(budget: Budget) -> None:
    text = said_of(budget)
    *rows, total = changes_of(text)
    old, new = decimal(total[4]), decimal(total[5])
    printed, said = only(f".*一般公共预算当年财政拨款{N}元，(.*?)(?:，主要原因是人员增加)?。", text)
    amount = moved(new, old, "元", ("", ""), "")[0].split("，")[0]
    assert Decimal(printed) == new
    assert said == ("与2019年执行数持平" if new == old else f"比2019年执行数{amount}")

    items = [row for row in rows if row[2] and row[5]]
    sentences = re.findall(f"(?m)^(.*)2020年预算数为{N}元，(.*?)(?:，主要原因是.*)?。$", text)
    for row, (name, printed, said) in zip(items, sentences, strict=True):
        old, new = decimal(row[4]), decimal(row[5])
        changed = moved(new, old, "元", ("增长", "下降"), "上年无此项支出")
        assert (name, Decimal(printed)) == (row[3].removesuffix("支出") + "支出", new)
        assert said in (["与2019年执行数持平"] if new == old else [f"比2019年执行数{way}" for way in changed])


@examples(10)
@given(baoshan())
def test_baoshan_shares_recompute_from_the_print(budget: Budget) -> None:
    text = text_of(budget)
    for title in ("年收入预算情况说明", "年支出预算情况说明"):
        whole, parts = only(f".*预算为{N}元(?:，其中：(.*)|。)", under(text, title))
        check_shares(parts, Decimal(whole), text)
    whole = only(f".*一般公共预算当年财政拨款{N}元，.*", text)
    if Decimal(whole):
        check_shares(under(text, "一般公共预算当年财政拨款结构情况"), Decimal(whole), text)
    assert ("一般公共预算当年财政拨款结构情况" in text) == bool(Decimal(whole))


@examples(10)
@given(baoshan())
def test_baoshan_changes_on_last_years_budget_recompute(budget: Budget) -> None:
    """The document does not print last year's amounts: they are summed from the file."""
    last, said = budget["上年预算"], under(said_of(budget), "年收支预算情况的总体说明")
    income, grants, expenditure, classes = only(
        f".*收入预算为({NUMBER}元，.*?)。其中：财政拨款收入({NUMBER}元，.*?)；支出预算为({NUMBER}元，.*?)"
        "(?:。其中：财政拨款支出预算中，(.*))?。",
        said.replace("，主要原因是人员增加", ""),
    )
    assert income in stated_changes(sum_of(budget["收入"]), sum_of(last["收入"]))
    assert grants in stated_changes(sum_of(budget["收入"], GRANTS), sum_of(last["收入"], GRANTS))
    assert expenditure in stated_changes(sum_of(spent(budget)), sum_of(last["支出"]))
    known = [
        (name, sum_of(spent(budget), GRANTS, code), sum_of(last["支出"], GRANTS, code))
        for name, code in CLASSES.items()
    ]
    there = [(name, new, old) for name, new, old in known if new]
    told = [part for part in classes.split("；") if part]
    for part, (name, new, old) in zip(told, there, strict=True):
        assert re.sub("主要用于[^，]+，", "", part) in [f"{name}{change}" for change in stated_changes(new, old)]


def stated_changes(new: Decimal, old: Decimal) -> list[str]:
    """`6307683.64元，比上年预算增加766162.58元，增长13.83%`."""
    changed = moved(new, old, "元", ("增长", "下降"), "上年无此项预算")
    ways = ["与上年预算持平"] if new == old else [f"比上年预算{way}" for way in changed]
    return [f"{in_text(new)}元，{way}" for way in ways]


# Formats
def page_of(data: bytes) -> ET.Element:
    """The page as a browser reads it."""
    return html5lib.parse(data, namespaceHTMLElements=False)


@examples(5)
@given(ANY)
def test_every_format_prints_the_same_numbers_in_the_same_order(budget: Budget) -> None:
    report = report_of(budget)
    page = page_of(written(report, "html"))
    parts = [page.find(".//h1"), page.find(".//main")]  # not what the cover says below the title
    html = html_text(b"".join(ET.tostring(part, "utf-8") for part in parts if part is not None))
    word = tokens(docx_text(written(report, "docx")))
    assert len(word) > 100
    assert tokens(html) == word
    assert tokens(written(report, "txt").decode()) == word


@examples(10)
@given(ANY)
def test_the_same_budget_makes_the_same_bytes(budget: Budget) -> None:
    one, other = assembled(file_of(budget)), assembled(file_of(budget))
    assert one.document == other.document
    for form in FORMATS:
        assert written(one, form) == written(other, form)


# Names
HOSTILE = (
    "#", "# ", "## 一 ##", "|", " | ", "--", "---", "===", "- ", "1. ", "> ", "```", "`x`", "*x*", "[x](y)", "![x](y)",
    "\\", "<b>", "</td></tr></table>", "<script>alert(1)</script>", "<!--", "]]>", "&", "&amp;", "&#60;", '"', "'",
    "\t", "  ", "\n", "\n\n# 标题\n\n", "\r\n", "{{ }}", "{支出}", "{% if 1 %}", "{# x #}", "{-}", "{主}{因}",
    "%s%d", "<1>", "<>", "＜年度＞", "［＝］", "[", "]", "@上年预算", "支出[性质=基本支出]", "=1+1", "12.5万元",
    "〃", "（", "：", "、", "\u0301", "\U0001f600", "长" * 100,
)  # fmt: skip
PLAIN = "平常的名称"
CORE = "甲乙"  # stands between the hostile parts, so that nothing else in a document reads the same


def quoted(name: str) -> str:
    """As a member in a figure's name."""
    return json.dumps(name, ensure_ascii=False)


def within(name: str) -> str:
    """Where the ends of what is written mean something: a reason loses white space and stops there."""
    return f"因{name}果"


def free(name: str) -> str:
    """In free text a line is a paragraph, and a number in front of it is the template's."""
    return PLAIN if "\n" in name else within(name)


def luoyang_with(name: str) -> Budget:
    own = content(LUOYANG)
    basic, projects = own["支出"]["基本支出"], own["支出"]["项目支出"]
    department = {
        "名称": name,
        "所属单位": [name, PLAIN],
        "单位": [{"编码": "505", "名称": name}],
        "职责": [PLAIN, free(name), free(name)],
    }
    return {
        **own,
        "部门": {**own["部门"], **department},
        "科目名称": {**own["科目名称"], "2080501": name, "30399": name, "303": name},
        "支出": {**own["支出"], "基本支出": basic, "项目支出": [{**projects[0], "项目": name}, *projects[1:]]},
        "项目": {**own["项目"], name: {"个数": "1"}},
        "原因": dict.fromkeys(own["原因"], within(name)),
        "用途": dict.fromkeys(own["用途"], within(name)),
        "绩效": {"整体": targets_with(own["绩效"]["整体"], name)},
        "资料": {**own["资料"], "编制说明": [free(name)], "主要项目": [PLAIN, name], "绩效自评结果": [free(name)]},
    }


def targets_with(own: dict[str, Any], name: str) -> dict[str, Any]:
    """绩效 with the name in every kind of place, one of its projects among them; `=` at the start asks for a figure."""
    first, *others = own["任务"]
    index, *further = own["指标"]
    told = within(name)
    values = [{**one, "值": told if "项目=" in one["值"] else one["值"]} for one in further]
    return {
        **own,
        "职能": told,
        "任务": [{**first, "名称": told, "项目": name, "内容": told}, *others],
        "总体目标": [told, *own["总体目标"]],
        "指标": [{**index, "三级": told, "值": told}, *values],
    }


def baoshan_with(name: str) -> Budget:
    own = content(BAOSHAN)
    renamed = {"政府实事项目": name, "工会会员卡": name}
    projects = [{key: renamed.get(value, value) for key, value in line.items()} for line in own["支出"]["项目支出"]]
    bases = {
        base: {key.replace("政府实事项目", quoted(name)): value for key, value in own[base].items()}
        for base in ("上年执行数", "上年预算")
    }
    (target,) = own["绩效"]["项目"]
    told = {key: told_with(value, name) for key, value in target.items()}
    department = {
        "名称": name,
        "全称": name,
        "性质": name,
        "主管部门": name,
        "内设机构": [PLAIN, name],
        "职责": [free(name), PLAIN],
    }
    return {
        **own,
        **bases,
        "部门": {**own["部门"], **department},
        "科目名称": {**own["科目名称"], "2080502": name, "208": name, "30110": name, "302": name},
        "支出": {**own["支出"], "项目支出": projects},
        "项目": {**own["项目"], name: {"个数": "1"}},
        "绩效": {"项目": [{**told, "项目": name}]},
        "原因": dict.fromkeys(own["原因"], within(name)),
        "用途": dict.fromkeys(own["用途"], within(name)),
    }


def told_with(value: Any, name: str) -> Any:
    """The name in place of a text, of the first of a list, of every field of its first record."""
    match value:
        case str():
            return within(name)
        case [dict() as first, *others]:
            return [{**first, "值": within(name)}, *others]
        case _:
            return [within(name), *value[1:]]


WITH = {LUOYANG: luoyang_with, BAOSHAN: baoshan_with}


def shape(document: Document) -> list[object]:
    """Everything about the tree but its words."""
    return [shape_of(block) for block in walk(document.blocks)]


def shape_of(block: Block) -> object:
    match block:
        case Section():
            return ("节", block.level, len(block.blocks))
        case Paragraph():
            return ("段", block.place)
        case Table():
            rows = [
                [(cell.columns, cell.rows, cell.role, cell.indent) for cell in row.cells] + [row.total]
                for row in (*block.head, *block.body)
            ]
            return ("表", block.width, block.landscape, block.frozen, len(block.head), rows, len(block.notes))


def word_shape(data: bytes) -> list[tuple[str, str]]:
    """Paragraphs with their styles, tables, rows, cells with their spans."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    kinds = {W + kind for kind in ("p", "tbl", "tr", "tc", "pStyle", "gridSpan", "vMerge")}
    # A style that ends in digits is that of a size: long names make a table's type smaller.
    # Short tables share a page, unless long names make them longer; lines that a long name would tear are set left.
    between = {
        node
        for paragraph in root.iter(W + "p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(W + "val") in ("TableAfter", "TableLast")
        for node in paragraph.iter()
    }
    return [
        (node.tag, re.sub("(?<=[a-z])[0-9]{2}$", "", node.get(W + "val", "").replace("TextLeft", "Normal")))
        for node in root.iter()
        if node.tag in kinds and node not in between
    ]


def page_shape(page: ET.Element) -> list[tuple[str, str, str]]:
    return [
        (str(node.tag), node.get("rowspan", ""), node.get("colspan", "")) for node in page.iter() if node.tag != "br"
    ]


@dataclass(frozen=True)
class Seen:
    """A document's shape in the tree and in both kinds of file, and all that a reader sees."""

    shapes: tuple[object, ...]
    texts: dict[str, str]


def seen(report: Report) -> Seen:
    word, page = written(report, "docx"), page_of(written(report, "html"))
    for line_break in page.iter("br"):
        line_break.text = "\n"
    parts = [page.find(".//h1"), page.find(".//main")]  # not what the cover says below the title
    html = "".join(text for part in parts if part is not None for text in part.itertext())
    texts = {"docx": docx_text(word), "html": html, "txt": text_file(report)}
    return Seen((shape(report.document), word_shape(word), page_shape(page)), texts)


@cache
def usual(region: str) -> Seen:
    return seen(report_of(WITH[region](PLAIN)))


def text_file(report: Report) -> str:
    """The text form; a line break inside a cell is a sign there."""
    return written(report, "txt").decode().replace("⏎", "\n")


def times_in(report: Report, name: str) -> int:
    return sum(plain(runs).count(name) for runs in all_runs(report.document))


regions = pytest.mark.parametrize("region", [LUOYANG, BAOSHAN])


def in_turn(signs: tuple[str, ...]) -> Iterator[Any]:
    """Each sign in a region, the regions in turn; in the other one too by `make soak`."""
    for at, sign in enumerate(signs):
        for turn, region in enumerate((LUOYANG, BAOSHAN)):
            label = "".join(f"{ord(c):x}-" for c in sign)[:20]
            marks = () if (at + turn) % 2 == 0 else pytest.mark.soak
            yield pytest.param(region, sign, id=f"{label}-{region}", marks=marks)


@pytest.mark.parametrize(("region", "sign"), list(in_turn(HOSTILE)))
def test_no_sign_in_a_name_changes_the_tree(region: str, sign: str) -> None:
    """In names of departments, projects and codes, in duties, reasons, purposes and facts: it comes out verbatim."""
    name = sign + CORE + sign + ("等" if sign in "\"'" else "")  # quotes around all of a name are refused: typed twice
    report = report_of(WITH[region](name))
    assert shape(report.document) == usual(region).shapes[0]
    assert times_in(report, name) == times_in(report, CORE) > 20
    assert text_file(report).count(name) == times_in(report, name)
    assert wrong_values(report.document, Expected(report, stated(report))) == []


def check_files(region: str, name: str) -> None:
    report = report_of(WITH[region](name))
    found = seen(report)
    assert found.shapes == usual(region).shapes
    assert times_in(report, CORE) > 20
    assert {form: text.count(name) for form, text in found.texts.items()} == dict.fromkeys(
        FORMATS, times_in(report, CORE)
    )


@regions
@pytest.mark.parametrize("signs", [HOSTILE, HOSTILE[::-1]], ids=["all", "reversed"])
def test_no_name_changes_the_files_or_comes_out_changed(region: str, signs: tuple[str, ...]) -> None:
    check_files(region, "".join(signs) + CORE + "".join(signs[::2]))


SIGNS = "#|<>&\"'\\`*_-+~{}%[]()$=@:.!;：，。、（）“”　\u00a0 \t\n\r\u0301甲1a"


@regions
@examples(10)
@given(st.text(SIGNS, max_size=30), st.text(SIGNS, max_size=30))
def test_no_mixture_of_signs_changes_the_files_or_comes_out_changed(region: str, before: str, after: str) -> None:
    check_files(region, before + CORE + after)
