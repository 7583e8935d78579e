"""Files that commands read and write: their names, the documents in them, saving, messages and exit codes."""

import errno
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import Unusable, refuse_unknown
from reportgen.saving import Destination, Found, Judge, NotSaved, judge_built, judge_handwritten, save

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.diagnostics import Diagnostic
    from reportgen.document import Document
    from reportgen.readers.docx import Comment, Read
    from reportgen.report import Report


_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST = 60  # characters of a name: a path of Windows has 260, a name of Linux 255 bytes, three for a Chinese letter


def expanded(name: str) -> list[Path]:
    """Return the files that `data\\*.yaml` stands for; the Windows console leaves that to programs.

    Raises:
        Unusable: there are none.
    """
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


def refuse_existing(path: Path, force: bool) -> None:
    """Refuse to replace a file, which may hold somebody's work.

    Raises:
        Unusable: the file exists and --force was not given, or no file can have that name.
    """
    try:
        there, file = path.exists(), path.is_file()
    except (OSError, ValueError):
        raise Unusable(f"写不了 {path}：检查文件夹和文件的名称，是不是太长。") from None
    if there and not file:
        raise Unusable(f"写不了 {path}：{_no_file(path)}")
    if there and not force:
        raise Unusable(f"已有 {path}，没有改动它。换一个文件名（-o 文件），或加 --force 覆盖它（原来的会留一份备份）。")


def _no_file(path: Path) -> str:
    """Return why nothing can be written over what is there."""
    return "已有同名的文件夹。" if path.is_dir() else "那里是管道或设备，不是文件，换一个名称。"


def file_name(text: str, otherwise: str = "预算") -> str:
    """Return the text as a file name for any system, without what Windows forbids, at most _LONGEST characters."""
    name = _FORBIDDEN.sub("_", text)[:_LONGEST].strip(" .") or otherwise
    return f"_{name}" if _RESERVED.match(name) else name


def output_file(asked: str, name: str, extension: str, known: Iterable[str]) -> Path:
    """Return the file to write: as asked, with this extension; else the name in this folder.

    Args:
        asked: may end in one of the known extensions, and may have dots anywhere. known: those of all formats.
    """
    if not asked:
        return Path(f"{file_name(name)}.{extension}")
    path = Path(asked)
    whole = path.suffix.lower() in {f".{each}" for each in known}
    return path.with_suffix(f".{extension}") if whole else path.with_name(f"{path.name}.{extension}")


def listed(asked: str) -> list[str]:
    """Return the formats of an option, `html,docx`, in lower case; Chinese commas are read too."""
    return [name for part in asked.replace("，", ",").split(",") if (name := part.strip().lower())]


_REASONS = {
    errno.ENOSPC: "磁盘满了，腾出地方再试。",
    errno.EROFS: "这个盘不许写，用 -o 另写一个文件夹。",
    errno.ENAMETOOLONG: "名称太长，改短一些。",
}
_KEPT = "加 --force 覆盖，原来的会留一份备份。"
_BESIDE = {  # why a file is not where it was asked, what to do
    Found.EDITED: ("在生成之后改过", f"要留的改动，写进预算文件再生成；确实不要了，{_KEPT}"),
    Found.FOREIGN: ("不是这一版程序生成的，可能有人改过", f"要留着它，给它换个名称；不要了，{_KEPT}"),
    Found.UNREADABLE: ("读不出来，可能坏了，或者是别的文件", f"要留着它，给它换个名称；不要了，{_KEPT}"),
    Found.HELD: ("正在 Word 或别的程序里打开", "关闭后再生成；没有打开的，看看它是不是只读。"),
}


def write_file(path: Path, content: bytes, done: str, force: bool) -> int:
    """Write a file that people fill in and return the exit code; with `force` an old one is kept as a backup."""
    return _written({path: content}, done, judge_handwritten, force)


def write_files(contents: Mapping[Path, bytes], done: str = "已生成", force: bool = False) -> int:
    """Write built files of one folder, all of them or none, and print their names.

    Returns:
        The exit code: 0 each is where it was asked for, 1 one is beside its place, 2 nothing was written.
    """
    return _written(contents, done, judge_built, force)


def _written(contents: Mapping[Path, bytes], done: str, judge: Judge, force: bool) -> int:
    try:
        places = save(contents, judge, force)
    except NotSaved as failed:
        _report(failed, len(contents) > 1)
        return 2
    for each in places:
        print(f"{done} {each.path}{f'，原来的留在 {each.backup}' if each.backup else ''}")
    aside = [each for each in places if each.path != each.asked]
    for each in aside:
        print(_beside(each), file=sys.stderr)
    return 1 if aside else 0


