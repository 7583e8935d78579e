"""The folder of results (结果文件夹): the files in it that we made, and what the last run knew.

A file is removed only if its content is still what we wrote. Word files outside the site are saved as `build` saves
them: nobody's edits are lost. All others can be made again: they are written whole or not at all, without waiting until
they are on the disk.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from reportgen.county.published import as_json
from reportgen.county.rows import BoardRow, as_data, from_data
from reportgen.saving import ExistingFile, NotSaved, put, save, sweep
from reportgen.source.text_file import checksum
from reportgen.tuples import NamedTuple

DOCUMENTS, CHECKED, SITE, BOARD = "文档", "核查", "网站", "看板.json"
_VERSION = 1
_EDITED = "改:"  # before the checksum of a file that somebody edited: it is not ours to remove


class SavedWord(NamedTuple):
    """Where a Word file went: the files with their checksums, whether the old one was edited, a message on it."""

    files: dict[str, str]
    edited: bool = False
    message: str = ""


class Store:
    """The results of this run and of the last one; all paths are relative to the folder, with `/`.

    Attributes:
        rows: of the last run. failed: files that could not be written.
    """

    def __init__(self, out: Path) -> None:
        self.out, self.failed = out, list[str]()
        self.rows, self._listed = _last(out)
        self._written: dict[str, str] = {}  # in this run
        self._common: dict[str, str] = {}  # files that belong to no single document

    def put(self, path: str, content: bytes) -> dict[str, str]:
        """Write a file that can be made again; return its path and checksum, "" if it could not be written."""
        try:
            put(self.out / path, content)
        except OSError:
            self.failed.append(path)
            return {path: ""}
        self._written[path] = checksum(content)
        return {path: checksum(content)}

    def put_common(self, path: str, content: bytes) -> None:
        """Write a file that belongs to no single document."""
        self._common |= self.put(path, content)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        return (self.out / path).read_bytes()

    def save_word(self, path: str, content: bytes, force: bool) -> SavedWord:
        """Save a Word file; if somebody edited the one that is there, or has it open, the new one goes beside it."""
        asked = self.out / path
        try:
            (place,) = save({asked: content}, force=force)
        except NotSaved:
            self.failed.append(path)
            return SavedWord({path: ""})
        if place.path == asked:
            return SavedWord({path: checksum(content)})
        beside = place.path.relative_to(self.out).as_posix()
        said = f"{path} {place.found.value}，没有覆盖；新的在 {beside}"
        if place.found is ExistingFile.HELD:
            return SavedWord({path: "", beside: checksum(content)}, message=said)
        return SavedWord({path: f"{_EDITED}{checksum(self.read(path))}", beside: checksum(content)}, True, said)

    def is_complete(self, row: BoardRow) -> bool:
        """Whether all files of a document are there, and its Word file is as the last run left or found it."""
        return all(known and self._is_there(path, known) for path, known in row.files.items())

    def _is_there(self, path: str, known: str) -> bool:
        there = self.out / path
        if not path.endswith(".docx") or path.startswith(f"{SITE}/"):
            return there.is_file()
        with suppress(OSError):
            return checksum(there.read_bytes()) == known.removeprefix(_EDITED)
        return False

    def remove_unneeded(self, rows: Iterable[BoardRow]) -> list[str]:
        """Remove the files that we made and no row needs; return those that stay because somebody changed them."""
        sweep(self.out / path for path in self._written)
        needed = {path for row in rows for path in row.files} | set(self._common)
        kept = []
        for path, known in {**self._listed, **self._written}.items():
            if path not in needed and not self._removed(self.out / path, known):
                kept.append(path)
        return kept

    def _removed(self, path: Path, known: str) -> bool:
        try:
            if checksum(path.read_bytes()) != known:
                return False
            path.unlink()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        with suppress(OSError):  # a folder that is not empty stays
            for folder in path.parents:
                if folder == self.out:
                    break
                folder.rmdir()
        return True

    def keep(self, rows: Iterable[BoardRow], more: Mapping[str, bytes], data: Mapping[str, Any]) -> None:
        """Write the board and what the next run has to know.

        Raises:
            NotSaved: the board cannot be written.
        """
        for path, content in more.items():
            self.put_common(path, content)
        kept = {"格式": _VERSION, **data, "文件": [as_data(row) for row in rows], "公共": self._common}
        try:
            put(self.out / BOARD, as_json(kept))
        except OSError as mistake:
            raise NotSaved(self.out / BOARD, mistake, ()) from mistake


def _last(out: Path) -> tuple[list[BoardRow], dict[str, str]]:
    """Return the rows of the last run, and path -> checksum of its files; none after another version or no run."""
    try:
        kept = json.loads((out / BOARD).read_bytes())
        if kept["格式"] != _VERSION:
            return [], {}
        rows = [from_data(each) for each in kept["文件"]]
        return rows, {**kept["公共"], **{path: known for row in rows for path, known in row.files.items()}}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [], {}
