"""A budget file read with a region's vocabulary: its measures, its bases (口径), what it says of figures.

A base is last year's figures as the budget file states them, or last year's own file. Of such a file only the measures
count, read with this document's vocabulary; its own bases, reasons and facts are left aside. 口径调整 restates both.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from reportgen.budget.adjusting import adjustment_of
from reportgen.budget.advice import says_nothing
from reportgen.budget.book import Book, StatedFigure, WrittenMeasure
from reportgen.budget.books import BookReader
from reportgen.budget.breakdowns import joined_breakdowns
from reportgen.budget.files import (
    BUDGETS,
    SHEETS,
    budget_file_of,
    is_name_of,
    named_path,
    open_file,
    own_path,
    read_budget,
)
from reportgen.budget.ledger import Line
from reportgen.budget.lines import OtherYear
from reportgen.budget.models import FIELDS, Budget, BudgetFile
from reportgen.budget.omissions import report_omissions
from reportgen.budget.unit_files import head_of, unit_entries
from reportgen.diagnostics import Location, ReportgenError, combined
from reportgen.figure import FigureId
from reportgen.known import known_in
from reportgen.lexicon import kind_called
from reportgen.patterns import compiled
from reportgen.records import replace
from reportgen.source import Mapping, Node, Problems, Scalar, merged, scalar_at
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_ADVICE = "改了编码、名称或撤并了的，在本年文件的“口径调整”里写“{0}: {{旧的: 新的}}”，旧的是“{1}”"


def budget_of(file: BudgetFile, vocabulary: Vocabulary) -> Budget:
    """Return the budget with its books, read with a region's vocabulary.

    Raises:
        ReportgenError: everything that is wrong in the measures, bases, reasons, approved figures.
    """
    assert file.node is not None
    problems, vocabulary = Problems(), _with_units(vocabulary, file)
    adjustment = adjustment_of(file.adjustments, vocabulary, problems)
    reader = BookReader(vocabulary, file, problems)
    bases = _Bases(reader.with_adjustment(adjustment), cache(open_file))
    books = {"": reader.book("", file.node.without(*FIELDS, *vocabulary.bases))}
    if any(problem.rule == "单位" for problem in problems):  # every line of the other years would say the same
        problems.raise_any()
    books |= {base: bases.book(base) for base in vocabulary.bases}
    reasons, purposes = reader.explanations("原因"), reader.explanations("用途")
    approved, differences = reader.approved(), known_in(file.differences, problems)
    report_omissions(file, books, vocabulary, problems)
    adjustment.remark_idle()
    problems.raise_any()
    restated, findings = tuple(adjustment.restatements()), tuple(combined(problems.remarks))
    return Budget(file, vocabulary, books, reasons, purposes, restated, findings, "", approved, differences)


def _with_units(vocabulary: Vocabulary, file: BudgetFile) -> Vocabulary:
    """Return the vocabulary with the file's units; lines belong to the only one if there is one."""
    units = dict.fromkeys(file.department.unit_names, "")
    vocabulary = vocabulary.with_units(units)
    return vocabulary.with_default_unit(next(iter(units))) if len(units) == 1 else vocabulary


