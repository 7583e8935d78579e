"""“三公”经费：公务用车购置费"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks._comparing import MEND, apart, exceeds, shown, total
from reportgen.checks._texts import sentences
from reportgen.checks.tables._prints import basic, cell, entry, sheet
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry
from reportgen.source import key

_HINT = "差额是项目支出安排的，在“三公”经费的说明里写一句；不是的，改成一样"


@dataclass(frozen=True)
class ItemOfBasic:
    """A 款 and the item of 三公 that it is part of. `rest`: words of sentences that tell what the rest is for."""

    code: str = key("款")
    item: str = key("费目")
    message: str = key("不等")
    rest: str = key("差额", "")


def within_three_public(case: Case, row: ItemOfBasic) -> Iterator[Result]:
    """The 款 is no more than the item of 三公; what is more there comes from projects, and the text says so."""
    public = entry(case, TableKind.THREE_PUBLIC, f"三公经费[费目={row.item}]")
    if not public or not _has_items(case):
        yield Unknown("没有列到款的基本支出表" if public else not_filled(case, row.item))
        return
    own = basic(case, row.code)
    yield compared(public, *own)
    if own and exceeds(own[0], public):
        difference = shown(abs(EXACT.subtract(own[0].exact, public.exact)), public)
        text = row.message.format(a=own[0].number, b=public.number, d=difference)
        yield Finding(text, (public.place, own[0].place), Severity.WARNING, "以批复的数为准，改错的一处")
    elif row.rest:
        yield from _explained(case, row, public, own)


def _explained(case: Case, row: ItemOfBasic, public: Entry, own: list[Entry]) -> Iterator[Result]:
    """What 三公 has more than basic expenditure comes from projects, and the text says so."""
    less = apart(own[0], public) if own else public.number.value > 0
    if not less or any(row.rest in s and "项目" in s and "绩效" not in s for s in sentences(case)):
        return
    listed = f"为{own[0].number}" if own else "没有列"
    difference = shown(EXACT.subtract(public.exact, total(own)), public)
    called = public.place.column.rpartition("·")[2] or row.item
    what = f"“三公”{called}{public.number}，基本支出表{row.code}{listed}，差{difference}"
    where = (public.place, *places(own))
    if no_projects(case):
        yield Finding(f"{what}；没有项目支出，两数应当一致", where, Severity.WARNING, MEND)
    else:
        yield Finding(f"{what}；差额应来自项目支出，请说明", where, case.severity_of_lack(Severity.WARNING), _HINT)


def _has_items(case: Case) -> bool:
    """Whether 基本支出表 lists 款."""
    entries = (e.name for s in case.reading.of(TableKind.BASIC) for e in s.entries if e.name)
    return any(len(name.member("经济")) == 5 for name in entries)


def not_filled(case: Case, item: str) -> str:
    """Why nothing can be known of the item."""
    return f"“三公”经费支出表没有填{item}" if sheet(case, TableKind.THREE_PUBLIC) else "没有“三公”经费支出表"


def no_projects(case: Case) -> bool:
    """Whether the document says that nothing is spent on projects."""
    spent = cell(case, "一般公共预算支出表 支出[性质=项目支出 资金=一般公共预算]", "支出总表 支出[性质=项目支出]")
    return bool(spent and not spent.number.value)


_BOUGHT = re.compile(r"(?:购置|购买|更新|新增)[^。；，,;]{0,16}?([0-9]+|[一二两三四五六七八九十]+)\s*(?:辆|台)")


def R215(case: Case) -> Iterator[Result]:
    """What is bought is what basic expenditure and projects list, and the text says how many."""
    public = entry(case, TableKind.THREE_PUBLIC, "三公经费[费目=公务用车购置费]")
    if not public:
        return
    own = basic(case, "31013")
    parts = EXACT.add(total(own), planned) if (planned := _of_projects(case)) is not None else total(own)
    known = planned is not None or no_projects(case)
    if known and abs(EXACT.subtract(parts, public.exact)) > EXACT.divide(public.number.step, Decimal(2)):
        text = f"公务用车购置费{public.number}与资本性支出“公务用车购置”{shown(parts, public)}不一致"
        yield Finding(text, (public.place, *places(own)), Severity.WARNING, MEND)
    if public.number.value and not any(_BOUGHT.search(sentence) for sentence in sentences(case)):
        hint = "在“三公”经费的说明里写上购置公务用车几辆"
        yield Finding(f"公务用车购置费{public.number}，说明中没有购置的辆数", (public.place,), Severity.WARNING, hint)


def _of_projects(case: Case) -> Decimal | None:
    """What projects spend on official cars, where the budget file says the economic item of every project line."""
    if not case.budget:
        return None
    lines = [line for line in case.budget.books[""].lines.get("支出", ()) if line.dims.get("性质") == "项目支出"]
    if not lines or any("经济" not in line.dims for line in lines):
        return None
    return sum((line.amount for line in lines if line.dims["经济"] in ("30913", "31013")), Decimal(0))
