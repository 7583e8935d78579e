"""说明和表：科目、人员和公用经费"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._comparing import agree
from reportgen.checks.text._names import Misnamed, misnamed
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import (
    InTables,
    StatedAmount,
    add_up,
    agrees,
    all_stated,
    amounts,
    sentence_adds_up,
    stated,
    sums,
)
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "310")}
_BASIC = FigureId("支出", (("性质", "基本支出"),))


def R305(case: Case) -> Iterator[Result]:
    """Items are called as in the tables."""
    for found in misnamed(case):
        yield compared(found.entry)
        others = (found.row.place,) if found.row else ()
        yield Finding(_misnamed(found), (found.entry.place, *others), Severity.WARNING, "照表里的名称改")


def _misnamed(found: Misnamed) -> str:
    if not found.said:
        return f"说明的科目没有写名称{f'（表：{found.printed}）' if found.printed else ''}"
    found_as = f"与表不一致（表：{found.printed}）" if found.printed else "在表里没有"
    return f"说明的科目名称“{found.said}”{found_as}"


def R306(case: Case) -> Iterator[Result]:
    """说明·人员公用

    说明里写的基本支出、人员经费、公用经费，要和《一般公共预算基本支出表》一样；表里没有分人员、公用两列的，人员经费是
    301、303两类之和，公用经费是302、310两类之和。说明里的人员经费和公用经费加起来要等于基本支出。

    怎样改：对照《一般公共预算基本支出表》的合计行，改写错的一个。
    依据：财预〔2016〕143号，一般公共预算基本支出表。
    例：说明写人员经费854.74万元、公用经费105.08万元，基本支出959.28万元，三个数对不上，差0.54万元。
    """
    message = "说明“{name}”{a}与《{table}》{b}不一致，差{d}"
    tables, looked = InTables(case, (TableKind.BASIC, TableKind.GENERAL_BUDGET)), False
    for one in stated(case, "R306"):
        looked = True
        parts = _classes(case, tables, one.name)
        if found := tables.of(one.name):
            yield from agrees(case, one, found, message)
        elif one.entry.carried:
            yield compared(one.entry)  # held against the file by its name (R901)
        elif parts:
            called = one.called.replace("{", "{{").replace("}", "}}")
            text = f"说明“{called}”{{a}}与《基本支出表》各类之和{{b}}不一致，差{{d}}"
            yield from sentence_adds_up(case, one.entry, parts, text, MEND)
        else:
            yield Unknown(f"表里没有“{one.called}”这个数")
    if not looked:
        yield Unknown("说明里没有写基本支出、人员经费、公用经费")
    for total in sums(case, "R306"):
        yield from add_up(case, total, "说明写{a}，人员经费、公用经费等各部分之和{b}，差{d}", MEND)


def _classes(case: Case, tables: InTables, name: FigureId) -> list[Entry]:
    """The rows of the classes, or of what is below them, that 人员经费 or 公用经费 are made of."""
    codes = _CLASSES.get(name.member("经费"), ())
    whole = name._replace(conditions=tuple(c for c in name.conditions if c[0] != "经费"))
    for basic in (whole, *_of_grants(tables, whole)):
        rows = [
            e
            for sheet in case.reading.of(TableKind.BASIC)
            for e in sheet.entries
            if e.name and _under(e.name, basic, codes)
        ]
        classes = [e for e in rows if e.name and len(e.name.member("经济")) == len("301")]
        if classes or rows:
            return classes or rows
    return []


def _under(name: FigureId, basic: FigureId, codes: tuple[str, ...]) -> bool:
    rest = tuple(c for c in name.conditions if c[0] not in ("经济", "政府经济"))
    return name._replace(conditions=rest) == basic and name.member("经济").startswith(codes) and bool(codes)


def _of_grants(tables: InTables, whole: FigureId) -> Iterator[FigureId]:
    """The same of 一般公共预算, where that is all that there is of it."""
    own = _BASIC.where(("资金", "一般公共预算"))
    all_, granted = tables.of(_BASIC), tables.of(own)
    if whole == _BASIC and all_ and granted and all_[0].exact == granted[0].exact:
        yield own


_WHOLE = FigureId("三公经费")
_VEHICLES = "公务用车购置及运行费"
_ABROAD, _GUESTS, _BOUGHT, _RUN = "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"
_PROCURED = FigureId("政府采购")
_KINDS = ("货物", "工程", "服务")


def R301(case: Case) -> Iterator[Result]:
    """Where tables do not say both, what comes is what goes."""
    revenue, expenditure = (_first(case, measure) for measure in ("收入", "支出"))
    tables = InTables(case, (TableKind.TOTALS,))
    if revenue and expenditure and not all(map(tables.has, (revenue.entry, expenditure.entry))):
        text = "说明写收入总额{a}，支出总额{b}，收支不平，差{d}"
        yield from agree(revenue.entry, expenditure.entry, revenue.entry, text, "对照批复的预算，改写错的一个")


def _first(case: Case, measure: str) -> StatedAmount | None:
    """The total of one side, as the sentences say it first."""
    return next((one for one in all_stated(case) if one.name == FigureId(measure)), None)


def R308(case: Case) -> Iterator[Result]:
    """The items make the whole, where tables do not print them all."""
    items = {one.name: one.entry for one in reversed(stated(case, "R308"))}
    yield from _adds(case, items, _WHOLE, (_ABROAD, _VEHICLES, _GUESTS), (_ABROAD, _BOUGHT, _RUN, _GUESTS))
    yield from _adds(case, items, _of(_VEHICLES), (_BOUGHT, _RUN))


def _of(item: str) -> FigureId:
    return FigureId("三公经费", (("费目", item),))


def _adds(case: Case, items: dict[FigureId, Entry], whole: FigureId, *ways: tuple[str, ...]) -> Iterator[Result]:
    """The items make the whole, in the first of these ways in which all of them are stated."""
    parts = next((way for way in ways if all(_of(item) in items for item in way)), ())
    tables = InTables(case, (TableKind.THREE_PUBLIC,))
    if whole in items and parts and not all(map(tables.has, items.values())):
        text = "说明写“三公”经费{a}，各项之和{b}，差{d}"
        yield from sentence_adds_up(case, items[whole], [items[_of(part)] for part in parts], text, MEND)


def R310(case: Case) -> Iterator[Result]:
    """The three kinds make the whole; what is kept for small enterprises is no more than what there is."""
    items = {one.name: one.entry for one in reversed(stated(case, "R310"))}
    kinds = [items[_part("类型", kind)] for kind in _KINDS if _part("类型", kind) in items]
    tables = InTables(case, (TableKind.PROCUREMENT,))
    if _PROCURED in items and kinds and not all(map(tables.has, (items[_PROCURED], *kinds))):
        text = "政府采购总额{a}不等于货物、工程、服务之和{b}，差{d}"
        yield from sentence_adds_up(case, items[_PROCURED], kinds, text, MEND)
    small, medium = items.get(_part("面向", "小微企业")), items.get(_part("面向", "中小企业"))
    yield from _at_most(small, medium, "小微企业预留{a}大于中小企业预留{b}")
    yield from _at_most(medium or small, items.get(_PROCURED), "中小企业预留{a}大于政府采购总额{b}")


def _part(dimension: str, member: str) -> FigureId:
    return FigureId("政府采购", ((dimension, member),))


def _at_most(part: Entry | None, whole: Entry | None, message: str) -> Iterator[Result]:
    if part and whole:
        yield compared(part, whole)
        if part.exact > whole.exact:
            yield Finding(message.format(**amounts(part, whole)), (part.place, whole.place), hint=MEND)
