"""Units (单位): a department's file with those of its units, as one budget and as the budget of each unit.

A unit's figures are lines of the department's file that state it, or the measures of a file of its own (文件). Either
way the unit's budget is one that could stand alone, and the department's is all of them less the internal transfers.
Every file is read once, and only when it is asked for.
"""

from collections.abc import Iterable, Set
from dataclasses import replace
from functools import cached_property

from reportgen.budget.bases import named_file
from reportgen.budget.consolidation import consolidated
from reportgen.budget.files import file_of
from reportgen.budget.ledger import Book
from reportgen.budget.listing import check_listing, entries, head_of, unit_kind
from reportgen.budget.models import Budget, BudgetFile, Unit
from reportgen.budget.named import BUDGETS, named_path
from reportgen.budget.parts import Parts
from reportgen.budget.reading import budget_of
from reportgen.budget.transfers import less_transfers
from reportgen.diagnostics import Diagnostic, ReportgenError, combined, did_you_mean, error
from reportgen.source import Mapping, Problems, Scalar, Sequence, merged, read
from reportgen.vocabulary import Vocabulary


class Units:
    """The budgets that one file leads to: the whole department's and each unit's.

    Raises:
        ReportgenError: two units share a code, a name or a file.
    """

    def __init__(self, file: BudgetFile, vocabulary: Vocabulary) -> None:
        self.file, self.vocabulary = file, vocabulary
        self._heads = {unit.code: head_of(file, entry) for unit, entry in entries(file)}
        self._read: dict[str, Budget] = {}
        check_listing(file)

    @property
    def listed(self) -> tuple[Unit, ...]:
        """The units, in the file's order."""
        return self.file.department.units

    def named(self, name: str) -> Unit:
        """The unit of that name or code.

        Raises:
            ReportgenError: there is none.
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
        """The budget of one unit.

        Raises:
            ReportgenError: everything that is wrong in its file, or keeps its lines from being told from others'.
        """
        if unit.code not in self._read:
            self._read[unit.code] = self._filed(unit) if unit.file else self._parts.budget(unit.code)
        return self._read[unit.code]

    @cached_property
    def whole(self) -> Budget:
        """The department's budget: all its units less their internal transfers.

        Raises:
            ReportgenError: everything that is wrong in any of the files.
        """
        wrong: list[Diagnostic] = []
        filed: dict[str, Budget] = {}
        for unit in self.listed:
            try:
                filed.update({unit.code: self.budget(unit)} if unit.file else {})
            except ReportgenError as mistake:
                wrong.extend(mistake.diagnostics)
        try:
            own = self._own
        except ReportgenError as mistake:
            wrong.extend(mistake.diagnostics)
        if wrong:
            raise ReportgenError(*combined(wrong))
        return less_transfers(consolidated(_without(own, filed), filed) if filed else own, filed)

    @cached_property
    def _own(self) -> Budget:
        """What the department's file says itself."""
        return budget_of(self.file, self.vocabulary)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._own, self._heads)

    def _filed(self, unit: Unit) -> Budget:
        """A unit's own file, over what the department's says of it."""
        assert unit.file is not None
        problems = Problems()
        path = named_path(unit.file, BUDGETS, problems)
        problems.raise_any()
        assert path is not None
        own = read(path)
        _check_agrees(own, self._heads[unit.code], unit, problems)
        problems.raise_any()
        file = file_of(merged(own, self._heads[unit.code], 1))
        budget = budget_of(replace(file, kind=unit_kind(file.kind)), self.vocabulary)
        return replace(budget, books={**budget.books, **self._bases_by_file(unit, own)})

    def _bases_by_file(self, unit: Unit, own: Mapping) -> dict[str, Book]:
        """Of bases that the department's file gives by a file and the unit's does not state: the unit's part."""
        node = self.file.node
        named = [b for b in self.vocabulary.bases if node and named_file(node.get(b)) and own.get(b) is None]
        return {base: self._parts.base(unit.code, base) for base in named}


def _without(own: Budget, filed: Iterable[str]) -> Budget:
    """What the department's file says itself; of a base that is a file, without the units that have got their part."""
    books = {base: _part_without(book, {*filed}) if book.places else book for base, book in own.books.items()}
    return replace(own, books=books)


def _part_without(book: Book, units: Set[str]) -> Book:
    lines = {m: tuple(line for line in lines if line.dims.get("单位") not in units) for m, lines in book.lines.items()}
    return replace(book, lines=lines, named={n: s for n, s in book.named.items() if n.member("单位") not in units})


def _check_agrees(own: Mapping, head: Mapping, unit: Unit, problems: Problems) -> None:
    """A unit's file is of the same year and region, and of no other unit."""
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
