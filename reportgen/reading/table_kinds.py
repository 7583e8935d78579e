"""Which standard table a table is (表的种类), and what holds for all its numbers.

The kind comes from its definition (种类), else from the names of its numbers, else from its title
(data/words/tables.yaml).
"""

from collections.abc import Collection, Iterator
from functools import lru_cache

from reportgen.document import Document, Figure, Table, TableKind, plain, walk
from reportgen.figure import FigureId, parsed
from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.reading.terms import ALL_SPENT, conditions_of, subject_words

# The measure and the conditions of all numbers in a table of a kind; a heading or a label may narrow them.
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
    TableKind.BASIC: {"性质": "基本支出"},
}
_TITLED, _SEVERAL = compiled(r"\s{0,9}(20[0-9]{2})年"), 3
_LIMITED = compiled("(?P<words>[一-龥]{2,12}?)(?P<measure>支出|收入)")
_OF_TABLE = "表"  # stands for a dimension: amounts of the table are no amounts of others
_OF_ANY_FUND = (None, TableKind.BASIC, TableKind.PROJECTS, TableKind.EXPENDITURE)


def kind_of_table(table: Table) -> TableKind | None:
    """Return the kind by definition, by the names of its numbers, or by its title; None for no standard table."""
    return table.kind or kind_by_names(table) or kind_of(plain(table.title))


def kind_of(title: str) -> TableKind | None:
    """Return the kind of a table with this title, or None."""
    found = spoken().within("表", title)
    return TableKind(found) if found else None


def limits_of(kind: TableKind | None, title: str) -> dict[str, str]:
    """Return the conditions of all numbers in a table; in some kinds the title names the fund: 财政拨款支出表."""
    own = dict(LIMITS.get(kind, {})) if kind else _limits_of_unknown(title)
    named = [fund for fund, words in spoken().patterns("节题资金") if words.search(title)]
    one = len({*named} - {"财政拨款"}) < 2 and kind in _OF_ANY_FUND
    year = {"年份": "本年"} if kind is TableKind.GENERAL_BUDGET and spoken().within("当年的表", title) else {}
    return own | year | ({"资金": named[0]} if named and one else {})


def _limits_of_unknown(title: str) -> dict[str, str]:
    """Return the conditions that the title of a table of no standard kind states before 支出 or 收入.

    Words that no list knows limit its numbers too: they become a condition of their own, so that these numbers are
    never taken for the whole.
    """
    found = _LIMITED.match(_TITLED.sub("", title))
    if not found:
        return {}
    if said := conditions_of(found["words"] + found["measure"]):
        return said
    rest = subject_words().filler.sub("", found["words"])
    return {_OF_TABLE: rest} if len(rest) >= _SEVERAL and not subject_words().body.search(rest) else {}


_Name = tuple[str, frozenset[tuple[str, str]]]  # a measure and its conditions
_OF_FUND = {
    "一般公共预算": TableKind.GENERAL_BUDGET,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营预算": TableKind.STATE_CAPITAL,
}
_OF_MEASURE = {
    "三公经费": (TableKind.THREE_PUBLIC, {"费目"}),
    "政府采购": (TableKind.PROCUREMENT, {"类型", "采购品目"}),
    "机关运行经费": (TableKind.RUNNING_COSTS, {"经济"}),
}
_FLOWS = {"收入", "支出"}
_BASIC, _PROJECTS = {"经费", "经济", "政府经济"}, {"项目", "项目类别", "子项目"}
_INDICATORS = (".值", ".三级")  # facts that performance forms print


def kind_by_names(table: Table) -> TableKind | None:
    """Return the kind that the names of the numbers show, or None."""
    words = spoken()
    runs = (run for row in table.body for cell in row.cells for run in cell.runs)
    names = {name for run in runs if isinstance(run, Figure) and (name := _plain(run.name, words))}
    if table.picture or not names:
        return None
    return _of_sheet(names) if table.head else _of_form(table, names)


