"""说明：整体和部分

Amounts in sentences that follow from other amounts, wherever printed: a whole from its parts, or a part from the whole
and the other parts. Last year's amount follows from the change. The ways to divide figures stand in `reading.wholes`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import Case
from reportgen.checks._comparing import contradict, is_one_small_digit, total
from reportgen.checks._results import Compared, Result, compared, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import MOST, finding
from reportgen.checks.changes import current, direction
from reportgen.figure import FigureId
from reportgen.lexicon import DocumentKind, spoken
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention
from reportgen.reading.clauses import base_of
from reportgen.reading.terms import ALL_SPENT, OF_THIS_YEAR, bare
from reportgen.reading.wholes import PARTITIONS, divisible_into, may_share
from reportgen.records import dataclass, replace

_CARRIED = {("年份", "上年结转"), ("性质", "结转下年")}
_CLASSES = ("经济", 3)  # the classes of 经济 are few, and hardly change


@dataclass(frozen=True, slots=True)
class Known:
    """An amount that the document prints or that follows from prints, in 元; `slack`: what rounding may hide."""

    amount: Decimal
    slack: Decimal
    entries: tuple[Entry, ...]

    @property
    def is_table(self) -> bool:
        """Whether a table prints the amount."""
        return not any(entry.is_in_sentence for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole and its known parts.

    Attributes:
        by: the dimension that divides the whole; for codes with the number of their digits, else 0.
        is_complete: whether the document has no other part with money.
        is_fixed: whether all parts that there can be are stated, if only as 0: 国内接待费, 外事接待费.
    """

    name: FigureId
    by: tuple[str, int]
    whole: Known
    parts: tuple[Known, ...]
    is_complete: bool
    is_fixed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether one year may have parts that another does not have."""
        return self.by[1] > 0 and self.by != _CLASSES

    @property
    def together(self) -> Decimal:
        """The sum of the parts."""
        return exact_sum(part.amount for part in self.parts)

    @property
    def difference(self) -> Decimal:
        """The difference between the whole and the sum of the parts, in 元."""
        return abs(EXACT.subtract(self.whole.amount, self.together))

    @property
    def is_right(self) -> bool:
        """Whether rounding, or unknown parts, may explain the difference."""
        lists_all = self.is_complete and (self.is_fixed or sum(bool(part.amount) for part in self.parts) > 1)
        return self.difference <= self.hidden or (not lists_all and self.together < self.whole.amount)

    @property
    def hidden(self) -> Decimal:
        """What rounding may hide of the difference, in 元."""
        return sum((part.slack for part in self.parts), self.whole.slack)

    @property
    def is_stated(self) -> bool:
        """Whether a sentence states any of the amounts."""
        return any(entry.is_in_sentence for entry in self.entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The numbers that show the amounts, the whole first."""
        return tuple(dict.fromkeys(entry for one in (self.whole, *self.parts) for entry in one.entries))


