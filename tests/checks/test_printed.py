"""Places of findings lead to the words that they quote, in the table, row and column that they name."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.checks import Finding, case_of, check
from reportgen.checks.printed import PrintedWords, printed_lines, words_at
from reportgen.diagnostics import Location
from reportgen.document import Document, Paragraph, Section, Text
from reportgen.figure import parse
from reportgen.readers import txt
from reportgen.reading.entries import Place
from tests.budgets import ACCOUNTS, published
from tests.checks.test_rules import ALL, RULES
from tests.checks.test_rules import case_of as case_of_sample

TYPED = tuple(one for one in ALL if one.document and not one.budget)


def words_in(document: Document, place: Location) -> PrintedWords | None:
    return words_at(place, list(printed_lines(document)))


def quoted(place: Location) -> str:
    return place.excerpt[place.marked - 1 : place.marked - 1 + place.length]


@pytest.mark.parametrize("rule", sorted({one.rule for one in TYPED}))
def test_each_place_of_each_rule_is_found_by_its_words(rule: str, tmp_path: Path) -> None:
    for sample in (one for one in TYPED if one.rule == rule):
        case = case_of_sample(sample, tmp_path)
        for place in (place for one in check(case, [RULES[rule]]).findings for place in one.places):
            found = words_in(case.document, place)
            assert found, f"{sample}: {place}"
            assert quoted(place).strip() in ("", found.line.text[found.start : found.end]), f"{sample}: {place}"


def table(*rows: tuple[str, ...]) -> str:
    """A table of two columns of numbers, 本年 and 上年."""
    return "\n".join(
        ["甲局2026年部门预算", "", "公开01表", "表", "项目 | 本年 | 上年", "--", *map(" | ".join, rows), ""]
    )


TOTALS = txt.read(table(("合计", "10.00", "10.00"), ("教育", "10.00", "10.00")))


@pytest.mark.parametrize(
    ("path", "line", "start"),
    [
        ("公开01表“教育”行“上年”列", "教育 | 10.00 | 10.00", 13),
        ("公开01表“教育”行“本年”列", "教育 | 10.00 | 10.00", 5),
        ("公开01表“合计”行“上年”列", "合计 | 10.00 | 10.00", 13),
    ],
)
def test_what_many_cells_say_is_found_in_its_row_and_column(path: str, line: str, start: int) -> None:
    found = words_in(TOTALS, Location(path, 0, 0, 5, "10.00", 1))
    assert found
    assert (found.line.text, found.start, found.end) == (line, start, start + 5)


def section(number: str, title: str, *said: str, inside: tuple[Section, ...] = ()) -> Section:
    return Section(1, number, (Text(title),), (*(Paragraph((Text(one),)) for one in said), *inside))


NESTED = Document(
    (Text("全文"),),
    "甲局",
    2026,
    (
        section("一、", "收入", "共10元。", inside=(section("（一）", "财政", "共10元。"),)),
        section("二、", "支出", "共10元。", "另有\n10元。"),
    ),
)


@pytest.mark.parametrize(
    ("path", "block"), [("一、收入", 2), ("一、收入 （一）财政", 4), ("（一）财政", 4), ("二、支出", 6)]
)
def test_what_is_said_twice_is_found_in_the_nearest_section_that_the_place_names(path: str, block: int) -> None:
    found = words_in(NESTED, Location(path, 0, 0, 2, "共10元。", 2))
    assert found
    assert (found.line.block, found.start, found.end) == (block, 1, 3)


def test_the_page_of_a_pdf_and_the_cell_of_a_workbook_may_stand_before_the_name() -> None:
    for before in ("第3页 ", "工作表“收入 总表”C12 "):
        found = words_in(TOTALS, Location(f"{before}公开01表“教育”行“上年”列", 0, 0, 5, "10.00", 1))
        assert found
        assert (found.line.text, found.start) == ("教育 | 10.00 | 10.00", 13)
    assert words_in(TOTALS, Location("第3页 公开01表")) is not None


def test_a_line_break_keeps_every_letter_in_its_place() -> None:
    found = words_in(NESTED, Location("二、支出", 0, 0, 2, "另有⏎10元。", 4))
    assert found
    assert found.line.text[found.start : found.end] == "10"


def test_a_place_that_quotes_nothing_is_the_beginning_of_its_table_or_section() -> None:
    for document, path, words in ((TOTALS, "公开01表", "公开01表"), (NESTED, "二、支出", "二、支出")):
        found = words_in(document, Location(path))
        assert found
        assert found.line.text[found.start : found.end] == words


def test_a_line_of_a_file_and_a_part_that_is_not_there_are_nowhere() -> None:
    assert words_in(TOTALS, Location("a.yaml", 3, 1, 5, "10.00")) is None
    assert words_in(TOTALS, Location("公开09表")) is None


def test_a_reason_of_one_base_leads_to_no_number_of_another() -> None:
    case = case_of(published(ACCOUNTS))
    assert case.budget
    name = parse("三公经费[费目=公务接待费]")
    reason = replace(case.budget.reasons[name], text="接待次数增加")
    wrong = replace(case, budget=replace(case.budget, reasons={name: reason}))
    (found,) = [one for one in RULES["R922"].run(wrong) if isinstance(one, Finding)]
    places = [place for place in found.places if isinstance(place, Place) and place.part.startswith("七、")]
    assert [place.line[place.start :][:4] for place in places][:1] == ["1.33"]
    assert not any(place.line[: place.start].endswith("全年预算为") for place in places)
