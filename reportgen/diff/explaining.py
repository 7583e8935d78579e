"""Why a total changed (为什么变): the total is divided into items that add up to the 分, each with its reason.

支出 is divided by 性质, 基本支出 by 经费 and then by 经济, 项目支出 by project; 收入 by fund. A dimension that a side
does not know is passed over. The remainder of a total that no part covers is an item of its own (其余), so that items
always add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.diff.amounts import MOST_NAMED, PARTED_BY, Amounts, last_condition
from reportgen.diff.renaming import NewNames, Renaming
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, Change, NumberFormat, Precision, change, print_amount, print_percent
from reportgen.records import NamedTuple, dataclass, replace

REST, NO_REASON = "其余（没有列明的，四舍五入的尾差）", "未说明原因"
LAST_YEAR = "上年预算"
EXACT_STEP = Decimal("0.01")
_MONEY = NumberFormat("万元", 2, trim=True, grouped=True)
_SMALL = NumberFormat("元", 2, trim=True)


@dataclass(frozen=True, slots=True)
class Item:
    """A total or a part of one (一项).

    Attributes:
        label: the name of the item; former_name: the one before, if another.
        old, new: the exact amounts in 元; zero if a side has none.
        reason: why it changed; empty if the file gives no reason, None if that is unknown.
        stated: the amount of the old year on the new side, if it differs from `old` (重述).
        like: the one other item that ended with the amount of this new one, or is new with that of this ended one.
        parts: the items that it divides into; they add up to it.
    """

    label: str
    old: Decimal
    new: Decimal
    reason: str | None = ""
    former_name: str = ""
    stated: Decimal | None = None
    like: str = ""
    parts: tuple["Item", ...] = ()

    @property
    def delta(self) -> Decimal:
        """New minus old."""
        return EXACT.subtract(self.new, self.old)

    @property
    def what_happened(self) -> str:
        """`新增`, `不再安排`, `原来叫……`, `后一份文件说前一年是……`, joined by `，`; empty if none holds."""
        said = [] if self.label == REST else ["新增"] if not self.old else ["不再安排"] if not self.new else []
        said += [f"原来叫“{self.former_name}”"] if self.former_name else []
        said += [f"后一份文件说前一年是{money(self.stated)}"] if self.stated is not None else []
        return "，".join(said)

    @property
    def why(self) -> str:
        """What happened to it and the reason, or the words that there is no reason."""
        without = NO_REASON if self.reason == "" and self.label != REST else ""
        like = f"和{'新增' if self.old else '不再安排'}的“{self.like}”同数，看看是不是改了名" if self.like else ""
        return "；".join(filter(None, (self.what_happened, like, self.reason or without)))


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """The change of a total (变动的构成); `years`: the years of both sides, 0 if not known."""

    total: Item
    years: tuple[int, int]
    precision: Precision = Precision("万元", 2)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that changed, the largest change first; their changes add up to that of the total."""
        flat = [item for part in self.total.parts or (self.total,) for item in part.parts or (part,)]
        left = [item for item in flat if item.label == REST]
        rest = Item(REST, _sum(item.old for item in left), _sum(item.new for item in left), None)
        named = [item for item in flat if item.label != REST]
        changed = [item for item in (*named, rest) if item.delta]
        return tuple(sorted(changed, key=lambda item: (-abs(item.delta), item.label)))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Three sentences that a leader could say aloud."""
        return tuple(filter(None, (self._whole(), self._largest(), self._kinds())))

    def change(self, item: Item) -> Change:
        """Return the change as a reader recomputes it from the printed, rounded numbers."""
        return change(item.new, item.old, self.precision)

    def _whole(self) -> str:
        old, new = self.years
        total, this = self.total, f"{new}年" if new and old != new else "新的一份"
        than = f"{old}年" if old and old != new else "旧的一份"
        said = f"{this}{total.label}{money(total.new)}，"
        if not total.delta:
            return f"{said}和{than}一样。"
        rate = self.change(total).rate
        grown = f"，{'增长' if rate > 0 else '下降'}{_percent(abs(rate))}" if rate else ""
        reason = f"，文件里写的原因是{total.reason}" if total.reason else ""
        return f"{said}比{than}{self.moved(total)}{grown}{reason}{self._restated()}。"

    def _restated(self) -> str:
        """What the new side itself says of the old year, if otherwise."""
        total = self.total
        if total.stated is None:
            return ""
        own = self.moved(replace(total, old=total.stated))
        return f"；这一份里把{self.years[0] or '上'}年的数改成了{money(total.stated)}，按它算是{own}"

    def moved(self, item: Item) -> str:
        """Return `增加15.94万元`; an amount too small for the unit is in 元."""
        amount = self.change(item).amount or item.delta
        return f"{'增加' if amount > 0 else '减少'}{money(abs(amount))}"

    def _largest(self) -> str:
        """Return the sentence on the items that increased and decreased most."""
        ups, downs = (
            [one for one in self.items if (one.delta > 0) is up and one.label != REST] for up in (True, False)
        )
        parts = (
            f"{word}最多的是{'、'.join(self._said(one) for one in some[:MOST_NAMED])}"
            for word, some in (("增加", ups), ("减少", downs))
            if some
        )
        return f"{'；'.join(parts)}。" if self.items else ""

    def _said(self, item: Item) -> str:
        """Return `非遗展示馆布展26万元（新增，主体工程完工）`."""
        why = "，".join(filter(None, (item.what_happened, item.reason)))
        return f"{item.label}{money(abs(self.change(item).amount or item.delta))}{f'（{why}）' if why else ''}"

    def _kinds(self) -> str:
        """Return the sentence that counts the new, gone, renamed and restated items, and those without a reason."""
        items = [one for one in self.items if one.label != REST]
        kinds = (
            ("新增", [one for one in items if not one.old]),
            ("不再安排", [one for one in items if not one.new]),
            ("改名", [one for one in items if one.former_name]),
            ("前一年的数被改过", [one for one in items if one.stated is not None]),
            (NO_REASON, [one for one in items if one.reason == ""]),
        )
        said = [
            f"{word}的{len(some)}项（{money(_sum(one.delta for one in some), sign=True)}）"
            for word, some in kinds
            if some
        ]
        return f"变了的一共{len(items)}项，其中{'，'.join(said)}。" if said else ""


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def money(yuan: Decimal, *, sign: bool = False) -> str:
    """Return `26万元`; an amount too small for 万元 with two decimals is in 元."""
    small = bool(yuan) and abs(yuan) < 50
    text = f"{print_amount(yuan, _SMALL)}元" if small else f"{print_amount(yuan, _MONEY)}万元"
    return f"+{text}" if sign and yuan > 0 else text


def _percent(rate: Fraction) -> str:
    return f"{print_percent(rate, NumberFormat(trim=True))}%"


def explained(measure: str, old: Amounts, new: Amounts, renamings: tuple[Renaming, ...] = ()) -> Item | None:
    """Return the total divided into items; None if a side does not know it, or if it is zero on both sides."""
    item = _item(FigureId(measure), measure, _Sides(old, new, NewNames(renamings)))
    return item if item and (item.old or item.new) else None


class _Sides(NamedTuple):
    """The amounts of both sides, and what is known under two names."""

    old: Amounts
    new: Amounts
    became: NewNames


def _item(name: FigureId, label: str, sides: _Sides) -> Item | None:
    old, new, became = sides
    before, now = old.amount(name), new.amount(name)
    if before is None or now is None:
        return None
    stated = _stated(name, new, became) if old.years_before == 1 else None
    return Item(
        label=label,
        old=before,
        new=now,
        reason=new.reason(name, old) if before != now else "",
        former_name=became.former_name(*last_condition(name)) if name.conditions else "",
        stated=stated if stated is not None and abs(EXACT.subtract(stated, before)) >= old.step else None,
        parts=_parts(name, sides),
    )


def _stated(name: FigureId, new: Amounts, became: NewNames) -> Decimal | None:
    """Return the amount of the old year on the new side, under the old or new name; None if it is not stated."""
    said = [new.amount(one._replace(base=LAST_YEAR)) for one in became.old_figures(name)]
    return _sum(each or Decimal(0) for each in said) if any(each is not None for each in said) else None


def _parts(name: FigureId, sides: _Sides) -> tuple[Item, ...]:
    """Return the items of the first dimension that both sides know, and the remainder; empty if there is none."""
    path = (name.measure, *sorted(d for d, _ in name.conditions))
    if path == ("收入", "年份") and name.member("年份") != "本年":
        return ()
    for dimension in PARTED_BY.get(path, ()):
        items = [_member(name, dimension, member, sides) for member in _members(name, dimension, sides)]
        found = [item for item in items if item and (item.old or item.new)]
        rest = tuple(_rest(name, found, sides))
        if found and len(items) == len([item for item in items if item]) and not _overlap(rest, len(found), sides):
            return (*_with_likes(found), *rest)
    return ()


def _with_likes(items: list[Item]) -> Iterator[Item]:
    """The items; where one alone ended and one alone is new with an amount, each says so."""
    by_amounts = defaultdict[tuple[Decimal, Decimal], list[Item]](list)
    for item in items:
        by_amounts[item.old, item.new].append(item)
    for item in items:
        amount, none = item.old or item.new, Decimal(0)
        gone, come = by_amounts.get((amount, none), []), by_amounts.get((none, amount), [])
        other = come if item.old else gone
        alone = len(gone) == len(come) == 1 and not (item.old and item.new)
        yield replace(item, like=other[0].label) if alone else item


def _overlap(rest: tuple[Item, ...], count: int, sides: _Sides) -> bool:
    """Whether printed parts are more than their whole by more than rounding: some are parts of others."""
    step = max(sides.old.step, sides.new.step)
    return step > EXACT_STEP and any(min(item.old, item.new) < -step * count for item in rest)


def _members(name: FigureId, dimension: str, sides: _Sides) -> tuple[str, ...]:
    found = [side.members(name, dimension) for side in (sides.new, sides.old)]
    return tuple(dict.fromkeys(m for side in found if side for m in side)) if None not in found else ()


def _member(name: FigureId, dimension: str, member: str, sides: _Sides) -> Item | None:
    label = sides.new.label(dimension, member) or sides.old.label(dimension, member) or member
    return _item(name.where((dimension, member)), label, sides)


def _rest(name: FigureId, found: list[Item], sides: _Sides) -> Iterator[Item]:
    before = EXACT.subtract(sides.old.amount(name) or Decimal(0), _sum(item.old for item in found))
    now = EXACT.subtract(sides.new.amount(name) or Decimal(0), _sum(item.new for item in found))
    if before or now:
        yield Item(REST, before, now, None)
