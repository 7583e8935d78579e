"""Jinja as templates use it: a sandbox that collects pieces instead of strings and knows only our filters and tests.

The sandbox is the second wall: templates are checked against `allowed.py` before they are compiled here.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.diagnostics import Location, ReportgenError, error, refuse
from reportgen.figures import Fact
from reportgen.kept import Shelf
from reportgen.narrative.allowed import STEPS_OF_A_NODE, TOO_DEEP, UNTANGLE, Meter, Refusal, of_syntax, refusals
from reportgen.narrative.blocks import Literal, fragment
from reportgen.narrative.files import LINES, source_of
from reportgen.narrative.passes import Passes, Watched
from reportgen.narrative.values import Value, known_words
from reportgen.patterns import compiled
from reportgen.resources import template_name
from reportgen.tuples import NamedTuple

_LONG_NUMBER = compiled("[0-9][0-9_]{99}")  # Python refuses thousands of digits without saying where


class Missing(StrictUndefined):
    """A name that a template uses and nobody defined; its message is Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”"


class Template(NamedTuple):
    """A parsed template file.

    Attributes:
        called: its name in messages. names: those that it uses. includes: whether it includes others.
        refused: what no template may contain.
    """

    tree: nodes.Template
    called: str
    names: frozenset[str]
    includes: bool
    refused: tuple[Refusal, ...]


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates, by path and text."""

    kept = Shelf("templates")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code, if it is known."""
        bucket.code = self.kept.find((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of the bucket."""
        self.kept.put((bucket.key, bucket.checksum), bucket.code)


_COMPILED = CompiledTemplates()
_PARSED: dict[tuple[object, ...], Template] = {}  # of this process, by path, text, and words that there are
_MOST = 500


class _Nobodys(Environment):
    """The environment of kept trees: that of a document would stay alive with all its data."""

    def __reduce__(self) -> str:
        return "_NOBODYS"


_NOBODYS = _Nobodys()


class Narrative(ImmutableSandboxedEnvironment):
    """The sandboxed environment."""

    code_generator_class = NativeCodeGenerator
    concat = staticmethod(fragment)  # type: ignore[assignment]
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._templates: dict[str, Template] = {}
        self.passes: Passes | None = None

    def finder_of(self, word: str) -> Callable[[str], tuple[bool, bool]]:
        """Return a function of a template's name: whether it names the word, and whether it includes others."""
        return lambda name: (word in (found := self.template(name)).names, found.includes)

    def template(self, name: str) -> Template:
        """Return a template as its author wrote it; nobody may change the tree.

        Raises:
            TemplateNotFound: there is no such file.
            ReportgenError: it cannot be read, or its syntax is wrong.
        """
        if name not in self._templates:
            self._templates[name] = self._parsed(name)
        return self._templates[name]

    def _parsed(self, name: str) -> Template:
        assert self.loader is not None
        text, path, _ = self.loader.get_source(self, name)
        key = path or name, text, *self.words()
        if key not in _PARSED:
            found = CompiledTemplates.kept.unpickled(key, partial(self._read, text, name, path))
            if len(_PARSED) >= _MOST:
                _PARSED.clear()
            _PARSED[key] = found
        return _PARSED[key]

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the filters and tests that templates may use."""
        return tuple(name for name in self.filters if not name.startswith("_")), tuple(self.tests)

    def _read(self, text: str, name: str, path: str | None) -> Template:
        called = template_name(path or name)
        if found := _LONG_NUMBER.search(text):
            at = Location(called, len(LINES.findall(text, 0, found.start())) + 1)
            refuse("模板", "这里的数字太长", at, hint="数写在预算文件里")
        parser = None
        try:
            parser = Parser(self, text, name, path)
            tree = parser.parse()
            tree.set_environment(_NOBODYS)
            names = frozenset(name.name for name in tree.find_all(nodes.Name))
            refused = tuple(refusals(tree, *self.words()))
            return Template(tree, called, names, tree.find(nodes.Include) is not None, refused)
        except TemplateSyntaxError as e:
            message, hint = of_syntax(e.message or "")
            raise ReportgenError(error("模板", message, Location(called, e.lineno), hint=hint)) from None
        except RecursionError:
            at = Location(called, parser.stream.current.lineno if parser else 1)
            raise ReportgenError(error("模板", TOO_DEEP, at, hint=UNTANGLE)) from None

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Any:
        """Return a template that is ready to be filled in."""
        found = super().get_template(name, parent, globals)
        return Watched(found, self.passes) if self.passes else found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        assert name is not None
        return _with_bound_values(self._read(source, name, filename))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute; a figure has only those of `known_words`."""
        if isinstance(obj, Value) and attribute not in known_words(obj):
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Templates see Chinese attributes, and of Jinja's own objects only those of a loop."""
        ours = not attr.isascii() or isinstance(obj, LoopContext)
        return ours and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse arithmetic."""
        raise SecurityError(f"模板里不做运算（{operator}）；用“同比”“占比”等")


def sandbox(folders: Sequence[Path], slot: Callable[[Any, str, int, int], Any], meter: Meter) -> Narrative:
    """Return an environment that finds templates in the folders, nearest first.

    `slot(value, path, line, nth)` turns a printed value into runs; `meter` ends what would not end by itself.
    """

    def literal(text: str, path: str, line: int) -> Literal:
        meter.spend(len(text))
        return Literal(text, Location(path, line))

    def step(nodes_in_it: int) -> None:
        meter.spend(nodes_in_it * STEPS_OF_A_NODE)

    env = Narrative(
        loader=FunctionLoader(cache(lambda name: source_of(name, folders))),
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # nothing is evaluated while a template is compiled
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    env.filters = {
        "_slot": _not_precomputed(slot),
        "_literal": _not_precomputed(literal),
        "_step": _not_precomputed(step),
        "_each": _not_precomputed(_each),
    }
    env.tests = {}
    env.globals = {}
    return env


def _not_precomputed(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return the filter in a form that Jinja does not call while it compiles, not even on constants."""

    @pass_context
    def called(_context: Any, *arguments: Any) -> Any:
        return call(*arguments)

    return called


def _each(values: Any) -> Any:
    """Return what `for` goes through: a list of figures or of the budget file. A word is no list: TypeError."""
    if isinstance(values, (tuple, list, Fact, Undefined)):
        return values
    raise TypeError(f"{type(values).__name__} is not iterable")


def _with_bound_values(template: Template) -> nodes.Template:
    """Return the tree with its values bound as parameters, in the way SQL binds them.

    `{{ x }}` becomes `x|_slot(path, line, nth)` and text a located literal; every body counts its steps. Authors cannot
    write these filters: a template with them has been refused before.
    """
    tree, where = template.tree, template.called
    begun: Counter[int] = Counter()
    for output in [*tree.find_all(nodes.Output)]:
        output.nodes = [_output(child, where, begun) for child in output.nodes]
    bodies: list[Any] = [tree, *tree.find_all((nodes.For, nodes.Macro))]
    for body in bodies:
        if isinstance(body, nodes.For):
            body.iter = _filter(body.iter, "_each")
        size = nodes.Const(sum(1 for _ in body.find_all(nodes.Node)), lineno=body.lineno)
        body.body.insert(0, nodes.ExprStmt(_filter(size, "_step"), lineno=body.lineno))
    return tree


def _output(child: Any, where: str, begun: Counter[int]) -> nodes.Expr:
    """Return a literal, or a slot that knows its place among the slots of its line."""
    if isinstance(child, nodes.TemplateData):
        return _filter(nodes.Const(child.data, lineno=child.lineno), "_literal", where, child.lineno)
    begun[child.lineno] += 1
    return _filter(child, "_slot", where, child.lineno, begun[child.lineno] - 1)


def _filter(node: Any, name: str, *arguments: str | int) -> nodes.Expr:
    constants = [nodes.Const(value, lineno=node.lineno) for value in arguments]
    return nodes.Filter(node, name, constants, [], None, None, lineno=node.lineno)