def _about_base(base: str, node: Node) -> str:
    """Return what to write instead of a base that is neither measures nor a file."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if says_nothing(text):
        return f"没有就写“{base}: 无”"
    if text.lower().endswith(SHEETS):
        return "这里写去年的预算文件（.yaml）；表格写在指标下面，如“支出: {文件: 去年.xlsx}”，往里缩两格"
    if compiled(r"[^\d.,，元万千亿-]").search(text):
        return f"文件名要带扩展名，如“{text}.yaml”；没有去年的文件，每个指标一行，如“支出: 100”，往里缩两格"
    return "每个指标一行，如“支出: 100”，往里缩两格；或写去年的预算文件名，如“去年.yaml”"


def named_file(node: Node | None) -> Scalar | None:
    """Return the file that a base names, `上年预算: 去年.yaml` or `{文件: 去年.yaml}`; None if it names none."""
    if isinstance(node, Mapping) and [name.text for name, _ in node.entries] == ["文件"]:
        node = node.get("文件")
        return node if isinstance(node, Scalar) else None
    return node if isinstance(node, Scalar) and node.text.strip().lower().endswith(BUDGETS) else None


class _Bases:
    """Reads the bases of one budget file, with the reader that restates them.

    `opened` opens the file at a path; it opens each file only once.
    """

    def __init__(self, reader: BookReader, opened: Callable[[Path], BudgetFile]) -> None:
        self.reader, self.opened = reader, opened
        self.file, self.vocabulary, self.problems = reader.file, reader.vocabulary, reader.problems
        self._books: dict[Path, Book] = {}

    def book(self, base: str) -> Book:
        """Return the book of a base, an empty one where the file does not state it."""
        assert self.file.node is not None
        node = self.file.node.get(base)
        if isinstance(node, Scalar) and node.text == NOT_APPLICABLE:
            return Book(base, dict.fromkeys(self.vocabulary.measures, ()), {}, self.vocabulary)
        if named := named_file(node):
            return self._of_file(base, named)
        if node is not None and not isinstance(node, Mapping):
            self.problems.add("格式", f"“{base}”下面要写“收入: …”“支出: …”", node.at, hint=_about_base(base, node))
        return self.reader.book(base, node if isinstance(node, Mapping) else Mapping(self.file.node.place, ()))

    def _of_file(self, base: str, named: Scalar) -> Book:
        path = named_path(named, BUDGETS, self.problems)
        other = self._opened(named, path) if path else None
        if path is None or other is None or not self._is_of_right_year(base, named, other):
            return Book(base, {}, {}, self.vocabulary)
        if path not in self._books:
            self._books[path] = self._read(other)
        return replace(self._books[path], name=base, places=(Location(str(path)), named.at))

    def _opened(self, named: Scalar, path: Path) -> BudgetFile | None:
        try:
            other = self.opened(path)
        except ReportgenError as mistake:
            self.problems.extend_from(mistake, named.at)
            return None
        self.problems.remarks.extend(other.unfilled)  # a draft's empty places count as zero
        return None if self._names_back(named, other) else other

    def _names_back(self, named: Scalar, other: BudgetFile) -> bool:
        """Whether the other file names this one as its own last year; if so, report it."""
        stated = [other.node.get(base) for base in self.vocabulary.bases] if other.node else []
        back = next((file for node in stated if (file := named_file(node)) and is_name_of(file, own_path(named))), None)
        if back:
            hint = "前一年的文件里，写更早一年的文件名"
            self.problems.add("文件", "两个文件互相当作上年的文件", back.at, named.at, hint=hint)
        return back is not None

    def _is_of_right_year(self, base: str, named: Scalar, other: BudgetFile) -> bool:
        year = self.file.year - (base not in self.vocabulary.same_year)
        stated = other.node.get("年度") if other.node else None
        if other.year != year:
            places = (named.at, stated.at) if stated else (named.at,)
            what = f"“{base}”要用{year}年的预算文件，“{named.text}”是{other.year}年的"
            self.problems.add("年度", what, *places, hint="换成那一年的文件，或把文件里的年度改对")
        return other.year == year and self._is_of_right_kind(base, named, other)

    def _is_of_right_kind(self, base: str, named: Scalar, other: BudgetFile) -> bool:
        """Whether a base of 预算 is a budget and one of 决算 is 决算; if not, report it."""
        asked, kind = kind_called(f"部门{base[-2:]}"), kind_called(other.kind)
        if asked and kind and asked != kind:
            stated = other.node.get("文种") if other.node else None
            places = (named.at, stated.at) if stated else (named.at,)
            what = f"“{base}”要用{base[-2:]}的文件，“{named.text}”是{other.kind}"
            self.problems.add("文种", what, *places, hint=f"换成同一年的{base[-2:]}文件")
            return False
        return True

    def _read(self, other: BudgetFile) -> Book:
        """Return the measures of a file and of its units' files as one book; internal transfers stay as declared."""
        own, *of_units = books = [self._measures(file) for file in (other, *self._of_units(other))]
        by_unit = {book.vocabulary.defaults.get("单位", ""): book.all_breakdowns for book in of_units}
        apart = joined_breakdowns(own.all_breakdowns, by_unit, self.vocabulary.trees["单位"])
        lines: dict[str, tuple[Line, ...]] = {}
        written: dict[str, tuple[WrittenMeasure, ...]] = {}
        for book in books:
            for measure, found in book.lines.items():
                lines[measure] = (*lines.get(measure, ()), *found)
                written[measure] = (*written.get(measure, ()), *book.written.get(measure, ()))
        transfers = (other.transfers, other.unit) if other.transfers else None
        publisher, units = (other.department.name, other.department.code), other.department.unit_names
        named = _named_together(books)
        said = other.performance, other.reasons, other.facts
        return Book("", lines, named, self.vocabulary, (), transfers, written, publisher, units, apart, *said)

    def _of_units(self, other: BudgetFile) -> Iterator[BudgetFile]:
        """Yield the files of its units, with what the file itself says of a unit where the unit's own says nothing."""
        for unit, entry in unit_entries(other):
            path = named_path(unit.file, BUDGETS, self.problems) if unit.file else None
            if path:
                try:
                    yield budget_file_of(merged(read_budget(path), head_of(other, entry), 1))
                except ReportgenError as mistake:
                    self.problems.extend(mistake.diagnostics)

    def _measures(self, other: BudgetFile) -> Book:
        assert other.node is not None
        vocabulary, adjustment = self._with_only_unit(other), self.reader.adjustment
        how = OtherYear(_ADVICE, foreign=kind_called(other.kind) != kind_called(self.file.kind))
        reader = BookReader(vocabulary, other, self.problems, adjustment, how)
        return reader.book("", other.node.without(*FIELDS, *vocabulary.bases))

    def _with_only_unit(self, other: BudgetFile) -> Vocabulary:
        """Return the vocabulary in which lines without a unit belong to the file's only unit, if it has only one."""
        units = [*other.department.unit_names]
        if len(units) > 1 or other.node is None:
            return self.vocabulary
        unit = self.reader.adjustment.restated("单位", units[0], scalar_at(other.node.place, units[0]))
        return self.vocabulary.with_default_unit(unit) if unit in self.vocabulary.trees["单位"] else self.vocabulary


def _named_together(books: Sequence[Book]) -> dict[FigureId, StatedFigure]:
    """The figures stated whole in a department's file, and those of its units' files under their unit."""
    own, *units = books
    found = dict(own.stated)
    for book in units:
        unit = book.vocabulary.defaults.get("单位", "")
        found |= {name.where(("单位", unit)): stated for name, stated in book.stated.items()}
    return found
