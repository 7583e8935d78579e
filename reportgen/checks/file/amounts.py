"""元和万元，多写的零

Amounts in a wrong unit of money, in the whole file or a line, and digits too many, against last year and per head.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures, amount_in, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Finding, Result, everything, firsts, grouped
from reportgen.checks._says import finding
from reportgen.checks.file import pairs, same_digits, times_as_much
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, rounded
from reportgen.vocabulary import MONEY, NOT_APPLICABLE

_SCALE = Decimal(10_000)
_SURE = Decimal(2_000)  # times as much: from here on totals alone show a wrong unit
_CENT = Decimal("0.01")
_ZEROS, _FAR = ("合起来多写了一个零", "合起来多写了两个零", "同一行弄混了元和万元"), 5
_FEWEST = 4  # the fewest other lines among which one stands out
_ODD = 3  # digits of a number that is not round: 158000
_PERSONS = "人"
_BASIC = FigureId("支出", (("性质", "基本支出"),))
_SPENT, _PROJECT = "支出", "项目"
_WHOLE = ("收入", _SPENT)  # of interest or a balance there may be a few 元


def R918(_: Case, file: FileFigures) -> Iterator[Result]:
    """元和万元弄混

    本年的总数是上年的一千倍、一万倍或一亿倍左右（或几分之一），是本年或上年文件的“金额单位”写错了；没有上年数的，看在职人员的
    人均基本支出是不是大得、小得离谱。某一行是上年同一行的一万倍左右，是这一行把万元当成了元，或反过来；数字相同、正好差十倍、百倍的，
    是多写或少写了零；差十几倍的给一个提示；一年只写一行、另一年分成几行的，比合计。上年没有同一行的，和这个指标的其余各行比：只有它大（小）几百倍以上、换成另一个单位又和
    别的行差不多的，也是弄混了单位。一个错会让许多表、许多句子跟着错，这里合成一条。

    怎样改：整个文件的，改“金额单位”；一行的，改那一行的金额，或在数后面写上单位，如 21.9万元。确实这样的，不用改。
    依据：公开文件中常见的错误：从以万元为单位的表里抄数。
    例：送戏下乡写成28，上年是280000.00元：像是以万元为单位。
    """
    budget = file.budget
    bases = [book for name, book in budget.books.items() if name]
    yield Compared()
    odd = next(_per_head(file), None)
    whole = next(_totals(budget, bases, bool(_people(budget)) and not odd), odd)
    yield from ([whole] if whole else [*_lines(budget, bases)] or [*_outliers(budget), *_bought(budget)])


def _totals(budget: Budget, bases: Sequence[Book], plausible: bool) -> Iterator[Finding]:
    """Yield findings on totals beside those of bases. `plausible`: this year's amounts suit the number of people."""
    for measure, book in ((measure, book) for measure in ("收入", "支出") for book in bases):
        now, before = _total(budget.books[""], measure), _total(book, measure)
        units = _units_mixed_up(now, before)
        if units and ((times := times_as_much(now, before)) >= _SURE or _lines_agree(budget, book, measure, units)):
            words = {"measure": measure, "now": now, "base": book.name, "before": before}
            words |= {"scaled": "大" if now > before else "小", "times": times, "units": units}
            if plausible and book.places:
                yield finding("R918 上年的文件", *book.places[1::-1], cause=everything(budget), **words)
            else:
                yield _whole_file("R918 整个文件", budget, **words)


def _units_mixed_up(now: Decimal, before: Decimal) -> str:
    """Return 元和万元 if one amount is as many times the other as these two units are; else ""."""
    if now <= 0 or before <= 0:
        return ""
    limits = spoken().limits("金额单位").items()
    return next((units for units, (least, most) in limits if least <= times_as_much(now, before) <= most), "")


def _lines_agree(budget: Budget, book: Book, measure: str, units: str) -> bool:
    """Whether most lines that both years have differ by the same units as the totals."""
    both = list(_same_lines(budget, [book], measure))
    return 2 * sum(_units_mixed_up(line.amount, other.amount) == units for line, other in both) > len(both)


def _per_head(file: FileFigures) -> Iterator[Finding]:
    """Yield a finding if basic expenditure per person is not plausible: in a wrong unit it is hundreds of times off."""
    budget = file.budget
    people, basic = _people(budget), file.amount(_BASIC)
    least, most = spoken().limits("量级")["人均基本支出"]
    if people and basic and not least <= basic / people <= most:
        yield _whole_file("R918 人均", budget, basic=basic, people=people, each=rounded(basic / people, 2))


def _people(budget: Budget) -> Decimal:
    """Return the size of the largest group of people: 在职, 编制 or 退休."""
    book, groups = budget.books[""], dict[frozenset[tuple[str, str]], Decimal]()
    for name, measure in budget.vocabulary.measures.items():
        for line in book.lines.get(name, ()) if measure.unit == _PERSONS else ():
            group = frozenset(pair for pair in line.dims.items() if pair[0] != "单位")
            groups[group] = groups.get(group, Decimal(0)) + line.amount
    return max(groups.values(), default=Decimal(0))


