"""What heads of bands and labels of fields are called in forms (表单用语), and the one word that stands for all.

The words are data: data/words/forms.yaml.
"""

import re

from reportgen.lexicon import spoken
from reportgen.reading.terms import bare

UNIT = re.compile(r"[（(](?:单位[:：])?(元|千元|万元|亿元|%)[）)]")


def is_period(text: str) -> bool:
    """Whether it is a time of the year: 3月底, 第一季度."""
    return bool(spoken().whole("时期", bare(UNIT.sub("", text))))


def called(label: str) -> str:
    """The canonical word of a label or a head: 预算数 for 总金额 and 项目当年预算（元）."""
    word = bare(UNIT.sub("", label))
    return spoken().whole("表单", word) or word


def is_head(text: str) -> bool:
    """Whether it may stand at the head of a band."""
    word = bare(UNIT.sub("", text))
    return is_period(text) or bool(spoken().whole("表单", word))
