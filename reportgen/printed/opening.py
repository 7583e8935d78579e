"""PDFs opened for reading (打开); pypdf is imported when the first one is."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader


def opened(pdf: bytes) -> "PdfReader | None":
    """The PDF; None where it is none."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return PdfReader(BytesIO(pdf))
    except PyPdfError:
        return None
