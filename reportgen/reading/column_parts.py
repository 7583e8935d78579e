"""What columns are by their cells, and which columns of a table make up another one (列的合计).

Cells show names, codes or numbers, and whether money is of this year. Where numbers carry names (带名的列), these say
base and change of a column, and which column is part of which.

Elsewhere heads tell what columns are: 合计 is the sum of the columns beside it under the same head. Columns of another
year, changes and rates are no parts. Parts by one dimension (资金) and parts by another (性质) each make up the whole.
If heads name only some parts (其中, 面向中小企业, a single column), their sum may be less than the whole, never more.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby

from reportgen.document import Role, TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.columns import Column, conditions_of_heads
from reportgen.reading.entries import Entry, number_in
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.meanings import Meaning, Meanings, Sort
from reportgen.reading.terms import WHOLE, conditions_of, is_known_fund, is_total
from reportgen.records import dataclass, replace

_YEAR = compiled(r"20\d\d年(?:度)?|[（(].{0,80}?[）)]")
_CARRIED = compiled("结转|结余")
_BY = {"资金": "资金", "年份": "资金", "性质": "性质", "项目类别": "性质", "经费": "性质", "经济": "性质"}
_BELOW = {
    ("性质", "基本支出"): ("经费", "经济"),
    ("性质", "项目支出"): ("项目类别",),
    ("资金", "财政拨款"): ("一般公共预算", "政府性基金", "国有资本经营预算"),
    ("费目", "公务用车购置及运行费"): ("公务用车购置费", "公务用车运行费"),
}
_AMOUNTS = (Sort.AMOUNT, Sort.BASE, Sort.COUNT)
_SOME = 6  # rows examined to see which columns are part of which
_Numbers = Mapping[int, Entry]  # grid column -> its number, of a row
_Row = Mapping[int, Meaning]  # grid column -> what its number means


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
    def is_of_year(self) -> bool:
        """Whether it is the total of this year's money alone: 本年收入合计, beside what is carried over."""
        means = {*conditions_of(self.words).items()}
        return not self.below and self.words.endswith("计") and bool(means) and means <= WHOLE

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
    parts = [head for head in heads if not (head.is_total or head.is_of_year)]
    for head in parts:
        below = [other for other in parts if _stands_below(other, head)]
        if below:
            yield from _made_up(head.columns[0], below)
            parts = [other for other in parts if other not in below]
    whole = next((head for head in heads if head.is_total), None)
    if whole:
        yield from _made_up(whole.columns[0], parts)
    if of_year := next((head for head in heads if head.is_of_year and not head.is_total), None):
        yield from _made_up(of_year.columns[0], [head for head in parts if not _CARRIED.search(head.words)])


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


def columns_by_cells(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns with their kinds by the roles of their cells; without cells, by their heads."""
    shapes = {tuple([(column, cell.role) for column, cell, _ in row.spots]) for row in layout.body if not row.row.total}
    roles: dict[int, set[Role]] = defaultdict(set)
    for column, role in chain.from_iterable(shapes):
        roles[column].add(role)
    return tuple(_of_kind(column, _kind_of_cells(roles[column.index], column.kind)) for column in layout.columns)


def _of_kind(column: Column, kind: str) -> Column:
    return column if column.kind == kind else replace(column, kind=kind)


def _kind_of_cells(roles: set[Role], otherwise: str) -> str:
    if Role.NUMBER in roles:
        return "数值"
    return "编码" if Role.CODE in roles else "名称" if Role.LABEL in roles or Role.TEXT in roles else otherwise


def columns_by_body(layout: LaidTable) -> tuple[Column, ...]:
    """Return the columns; those with words and no numbers below them are names, whatever their heads say.

    A dash that stands for nothing is no word.
    """
    words = [[text for row in layout.body if (text := row.texts[c.index].strip())] for c in layout.columns]
    return tuple(
        _of_kind(column, "名称") if column.kind == "数值" and _has_only_words(own) else column
        for column, own in zip(layout.columns, words, strict=True)
    )


def _has_only_words(texts: Sequence[str]) -> bool:
    return not any(map(number_in, texts)) and not all(spoken().is_word_of("没有内容", "划线", text) for text in texts)


def without_carried(columns: tuple[Column, ...], rows: Sequence[LaidRow]) -> tuple[Column, ...]:
    """Return the columns; if one beside them has 上年结转, those of funds and of 本年支出 mean this year's money."""
    carried = [c.index for c in columns if c.kind == "数值" and c.conditions.get("年份") == "上年结转"]
    if not any((said := number_in(row.texts[index])) and said.value for row in rows for index in carried):
        return columns
    return tuple(_of_this_year(column) if column.index not in carried else column for column in columns)


def _of_this_year(column: Column) -> Column:
    all_year = any(condition in WHOLE for head in column.path for condition in conditions_of(head).items())
    if column.kind != "数值" or not (all_year or "资金" in column.conditions):
        return column
    return replace(column, conditions={"年份": "本年", **column.conditions})


def columns_by_names(
    columns: tuple[Column, ...], lines: Sequence[_Numbers], kind: TableKind | None, meanings: Meanings
) -> tuple[Column, ...]:
    """Return the columns as the names of their numbers say: base, change, which is part of which; all have a name."""
    some = lines[:: max(1, len(lines) // _SOME)] if len(columns) > 1 else ()
    rows = [{i: meanings.meaning_of(entry.carried, kind) for i, entry in line.items()} for line in some]
    return tuple([_by_its_numbers(column, columns, lines, rows, meanings) for column in columns])


def _inside(own: int, columns: Sequence[Column], rows: Sequence[_Row], meanings: Meanings) -> dict[int, str]:
    """Return the columns that this one is part of -> the dimension that divides them.

    This is the same in all rows, so a sample of rows is enough.
    """
    rows = [row for row in rows if own in row]
    others = (column.index for column in columns if column.index != own)
    return {other: by for other in others if (by := _parted_by(own, other, rows, meanings))}


def _parted_by(own: int, other: int, rows: Sequence[_Row], meanings: Meanings) -> str:
    """Return the dimension by which one column is part of the other, the same in all rows; else ""."""
    found = ""
    for row in rows:
        if other in row and row[other].sort in _AMOUNTS:
            by = meanings.parted_by(row[other].own, row[own].own)
            if not by or (found and by != found):
                return ""
            found = by
    return found


def _by_its_numbers(
    column: Column, columns: Sequence[Column], lines: Sequence[_Numbers], rows: Sequence[_Row], meanings: Meanings
) -> Column:
    """Return the column with base, kind of change and wholes from its numbers, whatever its head says."""
    own = [line.get(column.index) for line in lines]
    said = {(e.name.base, e.name.derived) for e in own if e and e.name}
    base, derived = said.pop() if len(said) == 1 else (column.base, column.derived)
    index, path, kind, conditions = column.index, column.path, column.kind, column.conditions
    inside = _inside(index, columns, rows, meanings)
    return Column(index, path, kind, conditions, base, derived, column.unit, column.among, inside)
