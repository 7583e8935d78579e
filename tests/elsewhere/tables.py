"""The tables of a budget, with heads, labels and forms of several provinces: rows of cells, and which are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.elsewhere.department import (
    BASIC,
    BUSINESS,
    CAPITAL,
    ECONOMIC,
    FUNCTIONAL,
    FUND,
    NOTHING,
    OTHER,
    PROJECT,
    PUBLIC,
    SPECIAL,
    Department,
    Pair,
)
from tests.elsewhere.sentences import NUMERALS, REVENUE, Writer

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Table:
    """A table: its title, rows of cells, boxes (top, left, bottom, right) that are one cell, lines below it."""

    title: str
    rows: list[list[str]]
    merged: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()


class Printer:
    """Amounts as cells of one office's tables."""

    def __init__(self, writer: Writer) -> None:
        chance = writer.chance
        self.zero = chance.choice(("", "0.00", "0", "-"))
        self.grouped = chance.random() < 0.4
        self.unit = chance.choice(("万元", "万元", "万元", "元"))

    def __call__(self, amount: Decimal) -> str:
        if not amount:
            return self.zero
        shown = amount * 10000 if self.unit == "元" else amount
        return f"{shown:,.2f}" if self.grouped else f"{shown:.2f}"


def tables(w: Writer, p: Printer) -> Iterator[Table]:
    """Yield the tables in their order."""
    yield _balance(w, p)
    yield _income(w, p)
    yield _spending(w, p)
    yield _granted(w, p)
    yield _public(w, p)
    yield _basic(w, p)
    yield _three_public(w, p)
    yield _fund(w, p, FUND, "政府性基金预算")
    if w.one("t9", "yes", "no") == "yes" or w.about.of(CAPITAL).now:
        yield _fund(w, p, CAPITAL, "国有资本经营预算")


def sides(names: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    return names + [("", "")] * (length - len(names))


def _balance(w: Writer, p: Printer) -> Table:
    d, total = w.about, w.about.of().now
    old = d.of(old=True).now
    full = w.one("t1form", "all", "some")
    left = [(REVENUE[f], p(d.of(f, old=False).now)) for f in REVENUE if full == "all" or d.of(f, old=False).now]
    left = [(f"{n}、{name}", v) for n, (name, v) in zip(NUMERALS, left, strict=False)]
    right = [(f"{n}、{FUNCTIONAL[c]}", p(d.of(code=c).now)) for n, c in zip(NUMERALS, d.codes(3), strict=False)]
    length = max(len(left), len(right))
    amount = w.one("now", "预算数", "本年预算", "{y}年预算", "金额").format(y=w.y)
    head = [["收入", "", "支出", ""], ["项目", amount, "项目", amount]]
    rows = [[*a, *b] for a, b in zip(sides(left, length), sides(right, length), strict=True)]
    rows.append(["本年收入合计", p(total - old), "本年支出合计", p(total)])
    rows.append(
        [
            w.one("carried", "上年结转", "上年结转结余", "上年结转和结余"),
            p(old),
            w.one("rest", "结转下年", "年终结转结余", "年末结转和结余"),
            p(NOTHING),
        ]
    )
    rows.append(["收入总计", p(total), "支出总计", p(total)])
    return Table(
        w.one("t1", "部门收支总表", "收支总表", "收支预算总表", "部门收支总体情况表"),
        head + rows,
        ((0, 0, 0, 1), (0, 2, 0, 3)),
    )


def by_code(w: Writer, *wanted: str, old: bool | None = None) -> Iterator[str]:
    """Yield the codes of a table: 项 alone, or with 类 and 款 above them."""
    d, deep = w.about, w.one("deep", "3", "7")
    for code in d.codes(7, *wanted, old=old):
        if deep == "7":
            yield code
            continue
        for length in (3, 5):
            if code == next(c for c in d.codes(7, *wanted, old=old) if c.startswith(code[:length])):
                yield code[:length]
        yield code


def cells_of_code(w: Writer, code: str) -> list[str]:
    if w.one("codes", "one", "three") == "one":
        return [code]
    return [code[:3], code[3:5], code[5:7]]


def code_head(w: Writer, heads: list[str]) -> tuple[list[list[str]], tuple[Box, ...]]:
    """Return the rows of a head whose first columns are code and name."""
    word = w.one("word", "科目编码", "科目代码", "功能科目编码", "功能分类科目编码")
    name = w.one("word2", "科目名称", "功能科目名称", "功能分类科目名称")
    if w.one("codes", "one", "three") == "one":
        return [[word, name, *heads]], ()
    width = len(heads)
    merged = ((0, 0, 0, 2), *((0, i, 1, i) for i in range(3, 4 + width)))
    return [[word, "", "", name, *heads], ["类", "款", "项", "", *[""] * width]], merged


def total_row(w: Writer, cells: list[str]) -> list[str]:
    lead = 1 if w.one("codes", "one", "three") == "one" else 3
    label = w.one("total row", "合计", "合  计", "总计")
    return (
        [*[""] * lead, label, *cells] if w.one("total at", "name", "code") == "name" else [label, *[""] * lead, *cells]
    )


def _income(w: Writer, p: Printer) -> Table:
    d = w.about
    heads = {
        PUBLIC: "一般公共预算拨款收入",
        FUND: "政府性基金预算拨款收入",
        CAPITAL: "国有资本经营预算拨款收入",
        SPECIAL: "财政专户管理资金",
        BUSINESS: "事业收入",
        OTHER: "其他收入",
    }
    funds = [f for f in heads if w.one("t1form", "") == "all" or d.of(f, old=False).now]

    def cells(code: str) -> list[str]:
        return [
            p(d.of(code=code).now),
            p(d.of(old=True, code=code).now),
            *(p(d.of(f, old=False, code=code).now) for f in funds),
        ]

    head, merged = code_head(w, ["合计", "上年结转", *(heads[f] for f in funds)])
    total, rows = total_row(w, cells("")), [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w)]
    return Table(
        w.one("t2", "部门收入总表", "收入总表", "收入预算表", "部门收入总体情况表"),
        [*head, *placed(w, total, rows)],
        merged,
    )


