"""A region beside a random budget that asks for everything a template can ask for, and what it must answer.

A question is a piece of template and the text that it must print; a listing is a table and its cells.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.random_budgets.notation import Name
from tests.random_budgets.oracle import CODES, LEVELS, TAKEN_OFF, Form, Oracle, laid_over, profile_of

Question = tuple[str, str]  # template, answer
BASE = "上年预算"
WHOLE_BASE = "上年执行数"  # of which the budgets state four figures
TREES = ("资金", "性质", "年份", "费目", "类型", "面向", "人员类别", "车辆类别")
PARTS = {
    "收入": ("单位", "资金", "年份"),
    "支出": ("单位", "资金", "性质", "功能", "年份", "项目"),
    "三公经费": ("单位", "费目", "资金"),
    "机关运行经费": ("单位", "经济", "资金"),
    "政府采购": ("单位", "类型", "面向", "资金"),
    "人员": ("单位", "人员类别"),
    "车辆": ("单位", "车辆类别"),
}
COMPARED = ("收入", "支出", "支出", "三公经费", "机关运行经费")


def profile(rng: random.Random) -> dict[str, Any]:
    """What this region says over the baseline: other units, decimals, zeros, wording."""
    unit, places = rng.choice([("万元", "2"), ("万元", "2"), ("元", "2"), ("万元", "0"), ("千元", "1")])
    at = {"单位": unit, "小数": places}
    text = at | {"零": rng.choice(["0", "照小数"]), "去零": rng.choice(["是", "否"]), "千分": rng.choice(["是", "否"])}
    table = at | {"零": rng.choice(["0", "照小数", "空"]), "千分": rng.choice(["是", "否"])}
    change = {"倍数起点": "200"} if rng.random() < 0.3 else {"率": "，{率词}了{率}"}
    wording = {"缺省": change, "较": {"变动": "{主}较{基}{词}{额}", "词": ["多", "少"], "因": ""}}
    sections = [*profile_of("default")["各节"], "抽查"]
    return {
        "上级": "default",
        "口径精度": {"缺省": at},
        "文中金额": text,
        "表中金额": table,
        "同比": wording,
        "各节": sections,
    }


@dataclass(frozen=True)
class Asking:
    """Makes up questions about one budget."""

    oracle: Oracle
    rng: random.Random

    def form(self, name: Name, table: bool = False) -> Form:
        return self.oracle.form(name.measure, table)

    # Names
    def some(self, measure: str = "", base: str = "") -> Name:
        """Part of a measure, by conditions that every line of it answers."""
        measure = measure or self.rng.choice([m for m in PARTS if m in self.oracle.books[base].lines])
        known = [d for d in PARTS[measure] if not (base and d in ("年份", "经济"))]
        asked = {d: self._member(measure, d, base) for d in self.rng.sample(known, self.rng.choice([0, 1, 1, 2]))}
        if "项目" in asked:  # what follows from it is not said beside it: see 规范数名
            asked = {"项目": asked["项目"]}
        elif measure == "支出" and not base and self.rng.random() < 0.2:
            asked |= {"性质": "基本支出", self.rng.choice(["经济", "经费"]): ""}
            asked |= {d: self._member(measure, d, base) for d, m in asked.items() if not m}
        return Name(measure, tuple(sorted((d, m) for d, m in asked.items() if m)), base)

    def _member(self, measure: str, dimension: str, base: str) -> str:
        """A member that a line has, or one above it; sometimes one that no line has."""
        if dimension in TREES and self.rng.random() < 0.5:
            return self.rng.choice(list(self.oracle.trees[dimension]))
        book = self.oracle.books[base if self.rng.random() < 0.7 else ""]
        have = [
            m for line in book.lines.get(measure, []) if (m := line.dims.get(dimension, "无")) not in ("无", TAKEN_OFF)
        ]
        if not have:
            return ""
        member = self.rng.choice(have)
        return member[: self.rng.choice([3, 5, 7])] if dimension in CODES else member

    def written(self, name: Name, extra: str = "") -> str:
        """As a template writes it."""
        tail = ".".join(filter(None, (name.base, name.kind))) + (f"[{name.argument}]" if name.argument else "")
        inner = name.inner.replace('"', '\\"')
        return name.measure + (f'["{inner}"]' if inner else "") + (f'["@{tail}"]' if tail else "") + extra

    # Questions
    def all(self, count: int) -> Iterator[Question]:
        kinds: list[Callable[[], Question]] = [
            self.plain, self.base, self.changed, self.said_change, self.share, self.completion, self.counted,
            self.summed, self.parts, self.compared_parts, self.sorted_parts, self.tested, self.other_unit, self.pair,
            self.joined, self.leaves, self.whole_base, self.argued, self.argued,
        ]  # fmt: skip
        for i in range(count):
            yield kinds[i % len(kinds)]()

    def plain(self) -> Question:
        name = self.some()
        return self._print(name)

    def _print(self, name: Name) -> Question:
        return f"{{{{ {self.written(name)} }}}}", self.oracle.said(name, self.form(name))

    def base(self) -> Question:
        return self._print(self.some(self.rng.choice(COMPARED), BASE))

    def whole_base(self) -> Question:
        """Of a base of which only totals are stated."""
        nature = self.rng.choice(["", "基本支出", "项目支出"])
        name = Name("支出", (("性质", nature),) if nature else ())
        return self._print(name.of(WHOLE_BASE, self.rng.choice(["", "增减额", "增减率", "完成率"])))

    def changed(self) -> Question:
        name = self.some(self.rng.choice(COMPARED), BASE)
        return self._print(name.of(BASE, self.rng.choice(["增减额", "增减率", "完成率"])))

    def said_change(self) -> Question:
        name, rate = self.some(self.rng.choice(COMPARED), BASE).of(""), self.rng.random() < 0.7
        use = self.rng.choice(["缺省", "较"])
        call = f'|同比("这项", 用语="{use}", 率={str(rate).lower()}, 因=false)'
        return f"{{{{ {self.written(name)}{call} }}}}", self.oracle.change(
            name, BASE, "这项", self.form(name), rate, use=use
        )

    def pair(self) -> Question:
        asked = [
            Name(m, tuple({"资金": "财政拨款"}.items()) if self.rng.random() < 0.3 else ()) for m in ("收入", "支出")
        ]
        call = f'[{", ".join(map(self.written, asked))}]|同比("收支各", 分述=["收", "支"], 因=false)'
        return f"{{{{ {call} }}}}", self.oracle.together(asked, BASE, "收支各", ["收", "支"], self.form(asked[0]))

    def argued(self) -> Question:
        """A derived figure with an argument, or of a base, written in brackets or by a filter."""
        name = self.some(self.rng.choice(["收入", "支出"]), self.rng.choice(["", BASE]))
        if self.rng.random() < 0.3:
            return f"{{{{ {self.written(name)}|占比 }}}}", self.oracle.share(name, (), self.form(name))
        kinds = [("占比", "资金=财政拨款"), ("其余", "资金=财政拨款"), ("个数", "单位"), ("合计", "单位≥10万元")]
        return self._print(name.of(name.base, *self.rng.choice(kinds)))

    def share(self) -> Question:
        whole = Name("支出", tuple({"资金": "财政拨款"}.items()) if self.rng.random() < 0.5 else ())
        name = self.some(self.rng.choice(["收入", "支出"]))
        if name.measure == "支出":
            said = self.oracle.share(name, whole.conditions, self.form(name), "，")
            return f'{{{{ {self.written(name)}|占比({self.written(whole)}, 前="，") }}}}', said
        return f"{{{{ {self.written(name)}|占比 }}}}", self.oracle.share(name, (), self.form(name))

    def completion(self) -> Question:
        name = self.some(self.rng.choice(COMPARED), BASE).of("")
        return f'{{{{ {self.written(name)}|完成(比="{BASE}") }}}}', self.oracle.completion(name, BASE, self.form(name))

    def counted(self) -> Question:
        name, least = self._many()
        kind = name.of("", "个数", least)
        return f"{{{{ {self.written(name)}|个数({_arguments(least)}) }}}}", self.oracle.said(kind, self.form(name))

    def summed(self) -> Question:
        name, least = self._many()
        kind = name.of("", "合计", least)
        return f"{{{{ {self.written(name)}|合计({_arguments(least)}) }}}}", self.oracle.said(kind, self.form(name))

    def _many(self) -> tuple[Name, str]:
        dimension = self.rng.choice(["项目", "单位", "资金"])
        least = self.rng.choice(["", "", "≥5万元", "≥50万元", "≥1000元"])
        fund = {"资金": self.rng.choice(["财政拨款", "一般公共预算", "其他收入"])} if self.rng.random() < 0.4 else {}
        return Name("支出", tuple({"性质": "项目支出", **fund}.items())), dimension + least

    def parts(self) -> Question:
        name = self.some()
        free = [d for d in PARTS[name.measure] if d not in (*name.asked, "项目")]
        if not free:
            return self._print(name)
        dimension = self.rng.choice(free)
        level = f".{self.rng.choice(list(LEVELS)[: 2 if dimension == '经济' else 3])}" if dimension in CODES else ""
        zeros = dimension in TREES and self.rng.random() < 0.4
        members = self._members(name, dimension, level, ("",))
        return self._listed(
            name, f'按("{dimension}{level}"{", 含零=true" if zeros else ""})', dimension, members, zeros
        )

    def leaves(self) -> Question:
        """资金.明细: the last members; 资金.全部: every one."""
        measure = self.rng.choice(["收入", "支出", "政府采购", "人员"])
        name = Name(measure)
        dimension, level = ("人员类别" if measure == "人员" else "资金"), self.rng.choice(["明细", "全部"])
        tree = self.oracle.trees[dimension]
        members = [m for m in tree if level == "全部" or m not in tree.values()]
        if measure not in self.oracle.books[""].lines:
            return "", ""
        return self._listed(name, f'按("{dimension}.{level}")', dimension, members, False)

    def _members(self, name: Name, dimension: str, level: str, bases: tuple[str, ...]) -> list[str]:
        if dimension in TREES:
            above = name.asked.get(dimension, "")
            return [m for m, top in self.oracle.trees[dimension].items() if top == above]
        if dimension == "单位":
            return list(self.oracle.trees["单位"])
        return self.oracle.members(name, dimension, LEVELS.get(level[1:], 0), bases)

    def _listed(self, name: Name, call: str, dimension: str, members: list[str], zeros: bool) -> Question:
        shares = "{{ 部分|占比 }}" if name.measure in ("收入", "支出") else ""
        loop = f"{{% for 部分 in {self.written(name)}|{call} %}}{{{{ 部分.名称 }}}}{{{{ 部分 }}}}{shares}"
        parts = [name.where({dimension: member}) for member in members]
        parts = [part for part in parts if zeros or self.oracle.total(part)]
        form = self.form(name)
        said = [
            self.oracle.called(dimension, part.asked[dimension])
            + self.oracle.said(part, form)
            + (self.oracle.share(part, (), form) if shares else "")
            for part in parts
        ]
        return f'{loop}{{{{ loop|间("；") }}}}{{% endfor %}}', "；".join(said)

    def compared_parts(self) -> Question:
        """Those that the base has as well."""
        name, level = self.some("支出").where({}), self.rng.choice(list(LEVELS))
        name = Name("支出", tuple((d, m) for d, m in name.conditions if d in ("单位", "资金", "性质")))
        parts = [name.where({"功能": m}) for m in self._members(name, "功能", f".{level}", ("", BASE))]
        parts = [part for part in parts if self.oracle.total(part) or self.oracle.total(part.of(BASE))]
        said = [
            self.oracle.called("功能", part.asked["功能"])
            + self.oracle.change(part, BASE, "", self.form(part), rate=False)
            for part in parts
        ]
        call = f'{self.written(name)}|按("功能.{level}", 比="{BASE}")'
        body = '{{ 部分.名称 }}{{ 部分|同比(率=false, 因=false) }}{{ loop|间("；") }}'
        return f"{{% for 部分 in {call} %}}{body}{{% endfor %}}", "；".join(said)

    def sorted_parts(self) -> Question:
        name = Name("支出", (("性质", "项目支出"),))
        parts = [name.where({"项目": m}) for m in self.oracle.members(name, "项目")]
        parts = [part for part in parts if self.oracle.total(part)]
        by = self.rng.choice(["", "增减额"])
        key = {p: self.oracle.value(p.of(BASE, by) if by else p) or 0 for p in parts}
        said = [f"{p.asked['项目']}{self.oracle.said(p, self.form(p))}" for p in sorted(parts, key=lambda p: -key[p])]
        call = f'从大到小("@{BASE}.{by}")' if by else "从大到小"
        loop = f'{{% for 部分 in {self.written(name)}|按("项目")|{call} %}}{{{{ 部分.名称 }}}}{{{{ 部分 }}}}'
        return f'{loop}{{{{ loop|间("、") }}}}{{% endfor %}}', "、".join(said)

    def tested(self) -> Question:
        name = self.some()
        name = (
            name.of(BASE) if name.measure in COMPARED and self.rng.random() < 0.3 and "年份" not in name.asked else name
        )
        if name.base and ({"经济", "经费"} & {*name.asked}):
            name = Name(name.measure, (), BASE)
        nothing = self.oracle.total(name) == 0
        return f"{{% if {self.written(name)} is 无 %}}没有{{% else %}}有的{{% endif %}}", "没有" if nothing else "有的"

    def other_unit(self) -> Question:
        name, unit = self.some(self.rng.choice(["收入", "支出"])), self.rng.choice(["元", "千元", "万元", "亿元"])
        form = replace(self.form(name), unit=unit)
        if self.rng.random() < 0.5:
            return f'{{{{ {self.written(name)}|以("{unit}") }}}}', self.oracle.said(name, form)
        said = self.oracle.said(name, replace(form, trim=False))
        return f'{{{{ {self.written(name)}|以("{unit}")|足位 }}}}', said

    def joined(self) -> Question:
        name = self.some("支出")
        name = Name("支出", tuple((d, m) for d, m in name.conditions if d in ("单位", "资金")))
        members = self.oracle.members(name, "功能", LEVELS["款"])
        members = [m for m in members if self.oracle.total(name.where({"功能": m}))]
        called = [self.oracle.called("功能", m) for m in members]
        return f'{{{{ {self.written(name)}|按("功能.款")|连("和") }}}}', "和".join(called)

    # Figures in the words of the budget file
    def in_words(self) -> tuple[str, str]:
        """`甲<支出[…]@其余[资金=财政拨款]>乙`, and what it prints."""
        name = self.some(self.rng.choice(["收入", "支出", "政府采购"]))
        kinds = [("", "", ""), ("", "占比", ""), ("", "占比", "资金=财政拨款"), ("", "其余", "资金=财政拨款")]
        if name.measure == "支出":
            kinds += [("", "个数", "单位"), ("", "合计", "单位≥10万元")]
        if name.measure != "政府采购" and not {"年份", "经济", "经费"} & {*name.asked}:
            kinds += [(BASE, "", ""), (BASE, "增减额", ""), (BASE, "完成率", "")]
        asked = name.of(*self.rng.choice(kinds))
        said = self.oracle.said(asked, self.form(asked))
        if asked.kind == "增减额":
            said = self._verb(asked)
        return f"甲<{asked}>乙", f"甲{said}乙"

    def _verb(self, asked: Name) -> str:
        form, moved = self.form(asked), self.oracle.value(asked)
        amount = self.oracle.said(asked, form, absolute=True)
        assert moved is not None
        if not any(digit in amount for digit in "123456789"):
            return "基本持平" if moved else "持平"
        return ("减少" if moved < 0 else "增加") + amount


def _arguments(text: str) -> str:
    return ", ".join(f'"{part}"' for part in text.split("≥"))


# Tables
@dataclass(frozen=True)
class Listing:
    """A table's definition and the rows that it must print: the first cell tells which."""

    title: str
    definition: dict[str, Any]
    rows: dict[str, list[str]]


