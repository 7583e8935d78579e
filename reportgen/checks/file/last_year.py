"""和上年的文件对照

People, codes that changed and what was carried over, compared with the file of the year before.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import exact_sum
from reportgen.budget.models import Restatement
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Finding, Result, Unknown, firsts, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, of_family, speaks_of
from reportgen.checks._says import finding
from reportgen.checks._texts import in_order, likeness
from reportgen.checks.file import Off, means, slips
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, plain_digits
from reportgen.source import Mapping, text_below
from reportgen.vocabulary import MONEY, NOT_APPLICABLE

_LEAST = 4  # letters of a name that is no common word
_SPENT, _PROJECT, _PERSONS = "支出", "项目", "人"
_UNIT, _OF_PEOPLE = "单位", ("人员类别", "单位")
_ALIKE = Fraction(4, 5)  # share of equal letters in two names: one is the other renamed
_MANY = 2500  # the most pairs of names to compare
_Key = tuple[str, str]  # 单位, 资金
_OPENING, _CLOSING = ("年份", "上年结转"), ("性质", "结转下年")  # as words mean it
_MEASURES = {_OPENING: "收入", _CLOSING: "支出"}


def R939(_: Case, file: FileFigures) -> Iterator[Result]:
    """人数和上年

    “人员”里的人数比上年的文件多了、少了一半以上的，多半是多打、少打了字，或者数字颠倒了。原因里说了机构改革、划转人员的不看。
    车辆、设备的数是上年的几倍的，也是这样。一个单位的在职比它的编制多，部门一共不多的，像是填错了单位。

    怎样改：对照工资册改人数；确实这样变动的，在“原因”里写明人员划转，就不再提。
    依据：公开文件中常见的错误：人数打错，文件里没有别的数可以对照。
    例：文化馆上年在职11人，今年写成71人。
    """
    budget = file.budget
    reasons = "".join(reason.text for reason in budget.reasons.values())
    yield from _over_established(file)
    for measure in (name for name, one in budget.vocabulary.measures.items() if one.unit != MONEY):
        people = budget.vocabulary.measures[measure].unit == _PERSONS
        share, least = spoken().limits("量级")["人数的变动" if people else "件数的变动"]
        for base in (name for name, book in budget.books.items() if name and book.states(measure)):
            yield Compared()
            for line in () if spoken().within("人员划转", reasons) else budget.books[""].lines.get(measure, ()):
                own = ((d, m) for d, m in line.dims.items() if (d in _OF_PEOPLE or not people) and m != NOT_APPLICABLE)
                name = FigureId(measure, tuple(sorted(own)))
                now, before = file.amount(name), file.amount(name._replace(base=base))
                off = abs(EXACT.subtract(now, before)) if now is not None and before else Decimal(0)
                if before and off >= least and off >= before * share:
                    words = {"name": name, "now": now, "base": base, "before": before}
                    yield finding("R939 差得多" if people else "R939 件数", line.at, **words)


def _over_established(file: FileFigures) -> Iterator[Result]:
    """Yield findings on units with more people in post than established, of a department that has not."""
    units = file.budget.file.department.unit_names if len(file.budget.file.department.unit_names) > 1 else ()
    posts, filled = (FigureId("人员", (("人员类别", kind),)) for kind in ("编制", "在职"))
    there, working = (file.amount(name) or Decimal(0) for name in (posts, filled))
    if units and 0 < working <= there:
        for unit in units:
            most, own = (file.amount(name.where((_UNIT, unit))) for name in (posts, filled))
            if most and own and own > most:
                lines = [o for o in file.budget.books[""].lines.get("人员", ()) if o.dims.get(_UNIT) == unit]
                at = [o.at for o in lines if o.dims.get("人员类别") == "在职"]
                words = {"unit": file.budget.member_name(_UNIT, unit), "own": own, "most": most}
                yield finding("R939 一个单位", *at, *(o.at for o in lines if o.at not in at), **words)


def R940(_: Case, file: FileFigures) -> Iterator[Result]:
    """口径调整写错了

    “口径调整”里新的编码写错一位，上年的数就并到了别的科目：两个科目的增减都是错的。调整的行有项目、项目今年还在的，
    今年要列在新的编码；旧的编码今年还有数的，也提出。新的编码上年自己也有数的，是两个合并成一个，给一个提示；
    项目的名称两年差不多、“口径调整”里没有写的，也给一个提示：上年的数接不上，会印成一个取消、一个新增。

    怎样改：对照今年各行的编码，改“口径调整”；确实合并的，不用改。
    依据：政府收支分类科目的调整；财预〔2016〕143号，增减变化以上年数为基础。
    例：文旅公共服务管理上年列2070199，本年列2070114，“口径调整”写成了{"2070199": "2070113"}。
    """
    budget, written = file.budget, file.budget.file.adjustments
    now = _lines(budget.books[""])
    yield from _renamed(budget)
    for rule in budget.restated:
        rules = written.get(rule.dimension) if written else None
        at = next((k.at for k, _ in rules.entries if k.text == rule.old), None) if isinstance(rules, Mapping) else None
        below = partial(budget.vocabulary.below, rule.dimension)
        dims = [(one.dims.get(rule.dimension, ""), one) for one in now]
        yield Compared()
        others = [one for code, one in dims if not below(code, rule.new)]
        if line := next(_listed_elsewhere(budget, rule, others), None):
            words = {"project": line.dims[_PROJECT], "now": line.dims.get(rule.dimension, "")}
            yield finding("R940 别的编码", at, line.at, rule=rule, **words)
        elif kept := next((one for code, one in dims if below(code, rule.old)), None):
            yield finding("R940 还有数", at, kept.at, rule=rule)
        elif not rule.alone:
            yield finding("R940 合并", at, rule=rule)


def _renamed(budget: Budget) -> Iterator[Result]:
    """Yield findings on projects of only last year whose names are nearly those of projects of only this year."""
    now = firsts((line.dims.get(_PROJECT, ""), line) for line in _lines(budget.books[""]))
    for base, book in ((name, book) for name, book in budget.books.items() if name):
        before = firsts((line.dims.get(_PROJECT, ""), line) for line in _lines(book))
        gone, new = before.keys() - now.keys(), now.keys() - before.keys()
        few = len(gone) * len(new) <= _MANY
        pairs = [(old, name) for old in before if old in gone for name in now if name in new] if few else []
        for old, name in pairs:
            same = len(min(old, name, key=len)) >= _LEAST and (in_order(old, name) or in_order(name, old))
            if same or likeness(old, name) >= _ALIKE:
                yield finding("R940 改了名", now[name].at, before[old].at, base=base, old=old, new=name)


def _listed_elsewhere(budget: Budget, rule: Restatement, others: Sequence[Line]) -> Iterator[Line]:
    """Yield those of the lines whose projects the rule moved and which have no line at the new code."""
    before = [one for name, book in budget.books.items() if name for one in _lines(book)]
    moved = {one.dims.get(_PROJECT) for one in before if _stated(one, rule.dimension).startswith(rule.old)}
    there = {one.dims.get(_PROJECT) for one in _lines(budget.books[""])} - {one.dims.get(_PROJECT) for one in others}
    wanted = moved - there - {None, NOT_APPLICABLE}
    return (one for one in others if one.dims.get(_PROJECT) in wanted)


def _lines(book: Book) -> Sequence[Line]:
    return [line for line in book.lines.get(_SPENT, ()) if line.amount]


def _stated(line: Line, dimension: str) -> str:
    """Return the member as the line has it in the file, before 口径调整; "" if it has none."""
    return text_below(line.node, dimension)


@speaks_of(ACCOUNTS)
@of_family("决算和上年决算的衔接")
def R950(_: Case, file: FileFigures) -> Iterator[Result]:
    """年初等于上年年末

    今年的年初结转和结余，就是上年决算里的年末结转和结余，每个单位、每种资金都一样。上年决算公开以后调整过的，在“原因”里写
    “收入[年份=年初结转和结余]”为什么不一样，就只作提示。

    怎样改：对照上年批复的决算，改写错的一边；调整过的，写上原因。
    依据：部门决算编制的勾稽关系：本年年初结转和结余等于上年年末结转和结余。
    例：上年决算政府性基金年末结转和结余0.40万元，今年的年初结转和结余写成0.50万元。
    """
    budget = file.budget
    base = next((b for b in budget.vocabulary.bases if b not in budget.vocabulary.same_year), "")
    last = budget.books.get(base)
    if last is None or not last.states("支出"):
        yield Unknown("没有上年决算的支出")
        return
    now = _carried(budget.books[""], _OPENING)
    before = _carried(last, _CLOSING)
    if now is None or before is None:
        yield Unknown("上年决算没有分单位、分资金写年末结转和结余")
        return
    yield Compared()
    if any(not unit for unit, _ in (*now, *before)):  # one of the years is not by unit
        now, before = _of_all_units(now), _of_all_units(before)
    explained = any(means(*condition, _OPENING) for name in budget.reasons for condition in name.conditions)
    for key in dict.fromkeys((*now, *before)):
        called = (budget.member_name("单位", key[0]) if key[0] else budget.file.department.name, key[1])
        yield from _apart(budget, called, now.get(key, []), before.get(key, []), base, explained)


@speaks_of(BUDGET)
@of_family("预算文件里的收和支")
def R952(_: Case, file: FileFigures) -> Iterator[Result]:
    """上年结转的收和支

    支出里写了“年份: 上年结转”的，用的是上年结转的收入：每个单位、每种资金，这样的支出不能比上年结转的收入多，
    没有用完的列在“结转下年”。总数平了、年份不平，说明有一行的“年份”写错了，印出来的上年结转、本年收入就都错了。

    怎样改：对照上年的结转，改写错的“年份”，两边写成一样。
    依据：预算法实施条例，结转资金在下一年度按原用途使用；财预〔2016〕143号，收入总表列上年结转。
    例：送戏下乡的支出有42318.27元写了“年份: 上年结转”，收入里这42318.27元没有写，算成了本年的。
    """
    book = file.budget.books[""]
    come, left = _carried(book, _OPENING), _carried(book, _CLOSING)
    marked = [o for o in book.lines.get(_SPENT, ()) if means("年份", o.dims.get("年份", ""), _OPENING)]
    if come is None or left is None or not marked:
        yield Unknown("支出里没有写上年结转的，或者有的行没有写资金")
        return
    yield Compared()
    spent = grouped(((line.dims.get("单位", ""), line.dims.get("资金", "")), line) for line in marked)
    for key in dict.fromkeys((*come, *spent)):
        own, used, kept = (exact_sum(o.amount for o in side.get(key, ())) for side in (come, spent, left))
        if used > own or own > EXACT.add(used, kept):
            apart = abs(EXACT.subtract(own, used))
            both = [o for m in ("收入", _SPENT) for o in book.lines[m] if (o.dims.get("单位"), o.dims["资金"]) == key]
            likely = [o.at for o in both if o.amount == apart and o not in marked]
            places = dict.fromkeys((*likely, *(o.at for o in (*spent.get(key, ()), *come.get(key, ())))))
            words = {"unit": file.budget.member_name("单位", key[0]), "fund": key[1], "own": own, "used": used}
            words["kept"] = f"，结转下年{plain_digits(kept)}元" if kept else ""
            only = spent.get(key, ())
            cause = Cause(frozenset({"收入", _SPENT}), (only[0].dims,), apart) if len(only) == 1 else None
            yield finding("R952 不平", *places, cause=cause, **words)


def _of_all_units(carried: dict[_Key, list[Line]]) -> dict[_Key, list[Line]]:
    return grouped((("", fund), line) for (_, fund), lines in carried.items() for line in lines)


def _apart(
    budget: Budget, called: _Key, now: list[Line], before: list[Line], base: str, explained: bool
) -> Iterator[Finding]:
    """Yield a finding if sums carried over differ; the line of this year that shows a slip is first."""
    own, other = (exact_sum(line.amount for line in lines) for lines in (now, before))
    if difference := EXACT.subtract(own, other):
        unit, fund = called
        words = {"unit": unit, "fund": fund, "base": base, "own": plain_digits(own), "other": plain_digits(other)}
        words["apart"] = plain_digits(abs(difference))
        slip = slips([Off(FigureId("收入"), difference, tuple((o, 1) for o in now))], budget.vocabulary)[0]
        odd = slip.lines if len(slip.lines) == 1 else ()
        cause = Cause(frozenset({"收入", _SPENT}), (odd[0].dims,), difference) if odd and not explained else None
        places = dict.fromkeys(line.at for line in (*odd, *now, *before))
        yield finding("R950 不衔接", *places, remark=explained, cause=cause, **words)


def _carried(book: Book, what: tuple[str, str]) -> dict[_Key, list[Line]] | None:
    """Return (unit, fund) -> lines carried over; None if a line leaves its fund open, or an amount is stated whole."""
    found: dict[_Key, list[Line]] = {}
    if any(means(*condition, what) for name in book.stated for condition in name.conditions):
        return None
    for line in book.lines.get(_MEASURES[what], ()):
        if means(what[0], line.dims.get(what[0], ""), what):
            if "资金" not in line.dims:
                return None
            found.setdefault((line.dims.get("单位", ""), line.dims["资金"]), []).append(line)
    return found
