"""Reading a budget file: first what does not depend on a region, then, with the region's vocabulary, its measures."""

from dataclasses import replace
from pathlib import Path

from reportgen.budget import drafts
from reportgen.budget.ledger import Book, Line, Named
from reportgen.budget.lines import LineReader
from reportgen.budget.models import FIELDS, Budget, BudgetFile, Said
from reportgen.diagnostics import Severity, did_you_mean
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.quantity import UNITS
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence, decode, read
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary


def open_file(path: Path) -> BudgetFile:
    """The file, with everything that needs no region.

    Raises:
        ReportgenError: what is wrong in it.
    """
    written, problems = read(path), Problems()
    node, empty = drafts.settled(written, FIELDS)
    unfilled = drafts.told(empty, drafts.is_draft(node))
    problems += [finding for finding in unfilled if finding.severity is Severity.ERROR]
    if any(place.wanted is drafts.Wanted.HEAD for place in empty):
        problems.raise_any()
    file = decode(node, BudgetFile, problems, others=True)
    _refuse_empty(node, problems)
    unit = node.get("金额单位")
    if isinstance(unit, Scalar) and unit.text and unit.text not in UNITS:
        problems.add("取值", f"没有“{unit.text}”这个金额单位", unit.at, hint=did_you_mean(unit.text, UNITS))
    if file and not 1990 <= file.year <= 2100:
        problems.add("取值", f"年度“{file.year}”不对", _at(node, "年度").at, hint="写四位年份，如 2025")
    problems.raise_any()
    assert file is not None
    return replace(file, node=node, unfilled=tuple(unfilled))


def budget_of(file: BudgetFile, vocabulary: Vocabulary) -> Budget:
    """The budget with its books, read by a region's vocabulary.

    Raises:
        ReportgenError: everything that is wrong in the measures, bases, reasons.
    """
    assert file.node is not None
    problems = Problems()
    units = dict.fromkeys(file.department.unit_names, "")
    only = {"单位": next(iter(units))} if len(units) == 1 else {}
    vocabulary = replace(vocabulary, defaults={**vocabulary.defaults, **only})
    reader = _BookReader(vocabulary.with_members("单位", units), file, problems)
    measures = file.node.without(*FIELDS, *vocabulary.bases)
    books = {"": reader.book("", measures)}
    for base in vocabulary.bases:
        node = file.node.get(base)
        if isinstance(node, Scalar) and node.text == NOT_APPLICABLE:
            books[base] = Book(base, dict.fromkeys(vocabulary.measures, ()), {}, reader.vocabulary)
            continue
        books[base] = reader.book(base, node if isinstance(node, Mapping) else Mapping(file.node.place, ()))
        if node is not None and not isinstance(node, Mapping):
            hint = "每个指标一行，如“支出: 100”，往里缩两格"
            problems.add("格式", f"“{base}”下面要写“收入: …”“支出: …”", node.at, hint=hint)
    reasons, purposes = reader.said("原因"), reader.said("用途")
    problems.raise_any()
    return Budget(file, reader.vocabulary, books, reasons, purposes)


def _at(node: Mapping, name: str) -> Node:
    return node.get(name) or node


def _refuse_empty(node: Mapping, problems: Problems) -> None:
    """Keys that the document prints or goes by need words behind them."""
    department = node.get("部门")
    units = department.get("单位") if isinstance(department, Mapping) else None
    holders = [(node, ("模板", "文种", "金额单位")), (department, ("名称",))]
    holders += [(unit, ("编码", "名称")) for unit in (units.items if isinstance(units, Sequence) else ())]
    for holder, names in holders:
        for name in names:
            value = holder.get(name) if isinstance(holder, Mapping) else None
            if isinstance(value, Scalar) and not value.text.strip():
                problems.add("格式", f"“{name}”后面没有写内容", value.at, hint="在冒号后面写上")


