"""说明和表：科目、人员和公用经费"""

from collections.abc import Iterator

from reportgen.checks._areas import area
from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._item_names import Misnamed, misnamed
from reportgen.checks._told import MEND, Prints, agrees, as_tables_say, sentence_adds_up, told
from reportgen.checks._told_sums import add_up, sums
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "310")}
_BASIC = FigureId("支出", (("性质", "基本支出"),))


def R305(case: Case) -> Iterator[Result]:
    """说明·功能科目

    说明里按功能分类写的每一个数（类、款、项），要和《一般公共预算支出表》里同名科目的合计一样；政府性基金、国有资本经营预算的
    看各自的表，全部资金的看《支出总表》。科目的名称也要和表里一字不差：名称写错一个字，读者在表里就找不到它。

    怎样改：对照表里这个科目的合计和名称，改说明。
    依据：财预〔2016〕143号，一般公共预算支出公开到功能分类项级。
    例：说明“图书馆（项）”198.88万元，《一般公共预算支出表》为189.88万元。
    """
    message = "说明“{name}”{a}，《{table}》为{b}，差{d}"
    kinds = (
        TableKind.GENERAL_BUDGET,
        TableKind.GOVERNMENT_FUND,
        TableKind.STATE_CAPITAL,
        TableKind.GRANTS,
        TableKind.EXPENDITURE,
        TableKind.TOTALS,
    )
    yield from as_tables_say(case, "R305", kinds, message, "功能分类科目的数")
    for one in sums(case, "R305"):
        yield from add_up(case, one, "说明写{a}，所列各科目之和{b}，差{d}", MEND)
    for found in misnamed(case):
        yield compared(found.entry)
        others = (found.row.place,) if found.row else ()
        yield Finding(_misnamed(found), (found.entry.place, *others), Severity.WARNING, "照表里的名称改")


def _misnamed(found: Misnamed) -> str:
    if not found.said:
        return f"说明的科目没有写名称{f'（表：{found.printed}）' if found.printed else ''}"
    told = f"与表不一致（表：{found.printed}）" if found.printed else "在表里没有"
    return f"说明的科目名称“{found.said}”{told}"


def R306(case: Case) -> Iterator[Result]:
    """说明·人员公用

    说明里写的基本支出、人员经费、公用经费，要和《一般公共预算基本支出表》一样；表里没有分人员、公用两列的，人员经费是
    301、303两类之和，公用经费是302、310两类之和。说明里的人员经费和公用经费加起来要等于基本支出。

    怎样改：对照《一般公共预算基本支出表》的合计行，改写错的一个。
    依据：财预〔2016〕143号，一般公共预算基本支出表。
    例：说明写人员经费854.74万元、公用经费105.08万元，基本支出959.28万元，三个数对不上，差0.54万元。
    """
    message = "说明“{name}”{a}与《{table}》{b}不一致，差{d}"
    prints, looked = Prints(case, (TableKind.BASIC, TableKind.GENERAL_BUDGET)), False
    for one in told(case, lambda name: area(name) == "R306"):
        looked = True
        parts = _classes(case, prints, one.name)
        if found := prints.of(one.name):
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


def _classes(case: Case, prints: Prints, name: FigureId) -> list[Entry]:
    """The rows of the classes, or of what is below them, that 人员经费 or 公用经费 are made of."""
    codes = _CLASSES.get(name.member("经费"), ())
    whole = name._replace(conditions=tuple(c for c in name.conditions if c[0] != "经费"))
    for basic in (whole, *_of_grants(prints, whole)):
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


def _of_grants(prints: Prints, whole: FigureId) -> Iterator[FigureId]:
    """The same of 一般公共预算, where that is all that there is of it."""
    own = _BASIC.where(("资金", "一般公共预算"))
    all_, granted = prints.of(_BASIC), prints.of(own)
    if whole == _BASIC and all_ and granted and all_[0].exact == granted[0].exact:
        yield own
