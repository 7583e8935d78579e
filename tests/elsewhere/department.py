"""An invented department with its budget, drawn from a seed. Amounts are Decimals in 万元 with two places."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reportgen.resources import classification

CENT = Decimal("0.01")
NOTHING = Decimal(0)
PUBLIC, FUND, CAPITAL, SPECIAL, BUSINESS, OTHER = (
    "一般公共预算",
    "政府性基金预算",
    "国有资本经营预算",
    "财政专户",
    "事业",
    "其他",
)
BASIC, PROJECT = "基本支出", "项目支出"

# Kinds of departments: name, whether it is a 机关, the 类 of its own work, whether it earns.
KINDS = (
    ("市场监督管理局", True, "201", False),
    ("审计局", True, "201", False),
    ("公安局", True, "204", False),
    ("人民法院", True, "204", False),
    ("第三中学", False, "205", True),
    ("职业技术学院", False, "205", True),
    ("科学技术局", True, "206", False),
    ("文化广电和旅游局", True, "207", False),
    ("图书馆", False, "207", False),
    ("残疾人联合会", True, "208", False),
    ("人民医院", False, "210", True),
    ("疾病预防控制中心", False, "210", False),
    ("生态环境局", True, "211", False),
    ("住房和城乡建设局", True, "212", False),
    ("水利局", True, "213", False),
    ("农业农村局", True, "213", False),
    ("公路管理处", False, "214", False),
    ("应急管理局", True, "224", False),
)
PLACES = ("青榆县", "临河区", "云渡市", "石泉镇", "梧川县", "江北区", "松原市")
EVERYWHERE = ("2080505", "2080506", "2101101", "2101102", "2210201", "2080501", "2080502", "2210203")
FUND_CODES = ("2120803", "2120804", "2120899", "2296002", "2296003", "2296006", "2136699")
CAPITAL_CODES = ("2230105", "2239999")
PERSONAL = ("30101", "30102", "30103", "30107", "30108", "30109", "30110", "30112", "30113", "30199")
AID = ("30301", "30302", "30305", "30309", "30399")
RUNNING = ("30201", "30202", "30205", "30206", "30207", "30211", "30213", "30215", "30216", "30228", "30229", "30299")


def _names(table: str) -> dict[str, str]:
    with (classification() / table).open(encoding="utf-8", newline="") as file:
        return {
            row["编码"]: row["名称"]
            for row in csv.DictReader(file)
            if not row["截止年度"] and row["起始年度"] <= "2023"
        }


FUNCTIONAL, ECONOMIC = _names("functional.csv"), _names("economic.csv")


@dataclass(frozen=True)
class Line:
    """Money of one 项 from one fund for one kind of spending; `old`: it was carried over from the year before."""

    code: str
    fund: str
    kind: str
    now: Decimal
    last: Decimal
    old: bool = False


@dataclass(frozen=True)
class Item:
    """An economic 款 of the basic expenditure; `personal`: of 人员经费."""

    code: str
    amount: Decimal

    @property
    def personal(self) -> bool:
        return self.code[:3] != "302"


@dataclass(frozen=True)
class Pair:
    """An amount of this year beside that of the year before."""

    now: Decimal
    last: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.last

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.now + other.now, self.last + other.last)


@dataclass(frozen=True)
class Department:
    name: str
    organ: bool
    year: int
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    abroad: Pair
    buying: Pair
    driving: Pair
    guests: Pair
    running: Pair
    purchases: tuple[Decimal, Decimal, Decimal]
    cars: tuple[int, int, int]
    machines: tuple[int, int]
    projects: tuple[tuple[str, Decimal], ...]
    units: tuple[str, ...]

    def of(self, *wanted: str, old: bool | None = None, code: str = "") -> Pair:
        """Return the money of these funds and kinds, of this 类, 款 or 项; every one where none is named."""
        chosen = [
            line
            for line in self.lines
            if {*wanted} <= {line.fund, line.kind} and line.code.startswith(code) and old in (None, line.old)
        ]
        return Pair(sum((x.now for x in chosen), Decimal(0)), sum((x.last for x in chosen), Decimal(0)))

    def codes(self, length: int, *wanted: str, old: bool | None = None) -> Iterator[str]:
        """Yield the codes of this length that have money this year, in order."""
        yield from sorted({x.code[:length] for x in self.lines if self.of(*wanted, old=old, code=x.code[:length]).now})

    @property
    def public(self) -> Pair:
        """“三公” expenditure."""
        return self.abroad + self.cars_cost + self.guests

    @property
    def cars_cost(self) -> Pair:
        return self.buying + self.driving

    def personnel(self, personal: bool) -> Decimal:
        return sum((item.amount for item in self.items if item.personal is personal), Decimal(0))

    def funds(self, old: bool | None = False) -> tuple[str, ...]:
        every = (PUBLIC, FUND, CAPITAL, SPECIAL, BUSINESS, OTHER)
        return tuple(fund for fund in every if self.of(fund, old=old).now)


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def department(seed: int) -> Department:
    """Return the department of that seed."""
    chance = random.Random(seed)
    own, organ, subject, earns = chance.choice(KINDS)
    name = chance.choice(PLACES) + own
    lines = _lines(chance, organ, subject, earns)
    items = _items(chance, lines)
    money = {item.code: item.amount for item in items}
    guests, driving = money.get("30217", Decimal(0)), money.get("30231", Decimal(0))
    running = sum((item.amount for item in items if not item.personal), Decimal(0)) if organ else Decimal(0)
    buying = Decimal(chance.choice((0, 0, 0, 18, 25)))
    units = tuple(
        f"{name[:3]}{x}" for x in chance.sample(("服务中心", "执法大队", "信息中心", "培训中心"), chance.randint(0, 3))
    )
    return Department(
        name,
        organ,
        chance.choice((2024, 2025, 2026)),
        lines,
        items,
        Pair(Decimal(chance.choice((0, 0, 3, 8))), Decimal(chance.choice((0, 0, 3)))),
        Pair(buying, Decimal(chance.choice((0, 0, 18)))),
        Pair(driving, _near(chance, driving)),
        Pair(guests, _near(chance, guests)),
        Pair(running, _near(chance, running)),
        tuple(_money(chance, 0, 90) if chance.random() < 0.7 else Decimal(0) for _ in range(3)),
        (chance.randint(0, 2), chance.randint(0, 4), chance.randint(0, 3)) if driving else (0, 0, 0),
        (chance.choice((0, 0, 2, 5)), chance.choice((0, 0, 1))),
        _projects(chance, lines),
        units,
    )


def _money(chance: random.Random, low: int, high: int) -> Decimal:
    return Decimal(chance.randint(low * 100 + 1, high * 100)) * CENT


def _near(chance: random.Random, amount: Decimal) -> Decimal:
    """Return last year's amount: the same, none, or somewhat more or less."""
    if not amount or chance.random() < 0.2:
        return amount
    return rounded(amount * Decimal(chance.randint(60, 145)) / 100, 2)


