"""Where findings and changes lead to: lines and numbers as the page has them."""

from reportgen.diagnostics import Location
from reportgen.document import Cell, Document, Figure, Paragraph, ParagraphRole, Role, Row, Section, Table, Text
from reportgen.preview.page_lines import PageTarget, by_item, lines, target_in, target_of


def figure(text: str, name: str = "支出") -> Figure:
    return Figure(name, text, text)


def row(label: str, number: str) -> Row:
    return Row((Cell((Text(label),), Role.LABEL), Cell((figure(number),), Role.NUMBER)))


NOTE = Paragraph((Text("其中"), figure("3"), Text("元另说。")), ParagraphRole.NOTE)
TABLE = Table(
    "表一", "01表", (Text("题"),), (), (Text("共"), figure("9")), 2, (), (row("甲", "1"), row("乙", "2")), (NOTE,)
)
SAID = Paragraph((Text("支出"), figure("12"), Text("元。")))
FIRST = Section(1, "一、", (Text("甲"),), (SAID, Paragraph((Text(""),))))
SECOND = Section(1, "二、", (Text("乙"),), (SAID, TABLE))
EVERY = lines(Document((Text("全文"),), "甲局", 2021, (FIRST, SECOND)))


def told(standing: PageTarget | None) -> tuple[int, str, int | None] | None:
    """The item, the nearest id, and which of its numbers."""
    return standing and (standing.line.item, standing.line.anchor, standing.number.nth if standing.number else None)


def test_numbers_are_counted_in_the_order_of_the_page_the_caption_before_the_rows_and_notes_after_them() -> None:
    found = [(line.text, number.nth) for line in EVERY for number in line.numbers]
    assert found == [
        ("支出12元。", 0),
        ("支出12元。", 1),
        ("共9", 2),
        ("甲 | 1", 3),
        ("乙 | 2", 4),
        ("其中3元另说。", 5),
    ]


def test_an_empty_paragraph_is_no_item() -> None:
    assert [(line.item, line.anchor) for line in EVERY][:5] == [(0, ""), (1, "s1"), (2, "s1"), (2, "s1"), (3, "s2")]


def test_what_is_said_twice_is_looked_for_in_the_section_that_the_finding_names() -> None:
    assert told(target_of(Location("一、甲", 0, 0, 2, "支出12元。", 3), EVERY)) == (2, "s1", 0)
    assert told(target_of(Location("二、乙", 0, 0, 2, "支出12元。", 3), EVERY)) == (4, "s2", 1)


def test_a_cell_is_found_by_its_row_as_findings_quote_it() -> None:
    assert told(target_of(Location("01表“乙”行", 0, 0, 1, "乙 | 2", 5), EVERY)) == (5, "t1", 4)


def test_words_that_are_no_number_lead_to_their_item() -> None:
    assert told(target_of(Location("一、甲", 0, 0, 2, "支出12元。", 1), EVERY)) == (2, "s1", None)


def test_a_line_of_a_file_is_nowhere_on_the_page() -> None:
    assert target_of(Location("a.yaml", 3, 1, 2, "支出12元。"), EVERY) is None


def test_a_change_leads_to_its_number_or_to_its_item() -> None:
    own = by_item(EVERY)
    assert told(target_in(own[5], ["支出"])) == (5, "t1", 2)
    assert told(target_in(own[5], ["收入"])) == (5, "t1", None)
    assert target_in([], []) is None
