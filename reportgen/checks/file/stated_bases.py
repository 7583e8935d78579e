"""上年数的总数和分项"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.budget.ledger import Book, Named
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.vocabulary import Vocabulary


def R906(case: Case) -> Iterator[Result]:
    """上年总数与分项

    上年数可以一个一个写（总数、几个分项），程序不会把它们相加。分项加起来比总数大，一定有一个写错了；分项列全了，就要等于总数；
    没有列全的，差额应当是本年不再安排的项目，给一个提示，请人核对。

    怎样改：对照上年公开的文件改上年数；上年有、本年没有的项目，也写成一行。
    依据：财预〔2016〕143号，增减变化以上年数为基础。
    例：上年项目支出768.54万元，四个项目的上年数合计737.00万元，差31.54万元。
    """
    if case.budget is None:
        yield Unknown("没有预算文件")
        return
    books = [book for base, book in case.budget.books.items() if base and (book.named or book.lines)]
    if not books:
        yield Unknown("预算文件里没有上年数")
    for book in books:
        yield Compared()
        for whole, dimension, parts in _taken_apart(book.named, book):
            yield from _off(book, whole, dimension, parts)


def _taken_apart(named: Mapping[FigureId, Named], book: Book) -> Iterator[tuple[FigureId, str, list[FigureId]]]:
    """Each figure stated whole with those that are it under one condition more, dimension by dimension."""
    for whole in named:
        found: dict[str, list[FigureId]] = {}
        for part in named:
            more = dict(_full(part).conditions).items() - dict(_full(whole).conditions).items()
            less = dict(_full(whole).conditions).items() - dict(_full(part).conditions).items()
            if part.measure == whole.measure and len(more) == 1 and not less:
                found.setdefault(next(iter(more))[0], []).append(part)
        for dimension, parts in found.items():
            yield whole, dimension, _outermost(dimension, parts, book.vocabulary)


def _full(name: FigureId) -> FigureId:
    """With what its project implies."""
    return name.where(("性质", "项目支出")) if name.member("项目") else name


def _outermost(dimension: str, parts: list[FigureId], vocabulary: Vocabulary) -> list[FigureId]:
    """Those that are in none of the others: 公务用车运行费 stands in 公务用车购置及运行费."""
    members = {part.member(dimension) for part in parts}
    return [p for p in parts if not members & set(vocabulary.upward(dimension, p.member(dimension))[1:])]


def _off(book: Book, whole: FigureId, dimension: str, parts: list[FigureId]) -> Iterator[Finding]:
    together = Decimal(0)
    for part in parts:
        together = EXACT.add(together, book.named[part].amount)
    stated = book.named[whole].amount
    difference = EXACT.subtract(stated, together)
    complete = {p.member(dimension) for p in parts} >= set(book.vocabulary.children(dimension)) != set()
    wrong = difference < 0 or complete
    if difference and (wrong or len(parts) > 1):
        own, made, off = map(plain_digits, (stated, together, abs(difference)))
        message = f"{book.name}里“{whole}”是{own}元，{len(parts)}个分项合计{made}元，差{off}元"
        hint = "对照上年公开的文件改过来" if wrong else "上年有、本年没有的，也写成一行；没有错就不用改"
        places = tuple(book.named[name].node.at for name in (whole, *parts))
        yield Finding(message, places, Severity.ERROR if wrong else Severity.HINT, hint)
