"""A document that uses everything the tree has, and a style sheet (GB/T 9704-2012). Figures are 洛阳's or invented.

`HOSTILE` and `BROKEN` names stand in a heading, a paragraph, a caption, a label, a note and a figure name.
"""

import re

from hypothesis import strategies as st

from reportgen.document import (
    Block,
    Cell,
    Document,
    Figure,
    Paragraph,
    ParagraphRole,
    Role,
    Row,
    Runs,
    Section,
    Table,
    Text,
)
from reportgen.style import Align, Page, StyleSheet, TextStyle

HOSTILE = "#|<b>&\"'</b> | - [x](y) `z` &amp; </style><script>alert(1)</script>"
BROKEN = "第一行\n第二行\t制表"

FANGSONG, HEITI, KAITI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
BIAOSONG, TIMES = "方正小标宋简体", "Times New Roman"

STYLE = StyleSheet(
    portrait=Page(width=11906, height=16838, top=2098, bottom=1984, left=1587, right=1474),
    landscape=Page(width=16838, height=11906, top=1587, bottom=1474, left=1984, right=2098),
    texts={
        "封面标题": TextStyle(BIAOSONG, TIMES, 52, align=Align.CENTRE, line=960, before=2600),
        "封面署名": TextStyle(KAITI, TIMES, 36, align=Align.CENTRE, line=640, before=4400),
        "封面日期": TextStyle(KAITI, TIMES, 36, align=Align.CENTRE, line=640),
        "目录标题": TextStyle(BIAOSONG, TIMES, 44, align=Align.CENTRE, line=720, before=400, after=560),
        "一级目录": TextStyle(HEITI, TIMES, 28, line=520, before=120),
        "二级目录": TextStyle(FANGSONG, TIMES, 28, line=520),
        "三级目录": TextStyle(FANGSONG, TIMES, 28, line=520),
        "标题": TextStyle(BIAOSONG, TIMES, 44, align=Align.CENTRE, line=640, after=579),
        "一级标题": TextStyle(HEITI, TIMES, 32, line=579, indent=2),
        "二级标题": TextStyle(KAITI, TIMES, 32, line=579, indent=2),
        "三级标题": TextStyle(FANGSONG, TIMES, 32, bold=True, line=579, indent=2),
        "四级标题": TextStyle(FANGSONG, TIMES, 32, line=579, indent=2),
        "正文": TextStyle(FANGSONG, TIMES, 32, align=Align.JUSTIFY, line=579, indent=2),
        "表号": TextStyle(HEITI, TIMES, 21),
        "表题": TextStyle(BIAOSONG, TIMES, 32, align=Align.CENTRE, before=60, after=60),
        "表眉": TextStyle(SONG, TIMES, 21),
        "表头": TextStyle(HEITI, TIMES, 21, align=Align.CENTRE),
        "表格": TextStyle(SONG, TIMES, 21),
        "表注": TextStyle(SONG, TIMES, 18, before=60),
        "页码": TextStyle(SONG, SONG, 28),
    },
)


ROLES = {"头": Role.HEAD, "编": Role.CODE, "项": Role.LABEL, "数": Role.NUMBER, "文": Role.TEXT}
CELL = re.compile(
    r"(?P<role>.)(?P<indent>>*):(?:(?P<figure>[^:]+):)?(?P<text>[^*/]*)(?:\*(?P<columns>\d+))?(?:/(?P<rows>\d+))?"
)


def words(text: str) -> Runs:
    return (Text(text),) if text else ()


def money(name: str, text: str) -> Figure:
    """A figure in 万元: `1,064.2` is 10642000 元."""
    whole, _, part = text.replace(",", "").partition(".")
    return Figure(name, text, str(int(whole + part.ljust(4, "0"))))


def body(*runs: str | Figure) -> Paragraph:
    return Paragraph(tuple(Text(run) if isinstance(run, str) else run for run in runs))


def note(text: str) -> Paragraph:
    return Paragraph(words(text), ParagraphRole.NOTE)


