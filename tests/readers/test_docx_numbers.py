"""The DOCX reader: the numbers that Word counts and prints in front of paragraphs."""

import pytest

from reportgen.document import Paragraph, Section, plain, walk
from reportgen.readers.docx import read
from reportgen.readers.docx.numbering import numeral
from tests.readers.docx_files import STYLES, file, paragraph

CHINESE = "chineseCountingThousand"


def level(depth: int, kind: str, text: str, more: str = "", start: int = 1) -> str:
    about = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{about}</w:lvl>'


def shared(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def numbered(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, key: int = 1, depth: int = 0, style: str = "") -> str:
    return paragraph(
        text, style=style, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'
    )


def printed(numbering: str, *body: str, styles: str = STYLES) -> list[str]:
    document = read(file(paragraph("总则", style="1"), *body, numbering=numbering, styles=styles)).document
    return [plain(each.runs) for each in walk(document.blocks) if isinstance(each, Paragraph)]


LIST = shared(7, level(0, CHINESE, "%1、"), level(1, "decimal", "（%2）"), level(2, "decimal", "%1.%2.%3"))


def test_numbers_count_on_and_lower_levels_begin_anew_below_a_higher_one() -> None:
    assert printed(
        LIST + numbered(1, 7),
        *(item("职责"), item("办公室", depth=1), item("财务科", depth=1)),
        *(item("机构"), item("人事科", depth=1)),
    ) == ["一、职责", "（1）办公室", "（2）财务科", "二、机构", "（1）人事科"]


def test_a_number_of_several_levels_shows_each_in_its_own_format() -> None:
    body = item("职责"), item("办公室", depth=1), item("文书", depth=2), item("会务", depth=2)
    assert printed(LIST + numbered(1, 7), *body)[2:] == ["一.1.1文书", "一.1.2会务"]


def test_legal_numbering_shows_all_in_digits() -> None:
    legal = shared(7, level(0, CHINESE, "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert printed(legal + numbered(1, 7), item("职责"), item("办公室", depth=1)) == ["一、职责", "1.1办公室"]


def test_lists_that_share_their_levels_count_on_together_until_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = LIST + numbered(1, 7) + numbered(2, 7) + numbered(3, 7, anew)
    assert printed(lists, item("甲"), item("乙", 2), item("丙", 3), item("丁", 3)) == [
        "一、甲",
        "二、乙",
        "一、丙",
        "二、丁",
    ]


def test_a_list_may_have_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimalEnclosedCircle", "%1", start=3)}</w:lvlOverride>'
    assert printed(LIST + numbered(1, 7, own), item("甲"), item("乙")) == ["③甲", "④乙"]


def test_a_level_that_never_begins_anew_counts_through() -> None:
    through = shared(7, level(0, "decimal", "%1、"), level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'))
    body = item("甲"), item("子", depth=1), item("乙"), item("丑", depth=1)
    assert printed(through + numbered(1, 7), *body) == ["1、甲", "（1）子", "2、乙", "（2）丑"]


def test_a_style_that_is_linked_to_a_level_is_numbered_without_a_word_in_the_paragraph() -> None:
    styles = STYLES.replace(
        '<w:name w:val="Heading 2"/><w:basedOn w:val="a"/>',
        '<w:name w:val="Heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
    )
    linked = shared(7, level(0, CHINESE, "第%1部分"), level(1, CHINESE, "%2、", '<w:pStyle w:val="2"/>'))
    body = file(
        *(paragraph("职责", style="2"), paragraph("机构", style="2")),
        paragraph("不编号", style="2", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
        numbering=linked + numbered(1, 7),
    )
    found = [each for each in walk(read(body).document.blocks) if isinstance(each, Section)]
    assert [(each.number, plain(each.title)) for each in found] == [("一、", "职责"), ("二、", "机构"), ("", "不编号")]


def test_a_list_may_borrow_its_levels_from_a_numbering_style() -> None:
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="清单"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    borrowing = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    lists = LIST + borrowing + numbered(5, 7) + numbered(1, 8)
    assert printed(lists, item("甲"), item("乙"), styles=styles) == ["一、甲", "二、乙"]


def test_bullets_print_as_such_and_spaces_where_the_list_says_so() -> None:
    bullets = shared(
        7, level(0, "bullet", "\uf06c"), level(1, "bullet", "—"), level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
    )
    assert printed(bullets + numbered(1, 7), item("甲"), item("乙", depth=1), item("丙", depth=2)) == [
        "● 甲",
        "— 乙",
        "1. 丙",
    ]


def test_an_empty_paragraph_counts_but_is_left_out_and_without_its_list_there_is_no_number() -> None:
    assert printed(LIST + numbered(1, 7), item(""), item("甲"), item("乙", key=9)) == ["二、甲", "乙"]


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (12, "decimal", "12"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "⑶"),
        (10, "chineseCountingThousand", "十"),
        (15, "chineseCountingThousand", "十五"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (10010, "chineseCountingThousand", "一万零一十"),
        (21, "chineseCounting", "二十一"),
        (105, "chineseCounting", "一〇五"),
        (12, "japaneseCounting", "十二"),
        (120, "japaneseCounting", "百二十"),
        (12, "ideographDigital", "一二"),
        (10, "ideographDigital", "一〇"),
        (23, "chineseLegalSimplified", "贰拾叁"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (3, "upperLetter", "C"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (0, "upperRoman", "0"),
        (7, "none", ""),
        (7, "somethingNew", "7"),
    ],
)
def test_numerals(number: int, kind: str, said: str) -> None:
    assert numeral(number, kind) == said
