"""How a figure came about (来由), in the officer's words: its formula, and the lines of the budget file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Line
from reportgen.budget.ledger import Named
from reportgen.diagnostics import Location, columns
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.quantity import EXACT, Amount, Count, NumberFormat, Precision, Quantity, Ratio, Zero, print_quantity
from reportgen.source import Mapping, Node, Scalar

MOST_LINES = 20
_LONGEST = 60  # characters of a line that are shown
_AMOUNTS = ("金额", "数量", "金额单位")


def exactly(value: Quantity | None) -> str:
    """The exact value with its unit: `10,642,000元`, `61人`; a rate as it would print."""
    match value:
        case None:
            return "没有这个数"
        case Amount(yuan):
            return f"{_digits(yuan)}元"
        case Count(number, unit):
            return f"{_digits(number)}{unit}"
        case Ratio():
            return f"{print_quantity(value, NumberFormat())}%"


class Origins:
    """Formulas and lines as text; lines that several figures share are listed once."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._listed: dict[tuple[Location, ...], FigureId] = {}

    def of(self, name: FigureId) -> Iterator[str]:
        """The formula, and under each figure of it where it comes from."""
        if not name.derived:
            sources = self.figures.sources(name)
            yield f"算法：{_how(sources)}"
            yield from ("来自：", *self._lines(name, sources)) if sources else ()
            return
        yield f"算法：{_formula(name, self.figures)}"
        yield "来自："
        for operand in dict.fromkeys(self.figures.kind(name).inputs(name)):
            sources = self.figures.sources(operand)
            yield f"  {operand}　{exactly(self.figures.value(operand))}，{_how(sources)}"
            yield from (f"  {line}" for line in self._lines(operand, sources))

    def _lines(self, name: FigureId, sources: Sequence[Line | Named]) -> Iterator[str]:
        first = self._listed.setdefault(tuple(source.node.at for source in sources), name)
        several = first != name and len(sources) > 1
        return iter([f"  就是“{first}”的那{len(sources)}行，见上面"]) if several else _rows(sources)


def _how(sources: Sequence[Line | Named]) -> str:
    match list(sources):
        case []:
            return "没有一行属于它，是0"
        case [Named()]:
            return "直接填报的总数"
        case [_]:
            return "填报的1行"
        case several:
            return f"{len(several)}行相加"


def _formula(name: FigureId, figures: Figures) -> str:
    kind = figures.kind(name)
    form = None if kind.exact else _form(figures.profile.precision(name.measure))
    operands = [_operand(figures.value(operand), form) for operand in kind.inputs(name)]
    written = kind.formula.format(*operands, base=name.base, argument=name.argument) or "、".join(operands)
    value = figures.value(name)
    result = "算不出来（除数是0，或正负变了）" if value is None else _operand(value, form)
    return f"{written} ＝ {result}"


def _form(precision: Precision) -> NumberFormat:
    return NumberFormat(precision.unit, precision.places, Zero.DECIMALS)


def _operand(value: Quantity | None, form: NumberFormat | None) -> str:
    """As a reader of the page recomputes it, or exactly."""
    return f"{print_quantity(value, form)}{form.unit}" if form and isinstance(value, Amount) else exactly(value)


def _rows(sources: Sequence[Line | Named]) -> Iterator[str]:
    """A line for each, place, amount and content below each other; of many the first."""
    shown = sources[:MOST_LINES]
    decimals = max((_decimals(s.amount) for s in shown), default=0)
    rows = [(str(s.node.at), f"{s.amount:,.{decimals}f}", _content(s.node)) for s in shown]
    places, amounts = (max((columns(row[i]) for row in rows), default=0) for i in (0, 1))
    for place, amount, content in rows:
        yield f"  {place}{' ' * (places - columns(place))}  {amount.rjust(amounts)}  {content}".rstrip()
    if len(sources) > MOST_LINES:
        yield f"  ……共{len(sources)}行"


def _content(node: Node) -> str:
    """What the officer wrote: `功能 2012901，经济 30112`; of a plain amount, its line."""
    match node:
        case Mapping():
            told = [(k.text, v) for k, v in node.entries if k.text not in _AMOUNTS]
            return "，".join(f"{name} {getattr(value, 'text', '……')}" for name, value in told)
        case Scalar():
            line = node.at.excerpt.strip()
            return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"
        case _:
            return ""


def _digits(number: Decimal) -> str:
    return f"{number:,.{_decimals(number)}f}"


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize(EXACT).as_tuple().exponent))
