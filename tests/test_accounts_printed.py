"""决算 prints what its file says: tables 公开01 to 09 and the sentences on funds, of the example and of random files.

What is expected is worked out here from the lines of the file, by adding and rounding, and by nothing of the program.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.document import Document, Paragraph, plain, walk
from tests.budgets import ACCOUNTS, assembled, content, file_of, grid_of, half_up, published, said, tables

GENERAL, FUND, CAPITAL = GRANTS = ("一般公共预算", "政府性基金", "国有资本经营预算")
SOURCES = {
    "一般公共预算": "一、一般公共预算财政拨款收入",
    "政府性基金": "二、政府性基金预算财政拨款收入",
    "国有资本经营预算": "三、国有资本经营预算财政拨款收入",
    "事业收入": "五、事业收入",
    "事业单位经营收入": "六、经营收入",
    "其他收入": "八、其他收入",
}
SPENT = ("基本支出", "项目支出", "经营支出")
OPENING, CLOSING, SAVED = "年初结转和结余", "年末结转和结余", "使用非财政拨款结余"
CLASSES = {"207": "七、文化旅游体育与传媒支出", "208": "八、社会保障和就业支出", "210": "九、卫生健康支出"}
CLASSES |= {"221": "十九、住房保障支出", "223": "二十一、国有资本经营预算支出", "229": "二十三、其他支出"}


class Flow(NamedTuple):
    """One line of the file; `kind` is the 年份 of revenue, the 性质 of expenditure."""

    measure: str
    fund: str
    item: str
    kind: str
    economic: str
    amount: Decimal


def flows(file: dict[str, Any]) -> list[Flow]:
    found = []
    for fund, lines in file["收入"].items():
        for line in lines:
            kind = line.get("年份", "本年")
            found.append(Flow("收入", fund, line["功能"], kind, "", Decimal(line["金额"])))
    for nature in (*SPENT, "结余分配", CLOSING):
        lines = file["支出"].get(nature, [])
        for line in lines if isinstance(lines, list) else []:
            of = line.get("资金", GENERAL), line["功能"], nature, line.get("经济", ""), Decimal(line["金额"])
            found.append(Flow("支出", *of))
    return found


# Worked out
def money(amount: Decimal) -> str:
    """As tables print it: 万元 with two decimals; nothing for zero."""
    return f"{half_up(amount / 10_000, 2):,}" if amount else ""


def total(of: list[Flow], chosen: Callable[[Flow], bool] = lambda _: True) -> Decimal:
    return sum((flow.amount for flow in of if chosen(flow)), Decimal(0))


def by_item(of: list[Flow], *columns: Callable[[Flow], bool]) -> dict[str, tuple[str, ...]]:
    """The amounts of each column, in the row of each 类, 款 and 项 that has one, and in 合计."""
    rows: dict[str, list[Flow]] = defaultdict(list)
    for flow in of:
        if any(column(flow) for column in columns):
            for code in ("合计", flow.item[:3], flow.item[:5], flow.item):
                rows[code].append(flow)
    return {code: tuple(money(total(own, column)) for column in columns) for code, own in sorted(rows.items())}


def printed_by_item(document: Document, name: str) -> dict[str, tuple[str, ...]]:
    """The same as the table says it."""
    [table] = [one for one in tables(document) if one.name == name]
    rows = [[said(cell) for cell in row] for row in grid_of(table)]
    return dict(sorted((row[0], tuple(row[2:])) for row in rows if any(row[2:])))


def sides(document: Document, name: str, *width: int) -> list[dict[str, tuple[str, ...]]]:
    """What the rows of each side of a table say; those without an amount are left out."""
    [table] = [one for one in tables(document) if one.name == name]
    found: list[dict[str, tuple[str, ...]]] = []
    start = 0
    for columns in width:
        rows = [[said(cell).strip() for cell in row[start : start + columns]] for row in grid_of(table)]
        found.append({row[0]: tuple(row[1:]) for row in rows if any(row[1:])})
        start += columns
    return found


def listed(of: dict[str, tuple[Decimal, ...]]) -> dict[str, tuple[str, ...]]:
    return {label: tuple(map(money, amounts)) for label, amounts in of.items() if any(amounts)}


def is_of(*funds: str, measure: str = "支出", kinds: tuple[str, ...] = SPENT) -> Callable[[Flow], bool]:
    return lambda flow: flow.measure == measure and flow.kind in kinds and (not funds or flow.fund in funds)


def received(*funds: str, kinds: tuple[str, ...] = ("本年",)) -> Callable[[Flow], bool]:
    return is_of(*funds, measure="收入", kinds=kinds)


def overall(of: list[Flow]) -> list[dict[str, tuple[str, ...]]]:
    """公开01表."""
    own = tuple(SOURCES)
    left = {label: (total(of, received(fund)),) for fund, label in SOURCES.items()}
    left |= {"本年收入合计": (total(of, received(*own)),), SAVED: (total(of, received(SAVED)),)}
    left |= {OPENING: (total(of, received(kinds=(OPENING,))),), "总计": (total(of, lambda f: f.measure == "收入"),)}
    right = {label: (total([f for f in of if f.item[:3] == code], is_of()),) for code, label in CLASSES.items()}
    right |= {"本年支出合计": (total(of, is_of()),), "结余分配": (total(of, is_of(kinds=("结余分配",))),)}
    right |= {CLOSING: (total(of, is_of(kinds=(CLOSING,))),), "总计": (total(of, lambda f: f.measure == "支出"),)}
    return [listed(left), listed(right)]


def of_grants(of: list[Flow]) -> list[dict[str, tuple[str, ...]]]:
    """公开04表."""
    granted = [flow for flow in of if flow.fund in GRANTS]
    called = ("一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款")
    left = {label: (total(of, received(fund)),) for fund, label in zip(GRANTS, called, strict=True)}
    for fund, label in zip(GRANTS, called, strict=True):
        left[label[2:]] = (total(of, received(fund, kinds=(OPENING,))),)
    left["本年收入合计"] = (total(granted, received()),)
    left["年初财政拨款结转和结余"] = (total(granted, received(kinds=(OPENING,))),)
    left["总计"] = (total(granted, lambda f: f.measure == "收入"),)

    def across(chosen: list[Flow], kinds: tuple[str, ...]) -> tuple[Decimal, ...]:
        return (total(chosen, is_of(kinds=kinds)), *(total(chosen, is_of(fund, kinds=kinds)) for fund in GRANTS))

    right = {label: across([f for f in granted if f.item[:3] == code], SPENT) for code, label in CLASSES.items()}
    right |= {"本年支出合计": across(granted, SPENT), "年末财政拨款结转和结余": across(granted, (CLOSING,))}
    right["总计"] = across(granted, (*SPENT, CLOSING))
    return [listed(left), listed(right)]


def basic(of: list[Flow]) -> dict[str, str]:
    """公开06表: by code, and its two totals; it prints zeros."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for flow in of:
        if flow.kind == "基本支出" and flow.fund == GENERAL:
            people = "人员经费合计" if flow.economic[:3] in ("301", "303") else "公用经费合计"
            for code in (flow.economic, flow.economic[:3], people):
                found[code] += flow.amount
    return {code: money(amount) for code, amount in found.items() if amount}


