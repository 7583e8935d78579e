"""What 财政拨款收支总表 prints of a fund beside the table of that fund (一本预算): its total, class by class."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case, Result, Unknown, compared
from reportgen.checks._comparing import MEND, adds_up, agree, at_most
from reportgen.checks.tables._prints import BOOKS, GENERAL, Prints, agreeing, entry, missing, of, prints, sheet
from reportgen.document import TableKind
from reportgen.reading import Entry
from reportgen.source import key

_WORDS = {GENERAL: "一般公共预算", "政府性基金": "政府性基金", "国有资本经营预算": "国有资本经营"}


@dataclass(frozen=True)
class FundBook:
    """Of which fund; whether its total and its classes are looked at."""

    fund: str = key("资金")
    total: bool = key("合计", True)
    classes: bool = key("各类", True)


def as_in_book(case: Case, book: FundBook) -> Iterator[Result]:
    """The fund is the same in both tables."""
    if book.total:
        yield from total_of(case, book.fund)
    if book.classes:
        yield from _classes(case, book.fund)


def total_of(case: Case, fund: str) -> Iterator[Result]:
    """What is spent from the fund in all."""
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
