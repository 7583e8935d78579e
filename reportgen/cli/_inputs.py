"""Files that commands read (读入): a document in any form, by its extension, and remarks on it."""

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import Unusable, refuse_unknown
from reportgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.diagnostics import Diagnostic
    from reportgen.document import Document
    from reportgen.readers.docx import Comment, ReadWord
    from reportgen.report import Report

READABLE = "预算文件（.yaml）、Word 文件（.docx）、网页（.html）、PDF（.pdf）或 Excel 工作簿（.xlsx）"
REVISIONS = {"接受": "ACCEPTED", "原样": "ORIGINAL"}  # how tracked changes are read: officers' word -> `Revisions`
_PENDING = {  # what a tracked change is called in a Word file, and by officers
    "ins": "插入",
    "del": "删除",
    "moveFrom": "移走",
    "moveTo": "移来",
    "cellIns": "插入单元格",
    "cellDel": "删除单元格",
}
_LONGEST = 60  # letters of a line of the contents that are compared with headings
_OLD = "用 Word 或 WPS 打开，另存为“Word文档（*.docx）”，再用另存的"
_OLD_SHEET = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，再用另存的"
_ADVICE = {
    ".doc": f"这是旧格式的 Word 文件；{_OLD}",
    ".wps": f"这是 WPS 自己的格式；{_OLD}",
    ".rtf": _OLD,
    ".odt": _OLD,
    ".xls": f"这是旧格式的 Excel 文件；{_OLD_SHEET}",
    ".et": f"这是 WPS 自己的格式；{_OLD_SHEET}",
    ".ods": _OLD_SHEET,
    ".xlsb": _OLD_SHEET,
}


def expanded(name: str) -> list[Path]:
    """Return the files that `data\\*.yaml` stands for; the Windows console leaves that to programs.

    Raises:
        Unusable: no file matches.
    """
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


def budget_files(folder: Path, leaving_out: Path) -> list[Path]:
    """Return the budget files below a folder, without those of units, which belong to their department's.

    Args:
        leaving_out: the folder of results.

    Raises:
        Unusable: there are no budget files.
    """
    from reportgen.county.survey import files_below, is_budget, relative, unit_files

    budgets = [path for path in files_below(folder, leaving_out) if is_budget(folder / path)]
    units = {relative(named, folder) for path in budgets for named in unit_files(folder / path)}
    if not budgets:
        raise Unusable(f"{folder} 里没有预算文件。\n  建议：检查文件夹的名称；预算文件开头要写“模板”“年度”")
    return [folder / path for path in budgets if path not in units]


@dataclass(frozen=True, slots=True)
class Input:
    """A document that a command was given (读到的文件).

    Attributes:
        report: of a budget file, else None.
        comments: of a Word file, in the order of the words that they are attached to.
        pending: changes of a Word file that are neither accepted nor rejected, in words.
        stated: the fingerprint that the writer left in a Word file, may be empty.
        read_cover: the lines below the title on the cover of a Word file.
        outside: of a Word file, in words: lines of its contents list that are no headings; words in headers, footers ….
        remarks: on what was not read: hidden sheets and cells without a value of a workbook, pictures in a PDF.
    """

    path: Path
    document: "Document"
    report: "Report | None" = None
    comments: "tuple[Comment, ...]" = ()
    pending: tuple[str, ...] = ()
    stated: str = ""
    outside: tuple[str, ...] = ()
    remarks: "tuple[Diagnostic, ...]" = ()
    read_cover: tuple[str, ...] = ()

    @property
    def cover(self) -> tuple[str, ...]:
        """The lines below the title on the cover of a Word file or a budget file's document."""
        if self.report is None:
            return self.read_cover
        from reportgen.document import below_title

        return below_title(self.report.document)


