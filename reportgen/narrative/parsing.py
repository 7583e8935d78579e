"""Text → a parsed template (模板的解析), by Jinja's parser: the only part of Jinja that is used, and only where needed.

Nothing of a template is compiled or run by Jinja: its tree is checked against `allowed.py`, and copied into our nodes.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from reportgen.diagnostics import Location, ReportgenError, error, refuse
from reportgen.narrative import nodes
from reportgen.narrative.files import LINES
from reportgen.narrative.mistakes import TOO_DEEP, UNTANGLE
from reportgen.patterns import compiled, libraries_kept

with libraries_kept():
    import jinja2
    from jinja2 import nodes as theirs
    from jinja2.parser import Parser

from reportgen.narrative.allowed import of_syntax, refusals

_LONG_NUMBER = compiled("[0-9][0-9_]{99}")  # Python refuses thousands of digits without saying where
_SYNTAX = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def parsed(text: str, called: str, filters: tuple[str, ...], tests: tuple[str, ...]) -> nodes.Template:
    """Return the template of a text; what it may not contain is listed in it.

    Args:
        called: its name in messages. filters, tests: the names that there are.

    Raises:
        ReportgenError: its syntax is wrong.
    """
    if found := _LONG_NUMBER.search(text):
        at = Location(called, len(LINES.findall(text, 0, found.start())) + 1)
        refuse("模板", "这里的数字太长", at, hint="数写在预算文件里")
    parser = None
    try:
        parser = Parser(_SYNTAX, text, called)
        tree = parser.parse()
    except jinja2.TemplateSyntaxError as e:
        message, hint = of_syntax(e.message or "")
        raise ReportgenError(error("模板", message, Location(called, e.lineno), hint=hint)) from None
    except RecursionError:
        at = Location(called, parser.stream.current.lineno if parser else 1)
        raise ReportgenError(error("模板", TOO_DEEP, at, hint=UNTANGLE)) from None
    refused = tuple(refusals(tree, filters, tests))
    if any(message == TOO_DEEP for _, message, _ in refused):
        return nodes.Template((), 0, called, frozenset(), False, refused)
    names = frozenset(name.name for name in tree.find_all(theirs.Name))
    includes = tree.find(theirs.Include) is not None
    return nodes.Template(_Copier().all(tree.body), _size(tree), called, names, includes, refused)


def _size(node: theirs.Node) -> int:
    return sum(1 for _ in node.find_all(theirs.Node))


class _Copier:
    """Copies the tree of one template, and counts the values of each line."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def all(self, found: Iterable[theirs.Node]) -> tuple[Any, ...]:
        """Return the nodes in our classes."""
        return tuple(map(self.one, found))

    def one(self, node: Any) -> Any:
        """Return the node in our class."""
        return self._statement(node) if isinstance(node, theirs.Stmt) else self._expression(node)

    def _statement(self, node: Any) -> nodes.Node:
        at = node.lineno
        match node:
            case theirs.Output():
                return nodes.Output(at, self.all(node.nodes), tuple(map(self._nth, node.nodes)))
            case theirs.If():
                rest = self.all(node.elif_), self.all(node.else_)
                return nodes.If(at, self.one(node.test), self.all(node.body), *rest)
            case theirs.For():
                over, body, otherwise = self.one(node.iter), self.all(node.body), self.all(node.else_)
                test = self.one(node.test) if node.test else None
                return nodes.For(at, self.one(node.target), over, body, otherwise, test, _size(node))
            case theirs.Assign():
                return nodes.Assign(at, self.one(node.target), self.one(node.node))
            case theirs.Include():
                return nodes.Include(at, self.one(node.template))
            case theirs.Macro():
                parameters = self.all(node.args), self.all(node.defaults)
                return nodes.Macro(at, node.name, *parameters, self.all(node.body), _size(node))
        return nodes.OtherStatement(at, self.all(node.iter_child_nodes()))

    def _nth(self, node: theirs.Expr) -> int:
        if isinstance(node, theirs.TemplateData):
            return 0
        self._begun[node.lineno] += 1
        return self._begun[node.lineno] - 1

    def _expression(self, node: Any) -> nodes.Expr:
        at = node.lineno
        match node:
            case theirs.TemplateData():
                return nodes.TemplateData(at, node.data)
            case theirs.Name():
                return nodes.Name(at, node.name, node.ctx)
            case theirs.Const():
                return nodes.Const(at, node.value)
            case theirs.List():
                return nodes.List(at, self.all(node.items))
            case theirs.Dict():
                return nodes.Dict(at, tuple((self.one(pair.key), self.one(pair.value)) for pair in node.items))
            case theirs.Getattr():
                return nodes.Getattr(at, self.one(node.node), node.attr)
            case theirs.Getitem():
                return nodes.Getitem(at, self.one(node.node), self.one(node.arg))
            case theirs.Filter(node=theirs.Expr()) | theirs.Test():
                kind = nodes.Filter if isinstance(node, theirs.Filter) else nodes.Test
                return kind(at, self.one(node.node), node.name, self.all(node.args), self._named(node))
            case theirs.Call():
                return nodes.Call(at, self.one(node.node), self.all(node.args), self._named(node))
        return self._condition(node)

    def _named(self, node: Any) -> nodes.Named:
        return tuple((pair.key, self.one(pair.value)) for pair in node.kwargs)

    def _condition(self, node: Any) -> nodes.Expr:
        at = node.lineno
        match node:
            case theirs.CondExpr():
                otherwise = self.one(node.expr2) if node.expr2 else None
                return nodes.CondExpr(at, self.one(node.test), self.one(node.expr1), otherwise)
            case theirs.And():
                return nodes.And(at, self.one(node.left), self.one(node.right))
            case theirs.Or():
                return nodes.Or(at, self.one(node.left), self.one(node.right))
            case theirs.Not():
                return nodes.Not(at, self.one(node.node))
            case theirs.Compare():
                return nodes.Compare(at, self.one(node.expr), tuple((one.op, self.one(one.expr)) for one in node.ops))
        return nodes.OtherExpr(at, self.all(node.iter_child_nodes()))
