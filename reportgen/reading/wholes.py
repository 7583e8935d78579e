"""What a share is a share of (占比的整体): the nearest amount before it that holds the part."""

from collections.abc import Sequence

from reportgen.figure import FigureId
from reportgen.reading.entries import Entry

_ABOVE = {
    "一般公共预算": "财政拨款",
    "政府性基金": "财政拨款",
    "国有资本经营预算": "财政拨款",
    "公务用车购置费": "公务用车购置及运行费",
    "公务用车运行费": "公务用车购置及运行费",
    "小微企业": "中小企业",
}
_WHOLE_YEAR = (("性质", "本年支出"), ("年份", "本年"), ("资金", "本年收入"))  # every part of this year lies in it


def whole_of(part: FigureId | None, before: Sequence[Entry], said: Sequence[FigureId] = ()) -> Entry | None:
    """The amount before that the share is of: the one that is said (占…的), else the nearest that holds the part."""
    spoken = next((entry for entry in reversed(before) if entry.name in said), None)
    if spoken or not part:
        return spoken
    return next((entry for entry in reversed(before) if entry.name and holds(entry.name, part)), None)


def holds(whole: FigureId, part: FigureId) -> bool:
    """Whether the part is of the same measure and lies in the whole, not the whole itself."""
    if whole == part or whole.measure != part.measure:
        return False
    return all(c in _WHOLE_YEAR or _below(part.member(c[0]), c[1]) for c in whole.conditions)


def _below(member: str, above: str) -> bool:
    if not member:
        return False
    return member == above or _ABOVE.get(member) == above or (above.isdigit() and member.startswith(above))