def is_budget_file(path: Path) -> bool:
    """Whether the file is a budget file: by its extension, or a workbook to type into."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".xlsm"):
        return suffix in (".yaml", ".yml")
    from reportgen.budget import is_budget_workbook

    return is_budget_workbook(path)


def opened(path: Path, *, unit: str = "", revisions: str = "接受") -> Input:
    """Read a document in the format that its extension names.

    Args:
        unit: of a budget file, the unit whose document is meant; empty: the whole.
        revisions: how tracked changes of a Word file are read, a key of REVISIONS.

    Raises:
        Unusable: files with this name are not read, or an option does not suit the file.
        ReportgenError: the file cannot be read, or the budget cannot be built.
    """
    suffix = path.suffix.lower()
    _refuse(path, revisions)
    if is_budget_file(path):
        return _budget(path, unit)
    if unit:
        raise Unusable(f"--unit 只用于预算文件，{path} 不是预算文件（.yaml）")
    match suffix:
        case ".docx" | ".docm":
            return _word_file(path, revisions)
        case ".html" | ".htm":
            return _page(path)
        case ".pdf":
            return _pdf(path)
        case ".xlsx" | ".xlsm":
            return _workbook(path)
    raise Unusable(f"不能读 {path}。\n  建议：{_ADVICE.get(suffix, f'写出{READABLE}')}")


def _refuse(path: Path, revisions: str) -> None:
    """Refuse folders, lock files of open documents, and unknown words for `revisions`."""
    refuse_unknown("--revisions 没有“{}”", revisions, tuple(REVISIONS))
    if path.name.startswith(("~$", ".~")):
        raise Unusable(f"{path} 是文档打开着的时候留在旁边的临时文件，不是文档。\n  建议：写出文档自己的名称")
    if path.is_dir():
        raise Unusable(f"{path} 是文件夹。\n  建议：写出文件夹里的{READABLE}")


def _budget(path: Path, unit: str) -> Input:
    from reportgen.report import assemble

    report = assemble(path, unit)
    return Input(path, report.document, report)


def _word_file(path: Path, revisions: str) -> Input:
    from reportgen.readers.docx import Revisions, read
    from reportgen.source.text_file import read_bytes

    found = read(read_bytes(path), revisions=Revisions[REVISIONS[revisions]], path=str(path))
    pending, outside = tuple(map(_pending, found.changes)), tuple(_outside(found))
    return Input(path, found.with_charts, None, found.comments, pending, found.stated, outside, read_cover=found.cover)


def _outside(found: "ReadWord") -> "Iterator[str]":
    """Yield, in words, what was typed outside the text; for lines of the contents list, with the heading meant."""
    from difflib import get_close_matches

    from reportgen.document import Section, Table, plain, walk
    from reportgen.fingerprint import dense

    blocks = (block for block in walk(found.document.blocks) if isinstance(block, Section | Table))
    titles = [f"{block.number}{plain(block.title)}" for block in blocks] if found.strays else []
    for line in found.strays:
        meant = get_close_matches(line[:_LONGEST], titles, n=1, cutoff=4 / 5)
        yield f"目录里写的是“{line}”，正文里没有这个标题{f'，像是“{meant[0]}”' if meant else ''}"
    yield from (f"目录里没有“{title}”，同一级的都有" for title in found.unlisted)
    listed = set(map(dense, found.strays))
    yield from (f"页眉、页脚、文件属性等处写了“{words}”" for words in sorted(found.beside - listed))


def _pending(change: str) -> str:
    """Return `ins 甲 十万元` as 插入（甲 十万元）."""
    kind, _, said = change.partition(" ")
    return f"{_PENDING[kind]}（{said.strip()}）"


def _page(path: Path) -> Input:
    from reportgen.readers.html import read
    from reportgen.source.text_file import read_bytes

    return Input(path, read(read_bytes(path), path=str(path), charts=True))


def _pdf(path: Path) -> Input:
    from reportgen.readers.pdf import read
    from reportgen.source.text_file import read_bytes

    found = read(read_bytes(path), path=str(path))
    return Input(path, found.document, remarks=found.remarks)


def _workbook(path: Path) -> Input:
    from reportgen.readers.xlsx import read
    from reportgen.source.text_file import read_bytes

    found = read(read_bytes(path), path=str(path))
    return Input(path, found.document, remarks=found.remarks)


def comment_line(comment: "Comment") -> str:
    """Return the comment in one line: author, text, the words that it is attached to."""
    said = " ".join(comment.text.split())
    about = " ".join(comment.words.split())
    return f"{'回复' if comment.answer else '批注'}：{comment.author}：{said}{f'（对“{about}”）' if about else ''}"
