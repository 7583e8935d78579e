"""The amounts that one side of a comparison states (一边的金额): a budget file, or the tables of a document."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Protocol

from reportgen.budget.ledger import UnknownAmount
from reportgen.budget.models import Explanation as Said
from reportgen.diagnostics import ReportgenError
from reportgen.diff.renaming import NewNames, Renaming
from reportgen.diff.sides import ReportFigures
from reportgen.document import Document, plain
from reportgen.figure import FigureId
from reportgen.figures.texts import with_figures
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, UNITS
from reportgen.reading import Mention, Reading
from reportgen.vocabulary import CODE_LEVELS, Vocabulary

MEASURES = ("支出", "收入")
MOST_NAMED = 3  # items or reasons that a sentence names
PARTED_BY: dict[tuple[str, ...], tuple[str, ...]] = {  # measure and dimensions of a figure → dimensions that divide it
    ("支出",): ("性质",),
    ("支出", "性质"): ("项目", "经费"),
    ("支出", "性质", "经费"): ("经济",),
    ("收入",): ("年份",),
    ("收入", "年份"): ("资金",),
}


class ShareOfLines(Enum):
    """How many of the lines of one figure are also lines of another (包含)."""

    ALL = "全部"
    SOME = "部分"
    NOTHING = "没有"


class Amounts(Protocol):
    """The amounts that one side states; members of the old side have the names of the new side.

    Attributes:
        years_before: year of the other side minus the year of this one.
        step: the smallest difference that this side can show, in 元.
    """

    years_before: int
    step: Decimal

    def amount(self, name: FigureId) -> Decimal | None:
        """Return the amount of a figure in 元; None if it is not known."""

    def members(self, name: FigureId, dimension: str) -> tuple[str, ...] | None:
        """Return the members of a dimension that divide a figure; None if they are not known."""

    def label(self, dimension: str, member: str) -> str:
        """Return the name of a member, as a reader calls it."""

    def share_of_lines(self, name: FigureId, about: FigureId, /) -> ShareOfLines:
        """Return how many of the lines of the figure `about` are lines of the figure `name` too."""

    def reason(self, name: FigureId, old: "Amounts", /) -> str | None:
        """Return why a figure changed, in the words of the file; "" if the file gives no reason, None if unknown."""


def last_condition(name: FigureId) -> tuple[str, str]:
    """Return the condition (dimension, member) of the dimension that comes last in PARTED_BY."""
    order = [dimension for path in PARTED_BY.values() for dimension in path]
    return max(name.conditions, key=lambda condition: order.index(condition[0]) if condition[0] in order else -1)


class BudgetAmounts:
    """The amounts of a budget file; `renamings` turn the members of an old side to those of the new side."""

    def __init__(self, sides: ReportFigures, years_before: int = 0, renamings: tuple[Renaming, ...] = ()) -> None:
        self._sides, self._became, self._figures = sides, NewNames(renamings), sides.figures
        self.years_before, self.step = years_before, Decimal("0.01")
        self._known_amounts: dict[FigureId, Decimal | None] = {}
        self._known_lines: dict[FigureId, frozenset[int]] = {}
        self._order = {name: i for i, name in enumerate(sides.figures.budget.reasons)}
        self._reasons_by_line: dict[int, dict[int, list[FigureId]]] = {}

    def amount(self, name: FigureId) -> Decimal | None:
        """Return the amount in 元: of a member with a new name, the sum of the old figures that became it."""
        if name not in self._known_amounts:
            self._known_amounts[name] = self._amount(name)
        return self._known_amounts[name]

    def _amount(self, name: FigureId) -> Decimal | None:
        book = self._figures.budget.books.get(name.base)
        if book is None or not book.states(name.measure):
            return None
        names = [*filter(self._sides.can_say, self._became.old_figures(name))]
        number = self._sides.side(tuple(map(self._sides.canonical, names))).number if names else Decimal(0)
        return number if isinstance(number, Decimal) else None

    def members(self, name: FigureId, dimension: str) -> tuple[str, ...] | None:
        """Return the members of a dimension on the lines of a figure; None if they are not known."""
        level = "款" if dimension in CODE_LEVELS else ""
        found: dict[str, None] = {}
        try:
            for one in self._became.old_figures(name):
                found |= dict.fromkeys(self._figures.members(one.measure, one.conditions, dimension, level))
        except ReportgenError:
            return None
        return tuple(dict.fromkeys(self._became.member(dimension, member) for member in found))

    def label(self, dimension: str, member: str) -> str:
        """Return the member with its name from the budget file."""
        return self._figures.budget.member_name(dimension, member)

    def reason(self, name: FigureId, old: Amounts, /) -> str | None:
        """Return the reason for the figure, or the reasons for 功能 and funds all of whose lines are part of it.

        A reason for a 功能 that names a project holds for that project, even if other projects have lines of the 功能.
        """
        stated = self._figures.budget.reasons
        of_fund = FigureId("支出", tuple(each for each in name.conditions if each[0] == "资金"))
        names = (name, self._sides.canonical(name), *((of_fund,) if of_fund.conditions else ()))
        own = next((stated[each] for each in names if each in stated), None)
        near = () if own else self._with_lines_of(name, old)
        said = [own] if own else [stated[about] for about in near if self._is_about(about, stated[about], name, old)]
        found = "；".join(tuple(dict.fromkeys(map(self._words, said)))[:MOST_NAMED])
        return found or self._of_item(name, old)

    def _of_item(self, name: FigureId, old: Amounts) -> str:
        """The reason of the 功能 that all its lines stand on, if that went the same way; said to be that one's."""
        for about in self._with_lines_of(name, old):
            if about.measure == name.measure and about.member("功能") and name.conditions and not about.base:
                mine, whole = (_grown(self, old, each) for each in (name, about))
                sides = [side for side in (self, old) if side.amount(name)]
                if mine * whole > 0 and all(side.share_of_lines(about, name) is ShareOfLines.ALL for side in sides):
                    return f"{self._words(self._figures.budget.reasons[about])}（所在科目的原因）"
        return ""

    def _with_lines_of(self, name: FigureId, old: Amounts) -> list[FigureId]:
        """Return the figures with a reason that share a line with this one on either side, in the order of the file."""
        stated = self._figures.budget.reasons
        found = set[FigureId]()
        for side in (self, old):
            if isinstance(side, BudgetAmounts):
                by_line = self._reasons_by_line.get(id(side))
                if by_line is None:
                    by_line = self._reasons_by_line[id(side)] = side._by_line(stated)
                found.update(about for line in side._lines(name) for about in by_line.get(line, ()))
        return sorted(found, key=self._order.__getitem__)

    def _by_line(self, names: Iterable[FigureId]) -> dict[int, list[FigureId]]:
        """Return the identity of a line → those of the figures that it is a line of."""
        found: dict[int, list[FigureId]] = {}
        for name in names:
            for line in self._lines(name):
                found.setdefault(line, []).append(name)
        return found

    def _is_about(self, about: FigureId, said: Said, name: FigureId, old: Amounts) -> bool:
        if about.measure != name.measure or not name.conditions or not {"功能", "资金"} & dict(about.conditions).keys():
            return False
        held = old.share_of_lines(name, about) if not self.amount(about) else self.share_of_lines(name, about)
        named = dict(name.conditions).get("项目", "\n") in said.text and "功能" in dict(about.conditions)
        return held is ShareOfLines.ALL or (named and held is ShareOfLines.SOME)

    def _words(self, said: Said) -> str:
        try:
            return plain(with_figures(self._figures, said.text, said.at)).rstrip("。")
        except ReportgenError:
            return said.text

    def share_of_lines(self, name: FigureId, about: FigureId, /) -> ShareOfLines:
        """Return whether all, some or none of the lines of `about` are lines of the figure `name` too."""
        lines, inside = self._lines(about), self._lines(name)
        if lines.isdisjoint(inside):
            return ShareOfLines.NOTHING
        return ShareOfLines.ALL if lines <= inside else ShareOfLines.SOME

    def _lines(self, name: FigureId) -> frozenset[int]:
        """Return the identities of the lines of a figure; none if it is unknown."""
        found = self._known_lines.get(name)
        if found is None:
            book = self._figures.budget.books[""]
            try:
                lines = [line for one in self._became.old_figures(name) for line in book.select(*one[:2]) or ()]
            except UnknownAmount:
                lines = []
            found = self._known_lines[name] = frozenset(map(id, lines))
        return found


