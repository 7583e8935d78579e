"""The tables of final accounts in the official form, with the liberties that offices take."""

from collections.abc import Iterator

from tests.elsewhere.account_sentences import Accountant
from tests.elsewhere.department import BASIC, CAPITAL, ECONOMIC, FUNCTIONAL, FUND, NOTHING, PROJECT, PUBLIC
from tests.elsewhere.sentences import NUMERALS
from tests.elsewhere.tables import Box, Printer, Table, by_code, cells_of_code, code_head, placed, sides, total_row

SOURCES = (
    ("一般公共预算财政拨款收入", PUBLIC),
    ("政府性基金预算财政拨款收入", FUND),
    ("国有资本经营预算财政拨款收入", CAPITAL),
    ("上级补助收入", ""),
    ("事业收入", "事业"),
    ("经营收入", ""),
    ("附属单位上缴收入", ""),
    ("其他收入", "其他"),
)


def tables(w: Accountant, p: Printer) -> Iterator[Table]:
    """Yield the tables in their order."""
    yield _balance(w, p)
    yield _income(w, p)
    yield _spending(w, p)
    yield _granted(w, p)
    yield _public(w, p)
    yield _basic(w, p)
    yield _three_public(w, p)
    yield _fund(w, p)
    yield _capital(w, p)


def _balance(w: Accountant, p: Printer) -> Table:
    d, a = w.about, w.accounts
    left = [
        (f"{n}、{name}", p(a.source(fund) if fund else NOTHING))
        for n, (name, fund) in zip(NUMERALS, SOURCES, strict=False)
    ]
    right = [(f"{n}、{FUNCTIONAL[c]}", p(d.of(code=c).now)) for n, c in zip(NUMERALS, d.codes(3), strict=False)]
    length = max(len(left), len(right))
    rows = [[*x, *y] for x, y in zip(sides(left, length), sides(right, length), strict=True)]
    rows.append(["本年收入合计", p(a.received()), "本年支出合计", p(d.of().now)])
    if w.one("surplus", "yes", ""):
        rows.append(["使用非财政拨款结余", p(NOTHING), "结余分配", p(NOTHING)])
    rows.append(["年初结转和结余", p(a.start.now), "年末结转和结余", p(a.end.now)])
    received, spent = w.one("grand", "总计|总计", "收入总计|支出总计").split("|")
    rows.append([received, p(a.total.now), spent, p(a.total.now)])
    head = [["收入", "", "支出", ""], ["项目", w.one("amount", "决算数", "金额"), "项目", w.one("amount")]]
    merged: tuple[Box, ...] = ((0, 0, 0, 1), (0, 2, 0, 3))
    if w.one("numbered lines", "yes", ""):
        head = [
            ["收入", "", "", "支出", "", ""],
            ["项目", "行次", head[1][1], "项目", "行次", head[1][1]],
            ["栏次", "", "1", "栏次", "", "2"],
        ]
        rows = [[x[0], str(i), x[1], x[2], str(i + len(rows)), x[3]] for i, x in enumerate(rows, 1)]
        merged = ((0, 0, 0, 2), (0, 3, 0, 5))
    return Table("收入支出决算总表", head + rows, merged)


def _income(w: Accountant, p: Printer) -> Table:
    a = w.accounts

    def cells(code: str) -> list[str]:
        grants = sum((a.received(f, code=code) for f in (PUBLIC, FUND, CAPITAL)), NOTHING)
        shown = (
            a.received(code=code),
            grants,
            NOTHING,
            a.source("事业", code),
            NOTHING,
            NOTHING,
            a.received("其他", code=code),
        )
        return [p(v) for v in shown]

    heads = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    head, merged = code_head(w, heads)
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w)]
    return Table("收入决算表", [*head, *placed(w, total_row(w, cells("")), rows)], merged)


