"""Filling in templates (填写模板): parsed statements → pieces, with the values, filters and tests of one document.

Templates come from strangers. They can do what stands here, and nothing else: there is no way from a value to Python.
An attribute is a word that the value's kind has for templates; what is called is a macro, a filter or a test.

A name that a statement sets holds to the end of the body of its `for`, macro or file. Inside, names of the outside are
known; a macro knows those of the place where it stands, a file those of the place that includes it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reportgen.diagnostics import Location
from reportgen.figures import Fact
from reportgen.narrative import nodes
from reportgen.narrative.blocks import Fragment, Literal, fragment
from reportgen.narrative.mistakes import STEPS_OF_A_NODE, Forbidden, Meter, Missing
from reportgen.narrative.templates import Passes, Templates
from reportgen.narrative.values import LOOP_WORDS, Loop, Value, known_words
from reportgen.records import NamedTuple

Words = Mapping[str, Callable[..., Any]]  # filters or tests by name
Slotting = Callable[[Any, str, int, int], Any]  # value, template, line, which of the line's -> what it becomes


class _Names:
    """Names with their values, inside others."""

    __slots__ = ("outer", "own")

    def __init__(self, own: dict[str, Any], outer: "_Names | None") -> None:
        self.own, self.outer = own, outer

    def find(self, name: str) -> Any:
        """Return the value of a name."""
        names: _Names | None = self
        while names is not None:
            if name in names.own:
                return names.own[name]
            names = names.outer
        return Missing(name)


class _Macro(NamedTuple):
    """A macro with the names that it knows, and the template where it stands."""

    node: nodes.Macro
    names: _Names
    called: str


class Filling:
    """Fills in the templates of one document.

    Attributes:
        called, line: the template and line that is being filled in.
        passes: what need not be filled in twice.
    """

    def __init__(self, templates: Templates, filters: Words, tests: Words, slot: Slotting, meter: Meter) -> None:
        self.templates, self.filters, self.tests, self.meter = templates, filters, tests, meter
        self.called, self.line = "", 0
        self.passes: Passes | None = None
        self._slot = slot

    def pieces(self, name: str, context: dict[str, Any]) -> Fragment:
        """Return what a template gives, with all that it includes."""
        return fragment(self._template(name, _Names(context, None)))

    def _template(self, name: str, outside: _Names) -> list[Any]:
        found, before = self.templates.template(name), (self.called, self.line)

        def fill() -> list[Any]:
            self.called = found.called
            return self._body(found.body, _Names({}, outside), found.size)

        pieces = self.passes.pieces(name, fill) if self.passes else fill()
        self.called, self.line = before
        return pieces

    def _body(self, body: nodes.Body, names: _Names, size: int) -> list[Any]:
        """Return the pieces of statements that are filled in as a whole, of so many nodes."""
        self.meter.spend(size * STEPS_OF_A_NODE)
        made: list[Any] = []
        self._statements(body, names, made)
        names.own.clear()  # a macro knows the names among which it is: that cycle would keep the document in memory
        return made

    def _statements(self, body: nodes.Body, names: _Names, made: list[Any]) -> None:
        for node in body:
            self.line = node.lineno
            match node:
                case nodes.Output():
                    self._output(node, names, made)
                case nodes.If():
                    chosen = next((one for one in (node, *node.elif_) if self._holds(one, names)), None)
                    self._statements(chosen.body if chosen else node.else_, names, made)
                case nodes.For():
                    self._loop(node, names, made)
                case nodes.Assign(target=nodes.Name(name=name)):
                    names.own[name] = self.value(node.node, names)
                case nodes.Include():
                    made.extend(self._template(self.value(node.template, names), names))
                case nodes.Macro():
                    names.own[node.name] = _Macro(node, names, self.called)
                case _:
                    raise AssertionError(node)

    def _holds(self, node: nodes.If, names: _Names) -> bool:
        self.line = node.lineno
        return bool(self.value(node.test, names))

    def _output(self, node: nodes.Output, names: _Names, made: list[Any]) -> None:
        for child, nth in zip(node.nodes, node.nth, strict=True):
            self.line = child.lineno
            if isinstance(child, nodes.TemplateData):
                self.meter.spend(len(child.data))
                made.append(Literal(child.data, Location(self.called, child.lineno)))
            else:
                made.append(self._slot(self.value(child, names), self.called, child.lineno, nth))

    def _loop(self, node: nodes.For, names: _Names, made: list[Any]) -> None:
        name, values = node.target.name, list(_each(self.value(node.iter, names)))  # type: ignore[attr-defined]
        test = node.test
        if test:
            values = [value for value in values if self.value(test, _Names({name: value}, names))]
        for index, value in enumerate(values, 1):
            inside = _Names({name: value, "loop": Loop(index, len(values))}, names)
            made.extend(self._body(node.body, inside, node.size))
        if not values:
            self._statements(node.else_, _Names({}, names), made)

    def _called(self, node: nodes.Call, names: _Names) -> Fragment:
        """Return the pieces of a macro; parameters that are not given have their defaults."""
        macro, given = self.value(node.node, names), (self._all(node.args, names), self._named(node, names))
        if not isinstance(macro, _Macro):
            raise Forbidden("只能用 macro")
        before = self.called, self.line
        self.called, self.line = macro.called, macro.node.lineno
        parameters, defaults = [one.name for one in macro.node.args], macro.node.defaults
        inside = _Names({**dict(zip(parameters, given[0], strict=False)), **given[1]}, macro.names)
        for name, default in zip(parameters[len(parameters) - len(defaults) :], defaults, strict=True):
            if name not in inside.own:
                inside.own[name] = self.value(default, inside)
        made = fragment(self._body(macro.node.body, inside, macro.node.size))
        self.called, self.line = before
        return made

    def value(self, node: nodes.Expr, names: _Names) -> Any:
        """Return the value of an expression."""
        match node:
            case nodes.Name():
                return names.find(node.name)
            case nodes.Const():
                return node.value
            case nodes.Filter():
                return self._applied(self.filters[node.name], node, names)
            case nodes.Test():
                return self._applied(self.tests[node.name], node, names)
            case nodes.Getattr():
                return _attribute(self.value(node.node, names), node.attr)
            case nodes.Getitem():
                return _item(self.value(node.node, names), self.value(node.arg, names))
            case nodes.Call():
                return self._called(node, names)
            case nodes.List():
                return self._all(node.items, names)
            case nodes.Dict():
                return {self.value(key, names): self.value(value, names) for key, value in node.items}
        return self._chosen(node, names)

    def _chosen(self, node: nodes.Expr, names: _Names) -> Any:
        """Return the value of an expression that asks whether something holds."""
        match node:
            case nodes.And():
                return self.value(node.left, names) and self.value(node.right, names)
            case nodes.Or():
                return self.value(node.left, names) or self.value(node.right, names)
            case nodes.Not():
                return not self.value(node.node, names)
            case nodes.Compare():
                return self._compared(node, names)
            case nodes.CondExpr():
                chosen = node.expr1 if self.value(node.test, names) else node.expr2
                return self.value(chosen, names) if chosen else Missing(None)
        raise AssertionError(node)

    def _compared(self, node: nodes.Compare, names: _Names) -> Any:
        left, holds = self.value(node.expr, names), True
        for operator, expression in node.ops:
            right = self.value(expression, names)
            holds = left == right if operator == "eq" else left != right
            if not holds:
                break
            left = right
        return holds

    def _applied(self, call: Callable[..., Any], node: nodes.Filter | nodes.Test, names: _Names) -> Any:
        value = self.value(node.node, names)
        return call(value, *self._all(node.args, names), **self._named(node, names))

    def _all(self, expressions: Iterable[nodes.Expr], names: _Names) -> list[Any]:
        return [self.value(one, names) for one in expressions]

    def _named(self, node: nodes.Filter | nodes.Test | nodes.Call, names: _Names) -> dict[str, Any]:
        return {name: self.value(one, names) for name, one in node.kwargs}


def _each(values: Any) -> Any:
    """Return what `for` goes through: a list of figures or of the budget file.

    Raises:
        TypeError: it is something else; a word is no list.
    """
    if isinstance(values, (tuple, list, Fact, Missing)):
        return values
    raise TypeError(f"{type(values).__name__} is not iterable")


def _attribute(holder: Any, name: str) -> Any:
    """Return what stands under a word of a value; what Python alone may use is forbidden."""
    if isinstance(holder, Missing):
        holder.fail()
    if isinstance(holder, (Value, Loop)):
        known = LOOP_WORDS if isinstance(holder, Loop) else known_words(holder)
        return getattr(holder, name) if name in known else Missing(name, holder)
    if isinstance(holder, (Fact, dict)):
        try:
            return holder[name]
        except LookupError:
            pass
    return Missing(name, holder, is_forbidden=name.isascii() and hasattr(type(holder), name))


def _item(holder: Any, key: Any) -> Any:
    """Return what brackets ask for; a word in them may be that behind a point, too."""
    try:
        return holder[key]
    except (TypeError, LookupError):
        return _attribute(holder, key) if isinstance(key, str) else Missing(key, holder)
