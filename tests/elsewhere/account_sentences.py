"""What offices write about final accounts; the wording is in `accounts.yaml`."""

import random
from collections.abc import Iterator
from decimal import Decimal

from tests.elsewhere.accounts import Accounts
from tests.elsewhere.department import (
    BASIC,
    CAPITAL,
    ECONOMIC,
    FUNCTIONAL,
    FUND,
    NOTHING,
    PROJECT,
    PUBLIC,
    Pair,
    rounded,
)
from tests.elsewhere.sentences import IN_FULL, NUMERALS, Writer, item_name, lines

RECEIVED = {
    PUBLIC: "一般公共预算财政拨款收入",
    FUND: "政府性基金预算财政拨款收入",
    CAPITAL: "国有资本经营预算财政拨款收入",
    "事业": "事业收入",
    "其他": "其他收入",
}


class Accountant(Writer):
    """How one office writes about its accounts."""

    noun = "决算"
    files = ("wording.yaml", "accounts.yaml")

    def __init__(self, accounts: Accounts, chance: random.Random) -> None:
        super().__init__(accounts.spent, chance)
        self.accounts = accounts

    def completed(self, now: Decimal, plan: Decimal) -> str:
        """Say how an amount differs from its plan."""
        if now == plan:
            return self.one("equal")
        return self.one("over" if now > plan else "under") + self.reason(now > plan)

    def moved_all(self, pair: Pair) -> str:
        """Say a change as a sentence of its own: 与上年相比，财政拨款支出增加…"""
        than = "与上年相比"
        if not pair.change:
            return f"{than}，支出持平"
        up = pair.change > 0
        rate = f"，{'增长' if up else '下降'}{self.percent(abs(pair.change), pair.last)}"
        what = "一般公共预算财政拨款支出"
        return f"{than}，{what}{'增加' if up else '减少'}{abs(pair.change)}万元{rate}，主要原因是{self.reason(up)}"

    def two(self, pair: Pair, what: str) -> str:
        """Say how 收、支总计 changed."""
        if not pair.change:
            return f"与上年相比，{what}收、支总计持平"
        up = pair.change > 0
        rate = f"，{'增长' if up else '下降'}{self.percent(abs(pair.change), pair.last)}" if pair.last else ""
        moved = f"各{'增加' if up else '减少'}{abs(pair.change)}万元{rate}"
        return f"与{self.y - 1}年度相比，{what}收、支总计{moved}，主要原因是{self.reason(up)}"


def overall(w: Accountant) -> Iterator[str]:
    a = w.accounts
    words = {"i": a.received(), "s": a.start.now, "o": w.about.of().now, "e": a.end.now}
    yield from lines(
        w.say("overall", t=a.total.now, both=w.both(a.total), c=w.changed(a.total), two=w.two(a.total, ""), **words)
    )


def income(w: Accountant) -> Iterator[str]:
    a = w.accounts
    parts = [(name, v) for fund, name in RECEIVED.items() if (v := a.source(fund))]
    pair = Pair(a.received(), w.about.of().last + a.end.last - a.start.last)
    numbered = "\n".join(f"（{n}）{name}{v}万元。" for n, (name, v) in zip(NUMERALS, parts, strict=False))
    shares = w.listed(parts, pair.now)
    yield from lines(
        w.say("income", t=pair.now, plain=w.listed(parts), shares=shares, c=w.changed(pair), numbered=numbered)
    )


def spending(w: Accountant) -> Iterator[str]:
    pair = w.about.of()
    parts = [(kind, v) for kind in (BASIC, PROJECT) if (v := w.about.of(kind).now)]
    yield from lines(
        w.say("spending", t=pair.now, plain=w.listed(parts), shares=w.listed(parts, pair.now), c=w.changed(pair))
    )


def granted(w: Accountant) -> Iterator[str]:
    pair = w.accounts.granted
    yield from lines(w.say("granted", t=pair.now, both=w.both(pair), c=w.changed(pair), two=w.two(pair, "财政拨款")))


def public(w: Accountant) -> Iterator[str]:
    d, pair, plan = w.about, w.about.of(PUBLIC), sum(w.accounts.planned.values(), NOTHING)
    yield "（一）一般公共预算财政拨款支出决算总体情况"
    share = w.percent(pair.now, d.of().now)
    yield w.say("public", t=pair.now, p=share, c=w.changed(pair), move=w.moved_all(pair))
    yield "（二）一般公共预算财政拨款支出决算结构情况"
    way = w.one("class")
    parts = [(way.format(n=FUNCTIONAL[c]), d.of(PUBLIC, code=c).now) for c in d.codes(3, PUBLIC)]
    yield w.say("structure", t=pair.now, s=w.listed(parts, pair.now))
    yield "（三）一般公共预算财政拨款支出决算具体情况"
    yield w.say("detail", p=plan, t=pair.now, r=w.percent(pair.now, plan))
    for i, (code, planned) in enumerate(w.accounts.planned.items(), 1):
        now = d.of(PUBLIC, code=code).now
        rate = w.percent(now, planned) if planned else ""
        words = {"n": item_name(code, w.one("name")), "p": planned, "v": now, "d": w.completed(now, planned)}
        yield w.say("item", i=i, r=rate, **words).split("|")[0 if planned else 1]


