"""What the cells of forms that we made print (表单里印的是什么): told by facts and names, not by heads and labels.

A cell knows the path of the fact that it prints (`.值` of an indicator), a number its name.
"""

from reportgen.document import Cell, Role
from reportgen.figure import parse
from reportgen.grid import Spot
from reportgen.reading.form_words import called, is_head, is_period
from reportgen.reading.meanings import Meanings, Sort, carried

_LABEL = "名称"  # what the row, or this copy of the form, is about
_FACTS = {
    ".一级": "一级指标",
    ".二级": "二级指标",
    ".三级": "三级指标",
    ".值": "指标值",
    ".描述": "指标描述",
    ".依据": "指标值确定依据",
    ".内容": "主要内容",
    ".目标": "绩效目标",
    ".编码": "项目编码",
}
_FUNDS = {"": "预算数", "财政拨款": "财政资金", "其他资金": "其他资金"}


def is_label(spot: Spot) -> bool:
    """Whether it is a head or a label, no value."""
    return spot.cell.role is Role.HEAD


def key_of(cell: Cell, head: str, meanings: Meanings, beside: str = "") -> str:
    """The canonical word for what the cell prints; that of its head where neither fact nor name says it.

    Args:
        beside: the name of an amount in its row, nothing of a field.
    """
    if cell.fact in _FACTS:
        return _FACTS[cell.fact]  # also where its words name a figure
    name = carried(cell.runs).name
    if name and meanings.of(name).sort is not Sort.FACT:
        return _of_amount(name, meanings) or called(head)
    if cell.fact == _LABEL:
        return _of_label(head, beside)
    period = cell.fact.rpartition(".")[2]
    return period if is_period(period) else called(head)


def _of_amount(name: str, meanings: Meanings) -> str:
    figure, meaning = parse(name), meanings.of(name)
    if meaning.sort is not Sort.AMOUNT or figure.measure != "支出" or figure.member("年份") or figure.derived == "其余":
        return "其他资金" if figure.derived == "其余" else ""
    return _FUNDS.get(meanings.word("资金", figure.member("资金")), "")


def _of_label(head: str, beside: str) -> str:
    if is_head(head):
        return called(head)
    if not beside:
        return "项目名称"
    return "子项目名称" if parse(beside).member("子项目") else "任务名称"
