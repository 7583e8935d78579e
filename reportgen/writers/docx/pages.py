"""Paper, margins and page numbers (页面).

Every Word section names everything: what it leaves out would be blank, not borrowed.
Source: GB/T 9704-2012, 5.2 (page), 7.5 (page number: `— 1 —`, 7 mm below the text, odd right, even left), 8 (tables on
turned pages keep the number where the upright pages have it, so that it is on their left side as they are read).
"""

from enum import Enum

from reportgen.style import Page, StyleSheet, TurnedNumber
from reportgen.writers.docx.styles import PAGE
from reportgen.writers.docx.text import NAMESPACES, VML, XML, field_xml, paragraph, text_runs

ODD, EVEN, BLANK = "rId1", "rId2", "rId8"
ODD_TURNED, EVEN_TURNED = "rId9", "rId10"
ODD_HEADER, EVEN_HEADER = "rId6", "rId7"

_HEADERS = (
    f'<w:headerReference w:type="default" r:id="{ODD_HEADER}"/><w:headerReference w:type="even" r:id="{EVEN_HEADER}"/>'
)
_BELOW_TEXT = 397  # twips, 7 mm
_NO_GRID_PITCH = 312  # twips, Word's own for Chinese documents
_LINES = ' w:type="lines"'  # on upright pages, whose height is that of whole lines: LibreOffice leaves out the rest
_RESTART = '<w:pgNumType w:start="1"/>'


class Numbers(Enum):
    """What the page numbers of a Word section do (页码): there are none, they begin at 1, or go on."""

    NONE = 0
    FROM_1 = 1
    ON = 2


def section_properties(turned: bool, numbers: Numbers, style: StyleSheet, marked: bool) -> str:
    """The properties of a Word section, with or without the headers that hold the mark of a draft."""
    page = style.landscape if turned else style.portrait
    odd, even = own_footers(turned, numbers, style)
    orient = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f"<w:sectPr>{_HEADERS if marked else ''}"
        f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{page.top // 2}" w:footer="{footer_distance(page, style)}" w:gutter="0"/>'
        f"{_RESTART if numbers is Numbers.FROM_1 else ''}"
        f'<w:cols w:space="425"/><w:docGrid{_LINES if page is style.portrait else ""}'
        f' w:linePitch="{style.texts["正文"].line or _NO_GRID_PITCH}"/></w:sectPr>'
    )


def footers(style: StyleSheet) -> dict[str, str]:
    """The footer parts by their relationship."""
    blank = f"{XML}<w:ftr {NAMESPACES}>{paragraph(PAGE)}</w:ftr>"
    found = {ODD: _footer(style, even=False), EVEN: _footer(style, even=True), BLANK: blank}
    if style.turned_number is TurnedNumber.STANDARD:
        found |= {ODD_TURNED: _turned_footer(style, even=False), EVEN_TURNED: _turned_footer(style, even=True)}
    return found


def own_footers(turned: bool, numbers: Numbers, style: StyleSheet) -> tuple[str, str]:
    """The footers of odd and of even pages."""
    if numbers is Numbers.NONE:
        return BLANK, BLANK
    if turned and style.turned_number is TurnedNumber.STANDARD:
        return ODD_TURNED, EVEN_TURNED
    return ODD, EVEN


def _footer(style: StyleSheet, even: bool) -> str:
    return f"{XML}<w:ftr {NAMESPACES}>{_number(style, even)}</w:ftr>"


def _turned_footer(style: StyleSheet, even: bool) -> str:
    """The number in a box beside the text, along its whole height: its line runs downwards, as on the upright page."""
    page, size = style.landscape, style.texts["页码"].size
    width = size * 13
    place = (
        f"position:absolute;margin-left:{_points(page.left - _BELOW_TEXT - width)};margin-top:{_points(page.top)};"
        f"width:{_points(width)};height:{_points(page.text_height)};z-index:1;"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    box = (
        f'<v:rect id="PageNumber{2 if even else 1}" style="{place}" o:allowincell="f" filled="f" stroked="f">'
        '<v:textbox style="layout-flow:vertical" inset="0,0,0,0">'
        f"<w:txbxContent>{_number(style, even)}</w:txbxContent></v:textbox></v:rect>"
    )
    return f"{XML}<w:ftr {NAMESPACES}{VML}>{paragraph(PAGE, f'<w:r><w:pict>{box}</w:pict></w:r>')}</w:ftr>"


def _number(style: StyleSheet, even: bool) -> str:
    """The page number, one character from the outer edge."""
    one, side = style.texts["页码"].size * 10, "left" if even else "right"
    place = f'<w:ind w:{side}Chars="100" w:{side}="{one}"/><w:jc w:val="{side}"/>'
    begin, stop = field_xml("PAGE")
    return paragraph(PAGE, text_runs("— ") + begin + text_runs("2" if even else "1") + stop + text_runs(" —"), place)


def footer_distance(page: Page, style: StyleSheet) -> int:
    """From the edge of the paper to the foot of the page number, its line taken as 1.3 times its size."""
    return max(0, page.bottom - _BELOW_TEXT - style.texts["页码"].size * 13)


def _points(twips: int) -> str:
    return f"{twips // 20}.{twips % 20 * 5:02}pt"
