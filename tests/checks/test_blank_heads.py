"""A table with a head left blank is judged like any other: officers' files have them, and nothing is to break."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reportgen.checks import Case, check
from reportgen.document import Document, Row, Table
from tests.budgets import NAMES, published, tables


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


@pytest.mark.parametrize("name", NAMES)
def test_no_head_left_blank_breaks_a_rule(name: str) -> None:
    made = published(name).document
    for table in tables(made)[:20]:
        for changed in with_a_blank_head(table):
            alone = Document(made.title, made.publisher, made.year, (changed,))
            assert check(Case(alone)).outcomes
