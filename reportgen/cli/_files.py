"""Files that commands write: whole or not at all, and a message in Chinese where it does not work."""

import re
import sys
from contextlib import suppress
from pathlib import Path

from reportgen.cli._parser import Unusable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def expanded(name: str) -> list[Path]:
    """`data\\*.yaml` as the files it stands for: the Windows console leaves that to the program."""
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


def save(path: Path, content: bytes, done: str = "已生成") -> bool:
    """Writes the whole file or nothing; says what it did."""
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as mistake:
        print(f"写不了 {path}：{_why(mistake, path)}", file=sys.stderr)
        with suppress(OSError):
            partial.unlink()
        return False
    print(f"{done} {path}")
    return True


def _why(mistake: OSError, path: Path) -> str:
    if any(folder.is_file() for folder in path.parents):
        return f"{path.parent} 不是文件夹，用 -o 另写一个。"
    if path.is_dir():
        return "已有同名的文件夹。"
    if isinstance(mistake, PermissionError):
        return "多半正在 Word 或 WPS 里打开，关闭后再试。"
    return "检查文件夹的名称，以及磁盘是不是满了。"


def refuse_existing(path: Path, force: bool) -> None:
    """A file that is there may hold somebody's work.

    Raises:
        Unusable: it is there, and nobody said --force.
    """
    if path.exists() and not force:
        raise Unusable(f"已有 {path}，没有改动它。换一个文件名（-o 文件），或加 --force 覆盖它。")


def file_name(text: str, otherwise: str = "预算") -> str:
    """The text as a file name that every system takes."""
    return _FORBIDDEN.sub("_", text).strip(" .") or otherwise
