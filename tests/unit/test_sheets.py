"""Spreadsheets: what a cell says whatever program wrote it, and that lines from them are as lines written out."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from reportgen.budget.advice import parse_amount
from reportgen.budget.sheets import Rows, Sheets
from reportgen.diagnostics import ReportgenError
from reportgen.figures import Figures
from reportgen.source import Mapping, Problems, Scalar, Worksheet, open_sheets, xlsx_file
from reportgen.source.sheet import column_letters
from reportgen.source.xlsx_file import number_text
from reportgen.vocabulary import Measure
from tests.unit.small import figures, number, rendered

HEAD = "功能,性质,金额\n"
SPENT = '2070104,基本支出,5.8\n2080505,项目支出,"1,234.5"\n'
EXPENDITURE = Measure("支出", "金额", ("功能", "性质", "项目", "单位"), negative=True)


def budget(folder: Path, rows: str | bytes, body: str = "支出: {文件: 明细.csv}\n") -> Figures:
    (folder / "明细.csv").write_bytes(rows if isinstance(rows, bytes) else rows.encode())
    return figures(folder, body, unit="万元")


def workbook(path: Path, *rows: Sequence[object], **more: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for title, others in more.items():
        other = book.create_sheet(title)
        for row in others:
            other.append(row)
    book.save(path)
    return path


def refused(folder: Path, body: str = "支出: {文件: 明细.xlsx}\n") -> str:
    with pytest.raises(ReportgenError) as mistake:
        figures(folder, body, unit="万元")
    return rendered(mistake.value).replace(str(folder), "").replace("\\", "/")


def stated(measure: Measure, *rows: Sequence[str]) -> tuple[list[dict[str, str]], Problems]:
    """What the rows of a sheet say as lines, and what was said of them."""
    problems, sheet = Problems(), Worksheet("a.csv", (), Path(), "", tuple(map(tuple, rows)))
    known = {"2070104": ("公共图书馆",), "301": ("甲局",)}
    sheets = Sheets("万元", lambda _, code: known.get(code, ()), problems)
    rows = Rows(sheets, sheet, measure, "万元", exactly).read(100)
    return [as_text(line) for line, _ in rows], problems


def exactly(cell: Scalar, measure: Measure, unit: str) -> Decimal:
    amount = parse_amount(cell.text, measure, unit)
    assert isinstance(amount, Decimal)
    return amount


def as_text(line: Mapping) -> dict[str, str]:
    return {name.text: value.text for name, value in line.entries if isinstance(value, Scalar)}


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_file_says_the_same_in_every_encoding_that_excel_saves(tmp_path: Path, encoding: str) -> None:
    found = budget(tmp_path, (HEAD + SPENT).encode(encoding))
    assert number(found, "支出[性质=基本支出]") == "58000"
    assert number(found, "支出") == "12403000"


@pytest.mark.parametrize(("mark", "end"), [(",", "\n"), (",", "\r\n"), ("\t", "\r\n"), ("\t", "\n")])
def test_a_csv_file_says_the_same_with_commas_or_tabs_and_any_line_end(tmp_path: Path, mark: str, end: str) -> None:
    rows = [["功能", "性质", "金额"], ["2070104", "基本支出", "5"], ["", "", ""], ["2080505", "项目支出", "7"]]
    found = budget(tmp_path, end.join(mark.join(row) for row in rows))
    assert number(found, "支出[功能=208]") == "70000"


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as mistake:
        budget(tmp_path, b"\x89PNG\xff\xff")
    assert "明细.csv: 错误[编码] 这不是文本，也不是 Excel 工作簿" in rendered(mistake.value)


def test_an_old_or_locked_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "明细.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "/明细.xlsx: 错误[文件] 这是旧的 Excel 文件（.xls），或设了密码" in refused(tmp_path)


def test_a_damaged_workbook_is_told(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "明细.xlsx", ["功能", "金额"], ["201", 5]).read_bytes()
    (tmp_path / "明细.xlsx").write_bytes(whole[: len(whole) // 2])
    assert "/明细.xlsx: 错误[文件] 这不是 Excel 工作簿，或已损坏" in refused(tmp_path)


def test_a_workbook_that_excel_holds_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(tmp_path / "明细.xlsx", ["功能", "金额"], ["201", 5])
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.suffix == ".xlsx":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = refused(tmp_path)
    assert "正被别的程序打开时，关闭后再试" in said
    assert "/input.yaml:6:10" in said


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(tmp_path / "明细.xlsx", 甲=[["功能", "金额"], ["201", 5]], 乙=[["功能", "金额"], ["201", 7]])
    read: list[str] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path.name) or read_bytes(path))
    body = "支出:\n  基本支出: {文件: 明细.xlsx, 表: 甲}\n  项目支出: {文件: 明细.xlsx, 表: 乙}\n"
    assert number(figures(tmp_path, body), "支出") == "12"
    assert read.count("明细.xlsx") == 1


# Sheets


def test_the_only_sheet_that_holds_something_needs_no_name(tmp_path: Path) -> None:
    workbook(tmp_path / "明细.xlsx", 支出=[["功能", "金额"], ["201", 5]])
    assert number(figures(tmp_path, "支出: {文件: 明细.xlsx}\n"), "支出") == "5"


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path) -> None:
    workbook(tmp_path / "明细.xlsx", ["说明"], 支出=[["功能", "金额"], ["201", 5]])
    assert "有几张表，没有写用哪一张" in refused(tmp_path)
    assert "是不是“支出”？" in refused(tmp_path, "支出: {文件: 明细.xlsx, 表: 支岀}\n")
    assert number(figures(tmp_path, "支出: {文件: 明细.xlsx, 表: 支出}\n"), "支出") == "5"


# Cells of a workbook


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (5.8, "5.8"),
        (0.1 + 0.2, "0.3"),
        (1064.2 * 3, "3192.6"),
        (2070104, "2070104"),
        (2070104.0, "2070104"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (-3.5, "-3.5"),
        (1 / 3, "0.333333333333333"),
    ],
)
def test_a_number_is_what_excel_shows_of_it(stored: float, shown: str) -> None:
    assert number_text(stored) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False))
def test_an_amount_survives_the_binary_numbers_of_a_workbook(amount: Decimal) -> None:
    assert Decimal(number_text(float(amount))) == amount


def test_cells_that_cannot_be_used_are_told_where_excel_shows_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "明细"
    for row in (["功能", "项目", "金额"], [201, "甲", "=1+2"], [201, "乙", 1 / 3], [201, "丙", 5], [None, "丁", 6]):
        sheet.append(row)
    sheet["B4"].value, sheet["B4"].number_format = 44000, "yyyy-mm-dd"
    sheet.merge_cells("A4:A5")
    sheet["D2"], sheet["E3"] = "无名", "#REF!"
    sheet["E1"], sheet["E3"].data_type = "备注", "e"
    book.save(tmp_path / "明细.xlsx")
    assert [line for line in refused(tmp_path).splitlines() if "错误" in line or "!" in line] == [
        "/明细.xlsx:2:3: 错误[单元格] 公式没有算出来的结果",
        "    | 明细!C2 金额：=1+2",
        "/明细.xlsx:2:4: 错误[列名] 这个单元格上面没有列名",
        "    | 明细!D2：无名",
        "/明细.xlsx:3:3: 错误[金额] “0.333333333333333”比一分钱还细",
        "    | 明细!C3 金额：0.333333333333333",
        "/明细.xlsx:4:2: 错误[单元格] 这个单元格是日期或时间",
        "    | 明细!B4 项目：2020-06-18 00:00:00",
        "/明细.xlsx:5:1: 错误[单元格] 单元格 A4:A5 是合并的",
        "    | 明细!A5 功能：",
    ]


def test_a_sheet_of_formulas_without_results_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    workbook(tmp_path / "明细.xlsx", ["功能", "金额"], ['="201"', "=5"])
    said = refused(tmp_path)
    assert [line[6:] for line in said.splitlines() if "!" in line] == ['Sheet!A2 功能：="201"', "Sheet!B2 金额：=5"]


def test_a_mark_at_the_last_row_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "功能", "金额", "201", 5
    sheet.cell(1_048_576, 8).number_format = "0.00"
    book.save(tmp_path / "明细.xlsx")
    assert len(open_sheets(tmp_path / "明细.xlsx").sheet("Sheet").rows) == 2


SHEET = "xl/worksheets/sheet1.xml"


def hostile(path: Path, before_end: str = "", after: str = "", part: str = SHEET) -> None:
    """A workbook with that XML at the end of its cells, and behind them; its sheet is the part of that name."""
    sound = workbook(path, ["功能", "金额"], ["201", 5]).read_bytes()
    with ZipFile(BytesIO(sound)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == SHEET:
                content = content.replace("</sheetData>", f"{before_end}</sheetData>{after}")
            elif name.endswith(".rels"):
                content = content.replace(SHEET, part)
            new.writestr(part if name == SHEET else name, content)


def row(number: int, *cells: str) -> str:
    text = '<c r="{0}" t="inlineStr"><is><t>甲</t></is></c>'
    return f'<row r="{number}">{"".join(map(text.format, cells))}</row>'


MANY_MERGED = "<mergeCells>" + '<mergeCell ref="A1:XFD3"/>' * 50 + "</mergeCells>"
SMALL_MERGED = "<mergeCells>" + '<mergeCell ref="A1:A2"/>' * 100_000 + "</mergeCells>"
MERGED = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((row(30_000_000, "A30000000"),), "有第30000000行第1列的单元格，Excel 没有这么多行、列"),
        ((row(10**11, f"A{10**11}"),), "有第100000000000行第1列的单元格，Excel 没有这么多行、列"),
        ((row(3, "XFE3"),), "有第3行第16385列的单元格，Excel 没有这么多行、列"),
        ((row(3, "A0"),), "有第0行第1列的单元格，Excel 没有这么多行、列"),
        (("".join(row(n, f"XFD{n}") for n in range(3, 200)),), "空的、合并的单元格太多（到第64行第16384列），没有读"),
        ((row(1000, "XFD1000"), MERGED), "空的、合并的单元格太多（到第1000行第16384列），没有读"),
        ((row(3, "XFD3"), MANY_MERGED), "空的、合并的单元格太多（到第3行第16384列），没有读"),
        (("<row>" + "<c/>" * 1_500_000,), "表格里的单元格、格式太多，没有读"),
        (("", SMALL_MERGED), "空的、合并的单元格太多（到第2行第2列），没有读"),
        ((row(3, f"A{'9' * 5000}"),), "这不是 Excel 工作簿，或已损坏"),
        (("<!DOCTYPE a>",), "这不是 Excel 工作簿，或已损坏"),
        (("<row r='3'><c r='A3' t='s'><v>7</v></c></row>",), "这不是 Excel 工作簿，或已损坏"),
    ],
)
def test_a_small_workbook_that_would_fill_the_memory_is_told(more: tuple[str, ...], said: str, tmp_path: Path) -> None:
    hostile(tmp_path / "明细.xlsx", *more)
    assert f"/明细.xlsx: 错误[文件] {said}\n" in refused(tmp_path)


def test_what_a_workbook_unpacks_to_counts_whatever_its_parts_are_called(tmp_path: Path) -> None:
    hostile(tmp_path / "明细.xlsx", " " * 40 * 1024 * 1024, part="xl/worksheets/sheet1.bin")
    assert "/明细.xlsx: 错误[文件] 表格里的内容超过40MB，没有读" in refused(tmp_path)


def test_one_long_text_in_many_cells_counts_in_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile(tmp_path / "明细.xlsx", "<row><c t='s'><v>0</v></c></row>" * 1_500)
    of_book = xlsx_file.book_parts
    monkeypatch.setattr(xlsx_file, "book_parts", lambda parts: of_book(parts)._replace(strings=["甲" * 30_000]))
    assert "/明细.xlsx: 错误[文件] 表格里的内容超过40MB，没有读" in refused(tmp_path)


def test_a_csv_file_of_too_many_cells_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.source.sheet._MOST_CELLS", 10)
    (tmp_path / "明细.csv").write_text("功能,金额\n\n201,5,,,,,,,,,\n202,6\n", encoding="utf-8")
    assert "/明细.csv:3: 错误[文件] 单元格太多，从这里起没有读\n" in refused(tmp_path, "支出: {文件: 明细.csv}\n")


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("支出: {文件: 明细.csv}\n", "明细.csv:4:1"),
        ("支出:\n  基本支出:\n  - {功能: 201, 金额: 1}\n  项目支出: {文件: 明细.csv}\n", "明细.csv:3:1"),
        ("支出:\n  基本支出: [{功能: 201, 金额: 1}]\n  项目支出: [{金额: 1}, {金额: 2}]\n", "input.yaml:8:19"),
    ],
)
def test_a_budget_of_too_many_lines_is_told_at_the_first_that_is_too_many(
    body: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.budget.lines.MOST_LINES", 2)
    (tmp_path / "明细.csv").write_text("功能,性质,金额\n" + "2070104,基本支出,1\n" * 3, encoding="utf-8")
    said = refused(tmp_path, body)
    assert f"/{at}: 错误[行数] 一个文件的收支最多30000行，从这里起没有读\n" in said
    assert said.count("错误[") == 1


@pytest.mark.parametrize(
    "after", [MERGED.replace("A1", "C1"), '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>']
)
def test_what_covers_a_whole_sheet_without_content_costs_nothing(after: str, tmp_path: Path) -> None:
    hostile(tmp_path / "明细.xlsx", after=after)
    assert open_sheets(tmp_path / "明细.xlsx").sheet("Sheet").rows == (("功能", "金额"), ("201", "5"))


def test_a_formula_whose_result_is_empty_is_an_empty_cell(tmp_path: Path) -> None:
    hostile(tmp_path / "明细.xlsx", '<row><c t="str"><f>IF(1,"","")</f><v></v></c></row>')
    assert len(open_sheets(tmp_path / "明细.xlsx").sheet("Sheet").rows) == 2


def test_a_cell_with_a_book_in_it_is_told(tmp_path: Path) -> None:
    hostile(tmp_path / "明细.xlsx", row(3, "A3").replace("甲", "甲" * 32_768))
    assert "/明细.xlsx:3:1: 错误[单元格] 这一格有32768个字，一格最多32767个" in refused(tmp_path)


def test_a_thousand_mistakes_are_enough(tmp_path: Path) -> None:
    (tmp_path / "明细.csv").write_text(HEAD + "201,甲,1\n" * 1100, encoding="utf-8")
    said = refused(tmp_path, "支出: {文件: 明细.csv}\n")
    assert "  这样的一共1000处\n" in said
    assert said.splitlines()[-2] == "错误[错误太多] 错误有1000处以上，后面的没有列出"


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


# Rows


def test_columns_stand_in_any_order_and_empty_cells_are_not_stated() -> None:
    lines, problems = stated(
        EXPENDITURE, ["备注", "金额", "项目", "功能"], ["甲", "5", "", "201"], ["", "６．５", "购书"]
    )
    assert not problems
    assert lines == [
        {"功能": "201", "金额": "5", "金额单位": "万元"},
        {"项目": "购书", "金额": "６．５", "金额单位": "万元"},
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2070104",
        "2070104 公共图书馆",
        "2070104公共图书馆",
        "2070104-公共图书馆",
        "2070104　公共图书馆",
        "[2070104]公共图书馆",
    ],
)
def test_a_code_may_have_its_name_beside_it(written: str) -> None:
    lines, problems = stated(EXPENDITURE, ["功能", "金额"], [written, "5"])
    assert not problems
    assert not problems.remarks
    assert lines[0]["功能"] == "2070104"


@pytest.mark.parametrize("written", ["207-01-04", "207 0104", "公共图书馆 2070104", "2070104 1号馆"])
def test_digits_that_might_be_another_code_are_no_code_and_name(written: str) -> None:
    lines, _ = stated(EXPENDITURE, ["功能", "金额"], [written, "5"])
    assert lines[0]["功能"] == written


def test_a_name_that_is_of_another_code_is_told() -> None:
    lines, problems = stated(EXPENDITURE, ["功能", "单位", "金额"], ["2070104 博物馆", "301 乙局", "5"])
    assert lines[0]["功能"] == "2070104"
    assert [d.message for d in problems.remarks] == [
        "2070104 是“公共图书馆”，这里写的是“博物馆”",
        "301 是“甲局”，这里写的是“乙局”",
    ]


@pytest.mark.parametrize(
    ("column", "own", "cell", "yuan"),
    [
        ("金额", "", "5", "50000"),
        ("金额（元）", "", "5", "5"),
        ("金额(千元)", "", "1,234.5", "1234500"),
        ("金额", "元", "5", "5"),
        ("金额（元）", "万元", "5", "50000"),
        ("金额", "", "5元", "5"),
        ("金额", "", "−5", "-50000"),
        ("金额", "", "-5", "-50000"),
    ],
)
def test_an_amount_is_in_the_unit_that_is_nearest(tmp_path: Path, column: str, own: str, cell: str, yuan: str) -> None:
    found = budget(tmp_path, f'功能,"{column}",金额单位\n201,"{cell}",{own}\n')
    assert number(found, "支出") == yuan


def test_pieces_are_read_from_a_sheet_as_well(tmp_path: Path) -> None:
    found = budget(tmp_path, "人员类别,数量\n在职,61\n离退休,83\n", "人员: {文件: 明细.csv}\n")
    assert number(found, "人员[人员类别=离退休]") == "83人"


def test_blanks_around_a_cell_and_line_breaks_in_it_are_layout(tmp_path: Path) -> None:
    found = budget(tmp_path, ' 项目 ,金额\n"　困难职工\r\n  帮扶 "," 5 "\n')
    assert number(found, "支出[项目=困难职工帮扶]") == "50000"


def test_what_cannot_be_printed_is_told_in_its_cell(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as mistake:
        budget(tmp_path, "项目,金额\n购\x0b书,5\n")
    assert "明细.csv:2:1: 错误[单元格] 有看不见的字符 U+000B\n    | A2 项目：购?书" in rendered(mistake.value)


# Where a spreadsheet may stand

WAYS = {
    "the measure": "支出: {文件: 明细.csv}\n",
    "beside defaults": "支出: {文件: 明细.csv, 缺省: {资金: 财政拨款}}\n",
    "in a list": "支出: [{文件: 明细.csv, 资金: 财政拨款}]\n",
}


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
def test_a_spreadsheet_may_be_a_measure_or_a_line_of_it(tmp_path: Path, body: str) -> None:
    assert number(budget(tmp_path, HEAD + SPENT, body), "支出[性质=项目支出]") == "12345000"


def test_a_spreadsheet_may_be_a_section_beside_lines(tmp_path: Path) -> None:
    body = (
        "支出:\n  缺省: {资金: 财政拨款}\n  基本支出: {文件: 明细.csv, 功能: 201}\n  项目支出: [{项目: 甲, 金额: 7}]\n"
    )
    found = budget(tmp_path, "经济,资金,金额\n30101,,5\n30102,事业收入,6\n", body)
    assert number(found, "支出[资金=财政拨款]") == "120000"
    assert number(found, "支出[性质=基本支出 功能=201]") == "110000"


def test_a_spreadsheet_may_stand_beside_sections_and_among_lines(tmp_path: Path) -> None:
    beside = "支出: {文件: 明细.csv, 项目支出: [{功能: 201, 金额: 1}]}\n"
    among = "支出: [{功能: 201, 性质: 项目支出, 金额: 1}, {文件: 明细.csv}]\n"
    assert {number(budget(tmp_path, HEAD + SPENT, body), "支出[性质=项目支出]") for body in (beside, among)} == {
        "12355000"
    }


def test_a_figure_from_a_spreadsheet_knows_its_cells(tmp_path: Path) -> None:
    from reportgen.figure import parse

    found = budget(tmp_path, HEAD + SPENT)
    [source] = found.sources(parse("支出[性质=项目支出]"))
    at = source.node.at
    assert (Path(at.path).name, at.line, at.excerpt) == ("明细.csv", 3, "第3行：2080505，项目支出，1,234.5")


# Round trip

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)
codes = st.sampled_from(["201", "20701", "2070104", "2080505"])


@given(st.lists(st.tuples(codes, amounts, st.booleans()), min_size=1, max_size=20))
def test_codes_and_amounts_come_back_as_they_were_written(rows: list[tuple[str, Decimal, bool]]) -> None:
    written = [[code, f"{amount:,}" if grouped else str(amount)] for code, amount, grouped in rows]
    problems, sheet = Problems(), Worksheet("a.csv", (), Path(), "", (("功能", "金额（元）"), *map(tuple, written)))
    reading = Rows(Sheets("万元", lambda *_: (), problems), sheet, EXPENDITURE, "万元", exactly)
    found = [(as_text(line), amount) for line, amount in reading.read(100)]
    assert not problems
    assert [(line["功能"], Decimal(line["金额"].replace(",", ""))) for line, _ in found] == [(c, a) for c, a, _ in rows]
    assert [amount for _, amount in found] == [a for _, a, _ in rows]
