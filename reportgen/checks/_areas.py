"""Which rule an amount in a sentence belongs to (归口): each is compared by one rule, told by its name."""

from reportgen.figure import FigureId

_OF_MEASURE = {"三公经费": "R308", "机关运行经费": "R309", "政府采购": "R310"}
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营预算")
_ALL: tuple[dict[str, str], ...] = ({}, {"性质": "本年支出"}, {"年份": "本年", "资金": "本年收入"})


def area(name: FigureId) -> str:
    """The rule for the figure: `R302` for 收入[资金=事业收入], nothing for what is no amount of money."""
    said = dict(name.conditions)
    if name.measure in _OF_MEASURE:
        return _OF_MEASURE[name.measure]
    if name.measure not in ("收入", "支出"):
        return ""
    if "项目" in said:
        return "R313"
    if "功能" in said:
        return "R305"
    if "经费" in said or "经济" in said or (said.get("性质") == "基本支出" and "资金" in said):
        return "R306"
    return _of_totals(name.measure, said)


def _of_totals(measure: str, said: dict[str, str]) -> str:
    if said in _ALL:
        return "R301"
    if said.get("资金") == "财政拨款" or (measure == "支出" and "性质" not in said and said.get("资金") in _BUDGETS):
        return "R304"
    return "R302" if measure == "收入" else "R303"
