"""PDFs of anybody: tables between rules, paragraphs over lines and pages, what is left out, what is refused."""

import io
import sys
import zlib
from collections.abc import Sequence

import pytest

from reportgen.checks import case_of_read, check
from reportgen.diagnostics import ReportgenError
from reportgen.document import Paragraph, Row, Section, Table, plain, walk

pytest.importorskip("pdfplumber", reason="pip install reportgen[pdf]")

from reportgen.readers.pdf import MOST_PAGES, read
from reportgen.readers.pdf.bounds import MOST_UNPACKED
from tests.readers.pdf_files import HEIGHT, WIDTH, Page, pdf, ruled

COLUMNS = (60, 120, 300, 400, 500)
HEAD = (("科目", "<", "支出", "<"), ("编码", "名称", "基本支出", "项目支出"))
NAME = (220, 50, 22, "某局2026年部门预算")
TITLE = (235, 85, 14, "2026年部门支出总表")
FULL = 40  # letters of a line of 12 points between margins of 57 points


def tables(content: bytes) -> list[Table]:
    return [block for block in walk(read(content).document.blocks) if isinstance(block, Table)]


def texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[plain(cell.runs) for cell in row.cells] for row in rows]


def said(content: bytes) -> list[str]:
    """Headings and paragraphs."""
    blocks = walk(read(content).document.blocks)
    return [
        plain(block.runs) if isinstance(block, Paragraph) else f"# {block.number}{plain(block.title)}"
        for block in blocks
        if isinstance(block, Paragraph | Section)
    ]


def text(*lines: str, top: float = 100, left: float = 57, size: float = 12) -> list[tuple[float, float, float, str]]:
    """Lines below each other; two spaces set one in by two letters."""
    return [
        (left + (2 * size if line.startswith("  ") else 0), top + 20 * i, size, line.strip())
        for i, line in enumerate(lines)
    ]


def table_page(
    *rows: Sequence[str], caption: bool = True, columns: Sequence[float] = COLUMNS, **turned: object
) -> Page:
    words, rules = ruled(rows, columns)
    return Page([*([NAME, TITLE] if caption else []), *words], rules, **turned)  # type: ignore[arg-type]


def test_cells_stand_between_rules_and_are_one_where_a_rule_is_missing() -> None:
    (found,) = tables(pdf(table_page(*HEAD, ("201", "公共服务", "10.00", "2.00"), ("合计", "<", "10.00", "2.00"))))
    assert plain(found.title) == "2026年部门支出总表"
    assert [[(plain(c.runs), c.columns, c.rows) for c in row.cells] for row in found.head] == [
        [("科目", 2, 1), ("支出", 2, 1)],
        [("编码", 1, 1), ("名称", 1, 1), ("基本支出", 1, 1), ("项目支出", 1, 1)],
    ]
    assert texts(found.body) == [["201", "公共服务", "10.00", "2.00"], ["合计", "10.00", "2.00"]]
    assert found.body[1].total


@pytest.mark.parametrize("turned", [{"rotate": 90}, {"rotate": 270}, {"drawn": True}])
def test_a_page_is_read_whichever_way_it_is_turned(turned: dict[str, object]) -> None:
    rows = (*HEAD, ("201", "公共服务", "10.00", "2.00"))
    assert texts(tables(pdf(table_page(*rows, **turned)))[0].body) == texts(tables(pdf(table_page(*rows)))[0].body)


def test_a_table_goes_on_over_pages_without_its_repeated_head() -> None:
    first = table_page(*HEAD, ("201", "公共服务", "10.00", "2.00"))
    second = table_page(*HEAD, ("合计", "<", "10.00", "2.00"), caption=False)
    (found,) = tables(pdf(first, second))
    assert texts(found.body) == [["201", "公共服务", "10.00", "2.00"], ["合计", "10.00", "2.00"]]
    assert [row.page for row in found.body] == [1, 2]


def test_a_row_that_the_end_of_the_page_parts_is_one() -> None:
    whole = "用于体育事业的彩票公益金安排的支出"
    first = table_page(*HEAD, ("229", whole[:17], "10.00", "2.00"))
    second = table_page(("", whole[17:] + "和结余", "", ""), ("合计", "<", "10.00", "2.00"), caption=False)
    (found,) = tables(pdf(first, second))
    assert texts(found.body) == [["229", f"{whole}和结余", "10.00", "2.00"], ["合计", "10.00", "2.00"]]