def basic(w: Accountant) -> Iterator[str]:
    d = w.about
    people, rest = d.personnel(True), d.personnel(False)
    named = {flag: "、".join(ECONOMIC[i.code] for i in d.items if i.personal is flag) for flag in (True, False)}
    total = people + rest
    shares = {"p": w.percent(people, total), "q": w.percent(rest, total)}
    yield from lines(w.say("basic", t=total, a=people, b=rest, l=named[True], m=named[False], **shares))


def three_public(w: Accountant) -> Iterator[str]:
    d, a = w.about, w.accounts
    total, plan = d.public, sum(a.public_plan.values(), NOTHING)
    if not total.now:
        yield w.say("no_public")
        return
    pairs = {"a": d.abroad, "g": d.guests, "v": d.cars_cost}
    words: dict[str, object] = {"tp": plan, "t": total.now, "r": w.percent(total.now, plan), "c": w.changed(total)}
    words |= {f"{name}p": a.public_plan[name] for name in ("a", "b", "d", "g")}
    words |= {name: pair.now for name, pair in pairs.items()} | {"b": d.buying.now, "dr": d.driving.now}
    words |= {f"{name}c": w.changed(pair) for name, pair in pairs.items()}
    words |= {f"{name}s": w.percent(pair.now, total.now) for name, pair in pairs.items()}
    words |= {"teams": 1 if d.abroad.now else 0, "travellers": 3 if d.abroad.now else 0}
    words |= {"bought": 1 if d.buying.now else 0, "kept": sum(d.cars), "visits": a.visits, "guests": a.guests}
    yield from lines(w.say("three_public", movec=w.moved(total), d=w.completed(total.now, plan), **words))


def fund(w: Accountant) -> Iterator[str]:
    d, pair = w.about, w.about.of(FUND)
    if not pair.now:
        yield w.say("none", n="政府性基金预算")
        return
    what = "；".join(f"{item_name(c, IN_FULL)}{d.of(FUND, code=c).now}万元" for c in d.codes(7, FUND))
    yield w.say("fund", v=pair.now, what=what, c=w.changed(pair))


def capital(w: Accountant) -> Iterator[str]:
    pair = w.about.of(CAPITAL)
    if pair.now:
        yield f"{w.y}年度国有资本经营预算财政拨款支出{pair.now}万元。"
    else:
        yield w.say("none", n="国有资本经营预算")


def other_matters(w: Accountant) -> Iterator[str]:
    d, number = w.about, iter(NUMERALS)
    yield f"（{next(number)}）机关运行经费支出情况"
    if d.running.now:
        up = f"增加{d.running.now - d.running.now // 2}万元，主要原因是{w.reason(True)}"
        yield w.say("running", v=d.running.now, c=w.changed(d.running), up=up)
    else:
        yield (
            "本单位为事业单位，无机关运行经费支出。" if not d.organ else f"{w.y}年度机关运行经费支出0万元，与上年持平。"
        )
    yield f"（{next(number)}）政府采购支出情况"
    yield _buying(w)
    yield f"（{next(number)}）国有资产占用情况"
    one, two, three = d.cars
    small, large = d.machines
    yield w.say("assets", n=one + two + three, x=one, z=two, w=three, sm=small + large, l=large)
    yield f"（{next(number)}）预算绩效管理情况"
    yield _targets(w)


def _buying(w: Accountant) -> str:
    goods, works, services = w.about.purchases
    total = goods + works + services
    if not total:
        return w.say("no_buying")
    middle = rounded(total * 80 / 100, 2)
    small = rounded(middle / 2, 2)
    shares = {"ms": w.percent(middle, total), "ss": w.percent(small, total), "sm": w.percent(small, middle)}
    return w.say("buying", t=total, a=goods, b=works, c=services, m=middle, s=small, **shares)


def _targets(w: Accountant) -> str:
    money = w.about.of(PUBLIC, PROJECT).now
    count = len({x.code for x in w.about.lines if x.fund == PUBLIC and x.kind == PROJECT})
    return w.say("targets", n=count, m=money, r="100%") if money else w.say("no_targets")