def printed_basic(document: Document) -> dict[str, str]:
    [table] = [one for one in tables(document) if one.name == "公开06表"]
    rows = [[said(cell) for cell in row] for row in grid_of(table)]
    triples = [row[at : at + 3] for row in rows for at in range(0, len(row), 3)]
    return {code: amount for code, _, amount in triples if amount not in ("", "0.00")}


def check_tables(document: Document, of: list[Flow]) -> None:
    assert sides(document, "公开01表", 2, 2) == overall(of)
    yearly = [flow for flow in of if flow.fund != SAVED]
    others = [
        received(fund) for fund in ("上级补助收入", "事业收入", "事业单位经营收入", "附属单位上缴收入", "其他收入")
    ]
    assert printed_by_item(document, "公开02表") == by_item(yearly, received(), received(*GRANTS), *others)
    natures = [
        is_of(kinds=(kind,)) for kind in ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    ]
    assert printed_by_item(document, "公开03表") == by_item(of, is_of(), *natures)
    assert sides(document, "公开04表", 2, 5) == of_grants(of)
    for name, fund in (("公开05表", GENERAL), ("公开09表", CAPITAL)):
        own = [flow for flow in of if flow.fund == fund]
        assert printed_by_item(document, name) == by_item(own, is_of(), *natures[:2])
    assert printed_basic(document) == basic(of)
    own = [flow for flow in of if flow.fund == FUND]
    columns = (received(kinds=(OPENING,)), received(), is_of(), *natures[:2], is_of(kinds=(CLOSING,)))
    assert printed_by_item(document, "公开08表") == by_item(own, *columns)


