"""Rows that make up others (行的分合): by codes, by indents and numbering, and the total rows.

    科目  a code is the sum of those below it: 207 = 20701 + 20707
    合计  a total, or a unit's row, is the sum of the highest codes or items, never of those below them as well
    单位  a department is the sum of its units, a total row the sum of the units' rows
    其中  a row and those that its numbering or indent puts below it
    小计, 总计  本年收入合计 is what stands above it; 收入总计 is that and what stands between them

A row without any number is a heading: what stands below it counts instead.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reportgen.reading.sheets import Line, Sheet
from reportgen.reading.terms import bare

_TOTAL = re.compile(r".*(?:合计|总计|共计|小计)|总额")
_GRAND = re.compile(r"(?:本年|部门)?(?:收入|支出|收支)?(?:合计|总计|共计|总额)")
_YEAR = re.compile(r"20\d\d年.*|增减.*")
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"([一二三四五六七八九十]{1,3})、",
        r"[（(]([一二三四五六七八九十]{1,3})[)）]",
        r"([0-9０-９]{1,2})[.．、](?![0-9])",
        r"[（(]([0-9０-９]{1,2})[)）]",
        r"([①-⑳])",
    )
)
_FIRST = dict.fromkeys("一1１①", 1)
_UNITS = ("单位编码", "单位代码", "单位名称", "预算单位")


@dataclass(frozen=True, slots=True, eq=False)
class RowParts:
    """A row and those that make it up. `complete`: exactly; False: at most."""

    kind: str
    whole: Line
    parts: tuple[Line, ...]
    complete: bool = True


@dataclass(slots=True, eq=False)
class _Item:
    """A row with those below it."""

    line: Line | None
    key: tuple[int, int] = (0, 0)
    below: "list[_Item]" = field(default_factory=list)

    @property
    def addends(self) -> tuple[Line, ...]:
        """The row where it has numbers, else what stands below it."""
        if self.line and self.line.entries:
            return (self.line,)
        return tuple(line for item in self.below for line in item.addends)


def row_parts(sheet: Sheet) -> Iterator[RowParts]:
    """Every row of a sheet that is made up of others; none where rows are years."""
    lines = [line for line in sheet.lines if line.printed or line.code or line.total]
    if any(_YEAR.fullmatch(line.label) for line in lines):
        return
    if any(line.code for line in lines) and sheet.role != "T10":
        yield from _by_code(lines)
    else:
        yield from _by_label(sheet, lines)


def code_of(line: Line) -> str:
    """Its code, printed or told by its label, or nothing."""
    names = [entry.name for entry in line.entries.values() if entry.name]
    return line.code or next((n.member("功能") or n.member("经济") for n in names), "")


# Tables with codes
def _by_code(lines: Sequence[Line]) -> Iterator[RowParts]:
    blocks: list[tuple[Line | None, list[Line]]] = [(None, [])]
    totals: list[Line] = []
    for line in lines:
        if line.code:
            blocks[-1][1].append(line)
        elif _is_total(line):
            totals.append(line)
        elif not _among(line):
            blocks.append((line, []))
    tops = []
    for head, own in blocks:
        yield from _below_codes(own)
        highest = _highest(own)
        if head and head.entries:
            yield from _made_up("合计", head, highest)
        else:
            tops += highest
    yield from _subtotals(lines)
    heads = [head for head, _ in blocks if head and head.entries]
    yield from _units(heads)
    top_heads = [head for head in heads if not any(_holds(other, head, heads) for other in heads)]
    for total in totals:
        if _is_grand(total):
            yield from _made_up("单位" if top_heads else "合计", total, (*top_heads, *tops))


def _below_codes(lines: Sequence[Line]) -> Iterator[RowParts]:
    for line in lines:
        below = [other for other in lines if _above(other, lines) == line.code]
        if below and [other.code for other in lines].count(line.code) == 1:
            yield from _made_up("科目", line, below)


def _highest(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not _above(line, lines)]


def _above(line: Line, lines: Sequence[Line]) -> str:
    """The longest code that the row's stands below."""
    codes = {other.code for other in lines if line.code.startswith(other.code) and other.code != line.code}
    return max(codes, key=len, default="")


def _subtotals(lines: Sequence[Line]) -> Iterator[RowParts]:
    """A 小计 among codes: of those below it where it stands first, else of those above it, up to the next total."""
    rows = [line for line in lines if line.code or _is_total(line)]
    first = next((line for line in rows if line.code or not _is_grand(line)), None)
    subtotal: Line | None = None
    own: list[Line] = []
    for line in (*(rows if first and not first.code else reversed(rows)), None):
        if line and line.code:
            own.append(line)
            continue
        if subtotal:
            yield from _made_up("合计", subtotal, _highest(own))
        subtotal, own = line if line and not _is_grand(line) else None, []


def _units(heads: Sequence[Line]) -> Iterator[RowParts]:
    for head in heads:
        below = [other for other in heads if _holds(head, other, heads)]
        yield from _made_up("单位", head, below)


def _holds(whole: Line, part: Line, heads: Sequence[Line]) -> bool:
    """Whether the unit's row stands right below the department's: by its code, else by its indent."""
    above, below = _unit_code(whole), _unit_code(part)
    if above and below:
        codes = [_unit_code(head) for head in heads if below.startswith(_unit_code(head)) and _unit_code(head) != below]
        return above == max(codes, key=len, default="")
    before = heads[: heads.index(part)]
    return whole is next((head for head in reversed(before) if head.level < part.level), None)


