"""Budgets to check a region with (用来核查的预算): its own empty file, filled in, and those that name it in the folder.

The empty file (new.yaml) has what the region's tables and sections ask for. Every amount of it is another one, so that
a figure in the wrong place is another number, and no branch is left because something happens to be zero.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from reportgen.budget import Book, Budget, Line, Units, open_file
from reportgen.diagnostics import ReportgenError
from reportgen.drafts import blank_file
from reportgen.profile import Profile
from reportgen.source import Scalar, read
from reportgen.vocabulary import MONEY, Vocabulary

_YEAR, _DEPARTMENT = 2026, "某某局"
_STEP = Decimal("10731.29")  # 元 from one amount to the next: no sum of a few is another one


def filled(profile: Profile, kind: str) -> Budget:
    """The region's empty budget file with an amount of its own on every line.

    Raises:
        ReportgenError: the region has no such file, or it cannot be used.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.yaml"
        path.write_text(blank_file(profile, kind, _YEAR, _DEPARTMENT), encoding="utf-8")
        budget = Units(open_file(path), profile.vocabulary).whole
    numbers = count(1)
    books = {base: _filled(book, budget.vocabulary, numbers) for base, book in budget.books.items()}
    return replace(budget, file=replace(budget.file, state="定稿"), books=books)


def _filled(book: Book, vocabulary: Vocabulary, numbers: Iterator[int]) -> Book:
    lines = {
        measure: tuple(_line(line, measure, vocabulary, next(numbers)) for line in own)
        for measure, own in book.lines.items()
    }
    named = {
        name: replace(stated, amount=_amount(name.measure, vocabulary, next(numbers)))
        for name, stated in book.named.items()
    }
    return replace(book, lines=lines, named=named)


def _line(line: Line, measure: str, vocabulary: Vocabulary, n: int) -> Line:
    """The line with an amount, and an item where the file left its code to be filled in."""
    wanted = [d for d in vocabulary.measures[measure].dimensions if d == "功能" and d not in line.dims]
    dims = {**line.dims, **{d: _ITEMS[n % len(_ITEMS)] for d in wanted}}
    return Line(dims, _amount(measure, vocabulary, n), line.node)


def _amount(measure: str, vocabulary: Vocabulary, n: int) -> Decimal:
    money = vocabulary.measures[measure].unit == MONEY
    return (_STEP * n * n if money else Decimal(n)) * 1


_ITEMS = ("2010301", "2080505", "2210201", "2070101")


def naming(region: str, folder: Path) -> list[Path]:
    """The budget files in a folder that name the region."""
    return [path for path in sorted(folder.glob("*.yaml")) if _names(path) == region]


def _names(path: Path) -> str:
    """The region that a file names; nothing where it is no budget file."""
    try:
        stated = read(path, path.name).get("模板")
    except ReportgenError:
        return ""
    return stated.text if isinstance(stated, Scalar) else ""