def check_sentences(document: Document, of: list[Flow], planned: set[str] | None = None) -> None:
    """What opens, comes in, is spent and stays, as sentences say it, is what the tables have.

    `planned`: the funds that were budgeted.
    """
    text = "\n".join(plain(block.runs) for block in walk(document.blocks) if isinstance(block, Paragraph))
    granted = [flow for flow in of if flow.fund in GRANTS]
    opening, closing = received(kinds=(OPENING,)), is_of(kinds=(CLOSING,))
    assert amounts(text, "收入总计{}，支出总计{}，") == [both(own) for own in (of, granted) if own]
    if total(granted, opening) or total(granted, closing):
        expected = [(total(granted, opening), total(granted, closing))]
        assert amounts(text, "其中年初财政拨款结转和结余{}，年末财政拨款结转和结余{}。") == printed(expected)
    for fund in (FUND, CAPITAL):
        own = [flow for flow in of if flow.fund == fund]
        always = fund == FUND  # of 国有资本经营 only what there is of balances
        parts = [
            ("年初结转和结余{}，", opening, always or total(own, opening)),
            ("本年收入{}，", received(), True),
            ("本年支出{}", is_of(), True),
            ("，年末结转和结余{}", closing, always or total(own, closing)),
        ]
        kept = [(words, part) for words, part, there in parts if there]
        sentence = f"{fund.removesuffix('预算')}预算财政拨款{''.join(words for words, _ in kept)}。"
        expected = printed([tuple(total(own, part) for _, part in kept)]) if own or fund in (planned or ()) else []
        assert amounts(text, sentence) == expected


def check_items(document: Document, file: dict[str, Any], of: list[Flow]) -> None:
    """Each item of each fund beside its budget: both amounts, how much of it that is, which of them is more."""
    text = "\n".join(plain(block.runs) for block in walk(document.blocks) if isinstance(block, Paragraph))
    planned: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in file["年初预算"]["支出"]:
        planned[line["资金"], line["功能"]] += Decimal(line["金额"])
    spent: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for flow in filter(is_of(*GRANTS), of):
        spent[flow.fund, flow.item] += flow.amount
    items = sorted({*planned, *spent}, key=lambda one: (GRANTS.index(one[0]), one[1]))
    said_of = (
        "（项）年初预算为([0-9,.]+)万元，支出决算为([0-9,.]+)万元(?:，完成年初预算的([0-9,.]+)%)?，决算数(大于|小于|与)"
    )
    assert re.findall(said_of, text) == [
        beside(planned[one], spent[one]) for one in items if planned[one] or spent[one]
    ]


def beside(planned: Decimal, spent: Decimal) -> tuple[str, ...]:
    plan, now = (half_up(amount / 10_000, 2) for amount in (planned, spent))
    word = "大于" if now > plan else "小于" if now < plan else "与"
    rate = half_up(now / plan * 100, 2) if plan else Decimal(0)
    whole = rate in (0, 100)
    return (*printed([(planned, spent)])[0], "" if not plan else f"{rate:.0f}" if whole else f"{rate:,}", word)


def both(of: list[Flow]) -> tuple[str, ...]:
    measures = (total(of, lambda f: f.measure == "收入"), total(of, lambda f: f.measure == "支出"))
    return printed([measures])[0]


def printed(rows: list[tuple[Decimal, ...]]) -> list[tuple[str, ...]]:
    return [tuple(money(amount) or "0" for amount in row) for row in rows]


def amounts(text: str, sentence: str) -> list[tuple[str, ...]]:
    return re.findall(sentence.replace("{}", "([0-9,.]+)万元"), text)


# The example
@cache
def of_example() -> list[Flow]:
    return flows(content(ACCOUNTS))


def test_the_tables_of_the_example_print_what_its_file_says() -> None:
    check_tables(published(ACCOUNTS).document, of_example())


def test_the_sentences_of_the_example_say_what_its_tables_print() -> None:
    check_sentences(published(ACCOUNTS).document, of_example())


