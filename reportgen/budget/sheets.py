"""Spreadsheets that a budget file names (用表格填明细): `{文件: 支出明细.xlsx, 表: 支出}` → lines of a measure.

The first row names the columns: dimensions of the measure, 金额 or 数量 (`金额（元）` names its unit), 金额单位, 备注.
An empty cell states nothing, an empty row is skipped. A row of totals is an error: it would be added to what it sums.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from reportgen.budget.catalogue import code_and_name
from reportgen.budget.files import SHEETS, named_path
from reportgen.diagnostics import Location, ReportgenError, did_you_mean, listed
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.records import replace
from reportgen.source import Mapping, Problems, Scalar, SheetFile, Unreadable, Worksheet, open_sheets, scalar_at
from reportgen.vocabulary import MONEY, Measure

KEYS = ("文件", "表", "金额单位", "备注")  # of the mapping that names a spreadsheet; all other keys hold for its rows
# 25,000 lines, a thousand units of 25, take 15 s and 500 MB until they are tables, and both grow with the lines.
MOST_LINES = 30_000
SheetRow = tuple[Mapping, Decimal]  # the row as lines are written, and its amount in 元 or pieces
ReadAmount = Callable[[Scalar, Measure, str], Decimal | None]  # see LineReader.amount
Known = Callable[[str, str], tuple[str, ...]]  # dimension, code -> the names of the code


class Sheets:
    """The spreadsheets that one budget file names; each is read once."""

    def __init__(self, unit: str, known: Known, problems: Problems) -> None:
        self.unit, self.known, self.problems = unit, known, problems
        self._files: dict[Path, SheetFile | None] = {}

    def rows(self, node: Mapping, measure: Measure, read_amount: ReadAmount, most: int) -> list[SheetRow]:
        """Return the rows of the spreadsheet that a mapping names as 文件 and 表; none if they are more than `most`."""
        sheet = self._sheet(node)
        if sheet is None:
            return []
        before = len(self.problems)
        unit = stated_unit(node, self.unit, self.problems)
        if len(self.problems) > before:
            return []
        return list(Rows(self, sheet, measure, unit, read_amount).read(most))

    def _sheet(self, node: Mapping) -> Worksheet | None:
        file, title = node.get("文件"), node.get("表")
        for stated in (file, title):
            if stated is not None and not (isinstance(stated, Scalar) and stated.text.strip()):
                self.problems.add("格式", "这里要写一个名称", stated.at, hint="如 {文件: 支出明细.xlsx, 表: 支出}")
                return None
        assert isinstance(file, Scalar)
        opened = self._opened(file)
        return self._chosen(opened, title if isinstance(title, Scalar) else None, file) if opened else None

    def _opened(self, file: Scalar) -> SheetFile | None:
        path = named_path(file, SHEETS, self.problems)
        if path is None:
            return None
        if path not in self._files:
            self._files[path] = None
            try:
                self._files[path] = open_sheets(path)
            except ReportgenError as mistake:
                self.problems.extend_from(mistake, file.at)
        return self._files[path]

    def _chosen(self, opened: SheetFile, title: Scalar | None, file: Scalar) -> Worksheet | None:
        titles, hint = opened.titles, f"在“文件”旁边写“表: 名称”。可用的有：{listed(opened.titles)}"
        if not titles:
            self.problems.add("格式", f"“{file.text}”里没有内容", file.at, hint="没有的写“无”")
        elif titles == ("",) and title:
            self.problems.add("格式", "这个文件只有一张表，不用写“表”", title.at, hint="删掉“表”")
        elif title and title.text not in titles:
            what = f"“{file.text}”里没有“{title.text}”这张表，或它是空的"
            self.problems.add("取值", what, title.at, hint=did_you_mean(title.text, titles))
        elif not title and len(titles) > 1:
            self.problems.add("取值", f"“{file.text}”里有几张表，没有写用哪一张", file.at, hint=hint)
        else:
            return opened.sheet(title.text if title else titles[0])
        return None


_LEVELS = ("类", "款", "项")
_AMOUNTS, _BESIDE = ("金额", "数量"), ("金额单位", "备注")
_AMOUNT_IN = compiled(rf"(金额)[（(]({'|'.join(UNITS)})[）)]")
_TOTAL = compiled(r"(.*[合小总共])\s*计[:：]?")
_PLAIN = str.maketrans("（）", "()", " 　")
_NUMERIC, _SEVERAL = compiled("[0-9][0-9.,，]*"), 2
_THOUSANDS, _REST = compiled(r"-?[0-9]{1,3}"), compiled(r"[0-9]{3}(\.[0-9]+)?")
Entry = tuple[Scalar, Scalar]


class Rows:
    """Reads the rows of one sheet as lines of a measure; `unit` is the unit of amounts that name none."""

    def __init__(
        self, sheets: "Sheets", sheet: Worksheet, measure: Measure, unit: str, read_amount: ReadAmount
    ) -> None:
        self.known, self.problems, self.read_amount = sheets.known, sheets.problems, read_amount
        self.sheet, self.measure, self.unit = sheet, measure, unit
        self.columns: dict[int, Scalar] = {}  # index -> the key of lines; columns that are not used are left out
        self.amount_unit = ""

    def read(self, most: int) -> Iterator[SheetRow]:
        """Yield every row with content, without wrong cells, which are reported; none if there are more than `most`."""
        if not self._has_usable_heads():
            return
        below = range(self.sheet.head + 1, len(self.sheet.rows))
        full = [row for row in below if any(self.sheet.rows[row])]
        if not full:
            place = scalar_at(self.sheet.row(self.sheet.head), "")
            self.problems.add("格式", "列名下面没有内容", place.at, hint="没有的，在预算文件里写“无”")
        if len(full) > most:
            report_lines(scalar_at(self.sheet.row(full[most]), "").at, self.problems)
            return
        if self._has_wrong_head(full):
            return
        for row in full:
            entries = [(self.columns[i], self._value(row, i)) for i in self._usable_columns(row)]
            if not self._is_total(row, entries):
                yield self._with_amount(row, entries)

    def _has_usable_heads(self) -> bool:
        """Whether the first row names the columns, one of them the amount; else report it."""
        head, before = self.sheet.head, len(self.problems)
        names = [self.sheet.cell(head, i) for i in range(len(self.sheet.rows[head]))]
        if not any(self._key(name.text) for name in names):
            hint = f"表上面的标题、单位各行删掉；列名有：{listed([*self.measure.dimensions, '金额'])}"
            self.problems.add("列名", "第一行要写列名", scalar_at(self.sheet.row(head), "").at, hint=hint)
            return False
        for i, name in enumerate(names):
            if name.text:
                self._add_column(i, name)
        if not any(name.text in _AMOUNTS for name in self.columns.values()):
            at = scalar_at(self.sheet.row(head), "").at
            self.problems.add("列名", "没有“金额”这一列", at, hint="第一行里写上“金额”，下面写各行的金额")
        return len(self.problems) == before

    def _has_wrong_head(self, rows: list[int]) -> bool:
        """Whether the column of amounts holds no number; if so, report it: the name may stand above a wrong column."""
        own = next(i for i, name in self.columns.items() if name.text in _AMOUNTS)
        cells = {
            i: [str(self.sheet.rows[row][i]) for row in rows if i < len(self.sheet.rows[row])] for i in self.columns
        }
        if len(rows) < _SEVERAL or any(_NUMERIC.search(cell) for cell in cells[own]):
            return False
        numbers = [i for i in cells if i != own and all(map(_NUMERIC.fullmatch, cells[i]))]
        other = next((self.columns[i].text for i in reversed(numbers)), "")
        hint = f"像是“{self.columns[own].text}”和“{other}”的列名写反了" if other else "看列名是不是写错了列"
        self.problems.add("列名", f"“{self.columns[own].text}”这一列没有一个数", self.columns[own].at, hint=hint)
        return True

    def _key(self, name: str) -> str:
        """Return the key of budget lines that a column name means, or ""."""
        plain = "".join(name.split())
        found = _AMOUNT_IN.fullmatch(plain) if self.measure.unit == MONEY else None
        return found[1] if found else plain if plain in (*self.measure.dimensions, *_AMOUNTS, *_BESIDE) else ""

    def _add_column(self, column: int, name: Scalar) -> None:
        key = self._key(name.text)
        if not key:
            self.problems.add(
                "列名", f"{self.measure.name}没有“{name.text}”这一列", name.at, hint=self._advice(name.text)
            )
            return
        same = [other for other in self.columns.values() if other.text == key or {other.text, key} == set(_AMOUNTS)]
        if same:
            self.problems.add("列名", f"“{key}”写了两列", name.at, same[0].at, hint="只留一列，别的改成“备注”")
        elif key != "备注":
            self.columns[column] = scalar_at(name.place, key)
            found = _AMOUNT_IN.fullmatch("".join(name.text.split()))
            self.amount_unit = found[2] if found else self.amount_unit

    def _advice(self, name: str) -> str:
        """Return what to do about an unknown column."""
        if "".join(name.split()) in _LEVELS:
            return "类、款、项合成一列：列名写“功能”，编码写到项，如 2080505"
        hint = did_you_mean(name, [*self.measure.dimensions, *_AMOUNTS[:1], *_BESIDE])
        return hint + ("" if hint.endswith("？") else "。") + "用不着的列，把列名改成“备注”"

    def _usable_columns(self, row: int) -> Iterator[int]:
        """Yield the columns in which a row states something; report cells that cannot be used."""
        head = self.sheet.rows[self.sheet.head]
        for column, cell in enumerate(self.sheet.rows[row]):
            if cell and (column >= len(head) or not head[column]):
                hint = "给这一列写上列名；金额里有千分位逗号时，去掉逗号，或用 Excel 另存"
                self.problems.add("列名", "这个单元格上面没有列名", self.sheet.cell(row, column).at, hint=hint)
            elif cell and column in self.columns and isinstance(cell, Unreadable):
                self.problems.add("单元格", cell.message, self.sheet.cell(row, column).at, hint=cell.hint)
            elif cell and column in self.columns:
                yield column

    def _value(self, row: int, column: int) -> Scalar:
        """Return what a cell states; of a code with a name the code, with a remark if the name is another code's."""
        value, dimension = self.sheet.cell(row, column), self.columns[column].text
        found = code_and_name(dimension, value.text)
        if not found:
            return value
        called = self.known(dimension, found[1])
        if found[2] and called and found[2].translate(_PLAIN) not in {name.translate(_PLAIN) for name in called}:
            hint = "看看编码对不对；编码对的，名称以“科目名称”和科目目录为准"
            self.problems.remark("名称", f"{found[1]} 是“{called[0]}”，这里写的是“{found[2]}”", value.at, hint=hint)
        return replace(value, text=found[1])

    def _is_total(self, row: int, entries: list[Entry]) -> bool:
        """Whether a row holds totals; if so, report it."""
        stated = [value for name, value in entries if name.text not in (*_AMOUNTS, *_BESIDE)]
        first = self.sheet.cell(row, next(i for i, cell in enumerate(self.sheet.rows[row]) if cell))
        total = next((value for value in (first, *stated) if _TOTAL.fullmatch(value.text)), None)
        hint = "删掉这一行：合计由程序算，留着会重复相加"
        if total:
            self.problems.add("合计行", f"这一行是“{total.text}”", total.at, hint=hint)
        elif entries and not stated and self._has_dimensions and not self._has_unreadable(row):
            at = scalar_at(self.sheet.row(row), "").at
            self.problems.add("合计行", "这一行只有金额，没有别的内容", at, hint=f"是合计就{hint}")
            return True
        return total is not None

    @property
    def _has_dimensions(self) -> bool:
        return any(name.text in self.measure.dimensions for name in self.columns.values())

    def _has_unreadable(self, row: int) -> bool:
        return any(isinstance(cell, Unreadable) for cell in self.sheet.rows[row])

    def _with_amount(self, row: int, entries: list[Entry]) -> SheetRow:
        """Return the row as a line that states its 金额单位, and its amount, 0 if that is wrong."""
        column, key = next((i, name) for i, name in self.columns.items() if name.text in _AMOUNTS)
        line = Mapping(self.sheet.row(row), tuple(entries))
        unit = stated_unit(line, self.amount_unit or self.unit, self.problems)
        stated = line.get(key.text)
        cell = stated if isinstance(stated, Scalar) else scalar_at(replace(line.place, column=column, length=1), "")
        amount = self._amount(row, column, cell, unit)
        others = [(name, value) for name, value in entries if name is not key]
        units = [] if line.get("金额单位") else [(scalar_at(key.place, "金额单位"), scalar_at(key.place, unit))]
        shown = cell if amount is not None else replace(cell, text="0")
        return replace(line, entries=(*others, (key, shown), *units)), amount or Decimal(0)

    def _amount(self, row: int, column: int, cell: Scalar, unit: str) -> Decimal | None:
        """Return the amount in 元 (or pieces); None, with a report, if it is missing, wrong or seems cut in two."""
        if not cell.text:
            what = self.measure.amount_key
            if not self._has_unreadable(row):
                self.problems.add(what, f"这一行没有写{what}", cell.at, hint=f"写上{what}；没有就写 0，或删掉这一行")
            return None
        amount = self.read_amount(cell, self.measure, unit)
        if amount is not None and self._is_cut(row, column, cell):
            hint = "去掉逗号，或给整个数加引号；备注就是这个数的，在前面加上字"
            self.problems.add("金额", "金额像是被千分位逗号断成了两格", cell.at, hint=hint)
            return None
        return amount

    def _is_cut(self, row: int, column: int, amount: Scalar) -> bool:
        """Whether an amount was typed as `1,234` without quotes: its rest then stands in the next column, unseen."""
        cells = self.sheet.rows[row]
        after = cells[column + 1] if column + 1 < len(cells) and column + 1 not in self.columns else ""
        typed = not self.sheet.title and isinstance(after, str)
        return bool(typed and _THOUSANDS.fullmatch(amount.text) and _REST.fullmatch(str(after)))


def report_lines(at: Location, problems: Problems) -> None:
    """Report that a budget has too many lines; `at` is the first line that is not read."""
    hint = "合并同一单位、同一科目的各行；单位很多的，每个单位一个文件，再汇总"
    problems.add("行数", f"一个文件的收支最多{MOST_LINES}行，从这里起没有读", at, hint=hint)


def stated_unit(node: Mapping, otherwise: str, problems: Problems) -> str:
    """Return the 金额单位 that a line or a spreadsheet's mapping states, else `otherwise`; report a wrong one."""
    stated = node.get("金额单位")
    if not isinstance(stated, Scalar) or stated.text in UNITS:
        return stated.text if isinstance(stated, Scalar) else otherwise
    problems.add("取值", f"没有“{stated.text}”这个金额单位", stated.at, hint=did_you_mean(stated.text, UNITS))
    return otherwise
