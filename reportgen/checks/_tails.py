"""How far a sum may miss its printed whole (尾差): by what rounding explains, where a note says so."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checks._case import Case, Finding, places
from reportgen.diagnostics import Severity
from reportgen.document import Paragraph, plain, walk
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place

TAIL = "（尾差）"  # at the end of a finding that is only one
NOTES = ("尾数误差", "尾差", "四舍五入")
_CENT = Decimal("0.01")
_MOST_STEPS = Decimal(5)  # of the last printed place: no rounding explains more
_SURE = "确认是四舍五入造成的，在这张表下也加一句尾数误差的说明；不是就更正"
ADVICE = "各数分别四舍五入造成的，加一句“部分合计数与分项之和存在尾数误差”的说明"


def missed(
    case: Case,
    place: Place,
    whole: Entry,
    parts: Sequence[Entry],
    difference: Decimal,
    text: str,
    hint: str,
    notes: str,
    exact: bool = False,
) -> Iterator[Finding]:
    """What is said of a whole that is not what its parts make: a mistake, or a tail without its note.

    Args:
        place: where the whole stands; notes: what stands below the table; exact: only that note allows a tail.
    """
    own = _explains(notes)
    where = (place, *places(sorted(parts, key=lambda part: not part.number.value)))
    if difference > tail_of(case, whole, parts) or (exact and not own):
        possible = not exact and difference <= _possible(whole, parts)
        yield Finding(text, where, Severity.WARNING if possible else Severity.ERROR, _SURE if possible else hint)
    elif not own and _explained_elsewhere(case):
        yield Finding(text + TAIL, where[:1], Severity.HINT, _SURE)
    elif not own:
        yield Finding(text + TAIL, where[:1], Severity.WARNING, ADVICE)


def tail_of(case: Case, whole: Entry, parts: Sequence[Entry]) -> Decimal:
    """How far rounding takes parts away from their printed whole: not at all where one part is all of it."""
    addends = [part for part in parts if part.number.value]
    step = _step(case, whole)
    if len(addends) < 2 or step <= _CENT:
        return Decimal(0)
    return EXACT.multiply(step, min(EXACT.divide(Decimal(len(addends) + 1), Decimal(2)), _MOST_STEPS))


def _possible(whole: Entry, parts: Sequence[Entry]) -> Decimal:
    """The most that rounding could do: all parts the same way, those that print as zero as well."""
    step = max(entry.number.step for entry in (whole, *parts))
    if len(parts) < 2 or step <= _CENT:
        return Decimal(0)
    return EXACT.multiply(step, EXACT.divide(Decimal(len(parts) + 1), Decimal(2)))


def _step(case: Case, like: Entry) -> Decimal:
    """One of the last place that tables print in this unit; a zero may be printed shorter, as 0."""
    steps, unit = case.reading.steps, like.number.unit
    return steps.get((unit, like.place.part)) or steps.get((unit, "")) or like.number.step


def _explains(notes: str) -> bool:
    return any(word in notes for word in NOTES)


def _explained_elsewhere(case: Case) -> bool:
    """Whether another table, or a paragraph on the tables, says that rounding makes parts miss their totals."""
    texts = [plain(block.runs) for block in walk(case.document.blocks) if isinstance(block, Paragraph)]
    return any(_explains(sheet.notes) for sheet in case.reading.sheets) or any(
        "表" in t and _explains(t) for t in texts
    )
