"""The page numbers of contents (目录页码), and the fonts that were missing: what a PDF says of its document.

With `--toc pages` the contents state page numbers, which LibreOffice finds by converting all documents in one call.
Contents are on pages of their own before the first numbered page, so adding the numbers moves nothing.

Pages come from the outline of the PDF. The outline must end with exactly the headings of the document in their order,
and the pages from some page on must print 1, 2, 3 … to the last. Otherwise no numbers are stated, because a wrong page
number is worse than none.

A PDF has the PostScript names of fonts, not their Chinese names; fonts that are not in the table here are not reported.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportgen.document import Document, Paragraph, ParagraphRole, Section, Table, plain, walk
from reportgen.patterns import compiled
from reportgen.records import dataclass, replace
from reportgen.style import StyleSheet

if TYPE_CHECKING:
    from pypdf import PdfReader

    from reportgen.batch import Drawn
    from reportgen.cli._files import Messages

_DIGITS = compiled(r"(?<![0-9])[0-9]{1,6}(?![0-9])")
_DASHED = compiled(r"[—–-]\s*([0-9]{1,6})\s*[—–-]")
# Beginnings of PostScript names without signs: the font's own, then those of fonts with the same widths and heights.
_POST_SCRIPT = {
    "宋体": ("simsun", "nsimsun"),
    "新宋体": ("nsimsun", "simsun"),
    "黑体": ("simhei",),
    "仿宋": ("fangsong",),
    "楷体": ("kaiti",),
    "仿宋_GB2312": ("fangsong",),
    "楷体_GB2312": ("kaiti",),
    "华文中宋": ("stzhongsong",),
    "华文仿宋": ("stfangsong",),
    "华文楷体": ("stkaiti",),
    "微软雅黑": ("microsoftyahei",),
    "方正小标宋简体": ("fzxbs", "stzhongsong"),
    "方正小标宋_GBK": ("fzxbs", "stzhongsong"),
    "方正仿宋_GBK": ("fzfs", "fangsong"),
    "方正楷体_GBK": ("fzkt", "kaiti"),
    "方正黑体_GBK": ("fzht", "simhei"),
    "Times New Roman": ("timesnewroman", "liberationserif", "tinos"),
}
_CHINESE, _LATIN = compiled("[\u4e00-\u9fff]"), compiled("[0-9A-Za-z]")


def with_pages(ready: "Sequence[Drawn]", messages: "Messages") -> "list[Drawn]":
    """Return the documents; those with contents get the page of each heading that the contents list."""
    from reportgen.libreoffice import Fault, pdfs

    files = _word_files(ready)
    rendering = pdfs(files)
    if files and rendering.fault is Fault.NOT_INSTALLED:
        messages.say(f"{rendering.fault.value}，排不出页码：目录的页码由 Word 打开时填。")
        messages.say("  建议：安装 LibreOffice（免费）后再生成")
        return list(ready)
    for one in ready:
        if one.made.place in files and one.made.place not in rendering.pdfs:
            messages.say(f"{one.made.called}：{rendering.fault.value}，目录的页码由 Word 打开时填。")
    paged = [_paged(one, rendering.pdfs.get(one.made.place), messages) for one in ready]
    _report_fonts([one for one in paged if one.style.pages], rendering.pdfs, messages)
    return paged


def _word_files(ready: "Sequence[Drawn]") -> dict[str, bytes]:
    """Return the Word files of the documents with contents, by place; one that cannot be written is reported later."""
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    files = {}
    for one in ready:
        if one.style.contents:
            with suppress(ReportgenError):
                files[one.made.place] = writer("docx")(one.document, one.style)
    return files


def _paged(one: "Drawn", pdf: bytes | None, messages: "Messages") -> "Drawn":
    """Return the document with the pages of its headings, if every heading was found in the PDF."""
    from reportgen.writers.docx.front_matter import contents_entries
    from reportgen.writers.docx.styles import LEVELS

    if pdf is None:
        return one
    outline = contents_entries(one.document, LEVELS)
    found = printed_pages([entry.text for entry in outline], pdf)
    if found is None:
        messages.say(f"{one.made.called}：排出来的标题和页码跟文件里的对不上，目录的页码由 Word 打开时填。")
        return one
    pages = (page for entry, page in zip(outline, found, strict=True) if entry.level <= one.style.contents)
    return replace(one, style=replace(one.style, pages=tuple(pages)))


def _report_fonts(paged: "Sequence[Drawn]", pdfs: dict[str, bytes], messages: "Messages") -> None:
    """Print which fonts this computer lacks: in Word, which has them, pages may end elsewhere."""
    lacking = {font for one in paged for font in substituted(one.document, one.style, pdfs[one.made.place])}
    if lacking:
        messages.say(
            f"这台电脑没有{'、'.join(sorted(lacking))}，目录页码按代用字体排出，和 Word 里的可能不同；"
            "在 Word 里右击目录，“更新域”，选“只更新页码”。"
        )


def opened(pdf: bytes) -> "PdfReader | None":
    """Open the PDF; None if the bytes are not a PDF."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return PdfReader(BytesIO(pdf))
    except PyPdfError:
        return None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of a PDF's outline (书签): its level from 1, its words, its page from 0."""

    level: int
    title: str
    page: int


