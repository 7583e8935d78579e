"""The office's own Word file (参考文档) whose styles, page, headers and footers the Word files of a run take."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.cli._building.documents import Ready
from reportgen.cli._building.formats import Formats
from reportgen.cli._parser import Unusable

_FORMAT = "docx"


def reference_named(name: str, formats: Formats) -> bytes:
    """The file of that name, read before anything is built.

    Raises:
        Unusable: no Word file is asked for.
        ReportgenError: it is missing, or no Word document that can be taken.
    """
    from reportgen.diagnostics import ReportgenError, error
    from reportgen.source.text_file import read_bytes
    from reportgen.writers.docx.reference import read_reference

    if _FORMAT not in formats.written:
        raise Unusable("--reference-doc 只管 Word 和 PDF：--to 里要有 docx 或 pdf")
    path = Path(name)
    if path.is_dir():
        raise ReportgenError(error("文件", f"{path} 是文件夹", hint="写出作为样子的Word文档（.docx）"))
    content = read_bytes(path)
    read_reference(content, name)
    return content


def styled(ready: Iterable[Ready], content: bytes) -> Iterator[Ready]:
    """The documents, to be set as that file is."""
    return (replace(one, style=replace(one.style, reference=content)) for one in ready)
