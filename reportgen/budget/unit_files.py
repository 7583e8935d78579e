"""What a department's file says for each unit's budget (部门.单位), and what units' files add to the department's.

A unit's own file inherits the department's head. What files say of projects (项目, 绩效) is shared out to the units,
and put together again for the department: a record under 绩效 that states a 项目 goes both ways; anything else there
belongs to whoever publishes it.

A unit without a file has its part of the department's lines as its budget (`UnitBudgets`). A line belongs to the unit
that it states; a line of a measure without 单位, to the unit of its project.
"""

from collections.abc import Iterable, Iterator, Set
from collections.abc import Mapping as Dict

from reportgen.budget.book import Book, StatedFigure
from reportgen.budget.books import BookReader
from reportgen.budget.breakdowns import breakdowns_of_unit
from reportgen.budget.files import budget_file_of
from reportgen.budget.ledger import Line
from reportgen.budget.models import Budget, BudgetFile, Explanation, Unit
from reportgen.diagnostics import ReportgenError, error
from reportgen.figure import FigureId
from reportgen.known import known_in
from reportgen.records import replace
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, below, merged, scalar_at, text_below
from reportgen.vocabulary import NOT_APPLICABLE

_SHARED = ("模板", "文种", "年度", "金额单位", "日期", "状态", "科目名称")
_INHERITED = ("级次", "地区")
_OWN = ("原因", "用途", "绩效", "资料", "已知差异")  # written in the entry of a unit that has no file
Entry = tuple[Scalar, Node]
_Lines = dict[str, dict[str, list[Line]]]  # base -> measure -> lines


def unit_entries(file: BudgetFile) -> Iterator[tuple[Unit, Mapping]]:
    """Yield each unit with its entry below 部门.单位 of the file."""
    listed = below(file.node, "部门", "单位")
    items = listed.items if isinstance(listed, Sequence) else (listed,)
    nodes = [item for item in items if isinstance(item, Mapping)]
    yield from zip(file.department.units, nodes, strict=True) if file.department.units else ()


def unit_kind(kind: str) -> str:
    """Return the kind of a unit's document: 部门预算 → 单位预算, 部门决算 → 单位决算."""
    return f"单位{kind.removeprefix('部门')}" if kind.startswith("部门") else kind


def head_of(file: BudgetFile, entry: Mapping) -> Mapping:
    """Return what the department's file says for a unit's own file, apart from measures."""
    node = file.node
    assert node is not None
    department = node.get("部门")
    assert isinstance(department, Mapping)
    inherited = [(k, v) for k, v in department.entries if k.text in _INHERITED]
    inherited += [(scalar_at(k.place, "主管部门"), v) for k, v in department.entries if k.text == "名称"]
    about = merged(entry.without("文件", *_OWN), Mapping(entry.place, tuple(inherited)), 0)
    shared = [(k, v) for k, v in node.entries if k.text in _SHARED]
    own = [(k, v) for k, v in entry.entries if k.text in _OWN]
    return Mapping(node.place, (*shared, (scalar_at(entry.place, "部门"), about), *own))


def file_of_unit(file: BudgetFile, code: str, head: Mapping, projects: Set[str], bases: Iterable[str]) -> Mapping:
    """Return the file that a unit without one would have: its head, the bases (for places), texts on its projects."""
    node = file.node
    assert node is not None
    own = {name.text for name, _ in head.entries}
    known = [(name, value) for name, value in node.entries if name.text not in own and isinstance(value, Mapping)]
    kept = [(name, value) for name, value in known if name.text in bases]
    shares = [(name, _share(name.text, value, code, projects)) for name, value in known]
    return Mapping(head.place, (*head.entries, *kept, *((name, value) for name, value in shares if value.entries)))


def _share(name: str, node: Mapping, code: str, projects: Set[str]) -> Mapping:
    """Return the unit's share of 项目 or 绩效; an empty mapping for any other key."""
    found: list[Entry] = []
    if name == "项目":
        found = [entry for entry in node.entries if entry[0].text in projects]
    elif name == "绩效":
        lists = [(k, _records(v, code, projects)) for k, v in node.entries]
        found = [(k, v) for k, v in lists if v is not None]
    return Mapping(node.place, tuple(found))


