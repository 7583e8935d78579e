"""A county small enough for a test: departments of a region that prints one sentence and one table."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from reportgen.cli import main
from tests.unit.small import region

TABLE = "标题: 支出表\n编号: 公开01表\n行: 科目行\n列: [科目, 支出各列]\n"
BUDGET = """\
模板: probe
文种: 部门预算
年度: {year}
金额单位: 元
部门: {{名称: {name}, 单位: [{{编码: 1, 名称: {name}本级}}]}}
{more}收入: {{一般公共预算: {amount}}}
支出:
  - {{单位: 1, 功能: 2010302, 性质: 项目支出, 项目: 修缮, 资金: 一般公共预算, 金额: 2000000}}
"""


class Said(NamedTuple):
    code: int
    out: str
    board: dict[str, Any]

    @property
    def states(self) -> dict[str, str]:
        return {row["文件"]: row["状态"] for row in self.board["文件"]}


def county(folder: Path, names: Sequence[str] = ("甲局", "乙局"), years: Sequence[int] = (2025, 2026)) -> Path:
    """A folder with a file for each department and year."""
    root = folder / "全县"
    region(root, "支出{{ 支出 }}。\n\n{{ 表格 }}\n", tables={"01-支出": TABLE})
    for name in names:
        for year in years:
            budget(root, name, year)
    return root


def budget(root: Path, name: str, year: int, amount: str = "2000000", more: str = "", file: str = "") -> Path:
    path = root / (file or f"{name}-{year}.yaml")
    path.write_text(BUDGET.format(name=name, year=year, amount=amount, more=more), encoding="utf-8")
    return path


def run(root: Path, *options: str) -> Said:
    """What `reportgen county` says of the folder, and its board."""
    out = root.parent / "out"
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = main(["county", str(root), "-o", str(out), *options])
    return Said(code, said.getvalue(), json.loads((out / "看板.json").read_text(encoding="utf-8")))
