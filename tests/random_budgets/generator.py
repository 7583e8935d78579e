"""Random whole budget files: units, funds, projects, bases, transfers, counts, people, targets; valid, each in its way.

`Draft` is what is decided about one: lines of this year and last year that balance by fund and unit, and everything
that follows from them (三公, 机关运行经费, 政府采购). The file is written as officers write it, a line each.
"""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Line = dict[str, str]

FUNDS = (
    "一般公共预算", "一般公共预算", "一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金", "事业收入",
    "其他收入", "使用非财政拨款结余",
)  # fmt: skip
GENERAL = "一般公共预算"
BASIC = {  # 功能 that basic expenditure is on, and the 经济 that go with it
    "2070101": ("30101", "30102", "30103", "30201", "30207", "30211", "30217", "30228", "30231", "30239", "30212"),
    "2070104": ("30101", "30107", "30112", "30201", "30206", "30228", "30299"),
    "2080501": ("30302",),
    "2080505": ("30108",),
    "2101101": ("30110",),
    "2210201": ("30113",),
}
CONTRIBUTIONS = ("30108", "30110", "30113")  # paid on one base: amounts of one size
ON_PROJECTS = {
    GENERAL: ("2070104", "2070108", "2070111", "2070113", "2130101"),
    "政府性基金": ("2070701", "2296010"),
    "国有资本经营预算": ("2230105",),
}
PROJECTS = (
    "送戏下乡", "购书经费", "全民阅读推广", "旅游宣传推介", "场馆免费开放", "非遗保护", "数字平台运行", "场馆维修",
    "乡村文化设施提升", "电影放映补助",
)  # fmt: skip
UNIT_NAMES = ("云溪县文化和旅游局本级", "云溪县图书馆", "云溪县文化馆")
NAMES = {
    "2070701": "资助国产影片放映",
    "20707": "国家电影事业发展专项资金安排的支出",
    "2296010": "用于文化事业的彩票公益金支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
}
RUNNING = {"30201", "30207", "30211", "30212", "30217", "30228", "30231", "30239"}
THREE = {"30212": "因公出国（境）费", "30217": "公务接待费", "30231": "公务用车运行维护费"}
THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
PEOPLE = ("行政编制", "事业编制", "在职", "离退休")
CARS = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
ALL_CARS = ("主要负责人用车", *CARS[:3], "特种专业技术用车", "离退休干部服务用车", "其他用车")