def _spending(w: Accountant, p: Printer) -> Table:
    d = w.about

    def cells(code: str) -> list[str]:
        return [
            p(d.of(code=code).now),
            p(d.of(BASIC, code=code).now),
            p(d.of(PROJECT, code=code).now),
            *[p(NOTHING)] * 3,
        ]

    head, merged = code_head(w, ["本年支出合计", BASIC, PROJECT, "上缴上级支出", "经营支出", "对附属单位补助支出"])
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w)]
    return Table("支出决算表", [*head, *placed(w, total_row(w, cells("")), rows)], merged)


def _granted(w: Accountant, p: Printer) -> Table:
    d, a, budgets = w.about, w.accounts, (PUBLIC, FUND, CAPITAL)

    def of(code: str = "") -> list[str]:
        amounts = [d.of(f, code=code).now for f in budgets]
        return [p(sum(amounts, NOTHING)), *map(p, amounts)]

    codes = sorted({x.code[:3] for x in d.lines if x.fund in budgets})
    names = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    left = [(f"{n}、{name}", p(a.received(f))) for n, name, f in zip(NUMERALS, names, budgets, strict=False)]
    right = [[f"{n}、{FUNCTIONAL[c]}", *of(c)] for n, c in zip(NUMERALS, codes, strict=False)]
    length = max(len(left), len(right))
    right += [[""] * 5] * (length - len(right))
    rows = [[*x, *y] for x, y in zip(sides(left, length), right, strict=True)]
    received = sum((a.received(f) for f in budgets), NOTHING)
    end, none = p(a.end.now), p(NOTHING)
    spent = sum((d.of(f).now for f in budgets), NOTHING)
    rows.append(["本年收入合计", p(received), "本年支出合计", *of()])
    rows.append(["年初财政拨款结转和结余", p(a.start.now), "年末财政拨款结转和结余", end, end, none, none])
    if w.one("old below", "yes", ""):
        rows.append(["一、一般公共预算财政拨款", p(a.start.now), *[""] * 5])
        rows.append(["二、政府性基金预算财政拨款", none, *[""] * 5])
        rows.append(["三、国有资本经营预算财政拨款", none, *[""] * 5])
    whole = [spent + a.end.now, d.of(PUBLIC).now + a.end.now, d.of(FUND).now, d.of(CAPITAL).now]
    rows.append(["总计", p(received + a.start.now), "总计", *map(p, whole)])
    head = [["收入", "", "支出", "", "", "", ""], ["项目", w.one("amount"), "项目", "合计", *names]]
    return Table("财政拨款收入支出决算总表", head + rows, ((0, 0, 0, 1), (0, 2, 0, 6)))


def _public(w: Accountant, p: Printer) -> Table:
    d = w.about

    def cells(code: str) -> list[str]:
        return [p(d.of(PUBLIC, *kind, code=code).now) for kind in ((), (BASIC,), (PROJECT,))]

    head, merged = code_head(w, [w.one("t5head", "本年支出合计", "本年支出", "小计"), BASIC, PROJECT])
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w, PUBLIC)]
    return Table("一般公共预算财政拨款支出决算表", [*head, *placed(w, total_row(w, cells("")), rows)], merged)


def _basic(w: Accountant, p: Printer) -> Table:
    d, money = w.about, {item.code: item.amount for item in w.about.items}
    people, rest = d.personnel(True), d.personnel(False)
    title = w.one("t6", "一般公共预算财政拨款基本支出决算表", "一般公共预算财政拨款基本支出决算明细表")

    def listed(*groups: str) -> list[list[str]]:
        found = []
        for group in (g for g in groups if any(c.startswith(g) for c in money)):
            amount = sum((v for c, v in money.items() if c.startswith(group)), NOTHING)
            found += [
                [group, ECONOMIC[group], p(amount)],
                *([c, ECONOMIC[c], p(v)] for c, v in money.items() if c[:3] == group),
            ]
        return found

    if w.one("basic form", "beside", "below") == "below":
        head = [["科目编码", "科目名称", "合计", "人员经费", "公用经费"]]
        rows = [[c, n, v, *(["", v] if c[:3] == "302" else [v, ""])] for c, n, v in listed("301", "302", "303")]
        return Table(title, [*head, ["", "合计", p(people + rest), p(people), p(rest)], *rows])
    left, right = listed("301", "303"), listed("302")
    length = max(len(left), len(right))
    left, right = (side + [["", "", ""]] * (length - len(side)) for side in (left, right))
    head = [
        ["人员经费", "", "", "公用经费", "", ""],
        ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
    ]
    end = [["人员经费合计", "", p(people), "公用经费合计", "", p(rest)]]
    last = length + 2
    merged = ((0, 0, 0, 2), (0, 3, 0, 5), (last, 0, last, 1), (last, 3, last, 4))
    return Table(title, [*head, *([*x, *y] for x, y in zip(left, right, strict=True)), *end], merged)


