"""The places in the budget file that a printed number comes from (出处), whatever it is."""

from reportgen.diagnostics import Location
from reportgen.figures import Figures
from reportgen.trace import facts
from reportgen.trace.asked import figure_of


def lines_of(name: str, figures: Figures) -> tuple[Location, ...]:
    """Where the lines stand of which the number of that name is made, each once, in the order of its formula.

    A derived figure has those of its operands, a fact the place that states it; a number that no line makes, such as a
    sum of none, has no place.
    """
    figure = figure_of(name, figures)
    if figure is None:
        node = facts.stated(name, figures)
        return (node.at,) if node else ()
    operands = figures.kind(figure).inputs(figure) if figure.derived else (figure,)
    sources = (source for operand in operands for source in figures.sources(operand))
    return tuple(dict.fromkeys(source.node.at for source in sources))
