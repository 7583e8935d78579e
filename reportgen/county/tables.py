"""The tables of a document as CSV (一张表一个文件): UTF-8 with a byte order mark, which Excel wants.

Numbers are those that are printed, without separators. A label over several rows stands in each of them, so that every
row says what it is of. Heads of several rows become one name for each column.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from reportgen.document import Document, Role, Table, plain
from reportgen.grid import Spot, counts_columns, grid
from reportgen.quantity import parse_number
from reportgen.records import dataclass
from reportgen.saving import file_name
from reportgen.writers.as_xlsx import tables_in

FOLDER = "tables"
_MARK = b"\xef\xbb\xbf"
_LONGEST = 40  # characters of a title in a file's name


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as a CSV file; `columns`: name and type of each, `number` or `string`."""

    path: str
    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    content: bytes

    def described(self) -> dict[str, Any]:
        """Return its description as a tabular data resource."""
        fields = [{"name": name, "type": kind, **_NUMBERS.get(kind, {})} for name, kind in self.columns]
        return {
            "profile": "tabular-data-resource",
            "name": self.name,
            "path": self.path,
            "title": self.title,
            "format": "csv",
            "mediatype": "text/csv",
            "schema": {"fields": fields, "missingValues": [""]},
        }


_NUMBERS: dict[str, dict[str, Any]] = {"number": {"bareNumber": False}}  # a rate keeps its %


def table_files(document: Document) -> Iterator[TableFile]:
    """Yield the file of every table that is no chart."""
    tables = tables_in(document)
    for serial, table in enumerate(tables, 1):
        title = " ".join(" ".join((table.number, plain(table.title) or table.name)).split())
        unit = plain(table.right).strip()
        names = list(_unique(_heads(table)))
        rows = [list(_cell_of_each_column(spots)) for _, spots in grid(table.body, table.width)]
        kinds = map(_kind, zip(*rows, strict=True)) if rows else ["string"] * table.width
        content = io.StringIO(newline="")
        csv.writer(content, lineterminator="\r\n").writerows(
            [names, *filter(any, ([*map(_text, row)] for row in rows))]
        )
        path = f"{FOLDER}/{serial:02}-{file_name(title.replace(' ', '-')[:_LONGEST])}.csv"
        shown = f"{title}（{unit}）" if unit else title
        yield TableFile(
            path,
            f"table-{serial:02}",
            shown,
            tuple(zip(names, kinds, strict=True)),
            _MARK + content.getvalue().encode(),
        )


def _heads(table: Table) -> list[str]:
    """Return the names of the columns: the heads above each, the widest first, without rows that count columns."""
    found: list[list[str]] = [[] for _ in range(table.width)]
    for row, spots in grid(table.head, table.width):
        if counts_columns(plain(cell.runs) for cell in row.cells):
            continue
        for spot in spots:
            words = "".join(plain(spot.cell.runs).split())
            for column in range(spot.column, spot.column + spot.cell.columns):
                if words and words not in found[column][-1:]:
                    found[column].append(words)
    return [" ".join(each) for each in found]


def _unique(names: Sequence[str]) -> Iterator[str]:
    """Yield the names; one that comes again, or is empty, gets a number."""
    seen: dict[str, int] = {}
    for column, name in enumerate(names, 1):
        own = name or f"列{column}"
        seen[own] = seen.get(own, 0) + 1
        yield own if seen[own] == 1 else f"{own}（{seen[own]}）"


def _cell_of_each_column(spots: Sequence[Spot]) -> Iterator[Spot | None]:
    """Yield the cell in each column of a row; None where a cell that begins further left covers the column."""
    for spot in spots:
        yield spot
        yield from [None] * (spot.cell.columns - 1)


def _text(spot: Spot | None) -> str:
    if spot is None or (spot.below and spot.cell.role is Role.NUMBER):
        return ""
    text = " ".join(plain(spot.cell.runs).split())
    bare = text.replace(",", "")
    return bare if spot.cell.role is Role.NUMBER and _is_number(bare) else text


def _kind(spots: Sequence[Spot | None]) -> str:
    """Return the type of a column: `number` if all that stands in it is numbers, else `string`."""
    filled = [(spot.cell.role, text) for spot in spots if spot and (text := _text(spot))]
    return "number" if filled and all(role is Role.NUMBER and _is_number(text) for role, text in filled) else "string"


def _is_number(text: str) -> bool:
    return parse_number(text.removesuffix("%")) is not None