def test_the_three_public_expenses_stand_beside_the_budget_of_the_whole_year() -> None:
    def row(stated: dict[str, Any]) -> list[str]:
        lines = {kind: own if isinstance(own, list) else [] for kind, own in stated.items() if kind != "缺省"}
        spent = {kind: sum((Decimal(one["金额"]) for one in own), Decimal(0)) for kind, own in lines.items()}
        abroad, bought, run, guests = spent.values()
        return [money(x) or "0.00" for x in (abroad + bought + run + guests, abroad, bought + run, bought, run, guests)]

    file = content(ACCOUNTS)
    [table] = [one for one in tables(published(ACCOUNTS).document) if one.name == "公开07表"]
    [cells] = grid_of(table)
    assert [said(cell) for cell in cells] == [*row(file["全年预算"]["三公经费"]), *row(file["三公经费"])]


def test_what_is_carried_over_is_what_last_years_accounts_left() -> None:
    """By unit, fund and item."""
    now, before = content(ACCOUNTS), content("example-accounts-2024")
    opening = [
        (line["单位"], fund, line["功能"], line["金额"])
        for fund, lines in now["收入"].items()
        for line in lines
        if line.get("年份") == OPENING
    ]
    left = [(line["单位"], line.get("资金", GENERAL), line["功能"], line["金额"]) for line in before["支出"][CLOSING]]
    assert sorted(opening) == sorted(left)
    assert len(left) > 2


# Any
ITEMS = {
    GENERAL: ("2070101", "2070104", "2080505"),
    FUND: ("2070701", "2070799", "2296010"),
    CAPITAL: ("2230105",),
    "事业收入": ("2070109",),
    "其他收入": ("2070104", "2070109"),
}
SOME = st.one_of(st.just(0), st.integers(10_000, 10**9))  # 分: nothing, or what prints as more than zero


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """A file whose funds balance by unit and item: what opens and comes in is spent, distributed or left."""
    revenue: dict[str, list[dict[str, str]]] = defaultdict(list)
    planned: list[dict[str, str]] = []
    spent: dict[str, list[dict[str, str]]] = {nature: [] for nature in (*SPENT[:2], "结余分配", CLOSING)}
    places = [(unit, fund, item) for fund, items in ITEMS.items() for item in items for unit in ("1", "2")]
    for unit, fund, item in draw(st.lists(st.sampled_from(places), min_size=2, max_size=6, unique=True)):
        where = {"单位": unit, "功能": item}
        out = [draw(SOME) for _ in range(4)]
        if fund in (FUND, CAPITAL):
            out[0] = 0
        if fund in GRANTS:
            out[2] = 0
        economic = draw(st.sampled_from(["30101", "30302", "30201", "31002"]))
        more: tuple[dict[str, str], ...] = ({"经济": economic}, {"项目": "甲"}, {}, {})
        for nature, own, fen in zip(spent, more, out, strict=True):
            if fen:
                spent[nature].append({**where, "资金": fund, **own, "金额": yuan(fen)})
        if fund in GRANTS and (fen := draw(st.one_of(SOME, st.just(sum(out[:2]))))):
            planned.append({"性质": "基本支出", "资金": fund, "功能": item, "金额": yuan(fen)})
        opening = draw(st.sampled_from([0, sum(out), *out]))
        for kind, fen in ((OPENING, opening), ("本年", sum(out) - opening)):
            if fen:
                revenue[fund].append({**where, "年份": kind, "金额": yuan(fen)})
    units = [{"编码": "1", "名称": "甲局本级"}, {"编码": "2", "名称": "甲馆"}]
    head = {"模板": "default", "文种": "部门决算", "年度": "2025", "金额单位": "元"}
    nothing = dict.fromkeys(("三公经费", "机关运行经费", "政府采购", "车辆", "设备", "上年决算"), "无")
    department = {"名称": "甲局", "编码": "1", "级次": "县级", "单位": units, "职责": ["承担有关工作。"]}
    bases = {"年初预算": {"支出": planned}, "全年预算": {"三公经费": "无"}}
    return {**head, "部门": department, **nothing, **bases, "收入": revenue, "支出": spent}


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def check_any(file: dict[str, Any]) -> None:
    document = assembled(file_of(file)).document
    of = flows(file)
    check_tables(document, of)
    check_sentences(document, of, {line["资金"] for line in file["年初预算"]["支出"]})
    check_items(document, file, of)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(accounts())
def test_what_opens_comes_in_is_spent_and_stays_agrees_in_all_tables_and_sentences(file: dict[str, Any]) -> None:
    check_any(file)


@pytest.mark.soak
@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(accounts())
def test_it_agrees_in_many_files(file: dict[str, Any]) -> None:
    check_any(file)
