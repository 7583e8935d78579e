"""Names of files that commands take and give."""

import re
from pathlib import Path

from reportgen.cli._parser import Unusable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST = 60  # characters of a name: a path of Windows has 260, a name of Linux 255 bytes, three for a Chinese letter


def expanded(name: str) -> list[Path]:
    """`data\\*.yaml` as the files it stands for: the Windows console leaves that to the program."""
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


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
        raise Unusable(f"已有 {path}，没有改动它。换一个文件名（-o 文件），或加 --force 覆盖它（原来的会留一份备份）。")


def file_name(text: str, otherwise: str = "预算") -> str:
    """The text as a file name that every system takes: no sign or word that Windows keeps for itself, not too long."""
    name = _FORBIDDEN.sub("_", text)[:_LONGEST].strip(" .") or otherwise
    return f"_{name}" if _RESERVED.match(name) else name
