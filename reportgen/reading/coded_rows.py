"""Rows of tables with codes (按科目编码的行): codes below codes, units above them, subtotals and totals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reportgen.reading.row_labels import RowParts, is_among, is_grand, is_total, made_up
from reportgen.reading.sheets import SheetRow
from reportgen.reading.terms import unit_in


def by_code(lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """Codes and the codes below them, units and what they come to, totals."""
    blocks: list[tuple[SheetRow | None, list[SheetRow]]] = [(None, [])]
    totals: list[SheetRow] = []
    for line in lines:
        if line.code:
            blocks[-1][1].append(line)
        elif is_total(line):
            totals.append(line)
        elif not is_among(line):
            blocks.append((line, []))
    tops = []
    for head, own in blocks:
        yield from _below_codes(own)
        highest = _highest(own)
        if head and head.entries:
            yield from made_up("合计", head, highest)
        else:
            tops += highest
    yield from _subtotals(lines)
    heads = [head for head, _ in blocks if head and head.entries]
    above = _departments(heads)
    for head in heads:
        yield from made_up("单位", head, [other for other, its in zip(heads, above, strict=True) if its is head])
    top_heads = [head for head, its in zip(heads, above, strict=True) if its is None]
    for total in totals:
        if is_grand(total):
            yield from made_up("单位" if top_heads else "合计", total, (*top_heads, *tops))


def _below_codes(lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    above = _above([line.code for line in lines])
    below: dict[str, list[SheetRow]] = {}
    for line in lines:
        below.setdefault(above[line.code], []).append(line)
    often = Counter(line.code for line in lines)
    for line in lines:
        if often[line.code] == 1:
            yield from made_up("科目", line, below.get(line.code, ()))


def _highest(lines: Sequence[SheetRow]) -> list[SheetRow]:
    above = _above([line.code for line in lines])
    return [line for line in lines if not above[line.code]]


def _above(codes: Iterable[str]) -> dict[str, str]:
    """Of each code the longest of the others that it begins with, or nothing."""
    known = set(codes)
    return {code: next((p for p in _prefixes(code) if p in known), "") for code in known}


def _prefixes(code: str) -> Iterator[str]:
    yield from (code[:length] for length in range(len(code) - 1, 0, -1))


def _subtotals(lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """A 小计 among codes: of those below it where it stands first, else of those above it, up to the next total."""
    rows = [line for line in lines if line.code or is_total(line)]
    first = next((line for line in rows if line.code or not is_grand(line)), None)
    subtotal: SheetRow | None = None
    own: list[SheetRow] = []
    for line in (*(rows if first and not first.code else reversed(rows)), None):
        if line and line.code:
            own.append(line)
            continue
        if subtotal:
            yield from made_up("合计", subtotal, _highest(sorted(own, key=lines.index)))
        subtotal, own = line if line and not is_grand(line) else None, []


def _departments(heads: Sequence[SheetRow]) -> list[SheetRow | None]:
    """Of each unit's row that of the department right above it: by its code, else by its indent."""
    by_code = {_unit_code(head): head for head in heads}
    above = _above(by_code)
    found: list[SheetRow | None] = []
    stack: list[SheetRow] = []
    for head in heads:
        while stack and stack[-1].level >= head.level:
            stack.pop()
        code = _unit_code(head)
        outer = stack[-1] if stack else None
        stack.append(head)
        if above[code]:
            found.append(by_code[above[code]])
        else:
            found.append(None if outer and code and _unit_code(outer) else outer)
    return found


def _unit_code(line: SheetRow) -> str:
    code = unit_in(line.fields, "编码")
    return code if code.isdecimal() else ""
