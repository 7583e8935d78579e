"""Statements of the budget file compared with its figures: approved figures (核对), and what nothing uses or names."""

from collections.abc import Collection, Iterable, Iterator, Set
from decimal import Decimal

from reportgen.budget import Book, Budget, Catalogue, UnknownAmount
from reportgen.budget.book import StatedFigure
from reportgen.budget.ledger import total
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, Severity, did_you_mean, listed, warning
from reportgen.figure import FigureId
from reportgen.figures.engine import Figures
from reportgen.figures.names import Names, with_place
from reportgen.quantity import EXACT, rounded
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Sequence
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE

_FEN = 2  # decimals of 元
_SIMILAR = 3  # codes that are proposed for an unknown one


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An approved figure that differs from the budget's own; amounts in 元 or pieces.

    Attributes:
        name: the figure's name in the budget; in a unit's document without the unit.
        own: the budget's own figure; None where the lines do not say, for the reason `why`.
        at: where the approved amount stands.
    """

    name: FigureId
    approved: Decimal
    own: Decimal | None
    at: Location
    why: str = ""

    @property
    def difference(self) -> Decimal | None:
        """How much higher the budget is, or None where it does not say."""
        return None if self.own is None else EXACT.subtract(self.own, self.approved)


def disagreements(budget: Budget, names: Names | None = None) -> list[Disagreement]:
    """Return the approved figures that differ from the budget's own by 0.01 元 or more, in the file's order.

    No region is needed: the budget's own figure is stated whole in its book, or the sum of lines.
    """
    names = names or Names(budget)
    whole = {
        base: {names.canonical(name): stated.amount for name, stated in book.stated.items()}
        for base, book in budget.books.items()
    }
    compared = (_compared(name, one, budget, names, whole) for name, one in budget.approved.items())
    return [one for one in compared if one]


def _compared(
    name: FigureId, approved: StatedFigure, budget: Budget, names: Names, whole: dict[str, dict[FigureId, Decimal]]
) -> Disagreement | None:
    own, why = None, ""
    try:
        canonical = names.canonical(name).amount
        own = whole[name.base].get(canonical)
        if own is None:
            own, why = _sum(canonical, budget.books[name.base])
    except ReportgenError as mistake:
        why = "；".join(found.message for found in mistake.diagnostics)
    if own is not None and (own == approved.amount or rounded(own, _FEN) == rounded(approved.amount, _FEN)):
        return None
    return Disagreement(name, approved.amount, own, approved.node.at, why)


def _sum(name: FigureId, book: Book) -> tuple[Decimal | None, str]:
    """Return the sum of the lines, or None and the reason why there is none."""
    try:
        lines = book.select(name.measure, name.conditions)
        if lines is None:
            return None, f"{f'“{book.name}”里' if book.name else '预算文件里'}没有写“{name}”"
        return total(lines), ""
    except UnknownAmount as unknown:
        open_ = list(dict.fromkeys(dimension for _, dimension in unknown.lines))
        return None, f"{name.measure}有{len(unknown.lines)}行没有写“{listed(open_)}”，或写得不够细"


def idle_statements(figures: Figures) -> list[Diagnostic]:
    """Return warnings on what the file states in vain; to be called when the document is made.

    Reasons and purposes of unknown figures, projects without a line, codes without a name, facts that neither a table
    nor a template has asked for.
    """
    return [
        *_misnamed(figures),
        *_without_amounts(figures.budget),
        *_unknown_projects(figures),
        *_nameless_codes(figures),
        *_idle_facts(figures),
    ]


def _misnamed(figures: Figures) -> Iterator[Diagnostic]:
    for stated in (figures.budget.reasons, figures.budget.purposes):
        for name, said in stated.items():
            try:
                figures.names.canonical(name)
            except ReportgenError as mistake:
                yield from with_place(mistake, said.at).diagnostics


def _without_amounts(budget: Budget) -> Iterator[Diagnostic]:
    """Yield reasons and purposes of codes without an amount in any year; none for a unit, which has few codes."""
    for key, stated in (("原因", budget.reasons), ("用途", budget.purposes)) if not budget.unit else ():
        for name, code in without_amounts(budget, stated, budget.books.values()):
            message = f"“{key}”里“{name}”这一条没有印出来：{code}今年和往年都没有数"
            hint = "看编码是不是写错了；不用的删掉"
            yield warning("没有用到", message, stated[name].at, hint=hint)


def without_amounts(
    budget: Budget, names: Iterable[FigureId], books: Collection[Book]
) -> Iterator[tuple[FigureId, str]]:
    """Yield each name with its first code that no line and no stated figure of these books has."""
    lines = (line.dims.items() for book in books for line in book.every_line())
    whole = (name.conditions for book in books for name in book.stated)
    known = {pair for pairs in (*lines, *whole) for pair in pairs if pair[0] in CODE_LEVELS}
    for name in names:
        for dimension, code in (pair for pair in name.conditions if pair[0] in CODE_LEVELS):
            if not any(d == dimension and budget.vocabulary.below(d, own, code) for d, own in known):
                yield name, code
                break


def _unknown_projects(figures: Figures) -> Iterator[Diagnostic]:
    lines = (line for book in figures.budget.books.values() for line in book.every_line())
    known = {line.dims.get("项目", NOT_APPLICABLE) for line in lines} - {NOT_APPLICABLE}
    for name, node in figures.budget.file.projects.items():
        if name not in known:
            yield warning("项目", f"“项目”里的“{name}”没有一行支出用到", node.at, hint=did_you_mean(name, known))


def _nameless_codes(figures: Figures) -> Iterator[Diagnostic]:
    """Yield a warning for each code that neither the budget nor the catalogue names; it prints as `259号科目`."""
    catalogue, own = Catalogue(figures.budget.file.year), figures.budget.file.code_names
    first: dict[tuple[str, str], Location] = {}
    for book in figures.budget.books.values():
        for line in book.every_line():
            for dimension in CODE_LEVELS:
                code = line.dims.get(dimension, NOT_APPLICABLE)
                if code != NOT_APPLICABLE:
                    first.setdefault((dimension, code), line.at)
    for (dimension, code), at in first.items():
        if code not in own and not catalogue.name(dimension, code):
            hint = f'{_right_code(catalogue, dimension, code)}；没有错的，在“科目名称”里写上 "{code}": 名称'
            message = f"目录里没有{dimension}科目 {code}（{catalogue.year}年），印成“{code}号科目”"
            yield Diagnostic(Severity.WARNING, "科目名称", message, (at,), hint)


def _right_code(catalogue: Catalogue, dimension: str, code: str) -> str:
    """Return advice on a code that the year's catalogue lacks: what replaced it, or what it may be mistyped for."""
    if ended := catalogue.ended(dimension, code):
        now = "、".join(f"{other} {ended.name}" for other in catalogue.successors(dimension, ended.name))
        return f"这个编码是“{ended.name}”，只用到{ended.last}年，改成现在的编码{f'（{now}或它下面的）' if now else ''}"
    similar = [f"{other} {name}" for other, name in catalogue.similar(dimension, code).items()]
    return f"编码写错了的改正（是不是{listed(similar, _SIMILAR)}？）" if similar else "编码写错了的改正"


