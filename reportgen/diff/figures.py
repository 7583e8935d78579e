"""Two budgets compared figure by figure (数的变动), and the changes in the order of their importance (轻重).

Each side has the figures of its own document. Members of the old side are renamed to those of the new side; if several
members became one, their figures are added up.
"""

from collections.abc import Iterable, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from reportgen.budget.models import Budget
from reportgen.diff.changes import ChangeKind
from reportgen.diff.facts import fact_pairs
from reportgen.diff.renaming import NewNames, Renaming
from reportgen.diff.sides import Availability, FigureSide, ReportFigures
from reportgen.figure import Conditions, FigureId, parsed
from reportgen.quantity import (
    UNITS,
    Change,
    ChangeCase,
    Count,
    NumberFormat,
    Precision,
    change,
    print_amount,
    print_percent,
)
from reportgen.records import dataclass, field, replace
from reportgen.report import Report

_worked_out = lru_cache(maxsize=1 << 12)(change)  # a change is asked for its case, amount, rate and texts
_PLAIN = ("", "个数")  # derivations of figures that do not follow from others
_WHOLE = Precision()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure whose value changed (一个数的变动).

    Attributes:
        precision: unit and decimals to which both values are rounded, the coarser of the two documents' (口径精度).
        derived: whether the figure follows from others or belongs to a base; summaries leave it out.
        words: the name of the figure in words, without notation.
    """

    old: FigureSide
    new: FigureSide
    precision: Precision
    derived: bool = False
    words: str = field(default="", compare=False)

    @property
    def kind(self) -> ChangeKind:
        """ADDED or REMOVED if only one document has the figure, else NUMBER."""
        if not self.old.stands:
            return ChangeKind.ADDED
        return ChangeKind.NUMBER if self.new.stands else ChangeKind.REMOVED

    @property
    def name(self) -> str:
        """The name on the new side, on the old side if the figure was removed; the path of a fact."""
        side = self.old if self.kind is ChangeKind.REMOVED else self.new
        return "＋".join(side.names)

    @property
    def delta(self) -> Decimal | Fraction | None:
        """New minus old, exact, in 元, pieces or as a ratio; None if a side is unknown or the kinds differ."""
        match self.old.number, self.new.number:
            case (Fraction() as old, Fraction() as new):
                return new - old
            case (Decimal() as before, Decimal() as now):
                return now - before
        return None

    @property
    def change(self) -> Change | None:
        """Case, amount and rate from the values as printed; None for ratios, or if a side is unknown."""
        match self.old.number, self.new.number:
            case (Decimal() as old, Decimal() as new):
                return _worked_out(new, old, self.precision)
        return None

    @property
    def case(self) -> ChangeCase | None:
        """The case of the change, such as 上年无; None if `change` is None."""
        return self.change.case if self.change else None

    @property
    def rate(self) -> Fraction | None:
        """The rate as a reader recomputes it; None if there is none."""
        return self.change.rate if self.change else None

    @property
    def delta_text(self) -> str:
        """New minus old as a reader recomputes it, with sign and unit: `+3.39万元`, `-2人`, `+1.20个百分点`."""
        if isinstance(self.delta, Fraction):
            return f"{'+' if self.delta > 0 else ''}{print_percent(self.delta, NumberFormat())}个百分点"
        found = self.change
        if found is None:
            return ""
        pieces = next((side.value.unit for side in (self.new, self.old) if isinstance(side.value, Count)), None)
        if pieces is None:
            form, unit = NumberFormat(self.precision.unit, self.precision.places, grouped=True), self.precision.unit
        else:
            form, unit = NumberFormat(places=2, trim=True), pieces
        return f"{'+' if found.amount > 0 else ''}{print_amount(found.amount, form)}{unit}"

    @property
    def mirrored(self) -> "FigureChange":
        """The change with old and new exchanged."""
        return replace(self, old=self.new, new=self.old)


def figure_changes(
    mine: ReportFigures, yours: ReportFigures, renamings: tuple[Renaming, ...]
) -> tuple[FigureChange, ...]:
    """Return the changes of all facts and figures that either document prints, and of the figures these derive from.

    Args:
        renamings: the renamed members, from old to new.
    """
    old, new = mine.report, yours.report
    if old.budget.file.year > new.budget.file.year:
        mirrored = tuple(renaming.mirrored for renaming in renamings)
        return tuple(one.mirrored for one in figure_changes(yours, mine, mirrored))
    changes = [
        _change(mine.side(names), yours.side((name,)), _coarser(old, new, name.measure), is_derived(name), words)
        for names, name in _pairs(mine, yours, renamings)
        for words in [in_words(str(name), new.budget, old.budget)]
    ]
    changes += [_change(one, other, _WHOLE) for one, other in fact_pairs(mine, yours)]
    return tuple(sorted(filter(None, changes), key=lambda one: sorted((one.old.names, one.new.names))))


def _pairs(
    mine: ReportFigures, yours: ReportFigures, renamings: tuple[Renaming, ...]
) -> dict[tuple[tuple[FigureId, ...], FigureId], None]:
    """Return the pairs (names on the old side, name on the new side) of all figures, each once."""
    became = NewNames(renamings)
    wanted = [became.figure(name) for name in mine.names()] + list(yours.names())
    pairs = ((map(mine.canonical, became.old_figures(name)), yours.canonical(name)) for name in wanted)
    return dict.fromkeys((tuple(dict.fromkeys(names)), name) for names, name in pairs)


def in_words(name: str, *budgets: Budget) -> str:
    """Return the name of a figure or fact without notation: `支出（207 文化支出，项目支出）比上年预算的增减额`."""
    figure = parsed(name)
    if figure is None or "." in figure.measure:
        return name.replace(".", " ").replace("@", " ")
    members = "，".join(_member_words(*condition, budgets) for condition in figure.conditions)
    whole = f"{figure.measure}{f'（{members}）' if members else ''}"
    compared = f"比{figure.base}" if figure.base and figure.derived else f"（{figure.base}）" if figure.base else ""
    return f"{whole}{compared}{f'的{figure.derived}' if figure.derived else ''}{figure.argument}"


def _member_words(dimension: str, member: str, budgets: Sequence[Budget]) -> str:
    """Return a member with its name from the first budget that has one."""
    names = (budget.member_name(dimension, member) for budget in budgets)
    name = next((name for name in names if name and name != member), "")
    return f"{member} {name}" if name else member


def _change(
    old: FigureSide, new: FigureSide, precision: Precision, derived: bool = False, words: str = ""
) -> FigureChange | None:
    """Return the change; None if both sides are equal or neither has a value."""
    same = old.number == new.number and Availability.UNKNOWN not in (old.known, new.known)
    if same or not (old.stands or new.stands) or (old.value, new.value) == (None, None):
        return None
    precision = _WHOLE if isinstance(old.value or new.value, Count) else precision
    return FigureChange(old, new, precision, derived, words or in_words((new.names or old.names)[0]))


def is_derived(name: FigureId) -> bool:
    """Whether a figure follows from others, or belongs to a base."""
    return bool(name.base) or name.derived not in _PLAIN


def _coarser(old: Report, new: Report, measure: str) -> Precision:
    """Return the precision (口径精度) of the document that prints fewer digits."""
    either = (report.profile.precision(measure) for report in (old, new))
    return max(either, key=lambda precision: (Decimal(UNITS[precision.unit]).scaleb(-precision.places), precision.unit))


# Kinds of figures in the order in which a leader asks for them: a measure, and the dimension that divides it.
_ORDER = (
    *("收入", "支出", "收入 资金", "支出 资金", "支出 性质", "支出 功能", "三公经费", "三公经费 费目"),
    *("机关运行经费", "政府采购", "政府采购 类型", "支出 项目", "收入 单位", "支出 单位"),
    *("人员 人员类别", "车辆 车辆类别", "设备 设备价值"),
)
_RANKS = {kind: rank for rank, kind in enumerate(_ORDER)}
_WIDE = (("年份", "本年"), ("性质", "本年支出"))  # conditions under which a total loses little

Numbers = tuple[Decimal | Fraction | None, Decimal | Fraction | None]


def most_important_first(changes: Iterable[FigureChange]) -> tuple[FigureChange, ...]:
    """Return the changes in the order of a summary: by kind of figure, within a kind the largest first.

    Changes that follow from others, or repeat the numbers of a figure with a shorter name, come last.
    """
    changes = tuple(changes)
    plain = {(name, _numbers(one)) for one in changes if (name := _figure(one))}

    def order(one: FigureChange) -> tuple[bool, tuple[int, int, int], Fraction, list[str]]:
        size = abs(Fraction(one.delta or 0))
        return one.derived or _repeats(one, plain), _rank(one), -size, sorted((*one.old.names, *one.new.names))

    return tuple(sorted(changes, key=order))


def in_short(changes: Iterable[FigureChange], most: int) -> tuple[FigureChange, ...]:
    """Return at most `most` changes for a summary of two minutes: the largest of each kind, in the order of kinds.

    Left out are changes that follow from others or repeat numbers, and kinds of figures that are not in `_ORDER`.
    """
    stated = [one for one in changes if not one.derived and _rank(one)[0] < len(_ORDER)]
    first: dict[tuple[str, Numbers], FigureChange] = {}
    for one in most_important_first(stated):
        first.setdefault((one.name.partition("[")[0], _numbers(one)), one)
    kinds = [list(group) for _, group in groupby(first.values(), key=_rank)]
    each = max(1, most // max(1, len(kinds)))
    chosen = [one for group in kinds for one in group[:each]]
    spare = [one for group in kinds for one in group[each:]]
    kept = {id(one) for one in (*chosen, *spare)[:most]}
    return tuple(one for group in kinds for one in group if id(one) in kept)


def _repeats(change: FigureChange, plain: Set[tuple[FigureId, Numbers]]) -> bool:
    """Whether the figure with the same name, but without wide conditions, has the same numbers."""
    name = _figure(change)
    shorter = name._replace(conditions=_narrowing(name)) if name else None
    return shorter is not None and shorter != name and (shorter, _numbers(change)) in plain


def _numbers(change: FigureChange) -> Numbers:
    return change.old.number, change.new.number


def _narrowing(name: FigureId) -> Conditions:
    return tuple(condition for condition in name.conditions if condition not in _WIDE)


def _rank(change: FigureChange) -> tuple[int, int, int]:
    name = _figure(change)
    return rank(name) if name else (len(_ORDER) + 1, 0, 0)


def rank(name: FigureId) -> tuple[int, int, int]:
    """Return (kind of figure, length of its code, number of conditions): the smaller, the more important."""
    conditions = _narrowing(name)
    dimensions = [dimension for dimension, _ in conditions]
    kind = _RANKS.get(" ".join((name.measure, *dimensions)), len(_ORDER))
    return kind, len(conditions[0][1]) if dimensions == ["功能"] else 0, len(name.conditions)


def _figure(change: FigureChange) -> FigureId | None:
    """Return the figure; None for the path of a fact."""
    found = parsed(change.name)
    return found if found and "." not in found.measure else None