def test_a_row_of_narrow_cells_that_the_end_of_the_page_parts_is_one() -> None:
    narrow = (57, 95, 160, 190, 230)
    first = table_page(*HEAD, ("208050", "基本养老保", "128.4", "2.00"), columns=narrow)
    second = table_page(("5", "险缴费", "4", ""), ("合计", "<", "99.44", "2.00"), caption=False, columns=narrow)
    (found,) = tables(pdf(first, second))
    assert texts(found.body) == [["2080505", "基本养老保险缴费", "128.44", "2.00"], ["合计", "99.44", "2.00"]]


def test_a_title_may_end_in_a_bracket() -> None:
    page = table_page(*HEAD, ("201", "公共服务", "10.00", "2.00"), caption=False)
    title = (57, 85, 14, "2026年部门支出总表（按功能分类）")
    (found,) = tables(pdf(Page([NAME, title, *page.words], page.rules)))
    assert plain(found.title) == title[3]


def test_a_table_with_a_title_of_its_own_is_another() -> None:
    first = table_page(*HEAD, ("201", "公共服务", "10.00", "2.00"))
    other = Page([(235, 85, 14, "2026年部门收入总表"), *first.words[2:]], first.rules)
    assert len(tables(pdf(first, other))) == 2


def test_rows_without_rules_between_them_part_at_their_amounts() -> None:
    words, rules = ruled((*HEAD, ("", "", "", "")), COLUMNS, high=60)
    columns = (
        (63, ("201", "208")),
        (123, ("公共服务", "社会保障")),
        (303, ("10.00", "20.00")),
        (403, ("1.00", "2.00")),
    )
    rows = [(x, 240 + 20 * i, 10, each) for x, texts in columns for i, each in enumerate(texts)]
    (found,) = tables(pdf(Page([NAME, TITLE, *words, *rows], rules)))
    assert texts(found.body) == [["201", "公共服务", "10.00", "1.00"], ["208", "社会保障", "20.00", "2.00"]]


def test_captions_and_notes_in_rows_of_the_table_are_no_rows() -> None:
    rows = (
        ("2026年部门支出总表", "<", "<", "<"),
        ("编制单位：某县财政局", "<", "单位：万元", "<"),
        *HEAD,
        ("201", "公共服务", "10.00", "2.00"),
        ("注：没有上年结转。", "<", "<", "<"),
    )
    (found,) = tables(pdf(Page([NAME]), table_page(*rows, caption=False)))
    assert [plain(each) for each in (found.title, found.left, found.right)] == [
        "2026年部门支出总表",
        "编制单位：某县财政局",
        "单位：万元",
    ]
    assert texts(found.body) == [["201", "公共服务", "10.00", "2.00"]]
    assert [plain(note.runs) for note in found.notes] == ["注：没有上年结转。"]


def test_a_unit_beside_the_title_is_not_lost() -> None:
    page = table_page(*HEAD, ("201", "公共服务", "10.00", "2.00"))
    beside = Page([*page.words, (440, 85, 9, "单位：万元")], page.rules)
    (found,) = tables(pdf(beside))
    assert (plain(found.title), plain(found.right)) == ("2026年部门支出总表", "单位：万元")


def test_words_that_run_over_a_rule_stay_in_their_cell() -> None:
    words, rules = ruled((*HEAD, ("201", "", "10.00", "")), COLUMNS)
    long = (123, 154, 10, "一般公共服务支出一般公共服务支出一般")
    (found,) = tables(pdf(Page([NAME, TITLE, *words, long], rules)))
    assert texts(found.body) == [["201", long[3], "10.00", ""]]


