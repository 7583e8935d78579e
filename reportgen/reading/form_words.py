"""Canonical words for heads and labels of forms (表单用语).

In a form that we made the fact or figure of a cell tells the word; elsewhere its head does (data/words/forms.yaml).
"""

import re

from reportgen.document import Cell, Role
from reportgen.figure import parse
from reportgen.grid import Spot
from reportgen.lexicon import spoken
from reportgen.reading.meanings import Meanings, Sort, carried
from reportgen.reading.terms import bare

UNIT = re.compile(r"[（(](?:单位[:：])?(元|千元|万元|亿元|%)[）)]")


def is_period(text: str) -> bool:
    """Whether it is a time of the year: 3月底, 第一季度."""
    return bool(spoken().whole("时期", bare(UNIT.sub("", text))))


def called(label: str) -> str:
    """Return the canonical word of a label or head: 预算数 for 总金额 and 项目当年预算（元）."""
    word = bare(UNIT.sub("", label))
    return spoken().whole("表单", word) or word


def is_head(text: str) -> bool:
    """Whether it may be a head of a band."""
    word = bare(UNIT.sub("", text))
    return is_period(text) or bool(spoken().whole("表单", word))


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
    """Whether the cell is a head or a label, not a value."""
    return spot.cell.role is Role.HEAD


def key_of(cell: Cell, head: str, meanings: Meanings, beside: str = "") -> str:
    """Return the canonical word for what the cell prints; that of its head where neither fact nor name tells it.

    Args:
        beside: the name of an amount in the same row; "" for a field.
    """
    name, period = carried(cell.runs).name, cell.fact.rpartition(".")[2]
    if cell.fact in _FACTS:
        return _FACTS[cell.fact]
    if cell.fact == _LABEL:
        return _of_label(head, beside)
    if is_period(period):
        return period
    is_figure = name and meanings.of(name).sort is not Sort.FACT
    return (_of_amount(name, meanings) if is_figure else "") or called(head)


def _of_amount(name: str, meanings: Meanings) -> str:
    figure, meaning = parse(name), meanings.of(name)
    if meaning.sort is not Sort.AMOUNT or figure.measure != "支出" or figure.member("年份") or figure.derived == "其余":
        return "其他资金" if figure.derived == "其余" else ""
    return _FUNDS.get(meanings.members.word("资金", figure.member("资金"))[1], "")


def _of_label(head: str, beside: str) -> str:
    if is_head(head):
        return called(head)
    if not beside:
        return "项目名称"
    return "子项目名称" if parse(beside).member("子项目") else "任务名称"
