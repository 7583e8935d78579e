"""PDF of Word files, by LibreOffice (PDF 版)."""

from collections.abc import Callable, Mapping

from reportgen.converters import Converted

SOURCE = "docx"
NEEDS = "LibreOffice"

_INSTALL = "安装 LibreOffice（免费）后再生成；或者生成 docx，在 Word、WPS 里打开，“另存为 PDF”"
_BY_HAND = "再生成一次；还不行就生成 docx，在 Word、WPS 里打开，“另存为 PDF”"


def convert(documents: Mapping[str, bytes], given_up: Callable[[], bool] = lambda: False) -> Converted:
    """Return the PDFs, made in one call for all documents."""
    from reportgen.libreoffice import Fault, pdfs

    rendering = pdfs(documents, given_up)
    match rendering.fault:
        case Fault.NONE:
            return Converted(rendering.pdfs)
        case Fault.NOT_INSTALLED:
            return Converted({}, rendering.fault.value, _INSTALL, everywhere=True)
        case fault:
            return Converted(rendering.pdfs, fault.value, _BY_HAND)
