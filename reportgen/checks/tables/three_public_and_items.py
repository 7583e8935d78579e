"""表与表：“三公”经费和基本支出的款"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks._comparing import apart, shown, total
from reportgen.checks._printed_figures import of_region
from reportgen.checks._words import sentences
from reportgen.checks.tables._limits import GENERAL
from reportgen.checks.tables._lookup import basic, entry, sheet
from reportgen.checks.tables._prints import MEND, exceeds
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT

_BOUGHT = re.compile(r"(?:购置|购买|更新|新增)[^。；，,;]{0,16}?([0-9]+|[一二两三四五六七八九十]+)\s*(?:辆|台)")
_HINT = "差额是项目支出安排的，在“三公”经费的说明里写一句；不是的，改成一样"


def R212(case: Case) -> Iterator[Result]:
    """出国费

    基本支出表的“30212 因公出国（境）费用”是“三公”经费因公出国（境）费的一部分，不能比它大。
    项目里也安排出国费的，“三公”表的数大于30212是对的。

    怎样改：以批复的出国费为准；“三公”表漏了基本支出里的部分，就补上。
    依据：财预〔2016〕143号，“三公”经费表；政府收支分类科目30212。
    例：基本支出表30212为6.20万元，“三公”表因公出国（境）费为4.80万元。
    """
    message = "基本支出中“30212因公出国（境）费用”{a}大于“三公”表{b}，两表口径不能同时成立"
    yield from _within(case, "30212", "因公出国（境）费", message)


def R213(case: Case) -> Iterator[Result]:
    """接待费

    基本支出表的“30217 公务接待费”不能大于“三公”经费的公务接待费；小于它的，差额应当是项目支出里安排的，要说明。

    怎样改：两处不该不同的改成一样；差额确由项目支出安排的，在文字里写明。
    依据：财预〔2016〕143号，“三公”经费表；政府收支分类科目30217；公开文件中常见的错误。
    例：“三公”经费公务接待费0.53万元，基本支出表没有30217，文字里也没有说从哪里安排。
    """
    yield from _within(case, "30217", "公务接待费", "基本支出表30217为{a}，大于“三公”公务接待费{b}，差{d}")
    yield from _explained(case, "30217", "公务接待费", "接待")


def R214(case: Case) -> Iterator[Result]:
    """车辆运行费

    基本支出表的“30231 公务用车运行维护费”不能大于“三公”经费的公务用车运行维护费；小于它的，差额应当是项目支出里
    安排的，要说明。没有项目支出的，两个数应当一样。

    怎样改：两处不该不同的改成一样；差额确由项目支出安排的，在文字里写明。
    依据：财预〔2016〕143号，“三公”经费表；政府收支分类科目30231；公开文件中常见的错误。
    例：“三公”经费公务用车运行维护费4.00万元，基本支出表30231为3.99万元。
    """
    yield from _within(case, "30231", "公务用车运行费", "基本支出表30231为{a}，大于“三公”公务用车运行维护费{b}，差{d}")
    yield from _explained(case, "30231", "公务用车运行费", "用车运行")


def R215(case: Case) -> Iterator[Result]:
    """车辆购置费

    公务用车购置费来自基本支出的“31013 公务用车购置”和项目里的30913、31013，加起来要相等；有购置费的，
    文字里要说明购置几辆。预算文件写了项目的经济科目的，项目的部分从那里看。

    怎样改：对照批复的购车经费；有购置费的，在“三公”经费说明里写上购置的辆数。
    依据：财预〔2016〕143号，“三公”经费表应说明公务用车购置数和保有量。
    例：公务用车购置费18.00万元，文字里没有说购置几辆。
    """
    public = entry(case, TableKind.THREE_PUBLIC, "三公经费[费目=公务用车购置费]")
    if not public:
        yield Unknown(_not_filled(case, "公务用车购置费"))
        return
    message = "基本支出表31013为{a}，大于“三公”公务用车购置费{b}，差{d}"
    yield from _within(case, "31013", "公务用车购置费", message)
    own = basic(case, "31013")
    parts = EXACT.add(total(own), planned) if (planned := _of_projects(case)) is not None else total(own)
    known = planned is not None or _no_projects(case)
    if known and abs(EXACT.subtract(parts, public.exact)) > EXACT.divide(public.number.step, Decimal(2)):
        text = f"公务用车购置费{public.number}与资本性支出“公务用车购置”{shown(parts, public)}不一致"
        yield Finding(text, (public.place, *places(own)), Severity.WARNING, MEND)
    if public.number.value and not any(_BOUGHT.search(sentence) for sentence in sentences(case)):
        hint = "在“三公”经费的说明里写上购置公务用车几辆"
        yield Finding(f"公务用车购置费{public.number}，说明中没有购置的辆数", (public.place,), Severity.WARNING, hint)


def _within(case: Case, code: str, item: str, message: str) -> Iterator[Result]:
    """The economic item of basic expenditure is no more than the item of 三公."""
    public = entry(case, TableKind.THREE_PUBLIC, f"三公经费[费目={item}]")
    if not public or not _has_items(case):
        yield Unknown(_not_filled(case, item) if not public else "没有列到款的基本支出表")
        return
    own = basic(case, code)
    yield compared(public, *own)
    for part in own[:1]:
        if exceeds(part, public):
            difference = shown(abs(EXACT.subtract(part.exact, public.exact)), public)
            text = message.format(a=part.number, b=public.number, d=difference)
            yield Finding(text, (public.place, part.place), Severity.WARNING, "以批复的数为准，改错的一处")


def _explained(case: Case, code: str, item: str, words: str) -> Iterator[Result]:
    """What 三公 has more than basic expenditure comes from projects, and the text says so."""
    public = entry(case, TableKind.THREE_PUBLIC, f"三公经费[费目={item}]")
    own = basic(case, code)
    if not public or not _has_items(case) or (own and exceeds(own[0], public)):
        return
    less = apart(own[0], public) if own else public.number.value > 0
    if not less or any(words in s and "项目" in s and "绩效" not in s for s in sentences(case)):
        return
    listed = f"为{own[0].number}" if own else "没有列"
    difference = shown(EXACT.subtract(public.exact, total(own)), public)
    called = public.place.column.rpartition("·")[2] or item
    what = f"“三公”{called}{public.number}，基本支出表{code}{listed}，差{difference}"
    where = (public.place, *places(own))
    if _no_projects(case):
        yield Finding(f"{what}；没有项目支出，两数应当一致", where, Severity.WARNING, MEND)
    else:
        yield Finding(f"{what}；差额应来自项目支出，请说明", where, of_region(case, Severity.WARNING), _HINT)


def _has_items(case: Case) -> bool:
    """Whether 基本支出表 lists 款."""
    entries = (e.name for s in case.reading.of(TableKind.BASIC) for e in s.entries if e.name)
    return any(len(name.member("经济")) == 5 for name in entries)


def _not_filled(case: Case, item: str) -> str:
    return f"“三公”经费支出表没有填{item}" if sheet(case, TableKind.THREE_PUBLIC) else "没有“三公”经费支出表"


def _no_projects(case: Case) -> bool:
    """Whether the document says that nothing is spent on projects."""
    spent = entry(case, TableKind.GENERAL_BUDGET, f"支出[性质=项目支出 资金={GENERAL}]") or entry(
        case, TableKind.EXPENDITURE, "支出[性质=项目支出]"
    )
    return bool(spent and not spent.number.value)


def _of_projects(case: Case) -> Decimal | None:
    """What projects spend on official cars, where the budget file says the economic item of every project line."""
    if not case.budget:
        return None
    lines = [line for line in case.budget.books[""].lines.get("支出", ()) if line.dims.get("性质") == "项目支出"]
    if not lines or any("经济" not in line.dims for line in lines):
        return None
    return sum((line.amount for line in lines if line.dims["经济"] in ("30913", "31013")), Decimal(0))
