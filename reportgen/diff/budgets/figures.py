"""Two budgets compared by the names of their figures (数的变动), with the names of the old taken through renamings.

Figures stand on each side as their own document has them: where several members became one, the several are added up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from reportgen.change import Case, Change, change
from reportgen.diff.budgets.facts import fact_pairs
from reportgen.diff.budgets.renamed import Renaming, figure_followed, preceding
from reportgen.diff.budgets.side import Known, Side
from reportgen.diff.budgets.sides import Sides
from reportgen.diff.changes import Kind
from reportgen.figure import FigureId
from reportgen.quantity import UNITS, Count, NumberFormat, Precision, print_amount, print_percent
from reportgen.report import Report

_PLAIN = ("", "个数")  # kinds that tell of the year itself
_WHOLE = Precision()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that has another value (一个数的变动).

    Attributes:
        kind: ADDED and REMOVED where only one document has it, NUMBER otherwise.
        precision: at which operands of changes are taken: the coarser of the two documents' (口径精度).
        derived: it follows from others or from a base, and says nothing new in a summary.
    """

    kind: Kind
    old: Side
    new: Side
    precision: Precision
    derived: bool = False

    @property
    def name(self) -> str:
        """What the new side calls it, or the old one called it; the path of a fact."""
        side = self.old if self.kind is Kind.REMOVED else self.new
        return "＋".join(side.names)

    @property
    def delta(self) -> Decimal | Fraction | None:
        """Exactly how much more it is; None where one side does not know, or the two are of different kinds."""
        old, new = self.old.number, self.new.number
        if isinstance(old, Fraction) and isinstance(new, Fraction):
            return new - old
        return new - old if isinstance(old, Decimal) and isinstance(new, Decimal) else None

    @property
    def change(self) -> Change | None:
        """Case, amount and rate from what a reader sees; None for ratios and where a side does not know."""
        old, new = self.old.number, self.new.number
        if not isinstance(old, Decimal) or not isinstance(new, Decimal):
            return None
        return change(new, old, self.precision)

    @property
    def case(self) -> Case | None:
        """The case of the change, as 上年无; None where there is none."""
        return self.change.case if self.change else None

    @property
    def rate(self) -> Fraction | None:
        """The printable rate, as readers recompute it."""
        return self.change.rate if self.change else None

    @property
    def delta_text(self) -> str:
        """How much more, as readers recompute it, with sign and unit: `+3.39万元`, `-2人`, `+1.20个百分点`."""
        if isinstance(self.delta, Fraction):
            return f"{'+' if self.delta > 0 else ''}{print_percent(self.delta, NumberFormat())}个百分点"
        if self.change is None:
            return ""
        sign = "+" if self.change.amount > 0 else ""
        unit = next((s.value.unit for s in (self.new, self.old) if isinstance(s.value, Count)), None)
        if unit is not None:
            return f"{sign}{print_amount(self.change.amount, NumberFormat(places=2, trim=True))}{unit}"
        form = NumberFormat(self.precision.unit, self.precision.places)
        return f"{sign}{print_amount(self.change.amount, form)}{form.unit}"

    @property
    def turned(self) -> "FigureChange":
        """Seen from the other side."""
        kind = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}.get(self.kind, self.kind)
        return replace(self, kind=kind, old=self.new, new=self.old)


def figure_changes(old: Report, new: Report, known: tuple[Renaming, ...]) -> tuple[FigureChange, ...]:
    """Every figure that either document prints or derives from, and facts that print as numbers, where they differ."""
    if old.budget.file.year > new.budget.file.year:
        mirrored = tuple(renaming.turned for renaming in known)
        return tuple(one.turned for one in figure_changes(new, old, mirrored))
    mine, yours = Sides(old), Sides(new)
    changes = [
        _change(mine.side(names), yours.side((name,)), _coarser(old, new, name.measure), _is_derived(name))
        for names, name in _pairs(mine, yours, known)
    ]
    changes += [_change(one, other, _WHOLE) for one, other in fact_pairs(mine, yours)]
    return tuple(sorted(filter(None, changes), key=lambda one: sorted((one.old.names, one.new.names))))


def _pairs(mine: Sides, yours: Sides, known: tuple[Renaming, ...]) -> dict[tuple[tuple[FigureId, ...], FigureId], None]:
    """(names on the old side, name on the new one) of every figure, each once."""
    wanted = [figure_followed(known, name) for name in mine.names()] + list(yours.names())
    found = (
        (tuple(dict.fromkeys(map(mine.canonical, _before(known, name)))), yours.canonical(name)) for name in wanted
    )
    return dict.fromkeys(found)


def _before(known: tuple[Renaming, ...], name: FigureId) -> Iterator[FigureId]:
    """The old names of what the new side calls so."""
    members = [[(d, one) for one in preceding(known, d, m)] for d, m in name.conditions]
    return (name._replace(conditions=tuple(sorted(conditions))) for conditions in product(*members))


def _change(old: Side, new: Side, precision: Precision, derived: bool = False) -> FigureChange | None:
    """The change, or None where both say the same, or nothing."""
    same = old.number == new.number and Known.UNKNOWN not in (old.known, new.known)
    if same or not (old.stands or new.stands) or (old.value, new.value) == (None, None):
        return None
    if isinstance(old.value or new.value, Count):
        precision = _WHOLE
    kind = Kind.ADDED if not old.stands else Kind.REMOVED if not new.stands else Kind.NUMBER
    return FigureChange(kind, old, new, precision, derived)


def _is_derived(name: FigureId) -> bool:
    return bool(name.base) or name.derived not in _PLAIN


def _coarser(old: Report, new: Report, measure: str) -> Precision:
    """口径精度 of the document that prints fewer digits, whichever is asked first."""
    either = (report.profile.precision(measure) for report in (old, new))
    return max(either, key=lambda precision: (Decimal(UNITS[precision.unit]).scaleb(-precision.places), precision.unit))
