"""Documents → documents whose contents print page numbers (目录页码), as LibreOffice prints all of them in one call.

Contents stand before the first numbered page, on pages of their own: written in, the numbers move nothing. Where they
cannot be had, or not for certain, the contents stay what they are without: links.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from reportgen.cli._building.documents import Ready
from reportgen.cli._building.telling import Telling

KINDS = ("links", "pages")
_FORMAT = "docx"


def with_pages(ready: Sequence[Ready], telling: Telling) -> list[Ready]:
    """The documents, those with contents with the pages of what these list."""
    from reportgen.libreoffice import Fault, pdfs

    files = _files(ready)
    rendering = pdfs(files)
    if files and rendering.fault is Fault.NOT_INSTALLED:
        telling.say(f"{rendering.fault.value}，排不出页码：目录只有链接，没有页码。")
        telling.say("  建议：安装 LibreOffice（免费）后再生成")
        return list(ready)
    for one in ready:
        if one.stem in files and one.stem not in rendering.pdfs:
            telling.say(f"{one.called}：{rendering.fault.value}，目录只有链接，没有页码。")
    paged = [_paged(one, rendering.pdfs.get(one.stem), telling) for one in ready]
    _tell_fonts([one for one in paged if one.style.pages], rendering.pdfs, telling)
    return paged


def _files(ready: Sequence[Ready]) -> dict[str, bytes]:
    """The Word files of documents with contents; one that cannot be written is told when it is."""
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    files = {}
    for one in ready:
        if one.style.contents:
            with suppress(ReportgenError):
                files[one.stem] = writer(_FORMAT)(one.document, one.style)
    return files


def _paged(one: Ready, pdf: bytes | None, telling: Telling) -> Ready:
    """The document with the pages of its listed headings, if it was printed and every heading found."""
    from reportgen.pdf_reading import printed_pages
    from reportgen.writers.docx.front_matter import listed
    from reportgen.writers.docx.styles import LEVELS

    if pdf is None:
        return one
    outline = listed(one.document, LEVELS)
    found = printed_pages([entry.text for entry in outline], pdf)
    if found is None:
        telling.say(f"{one.called}：排出来的标题和页码跟文件里的对不上，目录只有链接，没有页码。")
        return one
    pages = (page for entry, page in zip(outline, found, strict=True) if entry.level <= one.style.contents)
    return replace(one, style=replace(one.style, pages=tuple(pages)))


def _tell_fonts(paged: Sequence[Ready], pdfs: dict[str, bytes], telling: Telling) -> None:
    """Which fonts this computer lacks, once: where Word has them, pages may end elsewhere."""
    from reportgen.pdf_reading import substituted

    lacking = {font for one in paged for font in substituted(one.document, one.style, pdfs[one.stem])}
    if lacking:
        telling.say(
            f"这台电脑没有{'、'.join(sorted(lacking))}，目录页码按代用字体排出，和 Word 里的可能不同；"
            "在 Word 里右击目录，“更新域”，选“只更新页码”。"
        )
