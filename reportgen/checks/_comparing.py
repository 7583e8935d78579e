"""How printed amounts are compared (容差): as two prints of one amount, or as a sum of rounded parts.

A tail (尾差) is what rounding alone explains: for n addends at most (n+1)/2 of the last printed place. Amounts printed
in 元 to the 分 have none. Source: the field's tolerance rules; a tail needs the note 尾数误差.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.checks._case import Case
from reportgen.checks._results import Finding, Result, compared, places
from reportgen.checks._says import Saying, filled, saying
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Place
from reportgen.reading.entries import sum_of
from reportgen.reading.terms import ALL_SPENT, OF_THIS_YEAR
from reportgen.records import replace

ALL_YEAR = {"收入": OF_THIS_YEAR, "支出": ALL_SPENT}
TAIL = "（尾差）"  # ends the message of a finding that is only a tail
_ADVICE = "各数分别四舍五入造成的，加一句“部分合计数与分项之和存在尾数误差”的说明"
_SURE = "确认是四舍五入造成的，在这张表下也加一句尾数误差的说明；不是就更正"
_NOTES = ("尾数误差", "尾差", "四舍五入")
_A_DECIMAL = compiled(r"0\.0*[1-9]0*(?![0-9])")
_CENT = Decimal("0.01")
_DEVIATIONS = 5  # standard deviations of a sum of rounded parts, beyond which no sum lies
_MOST_STEPS = Decimal(5)  # units of the last printed place: no rounding explains more


def of_this_year(name: FigureId | None) -> FigureId | None:
    """Return the name of a fund's revenue or expenditure without what is carried over; None if it has no such name."""
    dimension, member = ALL_YEAR.get(name.measure, ("", "")) if name else ("", "")
    asked = name and dimension and name.member("资金") and not name.member(dimension)
    return name.where((dimension, member)) if name and asked else None


def total(entries: Sequence[Entry]) -> Decimal:
    """Return the sum of the printed numbers, money in 元."""
    return sum_of(entries)


def contradict(left: Entry, right: Entry) -> bool:
    """Whether two prints of one amount contradict each other: rounded to the coarser print, the finer one differs."""
    if left.number == right.number:
        return False
    fine, coarse = sorted((left, right), key=lambda entry: entry.number.step)
    return as_in(coarse, fine.exact) != coarse.number.value


def as_in(like: Entry, amount: Decimal) -> Decimal:
    """Return an amount in 元 as `like` would print it: in its unit, with its decimals."""
    return rounded(EXACT.divide(amount, Decimal(UNITS.get(like.number.unit, 1))), like.number.places)


def is_one_small_digit(like: Entry, difference: Decimal) -> bool:
    """Whether a difference, printed like `like`, has a single digit other than zero, below 1: 0.30万元."""
    return bool(_A_DECIMAL.match(like.shown(difference)))


def is_slip(one: Entry, other: Entry) -> bool:
    """Whether two numbers are printed with the same digits but one: 1,021.41 and 1,029.41."""
    left, right = str(one.number), str(other.number)
    return len(left) == len(right) > 2 and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def exceeds(part: Entry, whole: Entry) -> bool:
    """Whether a part is greater than its whole, both rounded to the coarser print; never if the whole is negative."""
    if part.number.value <= whole.number.value and part.number.unit == whole.number.unit:
        return False
    coarse = max((part, whole), key=lambda entry: entry.number.step)
    return as_in(coarse, part.exact) > as_in(coarse, whole.exact) >= 0


def tolerance(addends: Sequence[Entry], whole: Entry) -> Decimal:
    """Return the most by which rounding may separate the sum from its printed total, in 元."""
    steps = [entry.number.step for entry in (*addends, whole)]
    if max(steps) <= _CENT:
        return Decimal(0)
    half = EXACT.divide(sum((e.number.step for e in addends if _has_something(e)), Decimal(0)), Decimal(2))
    return EXACT.add(half, EXACT.divide(whole.number.step, Decimal(2)))


def excerpt_of(place: Place) -> str:
    """Return the words marked at the place."""
    return place.line[place.start : place.start + place.length]


def table_of(entry: Entry) -> str:
    """Return what the table of a number is commonly called: 收支总表."""
    return entry.kind.value if entry.kind else entry.place.part


def difference_of(left: Entry, right: Entry) -> dict[str, str]:
    """Return two numbers and their difference as words of a message: {a} {b} {d}."""
    difference = abs(EXACT.subtract(left.exact, right.exact))
    return {"a": str(left.number), "b": str(right.number), "d": left.shown(difference)}


def beside(said: Saying | str, left: Entry, right: Entry, *at: Entry, **words: object) -> Finding:
    """Return the finding on two prints, with {name} {column} {t1} {t2} {a} {b} {d} filled in; at both, or at `at`."""
    own, tables = saying(said), (table_of(left), table_of(right))
    t1, t2 = tables if tables[0] != tables[1] else (left.place.part, right.place.part)  # two of one kind: by number
    known = {
        "name": left.place.row or right.place.row or left.place.column,
        "column": left.place.column or right.place.column,
        "t1": t1,
        "t2": t2,
        **difference_of(left, right),
    }
    first, second, *_ = at or (left, right)
    off = EXACT.subtract(first.exact, second.exact)
    return Finding(filled(own.message, **known | words), places(at or (left, right)), own.severity, own.hint, off=off)


def agree(left: Entry, right: Entry, wrong: Entry, said: Saying | str, **words: object) -> Iterator[Result]:
    """Compare two prints of one amount; `wrong` is the one to mend if they differ."""
    yield compared(left, right)
    if contradict(left, right):
        yield beside(said, left, right, wrong, left if wrong is right else right, **words)