def listings(asking: Asking) -> list[Listing]:
    return [by_code(asking), by_project(asking), by_unit(asking)]


def _columns(names: dict[str, Name]) -> list[dict[str, Any]]:
    """Columns as a definition writes them: a base stands beside the figure."""
    found: list[dict[str, Any]] = []
    for title, name in names.items():
        own = Name(name.measure, name.conditions) if name.base else name
        aside = {"口径": ".".join(filter(None, (name.base, name.kind)))} if name.base else {}
        found.append({"标题": title, **aside, "数": str(own)} if aside else {title: str(own)})
    return found


def _rows(
    asking: Asking, names: dict[str, Name], limits: dict[str, str], rows: dict[str, dict[str, str]]
) -> dict[str, list[str]]:
    """Cells of every row; blank where no amount of the table is other than zero."""
    form, under = asking.form(Name("支出"), table=True), asking.oracle.under

    def narrowed(name: Name, at: dict[str, str]) -> Name:
        """With the conditions of table and row; of two members of one dimension the narrower."""
        own = name.asked
        taken = {d: m for d, m in {**limits, **at}.items() if d not in own or under(d, m, own[d])}
        return name.where(taken).of(name.base, name.kind, name.argument)

    cells = {label: [narrowed(name, at) for name in names.values()] for label, at in rows.items()}
    empty = not any(asking.oracle.value(name) for row in cells.values() for name in row)
    return {label: ["" if empty else asking.oracle.digits(name, form) for name in row] for label, row in cells.items()}