class ProseAmounts:
    """Every amount of a document without names, by figure, and the partitions among them."""

    def __init__(self, case: Case) -> None:
        self._case, self._known = case, dict[FigureId, Known]()
        self._disputed = set[FigureId]()
        for name, prints in case.printed.items():
            self._add(name, min(prints, key=lambda entry: entry.number.step))
        for mention in case.reading.mentions:
            for stated in filter(None, (mention.amount, mention.base)):
                self._add(_of_its_year(mention, stated.name), stated)
        for mention in case.reading.mentions:
            self._add_before(mention)
        ways = {name: tuple(divisible_into(name)) for name in self._known}
        self._some = grouped(
            ((name.measure, *condition), name)
            for name, own in ways.items()
            if self._known[name].amount
            for condition in {c for one in (name, *(whole for whole, _ in own)) for c in one.conditions}
        )
        self._codes = grouped(((m, d, len(member)), member) for m, d, member in self._some if member.isdecimal())
        self._listed = Counter(
            (n.measure, d) for n, one in self._known.items() for d, _ in n.conditions if one.is_table
        )
        self._below = grouped((whole, (by, name)) for name, own in ways.items() for whole, by in own)

    def _add(self, name: FigureId | None, *entries: Entry | None, amount: Decimal | None = None) -> None:
        own = tuple(entry for entry in entries if entry)
        if name and own and not name.derived and own[0].number.is_money:
            slack = sum((entry.number.step for entry in own), Decimal(0)) / 2
            name = name.where(OF_THIS_YEAR).without("资金") if name.member("资金") == "本年收入" else name
            known = self._known.setdefault(name, Known(own[0].exact if amount is None else amount, slack, own))
            if amount is None and contradict(known.entries[0], own[0]):
                self._disputed.add(name)

    def _add_before(self, mention: Mention) -> None:
        """Add last year's amount, worked out from a change, or from an amount that stayed the same."""
        change, same = mention.change, mention.amount
        now = current(self._case, mention) if change else None
        if change and change.name and now and now.entry and direction(mention.word):
            was = EXACT.subtract(now.amount, direction(mention.word) * change.exact)
            self._add(_of_its_year(mention, change.name._replace(derived="")), now.entry, change, amount=was)
        elif same and same.name and mention.compared and spoken().within("持平", mention.word) == "持平":
            base = base_of(mention.compared, self._case.kind is DocumentKind.ACCOUNTS)
            self._add(_of_its_year(mention, same.name._replace(base=base)), same)

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """The partitions of this year and of bases with at least one part; those of the smallest wholes first."""
        found: list[Partition] = []
        for name in sorted(self._below, key=lambda whole: -len(whole.conditions)):
            for by in dict.fromkeys(by for by, _ in self._below[name]):
                if whole := self._whole(name, by):
                    found.append(Partition(name, by, whole, *self._parts(name, by), self._is_fixed(name, by)))
        return tuple(found)

    def _whole(self, name: FigureId, by: tuple[str, int]) -> Known | None:
        """Return the printed whole; if there is none, add the sum of all parts to known amounts, and return None."""
        spent = name if name.member("性质") or by[0] == "性质" else name.where(ALL_SPENT)
        printed = self._known.get(spent) or self._known.get(name)
        if printed:
            return printed
        parts, is_complete = self._parts(name, by)
        if (not by[1] or by == _CLASSES) and is_complete and len(parts) > 1:
            amount, slack = exact_sum(part.amount for part in parts), sum((p.slack for p in parts), Decimal(0))
            self._known[name] = Known(amount, slack, tuple(entry for part in parts for entry in part.entries))
            for whole, own in divisible_into(name):
                self._below.setdefault(whole, []).append((own, name))
        return None

    def _parts(self, whole: FigureId, by: tuple[str, int]) -> tuple[tuple[Known, ...], bool]:
        """Return the known parts, and whether the document has no other part with money."""
        dimension, digits = by
        own = {name.member(dimension): self._known[name] for way, name in self._below[whole] if way == by}
        head = whole.member(dimension)
        every: Iterable[str] = PARTITIONS.get((whole.measure, dimension, head), ())
        if digits:
            every = (code for code in self._codes.get((whole.measure, dimension, digits), ()) if code.startswith(head))
        others = (
            name
            for member in every
            if member not in own
            for name in self._figures_by_key(whole.measure, dimension, member)
        )
        return tuple(own.values()), not any(may_share(name, whole) for name in others)

    def _is_fixed(self, whole: FigureId, by: tuple[str, int]) -> bool:
        every = PARTITIONS.get((whole.measure, by[0], whole.member(by[0])), ()) if not by[1] else ()
        return len(every) > 1 and {*every} <= {name.member(by[0]) for way, name in self._below[whole] if way == by}

    def _figures_by_key(self, *key: str) -> list[FigureId]:
        return self._some.get((key[0], key[1], key[2]), [])

    def is_sure(self, one: Partition) -> bool:
        """Whether the list of parts is fixed, or complete in tables, so that the document shows all parts."""
        listed = self._listed[one.name.measure, one.by[0]] > 1
        return not one.is_open or (one.is_complete and len(one.parts) > 1 and listed)

    def is_disputed(self, partition: Partition) -> bool:
        """Whether the document prints one of its amounts in two ways: with what is carried over, and without."""
        return any(entry.name and entry.name.amount in self._disputed for entry in partition.entries)

    def is_carried(self, partition: Partition) -> bool:
        """Whether the difference is an amount carried over, which some amounts include and others do not."""
        carried = (abs(one.amount) for name, one in self._known.items() if _CARRIED & set(name.conditions))
        return any(
            amount and abs(EXACT.subtract(amount, partition.difference)) <= partition.hidden for amount in carried
        )


