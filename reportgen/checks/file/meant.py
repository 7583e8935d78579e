"""What a number typed into a text of the budget file may mean (手写的数指什么).

The words before it name a figure; the key of the text (支出[功能=2070109]) and what stands before limit it further.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.checks._budget_file import FileFigures
from reportgen.checks._comparing import as_in
from reportgen.checks.file import same_digits, times_as_much
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Entry
from reportgen.records import NamedTuple, dataclass

_CLAUSE = compiled("[，。；：、]")
_NET = compiled("(?:同时|其中)?(?:(?![增减压降因由])[^0-9]){2,16}(?:增加|减少|下降|增长)了?")
_POWERS = (10, 100)
_FAR, _NEAR = 120, 12  # letters before and behind a number that may say what it is
_CHANGED, _RATE, _RUNNING, _THREE_PUBLIC = "增减额", "增减率", "机关运行经费", "三公经费"
_CARRIED, _LEFT = ("年份", "上年结转"), ("性质", "年末结转和结余")


class Meant(NamedTuple):
    """A figure that a number may mean, and its value as the number would be printed."""

    name: FigureId
    value: Decimal


@dataclass(frozen=True)
class Typed:
    """A number typed in a text.

    Attributes:
        text: in which it stands, with marks blanked out. key: the figure that the text is about; None for other texts.
        before: the figures that the text names before it. explains: whether the text is a reason or a purpose.
    """

    file: FileFigures
    entry: Entry
    text: str
    key: FigureId | None = None
    before: tuple[FigureId, ...] = ()
    explains: bool = False

    def says(self, what: str) -> bool:
        """Whether the words around the number say that it is of another year, a change, carried over, a part …"""
        start, stop = self.entry.place.start, self.entry.place.start + self.entry.place.length
        before = compiled("。").split(self.text[max(0, start - _FAR) : start])[-1]
        behind = self.text[stop : stop + _NEAR].removeprefix(self.entry.number.unit)
        return bool(spoken().form(f"«手写的数:{what}»").search(f"{before}＿{behind}"))

    @property
    def is_certain(self) -> bool:
        """Whether the words name a figure of this year, and the key of the text does not limit it to one unknown."""
        vague = ("别的年", "结转", "部分", *(() if self._is_net else ("变动",)))
        if any(map(self.says, vague)) or (own := self.own) is None:
            return False
        planned = self.key is not None and self.key.base and self.file.amount(own._replace(base=self.key.base)) is None
        return not planned and self.file.figure(own) is not None

    @property
    def _is_net(self) -> bool:
        """Whether the clause says how an item of “三公” changed: 购置费增加22万元, not 减少购置费22万元."""
        clause, name = _CLAUSE.split(self.text[: self.entry.place.start])[-1], self.entry.name
        is_change = name and name.measure == _THREE_PUBLIC and name.conditions and name.derived == _CHANGED
        return bool(is_change and _NET.fullmatch(clause))

    @property
    def own(self) -> FigureId | None:
        """The figure that the words name, within that of the key; None if nothing says which it is there."""
        name, key = self.entry.name, self.key
        if name is None or key is None:
            return name
        if key.measure == name.measure:
            return name.where(*(pair for pair in key.conditions if not name.member(pair[0])))
        if key.measure != _RUNNING or not name.conditions:
            return name
        return next((one for one in self._amounts(False) if one.measure == _RUNNING and one.conditions), None)

    def same(self) -> Meant | None:
        """Return the figure that the number is, if one that its words allow has that value."""
        return next((one for one in self.meanings() if one.value == self.entry.number.value), None)

    def slipped(self) -> Meant | None:
        """Return the figure that the number is with its digits turned, or ten times as much."""
        return next((one for one in self.meanings() if _slipped(one.value, self.entry.number.value)), None)

    def meanings(self) -> Iterator[Meant]:
        """Yield every figure that the words allow, with the likeliest first."""
        like, bases = self.entry, [base for base in self.file.budget.books if base]
        changed, carried = self.says("变动"), self.says("结转")
        other = self.says("别的年") or bool(self.key and self.key.base)
        for name in self._amounts(carried):
            if (now := self.file.amount(name)) is not None:
                yield Meant(name, abs(as_in(like, now)))
            for base in bases if changed or other else ():
                was = self.file.amount(name._replace(base=base))
                if was is not None and other:
                    yield Meant(name._replace(base=base), abs(as_in(like, was)))
                if was is not None and now is not None and changed:
                    own = name._replace(base=base, derived=_CHANGED)
                    yield Meant(own, abs(as_in(like, EXACT.subtract(now, was))))
                    yield Meant(own, abs(EXACT.subtract(as_in(like, now), as_in(like, was))))

    def rates(self, bases: Iterable[str]) -> Iterator[Meant]:
        """Yield the rates of change of what the words name, within the figure of the key."""
        own = self.own.amount if self.own else None
        whole = self.key.amount if self.key else None
        names = [name for name in dict.fromkeys(filter(None, (own, *self._amounts(False)))) if name != whole]
        for name, base in ((name, base) for name in names for base in bases):
            now, was = self.file.amount(name), self.file.amount(name._replace(base=base))
            for a, b in _ways(now, was):
                value = rounded(abs(EXACT.subtract(a, b)) * 100 / b, self.entry.number.places)
                yield Meant(name._replace(base=base, derived=_RATE), value)

    def _amounts(self, carried: bool) -> Iterator[FigureId]:
        named = self.entry.name.amount if self.entry.name else None
        limits = [name.amount for name in (self.key, *self.before[::-1]) if name]
        own = [named, *map(self._as_running, limits[:1])] if named else []
        own += [limit.where(*named.conditions) for limit in limits if named]
        found = dict.fromkeys(filter(None, [*own, *limits[:1]] if named or carried else limits))
        yield from found
        if carried:
            yield from dict.fromkeys(name.where(pair) for name in found for pair in (_CARRIED, _LEFT))

    def _as_running(self, key: FigureId) -> FigureId | None:
        """Return the part of what runs the office that the words name: 公务接待费 there is not that of 三公经费."""
        if key.measure != _RUNNING or self.entry.name is None:
            return None
        code, item = (self.entry.name.member(dimension) for dimension in ("经济", "费目"))
        budget = self.file.budget
        codes = [line.dims.get("经济", "") for line in budget.books[""].every_line(_RUNNING)] if item else []
        code = code or next((one for one in codes if budget.member_name("经济", one).startswith(item)), "")
        return FigureId(_RUNNING, (("经济", code),)) if code else None


def _ways(now: Decimal | None, was: Decimal | None) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield both amounts in 元, and as printed in 万元."""
    if now is not None and was:
        yield now, was
        printed = tuple(rounded(amount / 10_000, 2) for amount in (now, was))
        if printed[1]:
            yield printed[0], printed[1]


def _slipped(value: Decimal, typed: Decimal) -> bool:
    """Whether a number is another one with digits turned, or ten or a hundred times as much."""
    if not value or not typed:
        return False
    digits = max(value, typed).normalize(EXACT).as_tuple().digits
    return same_digits(value, typed) or (times_as_much(value, typed) in _POWERS and len(digits) > 2)