def _whole_file(what: str, budget: Budget, **words: object) -> Finding:
    node = budget.file.node.get("金额单位") if budget.file.node else None
    return finding(what, node.at if node else None, cause=everything(budget), unit=budget.file.unit, **words)


def _total(book: Book, measure: str) -> Decimal:
    stated = book.stated.get(FigureId(measure))
    return stated.amount if stated else total(book.lines.get(measure, ()))


def _same_lines(budget: Budget, bases: Sequence[Book], measure: str) -> Iterator[tuple[Line, Line]]:
    """Yield lines of this year, each with the same line of a base."""
    before = firsts((frozenset(line.dims.items()), line) for book in bases for line in book.lines.get(measure, ()))
    for line in budget.books[""].lines.get(measure, ()) if before else ():
        if other := before.get(frozenset(line.dims.items())):
            yield line, other


def _lines(budget: Budget, bases: Sequence[Book]) -> Iterator[Finding]:
    """Yield findings on lines beside the same lines of a base."""
    for measure in (name for name, measure in budget.vocabulary.measures.items() if measure.unit == MONEY):
        for line, other in _same_lines(budget, bases, measure):
            now, before = line.amount, other.amount
            if now <= 0 or before <= 0 or now == before:
                continue
            if _between("同一行弄混了元和万元", now, before):
                yield _wrong_unit(measure, line, other)
            elif _same_digits(now, before) or _between("同一行多写了一个零", now, before):
                yield _zero_too_many(line, other)
        yield from _alone_beside_sums(measure, [*budget.books.values()])


def _alone_beside_sums(measure: str, books: Sequence[Book]) -> Iterator[Finding]:
    """Yield findings on lines about ten, a hundred or ten thousand times what all other years sum up to.

    Lines that this year and a base state in the same way are compared one by one.
    """
    stated = {book.name: [name for name in book.stated if name.measure == measure] for book in books}
    books = [book for book in books if book.states(measure) or stated[book.name]]
    if len(books) < 2:
        return
    lines = {book.name: {_name_of(measure, o): o for o in book.lines.get(measure, ())} for book in books}
    names = dict.fromkeys(chain(*lines.values(), *stated.values()))
    told = set[Location]()
    for name in (name for name in names if "" not in lines or not all(name in own for own in lines.values())):
        sums = {b.name: amount for b in books if (amount := amount_in(b, name) or Decimal(0)) > 0}
        far = [base for base in sums if _stands_apart(base, sums)]
        parts = {book.name: _places(book, name) for book in books if far}
        odd = next((base for base in far if len(parts[base]) == 1), None)
        others = [base for base in sums if base != odd and not (name in lines[base] and name in lines.get("", ()))]
        if odd is not None and others and told.isdisjoint(parts[odd]):
            now, near = sums[odd], max(others, key=lambda base: -times_as_much(sums[odd], sums[base]))
            scaled, zeros = ("大", "多") if now > sums[near] else ("小", "少")
            words = {"name": name.without("年份"), "now": now, "before": sums[near], "scaled": scaled, "zeros": zeros}
            words |= {"year": odd or "本年", "base": near or "本年", "times": times_as_much(now, sums[near])}
            places = (*parts[odd], *parts[near])[:_FEWEST]
            told |= {*places}
            sure = any(_is_certain(now, sums[base]) for base in others)
            yield finding("R918 合起来" if sure else "R918 合起来差不多", *places, **words)


def _name_of(measure: str, line: Line) -> FigureId:
    return FigureId(measure, tuple(sorted([pair for pair in line.dims.items() if pair[1] != NOT_APPLICABLE])))


def _places(book: Book, name: FigureId) -> list[Location]:
    """Return where a book states the figure, whole or by its lines."""
    return [book.stated[name].node.at] if name in book.stated else [o.at for o in lines_in(book, name) or ()]


def _stands_apart(odd: str, sums: Mapping[str, Decimal]) -> bool:
    """Whether one year's amount is far from all others, in one direction, and by zeros from one of them."""
    own, others = sums[odd], [amount for base, amount in sums.items() if base != odd]
    less = [other < own for other in others]
    if any(less) != all(less) or any(times_as_much(own, other) < _FAR for other in others):
        return False
    return any(_between(kind, own, other) for other in others for kind in _ZEROS)


def _outliers(budget: Budget) -> Iterator[Finding]:
    """Yield findings on lines of a measure that are far from all others, and among them in the other unit."""
    for measure in (name for name, measure in budget.vocabulary.measures.items() if measure.unit == MONEY):
        lines = [line for line in budget.books[""].lines.get(measure, ()) if line.amount > 0]
        if len(lines) > _FEWEST:
            lines.sort(key=lambda line: line.amount)
            yield from _standing_out(measure, lines[0], lines[1:], _SCALE)
            yield from _standing_out(measure, lines[-1], lines[-2::-1], 1 / _SCALE)
        elif measure not in _WHOLE:
            _, least = spoken().limits("量级")["一行太小"]
            yield from (finding("R918 太小", line.at, line=line) for line in lines if line.amount < least)


