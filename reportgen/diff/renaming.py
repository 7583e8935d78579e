"""Members that have two names in the two budgets (改名): declared as 口径调整, or recognised.

Only pairs that nobody would doubt are recognised: one member for one, each the other's best match. Exchanging the
budgets only exchanges old and new. Names are compared by their pairs of neighbouring characters, with years as
distances from the year of the document. Names with different numbers are different, however similar the rest: 一期 and
二期 are two.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import product
from operator import itemgetter

from reportgen.budget.adjusting import adjustment_of
from reportgen.diff.likeness import (
    ALIKE_LEAST,
    alike_names,
    couples,
    only_pairs,
    years_as_distances,
)
from reportgen.figure import FigureId
from reportgen.records import dataclass
from reportgen.report import Report
from reportgen.source import Node, Problems, records, text_below
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, NOT_APPLICABLE


class RenamingBasis(StrEnum):
    """How it is known that two names are one member (依据)."""

    DECLARED = "口径调整写明"
    OF_KIND = "两种文件的叫法"
    CODE = "项目编码相同"
    LINES = "金额和科目相同"
    SAME_NAME = "名称相同"
    ALIKE = "名称相近"
    NEW_NAME = "编码没有变，名称改了"
    RECODED = "前一年的数相同"


@dataclass(frozen=True, slots=True)
class Renaming:
    """One member with its two names (改名). A renamed code renames the codes below it, too.

    Attributes:
        old, new: the member on each side; equal if a code stayed and its name changed.
        old_name, new_name: the names as they print.
    """

    dimension: str
    old: str
    new: str
    old_name: str
    new_name: str
    basis: RenamingBasis

    @property
    def mirrored(self) -> "Renaming":
        """The renaming with old and new exchanged."""
        return Renaming(self.dimension, self.new, self.old, self.new_name, self.old_name, self.basis)


class NewNames:
    """What members and figures of the old side are called on the new side, and the other way round (改名后)."""

    def __init__(self, renamings: Iterable[Renaming] = ()) -> None:
        self._of_old: dict[tuple[str, str], Renaming] = {}
        self._of_new = defaultdict[tuple[str, str], list[tuple[int, Renaming]]](list)
        self._former: dict[tuple[str, str], str] = {}
        self._dimensions = set[str]()
        for at, one in enumerate(renamings):
            self._dimensions.add(one.dimension)
            if one.old_name != one.new_name:
                self._former.setdefault((one.dimension, one.new), one.old_name)
            if one.old != one.new:
                self._of_old.setdefault((one.dimension, one.old), one)
                self._of_new[one.dimension, one.new].append((at, one))

    def member(self, dimension: str, member: str) -> str:
        """Return the new side's name of an old member; for codes, the longest renamed code above it decides."""
        held = (self._of_old.get((dimension, top)) for top in _tops(dimension, member))
        best = next(filter(None, held), None)
        return best.new + member[len(best.old) :] if best else member

    def figure(self, name: FigureId) -> FigureId:
        """Return the new side's name of an old figure."""
        return name._replace(conditions=tuple(sorted((d, self.member(d, m)) for d, m in name.conditions)))

    def old_members(self, dimension: str, member: str) -> list[str]:
        """Return the old members that are this member on the new side: itself, and those that became it."""
        held = sorted(
            (each for top in _tops(dimension, member) for each in self._of_new.get((dimension, top), ())),
            key=itemgetter(0),
        )
        before = [member, *(one.old + member[len(one.new) :] for _, one in held)]
        return [one for one in dict.fromkeys(before) if self.member(dimension, one) == member]

    def old_figures(self, name: FigureId) -> Iterator[FigureId]:
        """Yield the old figures that are this figure on the new side; several if members became one."""
        if self._dimensions.isdisjoint(d for d, _ in name.conditions):
            return iter((name,))
        members = [[(d, one) for one in self.old_members(d, m)] for d, m in name.conditions]
        return (name._replace(conditions=tuple(sorted(conditions))) for conditions in product(*members))

    def former_name(self, dimension: str, member: str) -> str:
        """Return the name that a member of the new side had before; "" if it had no other."""
        return self._former.get((dimension, member), "")


def _tops(dimension: str, member: str) -> Iterable[str]:
    """Return the member and, of a code, every beginning of it, the longest first."""
    return (member[:end] for end in range(len(member), 0, -1)) if dimension in CODE_LEVELS else (member,)


_CLASS = 3  # digits of a 类; in another 类 the same name, such as 行政运行, may mean another item


