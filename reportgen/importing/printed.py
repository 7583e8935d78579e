"""What finished documents print of figures (印出来的数), with the place of each, in the members of a region.

Tables come first. A sentence adds what no table prints, and last year's amount if it states the change from it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from reportgen.budget.ledger import exact_sum
from reportgen.document import Document, TableKind, plain
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS
from reportgen.reading import Entry, Mention, Place, Reading, Sheet, SheetRow
from reportgen.reading.line_sheets import budget_lines, line_amounts, line_name
from reportgen.reading.terms import ALL_SPENT, OF_THIS_YEAR, WHOLE, Members, unit_in
from reportgen.records import dataclass, replace
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, MONEY, Vocabulary, is_code

OTHER_FUNDS = "其他资金"  # what tables call everything but 财政拨款
_OF_DEPARTMENT, _OF_UNIT = compiled("部门(?:预算|决算)"), compiled("单位(?:预算|决算)")
_ELIMINATED = compiled("抵[销消]")
_OPEN_BRACKET = compiled("（[^（）]*$")
_HALF = Decimal("0.5")
_ALL_GRANTS = FigureId("支出", (ALL_SPENT, ("资金", "财政拨款")))
_OLD_GRANTS = FigureId("收入", (("年份", "上年结转"), ("资金", "财政拨款")))
_BOOKS = {
    TableKind.GENERAL_BUDGET: FigureId("支出", (ALL_SPENT, ("资金", "一般公共预算"))),
    TableKind.GOVERNMENT_FUND: FigureId("支出", (ALL_SPENT, ("资金", "政府性基金"))),
    TableKind.STATE_CAPITAL: FigureId("支出", (ALL_SPENT, ("资金", "国有资本经营预算"))),
}  # the tables of one fund each, with the name of their total


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A printed amount.

    Attributes:
        amount: 元, or pieces.
        step: one unit of the last printed place, in 元.
        shown: with its unit, as printed.
        where: page or cell, table, row and column, or section, in words.
        of_table: name of its table, with its page or sheet; "" in a sentence.
    """

    name: FigureId
    amount: Decimal
    step: Decimal
    shown: str
    where: str
    of_table: str = ""


