"""The style sheet as Word styles (样式) and font table (字体表). Nothing in the body is formatted by hand.

The constants are ids within the file; officers see the names, 表题. No paragraph style is based on another, except the
variants of table text: so changing 正文 never moves a table. Without the font table Word replaces every missing
Chinese font by 宋体.

Source: ECMA-376 part 1, 17.7 (styles), 17.8 (fonts); the order of properties is that of its schema.
"""

from collections.abc import Iterator

from reportgen.ooxml import XML, escaped
from reportgen.records import replace
from reportgen.style import CONTENTS, Align, StyleSheet, TextStyle
from reportgen.writers.docx.markup import NAMESPACES

TITLE, BODY, NUMBER, CAPTION, LINE = "Title", "Normal", "TableNumber", "TableTitle", "TableLine"
LEFT = "TextLeft"  # body text whose lines would be torn apart
NOTE, PAGE, AFTER, LAST = "TableNote", "PageNumber", "TableAfter", "TableLast"
COVER = COVER_TITLE, COVER_SIGNATURE, COVER_DATE = "CoverTitle", "CoverSignature", "CoverDate"
CONTENTS_TITLE, PICTURE = "ContentsTitle", "Picture"
CELLS = CELL, HEAD, CENTRED, RIGHT = "Cell", "CellHead", "CellCentred", "CellRight"
LEVELS = 9
_KEEP_NEXT, _WHOLE = "<w:keepNext/>", "<w:keepLines/>"
_KEEP = "<w:keepNext/><w:keepLines/>"
_TOGETHER = "<w:contextualSpacing/>"  # the space above is for the first paragraph of the style alone
_SHOWN = "<w:qFormat/>"
_THEN_BODY = f'<w:next w:val="{BODY}"/>'
_BUILT_IN = """\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>\
<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>\
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>\
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>"""
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
    ' w:defQFormat="0" w:count="376"/>'
)
SINGLE = 240  # twips that Word counts as a single line
HIDDEN = "<w:semiHidden/><w:unhideWhenUsed/>"
GAPS = {on: f'<w:autoSpaceDE w:val="{on:d}"/><w:autoSpaceDN w:val="{on:d}"/>' for on in (True, False)}
_JUSTIFICATION = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
# The standard names categories of fonts (GB/T 9704-2012, 7.3); these are the names they go by on Windows.
_ALTERNATIVES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "华文中宋",
    "方正小标宋_GBK": "华文中宋",
    "方正仿宋_GBK": "仿宋",
    "方正楷体_GBK": "楷体",
    "方正黑体_GBK": "黑体",
}


def heading(level: int) -> str:
    """Return the style id of a heading; level 0 is the title of the document."""
    return f"Heading{min(level, LEVELS)}" if level > 0 else TITLE


def heading_kind(level: int) -> str:
    """Return the kind of text of a heading, as the style sheet names it."""
    return f"{'一二三四'[min(level, 4) - 1]}级标题"


def contents_level(level: int) -> str:
    """Return the style id of an entry of the contents."""
    return f"TOC{level}"


def contents_indent(level: int, text: TextStyle) -> int:
    """Return the indent of an entry of the contents, twips."""
    return (level - 1) * 2 * text.size * 10


def sized(name: str, size: int, style: StyleSheet) -> str:
    """Return the style id of table text in a size, half-points; heads shrink by as much as the rest."""
    smaller = style.texts["表格"].size - size
    return f"{name}{shrunk(name, smaller, style)}" if smaller > 0 else name


def pitch(text: TextStyle, size: int) -> int:
    """Return the twips from line to line in a cell: exact, since programs differ in what a single line is."""
    return text.line or size * 25 // 2


def shrunk(name: str, smaller: int, style: StyleSheet) -> int:
    """Return the font size of table text, half-points, less `smaller`, within what the style sheet allows."""
    size = style.texts["表头" if name == HEAD else "表格"].size
    return max(size - smaller, min(size, style.smallest))


