"""How much a page of a PDF costs to read (工作量), found before it is read: its letters, and the rest.

A few bytes can unpack to gigabytes, and a form can be drawn in forms again and again; both are counted here. What is
encrypted, or packed twice, is counted when pdfminer unpacks it.
"""

import re
import zlib
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, TypeAlias

from reportgen.patterns import compiled
from reportgen.readers._work import TooMuch, spend

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of a file, without pictures
_LETTER, _BYTES = 2, 20  # steps of a letter; bytes of other content that count as one step
_DEEPEST = 8  # forms in forms
_STREAM = compiled(rb"stream\r?\n")
_PICTURE = compiled(rb"/Subtype\s*/Image")
_HEAD = 1024  # bytes before a stream that say what it is
_SHOWN = compiled(rb"\((?:\\.|[^\\()])*+|<[0-9A-Fa-f\s]*+", re.S)
_DRAWN = compiled(rb"/([^\s/<>()\[\]]{1,60})\s+Do\b")

Found: TypeAlias = Any  # pdfminer is not typed


_left: ContextVar[list[int]] = ContextVar("bytes that encrypted streams may still unpack to")


def check_file(content: bytes) -> None:
    """Refuse a file whose streams unpack to more than any document has; encrypted streams are counted when read.

    Raises:
        TooMuch: the streams unpack to more than MOST_UNPACKED bytes.
    """
    _left.set([MOST_UNPACKED])
    left = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        head = content[max(0, found.start() - _HEAD) : found.start()]
        if b"FlateDecode" in head and not _PICTURE.search(head[head.rfind(b" obj") + 1 :]):
            left -= _unpacked(content[found.end() :], left)
        if left < 0:
            raise TooMuch


def _unpacked(packed: bytes, most: int) -> int:
    """Return how many bytes a stream unpacks to; `most` + 1 if more than that; 0 if it is damaged."""
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return 0


def bound_unpacking() -> None:
    """Make pdfminer count the bytes that streams encrypted or packed more than once unpack to, and refuse too many."""
    from pdfminer.pdftypes import PDFStream

    decode = PDFStream.decode
    if decode.__module__ == __name__:
        return

    def counted(stream: Found) -> None:
        if stream.decipher or len(stream.get_filters()) > 1:
            _count(stream)
        decode(stream)

    setattr(PDFStream, "decode", counted)  # noqa: B010 -- pdfminer has no other place for it


def _count(stream: Found) -> None:
    from pdfminer.pdftypes import LITERALS_FLATE_DECODE

    data, left = stream.rawdata, _left.get([MOST_UNPACKED])
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for kind, _ in stream.get_filters():
        if kind not in LITERALS_FLATE_DECODE:
            return
        with suppress(zlib.error):
            data = zlib.decompressobj().decompress(data, left[0] + 1)
        left[0] -= len(data)
        if left[0] < 0:
            raise TooMuch


def check_page(page: Found) -> None:
    """Count the steps that reading a page takes.

    Raises:
        TooMuch: no steps are left, or forms are nested too deep.
    """
    content = b"\n".join(_data(stream) for stream in page.page_obj.contents)
    spend(_cost(content, page.page_obj.resources, {}, 0))


def _data(stream: Found) -> bytes:
    from pdfminer.pdftypes import PDFStream, resolve1

    found = resolve1(stream)
    return bytes(found.get_data()) if isinstance(found, PDFStream) else b""


def _cost(content: bytes, resources: Found, known: dict[int, int], depth: int) -> int:
    """Return the steps of page content with the forms that it draws; `known`: the steps of forms, by object id."""
    from pdfminer.pdftypes import dict_value

    if depth > _DEEPEST:
        raise TooMuch
    cost = len(content) // _BYTES + _LETTER * sum(map(_letters, _SHOWN.findall(content)))
    names = _DRAWN.findall(content)
    forms = dict_value(dict_value(resources).get("XObject") or {}) if names else {}
    for name in set(names):
        form = forms.get(name.decode("latin-1"))
        each = _cost_of_form(form, resources, known, depth)
        cost += names.count(name) * each
    return cost


def _letters(shown: bytes) -> int:
    """Return the most letters that a string can show: four hexadecimal digits each, or one byte each."""
    return len(shown) // 4 if shown.startswith(b"<") else len(shown)


def _cost_of_form(form: Found, resources: Found, known: dict[int, int], depth: int) -> int:
    from pdfminer.pdftypes import PDFStream, resolve1

    stream = resolve1(form)
    if not isinstance(stream, PDFStream) or str(stream.attrs.get("Subtype")) != "/'Form'":
        return 0
    if id(stream) not in known:
        known[id(stream)] = 0
        own = stream.attrs.get("Resources") or resources
        known[id(stream)] = _cost(bytes(stream.get_data()), own, known, depth + 1)
    return known[id(stream)]
