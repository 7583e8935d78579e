"""Reading a budget file: first what does not depend on a region, then, with the region's vocabulary, its measures."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from reportgen.budget.adjusting import adjustment_of
from reportgen.budget.bases import Bases
from reportgen.budget.books import BookReader
from reportgen.budget.models import FIELDS, Budget, BudgetFile, Said
from reportgen.budget.sheets import Sheets
from reportgen.diagnostics import Location, ReportgenError, combined, did_you_mean, error
from reportgen.figure import FigureId
from reportgen.quantity import UNITS
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, decode, read
from reportgen.vocabulary import Vocabulary

_HEAD = ("模板", "文种", "年度", "金额单位", "部门")


def open_file(path: Path) -> BudgetFile:
    """The file, with everything that needs no region.

    Raises:
        ReportgenError: what is wrong in it.
    """
    return file_of(read(path))


def file_of(node: Mapping) -> BudgetFile:
    """What `open_file` gives, of a file that was read, or put together from several."""
    problems = Problems()
    if not any(node.get(name) for name in _HEAD):
        hint = f"预算文件开头要写“{'”“'.join(_HEAD)}”；检查文件名"
        raise ReportgenError(error("格式", "这不是预算文件", Location(node.at.path, 1), hint=hint))
    file = decode(node, BudgetFile, problems, others=True)
    _refuse_empty(node, problems)
    unit = node.get("金额单位")
    if isinstance(unit, Scalar) and unit.text and unit.text not in UNITS:
        problems.add("取值", f"没有“{unit.text}”这个金额单位", unit.at, hint=did_you_mean(unit.text, UNITS))
    if file and not 1990 <= file.year <= 2100:
        problems.add("取值", f"年度“{file.year}”不对", _at(node, "年度").at, hint="写四位年份，如 2025")
    problems.raise_any()
    assert file is not None
    return replace(file, node=node)


def budget_of(file: BudgetFile, vocabulary: Vocabulary) -> Budget:
    """The budget with its books, read by a region's vocabulary.

    Raises:
        ReportgenError: everything that is wrong in the measures, bases, reasons.
    """
    assert file.node is not None
    problems = Problems()
    units = dict.fromkeys(file.department.unit_names, "")
    only = {"单位": next(iter(units))} if len(units) == 1 else {}
    vocabulary = replace(vocabulary, defaults={**vocabulary.defaults, **only})
    vocabulary = vocabulary.with_members("单位", units)
    adjustment = adjustment_of(file.adjustments, vocabulary, problems)
    sheets = Sheets(file.unit, file.names_of, problems)
    reader = BookReader(vocabulary, file, sheets, problems)
    bases = Bases(
        file, BookReader(vocabulary, file, sheets, problems, adjustment), adjustment, cache(open_file), problems
    )
    books = {"": reader.book("", file.node.without(*FIELDS, *vocabulary.bases))}
    books |= {base: bases.book(base) for base in vocabulary.bases}
    reasons, purposes = reader.said("原因"), reader.said("用途")
    adjustment.tell_idle()
    problems.raise_any()
    findings = tuple(combined(problems.remarks))
    return Budget(file, vocabulary, books, reasons, purposes, bool(adjustment.used), findings)


def said_in(
    file: BudgetFile, vocabulary: Vocabulary, problems: Problems
) -> tuple[dict[FigureId, Said], dict[FigureId, Said]]:
    """The reasons and the purposes that the file states."""
    reader = BookReader(vocabulary, file, Sheets(file.unit, file.names_of, problems), problems)
    return reader.said("原因"), reader.said("用途")


def _at(node: Mapping, name: str) -> Node:
    return node.get(name) or node


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
