"""A member under its two names (改名), and what a member of one side is called on the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.figure import FigureId
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True)
class Renaming:
    """One member under its two names (改名). A code holds for the codes below it, too.

    Attributes:
        old, new: the member on either side, equal where a code stayed and only its name changed.
        old_name, new_name: as they print.
        basis: how it is known, in words.
    """

    dimension: str
    old: str
    new: str
    old_name: str
    new_name: str
    basis: str

    @property
    def turned(self) -> "Renaming":
        """Seen from the other side."""
        return Renaming(self.dimension, self.new, self.old, self.new_name, self.old_name, self.basis)


def followed(known: Iterable[Renaming], dimension: str, member: str) -> str:
    """What the new side calls a member of the old one; of codes the longest that holds it decides."""
    held = [r for r in known if r.dimension == dimension and r.old != r.new and _holds(dimension, r.old, member)]
    best = max(held, key=lambda r: len(r.old), default=None)
    return best.new + member[len(best.old) :] if best else member


def figure_followed(known: Iterable[Renaming], name: FigureId) -> FigureId:
    """What the new side calls a figure of the old one."""
    known = tuple(known)
    return name._replace(conditions=tuple(sorted((d, followed(known, d, m)) for d, m in name.conditions)))


def preceding(known: Iterable[Renaming], dimension: str, member: str) -> list[str]:
    """What the old side may call a member of the new one: itself, those that became it; none where it is another."""
    renamed = (r for r in known if r.dimension == dimension and r.old != r.new)
    before = [member, *(r.old + member[len(r.new) :] for r in renamed if _holds(dimension, r.new, member))]
    return [one for one in dict.fromkeys(before) if followed(known, dimension, one) == member]


def _holds(dimension: str, top: str, member: str) -> bool:
    return member.startswith(top) if dimension in CODE_LEVELS else member == top
