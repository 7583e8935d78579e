"""Mistakes in a region's templates, in untaken branches too: found by reading the templates, not by filling them in.

Everything that report.md.j2 can reach is read, as it is included. What only the budget file decides is left to the
rendering.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.figures import Figures, with_place
from reportgen.narrative import nodes
from reportgen.narrative.expressions import UNKNOWN, ExpressionReader, KnownMacro, Scope, Unfilled, either, item_of
from reportgen.narrative.filling import Filling
from reportgen.narrative.mistakes import NO_SECTION, TOO_DEEP, MistakeList
from reportgen.narrative.templates import NoTemplateError
from reportgen.narrative.values import Value, runs_of
from reportgen.source import Scalar

_DEEPEST = 10  # templates that include one another


def section_path(section: Scalar) -> str:
    """Return the name of the template of a section (各节)."""
    return f"sections/{section.text}.md.j2"


def check(
    filling: Filling, figures: Figures, context: Mapping[str, Any], tables: Collection[str] | None, report: str
) -> tuple[list[Diagnostic], bool]:
    """Return the mistakes of the report's templates, and whether they keep it from being filled in.

    `context` has the names that every template can use; `tables` are the names of tables, if known.
    """
    reader = _TemplateReader(filling, figures, tables)
    mistakes = reader.mistakes
    try:
        reader.template(report, _kinds_of(context), None)
    except ReportgenError as endless:
        mistakes.found.extend(endless.diagnostics)
        mistakes.fatal = True
    del reader.expressions  # they hold the reader: without this cycle the document is freed as soon as it is written
    return _in_order(mistakes.found), mistakes.fatal


def _kinds_of(context: Mapping[str, Any]) -> Scope:
    kinds = {name: value if isinstance(value, (Value, str)) else UNKNOWN for name, value in context.items()}
    return kinds | {
        "各节": (Unfilled.SECTION,),
        "名词": ({"名称": "", "释义": ""},),
        "口径调整": UNKNOWN,  # not defined where nothing was restated
    }


def _in_order(mistakes: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each mistake once, those of a file together, by line."""
    once = list(dict.fromkeys(mistakes))
    files = list(dict.fromkeys(d.places[0].path for d in once))
    return sorted(once, key=lambda d: (files.index(d.places[0].path), d.places[0].line))


class _TemplateReader:
    """Reads the statements of templates, from the report on through all that it includes."""

    def __init__(self, filling: Filling, figures: Figures, tables: Collection[str] | None) -> None:
        self.templates, self.mistakes = filling.templates, MistakeList()
        self.sections = figures.profile.file.sections
        callables: dict[type[nodes.Expr], Mapping[str, Any]] = {
            nodes.Filter: filling.filters,
            nodes.Test: filling.tests,
        }
        self.expressions = ExpressionReader(self.mistakes, figures, callables, tables, self.body)
        self._readable: dict[str, bool] = {}
        self._open: list[str] = []  # each included by the one before

    def template(self, name: str, scope: Scope, by: nodes.Include | None) -> None:
        """Read the template, which `by` includes."""
        if by and (name in self._open or len(self._open) == _DEEPEST):
            self.mistakes.add(by, "模板互相引用，没有尽头", "检查 include 的文件名", fatal=True)
            return
        try:
            source = self.templates.template(name)
        except NoTemplateError:
            self._missing(name, by)
        except ReportgenError as mistake:
            self.mistakes.found.extend(mistake.diagnostics)
            self.mistakes.fatal = True
        else:
            before, self.mistakes.where = self.mistakes.where, source.called
            self._open.append(name)
            if self._is_readable(name, source.refused):
                self.body(source.body, scope)
            self._open.pop()
            self.mistakes.where = before

    def _missing(self, name: str, by: nodes.Include | None) -> None:
        """Add a missing file: at its line of 各节 if it is listed there, else where it is included."""
        at = self.mistakes.at(by) if by else Location(name)
        found = ReportgenError(error("模板", f"没有模板 {name}", hint="检查文件名；include 的文件放在模板的文件夹里"))
        stated = next((section.at for section in self.sections if section_path(section) == name), at)
        self.mistakes.found.extend(with_place(with_place(found, stated), at).diagnostics)
        self.mistakes.fatal = True

    def _is_readable(self, name: str, refused: Collection[nodes.Refusal]) -> bool:
        """Add, once, what no template may contain; return whether the template can be read further."""
        if name not in self._readable:
            for line, message, hint in refused:
                self.mistakes.found.append(error("模板", message, Location(self.mistakes.where, line), hint=hint))
            self.mistakes.fatal = self.mistakes.fatal or bool(refused)
            self._readable[name] = all(message != TOO_DEEP for _, message, _ in refused)
        return self._readable[name]

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        """Read statements in order; the names that they set are added to the scope."""
        for node in body:
            self.mistakes.count(node)
            match node:
                case nodes.Output():
                    for child in node.nodes:
                        self._printed(child, scope)
                case nodes.If():
                    self._branches(node, scope)
                case nodes.For():
                    self._loop(node, scope)
                case nodes.Assign(target=nodes.Name() as target):
                    scope[target.name] = self.expressions.kind(node.node, scope)
                case nodes.Include():
                    self._inclusion(node, scope)
                case nodes.Macro():
                    self._macro(node, scope)
                case _:  # refused; the names that it would have set are not missing as well
                    scope.update(dict.fromkeys(node.names_set(), UNKNOWN))

    def _printed(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        kind = self.expressions.kind(node, scope)
        if isinstance(kind, (tuple, dict)) or kind in (Unfilled.LOOP, Unfilled.SECTION):
            with self.mistakes.catching(node):
                runs_of(None)

    def _branches(self, node: Any, scope: Scope) -> None:
        """Read each branch on its own; afterwards a name has a kind only if all branches give it the same."""
        self.expressions.condition(node.test, scope)
        before = dict(scope)
        for branch in (node.body, *([other] for other in node.elif_), node.else_):
            end = dict(before)
            self.body(branch, end)
            scope.update({k: either(scope.get(k, kind), kind) for k, kind in end.items() if scope.get(k) is not kind})

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        kind = self.expressions.kind(node.iter, scope)
        if isinstance(kind, (Value, str, int, dict)) or kind is Unfilled.LOOP:
            with self.mistakes.catching(node):
                raise TypeError("not iterable")
        target = dict.fromkeys(node.target.names_set(), item_of(kind))
        if node.test:
            self.expressions.condition(node.test, {**scope, **target})
        self.body(node.body, {**scope, **target, "loop": Unfilled.LOOP})
        self.body(node.else_, dict(scope))

    def _inclusion(self, node: nodes.Include, scope: Scope) -> None:
        if isinstance(node.template, nodes.Const):
            self.template(str(node.template.value), dict(scope), node)
        elif self.expressions.kind(node.template, scope) is Unfilled.SECTION:
            for section in self.sections:
                self.template(section_path(section), dict(scope), node)
        elif isinstance(node.template, nodes.Name):
            self.mistakes.add(node, *NO_SECTION, fatal=True)

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        """Read the body with the names above it and parameters of which nothing is known."""
        if isinstance(scope.get(node.name), KnownMacro):
            self.mistakes.add(node, f"已经有叫“{node.name}”的 macro", "换一个名称", fatal=True)
        for default in node.defaults:
            self.expressions.kind(default, scope)
        inside = {**scope, node.name: KnownMacro(node, None)}
        self.body(node.body, {**inside, **{argument.name: UNKNOWN for argument in node.args}})
        scope[node.name] = KnownMacro(node, inside)
