"""Who has a Word file open (打开着的文件).

Only Windows refuses to replace a file that is open. But each program lays a small file beside what it opens, and takes
it away when it closes; one that crashed leaves it there. Of these only the names are known:

    Word         ~$名字.docx: in place of the first two characters of a name of eight or more (without .docx), of the
                 first one of seven, before a shorter name. All three are looked for: versions differ.
    WPS          the same, or .~名字.docx
    LibreOffice  .~lock.名字.docx#
"""

from pathlib import Path

_SHORTEST = len(".docx") + 1  # of what must be left of a name that loses its beginning


def owner_file(path: Path) -> Path | None:
    """The file beside a Word file that says it is open, None without one."""
    names = [f".~lock.{path.name}#", f".~{path.name}"]
    names += [f"~${path.name[cut:]}" for cut in range(3) if len(path.name) - cut >= _SHORTEST]
    return next(filter(_is_there, map(path.with_name, names)), None)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; of a name too long for the system there is none."""
    try:
        return path.exists()
    except OSError:
        return False
