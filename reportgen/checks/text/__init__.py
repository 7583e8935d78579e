"""What sentences say, compared with each other and with the tables (文字).

A figure that no table prints under its own name may be printed under another name for the same amount. A sentence
drops zeros at the end: 1205.3万元 means 1205.30 where other sentences have two decimals.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from reportgen.checks._case import Case
from reportgen.checks._comparing import ALL_YEAR, adds_up, contradict, difference_of, of_this_year, table_of
from reportgen.checks._results import Result, compared, grouped
from reportgen.checks._rules import Declared, DeclaredRow, rows
from reportgen.checks._says import Differing, Saying, finding
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention
from reportgen.reading.clauses import may_be_some_projects
from reportgen.records import dataclass, replace
from reportgen.source import key

MEND = "以{批复}为准，把错的一处改过来；说明和表里的同一个数要一样"
_COARSE = "两处的小数对不齐，核对是不是有一处写错"
_NO_NAME = compiled(r"(?:年初|当年)?(?:预算)?(?:数|资金|安排|支出总额)?|合计|共计|金额|总额")
_INNER = str.maketrans("“”", "‘’")  # quotes within quotes
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营预算")
_TOTALS: tuple[dict[str, str], ...] = ({}, {"性质": "本年支出"}, {"年份": "本年", "资金": "本年收入"})
_CARRIED = {"收入": ("年份", "上年结转"), "支出": ("性质", "结转下年")}
# Measure -> the words for a member of it, and for the whole.


@dataclass(frozen=True, kw_only=True)
class Composed(Differing):
    """The sum of other amounts, or within one (`at_most`), in no table (合成); `some`: unstated parts are 0."""

    name: str = key("数")
    parts: tuple[str, ...] = key("各项")
    hint: str = key("改法", MEND)
    at_most: bool = key("不大于", False)
    some: bool = key("可缺", False)


@dataclass(frozen=True, kw_only=True)
class StatementRow(DeclaredRow):
    """A row of `statements.yaml`. `message` may hold {name} {a} {table} {b} {d}, `of_sum` {a} {b} {d}."""

    measure: str = key("指标", "")
    tables: tuple[TableKind, ...] = key("表")
    message: str = key("不符")
    what: str = key("什么")
    of_sum: str = key("各项之和", "")
    composed: tuple[Composed, ...] = key("合成", ())
    hint: str = key("改法", MEND)


@cache
def statement_rows() -> tuple[Declared[StatementRow], ...]:
    """Return the rows of `statements.yaml`."""
    return rows(Path(__file__).with_name("statements.yaml"), StatementRow)


@cache
def _rule_of_measure() -> dict[str, str]:
    return {one.row.measure: one.number for one in statement_rows() if one.row.measure}


def rule_of(name: FigureId) -> str:
    """Return the rule that compares the figure: `R302` for 收入[资金=事业收入]; "" if it is not an amount of money."""
    members = dict(name.conditions)
    if own := _rule_of_measure().get(name.measure):
        return own
    if name.measure not in ("收入", "支出"):
        return ""
    if "项目" in members:
        return "R313"
    if "功能" in members:
        return "R305"
    if "经费" in members or "经济" in members or (members.get("性质") == "基本支出" and "资金" in members):
        return "R306"
    if members in _TOTALS:
        return "R301"
    fund, spent = members.get("资金"), name.measure == "支出"
    if fund == "财政拨款" or (spent and "性质" not in members and fund in _BUDGETS):
        return "R304"
    return "R303" if spent else "R302"


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount that a sentence states. `called`: the words of the sentence for it."""

    called: str
    name: FigureId
    entry: Entry


def stated(case: Case, rule: str) -> list[StatedAmount]:
    """Return the amounts that this rule compares (see `all_stated`)."""
    by_rule = case.remembered(stated, lambda: grouped((rule_of(one.name), one) for one in all_stated(case)))
    return by_rule.get(rule, [])


def all_stated(case: Case) -> tuple[StatedAmount, ...]:
    """Return amounts that sentences state or compare with; not those typed into a budget file, which R905 checks."""
    return case.remembered(all_stated, lambda: tuple(_all_stated(case)))


def _all_stated(case: Case) -> Iterator[StatedAmount]:
    for mention in case.reading.mentions:
        for entry in (mention.amount, mention.base):
            if entry and entry.name and (entry.carried or not case.names):
                yield StatedAmount(called(case, mention), entry.name, entry)


def called(case: Case, mention: Mention) -> str:
    """Return the sentence's words for its figure, without the publisher; the heading if the sentence has none."""
    words = mention.subject.replace(case.document.publisher, "").removesuffix("为").strip()
    if not _NO_NAME.fullmatch(words):
        return words.translate(_INNER)
    name = next((e.name for e in (mention.amount, mention.base, mention.change) if e and e.name), None)
    own = name and (name.member("项目") or name.member("费目"))
    return own or mention.sentence.part.rpartition(" ")[2].translate(_INNER) or mention.sentence.part