def printed_pages(headings: Sequence[str], pdf: bytes) -> tuple[int, ...] | None:
    """Return the number printed on the page of each heading; None if the PDF leaves a doubt.

    The outline may begin with other headings, those of the findings page of a draft.
    """
    first = first_numbered(pdf)
    outline = heading_pages(pdf)
    found = outline[len(outline) - len(headings) :] if len(headings) <= len(outline) else ()
    if first is None or [_bare(one.title) for one in found] != [_bare(text) for text in headings]:
        return None
    pages = tuple(one.page - first + 1 for one in found)
    return pages if all(page > 0 for page in pages) else None


def heading_pages(pdf: bytes) -> tuple[OutlineEntry, ...]:
    """Return the outline, in order; empty if there is none."""
    reader = opened(pdf)
    return tuple(_entries(reader, reader.outline)) if reader else ()


def first_numbered(pdf: bytes) -> int | None:
    """Return the page, from 0, that prints the number 1, if the pages after it print 2, 3 … to the last; else None.

    Other numbers on pages do not interfere: they would have to count up like this to the last page.
    """
    reader = opened(pdf)
    numbers = [_numbers(page.extract_text()) for page in reader.pages] if reader else []
    starts = range(len(numbers))
    return next((s for s in starts if all(i - s + 1 in numbers[i] for i in range(s, len(numbers)))), None)


def _entries(reader: "PdfReader", outline: Sequence[Any], level: int = 1) -> Iterator[OutlineEntry]:
    """Yield the entries; pypdf gives an entry, and after it the list of those below it."""
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(reader, entry, level + 1)
        else:
            page = reader.get_destination_page_number(entry)
            yield OutlineEntry(level, str(entry.title), -1 if page is None else page)


def _numbers(text: str) -> set[int]:
    """Return the numbers that may be the page's: those in dashes, and those in the last line of text."""
    last = next((line for line in reversed(text.split("\n")) if line.strip()), "")
    return {int(digits) for digits in [*_DASHED.findall(text), *_DIGITS.findall(last)]}


def _bare(text: str) -> str:
    """Return the text without white space, which differs in an outline."""
    return "".join(text.split())


def substituted(document: Document, style: StyleSheet, pdf: bytes) -> tuple[str, ...]:
    """Return the sorted fonts that text and tables of the document ask for and the PDF replaced."""
    embedded = fonts(pdf)
    known = sorted(name for name in _asked(document, style) if name in _POST_SCRIPT)
    return tuple(name for name in known if not any(font.startswith(_POST_SCRIPT[name]) for font in embedded))


def fonts(pdf: bytes) -> frozenset[str]:
    """Return the PostScript names of the fonts in a PDF, in lower case, without signs and subset tag."""
    reader = opened(pdf)
    names = (str(font["/BaseFont"]) for page in reader.pages for font in _of_page(page)) if reader else ()
    return frozenset("".join(filter(str.isalnum, name.partition("+")[2] or name)).lower() for name in names)


def _of_page(page: Any) -> Iterator[Any]:
    resources = page.get("/Resources", {}).get_object()
    for font in resources.get("/Font", {}).get_object().values():
        yield font.get_object()


def _asked(document: Document, style: StyleSheet) -> set[str]:
    """Return the fonts that the document uses: for Chinese characters, and for Latin letters and digits."""
    asked: set[str] = set()
    for kind, text in _texts(document):
        asked |= {style.texts[kind].east_asian} if _CHINESE.search(text) else set()
        asked |= {style.texts[kind].latin} if _LATIN.search(text) else set()
    return asked


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield style and text of what decides where pages end: body text, and bodies of tables."""
    for block in walk(document.blocks):
        match block:
            case Paragraph(place=ParagraphRole.BODY):
                yield "正文", plain(block.runs)
            case Table():
                yield from (("表格", plain(cell.runs)) for row in block.body for cell in row.cells)
            case Section() | Paragraph():
                pass