@dataclass(frozen=True)
class SourceDocument:
    """One document that was read (来源).

    Attributes:
        called: name of its file, for messages.
        money: unit of amounts in tables that name none; "" if the user named none.
    """

    called: str
    document: Document
    money: str = ""

    @cached_property
    def reading(self) -> Reading:
        """The document as rules see it."""
        return Reading(self.document)

    @property
    def year(self) -> int:
        """The year in its title, 0 without one."""
        return self.document.year

    @property
    def unit(self) -> str:
        """The finest unit of money in its tables: 元 before 万元."""
        found = ({entry.number.unit for entry in self.reading.in_tables} | {self.money}) & set(UNITS)
        return min(found, key=lambda unit: UNITS[unit], default="万元")

    def item_names(self) -> Iterator[tuple[str, str, str]]:
        """Yield (dimension, code, name) of the rows of its tables."""
        for sheet in self.reading.sheets:
            for line in sheet.lines:
                if line.code and line.label:
                    yield line.dimension or "功能", line.code, line.label
                yield from ((d, own.code, own.name) for d, own in line.stated.items() if own.code and own.name)

    def units(self) -> dict[str, str]:
        """Return member of 单位 -> name of the unit, as the rows print them."""
        found: dict[str, str] = {}
        for line in (line for sheet in self.reading.sheets for line in sheet.lines):
            if stated := line.stated.get("单位"):
                found.setdefault(stated.member, stated.name or stated.code)
                continue  # a unit without a code is known by its name
            for name in (entry.name for entry in line.entries.values()):
                member = name.member("单位") if name else ""
                if member and not _ELIMINATED.search(member):
                    found.setdefault(member, line.label or member)
        return found

    def is_of_whole(self, publishers: Iterable[str], others: "Iterable[SourceDocument]") -> bool:
        """Whether the document is a whole department's, and others are of its units, by its tables or by the titles."""
        own, units = self.document.publisher, any(_OF_UNIT.search(plain(other.document.title)) for other in others)
        by_title = units and _OF_DEPARTMENT.search(plain(self.document.title)) is not None
        return by_title or bool(({*publishers} - {own}) & {*self.units().values()})

    def printed(self, vocabulary: Vocabulary) -> list[PrintedFigure]:
        """Return the amounts with names, in reading order: those of tables, then those that sentences add."""
        members = Members(vocabulary, self.units())
        tables = [one for sheet in self.reading.sheets for one in self._of_sheet(sheet, members)]
        known = {one.name for one in tables}
        said = [one for mention in self.reading.mentions for one in _said(mention, members)]
        return [*tables, *(one for one in said if one.name not in known)]

    def reasons(self, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
        """Yield the reasons of changes that sentences give, each with its key under 原因: 支出[功能=2080501]."""
        members = Members(vocabulary, self.units())
        for mention in self.reading.mentions:
            one = _printed(mention.amount, members) if mention.amount else None
            base = mention.change.name.base if mention.change and mention.change.name else ""
            reason = _OPEN_BRACKET.sub("", mention.reason.lstrip("：:"))
            if one and reason and base in vocabulary.bases:
                said = tuple(pair for pair in one.name.conditions if pair not in WHOLE)
                yield str(FigureId(one.name.measure, said, base if base in vocabulary.same_year else "")), reason

    @property
    def lacks_unit(self) -> bool:
        """Whether a list of lines (明细账) names no unit of money, and nobody said one."""
        lists = (sheet for sheet in self.reading.sheets if sheet.has_lines)
        return not self.money and any(not entry.number.unit for sheet in lists for entry in sheet.entries if entry.name)

    def listed(self, vocabulary: Vocabulary) -> list[PrintedFigure]:
        """Return the amounts of lists of lines (明细账), each a budget line; several may have the same members."""
        members = Members(vocabulary, self.units())
        found = []
        for sheet in (sheet for sheet in self.reading.sheets if sheet.has_lines):
            for line in budget_lines(sheet):
                for entry, columns in line_amounts(sheet, line):
                    entry = self._of_money(entry._replace(name=line_name(sheet, columns, line.fields)), vocabulary)
                    found += [self._placed(one, entry, sheet) for one in filter(None, [_printed_line(entry, members)])]
        return found

    def _of_sheet(self, sheet: Sheet, members: Members) -> Iterator[PrintedFigure]:
        lines = {entry.place for line in budget_lines(sheet) for entry in line.entries.values()}
        for line in sheet.lines:
            unit = self._unit_of(line)
            for entry in (entry for entry in line.entries.values() if entry.place not in lines):
                entry = self._of_money(entry, members.vocabulary)
                one = _printed(self._of_its_years(entry, sheet, members), members)
                if one and unit and one.name.member("单位") not in self._known_units:
                    one = replace(one, name=one.name.where(unit))
                if one:
                    yield self._placed(one, entry, sheet)

    def _unit_of(self, line: SheetRow) -> tuple[str, str] | None:
        """Return the unit in a column of units, as a condition; 内部抵销 counts as one. None if the row names none."""
        if _ELIMINATED.search(line.label):
            return "单位", ELIMINATION
        said = unit_in(line.fields, "编码", "名称", "预算单位")
        return next((("单位", code) for code, name in self._known_units.items() if said in (code, name)), None)

    @cached_property
    def _known_units(self) -> dict[str, str]:
        return self.units()

    def _of_money(self, entry: Entry, vocabulary: Vocabulary) -> Entry:
        """Return the entry in the unit `money` if it is an amount of money and its table names no unit."""
        measure = vocabulary.measures.get(entry.name.measure) if entry.name else None
        named = entry.number.unit or not measure or measure.unit != MONEY
        return entry if named else entry._replace(number=entry.number.other(unit=self.money))

    def _placed(self, one: PrintedFigure, entry: Entry, sheet: Sheet) -> PrintedFigure:
        """Return the amount with the page or cell where it stands."""
        page, where = self.reading.sources.of(Place(sheet.name)), self.reading.sources.of(entry.place)
        page = "" if sheet.name and f"“{sheet.name}”" in page else page  # a sheet that is called as its table
        called = " ".join(filter(None, (sheet.name, f"（{page}）" if page and sheet.name else page)))
        return replace(one, of_table=called.replace(" （", "（"), where=f"{where} {one.where}" if where else one.where)

    def _of_its_years(self, entry: Entry, sheet: Sheet, members: Members) -> Entry:
        """Return the number under the years that it covers.

        This year's revenue of an item is all its revenue, if the document has nothing carried over. Spending in a table
        of one fund is this year's, if these tables leave out what was carried over.
        """
        name, measures = entry.name, members.vocabulary.measures
        if name and (name.measure, name.base) == ("支出", "") and sheet.kind in _BOOKS:
            return entry._replace(name=name.where(OF_THIS_YEAR)) if self._books_are_of_this_year else entry
        if "功能" in measures["收入"].dimensions:
            return entry
        of_item = name and name.measure == "收入" and name.member("功能") and name.member("年份") == "本年"
        return entry._replace(name=name.without("年份")) if name and of_item and not self._has_carried else entry

    @cached_property
    def _has_carried(self) -> bool:
        """Whether the document prints money of last year (上年结转)."""
        carried = (e for e in self.reading.in_tables if e.name and e.name.member("年份") == "上年结转")
        return any(entry.number.value for entry in carried)

    @cached_property
    def _books_are_of_this_year(self) -> bool:
        """Whether the tables of one fund each add up to all grants only with the grants carried over (上年结转)."""
        first = {(e.kind, e.name): e for e in reversed(self.reading.in_tables)}
        whole, old = (first.get((TableKind.GRANTS, name)) for name in (_ALL_GRANTS, _OLD_GRANTS))
        own = [first[kind, name] for kind, name in _BOOKS.items() if (kind, name) in first]
        if not (whole and old and old.number.value and own):
            return False
        apart = abs(EXACT.subtract(whole.exact, exact_sum(one.exact for one in (old, *own))))
        return apart <= EXACT.multiply(_HALF, exact_sum(one.number.step for one in (whole, old, *own)))

    def odd_codes(self) -> list[str]:
        """Return the rows whose code is not a valid one, each with its place."""
        named = ((d, m, e) for e in self.reading.in_tables if e.name for d, m in e.name.conditions if d in CODE_LEVELS)
        return list(dict.fromkeys(f"{e.place.part}“{e.place.row}”行" for d, m, e in named if not is_code(d, m)))

    def eliminated(self) -> list[str]:
        """Return the first amount of each row that is eliminated between units (内部抵销), with its place, as text."""
        rows = (line for sheet in self.reading.sheets for line in sheet.lines if _ELIMINATED.search(line.label))
        stated = (next((e for e in line.entries.values() if e.number.value), None) for line in rows)
        return [
            " ".join(filter(None, (self.reading.sources.of(e.place), f"{e.place} {e.number}"))) for e in stated if e
        ]


def _said(mention: Mention, members: Members) -> Iterator[PrintedFigure]:
    """Yield the amounts that a sentence states; last year's also from this year's and the change."""
    now = _printed(mention.amount, members) if mention.amount else None
    before = _printed(mention.base, members) if mention.base else None
    if now and not before and mention.change and mention.change.name and mention.change.name.base:
        base = mention.change.name.base
        down = spoken().is_word_of("增减", "减少", mention.word)
        amount = (EXACT.add if down else EXACT.subtract)(now.amount, mention.change.exact)
        if base in members.vocabulary.bases and amount >= 0:
            before = replace(now, name=now.name._replace(base=base), amount=amount)
    yield from filter(None, (now, before))


def _printed(entry: Entry, members: Members) -> PrintedFigure | None:
    """Return the number under the region's name; None if the region has none for it, or it is a derived figure."""
    name = entry.name
    measure = members.vocabulary.measures.get(name.measure) if name else None
    if name is None or measure is None or name.derived or (measure.unit == MONEY) is not entry.number.is_money:
        return None
    own = _own(name, members)
    if own is None or (own.base and own.base not in members.vocabulary.bases):
        return None
    if not all(is_code(d, m) for d, m in own.conditions if d in CODE_LEVELS):
        return None
    return PrintedFigure(own, entry.exact, entry.number.step, str(entry.number), str(entry.place))


def _printed_line(entry: Entry, members: Members) -> PrintedFigure | None:
    """Return a line with the region's members, "" where it has none; None for another measure or base."""
    name, vocabulary = entry.name, members.vocabulary
    measure = vocabulary.measures.get(name.measure) if name else None
    if name is None or measure is None or name.derived or (name.base and name.base not in vocabulary.bases):
        return None
    own = ((d, _member_of(members, d, m)) for d, m in name.conditions if d in measure.dimensions)
    line = FigureId(measure.name, tuple(sorted(pair for pair in own if pair not in WHOLE)), name.base)
    return PrintedFigure(line, entry.exact, entry.number.step, str(entry.number), str(entry.place))


def _member_of(members: Members, dimension: str, member: str) -> str:
    found = members.region_member(dimension, member) or ""
    return found if dimension not in CODE_LEVELS or is_code(dimension, found) else ""


def _own(name: FigureId, members: Members) -> FigureId | None:
    """Return the name in the region's members, or None; 收入 by 功能 becomes 支出: an item's revenue is spent on it."""
    by_item = "功能" in members.vocabulary.measures["收入"].dimensions
    if name.measure == "收入" and name.member("功能") and not by_item:
        if name.member("年份"):
            return None
        name = name._replace(measure="支出")
    if by_item and name.measure == "支出" and name.member("功能") and not name.member("性质"):
        name = name.where(ALL_SPENT)  # in final accounts items have balances too
    other = name.member("资金") == OTHER_FUNDS
    found = members.own_conditions(name.measure, name.without("资金").conditions if other else name.conditions)
    if found is None:
        return None
    own = name._replace(conditions=found)
    return own.where(("资金", OTHER_FUNDS)) if other else own
