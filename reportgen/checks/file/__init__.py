"""The document beside its budget file (预算文件), and slips in the file itself (笔误).

Figures that are wrong by the same amount have one cause (`slips`): the lines that they share show what the mistake
looks like: a wrong member, a line twice, 元 for 万元, a missing line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product

from reportgen.budget import Line
from reportgen.budget.ledger import exact_sum
from reportgen.checks._results import Cause, grouped
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading.terms import conditions_of
from reportgen.records import dataclass
from reportgen.source import Mapping as MappingNode
from reportgen.source import below
from reportgen.vocabulary import ELIMINATION, MONEY, NOT_APPLICABLE, Vocabulary

_SCALES = {
    Decimal(10_000): ("1万", "弄混了元和万元"),
    Decimal(1_000): ("1000", "弄混了元和千元"),
    Decimal(10): ("10", "多写或少写了零，或者点错了小数点"),
    Decimal(100): ("100", "多写或少写了零，或者点错了小数点"),
}
_ROUND = 3  # digits: with fewer, ten times an amount may be a coincidence
_HALF_CENT = Decimal("0.005")
_FEW = 3  # the most lines that are listed one by one
_COMMON = {"项目", "工程", "服务", "经费", "采购", "设备", "购置", "建设", "管理", "工作", "专项", "补助"}


@dataclass(frozen=True, slots=True)
class Off:
    """A figure that is not what it should be.

    Attributes:
        difference: its amount less what it should be, in 元 or pieces.
        lines: the lines that make it, each with 1, or with -1 if it is subtracted.
        at: where the file says what it should be.
    """

    name: FigureId
    difference: Decimal
    lines: tuple[tuple[Line, int], ...]
    at: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake: the figures wrong by it, its cause, what it looks like, its lines, and what to do.

    `default`: the dimension whose 缺省 names a wrong member.
    """

    offs: tuple[Off, ...]
    cause: Cause
    looks: str
    lines: tuple[Line, ...] = ()
    hint: str = ""
    default: str = ""


def slips(offs: Sequence[Off], vocabulary: Vocabulary, measures: frozenset[str] = frozenset()) -> list[Slip]:
    """Return the slips behind these figures, the most certain first. `measures`: the measures that they may be in."""
    groups = grouped(((off.name.measure, off.name.base, off.difference), off) for off in offs)
    found, told = list[Slip](), set[int]()  # ids of figures that a slip explains
    for (measure, base, difference), group in sorted(groups.items(), key=lambda item: len(_common(item[1]))):
        if id(group[0]) in told:
            continue
        own = measures or frozenset({measure})
        elsewhere = groups.get((measure, base, -difference), [])
        both = ((group, elsewhere), (elsewhere, group))
        moved = next(filter(None, (kind(*pair, own) for kind in (_moved, _by_default) for pair in both)), None)
        moved = moved or _exchanged(group, elsewhere, own)
        if moved:
            found.append(moved)
        elif not _explained(group, found, vocabulary):
            found.append(_slip(group, own, *unit_of(measure, vocabulary)))
        told |= {id(off) for slip in found[-1:] for off in slip.offs}
    return found


def _common(group: Sequence[Off]) -> list[tuple[Line, int]]:
    """Return the lines that all these figures share."""
    others = [{id(line) for line, _ in off.lines} for off in group[1:]]
    return [
        (line, sign)
        for line, sign in group[0].lines
        if all(id(line) in ids for ids in others) and line.dims.get("单位") != ELIMINATION
    ]


def _explained(group: Sequence[Off], found: Iterable[Slip], vocabulary: Vocabulary) -> bool:
    """Whether several slips together make the difference: the total of two wrong parts."""
    behind = [slip for slip in found if all(slip.cause.concerns(off.name, vocabulary) for off in group)]
    amounts = [slip.offs[0].difference for slip in behind]
    return len(behind) > 1 and sum(amounts, Decimal(0)) == group[0].difference


def _asked(group: Sequence[Off]) -> dict[str, str]:
    """Return the conditions of the figures."""
    return {d: m for off in group for d, m in off.name.conditions}


def _moved(group: Sequence[Off], elsewhere: Sequence[Off], measures: frozenset[str]) -> Slip | None:
    """Return a slip if a single line with a wrong member is too much here and missing elsewhere; else None."""
    if not group or not elsewhere:
        return None
    difference = group[0].difference
    lines = [line for line, sign in _common(group) if line.amount * sign == difference]
    if len(lines) != 1:
        return None
    own, line = _asked(group), lines[0]
    wrong = {d: m for d, m in _asked(elsewhere).items() if d in own and line.dims.get(d, m) != m}
    if not wrong:
        return None
    looks = "、".join(f"“{d}”写的是{line.dims[d]}，应当是{m}" for d, m in wrong.items())
    cause = Cause(measures, (line.dims, {**line.dims, **wrong}), difference, group[0].name.base)
    hint = f"核对后，把这一行的{'、'.join(f'“{d}”改成“{m}”' for d, m in wrong.items())}"
    return Slip((*group, *elsewhere), cause, f"像是这一行{looks}", (line,), hint)


