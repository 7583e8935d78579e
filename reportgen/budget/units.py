"""Units (单位): a department's file and those of its units, as one budget and as a budget for each unit.

A unit's figures are lines of the department's file that state the unit, or the measures of its own file (文件). Either
way the unit's budget could stand alone, and the department's is the sum of all less the internal transfers. Every file
is read once, and only when it is asked for.
"""

from collections.abc import Iterable, Set
from functools import cached_property
from pathlib import PurePath

from reportgen.budget.book import Book
from reportgen.budget.breakdowns import by_measure
from reportgen.budget.consolidation import consolidated
from reportgen.budget.elimination import less_transfers
from reportgen.budget.files import BUDGETS, budget_file_of, named_path, read_budget
from reportgen.budget.models import Budget, BudgetFile, Unit
from reportgen.budget.reading import budget_of, named_file
from reportgen.budget.sheets import MOST_LINES
from reportgen.budget.unit_files import UnitBudgets, head_of, unit_entries, unit_kind
from reportgen.diagnostics import Diagnostic, ReportgenError, combined, did_you_mean, error
from reportgen.records import replace
from reportgen.source import Mapping, Problems, Scalar, Sequence, merged
from reportgen.vocabulary import Vocabulary

_DISTINCT = {
    "编码": "每个单位的编码要不一样",
    "名称": "每个单位的名称要不一样，生成的文件按名称取名",
    "文件": "每个单位写自己的文件",
}
_UNIT = 10  # lines that a unit counts as at least


class Units:
    """The budgets of one file: the whole department's and each unit's.

    Raises:
        ReportgenError: two units share a code, a name or a file.
    """

    def __init__(self, file: BudgetFile, vocabulary: Vocabulary) -> None:
        self.file, self.vocabulary = file, vocabulary
        self._heads = {unit.code: head_of(file, entry) for unit, entry in unit_entries(file)}
        self._read: dict[str, Budget] = {}
        _refuse_duplicates(file)

    @property
    def listed(self) -> tuple[Unit, ...]:
        """The units, in the file's order."""
        return self.file.department.units

    def named(self, name: str) -> Unit:
        """Return the unit of that name or code.

        Raises:
            ReportgenError: there is no such unit.
        """
        found = next((unit for unit in self.listed if name in (unit.name, unit.code)), None)
        if found is None:
            node = self.file.node
            at = (node.get("部门") or node).at if node else None
            names = [unit.name for unit in self.listed]
            hint = did_you_mean(name, names) if names else "在“部门”下面写“单位: [{编码: …, 名称: …}]”"
            raise ReportgenError(error("单位", f"没有“{name}”这个单位", *((at,) if at else ()), hint=hint))
        return found

    def budget(self, unit: Unit) -> Budget:
        """Return the budget of one unit.

        Raises:
            ReportgenError: everything that is wrong in its file, or lines that do not say to which unit they belong.
        """
        if unit.code not in self._read:
            self._read[unit.code] = self._budget_of_file(unit) if unit.file else self._by_unit.budget(unit.code)
        return self._read[unit.code]

    @cached_property
    def whole(self) -> Budget:
        """The department's budget: all its units less their internal transfers.

        Raises:
            ReportgenError: everything that is wrong in any of the files.
        """
        wrong: list[Diagnostic] = []
        filed: dict[str, Budget] = {}
        left = MOST_LINES
        for unit in filter(lambda each: each.file, self.listed):
            try:
                filed[unit.code] = self.budget(unit)
                left -= max(_UNIT, _line_count(filed[unit.code]))
            except ReportgenError as mistake:
                wrong.extend(mistake.diagnostics)
            if left < 0:
                raise self._too_many(len(filed))
        try:
            own = self._own
        except ReportgenError as mistake:
            wrong.extend(mistake.diagnostics)
        if wrong:
            raise ReportgenError(*combined(wrong))
        return less_transfers(consolidated(_without(own, filed), filed) if filed else own, filed)

    def _too_many(self, read: int) -> ReportgenError:
        """Return the error that units have more lines than one file may have; only `read` units were read."""
        node = self.file.node
        at = [(node.get("部门") or node).at] if node else []
        what = f"各单位的收支合起来超过{MOST_LINES}行，读到第{read}个单位为止"
        hint = "合并同一单位、同一科目的各行；还是太多的，分成几个部门的文件，或一个单位生成一份（--unit）"
        return ReportgenError(error("行数", what, *at, hint=hint))

    @cached_property
    def _own(self) -> Budget:
        """The budget of the department's own file alone."""
        return budget_of(self.file, self.vocabulary)

    @cached_property
    def _by_unit(self) -> UnitBudgets:
        return UnitBudgets(self._own, self._heads)

    def _budget_of_file(self, unit: Unit) -> Budget:
        """Return the budget of a unit's own file; what it does not state is taken from the department's file."""
        assert unit.file is not None
        problems = Problems()
        path = named_path(unit.file, BUDGETS, problems)
        problems.raise_any()
        assert path is not None
        own = read_budget(path)
        _check_agrees(own, self._heads[unit.code], unit, problems)
        problems.raise_any()
        file = budget_file_of(merged(own, self._heads[unit.code], 1))
        budget = budget_of(replace(file, kind=unit_kind(file.kind)), self.vocabulary)
        return replace(budget, books={**budget.books, **self._bases_by_file(unit, own)})

    def _bases_by_file(self, unit: Unit, own: Mapping) -> dict[str, Book]:
        """Return the unit's part of bases that the department's file states by a file and the unit's does not state."""
        node = self.file.node
        named = [b for b in self.vocabulary.bases if node and named_file(node.get(b)) and own.get(b) is None]
        return {base: self._by_unit.book(unit.code, base) for base in named}


