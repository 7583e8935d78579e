"""表与表：财政拨款和三本预算"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import adds_up, agree, at_most
from reportgen.checks.tables._books import total_of
from reportgen.checks.tables._prints import (
    BOOKS,
    GENERAL,
    agreeing,
    all_grants,
    entry,
    in_two_tables,
    of,
    prints,
    sheet,
    without,
)
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry, Sheet


def R203(case: Case) -> Iterator[Result]:
    """类级一致

    同一个功能科目，《收支总表》和《支出总表》印的数要一样；《收入总表》按科目列的，没有结转下年时也要一样。
    收入全部是财政拨款的，《财政拨款收支总表》也要一样；还有别的收入的，财政拨款支出是其中一部分，不能更大。

    怎样改：对照批复的那个科目，改错的那张表；改完再看它的上级和合计。
    依据：财预〔2016〕143号，收支总表、支出总表、财政拨款收支总表按功能分类编列。
    例：“208 社会保障和就业支出”在收支总表为125.27万元，在支出总表为152.27万元。
    """
    item, granted = of(case, "支出", "功能"), of(case, "支出", "功能", 资金="财政拨款")
    earned = of(case, "收入", "功能") if _spends_all(case) else of(case, "收入", 功能="")
    message = "“{name}”在《{t1}》为{a}，在《{t2}》为{b}，同一科目两表不一致，差{d}"
    if all_grants(case):
        found = prints(
            case,
            (TableKind.TOTALS, TableKind.EXPENDITURE, TableKind.GRANTS, TableKind.REVENUE),
            lambda n: item(n) or granted(n) or earned(n),
            _spent,
        )
    else:
        found = prints(
            case, (TableKind.TOTALS, TableKind.EXPENDITURE, TableKind.REVENUE), lambda n: item(n) or earned(n), _spent
        )
    yield from agreeing(found, message)
    if not all_grants(case):
        for name, parts in prints(case, (TableKind.GRANTS,), granted).items():
            for whole in found.get(_spent(name), ())[:1]:
                yield from at_most(parts[0], whole, "“{name}”的财政拨款支出在《{t1}》为{a}，大于《{t2}》的全部支出{b}")
    if not in_two_tables(found):
        yield Unknown("没有两张表印了同一个功能科目的全部支出")


def _spends_all(case: Case) -> bool:
    """Whether nothing is left for the next year: then an item earns what it spends."""
    rest = entry(case, TableKind.TOTALS, "支出[性质=结转下年]")
    return not (rest and rest.number.value)


def _spent(name: FigureId) -> FigureId:
    return FigureId("支出", without(name, "资金").conditions)


def R205(case: Case) -> Iterator[Result]:
    """一般公共预算一致

    《财政拨款收支总表》一般公共预算的支出，等于《一般公共预算支出表》的合计；结转下年的另加。
    财政拨款收支总表没有分三本预算的，它的本年支出要等于三张支出表的合计加起来。

    怎样改：对照各类的数，找出漏了或填错的那一类。
    依据：财预〔2016〕143号，财政拨款收支总表、一般公共预算支出表。
    例：财政拨款收支总表一般公共预算1,149.34万元，一般公共预算支出表合计1,140.34万元。
    """
    whole = entry(case, TableKind.GRANTS, "支出[性质=本年支出 资金=财政拨款]")
    if whole and not _of_fund(case, GENERAL):
        yield from _sum_of_books(case, whole)
    else:
        yield from total_of(case, GENERAL)


def _of_fund(case: Case, fund: str) -> list[Entry]:
    """What 财政拨款收支总表 prints of spending from the fund."""
    found = prints(case, (TableKind.GRANTS,), of(case, "支出", "功能? 性质?", 资金=fund))
    return [entry for entries in found.values() for entry in entries]


def _sum_of_books(case: Case, whole: Entry) -> Iterator[Result]:
    totals = [entry(case, kind, f"支出[性质=本年支出 资金={fund}]") for fund, kind in BOOKS.items()]
    gone = [kind.value for kind, total in zip(BOOKS.values(), totals, strict=True) if not total]
    unknown = [name for name in gone if not (s := sheet(case, TableKind(name))) or not s.is_empty]
    if unknown or not totals[0]:
        yield Unknown(f"财政拨款收支总表没有分三本预算，又没有{'、'.join(unknown or gone)}的合计")
        return
    message = "《财政拨款收支总表》本年支出{a}与三本预算支出表的合计加起来{b}不一致，差{d}"
    yield from adds_up(case, whole, [total for total in totals if total], message)


def R112(case: Case) -> Iterator[Result]:
    """All that comes is all that goes, besides the sums of `sums.yaml`."""
    balance = "《财政拨款收支总表》收入总计{a}与支出总计{b}不平，差{d}"
    pairs = list(
        zip(case.reading.of(TableKind.GRANTS, "收入"), case.reading.of(TableKind.GRANTS, "支出"), strict=False)
    )
    for revenue, expenditure in pairs:
        left, right = _grand_total(case, revenue), _grand_total(case, expenditure)
        if left and right:
            yield from agree(left, right, left, balance, "先看上年结转和结转下年，再看各类支出的资金来源")
        else:
            yield Unknown("财政拨款收支总表里没有收入总计或支出总计")
    if not pairs:
        yield Unknown("没有财政拨款收支总表")


def _grand_total(case: Case, sheet: Sheet) -> Entry | None:
    """All grants of the side, by their name; without names the first number of the last total row."""
    if case.names:
        return entry(case, TableKind.GRANTS, f"{sheet.side}[资金=财政拨款]")
    totals = [line for line in sheet.lines if line.total and not line.groups and line.entries]
    return totals[-1].entries[min(totals[-1].entries)] if totals else None
