"""Which figures are parts of which by their names (整体和部分), and what a share is of."""

from collections.abc import Iterator, Sequence

from reportgen.figure import FigureId
from reportgen.reading.entries import Entry, Number

_ABOVE = {
    "一般公共预算": "财政拨款",
    "政府性基金": "财政拨款",
    "国有资本经营预算": "财政拨款",
    "公务用车购置费": "公务用车购置及运行费",
    "公务用车运行费": "公务用车购置及运行费",
    "小微企业": "中小企业",
}
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营预算")
_OWN = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_SPENT = ("基本支出", "项目支出", "经营支出", "上缴上级支出", "对附属单位补助支出", "结转下年")
# Measure, dimension and the member that is divided ("" for the whole) -> all its parts.
PARTITIONS = {
    ("收入", "年份", ""): ("本年", "上年结转"),
    ("收入", "资金", "财政拨款"): _FUNDS,
    ("支出", "资金", "财政拨款"): _FUNDS,
    ("支出", "资金", ""): ("财政拨款", "财政专户管理资金", *_OWN),
    ("收入", "资金", ""): ("财政拨款", "财政专户管理资金", *_OWN),
    ("支出", "性质", ""): _SPENT,
    ("支出", "经费", ""): ("人员经费", "公用经费"),
    ("三公经费", "费目", ""): ("因公出国（境）费", "公务用车购置及运行费", "公务接待费"),
    ("三公经费", "费目", "公务用车购置及运行费"): ("公务用车购置费", "公务用车运行费"),
    ("三公经费", "费目", "公务接待费"): ("国内接待费", "外事接待费"),
    ("政府采购", "类型", ""): ("货物", "工程", "服务"),
    ("采购预留", "面向", "中小企业"): ("小微企业",),
}
_HEADS: dict[tuple[str, str, str], list[str]] = {}  # measure, dimension, part -> the members divided into such parts
for (_measure, _dimension, _head), _members in PARTITIONS.items():
    for _member in _members:
        _HEADS.setdefault((_measure, _dimension, _member), []).append(_head)
_CODES, _LEAST = ("功能", "经济"), 3  # digits of the outermost codes
WHOLE_YEAR = (("性质", "本年支出"), ("年份", "本年"), ("资金", "本年收入"))  # hold for every part of this year


def whole_of(
    part: FigureId | None,
    before: Sequence[Entry],
    said: Sequence[FigureId | None] = (),
    amount: Entry | None = None,
    share: Number | None = None,
) -> Entry | None:
    """Return the earlier amount that a share is of: the one named by 占…的, else the nearest that holds the part.

    If `amount` and `share` are given, an amount of which `amount` is that share comes first.
    """
    spoken = next((entry for name in said for entry in reversed(before) if entry.name == name), None)
    if spoken or not part:
        return spoken
    holding = [entry for entry in reversed(before) if entry.name and holds(entry.name, part)]
    fitting = (entry for entry in holding if amount and share and share.is_percent_of(amount.exact, entry.exact))
    return next(fitting, holding[0] if holding else None)


def holds(whole: FigureId, part: FigureId) -> bool:
    """Whether one figure is part of the other by their conditions: of the same measure, and not the same figure."""
    if whole == part or whole.measure != part.measure:
        return False
    return all(c in WHOLE_YEAR or _below(part.member(c[0]), c[1]) for c in whole.conditions)


def _below(member: str, above: str) -> bool:
    if not member:
        return False
    return member == above or _ABOVE.get(member) == above or (above.isdigit() and member.startswith(above))


def divisible_into(part: FigureId) -> Iterator[tuple[FigureId, tuple[str, int]]]:
    """Yield each figure that this one may be a part of, with (dimension, digits): what divides it into such parts.

    支出[功能=20805] may be a part of 支出, and of 支出[功能=208], divided by 功能 into codes of 5 digits. Members that
    are no codes have 0 digits.
    """
    for dimension, member in part.conditions:
        whole, digits = part.without(dimension), len(member) if dimension in _CODES and part.measure == "支出" else 0
        if digits:
            yield whole, (dimension, digits)
        for n in range(_LEAST, digits, 2):
            yield part.where((dimension, member[:n])), (dimension, digits)
        for head in _HEADS.get((part.measure, dimension, member), ()) if _is_apart(part, dimension) else ():
            yield part.where((dimension, head)) if head else whole, (dimension, 0)


def _is_apart(part: FigureId, dimension: str) -> bool:
    """Whether a figure is divided by the dimension alone: by 经费 only 基本支出 is."""
    return dimension != "经费" or part.member("性质") == "基本支出"


def may_share(one: FigureId, other: FigureId) -> bool:
    """Whether some money may be part of both figures: no condition of one excludes one of the other."""
    both = ((member, other.member(dimension)) for dimension, member in one.conditions)
    return all(not y or _below(x, y) or _below(y, x) for x, y in both)