class InTables:
    """The numbers of all tables by name; `kinds`: the tables to look into first."""

    def __init__(self, case: Case, kinds: Sequence[TableKind]) -> None:
        self._case, self._kinds = case, kinds

    def prints_of(self, name: FigureId) -> Sequence[Entry]:
        """Return the prints of the figure in tables of the first kind that has any, under its name or an equal one."""
        plain = self._case.plain(name)
        found = next((found for one in self._names(plain) if (found := self._first(one))), [])
        spent = None if self._case.names else of_this_year(plain)
        if found and spent and self.is_carried_over(name.measure):
            return [*found, *self._case.printed.get(plain, ()), *self._case.printed.get(spent, ())]
        return found

    def have(self, *entries: Entry) -> bool:
        """Whether tables print the figures of all these numbers."""
        return all(entry.name and self.prints_of(entry.name) for entry in entries)

    def _first(self, name: FigureId) -> Sequence[Entry]:
        found = self._case.printed.get(name, ())
        return next((own for kind in self._kinds if (own := [e for e in found if e.kind == kind])), found)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        yield name
        if not self._case.names and name.measure in ALL_YEAR and not self.is_carried_over(name.measure):
            dimension, member = ALL_YEAR[name.measure]
            if name.member(dimension) == member:
                yield name._replace(conditions=tuple(c for c in name.conditions if c[0] != dimension))
            elif not name.member(dimension):
                yield name.where((dimension, member))
        if not self._case.names and name.member("功能") and name.member("资金") == "财政拨款":
            yield from self._of_only_fund(name)

    def _of_only_fund(self, name: FigureId) -> Iterator[FigureId]:
        """Yield the item with the only fund whose table has it: then that is all its 财政拨款."""
        own = [(one, self._case.printed.get(one, ())) for one in (name.where(("资金", fund)) for fund in _BUDGETS)]
        given = [one for one, prints in own if any(entry.number.value for entry in prints)]
        yield from given if len(given) == 1 else ()

    def differ_by_carried(self, one: Entry, other: Entry) -> bool:
        """Whether two amounts, both revenue or both expenditure, differ by an amount printed as carried over."""
        if other.name and other.name.measure not in _CARRIED:
            return False
        apart_by = abs(EXACT.subtract(one.exact, other.exact))
        found = (es for name, es in self._case.printed.items() if set(_CARRIED.values()) & set(name.conditions))
        carried = {entry.exact for entries in found for entry in entries if entry.number.value}
        return any(abs(EXACT.subtract(apart_by, amount)) <= one.number.step for amount in carried)

    def is_carried_over(self, measure: str) -> bool:
        """Whether anything is carried over, so that this year's amount and the total are two figures."""
        return self._case.remembered((_CARRIED[measure], measure), lambda: self._prints_carried(measure))

    def _prints_carried(self, measure: str) -> bool:
        carried = _CARRIED[measure]
        found = (es for n, es in self._case.printed.items() if n.measure == measure and carried in n.conditions)
        return any(entry.number.value for entries in found for entry in entries)


def agrees(case: Case, one: StatedAmount, prints: Sequence[Entry], message: str) -> Iterator[Result]:
    """Compare a stated amount with the nearest of the prints of its figure."""
    nearest = min(prints, key=lambda entry: abs(EXACT.subtract(one.entry.exact, entry.exact)))
    yield compared(one.entry, nearest)
    if one.entry.carried and nearest.carried:
        return  # one figure of the file
    wrong = contradict(one.entry, nearest)
    if wrong and not case.names and InTables(case, ()).differ_by_carried(one.entry, nearest):
        return  # one includes what was carried over, the other does not
    if wrong and may_be_part(one.entry, nearest):
        return
    if wrong or contradict(in_full(case, one.entry), nearest):
        said = Saying(message, MEND, Severity.ERROR) if wrong else Saying(message, _COARSE)
        words = difference_of(one.entry, nearest)
        told = finding(said, one.entry, nearest, name=one.called, table=table_of(nearest), **words)
        yield replace(told, off=EXACT.subtract(one.entry.exact, nearest.exact))


def may_be_part(less: Entry, more: Entry) -> bool:
    """Whether the amount that is less may be that of some projects, while the other is that of all."""
    place = less.place
    return less.exact < more.exact and may_be_some_projects(place.line[: place.start])


def sentence_adds_up(
    case: Case, whole: Entry, parts: Sequence[Entry], said: Saying | str, **words: object
) -> Iterator[Result]:
    """Compare a stated amount with the sum of others, like `adds_up`; messages show the amount as printed."""
    full, note = [in_full(case, part) for part in parts], whole.place.line
    return adds_up(case, in_full(case, whole), full, said, note, a=whole.number, **words)


def in_full(case: Case, entry: Entry) -> Entry:
    """Return the amount with the zeros that sentences drop: with as many decimals as any sentence has in its unit."""
    number = entry.number
    places = case.reading.decimals.get(number.unit, 0)
    if places <= number.places or not entry.is_in_sentence:
        return entry
    value = EXACT.add(number.value, Decimal(0).scaleb(-places))
    return entry._replace(number=number.other(value=value, places=places))
