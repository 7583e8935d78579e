"""The mark of a draft (水印): behind the text of every page, and as words above it.

Word art in the header, as Word's own 水印 makes it, so that Word, WPS and LibreOffice show it and know it for what it
is; the words above stay legible where a page is covered by tables, and can be read aloud.
Source: ECMA-376 part 4, 14.1 (VML shapes, text paths); [MS-OE376] 2.1.1756 (header positions of shapes).
"""

from reportgen.writers.docx.styles import PAGE
from reportgen.writers.docx.text import NAMESPACES, VML, XML, escaped, paragraph, text_runs

_KIND = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
    ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
    "mso-position-vertical:center;mso-position-vertical-relative:page"
)
_HEIGHT = 160  # points; letters are as wide as they are high


def header_xml(mark: str, number: int) -> str:
    """A header part: the mark as words in the middle, and large and slanted behind the text."""
    place = _PLACE.format(width=_HEIGHT * len(mark), height=_HEIGHT)
    shape = (
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        f' alt="{escaped(mark)}" style="{place}" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt"'
        f' string="{escaped(mark)}"/><w10:wrap anchorx="page" anchory="page"/></v:shape>'
    )
    art = f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_KIND}{shape}</w:pict></w:r>"
    content = paragraph(PAGE, art + text_runs(mark), '<w:jc w:val="center"/>')
    return f"{XML}<w:hdr {NAMESPACES}{VML}>{content}</w:hdr>"