def _bought(budget: Budget) -> Iterator[Finding]:
    """Yield findings on purchases that are ten or a hundred times, or a part, of the only project called alike."""
    book = budget.books[""]
    spent = (line for line in book.lines.get(_SPENT, ()) if line.amount > 0)
    by_unit = grouped((line.dims.get("单位"), line) for line in spent)
    said = {id(line): pairs(_said(budget, line)) for own in by_unit.values() for line in own}
    for line in (line for line in book.lines.get("政府采购", ()) if line.amount > 0 and line.dims.get("采购品目")):
        projects, called = by_unit.get(line.dims.get("单位"), []), pairs(line.dims["采购品目"])
        most = max((len(called & said[id(one)]) for one in projects), default=0)
        alike = [one for one in projects if len(called & said[id(one)]) == most > 0]
        ratio = times_as_much(line.amount, alike[0].amount) if len(alike) == 1 else 0
        if ratio in (10, 100, 1000):
            words = {"own": line.amount, "of": _called(budget, alike[0]), "whole": alike[0].amount, "times": ratio}
            yield finding("R918 采购和项目", line.at, alike[0].at, **words)
        else:
            own = [one for one in projects if one.dims.get("资金") == line.dims.get("资金") and one.dims.get(_PROJECT)]
            turned = [one for one in own if same_digits(one.amount, line.amount)]
            if len(turned) == 1 and all(one.amount != line.amount for one in own):
                words = {"own": line.amount, "of": _called(budget, turned[0]), "whole": turned[0].amount}
                yield finding("R918 采购写颠倒", line.at, turned[0].at, **words)


def _said(budget: Budget, line: Line) -> str:
    """Return the name of the line's project, or of what a line of basic expenditure is paid for: 物业管理费."""
    project = line.dims.get(_PROJECT, NOT_APPLICABLE)
    return budget.member_name("经济", line.dims.get("经济", "")) if project == NOT_APPLICABLE else project


def _called(budget: Budget, line: Line) -> str:
    return f"{'' if line.dims.get(_PROJECT, NOT_APPLICABLE) == NOT_APPLICABLE else '项目'}“{_said(budget, line)}”"


def _standing_out(measure: str, line: Line, others: Sequence[Line], factor: Decimal) -> Iterator[Finding]:
    """Yield a finding if the line stands out; `others`: the lines nearest in amount first."""
    near, should = others[0].amount, EXACT.multiply(line.amount, factor)
    least, most = sorted((near, others[-1].amount))
    if _between("独自一行弄混了元和万元", line.amount, near) and least <= should <= most and not should % _CENT:
        cause = Cause(frozenset({measure}), (line.dims,), EXACT.subtract(line.amount, should))
        words = {"line": line, "measure": measure, "near": near, "should": should}
        yield finding("R918 独自一行", line.at, others[0].at, cause=cause, **words)


def _between(what: str, one: Decimal, other: Decimal) -> bool:
    least, most = spoken().limits("量级")[what]
    return least <= times_as_much(one, other) <= most


def _same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether one amount is ten, a hundred … times the other, to the 分, and neither is a round number."""
    digits = one.normalize(EXACT).as_tuple().digits
    return len(digits) >= _ODD and digits == other.normalize(EXACT).as_tuple().digits


def _is_certain(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts differ by zeros or units alone; ten times as much with other digits may be a real change."""
    return _same_digits(one, other) or _between("同一行弄混了元和万元", one, other)


def _wrong_unit(measure: str, line: Line, other: Line) -> Finding:
    large = line.amount > other.amount
    should = EXACT.divide(line.amount, _SCALE) if large else EXACT.multiply(line.amount, _SCALE)
    exact = not should % _CENT
    cause = Cause(frozenset({measure}), (line.dims,), EXACT.subtract(line.amount, should)) if exact else None
    words = {"line": line, "other": other, "scaled": "大" if large else "小", "should": should}
    return finding("R918 一行" if exact else "R918 一行不整", line.at, other.at, cause=cause, **words)


def _zero_too_many(line: Line, other: Line) -> Finding:
    """Return a finding on a line about ten times last year's; with the same digits it is a slip of the zeros."""
    scaled, zeros = ("大", "多") if line.amount > other.amount else ("小", "少")
    words = {"scaled": scaled, "zeros": zeros, "times": times_as_much(line.amount, other.amount)}
    what = "R918 正好多写了零" if _same_digits(line.amount, other.amount) else "R918 像是多写了零"
    return finding(what, line.at, other.at, line=line, other=other, **words)