def test_a_paragraph_goes_on_over_lines_and_pages_until_a_line_is_set_in() -> None:
    full = "甲" * (FULL - 2)
    first = Page(text("  " + full, "乙" * FULL, "丙丙。", "  " + full, "丁" * FULL))
    second = Page(text("戊" * FULL, "己。", "  庚。"))
    assert said(pdf(first, second)) == [f"{full}{'乙' * FULL}丙丙。", f"{full}{'丁' * FULL}{'戊' * FULL}己。", "庚。"]


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    lines = (
        "甲" * FULL,
        "乙" * FULL,
        "丙" * FULL,
        "丁。",
        "戊" * (FULL - 4),
        "1234567.89万元。",
        "己" * (FULL - 9),
        "庚。",
    )
    assert said(pdf(Page(text(*lines)))) == [
        "甲" * FULL + "乙" * FULL + "丙" * FULL + "丁。",
        "戊" * (FULL - 4) + "1234567.89万元。",
        "己" * (FULL - 9),
        "庚。",
    ]


def test_page_numbers_running_heads_and_contents_are_left_out() -> None:
    def page(number: int, *lines: str) -> Page:
        edge = [(200, 40, 9, "某局部门预算公开"), (290, HEIGHT - 40, 9, f"— {number} —")]
        return Page([*text(*lines), *edge])

    contents = page(1, "目　　录", "一、部门职责………………2", "二、收支情况………………3")
    pages = (page(2, "一、部门职责", "  负责本部门的工作。"), page(3, "二、收支情况", "  收入1万元。"))
    assert said(pdf(contents, *pages)) == ["# 一、部门职责", "负责本部门的工作。", "# 二、收支情况", "收入1万元。"]


def test_radicals_and_letters_printed_twice_are_ordinary_letters() -> None:
    assert said(pdf(Page(text("公务用⻋、⻓江。")))) == ["公务用车、长江。"]
    twice = [(57, 100, 12, "⽀出预算。"), (57.3, 100, 12, "⽀出预算。")]
    assert said(pdf(Page(twice))) == ["支出预算。"]


def test_a_chart_is_left_out_with_its_words() -> None:
    bars = [(100, 200 + 30 * i, 200 + 20 * i, 215 + 30 * i) for i in range(3)]
    labels = [(260, 212 + 30 * i, 9, f"{i}2.34") for i in range(3)]
    page = Page([*text("  收入12.34万元。"), *labels], areas=bars)
    assert said(pdf(page)) == ["收入12.34万元。"]


def test_a_few_bars_are_a_chart_and_other_areas_are_not() -> None:
    labels = [(260, 212 + 30 * i, 9, f"{i}2.34") for i in range(2)]
    lying = [(100, 200 + 30 * i, 200 + 20 * i, 215 + 30 * i) for i in range(2)]
    standing = [(100 + 30 * i, 200 + 20 * i, 115 + 30 * i, 245) for i in range(2)]
    underlines = [(100, 200 + 30 * i, 200, 202 + 30 * i) for i in range(2)]
    blocks = [(100, 200, 200, 215), (140, 230, 180, 260)]
    words = text("  收入12.34万元。")
    for areas in (lying, standing):
        assert said(pdf(Page([*words, *labels], areas=areas))) == ["收入12.34万元。"]
    only = [(57, 212, 9, "教育支出"), *labels[:1]]
    assert said(pdf(Page([*words, *only], areas=lying[:1]))) == ["收入12.34万元。"]
    for areas in (underlines, blocks, lying[:1]):
        assert len(said(pdf(Page([*words, *labels], areas=areas)))) > 1


def test_what_stands_behind_the_name_of_an_item_goes_on_on_the_next_page() -> None:
    first = Page(text("  " + "甲" * (FULL - 2), "乙" * FULL, "丙丙。", "  " + "甲" * (FULL - 2), "丁" * (FULL - 5)))
    paragraphs = said(pdf(first, Page(text("（类）戊己。", "  庚。"))))
    assert paragraphs[-2:] == ["甲" * (FULL - 2) + "丁" * (FULL - 5) + "（类）戊己。", "庚。"]


def test_on_a_page_where_every_line_is_set_in_each_is_a_paragraph() -> None:
    usual = Page(text("  " + "甲" * (FULL - 2), "乙" * FULL, "丙。", "  " + "甲" * (FULL - 2), "丁" * FULL, "戊。"))
    lines = ["己" * (FULL - 3) + "。", *("庚" * (FULL - 3) + "。" for _ in range(3)), *["辛" * (FULL - 2)] * 3]
    assert said(pdf(usual, Page(text(*("  " + line for line in lines)))))[2:] == lines


