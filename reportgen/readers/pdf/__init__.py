"""PDF → tree: what a person sees on its pages, whoever made it.

bounds  what reading costs                      pages    letters and rules of a page
aligned rows of amounts without rules → tables, with their heads (heads)
ruled   rules → tables                          joining  tables that go on over pages
paragraphs  lines → paragraphs, charts left out
flow    pages → document, without page numbers and contents

Lines become a document as those of a Word file do; rows and paragraphs know their pages. Reading needs pdfplumber,
which is installed with `reportgen[pdf]`.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import islice, takewhile
from typing import Any

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, listed, warning
from reportgen.document import Document
from reportgen.draft_mark import DRAFT, FINDINGS, FINDINGS_HEADS
from reportgen.patterns import compiled
from reportgen.readers._document import DocumentData, document, is_year
from reportgen.readers._headings import heading, number_and_title
from reportgen.readers._lines import LineKind, Piece, TableOnPage, TextLine, caption_kind
from reportgen.readers._work import limited
from reportgen.readers.pdf.bounds import bound_unpacking, check_file, check_page
from reportgen.readers.pdf.flow import pieces
from reportgen.readers.pdf.pages import (
    PrintedPage,
    bare,
    commonest,
    is_readable,
    lines_of,
    printed_page,
    without_watermark,
)
from reportgen.records import NamedTuple, replace

MOST_PAGES = 500
_MOST_ENTRIES = 5000  # of an outline
_TOP = 6  # lines at the top of a page that show whether it lists the findings of a draft
_CAPTION = 4  # pieces of a caption, the table included
_LOWER = 2  # the first kind of heading number below 一、
_OF_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_INSTALL = '装上读 PDF 的程序：pip install "reportgen[pdf]"；或者用生成它的 Word 文件（.docx）'
_OFFICE = compiled(
    r"(?:编制|填报|预算|公开)?(?:单位|部门)(?:名称)?(?:[（(][^（）()]{0,6}[）)])?[：:]\s*([^\s\d：:]{4,40})(?:\s|$)"
)
_YEAR = compiled(r"(20\d\d)年度?\S{0,12}?[预决]算")

_FEWEST_ROWS = 3  # rows that are taken for a table without rules
_AMOUNT = compiled(r"(?<![\d.,])(?:\d[\d,]{0,20}\.\d|\d{1,3},\d{3})")
_GAP = compiled("[\u3000\t]")
_IN_SENTENCE = compiled("[。；，]|[0-9]元|万元")

_Entry = tuple[int, str]  # level and title of an entry of the outline


class ReadPdf(NamedTuple):
    """What the pages say, and remarks on what was not read: pictures of pages, rows of numbers without rules."""

    document: Document
    remarks: tuple[Diagnostic, ...]


def read(content: bytes, *, publisher: str = "", year: int = 0, path: str = "PDF") -> ReadPdf:
    """Return what the pages say.

    Args:
        publisher, year: if given, they take precedence over those on the pages.
        path: the name of the file in diagnostics.

    Raises:
        ReportgenError: pdfplumber is missing; the file is damaged, encrypted, too long, or pictures of pages.
    """
    with limited(path, "PDF 文件", "用生成它的 Word 文件（.docx）"):
        pages, outline = _pages(content, path)
        listed_on = list(takewhile(_lists_findings, pages))
        pages = without_watermark(pages)[len(listed_on) :]
        found = _with_levels(list(pieces(pages)), outline)
        known = DocumentData(year=_year_in(found), mark=DRAFT if listed_on else "")
        made, _ = document(found, False, DocumentData(publisher, year), known)
        return ReadPdf(replace(made, publisher=made.publisher or _named_in(found)), tuple(_remarks(pages, found, path)))


def _lists_findings(page: PrintedPage) -> bool:
    """Whether a page lists the findings of a draft: their heading, or the head of their table, is at its top."""
    top = " ".join(line.text for line in lines_of(page.glyphs)[:_TOP])
    return FINDINGS in top or all(head in top for head in FINDINGS_HEADS)


def _named_in(found: Sequence[Piece]) -> str:
    """Return the office that most lines above tables name: 编制单位：……."""
    names = Counter(
        name[1] for piece in found if isinstance(piece, TextLine) and (name := _OFFICE.match(piece.text.strip()))
    )
    return commonest(names, "")


def _remarks(pages: Sequence[PrintedPage], found: Sequence[Piece], path: str) -> Iterator[Diagnostic]:
    """Yield a remark on pages that are pictures without text, and one on rows of numbers without rules."""
    unread = [str(page.number) for page in pages if page.is_picture]
    if unread:
        hint = "扫描的页用生成它的 Word、Excel 文件核查，或先做文字识别"
        yield warning("图片页", f"第{listed(unread)}页是图片，没有读", Location(path), hint=hint)

    rows = [(line, _AMOUNT.findall(line.text)) for line in found if isinstance(line, TextLine) and _is_row(line)]
    if len(rows) >= _FEWEST_ROWS:
        where = listed([str(page) for page in sorted({line.page for line, _ in rows})])
        count = sum(len(numbers) for _, numbers in rows)
        message = f"第{where}页有{len(rows)}行像是没有格线的表，{count:,}个数没有读成表里的数，没有核查"
        yield warning("没有格线的表", message, Location(path), hint="用生成它的 Word、Excel 文件核查")


def _is_row(line: TextLine) -> bool:
    return bool(_GAP.search(line.text.strip()) and _AMOUNT.search(line.text) and not _IN_SENTENCE.search(line.text))


def _pages(content: bytes, path: str) -> tuple[list[PrintedPage], list[_Entry]]:
    """Return the pages and the outline (书签)."""
    check_file(content)
    file = _opened(content, path)
    with _damage(path):
        pages = file.pages
    if len(pages) > MOST_PAGES:
        hint = "看看是不是选错了文件；几份合在一起的，分开来"
        raise _refused("PDF 过大", f"这个 PDF 有{len(pages)}页，最多读{MOST_PAGES}页", path, hint)
    found = list(_read(pages, path))
    with _damage(path):
        outline = list(_outline(file))
    if not any(map(is_readable, found)):
        hint = "用生成它的 Word 文件（.docx）或 Excel 文件；只有纸质件的，先做文字识别"
        raise _refused("PDF 没有文字", "这个 PDF 里是扫描的图片，没有可以读的文字", path, hint)
    return found, outline


def _read(pages: Sequence[Any], path: str) -> Iterator[PrintedPage]:
    for page in pages:
        with _damage(path):
            check_page(page)
            page.layout, page.objects  # noqa: B018 -- the program that reads does it here
        yield printed_page(page)
        page.close()


def _outline(file: Any) -> Iterator[_Entry]:
    from pdfminer.pdfdocument import PDFNoOutlines
    from pdfminer.pdfexceptions import PDFException

    with suppress(PDFNoOutlines, PDFException, RecursionError):
        yield from ((level, str(title)) for level, title, *_ in islice(file.doc.get_outlines(), _MOST_ENTRIES))


def _with_levels(found: list[Piece], outline: Sequence[_Entry]) -> list[Piece]:
    """Return the lines with the levels of the outline, if it lists every heading that is numbered 一、 or higher."""
    lines = {i: each for i, each in enumerate(found) if isinstance(each, TextLine) and not each.kind}
    places: dict[str, list[int]] = {}
    for i, line in lines.items():
        places.setdefault(bare(line.text), []).append(i)
    levels: dict[int, int] = {}
    at = 0
    for level, title in outline:
        alike = places.get(bare(title), [])
        if (following := bisect_left(alike, at)) < len(alike):
            levels[alike[following]], at = level, alike[following] + 1
    numbered = (i for i, line in lines.items() if (own := heading(line.text)) and own.number and own.kind < _LOWER)
    if any(i not in levels for i in numbered):
        return found
    return [
        replace(lines[i], level=levels[i]) if i in levels and not _begins_table_title(found[i : i + _CAPTION]) else each
        for i, each in enumerate(found)
    ]


def _begins_table_title(pieces: Sequence[Piece]) -> bool:
    """Whether the first of these pieces is the title of a table: only caption lines stand between them."""
    lines = [each for each in takewhile(lambda each: isinstance(each, TextLine), pieces) if isinstance(each, TextLine)]
    below = [caption_kind(line) for line in lines[1:]]
    has_other = LineKind.CAPTION in below and (not is_year(lines[-1].text) or bool(number_and_title(lines[0].text)[0]))
    return len(lines) < len(pieces) and all(below) and not has_other


def _opened(content: bytes, path: str) -> Any:
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError:
        raise _refused("不能读 PDF", "这台电脑没有装读 PDF 的程序", path, _INSTALL) from None
    bound_unpacking()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # of fonts that say nothing of their size, for each page
    try:
        return pdfplumber.open(BytesIO(content))
    except PdfminerException as mistake:
        if mistake.args and isinstance(mistake.args[0], PDFPasswordIncorrect):
            raise _refused("PDF 有密码", "这个 PDF 要密码才能打开", path, "去掉密码再核查") from None
        raise _broken(path) from None


@contextmanager
def _damage(path: str) -> Iterator[None]:
    """Say that the file is damaged, instead of what the libraries raise while they read the PDF.

    Raises:
        ReportgenError: the libraries raised nearly anything.
    """
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        yield
    except (PSException, MalformedPDFException, PdfminerException, *_OF_DAMAGE):
        raise _broken(path) from None


def _broken(path: str) -> ReportgenError:
    return _refused("PDF 损坏", "这个文件不是 PDF，或者已经损坏，读不出来", path, "重新导出或下载一份")


def _refused(rule: str, message: str, path: str, hint: str) -> ReportgenError:
    return ReportgenError(error(rule, message, Location(path), hint=hint))


def _year_in(found: Sequence[Piece]) -> int:
    """Return the year that most lines name before 预算 or 决算."""
    years = Counter(
        int(year) for piece in found if not isinstance(piece, TableOnPage) for year in _YEAR.findall(piece.text)
    )
    return commonest(years, 0)