def styles_xml(style: StyleSheet) -> str:
    """Return the styles part."""
    return (
        f"{XML}<w:styles {NAMESPACES}>{_defaults(style.texts['正文'])}{_LATENT}{''.join(_named(style))}"
        f"{_BUILT_IN}{''.join(_opening(style))}{''.join(_cell_styles(style))}</w:styles>"
    )


def _defaults(text: TextStyle) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f'<w:rPr>{fonts(text)}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/>{language}</w:rPr>'
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _named(style: StyleSheet) -> Iterator[str]:
    """Yield the paragraph styles of text and captions, and the tiny one that ends a table."""
    texts, gap = style.texts, GAPS[style.gaps]
    yield paragraph_style(BODY, "Normal", texts["正文"], _SHOWN, gap=gap)
    yield variant(LEFT, "正文 居左", BODY, '<w:pPr><w:jc w:val="left"/></w:pPr>')
    yield paragraph_style(TITLE, "Title", texts["标题"], f"{_THEN_BODY}{_SHOWN}", keep=_KEEP, gap=gap)
    for level in range(1, LEVELS + 1):
        text = texts[heading_kind(level)]
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        about = _THEN_BODY + (_SHOWN if level <= 4 else HIDDEN)
        yield paragraph_style(heading(level), f"heading {level}", text, about, keep=_KEEP, outline=outline, gap=gap)
    for key, name in (("表号", NUMBER), ("表题", CAPTION), ("表眉", LINE)):
        yield paragraph_style(name, key, texts[key], _SHOWN, keep=_KEEP_NEXT, gap=gap)
    yield paragraph_style(NOTE, "表注", texts["表注"], _SHOWN, gap=gap)
    # Not 页码: Chinese Word calls a character style of its own so.
    yield paragraph_style(PAGE, "页脚页码", texts["页码"], _SHOWN)
    half_line = (texts["正文"].line or SINGLE) // 2
    tiny = replace(texts["正文"], size=2, line=20, before=0, after=half_line, indent=0, align=Align.LEFT)
    yield paragraph_style(AFTER, "表后", tiny, HIDDEN)
    # A line as high as the picture: an exact pitch would cut it off.
    drawn = replace(texts["正文"], line=0, indent=0, spacing=0, before=120, after=120, align=Align.CENTRE)
    yield paragraph_style(PICTURE, "图", drawn, HIDDEN)
    yield variant(LAST, "表后 页末", AFTER, '<w:pPr><w:spacing w:after="0"/></w:pPr>')


def _opening(style: StyleSheet) -> Iterator[str]:
    """Yield the paragraph styles of cover and contents.

    No entry of the contents is parted by the end of a page. They have no right indent: LibreOffice prints nothing
    after a tab stop beyond one.
    """
    texts, gap = style.texts, GAPS[style.gaps]
    for key, name in zip(("封面标题", "封面署名", "封面日期"), COVER, strict=True):
        yield paragraph_style(name, key, texts[key], _SHOWN, gap=gap, together=_TOGETHER)
    yield paragraph_style(CONTENTS_TITLE, "目录标题", texts["目录标题"], _SHOWN, keep=_KEEP, gap=gap)
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{style.portrait.text_width}"/></w:tabs>'
    for level, key in enumerate(CONTENTS, 1):
        ends = f'w:left="{contents_indent(level, texts[key])}"'
        name = contents_level(level)
        yield paragraph_style(name, f"toc {level}", texts[key], "", keep=_WHOLE, tabs=stop, gap=gap, ends=ends)


