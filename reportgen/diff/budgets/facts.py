"""Numbers without a measure (资料里的数) on both sides: cars, visits, shares of a plan, each by its path.

A path names records where a figure counts them: `绩效.项目.购书经费.进度.3月底` is the figure `绩效.项目.1.进度.3月底`.
A record that merely moved is the same.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.diagnostics import ReportgenError
from reportgen.diff.budgets.sides import Availability, FigureSide, ReportFigures
from reportgen.document import Figure
from reportgen.figures import Fact
from reportgen.quantity import UNITS, Amount, Count, Quantity, Ratio
from reportgen.report import Report
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.trace.digits import figure_of

_NAMING = ("项目", "名称", "三级", "编码")  # what a record is called by, the first that it has


def statements(node: Node, path: str = "", called: str = "") -> Iterator[tuple[str, str, Node]]:
    """(path, path by names, node) of every node below.

    The path counts records from 1, as names of figures do; the path by names has the names of records instead.
    """
    for step, name, below in _steps(node):
        here, there = f"{path}.{step}".lstrip("."), f"{called}.{name}".lstrip(".")
        yield here, there, below
        yield from statements(below, here, there)


def _steps(node: Node) -> list[tuple[str, str, Node]]:
    match node:
        case Mapping():
            return [(key.text, key.text, value) for key, value in node.entries]
        case Sequence():
            names = [record_name(item) for item in node.items]
            own = [name if name and names.count(name) == 1 else str(i) for i, name in enumerate(names, 1)]
            return [(str(i), own[i - 1], item) for i, item in enumerate(node.items, 1)]
        case _:
            return []


def record_name(record: Node) -> str:
    """What a record of a list is called, empty where nothing names it."""
    if not isinstance(record, Mapping):
        return ""
    named = (record.get(key) for key in _NAMING)
    return next((node.text for node in named if isinstance(node, Scalar) and node.text.strip()), "")


_COUNTED = "@个数"
_REGIONAL = "标准."  # what the region states is no change of the budget
_CODES = ("编码", "代码", "编号")  # digits that are no number


def fact_pairs(mine: ReportFigures, yours: ReportFigures) -> Iterator[tuple[FigureSide, FigureSide]]:
    """Both sides of every number that either document prints beside the measures."""
    before, now = _facts(mine), _facts(yours)
    stated, states = _stated(mine.report), _stated(yours.report)
    for path in dict.fromkeys((*before, *now)):
        one, other = before.get(path), now.get(path)
        yield one or _unprinted(path, stated, mine.report), other or _unprinted(path, states, yours.report)


def _stated(report: Report) -> dict[str, Node]:
    file = report.budget.file.node
    return {name: node for _, name, node in statements(file)} if file else {}


def _facts(sides: ReportFigures) -> dict[str, FigureSide]:
    """Path by names → the printed number."""
    file = sides.report.budget.file.node
    called = {path: (name, node) for path, name, node in statements(file)} if file else {}
    found: dict[str, FigureSide] = {}
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


def _unprinted(path: str, stated: dict[str, Node], report: Report) -> FigureSide:
    """What the file states under a path though nothing prints it; UNKNOWN where it states nothing."""
    node = stated.get(path.removesuffix(_COUNTED))
    return _side(path, node, report) or FigureSide((path,), Availability.UNKNOWN, None, "没有写")


def _side(path: str, node: Node | None, report: Report, places: tuple[str, ...] = ()) -> FigureSide | None:
    """The number at a node, or the number of its items; None where it is no number."""
    match node:
        case Sequence(_, items) if path.endswith(_COUNTED):
            return FigureSide((path,), Availability.KNOWN, Count(Decimal(len(items)), ""), str(len(items)), places)
        case Scalar():
            digits, unit = _number(node, path, report)
            if digits:
                return FigureSide((path,), Availability.KNOWN, _quantity(digits, unit), f"{digits.text}{unit}", places)
    return None


def _number(node: Scalar, path: str, report: Report) -> tuple[Figure | None, str]:
    """Digits and unit of a text that is a number, else None. A text that is not printed was never checked."""
    try:
        first, *rest = Fact(report.figures, node, path).runs() or (None,)
    except ReportgenError:
        return None, ""
    if not isinstance(first, Figure) or first.name != path:  # words, or a figure that they name
        return None, ""
    return first, rest[0].text if rest else ""


def _bare(path: str, figure: Figure, places: tuple[str, ...]) -> FigureSide:
    return FigureSide((path,), Availability.KNOWN, Count(Decimal(figure.value), ""), figure.text, places)


def _quantity(figure: Figure, unit: str) -> Quantity:
    exact = Decimal(figure.value)
    if unit == "%":
        return Ratio(Fraction(exact))
    return Amount(exact) if unit in UNITS else Count(exact, "")
