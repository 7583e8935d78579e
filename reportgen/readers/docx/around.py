"""What stands around the text of a file (页眉页脚): words and pictures on every page.

The tree has no place for them, and the writer sets none but page numbers and the mark of a draft. Who puts the name of
the office or its sign there does it by hand, or in the office's own style sheet.
"""

import re
from collections.abc import Iterator

from reportgen.ooxml.names import VML, Element, P, T
from reportgen.ooxml.package import opened
from reportgen.readers.docx.marks import is_mark

_PICTURE = "图"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_PAGE = re.compile(r"[\W\d_]*(?:第[\W\d_]*页[\W\d_]*)?(?:共[\W\d_]*页[\W\d_]*)?")  # — 1 —, 第 1 页 共 3 页


def around(content: bytes, *, path: str = "文档") -> frozenset[str]:
    """The words of headers and footers, each line once, without page numbers and the mark; a picture counts as 图.

    Raises:
        ReportgenError: the bytes are no Word document.
    """
    package = opened(content, path)
    roots = [*package.parts("header"), *package.parts("footer")]
    return frozenset(said for root in roots for said in _said(root) if not _PAGE.fullmatch(said) and not is_mark(said))


def _said(root: Element) -> Iterator[str]:
    for line in root.iter(P):
        yield "".join("".join(line.itertext(T)).split())
    if next(root.iter(_BLIP, f"{VML}imagedata"), None) is not None:
        yield _PICTURE
