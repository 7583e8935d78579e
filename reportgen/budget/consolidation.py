"""Consolidation (汇总): the lines of every unit's file and of the department's own file as one budget.

What a unit states whole (`支出: 405` in a base) becomes one line of the unit that leaves everything else open: its
total is known, its parts are not. A part stated whole is summed if every other unit states it or can sum it too.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Dict

from reportgen.budget.book import Book, StatedFigure
from reportgen.budget.breakdowns import joined_breakdowns
from reportgen.budget.files import budget_file_of
from reportgen.budget.ledger import Line, exact_sum
from reportgen.budget.models import Budget, BudgetFile, Explanation
from reportgen.budget.unit_files import with_unit_files
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.records import replace
from reportgen.source import Problems
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

Filed = Dict[str, Budget]  # code -> the budget of the unit's own file


def consolidated(own: Budget, filed: Filed) -> Budget:
    """Return the department's budget: the lines of its own file and of the units' files.

    Raises:
        ReportgenError: a line of the department's file names no unit, or one that has a file; some units state a
            measure and others do not.
    """
    problems = Problems()
    _refuse_lines_of_others(own, filed, problems)
    for base in own.books:
        _refuse_gaps(own, filed, base, problems)
    problems.raise_any()
    books = {base: _joined(base, own, filed) for base in own.books}
    reasons = _joined_explanations(own.reasons, {code: budget.reasons for code, budget in filed.items()})
    purposes = _joined_explanations(own.purposes, {code: budget.purposes for code, budget in filed.items()})
    unfilled = [found for budget in filed.values() for found in budget.file.unfilled]
    findings = (*unfilled, *(found for budget in (own, *filed.values()) for found in budget.findings))
    restated = tuple(dict.fromkeys(found for budget in (own, *filed.values()) for found in budget.restated))
    whole = replace(own, file=_file(own.file, filed), books=books, reasons=reasons, purposes=purposes)
    return replace(whole, restated=restated, findings=findings)


def _file(own: BudgetFile, filed: Filed) -> BudgetFile:
    assert own.node is not None
    file = budget_file_of(
        with_unit_files(own.node, [node for b in filed.values() if (node := b.file.node) is not None])
    )
    return replace(file, empty=own.empty + sum(budget.file.empty for budget in filed.values()))


def _refuse_lines_of_others(own: Budget, filed: Filed, problems: Problems) -> None:
    names = own.file.department.unit_names
    for measure, unit, at in (stated for book in own.books.values() for stated in _units_stated(book, own.vocabulary)):
        if unit in filed:
            hint = f"移到{names[unit]}的文件里：它的数都在那里"
            problems.add("单位", f"{names[unit]}有自己的文件，这里不能再写它的{measure}", at, hint=hint)
        elif not unit:
            hint = "补上“单位: 编码”；有文件的单位，写到它自己的文件里"
            problems.add("单位", f"{measure}的这一行没有写“单位”，不知道是哪个单位的", at, hint=hint)


def _units_stated(book: Book, vocabulary: Vocabulary) -> Iterator[tuple[str, str, Location]]:
    """Yield the measure, the unit and the place of what names a unit, and of lines that leave it out ("")."""
    for measure, lines in book.lines.items():
        if "单位" in vocabulary.measures[measure].dimensions:
            yield from ((measure, line.dims.get("单位", ""), line.at) for line in lines)
    for one in book.all_breakdowns:
        yield from ((one.name.measure, unit, line.at) for line in one.lines if (unit := line.dims.get("单位")))
    for name, stated in book.stated.items():
        if unit := name.member("单位"):
            yield name.measure, unit, stated.node.at


def _refuse_gaps(own: Budget, filed: Filed, base: str, problems: Problems) -> None:
    """A measure that some units state is required of all, or the others would silently count as zero."""
    measures = dict.fromkeys(m for b in filed.values() for m in _measures(b.books[base]))
    for code, budget in filed.items():
        absent = [m for m in measures if m not in _measures(budget.books[base])]
        for measure in absent:
            _refuse_gap(budget, own.file.department.unit_names[code], base, measure, problems)
    others = [name for code, name in own.file.department.unit_names.items() if code not in filed]
    for measure in measures if others else ():
        if measure not in _measures(own.books[base]):
            _refuse_gap(own, others[0], base, measure, problems)


def _measures(book: Book) -> set[str]:
    return {*book.lines, *book.breakdowns, *(name.measure for name in book.stated)}


def _refuse_gap(budget: Budget, name: str, base: str, measure: str, problems: Problems) -> None:
    where, inside = (f"的“{base}”", f"在“{base}”下面") if base else ("", "")
    message = f"别的单位写了{measure}，{name}{where}没有写"
    hint = f"{inside}补上“{measure}: …”，没有就写“{measure}: 无”"
    problems.add("未填报", message, budget.file.place_of(base), hint=hint)


def _joined(base: str, own: Budget, filed: Filed) -> Book:
    """Return the book with all lines, in the order of the units, and the parts stated whole under their unit."""
    lines = {measure: list(found) for measure, found in own.books[base].lines.items()}
    named = dict(own.books[base].stated)
    for code, budget in filed.items():
        book = budget.books[base]
        for measure, found in book.lines.items():
            lines.setdefault(measure, []).extend(found)
        for name, stated in book.stated.items():
            if name.conditions or name.measure in book.lines:
                named.setdefault(name.where(("单位", code)), stated)
            else:
                whole = Line({"单位": code}, stated.amount, stated.node)
                lines.setdefault(name.measure, []).append(whole)
    of_units = {code: [*budget.books[base].all_breakdowns] for code, budget in filed.items()}
    apart = joined_breakdowns(own.books[base].all_breakdowns, of_units, own.file.department.unit_names)
    every = {measure: tuple(found) for measure, found in lines.items()}
    return replace(own.books[base], lines=every, stated=named, breakdowns=apart)


def with_sums(book: Book, filed: Filed) -> Book:
    """Return the book with the sums of parts that units state whole; what cannot be summed stays unknown."""
    parts: dict[FigureId, dict[str, StatedFigure]] = {}
    for code, budget in filed.items():
        for name, stated in budget.books[book.name].stated.items():
            if name.conditions:
                parts.setdefault(name, {})[code] = stated
    if not parts and not book.breakdowns:
        return book
    measures = {*book.breakdowns, *(name.measure for name in parts)}
    partial = {measure: _without_whole(book.name, measure, filed) for measure in measures}
    sums = {
        name: found
        for name, stated in parts.items()
        if name not in book.stated and not partial[name.measure] - stated.keys() and (found := _sum(book, name, stated))
    }
    known = {measure: lines for measure, lines in book.lines.items() if not partial.get(measure)}
    return replace(book, lines=known, stated={**sums, **book.stated})


def _without_whole(base: str, measure: str, filed: Filed) -> set[str]:
    """Return the codes of units that state only parts of a measure, so that their total is unknown."""
    books = {code: budget.books[base] for code, budget in filed.items()}
    return {c for c, b in books.items() if measure not in b.lines and FigureId(measure) not in b.stated}


def _sum(book: Book, name: FigureId, stated: Dict[str, StatedFigure]) -> StatedFigure | None:
    """The sum of what units state and of the lines of the others; None if those leave it open."""
    found, unknown = book.matches_and_doubts(name.measure, name.conditions) or ([], [])
    if any(line.dims.get("单位", NOT_APPLICABLE) not in stated for line, _ in unknown):
        return None
    others = (line.amount for line in found if line.dims.get("单位") not in stated)
    amount = exact_sum((*others, *(one.amount for one in stated.values())))
    return StatedFigure(amount, next(iter(stated.values())).node)


def _joined_explanations(
    own: Dict[FigureId, Explanation], units: Dict[str, Dict[FigureId, Explanation]]
) -> dict[FigureId, Explanation]:
    """Return the explanations of the department and of its units together.

    One of a unit is under the figure of that unit (单位=code), unless it names a project. The department's come first.
    """
    found = dict(own)
    for code, said in units.items():
        for name, one in said.items():
            found.setdefault(name if name.member("项目") else name.where(("单位", code)), one)
    return found
