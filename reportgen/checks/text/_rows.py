"""Rows of `statements.yaml`, and to which rule an amount in a sentence belongs (归口): each is compared by one rule."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportgen.checks._rules import Declared, DeclaredRow, rows
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.source import key

MEND = "以批复的预算为准，把错的一处改过来；说明和表里的同一个数要一样"
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营预算")
_ALL: tuple[dict[str, str], ...] = ({}, {"性质": "本年支出"}, {"年份": "本年", "资金": "本年收入"})


@dataclass(frozen=True, kw_only=True)
class StatementRow(DeclaredRow):
    """A rule on amounts. `message` may hold {name} {a} {table} {b} {d}, `of_sum` {a} {b} {d}."""

    measure: str = key("指标", "")
    tables: tuple[TableKind, ...] = key("表")
    message: str = key("不符")
    what: str = key("什么")
    of_sum: str = key("各项之和", "")
    hint: str = key("改法", MEND)


@cache
def statement_rows() -> tuple[Declared[StatementRow], ...]:
    """The rows of `statements.yaml`."""
    return rows(Path(__file__).with_name("statements.yaml"), StatementRow)


@cache
def _by_measure() -> dict[str, str]:
    return {one.row.measure: one.number for one in statement_rows() if one.row.measure}


def area(name: FigureId) -> str:
    """The rule for the figure: `R302` for 收入[资金=事业收入], nothing for what is no amount of money."""
    said = dict(name.conditions)
    if own := _by_measure().get(name.measure):
        return own
    if name.measure not in ("收入", "支出"):
        return ""
    if "项目" in said:
        return "R313"
    if "功能" in said:
        return "R305"
    if "经费" in said or "经济" in said or (said.get("性质") == "基本支出" and "资金" in said):
        return "R306"
    return _of_totals(name.measure, said)


def _of_totals(measure: str, said: dict[str, str]) -> str:
    if said in _ALL:
        return "R301"
    if said.get("资金") == "财政拨款" or (measure == "支出" and "性质" not in said and said.get("资金") in _BUDGETS):
        return "R304"
    return "R302" if measure == "收入" else "R303"
