"""Pages (页面): paper, margins, page numbers, the watermark of a draft (水印), where pages start (另起一页、横页).

Every Word section names all of its headers and footers: what it leaves out would be blank, not inherited.
The watermark is Word art in the header, as Word makes it, so that Word, WPS and LibreOffice recognise it. The same
words stand in the header as text, legible where tables cover the page.

Landscape tables stand on landscape pages, with the headings right above them; everything else is upright. Short tables
share a page where there is room, if need be with lower rows. One that would be alone on its page may stand on one of
the other kind.

Source: GB/T 9704-2012, 5.2 (page), 7.5 (page number: `— 1 —`, 7 mm below the text, odd right, even left), 8 (on turned
pages the number stands where upright pages have it, at the left side of a reader); ECMA-376 part 4, 14.1 (VML shapes,
text paths); [MS-OE376] 2.1.1756 (where shapes of a header stand).
"""

from collections.abc import Sequence
from enum import Enum
from itertools import groupby

from reportgen.document import Block, Section, Table, plain
from reportgen.ooxml import XML, escaped
from reportgen.records import NamedTuple
from reportgen.style import Page, StyleSheet, TurnedNumber
from reportgen.writers.docx import styles
from reportgen.writers.docx.markup import NAMESPACES, VML, field_xml, paragraph, text_runs
from reportgen.writers.docx.styles import PAGE
from reportgen.writers.docx.table_pages import HeadingsAbove, TableFits, heading_height, may_share, room_for

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
_KIND = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
    ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
    "mso-position-vertical:center;mso-position-vertical-relative:page"
)
_HEIGHT = 160  # points; letters are as wide as they are high
LevelledBlock = tuple[Block, int]  # a block and its outline level, 0 for text
_GAP = 300  # twips between two tables


class PageNumbers(Enum):
    """Page numbers of a Word section (页码): none, from 1, or continued."""

    NONE = 0
    FROM_1 = 1
    ON = 2


def section_properties(turned: bool, numbers: PageNumbers, style: StyleSheet, marked: bool) -> str:
    """Return the properties of a Word section; `marked`: its headers hold the mark of a draft."""
    page = style.landscape if turned else style.portrait
    odd, even = own_footers(turned, numbers, style)
    orient = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f"<w:sectPr>{_HEADERS if marked else ''}"
        f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{page.top // 2}" w:footer="{footer_distance(page, style)}" w:gutter="0"/>'
        f"{_RESTART if numbers is PageNumbers.FROM_1 else ''}"
        f'<w:cols w:space="425"/><w:docGrid{_LINES if page is style.portrait else ""}'
        f' w:linePitch="{style.texts["正文"].line or _NO_GRID_PITCH}"/></w:sectPr>'
    )


def footers(style: StyleSheet) -> dict[str, str]:
    """Return the footer parts by relationship id."""
    blank = f"{XML}<w:ftr {NAMESPACES}>{paragraph(PAGE)}</w:ftr>"
    found = {ODD: _footer(style, even=False), EVEN: _footer(style, even=True), BLANK: blank}
    if style.turned_number is TurnedNumber.STANDARD:
        found |= {ODD_TURNED: _turned_footer(style, even=False), EVEN_TURNED: _turned_footer(style, even=True)}
    return found


def own_footers(turned: bool, numbers: PageNumbers, style: StyleSheet) -> tuple[str, str]:
    """Return the relationship ids of the footers of odd and of even pages."""
    if numbers is PageNumbers.NONE:
        return BLANK, BLANK
    if turned and style.turned_number is TurnedNumber.STANDARD:
        return ODD_TURNED, EVEN_TURNED
    return ODD, EVEN


def _footer(style: StyleSheet, even: bool) -> str:
    return f"{XML}<w:ftr {NAMESPACES}>{_number(style, even)}</w:ftr>"


