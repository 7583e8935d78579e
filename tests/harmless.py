"""Mutants that nothing reports, and why that does no harm (无害的变异).

What is here is no contradiction of anything: the words or the number stand in one place only, and only their author
knows what they should be. A reader finds such a slip, a program cannot.
"""

import re
from dataclasses import dataclass

from tests.mutations import Mutant

TYPO = ("错字", "反义")
DIGIT = ("末位", "首位", "中间一位", "小数点", "变号")


@dataclass(frozen=True)
class Harmless:
    """Which mutants: of this kind, `where` it was made, in one of these ways, what it `was` and `became`."""

    reason: str
    kind: str
    where: str
    ways: tuple[str, ...]
    was: str = ""
    became: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Whether the mutant is one of them."""
        return (
            mutant.kind == self.kind
            and mutant.way in self.ways
            and re.search(self.where, mutant.where) is not None
            and re.search(self.was, mutant.was) is not None
            and re.search(self.became, mutant.became) is not None
        )


HARMLESS = (
    Harmless(
        "公布的日期只有各单位自己知道，差一天没有第二处可以对照",
        "预算",
        r" 日期$",
        ("末位",),
    ),
    Harmless(
        "其余项目的个数只写一次，没有第二处可以对照",
        "预算",
        r" 项目·其余项目·个数$",
        DIGIT,
    ),
    Harmless(
        "句子开头的部门名称少了：数都在，文件是谁的，题目已经说了",
        "模板",
        r"sections/部门概况",
        ("删去",),
        r"^\{\{ 自称 \}\}$",
    ),
    Harmless(
        "删去“本预算单位无下属单位”：前一段“共1家基层单位”说的是同一件事",
        "模板",
        r"shenzhen/sections/部门概况",
        ("删去",),
        r"无下属单位",
    ),
    Harmless(
        "职责、机构、原因、用途、说明等是各单位自己的话，文件里只说一次：错一个字、换一个说法，没有第二处可以对照，要人来读",
        "预算",
        r" (?:部门·(?:职责|内设机构|所属单位|性质|主管部门|单位·职责|单位·原因)|原因|用途|资料|名词|口径调整)",
        TYPO,
    ),
    Harmless(
        "绩效目标的内容、指标、描述、依据是各单位自己定的，文件里只说一次，没有第二处可以对照",
        "预算",
        r" 绩效·",
        TYPO,
    ),
    Harmless(
        "绩效目标的数（场次、人数、比例、日期、进度）是各单位自己定的目标，在合理的范围里改了，没有第二处可以对照",
        "预算",
        r" 绩效·.*(?:值|内容|目标|描述|概况|保障措施|进度·.*|日期|时间|周期|指标|名称|三级|依据|方案|概述|必要性|"
        r"安排)$",
        DIGIT,
    ),
    Harmless(
        "项目编码、预算编码只印在自己的绩效目标表里，是财政系统里的号，文件里没有第二处",
        "预算",
        r" 绩效·.*编码$",
        DIGIT,
    ),
    Harmless(
        "职责、原因、资料里手写的次数、文号、目标，文件里只说一次，没有第二处可以对照",
        "预算",
        r" (?:部门·职责|原因|用途|资料|部门·单位·职责)",
        DIGIT,
    ),
    Harmless(
        "分类、分项的小标题：标题下逐项写了名称和数，少了小标题意思不变",
        "模板",
        r"",
        ("删去",),
        r"^#+ \{\{ \w+\.\w+(?:\|带\(.经费.\))? \}\}(?:情况说明 \{-\})?$|^\{\{ loop\.index \}\}\.\{\{ 项\.名称 \}\}。$",
    ),
    Harmless(
        "有内容才有的一节的标题：内容还在，只是并到上一节里",
        "模板",
        r"^hebei/",
        ("删去",),
        r"^#+ (?:\S+　)?(?:部门整体绩效目标|总体绩效目标|分项绩效目标|工作保障措施|机构设置)：?(?: \{-\})?$",
    ),
    Harmless(
        "开头的导语、引出下文的话、又说一遍的话，可写可不写的立项依据、用途、出国团组、接待批次：没有哪个文件规定要公开",
        "模板",
        r"",
        ("删去",),
        r"^按照《|^立项依据|^主要用于\{\{ 用 \}\}。$|^本预算单位无下属单位|^计划(?:接待|安排因公出国)|"
        r"情况如下：$|主要用于：$|^绩效指标：|见整体支出绩效目标表。$",
    ),
    Harmless(
        "删去的材料在绩效目标表里还印着：正文里不再说一遍",
        "模板",
        r"sections/(?:重点项目|项目经费)\.md",
        ("删去",),
        r"^绩效目标：|\"概况\"",
    ),
    Harmless(
        "名单里少了最后一个：个数跟着名单变，别处没有第二份名单可以对照",
        "预算",
        r" (?:部门·内设机构|资料·主要项目)$",
        ("删去",),
        "^(?:市场管理股|职工心理咨询室|权益保障和职工服务科|劳动竞赛经费)$",
    ),
    Harmless(
        "没有的一类人员、车辆写成有一个，没有批复数、合计可以对照：有几个只有单位自己知道",
        "预算",
        r"^yantian.* (?:车辆|人员)·",
        ("末位", "首位"),
        "^0$",
    ),
    Harmless(
        "上年没有的“三公”经费写成一元：印成万元还是0，没有第二处可以对照",
        "预算",
        r" 上年(?:预算|执行数)·三公经费·",
        ("末位", "首位"),
        "^0$",
    ),
    Harmless(
        "原因写成另一个也有数的科目的：两个科目都有这句话可说，只有单位自己知道",
        "预算",
        r" 原因·支出.功能=208050",
        ("键末位",),
    ),
    Harmless(
        "哪些项目作为重点项目，由单位自己定",
        "预算",
        r" 绩效·重点项目·项目$",
        ("换一个",),
    ),
    Harmless(
        "模板里不是术语的字错了，意思和数都没有变，换一个说法也是这样：没有第二处可以对照，要人来读",
        "模板",
        r"^(?!.*/重点项目\.md)",
        TYPO,
        r"^(?!#)",
    ),
)


def reason(mutant: Mutant, reasons: tuple[Harmless, ...] = HARMLESS) -> str:
    """Why nothing need report the mutant; nothing where something should."""
    return next((one.reason for one in reasons if one.fits(mutant)), "")
