"""Word files typed as XML, as Chinese Word and WPS write them: style ids that say nothing, marks of revisions sessions.

`file` makes one of paragraphs and tables; what is not given is as Word leaves it out.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = """\
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Heading 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="af0"><w:name w:val="小节"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="a5"><w:name w:val="隐藏"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
_PARTS = {
    "styles": ("styles", "styles"),
    "numbering": ("numbering", "numbering"),
    "footnotes": ("footnotes", "footnotes"),
    "endnotes": ("endnotes", "endnotes"),
    "comments": ("comments", "comments"),
    "commentsExtended": ("commentsExtended", "commentsEx"),
    "header": ("header", "hdr"),
}


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A77B3E">{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph; what is no XML is a run of its own."""
    inner = "".join(each if each.startswith("<") else run(each) for each in content)
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    about = f"<w:pPr>{name}{properties}</w:pPr>" if name or properties else ""
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00000000">{about}{inner}</w:p>'


def cell(*content: str, properties: str = "") -> str:
    lines = "".join(each if each.startswith("<") else paragraph(each) for each in content) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/>{properties}</w:tcPr>{lines}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def file(*body: str, **parts: str) -> bytes:
    """A Word file with this body and the contents of further parts (`numbering=…`)."""
    contents = {"styles": STYLES, **parts}
    main = f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    files = {"_rels/.rels": relations({"officeDocument": "word/document.xml"}), "word/document.xml": main}
    files["word/_rels/document.xml.rels"] = relations({_PARTS[name][0]: f"{name}.xml" for name in contents})
    for name, content in contents.items():
        root = _PARTS[name][1]
        prefix = "w15" if root == "commentsEx" else "w"
        files[f"word/{name}.xml"] = f"<{prefix}:{root} {NAMESPACES}>{content}</{prefix}:{root}>"
    return packed({name: content.encode() for name, content in files.items()})


def relations(targets: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def packed(files: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
