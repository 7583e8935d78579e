"""What the program ships, read once in a test process: its regions' files, their profiles, their parsed templates.

Thousands of tests build a budget with a region that never changes while they run, and reading it was a third of each
build. Only what stands in the shipped `templates/` is remembered, and nothing that is remembered is ever changed.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from reportgen import resources
from reportgen.narrative import environment
from reportgen.narrative.environment import Narrative, Template
from reportgen.profile import Profile
from reportgen.report import Disclosure
from reportgen.source.nodes import Node
from reportgen.source.yaml_file import _Reader

SHIPPED = resources.templates()
T = TypeVar("T")


def remember() -> None:
    """From now on, in this process."""
    parsed = Narrative._parsed
    _Reader.read = _nodes(_Reader.read)  # type: ignore[method-assign]
    Disclosure._profile = _profile(Disclosure._profile)  # type: ignore[method-assign]
    Narrative._parsed = _tree(parsed)  # type: ignore[method-assign]
    Narrative._parse = lambda env, _, name, __: environment._bound(parsed(env, name))  # type: ignore[method-assign]


def _once(known: dict[Any, T], key: Any, make: Callable[[], T]) -> T:
    if key not in known:
        known[key] = make()
    return known[key]


def _nodes(read: Callable[[_Reader, str], Node | None]) -> Callable[[_Reader, str], Node | None]:
    known: dict[tuple[str, str], Node | None] = {}

    @wraps(read)
    def remembered(reader: _Reader, text: str) -> Node | None:
        if not reader.source.folder.is_relative_to(SHIPPED):
            return read(reader, text)
        return _once(known, (reader.source.name, text), lambda: read(reader, text))

    return remembered


def _profile(load: Callable[[Disclosure, str], Profile]) -> Callable[[Disclosure, str], Profile]:
    known: dict[tuple[str, str], Profile] = {}

    @wraps(load)
    def remembered(disclosure: Disclosure, kind: str) -> Profile:
        if (disclosure.folder / "templates").exists():  # regions of somebody's own
            return load(disclosure, kind)
        return _once(known, (disclosure.file.template, kind), lambda: load(disclosure, kind))

    return remembered


def _tree(parsed: Callable[[Narrative, str], Template]) -> Callable[[Narrative, str], Template]:
    """Compiling, which changes the tree, is given one of its own."""
    known: dict[tuple[str, str], Template] = {}

    @wraps(parsed)
    def remembered(env: Narrative, name: str) -> Template:
        text, path, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
        if not Path(path or "").is_relative_to(SHIPPED):
            return parsed(env, name)
        return _once(known, (path, text), lambda: parsed(env, name))

    return remembered