def _idle_facts(figures: Figures) -> Iterator[Diagnostic]:
    """Yield a warning for all under 资料, 项目, 绩效 that nothing asks for; one for a whole mapping or list.

    What a template asks for in another case, as the number of cars where “三公” is not 0, may be stated.
    """
    file = figures.budget.file
    elsewhere = figures.names_in_templates - figures.facts_tested
    read = {*_above(figures.facts_read | {f"项目.{name}.个数" for name in file.projects})}
    for section in ("资料", "项目", "绩效"):
        node = file.node.get(section) if file.node else None
        for path, found in _unread(node, section, read) if node else ():
            if path not in elsewhere:
                hint = "检查键名；这个模板不用的可以删掉"
                yield warning("没有用到", f"“{path}”没有印在文件里", found.at, hint=hint)


def _above(names: Iterable[str]) -> Iterator[str]:
    """Yield names, and those of what they are in: 资料.甲.乙, 资料.甲, 资料."""
    for name in names:
        while name:
            yield name
            name = name.rpartition(".")[0]


def _unread(node: Node, path: str, read: Set[str]) -> Iterator[tuple[str, Node]]:
    match node:
        case Mapping():
            below: list[tuple[str, Node, Node]] = [(name.text, name, value) for name, value in node.entries]
        case Sequence():
            below = [(str(i), item, item) for i, item in enumerate(node.items, 1)]
        case _:
            return
    for name, shown, value in below:
        inner = f"{path}.{name}"
        if inner in read:
            yield from _unread(value, inner, read)
        else:
            yield inner, shown
