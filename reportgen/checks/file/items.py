"""编码和上年"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from reportgen.budget import Book, Budget, Catalogue, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import finding
from reportgen.checks.file import means
from reportgen.quantity import EXACT
from reportgen.vocabulary import ELIMINATION, NOT_APPLICABLE

_SPENT, _PROJECT = "支出", "项目"
# A dimension, and what its codes are compared within.
_WITHIN = {"经济": ("单位", "资金", "性质", "功能"), "功能": ("单位", "资金", "性质")}
_SAME = 2  # so many codes the two years have to share: else the whole is another
_CLASS, _CLASS_DIGITS = 5, 3  # digits of a 款, and of a 类
_FAR, _THIS_YEAR = Decimal("0.15"), ("本年", NOT_APPLICABLE)
_LEAST, _MOST = Decimal("0.75"), Decimal("1.35")  # of last year's amount, if it may be the same money
_Codes = Mapping[str, Sequence[Line]]


def R957(_: Case, file: FileFigures) -> Iterator[Result]:
    """编码和上年

    基本支出每年列在一样的科目。一个单位今年少了上年的一个科目、多了同一类（或者只差一位编码）的一个，金额又差不多，
    多半是编码写错了：两个科目的增减都是错的，按科目的表也错。项目支出只看同一款里的各项。两个科目今年的金额正好和上年对调的，
    像是填反了。一个项目结转的钱列在别的科目的，也提出。

    怎样改：对照批复改正编码；确实改列的，写进“口径调整”，上年的数才接得上。
    依据：财政部《政府收支分类科目》；财预〔2016〕143号，增减变化以上年数为基础。
    例：局本级的津贴补贴上年94.90万元，今年没有；今年有绩效工资96.35万元，上年没有。
    """
    budget = file.budget
    yield from _carried_elsewhere(budget)
    books = [book for name, book in budget.books.items() if name and _lines(book)]
    if not books:
        yield Unknown("上年的数没有写到行")
    for book in books:
        yield Compared()
        for dimension, within in _WITHIN.items():
            now, before = (_by_code(one, dimension, within) for one in (budget.books[""], book))
            for key in (key for key in now if key in before):
                yield from _renamed(budget, book.name, dimension, now[key], before[key], _SAME)
                yield from _exchanged(budget, book.name, dimension, now[key], before[key])
        now, before = (_of_projects(one) for one in (budget.books[""], book))
        for key in (key for key in now if key in before):
            yield from _renamed(budget, book.name, "功能", now[key], before[key], 0)


def _lines(book: Book) -> Sequence[Line]:
    return [line for line in book.lines.get(_SPENT, ()) if line.amount and line.dims.get("单位") != ELIMINATION]


def _is_of(line: Line, nature: str) -> bool:
    return means("性质", line.dims.get("性质", ""), ("性质", nature))


def _of_projects(book: Book) -> dict[tuple[str, ...], _Codes]:
    """Return (unit, fund, 款) -> 功能 code -> the lines of its projects."""
    coded = [(code, line) for line in _lines(book) if _is_of(line, "项目支出") for code in [line.dims.get("功能", "")]]
    groups = grouped(
        ((line.dims.get("单位", ""), line.dims.get("资金", ""), code[:_CLASS]), line) for code, line in coded
    )
    return {key: grouped((line.dims.get("功能", ""), line) for line in lines) for key, lines in groups.items()}


def _by_code(book: Book, dimension: str, within: Sequence[str]) -> dict[tuple[str, ...], _Codes]:
    """Return members of other dimensions -> code -> its lines; lines without a code are left out."""
    basic = (line for line in _lines(book) if line.dims.get(_PROJECT, NOT_APPLICABLE) == NOT_APPLICABLE)
    coded = [line for line in basic if _is_of(line, "基本支出") and line.dims.get(dimension, "").isdigit()]
    groups = grouped((tuple(line.dims.get(d, "") for d in within), line) for line in coded)
    return {key: grouped((line.dims[dimension], line) for line in lines) for key, lines in groups.items()}


def _may_be_mistyped(budget: Budget, dimension: str, new: str, gone: str) -> bool:
    """Whether one code may stand for another: both of one class, or a digit apart."""
    one_class = len(new) == len(gone) and new[:_CLASS_DIGITS] == gone[:_CLASS_DIGITS]
    return one_class or gone in Catalogue(budget.file.year).similar(dimension, new)


def _is_usual(budget: Budget, dimension: str, line: Line, code: str) -> bool:
    """Whether the unit has lines of that code from other funds, and none of the code that the line has."""
    unit, fund = line.dims.get("单位"), line.dims.get("资金")
    own = [one for one in _lines(budget.books[""]) if one.dims.get("单位") == unit and one.dims.get("资金") != fund]
    codes = {one.dims.get(dimension) for one in own}
    return code in codes and line.dims.get(dimension) not in codes


def _exchanged(budget: Budget, base: str, dimension: str, now: _Codes, before: _Codes) -> Iterator[Finding]:
    """Yield findings on two codes of which each has about what last year had under the other, and not under it."""
    sums = {code: (total(now[code]), total(before[code])) for code in now if code in before}
    for one, other in combinations((code for code, (own, was) in sums.items() if own > 0 and was > 0), 2):
        (first, first_was), (second, second_was) = sums[one], sums[other]
        crossed = _near(first, second_was) and _near(second, first_was)
        if (
            crossed
            and one[:_CLASS_DIGITS] == other[:_CLASS_DIGITS]
            and not _near(first, first_was, _FAR)
            and not _near(second, second_was, _FAR)
        ):
            names = {"one": one, "other": other}
            names = {key: f"{code} {budget.member_name(dimension, code)}" for key, code in names.items()}
            yield finding("R957 填反", now[one][0].at, now[other][0].at, base=base, **names)


def _near(one: Decimal, other: Decimal, share: Decimal = Decimal("0.05")) -> bool:
    return abs(one - other) <= other * share


def _carried_elsewhere(budget: Budget) -> Iterator[Result]:
    """Yield findings on money of a project carried over under another item than this year's, which all has one."""
    lines = [line for line in _lines(budget.books[""]) if line.dims.get(_PROJECT, NOT_APPLICABLE) != NOT_APPLICABLE]
    for same in grouped(((line.dims.get("单位"), line.dims[_PROJECT]), line) for line in lines).values():
        carried = [line for line in same if line.dims.get("年份") not in (None, *_THIS_YEAR)]
        now = [line for line in same if line not in carried]
        yield from [Compared()] if carried and now else []
        items = {line.dims.get("功能") for line in now}
        odd = [line for line in carried if line.dims.get("功能") not in items]
        if len(items) == 1 and odd:
            names = {"item": budget.member_name("功能", odd[0].dims.get("功能", "")), "project": odd[0].dims[_PROJECT]}
            yield finding("R957 结转", odd[0].at, now[0].at, **names)


def _renamed(budget: Budget, base: str, dimension: str, now: _Codes, before: _Codes, same: int) -> Iterator[Finding]:
    """Yield a finding on the only new code, if its amount is about that of the only one that is gone."""
    new, gone = [code for code in now if code not in before], [code for code in before if code not in now]
    many = len(now) > same or (new and gone and _is_usual(budget, dimension, now[new[0]][0], gone[0]))
    if len(new) == len(gone) == 1 and many and _may_be_mistyped(budget, dimension, new[0], gone[0]):
        own, other = total(now[new[0]]), total(before[gone[0]])
        if other > 0 and _LEAST <= EXACT.divide(own, other) <= _MOST:
            names = {"new": new[0], "gone": gone[0]}
            names = {key: f"{code} {budget.member_name(dimension, code)}" for key, code in names.items()}
            lines = (*now[new[0]], *before[gone[0]])
            yield finding("R957 像是写错", *(line.at for line in lines), base=base, own=own, other=other, **names)
