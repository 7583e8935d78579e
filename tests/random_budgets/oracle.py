"""What a budget's figures are: worked out from its file, its region's profile and the manual, with nothing of ours.

The notation is docs/REGIONS.md section 3; lines and their parts docs/budget-file.zh.md; a derived figure is made of its
operands as they print at 口径精度, everything else is an exact sum, and a number is rounded once, half up.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.random_budgets.notation import Name, conditions, name

ROOT = Path(__file__).parents[2]
UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
LEVELS = {"类": 3, "款": 5, "项": 7}
CODES = ("功能", "经济", "政府经济")
TAKEN_OFF = "内部抵销"
FIXED_BY_PROJECT = ("性质", "项目类别", "功能", "单位")
DEEPER = ("同比", "指标", "口径", "标准")

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays text


# The region
def profile_of(region: str, kind: str = "") -> dict[str, Any]:
    """profile.yaml of a region over its parents', with that of the kind of document over it."""
    folder = ROOT / "templates" / region
    own = _read(folder)
    found = laid_over(profile_of(own.get("上级", "default")), own) if region != "default" else own
    return laid_over(found, _read(folder / kind)) if kind and (folder / kind / "profile.yaml").exists() else found


def _read(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((folder / "profile.yaml").read_text("utf8"), _LOADER)
    return found


def laid_over(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key; where a value is a mapping its keys one by one, of some keys one level deeper."""
    return {**below, **{key: _over(below.get(key), value, 2 if key in DEEPER else 1) for key, value in own.items()}}


def _over(below: Any, own: Any, levels: int) -> Any:
    if not (levels and isinstance(below, dict) and isinstance(own, dict)):
        return own
    return {**below, **{key: _over(below.get(key), value, levels - 1) for key, value in own.items()}}


def tree_of(node: Any, above: str = "") -> Iterator[tuple[str, str]]:
    """Every member of a closed dimension with the one above it, in order."""
    for item in [node] if isinstance(node, (str, dict)) else node:
        if isinstance(item, str):
            yield item, above
        else:
            for member, below in item.items():
                yield member, above
                yield from tree_of(below, member)


# Numbers
def half_up(number: Fraction, places: int) -> Fraction:
    """Rounded once, halves away from zero."""
    size = (2 * abs(number) * 10**places + 1) // 2
    return Fraction(int(size) if number >= 0 else -int(size), 10**places)


def decimals(number: Fraction, places: int) -> str:
    """So many decimals; minus only before what is not zero."""
    shown = half_up(number, places)
    whole = f"{abs(int(shown * 10**places)):0{places + 1}d}"
    text = f"{whole[:-places]}.{whole[-places:]}" if places else whole
    return f"-{text}" if shown < 0 else text


@dataclass(frozen=True)
class Form:
    """How numbers print in text or in a table (文中金额, 表中金额)."""

    unit: str
    places: int
    zero: str
    trim: bool
    grouped: bool
    in_text: bool
    rate_places: int = 2
    trim_rates: bool = False

    def amount(self, yuan: Fraction) -> str:
        return self._zero(self.places) if not yuan else self._said(yuan / UNITS[self.unit], self.places)

    def count(self, pieces: Fraction) -> str:
        return self._zero(0) if not pieces else self._said(pieces, 0)

    def percent(self, ratio: Fraction) -> str:
        if self.in_text and ratio in (0, 1):
            return "100" if ratio else "0"
        if not ratio:
            return self._zero(self.rate_places)
        text = decimals(ratio * 100, self.rate_places)
        return self._grouped(_trimmed(text) if self.trim_rates else text)

    def _zero(self, places: int) -> str:
        if self.zero != "照小数":
            return {"空": "", "0": "0"}[self.zero]
        return "0" if self.trim else decimals(Fraction(0), places)

    def _said(self, number: Fraction, places: int) -> str:
        text = decimals(number, places)
        return self._grouped(_trimmed(text) if self.trim else text)

    def _grouped(self, text: str) -> str:
        return re.sub(r"(?<=\d)(?=(?:\d{3})+(?:\.|$))(?<!\.\d)(?<!\.\d\d)", ",", text) if self.grouped else text


def _trimmed(text: str) -> str:
    return re.sub(r"\.?0+$", "", text) if "." in text else text


# The file
@dataclass(frozen=True)
class Line:
    dims: Mapping[str, str]
    amount: Fraction


@dataclass
class Book:
    """This year, or one base: lines of measures, and figures stated whole."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    whole: dict[Name, Fraction] = field(default_factory=dict)


class Oracle:
    """The figures of one budget file; `others`: what the files say that it names, by name."""

    def __init__(
        self,
        data: Mapping[str, Any],
        others: Mapping[str, Mapping[str, Any]] | None = None,
        profile: Mapping[str, Any] | None = None,
    ) -> None:
        self.data, self.others = data, others or {}
        self.profile = profile or profile_of(data["模板"], data["文种"])
        self.measures: dict[str, Any] = self.profile["指标"]
        self.trees = {d: dict(tree_of(node)) for d, node in self.profile["维度"].items()}
        units = data["部门"].get("单位") or [{"编码": data["部门"].get("编码", "1"), "名称": data["部门"]["名称"]}]
        self.units = {unit["编码"]: unit["名称"] for unit in units}
        self.trees["单位"] = dict.fromkeys([*self.units, TAKEN_OFF], "")
        self.books = {"": self._book(data, data)} | {base: self._base(base) for base in self.profile["口径"]}
        for base, book in self.books.items():
            self._take_off(book, base)

    def _base(self, base: str) -> Book:
        stated = self.data.get(base, {})
        if stated == "无":
            return Book({measure: [] for measure in self.measures})
        if isinstance(stated, str):
            other = self.others[stated]
            return self._adjusted(self._book(other, other))
        return self._adjusted(self._book(stated, self.data))

    def _book(self, section: Mapping[str, Any], file: Mapping[str, Any]) -> Book:
        book = Book()
        for key, value in section.items():
            measure = re.split(r"[\[@]", key)[0]
            if measure not in self.measures:
                continue
            if "[" in key or (isinstance(value, str) and value != "无" and section is not file):
                book.whole[name(key)] = self._amount(measure, value, file["金额单位"])
            else:
                book.lines[measure] = list(self._lines(measure, value, file))
        return book

    def _lines(self, measure: str, value: Any, file: Mapping[str, Any]) -> Iterator[Line]:
        if value == "无":
            return
        sectioned = self.measures[measure].get("分节", "")
        for stated in self._stated(value, sectioned):
            unit = stated.get("金额单位", file["金额单位"])
            said = stated.get("金额", stated.get("数量", ""))
            dims = {d: m for d, m in stated.items() if d in self.measures[measure]["维度"]}
            yield Line(self._completed(measure, dims, file), self._amount(measure, said, unit))

    def _stated(self, value: Any, sectioned: str) -> Iterator[dict[str, str]]:
        """A list of lines, one line, or lines under headings with what is common to them."""
        if isinstance(value, str):
            yield {"金额": value}
        elif isinstance(value, list):
            yield from value
        elif "金额" in value or "数量" in value:
            yield value
        else:
            common = value.get("缺省", {})
            for member, below in value.items():
                if member != "缺省" and below != "无":
                    for line in self._stated(below, sectioned):
                        yield {**common, sectioned: member, **line}

    def _amount(self, measure: str, text: str, unit: str) -> Fraction:
        if text == "无":
            return Fraction(0)
        number, own = re.fullmatch(r"(-?[0-9.]+)(\D*)", text).groups()  # type: ignore[union-attr]
        money = self.measures[measure].get("量", "金额") == "金额"
        return Fraction(number) * (UNITS[own or unit] if money else 1)

    def _completed(self, measure: str, dims: dict[str, str], file: Mapping[str, Any]) -> dict[str, str]:
        """With what follows: 缺省成员, 隐含, 推导, the only unit."""
        known = self.measures[measure]["维度"]
        units = [unit["编码"] for unit in file["部门"].get("单位", [])] or [*self.units]
        follows = dict(self.profile.get("缺省成员", {})) | ({"单位": units[0]} if len(units) == 1 else {})
        dims = {d: m for d, m in follows.items() if d in known} | dims
        for dimension, members in self.profile.get("隐含", {}).items():
            for member, implied in members.items():
                if dimension in dims and self.under(dimension, dims[dimension], member):
                    dims = {d: m for d, m in implied.items() if d in known} | dims
        for dimension, sources in self.profile.get("推导", {}).items():
            for source, prefixes in sources.items():
                for prefix, member in prefixes.items():
                    if dimension in known and dims.get(source, "").startswith(prefix):
                        dims.setdefault(dimension, member)
        return dims

    def _adjusted(self, book: Book) -> Book:
        """口径调整: members of a base as they are called this year; the longest rule on a code first."""
        rules: dict[str, dict[str, str]] = self.data.get("口径调整", {})

        def now(dimension: str, member: str) -> str:
            of = rules.get(dimension, {})
            if dimension in CODES:
                fitting = max((old for old in of if member.startswith(old)), key=len, default="")
                return of[fitting] + member[len(fitting) :] if fitting else member
            return of.get(member, member)

        lines = {
            measure: [Line({d: now(d, m) for d, m in line.dims.items()}, line.amount) for line in found]
            for measure, found in book.lines.items()
        }
        return Book(lines, book.whole)

    def _take_off(self, book: Book, base: str) -> None:
        """内部往来: so much of the payer's expenditure and of the receiver's revenue, under a unit of its own."""
        section = self.data.get(base, {}) if base else self.data
        section = self.others[section] if isinstance(section, str) and section in self.others else section
        file = section if section in self.others.values() else self.data
        declared = section.get("内部往来", []) if isinstance(section, Mapping) else []
        codes = {called: code for code, called in self.units.items()}
        for transfer in declared:
            for measure, who, dimension in (("支出", "付", "性质"), ("收入", "收", "资金")):
                said, unit = transfer[measure], codes.get(transfer[who], transfer[who])
                asked = {"单位": unit, **(conditions(said) if "=" in said else {dimension: said})}
                left = self._amount(measure, transfer["金额"], file["金额单位"])
                for line in self._matching(book, measure, asked):
                    part = min(left, line.amount)
                    left -= part
                    if part:
                        book.lines[measure].append(Line({**line.dims, "单位": TAKEN_OFF}, -part))

    # Sums
    def under(self, dimension: str, member: str, top: str) -> bool:
        """Whether a member is `top` or a part of it."""
        if member == top:
            return True
        if dimension in CODES:
            return member != "无" and member.startswith(top)
        tree = self.trees.get(dimension, {})
        while member and member != top:
            member = tree.get(member, "")
        return member == top

    def _matching(self, book: Book, measure: str, asked: Mapping[str, str]) -> list[Line]:
        found = []
        for line in book.lines.get(measure, []):
            if all(self.under(d, line.dims.get(d, "?"), member) for d, member in asked.items()):
                found.append(line)
        return found

    def total(self, asked: Name) -> Fraction:
        """The exact sum of this year's or a base's lines, or the figure where it is stated whole."""
        book = self.books[asked.base]
        for whole, amount in book.whole.items():
            if whole.measure == asked.measure and self._same(whole.asked, asked.asked):
                return amount
        return sum((line.amount for line in self._matching(book, asked.measure, asked.asked)), Fraction(0))

    def _same(self, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
        """Whether conditions are of one figure: of a project, what follows from it need not be said."""
        project = one.get("项目") or other.get("项目")
        drop = FIXED_BY_PROJECT if project else ()
        return {d: m for d, m in one.items() if d not in drop} == {d: m for d, m in other.items() if d not in drop}

    def shown(self, asked: Name) -> Fraction:
        """元 as they print at 口径精度; pieces as they are."""
        exact = self.total(asked)
        if self.is_count(asked.measure):
            return exact
        precision = self.profile["口径精度"].get(asked.measure, self.profile["口径精度"]["缺省"])
        scale = UNITS[precision["单位"]]
        return half_up(exact / scale, int(precision["小数"])) * scale

    def is_count(self, measure: str) -> bool:
        return self.measures[measure].get("量", "金额") != "金额"

    def value(self, asked: Name) -> Fraction | None:
        """元, pieces or a ratio; None where there is none."""
        plain = Name(asked.measure, asked.conditions, asked.base)
        this_year = Name(asked.measure, asked.conditions)
        match asked.kind:
            case "":
                return self.total(asked)
            case "增减额":
                return self.shown(this_year) - self.shown(plain)
            case "增减率":
                new, old = self.total(this_year), self.shown(plain)
                return (self.shown(this_year) - old) / old if old > 0 and new >= 0 and self.total(plain) > 0 else None
            case "完成率":
                old = self.shown(plain)
                return self.shown(this_year) / old if old else None
            case "占比":
                whole = self.shown(Name(asked.measure, tuple(conditions(asked.argument).items()), asked.base))
                return self.shown(plain) / whole if whole else None
            case "其余":
                part = asked.where(conditions(asked.argument))
                return self.total(plain) - self.total(part.of(asked.base))
            case "个数":
                return Fraction(sum(self.times(member) for member, _ in self.large(asked)))
            case "合计":
                return sum((amount for _, amount in self.large(asked)), Fraction(0))
        raise AssertionError(asked)

    def large(self, asked: Name) -> list[tuple[str, Fraction]]:
        """The members of a dimension that are not zero, or reach so much (`项目≥100万元`)."""
        dimension, _, least = asked.argument.partition("≥")
        start = self._amount("支出", least, "元") if least else None
        plain = Name(asked.measure, asked.conditions)
        each = [(m, self.total(plain.where({dimension: m}).of(asked.base))) for m in self.members(asked, dimension)]
        return [(m, amount) for m, amount in each if amount and (start is None or amount >= start)]

    def times(self, project: str) -> int:
        return int(self.data.get("项目", {}).get(project, {}).get("个数", 1))

    def members(self, asked: Name, dimension: str, length: int = 0, bases: Sequence[str] = ("",)) -> list[str]:
        """Members that lines have: codes in order, closed dimensions as in their tree, others as in the file."""
        seen: dict[str, None] = {}
        for base in (asked.base,) if bases == ("",) else bases:
            for line in self._matching(self.books[base], asked.measure, asked.asked):
                member = line.dims.get(dimension, "无")
                if member != "无" and len(member) >= length:
                    seen.setdefault(member[:length] if length else member)
        if dimension in CODES:
            return sorted(seen)
        return [m for m in self.trees[dimension] if m in seen] if dimension in self.trees else list(seen)

    # Words
    def called(self, dimension: str, member: str) -> str:
        """What a member is called in print."""
        if dimension == "单位":
            return {**self.units, TAKEN_OFF: TAKEN_OFF}[member]
        if dimension not in CODES:
            return member
        return self.data.get("科目名称", {}).get(member) or self._catalogue[dimension].get(member, member)

    @cached_property
    def _catalogue(self) -> dict[str, dict[str, str]]:
        found = {}
        files = zip(CODES, ("functional", "economic", "government-economic"), strict=True)
        for dimension, stem in files:
            rows = csv.DictReader((ROOT / "data/classification" / f"{stem}.csv").read_text("utf8").splitlines())
            year = int(self.data["年度"])
            fitting = [r for r in rows if int(r["起始年度"] or 0) <= year <= int(r["截止年度"] or 9999)]
            found[dimension] = {row["编码"]: row["名称"] for row in fitting}
        return found

    def form(self, measure: str = "", table: bool = False) -> Form:
        """文中金额 or 表中金额; a measure with a precision of its own prints so in text."""
        said = dict(self.profile["表中金额" if table else "文中金额"])
        if not table:
            said |= self.profile["口径精度"].get(measure, {})
        return self._form(said, not table)

    def _form(self, said: Mapping[str, str], in_text: bool) -> Form:
        places, rate = int(said["小数"]), int(said.get("率小数", 2))
        trim, grouped, trim_rates = (said.get(key) == "是" for key in ("去零", "千分", "率去零"))
        return Form(said["单位"], places, said.get("零", "照小数"), trim, grouped, in_text, rate, trim_rates)

    def forms(self) -> list[Form]:
        """Every form that tables of the region print in: 表中金额, and that with what a table says over it."""
        said = [self.profile["表中金额"], *self._table_forms]
        return [self._form({**self.profile["表中金额"], **own}, False) for own in said]

    @cached_property
    def _table_forms(self) -> list[dict[str, str]]:
        paths = sorted((ROOT / "templates" / self.data["模板"]).rglob("tables/*.yaml"))
        found = [yaml.load(path.read_text("utf8"), _LOADER) for path in paths]
        return [table["金额"] for table in found if "金额" in table]

    def digits(self, asked: Name, form: Form, absolute: bool = False) -> str:
        """What is printed of a figure, without its unit."""
        value = self.value(asked)
        if value is None:
            return ""
        value = abs(value) if absolute else value
        if asked.kind in ("增减率", "完成率", "占比"):
            return form.percent(value)
        if asked.kind == "个数" or self.is_count(asked.measure):
            return form.count(value)
        return form.amount(value)

    def unit_of(self, asked: Name, form: Form) -> str:
        if self.value(asked) is None:
            return ""
        if asked.kind in ("增减率", "完成率", "占比"):
            return "%"
        if asked.kind == "个数":
            return "个"
        return self.measures[asked.measure]["量"] if self.is_count(asked.measure) else form.unit

    def said(self, asked: Name, form: Form, absolute: bool = False) -> str:
        """Digits and unit."""
        return self.digits(asked, form, absolute) + self.unit_of(asked, form)

    def words(self, text: str) -> str:
        year = int(self.data["年度"])
        return text.replace("<年度>", str(year)).replace("<上年度>", str(year - 1))

    def change(
        self, asked: Name, base: str, subject: str, form: Form, rate: bool = True, reason: str = "", use: str = "缺省"
    ) -> str:
        """A change in words, by the table of cases in REGIONS.md section 5."""
        wording = self._wording(use)
        this, then = Name(asked.measure, asked.conditions), asked.of(base)
        new, old, shown_new, shown_old = self.total(this), self.total(then), self.shown(this), self.shown(then)
        amount, ratio = asked.of(base, "增减额"), asked.of(base, "增减率")
        moved = shown_new - shown_old
        unseen = not self.is_count(asked.measure) and not half_up(moved / UNITS[form.unit], form.places)
        known = self.value(ratio)
        small = known is not None and abs(known) * 100 < Fraction(wording.get("增减起点", "0"))
        if new == old:
            pattern = wording["持平" if new else "均无"]
        elif not moved or unseen or small:
            pattern = wording["基本持平"]
        else:
            pattern = wording["变动"]
            if old == 0 and new > 0:
                pattern += wording["上年无"] if rate else ""
            elif rate and known is not None and half_up(known * 100, form.rate_places):
                many = wording.get("倍数起点")
                multiple = many is not None and moved > 0 and known * 100 >= Fraction(many)
                pattern += wording.get("倍", "，{率词}{倍}倍") if multiple else wording["率"]
            pattern += wording["因"].replace("{因}", reason) if reason and wording["因"] else ""
        parts = {
            "主": subject,
            "基": self.words(wording.get("称", {}).get(base) or self.profile["口径"][base]["称"]),
            "无": self.profile["口径"][base]["无"],
            "词": wording["词"][moved < 0],
            "率词": wording["率词"][moved < 0],
            "额": self.said(amount, form, absolute=True),
            "率": self.said(ratio, form, absolute=True),
            "倍": re.sub(r"\.?0+$", "", decimals(abs(self.value(ratio) or Fraction(0)), 2)),
        }
        return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], pattern)

    def together(self, asked: Sequence[Name], base: str, subject: str, apart: Sequence[str], form: Form) -> str:
        """Once where all moved alike, else a sentence each; without reasons."""
        alike = {
            (self.shown(n.of("")) - self.shown(n.of(base)), self.total(n.of(base)), *self._case(n, base)) for n in asked
        }
        if len(alike) == 1:
            return self.change(asked[0], base, subject, form)
        return "。".join(self.change(n, base, called, form) for n, called in zip(asked, apart, strict=True))

    def _case(self, asked: Name, base: str) -> tuple[object, ...]:
        new, old, shown = self.total(asked.of("")), self.total(asked.of(base)), self.shown(asked.of(""))
        return (new == old, new > 0, new == 0, shown == self.shown(asked.of(base)))

    def _wording(self, use: str) -> dict[str, Any]:
        return {**self.profile["同比"]["缺省"], **self.profile["同比"][use]}

    def completion(self, asked: Name, base: str, form: Form) -> str:
        rate = asked.of(base, "完成率")
        wording = self._wording("缺省")
        called, none = self.profile["口径"][base]["称"], self.profile["口径"][base]["无"]
        if self.value(rate) is None:
            return str(wording["未列预算"]).replace("{无}", none)
        return self.words(wording["完成"].replace("{基}", called).replace("{率}", self.said(rate, form)))

    def share(self, asked: Name, whole: Iterable[tuple[str, str]], form: Form, before: str = "") -> str:
        """占24.14%; of a whole that prints as zero nothing."""
        rate = self.said(asked.of(asked.base, "占比", Name("", tuple(whole)).inner), form)
        return before + str(self.profile["占比"]).replace("{率}", rate) if rate else ""

    def fact(self, path: str) -> str:
        """What the file says at a path of the page's names: `绩效.项目.1.编码`, `部门.单位@个数`."""
        path, counted, _ = path.partition("@")
        node: Any = {"标准": self.profile.get("标准", {}), **self.data}
        for key in path.split("."):
            node = node[int(key) - 1] if isinstance(node, list) else node[key]
        return str(len(node)) if counted else str(node)
