"""Files that commands write: their names, saving, what is said of them and of their documents, and exit codes."""

import errno
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import Unusable
from reportgen.saving import (
    Destination,
    ExistingFile,
    Judge,
    NotSaved,
    file_name,
    judge_built,
    judge_handwritten,
    save,
    suits_windows,
)

if TYPE_CHECKING:
    from reportgen.batch import BuildTask, BuiltDocument


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
    """Return why what stands at the path cannot be replaced: a folder, a pipe or a device."""
    return "已有同名的文件夹。" if path.is_dir() else "那里是管道或设备，不是文件，换一个名称。"


def output_file(asked: str, name: str, extension: str, known: Iterable[str]) -> Path:
    """Return the file to write: as asked, with this extension; else this name in the current folder.

    Args:
        asked: may end in one of the known extensions, and may have dots anywhere. known: those of all formats.
    """
    if not asked:
        return Path(f"{file_name(name)}.{extension}")
    path = Path(asked)
    whole = path.suffix.lower() in {f".{each}" for each in known}
    return path.with_suffix(f".{extension}") if whole else path.with_name(f"{path.name}.{extension}")


def quoted(path: Path) -> str:
    """Return the path as it is typed in a command."""
    return f'"{path}"' if " " in str(path) else str(path)


_REASONS = {
    errno.ENOSPC: "磁盘满了，腾出地方再试。",
    errno.EDQUOT: "分给你的地方用完了，腾出一些再试。",
    errno.EFBIG: "这里不许写这么大的文件，用 -o 另写一个文件夹。",
    errno.EROFS: "这个盘不许写，用 -o 另写一个文件夹。",
    errno.ENAMETOOLONG: "名称太长，改短一些。",
}
_KEPT = "加 --force 覆盖，原来的会留一份备份。"
_BESIDE = {  # why a file is not where it was asked, what to do
    ExistingFile.EDITED: ("在生成之后改过", f"要留的改动，写进预算文件再生成；确实不要了，{_KEPT}"),
    ExistingFile.FOREIGN: ("不是这一版程序生成的，可能有人改过", f"要留着它，给它换个名称；不要了，{_KEPT}"),
    ExistingFile.UNREADABLE: ("读不出来，可能坏了，或者是别的文件", f"要留着它，给它换个名称；不要了，{_KEPT}"),
    ExistingFile.HELD: ("正在 Word 或别的程序里打开", "关闭后再生成；没有打开的，看看它是不是只读。"),
}


def write_file(path: Path, content: bytes, force: bool) -> int:
    """Write a file that people fill in and return the exit code; with `force` an old one is kept as a backup."""
    return _written({path: content}, "已写好", judge_handwritten, force)


def write_files(
    contents: Mapping[Path, bytes], done: str = "已生成", force: bool = False, judge: Judge = judge_built
) -> int:
    """Write built files of one folder, all of them or none, and print their names.

    Returns:
        The exit code: 0 each is where it was asked for, 1 one is beside its place, 2 nothing was written.
    """
    return _written(contents, done, judge, force)


def _written(contents: Mapping[Path, bytes], done: str, judge: Judge, force: bool) -> int:
    try:
        places = save(contents, judge, force)
    except NotSaved as failed:
        tell_failed(failed, len(contents) > 1)
        return 2
    for each in places:
        print(f"{done} {each.path}{f'，原来的留在 {each.backup}' if each.backup else ''}")
    for name in dict.fromkeys(part for each in places for part in each.asked.parts if not suits_windows(part)):
        print(f"提醒：Windows 上不能有“{name}”这样的名称，要在那里用的换一个。", file=sys.stderr)
    aside = [each for each in places if each.path != each.asked]
    for each in aside:
        print(_beside(each), file=sys.stderr)
    return 1 if aside else 0


def _beside(place: Destination) -> str:
    why, advice = _BESIDE[place.found]
    if place.owner:
        advice = f"关闭后再生成；没有打开的，是上次没有正常关闭，删掉 {place.owner} 再生成。"
    return f"{place.asked} {why}，没有覆盖；新的在 {place.path}\n  建议：{advice}"


def tell_failed(failed: NotSaved, several: bool) -> None:
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


class Messages:
    """Prints messages to the error stream and keeps the exit code that follows from them.

    Attributes:
        code: 0 all is done, 1 a person has to look, 2 something could not be made.
    """

    def __init__(self) -> None:
        self.code = 0
        self._printed: set[str] = set()
        self._named: dict[str, str] = {}

    def may_be_written(self, made: "BuiltDocument") -> bool:
        """Print the findings of a document, or why it cannot be made; return whether it may be written."""
        other = self._named.setdefault(made.place.lower(), made.called) if made.stem else made.called
        if other != made.called:
            self.say(f"{other}和{made.called}会生成同名的文件，后一个没有生成：用 -o 放到不同的文件夹。", 2)
            return False
        if made.refused:
            self.report_refused(made)
        else:
            self._report_findings(made)
        return made.may_be_built

    def _report_findings(self, made: "BuiltDocument") -> None:
        """Print all findings but hints, which are only counted."""
        from reportgen.diagnostics import Severity, rendered

        for message in rendered(one for one in made.findings if one.severity is not Severity.HINT):
            self.say(message)
        errors, hints = made.count(Severity.ERROR), made.count(Severity.HINT)
        if not made.may_be_built:
            self.say(
                f"{made.called}：有{errors}处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。", 1
            )
        elif hints:
            self.say(f"{made.called}：另有{hints}处提示，用 reportgen check 查看。")

    def report_refused(self, made: "BuiltDocument") -> None:
        """Print why a document cannot be built; a mistake that several documents share is printed once."""
        from reportgen.diagnostics import rendered

        for message in rendered(made.findings):
            if message not in self._printed:
                self._printed.add(message)
                self.say(message)
        self.say(f"{made.called}：{len(made.findings)}处不能用，没有生成文件。", 2)

    def say(self, text: str, code: int = 0) -> None:
        """Print the text and raise the exit code to `code` at least."""
        print(text, file=sys.stderr)
        self.code = max(self.code, code)


def refuse_same_names(tasks: "Sequence[BuildTask]") -> None:
    """Refuse budget files whose documents would have the same names.

    Raises:
        Unusable: two of them would.
    """
    places: dict[str, Path] = {}
    for path, folder in ((task.path, task.folder) for task in tasks):
        other = places.setdefault(str(folder / path.stem).lower(), path)
        if other is not path:
            raise Unusable(f"{other} 和 {path} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹")
