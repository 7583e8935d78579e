"""Sums within tables (表内合计): which rule a sum belongs to, and what is found where it does not come out.

Every sum that the reading finds belongs to exactly one rule, so that none is left out and none told twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks._comparing import shown
from reportgen.diagnostics import Severity
from reportgen.document import Paragraph, TableKind, plain, walk
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place, Sum

_NOTES = ("尾数误差", "尾差", "四舍五入")
_CENT = Decimal("0.01")
_MOST_STEPS = Decimal(5)  # of the last printed place: no rounding explains more
_SURE = "确认是四舍五入造成的，在这张表下也加一句尾数误差的说明；不是就更正"
_TAIL = "（尾差）"
_ADVICE = "各数分别四舍五入造成的，加一句“部分合计数与分项之和存在尾数误差”的说明"
_ROWS: dict[TableKind | None, str] = {
    TableKind.REVENUE: "R107",
    TableKind.EXPENDITURE: "R108",
    TableKind.GRANTS: "R111",
    TableKind.GENERAL_BUDGET: "R113",
    TableKind.BASIC: "R115",
    TableKind.GOVERNMENT_FUND: "R122",
    TableKind.STATE_CAPITAL: "R122",
    TableKind.PROJECTS: "R123",
    TableKind.PROCUREMENT: "R124",
}
_TOTALS: dict[tuple[TableKind | None, str, str], str] = {
    (TableKind.TOTALS, "收入", "总计"): "R101",
    (TableKind.TOTALS, "收入", "小计"): "R102",
    (TableKind.TOTALS, "支出", "总计"): "R103",
    (TableKind.TOTALS, "支出", "小计"): "R104",
}


def rule_of(found: Sum) -> str:
    """The rule that a sum belongs to."""
    kind, side = found.sheet.kind, found.sheet.side
    if kind == TableKind.THREE_PUBLIC:
        return "R120" if found.kind == "其中" or _of_vehicles(found) else "R119"
    if not found.complete:
        return "R106"
    match found.kind:
        case "列":
            return _ROWS.get(kind, "R106")
        case "小计" | "总计":
            return _TOTALS.get((kind, side, found.kind), "R112" if kind == TableKind.GRANTS else "R110")
        case _ if kind in (TableKind.PROJECTS, TableKind.PROCUREMENT):
            return _ROWS[kind]
        case "科目":
            return "R116" if kind == TableKind.BASIC else "R109"
        case "合计":
            return "R117" if kind == TableKind.BASIC else "R110"
        case "单位":
            return "R128"
        case _:
            return "R106"


def _of_vehicles(found: Sum) -> bool:
    return found.column.conditions.get("费目") == "公务用车购置及运行费"


def sums_for(case: Case, rule: str) -> list[Sum]:
    """The sums of the document that belong to the rule."""
    return case.remembered(sums_for, lambda: _by_rule(case)).get(rule, [])


def _by_rule(case: Case) -> dict[str, list[Sum]]:
    found: dict[str, list[Sum]] = {}
    for one in case.reading.sums:
        found.setdefault(rule_of(one), []).append(one)
    return found


def checked(case: Case, rule: str, message: str, hint: str, missing: str, exact: bool = False) -> Iterator[Result]:
    """All sums of a rule, or that it cannot be known, and why (see `comes_out`)."""
    found = sums_for(case, rule)
    for each in found:
        yield from comes_out(case, each, message, hint, exact)
    if not found:
        yield Unknown(missing)


def comes_out(case: Case, found: Sum, message: str, hint: str, exact: bool = False) -> Iterator[Result]:
    """The whole is what its parts make, tails aside; a tail wants its note. Parts that are some of it: at most that.

    Args:
        message: may hold {table} {name} {row} (in quotes) {col}, and {a} {b} {d}: the whole, the sum, how far apart.
        exact: no tail at all, but where the table's own note says so.
    """
    yield compared(found.whole, *found.parts)
    found = _by_lines(case, found)
    like = found.whole or found.parts[0]
    difference = EXACT.subtract(found.whole.exact if found.whole else Decimal(0), found.amount)
    if not difference or (difference > 0 and not found.complete):
        return
    text = message.format(
        table=found.sheet.name,
        name=found.line.title,
        row=f"“{found.line.title}”" if found.line.title else "",
        col=found.column.title,
        a=found.whole.number if found.whole else "（没有填数）",
        b=shown(found.amount, like),
        d=shown(abs(difference), like),
    )
    for finding in apart(case, found.place, like, found.parts, abs(difference), text, hint, found.sheet.notes, exact):
        if found.complete or not finding.message.endswith(_TAIL):
            # No mistake of the budget: a table that nobody prescribes, or one that does not list everything.
            doubtful = finding.severity is Severity.ERROR and (not found.sheet.kind or _is_carried(found))
            yield replace(finding, severity=Severity.WARNING) if doubtful else finding


def _is_carried(found: Sum) -> bool:
    return bool(found.whole and all(entry.carried for entry in (found.whole, *found.parts)))


def _by_lines(case: Case, found: Sum) -> Sum:
    """The sum as the budget's lines have it, where its numbers carry names: none at all where they do not part it."""
    whole = found.whole
    if not (whole and whole.exact != found.amount and case.names and _is_carried(found)):
        return found
    told = [case.names.lines(entry.name) if entry.name else None for entry in (whole, *found.parts)]
    if any(lines is None for lines in told):
        return replace(found, complete=False)
    of_whole, *of_parts = [lines for lines in told if lines is not None]
    together = frozenset().union(*of_parts)
    parted = sum(map(len, of_parts)) == len(together) and together <= of_whole
    if not parted:
        return replace(found, parts=(whole,))
    return replace(found, complete=found.complete and together == of_whole)


def apart(
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
    own = _told_in(notes)
    where = (place, *places(sorted(parts, key=lambda part: not part.number.value)))
    if difference > tail_of(case, whole, parts) or (exact and not own):
        possible = not exact and difference <= _possible(whole, parts)
        yield Finding(text, where, Severity.WARNING if possible else Severity.ERROR, _SURE if possible else hint)
    elif not own and _told_elsewhere(case):
        yield Finding(text + _TAIL, where[:1], Severity.HINT, _SURE)
    elif not own:
        yield Finding(text + _TAIL, where[:1], Severity.WARNING, _ADVICE)


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


def _told_in(notes: str) -> bool:
    return any(word in notes for word in _NOTES)


def _told_elsewhere(case: Case) -> bool:
    """Whether another table, or a paragraph on the tables, says that rounding makes parts miss their totals."""
    texts = [plain(block.runs) for block in walk(case.document.blocks) if isinstance(block, Paragraph)]
    return any(_told_in(sheet.notes) for sheet in case.reading.sheets) or any("表" in t and _told_in(t) for t in texts)
