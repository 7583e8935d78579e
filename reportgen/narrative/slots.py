"""Templates whose values stay values: `{{ x }}` becomes a located slot, never a piece of text.

As with bound parameters in SQL, what the author typed is parsed and what the budget says is put in afterwards, so a
name with `#`, `|`, `<` or a newline cannot change the structure, and a number keeps its figure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.diagnostics import Location
from reportgen.shipped import template_name
from reportgen.source import read_text


@dataclass(frozen=True, slots=True)
class Literal:
    """What the author typed."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Slot:
    """A value, and where it was asked for."""

    value: Any
    at: Location


class Fragment(tuple[Literal | Slot, ...]):
    """What a macro, a call or a set block gives: pieces, not a string."""

    __slots__ = ()


def fragment(pieces: Iterable[Any]) -> Fragment:
    """Pieces in order, nested ones flattened."""
    flat: list[Literal | Slot] = []
    for piece in pieces:
        flat.extend(piece) if isinstance(piece, Fragment) else flat.append(piece)
    return Fragment(flat)


class Missing(StrictUndefined):
    """A name that a template uses and nobody gave; says so in Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”"


class BindValues(Extension):
    """Rewrites `{{ x }}` to `{{ (x)|_slot(path, line) }}` and text to a located literal."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The token stream, rewritten."""
        where = template_name(stream.filename or stream.name or "")
        for token in stream:
            line = token.lineno
            match token.type:
                case "data":
                    yield Token(line, "variable_begin", "{{")
                    yield Token(line, "string", token.value)
                    yield from _call(line, "_literal", where)
                    yield Token(line, "variable_end", "}}")
                case "variable_begin":
                    yield token
                    yield Token(line, "lparen", "(")
                case "variable_end":
                    yield Token(line, "rparen", ")")
                    yield from _call(line, "_slot", where)
                    yield token
                case "tilde":
                    message = "“~”会把数变成文字，丢掉它的来处；写成 {{ 甲 }}{{ 乙 }}"
                    raise TemplateSyntaxError(message, line, stream.name, stream.filename)
                case _:
                    yield token


def _call(line: int, name: str, where: str) -> Iterator[Token]:
    arguments = (("pipe", "|"), ("name", name), ("lparen", "("), ("string", where), ("comma", ","), ("integer", line))
    for kind, value in (*arguments, ("rparen", ")")):
        yield Token(line, kind, value)  # type: ignore[arg-type]


class _Loader(FileSystemLoader):
    """Finds templates in the folders; one that is not UTF-8 is an error with its place."""

    def get_source(self, environment: Environment, template: str) -> Any:
        """The text of a template."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            path = next(path for folder in self.searchpath if (path := Path(folder) / template).is_file())
            read_text(path, template_name(path))
            raise


class Narrative(ImmutableSandboxedEnvironment):
    """Jinja that joins pieces instead of strings, computes nothing, and knows only the words it is given."""

    code_generator_class = NativeCodeGenerator
    concat = staticmethod(fragment)  # type: ignore[assignment]
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Templates see Chinese words, and of Jinja's own things what a loop or an imported template has."""
        ours = not attr.isascii() or isinstance(obj, (LoopContext, TemplateModule))
        return ours and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Templates choose and print; Python computes."""
        raise SecurityError(f"模板里不做运算（{operator}）；用“同比”“占比”等")


def environment(folders: Iterable[Path], slot: Callable[[Any, str, int], Any]) -> Narrative:
    """An environment that finds templates in the folders, nearest first; `slot` turns a printed value to runs."""
    env = Narrative(
        loader=_Loader([str(folder) for folder in folders], encoding="utf-8"),
        undefined=Missing,
        extensions=[BindValues],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters = {"_slot": slot, "_literal": lambda text, path, line: Literal(text, Location(path, line))}
    env.tests = {name: env.tests[name] for name in ("defined", "undefined", "none", "in", "==", "eq", "sameas")}
    env.globals = {}
    return env


def is_missing(value: Any) -> bool:
    """Whether the value is a name that nobody gave."""
    return isinstance(value, Undefined)
