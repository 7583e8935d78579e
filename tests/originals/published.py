"""A transcription as tests use it: what the document must print, in its order.

Where an original contradicts itself (差异), what it prints is replaced by what we print; each 差异 must be found there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.originals.compare import tokens, transcription

LABELS = {
    "项目", "类", "款", "项", "单位代码", "单位（科目名称）", "科目编码", "科目名称",
    "功能分类科目名称", "经济分类科目名称",
}  # fmt: skip
NUMBER = re.compile(r"-?[0-9,]+(?:\.[0-9]+)?")
AMOUNT = re.compile(rf"{NUMBER.pattern}(?:%|万元|元)?")
Rows = list[list[str]]


@dataclass(frozen=True)
class Grid:
    """A listing (表) or a form (表单), as it must be printed.

    Attributes:
        head: of a listing, for each column the titles above it; notes: those that print under it, ours first.
        blank: blank rows that an empty table has before its rows.
    """

    number: str
    title: str
    left: str
    right: str
    rows: Rows
    head: Rows = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    blank: int = 0
    form: bool = False

    @property
    def labels(self) -> list[int]:
        """Columns that hold words or codes."""
        return [i for i, path in enumerate(self.head) if path[-1] in LABELS or any(map(_is_word, self._column(i)))]

    def _column(self, i: int) -> list[str]:
        return [row[i] for row in self.rows]

    def tokens(self) -> list[str]:
        """Its numbers: of a listing those that are not codes, of a form those that stand alone in a cell."""
        if self.form:
            return [t for row in self.rows for cell in row if AMOUNT.fullmatch(cell) for t in tokens(cell)]
        kept = [i for i in range(len(self.head)) if i not in self.labels]
        return [t for row in self.rows for i in kept if NUMBER.fullmatch(row[i]) for t in tokens(row[i])]


@dataclass(frozen=True)
class Published:
    """One document: sections of the narrative with their figures, grids in printed order, and the order of both."""

    sections: list[dict[str, Any]]
    grids: list[Grid]
    order: list[dict[str, Any] | Grid]
    further: list[str]

    @property
    def listings(self) -> list[Grid]:
        """The grids that are no forms."""
        return [grid for grid in self.grids if not grid.form]

    def tokens(self) -> list[str]:
        """Money and percentages in the document's order."""
        found = (part.tokens() if isinstance(part, Grid) else all_tokens(part) for part in self.order)
        return [token for tokens_of in found for token in tokens_of if _counts(token)]


def _counts(token: str) -> bool:
    """Whether it is money, a percentage, or a number of a grid, and no count of people or things."""
    return bool(AMOUNT.fullmatch(token))


@cache
def published(name: str) -> Published:
    """What the transcription of that name says."""
    data = transcription(name)
    for difference in data.get("差异", ()):
        _put_right(data, difference)
    parts: dict[str, list[Any]] = {
        "叙述": data["叙述"],
        "表": [_listing(table, i, data) for i, table in enumerate(data.get("表", ()), 1)],
        "表单": [_form(form) for form in data.get("表单", ())],
    }
    order = [part for text in data["排列"] for part in _range(text, parts)]
    assert len(order) == sum(map(len, parts.values())), "排列 leaves something out"
    grids = [part for part in order if isinstance(part, Grid)]
    return Published(data["叙述"], grids, order, data.get("其后", []))


def _range(text: str, parts: dict[str, list[Any]]) -> list[Any]:
    """`叙述 1-20`, `表 3`, `叙述 21-`."""
    kind, _, where = text.partition(" ")
    first, dash, last = where.partition("-")
    end = int(last) if last else len(parts[kind]) if dash else int(first)
    return parts[kind][int(first) - 1 : end]


def _put_right(data: dict[str, Any], difference: dict[str, str]) -> None:
    """Replaces what the original prints by what we print; it has to be there."""
    holder, key = _place(data, difference)
    assert holder[key] == difference["原"], difference
    holder[key] = difference["印"]


def _place(data: dict[str, Any], difference: dict[str, str]) -> tuple[Any, Any]:
    """Where: a figure of a 节 (第: which of several alike), a cell (行, 列) of a 表 or 表单, or their 处."""
    kind = next(kind for kind in ("节", "表", "表单") if kind in difference)
    if kind == "节":
        found = [s for s in data["叙述"] if s["标题"] == difference["节"]]
        if where := difference.get("处"):
            return found[0], where
        (figures,) = (s["数"] for s in found if difference["原"] in s["数"])
        return figures, int(difference["第"]) - 1 if "第" in difference else figures.index(difference["原"])
    table = data[kind][int(difference[kind]) - 1]
    if where := difference.get("处"):
        return table, where
    return table["行"][int(difference["行"]) - 1], int(difference["列"]) - 1


def _listing(table: dict[str, Any], place: int, data: dict[str, Any]) -> Grid:
    added = data.get("补注", {}).get(str(place), [])
    caption = (table["编号"], table["标题"], table["左"], table["右"])
    blank = int(data.get("空行", {}).get(str(place), 0))
    return Grid(*caption, table["行"], table["表头"], table["注"], added, blank)


def _form(form: dict[str, Any]) -> Grid:
    caption = (form.get("编号", ""), form["标题"], form["左"], form["右"])
    return Grid(*caption, form["行"], notes=form.get("注", []), form=True)


def _is_word(cell: str) -> bool:
    return bool(cell) and not NUMBER.fullmatch(cell)


def all_tokens(section: dict[str, Any]) -> Iterator[str]:
    """The numbers of a section with their units."""
    yield from tokens(" ".join(section["数"]))
