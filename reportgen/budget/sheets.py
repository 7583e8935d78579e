"""Spreadsheets that a budget file names (用表格填明细): `{文件: 支出明细.xlsx, 表: 支出}` → lines.

Each file is read once.
"""

from dataclasses import replace
from pathlib import Path

from reportgen.budget.named import SHEETS, named_path
from reportgen.budget.rows import Known, Rows
from reportgen.diagnostics import ReportgenError, did_you_mean, listed
from reportgen.quantity import UNITS
from reportgen.source import Mapping, Problems, Scalar, Sequence, SheetFile, Worksheet, open_sheets
from reportgen.vocabulary import Measure

KEYS = ("文件", "表", "金额单位", "备注")  # of what names a spreadsheet; others are what its rows share


class Sheets:
    """The spreadsheets that one budget file names, each read once."""

    def __init__(self, unit: str, known: Known, problems: Problems) -> None:
        self.unit, self.known, self.problems = unit, known, problems
        self._files: dict[Path, SheetFile | None] = {}

    def lines(self, node: Mapping, measure: Measure) -> Sequence:
        """The rows of the spreadsheet that the mapping names as 文件 and 表; mistakes are told, their rows left out."""
        sheet = self._sheet(node)
        if sheet is None:
            return Sequence(node.place, ())
        stated = node.get("金额单位")
        unit = stated.text if isinstance(stated, Scalar) else self.unit
        if unit not in UNITS:
            at = stated.at if stated else node.at
            self.problems.add("取值", f"没有“{unit}”这个金额单位", at, hint=did_you_mean(unit, UNITS))
            return Sequence(node.place, ())
        return Sequence(node.place, tuple(Rows(sheet, measure, unit, self.known, self.problems).read()))

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
                self.problems.extend(replace(d, places=(*d.places, file.at)) for d in mistake.diagnostics)
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
