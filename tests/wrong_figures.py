"""Wrong figures bound by templates (绑错的数): another member, measure, base or variable in a region's file.

Every mutant is a change of one word in a section template, a table definition or a piece of a profile; what is looked
for is that `reportgen templates check` tells it. One that selects the same lines as before is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportgen.figures import Recorder
from reportgen.region_check.claims import prints
from reportgen.report import Report, assemble, document_of
from reportgen.vocabulary import CODE_LEVELS
from tests.budgets import DATA

TEMPLATES = Path(__file__).parents[1] / "templates"
MOST = 2  # other members for each that is written
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_CONDITION = re.compile(r'(?P<d>[\u4e00-\u9fff]+)=(?P<m>"[^"]*"|[^\s\]\["\'，,、{}]+)')
_LIMIT = re.compile(r"(?P<d>[\u4e00-\u9fff]+): (?P<m>[\u4e00-\u9fff（）]+)(?=[,}\n])")
_BASE = re.compile(r"(?<=口径: )(?P<b>[\u4e00-\u9fff]+)(?P<k>\.[\u4e00-\u9fff]+)?")
_SLOT = re.compile(r"\{\{ (?P<v>[\u4e00-\u9fff]+)(?= \}\}|\|)")
_NAMED = re.compile(
    r"\{% set (?P<v>[\u4e00-\u9fff]+) = (?P<of>[\u4e00-\u9fff]+)\["
    r"|\{% for (?P<w>[\u4e00-\u9fff]+) in (?P<in>[\u4e00-\u9fff]+)[\[|]"
)


@dataclass(frozen=True)
class Mutant:
    """One wrong figure: the example, the file of the region, the text from `start` to `end` and what it became."""

    name: str
    path: str
    start: int
    end: int
    became: str
    way: str

    @property
    def text(self) -> str:
        return _text(self.path)

    def __str__(self) -> str:
        line = self.text.count("\n", 0, self.start) + 1
        return f"{self.name} {self.path}:{line} [{self.way}] {self.text[self.start : self.end]} → {self.became}"


@cache
def _text(path: str) -> str:
    return (TEMPLATES.parent / path).read_text(encoding="utf-8")


@cache
def original(name: str) -> Report:
    return assemble(DATA / f"{name}.yaml")


# Mutants
def mutants(name: str) -> Iterator[Mutant]:
    """Every wrong figure of the files that the example's document was made from."""
    for path in _used(name):
        text = _text(path)
        spans = [found.span() for found in _CODE.finditer(text)] if path.endswith(".j2") else [(0, len(text))]
        seen: set[tuple[int, int, str]] = set()
        for start, end, became, way in _changes(name, path, text):
            if any(a <= start and end <= b for a, b in spans) and (start, end, became) not in seen:
                seen.add((start, end, became))
                yield Mutant(name, path, start, end, became, way)


def _used(name: str) -> list[str]:
    report, recorder = original(name), Recorder()
    document = document_of(report.budget, report.profile, recorder)
    found = prints(document, recorder, frozenset(report.budget.vocabulary.measures))
    return sorted({place.path for one in found for place in one.asked.places})


Change = tuple[int, int, str, str]


def _changes(name: str, path: str, text: str) -> Iterator[Change]:
    yield from _members(name, text)
    yield from _measures(name, text, path.endswith(".j2"))
    if path.endswith(".j2"):
        yield from _slots(name, text)
    else:
        yield from _bases(name, text)


def _members(name: str, text: str) -> Iterator[Change]:
    for found in _CONDITION.finditer(text):
        for other in _others(name, found["d"], found["m"]):
            yield *found.span("m"), other, "换成员"
        kept = text[: found.start()].endswith("@其余[")  # 其余 of nothing is no figure
        if found["d"] in original(name).budget.vocabulary.dimensions and not kept:
            yield _without(text, *found.span())
    for found in _LIMIT.finditer(text):
        for other in _others(name, found["d"], found["m"]):
            yield *found.span("m"), other, "换限定"


def _without(text: str, start: int, end: int) -> Change:
    """The condition left out, with the blank beside it, or with brackets that would be empty."""
    if text[start - 1] == " ":
        return start - 1, end, "", "少条件"
    if text[end : end + 1] == " ":
        return start, end + 1, "", "少条件"
    quote = text[start - 1] == '"' and text[start - 2] == "["
    outer = 2 if quote else 1
    return start - outer, end + outer, "", "少条件"