def by_code(asking: Asking) -> Listing:
    """支出 by 功能, with every kind of derived figure."""
    limits = asking.rng.choice([{}, {"资金": "财政拨款"}, {"性质": "本年支出"}, {"单位": "301001"}])
    basic, whole = (("性质", "基本支出"),), Name("支出")
    names = {
        "本年": whole,
        "基本": Name("支出", basic),
        "其余": whole.of("", "其余", "性质=基本支出"),
        "占比": whole.of("", "占比", ""),
        "占财政": whole.of("", "占比", "资金=财政拨款"),
        "上年": whole.of(BASE),
        "增减": whole.of(BASE, "增减额"),
        "率": whole.of(BASE, "增减率"),
        "完成": whole.of(BASE, "完成率"),
        "基本增减": Name("支出", basic, BASE, "增减额"),
        "项目个数": Name("支出", (("性质", "项目支出"),), "", "个数", "项目"),
    }
    levels = asking.rng.choice(["类", "类/款", "类/款/项", "项"])
    at = Name("支出", tuple(limits.items()))
    codes = sorted(
        {code for level in levels.split("/") for code in asking.oracle.members(at, "功能", LEVELS[level], ("", BASE))}
    )
    rows = {code: {"功能": code} for code in codes} | {"合计": {}}
    table = {
        "行": [{"每个": f"功能.{levels}", "逐级": "1"}, "合计"],
        "列": [{"编码甲": "编码"}, {"名称": "名称"}, *_columns(names)],
    }
    return Listing("编码甲", {**({"限定": limits} if limits else {}), **table}, _rows(asking, names, limits, rows))


