"""Rules on sums within tables (表内合计): the rows of `sums.yaml`, and what those rows cannot express.

Every sum that the reading finds belongs to exactly one row: none is left out, and none is reported twice.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from reportgen.checks._case import Case
from reportgen.checks._comparing import TAIL, explains, missed, tail_of
from reportgen.checks._results import Result, compared
from reportgen.checks._rules import Declared, DeclaredRow, Rule, rows, rules_of
from reportgen.checks._says import Saying, finding, finding_if
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Sheet, SheetRow, Sum
from reportgen.reading.row_parts import code_of
from reportgen.records import dataclass, replace
from reportgen.source import key

_FILE = Path(__file__).with_name("sums.yaml")
_FEWEST_ITEMS = 5  # the fewest items of a table that lists a classification


@dataclass(frozen=True)
class SumKind:
    """Which sums a row is about (合计): in these tables, on this side, with these kinds of parts, in such a column.

    `complete`: only sums whose parts are the whole.
    """

    tables: tuple[TableKind, ...] = key("表", ())
    side: str = key("边", "")
    parts: tuple[str, ...] = key("种类", ())
    column: dict[str, str] = key("列", factory=dict)
    complete: bool = key("列全", True)

    @property
    def specificity(self) -> tuple[bool, int]:
        """(whether it names tables, number of its other conditions): a sum belongs to the row with the largest pair."""
        return bool(self.tables), sum(map(bool, (self.side, self.parts, self.column)))

    def has(self, found: Sum) -> bool:
        """Whether the sum is of this kind."""
        sheet = found.sheet
        if (self.tables and sheet.kind not in self.tables) or (self.side and sheet.side != self.side):
            return False
        if (self.parts and found.kind not in self.parts) or (self.complete and not found.complete):
            return False
        return self.column.items() <= found.column.conditions.items()


@dataclass(frozen=True, kw_only=True)
class SumRow(DeclaredRow):
    """A rule on sums. A row without 合计 is only the manual page of a function. Messages may hold `_words_of_sum`."""

    of: tuple[SumKind, ...] = key("合计", ())
    message: str = key("不等", "")
    of_some: str = key("不全", "")
    hint: str = key("改法", "")
    tails: bool = key("尾差", True)


def declared() -> tuple[Rule, ...]:
    """Return the rules of `sums.yaml`."""
    return rules_of(_rows(), _all_come_out)


@cache
def _rows() -> tuple[Declared[SumRow], ...]:
    return rows(_FILE, SumRow)


def _all_come_out(number: str, _: SumRow, case: Case) -> Iterator[Result]:
    return iter(_judged(case).get(number, ()))


def _judged(case: Case) -> dict[str, list[Result]]:
    """Return what each rule yields. No sum is kept: a long table has a hundred thousand."""
    return case.remembered(_judged, lambda: _by_rule(case))


def _by_rule(case: Case) -> dict[str, list[Result]]:
    rules = {one.number: one.row for one in _rows()}
    numbers: dict[object, str] = {}  # sums of one kind below one head have the same rule
    found = defaultdict[str, tuple[list[Entry], list[Result]]](lambda: ([], []))
    for one in case.reading.sums:
        alike = (id(one.sheet), one.kind, one.complete, one.column.index)
        if alike not in numbers:
            numbers[alike] = next(number for kind, number in _kinds(one.sheet.kind) if kind.has(one))
        looked, told = found[numbers[alike]]
        looked += one.parts if one.whole is None else (one.whole, *one.parts)
        told += _missed(case, one, rules[numbers[alike]])
        looked, told = found["R129"]
        if one.whole and one.whole.carried:  # calculated from the file
            looked += (one.whole, *one.parts)
        elif one.whole:
            told += _within(case, one, one.whole)
    return {number: [compared(*looked), *told] if looked else told for number, (looked, told) in found.items()}


@cache
def _kinds(table: TableKind | None) -> tuple[tuple[SumKind, str], ...]:
    """Return every kind of sum in such a table with the number of its rule, the closest descriptions first."""
    found = [(kind, one.number) for one in _rows() for kind in one.row.of if not kind.tables or table in kind.tables]
    return tuple(sorted(found, key=lambda pair: pair[0].specificity, reverse=True))


def _missed(case: Case, found: Sum, row: SumRow) -> Iterator[Result]:
    """Compare the whole with the sum of its parts; if not all parts are listed, these must not exceed the whole."""
    if found.whole and (found.whole.exact == found.amount or _is_explained(case, found, found.whole)):
        return
    said = Saying(row.message if found.complete else row.of_some or row.message, row.hint)
    found = _by_lines(case, found)
    like = found.whole or found.parts[0]
    difference = EXACT.subtract(found.whole.exact if found.whole else Decimal(0), found.amount)
    if not difference or (difference > 0 and not found.complete):
        return
    notes, exact, own = found.sheet.notes, not row.tails, _words_of_sum(found)
    for one in missed(case, found.place, like, found.parts, abs(difference), said, notes, exact, **own):
        if found.complete or not one.message.endswith(TAIL):
            # In a table that is not prescribed, or that does not list everything, it is not surely a mistake.
            free = not (found.sheet.kind or found.sheet.has_lines or _is_classified(case, found.sheet))
            doubtful = one.severity is Severity.ERROR and (free or _is_carried(found))
            yield replace(one, severity=Severity.WARNING) if doubtful else one


def _is_explained(case: Case, found: Sum, whole: Entry) -> bool:
    """Whether some parts are less than their whole, or a note below the table tells of the tail."""
    if not found.complete and whole.exact > found.amount:
        return True
    difference = abs(EXACT.subtract(whole.exact, found.amount))
    return explains(found.sheet.notes) and difference <= tail_of(case, whole, found.parts)


def _words_of_sum(found: Sum) -> dict[str, object]:
    """Return {table} {name} {row} (in quotes) {col} {a} for messages, which may also hold the sum {b:~} and {d:~}."""
    name, whole = found.line.title, found.whole.number if found.whole else "（没有填数）"
    row = f"“{name}”" if name else ""
    return {"table": found.sheet.name, "name": name, "row": row, "col": found.column.title, "a": whole}


def _is_classified(case: Case, sheet: Sheet) -> bool:
    """Whether a table of no standard kind lists items by code, each once, and all its numbers have names."""

    def look() -> bool:
        codes = [line.code for line in sheet.lines if line.code]
        named = case.names is None and all(entry.name for entry in sheet.entries)
        return named and len(codes) == len(set(codes)) >= _FEWEST_ITEMS

    return case.remembered((_is_classified, id(sheet)), look)


def _is_carried(found: Sum) -> bool:
    return bool(found.whole and all(entry.carried for entry in (found.whole, *found.parts)))


def _by_lines(case: Case, found: Sum) -> Sum:
    """Return the sum as the lines of the budget make it, if its numbers carry names.

    If parts share lines, or have lines that the whole lacks, they are not its parts: then the whole replaces them.
    """
    whole = found.whole
    if not (whole and whole.exact != found.amount and case.names and _is_carried(found)):
        return found
    parts = [part.name for part in found.parts if part.name]
    of_whole = case.names.lines(whole.name, parts) if whole.name else None
    of_parts = [own for part in parts if (own := case.names.lines(part)) is not None]
    if of_whole is None or len(of_parts) < len(found.parts):
        return replace(found, complete=False)
    together = frozenset().union(*of_parts)
    if sum(map(len, of_parts)) > len(together) or not together <= of_whole:
        return replace(found, parts=(whole,))
    return replace(found, complete=found.complete and together == of_whole)


def R129(case: Case) -> Iterator[Result]:
    """Compare each part with its whole: it is not greater, and not equal if there are other parts."""
    return iter(_judged(case).get("R129", ()))


def _within(case: Case, found: Sum, whole: Entry) -> Iterator[Result]:
    entries = (whole, *found.parts)
    if any(entry.number.value < 0 for entry in entries):
        return
    yield compared(*entries)
    for part in found.parts:
        if _is_too_large(case, found, whole, part):
            what, name = "R129 大于" if part.exact > whole.exact else "R129 等于", part.place.row or part.place.column
            yield finding(what, part, whole, found=found, name=name)


def _is_too_large(case: Case, found: Sum, whole: Entry, part: Entry) -> bool:
    over = EXACT.subtract(part.exact, whole.exact)
    others = EXACT.subtract(found.amount, part.exact)
    if over < 0 or (over == 0 and others <= 0):
        return False
    tail = tail_of(case, whole, found.parts)
    return over > tail or (found.complete and over == 0 and others > tail)


_USUAL = {"301": "人员经费", "303": "人员经费", "302": "公用经费", "310": "公用经费"}


def R118(case: Case) -> Iterator[Result]:
    """Compare the column of each economic item, 人员经费 or 公用经费, with the usual one."""
    return (result for sheet in case.reading.of(TableKind.BASIC) for result in _sides(sheet))


def _sides(sheet: Sheet) -> Iterator[Result]:
    """Compare each row; if every one is on the other side, the columns are."""
    columns = [(column, side) for column in sheet.columns if (side := column.conditions.get("经费", ""))]
    cells = [
        (line, entry, side, usual)
        for column, side in columns
        for line in sheet.lines
        if (usual := _USUAL.get(code_of(line)[:3], "")) and (entry := line.entries.get(column.index))
    ]
    said = [(side, usual) for _, entry, side, usual in cells if entry.number.value]
    if len(columns) > 1 and len(said) >= _FEWEST_ITEMS and len(set(said)) > 1 and all(a != b for a, b in said):
        yield compared(*[entry for _, entry, _, _ in cells])
        yield finding("R118 两列反了", cells[0][1], table=sheet.name)
        return
    for line, entry, side, usual in cells:
        wrong = usual != side and entry.number.value
        yield from finding_if(wrong, "R118 不合口径", entry, title=line.title, side=side, usual=usual)


_HEADS = tuple(map(compiled, ("数量", "单价", "(?:总计|合计|金额|总价)$")))


def R124(case: Case) -> Iterator[Result]:
    """Compare 数量 times 单价 with the amount of each row of 政府采购预算表."""
    for sheet in case.reading.of(TableKind.PROCUREMENT):
        columns = [next((c.index for c in sheet.columns if head.match(c.leaf)), -1) for head in _HEADS]
        for line in sheet.lines:
            count, price, whole = map(line.entries.get, columns)
            if count and price and whole:
                yield from _priced(line, count, price, whole)


def _priced(line: SheetRow, count: Entry, price: Entry, whole: Entry) -> Iterator[Result]:
    amount = EXACT.multiply(count.number.value, price.exact)
    rounded = EXACT.add(whole.number.step, EXACT.multiply(count.number.value, price.number.step))  # twice the tolerance
    wrong = abs(EXACT.subtract(amount, whole.exact)) > EXACT.divide(rounded, Decimal(2))
    yield from finding_if(wrong, "R124 不等于", whole, count, price, title=line.title, product=amount)
