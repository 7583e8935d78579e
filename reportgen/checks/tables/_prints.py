"""One figure printed in several tables (同一个数): who prints it, and whether they agree.

Names are the reader's. `as_` gives prints of different names one key, where they have to be one amount: 支出[功能=207]
and 支出[功能=207 资金=财政拨款] of a department that has nothing but grants.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, compared, places
from reportgen.checks._comparing import apart, shown
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Sheet

Keep = Callable[[FigureId], bool]
_ITEMS = {"功能", "经济", "项目", "采购品目"}
Prints = dict[FigureId, list[Entry]]
MEND = "以批复的预算为准，改错的一处；同一个数在各表里要印得一样"


def title(entry: Entry) -> str:
    """What the table of a number is commonly called: 收支总表."""
    return entry.kind.value if entry.kind else entry.place.part


def prints(
    case: Case, kinds: Sequence[TableKind], keep: Keep, as_: Callable[[FigureId], FigureId] = lambda n: n
) -> Prints:
    """By name: every print in tables of these kinds, in their order."""
    found: Prints = {}
    for sheet in (sheet for kind in kinds for sheet in case.reading.of(kind)):
        for name, entries in once(case, sheet).items():
            if keep(name):
                found.setdefault(case.plain(as_(name)), []).extend(entries)
    return found


def once(case: Case, sheet: Sheet) -> Prints:
    """What `named_once` finds, remembered."""
    return case.remembered((named_once, id(sheet)), lambda: named_once(sheet))


def named_once(sheet: Sheet) -> Prints:
    """By name: what the sheet prints; no item that it lists several times, once for each unit, say."""
    found: Prints = {}
    for entry in sheet.entries:
        if entry.name:
            found.setdefault(entry.name, []).append(entry)
    return {name: es for name, es in found.items() if len(es) == 1 or not any(d in _ITEMS for d, _ in name.conditions)}


def agreeing(found: Prints, message: str, hint: str = MEND, severity: Severity = Severity.ERROR) -> Iterator[Result]:
    """Every print of a figure agrees with what most of its prints say.

    Args:
        message: may hold {name}, the row that prints it; {t1} {a} {t2} {b}: tables and amounts; {d}: how far apart.
    """
    for entries in found.values():
        lead = leading(entries)
        for other in entries:
            if other is not lead:
                left, right = sorted((lead, other), key=entries.index)
                yield from agree(left, right, other, message, hint, severity)


def leading(entries: Sequence[Entry]) -> Entry:
    """The print that most others agree with; of several the first of the finest."""
    finest = min(entry.number.step for entry in entries)
    return max(
        (entry for entry in entries if entry.number.step == finest),
        key=lambda entry: sum(not apart(entry, other) for other in entries),
    )


def agree(
    left: Entry, right: Entry, wrong: Entry, message: str, hint: str = MEND, severity: Severity = Severity.ERROR
) -> Iterator[Result]:
    """Two prints of one amount agree; `wrong` is the one to mend where they do not."""
    yield compared(left, right)
    if apart(left, right):
        other = left if wrong is right else right
        yield Finding(told(message, left, right), (wrong.place, other.place), severity, hint)


def at_most(part: Entry, whole: Entry, message: str, hint: str = "") -> Iterator[Result]:
    """A part is not more than its whole, by the coarser print; nothing is said of negative amounts."""
    yield compared(part, whole)
    if exceeds(part, whole):
        yield Finding(told(message, part, whole), (part.place, whole.place), Severity.ERROR, hint)


def exceeds(part: Entry, whole: Entry) -> bool:
    """Whether a part is more than its whole, both not negative and rounded to the coarser print."""
    coarse = max((part, whole), key=lambda entry: entry.number.step).number
    unit = Decimal(UNITS.get(coarse.unit, 1))
    less, more = (rounded(EXACT.divide(entry.exact, unit), coarse.places) for entry in (part, whole))
    return less > more >= 0


def told(message: str, left: Entry, right: Entry) -> str:
    """The message with names and amounts put in."""
    name = left.place.row or right.place.row or left.place.column
    return message.format(
        name=name,
        column=left.place.column or right.place.column,
        t1=title(left),
        t2=title(right),
        a=left.number,
        b=right.number,
        d=shown(abs(EXACT.subtract(left.exact, right.exact)), left),
    )


def missing(entry: Entry, message: str, hint: str = MEND) -> Iterator[Result]:
    """A print that another table should have as well and has not; a zero need not be printed twice."""
    yield compared(entry)
    if entry.number.value:
        yield Finding(message.format(name=entry.place.row, a=entry.number), places([entry]), Severity.ERROR, hint)
