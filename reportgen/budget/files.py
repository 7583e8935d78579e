"""Budget files: reading one, with everything that needs no region, and the files that it names (引用的文件).

A file is named relative to the folder of the file that names it, with either kind of slash, up to two folders higher:
`../2025/预算.yaml`, or `../../2025/单位/图书馆.yaml` from a folder of units. A full path (a drive, a server) would hold
on one computer only; and a stranger's file must not make the program contact a server or read any file on the disk.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

from reportgen.budget import drafts
from reportgen.budget.models import FIELDS, BudgetFile
from reportgen.diagnostics import Location, ReportgenError, Severity, did_you_mean, error
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.records import replace
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, below, decode, parsed, read_text, scalars
from reportgen.vocabulary import CODE_LEVELS, is_code

_DATE = compiled(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日", re.ASCII)
_QUOTES = compiled(r"[“\"'‘]([^“”\"'‘’]*)[”\"'’]")
_SIGNS = str.maketrans("-/.年月日", "      ")
_HEAD = ("模板", "文种", "年度", "金额单位", "部门")

WORKBOOKS = (".xlsx", ".xlsm")
BUDGETS, SHEETS = (".yaml", ".yml", *WORKBOOKS), (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".xls", ".et")
HIGHEST = 2  # how many folders higher a named file may be
_USUAL = (*BUDGETS, ".csv")  # files that are suggested where a name is not found
_FULL_PATH = compiled(r"[A-Za-z]:|[/~]")
_UNUSABLE = compiled(r'[<>:"|?*\x00-\x1f]')
_RESERVED = compiled(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # devices of Windows
_BESIDE = "文件放在这个预算文件旁边，只写文件名；在旁边的文件夹里，写“../文件夹/文件名”"
_KINDS = {BUDGETS: "预算文件（.yaml、.xlsx）", SHEETS: " Excel 工作簿（.xlsx）或 CSV 文件（.csv）"}


def read_budget(path: Path) -> Mapping:
    """Return the tree of a budget file: a text, or a workbook that was typed into.

    Raises:
        ReportgenError: all mistakes that can be found at once.
    """
    if path.suffix.lower() not in WORKBOOKS:
        text = read_text(path)
        return (_parsed if len(text) < _KEPT else parsed)(text, str(path), path.parent)
    from reportgen.budget.workbook import read_workbook  # most budgets are texts

    return read_workbook(path)


_KEPT = 200_000  # characters of a text whose nodes are kept
_parsed = lru_cache(maxsize=16)(parsed)  # last year's file, and those of units, are the same when this year's is saved


def is_budget_workbook(path: Path) -> bool:
    """Whether the file is a workbook to type into, not one of printed tables."""
    if path.suffix.lower() not in WORKBOOKS:
        return False
    from reportgen.budget.workbook_sheets import has_mark

    return has_mark(path)


def open_file(path: Path) -> BudgetFile:
    """Read a budget file, with everything that needs no region.

    Raises:
        ReportgenError: all that is wrong in the file, apart from its measures.
    """
    node = read_budget(path)
    if not any(node.get(name) for name in _HEAD):
        hint = f"预算文件开头要写“{'”“'.join(_HEAD)}”；检查文件名"
        raise ReportgenError(error("格式", "这不是预算文件", Location(node.at.path, 1), hint=hint))
    return budget_file_of(node)


def budget_file_of(written: Mapping) -> BudgetFile:
    """Like `open_file`, for a mapping that was read, or put together from several files."""
    problems = Problems()
    node, empty = drafts.with_stand_ins(written, FIELDS)
    unfilled = drafts.findings(empty, drafts.is_draft(node))
    problems += [finding for finding in unfilled if finding.severity is Severity.ERROR]
    if any(place.kind is drafts.BlankKind.HEAD for place in empty):
        problems.raise_any()
    file = decode(node, BudgetFile, problems, others=True)
    _refuse_empty(node, problems)
    _refuse_names_of_no_code(node, problems)
    _refuse_wrong_head(node, file, problems)
    day = _date(file, problems) if file else ""
    problems.raise_any()
    assert file is not None
    waiting = drafts.unfilled_measures(empty)
    return replace(file, node=node, unfilled=tuple(unfilled), empty=len(empty), waiting=waiting, date=day)


def _refuse_wrong_head(node: Mapping, file: BudgetFile | None, problems: Problems) -> None:
    """Report a 金额单位 that does not exist, and a 年度 outside 1990 to 2100."""
    unit = node.get("金额单位")
    if isinstance(unit, Scalar) and unit.text and unit.text not in UNITS:
        problems.add("取值", f"没有“{unit.text}”这个金额单位", unit.at, hint=did_you_mean(unit.text, UNITS))
    if file and not 1990 <= file.year <= 2100:
        at = (node.get("年度") or node).at
        problems.add("取值", f"年度“{file.year}”不对", at, hint="写四位年份，如 2025")


def _date(file: BudgetFile, problems: Problems) -> str:
    """The 日期 as `2026-02-28`; it has to be in the 年度 or in the year before or after."""
    if file.dated is None:
        return ""
    numbers = [int(part) for part in (_DATE.fullmatch(_plain(file.dated.text)) or [""])[0].translate(_SIGNS).split()]
    try:
        day = date(*numbers)
    except (TypeError, ValueError):
        problems.add(
            "取值", f"“{file.dated.text}”不是日期", file.dated.at, hint=f"写成 {file.year}-02-28 这样，年、月、日都写"
        )
        return ""
    if abs(day.year - file.year) > 1:
        problems.add("取值", f"日期在{day.year}年，年度是{file.year}年", file.dated.at, hint="检查日期的年份和“年度”")
    return day.isoformat()


def _plain(text: str) -> str:
    """The text with narrow digits and signs, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _refuse_names_of_no_code(node: Mapping, problems: Problems) -> None:
    """Report keys of 科目名称 that are no codes: their names would never be printed."""
    named = node.get("科目名称")
    for code, _ in named.entries if isinstance(named, Mapping) else ():
        if not any(is_code(dimension, code.text) for dimension in CODE_LEVELS):
            hint = "写“编码: 名称”，如 2070104: 图书馆；编码按位数写：类3位、款5位、项7位"
            problems.add("编码", f"“{code.text}”不是科目编码", code.at, hint=hint)


