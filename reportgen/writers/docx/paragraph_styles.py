"""One paragraph style (段落样式) as WordprocessingML, complete in itself.

Source: ECMA-376 part 1, 17.7; order of properties as in its schema.
"""

from reportgen.style import Align, TextStyle
from reportgen.writers.docx.styles import BODY, TITLE
from reportgen.writers.docx.text import escaped

SINGLE = 240  # twips that Word counts as a single line
HIDDEN = "<w:semiHidden/><w:unhideWhenUsed/>"
GAPS = {on: f'<w:autoSpaceDE w:val="{on:d}"/><w:autoSpaceDN w:val="{on:d}"/>' for on in (True, False)}

_JUSTIFICATION = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}


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
    """One paragraph style, complete in itself; `about` is what Word does with the style as such."""
    spaces = f"{_spacing(text)}{_indent(text, ends)}{together}"
    look = f"{fonts(text)}{_weight(text)}{_apart(text)}"
    return (
        f'<w:style w:type="paragraph"{_kind(name)} w:styleId="{name}"><w:name w:val="{title}"/>{about}<w:pPr>{keep}'
        f'<w:widowControl w:val="0"/>{tabs}<w:kinsoku/><w:overflowPunct w:val="0"/>{gap or GAPS[False]}'
        f'<w:snapToGrid w:val="0"/>{spaces}<w:jc w:val="{_JUSTIFICATION[text.align]}"/>{outline}</w:pPr>'
        f'<w:rPr>{look}<w:sz w:val="{text.size}"/><w:szCs w:val="{text.size}"/></w:rPr></w:style>'
    )


def variant(name: str, title: str, base: str, properties: str) -> str:
    """A style that differs from another only in these properties; hidden until it is used."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{base}"/>{HIDDEN}{properties}</w:style>'
    )


def fonts(text: TextStyle) -> str:
    """The fonts, in all four slots: one that is left out is taken from the theme."""
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
    """The first line set in by characters, which Word goes by, and as far in twips for all others."""
    first = text.indent * (text.size * 10 + text.spacing)
    return f'<w:ind{ends and " "}{ends} w:firstLineChars="{text.indent * 100}" w:firstLine="{first}"/>'


def _apart(text: TextStyle) -> str:
    return f'<w:spacing w:val="{text.spacing}"/>' if text.spacing else ""
