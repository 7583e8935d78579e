"""Charts in Word files: native ones that Word, WPS and LibreOffice draw, whose data Excel opens, and edits of them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from reportgen.diff.changes import ChangeKind
from reportgen.diff.comparison import compare
from reportgen.document import Document, Picture, Table
from reportgen.drawing import heading
from reportgen.ooxml import A, C, Element
from reportgen.readers.docx import read
from reportgen.reading import Reading
from reportgen.writers.docx import write
from reportgen.writers.docx.charts import chart_part, measured_chart
from tests.drawing.charts import COMPARISON, SHARES, Part, chart
from tests.office import printed, saved_again
from tests.readers.docx_files import packed
from tests.writers.offices import WPS_STYLES, word_file
from tests.writers.sample import STYLE

LONG = "一般公共预算财政拨款安排的用于保障机构正常运转、完成日常工作任务的各项支出（含经费，不含上年结转）以及其他"
TEN: list[tuple[str, list[Part]]] = [(f"第{i}项", [(f"{i}.00", f"{i}0000")] * 2) for i in range(10)]
KINDS = [
    SHARES,
    COMPARISON,
    chart(Picture.SHARES, "零", "单位：元", ["数"], [("甲", [("0.00", "0")]), ("乙", [("0.00", "0")])]),
    chart(Picture.SHARES, "一项", "", ["数"], [("甲", [("5.00", "50000")])]),
    chart(Picture.SHARES, "负数", "", ["数"], [("甲", [("-500", "-500")]), (LONG, [("1,200", "1200")])]),
    chart(Picture.COMPARISON, "都是负数", "", ["上年", "本年"], [("甲", [("-5", "-5"), ("-3", "-3")])]),
    chart(Picture.COMPARISON, "三年", "", ["前年", "上年", "<&>"], [(LONG, [("1", "1"), ("", ""), ("3.5", "3.5")])]),
    chart(Picture.SHARES, "合计", "", ["数"], [("甲", [("4", "4")]), ("合计", [("4", "4")])]),
    chart(Picture.SHARES, "", "", ["数"], []),
    chart(Picture.COMPARISON, "许多", "", ["上年", "本年"], TEN * 7),
]
ALL = Document((), "", 2026, tuple(KINDS))


def document(*charts: Table) -> bytes:
    return write(replace(ALL, blocks=charts), STYLE)


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(table: Table) -> Element:
    return etree.fromstring(chart_part(measured_chart(table, STYLE), "rId1"))


def vals(root: Element, *path: str) -> list[str]:
    return [each.get("val") for each in root.iterfind(".//" + "/".join(f"{C}{name}" for name in path))]


@pytest.mark.parametrize("reference", [b"", word_file(), word_file(styles=WPS_STYLES)], ids=["own", "Word", "WPS"])
def test_charts_of_every_kind_are_valid_and_the_same_each_time(reference: bytes) -> None:
    content = write(ALL, replace(STYLE, reference=reference))
    assert content == write(ALL, replace(STYLE, reference=reference))
    said = read(content)
    assert (said.stated, len(said.drawn)) == (said.fingerprint, len(KINDS))


def test_the_workbook_has_the_numbers_as_numbers_in_the_printed_format() -> None:
    data = files_of(document(SHARES, COMPARISON))
    sheets = [openpyxl.load_workbook(BytesIO(data[f"word/embeddings/chart{n}.xlsx"])).active for n in (1, 2)]
    rows = [[[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()] for sheet in sheets]
    text = "General"
    assert rows[0][2] == [("项目支出", text), (1226.49, "#,##0.00")]
    assert [cell for cell, _ in rows[1][0]] == [None, "2025年预算数", "2026年预算数"]
    assert rows[1][2:] == [
        [("科学技术支出", text), (None, text), (35, "0.00")],
        [("结转结余", text), (-12, "0.00"), (0, "0.00")],
    ]


def test_what_a_chart_shows_stands_in_the_cells_that_it_names() -> None:
    data = files_of(document(COMPARISON))
    sheet = openpyxl.load_workbook(BytesIO(data["word/embeddings/chart1.xlsx"])).active
    ranges = list(etree.fromstring(data["word/charts/chart1.xml"]).iter(f"{C}strRef", f"{C}numRef"))
    assert len(ranges) == 6
    for each in ranges:
        area = sheet[each.findtext(f"{C}f").removeprefix("Sheet1!").replace("$", "")]
        cells = [cell for row in area for cell in row] if isinstance(area, tuple) else [area]
        kind = Decimal if each.tag == f"{C}numRef" else str
        there = [kind(str(cell.value)) for cell in cells if cell.value is not None]
        assert there == [kind(point.findtext(f"{C}v")) for point in each.iter(f"{C}pt")]


def test_a_workbook_is_small_and_names_no_time_person_or_other_file() -> None:
    content = files_of(document(SHARES))["word/embeddings/chart1.xlsx"]
    assert len(content) < 4000
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in archive.namelist() if name.startswith("docProps") or "externalLink" in name] == []


def test_labels_print_the_numbers_as_the_text_does_with_their_shares() -> None:
    forms = part(SHARES).iterfind(f".//{C}dLbl/{C}numFmt")
    shares = ("44.38%", "55.62%", "0.00%")
    assert [form.get("formatCode") for form in forms] == [f'#,##0.00"\u2003{share}"' for share in shares]
    assert vals(part(COMPARISON), "dLbl", "idx") == []


def test_the_title_stands_once_with_its_unit_and_a_chart_without_one_gets_none() -> None:
    said = [*part(SHARES).itertext(f"{A}t")]
    assert said == [heading(SHARES)] == ["2026年支出结构（单位：万元）"]
    assert vals(part(KINDS[-2]), "autoTitleDeleted") == ["1"]


def test_bars_begin_at_zero_parts_are_measured_against_their_whole_and_below_zero_is_room_for_the_number() -> None:
    assert (vals(part(SHARES), "min"), vals(part(SHARES), "max")) == (["0"], ["2205.32"])
    assert (vals(part(KINDS[2]), "min"), vals(part(KINDS[2]), "max")) == (["0"], [])
    assert float(vals(part(COMPARISON), "min")[0]) < -12
    assert vals(part(KINDS[5]), "max") == ["0"]


def test_this_year_is_solid_and_each_year_before_has_a_hatch_of_its_own() -> None:
    fills = [each[0] for each in part(KINDS[6]).iterfind(f".//{C}ser/{C}spPr")]
    assert [(fill.tag.removeprefix(A), fill.get("prst")) for fill in fills] == [
        ("pattFill", "wdUpDiag"),
        ("pattFill", "wdDnDiag"),
        ("solidFill", None),
    ]


def test_a_chart_is_never_higher_than_a_page_and_its_words_shrink_with_it() -> None:
    page = STYLE.portrait
    few, many = (measured_chart(each, STYLE) for each in (SHARES, KINDS[-1]))
    assert many.height < page.text_height * 635 // 360
    assert 100 <= many.size < few.size == STYLE.texts["表眉"].size * 50


def with_part(change: Callable[[str], str]) -> bytes:
    files = files_of(document(SHARES))
    changed = with_chart(change)
    assert files | changed != files
    return packed(files | changed)


def with_chart(change: Callable[[str], str]) -> dict[str, bytes]:
    return {"word/charts/chart1.xml": change(files_of(document(SHARES))["word/charts/chart1.xml"].decode()).encode()}


@pytest.mark.parametrize(
    ("old", "new"),
    [("支出结构", "支出构成"), (">978.83<", ">978.84<"), (">基本支出<", ">基本<"), (">预算数<", ">决算数<")],
)
def test_a_chart_that_somebody_edited_is_an_edit(old: str, new: str) -> None:
    said = read(with_part(lambda was: was.replace(old, new, 1)))
    assert said.fingerprint != said.stated


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("支出结构", "支出构成", [ChangeKind.WORDING]),
        (">1226.49<", ">1226.50<", [ChangeKind.NUMBER]),
        ("978.83", "978.83", []),
    ],
)
def test_a_comparison_tells_what_was_edited_in_a_chart(old: str, new: str, told: list[ChangeKind]) -> None:
    edited = read(packed(files_of(document(SHARES)) | with_chart(lambda was: was.replace(old, new))))
    assert [each.kind for each in compare(replace(ALL, blocks=(SHARES,)), edited.with_charts).changes] == told
    assert compare(replace(ALL, blocks=(SHARES,)), edited.document).changes == ()  # as in a page, which has no numbers
    assert [each.text for each in Reading(edited.document).texts if each.text] == []


def test_a_number_that_is_typed_over_is_an_edit() -> None:
    typed = f"<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{'1'}</a:t></a:r></a:p></c:rich></c:tx>"
    said = read(with_part(lambda was: was.replace('<c:idx val="0"/><c:numFmt', f'<c:idx val="0"/>{typed}<c:numFmt', 1)))
    assert said.fingerprint != said.stated


@pytest.mark.parametrize("number", ["978.83000000000004", "9.7883E2"])
def test_a_number_as_other_programs_write_it_is_no_edit(number: str) -> None:
    said = read(with_part(lambda was: was.replace(">978.83<", f">{number}<")))
    assert said.fingerprint == said.stated


@pytest.mark.parametrize("number", ["x", "1E999999999", "NaN", "sNaN"])
def test_what_is_no_number_is_read(number: str) -> None:
    said = read(with_part(lambda was: was.replace(">978.83<", f">{number}<")))
    assert said.fingerprint != said.stated


def test_a_picture_of_a_file_from_before_is_read_and_no_edit() -> None:
    files = files_of(write(replace(ALL, blocks=(SHARES,)), STYLE))
    link = '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
    main = files["word/document.xml"].decode()
    start, end = main.index("<c:chart "), main.index("</a:graphicData>")
    said = read(packed(files | {"word/document.xml": (main[:start] + link + main[end:]).encode()}))
    assert [each.table for each in said.drawn] == [None]
    assert said.document == read(document(SHARES)).document


def test_libreoffice_draws_every_word_and_number_and_keeps_what_they_say(tmp_path: Path) -> None:
    content = document(SHARES, COMPARISON)
    there = printed(content, tmp_path, "-layout").split()
    for word in ("978.83", "44.38%", "1,226.49", "0.00%", "900.10", "35.00", "-12.00", "结转结余"):
        assert word in there
    said = read(saved_again(tmp_path / "printed.docx"))
    assert said.stated == said.fingerprint
