"""What headings imply for the sentences below them (范围): a measure, a fund, a project, a unit."""

from collections.abc import Iterable
from functools import lru_cache

from reportgen.figure import FigureId
from reportgen.lexicon import Lexicon, spoken
from reportgen.reading.clauses import Between
from reportgen.reading.terms import bare, conditions_of
from reportgen.records import dataclass, field, replace

Conditions = dict[str, str]

_BOTH_SIDES = "收支"  # a heading over both sides
_OF_ITEM = {"费目": "三公经费", "类型": "政府采购"}
LIMITED = ("收入", "支出")  # measures that a fund limits: 三公经费 is not split


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds below some headings without being said.

    Attributes:
        measure: 收入, 支出, 三公经费 …; "" for both sides, or unknown.
        conditions: 资金 and 性质.
        project: the name of a project that is a heading; else "". unit: that of a unit of the department.
        titles: the headings, without their numbers.
        settled: the text is about final accounts (决算).
        states_measure: the sentence itself names the measure (收入包括：).
        item: the member of 费目 or 类型 that the innermost heading names.
    """

    measure: str = ""
    conditions: Conditions = field(default_factory=dict)
    project: str = ""
    unit: str = ""
    titles: tuple[str, ...] = ()
    settled: bool = False
    states_measure: bool = False
    item: Conditions = field(default_factory=dict)


def scope_of(
    headings: tuple[str, ...], projects: Iterable[str] = (), name: str = "", units: Iterable[str] = ()
) -> Scope:
    """Return what the headings, outermost first, imply; inner ones prevail. `name`: of the document."""
    scope, known = _scope_of(headings, name, spoken()), set(projects)
    project = next((title for title in reversed(scope.titles) if title in known), "")
    unit = next((unit for unit in units if unit in headings or bare(unit) in scope.titles), "")
    return replace(scope, project=project, unit=unit) if project or unit else scope


@lru_cache(maxsize=1 << 10)
def _scope_of(headings: tuple[str, ...], name: str, known: Lexicon) -> Scope:
    titles = tuple(bare(heading) for heading in headings)
    measure = next((found for title in reversed(titles) if (found := _measure(title)) is not None), "")
    conditions: Conditions = {}
    for title in titles:
        conditions |= _narrower(conditions, fund_in(title)) | nature_in(title)
    settled = any(known.within("决算节题", title) for title in (name, *titles))
    item = {d: m for d, m in conditions_of(_topic_of_titles(titles[-1:])).items() if d in ("费目", "类型")}
    measure = next((_OF_ITEM[dimension] for dimension in item), measure)
    return Scope(measure, conditions, "", "", titles, settled, item=item)


def _narrower(outer: Conditions, said: Conditions) -> Conditions:
    """Return what an inner heading says; 财政拨款 below 一般公共预算 is part of that fund and says nothing."""
    return {} if said.get("资金") == "财政拨款" and outer.get("资金") else said


def _topic_of_titles(titles: tuple[str, ...]) -> str:
    return spoken().form("«节题末尾»$").sub("", "".join(titles))


def going_on(scope: Scope, opened: FigureId | None, listed: Conditions) -> Scope:
    """Return the scope of a paragraph that continues a list opened with `：`: the list's 性质 and fund still hold.

    Args:
        opened: the figure whose parts are listed.
        listed: the fund named in the words before the list, 财政拨款支出主要内容如下：.
    """
    nature = opened.member("性质") if opened else ""
    more = {**listed, **({"性质": nature} if nature else {})}
    return replace(scope, conditions=scope.conditions | more) if more else scope


def scope_after(said: Between, scope: Scope) -> Scope:
    """Return the scope after words that may change it for what follows: 财政拨款支出预算中，, 收入包括：."""
    for of in said.asides:
        scope = replace(scope, conditions=scope.conditions | fund_in(of))
    if said.sides and scope.measure in ("", *LIMITED):
        return replace(scope, measure=said.sides[-1], states_measure=True)
    return scope


def fund_in(words: str) -> Conditions:
    """Return the fund named in the words, as a condition."""
    found = spoken().within("节题资金", words)
    return {"资金": found} if found else {}


def nature_in(words: str) -> Conditions:
    """Return 基本支出 or 项目支出 in the words, as a condition."""
    found = spoken().within("节题性质", words)
    return {"性质": found} if found else {}


def _measure(title: str) -> str | None:
    found = spoken().within("节题", title)
    return ("" if found == _BOTH_SIDES else found) if found else None
