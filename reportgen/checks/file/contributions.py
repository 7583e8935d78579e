"""缴费的比例"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.budget import Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import percent
from reportgen.checks.file import with_digits_turned
from reportgen.quantity import plain_digits
from reportgen.records import NamedTuple
from reportgen.vocabulary import ELIMINATION

_PENSION, _ANNUITY, _OTHERS = "30108", "30109", ("30109", "30110", "30113")
_HALF, _MOST = Fraction(1, 2), 600  # shares of units that are compared
_SAME, _APART = Fraction(1, 2000), Fraction(1, 100)  # how near equal shares are; how far a mistyped one is
_BY_LAW = "单位缴费比例8%和16%"


class _Share(NamedTuple):
    """What a unit pays of an item, as a share of what it pays for pensions (30108); `whose`: words for the unit."""

    unit: str
    code: str
    line: Line
    pension: Decimal
    whose: str

    @property
    def value(self) -> Fraction:
        return Fraction(self.line.amount) / Fraction(self.pension)


def R964(_: Case, file: FileFigures) -> Iterator[Result]:
    """缴费的比例

    职业年金、医疗保险、住房公积金都按工资缴，和养老保险缴费的比例，各个单位差不多，职业年金总是一半。一个单位的比例和别的单位
    不一样，把它的数里挨着的两位换过来就正好一样的，是数字写颠倒了；收入跟着写错的，收支还是平的，别的规则看不出来。

    怎样改：对照缴费核定表，改写错的数，收入跟着改。
    依据：国发〔2015〕2号、国办发〔2015〕18号，单位缴费比例16%和8%；公开文件中常见的错误。
    例：图书馆职业年金101678.40元，养老保险缴费221356.80元；写成110678.40元，正好是一半。
    """
    shares = _shares(file)
    for code, own in grouped((one.code, one) for one in shares[:_MOST]).items():
        for one in own:
            yield Compared()
            usual = {other.value: other.whose for other in own if other.unit != one.unit}
            usual |= {_HALF: _BY_LAW} if code == _ANNUITY else {}
            yield from _turned(file, one, usual)


def _turned(file: FileFigures, one: _Share, usual: dict[Fraction, str]) -> Iterator[Finding]:
    """Yield a finding if two digits turned give the share of others, and the share as written is that of none."""
    if all(abs(one.value - share) > _APART for share in usual):
        for right in with_digits_turned(one.line.amount):
            share = Fraction(right) / Fraction(one.pension)
            like = next((whose for other, whose in usual.items() if abs(share - other) <= _SAME), "")
            if like:
                words = {"unit": one.whose, "item": file.budget.member_name("经济", one.code), "own": one.line.amount}
                words |= {"share": percent(one.value), "usual": percent(share), "right": right, "like": like}
                yield finding("R964 写颠倒", one.line.at, **words)
                return


def _shares(file: FileFigures) -> list[_Share]:
    """Return the shares of all units that state each item in one line of 基本支出; round amounts show nothing."""
    lines = (line for line in file.budget.books[""].lines.get("支出", ()) if line.dims.get("性质") == "基本支出")
    own = [line for line in lines if line.amount > 0 and line.dims.get("单位") != ELIMINATION]
    by_item = grouped(((line.dims.get("单位", ""), line.dims.get("经济", "")), line) for line in own)
    found = list[_Share]()
    for (unit, code), same in by_item.items():
        pension = by_item.get((unit, _PENSION))
        if code in _OTHERS and pension and len(same) == 1 and len(plain_digits(same[0].amount).strip("0")) > 3:
            whose = file.budget.member_name("单位", unit) if unit else "本单位"
            found.append(_Share(unit, code, same[0], total(pension), whose))
    return found
