"""A drawing as an Enhanced Metafile (Word 里的图): vectors that Word, WPS and LibreOffice show and print sharply.

A pixel of its device is a hundredth of a millimetre, as in the drawing. The advance of every character is given, nearly
as in 宋体, so that words keep their width in any font that replaces it. The same drawing gives the same bytes.
Source: [MS-EMF] 2.2 (objects), 2.3 (records).
"""

from collections.abc import Iterator
from struct import pack
from typing import assert_never

from reportgen.drawing.layout import THIN, Anchor, Box, Drawing, Fill, Label, Shape, Stroke, stripes

_HEADER, _END = 1, 14
_WINDOW_SIZE, _WINDOW_ORIGIN, _VIEW_SIZE, _VIEW_ORIGIN = 9, 10, 11, 12
_MAP_MODE, _BACKGROUND, _TEXT_ALIGN, _TEXT_COLOUR = 17, 18, 22, 24
_SELECT, _PEN, _BRUSH, _DELETE, _FONT, _TEXT = 37, 38, 39, 40, 82, 84
_POLYGON, _POLYLINES = 3, 7  # with 32-bit coordinates, since a chart may have any number of rows

_SIGNATURE, _VERSION, _HEADER_SIZE = 0x464D4520, 0x10000, 108
_ANISOTROPIC, _TRANSPARENT, _BASELINE, _COMPATIBLE, _ONE = 8, 1, 24, 1, 0x3F800000
_NO_BRUSH, _NO_PEN, _NO_FONT = 0x80000005, 0x80000008, 0x8000000D  # objects of the system
_INK, _BLACK = 0x794E1F, 0  # blue, green, red: a blue that prints as a dark grey
_ALIGNED = {Anchor.START: 0, Anchor.MIDDLE: 6, Anchor.END: 2}
_PAPER = 320  # millimetres of the device, more than any drawing has
_CHINESE = 134  # character set of GB 2312
_FACE = "SimSun"  # 宋体, by the name that LibreOffice can replace where it is missing
_PEN_HANDLE, _BRUSH_HANDLE, _FIRST_FONT = 1, 2, 3

# In twentieths of the size. In other fonts a point as broad as in 宋体 leaves a gap, which many take for a space.
_ADVANCE = {".": 7, ",": 7, "-": 8}

_Font = tuple[int, bool]


def emf(drawing: Drawing) -> bytes:
    """Return the drawing as bytes of an .emf file."""
    labels = (shape for shape in drawing.shapes if isinstance(shape, Label))
    fonts = {font: _FIRST_FONT + i for i, font in enumerate(sorted({(each.size, each.strong) for each in labels}))}
    records = [
        *_opening(drawing, fonts),
        *(record for shape in drawing.shapes for record in _shape(shape, fonts)),
        *_selected(_NO_PEN, _NO_BRUSH, _NO_FONT),  # selected objects cannot be deleted
        *(_record(_DELETE, pack("<I", handle)) for handle in range(1, _FIRST_FONT + len(fonts))),
        _record(_END, pack("<III", 0, 16, 20)),
    ]
    size = _HEADER_SIZE + sum(map(len, records))
    return b"".join((_header(drawing, size, len(records) + 1, _FIRST_FONT + len(fonts)), *records))


def _record(kind: int, content: bytes) -> bytes:
    padded = content + bytes(-len(content) % 4)
    return pack("<II", kind, 8 + len(padded)) + padded


def _header(drawing: Drawing, size: int, records: int, handles: int) -> bytes:
    """The header: bounds in pixels, frame in hundredths of a millimetre, counts, device."""
    frame = (0, 0, drawing.width, drawing.height)
    device = pack("<4i3I2i", *[_PAPER * 100] * 2, *[_PAPER] * 2, 0, 0, 0, *[_PAPER * 1000] * 2)
    counts = pack("<4I2H3I", _SIGNATURE, _VERSION, size, records, handles, 0, 0, 0, 0)
    return _record(_HEADER, pack("<8i", *frame, *frame) + counts + device)