def _turned_footer(style: StyleSheet, even: bool) -> str:
    """Return the page number in a box beside the text: the box is turned, as on an upright page."""
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
    """Return the page number as a paragraph, one character from the outer edge."""
    one, side = style.texts["页码"].size * 10, "left" if even else "right"
    place = f'<w:ind w:{side}Chars="100" w:{side}="{one}"/><w:jc w:val="{side}"/>'
    begin, stop = field_xml("PAGE")
    return paragraph(PAGE, text_runs("— ") + begin + text_runs("2" if even else "1") + stop + text_runs(" —"), place)


def footer_distance(page: Page, style: StyleSheet) -> int:
    """Return the twips from the edge of the paper to the foot of the page number; its line takes 1.3 times its size."""
    return max(0, page.bottom - _BELOW_TEXT - style.texts["页码"].size * 13)


def _points(twips: int) -> str:
    return f"{twips // 20}.{twips % 20 * 5:02}pt"


def header_xml(mark: str, number: int) -> str:
    """Return a header part: the mark as words, and large and slanted behind the text."""
    place = _PLACE.format(width=_HEIGHT * len(mark), height=_HEIGHT)
    shape = (
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        f' alt="{escaped(mark)}" style="{place}" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt"'
        f' string="{escaped(mark)}"/><w10:wrap anchorx="page" anchory="page"/></v:shape>'
    )
    art = f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_KIND}{shape}</w:pict></w:r>"
    content = paragraph(PAGE, art + text_runs(mark), '<w:jc w:val="center"/>')
    return f"{XML}<w:hdr {NAMESPACES}{VML}>{content}</w:hdr>"


class Start(NamedTuple):
    """Whether a block starts a page, and the greatest height of table rows on its page (另起一页)."""

    starts: bool
    tallest_row: int


