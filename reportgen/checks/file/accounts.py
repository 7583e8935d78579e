"""决算和上年决算的衔接"""

from collections.abc import Iterator

from reportgen.budget import Book, Line
from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._rules import ACCOUNTS, speaks_of
from reportgen.checks._says import finding
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading.terms import conditions_of

_Key = tuple[str, str]  # 单位, 资金
_OPENING, _CLOSING = ("年份", "上年结转"), ("性质", "结转下年")  # as words mean it
_MEASURES = {_OPENING: "收入", _CLOSING: "支出"}


@speaks_of(ACCOUNTS)
def R950(_: Case, file: FileFigures) -> Iterator[Result]:
    """年初等于上年年末

    今年的年初结转和结余，就是上年决算里的年末结转和结余，每个单位、每种资金都一样。上年决算公开以后调整过的，在“原因”里写
    “收入[年份=年初结转和结余]”为什么不一样，就只作提示。

    怎样改：对照上年批复的决算，改写错的一边；调整过的，写上原因。
    依据：部门决算编制的勾稽关系：本年年初结转和结余等于上年年末结转和结余。
    例：上年决算政府性基金年末结转和结余0.40万元，今年的年初结转和结余写成0.50万元。
    """
    budget = file.budget
    base = next((b for b in budget.vocabulary.bases if b not in budget.vocabulary.same_year), "")
    last = budget.books.get(base)
    if last is None or not last.states("支出"):
        yield Unknown("没有上年决算的支出")
        return
    now = _carried(budget.books[""], _OPENING)
    before = _carried(last, _CLOSING)
    if now is None or before is None:
        yield Unknown("上年决算没有分单位、分资金写年末结转和结余")
        return
    yield Compared()
    explained = any(_means(_OPENING, condition) for name in budget.reasons for condition in name.conditions)
    for key in dict.fromkeys((*now, *before)):
        called = (budget.member_name("单位", key[0]), key[1])
        yield from _apart(called, now.get(key, []), before.get(key, []), base, explained)


def _apart(called: _Key, now: list[Line], before: list[Line], base: str, explained: bool) -> Iterator[Finding]:
    own, other = (exact_sum(line.amount for line in lines) for lines in (now, before))
    if own != other:
        unit, fund = called
        words = {"unit": unit, "fund": fund, "base": base, "own": plain_digits(own), "other": plain_digits(other)}
        apart = plain_digits(abs(EXACT.subtract(own, other)))
        places = [line.at for line in (*now, *before)]
        yield finding("R950 不衔接", *places, remark=explained, apart=apart, **words)


def _carried(book: Book, what: tuple[str, str]) -> dict[_Key, list[Line]] | None:
    """Unit and fund -> the lines of what was carried over; None where a line says neither, or it is stated whole."""
    found: dict[_Key, list[Line]] = {}
    if any(_means(what, condition) for name in book.stated for condition in name.conditions):
        return None
    for line in book.lines.get(_MEASURES[what], ()):
        if _means(what, (what[0], line.dims.get(what[0], ""))):
            if "资金" not in line.dims:
                return None
            found.setdefault((line.dims.get("单位", ""), line.dims["资金"]), []).append(line)
    return found


def _means(what: tuple[str, str], condition: tuple[str, str]) -> bool:
    dimension, member = condition
    return dimension == what[0] and conditions_of(member).get(dimension) == what[1]