@dataclass
class Draft:
    """One budget; `wild`: amounts may be zero or negative and the sides need not balance."""

    seed: int
    wild: bool = False
    year: int = 2026
    rng: random.Random = field(init=False)
    unit: str = field(init=False)
    units: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.unit = self.rng.choice(["元", "万元", "万元", "千元"])
        self.units = [f"30100{n}" for n in range(1, self.rng.choice([1, 1, 2, 3]) + 1)]

    def yuan(self, least: int = 100, most: int = 3_000_000) -> Fraction:
        """An amount to the 分; often round, often half-way between two printed values."""
        kind = self.rng.random()
        if self.wild and kind < 0.08:
            return Fraction(0)
        if self.wild and kind < 0.16:
            return -Fraction(self.rng.randint(1, most * 100), 100)
        if kind < 0.3:
            return Fraction(self.rng.randint(1, 300) * (1000 if most > 300_000 else 100))
        if kind < 0.5:
            return Fraction(self.rng.randint(least // 100 + 1, most // 100) * 100 + 50)
        return Fraction(self.rng.randint(least * 100, most * 100), 100)

    def some(self, of: Iterable[Any], least: int, most: int) -> list[Any]:
        pool = list(of)
        return self.rng.sample(pool, min(len(pool), self.rng.randint(least, most)))


def written(amount: Fraction, unit: str) -> str:
    """元 in the file's unit, exactly."""
    scale = {"元": 1, "千元": 1000, "万元": 10000}[unit]
    number = amount / scale
    text = f"{abs(number.numerator) * 10**8 // number.denominator:09d}"
    plain = f"{text[:-8]}.{text[-8:]}".rstrip("0").rstrip(".")
    return f"-{plain}" if number < 0 else plain


def budget(seed: int, wild: bool = False) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """A budget file and those that it names, as data."""
    draft = Draft(seed, wild)
    rng = draft.rng
    spending = _spending(draft)
    paid = _transfers(draft, spending) if len(draft.units) > 1 and rng.random() < 0.6 else []
    last = _a_year_before(draft, spending)
    last_paid = []
    data: dict[str, Any] = {
        "模板": "default",
        "文种": "部门预算",
        "年度": str(draft.year),
        "金额单位": draft.unit,
        "部门": _department(draft),
        **_measures(draft, spending, paid, {}),
    }
    if paid:
        data["内部往来"] = [_plain(draft, line) for line in paid]
    if rng.random() < 0.7:
        data["人员"] = _people(draft)
    data["车辆"] = _counted(draft, "车辆类别", CARS)
    data |= _equipment(draft)
    others = {}
    before = _measures(draft, last, last_paid, data)
    del before["政府采购"]
    _state_none(draft, data, before)
    if rng.random() < 0.35:
        name = f"last-{draft.year - 1}.yaml"
        head = {**{k: data[k] for k in ("模板", "文种", "金额单位", "部门")}, "年度": str(draft.year - 1)}
        others[name] = {**head, **before}
        data["上年预算"] = name
    else:
        data["上年预算"] = before
    data["上年执行数"] = {
        "收入": _total(draft, last, 7),
        "支出": _total(draft, last, 11),
        "支出[性质=基本支出]": _total(draft, [x for x in last if x["性质"] == "基本支出"], 3),
        "支出[性质=项目支出]": _total(draft, [x for x in last if x["性质"] == "项目支出"], 0),
    }
    codes = {line["功能"] for line in (*spending, *last) if "功能" in line}
    data["科目名称"] = {code: called for code, called in NAMES.items() if any(c.startswith(code) for c in codes)}
    data["原因"] = {m: f"{m}安排有调整" for m in ("收入", "支出", "三公经费", "机关运行经费")}
    counted = [p for p in dict.fromkeys(x["项目"] for x in spending if "项目" in x) if rng.random() < 0.2]
    data["项目"] = {project: {"个数": str(rng.randint(2, 5))} for project in counted}
    further = random.Random(f"{seed} 绩效")
    if further.random() < 0.3:  # last year under another code
        data["口径调整"] = {"功能": {"2070199": "2070112"}}
    if further.random() < 0.4:
        data["绩效"] = _targets(spending, further)
    return {key: value for key, value in data.items() if value != {}}, others


# Lines
def _spending(draft: Draft) -> list[Line]:
    rng, lines = draft.rng, []
    for unit in draft.units:
        first = unit == draft.units[0]
        codes = draft.some(BASIC, 2, 5) if first else draft.some(list(BASIC)[1:], 1, 4)
        if any(BASIC[code][0] in CONTRIBUTIONS for code in codes):  # paid together
            codes = list(dict.fromkeys([*codes, *(code for code in BASIC if BASIC[code][0] in CONTRIBUTIONS)]))
        for code in codes:
            for economic in draft.some(BASIC[code], 1, 4):
                fund = GENERAL if rng.random() < 0.85 else rng.choice(["事业收入", "其他收入"])
                lines.append(_line(draft, unit, fund, "基本支出", 功能=code, 经济=economic))
    for project in draft.some(PROJECTS, 0, 6):
        unit = rng.choice(draft.units)
        fund = rng.choice(FUNDS)
        code = rng.choice(ON_PROJECTS.get(fund, ON_PROJECTS[GENERAL]))
        lines.append(_line(draft, unit, fund, "项目支出", 功能=code, 项目=project))
        if rng.random() < 0.3:  # some of it from elsewhere, or carried over
            more = rng.choice(["其他收入", fund])
            old = {"年份": "上年结转"} if more == fund else {}
            lines.append(_line(draft, unit, more, "项目支出", 功能=code, 项目=project, **old))
    if rng.random() < 0.3:
        lines.append(
            _line(draft, rng.choice(draft.units), "事业单位经营收入", "经营支出", 功能="2070104", 经济="30299")
        )
    if rng.random() < 0.3:
        lines.append(_line(draft, rng.choice(draft.units), "其他收入", "结转下年"))
    return lines


def _line(draft: Draft, unit: str, fund: str, nature: str, **dims: str) -> Line:
    amount = draft.yuan()
    if dims.get("经济") in CONTRIBUTIONS and not draft.wild:
        amount = 200_000 + amount % 130_000
    return {"单位": unit, "资金": fund, "性质": nature, **dims, "金额": str(amount)}


def _transfers(draft: Draft, spending: list[Line]) -> list[Line]:
    """One unit pays another, which spends it."""
    payer, receiver = draft.rng.sample(draft.units, 2)
    amount = abs(draft.yuan(1000, 300_000)) + 1
    up = draft.rng.random() < 0.5
    nature, revenue = ("上缴上级支出", "附属单位上缴收入") if up else ("对附属单位补助支出", "上级补助收入")
    paid = {"单位": payer, "资金": "其他收入", "性质": nature, "功能": "2070104", "金额": str(amount)}
    spent = {
        "单位": receiver,
        "资金": revenue,
        "性质": "基本支出",
        "功能": "2070104",
        "经济": "30201",
        "金额": str(amount),
    }
    spending += [paid, spent]
    return [{"付": payer, "收": receiver, "支出": nature, "收入": revenue, "金额": str(amount)}]


def _before(draft: Draft, line: Line) -> str:
    """Another amount; but of a project, not many times this year's."""
    if draft.wild or line["性质"] == "项目支出":
        return str(draft.yuan())
    return str(Fraction(int(Fraction(line["金额"]) * draft.rng.randint(30, 300)), 100))


def _a_year_before(draft: Draft, spending: list[Line]) -> list[Line]:
    """Most lines with other amounts, some as they are, some gone, one that is no more."""
    rng, lines = draft.rng, []
    for line in spending:
        if line["性质"] in ("上缴上级支出", "对附属单位补助支出", "结转下年") or line["资金"] in (
            "附属单位上缴收入",
            "上级补助收入",
        ):
            continue
        kind = rng.random()
        if kind < 0.12:
            continue
        amount = line["金额"] if kind < 0.3 else _before(draft, line)
        if 0.3 <= kind < 0.4:  # a little more, too little to print
            amount = str(Fraction(line["金额"]) + Fraction(rng.randint(1, 49), 100))
        lines.append({**{d: m for d, m in line.items() if d not in ("经济", "年份")}, "金额": amount})
    lines.append(
        {"单位": draft.units[0], "资金": GENERAL, "性质": "基本支出", "功能": "2070199", "金额": str(draft.yuan())}
    )
    return lines


def _measures(draft: Draft, spending: list[Line], paid: list[Line], of: Mapping[str, Any]) -> dict[str, Any]:
    """收入 that balances the spending by unit, fund and year, and the measures that are parts of it."""
    revenue: dict[tuple[str, ...], Fraction] = {}
    for line in spending:
        key = (line["单位"], line["资金"], line.get("年份", ""))
        revenue[key] = revenue.get(key, Fraction(0)) + Fraction(line["金额"])
    income = [
        {"单位": unit, "资金": fund, **({"年份": year} if year else {}), "金额": str(amount)}
        for (unit, fund, year), amount in revenue.items()
    ]
    if draft.wild:
        income.append({"单位": draft.units[0], "资金": GENERAL, "金额": str(draft.yuan())})
    general = [line for line in spending if line["资金"] == GENERAL and "年份" not in line]
    return {
        "收入": [_plain(draft, line) for line in income],
        "支出": [_plain(draft, line) for line in spending],
        "三公经费": _three_public(draft, general, of),
        "机关运行经费": _running(draft, general, of),
        "政府采购": _procurement(draft, spending),
    }


def _plain(draft: Draft, line: Line) -> Line:
    """As it is written in the file, the amount in its unit."""
    return {**line, "金额": written(Fraction(line["金额"]), draft.unit)}


def _three_public(draft: Draft, general: list[Line], of: Mapping[str, Any]) -> Any:
    found = [
        {"单位": line["单位"], "费目": THREE[line["经济"]], "资金": GENERAL, "金额": str(abs(Fraction(line["金额"])))}
        for line in general
        if line.get("经济") in THREE and Fraction(line["金额"])
    ]
    if of and draft.rng.random() < 0.8:  # last year's lines have no 经济
        kinds = draft.some(THREE.values(), 1, 3)
        found = [
            {"单位": draft.units[0], "费目": kind, "资金": GENERAL, "金额": str(abs(draft.yuan(100, 90_000)))}
            for kind in kinds
        ]
    return [_plain(draft, line) for line in found] or "无"


def _state_none(draft: Draft, data: dict[str, Any], before: dict[str, Any]) -> None:
    """Zeros in the lists of the form, which is whole; and a car where there is money for one."""
    rng = random.Random(f"{draft.seed} 没有")
    years = [data["三公经费"], before["三公经费"]]
    stated = [{(x["单位"], x["费目"]): Fraction(x["金额"]) for x in year if year != "无"} for year in years]
    driven = [unit for (unit, kind), amount in stated[0].items() if kind == "公务用车运行维护费" and amount]
    cars = [] if data["车辆"] == "无" else data["车辆"]
    cars += [{"单位": unit, "车辆类别": CARS[-1], "数量": "1"} for unit in driven if not _has_cars(cars, unit)]
    data["车辆"] = cars or "无"
    every = [(unit, kind) for unit in draft.units for kind in THREE_PUBLIC]
    for year, own in zip(years, stated, strict=True):
        none = [at for at in every if at not in own] if year != "无" else []
        if none:
            year += [{"单位": unit, "费目": kind, "资金": GENERAL, "金额": "0"} for unit, kind in none]
    for measure, dimension, kinds in (("人员", "人员类别", PEOPLE), ("车辆", "车辆类别", ALL_CARS)):
        listed = data.get(measure, "无")
        if listed != "无" and rng.random() < 0.5:
            have_any = {(line["单位"], line[dimension]) for line in listed}
            none = [(unit, kind) for unit in draft.units for kind in kinds if (unit, kind) not in have_any]
            listed += [{"单位": unit, dimension: kind, "数量": "0"} for unit, kind in none]


def _has_cars(cars: list[Line], unit: str) -> bool:
    return any(line["单位"] == unit and line["数量"] != "0" for line in cars)


def _running(draft: Draft, general: list[Line], of: Mapping[str, Any]) -> Any:
    unit = draft.units[0]
    found = [
        {"单位": unit, "资金": GENERAL, "经济": line["经济"], "金额": str(abs(Fraction(line["金额"])))}
        for line in general
        if line["单位"] == unit and line["功能"] == "2070101" and line.get("经济") in RUNNING
    ]
    if of:
        amount = str(abs(draft.yuan(1000, 900_000)))
        found = [{"单位": unit, "资金": GENERAL, "经济": "30201", "金额": amount}] if draft.rng.random() < 0.8 else []
    return [_plain(draft, line) for line in found] or "无"


def _procurement(draft: Draft, spending: list[Line]) -> Any:
    rng, found = draft.rng, []
    for line in [x for x in spending if x["性质"] == "项目支出" and "年份" not in x and Fraction(x["金额"]) > 100]:
        if rng.random() < 0.5:
            amount = Fraction(line["金额"]) * rng.randint(1, 10) / 10
            amount = Fraction(int(amount * 100), 100)
            kind = rng.choice(["货物", "工程", "服务"])
            item = {"货物": "设备购置", "工程": "修缮工程", "服务": "专业服务"}[kind]
            facing = rng.choice(["小微企业", "小微企业", "其他中小企业", "其他企业"])
            dims = {"单位": line["单位"], "类型": kind, "采购品目": item, "面向": facing, "资金": line["资金"]}
            found.append({**dims, "金额": str(amount)})
    return [_plain(draft, line) for line in found] or "无"


# Counts
def _people(draft: Draft) -> list[Line]:
    kinds = ("行政编制", "在职", "离退休") if len(draft.units) == 1 else ("行政编制", "事业编制", "在职", "离退休")
    rng, found = draft.rng, []
    for unit in draft.units:
        places = rng.randint(5, 60)
        for kind in kinds:
            number = (
                rng.randint(3, places)
                if kind == "在职"
                else rng.randint(unit == draft.units[0], 30)
                if kind == "离退休"
                else places
            )
            if number:
                found.append({"单位": unit, "人员类别": kind, "数量": str(number)})
    return found


def _counted(draft: Draft, dimension: str, kinds: Iterable[str]) -> Any:
    found = [
        {"单位": draft.rng.choice(draft.units), dimension: kind, "数量": str(draft.rng.randint(1, 9))}
        for kind in draft.some(kinds, 0, 3)
    ]
    return found or "无"


def _equipment(draft: Draft) -> dict[str, Any]:
    """Equipment of at least 50万元 includes that of at least 100万元: where there is both, what prints is stated."""
    large, more = draft.rng.randint(0, 3), draft.rng.randint(0, 4)
    if not more:
        return {"设备": [{"设备价值": "100万元以上", "单位": draft.units[0], "数量": str(large)}] if large else "无"}
    return {"设备[设备价值=50万元以上]": str(large + more), "设备[设备价值=100万元以上]": str(large)}


def _department(draft: Draft) -> dict[str, Any]:
    units = [{"编码": code, "名称": called} for code, called in zip(draft.units, UNIT_NAMES, strict=False)]
    return {
        "名称": "云溪县文化和旅游局",
        "编码": "301",
        "级次": "县级",
        "职责": ["推进公共文化服务体系建设。", "指导文化和旅游工作。"],
        "内设机构": ["办公室", "业务股"],
        "单位": units,
    }


def _total(draft: Draft, lines: list[Line], part: int) -> str:
    total = sum((Fraction(line["金额"]) for line in lines), Fraction(0))
    return written(total + part * 100, draft.unit)


def _targets(spending: list[Line], rng: random.Random) -> dict[str, Any]:
    """绩效: a task for each 性质, and the targets of every project."""
    natures = [n for n in dict.fromkeys(x["性质"] for x in spending) if n not in ("上缴上级支出", "对附属单位补助支出")]
    whole = {
        "总体目标": ["保障运转，办好文化活动。"],
        "任务": [{"名称": f"安排{nature}", "性质": nature, "内容": "按计划完成"} for nature in natures],
        "指标": [_indicator("<支出[性质=基本支出]>")],
    }
    projects = list(dict.fromkeys(line["项目"] for line in spending if "项目" in line))
    return {"整体": whole} | ({"项目": [_target(project, rng) for project in projects]} if projects else {})


def _target(project: str, rng: random.Random) -> dict[str, Any]:
    steps = sorted(rng.sample(range(10, 95, 5), 3))
    return {
        "项目": project,
        "用途": f"用于{project}。",
        "进度": {
            **{f"{month}月底": f"{step}%" for month, step in zip((3, 6, 10), steps, strict=True)},
            "12月底": "100%",
        },
        "目标": "按期完成。",
        "指标": [{**_indicator(f"<支出[项目={project}]>"), "描述": "全年支出", "依据": "年度预算"}],
    }


def _indicator(most: str) -> dict[str, str]:
    return {"一级": "产出指标", "二级": "成本指标", "三级": "全年支出", "值": f"≤{most}"}


# The file
def text_of(data: Mapping[str, Any]) -> str:
    """The file as officers write it: keys, and a line for each line of the budget."""
    return "\n".join(_block(data, 0)) + "\n"


def _block(node: Any, depth: int) -> list[str]:
    pad = "  " * depth
    if isinstance(node, list):
        return [f"{pad}- {_flow(item)}" for item in node]
    found = []
    for key, value in node.items():
        if isinstance(value, str):
            found.append(f"{pad}{_scalar(key)}: {_scalar(value)}")
        elif isinstance(value, dict) and depth and all(isinstance(v, str) for v in value.values()):
            found.append(f"{pad}{_scalar(key)}: {_flow(value)}")
        else:
            found += [f"{pad}{_scalar(key)}:", *_block(value, depth + 1)]
    return found


def _flow(node: Any) -> str:
    if isinstance(node, str):
        return _scalar(node)
    if isinstance(node, list):
        return f"[{', '.join(map(_flow, node))}]"
    return "{" + ", ".join(f"{_scalar(key)}: {_flow(value)}" for key, value in node.items()) + "}"


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[\w.（）、。，：；“”-]+|-?[0-9.]+", text) else '"' + text.replace('"', '\\"') + '"'
