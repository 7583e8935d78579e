"""Rounding tails (尾差): printed parts that do not add up to their printed total, though the exact ones do.

Every figure is rounded once from its exact value, so a column or a list of shares may miss its total by a last digit.
Then the table or sentence carries a note; nothing is ever forced. What is a whole and what its parts, the names tell
(wholes.py), in a list of five as in a table of a thousand rows.
Source: the field's practice, “部分合计数因四舍五入存在尾差”.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportgen.document import Figure
from reportgen.figure import FigureId, parsed
from reportgen.figures.derived import share
from reportgen.figures.engine import Figures
from reportgen.figures.wholes import PrintedFigure, families
from reportgen.quantity import parse_number

_LINEAR = ("", "其余")  # what adds up as the amounts do


def has_tail(printed: Iterable[Figure], figures: Figures) -> bool:
    """Whether amounts or shares among the printed figures miss a total that is printed with them."""
    shown = list(printed)
    if not any(_rounded(figure) for figure in shown):
        return False
    known = [one for one in dict.fromkeys(_read(shown)) if one.name.measure in figures.vocabulary.measures]
    amounts = [one for one in known if one.name.derived in _LINEAR]
    shares = [one for one in known if one.name.derived == "占比"]
    return any(found.misses for found in families(amounts, figures.names)) or _shares_miss(shares, amounts, figures)


def _rounded(figure: Figure) -> bool:
    """Whether printing lost digits: then 1,064.25 and 1,064.3 do not have the same ones."""
    number = parse_number(figure.text) if figure.value else None
    return number is not None and _digits(number) != _digits(Decimal(figure.value))


def _digits(number: Decimal) -> tuple[int, ...]:
    return number.normalize().as_tuple().digits


def _read(printed: Sequence[Figure]) -> Iterator[PrintedFigure]:
    for figure in printed:
        number = parse_number(figure.text)
        name = parsed(figure.name) if number is not None else None
        if number is not None and name is not None:
            yield PrintedFigure(name, Decimal(figure.value), number)


def _shares_miss(shares: Sequence[PrintedFigure], amounts: Sequence[PrintedFigure], figures: Figures) -> bool:
    """Shares of one whole that are all of it: whether they, or the amounts beside them, miss the whole."""
    wholes: dict[FigureId, list[PrintedFigure]] = {}
    for one in shares:
        _, whole = share.operands(one.name)
        wholes.setdefault(figures.names.canonical(whole), []).append(one)
    shown = {figures.names.canonical(one.name): one.shown for one in amounts}
    return any(_list_misses(whole, parts, shown, figures) for whole, parts in wholes.items())


def _list_misses(
    whole: FigureId, parts: Sequence[PrintedFigure], shown: dict[FigureId, Decimal], figures: Figures
) -> bool:
    names = [figures.names.canonical(part.name.stated) for part in parts]
    if figures.number(whole) != sum(figures.number(name) for name in names):
        return False
    if sum(part.shown for part in parts) != 100:
        return True
    together = [shown.get(name) for name in (whole, *names)]
    return None not in together and together[0] != sum(amount or 0 for amount in together[1:])
