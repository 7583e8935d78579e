"""批复的数"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import KnownNames, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, firsts
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.checks._texts import likeness
from reportgen.checks.file import Off, Slip, default_of, scale, slips, unit_of
from reportgen.figure import FigureId
from reportgen.figures import Disagreement, disagreements
from reportgen.quantity import plain_digits
from reportgen.records import replace
from reportgen.vocabulary import NOT_APPLICABLE

_ALIKE = Fraction(2, 3)  # share of equal letters in a misspelt name
_MOST_OFF = 300  # approved figures that differ, beyond which no single line is behind them
_HINT = "对照批复文件：批复的数抄错了改“核对”，行里的数写错了改那一行"


@of_family("批复的数")
def R900(case: Case) -> Iterator[Result]:
    """与批复数一致

    预算文件的“核对”里写财政部门批复的数：收入、支出的总数，各功能科目、经济科目、项目、“三公”经费等。预算文件自己各行加起来的数
    必须和它一致，精确到分。金额、科目、资金、单位、性质、项目写错一行，都会在这里看出来。

    写错一行，往往总数、单位、资金、科目几个核对数一起对不上，差的是同一个数。这样的合成一条，它们共有的那一行就是写错的一行；
    差一万倍（元写成万元）、写错了科目或资金、同一行写了两次、漏了一行，都直接说出来。

    怎样改：对照批复文件：批复的数抄错了改“核对”，行里的数写错了改那一行。
    依据：预算法第五十二条，各部门按批复的预算执行；财预〔2016〕143号，公开批复的部门预算。
    例：核对里支出[功能=2070104]是2027256.15元，各行合计2027526.15元，差270.00元。
    """
    budget = case.budget
    if budget is None or not budget.approved:
        return
    yield Compared()
    every = {one.name: one for one in disagreements(budget, case.engine.names if case.engine else None)}
    found = dict(islice(every.items(), _MOST_OFF))
    more = islice(every.values(), _MOST_OFF, _MOST_OFF + 1)
    yield from (finding("R900 太多", one.at, more=len(every) - _MOST_OFF) for one in more)
    yield from (_unknown(one, budget) for one in found.values() if one.own is None)
    books = {name: budget.books[name.base] for name in budget.approved} if found else {}
    lines = {name: _lines_of(book, name) for name, book in books.items()}
    off = [(one, one.difference) for one in found.values() if one.difference is not None]
    offs = [Off(one.name, apart, tuple((line, 1) for line in lines[one.name]), (one.at,)) for one, apart in off]
    offs += _not_listed(offs, budget)
    agreed = [set(map(id, own)) for name, own in lines.items() if name not in every]
    for slip in slips(offs, budget.vocabulary):
        if any(off.name in found for off in slip.offs):  # otherwise the slip is of members that nobody approved
            yield _not_approved(slip, found, budget, agreed)


def _lines_of(book: Book, name: FigureId) -> list[Line]:
    """Return the lines of the figure; one that is stated whole is a line by itself."""
    if stated := book.stated.get(name._replace(base="")):
        return [Line(dict(name.conditions), stated.amount, stated.node)]
    return lines_in(book, name) or []


def _not_approved(
    slip: Slip, found: dict[FigureId, Disagreement], budget: Budget, agreed: Sequence[set[int]]
) -> Finding:
    """Report the wrong figure with the fewest lines; if its lines agree elsewhere, the approved number is wrong."""
    off = min((one for one in slip.offs if one.name in found), key=lambda one: len(one.lines))
    one, (what, unit) = found[off.name], unit_of(off.name.measure, budget.vocabulary)
    others = f"；另有{len(slip.offs) - 1}个核对数差的也是这个数" if len(slip.offs) > 1 else ""
    made, apart = plain_digits(one.own or Decimal(0)), plain_digits(abs(off.difference))
    message = f"{_approved(one, budget)}，各行合计{made}{unit}，差{apart}{unit}{others}"
    own = {id(line) for line, _ in off.lines}
    if len(slip.offs) == 1 and own and any(own <= lines for lines in agreed):
        scaled = scale(one.approved, one.own or one.approved) if what == "金额" else ""
        looks = f"“核对”里的这个数{scaled}" if scaled else "这几行的别的核对数都对得上，多半是“核对”里这个数抄错了"
        return Finding(f"{message}；{looks}", off.at, hint=_HINT, cause=replace(slip.cause, lines=()))
    looks = f"；{slip.looks}" if slip.looks else ""
    own_places = tuple(line.at for line in slip.lines)
    places = (*(default_of(slip, budget.file.node) or own_places), *(at for one in (off, *slip.offs) for at in one.at))
    return Finding(f"{message}{looks}", places, hint="；".join(filter(None, (slip.hint, _HINT))), cause=slip.cause)


def _unknown(one: Disagreement, budget: Budget) -> Finding:
    """Report an approved figure that the lines do not have; with a line whose member is nearly the approved one."""
    book, approved = budget.books[one.name.base], _approved(one, budget)
    for dimension, member in one.name.conditions:
        lines = firsts((line.dims.get(dimension, ""), line) for line in book.lines.get(one.name.measure, ()))
        near = max(KnownNames(lines).near(member), key=lambda other: likeness(member, other), default="")
        if member not in lines and likeness(member, near) >= _ALIKE:
            words = {"approved": approved, "dimension": dimension, "member": member, "near": near}
            return finding("R900 写错了名", lines[near].at, one.at, **words)
    return finding("R900 不知道", one.at, approved=approved, why=one.why)


def _not_listed(offs: Iterable[Off], budget: Budget) -> Iterator[Off]:
    """Yield members that were not approved and whose lines make up for what an approved member lacks."""
    known: dict[tuple[FigureId, str], list[Line]] = {}  # a figure without a condition, its dimension -> lines
    listed = {(x.measure, d, m) for x in budget.approved for d, own in x.conditions for m in (own, NOT_APPLICABLE)}
    for off, i in [(one, i) for one in offs for i in range(len(one.name.conditions))]:
        conditions, book = off.name.conditions, budget.books[off.name.base]
        dimension, others = conditions[i][0], (*conditions[:i], *conditions[i + 1 :])
        whole, kind = off.name._replace(conditions=others), (off.name.measure, dimension)
        if (whole, dimension) not in known:
            lines = lines_in(book, whole) or ()
            own = [line for line in lines if (*kind, line.dims.get(dimension, NOT_APPLICABLE)) not in listed]
            known[whole, dimension] = own
        new = known[whole, dimension]
        if len({line.dims[dimension] for line in new}) == 1 and total(new) == -off.difference:
            name = off.name._replace(conditions=(*others, (dimension, new[0].dims[dimension])))
            yield Off(name, total(new), tuple((line, 1) for line in new))


def _approved(one: Disagreement, budget: Budget) -> str:
    return f"“{one.name}”批复的是{plain_digits(one.approved)}{unit_of(one.name.measure, budget.vocabulary)[1]}"
