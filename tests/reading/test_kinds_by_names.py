"""Which standard table a table is, by the names of its numbers: whatever it is called, and never another one."""

from dataclasses import replace

import pytest

from reportgen.document import Cell as Square
from reportgen.document import Figure, Role, Row, Table, TableKind, Text
from reportgen.reading import Reading
from reportgen.reading.table_kinds import kind_by_names, kind_of_table
from tests.budgets import documents, published

SILENT = {  # printed without numbers there, or as 支出 by source, which names do not tell from other lists
    "baoshan-2020": 3,
    "example-2025": 1,
    "example-accounts-2025": 3,
    "luoyang-2020": 5,
    "putuo-2024": 5,
    "shanhaiguan-2020": 1,
    "yantian-2022": 3,
}


def nameless(table: Table) -> Table:
    return replace(table, kind=None, title=(Text("第一张"),), name="")


@documents
def test_a_table_with_any_title_is_what_its_numbers_say(name: str) -> None:
    tables = [one.table for one in Reading(published(name).document).tables if one.table.kind]
    found = [(table.kind, kind_of_table(nameless(table))) for table in tables]
    assert [pair for pair in found if pair[1] not in (pair[0], None)] == []
    assert [pair[1] for pair in found].count(None) == SILENT.get(name, 0)


def table(*names: str, title: str = "某表") -> Table:
    cells = tuple(Square((Figure(name, "1.00", "10000"),), role=Role.NUMBER) for name in names)
    head = (Row((Square((Text("数"),), columns=len(cells), role=Role.HEAD),)),)
    return Table("", "", (Text(title),), (), (), len(cells), head, (Row(cells),))


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["支出[项目=甲]", "支出[项目=乙]"], None),  # 重点项目, not all of them
        (["支出[项目=甲]", "支出[性质=项目支出]"], TableKind.PROJECTS),
        (["三公经费[费目=公务接待费]"], None),
        (["三公经费", "三公经费[费目=公务接待费]", "三公经费@上年预算"], TableKind.THREE_PUBLIC),
        (["支出[资金=一般公共预算]", "支出[资金=一般公共预算 功能=20701]"], TableKind.GENERAL_BUDGET),
        (["支出[资金=一般公共预算]", "支出[资金=政府性基金]"], None),
        (["收入", "支出", "收入[资金=一般公共预算]"], TableKind.TOTALS),
        (["收入[资金=一般公共预算]"], None),
        (["人员[人员类别=在职]"], None),
    ],
)
def test_a_table_is_known_by_its_whole_and_what_parts_it(names: list[str], kind: TableKind | None) -> None:
    assert kind_by_names(table(*names)) is kind


def test_what_is_declared_goes_first_then_names_then_the_title() -> None:
    named = table("三公经费", "三公经费[费目=公务接待费]", title="政府采购预算表")
    assert kind_of_table(named) is TableKind.THREE_PUBLIC
    assert kind_of_table(replace(named, kind=TableKind.PROJECTS)) is TableKind.PROJECTS
    assert kind_of_table(table("人员[人员类别=在职]", title="政府采购预算表")) is TableKind.PROCUREMENT