def _three_public(w: Accountant, p: Printer) -> Table:
    d, plan = w.about, w.accounts.public_plan
    cars = plan["b"] + plan["d"]
    planned = (sum(plan.values(), NOTHING), plan["a"], cars, plan["b"], plan["d"], plan["g"])
    spent = (d.public, d.abroad, d.cars_cost, d.buying, d.driving, d.guests)
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
    below = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
    top = ["预算数", *[""] * 5, "决算数", *[""] * 5]
    boxes = [(0, 0, 0, 5), (0, 6, 0, 11)]
    for o in (0, 6):
        boxes += [(1, o, 2, o), (1, o + 1, 2, o + 1), (1, o + 2, 1, o + 4), (1, o + 5, 2, o + 5)]
    cells = [*map(p, planned), *(p(pair.now) for pair in spent)]
    title = w.one(
        "t7", "财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表", "“三公”经费支出决算表"
    )
    empty = () if d.public.now else (f"{w.we}{w.y}年度无“三公”经费支出，本表为空表。",)
    return Table(title, [top, heads * 2, below * 2, cells], tuple(boxes), empty)


def _fund(w: Accountant, p: Printer) -> Table:
    d = w.about

    def cells(code: str) -> list[str]:
        now, basic, project = (
            d.of(FUND, code=code).now,
            d.of(FUND, BASIC, code=code).now,
            d.of(FUND, PROJECT, code=code).now,
        )
        return [p(NOTHING), p(now), p(now), p(basic), p(project), p(NOTHING)]

    lead = 1 if w.one("codes", "one", "three") == "one" else 3
    head = [
        [
            "科目编码",
            *[""] * (lead - 1),
            "科目名称",
            "年初结转和结余",
            "本年收入",
            "本年支出",
            "",
            "",
            "年末结转和结余",
        ],
        [*[""] * lead, "", "", "", "小计", BASIC, PROJECT, ""],
    ]
    boxes = [(0, 0, 1, lead - 1), *((0, i, 1, i) for i in (lead, lead + 1, lead + 2)), (0, lead + 3, 0, lead + 5)]
    boxes += [(0, lead + 6, 1, lead + 6)]
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w, FUND)]
    empty = () if rows else (f"{w.we}{w.y}年度没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",)
    title = "政府性基金预算财政拨款收入支出决算表"
    return Table(title, [*head, *placed(w, total_row(w, cells("")), rows)], tuple(boxes), empty)


def _capital(w: Accountant, p: Printer) -> Table:
    d = w.about

    def cells(code: str) -> list[str]:
        return [p(d.of(CAPITAL, *kind, code=code).now) for kind in ((), (BASIC,), (PROJECT,))]

    head, merged = code_head(w, ["合计", BASIC, PROJECT])
    rows = [[*cells_of_code(w, c), FUNCTIONAL[c], *cells(c)] for c in by_code(w, CAPITAL)]
    empty = () if rows else (f"{w.we}{w.y}年度没有使用国有资本经营预算安排的支出，故本表无数据。",)
    return Table(
        "国有资本经营预算财政拨款支出决算表", [*head, *placed(w, total_row(w, cells("")), rows)], merged, empty
    )
