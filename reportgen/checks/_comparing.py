"""How printed amounts are compared (容差): exactly, by the coarser print, or as a sum of rounded parts.

A tail (尾差) is what rounding alone explains: for n addends at most (n+1)/2 of the last printed place. Amounts printed
in 元 to the 分 have none. Source: the field's tolerance rules; a tail needs the note 尾数误差.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, compared, places
from reportgen.checks._tails import ADVICE, NOTES, TAIL
from reportgen.diagnostics import Severity
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Place

MEND = "以批复的预算为准，改错的一处；同一个数在各表里要印得一样"
_CENT = Decimal("0.01")


def total(entries: Sequence[Entry]) -> Decimal:
    """What the printed numbers make together, in 元 or their own unit."""
    amount = Decimal(0)
    for entry in entries:
        amount = EXACT.add(amount, entry.exact)
    return amount


def apart(left: Entry, right: Entry) -> bool:
    """Whether two prints of one amount contradict each other: the finer, rounded to the coarser, is another."""
    fine, coarse = sorted((left, right), key=lambda entry: entry.number.step)
    unit = Decimal(UNITS.get(coarse.number.unit, 1))
    return rounded(EXACT.divide(fine.exact, unit), coarse.number.places) != coarse.number.value


def tolerance(addends: Sequence[Entry], whole: Entry) -> Decimal:
    """The most that rounding may take the sum away from its printed total."""
    steps = [entry.number.step for entry in (*addends, whole)]
    if max(steps) <= _CENT:
        return Decimal(0)
    half = EXACT.divide(sum((e.number.step for e in addends if e.number.value), Decimal(0)), Decimal(2))
    return EXACT.add(half, EXACT.divide(whole.number.step, Decimal(2)))


def shown(amount: Decimal, like: Entry) -> str:
    """The amount in the unit of a printed one, with all its places: `1204.10万元`."""
    scaled = EXACT.divide(amount, Decimal(UNITS.get(like.number.unit, 1)))
    digits = max(like.number.places, -int(scaled.normalize(EXACT).as_tuple().exponent))
    return f"{rounded(scaled, digits):f}{like.number.unit}"


def agree(
    left: Entry, right: Entry, wrong: Entry, message: str, hint: str = MEND, severity: Severity = Severity.ERROR
) -> Iterator[Result]:
    """Two prints of one amount agree; `wrong` is the one to mend where they do not."""
    yield compared(left, right)
    if apart(left, right):
        other = left if wrong is right else right
        yield Finding(worded(message, left, right), (wrong.place, other.place), severity, hint)


def at_most(part: Entry, whole: Entry, message: str, hint: str = "") -> Iterator[Result]:
    """A part is not more than its whole, by the coarser print; nothing is said of negative amounts."""
    yield compared(part, whole)
    if exceeds(part, whole):
        yield Finding(worded(message, part, whole), (part.place, whole.place), Severity.ERROR, hint)


def exceeds(part: Entry, whole: Entry) -> bool:
    """Whether a part is more than its whole, both not negative and rounded to the coarser print."""
    coarse = max((part, whole), key=lambda entry: entry.number.step).number
    unit = Decimal(UNITS.get(coarse.unit, 1))
    less, more = (rounded(EXACT.divide(entry.exact, unit), coarse.places) for entry in (part, whole))
    return less > more >= 0


def worded(message: str, left: Entry, right: Entry) -> str:
    """The message with names and amounts put in."""
    name = left.place.row or right.place.row or left.place.column
    return message.format(
        name=name,
        column=left.place.column or right.place.column,
        t1=table_of(left),
        t2=table_of(right),
        a=left.number,
        b=right.number,
        d=shown(abs(EXACT.subtract(left.exact, right.exact)), left),
    )


def table_of(entry: Entry) -> str:
    """What the table of a number is commonly called: 收支总表."""
    return entry.kind.value if entry.kind else entry.place.part


def adds_up(
    case: Case, whole: Entry, parts: Sequence[Entry], message: str, note: str = "", hint: str = ""
) -> Iterator[Result]:
    """A printed total is the sum of its printed parts, tails aside; a tail wants its note.

    Args:
        message: may hold {a} {b} {d}: the total, the sum, how far apart.
        note: what stands below the table or after the sentence; the whole document's notes count as well.
    """
    yield compared(whole, *parts)
    difference = abs(EXACT.subtract(whole.exact, total(parts)))
    if difference > tolerance(parts, whole):
        text = message.format(a=whole.number, b=shown(total(parts), whole), d=shown(difference, whole))
        yield Finding(text, (whole.place, *places(parts)), Severity.ERROR, hint)
    elif difference and not any(word in note for word in NOTES) and not has_tail_note(case):
        text = message.format(a=whole.number, b=shown(total(parts), whole), d=shown(difference, whole))
        yield Finding(text + TAIL, (whole.place,), Severity.WARNING, ADVICE)


def has_tail_note(case: Case) -> bool:
    """Whether the document says somewhere that rounding makes parts miss their totals."""
    return any("尾数误差" in sheet.notes for sheet in case.reading.sheets)


def excerpt_of(place: Place) -> str:
    """The marked words."""
    return place.line[place.start : place.start + place.length]
