"""What is wrong in a region's templates, in branches that are not taken too: found by reading them, not by filling in.

Everything that report.md.j2 can reach is read, as it is included. What only the budget file decides is left to the
rendering.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from jinja2 import TemplateNotFound, nodes

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.figures import Figures, placed
from reportgen.narrative.allowed import NO_SECTION, refusals, too_deep
from reportgen.narrative.environment import Narrative
from reportgen.narrative.expressions import Expressions
from reportgen.narrative.kinds import UNKNOWN, Loop, Macro, Scope, Sections, either, item_of
from reportgen.narrative.mistakes import Told
from reportgen.narrative.values import Value, runs_of
from reportgen.source import Scalar

_DEEPEST = 10  # templates that include one another


def section_path(section: Scalar) -> str:
    """Where the template of a section (各节) is."""
    return f"sections/{section.text}.md.j2"


def check(
    env: Narrative, figures: Figures, names: Scope, tables: Collection[str] | None, report: str
) -> tuple[list[Diagnostic], bool]:
    """Mistakes of the report's templates, and whether they keep it from being filled in.

    `names` are those that every template has, with what is known of them; `tables` the names of tables, if known.
    """
    reading = _Reading(env, figures, tables)
    told = reading.told
    try:
        reading.template(report, dict(names), None)
    except ReportgenError as mistake:  # there is no end to them
        told.mistakes.extend(mistake.diagnostics)
        told.fatal = True
    return _in_order(told.mistakes), told.fatal


def _in_order(mistakes: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each once; those of a file together, line by line."""
    once = list(dict.fromkeys(mistakes))
    files = list(dict.fromkeys(d.places[0].path for d in once))
    return sorted(once, key=lambda d: (files.index(d.places[0].path), d.places[0].line))


class _Reading:
    """One walk over the templates."""

    def __init__(self, env: Narrative, figures: Figures, tables: Collection[str] | None) -> None:
        self.env, self.told = env, Told()
        self.sections: Sequence[Scalar] = figures.profile.file.sections
        words = {name: call for name, call in env.filters.items() if not name.startswith("_")}
        self.expressions = Expressions(self.told, figures, words, tables, self.body)
        self._known: dict[str, bool] = {}
        self._open: list[str] = []  # each included by the one before

    def template(self, name: str, scope: Scope, by: nodes.Include | None) -> None:
        """Reads the template, which `by` includes."""
        if by and (name in self._open or len(self._open) == _DEEPEST):
            self.told.tell(by, "模板互相引用，没有尽头", "检查 include 的文件名", fatal=True)
            return
        try:
            source = self.env.source(name)
        except TemplateNotFound:
            self._missing(name, by)
        except ReportgenError as mistake:
            self.told.mistakes.extend(mistake.diagnostics)
            self.told.fatal = True
        else:
            before, self.told.where = self.told.where, source.called
            self._open.append(name)
            if self._readable(name, source.tree):
                self.body(source.tree.body, scope)
            self._open.pop()
            self.told.where = before

    def _missing(self, name: str, by: nodes.Include | None) -> None:
        """No such file: a mistake where 各节 lists it, else where it is included."""
        at = self.told.at(by) if by else Location(name)
        found = error("模板", f"没有模板 {name}", hint="检查文件名；include 的文件放在模板的文件夹里")
        listed = [section.at for section in self.sections if section_path(section) == name]
        mistake = placed(ReportgenError(found), listed[0]) if listed else ReportgenError(found)
        self.told.mistakes.extend(placed(mistake, at).diagnostics)
        self.told.fatal = True

    def _readable(self, name: str, tree: nodes.Template) -> bool:
        """Holds the template against what is allowed, once; whether it can be read further."""
        if name not in self._known:
            deep = too_deep(tree)
            found = [deep] if deep else refusals(tree, self.expressions.words, self.env.tests)
            places = ((Location(self.told.where, line), message, hint) for line, message, hint in found)
            self.told.mistakes.extend(error("模板", message, at, hint=hint) for at, message, hint in places)
            self.told.fatal = self.told.fatal or bool(found)
            self._known[name] = deep is None
        return self._known[name]

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        """Reads statements in order; names that they set are added to the scope."""
        for node in body:
            self.told.count(node)
            match node:
                case nodes.Output():
                    for child in node.nodes:
                        self._printed(child, scope)
                case nodes.If():
                    self._branches(node, scope)
                case nodes.For():
                    self._loop(node, scope)
                case nodes.Assign(target=nodes.Name() as target):
                    scope[target.name] = self.expressions.value(node.node, scope)
                case nodes.Include():
                    self._inclusion(node, scope)
                case nodes.Macro():
                    self._macro(node, scope)
                case _:  # refused; what it would have set is not missing as well
                    scope.update(dict.fromkeys(_set_by(node), UNKNOWN))

    def _printed(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(self.expressions.value(node, scope), (tuple, dict, Loop, Sections)):
            with self.told.telling(node):
                runs_of(None)

    def _branches(self, node: Any, scope: Scope) -> None:
        """Each branch on its own; afterwards a name is what it is in all of them."""
        self.expressions.condition(node.test, scope)
        before = dict(scope)
        for branch in (node.body, *([other] for other in node.elif_), node.else_):
            end = dict(before)
            self.body(branch, end)
            scope.update({name: either(scope.get(name, kind), kind) for name, kind in end.items()})

    def _loop(self, node: Any, scope: Scope) -> None:
        kind = self.expressions.value(node.iter, scope)
        if isinstance(kind, (Value, str, int, dict, Loop)):
            with self.told.telling(node):
                raise TypeError("not iterable")
        target = dict.fromkeys(_set_by(node.target), item_of(kind))
        if node.test:
            self.expressions.condition(node.test, {**scope, **target})
        self.body(node.body, {**scope, **target, "loop": Loop()})
        self.body(node.else_, dict(scope))

    def _inclusion(self, node: Any, scope: Scope) -> None:
        if isinstance(node.template, nodes.Const):
            self.template(str(node.template.value), dict(scope), node)
        elif isinstance(self.expressions.value(node.template, scope), Sections):
            for section in self.sections:
                self.template(section_path(section), dict(scope), node)
        elif isinstance(node.template, nodes.Name):
            self.told.tell(node, *NO_SECTION, fatal=True)

    def _macro(self, node: Any, scope: Scope) -> None:
        """The body sees what stands above it."""
        if isinstance(scope.get(node.name), Macro):
            self.told.tell(node, f"已经有叫“{node.name}”的 macro", "换一个名称", fatal=True)
        for default in node.defaults:
            self.expressions.value(default, scope)
        inside = {**scope, node.name: Macro(node, None)}
        self.body(node.body, {**inside, **{argument.name: UNKNOWN for argument in node.args}})
        scope[node.name] = Macro(node, inside)


def _set_by(node: nodes.Node) -> list[str]:
    """Names that a statement gives something to."""
    names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return [name.name for name in names if name.ctx == "store"]
