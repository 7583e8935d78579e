"""Where a number comes from (来由): its formula and the lines of the budget file, as data and as text.

A figure is made of lines or of other figures. A fact is a number that the budget file (资料) or the region (标准)
states beside the measures; its name is a dotted path, and `@个数` counts the items of a list.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from reportgen.budget import Line
from reportgen.budget.book import StatedFigure
from reportgen.diagnostics import Location, columns
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.quantity import EXACT, Amount, Count, NumberFormat, Quantity, Ratio, Zero, print_quantity
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.trace.digits import figure_of

_MOST_LINES = 20
_LONGEST = 60  # characters of a line that are shown
_AMOUNTS = ("金额", "数量", "金额单位")

Source = Line | StatedFigure  # where an amount is stated


def exactly(value: Quantity | None) -> str:
    """Return the exact value with its unit: `10,642,000元`, `61人`; a rate as it would print."""
    match value:
        case None:
            return "没有这个数"
        case Amount(yuan):
            return f"{_digits(yuan)}元"
        case Count(number, unit):
            return f"{_digits(number)}{unit}"
        case Ratio():
            return f"{print_quantity(value, NumberFormat())}%"


@dataclass(frozen=True, slots=True)
class OriginOperand:
    """A figure with its value, and the lines or the stated total that it comes from (组成)."""

    name: FigureId
    value: Quantity | None
    sources: tuple[Source, ...]

    @property
    def how_made(self) -> str:
        """How the figure is made from them, such as `3行相加`."""
        match self.sources:
            case []:
                return "没有一行属于它，是0"
            case [StatedFigure()]:
                return "直接填报的总数"
            case [_]:
                return "填报的1行"
            case several:
                return f"{len(several)}行相加"


def operands_of(name: FigureId, figures: Figures) -> tuple[OriginOperand, ...]:
    """Return the operands of a derived figure in the order of its formula, each once; of any other, the figure."""
    return tuple(OriginOperand(one, figures.value(one), tuple(figures.sources(one))) for one in _inputs(name, figures))


def _inputs(name: FigureId, figures: Figures) -> Iterable[FigureId]:
    return dict.fromkeys(figures.kind(name).inputs(name)) if name.derived else (name,)


def formula(
    name: FigureId,
    figures: Figures,
    *,
    shown: Callable[[FigureId, str], str] = lambda _, said: said,
    words: Callable[[str], str] = str,
) -> str:
    """Return the formula of a derived figure, with the numbers from which a reader recomputes it.

    Args:
        shown: name and print of an operand → how it is shown.
        words: other words of the formula → how they are shown.
    """
    kind = figures.kind(name)
    precision = figures.profile.precision(name.measure)
    form = None if kind.exact else NumberFormat(precision.unit, precision.places, Zero.DECIMALS)
    operands = [shown(operand, _operand(figures.value(operand), form)) for operand in kind.inputs(name)]
    base, argument = words(name.base), words(name.argument)
    written = kind.formula.format(*operands, base=base, argument=argument) or "、".join(operands)
    value = figures.value(name)
    result = "算不出来（除数是0，或正负变了）" if value is None else _operand(value, form)
    return f"{written} ＝ {words(result)}"


class Origins:
    """Formulas and lines as text; lines that several figures share are listed once."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._listed: dict[tuple[Location, ...], FigureId] = {}

    def of(self, name: FigureId) -> Iterator[str]:
        """Yield the formula of a figure, and below it the lines of each operand."""
        made_of = operands_of(name, self.figures)
        if not name.derived:
            yield f"算法：{made_of[0].how_made}"
            yield from ("来自：", *self._lines(name, made_of[0].sources)) if made_of[0].sources else ()
            return
        yield f"算法：{formula(name, self.figures)}"
        yield "来自："
        for part in made_of:
            yield f"  {part.name}　{exactly(part.value)}，{part.how_made}"
            yield from (f"  {line}" for line in self._lines(part.name, part.sources))

    def _lines(self, name: FigureId, sources: tuple[Source, ...]) -> Iterator[str]:
        first = self._listed.setdefault(tuple(source.node.at for source in sources), name)
        several = first != name and len(sources) > 1
        return iter([f"  就是“{first}”的那{len(sources)}行，见上面"]) if several else _rows(sources)