def _by_default(group: Sequence[Off], elsewhere: Sequence[Off], measures: frozenset[str]) -> Slip | None:
    """Return a slip if lines with a wrong member from 缺省 are too much here and missing elsewhere; else None."""
    for d, should in _asked(elsewhere).items() if group and not group[0].name.base else ():
        wrong, left = _asked(group).get(d, should), [one for one in _common(group) if not _states_dimension(one[0], d)]
        made = exact_sum(line.amount * sign for line, sign in left)
        if wrong != should and len(left) > 1 and made == group[0].difference:
            looks, hint = f"像是“缺省”的“{d}”写的是{wrong}，应当是{should}", f"核对后，把“缺省”的“{d}”改成“{should}”"
            cause = Cause(measures, ({d: wrong}, {d: should}), None)
            return Slip((*group, *elsewhere), cause, looks, tuple(line for line, _ in left[:_FEW]), hint, d)
    return None


def default_of(slip: Slip, root: MappingNode | None) -> tuple[Location, ...]:
    """Return the place of the wrong member under 缺省; empty if the slip is of another kind."""
    place = below(root, *slip.cause.measures, "缺省", slip.default) if slip.default else None
    return (place.at,) if place else ()


def _states_dimension(line: Line, dimension: str) -> bool:
    return isinstance(line.node, MappingNode) and line.node.get(dimension) is not None


def _exchanged(group: Sequence[Off], elsewhere: Sequence[Off], measures: frozenset[str]) -> Slip | None:
    """Return a slip for two lines with exchanged amounts: their other members are equal, the amounts differ as much."""
    if not group or not elsewhere:
        return None
    asked = {d for off in (*group, *elsewhere) for d, _ in off.name.conditions}
    pairs = [
        (one, other)
        for (one, sign), (other, same) in product(_common(group), _common(elsewhere))
        if sign == same and (one.amount - other.amount) * sign == group[0].difference
        if all(other.dims.get(d) == m for d, m in one.dims.items() if d not in asked)
    ]
    if len(pairs) != 1:
        return None
    cause = Cause(measures, tuple(line.dims for line in pairs[0]), group[0].difference, group[0].name.base)
    hint = "核对后，把这两行的金额（或科目）对调过来"
    return Slip((*group, *elsewhere), cause, "像是这两行的金额写颠倒了", pairs[0], hint)