class _BookReader:
    def __init__(self, vocabulary: Vocabulary, file: BudgetFile, problems: Problems) -> None:
        self.vocabulary, self.file, self.problems = vocabulary, file, problems
        self.lines = LineReader(vocabulary, file.unit, problems)

    def book(self, name: str, node: Mapping) -> Book:
        """The measures under a mapping; in a base a plain amount is a figure stated whole."""
        lines: dict[str, tuple[Line, ...]] = {}
        named: dict[FigureId, Named] = {}
        for title, value in node.entries:
            figure = self.figure(title, name)
            if figure is None or not self._stands_here(figure, title):
                continue
            if figure in named or (not figure.conditions and figure.measure in lines):
                self.problems.add("重复的键", f"“{figure}”写了两次", title.at, hint="只留一处")
            elif figure.conditions or (name and isinstance(value, Scalar) and value.text != "无"):
                self._name(figure, value, named)
            else:
                lines[figure.measure] = tuple(self.lines.read(value, self.vocabulary.measures[figure.measure]))
        return Book(name, lines, named, self.vocabulary)

    def _name(self, figure: FigureId, value: Node, named: dict[FigureId, Named]) -> None:
        if not isinstance(value, Scalar):
            hint = f"如“{figure}: 100”；要分行写时，键只写“{figure.measure}”"
            self.problems.add("格式", f"“{figure}”后面要写一个金额", value.at, hint=hint)
            return
        amount = self.lines.amount(value, self.vocabulary.measures[figure.measure])
        if amount is not None:
            named[figure] = Named(amount, value)

    def figure(self, name: Scalar, base: str) -> FigureId | None:
        """The figure that a key names, or None with the problem told."""
        try:
            figure = parse(name.text)
        except NotationError as e:
            self.problems.add("数名", str(e), name.at, hint=FORM)
            return None
        if figure.measure not in self.vocabulary.measures:
            known = [*self.vocabulary.measures, *([] if base else [*FIELDS, *self.vocabulary.bases])]
            self.problems.add("未知的键", f"没有“{figure.measure}”", name.at, hint=did_you_mean(figure.measure, known))
            return None
        return figure if self._dimensions_known(figure, name) else None

    def _stands_here(self, figure: FigureId, name: Scalar) -> bool:
        """Amounts are stated without 口径: which year they are of is said by where they stand."""
        if figure.base or figure.derived:
            hint = f"只写“{figure.amount}”，往年的数放在“上年预算:”之类的键下面"
            self.problems.add("数名", f"“{name.text}”的金额不能写在这里", name.at, hint=hint)
            return False
        return True

    def _dimensions_known(self, figure: FigureId, name: Scalar) -> bool:
        known = self.vocabulary.measures[figure.measure].dimensions
        unknown = [d for d, _ in figure.conditions if d not in known]
        for dimension in unknown:
            what = f"{figure.measure}没有“{dimension}”这个维度"
            self.problems.add("数名", what, name.at, hint=did_you_mean(dimension, known))
        return not unknown and all(self.lines.knows(d, m, name.at) for d, m in figure.conditions)

    def said(self, section: str) -> dict[FigureId, Said]:
        """What 原因 or 用途 says, by figure; it stands inside a sentence, so its own last mark is dropped."""
        node = self.file.node.get(section) if self.file.node else None
        found: dict[FigureId, Said] = {}
        for name, value in node.entries if isinstance(node, Mapping) else ():
            figure = self.figure(name, section)
            if figure is None or not isinstance(value, Scalar):
                continue
            if figure.base and figure.base not in self.vocabulary.bases:
                hint = did_you_mean(figure.base, self.vocabulary.bases)
                self.problems.add("数名", f"没有“{figure.base}”这个口径", name.at, hint=hint)
            elif not value.text.strip():
                self.problems.add("格式", f"“{name.text}”后面没有写{section}", name.at, hint="补上文字，或删掉这一行")
            else:
                found[figure] = Said(value.text.strip().rstrip("。；，、"), value.at)
        return found