def _operand(value: Quantity | None, form: NumberFormat | None) -> str:
    """Return the value in the unit and decimals of the form; the exact value if there is no form."""
    return f"{print_quantity(value, form)}{form.unit}" if form and isinstance(value, Amount) else exactly(value)


def _rows(sources: tuple[Source, ...]) -> Iterator[str]:
    """Yield a line for each source, in columns: place, amount (元 or pieces), content; at most _MOST_LINES."""
    shown = sources[:_MOST_LINES]
    decimals = max((_decimals(s.amount) for s in shown), default=0)
    rows = [(str(s.node.at), f"{s.amount:,.{decimals}f}", content(s.node)) for s in shown]
    places, amounts = (max((columns(row[i]) for row in rows), default=0) for i in (0, 1))
    for place, amount, said in rows:
        yield f"  {place}{' ' * (places - columns(place))}  {amount.rjust(amounts)}  {said}".rstrip()
    if len(sources) > _MOST_LINES:
        yield f"  ……共{len(sources)}行"


def content(node: Node) -> str:
    """Return what stands beside an amount: `功能 2012901，经济 30112`; for an amount alone, its line of the file."""
    match node:
        case Mapping():
            beside = [(key.text, value) for key, value in node.entries if key.text not in _AMOUNTS]
            return "，".join(f"{name} {getattr(value, 'text', '……')}" for name, value in beside)
        case Scalar():
            line = node.at.excerpt.strip()
            return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"
        case _:
            return ""


def _digits(number: Decimal) -> str:
    return f"{number:,.{_decimals(number)}f}"


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize(EXACT).as_tuple().exponent))


def lines_of(name: str, figures: Figures) -> tuple[Location, ...]:
    """Return the places of the lines that make a number, each once, in the order of its formula.

    A derived figure has the lines of its operands, a fact the place that states it. A number that no line makes, such
    as an empty sum, has none.
    """
    figure = figure_of(name, figures)
    if figure is None:
        node = _fact_node(name, figures)
        return (node.at,) if node else ()
    sources = (source for operand in _inputs(figure, figures) for source in figures.sources(operand))
    return tuple(dict.fromkeys(source.node.at for source in sources))


_COUNTED = "@个数"


def fact_lines(path: str, figures: Figures) -> Iterator[str]:
    """Yield, as lines of text, where the number of a fact comes from, and its place."""
    node = _fact_node(path, figures)
    yield f"算法：{fact_origin(path, figures)}"
    if node:
        yield f"来自：{node.at}"


def fact_origin(path: str, figures: Figures) -> str:
    """Return where the number of a fact comes from, in words."""
    place = path.removesuffix(_COUNTED)
    if place != path:
        return "数一数写了几条"
    return "直接填报的" if _under(figures.budget.file.node, place) else "地区模板定的"


def _fact_node(path: str, figures: Figures) -> Node | None:
    """The node that states a fact: in the budget file, or else in the region."""
    place = path.removesuffix(_COUNTED)
    regional = ((f"标准.{name}", node) for name, node in figures.profile.file.facts.items())
    return _under(figures.budget.file.node, place) or _first(regional, place)


def _under(node: Node | None, path: str) -> Node | None:
    """The node under a dotted path, or None. Items of a list count from 1."""
    if node is None or not path:
        return node
    return _first(_steps(node), path)


def _first(steps: Iterable[tuple[str, Node]], path: str) -> Node | None:
    """Return the first node that the path leads to through one of these names, which may hold dots themselves."""
    for name, below in steps:
        if f"{path}.".startswith(f"{name}.") and (found := _under(below, path[len(name) + 1 :])):
            return found
    return None


def _steps(node: Node) -> list[tuple[str, Node]]:
    match node:
        case Mapping():
            return [(key.text, value) for key, value in node.entries]
        case Sequence():
            return [(str(i), item) for i, item in enumerate(node.items, 1)]
        case _:
            return []
