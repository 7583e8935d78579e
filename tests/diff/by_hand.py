"""A built Word file as somebody edits it: ten edits, made and saved in LibreOffice; and what is left when a copy loses
everything in it that no person sees.

Five wordings, three numbers (each of a figure), a row of a table of 科目, a paragraph, all in `example-2026`. Who types
over the last digits of a number leaves its bookmark around the others: around `1.` of 1.85. The bookmark of the number
that is typed anew, 89.72, stays around it; cells have none.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from reportgen.diff.changes import ChangeKind, Element
from tests import office

NAME = "example-2026"
_BOOKMARK = re.compile(rb"<w:bookmark(?:Start|End)\b[^>]*?(?:/>|></w:bookmark(?:Start|End)>)")
_CUSTOM = re.compile(rb'<(?:Relationship|Override)\b[^>]*docProps/custom\.xml"[^>]*/>')


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit (改动).

    Attributes:
        old, new: the words replaced, each once in the file; of what was added `new` alone: a paragraph, or the cells of
            a row with `|` between them.
        near: the heading above it, or number of its table. row, column: of its cell, where it has any.
    """

    kind: ChangeKind
    what: Element
    near: str
    old: str
    new: str
    row: str = ""
    column: str = ""


EDITS = (
    Edit(ChangeKind.WORDING, Element.PARAGRAPH, "一、主要职责", "监督行业安全生产", "督促行业落实安全生产责任"),
    Edit(
        ChangeKind.WORDING,
        Element.CELL,
        "公开14-3表",
        "采购纸质图书、报刊和数字资源",
        "采购纸质图书、期刊和电子资源",
        row="预算规模及资金用途",
    ),
    Edit(
        ChangeKind.WORDING,
        Element.PARAGRAPH,
        "1．文化旅游体育与传媒支出",
        "主要用于文化市场综合执法",
        "主要用于文化市场执法检查",
    ),
    Edit(ChangeKind.WORDING, Element.HEADING, "（六）预算绩效", "（六）预算绩效", "（六）预算绩效管理"),
    Edit(ChangeKind.WORDING, Element.PARAGRAPH, "第四部分　名词解释", "为完成特定的工作任务", "为完成专门的工作任务"),
    Edit(ChangeKind.NUMBER, Element.PARAGRAPH, "七、“三公”经费预算情况", "公务接待费1.58万元", "公务接待费1.85万元"),
    Edit(ChangeKind.NUMBER, Element.PARAGRAPH, "（二）政府采购", "政府采购预算99.71万元", "政府采购预算89.72万元"),
    Edit(ChangeKind.NUMBER, Element.CELL, "公开05表", "417.99", "417.89", row="2070101", column="2025年预算数"),
    Edit(ChangeKind.ADDED, Element.ROW, "公开06表", "", "30213|维修（护）费|2.00|0.00|2.00", row="30213"),
    Edit(ChangeKind.ADDED, Element.PARAGRAPH, "（一）机关运行经费", "", "机关运行经费据实列支，节约部分按规定收回。"),
)
_TABLE, _BEFORE = 5, 16  # of 公开06表 among the tables; of 30217 公务接待费 among its rows
_ABOVE = "本部门2026年机关运行经费预算71.13万元，比2025年预算减少1.53万元，下降2.11%，主要原因是压减办公费和差旅费。"


def edited(content: bytes, folder: Path) -> bytes:
    """The built file of `example-2026` with all ten edits, as LibreOffice saves it; made in that folder."""
    path = folder / f"{NAME}.docx"
    path.write_bytes(content)
    row, paragraph = (edit.new for edit in EDITS if edit.kind is ChangeKind.ADDED)
    office.edit(
        path,
        words=[(edit.old, edit.new) for edit in EDITS if edit.old],
        rows=[(_TABLE, _BEFORE, row.split("|"))],
        paragraphs=[(_ABOVE, paragraph)],
    )
    return path.read_bytes()


def stripped(content: bytes) -> bytes:
    """The Word file without properties of its own and without bookmarks, packed anew."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as whole, ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name in whole.namelist():
            if name != "docProps/custom.xml":
                package.writestr(name, _bare(name, whole.read(name)))
    return stream.getvalue()


def _bare(name: str, part: bytes) -> bytes:
    """A part of the package without what names properties, and of the text without bookmarks."""
    if name.startswith("word/") and name.endswith(".xml"):
        return _BOOKMARK.sub(b"", part)
    return _CUSTOM.sub(b"", part) if name in ("_rels/.rels", "[Content_Types].xml") else part
