"""Charts (图) as pictures: each a part of its own, shown in a paragraph, with its text alternative.

Source: ECMA-376 part 1, 17.3.3.9 (drawing), 20.2 (pictures), 20.4.2.8 (inline).
"""

import re
from collections.abc import Iterator, Mapping

from reportgen.document import Document, Table, walk
from reportgen.drawing import description, drawn, emf, heading
from reportgen.style import Page
from reportgen.tracked_changes import drawn_side, revision_of_table
from reportgen.writers.docx.markup import escaped, paragraph, tracked
from reportgen.writers.docx.styles import PICTURE

_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
CONTENT_TYPE = "image/x-emf"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_TWIP = 635  # EMU
_HUNDREDTH = 360  # EMU of a hundredth of a millimetre

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PICTURE = f"{_DRAWING}/picture"


def fitted(width: int, height: int, most_width: int, most_height: int) -> tuple[int, int]:
    """Return the size in EMU of a drawing in hundredths of a millimetre, reduced to fit the room."""
    whole = width * _HUNDREDTH, height * _HUNDREDTH
    if whole[0] <= most_width and whole[1] <= most_height:
        return whole
    if most_width * height <= most_height * width:
        return most_width, most_width * height // width
    return most_height * width // height, most_height


def _key(number: int) -> str:
    return f"rIdChart{number}"


def chart_parts(document: Document) -> dict[str, bytes]:
    """Return the parts of all charts, by name."""
    charts = (drawn_side(block) for block in walk(document.blocks) if isinstance(block, Table) and block.picture)
    return {f"word/media/chart{number}.emf": emf(drawn(chart)) for number, chart in enumerate(charts, 1)}


def with_charts(parts: Mapping[str, bytes], charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package, with those of the charts, their content type and their relationships."""
    if not charts:
        return dict(parts)
    known = b'Extension="emf"' in parts[_TYPES]
    kind = b"" if known else f'<Default Extension="emf" ContentType="{CONTENT_TYPE}"/>'.encode()
    lead = f'<Relationship Type="{KIND}"'
    links = "".join(
        f'{lead} Id="{_key(number)}" Target="{name.removeprefix("word/")}"/>' for number, name in enumerate(charts, 1)
    )
    types = re.sub(rb"(<Types[^>]*>)", lambda found: found[1] + kind, parts[_TYPES], count=1)
    rels = parts[_RELS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    return {**parts, **charts, _TYPES: types, _RELS: rels}


def chart_xml(chart: Table, number: int, page: Page, properties: str) -> str:
    """Return the paragraph that shows a chart, as large as the page allows.

    Args:
        number: of the chart, unique in the document, from 1.
        properties: further ones of the paragraph.
    """
    revision, chart = revision_of_table(chart), drawn_side(chart)
    drawing = drawn(chart)
    size = fitted(drawing.width, drawing.height, page.text_width * _TWIP, page.text_height * _TWIP)
    picture = "".join(_inline(number, size, heading(chart), description(chart)))
    content = tracked(f"<w:r><w:drawing>{picture}</w:drawing></w:r>", revision)
    return paragraph(PICTURE, content, properties, revision)


def _inline(number: int, size: tuple[int, int], title: str, description: str) -> Iterator[str]:
    """Yield the picture; `size`: width and height in EMU; title and description are for screen readers."""
    wide, high = size
    named = f'id="{number}" name="图{number}" descr="{escaped(description)}"'
    yield f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    yield f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr {named} title="{escaped(title)}"/>'
    yield f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/>'
    yield f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_PICTURE}">'
    yield f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
    yield f'<pic:blipFill><a:blip r:embed="{_key(number)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    yield f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    yield '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