def _records(node: Node, code: str, projects: Set[str]) -> Sequence | None:
    """The unit's records of a list, or None if there are none."""
    items = node.items if isinstance(node, Sequence) else ()
    kept = tuple(item for item in items if _is_of(item, code, projects))
    return Sequence(node.place, kept) if kept else None


def _is_of(record: Node, code: str, projects: Set[str]) -> bool:
    unit, project = (text_below(record, name) for name in ("单位", "项目"))
    return unit in ("", code) and (project in projects if project else bool(unit))


def with_unit_files(own: Mapping, units: Iterable[Mapping]) -> Mapping:
    """Return the department's file with what its units' files say of projects; its own entries win."""
    files = list(units)
    added = {
        "项目": _joined([own, *files], "项目"),
        "绩效": _performance(own, files),
        "科目名称": _joined([own, *files], "科目名称"),
    }
    kept = own.without(*added).entries
    return Mapping(own.place, (*kept, *((scalar_at(own.place, k), v) for k, v in added.items() if v.entries)))


def _joined(files: list[Mapping], name: str) -> Mapping:
    """Return the entries of all files under a key; of two entries with the same key, the first."""
    found: dict[str, Entry] = {}
    for node in (file.get(name) for file in files):
        for entry in node.entries if isinstance(node, Mapping) else ():
            found.setdefault(entry[0].text, entry)
    return Mapping(files[0].place, tuple(found.values()))


def _performance(own: Mapping, units: list[Mapping]) -> Mapping:
    """Return the department's 绩效, with the units' records about projects added to its lists."""
    whole = own.get("绩效")
    found: dict[str, Entry] = {k.text: (k, v) for k, v in whole.entries} if isinstance(whole, Mapping) else {}
    for name, value in (e for file in units if isinstance(node := file.get("绩效"), Mapping) for e in node.entries):
        records = tuple(r for r in value.items if text_below(r, "项目")) if isinstance(value, Sequence) else ()
        have = found.get(name.text, (name, Sequence(value.place, ())))
        if records and isinstance(have[1], Sequence):
            found[name.text] = (have[0], Sequence(have[1].place, (*have[1].items, *records)))
    return Mapping(own.place, tuple(found.values()))


