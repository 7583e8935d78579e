"""The style sheet as Word styles (样式): everything is set by style, nothing by hand.

No paragraph style is based on another but the variants of table text, so that changing 正文 never moves a table.
Source: ECMA-376 part 1, 17.7; order of properties as in its schema.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.style import CONTENTS, Align, StyleSheet, TextStyle
from reportgen.writers.docx.text import NAMESPACES, XML, escaped

TITLE, BODY, NUMBER, CAPTION, LINE = "Title", "Normal", "TableNumber", "TableTitle", "TableLine"
NOTE, PAGE, AFTER, LAST = "TableNote", "PageNumber", "TableAfter", "TableLast"
COVER = COVER_TITLE, COVER_SIGNATURE, COVER_DATE = "CoverTitle", "CoverSignature", "CoverDate"
CONTENTS_TITLE = "ContentsTitle"
CELLS = CELL, HEAD, CENTRED, RIGHT = "Cell", "CellHead", "CellCentred", "CellRight"
LEVELS = 9

_LINE = 240  # twips that Word counts as a single line

_JUSTIFICATION = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_KEEP_NEXT = "<w:keepNext/>"
_KEEP = "<w:keepNext/><w:keepLines/>"
_TOGETHER = "<w:contextualSpacing/>"  # the space above is for the first paragraph of the style alone
_GAPS = {on: f'<w:autoSpaceDE w:val="{on:d}"/><w:autoSpaceDN w:val="{on:d}"/>' for on in (True, False)}
_SHOWN = "<w:qFormat/>"
_HIDDEN = "<w:semiHidden/><w:unhideWhenUsed/>"
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


def heading(level: int) -> str:
    """The style of a heading; level 0 is the title of the document."""
    return f"Heading{min(level, LEVELS)}" if level > 0 else TITLE


def heading_kind(level: int) -> str:
    """The kind of a heading in the style sheet."""
    return f"{'一二三四'[min(level, 4) - 1]}级标题"


def contents_level(level: int) -> str:
    """The style of an entry of the contents."""
    return f"TOC{level}"


def sized(name: str, size: int, style: StyleSheet) -> str:
    """The style of table text set as small as the table needs it; heads shrink by as much as the rest."""
    smaller = style.texts["表格"].size - size
    return f"{name}{_shrunk(name, smaller, style)}" if smaller > 0 else name


def styles_xml(style: StyleSheet) -> str:
    """The styles part."""
    return (
        f"{XML}<w:styles {NAMESPACES}>{_defaults(style.texts['正文'])}{_LATENT}{''.join(_named(style))}"
        f"{_BUILT_IN}{''.join(_opening(style))}{''.join(_cell_styles(style))}</w:styles>"
    )


_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
    ' w:defQFormat="0" w:count="376"/>'
)


def _defaults(text: TextStyle) -> str:
    fonts = _fonts(text)
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/>{language}</w:rPr>'
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _named(style: StyleSheet) -> Iterator[str]:
    """The paragraph styles of text and captions, and the tiny one that ends a table."""
    texts, gap = style.texts, _GAPS[style.gaps]
    yield _style(BODY, "Normal", texts["正文"], _SHOWN, gap=gap)
    yield _style(TITLE, "Title", texts["标题"], f"{_THEN_BODY}{_SHOWN}", keep=_KEEP, gap=gap)
    for level in range(1, LEVELS + 1):
        text = texts[heading_kind(level)]
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        about = _THEN_BODY + (_SHOWN if level <= 4 else _HIDDEN)
        yield _style(heading(level), f"heading {level}", text, about, keep=_KEEP, outline=outline, gap=gap)
    for key, name in (("表号", NUMBER), ("表题", CAPTION), ("表眉", LINE)):
        yield _style(name, key, texts[key], _SHOWN, keep=_KEEP_NEXT, gap=gap)
    yield _style(NOTE, "表注", texts["表注"], _SHOWN, gap=gap)
    # Not 页码: Chinese Word calls a character style of its own so.
    yield _style(PAGE, "页脚页码", texts["页码"], _SHOWN)
    half_line = (texts["正文"].line or _LINE) // 2
    tiny = replace(texts["正文"], size=2, line=20, before=0, after=half_line, indent=0, align=Align.LEFT)
    yield _style(AFTER, "表后", tiny, _HIDDEN)
    yield _variant(LAST, "表后 页末", AFTER, '<w:pPr><w:spacing w:after="0"/></w:pPr>')


def _opening(style: StyleSheet) -> Iterator[str]:
    """The paragraph styles of cover and contents.

    Those of contents have no indent at the right: LibreOffice prints nothing behind a tab that stands beyond one.
    """
    texts, gap = style.texts, _GAPS[style.gaps]
    for key, name in zip(("封面标题", "封面署名", "封面日期"), COVER, strict=True):
        yield _style(name, key, texts[key], _SHOWN, gap=gap, together=_TOGETHER)
    yield _style(CONTENTS_TITLE, "目录标题", texts["目录标题"], _SHOWN, keep=_KEEP, gap=gap)
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{style.portrait.text_width}"/></w:tabs>'
    for level, key in enumerate(CONTENTS, 1):
        one = texts[key].size * 10
        ends = f'w:left="{(level - 1) * 2 * one}"'
        yield _style(contents_level(level), f"toc {level}", texts[key], "", tabs=stop, gap=gap, ends=ends)


def _cell_styles(style: StyleSheet) -> Iterator[str]:
    """Table text and heads, their aligned variants, and all of them in every smaller size, hidden until used."""
    for name, title in ((CELL, "表格"), (HEAD, "表头")):
        text = style.texts[title]
        yield _style(name, title, replace(text, line=pitch(text, text.size)), _SHOWN)
    yield _variant(CENTRED, "表格居中", CELL, '<w:pPr><w:jc w:val="center"/></w:pPr>')
    yield _variant(RIGHT, "表格居右", CELL, '<w:pPr><w:jc w:val="right"/></w:pPr>')
    for name, title in ((CELL, "表格"), (HEAD, "表头"), (CENTRED, "表格居中"), (RIGHT, "表格居右")):
        steps = range(1, style.texts["表格"].size - style.smallest + 1)
        for size in sorted({_shrunk(name, smaller, style) for smaller in steps}, reverse=True):
            line = f'<w:pPr><w:spacing w:line="{pitch(style.texts[title[:2]], size)}" w:lineRule="exact"/></w:pPr>'
            run = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            yield _variant(f"{name}{size}", f"{title} {_points(size)}磅", name, line + run)


def pitch(text: TextStyle, size: int) -> int:
    """Twips from line to line in a cell: exact, for Word, WPS and LibreOffice differ in what a single line is."""
    return text.line or size * 25 // 2


def _shrunk(name: str, smaller: int, style: StyleSheet) -> int:
    size = style.texts["表头" if name == HEAD else "表格"].size
    return max(size - smaller, min(size, style.smallest))


def _points(size: int) -> str:
    return f"{size // 2}{'.5' if size % 2 else ''}"


def _style(
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
    """One paragraph style, complete in itself; `about` is what Word does with the style as such."""
    spaces = f"{_spacing(text)}{_indent(text, ends)}{together}"
    look = f"{_fonts(text)}{_weight(text)}{_apart(text)}"
    return (
        f'<w:style w:type="paragraph"{_kind(name)} w:styleId="{name}"><w:name w:val="{title}"/>{about}<w:pPr>{keep}'
        f'<w:widowControl w:val="0"/>{tabs}<w:kinsoku/><w:overflowPunct w:val="0"/>{gap or _GAPS[False]}'
        f'<w:snapToGrid w:val="0"/>{spaces}<w:jc w:val="{_JUSTIFICATION[text.align]}"/>{outline}</w:pPr>'
        f'<w:rPr>{look}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/></w:rPr></w:style>'
    )


def _variant(name: str, title: str, base: str, properties: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{base}"/>{_HIDDEN}{properties}</w:style>'
    )


def _kind(name: str) -> str:
    if name == BODY:
        return ' w:default="1"'
    return "" if name == TITLE or name.startswith(("Heading", "TOC")) else ' w:customStyle="1"'


def _fonts(text: TextStyle) -> str:
    latin, chinese = escaped(text.latin), escaped(text.east_asian)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def _weight(text: TextStyle) -> str:
    return "<w:b/><w:bCs/>" if text.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'


def _spacing(text: TextStyle) -> str:
    line = f'w:line="{text.line}" w:lineRule="exact"' if text.line else f'w:line="{_LINE}" w:lineRule="auto"'
    return f'<w:spacing w:before="{text.before}" w:after="{text.after}" {line}/>'


def _indent(text: TextStyle, ends: str) -> str:
    """The first line set in by characters, which Word goes by, and as far in twips for all others."""
    first = text.indent * (text.size * 10 + text.spacing)
    return f'<w:ind{ends and " "}{ends} w:firstLineChars="{text.indent * 100}" w:firstLine="{first}"/>'


def _apart(text: TextStyle) -> str:
    return f'<w:spacing w:val="{text.spacing}"/>' if text.spacing else ""