def head(content: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(words(content), Role.HEAD, columns, rows)


def label(content: str, columns: int = 1, rows: int = 1, indent: int = 0) -> Cell:
    return Cell(words(content), Role.LABEL, columns, rows, indent)


def text(content: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(words(content), Role.TEXT, columns, rows)


def number(name: str, printed: str) -> Cell:
    return Cell((money(name, printed),) if printed else (), Role.NUMBER)


def cell(notation: str) -> Cell:
    """`头:科目编码*3` spans three columns, `项:合计/2` two rows, `项>:名称` is set in, `数:经济:23.6` has a figure."""
    parts = CELL.fullmatch(notation)
    assert parts, notation
    figure, content = parts["figure"], parts["text"]
    runs = (money(f"支出[{figure}]", content),) if figure else words(content)
    return Cell(runs, ROLES[parts["role"]], int(parts["columns"] or 1), int(parts["rows"] or 1), len(parts["indent"]))


def row(notation: str, *more: Cell, total: bool = False) -> Row:
    return Row((*map(cell, notation.split(" ")), *more), total)


def amounts(figure: str, printed: str) -> tuple[Cell, ...]:
    """Number cells: what the row says joined with what each column says."""
    return tuple(
        Cell((money(f"支出[{figure} 列={at}]", each),), Role.NUMBER) for at, each in enumerate(printed.split())
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table whose cells fill a grid of at most 5 x 5."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(line, column) for line in range(height) for column in range(width)}
    rows = []
    for line in range(height):
        cells = []
        for column in range(width):
            if (line, column) in free:
                room = next(at for at in range(column, width + 1) if (line, at) not in free) - column
                across, down = draw(st.integers(1, room)), draw(st.integers(1, height - line))
                free -= {(line + y, column + x) for y in range(down) for x in range(across)}
                cells.append(label(f"{line}{column}", across, down))
        rows.append(Row(tuple(cells)))
    return Table("甲", "", (), (), (), width, (), tuple(rows))


# Two head rows, codes, names, a total whose label spans all of them.
ITEMS = (
    ("201 29 01", "行政运行", "14.2 14.2 5.8 8.4 0.0 0.0 0.0 0.0"),
    ("201 29 02", HOSTILE, "200.6 0.0 0.0 0.0 0.0 200.6 200.6 0.0"),
    ("208 05 01", "行政单位离退休", "598.3 598.3 0.0 574.7 23.6 0.0 0.0 0.0"),
    ("208 05 05", "机关事业单位基本养老保险缴费支出", "103.4 103.4 103.4 0.0 0.0 0.0 0.0 0.0"),
    ("210 11 01", BROKEN, "76.8 76.8 76.8 0.0 0.0 0.0 0.0 0.0"),
    ("221 02 01", "住房公积金", "70.9 70.9 70.9 0.0 0.0 0.0 0.0 0.0"),
)
TOTAL = "1,064.2 863.6 256.9 583.1 23.6 200.6 200.6 0.0"
LEFT, RIGHT = words("部门名称：洛阳市总工会"), words("单位：万元")


def item(codes: str, name: str, printed: str) -> Row:
    cells = [Cell(words(code), Role.CODE) for code in (*codes.split(), "")]
    return Row((*cells, label(name, indent=1), *amounts(f"功能={codes}", printed)))


def expenditure(serial: str, title: str) -> Table:
    head = (
        row("头:科目编码*3 头:单位代码/2 头:单位（科目名称）/2 头:总计/2 头:基本支出*4 头:项目支出*3"),
        row(
            "头:类 头:款 头:项 头:小计 头:工资福利支出 头:对个人和家庭的补助 头:商品和服务支出 头:小计 头:一般 头:其他"
        ),
    )
    rows = (
        row("项:合计*5", *amounts("合计", TOTAL), total=True),
        row("编: 编: 编: 编:505 项:洛阳市总工会", *amounts("单位=505", TOTAL)),
        *(item(*each) for each in ITEMS),
    )
    return Table(serial, serial, words(title), LEFT, RIGHT, 13, head, rows, landscape=True, frozen=5)


# Two halves side by side, the left one shorter.
TWO_SIDED = Table(
    "预算01表",
    "预算01表",
    words("2020年部门收支总体情况表"),
    LEFT,
    RIGHT,
    4,
    head=(row("头:收入*2 头:支出*2"), row("头:项目 头:金额 头:项目 头:金额")),
    body=(
        row("项:财政拨款 数:收:1,064.2 项:一、基本支出 数:支1:863.6"),
        row("项:行政事业性收费 数:收2:0.0 项>:１、工资福利支出 数:支2:256.9"),
        row("项:国有资产资源有偿使用收入 数:收3:0.0 项>>:其中：离休费 数:支3:583.1"),
        row("项: 数: 项:二、项目支出 数:支4:200.6"),
        row("项:收入合计 数:收入:1,064.2 项:支出合计 数:支出:1,064.2", total=True),
    ),
)

# Codes and labels that span rows.
BASIC = Table(
    "预算06表",
    "预算06表",
    words("一般公共预算基本支出情况表"),
    LEFT,
    RIGHT,
    6,
    head=(
        row("头:部门预算经济分类*3 头:政府预算经济分类*2 头:小计/2"),
        row("头:类 头:款 头:科目名称 头:款 头:科目名称"),
    ),
    body=(
        row("项:合计*3 编: 项: 数:基本:863.6", total=True),
        row("编:301/2 编:30110 项:职工基本医疗保险缴费 编:50102 项:社会保障缴费/2 数:经济=30110:76.8"),
        row("编:30112 项:其他社会保障缴费 编:50102 数:经济=30112:5.8"),
        row("编:303/3 编:30301 项:离休费 编:50905 项:离退休费 数:经济=30301:104.8"),
        row("编:30305 项:生活补助 编:50901 项:社会福利和救助 数:经济=30305:8.4"),
        row("编:30399 项:其他 编:50905 项:离退休费 数:经济=30399:460.5"),
    ),
    frozen=3,
)

# An empty table with its reason.
EMPTY = Table(
    "预算08表",
    "预算08表",
    words("2020年政府性基金支出情况表"),
    LEFT,
    RIGHT,
    3,
    head=(row("头:项目 头:基本支出 头:项目支出"),),
    body=(row("项:合计 数: 数:", total=True),),
    notes=(note("说明：洛阳市总工会没有使用政府性基金安排的支出，故本表无数据。"), note(HOSTILE)),
    frozen=1,
)

# A form: no head rows, cells span as they like.
GOALS = "目标1、保障派驻纪检组相关费用。\n目标2、全年“送温暖”工程各项帮扶活动按时完成。"
FORM = Table(
    "预算11表",
    "预算11表",
    words("洛阳市部门（单位）整体支出绩效目标申报审批表\n（2020年）"),
    (),
    RIGHT,
    7,
    head=(),
    body=(
        row("项:部门（单位）名称 文:洛阳市总工会*3 项:预算编码 文:505001*2"),
        row("项:单位负责人 文:杜某某*3 项:编制人数 数:人数:70*2"),
        row("项:年度主要工作内容/4 头:任务名称 头:主要内容或用途*2 头:总金额 头:财政资金 头:计划实施时间"),
        row("文:任务1 文:派驻纪检组工作经费*2 数:任务1:8 数:任务1财政:8 文:全年"),
        row("文:任务2 文:“送温暖”工程*2 数:任务2:150 数:任务2财政:150 文:全年"),
        row("文:任务3 文:日常公用支出*2 数:任务3:23.6 数:任务3财政:23.6 文:全年"),
        row("项:年度总体目标", text(GOALS, 6)),
        row("项:年度绩效目标/4 头:一级指标 头:二级指标 头:三级指标*2 头:指标值*2"),
        row("项:产出指标/2 项:数量指标 文:指标1、帮扶困难职工人数*2 文:500人*2"),
        row("项:时效指标 文:指标1、完成期限*2 文:2020年全年*2"),
        row("项:满意度指标 项:服务对象满意度指标 文:指标1、全体参与职工及企业*2 文:满意度99%*2"),
    ),
)


def plain_table(title: str, rows: int) -> Table:
    """A table without number and sides, as long as one likes."""
    head = (row("头:科目编码 头:科目名称 头:本年 头:"),)
    lines = [row(f"编:{place:07} 项:科目{place}", *amounts(f"行={place}", "12.5 3.0")) for place in range(rows)]
    return Table(f"{title} {rows}", "", words(title), (), (), 4, head, tuple(lines), frozen=2)


def section(level: int, heading: str | Runs, *blocks: Block) -> Section:
    """A section; its number is what stands before the first `|` of the heading."""
    if isinstance(heading, tuple):
        return Section(level, "", heading, blocks)
    serial, _, title = heading.partition("|")
    return Section(level, serial, words(title), blocks)


DEEP = section(6, (Text("人员"), Figure("人员.在职", "61", "61"), Text("人")), body("六级标题下的正文。"))
OVERVIEW = section(
    1,
    "第一部分　|部门概况",
    section(2, "一、|主要职责", body("代表职工的利益，依法维护职工的合法权益，保护、调动广大职工的积极性。")),
    section(
        2,
        f"二、|机构设置{HOSTILE}",
        body("部门名称是", HOSTILE, "，另有", BROKEN, "。"),
        note("注：表外的注。"),
        section(3, "1.|内设机构", section(4, "（1）|办公室", section(5, "①|文书", DEEP))),
    ),
)
FIRST = (
    "洛阳市总工会2020年收入预算",
    money("收入", "1,064.2"),
    "万元，支出预算",
    money("支出", "1,064.2"),
    "万元，与2019年相比，收、支总计各减少",
    money("支出@上年预算.增减额", "28.19"),
    "万元，减少",
    Figure("支出@上年预算.增减率", "2.58", "-0.0258"),
    "%。主要原因：人员经费有所减少。",
)
SECOND = (
    "其中：基本支出",
    money("支出[性质=基本支出]", "863.6"),
    "万元，占",
    Figure("支出[性质=基本支出]@占比", "81.15", "0.8115"),
    "%；项目支出",
    money(f"支出[项目={HOSTILE}]", "200.6"),
    "万元。",
)
EXPLANATION = section(
    1,
    "第二部分　|2020年部门预算情况说明",
    section(2, "一、|收入支出预算总体情况说明", body(*FIRST), body(*SECOND)),
    section(2, "二、|空节"),
)
TABLES = section(
    1,
    "第三部分　|2020年部门预算表",
    TWO_SIDED,
    expenditure("预算03表", "2020年部门支出总体情况表"),
    expenditure("预算05表", "2020年一般公共预算支出情况表"),
    BASIC,
    EMPTY,
    FORM,
    section(2, "一、|长表", plain_table("长表甲", 90), plain_table("长表甲", 2)),
)

DOCUMENT = Document(
    title=words("洛阳市总工会\n2020年部门预算"),
    publisher="洛阳市总工会",
    year=2020,
    blocks=(body("目录前的一段话。"), OVERVIEW, EXPLANATION, TABLES, plain_table(HOSTILE, 1)),
)