def placed(w: Writer, total: list[str], rows: list[list[str]]) -> list[list[str]]:
    return [total, *rows] if w.one("top", "top", "end") == "top" else [*rows, total]


def _spending(w: Writer, p: Printer) -> Table:
    d = w.about
    more = w.one("t3form", "", "上缴上级支出|事业单位经营支出|对附属单位补助支出").split("|")
    more = [x for x in more if x]

    def cells(code: str) -> list[str]:
        return [
            p(d.of(code=code).now),
            *(p(d.of(k, code=code).now) for k in (BASIC, PROJECT)),
            *(p(NOTHING) for _ in more),
        ]

    head, merged = code_head(w, ["合计", BASIC, PROJECT, *more])
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w)]
    return Table(
        w.one("t3", "部门支出总表", "支出总表", "支出预算表", "部门支出总体情况表"),
        [*head, *placed(w, total_row(w, cells("")), rows)],
        merged,
    )


def _granted(w: Writer, p: Printer) -> Table:
    d, budgets = w.about, (PUBLIC, FUND, CAPITAL)
    names = {PUBLIC: "一般公共预算拨款", FUND: "政府性基金预算拨款", CAPITAL: "国有资本经营预算拨款"}

    def of(code: str = "", old: bool | None = None) -> list[Decimal]:
        return [d.of(f, code=code, old=old).now for f in budgets]

    codes = sorted({x.code[:3] for x in d.lines if x.fund in budgets})
    left = [("一、本年收入", p(sum(of(old=False), NOTHING)))]
    left += [(f"（{n}）{names[f]}", p(v)) for n, f, v in zip(NUMERALS, budgets, of(old=False), strict=False)]
    left += [("二、上年结转", p(sum(of(old=True), NOTHING)))]
    right = [
        [f"（{n}）{FUNCTIONAL[c]}", p(sum(of(c), NOTHING)), *map(p, of(c))]
        for n, c in zip(NUMERALS, codes, strict=False)
    ]
    right.insert(0, ["一、本年支出", p(sum(of(), NOTHING)), *map(p, of())])
    length = max(len(left), len(right))
    right += [[""] * 5] * (length - len(right))
    body = [[*a, *b] for a, b in zip(sides(left, length), right, strict=True)]
    body.append(["收入总计", p(sum(of(), NOTHING)), "支出总计", p(sum(of(), NOTHING)), *map(p, of())])
    amount = w.one("now", "")
    head = [
        ["收入", "", "支出", "", "", "", ""],
        ["项目", amount.format(y=w.y), "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
    ]
    return Table(
        w.one("t4", "财政拨款收支总表", "财政拨款收支预算总表", "财政拨款收支总体情况表"),
        head + body,
        ((0, 0, 0, 1), (0, 2, 0, 6)),
    )


def _public(w: Writer, p: Printer) -> Table:
    d = w.about
    way = w.one("t5form", "plain", "parted", "years")

    def cells(code: str) -> list[str]:
        basic, project = d.of(PUBLIC, BASIC, old=False, code=code), d.of(PUBLIC, PROJECT, old=False, code=code)
        both = basic + project
        if way == "plain":
            return [p(both.now), p(basic.now), p(project.now)]
        if way == "parted":
            return [p(both.now), p(basic.now), p(_people(d, code)), p(basic.now - _people(d, code)), p(project.now)]
        rate = w.percent(both.change, both.last) if both.last else ""
        return [p(both.last), p(both.now), p(basic.now), p(project.now), p(both.change), rate]

    if way == "parted":
        rows, merged = code_head(w, ["合计", BASIC, "人员经费", "公用经费", PROJECT])
    elif way == "years":
        rows, merged = code_head(w, [f"{w.y - 1}年预算数", f"{w.y}年预算数合计", BASIC, PROJECT, "增减额", "增减%"])
        rows[0][-2:] = [f"比{w.y - 1}年增减额", f"比{w.y - 1}年增减%"]
        rows[0][-6:-2] = [f"{w.y - 1}年预算数", f"{w.y}年预算数", f"{w.y}年基本支出", f"{w.y}年项目支出"]
    else:
        rows, merged = code_head(w, ["合计", BASIC, PROJECT])
    body = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w, PUBLIC, old=False)]
    total = total_row(w, cells(""))
    return Table(
        w.one("t5", "一般公共预算支出表", "一般公共预算支出预算表", "一般公共预算支出情况表"),
        [*rows, *placed(w, total, body)],
        merged,
    )