def renamings_between(old: Report, new: Report) -> tuple[Renaming, ...]:
    """Return all members that are known under two names; units and codes come first."""
    if old.budget.file.year > new.budget.file.year:
        return tuple(renaming.mirrored for renaming in renamings_between(new, old))
    found = [*_declared(old, new), *_of_kinds(old, new), *(one.mirrored for one in _of_kinds(new, old))]
    order = {dimension: i for i, dimension in enumerate(_own_dimensions(old, new))}
    for dimension in order:
        found += _recognised(old, new, dimension, tuple(found))
    found += (r for d in ("单位", *CODE_LEVELS) for r in _with_new_names(old, new, d))
    return tuple(sorted(found, key=lambda r: (order.get(r.dimension, len(order)), *sorted((r.old, r.new)))))


def _own_dimensions(*reports: Report) -> tuple[str, ...]:
    """Return the dimensions whose members a budget names itself; units and codes first, as others depend on them."""
    open_ = {dimension for report in reports for dimension in report.budget.vocabulary.open}
    return ("单位", *CODE_LEVELS, *sorted(open_, key=lambda dimension: (dimension != "项目", dimension)))


def _renaming(reports: tuple[Report, Report], dimension: str, both: tuple[str, str], basis: RenamingBasis) -> Renaming:
    (old, new), (one, other) = reports, both
    names = old.budget.member_name(dimension, one), new.budget.member_name(dimension, other)
    return Renaming(dimension, one, other, *names, basis)


def _declared(old: Report, new: Report) -> Iterator[Renaming]:
    """Yield a renaming for each 口径调整 of the later file whose old member the earlier file has."""
    if new.budget.file.year != old.budget.file.year + 1:
        return
    rules = adjustment_of(new.budget.file.adjustments, new.budget.vocabulary, Problems()).rules
    for dimension, exchanged in rules.items():
        there = _members(old, dimension)
        for one, (_, other) in exchanged.items():
            if one in there and one != other:
                yield _renaming((old, new), dimension, (one, other), RenamingBasis.DECLARED)


def _of_kinds(old: Report, new: Report) -> Iterator[Renaming]:
    """Yield members that have another name (别称) in the new side's kind of document: 结转下年, 年末结转和结余."""
    mine, yours = old.budget.vocabulary.trees, new.budget.vocabulary.trees
    for dimension, names in new.budget.vocabulary.aliases.items():
        for one, other in names.items():
            if one in mine.get(dimension, ()) and one not in yours.get(dimension, ()):
                yield Renaming(dimension, one, other, one, other, RenamingBasis.OF_KIND)


def _recognised(old: Report, new: Report, dimension: str, renamings: tuple[Renaming, ...]) -> Iterator[Renaming]:
    """Yield pairs of members that only one side has, by the surest evidence first."""
    mine = _uses(old, dimension, NewNames(renamings).member)
    yours = _uses(new, dimension)
    settled = {member for r in renamings if r.dimension == dimension for member in (r.old, r.new)}
    there, here = _members(old, dimension), _members(new, dimension)
    gone = {m: use for m, use in mine.items() if m not in here | settled and not _has_coarser(dimension, m, yours)}
    come = {m: use for m, use in yours.items() if m not in there | settled and not _has_coarser(dimension, m, mine)}
    for evidence in (_by_code, _by_lines, _by_name):
        for one, other, basis in list(evidence(old, new, dimension, gone, come)):
            del gone[one], come[other]
            yield _renaming((old, new), dimension, (one, other), basis)


def _has_coarser(dimension: str, code: str, others: Collection[str]) -> bool:
    """Whether the other side has a code above this one: then the code is part of that code, not renamed."""
    return dimension in CODE_LEVELS and any(code[:end] in others for end in range(len(code) + 1))


@dataclass(frozen=True, slots=True)
class _Use:
    """The lines of one member in a budget.

    Attributes:
        places: (measure, members of the dimensions in `_PLACING`) of its lines.
        lines: (measure, other members, amount in 元 or pieces) of its lines, sorted.
    """

    places: frozenset[tuple[str, "_Dims"]]
    lines: tuple[tuple[str, "_Dims", Decimal], ...]


_Dims = tuple[tuple[str, str], ...]
_Uses = dict[str, _Use]
_Found = Iterator[tuple[str, str, RenamingBasis]]  # old member, new member, basis
_PLACING = ("单位", "功能", "性质", "类型", "项目")


