"""政府采购和支出"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import finding
from reportgen.checks.file import pairs
from reportgen.checks.file.reasons import amounts_are_wrong
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import plain_digits
from reportgen.vocabulary import ELIMINATION

_BOUGHT, _RESERVED, _SPENT, _PROJECT = "政府采购", "采购预留", "支出", "项目"
_UNIT, _FUND = "单位", "资金"
_ON_PEOPLE = ("301", "303")
_ODD = 3  # digits of an amount that is no round number
_Key = tuple[tuple[str, str], ...]


def R959(case: Case, file: FileFigures) -> Iterator[Result]:
    """政府采购和支出

    采购用的钱在支出里：一个单位用一种资金采购的，不会多于它用这种资金的支出（人员经费不算）。一笔采购正好是同一单位一个项目的金额，资金却和项目的不一样的，
    像是写错了资金。

    怎样改：对照批复的采购预算，改写错的金额、单位或“资金”。
    依据：预算法第五十四条、政府采购法第三十三条，采购列在部门预算的支出里。
    例：政府性基金支出280万元，用政府性基金安排的采购写了2600万元。
    """
    if amounts_are_wrong(case, "R221"):
        yield Unknown("金额还有错，改好以后再看采购")
        return
    book = file.budget.books[""]
    lines = [line for line in book.lines.get(_BOUGHT, ()) if line.amount > 0]
    for key, own in grouped((_paid_by(line), line) for line in lines).items():
        yield Compared()
        spent = _spent(book, key)
        if spent is not None and key and total(own) > spent:
            largest = max(own, key=lambda line: line.amount)
            names = "的".join(file.budget.member_name(*pair) for pair in key)
            yield finding("R959 大于支出", largest.at, of=names, bought=total(own), spent=spent)
    yield from (*_reserved(file), *_services(case, file))
    for line in lines:
        yield from (*_of_another_fund(book, line), *_of_another_unit(file.budget, line))


def _reserved(file: FileFigures) -> Iterator[Finding]:
    """Yield a finding if more is reserved for small businesses (采购预留) than is bought."""
    book, known = file.budget.books[""], file.budget.vocabulary.measures
    own, bought = (lines_in(book, FigureId(m)) if m in known else None for m in (_RESERVED, _BOUGHT))
    if own and bought and total(own) > total(bought):
        yield finding("R959 预留", own[0].at, bought[0].at, measure=_RESERVED, own=total(own), bought=total(bought))


def _services(case: Case, file: FileFigures) -> Iterator[Finding]:
    """Yield findings on services that a text says are bought (购买…服务) and whose like no purchase is."""
    bought = {line.dims.get("采购品目", "") for line in file.bought}
    known = {pair for name in bought for pair in pairs(name)}
    for sentence in case.sentences if bought and "" not in bought else ():
        for found in spoken().form("«购买的服务»").finditer(sentence.scalar.text):
            own = pairs(found["what"])
            if own and not own & known:
                at = sentence.at(found.start("what"), len(found["what"]))
                yield finding("R959 没有采购", at, what=found["what"])


def _paid_by(line: Line) -> _Key:
    """Return unit and fund of a purchase, as far as it states them."""
    return tuple((d, line.dims[d]) for d in (_UNIT, _FUND) if line.dims.get(d))


def _spent(book: Book, key: _Key) -> Decimal | None:
    """Return what may buy something, of the unit and fund: expenditure without that on people; None if it is open."""
    spent = lines_in(book, FigureId(_SPENT, tuple(sorted(key))))
    if spent is None:
        return None
    own = (line for line in spent if line.dims.get(_UNIT) != ELIMINATION)
    return total(line for line in own if not line.dims.get("经济", "").startswith(_ON_PEOPLE))


def _of_another_fund(book: Book, line: Line) -> Iterator[Finding]:
    """Yield a finding if the amount is that of a project of another fund, and of no line of the purchase's fund."""
    unit, fund = line.dims.get(_UNIT), line.dims.get(_FUND)
    digits = plain_digits(line.amount).replace(".", "").strip("0")
    alike = [o for o in book.lines.get(_SPENT, ()) if o.amount == line.amount and o.dims.get(_UNIT) in (unit, None)]
    funds = {one.dims.get(_FUND) for one in alike}
    if fund and len(digits) >= _ODD and len(alike) == 1 and alike[0].dims.get(_PROJECT) and not {fund, None} & funds:
        words = {"fund": fund, "amount": line.amount, "project": alike[0].dims[_PROJECT], "other": alike[0].dims[_FUND]}
        yield finding("R959 别的资金", line.at, alike[0].at, **words)


def _of_another_unit(budget: Budget, line: Line) -> Iterator[Finding]:
    """Yield a finding if another unit alone spends just this amount, on a project that is called alike."""
    unit, called = line.dims.get(_UNIT), pairs(line.dims.get("采购品目", ""))
    alike = [one for one in budget.books[""].lines.get(_SPENT, ()) if one.amount == line.amount]
    owners = {one.dims.get(_UNIT) for one in alike}
    if unit and len(alike) == 1 and not {unit, None} & owners and called & pairs(alike[0].dims.get(_PROJECT, "")):
        names = [budget.member_name(_UNIT, one.dims[_UNIT]) for one in (line, alike[0])]
        words = {"unit": names[0], "project": alike[0].dims[_PROJECT], "other": names[1]}
        yield finding("R959 别的单位", line.at, alike[0].at, **words)
