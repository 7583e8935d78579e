"""The DOCX reader: what is printed of a paragraph, and what is not."""

import pytest

from reportgen.document import Paragraph, ParagraphRole, Section, Table, plain, walk
from reportgen.readers.docx import Revisions, read
from tests.readers.docx_files import STYLES, cell, file, paragraph, row, run, table

HEADING = paragraph("部门概况", style="1")
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = map(FIELD.format, ("begin", "separate", "end"))


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def lines(*body: str, revisions: Revisions = Revisions.ACCEPTED, **parts: str) -> list[str]:
    """What stands under a heading, paragraph by paragraph; notes with a star."""
    document = read(file(HEADING, *body, **parts), revisions=revisions).document
    stars = {ParagraphRole.BODY: "", ParagraphRole.NOTE: "*"}
    return [stars[each.place] + plain(each.runs) for each in walk(document.blocks) if isinstance(each, Paragraph)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (run("收入1,0") + '<w:proofErr w:type="gramStart"/>' + run("64.2") + '<w:bookmarkStart/>' + run("万元"),
         "收入1,064.2万元"),
        ("<w:r><w:t>前</w:t><w:tab/><w:t>后</w:t><w:br/><w:t>下</w:t><w:cr/><w:t>行</w:t></w:r>", "前\t后\n下\n行"),
        ('<w:r><w:t>前</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>后</w:t></w:r>', "前后"),
        ("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:softHyphen/><w:t>丙</w:t></w:r>", "甲\u2011乙丙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "\uf0fe是"),
        ('<w:r><w:sym w:char="x"/><w:sym w:char="FFFFFFFF"/><w:sym/><w:t>否</w:t></w:r>', "否"),
        ('<w:hyperlink w:anchor="x">' + run("网址") + "</w:hyperlink>", "网址"),
        ('<w:smartTag w:element="date">' + run("2026年") + "</w:smartTag>", "2026年"),
        ("<w:sdt><w:sdtPr><w:alias w:val='单位'/></w:sdtPr><w:sdtContent>" + run("图书馆") + "</w:sdtContent></w:sdt>",
         "图书馆"),
        ('<w:customXml w:element="x"><w:customXmlPr/>' + run("图") + "</w:customXml>", "图"),
        ('<w:bdo w:val="ltr">' + run("左") + '</w:bdo><w:dir w:val="ltr">' + run("右") + "</w:dir>", "左右"),
        (f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('yún')}</w:rt><w:rubyBase>{run('云')}</w:rubyBase></w:ruby></w:r>", "云"),
        ("<m:oMathPara><m:oMath><m:r><m:rPr/><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara>", "x=1"),
        (run("看得见") + run("看不见", "<w:vanish/>") + run("也看不见", '<w:rStyle w:val="a5"/>'), "看得见"),
        (run("看得见", '<w:rStyle w:val="a5"/><w:vanish w:val="0"/>') + run("只在网页里看不见", "<w:webHidden/>"),
         "看得见只在网页里看不见"),
        (BEGIN + instruction(" DATE ") + SEPARATE + run("2026年2月") + END + run("公开"), "2026年2月公开"),
        (BEGIN + instruction("IF") + BEGIN + instruction("PAGE") + SEPARATE + run("1") + END + SEPARATE + run("甲"),
         "甲"),
        ('<w:fldSimple w:instr=" PAGE ">' + run("7") + "</w:fldSimple>", "7"),
        ("<mc:AlternateContent><mc:Choice Requires='x'>" + run("新") + "</mc:Choice><mc:Fallback>" + run("旧")
         + "</mc:Fallback></mc:AlternateContent>", "新"),
        (run("章") + "<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "章\ufffc"),
        (run("章") + '<w:r><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r>', "章\ufffc"),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_is_printed(content: str, said: str) -> None:
    assert lines(paragraph(content)) == [said]


def test_text_is_hidden_by_the_style_of_its_paragraph_as_well() -> None:
    hidden = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = paragraph("看不见", run("看得见", '<w:vanish w:val="false"/>'), style="h")
    assert lines(paragraph(run("看不见", "<w:b/>"), style="h"), shown, styles=STYLES + hidden) == ["看得见"]


def test_a_field_that_is_never_closed_hides_nothing_after_its_paragraph() -> None:
    assert lines(paragraph("前", BEGIN + instruction("PAGE")), paragraph("后")) == ["前", "后"]


def test_text_boxes_come_after_their_paragraph_and_only_once() -> None:
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{BOX.format('框里')}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{BOX.format('框里')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph("前", shape, "后")) == ["前后", "框里"]


def test_notes_stand_after_the_paragraph_that_they_hang_on() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", "含上年结转。")}</w:footnote>'
    )
    assert lines(paragraph("收入", mark, "万元"), paragraph("下段"), footnotes=notes) == [
        *("收入万元", "*含上年结转。", "下段")
    ]


def test_content_controls_and_alternatives_around_paragraphs_are_read_through() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('控件里')}</w:sdtContent></w:sdt>"
    choice = f"<mc:AlternateContent><mc:Choice>{paragraph('新')}</mc:Choice></mc:AlternateContent>"
    assert lines(control, choice) == ["控件里", "新"]


def test_a_table_of_contents_is_no_part_of_the_text() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('目录')}{paragraph('概况 1')}</w:sdtContent></w:sdt>"
    field = (
        paragraph(BEGIN, instruction(' TOC \\o "1-2" '), SEPARATE, "概况\t1") + paragraph("说明\t2") + paragraph(END)
    )
    assert lines(control, field, paragraph("三、情况 3", style="TOC1"), paragraph("正文")) == ["正文"]