def test_a_centred_line_below_the_end_of_a_sentence_is_no_part_of_it() -> None:
    lines = text("  " + "甲" * (FULL - 2), *["乙" * FULL] * 2, "丙。", "  " + "丁" * (FULL - 5) + "。")
    title = (249, 200, 12, "部门政府采购预算")
    assert said(pdf(Page([*lines, title])))[1] == "丁" * (FULL - 5) + "。"


def test_a_cover_tells_title_publisher_and_year() -> None:
    cover = Page([(150, 300, 26, "2026年部门预算公开"), (250, 260, 26, "某县财政局"), (230, 600, 16, "2026年2月10日")])
    found = read(pdf(cover, Page(text("  收入1万元。")))).document
    assert (plain(found.title), found.publisher, found.year) == ("某县财政局2026年部门预算公开", "某县财政局", 2026)
    assert found.date == "2026-02-10"


def test_the_pages_with_findings_of_a_draft_are_no_content() -> None:
    head = ("序号", "是什么问题", "在哪里", "怎么改")
    first = Page(
        [(200, 90, 16, "草稿：公开前要改的地方"), *table_page(head, ("1", "甲", "乙", "改"), caption=False).words]
    )
    second = table_page(head, ("9", "收入5万元", "乙", "改"), caption=False)
    own = table_page(*HEAD, ("201", "一般公共服务支出", "10.00", "2.00"))
    found, alone = (read(pdf(*pages, own)).document for pages in ((first, second), ()))
    assert (found.mark, alone.mark) == ("草稿", "")
    assert (found.title, [plain(each.title) for each in walk(found.blocks) if isinstance(each, Table)]) == (
        alone.title,
        ["2026年部门支出总表"],
    )


def test_a_finding_says_the_page() -> None:
    first = table_page(*HEAD, ("201", "一般公共服务支出", "10.00", "2.00"))
    second = table_page(*HEAD, ("合计", "<", "10.01", "2.00"), caption=False)
    found = check(case_of_read(read(pdf(first, second)).document)).findings
    (wrong,) = [one for one in found if one.rule.startswith("R110")]
    assert [str(place).partition("“")[0] for place in wrong.places] == [
        "第2页 2026年部门支出总表",
        "第1页 2026年部门支出总表",
    ]


def test_a_file_that_is_encrypted_without_a_password_is_read() -> None:
    assert said(encrypted("")) == ["甲。"]


MARK = ((100, 400), (300, 400), (300, 480), (200, 480), (200, 440), (100, 440))  # the outline of a letter


@pytest.mark.parametrize(
    "mark",
    [
        {"shapes": [MARK]},
        {"marks": [(120, 420, 90, "草"), (300, 420, 90, "稿")]},
        {"marks": [(70, 205, 10, "内部资料"), (310, 205, 10, "内部资料")], "grey": True},
        {"marks": [(120, 420, 90, "草稿")], "aslant": True},
    ],
)
def test_a_watermark_is_no_text_and_no_rule(mark: dict[str, object]) -> None:
    rows = [(*HEAD, (f"20{i}", "公共服务", f"1{i}.00", "2.00")) for i in range(4)]
    plain_pages, marked = ([table_page(*own, **more) for own in rows] for more in ({}, mark))
    assert [texts(one.body) for one in tables(pdf(*marked))] == [texts(one.body) for one in tables(pdf(*plain_pages))]
    assert said(pdf(*marked)) == said(pdf(*plain_pages))


def without_rules(page: Page) -> Page:
    """The page with amounts at the right of their cells, as tables have them."""
    words = [(x + 60 - 5 * len(t) if t[-1:].isdigit() and "." in t else x, y, size, t) for x, y, size, t in page.words]
    return Page(words, ())


