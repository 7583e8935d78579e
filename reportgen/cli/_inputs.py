"""What commands read that take any form of a document (读入): budget file, Word file or page, by its extension."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli._parser import Unusable

if TYPE_CHECKING:
    from reportgen.document import Document
    from reportgen.readers.docx import Comment
    from reportgen.report import Report

READABLE = "预算文件（.yaml）、Word 文件（.docx）或网页（.html）"
REVISIONS = {"接受": "ACCEPTED", "原样": "ORIGINAL"}  # how tracked changes are read: officers' word -> `Revisions`
_PENDING = {  # what a tracked change is called in a Word file, and by officers
    "ins": "插入",
    "del": "删除",
    "moveFrom": "移走",
    "moveTo": "移来",
    "cellIns": "插入单元格",
    "cellDel": "删除单元格",
}
_OPEN = ("~$", ".~")  # how the names of the small files begin that lie beside a file while somebody has it open
_OLD = "用 Word 或 WPS 打开，另存为“Word文档（*.docx）”，再用另存的"
_SHEET = f"Excel 里只有明细；写出{READABLE}"
_ADVICE = {
    ".doc": f"这是旧格式的 Word 文件；{_OLD}",
    ".wps": f"这是 WPS 自己的格式；{_OLD}",
    ".rtf": _OLD,
    ".odt": _OLD,
    ".pdf": "PDF 不能读；用生成它的 Word 文件（.docx）或预算文件",
    ".xls": _SHEET,
    ".xlsx": _SHEET,
}


@dataclass(frozen=True, slots=True)
class Input:
    """A document that a command was given (读到的文件).

    Attributes:
        report: of a budget file, else None.
        comments: of a Word file, in the order of the words that they are attached to.
        pending: changes of a Word file that are neither accepted nor rejected, in words.
        stated: the fingerprint that the writer left in a Word file, empty without one.
    """

    path: Path
    document: "Document"
    report: "Report | None" = None
    comments: "tuple[Comment, ...]" = ()
    pending: tuple[str, ...] = ()
    stated: str = ""


def opened(path: Path, *, unit: str = "", revisions: str = "接受") -> Input:
    """The document, read as its extension tells.

    Args:
        unit: of a budget file, the unit whose document is meant; empty: the whole.
        revisions: how tracked changes of a Word file are read, a key of REVISIONS.

    Raises:
        Unusable: files of that name cannot be read, or an option does not suit it.
        ReportgenError: the file cannot be read, or the budget cannot be built.
    """
    suffix = path.suffix.lower()
    _refuse(path, revisions)
    if unit and suffix not in (".yaml", ".yml"):
        raise Unusable(f"--unit 只用于预算文件，{path} 不是预算文件（.yaml）")
    match suffix:
        case ".yaml" | ".yml":
            return _budget(path, unit)
        case ".docx" | ".docm":
            return _word(path, revisions)
        case ".html" | ".htm":
            return _page(path)
    raise Unusable(f"不能读 {path}。\n  建议：{_ADVICE.get(suffix, f'写出{READABLE}')}")


def _refuse(path: Path, revisions: str) -> None:
    """Refuses folders, lock files of open documents, and unknown words for `revisions`."""
    from reportgen.diagnostics import did_you_mean

    if revisions not in REVISIONS:
        raise Unusable(f"--revisions 没有“{revisions}”。{did_you_mean(revisions, REVISIONS)}")
    if path.name.startswith(_OPEN):
        raise Unusable(f"{path} 是文档打开着的时候留在旁边的临时文件，不是文档。\n  建议：写出文档自己的名称")
    if path.is_dir():
        raise Unusable(f"{path} 是文件夹。\n  建议：写出文件夹里的{READABLE}")


def _budget(path: Path, unit: str) -> Input:
    from reportgen.report import assemble

    report = assemble(path, unit)
    return Input(path, report.document, report)


def _word(path: Path, revisions: str) -> Input:
    from reportgen.readers.docx import Revisions, read
    from reportgen.source.text_file import read_bytes

    found = read(read_bytes(path), revisions=Revisions[REVISIONS[revisions]], path=str(path))
    return Input(path, found.document, None, found.comments, tuple(map(_pending, found.changes)), found.stated)


def _pending(change: str) -> str:
    """`ins 甲 十万元` as 插入（甲 十万元）."""
    kind, _, said = change.partition(" ")
    return f"{_PENDING[kind]}（{said.strip()}）"


def _page(path: Path) -> Input:
    from reportgen.readers.html import read
    from reportgen.source.text_file import read_bytes

    return Input(path, read(read_bytes(path), path=str(path)))


def comment_line(comment: "Comment") -> str:
    """The comment as one line: author, text, the words that it is attached to."""
    said = " ".join(comment.text.split())
    about = " ".join(comment.words.split())
    return f"{'回复' if comment.answer else '批注'}：{comment.author}：{said}{f'（对“{about}”）' if about else ''}"
