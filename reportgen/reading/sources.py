"""Where a document was read from (出处): the pages of a PDF, the cells of a workbook; nothing for other files."""

from collections.abc import Iterator
from functools import cached_property

from reportgen.reading import Reading
from reportgen.reading.entries import Place
from reportgen.reading.layout import LaidRow
from reportgen.records import dataclass


@dataclass(frozen=True)
class Sources:
    """Places of a document → `第9页`, `工作表“收入总表”C12`."""

    reading: Reading

    def of(self, place: Place) -> str:
        """Return where the place was read, or ""."""
        page = self._pages.get((place.part, place.line)) or self._pages.get((place.part, ""))
        cells = self._cells.get((place.part, place.line)) or self._cells.get((place.part, "")) or []
        origin = next((origin for start, origin in reversed(cells) if start <= place.start), "")
        return f"第{page}页" if page else in_words(origin) if origin else ""

    @cached_property
    def _rows(self) -> list[tuple[str, LaidRow]]:
        return [(table.name, row) for table in self.reading.tables for row in (*table.head, *table.body)]

    @cached_property
    def _pages(self) -> dict[tuple[str, str], int]:
        """Part and line -> the page; of line "" the first."""
        rows = [(name, row.line, row.row.page) for name, row in self._rows]
        lines = [(passage.part, passage.text, passage.page) for passage in self.reading.passages]
        found: dict[tuple[str, str], int] = {}
        for part, line, page in (*rows, *lines):
            for key in ((part, line), (part, "")) if page else ():
                found.setdefault(key, page)
        return found

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """Part and line -> where its cells begin, and where each was read; of line "" the sheet alone."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for name, line, start, origin in self._origins():
            found.setdefault((name, line), []).append((start, origin))
            found.setdefault((name, ""), [(0, origin[: origin.rindex("!") + 1])])
        return found

    def _origins(self) -> Iterator[tuple[str, str, int, str]]:
        for name, row in self._rows:
            for spot in row.spots:
                if spot.cell.origin:
                    yield name, row.line, row.starts[spot.column], spot.cell.origin
        for passage in self.reading.passages:
            if passage.origin:
                yield passage.part, passage.text, 0, passage.origin


def in_words(origin: str) -> str:
    """`工作表“收入总表”C12` for `收入总表!C12`, the sheet alone for `收入总表!`."""
    sheet, _, cell = origin.rpartition("!")
    return f"工作表“{sheet}”{cell}"
