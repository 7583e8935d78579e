"""A budget file, with everything that needs no region: read, or put together from several."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.budget import drafts
from reportgen.budget.models import FIELDS, BudgetFile
from reportgen.diagnostics import Location, ReportgenError, Severity, did_you_mean, error
from reportgen.quantity import UNITS
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, decode, read
from reportgen.vocabulary import CODE_LEVELS, is_code

_DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日", re.ASCII)
_SIGNS = str.maketrans("-/.年月日", "      ")
_HEAD = ("模板", "文种", "年度", "金额单位", "部门")


def open_file(path: Path) -> BudgetFile:
    """The file, with everything that needs no region.

    Raises:
        ReportgenError: what is wrong in it.
    """
    node = read(path)
    if not any(node.get(name) for name in _HEAD):
        hint = f"预算文件开头要写“{'”“'.join(_HEAD)}”；检查文件名"
        raise ReportgenError(error("格式", "这不是预算文件", Location(node.at.path, 1), hint=hint))
    return file_of(node)


def file_of(written: Mapping) -> BudgetFile:
    """What `open_file` gives, of a file that was read, or put together from several."""
    problems = Problems()
    node, empty = drafts.settled(written, FIELDS)
    unfilled = drafts.told(empty, drafts.is_draft(node))
    problems += [finding for finding in unfilled if finding.severity is Severity.ERROR]
    if any(place.wanted is drafts.Wanted.HEAD for place in empty):
        problems.raise_any()
    file = decode(node, BudgetFile, problems, others=True)
    _refuse_empty(node, problems)
    _refuse_names_of_no_code(node, problems)
    unit = node.get("金额单位")
    if isinstance(unit, Scalar) and unit.text and unit.text not in UNITS:
        problems.add("取值", f"没有“{unit.text}”这个金额单位", unit.at, hint=did_you_mean(unit.text, UNITS))
    if file and not 1990 <= file.year <= 2100:
        problems.add("取值", f"年度“{file.year}”不对", _at(node, "年度").at, hint="写四位年份，如 2025")
    day = _date(file, problems) if file else ""
    problems.raise_any()
    assert file is not None
    waiting = drafts.waiting(empty)
    return replace(file, node=node, unfilled=tuple(unfilled), waiting=waiting, date=day)


def _date(file: BudgetFile, problems: Problems) -> str:
    """The 日期 as `2026-02-28`: a day of the 年度, or of the years next to it."""
    if file.dated is None:
        return ""
    numbers = [int(part) for part in (_DATE.fullmatch(file.dated.text.strip()) or [""])[0].translate(_SIGNS).split()]
    try:
        day = date(*numbers)
    except (TypeError, ValueError):
        problems.add("取值", f"“{file.dated.text}”不是日期", file.dated.at, hint=f"写成 {file.year}-02-28 这样")
        return ""
    if abs(day.year - file.year) > 1:
        problems.add("取值", f"日期在{day.year}年，年度是{file.year}年", file.dated.at, hint="检查日期的年份和“年度”")
    return day.isoformat()


def _at(node: Mapping, name: str) -> Node:
    return node.get(name) or node


def _refuse_names_of_no_code(node: Mapping, problems: Problems) -> None:
    """科目名称: a name under what is no code would never be printed."""
    named = node.get("科目名称")
    for code, _ in named.entries if isinstance(named, Mapping) else ():
        if not any(is_code(dimension, code.text) for dimension in CODE_LEVELS):
            hint = "写“编码: 名称”，如 2070104: 图书馆；编码按位数写：类3位、款5位、项7位"
            problems.add("编码", f"“{code.text}”不是科目编码", code.at, hint=hint)


def _refuse_empty(node: Mapping, problems: Problems) -> None:
    """Keys that the document prints or goes by need words behind them."""
    department = node.get("部门")
    units = department.get("单位") if isinstance(department, Mapping) else None
    holders = [(node, ("模板", "文种", "金额单位")), (department, ("名称",))]
    holders += [(unit, ("编码", "名称", "文件")) for unit in (units.items if isinstance(units, Sequence) else ())]
    for holder, names in holders:
        for name in names:
            value = holder.get(name) if isinstance(holder, Mapping) else None
            if isinstance(value, Scalar) and not value.text.strip():
                problems.add("格式", f"“{name}”后面没有写内容", value.at, hint="在冒号后面写上")
