"""What offices write about a budget; the wording is in `wording.yaml`."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

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
    rounded,
)

REVENUE = {
    PUBLIC: "一般公共预算拨款收入",
    FUND: "政府性基金预算拨款收入",
    CAPITAL: "国有资本经营预算拨款收入",
    SPECIAL: "财政专户管理资金收入",
    BUSINESS: "事业收入",
    OTHER: "其他收入",
}
NUMERALS = "一二三四五六七八九十"
NAMES = {PUBLIC: "一般公共预算", FUND: "政府性基金预算", CAPITAL: "国有资本经营预算"}


IN_FULL = "{a}（类）{b}（款）{c}（项）"


@cache
def wording(*files: str) -> dict[str, list[str]]:
    """Return the ways of saying each thing; those of a later file stand for those before."""
    texts = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in files)
    return {name: [str(way) for way in ways] for text in texts for name, ways in yaml.safe_load(text).items()}


@dataclass
class Writer:
    """How one office writes: its choices, drawn once, are kept for the whole document."""

    about: Department
    chance: random.Random
    places: int = 2
    kept: dict[str, str] = field(default_factory=dict)
    noun = "预算"
    files = ("wording.yaml",)

    def ways(self, name: str) -> list[str]:
        """Return every way of saying that."""
        return wording(*self.files)[name]

    def reason(self, up: bool) -> str:
        """Return a reason for a change up or down."""
        return self.chance.choice(self.ways("more" if up else "less"))

    def one(self, name: str, *ways: str) -> str:
        """Return one of the ways, those of its files if none is given; the same each time in the document."""
        if name not in self.kept:
            self.kept[name] = self.chance.choice(ways or self.ways(name))
        return self.kept[name]

    def say(self, name: str, **words: object) -> str:
        """Return the office's way of saying that, filled in."""
        return self.one(name).format(
            **{"we": self.we, "k": self.kind, "y": self.y, "b": self.y - 1, "noun": self.noun} | words
        )

    @property
    def kind(self) -> str:
        """Whose budget it is: of a 部门 with all below it, or of a 单位."""
        return "部门" if self.about.units else self.one("kind", "部门", "单位")

    @property
    def we(self) -> str:
        return self.one("we", self.about.name, f"本{self.kind}", f"我{self.kind}")

    @property
    def y(self) -> int:
        return self.about.year

    def percent(self, part: Decimal, whole: Decimal) -> str:
        return f"{rounded(part * 100 / whole, self.places)}%"

    def change(self, pair: Pair, quoted: bool = False) -> str:
        """Say a change: 比上年增加3.20万元，增长4.10%; `quoted`: with the amount of the year before."""
        than = self.say("than")
        comma = "，" if than.endswith("相比") else ""
        if not pair.change:
            return self.one("same").format(than=than).replace("相比持平", "持平").replace("同比持平", "与上年持平")
        if quoted and pair.last and than[-1] in "年数" and than != "比上年" and self.one("quoted", "", "yes"):
            than = f"{than}{pair.last}万元"
        up = pair.change > 0
        rate = self.percent(abs(pair.change), pair.last) if pair.last else ""
        word, amount = "增长" if up else self.one("down"), f"{'增加' if up else '减少'}{abs(pair.change)}万元"
        match self.one("rate") if rate else "":
            case "增减率前用逗号":
                return f"{than}{comma}{amount}，{word}{rate}"
            case "增减率前用顿号":
                return f"{than}{comma}{amount}、{word}{rate}"
            case "增减率在括号里":
                return f"{than}{comma}{amount}（{word}{rate}）"
            case "只说增减率":
                return f"{than}{comma}{word}{rate}"
            case _:
                return f"{than}{comma}{amount}"

    def changed(self, pair: Pair, quoted: bool = False) -> str:
        """Say a change with its reason."""
        reason = self.reason(pair.change > 0)
        return self.change(pair, quoted) + (self.one("why") + reason if pair.change else "")

    def moved(self, pair: Pair) -> str:
        """Say a change whose base the words before it name: 增加3.20万元，增长4.10%."""
        if not pair.change:
            return "持平"
        up = pair.change > 0
        rate = f"，{'增长' if up else '下降'}{self.percent(abs(pair.change), pair.last)}" if pair.last else ""
        reason = self.reason(up)
        return f"{'增加' if up else '减少'}{abs(pair.change)}万元{rate}{self.one('why')}{reason}"

    def both(self, pair: Pair) -> str:
        """Say a change of 收、支总计."""
        return f"各{self.moved(pair)}" if pair.change else "持平"

    def listed(self, parts: list[tuple[str, Decimal]], whole: Decimal | None = None) -> str:
        """List amounts, with their shares of a whole."""
        share = self.one("share")
        ends = [share.format(p=self.percent(v, whole)) if whole else "" for _, v in parts]
        mark = self.one("listed") if not whole else self.one("shares", "，", "；")
        return mark.join(f"{name}{v}万元{end}" for (name, v), end in zip(parts, ends, strict=True))


