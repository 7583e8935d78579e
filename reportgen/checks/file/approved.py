"""批复的数"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.budget import Budget, UnknownAmount
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks.file._slips import Off, Slip, lines_at, scale, slips
from reportgen.figure import FigureId
from reportgen.figures import Disagreement, disagreements
from reportgen.quantity import plain_digits
from reportgen.vocabulary import MONEY

_HINT = "对照批复文件：批复的数抄错了改“核对”，行里的数写错了改那一行"


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
    if case.budget is None or not case.budget.approved:
        yield Unknown("预算文件里没有“核对”：补上财政部门批复的数，才能核对")
        return
    yield Compared()
    found = {one.name: one for one in disagreements(case.budget, case.engine.names if case.engine else None)}
    for one in found.values():
        if one.own is None:
            yield Finding(f"{_approved(one, case.budget)}，{one.why}", (one.at,), hint=_HINT)
    offs = [_off(one, case.budget) for one in found.values() if one.own is not None]
    agreed = [_lines(name, case.budget) for name in case.budget.approved if name not in found]
    for slip in slips(offs, case.budget.vocabulary):
        yield _finding(slip, found, case.budget, agreed)


def _off(one: Disagreement, budget: Budget) -> Off:
    assert one.difference is not None
    lines = budget.books[one.name.base].ledgers.get(one.name.measure)
    made_of = _lines(one.name, budget)
    own = [(line, 1) for line in (lines.lines if lines else ()) if id(line) in made_of]
    return Off(one.name, one.difference, tuple(own), (one.at,))


def _lines(name: FigureId, budget: Budget) -> frozenset[int]:
    book = budget.books[name.base]
    if name in book.named or name.measure not in book.ledgers:
        return frozenset()
    try:
        return frozenset(map(id, book.ledgers[name.measure].select(name.conditions)))
    except UnknownAmount:
        return frozenset()


def _finding(
    slip: Slip, found: dict[FigureId, Disagreement], budget: Budget, agreed: Sequence[frozenset[int]]
) -> Finding:
    """On the figure with the fewest lines; where its lines agree elsewhere, the approved number is wrong itself."""
    off = min(slip.offs, key=lambda one: len(one.lines))
    one, unit = found[off.name], _unit(off.name, budget)
    others = f"；另有{len(slip.offs) - 1}个核对数差的也是这个数" if len(slip.offs) > 1 else ""
    own_sum, apart = plain_digits(one.own or Decimal(0)), plain_digits(abs(off.difference))
    message = f"{_approved(one, budget)}，各行合计{own_sum}{unit}，差{apart}{unit}{others}"
    own = {id(line) for line, _ in off.lines}
    if len(slip.offs) == 1 and own and any(own <= lines for lines in agreed):
        scaled = scale(one.approved, one.own or one.approved)
        looks = f"“核对”里的这个数{scaled}" if scaled else "这几行的别的核对数都对得上，多半是“核对”里这个数抄错了"
        return Finding(f"{message}；{looks}", off.at, hint=_HINT, cause=replace(slip.cause, lines=()))
    looks = f"；{slip.looks}" if slip.looks else ""
    hint = "；".join(filter(None, (slip.hint, _HINT)))
    return Finding(
        f"{message}{looks}", tuple(lines_at(replace(slip, offs=(off, *slip.offs)))), hint=hint, cause=slip.cause
    )


def _approved(one: Disagreement, budget: Budget) -> str:
    return f"“{one.name}”批复的是{plain_digits(one.approved)}{_unit(one.name, budget)}"


def _unit(name: FigureId, budget: Budget) -> str:
    measure = budget.vocabulary.measures[name.measure]
    return "元" if measure.unit == MONEY else measure.unit
