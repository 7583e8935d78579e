"""Word files of offices, as Chinese Word and WPS write them, with everything in them that is nobody's business.

What a published file may not hold is called 私人 (somebody's) or says so: names, comments, changes, paths, macros.
"""

import base64
import io
import zipfile
from collections.abc import Mapping

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPE = f"{_WORD}.document.main+xml"
LETTERHEAD = "某某市财政局文件"

_TYPES = {
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/header2.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/footer2.xml": f"{_WORD}.footer+xml",
    "word/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "customXml/item1.xml": "application/xml",
}

_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体" w:cs="Arial"/>'
WORD_STYLES = f"""{XML}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"\
 w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/><w:i/><w:color w:val="0000FF"/>\
<w:kern w:val="2"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:beforeLines="50" w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>\
</w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:rsid w:val="00A1B2C3"/>\
<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="600" w:lineRule="exact"/><w:ind w:firstLineChars="200"/>\
<w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="30"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:next w:val="a"/>\
<w:link w:val="10"/><w:qFormat/><w:pPr><w:keepNext/><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>\
</w:pPr><w:rPr>{_FONTS}<w:b/><w:color w:val="C00000"/><w:sz w:val="40"/></w:rPr></w:style>\
<w:style w:type="character" w:customStyle="1" w:styleId="10"><w:name w:val="标题 1 字符"/><w:link w:val="1"/></w:style>\
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:next w:val="a"/>\
<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:sz w:val="34"/></w:rPr></w:style>\
<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0"\
 w:type="dxa"/></w:tblPr></w:style>\
<w:style w:type="numbering" w:default="1" w:styleId="a2"><w:name w:val="No List"/></w:style>\
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="header"/><w:basedOn w:val="a"/><w:pPr><w:pBdr><w:bottom\
 w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="footer"/><w:basedOn w:val="a"/></w:style>\
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="盖章处"/><w:basedOn w:val="a"/></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="a5"><w:name w:val="表格"/><w:basedOn w:val="a"/>\
<w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr></w:style>\
<w:style w:type="character" w:customStyle="1" w:styleId="a6"><w:name w:val="表头"/></w:style></w:styles>"""

WPS_STYLES = f"""{XML}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault>\
</w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="正文"/><w:rPr><w:sz w:val="32"/></w:rPr>\
</w:style><w:style w:type="paragraph" w:styleId="a3"><w:name w:val="页眉"/><w:basedOn w:val="1"/></w:style>\
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="页脚"/><w:basedOn w:val="1"/></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="2"><w:name w:val="标题 1"/><w:basedOn w:val="1"/>\
<w:rPr><w:color w:val="00B050"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="3"><w:name w:val="标题"/><w:basedOn w:val="1"/></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="4"><w:name w:val="目录 1"/><w:basedOn w:val="1"/></w:style>\
</w:styles>"""

_SETTINGS = f"""{XML}<w:settings {NAMES}><w:zoom w:percent="120"/><w:attachedTemplate r:id="rId1"/><w:trackRevisions/>\
<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTabStop w:val="420"/>\
<w:characterSpacingControl w:val="compressPunctuation"/><w:footnotePr><w:footnote w:id="-1"/></w:footnotePr>\
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat><w:docVars><w:docVar w:name="v" w:val="私人"/></w:docVars><w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids>\
</w:settings>"""

