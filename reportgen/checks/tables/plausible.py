"""数是否合理"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, or_unknown
from reportgen.checks._comparing import total
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._texts import percent
from reportgen.checks.tables._prints import cell
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet

_WAGES = ("30101", "30102", "30103", "30107")
_UNION, _PENSION, _ANNUITY = "30228", "30108", "30109"
_PART = Fraction(1, 5)
_ITEMS = ("因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费")


def _basic(case: Case) -> dict[str, Entry]:
    """The first print of each economic item in 基本支出表, by code: its total."""
    found: dict[str, Entry] = {}
    for entry in (entry for sheet in case.reading.of(TableKind.BASIC) for entry in sheet.entries):
        if entry.name and (code := entry.name.member("经济")) and not entry.name.member("经费") and not entry.name.base:
            found.setdefault(code, entry)
    return found


def _ratio(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) / Fraction(whole)


@speaks_of(BUDGET)
def R801(case: Case) -> Iterator[Result]:
    """工会经费

    工会经费按工资总额的2%拨缴：基本工资、津贴补贴、奖金、绩效工资之和的2%上下，差得多（超过两成）时请核对，
    可能漏列、多列，或者列在了别的科目。

    怎样改：核对工会经费；口径不同的，不用改。
    依据：工会法第43条，按全部职工工资总额的百分之二拨缴。
    例：工资总额280万元，工会经费2.8万元，只有1%。
    """
    basic = _basic(case)
    union, wages = basic.get(_UNION), [basic[code] for code in _WAGES if code in basic]
    if not (union and union.exact and total(wages)):
        yield Unknown("基本支出表里没有工会经费（30228），或者没有工资科目")
        return
    yield compared(union, *wages)
    share = _ratio(union.exact, total(wages))
    if abs(share * 50 - 1) > _PART:
        message = f"工会经费{union.number}约为工资总额的{percent(share)}，与2%标准差异较大，请确认"
        yield Finding(message, (union.place, *(w.place for w in wages)), Severity.HINT, "核对工会经费和工资总额")


@speaks_of(BUDGET)
def R802(case: Case) -> Iterator[Result]:
    """职业年金

    职业年金缴费是养老保险缴费的一半（单位缴费比例8%和16%）。行政单位的职业年金实行记账、不列预算的，比例会低，不用改。

    怎样改：核对职业年金和养老保险缴费；记账的不用改。
    依据：国办发〔2015〕18号，机关事业单位职业年金办法；国发〔2015〕2号。
    例：养老保险缴费98.63万元，职业年金12.26万元，只有12%。
    """
    basic = _basic(case)
    pension, annuity = basic.get(_PENSION), basic.get(_ANNUITY)
    if not (pension and annuity and pension.exact and annuity.exact):
        yield Unknown("基本支出表里没有养老保险缴费（30108）或职业年金（30109）")
        return
    yield compared(pension, annuity)
    ratio = _ratio(annuity.exact, pension.exact)
    if abs(ratio * 2 - 1) > Fraction(1, 50):
        message = f"职业年金{annuity.number}与养老保险缴费{pension.number}之比{percent(ratio)}，偏离8%∶16%"
        yield Finding(message, (annuity.place, pension.place), Severity.HINT, "核对两项缴费的基数和比例")


@speaks_of(BUDGET, ACCOUNTS)
def R803(case: Case) -> Iterator[Result]:
    """其他占比

    “其他××支出”占上级科目的比重一般不超过20%。比重高，说明科目分得不细，社会看不出钱用在哪里。

    怎样改：能归到具体科目的，归到具体科目。
    依据：财政部有关细化预算编制的要求；预算审查中常见的问题。
    例：“30299 其他商品和服务支出”占“302 商品和服务支出”的29.8%。
    """
    sheets = (sheet for kind in (TableKind.GENERAL_BUDGET, TableKind.BASIC) for sheet in case.reading.of(kind))
    found = (result for sheet in sheets for result in _others(_totals(sheet)))
    yield from or_unknown(found, "表里没有“其他××支出”，或者没有它的上级")


def _others(totals: dict[str, Entry]) -> Iterator[Result]:
    """Report items called 其他 that are much of the item above: of its print, else of the sum of its items."""
    for code, entry in totals.items():
        if not (code.endswith("99") and "其他" in entry.place.row):
            continue
        above = totals.get(code[:-2])
        parts = [above] if above else [e for other, e in totals.items() if other[:-2] == code[:-2]]
        if above or len(parts) > 1:
            yield compared(entry)
        if (above or len(parts) > 1) and total(parts) and (share := _ratio(entry.exact, total(parts))) > _PART:
            name = above.place.row if above else code[:-2]
            message = f"“{entry.place.row}”占“{name}”{percent(share)}，比重偏高，建议细化"
            yield Finding(message, (entry.place,), Severity.HINT, "能归到具体科目的，归到具体科目")


def _totals(sheet: Sheet) -> dict[str, Entry]:
    """This year's whole amount of each item, by code."""
    found: dict[str, Entry] = {}
    for entry in sheet.entries:
        name = entry.name
        if name and not (name.base or name.derived or name.member("经费") or name.member("项目类别")):
            code = name.member("功能") or name.member("经济")
            if code and (sheet.kind == TableKind.BASIC or not name.member("性质")):
                found.setdefault(code, entry)
    return found


@speaks_of(BUDGET)
def R804(case: Case) -> Iterator[Result]:
    """三公执行率

    “三公”经费表同时印上年预算数和上年执行数的，执行不到预算的一半、本年预算又没有压减，请说明理由。

    怎样改：压减本年预算，或说明理由。
    依据：党政机关厉行节约反对浪费条例；预算审查中常见的问题。
    例：公务接待费上年预算0.53万元，执行0.07万元，本年仍安排0.53万元。
    """
    found = (result for item in _ITEMS for result in _hardly_spent(case, item))
    yield from or_unknown(found, "“三公”经费表没有上年执行数")


def _hardly_spent(case: Case, item: str) -> Iterator[Result]:
    figure = f"{TableKind.THREE_PUBLIC.value} 三公经费[费目={item}]"
    now, planned, spent = (cell(case, f"{figure}{base}") for base in ("", "@上年预算", "@上年执行数"))
    if now and planned and spent:
        yield compared(now, planned, spent)
        if planned.exact and 2 * spent.exact < planned.exact <= now.exact:
            share = percent(_ratio(spent.exact, planned.exact))
            message = f"{item}上年执行{spent.number}仅为预算{planned.number}的{share}，本年预算未压减，请说明"
            yield Finding(message, (now.place, planned.place, spent.place), Severity.HINT, "压减预算，或说明理由")
