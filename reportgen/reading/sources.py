"""Where places were read (出处): pages of a PDF, cells of a workbook; nothing for other files."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from reportgen.reading.entries import Place
from reportgen.reading.layout import LaidRow, LaidTable
from reportgen.reading.texts import Passage
from reportgen.records import dataclass


@dataclass(frozen=True)
class Sources:
    """Where the places of a document were read: `第9页`, `工作表“收入总表”C12`."""

    passages: Sequence[Passage]
    tables: Sequence[LaidTable]

    def of(self, place: Place) -> str:
        """Return where the place was read, or ""."""
        if not self._was_read:
            return ""
        page = self._pages.get((place.part, place.line)) or self._pages.get((place.part, ""))
        cells = self._cells.get((place.part, place.line)) or self._cells.get((place.part, "")) or []
        origin = next((origin for start, origin in reversed(cells) if start <= place.start), "")
        return f"第{page}页" if page else in_words(origin) if origin else ""

    @cached_property
    def _was_read(self) -> bool:
        """Whether the document is of a file that says where things stand; one that was made is not."""
        return any(passage.page or passage.origin for passage in self.passages) or any(
            row.page or cell.origin
            for one in self.tables
            for row in (*one.table.head[:1], *one.table.body[:1])
            for cell in row.cells
        )

    @cached_property
    def _rows(self) -> list[tuple[str, LaidRow]]:
        return [(table.name, row) for table in self.tables for row in (*table.head, *table.body)]

    @cached_property
    def _pages(self) -> dict[tuple[str, str], int]:
        """Part and line -> the page; part and "" -> its first page."""
        rows = [(name, row.line, row.row.page) for name, row in self._rows]
        lines = [(passage.part, passage.text, passage.page) for passage in self.passages]
        found: dict[tuple[str, str], int] = {}
        for part, line, page in (*rows, *lines):
            for key in ((part, line), (part, "")) if page else ():
                found.setdefault(key, page)
        return found

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """Part and line -> where its cells begin, each with its origin; part and "" -> the sheet alone."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for name, line, start, origin in self._origins():
            found.setdefault((name, line), []).append((start, origin))
            found.setdefault((name, ""), [(0, origin[: origin.rindex("!") + 1])])
        return found

    def _origins(self) -> Iterator[tuple[str, str, int, str]]:
        for name, row in self._rows:
            starts = row.starts
            for spot in row.spots:
                if spot.cell.origin:
                    yield name, row.line, starts[spot.column], spot.cell.origin
        for passage in self.passages:
            if passage.origin:
                yield passage.part, passage.text, 0, passage.origin


def in_words(origin: str) -> str:
    """Return `工作表“收入总表”C12` for `收入总表!C12`, and the sheet alone for `收入总表!`."""
    sheet, _, cell = origin.rpartition("!")
    return f"工作表“{sheet}”{cell}"
