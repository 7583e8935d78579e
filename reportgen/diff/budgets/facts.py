"""Numbers without a measure (资料里的数) on both sides: cars, visits, shares of a plan, each by its path."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.diagnostics import ReportgenError
from reportgen.diff.budgets.side import Known, Side
from reportgen.diff.budgets.sides import Sides
from reportgen.diff.budgets.statements import statements
from reportgen.document import Figure
from reportgen.figures import Fact
from reportgen.quantity import UNITS, Amount, Count, Quantity, Ratio
from reportgen.report import Report
from reportgen.source import Node, Scalar, Sequence
from reportgen.trace.digits import figure_of

_COUNTED = "@个数"
_REGIONAL = "标准."  # what the region states is no change of the budget
_CODES = ("编码", "代码", "编号")  # digits that are no number


def fact_pairs(mine: Sides, yours: Sides) -> Iterator[tuple[Side, Side]]:
    """Both sides of every number that either document prints beside the measures."""
    before, now = _facts(mine), _facts(yours)
    stated, states = _stated(mine.report), _stated(yours.report)
    for path in dict.fromkeys((*before, *now)):
        one, other = before.get(path), now.get(path)
        yield one or _unprinted(path, stated, mine.report), other or _unprinted(path, states, yours.report)


def _stated(report: Report) -> dict[str, Node]:
    file = report.budget.file.node
    return {name: node for _, name, node in statements(file)} if file else {}


def _facts(sides: Sides) -> dict[str, Side]:
    """Path by names -> the printed number."""
    file = sides.report.budget.file.node
    called = {path: (name, node) for path, name, node in statements(file)} if file else {}
    found: dict[str, Side] = {}
    for printed, places in sides.printed.items():
        if figure_of(printed, sides.figures) or printed.startswith(_REGIONAL) or printed.endswith(_CODES):
            continue
        path, counted, _ = printed.partition(_COUNTED)
        name, node = called.get(path, (path, None))
        where = tuple(where for _, where in places)
        found[name + counted] = _side(name + counted, node, sides.report, where) or _bare(
            name + counted, places[0][0], where
        )
    return found


def _unprinted(path: str, stated: dict[str, Node], report: Report) -> Side:
    """What the file says there though it is not printed; where it says nothing, nobody knows."""
    node = stated.get(path.removesuffix(_COUNTED))
    return _side(path, node, report) or Side((path,), Known.UNKNOWN, None, "没有写")


def _side(path: str, node: Node | None, report: Report, places: tuple[str, ...] = ()) -> Side | None:
    """The number that stands at a node, or that counts its items."""
    match node:
        case Sequence(_, items) if path.endswith(_COUNTED):
            return Side((path,), Known.KNOWN, Count(Decimal(len(items)), ""), str(len(items)), places)
        case Scalar():
            digits, unit = _number(node, path, report)
            if digits:
                return Side((path,), Known.KNOWN, _quantity(digits, unit), f"{digits.text}{unit}", places)
    return None


def _number(node: Scalar, path: str, report: Report) -> tuple[Figure | None, str]:
    """Digits and unit, where the text is a number; what is not printed may be wrong, and is none."""
    try:
        first, *rest = Fact(report.figures, node, path).runs() or (None,)
    except ReportgenError:
        return None, ""
    if not isinstance(first, Figure) or first.name != path:  # words, or a figure that they name
        return None, ""
    return first, rest[0].text if rest else ""


def _bare(path: str, figure: Figure, places: tuple[str, ...]) -> Side:
    return Side((path,), Known.KNOWN, Count(Decimal(figure.value), ""), figure.text, places)


def _quantity(figure: Figure, unit: str) -> Quantity:
    exact = Decimal(figure.value)
    if unit == "%":
        return Ratio(Fraction(exact))
    return Amount(exact) if unit in UNITS else Count(exact, "")