def _grown(new: Amounts, old: Amounts, name: FigureId) -> Decimal:
    """Return by how much a figure grew; 0 if a side does not know it."""
    now, before = new.amount(name), old.amount(name)
    return Decimal(0) if now is None or before is None else EXACT.subtract(now, before)


class PrintedAmounts:
    """The amounts that the tables of a document print, in 元, rounded as printed.

    Sentences say by how much some of them changed, and why; other reasons are unknown. With `renamings`, projects of
    the old side have their names of the new side.
    """

    def __init__(
        self, document: Document, vocabulary: Vocabulary, years_before: int = 0, renamings: tuple[Renaming, ...] = ()
    ) -> None:
        self._became = NewNames(renamings)
        self.years_before, self.step = years_before, Decimal(UNITS["万元"]) / 100
        self._tree = {d: {m for m in members if vocabulary.children(d, m)} for d, members in vocabulary.trees.items()}
        self._amounts: dict[FigureId, Decimal] = {}
        reading = Reading(document)
        for entry in reading.in_tables:
            if entry.name and entry.name.measure in MEASURES and entry.number.is_money and not entry.name.derived:
                self._amounts.setdefault(entry.name, entry.number.exact)
        self._said = [m for m in reading.mentions if _is_of_budget(m)]
        for mention in self._said:
            if mention.amount and mention.amount.name and mention.change and mention.change.name:
                before = EXACT.subtract(mention.amount.exact, _signed(mention))
                base = mention.change.name.base
                self._amounts.setdefault(mention.amount.name._replace(base=base), before)

    @property
    def names(self) -> Iterable[FigureId]:
        """The names of the printed figures."""
        return self._amounts

    def amount(self, name: FigureId) -> Decimal | None:
        """Return the printed amount in 元; zero if its table prints others of the dimension but not this one."""
        if name.conditions == (("年份", "本年"),) and not name.base:
            whole, carried = (self._amounts.get(FigureId("收入", c)) for c in ((), (("年份", "上年结转"),)))
            return None if whole is None else EXACT.subtract(whole, carried or Decimal(0))
        project = name.member("项目")
        own = name._replace(conditions=(("项目", project),)) if project else name
        said = [amount for one in self._became.old_figures(own) if (amount := self._amounts.get(one)) is not None]
        found = sum(said, Decimal(0)) if said else None
        if found is None and name.conditions and not name.base:
            dimension, _ = last_condition(name)
            return Decimal(0) if self.members(name.without(dimension), dimension) else None
        return found

    def members(self, name: FigureId, dimension: str) -> tuple[str, ...] | None:
        """Return the members of the dimension that tables print, without those that have members below them."""
        if dimension == "年份":
            return ("本年", "上年结转")
        above = () if dimension == "项目" else name.conditions
        if dimension == "项目" and name.member("性质") != "项目支出":
            return ()
        known = [dict(one.conditions) for one in self._amounts if one.measure == name.measure and not one.base]
        found = (
            one[dimension]
            for one in known
            if one.keys() == {dimension, *dict(above)} and dict(above).items() <= one.items()
        )
        every = tuple(dict.fromkeys(found))  # 一般公共预算财政拨款 is that part of 一般公共预算, or the same
        whole = (m for m in every if not any(other in m and other != m for other in every) or dimension == "项目")
        named = (m for m in whole if m not in self._tree.get(dimension, ()) and m != "其他资金")
        return tuple(dict.fromkeys(self._became.member(dimension, m) for m in named))

    def label(self, dimension: str, member: str) -> str:
        """Return the member, which is its own name; "" for codes, whose names are not known."""
        return "" if dimension in CODE_LEVELS else member

    def share_of_lines(self, _: FigureId, __: FigureId, /) -> ShareOfLines:
        """Return NOTHING, because a document does not tell lines."""
        return ShareOfLines.NOTHING

    def reason(self, name: FigureId, old: Amounts, /) -> str | None:
        """Return what a sentence says of it; of a project, what one says of the only 功能 with the same two amounts."""
        stated = [m for m in self._said if m.reason]
        own = next((m.reason for m in stated if m.amount and m.amount.name == name), None)
        if own or not name.member("项目"):
            return own
        both = (old.amount(name), self.amount(name))
        about = [m for m in stated if m.amount and m.amount.name and m.amount.name.member("功能")]
        same = [m.reason for m in about if m.amount and (m.amount.exact - _signed(m), m.amount.exact) == both]
        return same[0] if len(same) == 1 else None


def _is_of_budget(mention: Mention) -> bool:
    """Return whether a sentence states an amount of MEASURES and its change."""
    name = mention.amount.name if mention.amount else None
    return bool(name and name.measure in MEASURES and not name.base and mention.change)


def _signed(mention: Mention) -> Decimal:
    """Return by how much a sentence says that its figure grew."""
    number = mention.change.exact if mention.change else Decimal(0)
    falls = any(word == "减少" and pattern.match(mention.word) for word, pattern in spoken().patterns("增减"))
    return -number if falls else number
