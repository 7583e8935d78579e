"""Budget workbooks (预算工作簿): a budget file to type into with Excel → the nodes that its text would be.

The sheet 基本信息 begins with the cell 预算文件, any other with the key that it holds (`workbook_sheets`). Columns:

    键 | 内容             one value a row; a key is a path as well, `每项` in it an item of a list, `第2项` the second
    功能 | 金额           a list, a row for each item; a column may be a path (`进度/3月底`); `每项`: a list of texts
    支出（按性质分）      the column 性质 holds the headings; a row of 缺省 holds for all rows
    项目/各项/指标        a list within each item of a list; the first column says of which, by its first value

An empty cell states nothing, an empty row is skipped.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.budget.catalogue import code_and_name
from reportgen.budget.workbook_sheets import (
    AMOUNTS,
    EACH,
    KEY,
    NUMBERED,
    OF_EACH,
    SHARED,
    UNREAD,
    VALUE,
    BudgetSheet,
    budget_sheets,
    split,
    ungrouped,
)
from reportgen.diagnostics import ReportgenError, combined, did_you_mean
from reportgen.records import dataclass, field
from reportgen.source import Mapping, Node, Problems, Scalar, Unreadable, scalar_at
from reportgen.source import Sequence as Listed
from reportgen.source.nodes import NodePlace

_LISTS = {"[]": True, "{}": False}  # empty lists and mappings
_DEEPEST, _SHOWN = 20, 100  # keys of a path; known names that a hint looks through
_HEADS = f"第二行写列名：“{KEY}”和“{VALUE}”，或一列一个键，如 功能、金额"


def read_workbook(path: Path) -> Mapping:
    """Return what a workbook says, as if it stood in a budget file.

    Raises:
        ReportgenError: all mistakes that can be found at once.
    """
    front, *others = budget_sheets(path)
    reader = _Filler(front)
    reader.add_sheet(front, [])
    for sheet in sorted(others, key=lambda each: split(each.cell_text(0, 0)).count(OF_EACH)):
        reader.add_sheet(sheet, split(sheet.cell_text(0, 0)))
    if reader.problems:
        raise ReportgenError(*combined(reader.problems))
    found = reader.root.node()
    return found if isinstance(found, Mapping) else Mapping(found.place, ())


@dataclass
class _Growing:
    """A list or a mapping that is being filled; the items of a list have numbers as keys."""

    place: NodePlace
    is_list: bool = False
    children: dict[str, tuple[Scalar, "_Growing | Scalar"]] = field(default_factory=dict)
    called: dict[str, "_Growing"] = field(default_factory=dict)  # items by their first value, once one was asked for

    def node(self) -> Node:
        """Return the node; a mapping of 第1项, 第2项 … is a list."""
        found = [(key, one if isinstance(one, Scalar) else one.node()) for key, one in self.children.values()]
        if self.is_list or (found and all(NUMBERED.fullmatch(key.text) for key, _ in found)):
            return Listed(self.place, tuple(value for _, value in found))
        return Mapping(self.place, tuple(found))

    def add(self, value: "_Growing | Scalar") -> None:
        """Add an item to a list."""
        self.children[str(len(self.children))] = scalar_at(value.place, EACH), value

    def item(self, name: str) -> "_Growing | None":
        """Return the item of a list whose first value is this."""
        if not self.called:
            items = [one for _, one in self.children.values() if isinstance(one, _Growing) and one.children]
            firsts = [(next(iter(one.children.values()))[1], one) for one in items]
            self.called = {first.text: one for first, one in reversed(firsts) if isinstance(first, Scalar)}
        return self.called.get(name)


class _Filler:
    """Fills the root with the sheets, one after another."""

    def __init__(self, front: BudgetSheet) -> None:
        self.root, self.problems = _Growing(front.cell(0, 0).place), Problems()

    def add_sheet(self, sheet: BudgetSheet, path: list[str]) -> None:
        """Read one sheet, whose contents stand under the path."""
        heads = [sheet.cell(1, i) for i in range(len(sheet.rows[1]))] if len(sheet.rows) > 1 else []
        if not any(head.text for head in heads) or len(path) > _DEEPEST:
            hint = f"{_HEADS}；不读的表，第一格用括号括起来"
            self.problems.add("列名", "第二行没有列名", sheet.cell(0, 0).at, hint=hint)
        elif [head.text for head in heads[:2]] == [KEY, VALUE]:
            self._paths(sheet, path)
        elif path:
            self._table(sheet, path, heads)
        else:
            self.problems.add("列名", f"这一张表的列名是“{KEY}”“{VALUE}”", heads[0].at, hint="把第二行改回来")

    def _paths(self, sheet: BudgetSheet, path: list[str]) -> None:
        for row in _filled_rows(sheet):
            key, value = sheet.cell(row, 0), sheet.cell(row, 1)
            if not key.text and value.text:
                self.problems.add("格式", "这一行没有写键", value.at, hint="在第一列写上键，或删掉这一行")
            elif key.text and self._is_readable(sheet, row, 0) and self._is_readable(sheet, row, 1):
                self._put(self.root, [scalar_at(key.place, part) for part in (*path, *split(key.text))], value)

    def _table(self, sheet: BudgetSheet, path: list[str], heads: list[Scalar]) -> None:
        links = path.count(OF_EACH)
        last, by = ungrouped(path[-1])
        path = [*path[:-1], last]
        named = self._column_paths(heads[links:], links)
        target = (
            None if links else self._made_below(self.root, [scalar_at(sheet.cell(0, 0).place, part) for part in path])
        )
        if target and by:
            target.children |= self._sections(sheet, by, named)
            return
        for row in _filled_rows(sheet):
            item, holder = self._item(sheet, row, named), target or self._holder(sheet, row, path)
            if item and holder:
                holder.is_list = True
                holder.add(item.children["0"][1] if item.is_list else item)
        if target:
            target.is_list = True

    def _sections(
        self, sheet: BudgetSheet, by: str, named: dict[int, list[Scalar]]
    ) -> dict[str, tuple[Scalar, "_Growing | Scalar"]]:
        """Return the headings in the table's column `by`, each with its rows."""
        groups: dict[str, list[tuple[Scalar, _Growing]]] = {}
        for row in _filled_rows(sheet):
            if item := self._item(sheet, row, named):
                _, heading = item.children.pop(by, (None, None))
                if isinstance(heading, Scalar):
                    groups.setdefault(heading.text, []).append((heading, item))
                else:
                    at = scalar_at(sheet.row(row), "").at
                    self.problems.add("格式", f"这一行没有写“{by}”", at, hint=f"写上；各行共有的写“{SHARED}”")
        return {name: (rows[0][0], _section(rows)) for name, rows in groups.items()}

    def _column_paths(self, heads: list[Scalar], first: int) -> dict[int, list[Scalar]]:
        """Return column -> its path; columns whose name stands between （ and ） are left out."""
        said: dict[str, Scalar] = {}
        named: dict[int, list[Scalar]] = {}
        for column, head in enumerate(heads, first):
            if head.text and not UNREAD.fullmatch(head.text):
                named[column] = [scalar_at(head.place, part) for part in split(head.text)]
                if (other := said.setdefault(head.text, head)) is not head:
                    hint = "只留一列，不读的列名加上括号"
                    self.problems.add("列名", f"“{head.text}”写了两列", head.at, other.at, hint=hint)
        return named

    def _item(self, sheet: BudgetSheet, row: int, named: dict[int, list[Scalar]]) -> _Growing | None:
        """Return the row as a mapping, or as a list of its text; None if it is empty or wrong."""
        item, before = _Growing(sheet.row(row)), len(self.problems)
        for column, cell in enumerate(sheet.rows[row]):
            if cell and column in named and self._is_readable(sheet, row, column):
                self._put(item, named[column], _plain(named[column][-1].text, sheet.cell(row, column)))
            elif cell and not sheet.cell_text(1, column):
                hint = "给这一列写上列名；不读的列，列名写在括号里，如（说明）"
                self.problems.add("列名", "这个单元格上面没有列名", sheet.cell(row, column).at, hint=hint)
        columns = {path[0].text for path in named.values()}
        if item.children and item.children.keys() <= {*AMOUNTS} and not columns <= {*AMOUNTS}:
            hint = "是合计就删掉这一行：合计由程序算，留着会重复相加"
            self.problems.add("合计行", "这一行只有金额，没有别的内容", scalar_at(sheet.row(row), "").at, hint=hint)
        return item if item.children and len(self.problems) == before else None

    def _holder(self, sheet: BudgetSheet, row: int, path: list[str]) -> _Growing | None:
        """Return the list that a row belongs to, within the items that its first cells name.

        Returns None, and reports it, if there is no such item.
        """
        at, keys, column = self.root, list[Scalar](), 0
        for part in path:
            if part != OF_EACH:
                keys.append(scalar_at(sheet.cell(0, 0).place, part))
                continue
            named = sheet.cell(row, column)
            found = self._made_below(at, keys)
            item = found and (found.item(named.text) or found.item(_plain("单位", named).text))
            if not item:
                hint = did_you_mean(named.text, [*found.called][:_SHOWN]) if found else ""
                self.problems.add(
                    "取值", f"“{keys[-1].text if keys else OF_EACH}”里没有“{named.text}”", named.at, hint=hint
                )
                return None
            at, keys, column = item, [], column + 1
        return self._made_below(at, keys)

    def _made_below(self, at: _Growing, keys: Sequence[Scalar]) -> _Growing | None:
        """Return the list or mapping below these keys; it is made if it is missing.

        Returns None, and reports it, if a value stands there.
        """
        for key in keys:
            below = at.children.setdefault(key.text, (key, _Growing(key.place)))[1]
            if isinstance(below, Scalar):
                what = f"“{key.text}”已经写了“{below.text}”，这里又写它下面的内容"
                self.problems.add("重复的键", what, key.at, below.at, hint="只留一处")
                return None
            at = below
        return at

    def _put(self, at: _Growing, keys: Sequence[Scalar], value: Scalar) -> None:
        """Put a value below these keys."""
        if len(keys) > _DEEPEST:
            self.problems.add("格式", "套得太深", keys[0].at, hint="检查“/”是不是写多了；内容里的“/”写两个")
            return
        *above, last = keys
        holder = self._made_below(at, above)
        new = _Growing(value.place, _LISTS[value.text]) if value.text in _LISTS else value
        if holder and last.text == EACH and (holder.is_list or not holder.children):
            holder.is_list = True
            holder.add(new)
        elif holder and (other := holder.children.setdefault(last.text, (last, new)))[1] is not new:
            self.problems.add("重复的键", f"“{last.text}”写了两次", last.at, other[0].at, hint="只留一处")

    def _is_readable(self, sheet: BudgetSheet, row: int, column: int) -> bool:
        cell = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
        if isinstance(cell, Unreadable):
            self.problems.add("单元格", cell.message, sheet.cell(row, column).at, hint=cell.hint)
        return isinstance(cell, str)


def _filled_rows(sheet: BudgetSheet) -> Iterator[int]:
    """Yield the indexes of the rows below the heads that are not empty."""
    return (row for row in range(2, len(sheet.rows)) if any(sheet.rows[row]))


def _plain(dimension: str, cell: Scalar) -> Scalar:
    """Return a cell without the name after its code, if it has one."""
    found = code_and_name(dimension, cell.text)
    return scalar_at(cell.place, found[1]) if found else cell


def _section(rows: list[tuple[Scalar, _Growing]]) -> "_Growing | Scalar":
    """Return what stands below a heading: what all rows share (缺省), an amount, or lines."""
    heading, first = rows[0]
    if heading.text == SHARED:
        return first
    if len(rows) == 1 and len(first.children) == 1 and first.children.keys() <= {*AMOUNTS}:
        return next(iter(first.children.values()))[1]
    section = _Growing(heading.place, is_list=True)
    for _, row in rows:
        section.add(row)
    return section
