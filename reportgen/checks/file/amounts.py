"""元和万元，多写的零

Amounts in a wrong unit of money, in the whole file or a line, and digits too many, against last year and per head;
money for something that has ended.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures, records, with_years
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, everything, firsts
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, rounded
from reportgen.source import Mapping, Node, Scalar, scalars
from reportgen.vocabulary import MONEY

_SCALE = Decimal(10_000)
_SURE = Decimal(2_000)  # times as much: from here on totals alone show a wrong unit
_CENT = Decimal("0.01")
_FEWEST = 4  # the fewest other lines among which one stands out
_ODD = 3  # digits of a number that is not round: 158000
_PERSONS = "人"
_BASIC = FigureId("支出", (("性质", "基本支出"),))
_SPENT, _PROJECT = "支出", "项目"
_DONE = compiled("(?:(?:20[0-9]{2}|<年度>)年)?([0-9]{1,2})月(?:[0-9]{1,2}日)?[底末]?(?:之?前|以前)(?:完成)?[。]?")
_COMMON = {"项目", "工程", "服务", "经费", "采购", "设备", "购置", "建设", "管理", "工作", "专项", "补助"}
_MONTH = compiled("([0-9]{1,2})月")
_ISO_YEAR = compiled("20[0-9]{2}(?=[-./年])")
_YEAR = compiled(r"(?<![0-9])(20[0-9]{2})年")


def R918(_: Case, file: FileFigures) -> Iterator[Result]:
    """元和万元弄混

    本年的总数是上年的一千倍、一万倍或一亿倍左右（或几分之一），是本年或上年文件的“金额单位”写错了；没有上年数的，看在职人员的
    人均基本支出是不是大得、小得离谱。某一行是上年同一行的一万倍左右，是这一行把万元当成了元，或反过来；数字相同、正好差十倍、百倍的，
    是多写或少写了零；差十几倍的给一个提示。上年没有同一行的，和这个指标的其余各行比：只有它大（小）几百倍以上、换成另一个单位又和
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
    yield from [whole] if whole else [*_lines(budget, bases)] or [*_outliers(budget), *_bought(budget.books[""])]


def _totals(budget: Budget, bases: Sequence[Book], plausible: bool) -> Iterator[Finding]:
    """Yield findings on totals beside those of bases. `plausible`: this year's amounts suit the number of people."""
    for measure, book in ((measure, book) for measure in ("收入", "支出") for book in bases):
        now, before = _total(budget.books[""], measure), _total(book, measure)
        units = _units_mixed_up(now, before)
        if units and ((times := _times(now, before)) >= _SURE or _lines_agree(budget, book, measure, units)):
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
    return next((units for units, (least, most) in limits if least <= _times(now, before) <= most), "")


def _times(one: Decimal, other: Decimal) -> Decimal:
    """Return how many times the larger of two positive amounts is the smaller one."""
    return max(one, other) / min(one, other)


def _lines_agree(budget: Budget, book: Book, measure: str, units: str) -> bool:
    """Whether most lines that both years have differ by the same units as the totals."""
    pairs = list(_same_lines(budget, [book], measure))
    return 2 * sum(_units_mixed_up(line.amount, other.amount) == units for line, other in pairs) > len(pairs)


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


def _outliers(budget: Budget) -> Iterator[Finding]:
    """Yield findings on lines of a measure that are far from all others, and among them in the other unit."""
    for measure in (name for name, measure in budget.vocabulary.measures.items() if measure.unit == MONEY):
        lines = [line for line in budget.books[""].lines.get(measure, ()) if line.amount > 0]
        if len(lines) > _FEWEST:
            lines.sort(key=lambda line: line.amount)
            yield from _standing_out(measure, lines[0], lines[1:], _SCALE)
            yield from _standing_out(measure, lines[-1], lines[-2::-1], 1 / _SCALE)


def _bought(book: Book) -> Iterator[Finding]:
    """Yield findings on purchases that are ten or a hundred times, or a part, of the only project called alike."""
    projects = [line for line in book.lines.get(_SPENT, ()) if line.amount > 0 and line.dims.get(_PROJECT)]
    for line in (line for line in book.lines.get("政府采购", ()) if line.amount > 0 and line.dims.get("采购品目")):
        named = [(one, line.dims["采购品目"]) for one in projects if one.dims.get("单位") == line.dims.get("单位")]
        alike = [one for one, called in named if _pairs(called) & _pairs(one.dims[_PROJECT])]
        times = _times(line.amount, alike[0].amount) if len(alike) == 1 else 0
        if times in (10, 100, 1000):
            words = {"own": line.amount, "project": alike[0].dims[_PROJECT], "whole": alike[0].amount, "times": times}
            yield finding("R918 采购和项目", line.at, alike[0].at, **words)


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)} - _COMMON


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
    return least <= _times(one, other) <= most


