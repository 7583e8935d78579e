"""The day up to which assets are counted (资产的截止日期), as regulations, the region or the budget file have it."""

import re
from collections.abc import Iterator

from reportgen.checks._case import Case, Finding
from reportgen.checks._rules import ACCOUNTS
from reportgen.diagnostics import Severity
from reportgen.document import plain
from reportgen.profile import fill
from reportgen.reading import Place
from reportgen.source import Scalar

STATED = "资产截止"  # key of 资料
_ASSETS = re.compile(r"国有资产|资产占[用有]|资产信息|资产情况")
_DAY = r"(?P<year>20[0-9]{2})年(?:(?P<month>[0-9]{1,2})月)?(?:(?P<day>[0-9]{1,2})日)?"
_DATE = re.compile(rf"截[至止][^0-9，。；]{{0,6}}(?P<date>{_DAY})")


def wrong_days(case: Case) -> Iterator[Finding]:
    """Days other than the one that is meant. What the officer states, and what may be meant, is only remarked upon."""
    declared = case.profile.file.required.assets_day if case.profile else ""
    words = {"年度": str(case.year), "上年度": str(case.year - 1)}
    usual = fill(declared, words) if declared else _usual(case)
    stated = case.budget.file.facts.get(STATED) if case.budget else None
    own = stated.text if isinstance(stated, Scalar) else ""
    for place, found in _dated(case):
        right = own if own and _is_near(case, own) else usual
        if not _is_same(found[0], right):
            message = f"国有资产截至“{found['date']}”，与{case.year}年度{case.kind.value}不符（应为{right}）"
            possible = not (declared or own) and case.is_as_made and _is_near(case, found["date"])
            hint = f"改为{right}；规定截至别的日期的，写在“资料”的“{STATED}”里"
            yield Finding(message, (place,), Severity.HINT if possible else Severity.WARNING, hint)
        elif not _is_same(found[0], usual):
            message = f"国有资产截至“{found['date']}”，一般截至{usual}"
            yield Finding(message, (place,), Severity.HINT, f"是“资料”的“{STATED}”写的；确实规定这样的，不用改")


def _usual(case: Case) -> str:
    """By regulation: the end of last year in a budget, of the year itself in 决算."""
    return f"{case.year - (case.kind is not ACCOUNTS)}年12月31日"


def _is_same(said: str, right: str) -> bool:
    """They agree in all that both say; a year alone, or its 末, is its end."""
    one, other = re.search(_DAY, said), re.search(_DAY, right)
    pairs = [(one[part], other[part]) for part in ("year", "month", "day")] if one and other else []
    return all(int(a) == int(b) for a, b in pairs if a and b)


def _is_near(case: Case, day: str) -> bool:
    """Whether the day may be meant: of this year or the last one."""
    found = re.search(_DAY, day)
    return found is None or case.year - 1 <= int(found["year"]) <= case.year


def _dated(case: Case) -> Iterator[tuple[Place, re.Match[str]]]:
    for passage in case.reading.passages:
        if _ASSETS.search(" ".join(passage.headings)) or "车辆" in passage.text:
            for found in _DATE.finditer(passage.text):
                yield passage.place(found.start("date"), len(found["date"])), found
    for sheet in case.reading.sheets:
        if "资产" in sheet.name:
            for words in (plain(sheet.table.left), plain(sheet.table.right)):
                for found in _DATE.finditer(words):
                    yield Place(sheet.name, line=words, start=found.start("date"), length=len(found["date"])), found