def test_rows_without_rules_are_a_table_where_amounts_stand_below_each_other() -> None:
    rows = ((f"2010{i}01", "公共服务" * (i % 2 + 1), f"{i}1.00", f"1,{i}23.00") for i in range(1, 5))
    page = table_page(*HEAD, *rows, ("合计", "<", "10.00", "2.00"))
    lines = [(57, 60 + 600, 12, "2026年支出1.00万元，比上年增加2.00万元。"), (57, 680, 12, "其中：基本支出1.00万元。")]
    found = read(pdf(Page([*without_rules(page).words, *lines], ()))).document
    (own,), (ruled_,) = ([b for b in walk(d.blocks) if isinstance(b, Table)] for d in (found, read(pdf(page)).document))
    assert (texts(own.head), texts(own.body)[:4]) == (texts(ruled_.head), texts(ruled_.body)[:4])
    assert texts(own.body)[4] == ["合计", "", "10.00", "2.00"]
    assert plain(own.title) == plain(ruled_.title)


def test_a_table_without_rules_goes_on_on_the_next_page() -> None:
    pages = [
        without_rules(
            table_page(*HEAD, *((f"20{i}", name, "1.00", "2.00") for i in range(first, first + 4)), caption=at)
        )
        for first, name, at in ((1, "公共服务", True), (5, "公共安全支出以及别的支出", False))
    ]
    (found,) = tables(pdf(*pages))
    assert [row[0] for row in texts(found.body)] == [f"20{i}" for i in range(1, 9)]
    assert [row.page for row in found.body] == [1] * 4 + [2] * 4


def test_amounts_that_do_not_stand_below_each_other_are_no_table_and_are_told() -> None:
    words = [
        (x + 40 * i, 100 + 20 * i, 10, text)
        for i in range(4)
        for x, text in ((60, "公共服务"), (200, "12.00"), (260, "3.00"))
    ]
    content = pdf(Page(words, ()))
    (remark,) = read(content, path="公开.pdf").remarks
    assert remark.message == "第1页有4行像是没有格线的表，8个数没有读成表里的数，没有核查"
    assert tables(content) == []


def test_pages_that_are_pictures_are_told() -> None:
    content = pdf(Page(text("甲。")), Page(picture=True), Page(picture=True))
    (remark,) = read(content, path="公开.pdf").remarks
    assert remark.message == "第2、3页是图片，没有读"


def scanned() -> bytes:
    return pdf(Page(rules=[(0, 0, WIDTH, HEIGHT)]))


def encrypted(password: str = "secret", packed: bytes = b"") -> bytes:
    """A file with a password; with an empty one it only asks not to be edited. `packed`: put before its page."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, EncodedStreamObject, NameObject

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(Page(text("甲。"))))))
    stream = EncodedStreamObject()
    stream._data = packed or zlib.compress(b" ")
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page = writer.pages[0]
    own = page.raw_get("/Contents")
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(stream), own])
    writer.encrypt(password, "owner", algorithm="AES-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def long() -> bytes:
    return pdf(*[Page()] * (MOST_PAGES + 1))


def unpacking() -> bytes:
    packed = zlib.compress(b" " * (MOST_UNPACKED + 1))
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf(Page(text("甲。"))).replace(b"%%EOF", b"9 0 obj\n%s\nendobj\n%%%%EOF" % stream)


def unpacking_encrypted() -> bytes:
    return encrypted("", zlib.compress(b" " * (MOST_UNPACKED + 1)))


def crowded() -> bytes:
    return pdf(Page([(57, 100, 12, "甲" * 800_000)]))


REFUSED = {
    "PDF 文件过大": unpacking,
    "PDF 文件过大 ": crowded,
    "PDF 文件过大  ": unpacking_encrypted,
    "PDF 没有文字": scanned,
    "PDF 有密码": encrypted,
    "PDF 过大": long,
    "PDF 损坏": lambda: b"%PDF-1.7\n1 0 obj\n<<",
    "PDF 损坏 ": lambda: pdf(Page(text("甲。"))).replace(b"MediaBox[0 0", b"MediaBox[0 x"),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_cannot_be_read_is_refused_with_advice(rule: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        read(REFUSED[rule](), path="公开.pdf")
    (found,) = refused.value.diagnostics
    assert (found.rule, found.places[0].path) == (rule.strip(), "公开.pdf")
    assert found.hint


def test_where_pdfplumber_is_missing_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(ReportgenError, match=r"pip install .*reportgen\[pdf\]"):
        read(pdf(Page(text("甲。"))))
