"""Files that commands write: whole or not at all, and a message in Chinese where it does not work."""

import errno
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reportgen.cli._parser import Unusable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST = 60  # characters of a name: a path of Windows has 260, a name of Linux 255 bytes, three for a Chinese letter
_PART = 40
_REASONS = {
    errno.ENOSPC: "磁盘满了，腾出地方再试。",
    errno.EROFS: "这个盘不许写，用 -o 另写一个文件夹。",
    errno.ENAMETOOLONG: "名称太长，改短一些。",
}


def expanded(name: str) -> list[Path]:
    """`data\\*.yaml` as the files it stands for: the Windows console leaves that to the program."""
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


def save(path: Path, content: bytes, done: str = "已生成") -> bool:
    """Writes the whole file or nothing; says what it did."""
    return save_all({path: content}, done)


def save_all(contents: Mapping[Path, bytes], done: str = "已生成") -> bool:
    """Writes files of one folder that belong together: all of them or none; says what it did.

    Each is first written beside its place. Where one cannot be put there, those before it become again what they were.
    """
    partial = {path: path.with_name(f".{i}-{path.name[:_PART]}.part") for i, path in enumerate(contents)}
    before: dict[Path, bytes | None] = {}
    path, put = next(iter(contents)), False
    try:
        for path, content in contents.items():
            _refuse_folder(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            partial[path].write_bytes(content)
        put = True
        for path in contents:
            before[path] = path.read_bytes() if path.exists() else None
            partial[path].replace(path)
    except OSError as mistake:
        before.pop(path, None)
        changed = [other for other, old in before.items() if not _put_back(other, old, partial[other])]
        _tell(path, _why(mistake, path, put), len(contents) > 1, changed)
        return False
    finally:
        for left in partial.values():
            with suppress(OSError):
                left.unlink(missing_ok=True)
    print("\n".join(f"{done} {path}" for path in contents))
    return True


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError


def _put_back(path: Path, old: bytes | None, partial: Path) -> bool:
    """Makes the file what it was; whether that went well."""
    try:
        if old is None:
            path.unlink()
        else:
            partial.write_bytes(old)
            partial.replace(path)
    except OSError:
        return False
    return True


def _tell(path: Path, why: str, several: bool, changed: Sequence[Path]) -> None:
    """What was not written and why, and what became of the other files of the document."""
    print(f"写不了 {path}：{why}", file=sys.stderr)
    if changed:
        print(f"只有这些已经是新的：{'、'.join(map(str, changed))}", file=sys.stderr)
    elif several:
        print("同一份文件的其他格式也没有写，原来的都没有动。", file=sys.stderr)


def _why(mistake: OSError, path: Path, put: bool) -> str:
    """The reason in an officer's words; `put`: it was written, but could not be put in its place."""
    if any(_is(folder.exists) and not _is(folder.is_dir) for folder in path.parents):
        return f"{path.parent} 不是文件夹，用 -o 另写一个。"
    if isinstance(mistake, IsADirectoryError):
        return "已有同名的文件夹。"
    if isinstance(mistake, PermissionError):
        held = put and _is(path.exists)
        return "多半正在 Word 或 WPS 里打开，关闭后再试。" if held else "这个文件夹里不许写，用 -o 另写一个。"
    return _REASONS.get(mistake.errno or 0, "检查文件夹的名称，以及磁盘是不是满了。")


def _is(test: Callable[[], bool]) -> bool:
    """The answer; no, where the system refuses to tell."""
    try:
        return test()
    except (OSError, ValueError):
        return False


def refuse_existing(path: Path, force: bool) -> None:
    """A file that is there may hold somebody's work.

    Raises:
        Unusable: it is there, and nobody said --force; or no file can have that name.
    """
    try:
        there = path.exists()
    except (OSError, ValueError):
        raise Unusable(f"写不了 {path}：检查文件夹和文件的名称，是不是太长。") from None
    if there and not force:
        raise Unusable(f"已有 {path}，没有改动它。换一个文件名（-o 文件），或加 --force 覆盖它。")


def file_name(text: str, otherwise: str = "预算") -> str:
    """The text as a file name that every system takes: no sign or word that Windows keeps for itself, not too long."""
    name = _FORBIDDEN.sub("_", text)[:_LONGEST].strip(" .") or otherwise
    return f"_{name}" if _RESERVED.match(name) else name
