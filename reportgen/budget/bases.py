"""What this year is compared with (口径): last year's figures as the budget file states them, or last year's own file.

A file that is named gives its own measures, read with this document's vocabulary; its bases, reasons and facts stay
behind. 口径调整 restates what either of them says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.budget.adjusting import Adjustment
from reportgen.budget.books import BookReader
from reportgen.budget.files import file_of
from reportgen.budget.ledger import Book, Line, Named, Written
from reportgen.budget.listing import entries, head_of
from reportgen.budget.models import FIELDS, BudgetFile
from reportgen.budget.named import BUDGETS, named_path, own_path, same_file
from reportgen.budget.sheets import Sheets
from reportgen.diagnostics import Location, ReportgenError
from reportgen.figure import FigureId
from reportgen.source import Mapping, Node, Problems, Scalar, merged, read
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_ADVICE = "改了编码、名称或撤并了的，在本年文件的“口径调整”里写“{0}: {{旧的: 新的}}”，旧的是“{1}”"


class Bases:
    """Reads the bases of one budget file; `opened` opens another, and each file only once."""

    def __init__(
        self,
        file: BudgetFile,
        reader: BookReader,
        adjustment: Adjustment,
        opened: Callable[[Path], BudgetFile],
        problems: Problems,
    ) -> None:
        self.file, self.reader, self.adjustment = file, reader, adjustment
        self.opened, self.problems = opened, problems
        self._books: dict[Path, Book] = {}

    def book(self, base: str) -> Book:
        """The book of a base; where the file does not state it, an empty one."""
        assert self.file.node is not None
        node = self.file.node.get(base)
        if isinstance(node, Scalar) and node.text == NOT_APPLICABLE:
            return Book(base, dict.fromkeys(self.reader.vocabulary.measures, ()), {}, self.reader.vocabulary)
        named = named_file(node)
        if named:
            return self._of_file(base, named)
        if node is not None and not isinstance(node, Mapping):
            hint = "每个指标一行，如“支出: 100”，往里缩两格；或写去年的预算文件名，如“去年.yaml”"
            self.problems.add("格式", f"“{base}”下面要写“收入: …”“支出: …”", node.at, hint=hint)
        return self.reader.book(base, node if isinstance(node, Mapping) else Mapping(self.file.node.place, ()))

    def _of_file(self, base: str, named: Scalar) -> Book:
        path = named_path(named, BUDGETS, self.problems)
        other = self._opened(named, path) if path else None
        if path is None or other is None or not self._of_right_year(base, named, other):
            return Book(base, {}, {}, self.reader.vocabulary)
        if path not in self._books:
            self._books[path] = self._read(other)
        return replace(self._books[path], name=base, places=(Location(str(path)), named.at))

    def _opened(self, named: Scalar, path: Path) -> BudgetFile | None:
        try:
            other = self.opened(path)
        except ReportgenError as mistake:
            self.problems.extend(replace(d, places=(*d.places, named.at)) for d in mistake.diagnostics)
            return None
        self.problems.remarks.extend(other.unfilled)  # a draft's empty places count as zero
        return None if self._names_back(named, other) else other

    def _names_back(self, named: Scalar, other: BudgetFile) -> bool:
        """Whether the file takes its own last year from the one that names it, which is told: years have an order."""
        stated = [other.node.get(base) for base in self.reader.vocabulary.bases] if other.node else []
        back = next((file for node in stated if (file := named_file(node)) and same_file(file, own_path(named))), None)
        if back:
            hint = "前一年的文件里，写更早一年的文件名"
            self.problems.add("文件", "两个文件互相当作上年的文件", back.at, named.at, hint=hint)
        return back is not None

    def _of_right_year(self, base: str, named: Scalar, other: BudgetFile) -> bool:
        year = self.file.year - (base not in self.reader.vocabulary.same_year)
        stated = other.node.get("年度") if other.node else None
        if other.year != year:
            places = (named.at, stated.at) if stated else (named.at,)
            what = f"“{base}”要用{year}年的预算文件，“{named.text}”是{other.year}年的"
            self.problems.add("年度", what, *places, hint="换成那一年的文件，或把文件里的年度改对")
        return other.year == year

    def _read(self, other: BudgetFile) -> Book:
        """Its own measures and those of its units' files, as it would read this year's; its transfers as they stand."""
        books = [self._measures(file) for file in (other, *self._of_units(other))]
        lines: dict[str, tuple[Line, ...]] = {}
        for book in books:
            for measure, found in book.lines.items():
                lines[measure] = (*lines.get(measure, ()), *found)
        transfers = (other.transfers, other.unit) if other.transfers else None
        vocabulary = self.reader.vocabulary
        return replace(
            books[0],
            lines=lines,
            vocabulary=vocabulary,
            named=_named_together(books),
            transfers=transfers,
            written=_written_together(books),
        )

    def _of_units(self, other: BudgetFile) -> Iterator[BudgetFile]:
        """The files of its units, over what it says of them."""
        for unit, entry in entries(other):
            path = named_path(unit.file, BUDGETS, self.problems) if unit.file else None
            if path:
                try:
                    yield file_of(merged(read(path), head_of(other, entry), 1))
                except ReportgenError as mistake:
                    self.problems.extend(mistake.diagnostics)

    def _measures(self, other: BudgetFile) -> Book:
        assert other.node is not None
        vocabulary = _with_unit_of(other, self.reader.vocabulary, self.adjustment)
        sheets = Sheets(other.unit, other.names_of, self.problems)
        reader = BookReader(vocabulary, other, sheets, self.problems, self.adjustment, _ADVICE, lenient=True)
        return reader.book("", other.node.without(*FIELDS, *vocabulary.bases))


def _named_together(books: Sequence[Book]) -> dict[FigureId, Named]:
    """Figures stated whole, those of a unit's file under its unit."""
    own, *units = books
    units_of = [(book.vocabulary.defaults.get("单位", ""), book) for book in units]
    return {**own.named} | {
        n.where(("单位", unit)): stated for unit, book in units_of for n, stated in book.named.items()
    }


def _written_together(books: Sequence[Book]) -> dict[str, tuple[Written, ...]]:
    """How each measure is written in all the files that have it."""
    found: dict[str, tuple[Written, ...]] = {}
    for book in books:
        for measure, how in book.written.items():
            found[measure] = (*found.get(measure, ()), *how)
    return found


def named_file(node: Node | None) -> Scalar | None:
    """The file that a base names: `上年预算: 去年.yaml`, or as with spreadsheets `{文件: 去年.yaml}`."""
    if isinstance(node, Mapping) and [name.text for name, _ in node.entries] == ["文件"]:
        node = node.get("文件")
    return node if isinstance(node, Scalar) and node.text.strip().lower().endswith((".yaml", ".yml")) else None


def _with_unit_of(other: BudgetFile, vocabulary: Vocabulary, adjustment: Adjustment) -> Vocabulary:
    """The vocabulary where lines that name no unit are those of the only unit that the file has."""
    units = [*other.department.unit_names]
    if len(units) > 1 or other.node is None:
        return vocabulary
    unit = adjustment.restated("单位", units[0], Scalar(other.node.place, units[0]))
    if unit not in vocabulary.trees["单位"]:
        return vocabulary
    return replace(vocabulary, defaults={**vocabulary.defaults, "单位": unit})
