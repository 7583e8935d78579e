"""Rounding tails (尾差): printed parts that do not add up to their printed total, though the exact ones do.

Every figure is rounded once from its exact value, so a column or a list of shares may miss its total by a last digit.
Then the table or sentence carries a note; nothing is ever forced.
Source: the field's practice, “部分合计数因四舍五入存在尾差”.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations

from reportgen.document import Figure
from reportgen.figure import FigureId, NotationError, parse
from reportgen.figures.engine import Figures
from reportgen.quantity import parse_number
from reportgen.vocabulary import Vocabulary

_FEW = 60  # figures that are compared each with each: totals of several kinds stand in small tables
_Printed = tuple[FigureId, Decimal, Decimal]  # name, exact value, as printed in its unit


def has_tail(printed: Iterable[Figure], figures: Figures) -> bool:
    """Whether amounts or shares among the printed figures miss a total that is printed with them."""
    shown = list(printed)
    if not any(_rounded(figure) for figure in shown):
        return False
    known = [one for one in dict.fromkeys(_read(shown)) if one[0].measure in figures.vocabulary.measures]
    amounts = [one for one in known if not one[0].derived]
    shares = [one for one in known if one[0].derived == "占比"]
    return _amounts_miss(amounts, figures.vocabulary) or _shares_miss(shares, amounts, figures)


def _rounded(figure: Figure) -> bool:
    """Whether printing lost digits: then 1,064.25 and 1,064.3 do not have the same ones."""
    number = parse_number(figure.text) if figure.value else None
    return number is not None and _digits(number) != _digits(Decimal(figure.value))


def _digits(number: Decimal) -> tuple[int, ...]:
    return number.normalize().as_tuple().digits


def _read(printed: Sequence[Figure]) -> Iterator[_Printed]:
    for figure in printed:
        number = parse_number(figure.text)
        name = _named(figure.name) if number is not None else None
        if number is not None and name is not None:
            yield name, Decimal(figure.value), number


def _named(name: str) -> FigureId | None:
    """The figure's name; facts (资料.…) are called by their path, which may look like one of no measure."""
    try:
        return parse(name)
    except NotationError:
        return None


def _amounts_miss(amounts: Sequence[_Printed], vocabulary: Vocabulary) -> bool:
    """Along each dimension, each printed figure against the nearest printed ones below it."""
    dimensions = {d for name, _, _ in amounts for d, _ in name.conditions}
    alone = (group for d in dimensions for group in _families(amounts, d, vocabulary))
    return any(_misses(group) for group in chain(alone, _paired(amounts), _covering(amounts, vocabulary)))


def _families(amounts: Sequence[_Printed], dimension: str, vocabulary: Vocabulary) -> Iterator[list[_Printed]]:
    """Lists of a figure and the nearest ones below it that differ in this dimension alone."""
    alike: dict[tuple[object, ...], dict[str, _Printed]] = {}
    for one in amounts:
        name = one[0]
        rest = tuple(c for c in name.conditions if c[0] != dimension)
        alike.setdefault((name.measure, name.base, rest), {})[name.member(dimension)] = one
    for members in alike.values():
        families: dict[str, list[_Printed]] = {}
        for member, one in members.items():
            above = (top for top in (*vocabulary.upward(dimension, member)[1:], "") if member)
            nearest = next((top for top in above if top in members), None)
            if nearest is not None:
                families.setdefault(nearest, [members[nearest]]).append(one)
        yield from families.values()


def _paired(amounts: Sequence[_Printed]) -> Iterator[list[_Printed]]:
    """Lists of a figure and those below it that differ in two dimensions (经济 + 政府经济, 单位 + 项目)."""
    printed = {one[0]: one for one in amounts}
    families: dict[tuple[FigureId, frozenset[str]], list[_Printed]] = {}
    for one in amounts:
        for pair in combinations(one[0].conditions, 2):
            above = replace(one[0], conditions=tuple(c for c in one[0].conditions if c not in pair))
            if above in printed:
                families.setdefault((above, frozenset(d for d, _ in pair)), [printed[above]]).append(one)
    yield from families.values()


def _covering(amounts: Sequence[_Printed], vocabulary: Vocabulary) -> Iterator[list[_Printed]]:
    """Lists of a figure and the widest ones below it, which differ as they like: 本年收入, 使用结余, 上年结转."""
    if len(amounts) <= _FEW:
        for whole in amounts:
            below = [one for one in amounts if one is not whole and _is_below(one[0], whole[0], vocabulary)]
            widest = [o for o in below if not any(t is not o and _is_below(o[0], t[0], vocabulary) for t in below)]
            yield [whole, *widest]


def _is_below(name: FigureId, top: FigureId, vocabulary: Vocabulary) -> bool:
    members = dict(name.conditions)
    alike = name.measure == top.measure and name.base == top.base
    return alike and all(d in members and vocabulary.below(d, members[d], m) for d, m in top.conditions)


def _misses(family: Sequence[_Printed]) -> bool:
    """The first is the total; whether the exact parts add up to it and the printed ones do not."""
    (_, exact, shown), *parts = family
    return exact == sum(e for _, e, _ in parts) and shown != sum(s for _, _, s in parts)


def _shares_miss(shares: Sequence[_Printed], amounts: Sequence[_Printed], figures: Figures) -> bool:
    """Shares of one whole that are all of it: whether they, or the amounts beside them, miss the whole."""
    wholes: dict[tuple[str, str], list[_Printed]] = {}
    for one in shares:
        wholes.setdefault((one[0].measure, one[0].argument), []).append(one)
    shown = {figures.names.canonical(name): printed for name, _, printed in amounts}
    return any(_list_misses(parts, shown, figures) for parts in wholes.values())


def _list_misses(parts: Sequence[_Printed], shown: dict[FigureId, Decimal], figures: Figures) -> bool:
    names = [figures.names.canonical(name.amount) for name, _, _ in parts]
    whole = figures.names.canonical(_whole(parts[0][0]))
    if figures.number(whole) != sum(figures.number(name) for name in names):
        return False
    if sum(printed for _, _, printed in parts) != 100:
        return True
    together = [shown.get(name) for name in (whole, *names)]
    return None not in together and together[0] != sum(amount or 0 for amount in together[1:])


def _whole(share: FigureId) -> FigureId:
    return parse(f"{share.measure}[{share.argument}]") if share.argument else FigureId(share.measure)
