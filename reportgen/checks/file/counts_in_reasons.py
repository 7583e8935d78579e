"""原因里的人和个数"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import Book
from reportgen.checks._budget_file import MARK, FileFigures, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result
from reportgen.checks._says import finding
from reportgen.checks.file.reasons import DOWN, UP, says_only
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, parse_number, small_number
from reportgen.records import NamedTuple
from reportgen.source import Scalar

_PEOPLE, _KIND, _UNIT = "人员", "人员类别", "单位"
_CLAUSES = compiled("[，；。、]")
_SOME, _SHORT = compiled("[0-9一二两三四五六七八九十]{1,3}[名个位]"), 6


class _Change(NamedTuple):
    """How a count of the file changed: by how many, from how many, and where this year's is written."""

    by: Decimal
    before: Decimal
    at: Location


def R965(_: Case, file: FileFigures) -> Iterator[Result]:
    """原因里的人和个数

    原因里说退休人员减少、出访团组增加的，“人员”“资料”里的数和上年的文件比，要跟着减少、增加；说增加几个的，正好多几个。
    没有变的，不是数没有更新，就是原因写错了。两处说的是同一件事，人数也要一样。人有进有出，只给提示。

    怎样改：今年的人数、个数没有更新的，更新；原因写错了的，改原因。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：个数还是上年的。
    例：原因写“增加一个出访团组”，今年的“出国团组”是1，上年也是1。
    """
    budget = file.budget
    yield from _same_event(file)
    bases = [(base, book) for base, book in budget.books.items() if base and (book.facts or book.states(_PEOPLE))]
    for base, book in bases if not budget.unit else ():
        for name, reason in budget.reasons.items():
            for clause in _CLAUSES.split(MARK.sub("", reason.text)) if name.base in ("", base) else ():
                yield Compared()
                way = next((way for way, other in ((UP, DOWN), (DOWN, UP)) if says_only(way, other, clause)), "")
                for key, form in spoken().patterns("原因里变的") if way else ():
                    if form.search(clause) and (change := _change(file, book, name, key)):
                        yield from _beside(change, base, reason.at, clause, way, key)


def _same_event(file: FileFigures) -> Iterator[Finding]:
    """Yield findings on clauses of reasons that are the same but for how many people: 一名退休人员去世, 两名……."""
    first: dict[tuple[str, str], tuple[str, Location]] = {}
    for name, reason in file.budget.reasons.items():
        for clause in _CLAUSES.split(reason.text):
            found = _SOME.match(clause)
            if found and len(clause) > _SHORT:
                number, at = first.setdefault((clause[found.end() :], name.base), (found[0], reason.at))
                if number != found[0]:
                    yield finding("R965 两处", reason.at, at, clause=clause, other=number)


def _beside(change: _Change, base: str, at: Location, clause: str, way: str, key: str) -> Iterator[Finding]:
    """Yield a finding if the count did not go that way, or not by as many as the clause says."""
    found = spoken().form("«变了几个»").search(clause)
    by, sign = abs(change.by), 1 if way == UP else -1
    wrong = change.by * sign <= 0 or (found and small_number(found["n"]) != by)
    if wrong:
        words = {"clause": clause, "key": key, "base": base, "before": change.before}
        now = EXACT.add(change.before, change.by)
        yield finding("R965 没有跟着", at, change.at, remark=_is_of_people(key), now=now, **words)


def _is_of_people(key: str) -> bool:
    """Whether it is a kind of people, who come and go; the others are numbers among 资料."""
    return spoken().is_word_of("原因里变的人", "人", key)


def _change(file: FileFigures, book: Book, name: FigureId, key: str) -> _Change | None:
    """Return how the count changed since the base; None if either year does not state it."""
    if not _is_of_people(key):
        now, before = (facts.get(key) for facts in (file.budget.file.facts, book.facts))
        if not isinstance(now, Scalar) or not isinstance(before, Scalar):
            return None
        own, was = parse_number(now.text), parse_number(before.text)
        return _Change(EXACT.subtract(own, was), was, now.at) if own is not None and was is not None else None
    return _change_of_people(file, book, name, key)


def _change_of_people(file: FileFigures, book: Book, name: FigureId, kind: str) -> _Change | None:
    """Return how many people of the kind there are more or less in the units that have the figure."""
    lines = lines_in(file.budget.books[""], file.own_name(name._replace(base="", derived="")), _UNIT) or ()
    units = {line.dims.get(_UNIT, "") for line in lines}
    known = (FigureId(_PEOPLE, ((_KIND, kind), (_UNIT, unit))) for unit in sorted(units))
    both = [(lines_in(file.budget.books[""], one), lines_in(book, one)) for one in known]
    if not both or any(now is None or was is None for now, was in both):
        return None
    now, was = ([line for side in both for line in side[i] or ()] for i in (0, 1))
    own, before = (sum((line.amount for line in side), Decimal(0)) for side in (now, was))
    return _Change(EXACT.subtract(own, before), before, now[0].at) if now else None
