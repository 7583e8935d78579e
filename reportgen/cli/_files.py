"""Files that commands write: their names, saving, messages and exit codes."""

import errno
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reportgen.cli import Unusable
from reportgen.saving import (
    Destination,
    Found,
    Judge,
    NotSaved,
    file_name,
    judge_built,
    judge_handwritten,
    save,
    suits_windows,
)


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


def stated_year(text: str) -> int:
    """Return the year that an option says.

    Raises:
        Unusable: the text is no year from 1990 to 2100.
    """
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
        raise Unusable(f"年度“{text}”不对，写四位年份，如 2026")
    return int(text)


def listed(asked: str) -> list[str]:
    """Return the formats of an option, `html,docx`, in lower case; Chinese commas are read too."""
    return [name for part in asked.replace("，", ",").split(",") if (name := part.strip().lower())]


_REASONS = {
    errno.ENOSPC: "磁盘满了，腾出地方再试。",
    errno.EDQUOT: "分给你的地方用完了，腾出一些再试。",
    errno.EFBIG: "这里不许写这么大的文件，用 -o 另写一个文件夹。",
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