def test_tracked_changes_are_read_as_accepted_or_as_they_were_before() -> None:
    deleted = "<w:del w:id='1' w:author='甲'><w:r><w:delText>84.6</w:delText></w:r></w:del>"
    inserted = f"<w:ins w:id='2' w:author='甲'>{run('85.1')}</w:ins>"
    moved = f"<w:moveFrom w:id='3'>{run('前')}</w:moveFrom>", f"<w:moveTo w:id='4'>{run('后')}</w:moveTo>"
    body = paragraph(moved[0], "支出", deleted, inserted, "万元", moved[1])
    assert lines(body) == ["支出85.1万元后"]
    assert lines(body, revisions=Revisions.ORIGINAL) == ["前支出84.6万元"]


@pytest.mark.parametrize(
    ("mark", "accepted", "original"), [("del", ["前段后段"], ["前段", "后段"]), ("ins", ["前段", "后段"], ["前段后段"])]
)
def test_a_paragraph_whose_mark_is_not_there_goes_on_in_the_next(
    mark: str, accepted: list[str], original: list[str]
) -> None:
    body = (paragraph("前段", properties=f"<w:rPr><w:{mark} w:id='1'/></w:rPr>"), paragraph("后段"))
    assert lines(*body) == accepted
    assert lines(*body, revisions=Revisions.ORIGINAL) == original


def test_a_paragraph_that_was_deleted_whole_leaves_nothing() -> None:
    gone = paragraph("<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", properties="<w:rPr><w:del/></w:rPr>")
    assert lines(paragraph("前段"), gone, paragraph("后段")) == ["前段", "后段"]
    assert lines(paragraph("前段"), gone, revisions=Revisions.ORIGINAL) == ["前段", "删去"]


def test_a_heading_that_was_made_one_since_was_text_before() -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="a"/></w:pPr></w:pPrChange>'
    body = paragraph("职责", style="2", properties=change)
    assert lines(body) == []
    assert lines(body, revisions=Revisions.ORIGINAL) == ["职责"]


def test_tracked_rows_and_cells_are_read_as_accepted_or_as_they_were_before() -> None:
    new, old = "<w:ins w:id='1'/>", "<w:del w:id='2'/>"
    gone = cell("删", properties="<w:cellDel w:id='3'/>")
    body = table(row("甲", gone), row("新行", "", properties=new), row("旧行", "", properties=old))

    def rows(revisions: Revisions) -> list[list[str]]:
        document = read(file(HEADING, body), revisions=revisions).document
        (found,) = (each for each in walk(document.blocks) if isinstance(each, Table))
        return [[plain(each.runs) for each in line.cells] for line in found.head + found.body]

    assert rows(Revisions.ACCEPTED) == [["甲", ""], ["新行", ""]]
    assert rows(Revisions.ORIGINAL) == [["甲", "删"], ["旧行", ""]]


def test_levels_come_from_names_of_styles_what_they_are_based_on_and_the_paragraph() -> None:
    outline = '<w:outlineLvl w:val="{}"/>'
    document = read(
        file(
            paragraph("第一部分 概况", style="1"),
            paragraph("一、职责", style="2"),
            paragraph("二、机构", style="af0"),
            paragraph("（一）内设机构", properties=outline.format(2)),
            paragraph("正文", style="2", properties=outline.format(9)),
        )
    ).document
    found = [each for each in walk(document.blocks) if isinstance(each, Section)]
    assert [(each.level, each.number, plain(each.title)) for each in found] == [
        *((1, "第一部分 ", "概况"), (2, "一、", "职责"), (2, "二、", "机构"), (3, "（一）", "内设机构"))
    ]
