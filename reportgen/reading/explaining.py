"""Words that explain a figure (说明的话): 主要用于…, 主要原因是…, to the end of their clause.

What they name is part of that figure: the 人员经费 of 行政运行, not that of the department.
"""

from reportgen.figure import FigureId
from reportgen.reading.entries import Mention
from reportgen.records import dataclass

_ITEM, _PARTS = "功能", ("性质", "经费", "经济")


@dataclass(frozen=True, slots=True)
class Explained:
    """What the words explain: mentions of a figure; empty outside of such words.

    `against`: what the amount was compared with right before, 决算数小于预算数. `goes_on`: no semicolon came yet.
    """

    about: tuple[Mention, ...] = ()
    against: str = ""
    goes_on: bool = False

    def limit(self, name: FigureId) -> FigureId:
        """Return what the words name within the item that they explain."""
        own = next((one.figure.member(_ITEM) for one in self.about if one.figure), "")
        if not own or name.measure != "支出" or name.member(_ITEM) or name.member("项目"):
            return name
        return name.where((_ITEM, own)) if any(map(name.member, _PARTS)) else name
