"""What the label of a row says of its place among the others (行的标签): total, 其中, number, code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.lexicon import spoken
from reportgen.reading.sheets import SheetRow
from reportgen.reading.terms import bare

_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"([一二三四五六七八九十]{1,3})、",
        r"[（(]([一二三四五六七八九十]{1,3})[)）]",
        r"([0-9０-９]{1,2})[.．、](?![0-9])",
        r"[（(]([0-9０-９]{1,2})[)）]",
        r"([①-⑳])",
    )
)
_FIRST = dict.fromkeys("一1１①", 1)


@dataclass(frozen=True, slots=True, eq=False)
class RowParts:
    """A row and those that make it up. `complete`: exactly; False: at most."""

    kind: str
    whole: SheetRow
    parts: tuple[SheetRow, ...]
    complete: bool = True


def made_up(kind: str, whole: SheetRow, parts: Iterable[SheetRow], complete: bool = True) -> Iterator[RowParts]:
    """The row and its parts, where there are any and all of them are added."""
    own = tuple(parts)
    if own and not any(_raw(line).startswith("减") for line in own):
        yield RowParts(kind, whole, own, complete)


def code_of(line: SheetRow) -> str:
    """Its code, printed or told by its label, or nothing."""
    names = [entry.name for entry in line.entries.values() if entry.name]
    return line.code or next((n.member("功能") or n.member("经济") for n in names), "")


def _raw(line: SheetRow) -> str:
    """The label as it stands there, with its number."""
    return next((text for text in line.fields.values() if text and bare(text) == line.label), line.label)


def is_total(line: SheetRow) -> bool:
    """Whether it is a total of some rows: 合计, 本年收入合计, 人员经费小计."""
    return not line.groups and bool(spoken().whole("小计行", line.label))


def is_grand(line: SheetRow) -> bool:
    """Whether it is the total of all rows: 合计, 支出总计."""
    return bool(spoken().whole("总计行", line.label))


def is_among(line: SheetRow) -> bool:
    """Whether it only tells some of the row above it: 其中：财政拨款."""
    return _raw(line).startswith("其中")


def number_of(line: SheetRow) -> tuple[int, int] | None:
    """Which kind of number the label has, from 一、 to ①, and how much it is; None without one."""
    words = re.sub(r"^其中[:：]\s*", "", _raw(line))
    for kind, pattern in enumerate(_NUMBERED):
        if found := pattern.match(words):
            return kind, _FIRST.get(found[1], 2)
    return None
