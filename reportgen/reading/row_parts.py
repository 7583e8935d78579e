"""Rows that are the sum of other rows (行的分合): by codes, units and totals, or by indents, numbering and labels."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.reading.terms import bare, numbered, unit_in
from reportgen.reading.wholes import holds
from reportgen.records import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class RowParts:
    """A row and the rows that are its parts. `complete`: they make up all of it, else only some."""

    kind: str
    whole: SheetRow
    parts: tuple[SheetRow, ...]
    complete: bool = True


def made_up(kind: str, whole: SheetRow, parts: Iterable[SheetRow], complete: bool = True) -> Iterator[RowParts]:
    """Yield the row with its parts; nothing if there are none, or if one of them is subtracted (减：)."""
    own = tuple(parts)
    if own and not any(_raw(line).startswith("减") for line in own):
        yield RowParts(kind, whole, own, complete)


def code_of(line: SheetRow) -> str:
    """Return the code of the row, printed or known by its label; else ""."""
    names = [entry.name for entry in line.entries.values() if entry.name]
    return line.code or next((n.member("功能") or n.member("经济") for n in names), "")


def _raw(line: SheetRow) -> str:
    """Return the label as printed, with its numbering."""
    return next((text for text in line.fields.values() if text and bare(text) == line.label), line.label)


def is_total(line: SheetRow) -> bool:
    """Whether the row is a total of some rows: 合计, 本年收入合计, 人员经费小计."""
    return not line.groups and bool(spoken().whole("小计行", line.label))


def is_grand(line: SheetRow) -> bool:
    """Whether the row is the total of all rows: 合计, 支出总计."""
    return bool(spoken().whole("总计行", line.label))


def is_of_which(line: SheetRow) -> bool:
    """Whether the row is only some of the row above: 其中：财政拨款."""
    return _raw(line).startswith("其中")


_Numbering = tuple[int, int]
_OF_WHICH = compiled(r"^其中[:：]\s*")


def number_of(line: SheetRow) -> _Numbering | None:
    """Return how the label is numbered; None if it is not.

    The kind, from 0 for 一、 to 4 for ①; then 1 for the first of a list, else 2.
    """
    return numbered(_OF_WHICH.sub("", _raw(line)))


def by_code(lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """Yield codes with the codes below them, units with their rows, and totals."""
    blocks: list[tuple[SheetRow | None, list[SheetRow]]] = [(None, [])]
    totals: list[SheetRow] = []
    for line in lines:
        if line.code:
            blocks[-1][1].append(line)
        elif is_total(line):
            totals.append(line)
        elif not is_of_which(line):
            blocks.append((line, []))
    tops = []
    for head, own in blocks:
        below = _by_parent(own)
        yield from _below_codes(own, below)
        highest = below.get("", [])
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


def _below_codes(lines: Sequence[SheetRow], below: Mapping[str, Sequence[SheetRow]]) -> Iterator[RowParts]:
    often = Counter([line.code for line in lines])
    for line in lines:
        if often[line.code] == 1:
            yield from made_up("科目", line, below.get(line.code, ()))


def _by_parent(lines: Sequence[SheetRow]) -> dict[str, list[SheetRow]]:
    """Return the rows that stand below each code; under "" those below none."""
    above = _parent_codes([line.code for line in lines])
    found: dict[str, list[SheetRow]] = {}
    for line in lines:
        found.setdefault(above[line.code], []).append(line)
    return found


def _parent_codes(codes: Iterable[str]) -> dict[str, str]:
    """Return, for each code, the longest other code that it begins with, or ""."""
    known = set(codes)
    return {code: next((p for n in range(len(code) - 1, 0, -1) if (p := code[:n]) in known), "") for code in known}


def _subtotals(lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """Yield each 小计 among codes with its rows: those below if it comes first, else those above, to the next total."""
    rows = [line for line in lines if line.code or is_total(line)]
    first = next((line for line in rows if line.code or not is_grand(line)), None)
    subtotal: SheetRow | None = None
    own: list[SheetRow] = []
    for line in (*(rows if first and not first.code else reversed(rows)), None):
        if line and line.code:
            own.append(line)
            continue
        if subtotal:
            yield from made_up("合计", subtotal, _by_parent(sorted(own, key=lines.index)).get("", ()))
        subtotal, own = line if line and not is_grand(line) else None, []


def has_departments(lines: Iterable[SheetRow]) -> bool:
    """Whether rows of units stand below that of their department, by their codes: 196, 196001."""
    return any(_parent_codes([line.unit_code for line in lines if line.unit_code]).values())


def _departments(heads: Sequence[SheetRow]) -> list[SheetRow | None]:
    """Return, for each row of a unit, the row of its department, by unit code, else by indent; None without one."""
    by_code = {head.unit_code: head for head in heads}
    above = _parent_codes(by_code)
    found: list[SheetRow | None] = []
    stack: list[SheetRow] = []
    for head in heads:
        while stack and stack[-1].level >= head.level:
            stack.pop()
        code = head.unit_code
        outer = stack[-1] if stack else None
        stack.append(head)
        if above[code]:
            found.append(by_code[above[code]])
        else:
            found.append(None if outer and code and outer.unit_code else outer)
    return found


@dataclass(slots=True, eq=False)
class _Item:
    """A row with the rows below it."""

    line: SheetRow | None
    key: tuple[int, int] = (0, 0)
    below: "list[_Item]" = field(default_factory=list)

    @property
    def addends(self) -> tuple[SheetRow, ...]:
        """The row if it has numbers, else the rows below it."""
        if self.line and self.line.entries:
            return (self.line,)
        return tuple(line for item in self.below for line in item.addends)


def by_label(sheet: Sheet, lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """Yield rows with the rows below them, by indent and numbering, then the totals."""
    tops: list[_Item | SheetRow] = []  # highest rows, and totals among them
    for group, lump in groupby(lines, key=lambda line: line.groups[:1]):
        own = list(lump)
        tops += [_grouped(own)] if group else _tree(own)
    for top in tops:
        if isinstance(top, _Item):
            yield from _below(sheet, top)
    yield from _totals(sheet, tops)


def _grouped(lines: Sequence[SheetRow]) -> _Item:
    """Return the rows beside one label, put below their 小计 if they have one."""
    total = next((line for line in lines if line.total), None)
    return _Item(total, below=[_Item(line) for line in lines if line is not total])


def _tree(lines: Sequence[SheetRow]) -> list["_Item | SheetRow"]:
    tops: list[_Item | SheetRow] = []
    stack: list[_Item] = []
    numbers = [number_of(line) for line in lines]
    plain, inner = _rank_of_plain(lines, numbers), _inner(lines, numbers)
    for at, line in enumerate(lines):
        deeper = at + 1 < len(lines) and lines[at + 1].level > line.level
        if is_total(line) and not deeper:
            stack = []
            tops.append(line)
            continue
        item = _Item(line, (line.level, inner.get(at, _rank(line, numbers[at], plain))))
        while stack and stack[-1].key >= item.key and not (is_of_which(line) and stack[-1].key == item.key):
            stack.pop()
        (stack[-1].below if stack else tops).append(item)
        if not (stack and stack[-1].key == item.key):
            stack.append(item)
    return tops


def _below(sheet: Sheet, item: _Item) -> Iterator[RowParts]:
    for part in item.below:
        yield from _below(sheet, part)
    line = item.line
    if line and line.entries and item.below:
        parts = tuple(part for below in item.below for part in below.addends)
        loose = [below for below in item.below if below.line and is_of_which(below.line) and not number_of(below.line)]
        yield from made_up(_kind(sheet, line, parts), line, parts, not loose)


def _totals(sheet: Sheet, tops: Sequence["_Item | SheetRow"]) -> Iterator[RowParts]:
    """Yield the totals: in the first row of all rows, else of the rows above; the last one includes earlier totals."""
    totals = [top for top in tops if isinstance(top, SheetRow)]
    if totals and tops[0] is totals[0]:
        own = tuple(line for top in tops if isinstance(top, _Item) for line in top.addends)
        yield from made_up(_total_kind(sheet, "总计", own), totals[0], own)
        return
    since: list[SheetRow] = []
    for top in tops:
        if isinstance(top, _Item):
            since += top.addends
            continue
        last = top is totals[-1]
        before = [total for total in totals[:-1] if total.entries] if last else []
        parts = (*before, *since)
        yield from made_up(_total_kind(sheet, "总计" if last else "小计", parts), top, parts)
        since = []


def _total_kind(sheet: Sheet, kind: str, parts: Sequence[SheetRow]) -> str:
    if sheet.side or not parts:
        return kind
    of_units = sheet.kind != TableKind.PROJECTS and unit_in(parts[0].fields, "编码", "名称", "预算单位")
    return "单位" if of_units else "合计"


def _kind(sheet: Sheet, whole: SheetRow, parts: Sequence[SheetRow]) -> str:
    """Return what kind of rows the parts are: 科目, 单位, 合计 or 其中."""
    if not parts:
        return "其中"
    if code_of(parts[0]):
        return "科目" if code_of(whole) else "其中" if sheet.side else "合计"
    return "单位" if _names(parts[0]) & _names(whole) or unit_in(parts[0].fields, "名称") else "其中"


def _names(line: SheetRow) -> set[str]:
    return {str(entry.name) for entry in line.entries.values() if entry.name}


def _rank(line: SheetRow, number: _Numbering | None, plain: Mapping[int, int]) -> int:
    return int(number[0]) if number else plain.get(line.level, 0)


def _inner(lines: Sequence[SheetRow], numbers: Sequence[_Numbering | None]) -> dict[int, int]:
    """Return, by index, ranks of unnumbered rows that are part of the numbered row above, by their names."""
    found: dict[int, int] = {}
    above: SheetRow | None = None
    parts: set[str] = set()  # a label that is part of one numbered row is part of the others too
    for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        if number or is_total(line):
            above, rank = line if number else None, number[0] + 1 if number else 0
        elif above and above.level == line.level and not is_of_which(line):
            whole, part = _first_name(above), _first_name(line)
            if line.label in parts or (whole and part and holds(whole, part)):
                found[at] = rank
                parts.add(line.label)
    return found


def _first_name(line: SheetRow) -> FigureId | None:
    return next((entry.name for entry in line.entries.values()), None)


def _rank_of_plain(lines: Sequence[SheetRow], numbers: Sequence[_Numbering | None]) -> dict[int, int]:
    """Return indent -> rank of unnumbered labels: just above a list that begins below one, else the highest."""
    found: dict[int, list[int]] = {}
    for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        after, next_ = (lines[at + 1], numbers[at + 1]) if at + 1 < len(lines) else (None, None)
        if number:
            found.setdefault(line.level, []).append(number[0])
        elif after and next_ and next_[1] == 1 and after.level == line.level and not is_total(line):
            found.setdefault(line.level, []).append(next_[0] - 1)
    return {level: min(ranks) for level, ranks in found.items()}
