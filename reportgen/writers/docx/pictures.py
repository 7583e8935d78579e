"""Charts (图) in the body: each a part of its own with a workbook, shown in a paragraph, with its text alternative.

Source: ECMA-376 part 1, 17.3.3.9 (drawing), 20.4.2.8 (inline), 14.2.1 (chart parts); part 2, 9 (relationships).
"""

import re
from collections.abc import Mapping

from reportgen.document import Document, Table, walk
from reportgen.drawing import description, heading
from reportgen.ooxml.parts import RELATED_TO, XML, escaped, relations
from reportgen.style import StyleSheet
from reportgen.tracked_changes import drawn_side, revision_of_table
from reportgen.writers.docx.charts import CHART, DRAWING, chart_data, chart_part, measured
from reportgen.writers.docx.markup import paragraph, tracked
from reportgen.writers.docx.styles import PICTURE

_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HUNDREDTH = 360  # EMU of a hundredth of a millimetre


def chart_parts(document: Document, style: StyleSheet) -> dict[str, bytes]:
    """Return the parts of all charts, by name."""
    charts = (drawn_side(block) for block in walk(document.blocks) if isinstance(block, Table) and block.picture)
    parts: dict[str, bytes] = {}
    for number, chart in enumerate((measured(chart, style) for chart in charts), 1):
        link = relations("package", f"../embeddings/chart{number}.xlsx")
        parts[f"word/charts/chart{number}.xml"] = chart_part(chart, "rId1")
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = f"{XML}{link}".encode()
        parts[f"word/embeddings/chart{number}.xlsx"] = chart_data(chart)
    return parts


def with_charts(parts: Mapping[str, bytes], charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package, with those of the charts, their content types and their relationships."""
    if not charts:
        return dict(parts)
    numbers = range(1, len(charts) // 3 + 1)
    types = f'<Default Extension="xlsx" ContentType="{_DATA_TYPE}"/>' + "".join(
        f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{_CHART_TYPE}"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Type="{RELATED_TO}/chart" Id="rIdChart{n}" Target="charts/chart{n}.xml"/>' for n in numbers
    )
    kinds = re.sub(rb"(<Types[^<>]*>)", lambda found: found[1] + types.encode(), parts[_TYPES], count=1)
    rels = parts[_RELS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    return {**parts, **charts, _TYPES: kinds, _RELS: rels}


_INLINE = 'distT="0" distB="0" distL="0" distR="0">{}'
# LibreOffice removes what is anchored with the paragraph of a settled change, but leaves what stands in its line.
_ANCHORED = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
    '<wp:align>center</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionV>{}<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
)


def chart_xml(table: Table, number: int, style: StyleSheet, properties: str) -> str:
    """Return the paragraph that shows a chart, as wide as the text.

    Args:
        number: of the chart, unique in the document, from 1.
        properties: further ones of the paragraph.
    """
    revision, table = revision_of_table(table), drawn_side(table)
    chart = measured(table, style)
    size = f'<wp:extent cx="{chart.width * _HUNDREDTH}" cy="{chart.height * _HUNDREDTH}"/>'
    named = f'id="{number}" name="图{number}" descr="{escaped(description(table))}" title="{escaped(heading(table))}"'
    link = f'<c:chart xmlns:c="{CHART}" r:id="rIdChart{number}"/>'
    graphic = f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{CHART}">{link}</a:graphicData></a:graphic>'
    tag, place = ("anchor", _ANCHORED) if revision else ("inline", _INLINE)
    opening = f'<wp:{tag} xmlns:wp="{DRAWING}/wordprocessingDrawing" {place.format(size)}'
    picture = f"{opening}<wp:docPr {named}/><wp:cNvGraphicFramePr/>{graphic}</wp:{tag}>"
    content = tracked(f"<w:r><w:drawing>{picture}</w:drawing></w:r>", revision)
    return paragraph(PICTURE, content, properties, revision)
