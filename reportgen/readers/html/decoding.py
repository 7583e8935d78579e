"""Bytes of a page as text (解码), as browsers find out: byte order mark, what the page declares, what fits.

Source: HTML, 13.2.3.2 (determining the character encoding); GBK and GB 2312 are parts of GB 18030.
"""

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_DECLARED_WITHIN = 4096  # bytes
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}


def decoded(content: bytes) -> str:
    """The text, its lines ended by newlines; what cannot be read is U+FFFD."""
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "")
    text = content.decode(marked, "replace") if marked else _unmarked(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unmarked(content: bytes) -> str:
    """By what is declared, as far as it fits the bytes, or as UTF-8; without a word what is no UTF-8 is GB 18030."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    declared = _ENCODINGS.get(found[1].decode("ascii", "replace").lower(), "utf-8") if found else ""
    for name in filter(None, (declared, "utf-8")):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode(declared or "gb18030", "replace")
