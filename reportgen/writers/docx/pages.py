"""Paper, margins and page numbers (页面).

Every Word section names everything: what it leaves out would be blank, not borrowed.
Source: GB/T 9704-2012, 5.2 (page), 7.5 (page number: `— 1 —`, 7 mm below the text, odd right, even left).
"""

from reportgen.style import Page, StyleSheet
from reportgen.writers.docx.styles import PAGE
from reportgen.writers.docx.text import NAMESPACES, XML, paragraph, text_runs

ODD, EVEN = "rId1", "rId2"
ODD_HEADER, EVEN_HEADER = "rId6", "rId7"

_HEADERS = (
    f'<w:headerReference w:type="default" r:id="{ODD_HEADER}"/><w:headerReference w:type="even" r:id="{EVEN_HEADER}"/>'
)
_BELOW_TEXT = 397  # twips, 7 mm
_NO_GRID_PITCH = 312  # twips, Word's own for Chinese documents
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{page}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def section_properties(page: Page, style: StyleSheet, marked: bool) -> str:
    """The properties of a Word section printed on this page, with or without the headers that hold the mark."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f"<w:sectPr>{_HEADERS if marked else ''}"
        f'<w:footerReference w:type="default" r:id="{ODD}"/><w:footerReference w:type="even" r:id="{EVEN}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{page.top // 2}" w:footer="{_footer_distance(page, style)}" w:gutter="0"/>'
        f'<w:cols w:space="425"/><w:docGrid w:type="lines"'
        f' w:linePitch="{style.texts["正文"].line or _NO_GRID_PITCH}"/></w:sectPr>'
    )


def footer_xml(style: StyleSheet, even: bool) -> str:
    """The footer part: the page number, one character from the outer edge."""
    one = style.texts["页码"].size * 10
    place = (
        f'<w:ind w:leftChars="100" w:left="{one}"/><w:jc w:val="left"/>'
        if even
        else f'<w:ind w:rightChars="100" w:right="{one}"/><w:jc w:val="right"/>'
    )
    number = text_runs("— ") + _FIELD.format(page=2 if even else 1) + text_runs(" —")
    return f"{XML}<w:ftr {NAMESPACES}>{paragraph(PAGE, number, place)}</w:ftr>"


def _footer_distance(page: Page, style: StyleSheet) -> int:
    """From the edge of the paper to the foot of the page number, its line taken as 1.3 times its size."""
    return max(0, page.bottom - _BELOW_TEXT - style.texts["页码"].size * 13)