class UnitBudgets:
    """The budgets of the units of one department's file; all lines are sorted once.

    `heads`: what each unit's own file would say apart from measures.
    """

    def __init__(self, whole: Budget, heads: Dict[str, Mapping]) -> None:
        self.whole, self.heads = whole, heads
        self._units_of_projects = self._projects_of_units()
        self._unassigned: set[tuple[str, str]] = set()
        self._open: dict[str, list[Line]] = {}
        self._lines: dict[str, _Lines] = {code: {} for code in heads}
        self._named: dict[str, dict[str, dict[FigureId, StatedFigure]]] = {code: {} for code in heads}
        for book in whole.books.values():
            self._sort(book)

    def budget(self, code: str) -> Budget:
        """Return the unit's budget.

        Raises:
            ReportgenError: lines do not say to which unit they belong.
        """
        whole = self.whole
        books = {base: self.book(code, base) for base in whole.books}
        members = _members_written(books.values(), whole.vocabulary.open)
        projects = members.get("项目", set())
        file = budget_file_of(file_of_unit(whole.file, code, self.heads[code], projects, whole.vocabulary.bases))
        file = replace(file, kind=unit_kind(file.kind))
        vocabulary, problems = books[""].vocabulary, Problems()
        reader = BookReader(vocabulary, file, problems)
        reasons = {**_explanations_of_unit(whole.reasons, code, members), **reader.explanations("原因")}
        purposes = {**_explanations_of_unit(whole.purposes, code, members), **reader.explanations("用途")}
        differences = known_in(file.differences, problems)
        problems.raise_any()
        approved = {n.without("单位"): one for n, one in whole.approved.items() if n.member("单位") == code}
        said = (reasons, purposes, whole.restated, whole.findings, code)
        return Budget(file, vocabulary, books, *said, approved, differences)

    def book(self, code: str, base: str) -> Book:
        """Return the unit's part of this year or of a base.

        A measure that is stated for the department is stated for each unit, unless no line says whose it is.

        Raises:
            ReportgenError: lines do not say to which unit they belong.
        """
        if self._open:
            self._refuse_open()
        book, vocabulary = self.whole.books[base], self.whole.vocabulary
        own = self._lines[code].get(base, {})
        lines = {m: tuple(own.get(m, ())) for m in book.lines if (base, m) not in self._unassigned}
        alone = vocabulary.with_default_unit(code).with_units({code: ""})
        named = self._named[code].get(base, {})
        apart = breakdowns_of_unit(code, book.all_breakdowns)
        return replace(book, lines=lines, stated=named, vocabulary=alone, transfers=None, breakdowns=apart)

    def _projects_of_units(self) -> dict[str, set[str]]:
        """Project -> the units that have lines of it."""
        found: dict[str, set[str]] = {}
        for book in self.whole.books.values():
            for line in book.every_line():
                if (project := line.dims.get("项目")) and (unit := line.dims.get("单位")):
                    found.setdefault(project, set()).add(unit)
        return found

    def _unit_of(self, dims: Dict[str, str]) -> str:
        """The unit that is stated, else the only unit that has the project, else ""."""
        units = self._units_of_projects.get(dims.get("项目", ""), set())
        return dims.get("单位") or (next(iter(units)) if len(units) == 1 else "")

    def _sort(self, book: Book) -> None:
        for measure, lines in book.lines.items():
            for line in lines:
                self._sort_line(book.name, measure, line)
        for name, stated in book.stated.items():
            unit = self._unit_of(dict(name.conditions))
            if unit in self._named:
                self._named[unit].setdefault(book.name, {})[name.without("单位")] = stated

    def _sort_line(self, base: str, measure: str, line: Line) -> None:
        unit = self._unit_of(line.dims)
        if unit in self._lines:
            self._lines[unit].setdefault(base, {}).setdefault(measure, []).append(line)
        elif "单位" in self.whole.vocabulary.measures[measure].dimensions and unit != NOT_APPLICABLE:
            self._open.setdefault(measure, []).append(line)
        else:
            self._unassigned.add((base, measure))

    def _refuse_open(self) -> None:
        lines = [line for lines in self._open.values() for line in lines]
        hint = "补上“单位: 编码”，分给各个单位；只生成部门的文件时不用"
        what = f"{'、'.join(self._open)}的这一行没有写“单位”，不知道是哪个单位的"
        raise ReportgenError(error("单位", what, *(line.at for line in lines), hint=hint))


def _members_written(books: Iterable[Book], dimensions: Iterable[str]) -> dict[str, set[str]]:
    """Return open dimension -> its members in the lines of the books, and in the names of figures stated whole."""
    found: dict[str, set[str]] = {dimension: set() for dimension in dimensions}
    for book in books:
        stated = [line.dims for line in book.every_line()]
        for dims in [*stated, *(dict(name.conditions) for name in book.stated)]:
            for dimension in found.keys() & dims.keys():
                found[dimension].add(dims[dimension])
    return found


def _explanations_of_unit(
    said: Dict[FigureId, Explanation], code: str, members: Dict[str, set[str]]
) -> dict[FigureId, Explanation]:
    """Return the explanations of the unit's figures; one that names the unit wins over one that names none."""
    found: dict[FigureId, Explanation] = {}
    for name, one in sorted(said.items(), key=lambda item: bool(item[0].member("单位"))):
        others = any(m not in members.get(d, {m}) for d, m in name.conditions)
        if name.member("单位") in ("", code) and not others:
            found[name.without("单位")] = one
    return found