_NUMBERING = f"""{XML}<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>\
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="1"/>\
<w:lvlText w:val="第%1章"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>\
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""

_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>'
    '<wp:docPr id="1" name="图片 1" descr="D:\\资料\\私人\\徽章.png"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="徽章"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def header(text: str = LETTERHEAD, picture: str = _PICTURE) -> str:
    return (
        f'{XML}<w:hdr {NAMES}><w:p w:rsidR="00A1B2C3" w14:paraId="11111111"><w:pPr><w:pStyle w:val="a3"/></w:pPr>'
        f'{picture}<w:bookmarkStart w:id="0" w:name="私人书签"/><w:bookmarkEnd w:id="0"/>'
        f'<w:ins w:id="5" w:author="私人" w:date="2024-01-01T00:00:00Z"><w:r><w:t>{text}</w:t></w:r></w:ins>'
        '<w:del w:id="6" w:author="私人" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>私人</w:delText></w:r></w:del>'
        '<w:hyperlink r:id="rId2"><w:r><w:t>内网</w:t></w:r></w:hyperlink></w:p></w:hdr>'
    )


def footer(before: str = "第", after: str = "页") -> str:
    """A footer with the page number as Word's galleries make it."""
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>PAGE   \\* MERGEFORMAT</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'{XML}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="a4"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:t>{before}</w:t></w:r>{field}<w:r><w:t>{after}</w:t></w:r></w:p></w:ftr>"
    )


HEADER, FOOTER = (
    '<w:headerReference w:type="default" r:id="rId11"/>',
    '<w:footerReference w:type="default" r:id="rId12"/>',
)
LETTER = '<w:pgSz w:w="12240" w:h="15840"/>'
MARGINS = (
    '<w:pgMar w:top="1440" w:right="1300" w:bottom="1440" w:left="1500" w:header="851" w:footer="992" w:gutter="200"/>'
)
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="312" w:charSpace="-100"/>'
SECTION = f"<w:sectPr>{HEADER}{FOOTER}{LETTER}{MARGINS}{GRID}</w:sectPr>"


def word_file(
    *,
    section: str = SECTION,
    styles: str = WORD_STYLES,
    settings: str = _SETTINGS,
    main_type: str = _MAIN_TYPE,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A file as Chinese Word saves it; `section`: its last `w:sectPr`; `more`: parts that stand in for these."""
    body = (
        '<w:p w:rsidR="00A1B2C3"><w:pPr><w:pStyle w:val="1"/></w:pPr><w:commentRangeStart w:id="1"/><w:r>'
        '<w:t>私人标题</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    parts = {
        "word/document.xml": f"{XML}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
        "word/styles.xml": styles,
        "word/settings.xml": settings,
        "word/numbering.xml": _NUMBERING,
        "word/comments.xml": f'{XML}<w:comments {NAMES}><w:comment w:id="1" w:author="私人"><w:p/>'
        "</w:comment></w:comments>",
        "word/footnotes.xml": f"{XML}<w:footnotes {NAMES}/>",
        "word/header1.xml": header(),
        "word/footer1.xml": footer(),
        "word/vbaProject.bin": "私人宏",
        "customXml/item1.xml": "<私人/>",
        "docProps/core.xml": f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>私人</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Company>私人</Company></Properties>',
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            *(("styles", "styles.xml"), ("settings", "settings.xml"), ("numbering", "numbering.xml")),
            *(("comments", "comments.xml"), ("footnotes", "footnotes.xml"), ("customXml", "../customXml/item1.xml")),
            *(("vbaProject", "vbaProject.bin"), ("hyperlink", "私人"), ("image", "media/私人.png"), ("x", "x")),
            *(("header", "header1.xml"), ("footer", "footer1.xml"), ("header", "header2.xml")),
            ("footer", "footer2.xml"),
        ),
        "word/_rels/header1.xml.rels": _relations(("image", "media/私人.png"), ("hyperlink", "file:///D:/share/")),
        "word/_rels/settings.xml.rels": _relations(("attachedTemplate", "file:///D:/share/Normal.dotm")),
        **(more or {}),
    }
    kinds = _TYPES | {"word/document.xml": main_type}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds[name]}"/>' for name in parts if name in kinds
    )
    parts["[Content_Types].xml"] = (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("word/media/私人.png", PNG)
    return stream.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(_relation(number, kind, target) for number, (kind, target) in enumerate(targets, 1))
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def _relation(number: int, kind: str, target: str) -> str:
    mode = ' TargetMode="External"' if target.startswith("file:") else ""
    return f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"{mode}/>'
