"""Every pattern of the package, and how it is used: `match` and `fullmatch` begin at one place, all else anywhere.

Nobody lists them: they are what modules and classes hold, what is made of a lexicon, what functions hand to `re` and to
`Lexicon.form` (names that only a run knows stand for a word), the rows of `words.yaml`, and the words of every region.
"""

import ast
import builtins
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import reportgen
from reportgen import resources
from reportgen.checks.forms import words as rows_of_words
from reportgen.lexicon import Lexicon, spoken
from reportgen.profile.loading import load

PACKAGE = Path(reportgen.__file__).parent
ROWS = Path(rows_of_words.__file__).with_name("words.yaml")
ANYWHERE, ALL = "finditer", ("finditer", "fullmatch")
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
ASKED = {"whole": "fullmatch", "is_word_of": "fullmatch", "within": ANYWHERE, "patterns": ANYWHERE, "pattern": ANYWHERE}
Used = tuple[re.Pattern[Any], str]


@cache
def patterns() -> dict[Used, str]:
    """Every pattern with how it is used -> where it stands."""
    found: dict[Used, str] = {}
    for module, text in _modules():
        nodes = list(ast.walk(ast.parse(text)))
        uses = _uses(nodes)
        for name, value in _held(module):
            found |= dict.fromkeys(((value, how) for how in uses.get(name, ALL)), f"{module.__name__}.{name}")
        known = {pattern for pattern, _ in found}
        found |= dict.fromkeys(_in_calls(module, nodes, known), module.__name__)
    for row in rows_of_words.rows(ROWS, rows_of_words.WordRow):
        for form in (row.row.shown, *(phrase.form for phrase in row.row.phrases)):
            found[spoken().form(form), ANYWHERE] = f"words.yaml {form}"
    for region in sorted(path.parent.name for path in resources.templates().glob("*/profile.yaml")):
        found = {one: f"{region} {place}" for one, place in _of_words(load(region, Path()).lexicon)} | found
    return found


@cache
def _modules() -> tuple[tuple[ModuleType, str], ...]:
    """The modules that may have patterns, with their texts."""
    names = [each.name for each in pkgutil.walk_packages([str(PACKAGE)], "reportgen.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    texts = ((each, Path(str(each.__file__)).read_text(encoding="utf-8")) for each in modules)
    return tuple((each, text) for each, text in texts if re.search(r"\bre\.|compiled|exicon|spoken", text))


def _how(method: str) -> str:
    return method if method in ("match", "fullmatch") else ANYWHERE


def _uses(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """Name of a pattern, or of what holds patterns -> how it is used, where the module says so."""
    found: dict[str, set[str]] = {}
    taken: list[tuple[str, ...]] = []  # a name in a loop, and what it is taken from
    for node in nodes:
        match node:
            case ast.comprehension(target=target, iter=whole) | ast.For(target=target, iter=whole):
                named = [[one.id for one in ast.walk(part) if isinstance(one, ast.Name)] for part in (target, whole)]
                taken += itertools.product(*named)
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr=method) if method in METHODS:
                found.setdefault(name, set()).add(_how(method))
    return {holder: found[name] for name, holder in taken if name in found} | found


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """What the module and its classes hold, and what it makes of a lexicon; each under the nearest name."""
    for name, value in vars(module).items():
        yield from _within(name, value)
        if getattr(value, "__module__", "") == module.__name__ and callable(value):
            yield from _within(name, list(vars(value).items()) if isinstance(value, type) else ())
            asks = getattr(value.__init__ if isinstance(value, type) else value, "__annotations__", {})
            made = value(spoken()) if [one for name, one in asks.items() if name != "return"] == [Lexicon] else ()
            yield from _within(name, getattr(made, "__dict__", made))


def _within(name: str, value: Any, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    inner: list[tuple[str, Any]] = []
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        inner = [*((name, key) for key in value), *((str(key) if depth else name, one) for key, one in value.items())]
    elif is_dataclass(value) and not isinstance(value, type):
        inner = [(each.name, getattr(value, each.name, None)) for each in fields(value)]
    elif isinstance(value, tuple) and hasattr(value, "_asdict"):
        inner = list(value._asdict().items())
    elif isinstance(value, tuple | list | frozenset | set):
        inner = [(name, one) for one in value]
    for called, one in inner if depth < 6 else ():
        yield from _within(called, one, depth + 1)


class _Word(str):
    """What is known in a run only: a word, with any member and attribute that is asked of it."""

    def __getitem__(self, key: Any) -> str:
        return self if isinstance(key, str) else str(self)[key]

    def __getattr__(self, _: str) -> "_Word":
        return self

    def __call__(self, *_: object, **__: object) -> "_Word":
        return self

    def __or__(self, flags: Any) -> Any:
        return flags

    def __sub__(self, _: object) -> "_Word":
        return self


class _Names(dict[str, Any]):
    """The names of a module; any other is a word."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, _Word("甲"))


def _in_calls(module: ModuleType, nodes: list[ast.AST], known: set[re.Pattern[Any]]) -> Iterator[Used]:
    """The patterns that are written in calls of `re` and of `form`."""
    names = _Names(vars(module))
    methods = {id(node.value): node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in METHODS}
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=how), args=[written, *_]) if how in METHODS:
                pattern = _value(written, names)
                yield re.compile(pattern), _how(how)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="compile") | ast.Name(id="compiled")):
                pattern = _value(node, names)
                hows = (_how(methods[id(node)]),) if id(node) in methods else ALL
                yield from ((pattern, how) for how in hows if pattern not in known)
            case ast.Call(func=ast.Attribute(attr="form"), args=[written]):
                form = re.sub("«甲[^»]*»", "", re.sub(":甲»", "»", str(_value(written, names))))
                yield spoken().form(form), _how(methods.get(id(node), "search"))


def _value(node: ast.expr, names: _Names) -> Any:
    """What an expression is worth; what is made of rows that only a run knows is "" here, see `_held`."""
    try:
        return eval(compile(ast.Expression(node), "", "eval"), names)
    except (ValueError, TypeError):
        return re.compile("")


def _of_words(words: Lexicon) -> Iterator[tuple[Used, str]]:
    """Words that are asked for by their place; those in forms count there, as parts of them."""
    asked = _asked()
    for place in words.places:
        for how in asked.get(place, {ANYWHERE, "fullmatch"}) - {"form"}:
            yield from (((pattern, how), place) for _, pattern in words.patterns(place))


@cache
def _asked() -> dict[str, set[str]]:
    """Place of words -> how the package asks for them."""
    found: dict[str, set[str]] = {}
    for text in (
        *(text for _, text in _modules()),
        Path(rows_of_words.__file__).with_name("words.yaml").read_text("utf-8"),
    ):
        for method, place in re.findall(rf'\.({"|".join(ASKED)})\(\s*"([^"]+)"', text):
            found.setdefault(place, set()).add(ASKED[method])
        for place in re.findall("«([^:»{}]+)", text):
            found.setdefault(place, set()).add("form")
    return found
