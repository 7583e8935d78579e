"""The style sheet as Word styles (样式): everything is set by style, nothing by hand.

No paragraph style is based on another but the variants of table text, so that changing 正文 never moves a table.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.style import CONTENTS, Align, StyleSheet, TextStyle
from reportgen.writers.docx.paragraph_styles import GAPS, HIDDEN, SINGLE, fonts, paragraph_style, variant
from reportgen.writers.docx.styles import (
    AFTER,
    BODY,
    CAPTION,
    CELL,
    CENTRED,
    CONTENTS_TITLE,
    COVER,
    HEAD,
    LAST,
    LEVELS,
    LINE,
    NOTE,
    NUMBER,
    PAGE,
    PICTURE,
    RIGHT,
    TITLE,
    contents_level,
    heading,
    heading_kind,
    pitch,
    shrunk,
)
from reportgen.writers.docx.text import NAMESPACES, XML

_KEEP_NEXT = "<w:keepNext/>"
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


def styles_xml(style: StyleSheet) -> str:
    """The styles part."""
    return (
        f"{XML}<w:styles {NAMESPACES}>{_defaults(style.texts['正文'])}{_LATENT}{''.join(_named(style))}"
        f"{_BUILT_IN}{''.join(_opening(style))}{''.join(_cell_styles(style))}</w:styles>"
    )


def _defaults(text: TextStyle) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f'<w:rPr>{fonts(text)}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/>{language}</w:rPr>'
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _named(style: StyleSheet) -> Iterator[str]:
    """The paragraph styles of text and captions, and the tiny one that ends a table."""
    texts, gap = style.texts, GAPS[style.gaps]
    yield paragraph_style(BODY, "Normal", texts["正文"], _SHOWN, gap=gap)
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
    """The paragraph styles of cover and contents.

    Those of contents have no indent at the right: LibreOffice prints nothing behind a tab that stands beyond one.
    """
    texts, gap = style.texts, GAPS[style.gaps]
    for key, name in zip(("封面标题", "封面署名", "封面日期"), COVER, strict=True):
        yield paragraph_style(name, key, texts[key], _SHOWN, gap=gap, together=_TOGETHER)
    yield paragraph_style(CONTENTS_TITLE, "目录标题", texts["目录标题"], _SHOWN, keep=_KEEP, gap=gap)
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{style.portrait.text_width}"/></w:tabs>'
    for level, key in enumerate(CONTENTS, 1):
        one = texts[key].size * 10
        ends = f'w:left="{(level - 1) * 2 * one}"'
        yield paragraph_style(contents_level(level), f"toc {level}", texts[key], "", tabs=stop, gap=gap, ends=ends)


def _cell_styles(style: StyleSheet) -> Iterator[str]:
    """Table text and heads, their aligned variants, and all of them in every smaller size, hidden until used."""
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
            yield variant(f"{name}{size}", f"{title} {_points(size)}磅", name, line + run)


def _points(size: int) -> str:
    return f"{size // 2}{'.5' if size % 2 else ''}"
