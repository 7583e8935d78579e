"""Which figures are parts of which by their names (整体和部分), and what a share is of."""

from collections.abc import Sequence

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
WHOLE_YEAR = (("性质", "本年支出"), ("年份", "本年"), ("资金", "本年收入"))  # every part of this year lies in it


def whole_of(
    part: FigureId | None,
    before: Sequence[Entry],
    said: Sequence[FigureId | None] = (),
    amount: Entry | None = None,
    share: Number | None = None,
) -> Entry | None:
    """Return the earlier amount that the share is of: the one named by 占…的, else the nearest that holds the part.

    Of those that hold it, one of which the amount makes up the share comes first.
    """
    spoken = next((entry for name in said for entry in reversed(before) if entry.name == name), None)
    if spoken or not part:
        return spoken
    holding = [entry for entry in reversed(before) if entry.name and holds(entry.name, part)]
    fitting = (entry for entry in holding if amount and share and share.is_percent_of(amount.exact, entry.exact))
    return next(fitting, holding[0] if holding else None)


def holds(whole: FigureId, part: FigureId) -> bool:
    """Whether the part is a part of the whole by their conditions: of the same measure, and not the whole itself."""
    if whole == part or whole.measure != part.measure:
        return False
    return all(c in WHOLE_YEAR or _below(part.member(c[0]), c[1]) for c in whole.conditions)


def _below(member: str, above: str) -> bool:
    if not member:
        return False
    return member == above or _ABOVE.get(member) == above or (above.isdigit() and member.startswith(above))
