"""Jinja as templates use it: a sandbox that collects pieces instead of strings and knows only our filters and tests.

The sandbox is the second wall: templates are checked against `allowed.py` before they are compiled here.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

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
from jinja2.loaders import split_template_path
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.figures import Fact, refuse
from reportgen.kept import Shelf
from reportgen.narrative.allowed import STEPS_OF_A_NODE, TOO_DEEP, UNTANGLE, Meter, of_syntax
from reportgen.narrative.blocks import Literal, fragment
from reportgen.narrative.passes import Passes, Watched
from reportgen.narrative.values import Value, known_words
from reportgen.patterns import compiled
from reportgen.resources import template_name
from reportgen.source import UNPRINTABLE, read_text

_LARGEST = 200_000  # bytes of a file, fifty times the longest section
_LINES = compiled("\r\n|[\r\n]")
_LONG_NUMBER = compiled("[0-9][0-9_]{99}")  # Python refuses thousands of digits without saying where


class Missing(StrictUndefined):
    """A name that a template uses and nobody defined; its message is Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”"


class Template(NamedTuple):
    """A parsed template file, its name in messages, the names that it uses, and whether it includes others."""

    tree: nodes.Template
    called: str
    names: frozenset[str]
    includes: bool


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
_PARSED: dict[tuple[str, str], Template] = {}  # of this process, by path and text
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
        key = path or name, text
        if key not in _PARSED:
            found = CompiledTemplates.kept.unpickled(key, partial(self._read, text, name, path))
            if len(_PARSED) >= _MOST:
                _PARSED.clear()
            _PARSED[key] = found
        return _PARSED[key]

    def _read(self, text: str, name: str, path: str | None) -> Template:
        called = template_name(path or name)
        if found := _LONG_NUMBER.search(text):
            at = Location(called, len(_LINES.findall(text, 0, found.start())) + 1)
            refuse("模板", "这里的数字太长", at, hint="数写在预算文件里")
        parser = None
        try:
            parser = Parser(self, text, name, path)
            tree = parser.parse()
            tree.set_environment(_NOBODYS)
            names = frozenset(name.name for name in tree.find_all(nodes.Name))
            return Template(tree, called, names, tree.find(nodes.Include) is not None)
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
        loader=FunctionLoader(cache(lambda name: _source(name, folders))),
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
    """Return the list that `for` goes through, of figures or of the budget file; refuse a word, which is no list."""
    if isinstance(values, (tuple, list, Fact, Undefined)):
        return values
    raise TypeError(f"{type(values).__name__} is not iterable")


def _source(name: str, folders: Sequence[Path]) -> tuple[str, str, None] | None:
    """Return text and path of a template; None if no folder has it.

    Raises:
        TemplateNotFound: the name leads out of the folders.
        ReportgenError: the file cannot be read, is too large, or has invisible characters.
    """
    path = _path(name, folders)
    if path is None:
        return None
    called = template_name(path)
    if os.stat(path).st_size > _LARGEST:  # noqa: PTH116
        hint = "拆成几个文件，用 include 引入"
        refuse("模板", f"模板超过{_LARGEST // 1000}KB", Location(called, 1), hint=hint)
    text = read_text(path, called)
    if found := list(_invisible(text, called)):
        raise ReportgenError(*found)
    return text, str(path), None


def _path(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the nearest file of that name; a link that leads out of its folder finds nothing."""
    parts = split_template_path(name)
    for folder in folders:
        steps = [*accumulate(parts, os.path.join, initial=str(folder))]
        if os.path.isfile(steps[-1]) and (not _may_lead_out(steps[1:]) or _is_inside(Path(steps[-1]), folder)):  # noqa: PTH113
            return Path(steps[-1])
    return None


def _may_lead_out(paths: Sequence[str]) -> bool:
    """Whether one of these paths may be a link; on Windows some links do not say so."""
    return sys.platform == "win32" or any(map(os.path.islink, paths))


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _invisible(text: str, called: str) -> Iterator[Diagnostic]:
    """Yield a mistake for each character that cannot be published."""
    for n, line in enumerate(_LINES.split(text) if UNPRINTABLE.search(text) else (), 1):
        for m in UNPRINTABLE.finditer(line):
            at = Location(called, n, m.start() + 1, 1, line)
            yield error("字符", f"有看不见的字符 U+{ord(m[0]):04X}", at, hint="删掉它，重新输入这几个字")


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