def _others(name: str, dimension: str, member: str) -> list[str]:
    """Other members: beside it first, then above it and below it."""
    vocabulary = original(name).budget.vocabulary
    if dimension in CODE_LEVELS:
        lines = [line for own in original(name).budget.books[""].lines.values() for line in own]
        codes = {line.dims[dimension][: len(member)] for line in lines if dimension in line.dims}
        return sorted(c for c in codes - {member} if c.isdigit() and len(c) == len(member))[:MOST]
    tree = vocabulary.trees.get(dimension, {})
    if member not in tree:
        return []
    others = [m for m in tree if m != member]
    return sorted(others, key=lambda m: tree[m] != tree[member])[:MOST]


def _measures(name: str, text: str, in_template: bool) -> Iterator[Change]:
    known = original(name).budget.vocabulary.measures
    word = "|".join(sorted(known, key=len, reverse=True))
    before = r"(?<=\{\{ )|(?<== )|(?<=in )|(?<=\[)|(?<=, )" if in_template else r'(?<=: )|(?<=: ")'
    for found in re.finditer(rf'(?:{before})(?P<m>{word})(?=[\[\s|@"}},\]]|$)', text, re.MULTILINE):
        conditions = re.match(r'\["?([^\]]*)', text[found.end() :])
        used = {c["d"] for c in _CONDITION.finditer(conditions[1])} if conditions else set()
        own = known[found["m"]]
        fitting = [m for m, k in known.items() if m != own.name and used <= {*k.dimensions} and k.unit == own.unit]
        for other in fitting[:MOST]:
            yield *found.span("m"), other, "换指标"


def _bases(name: str, text: str) -> Iterator[Change]:
    """Of tables: last year's for this year's, and the other way round; the change for the amount."""
    bases = [base for base in original(name).budget.books if base]
    known = "|".join(sorted(original(name).budget.vocabulary.measures, key=len, reverse=True))
    for found in re.finditer(
        rf'(?:(?<=: )|(?<=: "))(?:{known})(?:\[[^\]]*\])?(?P<b>@[^\s,"}}\]]+)?(?=[\s,"}}\]]|$)', text
    ):
        if found["b"]:
            yield *found.span("b"), "", "换口径"
        elif bases:
            yield found.end(), found.end(), f"@{bases[0]}", "换口径"
    for found in _BASE.finditer(text):
        kind = found["k"] or ""
        yield *found.span(), found["b"] if kind else f"{found['b']}.增减额", "换口径"


def _slots(name: str, text: str) -> Iterator[Change]:
    """Of sections: another variable of the same file, or what a loop goes through, or last year's."""
    named: dict[str, str] = {}
    for found in _NAMED.finditer(text):
        named[found["v"] or found["w"]] = found["of"] or found["in"]
    measures = original(name).budget.vocabulary.measures
    bases = [base for base in original(name).budget.books if base]
    kin = {v: _measure_of(v, named, measures) for v in named}
    for found in _SLOT.finditer(text):
        own = found["v"]
        if own not in named and own not in measures:
            continue
        others = [v for v in named if v != own and kin[v] == kin.get(own, own)]
        for other in [*([named[own]] if own in named else []), *others][:MOST]:
            yield *found.span("v"), other, "换变量"
        rest = text[found.end() : found.end() + 8]
        if bases and not rest.startswith(("|同比", "|占比", "|个数", "|完成", "|按", "|用途", "|原因")):
            yield *found.span("v"), f'{own}["@{bases[0]}"]', "换口径"


def _measure_of(variable: str, named: dict[str, str], measures: object) -> str:
    seen: set[str] = set()
    while variable in named and variable not in seen:
        seen.add(variable)
        variable = named[variable]
    return variable


# What need not be told
@dataclass(frozen=True)
class Harmless:
    """Wrong figures that no words contradict, and why: in files like this, what was there and what it became."""

    reason: str
    path: str
    was: str
    became: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Whether the mutant is one of them."""
        line = mutant.text.split("\n")[mutant.text.count("\n", 0, mutant.start)]
        return bool(
            re.search(self.path, mutant.path) and re.search(self.was, line) and re.search(self.became, mutant.became)
        )


HARMLESS = (
    Harmless(
        "“收、支总计各”“收支预算”说的是收和支两个数，印的一个数是哪一个都对得上；收支不相等，check 核查",
        r"sections/(收支总体|财政拨款收支)",
        r"收、支总计各|set (一般|基金) = ",
        r"^(收入|支出)$",
    ),
    Harmless(
        "“其中”列出哪些资金，名称和数出自同一个变量：列出来的每一项都是对的，“其中”也不必列全",
        r"hebei/sections/总体情况",
        r"资\.名称 \}\}收入",
        r"^(其他渠道资金|)$",
    ),
)


def reason(mutant: Mutant) -> str:
    """Why nothing need tell it; nothing where something should."""
    return next((one.reason for one in HARMLESS if one.fits(mutant)), "")