def _people(d: Department, code: str) -> Decimal:
    """人员经费 within a code: the own 项 alone has 公用经费."""
    own = next(x.code for x in d.lines if x.kind == BASIC and x.fund == PUBLIC)
    running = d.personnel(False) if own.startswith(code) else NOTHING
    return d.of(PUBLIC, BASIC, old=False, code=code).now - running


def _basic(w: Writer, p: Printer) -> Table:
    d, money = w.about, {item.code: item.amount for item in w.about.items}
    groups = sorted({code[:3] for code in money})

    def cells(code: str) -> list[str]:
        amount = sum((v for c, v in money.items() if c.startswith(code)), NOTHING)
        return [
            p(amount),
            p(amount if code[:3] != "302" else NOTHING),
            p(amount if code[:3] == "302" else NOTHING),
        ]

    head = [["经济分类科目编码", "经济分类科目名称", "合计", "人员经费", "公用经费"]]
    merged: tuple[Box, ...] = ()
    if w.one("basichead", "one", "two") == "two":
        head = [
            ["部门预算支出经济分类科目", "", f"{w.y}年一般公共预算基本支出", "", ""],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ]
        merged = ((0, 0, 0, 1), (0, 2, 0, 4))
    rows = [
        [code, ECONOMIC[code], *cells(code)] for g in groups for code in (g, *(c for c in money if c.startswith(g)))
    ]
    total = ["", "合计", p(d.personnel(True) + d.personnel(False)), p(d.personnel(True)), p(d.personnel(False))]
    return Table(
        w.one("t6", "一般公共预算基本支出表", "一般公共预算基本支出预算表", "一般公共预算基本支出情况表"),
        [*head, *placed(w, total, rows)],
        merged,
    )


def _three_public(w: Writer, p: Printer) -> Table:
    d = w.about
    parts = (d.public, d.abroad, d.cars_cost, d.buying, d.driving, d.guests)
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
    below = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
    way = w.one("t7form", "line", "years", "list", "listyears")
    title = w.one("t7", "一般公共预算“三公”经费支出表", "“三公”经费预算表", "一般公共预算“三公”经费支出情况表")
    if way == "line":
        merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5))
        return Table(title, [heads, below, [p(x.now) for x in parts]], merged)
    if way == "years":
        top = [f"{w.y - 1}年预算数", *[""] * 5, f"{w.y}年预算数", *[""] * 5]
        merged = (
            (0, 0, 0, 5),
            (0, 6, 0, 11),
            *(
                box
                for o in (0, 6)
                for box in ((1, o, 2, o), (1, o + 1, 2, o + 1), (1, o + 2, 1, o + 4), (1, o + 5, 2, o + 5))
            ),
        )
        return Table(
            title, [top, heads * 2, below * 2, [*(p(x.last) for x in parts), *(p(x.now) for x in parts)]], merged
        )
    names = (
        "合计",
        "1.因公出国（境）费",
        "2.公务接待费",
        "3.公务用车费",
        "其中：（1）公务用车运行维护费",
        "（2）公务用车购置",
    )
    order = (d.public, d.abroad, d.guests, d.cars_cost, d.driving, d.buying)
    if way == "list":
        return Table(
            title,
            [["项目", w.one("now", "").format(y=w.y)], *([n, p(x.now)] for n, x in zip(names, order, strict=True))],
        )
    return Table(
        title,
        [
            ["项目", f"{w.y - 1}年预算数", f"{w.y}年预算数"],
            *([n, p(x.last), p(x.now)] for n, x in zip(names, order, strict=True)),
        ],
    )


def _fund(w: Writer, p: Printer, fund: str, name: str) -> Table:
    d = w.about

    def cells(pairs: tuple[Pair, ...]) -> list[str]:
        return [p(x.now) for x in pairs]

    head, merged = code_head(w, [w.one("t8head", "合计", "本年支出合计", "小计"), BASIC, PROJECT])
    rows = [
        [
            *cells_of_code(w, c),
            FUNCTIONAL[c],
            *cells((d.of(fund, code=c), d.of(fund, BASIC, code=c), d.of(fund, PROJECT, code=c))),
        ]
        for c in by_code(w, fund)
    ]
    total = total_row(w, cells((d.of(fund), d.of(fund, BASIC), d.of(fund, PROJECT))))
    empty = (
        ()
        if d.of(fund).now
        else (
            w.one("empty table", "注：本表无数据。", f"说明：{{we}}{{y}}年无{name}支出，本表为空。").format(
                we=w.we, y=w.y
            ),
        )
    )
    return Table(
        name + w.one("t8", "支出表", "支出预算表", "支出情况表"), [*head, *placed(w, total, rows)], merged, empty
    )
