"""What headings imply for the sentences below them (范围): measure, fund, kind of expenditure, project."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.reading.terms import bare

Conditions = dict[str, str]

_AMONG = "«范围:之中»[，,]"
_ASIDE = f"(?P<of>[^，；。：]{{0,60}}«范围:什么»){_AMONG}"
_SIDE = "(?P<side>收入|支出)[^，；。：、]{0,6}«范围:列举»[：:]"
_BOTH = "收支"  # a heading over both sides
LIMITED = ("收入", "支出")  # measures that a fund limits: 三公经费 is not split


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds below some headings without being said.

    Attributes:
        measure: 收入, 支出, 三公经费 …; "" for both sides, or unknown.
        conditions: 资金 and 性质.
        project: where a heading is a project's name.
        titles: the headings without numbering.
        settled: whether it is about final accounts (决算).
        states_measure: whether the sentence itself named the measure (收入包括：).
    """

    measure: str = ""
    conditions: Conditions = field(default_factory=dict)
    project: str = ""
    titles: tuple[str, ...] = ()
    settled: bool = False
    states_measure: bool = False


def scope_of(headings: tuple[str, ...], projects: Iterable[str] = ()) -> Scope:
    """Return what the headings imply, outermost first: inner ones prevail."""
    titles = tuple(bare(heading) for heading in headings)
    measure = next((found for title in reversed(titles) if (found := _measure(title)) is not None), "")
    conditions: Conditions = {}
    for title in titles:
        conditions |= fund_in(title) | nature_in(title)
    known = set(projects)
    project = next((title for title in reversed(titles) if title in known), "")
    settled = any(spoken().within("决算节题", title) for title in titles)
    return Scope(measure, conditions, project, titles, settled)


def going_on(scope: Scope, opened: FigureId | None) -> Scope:
    """Return the scope of a paragraph that continues a list opened with `：`: it keeps the kind of expenditure."""
    nature = opened.member("性质") if opened else ""
    return replace(scope, conditions=scope.conditions | {"性质": nature}) if nature else scope


def aside(words: str, scope: Scope) -> Scope:
    """Return the scope after the words, which may change it for what follows: 财政拨款支出预算中，, 收入包括：."""
    for found in spoken().form(_ASIDE).finditer(words) if spoken().form(_AMONG).search(words) else ():
        scope = replace(scope, conditions=scope.conditions | fund_in(found["of"]))
    sides = [found["side"] for found in spoken().form(_SIDE).finditer(words)]
    return replace(scope, measure=sides[-1], states_measure=True) if sides and _splits(scope) else scope


def _splits(scope: Scope) -> bool:
    """Whether the scope may turn to 收入 or 支出 alone."""
    return scope.measure in ("", *LIMITED)


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
    return ("" if found == _BOTH else found) if found else None
