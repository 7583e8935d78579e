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


def same(
    left: Entry, right: Entry, message: str, hint: str = "", severity: Severity = Severity.ERROR
) -> Iterator[Result]:
    """Two prints of one amount agree. `message` may hold {a} {b} {d}: the first, the second, how far apart."""
    yield compared(left, right)
    if apart(left, right):
        difference = shown(abs(EXACT.subtract(left.exact, right.exact)), left)
        text = message.format(a=left.number, b=right.number, d=difference)
        yield Finding(text, (left.place, right.place), severity, hint)


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