def unit_of(measure: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return what the lines of a measure state, and its unit: 金额 in 元, 数量 in 人."""
    unit = vocabulary.measures[measure].unit
    return ("金额", "元") if unit == MONEY else ("数量", unit)


def _slip(group: Sequence[Off], measures: frozenset[str], what: str, unit: str) -> Slip:
    common, difference = _common(group), group[0].difference
    lines = tuple(line for line, _ in common)
    looks, suspects, hint = _looks(common, difference, what, unit) or ("", (), "")
    known = suspects or (lines if len(measures) == 1 else ())
    members = _members(known, group)
    if not lines and difference < 0 and len(measures) == 1 and members:
        wanted = "，".join(f"{d}: {m}" for d, m in members.items())
        looks = f"“{'、'.join(measures)}”里像是漏了一行：{wanted}，{what}{plain_digits(-difference)}{unit}"
        hint = "漏了就补上这一行"
    few = suspects or (lines if len(lines) <= _FEW else ())
    return Slip(tuple(group), Cause(measures, (members,), difference, group[0].name.base), looks, few, hint)


def _looks(
    lines: Sequence[tuple[Line, int]], difference: Decimal, what: str, unit: str
) -> tuple[str, tuple[Line, ...], str] | None:
    """Return what amounts show, lines and hint: another unit, a line twice or too many, one wrong line; else None."""
    rights = [(line, EXACT.subtract(line.amount, difference * sign)) for line, sign in lines]
    swapped = [pair for pair in rights if same_digits(pair[0].amount, pair[1])]
    telling = [len(lines) == 1 or len(plain_digits(line.amount).strip("0.")) >= _ROUND for line, _ in rights]
    doubtful = len(lines) > 1 and any(
        scale(*_amounts(pair)) for pair, told in zip(rights, telling, strict=True) if told
    )
    if len(lines) == len(swapped) == 2 and not doubtful:
        both = tuple(line for line, _ in lines)
        return f"这两行的{what}数字一样、次序不同，像是有一行写颠倒了", both, f"核对后，改{what}写颠倒的一行"
    for (line, should), told in zip(rights, telling, strict=True):
        odd = scale(line.amount, should) if unit == "元" and told else ""
        odd = odd or ("像是写错了正负号" if should == -line.amount else "")
        odd = odd or ("像是写颠倒了数字" if swapped == [(line, should)] and not doubtful else "")
        if odd:
            return f"这一行的{what}{odd}", (line,), f"核对后，把这一行的{what}改成{plain_digits(should)}{unit}"
    extra = [line for line, sign in lines if line.amount * sign == difference]
    same = [line for line in extra if [other.dims for other in extra].count(line.dims) > 1]
    if same:
        return "像是同一行写了两次", tuple(same[:_FEW]), "确实重复的，删掉一行"
    if len(lines) == 1 and lines[0][0].amount - difference * lines[0][1] > 0:
        line, sign = lines[0]
        right = plain_digits(line.amount - difference * sign)
        return "", (line,), f"这一行写错了，就把{what}改成{right}{unit}"
    if len(extra) == 1:
        return f"正好是这一行的{what}", (extra[0],), "多出的一行删掉，写错的改正"
    return (_round_one(rights, what) if unit == "元" else None) or _turned_ones(swapped, what, unit)


def _turned_ones(
    swapped: Sequence[tuple[Line, Decimal]], what: str, unit: str
) -> tuple[str, tuple[Line, ...], str] | None:
    """Return what the few lines show that may have turned digits, each with what it should be then."""
    if not 1 < len(swapped) <= _FEW:
        return None
    ways = "，或者".join(f"{plain_digits(line.amount)}应是{plain_digits(should)}{unit}" for line, should in swapped)
    lines = tuple(line for line, _ in swapped)
    return f"像是有一行的{what}写颠倒了数字：{ways}", lines, "先核对这几行，改写颠倒的一行"


def _round_one(rights: Sequence[tuple[Line, Decimal]], what: str) -> tuple[str, tuple[Line, ...], str] | None:
    """Return what the only line shows that may have a zero too many or too few; round amounts may by chance."""
    found = [(line, should, odd) for line, should in rights if (odd := scale(line.amount, should))]
    if len(found) != 1:
        return None
    line, should, odd = found[0]
    return f"可能是这一行的{what}{odd}", (line,), f"先核对这一行：写错了的，改成{plain_digits(should)}元"


def _amounts(pair: tuple[Line, Decimal]) -> tuple[Decimal, Decimal]:
    return pair[0].amount, pair[1]


def pairs(words: str) -> set[str]:
    """Return each two letters that stand beside each other in a name, without those of many names (项目, 工程)."""
    return {words[i : i + 2] for i in range(len(words) - 1)} - _COMMON


def times_as_much(one: Decimal, other: Decimal) -> Decimal:
    """Return how many times the larger of two amounts is the smaller one; 0 if that is not positive."""
    less, more = sorted((one, other))
    return more / less if less > 0 else Decimal(0)


def means(dimension: str, member: str, condition: tuple[str, str]) -> bool:
    """Whether a member is one of the shipped conditions, 性质 基本支出, whatever the region calls it."""
    return dimension == condition[0] and conditions_of(member).get(dimension) == condition[1]


def same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether one number is the other with its digits in another order: 8013, 8103."""
    return one != other and sorted(plain_digits(one)) == sorted(plain_digits(other))


def with_digits_turned(number: Decimal) -> Iterator[Decimal]:
    """Yield the number with each two digits that stand beside each other exchanged, also across the point."""
    text = plain_digits(number)
    digits = [i for i, letter in enumerate(text) if letter.isdigit()]
    for i, j in pairwise(digits):
        if text[i] != text[j]:
            yield Decimal(f"{text[:i]}{text[j]}{text[i + 1 : j]}{text[i]}{text[j + 1 :]}")


def scale(amount: Decimal, should: Decimal) -> str:
    """Return `大了1万倍，像是弄混了元和万元` if that explains the difference; else ""."""
    for factor, (times, looks) in _SCALES.items():
        if should and abs(should * factor - amount) <= _HALF_CENT:
            return f"大了{times}倍，像是{looks}"
        if amount and abs(should - amount * factor) <= _HALF_CENT * factor:
            return f"小了{times}倍，像是{looks}"
    return ""


def _members(lines: Sequence[Line], group: Sequence[Off]) -> Mapping[str, str]:
    """Return what is known of the wrong line: the conditions of the figures, and the members that all lines share."""
    asked = _asked(group)
    first = lines[0].dims.items() if lines else ()
    shared = {d: m for d, m in first if all(line.dims.get(d) == m for line in lines)}
    return {**asked, **{d: m for d, m in shared.items() if m != NOT_APPLICABLE or d not in asked}}
