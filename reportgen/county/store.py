"""The folder of results (结果文件夹): the files in it that we made, and what the last run knew of each budget file.

A row is one line of the board (看板的一行): a budget file, the state of its document, and the files that were made of
it. Rows are kept as JSON between runs. Department, year and kind of a file that cannot be read are those of the last
run.

A file is removed only if its content is still what we wrote. Word files outside the site are saved as `build` saves
them: nobody's edits are lost. All others can be made again: they are written whole or not at all, without waiting until
they are on the disk.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from reportgen.county.published import as_json
from reportgen.records import NamedTuple, dataclass, fields
from reportgen.saving import ExistingFile, NotSaved, put, save, sweep
from reportgen.source import key
from reportgen.source.text_file import checksum


class RowStanding(Enum):
    """The states of a document (状态), the worst first."""

    UNUSABLE = "不能用"
    ERRORS = "错误"
    EDITED = "Word 已改"
    DRAFT = "草稿"
    READY = "可公开"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A budget file and its document.

    Attributes:
        path: relative to the folder of the county, with `/`.
        unfilled: places of a draft that are empty (待填).
        messages: the findings that have to be looked at, as text; no hints.
        held: the message on its Word file if that was edited or is open; else empty.
        twins: other files with a document of the same department, year and kind.
        inputs: the budget file and those that it names -> checksum; units: those of them that are of its units.
        stamp: checksum of program and regions.
        files: what was made of it, relative to the folder of results -> checksum; "": it has to be made again.
        site: its folder in the site, "" if it is not there; bar: checksum of the bar above its page.
    """

    path: str = key("文件")
    department: str = key("部门", "")
    year: int = key("年度", 0)
    kind: str = key("文种", "")
    usable: bool = key("可用", True)
    draft: bool = key("草稿", False)
    unfilled: int = key("待填", 0)
    errors: int = key("错误", 0)
    warnings: int = key("警告", 0)
    hints: int = key("提示", 0)
    messages: tuple[str, ...] = key("说明", ())
    edited: bool = key("Word已改", False)
    held: str = key("Word", "")
    twins: tuple[str, ...] = key("同名", ())
    words: tuple[str, ...] = key("词", ())
    inputs: Mapping[str, str] = key("引用", factory=dict)
    units: tuple[str, ...] = key("单位文件", ())
    stamp: str = key("印记", "")
    files: Mapping[str, str] = key("生成", factory=dict)
    site: str = key("网站", "")
    bar: str = key("链接", "")

    @property
    def state(self) -> RowStanding:
        """The state of the document."""
        if not self.usable:
            return RowStanding.UNUSABLE
        if self.draft:
            return RowStanding.DRAFT
        return RowStanding.ERRORS if self.errors else RowStanding.EDITED if self.edited else RowStanding.READY

    @property
    def state_in_words(self) -> str:
        """The state with its count: `草稿（3处待填）`, `错误 2`."""
        match self.state:
            case RowStanding.DRAFT:
                return f"草稿（{self.unfilled}处待填{f'，错误 {self.errors}' if self.errors else ''}）"
            case RowStanding.ERRORS | RowStanding.UNUSABLE as state:
                return f"{state.value} {self.errors}"
            case other:
                return str(other.value)

    @property
    def called(self) -> str:
        """The document in words: `2026年部门预算`."""
        return f"{self.year}年{self.kind}" if self.year else ""

    def is_in_site(self, path: str) -> bool:
        """Whether the path is that of one of the document's files in the site."""
        return bool(self.site) and path.startswith(f"{self.site}/")

    def left_out(self, strict: bool) -> str:
        """Return why the document does not go into the site; empty if it goes. `strict`: warnings keep it out."""
        if self.state is not RowStanding.READY:
            return self.state_in_words
        if self.twins:
            return f"和 {'、'.join(self.twins)} 是同一部门同一年度的同一种文件"
        return f"警告 {self.warnings}" if strict and self.warnings else ""


def as_data(row: BoardRow) -> dict[str, Any]:
    """Return the row for JSON, with its state in words."""
    kept = {each.metadata["key"]: getattr(row, each.name) for each in fields(row)}
    return {"文件": row.path, "状态": row.state_in_words, **kept}


def from_data(data: Mapping[str, Any]) -> BoardRow:
    """Return a row that was kept.

    Raises:
        KeyError, TypeError: another version of the program kept it.
    """
    found: dict[str, Any] = {}
    for each in fields(BoardRow):
        value = data[each.metadata["key"]]
        found[each.name] = tuple(value) if isinstance(value, list) else value
    return BoardRow(**found)


def change(row: BoardRow, before: BoardRow | None) -> str:
    """Return what became of a file since the last run, in words; empty if nothing did."""
    if before is None:
        return "新增"
    moved = [f"{before.state_in_words} → {row.state_in_words}"] if before.state_in_words != row.state_in_words else []
    if before.warnings != row.warnings:
        moved.append(f"警告 {before.warnings} → {row.warnings}")
    return "，".join(moved) or ("内容改了" if before.inputs != row.inputs else "")


def by_place(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """Return rows by department, in the order of pinyin, then the newest year first, the budget before the 决算."""
    return sorted(rows, key=lambda row: (pinyin(row.department), -row.year, "决算" in row.kind, row.path))


def pinyin(name: str) -> bytes:
    """Return a key that sorts Chinese names by their sound, as GB 2312 has its common characters in that order."""
    return name.encode("gb18030", errors="replace")


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
