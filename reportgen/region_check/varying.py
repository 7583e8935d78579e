"""A budget in which there is something of everything (样样都有的预算): every member and base has an amount of its own.

The lines of a budget are repeated, with one member of one dimension changed at a time: another fund, another kind of
expenditure, another item. So a figure of the wrong member is another number, and the branches of members that the
region's empty file does not mention are tried, too. Only what some line states is varied: the region knows no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count

from reportgen.budget import Book, Budget, Catalogue, Line, government_codes
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Vocabulary

_FIRST = 200  # its square is more than any amount of the empty file, filled in
_UNIT = "单位"  # its members are the budget's own
_ITEM, _GOVERNMENT = "经济", "政府经济"  # the second follows from the first


def varied(budget: Budget) -> Budget:
    """The budget with a line for each member of each dimension that its lines state."""
    numbers = count(_FIRST)
    books = {
        base: replace(book, lines={m: (*own, *_more(book, own, budget, numbers)) for m, own in book.lines.items()})
        for base, book in budget.books.items()
    }
    return replace(budget, books=books)


def _more(book: Book, lines: tuple[Line, ...], budget: Budget, numbers: Iterator[int]) -> Iterator[Line]:
    """A line for each member that none of these lines has."""
    for dimension in _varied(lines, book.vocabulary):
        stating = [line for line in lines if line.dims.get(dimension, NOT_APPLICABLE) != NOT_APPLICABLE]
        for member in _members(dimension, {line.dims[dimension] for line in stating}, budget) if stating else ():
            dims = _completed({**stating[0].dims, dimension: member}, dimension, budget)
            yield replace(stating[0], dims=dims, amount=Decimal(next(numbers) ** 2))


def _varied(lines: tuple[Line, ...], vocabulary: Vocabulary) -> Iterator[str]:
    """The dimensions that lines state, without what follows from others or goes without saying (年份)."""
    following = {_UNIT, _GOVERNMENT, *vocabulary.defaults, *(one.dimension for one in vocabulary.derivations)}
    yield from (d for d in dict.fromkeys(d for line in lines for d in line.dims) if d not in following)


def _members(dimension: str, stated: set[str], budget: Budget) -> list[str]:
    """Those that the lines do not state; of codes one of each 类, as fine as theirs."""
    if dimension not in CODE_LEVELS:
        leaves = budget.vocabulary.leaves(dimension)
        return [m for m in leaves if m not in stated and not _is_carried(dimension, m, budget.vocabulary)]
    known, level = Catalogue(budget.file.year).names(dimension), max(map(len, stated))
    first = {code[:3]: code for code in sorted((c for c in known if len(c) == level), reverse=True)}
    return [code for top, code in sorted(first.items()) if top not in {code[:3] for code in stated}]


def _is_carried(dimension: str, member: str, vocabulary: Vocabulary) -> bool:
    """Whether it is nothing of this year's (结转下年): it has no item."""
    implied = (one.implied for one in vocabulary.implications if (one.dimension, one.member) == (dimension, member))
    return any(one.get(code) == NOT_APPLICABLE for one in implied for code in CODE_LEVELS)


def _completed(dims: Mapping[str, str], changed: str, budget: Budget) -> dict[str, str]:
    """The dimensions with what follows from the one that was changed."""
    vocabulary = budget.vocabulary
    implied = {
        dimension
        for rule in vocabulary.implications
        if (rule.dimension, rule.member) == (changed, dims[changed])
        for dimension in rule.implied
    }
    derived = {rule.dimension for rule in vocabulary.derivations if rule.source == changed}
    kept = {d: member for d, member in dims.items() if d not in implied | derived}
    found = {**dict.fromkeys(derived, NOT_APPLICABLE), **vocabulary.completed(kept)}
    if changed == _ITEM and dims.get(_GOVERNMENT, NOT_APPLICABLE) != NOT_APPLICABLE:
        codes = government_codes(dims[changed], budget.file.year)
        found[_GOVERNMENT] = codes[0][: len(dims[_GOVERNMENT])] if codes else NOT_APPLICABLE
    return found
