"""One cause, one finding (一个错，一条): findings that come from one mistake in the budget file are reported with it.

A rule that finds a mistake in the file itself says what it is (`Cause`): the line's members, and by how much figures
are wrong because of it. Whatever else differs by as much, in figures that the line belongs to, comes from it. What the
mistake looks like (a digit, a 资金, a line twice, 元 for 万元) is told from the figures that are off together (`Slip`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Line
from reportgen.checks._grouping import grouped
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.vocabulary import ELIMINATION, NOT_APPLICABLE, Vocabulary

_MOST = 8  # numbers of a finding that are tried as the whole of the others


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake in the budget file (病根).

    Attributes:
        measures: that it is in, of the base.
        lines: the members of the line that is wrong, missing or too many; of one in a wrong place also those it should
            have; without any member: every line.
        difference: by how much figures are wrong; None: nothing of these members is right.
    """

    measures: frozenset[str]
    lines: tuple[Mapping[str, str], ...]
    difference: Decimal | None
    base: str = ""

    def concerns(self, name: FigureId, vocabulary: Vocabulary) -> bool:
        """Whether the figure is wrong because of it."""
        if name.measure in self.measures and not any(self.lines):
            return True
        if name.measure not in self.measures or (name.base != self.base and not name.derived):
            return False
        if self.difference is None:
            return any(set(line.items()) & set(name.conditions) for line in self.lines)
        return any(_belongs(line, name, vocabulary) for line in self.lines)


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number of a finding: the figure, in 元 or its unit, and half of what it is rounded to."""

    name: FigureId
    exact: Decimal
    slack: Decimal


def explains(cause: Cause, values: Sequence[FigureValue], vocabulary: Vocabulary) -> bool:
    """Whether a finding on these numbers comes from it."""
    if not any(cause.concerns(value.name, vocabulary) for value in values):
        return False
    if cause.difference is None:
        return True
    slack = _sum(value.slack for value in values)
    return any(abs(EXACT.subtract(d, abs(cause.difference))) <= slack for d in _differences(values))


def explains_cause(cause: Cause, other: Cause, vocabulary: Vocabulary) -> bool:
    """Whether what another rule found to be wrong in the file is the same mistake, or comes from it."""
    names = [FigureId(m, tuple(sorted(line.items())), other.base) for m in other.measures for line in other.lines]
    if cause.difference is None or other.difference is None:
        return cause.difference is None and any(cause.concerns(name, vocabulary) for name in names)
    same = abs(cause.difference) == abs(other.difference)
    lines = [[n for n in names if dict(n.conditions) == dict(line)] for line in other.lines]
    return same and all(any(cause.concerns(n, vocabulary) for n in own) for own in lines)


def whole_less_parts(values: Sequence[FigureValue]) -> tuple[Decimal, Decimal] | None:
    """By how much the first number differs from the others together, and how exactly that is known."""
    if len(values) < 2:
        return None
    rest = _sum(value.exact for value in values[1:])
    return abs(EXACT.subtract(values[0].exact, rest)), _sum(value.slack for value in values)


def same_difference(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    """Whether both are off, and as far as they are rounded by as much."""
    slack = one[1] + other[1]
    return one[0] > one[1] and other[0] > other[1] and abs(EXACT.subtract(one[0], other[0])) <= slack


def _belongs(line: Mapping[str, str], name: FigureId, vocabulary: Vocabulary) -> bool:
    """What the line does not say is not known, and then nothing is said."""
    return all(
        (have := line.get(d)) == member
        or (have is not None and have != NOT_APPLICABLE and vocabulary.below(d, have, member))
        for d, member in name.conditions
    )


def _differences(values: Sequence[FigureValue]) -> Iterator[Decimal]:
    """Each number less the sum of the others, and each two of them."""
    whole = _sum(value.exact for value in values)
    for i, value in enumerate(values[:_MOST]):
        yield abs(EXACT.subtract(EXACT.multiply(value.exact, Decimal(2)), whole))
        yield from (abs(EXACT.subtract(value.exact, other.exact)) for other in values[i + 1 : _MOST])


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    found = Decimal(0)
    for amount in amounts:
        found = EXACT.add(found, amount)
    return found


_SCALES = {Decimal(10_000): "元和万元", Decimal(1_000): "元和千元"}
_CENT = Decimal("0.005")
_FEW = 3  # lines that are worth looking at one by one


@dataclass(frozen=True, slots=True)
class Off:
    """A figure that is not what it should be.

    Attributes:
        difference: what it is, less what it should be.
        lines: that make it, each with 1, or -1 where it is taken off.
        at: where it is said what it should be.
    """

    name: FigureId
    difference: Decimal
    lines: tuple[tuple[Line, int], ...]
    at: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake: the figures that are off by it, its cause, what it looks like, its lines and what to do."""

    offs: tuple[Off, ...]
    cause: Cause
    looks: str
    lines: tuple[Line, ...] = ()
    hint: str = ""


def slips(offs: Sequence[Off], vocabulary: Vocabulary, measures: frozenset[str] = frozenset()) -> list[Slip]:
    """The slips behind these figures, the most certain first. `measures`: what all of them may be in."""
    groups = grouped(((off.name.measure, off.name.base, off.difference), off) for off in offs)
    found: list[Slip] = []
    for (measure, base, difference), group in sorted(groups.items(), key=lambda item: len(_common(item[1]))):
        if any(group[0] in slip.offs for slip in found):
            continue
        own = measures or frozenset({measure})
        elsewhere = groups.get((measure, base, -difference), [])
        moved = _moved(group, elsewhere, own) or _moved(elsewhere, group, own)
        if moved:
            found.append(moved)
        elif not _explained(group, found, vocabulary):
            found.append(_slip(group, own))
    return found


