"""SVG and words of a chart: well-formed, the same each time."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given

from reportgen.document import Table
from reportgen.drawing import description, drawn, svg
from tests.drawing.charts import COMPARISON, SHARES
from tests.drawing.test_layout import charts, told

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("name", "chart"), [("shares", SHARES), ("comparison", COMPARISON)])
def test_svg_is_as_it_was(name: str, chart: Table, golden_update: bool) -> None:
    golden = GOLDEN / f"{name}.svg"
    said = svg(drawn(chart), "t1", "图", description(chart)) + "\n"
    if golden_update:
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


@given(charts())
def test_svg_is_well_formed_and_says_every_word_of_the_drawing(chart: Table) -> None:
    drawing = drawn(chart)
    root = ElementTree.fromstring(svg(drawing, "t1", "图", description(chart)))
    heard = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert len(heard) == len(told(drawing))
    assert [text for text in told(drawing) if text.isalnum() and text not in heard] == []


def test_svg_tells_screen_readers_its_name_and_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(drawn(SHARES), "t7", "<名>", "说明 & 数"))
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        "img",
        "t7-title",
        "t7-desc",
    )
    assert [(element.get("id"), element.text) for element in root[:2]] == [
        ("t7-title", "<名>"),
        ("t7-desc", "说明 & 数"),
    ]


def test_shares_in_words() -> None:
    assert description(SHARES) == (
        "2026年支出结构（单位：万元）：基本支出 978.83，占44.38%；项目支出 1,226.49，占55.62%；"
        "上缴上级支出 0.00，占0.00%。"
    )


def test_a_comparison_in_words() -> None:
    assert description(COMPARISON) == (
        "2026年支出与上年对比（单位：万元）：教育支出，2025年预算数 900.10，2026年预算数 978.83；"
        "科学技术支出，2026年预算数 35.00；结转结余，2025年预算数 -12.00，2026年预算数 0.00。"
    )
