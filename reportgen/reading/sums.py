"""Sums of a table (合计与分项): each number with the numbers beside or below it that make it up.

Heads tell what columns are: 合计 is the sum of the columns beside it under the same head. Columns of another year,
changes and rates are no parts. Parts by one dimension (资金) and parts by another (性质) each make up the whole. If
heads name only some parts (其中, 面向中小企业, a single column), their sum may be less than the whole, never more. A
row without numbers is a heading: the rows below it count instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from reportgen.budget.ledger import exact_sum
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.columns import Column, conditions_of_heads
from reportgen.reading.entries import Entry, Place, sum_of
from reportgen.reading.line_lists import blocks, members_below
from reportgen.reading.row_parts import RowParts, by_code, by_label, made_up
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.reading.terms import is_known_fund, is_total
from reportgen.records import dataclass
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A number, or an empty place for one, with the numbers that make it up.

    Attributes:
        kind: 列 for columns of a row; for rows 科目, 合计, 单位, 其中, 小计 or 总计 (see `row_parts`).
        line, column: where the whole stands. whole: None if that place is empty.
        complete: the parts make up all of the whole, else only some.
    """

    sheet: Sheet
    kind: str
    line: SheetRow
    column: Column
    whole: Entry | None
    parts: tuple[Entry, ...]
    complete: bool

    @property
    def amount(self) -> Decimal:
        """The sum of the parts, in 元; not kept, because a document has many sums."""
        return sum_of(self.parts)

    @property
    def place(self) -> Place:
        """The place of the whole."""
        if self.whole:
            return self.whole.place
        beside = next(iter(self.line.entries.values()), None)
        line = beside.place.line if beside else ""
        return Place(self.sheet.name, self.line.title, self.column.title, line)


def sums_of(sheet: Sheet) -> Iterator[Sum]:
    """Yield the sums of a sheet: first of columns, row by row, then of rows."""
    is_of_revenue = sheet.kind == TableKind.REVENUE or sheet.side == "收入"
    for columns in column_parts(sheet.columns):
        inner = [column.index for column in columns.parts]
        rows = ((line, [own for i in inner if (own := line.entries.get(i))]) for line in sheet.lines)
        found = [one for line, parts in rows if (one := _sum(sheet, "列", line, columns.whole, parts))]
        guessed = columns.guessed and not is_of_revenue  # heads of revenue are funds, whatever they are called
        complete = _agree(found) if columns.complete is None or guessed else columns.complete
        if complete or not guessed:
            yield from found if complete else (replace(each, complete=False) for each in found)
    summed = [column for column in sheet.columns if adds_up(column)]
    for made in row_parts(sheet):
        if _lists_two_levels(made, summed):
            continue
        below = [line.entries for line in made.parts]
        for column in summed:
            parts = [own for entries in below if (own := entries.get(column.index))]
            if one := _sum(sheet, made.kind, made.whole, column, parts, made.complete):
                yield one


def _lists_two_levels(made: RowParts, columns: Sequence[Column]) -> bool:
    """Whether rows that differ come to twice their total in every column: units and, not set in, what each has."""
    wholes = ((column.index, whole.exact) for column in columns if (whole := made.whole.entries.get(column.index)))
    stated = [(index, whole) for index, whole in wholes if whole]
    if len(made.parts) < _LEVELS or not stated:
        return False
    twice = all(
        exact_sum(line.entries[index].exact for line in made.parts if index in line.entries) == whole + whole
        for index, whole in stated
    )
    return twice and len({line.label for line in made.parts}) == len(made.parts)


def _sum(
    sheet: Sheet, kind: str, line: SheetRow, column: Column, parts: Sequence[Entry], complete: bool = True
) -> Sum | None:
    total = line.entries.get(column.index)
    return Sum(sheet, kind, line, column, total, tuple(parts), complete) if total or parts else None


def _agree(found: Sequence[Sum]) -> bool:
    """Whether the rows show that the parts are complete: all rows but at most one add up."""
    stated = [each for each in found if each.whole and each.whole.number.value]
    exact = [each for each in stated if each.whole and each.whole.exact == each.amount]
    return len(exact) > 2 and len(stated) - len(exact) <= 1