def _same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether one amount is ten, a hundred … times the other, to the 分, and neither is a round number."""
    digits = one.normalize(EXACT).as_tuple().digits
    return len(digits) >= _ODD and digits == other.normalize(EXACT).as_tuple().digits


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
    words = {"scaled": scaled, "zeros": zeros, "times": _times(line.amount, other.amount)}
    what = "R918 正好多写了零" if _same_digits(line.amount, other.amount) else "R918 像是多写了零"
    return finding(what, line.at, other.at, line=line, other=other, **words)


@of_family("期限和金额")
def R935(_: Case, file: FileFigures) -> Iterator[Result]:
    """期限和金额

    原因里写的到期、结束的年份要和金额对得上：写本年底才到期的，本年不会已经没有安排；写上年已经结束的项目，本年不会还有金额。
    绩效里项目的实施周期要包括预算年度，完成的时间不能在预算年度以前，开始、完成的日期要和它在同样的年份；写几月以前完成的，到那时资金也该用完了，没有用完的给一个提示。

    怎样改：改写错的年份；本年还执行的，补上金额；已经结束的，去掉金额。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：拿上年的文件改，年份没有改。
    例：上年的园区奖补项目本年没有安排，原因写“政策2026年底到期”；2026年的项目，实施周期写“2025年1月至12月”。
    """
    yield Compared()
    yield from _ended(file)
    yield from _out_of_year(file)


def _ended(file: FileFigures) -> Iterator[Result]:
    """Yield findings on reasons that say in which year something ends, against the money of this year and before."""
    budget, year = file.budget, file.budget.file.year
    ends = spoken().form("(?P<year>«期限:年份»)«期限:之间»«期限:结束»")
    for name, reason in budget.reasons.items():
        text = with_years(budget, reason.text)
        for found in ends.finditer(text):
            project = _project_in(file, text) or (name if name.member(_PROJECT) else None)
            of, ended = project or name, _year_meant(found["year"], year)
            now = file.amount(of)
            before = next(filter(None, (file.amount(of._replace(base=base)) for base in budget.books if base)), None)
            if ended >= year and now == 0 and before:
                yield finding("R935 没有金额", reason.at, name=of, said=found[0], before=before, last=year - 1)
            elif ended < year and project and now and not spoken().form("«期限:还有»").search(text):
                yield finding("R935 还有金额", reason.at, name=of, said=found[0], now=now)


def _year_meant(words: str, year: int) -> int:
    """Return 2025年, 上年 or 本年 as a number."""
    return int(words[:4]) if words[:4].isdecimal() else year - words.startswith(("上", "去"))


def _project_in(file: FileFigures, text: str) -> FigureId | None:
    """Return the project that the text names, the longest name first; None if it names none."""
    named = [name for name in file.projects if name in text]
    return FigureId(_SPENT, ((_PROJECT, max(named, key=len)),)) if named else None


def _out_of_year(file: FileFigures) -> Iterator[Result]:
    """Yield findings on targets, of projects with money and of the whole, whose time does not include this year."""
    budget, year = file.budget, file.budget.file.year
    targets: list[Node] = [*records(budget.file.performance.get(_PROJECT))]
    targets += [whole] if (whole := budget.file.performance.get("整体")) else []
    for target in targets:
        named = target.get(_PROJECT) if isinstance(target, Mapping) else None
        name = FigureId(_SPENT, ((_PROJECT, named.text),)) if isinstance(named, Scalar) else FigureId(_SPENT)
        dated = [
            ("".join(path[-1:]), one) for path, one in scalars(target) if "年" in one.text or _ISO_YEAR.match(one.text)
        ]
        yield from (*_other_years(file, dated), *_spent_later(target))
        for key, one in dated if file.amount(name) else ():
            text = with_years(budget, one.text)
            years = [int(found[1]) for found in _YEAR.finditer(text)]
            is_span, is_day = spoken().within("周期", key) == "键", spoken().whole("周期", text) == "完成"
            if years and (max(years) < year if is_day else is_span and not min(years) <= year <= max(years)):
                what = key if is_span else "完成的时间"
                yield finding("R935 周期", one.at, what=what, text=text, name=name, year=year)


def _other_years(file: FileFigures, dated: Sequence[tuple[str, Scalar]]) -> Iterator[Result]:
    """Yield findings on days on which a target begins or ends in other years than its span.

    A target that begins before and ends after its span runs for several years; the span is this year's.
    """
    texts = [(key, one, with_years(file.budget, one.text)) for key, one in dated]
    spans = [(one, text) for key, one, text in texts if spoken().within("周期", key) == "键"]
    ends = ((spoken().within("起止", key), _ISO_YEAR.match(text), key, one, text) for key, one, text in texts)
    days = [(end, int(day[0]), key, one, text) for end, day, key, one, text in ends if end and day]
    for other, span in spans if days else ():
        years = [int(found[1]) for found in _YEAR.finditer(span)] or [0]
        beyond = {end for end, year, *_ in days if (year < min(years) if end == "起" else year > max(years))}
        for end, year, key, one, text in days if any(years) and len(beyond) < 2 else ():
            if year != (min if end == "起" else max)(years):
                yield finding("R935 起止", one.at, other.at, key=key, text=text, span=span)


def _spent_later(target: Node) -> Iterator[Result]:
    """Yield a finding if a target is done by a month when, by the plan (进度), not all of its money is spent."""
    plan = target.get("进度") if isinstance(target, Mapping) else None
    shares = (
        [(key.text, one) for key, one in plan.entries if isinstance(one, Scalar)] if isinstance(plan, Mapping) else []
    )
    for path, one in scalars(target) if shares else ():
        done = _DONE.fullmatch(one.text) if path[-1:] == ("值",) else None
        later = [(until, s) for until, s in shares if (m := _MONTH.match(until)) and done and int(m[1]) >= int(done[1])]
        until, share = later[0] if later else ("", one)
        if later and not share.text.startswith("100"):
            yield finding("R935 进度", one.at, share.at, text=one.text, until=until, share=share.text)