def by_project(asking: Asking) -> Listing:
    """Projects, also those that are no more."""
    whole = Name("支出")
    funds = {fund: Name("支出", (("资金", fund),)) for fund in ("一般公共预算", "财政拨款", "其他收入")}
    names = {
        "本年": whole,
        **funds,
        "上年": whole.of(BASE),
        "增减": whole.of(BASE, "增减额"),
        "率": whole.of(BASE, "增减率"),
    }
    limits = {"性质": "项目支出"}
    projects = asking.oracle.members(Name("支出", tuple(limits.items())), "项目", 0, ("", BASE))
    rows = {project: {"项目": project} for project in projects} | {"合计": {}}
    table = {"行": [{"每个": "项目"}, "合计"], "列": [{"名称乙": "名称"}, *_columns(names)]}
    return Listing("名称乙", {"限定": limits, **table}, _rows(asking, names, limits, rows))


def by_unit(asking: Asking) -> Listing:
    """收入 of every unit, by fund and year."""
    names = {
        "合计": Name("收入"),
        "结转": Name("收入", (("年份", "上年结转"),)),
        "财政": Name("收入", (("年份", "本年"), ("资金", "财政拨款"))),
        "其他": Name("收入", (), "", "其余", "资金=财政拨款"),
        "上年": Name("收入", (), BASE),
        "增减": Name("收入", (), BASE, "增减额"),
        "资金个数": Name("收入", (), "", "个数", "资金"),
    }
    off = TAKEN_OFF if any(line.dims.get("单位") == TAKEN_OFF for line in asking.oracle.books[""].lines["收入"]) else ""
    rows = {unit: {"单位": unit} for unit in asking.oracle.units} | ({TAKEN_OFF: {"单位": TAKEN_OFF}} if off else {})
    table = {
        "行": [{"每个": "单位", "全部": "是"}, "合计"],
        "列": [{"编码丙": "编码"}, {"名称": "名称"}, *_columns(names)],
    }
    return Listing("编码丙", table, _rows(asking, names, {}, rows | {"合计": {}}))


def merged(region: dict[str, Any]) -> dict[str, Any]:
    """The whole profile of the region that says this over the baseline."""
    return laid_over(profile_of("default"), region)