def _of_its_year(mention: Mention, name: FigureId | None) -> FigureId | None:
    """Return the figure; that of 当年拨款 leaves out what is carried over."""
    return name.where(OF_THIS_YEAR) if name and "当年" in mention.subject else name


def amounts_of(case: Case) -> ProseAmounts:
    """Return the amounts of the document; they are worked out once."""
    return case.remembered(ProseAmounts, lambda: ProseAmounts(case))


def R318(case: Case) -> Iterator[Result]:
    """整体和部分

    写在各处的数，能互相推出来的要推得出来：财政拨款等于一般公共预算、政府性基金、国有资本经营预算之和，基本支出等于人员经费和公用经费
    之和，收入等于本年收入和上年结转之和，类等于各款之和，等等。部分和整体不写在一句话里、有的在表里有的在文字里的，也一样加。
    文件里还有别的部分、没有写数的，不核对。

    怎样改：对照批复的预算，改写错的一个。
    依据：公开文件中常见的错误：改了一处，和它有关的数没有改。
    例：财政拨款支出1174.83万元，其中一般公共预算1149.34万元，政府性基金26.85万元，差1.36万元。
    """
    if case.names and not any(map(_is_typed, case.reading.in_sentences)):
        yield Compared()  # figures of the file: those of the lines they have in common
        return
    amounts, titles = amounts_of(case), {bare(title) for passage in case.reading.passages for title in passage.headings}
    for one in amounts.partitions:
        of_section = one.name.member("单位") in titles  # of a unit: its parts in tables may not be known as its own
        typed = not case.names or (one.is_fixed and any(map(_is_typed, one.entries)))
        if not one.name.base and one.is_stated and amounts.is_sure(one) and not of_section and typed:
            yield compared(*one.entries)
            if not (one.is_right or amounts.is_carried(one)):
                told = finding("R318 不等", *one.entries[:MOST], **_words(one))
                off = EXACT.subtract(one.entries[0].exact, total(one.entries[1:]))
                yield replace(told, off=off if abs(off) == abs(one.difference) else None)


def _is_typed(entry: Entry) -> bool:
    """Whether a figure's amount is a fact (资料) of the budget file, which nothing calculates."""
    return bool(entry.name and entry.is_in_sentence and entry.is_fact)


def _words(one: Partition) -> dict[str, Decimal]:
    return {"a": one.together, "b": one.whole.amount, "d": one.difference}


@of_family("增减的分解")
def R409(case: Case) -> Iterator[Result]:
    """上年数反算

    用本年数减增减额可以反算上年数。各部分的上年数加起来，要等于总数的上年数；不等，说明某一项的本年数或增减额错了。
    本年数先要加得起来。按科目列的，上年可能还有今年没有的科目，差得不像写错一位小数的，作警告。

    怎样改：逐项核对本年数和增减额。
    依据：公开文件中常见的错误：本年数和增减额取自不同的口径。
    例：总数反算上年40.00万元，基本支出和项目支出反算上年合计39.05万元。
    """
    if any(mention.change for mention in case.reading.mentions):
        yield Compared()
    amounts = amounts_of(case) if not case.names else None
    of_year = {(one.name, one.by): one for one in amounts.partitions} if amounts else {}
    for (name, by), one in of_year.items():
        now = of_year.get((name.amount, by))
        if amounts and name.base and one.is_stated and now and now.is_complete and one.is_complete and now.is_right:
            yield compared(*one.entries)
            if not (one.is_right or amounts.is_carried(one) or amounts.is_disputed(one)):
                grave = not one.is_open or is_one_small_digit(one.whole.entries[0], one.difference)
                yield finding("R409 对不上", *one.entries[:MOST], grave=grave, **_words(one))