def _opening(drawing: Drawing, fonts: dict[_Font, int]) -> Iterator[bytes]:
    size = pack("<2i", drawing.width, drawing.height)
    yield _record(_MAP_MODE, pack("<I", _ANISOTROPIC))
    yield _record(_WINDOW_ORIGIN, bytes(8))
    yield _record(_WINDOW_SIZE, size)
    yield _record(_VIEW_ORIGIN, bytes(8))
    yield _record(_VIEW_SIZE, size)
    yield _record(_BACKGROUND, pack("<I", _TRANSPARENT))
    yield _record(_TEXT_COLOUR, pack("<I", _BLACK))
    yield _record(_PEN, pack("<IIiiI", _PEN_HANDLE, 0, THIN, 0, _INK))
    yield _record(_BRUSH, pack("<IIII", _BRUSH_HANDLE, 0, _INK, 0))
    for (height, strong), handle in fonts.items():
        yield _record(_FONT, pack("<I", handle) + _font(height, strong))


def _font(height: int, strong: bool) -> bytes:
    """A LogFontPanose without full name, style and classification."""
    weight = 700 if strong else 400
    name = _FACE.encode("utf-16-le").ljust(64, b"\0")
    return (pack("<5i8B", -height, 0, 0, 0, weight, 0, 0, 0, _CHINESE, 0, 0, 0, 0) + name).ljust(320, b"\0")


def _shape(shape: Shape, fonts: dict[_Font, int]) -> Iterator[bytes]:
    match shape:
        case Box():
            solid = shape.look is Fill.SOLID
            yield from _selected(_NO_PEN if solid else _PEN_HANDLE, _BRUSH_HANDLE if solid else _NO_BRUSH)
            yield _polygon(shape)
            if shape.look is Fill.HATCHED and (lines := list(stripes(shape))):
                yield _polylines(lines)
        case Stroke():
            yield from _selected(_PEN_HANDLE)
            yield _polylines([shape])
        case Label():
            yield from _selected(fonts[shape.size, shape.strong])
            yield _record(_TEXT_ALIGN, pack("<I", _BASELINE | _ALIGNED[shape.anchor]))
            yield _words(shape)
        case _:
            assert_never(shape)


def _selected(*handles: int) -> Iterator[bytes]:
    for handle in handles:
        yield _record(_SELECT, pack("<I", handle))


def _polygon(box: Box) -> bytes:
    right, low = box.x + box.width, box.y + box.height
    corners = (box.x, box.y, right, box.y, right, low, box.x, low)
    return _record(_POLYGON, pack("<4iI8i", box.x, box.y, right, low, 4, *corners))


def _polylines(lines: list[Stroke]) -> bytes:
    points = [number for line in lines for number in (line.x, line.y, line.to_x, line.to_y)]
    bounds = min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])
    counts = pack(f"<4i{2 + len(lines)}I", *bounds, len(lines), 2 * len(lines), *[2] * len(lines))
    return _record(_POLYLINES, counts + pack(f"<{len(points)}i", *points))


def _words(label: Label) -> bytes:
    """The words, with the advance of each UTF-16 unit."""
    units = [unit for character in label.text for unit in _units(character, label.size)]
    text = b"".join(unit for unit, _ in units)
    text += bytes(-len(text) % 4)
    bounds, after = (0, 0, -1, -1), 76 + len(text)  # empty bounds; the advances stand after the words
    place = pack("<4i3I2i3I4iI", *bounds, _COMPATIBLE, _ONE, _ONE, label.x, label.y, len(units), 76, 0, *bounds, after)
    return _record(_TEXT, place + text + pack(f"<{len(units)}I", *(advance for _, advance in units)))


def _units(character: str, size: int) -> Iterator[tuple[bytes, int]]:
    encoded = character.encode("utf-16-le", "replace")
    yield encoded[:2], _ADVANCE.get(character, 10 if character < "\u0300" else 20) * size // 20
    if encoded[2:]:
        yield encoded[2:], 0
