"""“三公”经费和车辆、支出、原因

Each item of “三公” expenditure, by unit, beside the cars, the 经济 lines and the counts that the file states elsewhere.
"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures, lines_in, of_last_year
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Result
from reportgen.checks._says import finding
from reportgen.checks.file import same_digits, times_as_much
from reportgen.checks.file.reasons import amounts_are_wrong
from reportgen.checks.file.three_public import counted, is_paid_elsewhere
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import small_number

_MEASURE, _UNIT, _ITEM, _RUNNING, _CARS = "三公经费", "单位", "费目", "公务用车运行费", "车辆"
_NEW_CARS = "公务用车购置费"
_COUNTED = ("原因里的个数", "原因里的个数在后")  # the number before 团组, or behind it
_TIMES, _TWENTIETH = (10, 100), 20  # less apart is rounding
_FROM = "«比较:从»[^，。；]{1,24}?«由到»"  # 由33批次、224人次减少到24批次
_CLAUSE = compiled("[，。；、]")


def R958(case: Case, file: FileFigures) -> Iterator[Result]:
    """“三公”经费和别处

    分单位写的“三公”经费，要和预算文件里别处写的对得上：有公务用车运行费的单位要有车；一项“三公”经费和同一单位支出里它的经济科目
    （公务接待费、公务用车运行维护费……）数字一样、次序不同，或者正好差十倍、百倍的，有一处写错了；原因里说安排几个团组、更新几辆车的，
    和“资料”里的个数一样。由别处负担的不看；原因里说上年的、比上年增加几个的，不看。

    怎样改：对照批复的预算和资产账，改错的一处。
    依据：财预〔2016〕143号，“三公”经费要说明团组、人数、车辆购置和保有量；公开文件中常见的错误。
    例：三公经费里执法队的公务用车运行维护费36万元，支出里它的30231是63万元。
    """
    units = [*file.budget.file.department.unit_names] if not file.budget.unit else []
    yield from (*_without_cars(file, units), *_told_otherwise(file))
    for found in () if amounts_are_wrong(case) else (_turned, _bought_otherwise):
        yield from found(file, units or [""])


def _of(measure: str, unit: str, *conditions: tuple[str, str]) -> FigureId:
    own = (*conditions, (_UNIT, unit)) if unit else conditions
    return FigureId(measure, tuple(sorted(own)))


def _lines(file: FileFigures, name: FigureId) -> list[Line]:
    """Return the lines of this year that make the figure, without those of 0; none if they leave it open."""
    return [line for line in lines_in(file.budget.books[""], name) or () if line.amount]


def _without_cars(file: FileFigures, units: list[str]) -> Iterator[Result]:
    """Yield findings on units that run cars and have none, while others have some."""
    cars = {unit: file.amount(_of(_CARS, unit)) for unit in units}
    if not any(cars.values()) or is_paid_elsewhere(file.budget, _RUNNING):
        return
    for unit in (unit for unit in units if cars[unit] == 0):
        yield Compared()
        name = file.own_name(_of(_MEASURE, unit, (_ITEM, _RUNNING)))
        if spent := _lines(file, name):
            words = {"unit": file.budget.member_name(_UNIT, unit), "item": name.member(_ITEM), "amount": total(spent)}
            yield finding("R958 没有车", spent[0].at, **words)


def _turned(file: FileFigures, units: list[str]) -> Iterator[Result]:
    """Yield findings on items whose digits differ from those of their 经济 lines by order or zeros alone."""
    for item, (code,) in spoken().places["费目的科目"].items():
        for unit in units:
            name = file.own_name(_of(_MEASURE, unit, (_ITEM, item)))
            own = _lines(file, name)
            paid = _lines(file, file.own_name(_of("支出", unit, ("性质", "基本支出"), ("经济", code))))
            if own and paid:
                yield Compared()
                one, other = total(own), total(paid)
                turned = same_digits(one, other)
                if turned or times_as_much(one, other) in _TIMES:
                    words = {"item": name.member(_ITEM), "own": one, "code": code, "paid": other}
                    words["unit"] = f"{file.budget.member_name(_UNIT, unit)}的" if unit else ""
                    words["like"] = "数字一样、次序不同" if turned else f"正好差{times_as_much(one, other)}倍"
                    yield finding("R958 写颠倒", own[0].at, paid[0].at, **words)
                elif abs(one - other) * _TWENTIETH > other and (base := _of_last_year(file, name, one, other)):
                    words = {"item": name.member(_ITEM), "own": one, "code": code, "paid": other, "base": base}
                    yield finding("R958 没有更新", own[0].at, paid[0].at, **words)


def _of_last_year(file: FileFigures, name: FigureId, own: Decimal, paid: Decimal) -> str:
    """Return the base that has just this amount, while the 经济 line has another than then; "" without one."""
    bases = (base for base in file.budget.books if base)
    return next((base for base in bases if file.amount(name._replace(base=base)) == own != paid), "")


def _told_otherwise(file: FileFigures) -> Iterator[Result]:
    """Yield findings on reasons of the whole department that count delegations, guests or new cars otherwise than 资料.

    A reason of expenditure may be about some of them, but not about more than there are.
    """
    of_whole = [name for name in file.budget.reasons if not name.member(_UNIT)]
    said = [one for place in _COUNTED for one in spoken().patterns(place)]
    for key, form in said if not file.budget.unit else ():
        for at, where, count in _counts(file, key):
            for name in of_whole:
                reason = file.budget.reasons[name]
                clauses = _CLAUSE.split(spoken().form(_FROM).sub("", of_last_year(file.budget, reason.text)))
                told = [found for clause in clauses if (found := form.search(clause))]
                yield from [Compared()] if told else []
                number = sum(small_number(found["n"]) for found in told)
                if told and (number > count or (number < count and name.measure == _MEASURE)):
                    yield finding("R958 个数", reason.at, at, where=where, count=count, said=number)


def _counts(file: FileFigures, key: str) -> Iterator[tuple[Location, str, Decimal]]:
    """Yield where and how the file counts 出国团组, 购置车辆 …: among 资料, or the vehicles to buy as a measure."""
    yield from ((node.at, f"“资料”里的“{key}”", count) for node, count in counted(file, key))
    for measure in spoken().places["个数的量"].get(key, ()):
        known = measure in file.budget.vocabulary.measures
        lines = lines_in(file.budget.books[""], FigureId(measure)) if known else None
        yield from [(lines[0].at, f"“{measure}”", total(lines))] if lines else []


def _bought_otherwise(file: FileFigures, units: list[str]) -> Iterator[Result]:
    """Yield findings on new cars whose amount has the digits of goods that the unit buys in another order."""
    for unit in units:
        name = file.own_name(_of(_MEASURE, unit, (_ITEM, _NEW_CARS)))
        own, goods = _lines(file, name), _lines(file, _of("政府采购", unit, ("类型", "货物")))
        turned = [line for line in goods if same_digits(line.amount, total(own))]
        if own and len(turned) == 1 and total(own) not in {line.amount for line in goods}:
            words = {"item": name.member(_ITEM), "own": total(own), "paid": turned[0].amount}
            yield finding("R958 采购", own[0].at, turned[0].at, **words)