def _cell_styles(style: StyleSheet) -> Iterator[str]:
    """Yield table text and heads, their aligned variants, and all of these in every smaller size, hidden until used."""
    for name, title in ((CELL, "表格"), (HEAD, "表头")):
        text = style.texts[title]
        yield paragraph_style(name, title, replace(text, line=pitch(text, text.size)), _SHOWN)
    yield variant(CENTRED, "表格居中", CELL, '<w:pPr><w:jc w:val="center"/></w:pPr>')
    yield variant(RIGHT, "表格居右", CELL, '<w:pPr><w:jc w:val="right"/></w:pPr>')
    for name, title in ((CELL, "表格"), (HEAD, "表头"), (CENTRED, "表格居中"), (RIGHT, "表格居右")):
        steps = range(1, style.texts["表格"].size - style.smallest + 1)
        for size in sorted({shrunk(name, smaller, style) for smaller in steps}, reverse=True):
            line = f'<w:pPr><w:spacing w:line="{pitch(style.texts[title[:2]], size)}" w:lineRule="exact"/></w:pPr>'
            run = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            points = f"{size // 2}{'.5' if size % 2 else ''}"
            yield variant(f"{name}{size}", f"{title} {points}磅", name, line + run)


def paragraph_style(
    name: str,
    title: str,
    text: TextStyle,
    about: str,
    *,
    keep: str = "",
    outline: str = "",
    tabs: str = "",
    gap: str = "",
    together: str = "",
    ends: str = "",
) -> str:
    """Return a complete paragraph style; `about`: elements that say what Word does with the style as such."""
    spaces = f"{_spacing(text)}{_indent(text, ends)}{together}"
    look = f"{fonts(text)}{_weight(text)}{_letter_spacing(text)}"
    return (
        f'<w:style w:type="paragraph"{_kind(name)} w:styleId="{name}"><w:name w:val="{title}"/>{about}<w:pPr>{keep}'
        f'<w:widowControl/>{tabs}<w:kinsoku/><w:overflowPunct w:val="0"/>{gap or GAPS[False]}'
        f'<w:snapToGrid w:val="0"/>{spaces}<w:jc w:val="{_JUSTIFICATION[text.align]}"/>{outline}</w:pPr>'
        f'<w:rPr>{look}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/></w:rPr></w:style>'
    )


def variant(name: str, title: str, base: str, properties: str) -> str:
    """Return a style that differs from its base in these properties only; hidden until it is used."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{base}"/>{HIDDEN}{properties}</w:style>'
    )


def fonts(text: TextStyle) -> str:
    """Return the fonts, in all four slots: Word takes a missing one from the theme."""
    latin, chinese = escaped(text.latin), escaped(text.east_asian)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def _kind(name: str) -> str:
    if name == BODY:
        return ' w:default="1"'
    return "" if name == TITLE or name.startswith(("Heading", "TOC")) else ' w:customStyle="1"'


def _weight(text: TextStyle) -> str:
    return "<w:b/><w:bCs/>" if text.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'


def _spacing(text: TextStyle) -> str:
    line = f'w:line="{text.line}" w:lineRule="exact"' if text.line else f'w:line="{SINGLE}" w:lineRule="auto"'
    return f'<w:spacing w:before="{text.before}" w:after="{text.after}" {line}/>'


def _indent(text: TextStyle, ends: str) -> str:
    """Return the first-line indent, in characters for Word and in twips for all others."""
    first = text.indent * (text.size * 10 + text.spacing)
    return f'<w:ind{ends and " "}{ends} w:firstLineChars="{text.indent * 100}" w:firstLine="{first}"/>'


def _letter_spacing(text: TextStyle) -> str:
    return f'<w:spacing w:val="{text.spacing}"/>' if text.spacing else ""


def fonts_xml(style: StyleSheet) -> str:
    """Return the font table part: the Chinese fonts of the style sheet, by name."""
    names = sorted({text.east_asian for text in style.texts.values()})
    return f"{XML}<w:fonts {NAMESPACES}>{''.join(map(_font, names))}</w:fonts>"


def _font(name: str) -> str:
    other = f'<w:altName w:val="{_ALTERNATIVES[name]}"/>' if name in _ALTERNATIVES else ""
    chinese = '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
    return f'<w:font w:name="{escaped(name)}">{other}{chinese}</w:font>'
