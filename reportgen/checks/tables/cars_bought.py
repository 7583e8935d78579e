"""“三公”经费：公务用车购置费"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, places
from reportgen.checks._comparing import MEND, shown, total
from reportgen.checks._texts import sentences
from reportgen.checks.tables._prints import basic, entry
from reportgen.checks.tables._three_public import no_projects
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT

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