def _unit_code(line: Line) -> str:
    code = line.fields.get("单位编码") or line.fields.get("单位代码") or ""
    return code if code.isdecimal() else ""


# Tables with labels
def _by_label(sheet: Sheet, lines: Sequence[Line]) -> Iterator[RowParts]:
    tops: list[_Item | Line] = []  # highest rows, and totals among them
    for group, lump in groupby(lines, key=lambda line: line.groups[:1]):
        own = list(lump)
        tops += [_grouped(own)] if group else _tree(own)
    for top in tops:
        if isinstance(top, _Item):
            yield from _below(sheet, top)
    yield from _totals(sheet, tops)


def _grouped(lines: Sequence[Line]) -> _Item:
    """Rows beside one label: below their 小计, where they have one."""
    total = next((line for line in lines if line.total), None)
    return _Item(total, below=[_Item(line) for line in lines if line is not total])


def _tree(lines: Sequence[Line]) -> list["_Item | Line"]:
    tops: list[_Item | Line] = []
    stack: list[_Item] = []
    plain = _rank_of_plain(lines)
    for at, line in enumerate(lines):
        deeper = at + 1 < len(lines) and lines[at + 1].level > line.level
        if _is_total(line) and not deeper:
            stack = []
            tops.append(line)
            continue
        item = _Item(line, (line.level, _rank(line, plain)))
        while stack and stack[-1].key >= item.key and not (_among(line) and stack[-1].key == item.key):
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
        loose = [below for below in item.below if below.line and _among(below.line) and not _number(below.line)]
        yield from _made_up(_kind(sheet, line, parts), line, parts, not loose)


def _totals(sheet: Sheet, tops: Sequence["_Item | Line"]) -> Iterator[RowParts]:
    """Total rows among the highest: each is what stands above it, the last counts the others in."""
    totals = [top for top in tops if isinstance(top, Line)]
    if totals and tops[0] is totals[0]:
        own = tuple(line for top in tops if isinstance(top, _Item) for line in top.addends)
        yield from _made_up(_total_kind(sheet, "总计", own), totals[0], own)
        return
    since: list[Line] = []
    for top in tops:
        if isinstance(top, _Item):
            since += top.addends
            continue
        last = top is totals[-1]
        before = [total for total in totals[:-1] if total.entries] if last else []
        parts = (*before, *since)
        yield from _made_up(_total_kind(sheet, "总计" if last else "小计", parts), top, parts)
        since = []


def _total_kind(sheet: Sheet, kind: str, parts: Sequence[Line]) -> str:
    if sheet.side or not parts:
        return kind
    return "单位" if any(parts[0].fields.get(field) for field in _UNITS) and sheet.role != "T10" else "合计"


def _kind(sheet: Sheet, whole: Line, parts: Sequence[Line]) -> str:
    """科目, 单位, 合计 or 其中, by what the rows are."""
    if not parts:
        return "其中"
    if code_of(parts[0]):
        return "科目" if code_of(whole) else "其中" if sheet.side else "合计"
    return "单位" if _names(parts[0]) & _names(whole) or parts[0].fields.get("单位名称") else "其中"


def _names(line: Line) -> set[str]:
    return {str(entry.name) for entry in line.entries.values() if entry.name}


def _made_up(kind: str, whole: Line, parts: Iterable[Line], complete: bool = True) -> Iterator[RowParts]:
    own = tuple(parts)
    if own and not any(_raw(line).startswith("减") for line in own):
        yield RowParts(kind, whole, own, complete)


# Words
def _raw(line: Line) -> str:
    """The label as it stands there, with its number."""
    return next((text for text in line.fields.values() if text and bare(text) == line.printed), line.printed)


def _is_total(line: Line) -> bool:
    return not line.groups and bool(_TOTAL.fullmatch(line.label))


def _is_grand(line: Line) -> bool:
    return bool(_GRAND.fullmatch(line.label))


def _among(line: Line) -> bool:
    return _raw(line).startswith("其中")


def _number(line: Line) -> tuple[int, int] | None:
    """Which kind of number the label has, from 一、 to ①, and how much it is; None without one."""
    words = re.sub(r"^其中[:：]\s*", "", _raw(line))
    for kind, pattern in enumerate(_NUMBERED):
        if found := pattern.match(words):
            return kind, _FIRST.get(found[1], 2)
    return None


def _rank(line: Line, plain: Mapping[int, int]) -> int:
    number = _number(line)
    return int(number[0]) if number else plain.get(line.level, 0)


def _rank_of_plain(lines: Sequence[Line]) -> dict[int, int]:
    """By indent, where labels without number stand: above a list that begins below one, else beside the highest."""
    found: dict[int, list[int]] = {}
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        number, next_ = _number(line), _number(after) if after else None
        if number:
            found.setdefault(line.level, []).append(number[0])
        elif after and next_ and next_[1] == 1 and after.level == line.level and not _is_total(line):
            found.setdefault(line.level, []).append(next_[0] - 1)
    return {level: min(ranks) for level, ranks in found.items()}
