"""One line of the board (看板的一行): a budget file, the state of its document, and the files that were made of it.

Rows are kept as JSON between runs. Department, year and kind of a file that cannot be read are those of the last run.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from reportgen.records import dataclass, field, fields


class RowStanding(Enum):
    """The states of a document (状态), the worst first."""

    UNUSABLE = "不能用"
    ERRORS = "错误"
    EDITED = "Word 已改"
    DRAFT = "草稿"
    READY = "可公开"


def _kept(name: str, **default: Any) -> Any:
    return field(metadata={"key": name}, **default)


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

    path: str = _kept("文件", default=0)
    department: str = _kept("部门", default="")
    year: int = _kept("年度", default=0)
    kind: str = _kept("文种", default="")
    usable: bool = _kept("可用", default=True)
    draft: bool = _kept("草稿", default=False)
    unfilled: int = _kept("待填", default=0)
    errors: int = _kept("错误", default=0)
    warnings: int = _kept("警告", default=0)
    hints: int = _kept("提示", default=0)
    messages: tuple[str, ...] = _kept("说明", default=())
    edited: bool = _kept("Word已改", default=False)
    held: str = _kept("Word", default="")
    twins: tuple[str, ...] = _kept("同名", default=())
    words: tuple[str, ...] = _kept("词", default=())
    inputs: Mapping[str, str] = _kept("引用", default_factory=dict)
    units: tuple[str, ...] = _kept("单位文件", default=())
    stamp: str = _kept("印记", default="")
    files: Mapping[str, str] = _kept("生成", default_factory=dict)
    site: str = _kept("网站", default="")
    bar: str = _kept("链接", default="")

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