@lru_cache(maxsize=1 << 12)
def _plain(text: str, _words: Lexicon) -> _Name | None:
    """Return measure and conditions of a figure name in canonical members; None for a fact."""
    name = parsed(text)
    if name is None or name.measure not in _FLOWS | _OF_MEASURE.keys():
        return None
    return name.measure, frozenset(_conditions(name))


def _conditions(name: FigureId) -> Iterator[tuple[str, str]]:
    for dimension, member in name.conditions:
        if dimension != "单位" and (dimension, member) != ALL_SPENT:
            yield dimension, conditions_of(member).get(dimension, member)


def _of_sheet(names: Collection[_Name]) -> TableKind | None:
    measures = {measure for measure, _ in names}
    if measures == {"支出"}:
        return _of_spent({conditions for _, conditions in names})
    if "收入" in measures and measures <= _FLOWS:
        return _of_flows(names)
    first = next((measure for measure in _OF_MEASURE if measure in measures), "")
    if measures & _FLOWS or not first:
        return None
    kind, by = _OF_MEASURE[first]
    parted = {d for measure, conditions in names if measure == first for d, _ in conditions}
    return kind if (first, frozenset()) in names and by & parted else None


def _of_flows(names: Collection[_Name]) -> TableKind | None:
    """Return the kind of a table with 收入: both sides whole, both sides of 财政拨款, or revenue by source; or None."""
    wholes = {measure for measure, conditions in names if not conditions}
    grants = {measure for measure, conditions in names if conditions == {("资金", "财政拨款")}}
    if wholes == _FLOWS:
        return TableKind.TOTALS
    if grants == _FLOWS and all("资金" in dict(conditions) for _, conditions in names):
        return TableKind.GRANTS
    sources = any("资金" in dict(conditions) for measure, conditions in names if measure == "收入")
    return TableKind.REVENUE if wholes == {"收入"} and sources else None


def _of_spent(parts: Collection[frozenset[tuple[str, str]]]) -> TableKind | None:
    """Return the kind of a table of 支出 alone, by what all numbers share and what divides the whole; or None."""
    by = {dimension for part in parts for dimension, _ in part}
    always = frozenset.intersection(*parts)
    funds = {member for dimension, member in always if dimension == "资金"}
    if _has_whole(parts, "基本支出") and all(("性质", "基本支出") in p or _BASIC & dict(p).keys() for p in parts):
        return TableKind.BASIC if _BASIC & by else None
    if _has_whole(parts, "项目支出") and all(("性质", "项目支出") in p or _PROJECTS & dict(p).keys() for p in parts):
        return TableKind.PROJECTS if _PROJECTS & by else None
    if funds:
        return _OF_FUND.get(funds.pop()) if always in parts and "功能" in by else None
    return TableKind.EXPENDITURE if frozenset() in parts and {"性质", "功能"} <= by else None


def _has_whole(parts: Collection[frozenset[tuple[str, str]]], nature: str) -> bool:
    """Whether the whole of 基本支出 or 项目支出 is printed, of one fund or of all."""
    return any(("性质", nature) in part and {d for d, _ in part} <= {"性质", "资金"} for part in parts)


def _of_form(table: Table, names: Collection[_Name]) -> TableKind | None:
    """Return the kind of a performance form: of one project, or of all that the department spends; or None."""
    facts = {cell.fact for row in table.body for cell in row.cells}
    spent = [dict(conditions) for measure, conditions in names if measure == "支出"]
    if not facts & set(_INDICATORS) or not spent:
        return None
    of_one = len({conditions.get("项目", "") for conditions in spent}) == 1 and spent[0].get("项目")
    return TableKind.PROJECT_TARGETS if of_one else TableKind.OVERALL_TARGETS


def year_of_titles(document: Document) -> int:
    """Return the year that the titles of all tables agree on, else the document's: its title may be last year's."""
    titles = (plain(block.title) for block in walk(document.blocks) if isinstance(block, Table))
    years = [int(found[1]) for title in titles if (found := _TITLED.match(title))]
    return years[0] if len(years) >= _SEVERAL and len(set(years)) == 1 else document.year