def _refuse_empty(node: Mapping, problems: Problems) -> None:
    """Report keys that the document prints or depends on, if they have no value, or one in quotes that would print."""
    department, units = below(node, "部门"), below(node, "部门", "单位")
    holders: list[tuple[Node | None, tuple[str, ...]]]
    holders = [(node, ("模板", "文种", "金额单位")), (department, ("名称",))]
    holders += [(unit, ("编码", "名称", "文件")) for unit in (units.items if isinstance(units, Sequence) else ())]
    for holder, names in holders:
        for name in names:
            value = below(holder, name)
            if isinstance(value, Scalar) and not value.text.strip():
                problems.add("格式", f"“{name}”后面没有写内容", value.at, hint="在冒号后面写上")
            elif isinstance(value, Scalar) and (quoted := _QUOTES.fullmatch(value.text.strip())):
                problems.add("格式", f"“{name}”外面多了引号，会印出来", value.at, hint=f"写成“{name}: {quoted[1]}”")


_NAMED: ContextVar[dict[Path, None] | None] = ContextVar("_NAMED", default=None)


@contextmanager
def collected_names() -> Iterator[dict[Path, None]]:
    """Collect the paths that budget files name while they are read, in order, whether or not a file is there."""
    names: dict[Path, None] = {}
    token = _NAMED.set(names)
    try:
        yield names
    finally:
        _NAMED.reset(token)


def named_path(file: Scalar, endings: tuple[str, ...], problems: Problems) -> Path | None:
    """Return the path of a named file that exists and is not the naming file; else None, with the reason reported."""
    path = file.place.source.folder / _with_slashes(file)
    if mistake := _mistake(file, endings):
        problems.add("文件", mistake[0], file.at, hint=mistake[1])
        return None
    if (names := _NAMED.get()) is not None:
        names[path] = None
    if not _exists(path):
        usual = tuple(ending for ending in endings if ending in _USUAL)
        there = sorted(other.name for other in _files_in(path.parent, usual) if other.resolve() != own_path(file))
        hint = did_you_mean(path.name, there) if there else "检查文件名和所在的文件夹"
        problems.add("文件", f"找不到文件“{path}”", file.at, hint=hint)
    elif path.resolve() == own_path(file):
        problems.add("文件", "写的是这个文件自己", file.at, hint=f"这里写另一个{_KINDS[endings].strip()}的名称")
    else:
        return path
    return None


def files_of(path: Path) -> list[Path]:
    """Return the files that a budget file may name, and those that these may name, whether they are there or not.

    Raises:
        ReportgenError: a budget file among them cannot be read.
    """
    found: dict[Path, None] = {}
    waiting = [path]
    for budget in waiting:
        for _, scalar in scalars(read_budget(budget)):
            if scalar.text.lower().endswith((*BUDGETS, *SHEETS)) and not _mistake(scalar, (*BUDGETS, *SHEETS)):
                file = scalar.place.source.folder / _with_slashes(scalar)
                if file not in found and file.suffix.lower() in BUDGETS:
                    waiting += [file] if file.suffix.lower() not in WORKBOOKS or is_budget_workbook(file) else []
                found[file] = None
    return list(found)


def own_path(file: Scalar) -> Path:
    """Return the path of the file in which the name stands."""
    source = file.place.source
    return (source.folder / Path(source.name).name).resolve()


def is_name_of(file: Scalar, path: Path) -> bool:
    """Whether the name is usable and means the file at this path."""
    try:
        return not _mistake(file, BUDGETS) and (file.place.source.folder / _with_slashes(file)).resolve() == path
    except (OSError, RuntimeError, ValueError):
        return False


def _with_slashes(file: Scalar) -> str:
    return file.text.strip().replace("\\", "/")


def _mistake(file: Scalar, endings: tuple[str, ...]) -> tuple[str, str] | None:
    """Message and advice on a name that must not be used, whether the file exists or not."""
    name, parts = file.text.strip(), PurePosixPath(_with_slashes(file)).parts
    if _FULL_PATH.match(_with_slashes(file)):
        return f"“{name}”是完整的路径，换一台电脑就找不到", _BESIDE
    if _UNUSABLE.search(name) or any(_RESERVED.fullmatch(part) for part in parts):
        return f"“{name}”不能用作文件名", '文件名里不能有 < > : " | ? *，也不能是 CON、NUL、COM1 等'
    if _climbs(parts) > HIGHEST:
        return f"“{name}”往上走得太远", f"“../”最多写{HIGHEST}个：把文件放近一些，如“../2025/预算.yaml”"
    if not name.lower().endswith(endings):
        return f"“{name}”不是{_KINDS[endings]}", "检查文件名，扩展名也要写上"
    return None


def _climbs(parts: Collection[str]) -> int:
    """How many folders higher the path goes at its highest point."""
    level = highest = 0
    for part in parts:
        level += 1 if part == ".." else -1
        highest = max(highest, level)
    return highest


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _files_in(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    there = folder.iterdir() if _exists(folder) and folder.is_dir() else ()
    return [path for path in there if path.name.lower().endswith(endings) and path.is_file()]
