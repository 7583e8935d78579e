"""表与表：政府采购"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks.tables._limits import BOOKS
from reportgen.checks.tables._lookup import entry, sheet
from reportgen.checks.tables._prints import at_most
from reportgen.document import TableKind


def R221(case: Case) -> Iterator[Result]:
    """采购不越界

    政府采购预算是支出预算的一部分：合计不能大于《支出总表》的合计，用一般公共预算、政府性基金、国有资本经营预算
    采购的，分别不能大于那一本预算的支出。

    怎样改：核对采购预算的单位（元、万元）和资金来源；跨年度的采购只列本年安排的部分。
    依据：政府采购应编入部门预算；财预〔2016〕143号。
    例：政府采购预算2,400.00万元，支出总表合计1,204.10万元，多半是单位错了。
    """
    bought = entry(case, TableKind.PROCUREMENT, "政府采购") or entry(case, TableKind.EXPENDITURE, "政府采购")
    spent = entry(case, TableKind.EXPENDITURE, "支出[性质=本年支出]") or entry(
        case, TableKind.TOTALS, "支出[性质=本年支出]", "支出"
    )
    if not bought or not spent:
        blank = not bought and sheet(case, TableKind.PROCUREMENT)
        yield Unknown("政府采购预算表没有填合计" if blank else "要有政府采购预算和支出总表，才能核对")
        return
    hint = "核对采购预算的单位和资金来源"
    yield from at_most(bought, spent, "政府采购预算{a}大于支出预算{b}，差{d}", hint)
    for fund, kind in BOOKS.items():
        own = entry(case, TableKind.PROCUREMENT, f"政府采购[资金={fund}]")
        whole = entry(case, kind, f"支出[性质=本年支出 资金={fund}]")
        if own and whole:
            yield from at_most(own, whole, f"用{fund}采购{{a}}，大于{fund}支出{{b}}，差{{d}}", hint)
