"""What the text of a disclosure has to tell (要件): the nation's list, with the words that tell it.

Source: 财预〔2016〕143号; 财预〔2021〕29号; 财库〔2020〕46号 (small and micro firms, since 2021).
"""

import re
from dataclasses import dataclass, field

MONEY = r"[0-9][0-9.,]*(?:亿|万|千)?元"
CHANGED = r"[多少][0-9]|增加|减少|持平|增长|下降|降低|上升|一致|相同|无增减|上年无|上年没有"

GLOSSARY = re.compile("名词")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the text has to tell (要件).

    Attributes:
        heading: of its section; said: a sentence on it, where it has no section of its own.
        needs: what has to be said -> its words; since: the first year in which that is asked.
        nothing: words that say there is none, which is all there is to say.
        names: what has to be said -> the names of the figures that say it, whatever the words around them are.
        of: the figure that is nothing where there is nothing to say.
    """

    heading: re.Pattern[str]
    said: re.Pattern[str]
    needs: dict[str, str]
    nothing: str = ""
    since: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    of: str = ""


TOPICS = {
    "职责": Topic(re.compile("职责|职能"), re.compile("主要职责|主要职能"), {"职责的内容": "[一-龥]{4,}"}),
    "机构设置": Topic(
        re.compile("机构|单位构成"),
        re.compile("内设机构|编制范围"),
        {"内设机构或编制范围": "内设|下设|设立|设有|编制范围|预算单位|下属单位|基层单位|二级单位|本级预算"},
    ),
    "收支增减": Topic(
        re.compile(r"(?<!拨款)(?:收支|收入支出|预算安排).*总体"),
        re.compile(r"收入(?:总计|预算|合计)[^。]*支出(?:总计|预算|合计)"),
        {
            "收入总额": rf"收入(?:预算)?(?:总计|合计|总额|安排|为)*\s*{MONEY}|没有安排收入|没有收入",
            "支出总额": rf"(?<!项目)(?<!基本)支出(?:预算)?(?:总计|合计|总额|安排|为)*\s*{MONEY}|没有安排支出|没有支出",
            "比上年的增减变化": CHANGED,
            "增减变化的原因": "原因|主要是|主要为|由于|因为|持平|无增减|一致",
        },
        names={
            "收入总额": "^收入",
            "支出总额": "^支出",
            "比上年的增减变化": r"^(?:收入|支出).*(?:增减|@)",
            "增减变化的原因": r"^(?:收入|支出).*(?:增减|@)",  # whether it has its reason is R410's
        },
    ),
    "机关运行经费": Topic(
        re.compile("机关运行"),
        re.compile("机关运行经费"),
        {"金额，没有的写明没有": rf"{MONEY}|没有|未安排|无"},
        names={"金额，没有的写明没有": "^机关运行经费"},
        of="机关运行经费",
    ),
    "政府采购": Topic(
        re.compile("政府采购"),
        re.compile("政府采购(?:预算|支出|项目)"),
        {
            "采购总额": MONEY,
            "货物": "货物",
            "工程": "工程",
            "服务": "服务",
            "面向中小企业预留的金额": "中小企业",
            "面向小微企业预留的金额": "小微企业|小型、微型",
        },
        r"没有[^。]*政府采购|未安排政府采购|无政府采购|没有安排|空表|无此项",
        {"面向中小企业预留的金额": 2021, "面向小微企业预留的金额": 2021},
        {
            "采购总额": "^政府采购",
            "货物": "^政府采购.*货物",
            "工程": "^政府采购.*工程",
            "服务": "^政府采购.*服务",
            "面向中小企业预留的金额": "^政府采购.*中小企业",
            "面向小微企业预留的金额": "^政府采购.*小微企业",
        },
        "政府采购",
    ),
    "国有资产": Topic(
        re.compile("国有资产"),
        re.compile("国有资产|共有车辆"),
        {
            "截止日期": "截至|截止|年末|年底|期末|[0-9]{4}年[0-9]{1,2}月",
            "车辆数": r"车辆[0-9]+辆|没有车辆|无车辆|公务用车[0-9]+辆",
            "单价50万元、100万元以上设备数": r"[0-9]+万元以上[^。；，]*设备",
        },
        r"没有国有资产|无国有资产|资产总额0",
        names={"车辆数": "车辆", "单价50万元、100万元以上设备数": "设备"},
    ),
    "绩效": Topic(
        re.compile("绩效"),
        re.compile("绩效目标"),
        {"实行绩效管理的项目个数": r"[0-9]+个|所有项目|全部项目", "金额": MONEY},
        r"没有安排项目|没有[^。]*绩效目标",
        names={"实行绩效管理的项目个数": "@个数", "金额": "^支出.*项目"},
        of="支出[性质=项目支出]",
    ),
    "名词解释": Topic(re.compile("名词"), re.compile("名词解释"), {"对名词的解释": "：指|是指"}),
}
