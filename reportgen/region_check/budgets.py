"""Budgets to check a region with (用来核查的预算): its own empty file, filled in, and the files that name it.

The empty file (new.yaml) has what the region's tables and sections ask for. All its amounts differ, so that a figure in
the wrong place is another number, and no branch is left out because something happens to be zero.

A second budget has lines of everything: the lines are repeated with one member of one dimension changed,
such as another fund or another item. So a figure of the wrong member is another number, and branches for members that
the empty file does not mention are tried too. Dimensions that no line states are not varied.
"""

import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path

from reportgen.budget import Book, Budget, Catalogue, Line, Units, government_codes, open_file
from reportgen.budget.drafts import Blank, BlankKind, with_stand_ins
from reportgen.budget.models import FIELDS
from reportgen.diagnostics import ReportgenError
from reportgen.drafts import blank_file
from reportgen.profile import Profile
from reportgen.records import replace
from reportgen.source import read, text_below
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Vocabulary

_YEAR, _DEPARTMENT = 2026, "某某局"
_ITEMS = ("2010301", "2010302", "2070101", "2130101")  # 功能 where the file leaves it to be filled in
_FIRST = 200  # its square is greater than any amount of the filled-in file
_UNIT = "单位"  # its members are the budget's own
_ITEM, _GOVERNMENT = "经济", "政府经济"  # the second follows from the first


def invented_for(profile: Profile, kind: str) -> tuple[Budget, Budget]:
    """Return the region's empty file with its places filled in, and the same budget with lines of every member.

    Raises:
        ReportgenError: the region has no empty file, or it cannot be used.
    """
    budget = _filled(profile, kind)
    return budget, _with_every_member(budget)


def _filled(profile: Profile, kind: str) -> Budget:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.yaml"
        text = blank_file(profile, kind, _YEAR, _DEPARTMENT)
        path.write_text(text, encoding="utf-8")
        _, places = with_stand_ins(read(path, path.name), FIELDS)
        path.write_text(_with_numbers(text, places), encoding="utf-8")
        budget = Units(open_file(path), profile.vocabulary).whole
    return replace(budget, file=replace(budget.file, state="定稿"))


def _with_numbers(text: str, places: list[Blank]) -> str:
    """Return the text with a different number for each amount, and an item for each 功能; words stay 待填."""
    lines, numbers = text.split("\n"), count(1)
    put_in = [(place.node.place, word) for place in places if (word := _filling(place, numbers))]
    for at, word in sorted(put_in, key=lambda one: (one[0].line, one[0].column), reverse=True):
        line = lines[at.line]
        lines[at.line] = line[: at.column] + word + line[at.column + at.length :]
    return "\n".join(lines)


def _filling(place: Blank, numbers: Iterator[int]) -> str:
    if place.kind is BlankKind.AMOUNT:
        return str(10 + next(numbers) ** 2)  # squares: the sum of a few is none of the others
    return _ITEMS[next(numbers) % len(_ITEMS)] if place.key == "功能" else ""


def budgets_naming(region: str, folder: Path) -> list[Path]:
    """Return the budget files in a folder that name the region."""
    return [path for path in sorted(folder.glob("*.yaml")) if _names(path) == region]


def _names(path: Path) -> str:
    """Return the region that a file names; empty if it is no budget file."""
    try:
        return text_below(read(path, path.name), "模板")
    except ReportgenError:
        return ""


def _with_every_member(budget: Budget) -> Budget:
    """Return the budget with one more line for each member of each dimension that its lines state."""
    numbers = count(_FIRST)
    books = {
        base: replace(
            book,
            lines={m: (*own, *_lines_of_other_members(book, own, budget, numbers)) for m, own in book.lines.items()},
        )
        for base, book in budget.books.items()
    }
    return replace(budget, books=books)


def _lines_of_other_members(
    book: Book, lines: tuple[Line, ...], budget: Budget, numbers: Iterator[int]
) -> Iterator[Line]:
    """Yield a line for each member that none of these lines has."""
    for dimension in _varied_dimensions(lines, book.vocabulary):
        stating = [line for line in lines if line.dims.get(dimension, NOT_APPLICABLE) != NOT_APPLICABLE]
        for member in _members(dimension, {line.dims[dimension] for line in stating}, budget) if stating else ():
            dims = _completed({**stating[0].dims, dimension: member}, dimension, budget)
            yield replace(stating[0], dims=dims, amount=Decimal(next(numbers) ** 2))


def _varied_dimensions(lines: tuple[Line, ...], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the dimensions that lines state, without those that follow from others or have a default (年份)."""
    following = {_UNIT, _GOVERNMENT, *vocabulary.defaults, *(one.dimension for one in vocabulary.derivations)}
    yield from (d for d in dict.fromkeys(d for line in lines for d in line.dims) if d not in following)


def _members(dimension: str, stated: set[str], budget: Budget) -> list[str]:
    """Return the members that the lines do not state; of codes, one for each 类, as long as theirs.

    A 类 named after a fund (国有资本经营预算支出) is left out: it belongs to that fund alone.
    """
    if dimension not in CODE_LEVELS:
        leaves = budget.vocabulary.leaves(dimension)
        return [m for m in leaves if m not in stated and not _is_carried(dimension, m, budget.vocabulary)]
    known, level = Catalogue(budget.file.year).names(dimension), max(map(len, stated))
    first = {code[:3]: code for code in sorted((c for c in known if len(c) == level), reverse=True)}
    free = sorted(first.keys() - {code[:3] for code in stated})
    funds = budget.vocabulary.trees.get("资金", {})
    return [first[top] for top in free if not any(fund in known.get(top, "") for fund in funds)]


def _is_carried(dimension: str, member: str, vocabulary: Vocabulary) -> bool:
    """Whether a member is money not spent this year (结转下年), so that it has no item."""
    implied = (one.implied for one in vocabulary.implications if (one.dimension, one.member) == (dimension, member))
    return any(one.get(code) == NOT_APPLICABLE for one in implied for code in CODE_LEVELS)


def _completed(dims: Mapping[str, str], changed: str, budget: Budget) -> dict[str, str]:
    """Return the dimensions of a line, after `changed` was changed, with all that follows from it."""
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
