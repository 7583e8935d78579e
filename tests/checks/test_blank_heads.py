"""A table with a head left blank is judged like any other: officers' files have them, and nothing is to break.

`make test` leaves every fourth head blank, beginning at another one in each table; `make soak` every one.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from reportgen.checks import Case, check
from reportgen.document import Document, Row, Table
from tests.budgets import NAMES, published, tables

PARTS = 4


def with_one_blank(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row.cells):
            blank = (*row.cells[:c], replace(cell, runs=()), *row.cells[c + 1 :])
            yield (*rows[:r], replace(row, cells=blank), *rows[r + 1 :])


def with_a_blank_head(table: Table) -> Iterator[Table]:
    """Heads of forms stand in their body."""
    yield from (replace(table, head=head) for head in with_one_blank(table.head))
    if not table.head:
        yield from (replace(table, body=body) for body in with_one_blank(table.body))


def check_blank_heads(name: str, part: int) -> None:
    """Every fourth one: of its tables, beginning at that head, at the next one, and so on."""
    made = published(name).document
    for at, table in enumerate(tables(made)[:20]):
        for changed in islice(with_a_blank_head(table), (part + at) % PARTS, None, PARTS):
            alone = Document(made.title, made.publisher, made.year, (changed,))
            assert check(Case(alone)).outcomes


@pytest.mark.parametrize("name", NAMES)
def test_no_head_left_blank_breaks_a_rule(name: str) -> None:
    check_blank_heads(name, NAMES.index(name))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", NAMES)
def test_no_head_at_all_breaks_a_rule(name: str, part: int) -> None:
    check_blank_heads(name, part)
