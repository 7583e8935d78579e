"""Which of the standard tables a table is (表的种类), told by its title: T1 收支总表 … T13 机关运行经费表.

Titles differ by region (部门收支总体情况表, 收支预算总表), what they are about does not.
Source: 财预〔2016〕143号 and the published originals.
"""

import re

ROLES = {
    "T1": "收支总表",
    "T2": "收入总表",
    "T3": "支出总表",
    "T4": "财政拨款收支总表",
    "T5": "一般公共预算支出表",
    "T6": "一般公共预算基本支出表",
    "T7": "“三公”经费支出表",
    "T8": "政府性基金预算支出表",
    "T9": "国有资本经营预算支出表",
    "T10": "项目支出表",
    "T11": "政府采购预算表",
    "T12": "项目支出绩效目标表",
    "T12Z": "整体支出绩效目标表",
    "T13": "机关运行经费表",
}

# The first that is found in the title decides.
_TITLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("T12Z", r"整体(?:支出)?绩效"),
        ("T12", r"绩效目标"),
        ("T7", r"三公"),
        ("T13", r"机关运行经费"),
        ("T11", r"政府采购"),
        ("T9", r"国有资本经营"),
        ("T8", r"政府性基金"),
        ("T4", r"(?:财政拨款|政府预算拨款)收入?支(?:出|预算)?"),
        ("T6", r"基本支出"),
        ("T5", r"一般公共预算支出"),
        ("T10", r"项目支出"),
        ("T1", r"(?:收支|收入支出)(?:预算)?总"),
        ("T2", r"收入(?:预算)?总"),
        ("T3", r"支出(?:预算)?总"),
    )
)

# What every number in a table of the role is part of; a heading or a label may narrow it.
MEASURES = {"T2": "收入", "T7": "三公经费", "T11": "政府采购", "T13": "机关运行经费"}
LIMITS: dict[str, dict[str, str]] = {
    "T3": {"性质": "本年支出"},
    "T4": {"资金": "财政拨款"},
    "T5": {"资金": "一般公共预算", "性质": "本年支出"},
    "T8": {"资金": "政府性基金", "性质": "本年支出"},
    "T9": {"资金": "国有资本经营预算", "性质": "本年支出"},
    "T10": {"性质": "项目支出"},
}


def role_of(title: str) -> str:
    """The role of a table with this title, nothing where it is none of the standard tables."""
    return next((role for role, pattern in _TITLES if pattern.search(title)), "")


def limits_of(role: str, title: str) -> dict[str, str]:
    """What holds for every number of the table: 基本支出表 is of 一般公共预算 only where its title says so."""
    if role == "T6":
        return {"性质": "基本支出"} | ({"资金": "一般公共预算"} if "一般公共预算" in title else {})
    return dict(LIMITS.get(role, {}))
