"""Changes that the browser makes in the budget files (桌面): tried without writing, written, undone.

Only budget files in YAML that were opened to build the document are ever written, each whole or not at all. A change
says what the officer saw at its place; if the file on the disk says something else by now, nothing is written.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from reportgen.drafts.changes import Added, Change, Entered, NoSuchChange, Removed, Replaced, Rewritten, with_change
from reportgen.drafts.yaml_text import Keys
from reportgen.preview.building import PreviewPage, built, verdict_of
from reportgen.records import dataclass, replace
from reportgen.saving import move, part, sweep, write_part
from reportgen.source.text_file import MEGABYTE, read_bytes, standing_in

EDITABLE = (".yaml", ".yml")
MOST_STEPS, MOST_KEPT = 500, 64 * MEGABYTE  # writes that can be undone, and bytes kept for them
_BOM = b"\xef\xbb\xbf"

Asked = tuple[str, Change]  # the name of a file as findings say it, and what to change in it
Contents = Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class FileChange:
    """One write: the contents of the files before and after it, by path."""

    before: Contents
    after: Contents


class Desk:
    """The writes of one preview, so that they can be undone and done again."""

    def __init__(self) -> None:
        self._done: list[FileChange] = []
        self._undone: list[FileChange] = []
        self._lock = Lock()

    @property
    def steps_possible(self) -> dict[str, int]:
        """How many writes can be undone, and done again."""
        return {"undo": len(self._done), "redo": len(self._undone)}

    def write(self, files: Mapping[str, Path], asked: Iterable[Asked]) -> FileChange:
        """Make the changes in the files on the disk.

        Raises:
            NoSuchChange: one of them cannot be made, or the disk refuses.
        """
        with self._lock:
            return self._kept(after_changes(files, asked))

    def restore(self, contents: Contents) -> FileChange:
        """Write what files said at an earlier step.

        Raises:
            NoSuchChange: another program has changed them just now, or the disk refuses.
        """
        with self._lock:
            now = {path: read_bytes(path) for path in contents}
            return self._kept(FileChange(now, {path: new for path, new in contents.items() if now[path] != new}))

    def undo(self) -> FileChange | None:
        """Take the last write back; None if there is none.

        Raises:
            NoSuchChange: another program has changed the file since.
        """
        with self._lock:
            return self._undone_into(self._done, self._undone)

    def redo(self) -> FileChange | None:
        """Do again what was undone last; None if there is nothing.

        Raises:
            NoSuchChange: another program has changed the file since.
        """
        with self._lock:
            return self._undone_into(self._undone, self._done)

    def _kept(self, written: FileChange) -> FileChange:
        _save(written)
        last = self._done[-1].after if self._done else {}
        before = {p: last[p] if last.get(p) == content else content for p, content in written.before.items()}
        self._done.append(replace(written, before=before))
        self._undone.clear()
        while len(self._done) > 1 and (len(self._done) > MOST_STEPS or _size(self._done) > MOST_KEPT):
            del self._done[0]
        return written

    def _undone_into(self, of: list[FileChange], to: list[FileChange]) -> FileChange | None:
        """Write back what the last change of the list `of` replaced, and return this change, which is added to `to`.

        None if there is nothing to undo.
        """
        if not of:
            return None
        last = of[-1]
        back = FileChange(last.after, {path: last.before[path] for path in last.after})
        _save(back)
        of.pop()
        to.append(back)
        return back


def _save(written: FileChange) -> None:
    """Replace files that still say what they said before, each whole or not at all."""
    if any(read_bytes(path) != written.before[path] for path in written.after):
        raise NoSuchChange("文件刚被别的程序改过，没有写；要回到从前，用“记录”里的“恢复”")
    for path, content in written.after.items():
        try:
            write_part(part(path, 0), content)
            move(part(path, 0), path)
        except OSError:
            raise NoSuchChange(f"写不了 {path.name}：别的程序正开着它，或者没有权限；关掉再试") from None
        finally:
            sweep([path])


def _size(kept: Iterable[FileChange]) -> int:
    contents = {id(content): content for one in kept for content in (*one.before.values(), *one.after.values())}
    return sum(map(len, contents.values()))


def after_changes(files: Mapping[str, Path], asked: Iterable[Asked]) -> FileChange:
    """Return what the files on the disk say, and what they would say after the changes.

    Raises:
        NoSuchChange: a change cannot be made.
    """
    before: dict[Path, bytes] = {}
    after: dict[Path, bytes] = {}
    for name, change in asked:
        path = files.get(name)
        if path is None:
            raise NoSuchChange(f"{name} 不能在这里改")
        now = before.setdefault(path, read_bytes(path))
        mark = _BOM if now.startswith(_BOM) else b""
        text = after.get(path, now).removeprefix(mark).decode("utf-8")
        after[path] = mark + with_change(text, change).encode("utf-8")
    return FileChange(before, after)


def tried(path: Path, unit: str, contents: Contents) -> PreviewPage:
    """Return the page, with its verdict, as it would be with these contents of files.

    Raises:
        ReportgenError: the document could not be built.
    """
    with standing_in({path.resolve(): content for path, content in contents.items()}):
        page = built(path, unit)
    return replace(page, verdict=verdict_of(page.report))


def asked_in(body: bytes) -> list[Asked]:
    """Return the changes that a request asks for: a JSON list.

    Raises:
        NoSuchChange: the header is no such list.
    """
    try:
        return [_asked(one) for one in json.loads(body)]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NoSuchChange("没有看懂要改什么；重新打开页面再试") from None


def _asked(given: dict[str, Any]) -> Asked:
    file, keys = _text(given["file"]), _keys(given["keys"])
    match given["do"]:
        case "replace":
            return file, Replaced(keys, _text(given["old"]), _text(given["new"]))
        case "none":
            return file, Replaced(keys, None, "无")
        case "add":
            return file, Added(keys, tuple((_keys(at), _text(value)) for at, value in given["values"]))
        case "enter":
            return file, Entered(keys, _text(given["key"]), _text(given["new"]))
        case "remove":
            return file, Removed(keys)
        case "rewrite":
            return file, Rewritten(_text(keys[0]), _text(given["old"]), _text(given["new"]))
    raise ValueError


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _keys(given: object) -> Keys:
    if not isinstance(given, list) or any(type(key) not in (str, int) for key in given):
        raise TypeError
    return tuple(given)