_LEVELS = 4  # fewer rows do not show two levels
_YEAR_ROW = compiled(r"20\d\d年.*|增减.*")


def row_parts(sheet: Sheet) -> Iterator[RowParts]:
    """Yield every row that is the sum of others; none in a table whose rows are years."""
    lines = [line for line in sheet.lines if line.label or line.code or line.total]
    if sheet.has_lines:
        yield from (each for whole, own in of_lines(lines) for each in made_up("合计", whole, own))
        return
    if any(_YEAR_ROW.fullmatch(line.label) for line in lines):
        return
    if any(line.code for line in lines) and sheet.kind != TableKind.PROJECTS:
        yield from by_code(lines)
    else:
        yield from by_label(sheet, lines)


_YEAR = compiled(r"20\d\d年(?:度)?|[（(].{0,80}?[）)]")
_BY = {"资金": "资金", "年份": "资金", "性质": "性质", "项目类别": "性质", "经费": "性质", "经济": "性质"}
# Columns side by side, one of which is the sum of others: 基本支出, 人员经费, 公用经费.
_BELOW = {
    ("性质", "基本支出"): ("经费", "经济"),
    ("性质", "项目支出"): ("项目类别",),
    ("资金", "财政拨款"): ("一般公共预算", "政府性基金", "国有资本经营预算"),
    ("费目", "公务用车购置及运行费"): ("公务用车购置费", "公务用车运行费"),
}


@dataclass(frozen=True, slots=True)
class ColumnParts:
    """A column and its parts.

    Attributes:
        complete: they are all of it; False: only some; None: the rows have to show.
        guessed: they are all of it only if a head that nobody knows is a part; only rows that add up show it.
    """

    whole: Column
    parts: tuple[Column, ...]
    complete: bool | None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """A head: of one column, or with heads below it."""

    words: str
    columns: tuple[Column, ...]
    below: "tuple[_Head, ...]" = ()

    @property
    def is_total(self) -> bool:
        words = _YEAR.sub("", self.words)
        return not self.below and (not words or words in ("全部", "全部资金") or is_total(words))

    @property
    def base(self) -> str | None:
        """The base of its columns; None if they differ."""
        bases = {column.base for column in self.columns}
        return bases.pop() if len(bases) == 1 else None

    @property
    def means(self) -> tuple[tuple[str, str], ...]:
        return tuple(conditions_of_heads((self.words,)).items())

    @property
    def is_guessed(self) -> bool:
        """Whether the head, or one below it, is taken for a fund of that name, as no word says what it is."""
        own = dict(self.means).get("资金", "")
        return bool(own and not is_known_fund(own)) or any(head.is_guessed for head in self.below if not head.is_total)

    @property
    def by(self) -> str:
        """The dimension by which the head is a part of another; "" if it is no part."""
        words = _YEAR.sub("", self.words)
        if spoken().is_word_of("列", "另计", words):
            return "面向"
        if spoken().is_word_of("列", "不加", words):
            return ""
        if self.means:
            return _BY.get(self.means[0][0], self.means[0][0])
        return next((head.by for head in self.below if head.by), "")

    @property
    def addends(self) -> tuple[Column, ...]:
        """The columns that add up to the head: its total, else all its parts."""
        if not self.below:
            return self.columns
        total = next((head for head in self.below if head.is_total), None)
        return total.columns if total else tuple(c for head in self.below if head.by for c in head.addends)


def adds_up(column: Column) -> bool:
    """Whether the numbers of a column may be summed: it has no changes, rates or prices."""
    return not column.derived and not (column.path and spoken().is_word_of("列", "不加", column.path[-1]))


def column_parts(columns: Sequence[Column]) -> Iterator[ColumnParts]:
    """Yield every column that is the sum of others."""
    own = [column for column in columns if not column.derived]
    if all(column.inside is not None for column in own):
        yield from _by_names(own)
    else:
        yield from _within(_heads(own, 0))


def _by_names(columns: Sequence[Column]) -> Iterator[ColumnParts]:
    """Yield columns with the parts directly inside them, by the names of their numbers, for each dimension."""
    inside = {column.index: column.inside or {} for column in columns}
    for whole in columns:
        own = [column for column in columns if whole.index in inside[column.index]]
        right = [c for c in own if not any(other.index in inside[c.index] for other in own)]
        for by in dict.fromkeys(inside[column.index][whole.index] for column in right):
            parts = tuple(column for column in right if inside[column.index][whole.index] == by)
            yield ColumnParts(whole, parts, "面向" not in by)


