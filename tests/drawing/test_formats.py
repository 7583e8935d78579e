"""SVG, EMF and words of a chart: well-formed, the same each time, and read by programs that are not ours."""

from pathlib import Path
from struct import unpack_from
from xml.etree import ElementTree

import pytest
from hypothesis import given

from reportgen.document import Document, Table
from reportgen.drawing import description, drawn, emf, svg
from reportgen.writers.docx import write
from reportgen.writers.docx.pictures import fitted
from tests.drawing.charts import COMPARISON, SHARES
from tests.drawing.test_layout import charts, told
from tests.office import printed
from tests.writers.sample import STYLE

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


def records(content: bytes) -> list[tuple[int, int]]:
    """Kind and place of every record of a metafile."""
    found, place = [], 0
    while place < len(content):
        kind, size = unpack_from("<II", content, place)
        assert size % 4 == 0
        assert size >= 8
        found.append((kind, place))
        place += size
    assert place == len(content)
    return found


def words(content: bytes) -> list[str]:
    """What the text records of a metafile say."""
    said = []
    for kind, place in records(content):
        if kind == 84:
            many, offset = unpack_from("<II", content, place + 44)
            said.append(content[place + offset : place + offset + 2 * many].decode("utf-16-le"))
    return said


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


def test_a_metafile_says_how_long_it_is_and_ends() -> None:
    content = emf(drawn(COMPARISON))
    found = records(content)
    assert unpack_from("<I", content, 40) == (0x464D4520,)
    assert unpack_from("<IIH", content, 48) == (len(content), len(found), 5)  # pen, brush, two fonts, and the metafile
    assert (found[0][0], found[-1][0]) == (1, 14)
    assert unpack_from("<I", content, len(content) - 4) == (20,)


def test_a_metafile_makes_every_thing_before_it_takes_it_and_deletes_all() -> None:
    content, made, deleted = emf(drawn(COMPARISON)), set[int](), list[int]()
    for kind, place in records(content):
        (handle,) = unpack_from("<I", content, place + 8)
        if kind in (38, 39, 82):
            made.add(handle)
        if kind == 37:
            assert handle & 0x80000000 or handle in made
        if kind == 40:
            deleted.append(handle)
    assert deleted == sorted(made) == [1, 2, 3, 4]


@given(charts())
def test_a_metafile_says_every_word_of_the_drawing(chart: Table) -> None:
    drawing = drawn(chart)
    expected = [text.encode("utf-16-le", "replace").decode("utf-16-le") for text in told(drawing)]
    assert words(emf(drawing)) == expected


def test_its_frame_is_the_canvas_in_hundredths_of_a_millimetre() -> None:
    drawing = drawn(SHARES)
    assert unpack_from("<4i", emf(drawing), 24) == (0, 0, 11000, drawing.height)


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert emf(drawn(COMPARISON)) == emf(drawn(COMPARISON))


def test_word_files_show_the_picture_and_libreoffice_prints_its_words(tmp_path: Path) -> None:
    there = printed(write(Document((), "", 2026, (SHARES, COMPARISON)), STYLE), tmp_path, "-layout").split()
    expected = [word for chart in (SHARES, COMPARISON) for word in told(drawn(chart))]
    assert sorted(there) == sorted([*expected, "—1—"])


def test_a_picture_larger_than_its_room_is_made_smaller_in_both_directions() -> None:
    assert fitted(100, 200, 40_000, 80_000) == (36_000, 72_000)
    assert fitted(100, 200, 18_000, 80_000) == (18_000, 36_000)
    assert fitted(100, 200, 40_000, 36_000) == (18_000, 36_000)


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
