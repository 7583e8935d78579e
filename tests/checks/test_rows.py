"""Rules that are rows of data: read with their places, going on in a function, each sum with one rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.checks import Case, Compared, Result, rule_named, rules
from reportgen.checks._rules import DeclaredRow, rows, rules_of
from reportgen.checks.tables.sums import SumKind
from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, TableKind
from reportgen.lexicon import DocumentKind

ONE = """家族:
  R999 名称:
    说明: |
      第一行

      怎样改：改。
    适用: 决算
"""


def of(text: str, folder: Path) -> Path:
    path = folder / "rows.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def looks(number: str, row: DeclaredRow, case: Case) -> Iterator[Result]:
    assert (number, row.kinds, case.year) == ("R999", (DocumentKind.ACCOUNTS,), 2026)
    yield Compared()


def test_a_row_is_a_rule_with_its_page_family_and_kinds(tmp_path: Path) -> None:
    [rule] = rules_of(rows(of(ONE, tmp_path), DeclaredRow), looks)
    assert (rule.title, rule.family, rule.kinds) == ("R999 名称", "家族", (DocumentKind.ACCOUNTS,))
    assert rule.page == "第一行\n\n怎样改：改。"
    assert list(rule.run(Case(Document((), "", 2026, ())))) == [Compared()]


def test_a_row_with_a_key_that_nobody_knows_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        rows(of(ONE + "    不等: 甲\n", tmp_path), DeclaredRow)
    assert [place.line for place in refused.value.diagnostics[0].places] == [8]


def test_a_function_of_a_rows_number_adds_no_second_rule() -> None:
    assert [rule.id for rule in rules()].count("R301") == 1
    rule = rule_named("R301")
    assert rule
    assert rule.family == "说明和表：收支总额、来源、性质"


def test_a_row_that_names_the_table_goes_before_one_that_names_the_parts() -> None:
    table, parts, both = (
        SumKind((TableKind.BASIC,)),
        SumKind(parts=("合计",)),
        SumKind((TableKind.BASIC,), parts=("合计",)),
    )
    assert sorted((parts, both, table), key=lambda kind: kind.specificity, reverse=True) == [both, table, parts]
