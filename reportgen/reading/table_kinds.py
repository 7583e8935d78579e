"""Which of the standard tables a table is (表的种类), and what holds for all of it. Titles: data/words/tables.yaml."""

from reportgen.document import Table, TableKind, plain
from reportgen.lexicon import spoken
from reportgen.reading.kinds_by_names import kind_by_names

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


def kind_of_table(table: Table) -> TableKind | None:
    """The kind that its definition declares (种类), else what the names of its numbers tell, else its title."""
    return table.kind or kind_by_names(table) or kind_of(plain(table.title))


def kind_of(title: str) -> TableKind | None:
    """The kind of a table with this title, nothing where it is none of the standard tables."""
    found = spoken().within("表", title)
    return TableKind(found) if found else None


def limits_of(kind: TableKind | None, title: str) -> dict[str, str]:
    """What holds for every number of the table: 基本支出表 is of 一般公共预算 only where its title says so."""
    if kind == TableKind.BASIC:
        return {"性质": "基本支出"} | ({"资金": "一般公共预算"} if "一般公共预算" in title else {})
    return dict(LIMITS.get(kind, {})) if kind else {}