def _lines(chance: random.Random, organ: bool, subject: str, earns: bool) -> tuple[Line, ...]:
    below = [code for code in FUNCTIONAL if len(code) == 7 and code.startswith(subject) and _may_be_own(code)]
    own = chance.sample(below, min(len(below), chance.randint(2, 5)))
    shared = [
        c
        for c in EVERYWHERE
        if (organ or c not in ("2101101", "2080501")) and (not organ or c not in ("2101102", "2080502"))
    ]
    found = [
        Line(code, PUBLIC, BASIC, now, _near(chance, now)) for code in own[:1] for now in [_money(chance, 300, 2500)]
    ]
    for code in chance.sample(shared, chance.randint(3, len(shared))):
        now = _money(chance, 20, 260)
        found.append(Line(code, PUBLIC, BASIC, now, _near(chance, now)))
    for code in own[1:]:
        now = _money(chance, 5, 400)
        found.append(Line(code, PUBLIC, PROJECT, now, _near(chance, now)))
    if chance.random() < 0.3:
        code = chance.choice(FUND_CODES)
        now = _money(chance, 30, 900)
        found.append(Line(code, FUND, PROJECT, now, _near(chance, now)))
    if chance.random() < 0.1:
        found.append(Line(chance.choice(CAPITAL_CODES), CAPITAL, PROJECT, now := _money(chance, 30, 90), now))
    if chance.random() < 0.35 and own[1:]:
        found.append(Line(own[1], PUBLIC, PROJECT, _money(chance, 3, 120), _money(chance, 3, 120), True))
    if earns:
        now = _money(chance, 100, 3000)
        found.append(Line(own[0], BUSINESS, BASIC, now, _near(chance, now)))
        if chance.random() < 0.4:
            found.append(Line(own[0], SPECIAL, PROJECT, now := _money(chance, 100, 800), _near(chance, now)))
    if chance.random() < 0.25:
        now = _money(chance, 2, 60)
        found.append(Line(own[0], OTHER, chance.choice((BASIC, PROJECT)), now, _near(chance, now)))
    return tuple(found)


# What an economic 款 pays for is the 项 of the same purpose, to the cent.
SAME = {"2080505": "30108", "2080506": "30109", "2101101": "30110", "2101102": "30110", "2210201": "30113"}


def _may_be_own(code: str) -> bool:
    """Whether 一般公共预算 may have the item: no pension, nothing that debt of a fund pays."""
    return code[:5] != "20805" and not any(word in FUNCTIONAL[code] for word in ("债务", "专项资金支出", "基金"))


def _items(chance: random.Random, lines: tuple[Line, ...]) -> tuple[Item, ...]:
    """Return the basic expenditure of 一般公共预算 parted into economic 款, to the cent."""
    own: dict[str, Decimal] = {}
    for line in lines:
        if line.fund == PUBLIC and line.kind == BASIC and line.code in SAME:
            own[SAME[line.code]] = own.get(SAME[line.code], Decimal(0)) + line.now
    rest = sum((x.now for x in lines if x.fund == PUBLIC and x.kind == BASIC), Decimal(0)) - sum(own.values())
    free = [code for code in PERSONAL if code not in SAME.values()]
    codes = [*chance.sample(free, chance.randint(2, len(free))), *chance.sample(AID, chance.randint(0, 3))]
    codes += chance.sample(RUNNING, chance.randint(3, 9))
    codes += [code for code in ("30217", "30231") if chance.random() < 0.7]
    weights = [200 if c in PERSONAL else 2 if c in ("30217", "30231") else chance.randint(2, 25) for c in codes]
    parts = [rounded(rest * weight / sum(weights), 2) for weight in weights]
    parts[0] += rest - sum(parts)
    every = {**own, **dict(zip(codes, parts, strict=True))}
    return tuple(Item(code, part) for code, part in sorted(every.items()) if part)


def _projects(chance: random.Random, lines: tuple[Line, ...]) -> tuple[tuple[str, Decimal], ...]:
    """Return some of the projects by name, each with its whole money."""
    names = ("信息系统运行维护", "业务用房维修", "专项整治", "设备购置", "业务培训", "公共服务保障")
    own = [line for line in lines if line.kind == PROJECT and line.fund == PUBLIC and not line.old]
    return tuple((name, line.now) for name, line in zip(chance.sample(names, min(len(own), 3)), own, strict=False))