def _line_count(budget: Budget) -> int:
    """Return the number of lines of this year or of a base, whichever has more."""
    return max(sum(1 for _ in book.every_line()) for book in budget.books.values())


def _refuse_duplicates(file: BudgetFile) -> None:
    """Refuse two units with the same code, name or file."""
    problems = Problems()
    for name, hint in _DISTINCT.items():
        first: dict[str, Scalar] = {}
        for _, entry in unit_entries(file):
            value = entry.get(name)
            if isinstance(value, Scalar):
                text = str(PurePath(value.text.replace("\\", "/"))) if name == "文件" else value.text
                other = first.setdefault(text, value)
                if other is not value:
                    problems.add("单位", f"两个单位的{name}都是“{value.text}”", value.at, other.at, hint=hint)
    problems.raise_any()


def _without(own: Budget, filed: Iterable[str]) -> Budget:
    """Return the department's own budget; its bases that are files are without the part of the units in `filed`."""
    books = {base: _book_without(book, {*filed}) if book.places else book for base, book in own.books.items()}
    return replace(own, books=books)


def _book_without(book: Book, units: Set[str]) -> Book:
    lines = {m: tuple(line for line in lines if line.dims.get("单位") not in units) for m, lines in book.lines.items()}
    apart = by_measure(
        replace(one, lines=tuple(line for line in one.lines if line.dims.get("单位") not in units))
        for one in book.all_breakdowns
        if one.name.member("单位") not in units
    )
    stated = {n: s for n, s in book.stated.items() if n.member("单位") not in units}
    return replace(book, lines=lines, stated=stated, breakdowns=apart)


def _check_agrees(own: Mapping, head: Mapping, unit: Unit, problems: Problems) -> None:
    """Refuse a unit's file of another year, region or unit."""
    for name in ("年度", "模板"):
        mine, theirs = own.get(name), head.get(name)
        if isinstance(mine, Scalar) and isinstance(theirs, Scalar) and mine.text != theirs.text:
            what = f"{unit.name}的{name}是{mine.text}，部门的{name}是{theirs.text}"
            hint = "改成一样；单位的文件里也可以不写" if name == "模板" else "单位的文件要和部门是同一年的"
            problems.add("单位", what, mine.at, theirs.at, hint=hint)
    department = own.get("部门")
    if isinstance(department, Mapping):
        listed = department.get("单位")
        items = listed.items if isinstance(listed, Sequence) else (listed,)
        for holder in (department, *(item for item in items if isinstance(item, Mapping))):
            code = holder.get("编码")
            if isinstance(code, Scalar) and code.text != unit.code:
                what = f"{unit.name}在部门的文件里编码是{unit.code}，这里写的是{code.text}"
                problems.add("单位", what, code.at, hint="两处改成一样；一个单位的文件里只有这一个单位")