def page_starts(placed: list[LevelledBlock], turned: bool, fits: TableFits) -> list[Start]:
    """Return for each block whether it starts a page; a short table may share one, if need be with lower rows."""
    style = fits.style
    page = style.landscape if turned else style.portrait
    found: list[Start] = []
    here: list[Block] = []  # what stands on the page
    for i, (block, _) in enumerate(placed):
        starts, most = _starts_page(placed, i, turned, style), style.row_most
        if starts and i and style.tables_share and isinstance(block, Table) and isinstance(here[-1], Table):
            lower = (most, (most + style.row_least) // 2, style.row_least)
            most = next((one for one in lower if _taken([*here, block], fits, page, one) <= room_for(page)), 0)
            starts = not most
            found[len(found) - len(here) :] = [
                each._replace(tallest_row=most or each.tallest_row) for each in found[-len(here) :]
            ]
        here = [block] if starts else [*here, block]
        found.append(Start(starts, most or style.row_most))
    return found


def _taken(blocks: list[Block], fits: TableFits, page: Page, most: int) -> int:
    """Return the height of headings and short tables, twips; more than a page if there is any other block."""
    above = HeadingsAbove(starts_page=True, tallest_row=most)
    taken = _GAP * (len(blocks) - 1)
    for block in blocks:
        if isinstance(block, Section):
            taken += heading_height(block, fits.style, page.text_width)
        elif isinstance(block, Table) and may_share(block) and not block.picture:
            taken += fits.fit_of(block, page, above).height or page.height
        else:
            taken += page.height
    return taken


def _starts_page(placed: list[LevelledBlock], i: int, turned: bool, style: StyleSheet) -> bool:
    """Whether a block starts a page: a landscape table, with its headings, always; others as the style sheet says.

    The first block starts one by itself. A table without a title stands in the text and starts none.
    """
    if i == 0:
        return True
    above, block = placed[i - 1][0], placed[i][0]
    if turned and isinstance(above, Table):
        return True
    if isinstance(block, Section):
        titled = isinstance(above, Section) and above.level == 0
        return not titled and style.texts[styles.heading_kind(block.level)].new_page
    if isinstance(block, Table) and not block.picture:
        return bool(plain(block.title)) and not isinstance(above, Section) and style.texts["表题"].new_page
    return False


def upright_and_turned(placed: list[LevelledBlock], fits: TableFits) -> list[tuple[bool, list[LevelledBlock]]]:
    """Return for each Word section, in order, whether it is landscape, and its blocks with their levels."""
    turned, follows = [False] * len(placed), False
    for i in range(len(placed) - 1, -1, -1):
        turned[i] = follows = _is_turned(placed[i][0], follows) and not _is_set_upright(placed, i, fits)
    lonely = [fits.style.tables_share and _is_lonely(block, fits, turned=False) for block, _ in placed]
    for i in range(len(placed)):
        if lonely[i] and not turned[i] and (i == 0 or turned[i - 1] or not lonely[i - 1]):
            end = next((j for j in range(i, len(placed)) if not lonely[j]), len(placed))
            if _has_room_before(placed, turned, i, end, fits):
                turned[i:end] = [True] * (end - i)
            elif end == i + 1:
                turned[i] = _has_room_behind(placed, turned, i, fits)
    pairs = zip(turned, placed, strict=True)
    return [(key, [one for _, one in group]) for key, group in groupby(pairs, lambda pair: pair[0])]


def _is_lonely(block: Block, fits: TableFits, turned: bool) -> bool:
    """Whether a block is an upright or a landscape table that would leave half of its page empty.

    A page of the other kind before or after it may take it, together with all such tables that follow.
    """
    page = fits.style.landscape if turned else fits.style.portrait
    if not isinstance(block, Table) or block.landscape is not turned:
        return False
    return _taken([block], fits, page, fits.style.row_most) * 2 < page.text_height


def _has_room_before(placed: list[LevelledBlock], turned: list[bool], i: int, end: int, fits: TableFits) -> bool:
    """Whether the blocks from `i` to `end` have room on the landscape page before them."""
    if i == 0 or not turned[i - 1]:
        return False
    here = next(j for j in range(i, -1, -1) if j == 0 or not turned[j - 1])
    return not any(start.starts for start in page_starts(placed[here:end], True, fits)[i - here :])


def _has_room_behind(placed: list[LevelledBlock], turned: list[bool], i: int, fits: TableFits) -> bool:
    """Whether a table that shares no page with the block before has room on the landscape page of the next block."""
    before, block, behind = (placed[j][0] if 0 <= j < len(placed) else None for j in (i - 1, i, i + 1))
    if i + 1 == len(placed) or not turned[i + 1] or (i and not turned[i - 1] and _share([before, block], False, fits)):
        return False
    return _share([block, behind], True, fits)


def _share(blocks: Sequence[Block | None], turned: bool, fits: TableFits) -> bool:
    """Whether all of these are tables and have room on one page."""
    page = fits.style.landscape if turned else fits.style.portrait
    tables: list[Block] = [one for one in blocks if isinstance(one, Table)]
    return len(tables) == len(blocks) and _taken(tables, fits, page, fits.style.row_least) <= room_for(page)


def _is_set_upright(placed: list[LevelledBlock], i: int, fits: TableFits) -> bool:
    """Whether a landscape table that would be alone on its page shares one with an upright table beside it instead.

    It does where its columns have room there.
    """
    block, style = placed[i][0], fits.style
    if not (style.tables_share and isinstance(block, Table) and _is_lonely(block, fits, turned=True)):
        return False
    if not fits.has_room(block, style.portrait):
        return False
    beside = [one for one, _ in placed[max(0, i - 1) : i + 2] if isinstance(one, Table) and one is not block]
    return {one.landscape for one in beside if _share([one, block], one.landscape, fits)} == {False}


def _is_turned(block: Block, follows: bool) -> bool:
    """Whether a block stands on a landscape page; `follows`: the next one does."""
    if isinstance(block, Section):
        return follows and block.level > 0
    return isinstance(block, Table) and block.landscape
