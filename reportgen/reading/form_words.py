"""What heads of bands and labels of fields are called in forms (表单用语), and the one word that stands for all."""

import re

from reportgen.reading.terms import bare

UNIT = re.compile(r"[（(](?:单位[:：])?(元|千元|万元|亿元|%)[）)]")
_PERIOD = re.compile(r"(?:第?[一二三四1-4]季度?|[0-9]{1,2}月(?:底|末)?|上半年|下半年|全年|年底)")
# What heads of bands and labels of fields are called; the first that matches the whole word.
_CALLED = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        ("任务名称", r"任务名称|任务"),
        ("主要内容", r"主要内容.*"),
        ("子项目名称", r"子项目名称"),
        ("项目名称", r"项目名称"),
        ("预算数", r"总金额|总额|.*(?:预算|规划)金额|金额|预算数|预算额|.*当年预算(?:数|额)?"),
        ("财政资金", r"财政资金|财政拨款(?:资金)?"),
        ("其他资金", r"其他资金"),
        ("一级指标", r"一级指标|分解目标内容"),
        ("二级指标", r"二级指标"),
        ("三级指标", r"三级指标|绩效指标|指标名称"),
        ("指标描述", r"(?:绩效)?指标描述"),
        ("指标值", r"指标值|(?:指标)?目标值|指标目标值"),
        ("指标值确定依据", r"指标值确定依据"),
        ("绩效目标", r"绩效目标"),
        ("计划实施时间", r"计划实施时间"),
    )
)


def is_period(text: str) -> bool:
    """Whether it is a time of the year: 3月底, 第一季度."""
    return bool(_PERIOD.fullmatch(bare(UNIT.sub("", text))))


def called(label: str) -> str:
    """The canonical word of a label or a head: 预算数 for 总金额 and 项目当年预算（元）."""
    word = bare(UNIT.sub("", label))
    return next((canonical for canonical, pattern in _CALLED if pattern.fullmatch(word)), word)


def is_head(text: str) -> bool:
    """Whether it may stand at the head of a band."""
    word = bare(UNIT.sub("", text))
    return is_period(text) or any(pattern.fullmatch(word) for _, pattern in _CALLED)