Part = Callable[[Writer], Iterator[str]]


def item_name(code: str, way: str) -> str:
    """Return the name of an 项 as offices write it."""
    return way.format(a=FUNCTIONAL[code[:3]], b=FUNCTIONAL.get(code[:5], ""), c=FUNCTIONAL[code], code=code)


def lines(text: str) -> Iterator[str]:
    yield from text.split("\n")


def duties(w: Writer) -> Iterator[str]:
    yield from lines(w.say("duties"))


def setup(w: Writer) -> Iterator[str]:
    offices = ["办公室", "财务科", "业务科", "法规科", "信息科"][: w.chance.randint(2, 5)]
    people = w.chance.randint(12, 60)
    every = "、".join(offices)
    yield w.say("offices", n=len(offices), list=every, staff=people + 4, people=people, old=w.chance.randint(0, 30))
    units = w.about.units
    yield w.say("units", n=len(units), m=len(units) + 1, list="、".join(units)) if units else w.say("alone")


def revenue(w: Writer) -> list[tuple[str, Decimal]]:
    found = [(REVENUE[fund], w.about.of(fund, old=False).now) for fund in w.about.funds()]
    old = w.about.of(old=True).now
    return [*found, ("上年结转", old)] if old else found


def classes(w: Writer, *wanted: str, old: bool | None = None) -> list[tuple[str, Decimal]]:
    d, way = w.about, w.one("class")
    names = [(code, FUNCTIONAL[code]) for code in d.codes(3, *wanted, old=old)]
    return [
        (way.format(n=name, x="" if name.endswith("支出") else "支出"), d.of(*wanted, old=old, code=code).now)
        for code, name in names
    ]


def overall(w: Writer) -> Iterator[str]:
    pair = w.about.of()
    words = {
        "names": "、".join(name for fund, name in REVENUE.items() if fund in w.about.funds()),
        "classes": "、".join(FUNCTIONAL[code] for code in w.about.codes(3)),
        "revenue": w.listed(revenue(w)),
        "spent": w.listed(classes(w)),
    }
    yield from lines(w.say("overall", t=pair.now, move=w.moved(pair), c=w.changed(pair), both=w.both(pair), **words))


def income(w: Writer) -> Iterator[str]:
    pair, parts = w.about.of(), revenue(w)
    numbered = "\n".join(f"{i}.{name}{v}万元。" for i, (name, v) in enumerate(parts, 1))
    shares, plain = w.listed(parts, pair.now), w.listed(parts)
    yield from lines(
        w.say(
            "income", t=pair.now, move=w.moved(pair), shares=shares, revenue=plain, c=w.changed(pair), numbered=numbered
        )
    )


def spending(w: Writer) -> Iterator[str]:
    pair = w.about.of()
    parts = [(kind, w.about.of(kind)) for kind in (BASIC, PROJECT) if w.about.of(kind).now]
    changed = "；".join(f"{kind}{one.now}万元，{w.change(one)}" for kind, one in parts)
    kinds = w.listed([(kind, one.now) for kind, one in parts], pair.now)
    words = {"kinds": kinds, "changed": changed, "spent": w.listed(classes(w))}
    yield from lines(w.say("spending", t=pair.now, move=w.moved(pair), c=w.changed(pair), **words))


def granted(w: Writer) -> Iterator[str]:
    """财政拨款收支: the three kinds of budget, and what was carried over of them."""
    d, grant = w.about, w.one("grant")
    pair = d.of(PUBLIC) + d.of(FUND) + d.of(CAPITAL)
    come = [(f"{NAMES[f]}{grant}", v) for f in NAMES if (v := d.of(f, old=False).now)]
    come += [("上年结转", old)] if (old := d.of(PUBLIC, old=True).now) else []
    codes = sorted({x.code[:3] for x in d.lines if x.fund in NAMES})
    gone = [(FUNCTIONAL[c], sum((d.of(f, code=c).now for f in NAMES), NOTHING)) for c in codes]
    words = {"come": w.listed(come), "gone": w.listed(gone)}
    yield from lines(w.say("granted", t=pair.now, c=w.changed(pair), both=w.both(pair), **words))


