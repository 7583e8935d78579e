"""说明和表：明细列举"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, compared
from reportgen.checks._comparing import total
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place
from reportgen.reading.naming import stem

_LIST = re.compile(r"(?:人员|公用)(?:经费|支出)[^。；：]{0,200}?主要(?:包括|用于)[：:]?(?P<items>[^。；]+)")
_REST = re.compile(r"等[^、]*$")
_LEAST = Decimal(20)  # 5%: a twentieth


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list (列举), and where it stands."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A row of basic expenditure with money: its code, its names (部门经济 beside 政府经济), its total."""

    code: str
    names: tuple[str, ...]
    entry: Entry


def R307(case: Case) -> Iterator[Result]:
    """说明·明细列举

    人员经费、公用经费后面“主要包括”列举的，要是《一般公共预算基本支出表》里有金额的科目；表里占基本支出5%以上的科目，
    列举里要有。去年的列举照抄下来，今年的科目变了，就会对不上。列举不用科目名称的（如“综合定额经费”），不核对。

    怎样改：照基本支出表里有金额的科目重列一遍。
    依据：财预〔2016〕143号，基本支出公开到经济分类款级；公开文件中常见的错误。
    例：说明列举“会议费”，基本支出表没有这个科目；表里“绩效工资”144.10万元没有列举。
    """
    rows = list(_rows(case))
    listed = [items for items in _lists(case) if _names_items(case, items, rows)]
    if not rows or not listed:
        yield Unknown("没有基本支出表，或说明里没有按科目列举人员经费、公用经费")
        return
    yield Compared()
    for item in (item for items in listed for item in items):
        if not any(_same(item.name, row) for row in rows):
            message = f"说明列举“{item.name}”，但基本支出表没有这个科目，或没有金额"
            yield Finding(message, (item.place,), Severity.WARNING, "照表里有金额的科目重列；名称要和表里一样")
    yield from _left_out([item for items in listed for item in items], rows)


def _rows(case: Case) -> Iterator[ListedItem]:
    """Items of basic expenditure with money."""
    for sheet in case.reading.of(TableKind.BASIC):
        for line in sheet.lines:
            entry = next((e for e in line.entries.values() if e.name and e.name.member("经济")), None)
            if entry and entry.name and entry.number.value and line.label:
                yield ListedItem(entry.name.member("经济"), (*line.groups, line.label), entry)


def _lists(case: Case) -> Iterator[list[Listed]]:
    for passage in case.reading.passages:
        for found in _LIST.finditer(passage.text):
            items, at = [], found.start("items")
            for words in found["items"].split("、"):
                if name := _REST.sub("", words).strip():
                    items.append(Listed(name, passage.place(at, len(name))))
                at += len(words) + 1
            yield items


def _names_items(case: Case, items: Sequence[Listed], rows: Sequence[ListedItem]) -> bool:
    """Whether the list is one of classification items: most of its words are names of such."""
    known = [i for i in items if stem(i.name) in case.reading.names.economic or any(_same(i.name, r) for r in rows)]
    return 2 * len(known) > len(items)


def _same(said: str, row: ListedItem) -> bool:
    """Whether the word names the row: 医疗保险缴费 is what ends 职工基本医疗保险缴费."""
    return any(stem(said) == stem(n) or (n.endswith(said) and len(said) > len("福利费")) for n in row.names)


def _left_out(listed: Sequence[Listed], rows: Sequence[ListedItem]) -> Iterator[Result]:
    """Items that are a twentieth of the whole or more and that no list names, nor names what they are in."""
    classes = {row.code: row for row in rows if len(row.code) == len("301")}
    leaves = [row for row in rows if row.code not in classes] or list(rows)
    whole = total([row.entry for row in leaves])
    for row in leaves:
        if EXACT.multiply(row.entry.exact, _LEAST) < whole:
            continue
        yield compared(row.entry)
        if not any(_same(item.name, one) for item in listed for one in (row, classes.get(row.code[:3], row))):
            message = f"基本支出表中“{row.names[0]}”{row.entry.number}，占基本支出5%以上，说明里没有列举"
            places = (listed[0].place, row.entry.place)
            yield Finding(message, places, Severity.WARNING, "在“主要包括”里加上这个科目")
