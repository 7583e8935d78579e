"""What a budget file states that nothing knows or names (无处可用的填报): findings, for nothing may be lost unseen."""

from collections.abc import Iterator, Set

from reportgen.budget import Catalogue
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, Severity, did_you_mean, warning
from reportgen.figures.engine import Figures
from reportgen.figures.mistakes import placed
from reportgen.source import Mapping, Node, Sequence
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE


def idle_statements(figures: Figures) -> list[Diagnostic]:
    """Reasons and purposes of figures that do not exist, projects that no line names, codes without a name, facts.

    To be asked when the document is made: a fact is idle when neither a table nor a template has asked for it.
    """
    return [*_misnamed(figures), *_unknown_projects(figures), *_nameless_codes(figures), *_idle_facts(figures)]


def _misnamed(figures: Figures) -> Iterator[Diagnostic]:
    for stated in (figures.budget.reasons, figures.budget.purposes):
        for name, said in stated.items():
            try:
                figures.names.canonical(name)
            except ReportgenError as mistake:
                yield from placed(mistake, said.at).diagnostics


def _unknown_projects(figures: Figures) -> Iterator[Diagnostic]:
    lines = [line for book in figures.budget.books.values() for lines in book.lines.values() for line in lines]
    known = {line.dims.get("项目", NOT_APPLICABLE) for line in lines} - {NOT_APPLICABLE}
    for name, node in figures.budget.file.projects.items():
        if name not in known:
            yield warning("项目", f"“项目”里的“{name}”没有一行支出用到", node.at, hint=did_you_mean(name, known))


def _nameless_codes(figures: Figures) -> Iterator[Diagnostic]:
    """A code prints as itself where neither the budget nor the catalogue names it."""
    catalogue, own = Catalogue(figures.budget.file.year), figures.budget.file.code_names
    first: dict[tuple[str, str], Location] = {}
    for lines in figures.budget.books[""].lines.values():
        for line in lines:
            for dimension in CODE_LEVELS:
                code = line.dims.get(dimension, NOT_APPLICABLE)
                if code != NOT_APPLICABLE:
                    first.setdefault((dimension, code), line.at)
    for (dimension, code), at in first.items():
        if code not in own and not catalogue.name(dimension, code):
            hint = f'在“科目名称”里写上 "{code}": 名称'
            message = f"目录里没有{dimension}科目 {code}（{catalogue.year}年），印出来的是编码"
            yield Diagnostic(Severity.WARNING, "科目名称", message, (at,), hint)


def _idle_facts(figures: Figures) -> Iterator[Diagnostic]:
    """What stands under 资料, 项目, 绩效 and nobody asked for; of a whole mapping or list, once."""
    file = figures.budget.file
    read = figures.facts_read | {f"项目.{name}.个数" for name in file.projects}
    for section in ("资料", "项目", "绩效"):
        node = file.node.get(section) if file.node else None
        for path, found in _unread(node, section, read) if node else ():
            hint = "检查键名；这个模板不用的可以删掉"
            yield warning("没有用到", f"“{path}”没有印在文件里", found.at, hint=hint)


def _unread(node: Node, path: str, read: Set[str]) -> Iterator[tuple[str, Node]]:
    match node:
        case Mapping():
            below: list[tuple[str, Node, Node]] = [(name.text, name, value) for name, value in node.entries]
        case Sequence():
            below = [(str(i), item, item) for i, item in enumerate(node.items, 1)]
        case _:
            return
    for name, told, value in below:
        inner = f"{path}.{name}"
        touched = inner in read or any(one.startswith(f"{inner}.") for one in read)
        if touched:
            yield from _unread(value, inner, read)
        else:
            yield inner, told
