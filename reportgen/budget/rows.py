"""Rows of a spreadsheet (用表格填明细) → lines of a measure, as if they stood in the budget file.

The first row names the columns: dimensions of the measure, 金额 or 数量 (`金额（元）` names its unit), 金额单位, 备注.
An empty cell is not stated, an empty row is none. A row of totals is an error: it would be added to what it sums.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from reportgen.budget.amounts import amount_form, exact_amount
from reportgen.diagnostics import did_you_mean, listed
from reportgen.quantity import EXACT, UNITS
from reportgen.source import Mapping, Node, Problems, Scalar, Sheet, Unreadable
from reportgen.vocabulary import CODE_LEVELS, MONEY, Measure

_AMOUNTS, _BESIDE = ("金额", "数量"), ("金额单位", "备注")
_AMOUNT_IN = re.compile(rf"(金额)[（(]({'|'.join(UNITS)})[）)]")
_TOTAL = re.compile(r"(.*[合小总共])\s*计[:：]?")
_CODED = re.compile(r"[\[【(（]?\s*([0-9]+)\s*[\]】)）]?[\s|_、:：.．—–－-]*(?:([^\d\s|_、:：.．—–－-].*))?")
_PLAIN = str.maketrans("（）", "()", " 　")
_FEN = Decimal("0.01")
Known = Callable[[str, str], tuple[str, ...]]  # dimension, code -> the names that it goes by


class Rows:
    """The rows of one sheet as lines of a measure; `unit` is that of amounts that name none."""

    def __init__(self, sheet: Sheet, measure: Measure, unit: str, known: Known, problems: Problems) -> None:
        self.sheet, self.measure, self.unit, self.known, self.problems = sheet, measure, unit, known, problems
        self.columns: dict[int, Scalar] = {}  # those that are used: index -> name as a key of lines
        self.amount_unit = ""

    def read(self) -> Iterator[Mapping]:
        """Every row that holds something and nothing wrong."""
        if not self._named():
            return
        below = range(self.sheet.head + 1, len(self.sheet.rows))
        full = [row for row in below if any(self.sheet.rows[row])]
        if not full:
            place = Scalar(self.sheet.row(self.sheet.head), "")
            self.problems.add("格式", "列名下面没有内容", place.at, hint="没有的，在预算文件里写“无”")
        for row in full:
            before = len(self.problems)
            line = self._line(row)
            if len(self.problems) == before:
                yield line

    def _named(self) -> bool:
        """Whether the first row names the columns, one of them the amount."""
        head, before = self.sheet.head, len(self.problems)
        names = [self.sheet.cell(head, i) for i in range(len(self.sheet.rows[head]))]
        if not any(self._key(name.text) for name in names):
            hint = f"表上面的标题、单位各行删掉；列名有：{listed([*self._known, '金额'])}"
            self.problems.add("列名", "第一行要写列名", Scalar(self.sheet.row(head), "").at, hint=hint)
            return False
        for i, name in enumerate(names):
            if name.text:
                self._name(i, name)
        if not any(name.text in _AMOUNTS for name in self.columns.values()):
            at = Scalar(self.sheet.row(head), "").at
            self.problems.add("列名", "没有“金额”这一列", at, hint="第一行里写上“金额”，下面写各行的金额")
        return len(self.problems) == before

    @property
    def _known(self) -> tuple[str, ...]:
        return self.measure.dimensions

    def _key(self, name: str) -> str:
        """What a column name means as a key of lines, or nothing."""
        plain = "".join(name.split())
        found = _AMOUNT_IN.fullmatch(plain) if self.measure.unit == MONEY else None
        return found[1] if found else plain if plain in (*self._known, *_AMOUNTS, *_BESIDE) else ""

    def _name(self, column: int, name: Scalar) -> None:
        key = self._key(name.text)
        if not key:
            hint = did_you_mean(name.text, [*self._known, *_AMOUNTS[:1], *_BESIDE])
            hint = (
                f"{hint}用不着的列，删掉或把列名改成“备注”" if hint.endswith("？") else f"{hint}；用不着的列改成“备注”"
            )
            self.problems.add("列名", f"{self.measure.name}没有“{name.text}”这一列", name.at, hint=hint)
            return
        same = [other for other in self.columns.values() if other.text == key or {other.text, key} == set(_AMOUNTS)]
        if same:
            self.problems.add("列名", f"“{key}”写了两列", name.at, same[0].at, hint="只留一列，别的改成“备注”")
        elif key != "备注":
            self.columns[column] = Scalar(name.place, key)
            found = _AMOUNT_IN.fullmatch("".join(name.text.split()))
            self.amount_unit = found[2] if found else self.amount_unit

    def _line(self, row: int) -> Mapping:
        cells = self.sheet.rows[row]
        entries: list[tuple[Scalar, Node]] = []
        for column in range(len(cells)):
            if self._usable(row, column):
                entries.append((self.columns[column], self._value(row, column)))
        self._refuse_total(row, entries)
        line = Mapping(self.sheet.row(row), tuple(entries))
        if not any(name.text in _AMOUNTS for name, _ in entries):
            self._refuse_amountless(row)
        return self._with_amount(line)

    def _usable(self, row: int, column: int) -> bool:
        """Whether a cell states something in a column that is used."""
        cell = self.sheet.rows[row][column]
        head = self.sheet.rows[self.sheet.head]
        if column >= len(head) or not head[column]:
            if cell:
                hint = "给这一列写上列名；金额里有千分位逗号时，去掉逗号，或用 Excel 另存"
                self.problems.add("列名", "这个单元格上面没有列名", self.sheet.cell(row, column).at, hint=hint)
            return False
        if column not in self.columns or not cell:
            return False
        if isinstance(cell, Unreadable):
            self.problems.add("单元格", cell.message, self.sheet.cell(row, column).at, hint=cell.hint)
            return False
        return True

    def _value(self, row: int, column: int) -> Scalar:
        """What a cell says; a code without its name, of which is told where it is another's."""
        value, dimension = self.sheet.cell(row, column), self.columns[column].text
        found = _CODED.fullmatch(value.text) if dimension in (*CODE_LEVELS, "单位") else None
        if not found:
            return value
        called = self.known(dimension, found[1])
        if found[2] and called and found[2].translate(_PLAIN) not in {name.translate(_PLAIN) for name in called}:
            hint = "看看编码对不对；编码对的，名称以“科目名称”和科目目录为准"
            self.problems.remark("名称", f"{found[1]} 是“{called[0]}”，表里写的是“{found[2]}”", value.at, hint=hint)
        return replace(value, text=found[1])

    def _refuse_total(self, row: int, entries: list[tuple[Scalar, Node]]) -> None:
        values = [v for k, v in entries if k.text not in (*_AMOUNTS, *_BESIDE) and isinstance(v, Scalar)]
        total = next((v for v in values if _TOTAL.fullmatch(v.text)), None)
        first = next((i for i, cell in enumerate(self.sheet.rows[row]) if cell), 0)
        first_cell = self.sheet.cell(row, first)
        total = total or (first_cell if _TOTAL.fullmatch(first_cell.text) else None)
        hint = "删掉这一行：合计由程序算，留着会重复相加"
        if total:
            self.problems.add("合计行", f"这一行是“{total.text}”", total.at, hint=hint)
        elif not values and len(self.columns) > 1 and any(name.text in _AMOUNTS for name, _ in entries):
            what = "这一行只有金额，没有别的内容"
            self.problems.add("合计行", what, Scalar(self.sheet.row(row), "").at, hint=f"是合计就{hint}")

    def _refuse_amountless(self, row: int) -> None:
        column = next(i for i, name in self.columns.items() if name.text in _AMOUNTS)
        cell = self.sheet.rows[row][column] if column < len(self.sheet.rows[row]) else ""
        if not isinstance(cell, Unreadable):
            at = Scalar(replace(self.sheet.row(row), column=column, length=1), "").at
            self.problems.add("金额", "这一行没有写金额", at, hint="写上金额；没有就写 0，或删掉这一行")

    def _with_amount(self, line: Mapping) -> Mapping:
        """The row with its amount as lines state it, and the unit of its column."""
        stated = next((value for name, value in line.entries if name.text in _AMOUNTS), None)
        if not isinstance(stated, Scalar):
            return line
        own = line.get("金额单位")
        unit = own.text if isinstance(own, Scalar) and own.text in UNITS else self.amount_unit or self.unit
        amount = replace(stated, text=stated.text.replace("−", "-"))
        self._check(amount, unit)
        entries = [(name, amount if value is stated else value) for name, value in line.entries]
        if not own:
            entries.append((Scalar(line.place, "金额单位"), Scalar(line.place, unit)))
        return Mapping(line.place, tuple(entries))

    def _check(self, amount: Scalar, unit: str) -> None:
        exact = exact_amount(amount.text, self.measure, unit)
        what, hint = amount_form(self.measure)
        if exact is None:
            self.problems.add(what, f"“{amount.text}”不是{what}", amount.at, hint=f"{hint}；负数写成 -3")
        elif self.measure.unit == MONEY and EXACT.remainder(exact, _FEN):
            hint = f"四舍五入到分；Excel 里用 ROUND(…, {_places(unit)})，公式算出来的数看着是两位，后面还有"
            self.problems.add("金额", f"“{amount.text}”比一分钱还细", amount.at, hint=hint)


def _places(unit: str) -> int:
    """Decimals that an amount to the 分 has in a unit."""
    return len(str(UNITS[unit])) + 1