def _uses(report: Report, dimension: str, follow: Callable[[str, str], str] = lambda _, member: member) -> _Uses:
    """Return member → its use in the lines of this year, in the order of the file.

    Args:
        follow: (dimension, member) → its name on the other side; applied to the other members of a line.
    """
    found: dict[str, list[tuple[str, _Dims, Decimal]]] = {}
    for measure in report.budget.books[""].ledgers:
        for line in report.budget.books[""].every_line(measure):
            member = line.dims.get(dimension, NOT_APPLICABLE)
            if member not in (NOT_APPLICABLE, ELIMINATION):
                rest = ((d, follow(d, m)) for d, m in sorted(line.dims.items()) if d != dimension)
                found.setdefault(member, []).append((measure, tuple(rest), line.amount))
    return {member: _Use(frozenset(map(_place, rows)), tuple(sorted(rows))) for member, rows in found.items()}


def _place(row: tuple[str, _Dims, Decimal]) -> tuple[str, _Dims]:
    return row[0], tuple((d, m) for d, m in row[1] if d in _PLACING)


def _members(report: Report, dimension: str) -> set[str]:
    """Return the members that this year has: those of lines, the codes above them, the declared units."""
    declared = report.budget.file.department.unit_names if dimension == "单位" else ()
    every = (*_uses(report, dimension), *declared)
    return {above for member in every for above in report.budget.vocabulary.upward(dimension, member)}


def _by_code(old: Report, new: Report, dimension: str, gone: _Uses, come: _Uses) -> _Found:
    """Yield projects with the same 项目编码."""
    if dimension == "项目":
        mine, yours = _project_codes(old), _project_codes(new)
        pairs = only_pairs({o: mine[o] for o in gone if o in mine}, {n: yours[n] for n in come if n in yours})
        yield from ((one, other, RenamingBasis.CODE) for one, other in pairs)


def _project_codes(report: Report) -> dict[str, str]:
    """Return project → its 项目编码, as 项目 and 绩效 state it."""
    file = report.budget.file
    found = {project: _text(node, "编码") for project, node in file.projects.items()}
    for material in (file.performance, *(unit.performance for unit in file.department.units)):
        for record in records(material.get("项目")):
            found[_text(record, "项目") or _text(record, "名称")] = _text(record, "编码")
    return {project: code for project, code in found.items() if project and code}


def _text(node: Node, key: str) -> str:
    return text_below(node, key).strip()


def _by_lines(old: Report, new: Report, _: str, gone: _Uses, come: _Uses) -> _Found:
    """Yield members of two drafts of one year that stand on the same lines with the same amounts, not all zero."""
    if old.budget.file.year == new.budget.file.year:
        held = {o: use.lines for o, use in gone.items() if any(amount for *_, amount in use.lines)}
        pairs = only_pairs(held, {n: use.lines for n, use in come.items()})
        yield from ((one, other, RenamingBasis.LINES) for one, other in pairs)


def _by_name(old: Report, new: Report, dimension: str, gone: _Uses, come: _Uses) -> _Found:
    """Yield members with equal or similar names in the same place; codes only with equal names within their 类."""
    mine, yours = _names(old, dimension, gone), _names(new, dimension, come)
    coded = dimension in CODE_LEVELS
    if coded:  # a code without a name is not told by it
        scores = alike_names({o: n for o, n in mine.items() if o != n}, yours, Fraction(1), lambda code: code[:_CLASS])
    else:
        scores = alike_names(mine, yours, ALIKE_LEAST)
    near = {(o, n): s for (o, n), s in scores.items() if dimension == "单位" or gone[o].places & come[n].places}
    for one, other in couples(near):
        names = old.budget.member_name(dimension, one), new.budget.member_name(dimension, other)
        yield one, other, RenamingBasis.SAME_NAME if names[0] == names[1] else RenamingBasis.ALIKE


def _names(report: Report, dimension: str, members: Iterable[str]) -> dict[str, str]:
    """Return member → its name, with years as distances from the year of the budget."""
    year = report.budget.file.year
    return {member: years_as_distances(report.budget.member_name(dimension, member), year) for member in members}


def _with_new_names(old: Report, new: Report, dimension: str) -> Iterator[Renaming]:
    """Yield codes that have different names on the two sides."""
    for member in sorted(_members(old, dimension) & _members(new, dimension)):
        if all(report.budget.file.names_of(dimension, member) for report in (old, new)):
            renaming = _renaming((old, new), dimension, (member, member), RenamingBasis.NEW_NAME)
            if renaming.old_name != renaming.new_name:
                yield renaming