def _heads(columns: Sequence[Column], depth: int) -> tuple[_Head, ...]:
    found: list[_Head] = []
    for words, group in groupby(columns, key=lambda c: c.path[depth] if depth < len(c.path) else ""):
        own = tuple(group)
        if any(len(column.path) > depth + 1 for column in own):
            found.append(_Head(words, own, _heads(own, depth + 1)))
        else:
            found += [_Head(words, (column,)) for column in own]
    return tuple(found)


def _within(heads: Sequence[_Head]) -> Iterator[ColumnParts]:
    for head in heads:
        yield from _within(head.below)
    for base in dict.fromkeys(head.base for head in heads if head.base is not None):
        yield from _of_year([head for head in heads if head.base == base])


def _of_year(heads: Sequence[_Head]) -> Iterator[ColumnParts]:
    parts = [head for head in heads if not head.is_total]
    for head in parts:
        below = [other for other in parts if _stands_below(other, head)]
        if below:
            yield from _made_up(head.columns[0], below)
            parts = [other for other in parts if other not in below]
    whole = next((head for head in heads if head.is_total), None)
    if whole:
        yield from _made_up(whole.columns[0], parts)


def _stands_below(part: _Head, whole: _Head) -> bool:
    if whole.below or not whole.means:
        return False
    return any(word in _BELOW.get(whole.means[0], ()) for word in (part.means[0] if part.means else ()))


def _made_up(whole: Column, parts: Sequence[_Head]) -> Iterator[ColumnParts]:
    for by in dict.fromkeys(head.by for head in parts if head.by):
        own = _without_inner([head for head in parts if head.by == by])
        if by == "面向":
            yield from (ColumnParts(whole, head.addends, False) for head in own)
        else:
            complete, guessed = _complete(own), any(head.is_guessed for head in own)
            addends = tuple(c for head in own for c in head.addends)
            yield ColumnParts(whole, addends, complete, guessed and complete is True)


def _without_inner(parts: Sequence[_Head]) -> list[_Head]:
    """Return the heads without those of 其中 after another: 财政性资金, 其中公共财政拨款, 专户资金 are two parts."""
    among = [not head.below and head.columns[0].among for head in parts]
    return [head for at, head in enumerate(parts) if among[0] or not among[at]]


def _complete(parts: Sequence[_Head]) -> bool | None:
    among = [not head.below and head.columns[0].among for head in parts]
    if len(parts) == 1:
        return len(parts[0].addends) > 1
    if not any(among):
        return True
    return None if among[0] and not any(among[1:]) and len(parts) > 2 else False


def of_lines(lines: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, list[SheetRow]]]:
    """Yield the totals of a list of lines, marked by a word or not, each with its lines.

    A row is a total if rows with codes below its own follow, or if it is the sum of rows that say more; else a line.
    """
    below = members_below([line.stated for line in lines])
    totals = {at for at, line in enumerate(lines) if line.total or not (line.stated and line.entries)}
    for at in sorted(below, key=lambda one: len(below[one])):
        under = [lines[other] for other in below[at] if other not in totals]
        if at in totals or any(_is_coarser(lines[at], other) for other in under) or _is_sum(lines[at], under):
            totals.add(at)
            yield lines[at], under
    bare_totals = [line.total and not line.stated for line in lines]
    for at, own in blocks(bare_totals, [at not in totals for at in range(len(lines))]):
        yield lines[at], [lines[other] for other in own]


def _is_coarser(line: SheetRow, other: SheetRow) -> bool:
    return any(len(other.stated[d].code) > len(own.code) > 0 for d, own in line.stated.items() if d in CODE_LEVELS)


def _is_sum(line: SheetRow, parts: Sequence[SheetRow]) -> bool:
    own = [(entry.exact, [p.entries[i].exact for p in parts if i in p.entries]) for i, entry in line.entries.items()]
    return bool(own) and all(exact_sum(amounts) == whole for whole, amounts in own)
