"""What the program ships, read once in a test process: its regions' files, their profiles, their parsed templates.

Thousands of tests build a budget with a region that never changes while they run, and reading it was a third of each
build. Only what stands in the shipped `templates/` is remembered, and nothing that is remembered is ever changed.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

from reportgen import resources
from reportgen.narrative import environment
from reportgen.narrative.environment import Narrative
from reportgen.report import Disclosure
from reportgen.source.yaml_file import _Reader

SHIPPED = resources.templates()
Owner, Made = TypeVar("Owner"), TypeVar("Made")


def remember() -> None:
    """From now on, in this process."""
    parsed = Narrative._parsed
    _Reader.read = _remembered(_Reader.read, _text)  # type: ignore[method-assign]
    Disclosure._profile = _remembered(Disclosure._profile, _kind)  # type: ignore[method-assign]
    Narrative._parsed = _remembered(parsed, _template)  # type: ignore[method-assign]
    # Compiling, which changes the tree, is given one of its own.
    Narrative._parse = lambda env, _, name, __: environment._bound(parsed(env, name))  # type: ignore[method-assign]


def _remembered(
    make: Callable[[Owner, str], Made], key: Callable[[Owner, str], object | None]
) -> Callable[[Owner, str], Made]:
    """Make it once for each key; each time where the key is None."""
    known: dict[object, Made] = {}

    @wraps(make)
    def remembered(owner: Owner, name: str) -> Made:
        own = key(owner, name)
        if own is None:
            return make(owner, name)
        if own not in known:
            known[own] = make(owner, name)
        return known[own]

    return remembered


def _text(reader: _Reader, text: str) -> object | None:
    return (reader.source.name, text) if reader.source.folder.is_relative_to(SHIPPED) else None


def _kind(disclosure: Disclosure, kind: str) -> object | None:
    has_own_regions = (disclosure.folder / "templates").exists()
    return None if has_own_regions else (disclosure.file.template, kind)


def _template(env: Narrative, name: str) -> object | None:
    text, path, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
    return (path, text) if Path(path or "").is_relative_to(SHIPPED) else None
