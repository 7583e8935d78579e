"""说明和表：收支总额、来源、性质"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks._comparing import same
from reportgen.checks._told import Prints, Told, as_tables_say, told
from reportgen.checks._told_sums import add_up, sums
from reportgen.document import TableKind
from reportgen.figure import FigureId


def R301(case: Case) -> Iterator[Result]:
    """说明·收支总额

    说明里写的收入、支出总额，本年收入、本年支出，要和《收支总表》印的一样。读者先看文字再看表，两个数不一样，哪一个都不可信。
    没有表的，收入总额和支出总额要相等。文字里省掉末尾的零（1205.3万元）不算不一样；只是小数对不齐的，给一个警告。

    怎样改：以批复的预算为准，改说明或改表。
    依据：财预〔2016〕143号，说明要解释表里的收支；公开文件中常见的错误。
    例：说明写收入预算1,205.30万元，《收支总表》收入总计为1,195.30万元，差10.00万元。
    """
    message = "说明写“{name}”{a}，《{table}》为{b}，差{d}"
    yield from as_tables_say(
        case, "R301", (TableKind.TOTALS, TableKind.REVENUE, TableKind.EXPENDITURE), message, "收入总额、支出总额"
    )
    revenue, expenditure = (_first(case, measure) for measure in ("收入", "支出"))
    prints = Prints(case, (TableKind.TOTALS,))
    if revenue and expenditure and not all(map(prints.has, (revenue.entry, expenditure.entry))):
        text = "说明写收入总额{a}，支出总额{b}，收支不平，差{d}"
        yield from same(revenue.entry, expenditure.entry, text, "对照批复的预算，改写错的一个")


def _first(case: Case, measure: str) -> Told | None:
    """The total of one side, as the sentences say it first."""
    return next(told(case, lambda name: name == FigureId(measure)), None)


def R302(case: Case) -> Iterator[Result]:
    """说明·收入构成

    说明里逐项写的收入来源（一般公共预算、政府性基金、事业收入、其他收入、上年结转等），要和《收入总表》这一列的合计一样。
    没有《收入总表》的，看《收支总表》和《财政拨款收支总表》；文字里一句话列全了的，各来源加起来还要是总数。

    怎样改：对照《收入总表》的合计行，改写错的来源。
    依据：财预〔2016〕143号，部门收入总表。
    例：说明写事业收入14.26万元，《收入总表》事业收入合计12.80万元。
    """
    message = "说明中“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(
        case, "R302", (TableKind.REVENUE, TableKind.TOTALS, TableKind.GRANTS), message, "收入的来源"
    )
    for one in sums(case, "R302"):
        yield from add_up(case, one, "说明写收入{a}，所列各来源之和{b}，差{d}", "对照批复，改写错的一项")


def R303(case: Case) -> Iterator[Result]:
    """说明·基本和项目

    说明里写的基本支出、项目支出（以及经营支出、上缴上级支出、结转下年等），要和《支出总表》的合计一样；没有这张表的，
    看《收支总表》和《项目支出表》；文字里一句话列全了的，各部分加起来还要是总数。

    怎样改：对照《支出总表》合计行，改写错的一项。
    依据：财预〔2016〕143号，部门支出总表。
    例：说明写项目支出218.86万元，《支出总表》为208.86万元，差10.00万元。
    """
    message = "说明中“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(
        case,
        "R303",
        (TableKind.EXPENDITURE, TableKind.TOTALS, TableKind.GENERAL_BUDGET, TableKind.PROJECTS),
        message,
        "基本支出、项目支出",
    )
    for one in sums(case, "R303"):
        yield from add_up(case, one, "说明写支出{a}，所列各部分之和{b}，差{d}", "对照批复，改写错的一项")


def R304(case: Case) -> Iterator[Result]:
    """说明·财政拨款

    说明里写的财政拨款收入、支出，以及一般公共预算、政府性基金、国有资本经营预算各自的支出，要和《财政拨款收支总表》一样。

    怎样改：对照《财政拨款收支总表》的总计和各列，改写错的数。
    依据：财预〔2016〕143号，财政拨款收支总表。
    例：说明写财政拨款支出1,174.83万元，《财政拨款收支总表》支出总计1,170.59万元。
    """
    message = "说明中财政拨款“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(
        case,
        "R304",
        (
            TableKind.GRANTS,
            TableKind.TOTALS,
            TableKind.GENERAL_BUDGET,
            TableKind.GOVERNMENT_FUND,
            TableKind.STATE_CAPITAL,
        ),
        message,
        "财政拨款的收入、支出",
    )
    for one in sums(case, "R304"):
        yield from add_up(case, one, "说明写财政拨款{a}，所列各部分之和{b}，差{d}", "对照批复，改写错的一项")
