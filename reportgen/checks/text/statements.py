"""Amounts in sentences are what tables print (说明和表): rules that are rows of `statements.yaml`.

Each amount belongs to one rule, by its name (`_areas.area`).
"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Compared, Result, Unknown, compared
from reportgen.checks._rules import Rule, rules_of
from reportgen.checks.text._rows import StatementRow, statement_rows
from reportgen.checks.text._stated import InTables, add_up, agrees, stated, sums


def declared() -> tuple[Rule, ...]:
    """The rules of `statements.yaml`."""
    return rules_of(statement_rows(), _as_tables_say)


def _as_tables_say(number: str, row: StatementRow, case: Case) -> Iterator[Result]:
    yield from _amounts(number, row, case)
    for one in sums(case, number) if row.of_sum else ():
        yield from add_up(case, one, row.of_sum, row.hint)


def _amounts(number: str, row: StatementRow, case: Case) -> Iterator[Result]:
    """Every amount that is the rule's. No sentence says a thing where there is none: the first tables are empty."""
    tables, looked = InTables(case, row.tables), False
    for one in stated(case, number):
        looked = True
        found = tables.of(one.name)
        if found:
            yield from agrees(case, one, found, row.message)
        elif one.entry.carried:
            yield compared(one.entry)  # held against the file by its name (R901)
        else:
            yield Unknown(f"表里没有“{one.called}”这个数")
    if not looked:
        sheets = case.reading.of(row.tables[0])
        yield Compared() if sheets and all(sheet.is_empty for sheet in sheets) else Unknown(f"说明里没有写{row.what}")
