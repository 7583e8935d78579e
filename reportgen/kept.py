"""Results that are the same in every run, kept in the user's own cache folder (缓存).

A `Shelf` is a file of that folder: keys and values that `marshal` can write. A key states all that its value is made
from, except Python, its libraries, and the program's files and data: each version of these has a folder of its own. So
no kept value is out of date. None is needed either: without a folder, with a broken file or with `REPORTGEN_CACHE=off`
every value is made anew. `load` and `store` keep single contents in the same folder; those that nobody has asked for
for longest are deleted.

`marshal` and `pickle` may run programs that a file holds, as Python does with `__pycache__`. Therefore a folder or file
is read only if the user owns it and nobody else may write it. A checksum shows whether a file is broken.
"""

import atexit
import marshal
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from reportgen import resources

SETTING = "REPORTGEN_CACHE"  # `off`, or another folder
_MOST = 8_000_000  # bytes of a file
_MOST_STORED = 64_000_000  # bytes of a folder of single contents
_VERSIONS = 8  # folders that are kept: that of the version in use, and the newest of others
_CHECKSUM = 4  # bytes
_ENDINGS = (".py", ".yaml", ".csv", ".txt", ".css", ".j2")  # of files of the program
Made = TypeVar("Made")


class Shelf:
    """Values by key; read when first asked, saved when the program ends or a task of a batch is done."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._known: dict[Any, Any] | None = None
        self._used: dict[Any, Any] = {}
        self._is_new = False

    def get(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return the value of a key; if none is kept, make and keep it."""
        found = self.find(key)
        return self.put(key, make()) if found is None else found

    def unpickled(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return the object of a key, a new copy at each call; if none is kept, make and keep it."""
        import pickle

        if content := self.find(key):
            return pickle.loads(content)  # type: ignore[no-any-return]
        made = make()
        if self.path:
            with suppress(RecursionError):  # nested too deep
                self.put(key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        return made

    def find(self, key: Any) -> Any:
        """Return the value of a key, or None."""
        if self._known is None:
            self._known = _read(self.path)
        if key in self._known:
            self._used[key] = self._known[key]
        return self._known.get(key)

    def put(self, key: Any, value: Made) -> Made:
        """Keep a value, and return it."""
        if self._known is None:
            self._known = _read(self.path)
        self._known[key] = self._used[key] = value
        if not self._is_new and self.path:
            self._is_new = True
            _NEW.append(self)
            atexit.register(self.save)
        return value

    @property
    def path(self) -> Path | None:
        """The file; None where nothing is kept."""
        here = folder()
        return here / self.name if here else None

    def save(self) -> None:
        """Write the used and new values, together with those that other processes have written meanwhile."""
        path = self.path
        if path is None or not self._is_new:
            return
        self._is_new = False
        atexit.unregister(self.save)
        with suppress(OSError, ValueError):
            content = marshal.dumps({**_read(path), **self._used})
            if len(content) > _MOST:
                content = marshal.dumps(self._used)
            if len(content) <= _MOST:
                _write(path, content)
                _clean(path.parent)


_NEW: list[Shelf] = []


def save_new() -> None:
    """Write what is new so far: processes of a batch are killed when no task is left, and end nothing themselves."""
    while _NEW:
        _NEW.pop().save()


def load(name: str) -> bytes | None:
    """Return the content that was stored under a name, `built/1a2b`; None if there is none."""
    here = folder()
    content = _content(here / name) if here else None
    if here and content is not None:
        with suppress(OSError):
            os.utime(here / name)  # it is in use
    return content


def store(name: str, content: bytes) -> None:
    """Keep a content under a name for later runs; where the folder cannot be written, nothing is kept."""
    with suppress(OSError):
        if here := folder():
            here.mkdir(mode=0o700, exist_ok=True)
            _write(here / name, content)
            _bound_at_exit((here / name).parent)


@cache
def _bound_at_exit(place: Path) -> None:
    atexit.register(_bound, place)


def _bound(place: Path) -> None:
    """Delete the stored contents that nobody has asked for for longest, until the others are few enough."""
    with suppress(OSError), os.scandir(place) as found:
        stats = sorted(((one.stat(), one.path) for one in found), key=lambda pair: -pair[0].st_mtime_ns)
        sizes = accumulate(stat.st_size for stat, _ in stats)
        for (_, path), size in zip(stats, sizes, strict=True):
            if size > _MOST_STORED:
                os.unlink(path)  # noqa: PTH108


def _read(path: Path | None) -> dict[Any, Any]:
    """Return the values that a file holds; nothing if it is broken, not the user's own, or not there."""
    with suppress(ValueError, EOFError, TypeError):
        if path is not None and (content := _content(path)) is not None:
            return dict(marshal.loads(content))
    return {}


def _content(path: Path) -> bytes | None:
    with suppress(OSError):
        if _is_own(path):
            content = path.read_bytes()
            if int.from_bytes(content[:_CHECKSUM], "big") == crc32(content[_CHECKSUM:]):
                return content[_CHECKSUM:]
    return None


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        temporary.touch(mode=0o600, exist_ok=False)
        temporary.write_bytes(crc32(content).to_bytes(_CHECKSUM, "big") + content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _clean(here: Path) -> None:
    """Delete the folders of the versions that have not been written for longest."""
    import shutil  # slow to import, and only a new version comes here

    others = [path for path in here.parent.iterdir() if path != here and path.is_dir()]
    for old in sorted(others, key=lambda path: path.stat().st_mtime)[: 1 - _VERSIONS]:
        shutil.rmtree(old, ignore_errors=True)


@cache
def folder() -> Path | None:
    """Return the folder of this version; None without a folder that is the user's own."""
    root = _root()
    with suppress(OSError):
        if root is not None:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            here = root / _version()
            return here if _is_own(root) and (_is_own(here) or not here.exists()) else None
    return None


def _root() -> Path | None:
    asked = os.environ.get(SETTING, "")
    if asked:
        return None if asked.lower() == "off" else Path(asked)
    local = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    with suppress(RuntimeError):  # nobody knows where the user's home is
        base = Path(local) if local and Path(local).is_absolute() else Path.home() / ".cache"
        return base / "reportgen" / "cache"
    return None


def _is_own(path: Path) -> bool:
    """Whether a path is there, and nobody but the user can write it."""
    with suppress(OSError):
        found = path.stat()
        return sys.platform == "win32" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
    return False


def _version() -> str:
    """Return a name for the version of Python, of the libraries, and of the program's files and data."""
    libraries = (Path(place) for place in sys.path if place.endswith("-packages"))
    marks: list[object] = [sys.version, *(place.stat().st_mtime_ns for place in libraries if place.is_dir())]
    for place in (Path(__file__).parent, resources.words(), resources.classification()):
        marks += sorted(files(str(place)))
    return f"{sys.implementation.cache_tag}-{crc32(repr(marks).encode()):08x}"


def files(place: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time (ns) of each file of the program; Python too checks `__pycache__` by size and time."""
    with os.scandir(place) as found:
        for one in found:
            if one.name.endswith(_ENDINGS):
                yield one.path, one.stat().st_size, one.stat().st_mtime_ns
            elif "." not in one.name and one.name != "__pycache__" and one.is_dir():
                yield from files(one.path)


def digest(*contents: bytes) -> bytes:
    """Return the SHA-256 of contents and their lengths: 32 bytes that name them."""
    from hashlib import sha256

    found = sha256()
    for content in contents:
        found.update(len(content).to_bytes(8, "big"))
        found.update(content)
    return found.digest()
