"""表与表：财政拨款和三本预算"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result, Unknown, compared
from reportgen.checks._comparing import adds_up
from reportgen.checks.tables._limits import BOOKS, GENERAL, all_grants, of, without
from reportgen.checks.tables._lookup import entry, sheet
from reportgen.checks.tables._prints import MEND, Prints, agree, agreeing, at_most, missing, prints
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_WORDS = {GENERAL: "一般公共预算", "政府性基金": "政府性基金", "国有资本经营预算": "国有资本经营"}


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
    if not any(len({e.kind for e in es}) > 1 for es in found.values()):
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
        yield from _total(case, GENERAL)


def R206(case: Case) -> Iterator[Result]:
    """政府性基金一致

    《财政拨款收支总表》政府性基金的支出，等于《政府性基金预算支出表》的合计，各类也要一样。
    没有政府性基金的，两张表都是空的或者零，不能一张有数一张没有。

    怎样改：以批复的政府性基金支出为准，改错的那张表；漏了的补上。
    依据：财预〔2016〕143号，政府性基金预算支出表；没有数据的也要列出空表并说明。
    例：财政拨款收支总表政府性基金16.85万元，政府性基金预算支出表是空表。
    """
    yield from _total(case, "政府性基金")
    yield from _classes(case, "政府性基金")


def R207(case: Case) -> Iterator[Result]:
    """国有资本经营一致

    《财政拨款收支总表》国有资本经营预算的支出，等于《国有资本经营预算支出表》的合计，各类也要一样。
    没有国有资本经营预算的，两张表都是空的或者零。

    怎样改：以批复的国有资本经营预算支出为准，改错的那张表；漏了的补上。
    依据：财预〔2021〕29号等，2021年起公开国有资本经营预算支出表。
    例：财政拨款收支总表国有资本经营预算8.64万元，国有资本经营预算支出表合计6.84万元。
    """
    yield from _total(case, "国有资本经营预算")
    yield from _classes(case, "国有资本经营预算")


def R208(case: Case) -> Iterator[Result]:
    """一般公共预算各类

    《财政拨款收支总表》每一类的一般公共预算支出，等于《一般公共预算支出表》同一类的合计。后一张表只列到项的，
    用这一类各项之和来比。财政拨款收支总表没有分三本预算的，一般公共预算不能大于这一类的财政拨款支出。

    怎样改：对照这一类下面的款、项，改错的那张表。
    依据：财预〔2016〕143号，财政拨款收支总表、一般公共预算支出表。
    例：“207 文化旅游体育与传媒支出”在财政拨款收支总表为909.09万元，在一般公共预算支出表为906.09万元。
    """
    yield from _classes(case, GENERAL)


def _of_fund(case: Case, fund: str) -> list[Entry]:
    """What 财政拨款收支总表 prints of spending from the fund."""
    found = prints(case, (TableKind.GRANTS,), of(case, "支出", "功能? 性质?", 资金=fund))
    return [entry for entries in found.values() for entry in entries]


def _total(case: Case, fund: str) -> Iterator[Result]:
    kind, words = BOOKS[fund], _WORDS[fund]
    table = sheet(case, kind)
    if not sheet(case, TableKind.GRANTS) or not table:
        yield Unknown(f"要有财政拨款收支总表和{kind.value}，才能核对")
        return
    total = entry(case, kind, f"支出[性质=本年支出 资金={fund}]")
    granted = entry(case, TableKind.GRANTS, f"支出[性质=本年支出 资金={fund}]", f"支出[资金={fund}]")
    rest = entry(case, TableKind.GRANTS, f"支出[性质=结转下年 资金={fund}]")
    message = f"《财政拨款收支总表》{words}支出{{a}}与《{kind.value}》合计{{b}}不一致，差{{d}}"
    if granted is None:
        yield from _unlisted(case, total, table.is_empty, fund)
    elif total is None and table.is_empty:
        yield from missing(granted, f"《财政拨款收支总表》{words}支出{{a}}，《{kind.value}》却是空表")
    elif total is None:
        yield Unknown(f"{kind.value}没有合计行")
    elif rest and rest.number.value and granted.name and not granted.name.member("性质"):
        yield from adds_up(case, granted, [total, rest], message)
    elif granted.carried and granted.name != total.name:
        yield compared(granted, total)  # with what is carried over, and without
    else:
        yield from agree(granted, total, total, message)


def _unlisted(case: Case, total: Entry | None, empty: bool, fund: str) -> Iterator[Result]:
    """财政拨款收支总表 prints nothing of the fund: nothing may be spent from it, where it has a column for it."""
    columns = [c for s in case.reading.of(TableKind.GRANTS) for c in s.columns if c.conditions.get("资金") == fund]
    if empty:
        yield compared()
    elif columns and total:
        yield from missing(total, f"《{BOOKS[fund].value}》合计{{a}}，《财政拨款收支总表》却没有列{_WORDS[fund]}支出")
    else:
        yield Unknown(f"财政拨款收支总表没有分列{_WORDS[fund]}支出")


def _sum_of_books(case: Case, whole: Entry) -> Iterator[Result]:
    totals = [entry(case, kind, f"支出[性质=本年支出 资金={fund}]") for fund, kind in BOOKS.items()]
    gone = [kind.value for kind, total in zip(BOOKS.values(), totals, strict=True) if not total]
    unknown = [name for name in gone if not (s := sheet(case, TableKind(name))) or not s.is_empty]
    if unknown or not totals[0]:
        yield Unknown(f"财政拨款收支总表没有分三本预算，又没有{'、'.join(unknown or gone)}的合计")
        return
    message = "《财政拨款收支总表》本年支出{a}与三本预算支出表的合计加起来{b}不一致，差{d}"
    yield from adds_up(case, whole, [total for total in totals if total], message)


def _classes(case: Case, fund: str) -> Iterator[Result]:
    """Class by class: what 财政拨款收支总表 prints of the fund, and what the table of the fund does."""
    kind = BOOKS[fund]
    item = of(case, "支出", "功能", 资金=fund)
    granted, own = prints(case, (TableKind.GRANTS,), item), prints(case, (kind,), item)
    if not granted:
        yield from _within_grants(case, kind, fund)
        return
    message = f"“{{name}}”在《财政拨款收支总表》为{{a}}，在《{kind.value}》为{{b}}，差{{d}}"
    for name, entries in granted.items():
        below = _finest(own, name.member("功能"))
        if name in own:
            yield from agreeing({name: [entries[0], *own[name]]}, message)
        elif below:
            yield from adds_up(case, entries[0], below, message.replace("{name}", entries[0].place.row), hint=MEND)
        elif own:
            yield from missing(entries[0], f"“{{name}}”在《财政拨款收支总表》为{{a}}，《{kind.value}》里没有这一类")
    for name, entries in own.items():
        if len(name.member("功能")) == 3 and name not in granted:
            yield from missing(entries[0], f"“{{name}}”在《{kind.value}》为{{a}}，《财政拨款收支总表》里没有这一类")


def _finest(own: Prints, code: str) -> list[Entry]:
    """The lowest items below a code."""
    codes = {name.member("功能"): entries[0] for name, entries in own.items()}
    below = [c for c in codes if c.startswith(code) and c != code]
    return [codes[c] for c in below if not any(other.startswith(c) and other != c for other in below)]


def _within_grants(case: Case, kind: TableKind, fund: str) -> Iterator[Result]:
    """财政拨款收支总表 has one column for all funds: of a class, one fund is no more than all of them."""
    wholes = prints(case, (TableKind.GRANTS,), of(case, "支出", "功能", 资金="财政拨款"))
    for name, parts in prints(case, (kind,), of(case, "支出", "功能", 资金=fund)).items():
        for whole in wholes.get(case.plain(name.where(("资金", "财政拨款"))), ())[:1]:
            yield from at_most(parts[0], whole, "“{name}”在《{t1}》为{a}，大于《{t2}》的{b}")