def public_budget(w: Writer) -> Iterator[str]:
    """一般公共预算当年拨款: how much, of what, for what."""
    d, pair = w.about, w.about.of(PUBLIC, old=False)
    titled = w.one("sub", "yes", "")
    what = "一般公共预算当年拨款"
    yield from [f"（一）{what}规模变化情况"] if titled else []
    yield w.say("public", t=pair.now, c=w.changed(pair, True))
    yield from [f"（二）{what}结构情况"] if titled else []
    yield w.say("structure", s=w.listed(classes(w, PUBLIC, old=False), pair.now))
    yield from [f"（三）{what}具体使用情况"] if titled else []
    way = w.one("name")
    for i, code in enumerate(d.codes(7, PUBLIC, old=False), 1):
        one = d.of(PUBLIC, old=False, code=code)
        use = w.chance.choice(w.ways("use"))
        yield w.say("item", i=i, n=item_name(code, way), v=one.now, c=w.changed(one), c0=w.change(one), u=use)


def basic(w: Writer) -> Iterator[str]:
    d, total = w.about, w.about.of(PUBLIC, BASIC, old=False).now
    people, rest = d.personnel(True), d.personnel(False)
    named = {flag: "、".join(ECONOMIC[i.code] for i in d.items if i.personal is flag) for flag in (True, False)}
    of_class = {f"w{c}": sum((i.amount for i in d.items if i.code[:3] == c), NOTHING) for c in ("301", "302", "303")}
    shares = {"p": w.percent(people, total), "q": w.percent(rest, total)}
    yield from lines(w.say("basic", t=total, a=people, b=rest, l=named[True], m=named[False], **shares, **of_class))


def three_public(w: Writer) -> Iterator[str]:
    d = w.about
    if not d.public.now and not d.public.last:
        yield w.say("no_public")
        return
    parts = {"a": d.abroad, "g": d.guests, "v": d.cars_cost, "b": d.buying, "d": d.driving}
    amounts = {name: pair.now for name, pair in parts.items()}
    changes = {f"{name}c": w.changed(pair) for name, pair in parts.items()}
    yield from lines(
        w.say("three_public", t=d.public.now, movec=w.moved(d.public), c=w.changed(d.public), **amounts, **changes)
    )


def fund_budget(w: Writer) -> Iterator[str]:
    yield _other_budget(w, FUND)


def capital_budget(w: Writer) -> Iterator[str]:
    yield _other_budget(w, CAPITAL)


def _other_budget(w: Writer, fund: str) -> str:
    d, pair = w.about, w.about.of(fund)
    if not pair.now:
        return w.say("none", n=NAMES[fund])
    what = "；".join(f"{item_name(code, IN_FULL)}{d.of(fund, code=code).now}万元" for code in d.codes(7, fund))
    return w.say("other_budget", n=NAMES[fund], v=pair.now, c=w.changed(pair), what=what)


def other_matters(w: Writer) -> Iterator[str]:
    number, tail = iter(NUMERALS), w.one("head2", "", "安排情况", "情况说明")
    if w.about.running.now or not w.about.organ:
        yield f"（{next(number)}）机关运行经费{tail}"
        yield _running(w)
    yield f"（{next(number)}）政府采购{tail}"
    yield _buying(w)
    yield f"（{next(number)}）国有资产占有使用情况"
    yield from _assets(w)
    yield f"（{next(number)}）{w.one('head3', '预算绩效情况', '绩效目标设置情况', '预算绩效管理工作开展情况')}"
    yield _targets(w)


def _running(w: Writer) -> str:
    running = w.about.running
    return w.say("running", v=running.now, c=w.changed(running)) if w.about.organ else w.say("no_running")


def _buying(w: Writer) -> str:
    goods, works, services = w.about.purchases
    total = goods + works + services
    if not total:
        return w.say("no_buying")
    reserved = rounded(total / 2, 2)
    small = rounded(reserved / 3, 2)
    return w.say("buying", t=total, a=goods, b=works, c=services, r=reserved, s=small)


def _assets(w: Writer) -> Iterator[str]:
    one, two, three = w.about.cars
    small, large = w.about.machines
    worth = Decimal(w.chance.randint(20000, 900000)) / 100
    yield w.say("assets", n=one + two + three, x=one, y=two, z=three, s=small + large, l=large, worth=worth)
    if w.about.buying.now:
        yield w.say("car", v=w.about.buying.now)


def _targets(w: Writer) -> str:
    d = w.about
    money = sum((v for _, v in d.projects), NOTHING)
    if not d.projects:
        return w.say("no_targets")
    return w.say("targets", t=d.of().now, a=d.of(BASIC).now, b=d.of(PROJECT).now, n=len(d.projects), m=money)


def terms(w: Writer) -> Iterator[str]:
    yield from lines(w.say("terms"))
