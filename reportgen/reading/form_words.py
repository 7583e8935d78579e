"""Words of forms (表单用语): what a label or a head means, and what the value in a cell is.

Regions name the same head differently: canonical words stand for all of them. In a form that we made the fact or figure
of a cell tells the word; elsewhere its head does (data/words/forms.yaml).
"""

from reportgen.document import Cell
from reportgen.figure import parse
from reportgen.lexicon import spoken
from reportgen.reading.columns import UNIT
from reportgen.reading.meanings import Meanings, Sort, carried
from reportgen.reading.terms import bare


def word_of(label: str) -> str:
    """Return a label or head without numbering, blanks and unit."""
    return bare(UNIT.sub("", label))


def called(label: str) -> str:
    """Return the canonical word of a label or head: 预算数 for 总金额 and 项目当年预算（元）."""
    return spoken().whole("表单", word_of(label)) or word_of(label)


def is_period(text: str) -> bool:
    """Whether a text is a time of the year: 3月底, 第一季度."""
    return bool(spoken().whole("时期", word_of(text)))


def is_head(text: str) -> bool:
    """Whether a text may be a head of a band."""
    return is_period(text) or bool(spoken().whole("表单", word_of(text)))


_LABEL = "名称"  # fact that names the row, or this copy of the form
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
_OF_FUND = {"": "预算数", "财政拨款": "财政资金", "其他资金": "其他资金"}


def key_of(cell: Cell, head: str, meanings: Meanings, beside: str = "") -> str:
    """Return the canonical word for the value in a cell: by the fact or figure that it prints, else by its head.

    Args:
        beside: the figure name of an amount in the same row; "" for a field.
    """
    name, period = carried(cell.runs).name, cell.fact.rpartition(".")[2]
    if cell.fact in _FACTS:
        return _FACTS[cell.fact]
    if cell.fact == _LABEL:
        return _of_label(head, beside)
    if is_period(period):
        return period
    is_figure = name and meanings.meaning_of(name).sort is not Sort.FACT
    return (_of_amount(name, meanings) if is_figure else "") or called(head)


def _of_amount(name: str, meanings: Meanings) -> str:
    figure, meaning = parse(name), meanings.meaning_of(name)
    if meaning.sort is not Sort.AMOUNT or figure.measure != "支出" or figure.member("年份") or figure.derived == "其余":
        return "其他资金" if figure.derived == "其余" else ""
    return _OF_FUND.get(meanings.members.canonical("资金", figure.member("资金"))[1], "")


def _of_label(head: str, beside: str) -> str:
    if is_head(head):
        return called(head)
    if not beside:
        return "项目名称"
    return "子项目名称" if parse(beside).member("子项目") else "任务名称"
