"""Members that one budget calls otherwise than the other (改名): declared as 口径调整, or recognised.

Recognised is only what nobody would doubt: one to one, each the other's best. Which of the two budgets is asked
first makes no difference but for the direction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from reportgen.budget.adjusting import adjustment_of
from reportgen.diff.budgets.likeness import ALIKE, couples, name_likeness, without_years
from reportgen.diff.budgets.members import Use, members, project_codes, recognisable, uses
from reportgen.figure import FigureId
from reportgen.report import Report
from reportgen.source import Problems
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True, slots=True)
class Renaming:
    """One member under its two names (改名). A renamed code renames the codes below it, too.

    Attributes:
        old, new: the member on either side; equal where a code stayed and its name changed.
        old_name, new_name: the names as they print.
        basis: how it is known, in Chinese.
    """

    dimension: str
    old: str
    new: str
    old_name: str
    new_name: str
    basis: str

    @property
    def turned(self) -> "Renaming":
        """The renaming with old and new exchanged."""
        return Renaming(self.dimension, self.new, self.old, self.new_name, self.old_name, self.basis)


def new_member(known: Iterable[Renaming], dimension: str, member: str) -> str:
    """What the new side calls a member of the old one; of codes the longest renamed one decides."""
    held = [r for r in known if r.dimension == dimension and r.old != r.new and _holds(dimension, r.old, member)]
    best = max(held, key=lambda r: len(r.old), default=None)
    return best.new + member[len(best.old) :] if best else member


def new_figure(known: Iterable[Renaming], name: FigureId) -> FigureId:
    """What the new side calls a figure of the old one."""
    known = tuple(known)
    return name._replace(conditions=tuple(sorted((d, new_member(known, d, m)) for d, m in name.conditions)))


def old_members(known: Iterable[Renaming], dimension: str, member: str) -> list[str]:
    """The members of the old side that are this member on the new one: itself, and those that became it."""
    renamed = (r for r in known if r.dimension == dimension and r.old != r.new)
    before = [member, *(r.old + member[len(r.new) :] for r in renamed if _holds(dimension, r.new, member))]
    return [one for one in dict.fromkeys(before) if new_member(known, dimension, one) == member]


def _holds(dimension: str, top: str, member: str) -> bool:
    return member.startswith(top) if dimension in CODE_LEVELS else member == top


DECLARED, SAME_CODE, SAME_LINES = "口径调整写明", "项目编码相同", "金额和科目相同"
SAME_NAME, ALIKE_NAME, NEW_NAME = "名称相同", "名称相近", "编码没有变，名称改了"
_CLASS = 3  # digits of a 类: across them a name may stand for something else, as 行政运行 does


def renamings(old: Report, new: Report) -> tuple[Renaming, ...]:
    """All members that the two budgets call differently and that are known to be the same; units and codes first."""
    if old.budget.file.year > new.budget.file.year:
        return tuple(renaming.turned for renaming in renamings(new, old))
    found = list(_declared(old, new))
    order = {dimension: i for i, dimension in enumerate(recognisable(old, new))}
    for dimension in order:
        found += _recognised(old, new, dimension, tuple(found))
    found += (r for d in ("单位", *CODE_LEVELS) for r in _called_otherwise(old, new, d))
    return tuple(sorted(found, key=lambda r: (order.get(r.dimension, len(order)), *sorted((r.old, r.new)))))


def _renaming(old: Report, new: Report, dimension: str, one: str, other: str, basis: str) -> Renaming:
    names = old.budget.member_name(dimension, one), new.budget.member_name(dimension, other)
    return Renaming(dimension, one, other, *names, basis)


def _declared(old: Report, new: Report) -> Iterator[Renaming]:
    """The 口径调整 of the later file, for members that the earlier one has."""
    if new.budget.file.year != old.budget.file.year + 1:
        return
    rules = adjustment_of(new.budget.file.adjustments, new.budget.vocabulary, Problems()).rules
    for dimension, exchanged in rules.items():
        there = members(old, dimension)
        for one, (_, other) in exchanged.items():
            if one in there and one != other:
                yield _renaming(old, new, dimension, one, other, DECLARED)


def _recognised(old: Report, new: Report, dimension: str, known: tuple[Renaming, ...]) -> Iterator[Renaming]:
    """Members that one side alone has, paired by the surest evidence first."""
    mine = uses(old, dimension, lambda d, m: new_member(known, d, m))
    yours = uses(new, dimension, lambda _, member: member)
    settled = {(r.new if new_side else r.old) for r in known if r.dimension == dimension for new_side in (0, 1)}
    there, here = members(old, dimension), members(new, dimension)
    gone = {m: use for m, use in mine.items() if m not in here | settled and not _coarser(dimension, m, yours)}
    come = {m: use for m, use in yours.items() if m not in there | settled and not _coarser(dimension, m, mine)}
    for evidence in (_by_code, _by_lines, _by_name):
        for one, other, basis in list(evidence(old, new, dimension, gone, come)):
            del gone[one], come[other]
            yield _renaming(old, new, dimension, one, other, basis)


def _coarser(dimension: str, code: str, others: Iterable[str]) -> bool:
    """Whether the other side has a code above this one: then the code is part of that, not renamed."""
    return dimension in CODE_LEVELS and any(code.startswith(other) for other in others)


Uses = dict[str, Use]
Found = Iterator[tuple[str, str, str]]


def _by_code(old: Report, new: Report, dimension: str, gone: Uses, come: Uses) -> Found:
    if dimension != "项目":
        return
    mine, yours = project_codes(old), project_codes(new)
    same = {(o, n): Fraction(1) for o in gone for n in come if o in mine and mine[o] == yours.get(n)}
    yield from ((one, other, SAME_CODE) for one, other in couples(same))


def _by_lines(old: Report, new: Report, _: str, gone: Uses, come: Uses) -> Found:
    """Members of two drafts of one year that stand on the same lines with the same amounts."""
    if old.budget.file.year == new.budget.file.year:
        held = {o: use for o, use in gone.items() if not use.is_nothing}
        same = {(o, n): Fraction(1) for o, use in held.items() for n in come if use.lines == come[n].lines}
        yield from ((one, other, SAME_LINES) for one, other in couples(same))


def _by_name(old: Report, new: Report, dimension: str, gone: Uses, come: Uses) -> Found:
    """Members with equal or nearly equal names in the same place; codes only with equal names within their 类."""
    mine = {m: without_years(old.budget.member_name(dimension, m), old.budget.file.year) for m in gone}
    yours = {m: without_years(new.budget.member_name(dimension, m), new.budget.file.year) for m in come}
    least = Fraction(1) if dimension in CODE_LEVELS else ALIKE
    near = [(o, n) for o in gone for n in come if _same_place(dimension, o, n, gone[o], come[n])]
    scores = {(o, n): name_likeness(mine[o], yours[n]) for o, n in near if mine[o] != o or dimension not in CODE_LEVELS}
    for one, other in couples({pair: score for pair, score in scores.items() if score >= least}):
        names = old.budget.member_name(dimension, one), new.budget.member_name(dimension, other)
        yield one, other, SAME_NAME if names[0] == names[1] else ALIKE_NAME


def _same_place(dimension: str, one: str, other: str, mine: Use, yours: Use) -> bool:
    if dimension in CODE_LEVELS and one[:_CLASS] != other[:_CLASS]:
        return False
    return dimension == "单位" or bool(mine.places & yours.places)


def _called_otherwise(old: Report, new: Report, dimension: str) -> Iterator[Renaming]:
    """Codes that both sides have under different names."""
    for member in sorted(members(old, dimension) & members(new, dimension)):
        if all(report.budget.file.names_of(dimension, member) for report in (old, new)):
            renaming = _renaming(old, new, dimension, member, member, NEW_NAME)
            yield from (renaming,) if renaming.old_name != renaming.new_name else ()
