"""Pictures (图): a drawing that is a part of its own, in a paragraph, with its text alternative.

Source: ECMA-376 part 1, 17.3.3.9 (drawing), 20.2 (pictures), 20.4.2.8 (inline).
"""

from collections.abc import Iterator

from reportgen.writers.docx.text import escaped

CONTENT_TYPE = "image/x-emf"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_HUNDREDTH = 360  # EMU of a hundredth of a millimetre

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PICTURE = f"{_DRAWING}/picture"
# An exact line pitch, as that of the body, would cut the picture off.
_SPACING = '<w:spacing w:before="120" w:after="120" w:line="240" w:lineRule="auto"/>'
_PROPERTIES = f'{_SPACING}<w:ind w:firstLine="0"/><w:jc w:val="center"/>'


def part_name(number: int) -> str:
    """Name of the part that holds a picture, in the package; from `word` it is all behind the first stroke."""
    return f"word/media/chart{number}.emf"


def fitted(width: int, height: int, most_width: int, most_height: int) -> tuple[int, int]:
    """Size in EMU of a drawing in hundredths of a millimetre, made smaller where it is larger than there is room."""
    whole = width * _HUNDREDTH, height * _HUNDREDTH
    if whole[0] <= most_width and whole[1] <= most_height:
        return whole
    if most_width * height <= most_height * width:
        return most_width, most_width * height // width
    return most_height * width // height, most_height


def picture_xml(relation: str, number: int, size: tuple[int, int], title: str, description: str) -> str:
    """A centred paragraph of its own, which stays on one page.

    Args:
        relation: id of the relationship to the part; number: of the picture, unique in the document, from 1.
        size: width and height in EMU; title, description: what screen readers say.
    """
    drawing = "".join(_inline(relation, number, size, title, description))
    return f"<w:p><w:pPr>{_PROPERTIES}</w:pPr><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"


def _inline(relation: str, number: int, size: tuple[int, int], title: str, description: str) -> Iterator[str]:
    wide, high = size
    told = f'id="{number}" name="图{number}" descr="{escaped(description)}"'
    yield f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    yield f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr {told} title="{escaped(title)}"/>'
    yield f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/>'
    yield f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_PICTURE}">'
    yield f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>'
    yield f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    yield f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    yield '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
