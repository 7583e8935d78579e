"""The figures of one report, as one side of a comparison (一边): value or why there is none, text, places."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from reportgen.diagnostics import ReportgenError
from reportgen.document import Figure, Paragraph, walk
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, UNITS, Amount, Count, Quantity, Ratio, parse_number, print_quantity, rounded
from reportgen.records import dataclass, replace
from reportgen.report import Report
from reportgen.trace import occurrences
from reportgen.trace.digits import figure_of
from reportgen.vocabulary import NOT_APPLICABLE


class Availability(Enum):
    """Whether a budget has a figure (知否)."""

    KNOWN = "有"
    ABSENT = "无"  # the budget has no such project, unit …: counts as zero
    UNKNOWN = "无法得知"  # the budget does not state it, or not in this detail: never counts as zero


@dataclass(frozen=True, slots=True)
class FigureSide:
    """A figure on one side of a comparison.

    Attributes:
        names: the names on this side; several if these figures became one on the other side and are added up.
        known: whether the budget has the figure.
        value: the exact value; None if there is none.
        text: number and unit as printed, preferably in a sentence; if not printed, in the region's format.
        places: the places where it is printed, in words.
    """

    names: tuple[str, ...]
    known: Availability
    value: Quantity | None
    text: str
    places: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal | Fraction | None:
        """The value in 元, pieces or as a ratio; 0 if the budget has no such member, None if it is unknown."""
        match self.value:
            case Amount(number) | Count(number, _):
                return number
            case Ratio(ratio):
                return ratio
            case None:
                return Decimal(0) if self.known is Availability.ABSENT else None

    @property
    def stands(self) -> bool:
        """Whether the document prints the figure, or its value is not zero."""
        return bool(self.places or self.number)


def _added_up(sides: Sequence[FigureSide]) -> FigureSide:
    """Return the sum of several figures, without a text; UNKNOWN if one of them is, or if their units differ."""
    names = tuple(name for side in sides for name in side.names)
    places = tuple(place for side in sides for place in side.places)
    value = _sum([side.value for side in sides])
    return FigureSide(names, Availability.KNOWN if value else Availability.UNKNOWN, value, "", places)


def _sum(values: Sequence[Quantity | None]) -> Quantity | None:
    amounts = [value.yuan for value in values if isinstance(value, Amount)]
    counts = [value for value in values if isinstance(value, Count)]
    if len(amounts) == len(values):
        return Amount(sum(amounts, Decimal(0)))
    if len(counts) == len(values):
        return Count(sum((count.number for count in counts), Decimal(0)), counts[0].unit)
    return None


class ReportFigures:
    """The figures of one report, each as a side of a comparison.

    Attributes:
        printed: name of each printed figure or fact → its prints, each with its place in words.
    """

    def __init__(self, report: Report) -> None:
        self.report, self.figures = report, report.figures
        self._members = {d: _known_members(report, d) for d in ("单位", *report.budget.vocabulary.open)}
        self.printed: dict[str, list[tuple[Figure, str]]] = {}
        for one in occurrences(report.document):
            self.printed.setdefault(self._called(one.figure.name), []).append((one.figure, one.where))
        paragraphs = [block for block in walk(report.document.blocks) if isinstance(block, Paragraph)]
        in_sentences = [run for block in paragraphs for run in block.runs if isinstance(run, Figure)]
        self._in_sentences = {self._called(figure.name): figure for figure in reversed(in_sentences)}

    def names(self) -> dict[FigureId, None]:
        """Return every printed figure, and the plain figure that it derives from, each once."""
        found = [name for name in (figure_of(called, self.figures) for called in self.printed) if name]
        return dict.fromkeys(self.canonical(name) for name in (*found, *(one.amount for one in found)))

    def canonical(self, name: FigureId) -> FigureId:
        """Return the canonical name of a figure in this report; the name itself if there is no such figure."""
        if self._lacks_member(name):
            return name
        try:
            return self.figures.names.canonical(name)
        except ReportgenError:
            return name

    def _called(self, name: str) -> str:
        found = figure_of(name, self.figures)
        return str(self.canonical(found)) if found else name

    def side(self, names: tuple[FigureId, ...]) -> FigureSide:
        """Return the figure, or the sum of several figures; those that are zero and not printed are left out."""
        single = [self._single(name) for name in [*filter(self.can_say, names)] or names]
        there = [side for side in single if side.stands or side.known is Availability.UNKNOWN] or single[:1]
        if len(there) == 1:
            return there[0]
        whole = _added_up(there)
        return replace(whole, text=self._as_region(whole.value, names[0].measure) or whole.known.value)

    def can_say(self, name: FigureId) -> bool:
        """Return whether the kind of document has the members of the figure: a budget has no 结余分配."""
        trees = self.report.budget.vocabulary.trees
        return all(m in trees[d] for d, m in name.conditions if d in trees and d not in self._members)

    def _single(self, name: FigureId) -> FigureSide:
        called = str(name)
        places = tuple(where for _, where in self.printed.get(called, ()))
        known, value = self._known(name)
        text = self._text(called, value, name.measure) if known is Availability.KNOWN else known.value
        return FigureSide((called,), known, value, text, places)

    def _known(self, name: FigureId) -> tuple[Availability, Quantity | None]:
        if self._lacks_member(name):
            return Availability.ABSENT if self._could_have(name) else Availability.UNKNOWN, None
        try:
            return Availability.KNOWN, self.figures.value(name)
        except ReportgenError:
            return Availability.UNKNOWN, None

    def _lacks_member(self, name: FigureId) -> bool:
        """Whether a project, unit … of the figure is in no line and no name; faster than a failing lookup."""
        return any(m not in self._members.get(d, (m,)) for d, m in name.conditions)

    def _could_have(self, name: FigureId) -> bool:
        """Whether only a member is missing: the measure is stated, the other members are known."""
        vocabulary = self.report.budget.vocabulary
        measure = vocabulary.measures.get(name.measure)
        if not measure or any(d not in measure.dimensions for d, _ in name.conditions):
            return False
        listed = [(d, m) for d, m in name.conditions if d in vocabulary.trees and d != "单位"]
        return self.figures.states(name.amount) and all(m in vocabulary.trees[d] for d, m in listed)

    def _text(self, called: str, value: Quantity | None, measure: str) -> str:
        """Return the print in a sentence, else in a table, else in the region's format, with the sign of its value."""
        in_sentence, prints = self._in_sentences.get(called), self.printed.get(called, ())
        stated = [in_sentence] if in_sentence else [figure for figure, _ in prints]
        text = next((figure.text for figure in stated if figure.text), "")
        if value is None or not text:
            return self._as_region(value, measure)
        sign = "-" if stated[0].value.startswith("-") and not text.startswith("-") else ""
        return f"{sign}{text}{self._unit(value, text, measure)}"

    def _as_region(self, value: Quantity | None, measure: str) -> str:
        form = self.report.profile.text_format_of(measure)
        return f"{print_quantity(value, form)}{self._unit(value, '', measure)}" if value else ""

    def _unit(self, value: Quantity, text: str, measure: str) -> str:
        match value:
            case Amount(yuan):
                own = self.report.profile.text_format_of(measure).unit
                return next((unit for unit in (own, *UNITS) if _reads(yuan, text, unit)), own)
            case Count(_, unit):
                return unit
            case Ratio():
                return "%"


def _reads(yuan: Decimal, text: str, unit: str) -> bool:
    """Whether the amount, printed in `unit`, has the digits of the text."""
    shown = parse_number(text)
    places = len(text.partition(".")[2])
    return shown is not None and abs(shown) == rounded(EXACT.divide(abs(yuan), Decimal(UNITS[unit])), places)


def _known_members(report: Report, dimension: str) -> set[str]:
    """Return the members that figures may have: those of lines and names of all years, and the declared units."""
    books = report.budget.books.values()
    stated = [line.dims for book in books for line in book.every_line()]
    named = [dict(name.conditions) for book in books for name in book.stated]
    declared = report.budget.file.department.unit_names if dimension == "单位" else ()
    return {NOT_APPLICABLE, *declared, *(dims[dimension] for dims in (*stated, *named) if dimension in dims)}
