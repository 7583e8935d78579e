"""Which of the standard tables a table is (表的种类), told by its title, and what holds for all of it."""

import re

from reportgen.document import TableKind

# The first that is found in the title decides.
_TITLES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (TableKind.OVERALL_TARGETS, r"整体(?:支出)?绩效"),
        (TableKind.PROJECT_TARGETS, r"绩效目标"),
        (TableKind.THREE_PUBLIC, r"三公"),
        (TableKind.RUNNING_COSTS, r"机关运行经费"),
        (TableKind.PROCUREMENT, r"政府采购"),
        (TableKind.STATE_CAPITAL, r"国有资本经营"),
        (TableKind.GOVERNMENT_FUND, r"政府性基金"),
        (TableKind.GRANTS, r"(?:财政拨款|政府预算拨款)收入?支(?:出|预算)?"),
        (TableKind.BASIC, r"基本支出"),
        (TableKind.GENERAL_BUDGET, r"一般公共预算支出"),
        (TableKind.PROJECTS, r"项目支出"),
        (TableKind.TOTALS, r"(?:收支|收入支出)(?:预算)?总"),
        (TableKind.REVENUE, r"收入(?:预算)?总"),
        (TableKind.EXPENDITURE, r"支出(?:预算)?总"),
    )
)

# What every number in a table of the kind is part of; a heading or a label may narrow it.
MEASURES = {
    TableKind.REVENUE: "收入",
    TableKind.THREE_PUBLIC: "三公经费",
    TableKind.PROCUREMENT: "政府采购",
    TableKind.RUNNING_COSTS: "机关运行经费",
}
LIMITS: dict[TableKind, dict[str, str]] = {
    TableKind.EXPENDITURE: {"性质": "本年支出"},
    TableKind.GRANTS: {"资金": "财政拨款"},
    TableKind.GENERAL_BUDGET: {"资金": "一般公共预算", "性质": "本年支出"},
    TableKind.GOVERNMENT_FUND: {"资金": "政府性基金", "性质": "本年支出"},
    TableKind.STATE_CAPITAL: {"资金": "国有资本经营预算", "性质": "本年支出"},
    TableKind.PROJECTS: {"性质": "项目支出"},
}


def kind_of(title: str) -> TableKind | None:
    """The kind of a table with this title, nothing where it is none of the standard tables."""
    return next((kind for kind, pattern in _TITLES if pattern.search(title)), None)


def limits_of(kind: TableKind | None, title: str) -> dict[str, str]:
    """What holds for every number of the table: 基本支出表 is of 一般公共预算 only where its title says so."""
    if kind == TableKind.BASIC:
        return {"性质": "基本支出"} | ({"资金": "一般公共预算"} if "一般公共预算" in title else {})
    return dict(LIMITS.get(kind, {})) if kind else {}