def _common(group: Sequence[Off]) -> list[tuple[Line, int]]:
    """The lines that all of them have."""
    others = [{id(line) for line, _ in off.lines} for off in group[1:]]
    return [
        (line, sign)
        for line, sign in group[0].lines
        if all(id(line) in ids for ids in others) and line.dims.get("单位") != ELIMINATION
    ]


def _explained(group: Sequence[Off], found: Iterable[Slip], vocabulary: Vocabulary) -> bool:
    """Whether several slips together make it: the total of two wrong parts."""
    behind = [slip for slip in found if all(slip.cause.concerns(off.name, vocabulary) for off in group)]
    amounts = [slip.offs[0].difference for slip in behind]
    return len(behind) > 1 and sum(amounts, Decimal(0)) == group[0].difference


def _moved(group: Sequence[Off], elsewhere: Sequence[Off], measures: frozenset[str]) -> Slip | None:
    """A line that is here as much too much as it is missing elsewhere."""
    if not group or not elsewhere:
        return None
    difference = group[0].difference
    lines = [line for line, sign in _common(group) if line.amount * sign == difference]
    wanted = {d: m for off in elsewhere for d, m in off.name.conditions}
    own = {d: m for off in group for d, m in off.name.conditions}
    for line in lines[:1] if len(lines) == 1 else ():
        wrong = {d: m for d, m in wanted.items() if d in own and line.dims.get(d, m) != m}
        if not wrong:
            continue
        said = "、".join(f"“{d}”写的是{line.dims[d]}，应当是{m}" for d, m in wrong.items())
        cause = Cause(measures, (line.dims, {**line.dims, **wrong}), difference, group[0].name.base)
        hint = f"核对后，把这一行的{'、'.join(f'“{d}”改成“{m}”' for d, m in wrong.items())}"
        return Slip((*group, *elsewhere), cause, f"像是这一行{said}", (line,), hint)
    return None


def _slip(group: Sequence[Off], measures: frozenset[str]) -> Slip:
    lines, difference = _common(group), group[0].difference
    looks, suspects, hint = _seen(lines, difference) or ("", (), "")
    known = suspects or ([line for line, _ in lines] if len(measures) == 1 else ())
    members = _members(known, group)
    if not lines and difference < 0 and len(measures) == 1 and members:
        wanted = "，".join(f"{d}: {m}" for d, m in members.items())
        looks = f"“{'、'.join(measures)}”里像是漏了一行：{wanted}，金额{plain_digits(-difference)}元"
        hint = "漏了就补上这一行"
    few = suspects or (tuple(line for line, _ in lines) if len(lines) <= _FEW else ())
    return Slip(tuple(group), Cause(measures, (members,), difference, group[0].name.base), looks, few, hint)


def _seen(lines: Sequence[tuple[Line, int]], difference: Decimal) -> tuple[str, tuple[Line, ...], str] | None:
    """What the amounts tell: another unit, the same line twice, a line too many, one line that is wrong."""
    for line, sign in lines:
        should = EXACT.subtract(line.amount, difference * sign)
        if scaled := scale(line.amount, should):
            return f"这一行的金额{scaled}", (line,), f"核对后，把这一行的金额改成{plain_digits(should)}元"
    extra = [line for line, sign in lines if line.amount * sign == difference]
    same = [line for line in extra if [other.dims for other in extra].count(line.dims) > 1]
    if same:
        return "像是同一行写了两次", tuple(same[:_FEW]), "确实重复的，删掉一行"
    if len(lines) == 1 and lines[0][0].amount - difference * lines[0][1] > 0:
        line, sign = lines[0]
        return "", (line,), f"这一行写错了，就把金额改成{plain_digits(line.amount - difference * sign)}元"
    if len(extra) == 1:
        return "正好是这一行的金额", (extra[0],), "多出的一行删掉，写错的改正"
    return None


def scale(amount: Decimal, should: Decimal) -> str:
    """`大了1万倍，像是弄混了元和万元`, where that is what makes the difference; else nothing."""
    for factor, units in _SCALES.items():
        words = f"{factor / 10_000:f}万" if factor >= 10_000 else f"{factor:f}"
        if should and abs(should * factor - amount) <= _CENT:
            return f"大了{words}倍，像是弄混了{units}"
        if amount and abs(should - amount * factor) <= _CENT * factor:
            return f"小了{words}倍，像是弄混了{units}"
    return ""


def _members(lines: Sequence[Line], group: Sequence[Off]) -> Mapping[str, str]:
    """What is known of the line: what all lines have that it may be, and what the figures ask."""
    asked = {d: m for off in group for d, m in off.name.conditions}
    shared = dict(lines[0].dims) if lines else {}
    for line in lines[1:]:
        shared = {d: m for d, m in shared.items() if line.dims.get(d) == m}
    return {**asked, **{d: m for d, m in shared.items() if m != NOT_APPLICABLE or d not in asked}}


def lines_at(slip: Slip) -> Iterator[Location]:
    """The places to be changed, the lines first; then where it is said what they should come to."""
    yield from (line.at for line in slip.lines)
    for off in slip.offs:
        yield from off.at