def at_most(part: Entry, whole: Entry, said: Saying | str) -> Iterator[Result]:
    """Compare a part with its whole: it must not be more (see `exceeds`)."""
    yield compared(part, whole)
    if exceeds(part, whole):
        yield replace(beside(said, part, whole), off=None, over=EXACT.subtract(part.exact, whole.exact))


def adds_up(
    case: Case, whole: Entry, parts: Sequence[Entry], said: Saying | str, note: str = "", **words: object
) -> Iterator[Result]:
    """Compare a printed total with the sum of its printed parts; a tail needs its note.

    Args:
        said: its message may hold {a} {b} {d}: the total, the sum, how far they are apart.
        note: the words below the table or after the sentence; a note below any table of the document counts as well.
    """
    yield compared(whole, *parts)
    difference = abs(EXACT.subtract(whole.exact, total(parts)))
    if not difference:
        return
    own, known = saying(said), {"name": whole.place.row, "column": whole.place.column, "a": whole.number}
    known |= {"b": whole.shown(total(parts)), "d": whole.shown(difference)}
    text = filled(own.message, **known | words)
    if difference > tolerance(parts, whole) and not _adds_up_exactly(whole, parts):
        off = EXACT.subtract(whole.exact, total(parts))
        yield Finding(text, (whole.place, *places(parts)), own.severity, own.hint, off=off)
    elif not explains(note) and not any("尾数误差" in sheet.notes for sheet in case.reading.sheets):
        yield Finding(text + TAIL, (whole.place,), Severity.WARNING, _ADVICE)


def _adds_up_exactly(whole: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the exact values of these figures, before rounding, add up."""
    values = [Decimal(entry.value) for entry in (whole, *parts) if entry.value]
    return len(values) == len(parts) + 1 and values[0] == exact_sum(values[1:])


def missed(
    case: Case,
    place: Place,
    whole: Entry,
    parts: Sequence[Entry],
    difference: Decimal,
    said: Saying | str,
    notes: str,
    exact: bool = False,
    **words: object,
) -> Iterator[Finding]:
    """Report a total that is not the sum of its parts: as a mistake, or as a tail without its note.

    Args:
        place: where the total stands.
        notes: the words below the table.
        exact: a tail is allowed only if those words say so.
    """
    own, hint = explains(notes), saying(said).hint
    text = filled(saying(said).message, whole, b=total(parts), d=difference, **words)
    where = (place, *places(sorted(parts, key=lambda part: not part.number.value)))
    if difference > tail_of(case, whole, parts) or (exact and not own):
        possible = not exact and difference <= _possible(whole, parts)
        severity, hint = (Severity.WARNING, _SURE) if possible else (Severity.ERROR, _twice(parts, difference) or hint)
        off = EXACT.subtract(whole.exact, total(parts))
        yield Finding(text, where, severity, hint, off=off if abs(off) == difference else -difference)
    elif not own and _explained_elsewhere(case):
        yield Finding(text + TAIL, where[:1], Severity.HINT, _SURE)
    elif not own:
        yield Finding(text + TAIL, where[:1], Severity.WARNING, _ADVICE)


def _twice(parts: Sequence[Entry], difference: Decimal) -> str:
    """Return the advice if a row among the parts is printed twice, and makes up the difference; else ""."""
    rows = [(part.place.row, part.place.line) for part in parts if part.exact == difference and part.place.row]
    often = next((row for row, line in rows if rows.count((row, line)) > 1), "")
    return f"“{often}”这一行印了两次，删掉一行" if often else ""


def tail_of(case: Case, whole: Entry, parts: Sequence[Entry]) -> Decimal:
    """Return the most by which rounding may separate parts from their printed total; 0 if one part is all of it."""
    addends = [part for part in parts if _has_something(part)]
    step = max([_step(case, whole), *(_step(case, part) for part in addends if not part.is_in_sentence)])
    if len(addends) < 2 or step <= _CENT:
        return Decimal(0)
    return EXACT.multiply(step, min(EXACT.divide(Decimal(len(addends) + 1), Decimal(2)), _MOST_STEPS))


def _has_something(part: Entry) -> bool:
    """Whether rounding may have changed the part, even if it prints as zero."""
    return bool(
        part.number.value or (part.value and Decimal(part.value)) or (part.carried and part.name and part.name.derived)
    )


def _possible(whole: Entry, parts: Sequence[Entry]) -> Decimal:
    """Return the most that rounding can explain: each part may err by half a step, but many hardly all the same way."""
    step, n = max(entry.number.step for entry in (whole, *parts)), Decimal(len(parts) + 1)
    if len(parts) < 2 or step <= _CENT:
        return Decimal(0)
    return EXACT.multiply(step, min(n / 2, _DEVIATIONS * (n / 12).sqrt()))


def _step(case: Case, like: Entry) -> Decimal:
    """Return one unit of the last place that tables print in this unit; the entry may be a zero printed shorter."""
    steps, unit = case.reading.steps, like.number.unit
    return steps.get((unit, like.place.part)) or steps.get((unit, "")) or like.number.step


def explains(notes: str) -> bool:
    """Whether the words say that numbers are rounded."""
    return any(word in notes for word in _NOTES)


def _explained_elsewhere(case: Case) -> bool:
    """Whether another table, or a paragraph on tables, says that rounding explains such differences."""
    explained = ("表" in passage.text and explains(passage.text) for passage in case.reading.passages)
    return any(explains(sheet.notes) for sheet in case.reading.sheets) or any(explained)
