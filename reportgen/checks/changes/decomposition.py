"""增减的分解"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import Case, Compared, Result, compared
from reportgen.checks._comparing import total
from reportgen.checks._says import finding_if
from reportgen.checks.changes.amounts import direction
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention

_MORE = ("等。", "等；", "等，", "等因素", "等原因")


@dataclass(frozen=True, slots=True)
class _Changed:
    """A change of a figure. `of`: the number with the figure's name: the amount, if it is stated, or the change."""

    mention: Mention
    change: Entry
    of: Entry
    name: FigureId

    @property
    def signed(self) -> Decimal:
        """The change, less than zero if the amount fell."""
        return EXACT.multiply(self.change.exact, Decimal(direction(self.mention.word) or 1))

    @property
    def before(self) -> Decimal:
        """The amount of the year before."""
        return EXACT.subtract(self.of.exact, self.signed)

    def narrower(self, whole: "_Changed") -> str:
        """Return the dimension of the one condition that it adds to the whole's; empty if it is no such part."""
        own, above = self.name, whole.name
        if (own.measure, own.base, len(own.conditions)) != (above.measure, above.base, len(above.conditions) + 1):
            return ""
        more = [dimension for dimension, member in own.conditions if (dimension, member) not in above.conditions]
        return more[0] if len(more) == 1 else ""


def R408(case: Case) -> Iterator[Result]:
    """增减分解

    一段话先写总的增减，再写其中各部分的增减，各部分加起来要等于总的；没有列全的，要用“等”说明，不能让读者以为列全了。

    怎样改：补上没有列的部分，或写明“等”。
    依据：公开文件中常见的错误：只改了总数，没有改分项的增减。
    例：支出增加4.39万元，其中：基本支出增加4.27万元，项目支出增加0.21万元，合计4.48万元。
    """
    yield from _changes(case)
    for whole, parts in _decomposed(case):
        together, changes = exact_sum(part.signed for part in parts), [one.change for one in (whole, *parts)]
        amounts = {"a": together, "b": whole.signed, "d": abs(EXACT.subtract(whole.signed, together))}
        yield from finding_if(_is_off(whole, parts, amounts["d"]), "R408 没有列全", *changes, **amounts)


def _decomposed(case: Case) -> Iterator[tuple[_Changed, list[_Changed]]]:
    """Yield each change with those of its parts that follow it in the same paragraph, but not in its reason."""
    mentions = case.reading.mentions
    changed = [_Changed(m, m.change, m.change, m.change.name) for m in mentions if m.change and m.change.name]
    for i, whole in enumerate(changed):
        line, reason = whole.mention.sentence.line, whole.mention.reason
        after = [one for one in changed[i + 1 :] if one.mention.sentence.line == line]
        parts = [one for one in after if one.narrower(whole) and str(one.change.number) not in reason]
        parts = [one for one in parts if one.narrower(whole) == parts[0].narrower(whole)]  # projects: below 项目支出
        parts = _outermost(case, parts)
        if len(parts) > 1:
            yield whole, parts


def _is_off(whole: _Changed, parts: Sequence[_Changed], difference: Decimal) -> bool:
    """Whether it is more than rounding, and the sentence does not say 等."""
    steps = sum((part.change.number.step for part in parts), whole.change.number.step)
    return 2 * difference > steps and not any(mark in whole.mention.sentence.line for mark in _MORE)


def R409(case: Case) -> Iterator[Result]:
    """上年数反算

    用本年数减增减额可以反算上年数。各部分反算的上年数加起来，要等于总数反算的上年数；不等，说明某一项的本年数或增减额错了。

    怎样改：逐项核对本年数和增减额。
    依据：公开文件中常见的错误：本年数和增减额取自不同的口径。
    例：总数反算上年40.00万元，基本支出和项目支出反算上年合计39.05万元。
    """
    yield from _changes(case)
    for whole, parts in _stated(case):
        yield compared(*(one.change for one in (whole, *parts)))
        together = exact_sum(part.before for part in parts)
        difference = abs(EXACT.subtract(whole.before, together))
        allowed = EXACT.multiply(whole.of.number.step, Decimal(len(parts) + 1))
        wrong = difference > allowed and not whole.change.carried  # else it is worked out from the file
        amounts = {"a": together, "b": whole.before, "d": difference}
        yield from finding_if(wrong, "R409 对不上", *(one.of for one in (whole, *parts)), **amounts)


def _stated(case: Case) -> Iterator[tuple[_Changed, list[_Changed]]]:
    """Yield each whole with its parts, all with amount and change, if the amounts of the parts make the whole."""
    both = ((m, m.change, m.amount) for m in case.reading.mentions if m.change and m.amount)
    stated = [_Changed(m, change, amount, amount.name) for m, change, amount in both if amount.name]
    for whole in stated:
        parts = list({one.name: one for one in stated if one.narrower(whole)}.values())
        for dimension in dict.fromkeys(one.narrower(whole) for one in parts):
            own = _outermost(case, [one for one in parts if one.narrower(whole) == dimension])
            if len(own) > 1 and total([one.of for one in own]) == whole.of.exact:
                yield whole, own


def _outermost(case: Case, parts: Sequence[_Changed]) -> list[_Changed]:
    """The parts that are in none of the others: 公务用车运行费 is in 公务用车购置及运行费."""
    return [one for one in parts if not any(case.reading.holds(other.name, one.name) for other in parts)]


def _changes(case: Case) -> list[Compared]:
    """Return that changes were looked at, if sentences state any."""
    return [compared()] if any(mention.change for mention in case.reading.mentions) else []
