"""The facts of two reports, in pairs (资料里的数): numbers without a measure, such as visits or shares of a plan.

The name of a fact is a path. Paths count records (`绩效.项目.1.进度.3月底`). A record that only moved is
the same, so its name stands here instead of its number (`绩效.项目.购书经费.进度.3月底`).
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen import source
from reportgen.diagnostics import ReportgenError
from reportgen.diff.sides import Availability, FigureSide, ReportFigures
from reportgen.document import Figure
from reportgen.figures import Fact
from reportgen.quantity import UNITS, Amount, Count, Quantity, Ratio, parse_number
from reportgen.source import Node, Scalar
from reportgen.trace.digits import figure_of

_NAMING = ("项目", "名称", "三级", "编码")  # keys that name a record; the first that the record has counts
_COUNTED = "@个数"
_MATERIAL = "资料."  # paths of materials
_REGIONAL = "标准."  # paths of the region's numbers, which are not the budget's
_CODES = ("编码", "代码", "编号")  # endings of the paths of digits that are no number


def fact_pairs(mine: ReportFigures, yours: ReportFigures) -> Iterator[tuple[FigureSide, FigureSide]]:
    """Yield (old side, new side) of every fact that either report prints, or states in its materials (资料)."""
    before, now = _Facts(mine), _Facts(yours)
    for path in dict.fromkeys((*before.printed, *now.printed, *before.stated(), *now.stated())):
        yield before.side(path), now.side(path)


class _Facts:
    """The facts of one report, by paths in which the names of records stand."""

    def __init__(self, sides: ReportFigures) -> None:
        self._report = sides.report
        file = sides.report.budget.file.node
        statements = list(_statements(file)) if file else []
        self._stated = {name: node for _, name, node in statements}
        self._names = {path: name for path, name, _ in statements}
        self.printed = {self._name(path): prints for path, prints in sides.printed.items() if _is_fact(path, sides)}

    def _name(self, path: str) -> str:
        place, counted, _ = path.partition(_COUNTED)
        return self._names.get(place, place) + counted

    def stated(self) -> Iterator[str]:
        """Yield the paths of the numbers in the materials (资料)."""
        numbers = ((name, node) for name, node in self._stated.items() if isinstance(node, Scalar))
        yield from (
            name for name, node in numbers if name.startswith(_MATERIAL) and parse_number(node.text) is not None
        )

    def side(self, name: str) -> FigureSide:
        """Return the fact as the file states it, else as printed; UNKNOWN if it is neither stated nor printed."""
        prints = self.printed.get(name, [])
        places = tuple(where for _, where in prints)
        if found := self._of_file(name, places):
            return found
        if not prints:
            return FigureSide((name,), Availability.UNKNOWN, None, "没有写")
        figure = prints[0][0]
        return FigureSide((name,), Availability.KNOWN, Count(Decimal(figure.value), ""), figure.text, places)

    def _of_file(self, name: str, places: tuple[str, ...]) -> FigureSide | None:
        """Return the number at a node of the file, or the count of its items; None if that is no number."""
        match self._stated.get(name.removesuffix(_COUNTED)):
            case source.Sequence(_, items) if name.endswith(_COUNTED):
                return FigureSide((name,), Availability.KNOWN, Count(Decimal(len(items)), ""), str(len(items)), places)
            case Scalar() as node:
                digits, unit = self._number(node, name)
                if digits:
                    value = _quantity(digits, unit)
                    return FigureSide((name,), Availability.KNOWN, value, f"{digits.text}{unit}", places)
        return None

    def _number(self, node: Scalar, name: str) -> tuple[Figure | None, str]:
        """Return (digits, unit) of a text that is a number; (None, "") for words, or if the text is not valid."""
        try:
            first, *rest = Fact(self._report.figures, node, name).runs() or (None,)
        except ReportgenError:
            return None, ""
        if not isinstance(first, Figure) or first.name != name:  # words, or a figure that they name
            return None, ""
        return first, rest[0].text if rest else ""


def _is_fact(name: str, sides: ReportFigures) -> bool:
    """Whether a printed name is the path of a fact: no figure, no number of the region, no code."""
    return not (figure_of(name, sides.figures) or name.startswith(_REGIONAL) or name.endswith(_CODES))


def _quantity(figure: Figure, unit: str) -> Quantity:
    exact = Decimal(figure.value)
    if unit == "%":
        return Ratio(Fraction(exact))
    return Amount(exact) if unit in UNITS else Count(exact, "")


def _statements(node: Node, path: str = "", called: str = "") -> Iterator[tuple[str, str, Node]]:
    """Yield (path, path with the names of records, node) of every node below a node."""
    for step, name, below in _steps(node):
        here, there = f"{path}.{step}".lstrip("."), f"{called}.{name}".lstrip(".")
        yield here, there, below
        yield from _statements(below, here, there)


def _steps(node: Node) -> list[tuple[str, str, Node]]:
    match node:
        case source.Mapping():
            return [(key.text, key.text, value) for key, value in node.entries]
        case source.Sequence():
            names = [_record_name(item) for item in node.items]
            own = [name if name and names.count(name) == 1 else str(i) for i, name in enumerate(names, 1)]
            return [(str(i), own[i - 1], item) for i, item in enumerate(node.items, 1)]
        case _:
            return []


def _record_name(record: Node) -> str:
    """Return the name of a record in a list; "" if nothing names it."""
    if not isinstance(record, source.Mapping):
        return ""
    named = (record.get(key) for key in _NAMING)
    return next((node.text for node in named if isinstance(node, Scalar) and node.text.strip()), "")