def _beside(place: Destination) -> str:
    why, advice = _BESIDE[place.found]
    if place.owner:
        advice = f"关闭后再生成；没有打开的，是上次没有正常关闭，删掉 {place.owner} 再生成。"
    return f"{place.asked} {why}，没有覆盖；新的在 {place.path}\n  建议：{advice}"


def _report(failed: NotSaved, several: bool) -> None:
    """Print which file was not written and why, and what became of the other files of the document."""
    print(f"写不了 {failed.path}：{_why(failed.mistake, failed.path)}", file=sys.stderr)
    if failed.changed:
        print(f"只有这些已经是新的：{'、'.join(map(str, failed.changed))}", file=sys.stderr)
    elif several:
        print("同一份文件的其他格式也没有写，原来的都没有动。", file=sys.stderr)


def _why(mistake: OSError, path: Path) -> str:
    """Return the reason in an officer's words."""
    if any(_answer(folder.exists) and not _answer(folder.is_dir) for folder in path.parents):
        return f"{path.parent} 不是文件夹，用 -o 另写一个。"
    if _answer(path.exists) and not _answer(path.is_file):
        return _no_file(path)
    if isinstance(mistake, PermissionError):
        return "这个文件夹里不许写，用 -o 另写一个。"
    return _REASONS.get(mistake.errno or 0, "检查文件夹的名称，以及磁盘是不是满了。")


def _answer(test: Callable[[], bool]) -> bool:
    """Return the answer of the file system; False if it raises."""
    try:
        return test()
    except (OSError, ValueError):
        return False


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
_OPEN = ("~$", ".~")  # the lock files of open documents begin with these
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


@dataclass(frozen=True, slots=True)
class Input:
    """A document that a command was given (读到的文件).

    Attributes:
        report: of a budget file, else None.
        comments: of a Word file, in the order of the words that they are attached to.
        pending: changes of a Word file that are neither accepted nor rejected, in words.
        stated: the fingerprint that the writer left in a Word file, may be empty.
        read_cover: what it says below the title, of a Word file with a cover.
        outside: of a Word file, in words, what stands in its contents and is no heading, in its headers, footers ….
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
        """What it says below the title, of a Word file with a cover and of a budget file."""
        if self.report is None:
            return self.read_cover
        from reportgen.writers.docx.front_matter import below_title

        return below_title(self.report.document)


def is_budget_file(path: Path) -> bool:
    """Whether the file is a budget file: by its extension, or a workbook to type into."""
    from reportgen.budget import is_budget_workbook

    return path.suffix.lower() in (".yaml", ".yml") or is_budget_workbook(path)


def opened(path: Path, *, unit: str = "", revisions: str = "接受") -> Input:
    """Read a document in the format that its extension names.

    Args:
        unit: of a budget file, the unit whose document is meant; empty: the whole.
        revisions: how tracked changes of a Word file are read, a key of REVISIONS.

    Raises:
        Unusable: files of that name cannot be read, or an option does not suit it.
        ReportgenError: the file cannot be read, or the budget cannot be built.
    """
    suffix = path.suffix.lower()
    _refuse(path, revisions)
    if unit and not is_budget_file(path):
        raise Unusable(f"--unit 只用于预算文件，{path} 不是预算文件（.yaml）")
    match suffix:
        case _ if is_budget_file(path):
            return _budget(path, unit)
        case ".docx" | ".docm":
            return _word(path, revisions)
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
    pending, outside = tuple(map(_pending, found.changes)), tuple(_outside(found))
    return Input(path, found.with_charts, None, found.comments, pending, found.stated, outside, read_cover=found.cover)


def _outside(found: "Read") -> "Iterator[str]":
    """What was typed where the document has no place for it; of a line of the contents, the heading that is meant."""
    from difflib import get_close_matches

    from reportgen.document import Section, Table, plain, walk
    from reportgen.fingerprint import UNSEEN

    blocks = (block for block in walk(found.document.blocks) if isinstance(block, Section | Table))
    titles = [f"{block.number}{plain(block.title)}" for block in blocks] if found.strays else []
    for line in found.strays:
        meant = get_close_matches(line[:_LONGEST], titles, n=1, cutoff=1 / 2)
        yield f"目录里写的是“{line}”，正文里没有这个标题{f'，像是“{meant[0]}”' if meant else ''}"
    listed = {UNSEEN.sub("", line) for line in found.strays}
    yield from (f"页眉、页脚、文件属性等处写了“{words}”" for words in sorted(found.beside - listed))


def _pending(change: str) -> str:
    """Return `ins 甲 十万元` as 插入（甲 十万元）."""
    kind, _, said = change.partition(" ")
    return f"{_PENDING[kind]}（{said.strip()}）"


def _page(path: Path) -> Input:
    from reportgen.readers.html import read
    from reportgen.source.text_file import read_bytes

    return Input(path, read(read_bytes(path), path=str(path)))


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
