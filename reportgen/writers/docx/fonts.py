"""The font table (字体表): what Word may take for a Chinese font that a computer lacks.

Without it Word falls back to 宋体 whatever the font was.
"""

from reportgen.style import StyleSheet
from reportgen.writers.docx.text import NAMESPACES, XML, escaped

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


def fonts_xml(style: StyleSheet) -> str:
    """The font table part: all Chinese fonts of the style sheet, by name."""
    names = sorted({text.east_asian for text in style.texts.values()})
    return f"{XML}<w:fonts {NAMESPACES}>{''.join(map(_font, names))}</w:fonts>"


def _font(name: str) -> str:
    other = f'<w:altName w:val="{_ALTERNATIVES[name]}"/>' if name in _ALTERNATIVES else ""
    chinese = '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
    return f'<w:font w:name="{escaped(name)}">{other}{chinese}</w:font>'
