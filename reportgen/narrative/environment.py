"""Jinja as templates use it: a sandbox that joins pieces instead of strings and knows only the words it is given.

What templates may be made of is checked before they come here (allowed.py); this is the second wall.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Undefined, nodes, pass_context
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.diagnostics import Location
from reportgen.figures import Fact
from reportgen.narrative.meter import OF_A_NODE, Meter
from reportgen.narrative.slots import Literal, Missing, fragment
from reportgen.narrative.sources import Loader, Template, parsed
from reportgen.narrative.values import Value, known_words


def bound(tree: nodes.Template, where: str) -> nodes.Template:
    """The tree with `{{ x }}` as `x|_slot(path, line, nth)`, text as a located literal, every body counting its rounds.

    An author cannot write these filters: trees come here after they were held against what is allowed.
    """
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
    """A literal, or a slot that knows which one of its line it is."""
    if isinstance(child, nodes.TemplateData):
        return _filter(nodes.Const(child.data, lineno=child.lineno), "_literal", where, child.lineno)
    begun[child.lineno] += 1
    return _filter(child, "_slot", where, child.lineno, begun[child.lineno] - 1)


def _filter(node: Any, name: str, *arguments: str | int) -> nodes.Expr:
    constants = [nodes.Const(value, lineno=node.lineno) for value in arguments]
    return nodes.Filter(node, name, constants, [], None, None, lineno=node.lineno)


class Compiled(BytecodeCache):
    """Templates as they were compiled before in this process (编译过的模板), by path and text."""

    MOST = 500

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code, if it is known."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code; so many at most."""
        if len(self._known) >= self.MOST:
            self._known.clear()
        self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = Compiled()


class Narrative(ImmutableSandboxedEnvironment):
    """The sandbox."""

    code_generator_class = NativeCodeGenerator
    concat = staticmethod(fragment)  # type: ignore[assignment]
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._sources: dict[str, Template] = {}

    def source(self, name: str) -> Template:
        """A template, as its author wrote it until it is compiled.

        Raises:
            TemplateNotFound: there is no such file.
            ReportgenError: it cannot be read, or is not written as templates are.
        """
        if name not in self._sources:
            self._sources[name] = parsed(self, name)
        return self._sources[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:  # noqa: ARG002
        assert name is not None
        return bound(*self.source(name))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands behind the point; of a figure only the words that it has, a condition stands in brackets."""
        if isinstance(obj, Value) and attribute not in known_words(obj):
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Templates see Chinese words, and of Jinja's own things what a loop has."""
        ours = not attr.isascii() or isinstance(obj, LoopContext)
        return ours and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Templates choose and print; Python computes."""
        raise SecurityError(f"模板里不做运算（{operator}）；用“同比”“占比”等")


def environment(folders: Sequence[Path], slot: Callable[[Any, str, int, int], Any], meter: Meter) -> Narrative:
    """An environment that finds templates in the folders, nearest first.

    `slot` turns a printed value to runs; `meter` ends what would not end by itself.
    """

    def literal(text: str, path: str, line: int) -> Literal:
        meter.spend(len(text))
        return Literal(text, Location(path, line))

    def step(nodes_in_it: int) -> None:
        meter.spend(nodes_in_it * OF_A_NODE)

    env = Narrative(
        loader=Loader(folders),
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # nothing is worked out while a template is compiled
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    env.filters = {"_slot": _late(slot), "_literal": _late(literal), "_step": _late(step), "_each": _late(_each)}
    env.tests = {}
    env.globals = {}
    return env


def _late(call: Callable[..., Any]) -> Callable[..., Any]:
    """The filter for the compiler, which works out others itself where they stand behind constants."""

    @pass_context
    def called(_context: Any, *arguments: Any) -> Any:
        return call(*arguments)

    return called


def _each(values: Any) -> Any:
    """What `for` goes through: a list of figures, or one that the budget file states; no letters of a word."""
    if isinstance(values, (tuple, list, Fact, Undefined)):
        return values
    raise TypeError(f"{type(values).__name__} is not iterable")
