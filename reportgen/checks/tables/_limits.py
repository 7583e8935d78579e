"""Which names a rule looks at (取数): short tests on figure names."""

from reportgen.checks._case import Case
from reportgen.checks._comparing import apart
from reportgen.checks.tables._lookup import entry
from reportgen.checks.tables._prints import Keep
from reportgen.document import TableKind
from reportgen.figure import FigureId

GENERAL = "一般公共预算"
BOOKS = {
    GENERAL: TableKind.GENERAL_BUDGET,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营预算": TableKind.STATE_CAPITAL,
}  # fund -> the table of what is spent from it
FUNDS = tuple(BOOKS)


def of(case: Case, measure: str, dimensions: str = "", **members: str) -> Keep:
    """Names of this year's measure that state exactly these dimensions besides the members that are given.

    A member that goes without saying (all is spent from 一般公共预算) need not be stated.

    Args:
        dimensions: separated by blanks; one with `?` may be stated.
    """
    may = {d.rstrip("?") for d in dimensions.split()} | members.keys()
    must = {d for d in dimensions.split() if not d.endswith("?")}

    def keep(name: FigureId) -> bool:
        if name.measure != measure or name.base or name.derived:
            return False
        stated = dict(name.conditions)
        return must <= stated.keys() <= may and all(_is(case, name, d, m) for d, m in members.items())

    return keep


def _is(case: Case, name: FigureId, dimension: str, member: str) -> bool:
    own = name.member(dimension)
    return own == member or (not own and case.always(name, (dimension, member)))


def without(name: FigureId, *dimensions: str) -> FigureId:
    """The name without its conditions of these dimensions."""
    kept = tuple((d, m) for d, m in name.conditions if d not in dimensions)
    return FigureId(name.measure, kept, name.base, name.derived)


def all_grants(case: Case) -> bool:
    """Whether all revenue is 财政拨款, as the totals of 收支总表 and 财政拨款收支总表 say."""
    whole, grants = entry(case, TableKind.TOTALS, "收入"), entry(case, TableKind.GRANTS, "收入[资金=财政拨款]")
    return bool(whole and grants and not apart(whole, grants))


def all_general(case: Case) -> bool:
    """Whether all is spent from 一般公共预算, as the totals of 支出总表 and 一般公共预算支出表 say."""
    whole = entry(case, TableKind.EXPENDITURE, "支出[性质=本年支出]") or entry(
        case, TableKind.TOTALS, "支出[性质=本年支出]", "支出"
    )
    general = entry(case, TableKind.GENERAL_BUDGET, f"支出[性质=本年支出 资金={GENERAL}]")
    return bool(whole and general and not apart(whole, general))
