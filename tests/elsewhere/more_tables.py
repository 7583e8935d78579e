"""Tables that some offices print beside the prescribed ones: by units, of projects, of purchases, of targets."""

import random
from collections.abc import Iterator
from decimal import Decimal

from tests.elsewhere.department import BUSINESS, CAPITAL, FUND, NOTHING, OTHER, PROJECT, PUBLIC, SPECIAL, Line, rounded
from tests.elsewhere.sentences import Writer
from tests.elsewhere.tables import Box, Printer, Table

FUNDS = (PUBLIC, FUND, CAPITAL, SPECIAL, BUSINESS, OTHER)
HEADS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", "其他收入")
PROJECTS = (
    "信息系统运行维护",
    "业务用房维修",
    "专项整治",
    "设备购置",
    "业务培训",
    "公共服务保障",
    "宣传教育",
    "购买服务",
    "应急处置",
    "调查监测",
    "配套设施建设",
    "课题研究",
)


def tables(w: Writer, p: Printer) -> Iterator[Table]:
    """Yield the tables that this office prints."""
    if w.about.units and w.one("by units", "yes", ""):
        yield _by_units(w, p)
    projects = _projects(w)
    if projects and w.one("projects", "yes", ""):
        yield _of_projects(w, p, projects)
    if sum(w.about.purchases) and w.one("purchases", "yes", ""):
        yield _of_purchases(w, p)
    if projects and w.one("goals", "yes", ""):
        yield from (_goals(w, name, line) for name, line in projects[: len(w.about.projects)])


def _projects(w: Writer) -> list[tuple[str, Line]]:
    """Return every project with its line; those of the department's own list keep their names."""
    lines = [line for line in w.about.lines if line.kind == PROJECT]
    named = [line for line in lines if line.fund == PUBLIC and not line.old]
    known = [name for name, _ in w.about.projects]
    names = [*known, *(name for name in PROJECTS if name not in known)]
    return list(zip(names, [*named, *(line for line in lines if line not in named)], strict=False))


def _parts(amount: Decimal, weights: list[int]) -> list[Decimal]:
    """Return the amount in parts of these weights, to the cent; the first has what is left over."""
    parts = [rounded(amount * weight / sum(weights), 2) for weight in weights]
    return [parts[0] + amount - sum(parts), *parts[1:]]


def _by_units(w: Writer, p: Printer) -> Table:
    d = w.about
    units = [f"{d.name}本级", *d.units]
    chance = random.Random(d.name)
    weights = [6, *(chance.randint(1, 4) for _ in d.units)]
    funds = [fund for fund in FUNDS if d.of(fund, old=False).now]
    columns = [_parts(d.of(old=True).now, weights), *(_parts(d.of(fund, old=False).now, weights) for fund in funds)]
    code = "".join(str(chance.randint(1, 9)) for _ in range(3))
    head = ["单位代码", "单位名称", "合计", "上年结转", *(HEADS[FUNDS.index(fund)] for fund in funds)]
    rows = [
        [f"{code}{i:03d}", unit, p(sum((c[i - 1] for c in columns), NOTHING)), *(p(c[i - 1]) for c in columns)]
        for i, unit in enumerate(units, 1)
    ]
    whole = [p(d.of().now), p(d.of(old=True).now), *(p(d.of(fund, old=False).now) for fund in funds)]
    top = [[code, d.name, *whole]] if w.one("department row", "yes", "") else []
    return Table("收入预算分单位情况表", [head, ["", "合计", *whole], *top, *rows])


def _of_projects(w: Writer, p: Printer, projects: list[tuple[str, Line]]) -> Table:
    columns = [fund for fund in FUNDS if any(line.fund == fund and not line.old for _, line in projects)]
    head = ["项目名称", "项目单位", "合计", *(HEADS[FUNDS.index(fund)] for fund in columns), "上年结转"]

    def cells(lines: list[Line]) -> list[str]:
        sums = [sum((x.now for x in lines if x.fund == fund and not x.old), NOTHING) for fund in columns]
        old = sum((x.now for x in lines if x.old), NOTHING)
        return [p(sum(sums, old)), *map(p, sums), p(old)]

    rows = [[name, w.about.name, *cells([line])] for name, line in projects]
    return Table(
        w.one("projects titled", "项目支出表", "项目支出预算表"),
        [head, ["合计", "", *cells([x for _, x in projects])], *rows],
    )


def _of_purchases(w: Writer, p: Printer) -> Table:
    names = ("办公设备", "维修工程", "物业服务")
    kinds = ("货物", "工程", "服务")
    if w.one("purchases form", "columns", "rows") == "rows":
        rows = [[f"{kind}类", p(v)] for kind, v in zip(kinds, w.about.purchases, strict=True)]
        return Table("政府采购预算表", [["采购类型", "金额"], ["合计", p(sum(w.about.purchases, NOTHING))], *rows])
    head = ["采购项目", "合计", *kinds]
    total = ["合计", p(sum(w.about.purchases, NOTHING)), *map(p, w.about.purchases)]
    rows = [
        [name, p(v), *(p(v if i == j else NOTHING) for j in range(3))]
        for i, (name, v) in enumerate(zip(names, w.about.purchases, strict=True))
        if v
    ]
    return Table("政府采购预算表", [head, total, *rows])


def _goals(w: Writer, name: str, line: Line) -> Table:
    """The targets of a project; its money is in 万元, whatever the unit of the other tables."""
    chance = random.Random(name + w.about.name)
    people, share, days = chance.randint(2, 40) * 10, chance.choice((90, 95, 98)), chance.randint(1, 12)
    public = line.fund in (PUBLIC, FUND, CAPITAL)
    rows = [
        ["项目名称", name, "", "", ""],
        ["主管部门", w.about.name, "", "实施单位", w.about.name],
        ["项目资金（万元）", "年度资金总额", "", f"{line.now}", ""],
        ["", "其中：财政拨款", "", f"{line.now if public else Decimal('0.00')}", ""],
        ["", "其他资金", "", f"{Decimal('0.00') if public else line.now}", ""],
        ["年度总体目标", f"完成{name}工作，服务{people}人次，群众满意度达到{share}%以上。", "", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", "数量指标", "服务人次", f"≥{people}人次"],
        ["", "", "质量指标", "验收合格率", "100%"],
        ["", "", "时效指标", "完成时限", f"{days}月底前"],
        ["", "成本指标", "经济成本指标", "项目总成本", f"≤{line.now}万元"],
        ["", "效益指标", "社会效益指标", "公共服务水平", "有所提升"],
        ["", "满意度指标", "服务对象满意度指标", "群众满意度", f"≥{share}%"],
    ]
    merged: list[Box] = [(0, 1, 0, 4), (1, 1, 1, 2), (5, 1, 5, 4), (2, 0, 4, 0), (6, 0, 12, 0), (7, 1, 9, 1)]
    merged += [box for row in (2, 3, 4) for box in ((row, 1, row, 2), (row, 3, row, 4))]
    return Table(f"{w.y}年项目支出绩效目标表", rows, tuple(merged))
