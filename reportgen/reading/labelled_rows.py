"""Rows of tables without codes (按标签的行): what indents, numbers and labels beside them put below others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reportgen.document import TableKind
from reportgen.reading.row_labels import RowParts, code_of, is_among, is_total, made_up, number_of
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.reading.terms import unit_in


@dataclass(slots=True, eq=False)
class _Item:
    """A row with those below it."""

    line: SheetRow | None
    key: tuple[int, int] = (0, 0)
    below: "list[_Item]" = field(default_factory=list)

    @property
    def addends(self) -> tuple[SheetRow, ...]:
        """The row where it has numbers, else what stands below it."""
        if self.line and self.line.entries:
            return (self.line,)
        return tuple(line for item in self.below for line in item.addends)


def by_label(sheet: Sheet, lines: Sequence[SheetRow]) -> Iterator[RowParts]:
    """Rows and those below them, then the totals of the highest."""
    tops: list[_Item | SheetRow] = []  # highest rows, and totals among them
    for group, lump in groupby(lines, key=lambda line: line.groups[:1]):
        own = list(lump)
        tops += [_grouped(own)] if group else _tree(own)
    for top in tops:
        if isinstance(top, _Item):
            yield from _below(sheet, top)
    yield from _totals(sheet, tops)


def _grouped(lines: Sequence[SheetRow]) -> _Item:
    """Rows beside one label: below their 小计, where they have one."""
    total = next((line for line in lines if line.total), None)
    return _Item(total, below=[_Item(line) for line in lines if line is not total])


def _tree(lines: Sequence[SheetRow]) -> list["_Item | SheetRow"]:
    tops: list[_Item | SheetRow] = []
    stack: list[_Item] = []
    plain = _rank_of_plain(lines)
    for at, line in enumerate(lines):
        deeper = at + 1 < len(lines) and lines[at + 1].level > line.level
        if is_total(line) and not deeper:
            stack = []
            tops.append(line)
            continue
        item = _Item(line, (line.level, _rank(line, plain)))
        while stack and stack[-1].key >= item.key and not (is_among(line) and stack[-1].key == item.key):
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
        loose = [below for below in item.below if below.line and is_among(below.line) and not number_of(below.line)]
        yield from made_up(_kind(sheet, line, parts), line, parts, not loose)


def _totals(sheet: Sheet, tops: Sequence["_Item | SheetRow"]) -> Iterator[RowParts]:
    """Total rows among the highest: each is what stands above it, the last counts the others in."""
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
    return (
        "单位" if unit_in(parts[0].fields, "编码", "名称", "预算单位") and sheet.kind != TableKind.PROJECTS else "合计"
    )


def _kind(sheet: Sheet, whole: SheetRow, parts: Sequence[SheetRow]) -> str:
    """科目, 单位, 合计 or 其中, by what the rows are."""
    if not parts:
        return "其中"
    if code_of(parts[0]):
        return "科目" if code_of(whole) else "其中" if sheet.side else "合计"
    return "单位" if _names(parts[0]) & _names(whole) or unit_in(parts[0].fields, "名称") else "其中"


def _names(line: SheetRow) -> set[str]:
    return {str(entry.name) for entry in line.entries.values() if entry.name}


def _rank(line: SheetRow, plain: Mapping[int, int]) -> int:
    number = number_of(line)
    return int(number[0]) if number else plain.get(line.level, 0)


def _rank_of_plain(lines: Sequence[SheetRow]) -> dict[int, int]:
    """By indent, where labels without number stand: above a list that begins below one, else beside the highest."""
    found: dict[int, list[int]] = {}
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        number, next_ = number_of(line), number_of(after) if after else None
        if number:
            found.setdefault(line.level, []).append(number[0])
        elif after and next_ and next_[1] == 1 and after.level == line.level and not is_total(line):
            found.setdefault(line.level, []).append(next_[0] - 1)
    return {level: min(ranks) for level, ranks in found.items()}
