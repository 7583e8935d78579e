"""The templates of a document (模板文件): each found, read and parsed once; those that were parsed before are kept.

They are found in a region's folders, nearest first, and never outside of them. A document that is filled in twice asks
`Passes` which of them need it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, refuse
from reportgen.kept import Shelf
from reportgen.narrative.nodes import Template
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass
from reportgen.resources import template_name
from reportgen.source import UNPRINTABLE, read_text

_KEPT = Shelf("templates")
_PARSED: dict[tuple[object, ...], Template] = {}  # of this process, by path, text, and words that there are
_MOST = 500
_LINES = compiled("\r\n|[\r\n]")
_LARGEST = 200_000  # bytes of a file, fifty times the longest section


class NoTemplateError(Exception):
    """No folder has a template of that name."""


class Templates:
    """The templates in some folders, the nearest first.

    Args:
        filters, tests: the names that templates may use.
    """

    def __init__(self, folders: Sequence[Path], filters: Sequence[str], tests: Sequence[str]) -> None:
        self._folders, self._words = folders, (tuple(filters), tuple(tests))
        self._found: dict[str, Template] = {}

    def template(self, name: str) -> Template:
        """Return a template as its author wrote it; nobody may change it.

        Raises:
            NoTemplateError: there is no such file.
            ReportgenError: it cannot be read, or its syntax is wrong.
        """
        if name not in self._found:
            self._found[name] = self._parsed(*_source_of(name, self._folders))
        return self._found[name]

    @property
    def names(self) -> Iterator[str]:
        """The names that the templates read so far use, in branches that were not taken too."""
        return (name for template in self._found.values() for name in template.names)

    def finder_of(self, word: str) -> Callable[[str], tuple[bool, bool]]:
        """Return a function of a template's name: whether it names the word, and whether it includes others."""
        return lambda name: (word in (found := self.template(name)).names, found.includes)

    def _parsed(self, text: str, path: str) -> Template:
        key = path, text, *self._words
        if key not in _PARSED:
            found = _KEPT.unpickled(key, partial(self._parse, text, path))
            if len(_PARSED) >= _MOST:
                _PARSED.clear()
            _PARSED[key] = found
        return _PARSED[key]

    def _parse(self, text: str, path: str) -> Template:
        from reportgen.narrative.parsing import parsed

        return parsed(text, template_name(path), *self._words)


def _source_of(name: str, folders: Sequence[Path]) -> tuple[str, str]:
    """Return text and path of a template.

    Raises:
        NoTemplateError: no folder has it, or its name leads out of the folders.
        ReportgenError: the file cannot be read, is too large, or has invisible characters.
    """
    path = _path(name, folders)
    called = template_name(path)
    if os.stat(path).st_size > _LARGEST:  # noqa: PTH116
        hint = "拆成几个文件，用 include 引入"
        refuse("模板", f"模板超过{_LARGEST // 1000}KB", Location(called, 1), hint=hint)
    text = read_text(path, called)
    if found := list(_invisible(text, called)):
        raise ReportgenError(*found)
    return text, str(path)


def _path(name: str, folders: Sequence[Path]) -> Path:
    """Return the nearest file of that name; a link that leads out of its folder finds nothing."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if any(part == os.pardir or os.sep in part or (os.altsep and os.altsep in part) for part in parts):
        raise NoTemplateError(name)
    for folder in folders:
        steps = [*accumulate(parts, os.path.join, initial=str(folder))]
        if os.path.isfile(steps[-1]) and (not _may_lead_out(steps[1:]) or _is_inside(Path(steps[-1]), folder)):  # noqa: PTH113
            return Path(steps[-1])
    raise NoTemplateError(name)


def _may_lead_out(paths: Sequence[str]) -> bool:
    """Whether one of these paths may be a link out of its folder; on Windows any may, as some links do not say so."""
    return sys.platform == "win32" or any(map(os.path.islink, paths))


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _invisible(text: str, called: str) -> Iterator[Diagnostic]:
    """Yield a mistake for each character that cannot be published."""
    for n, line in enumerate(_LINES.split(text) if UNPRINTABLE.search(text) else (), 1):
        for m in UNPRINTABLE.finditer(line):
            at = Location(called, n, m.start() + 1, 1, line)
            yield error("字符", f"有看不见的字符 U+{ord(m[0]):04X}", at, hint="删掉它，重新输入这几个字")


class _Given(NamedTuple):
    """What one use of a template gave.

    Attributes:
        state: how far everything had got behind it; after: the number of the first use that does not stand within it.
        differs: it, or one that it includes, names the word.
    """

    template: str
    pieces: list[Any]
    state: Any
    after: int
    differs: bool


@dataclass
class Passes:
    """Fills in a document twice (两遍), the second time only where a word is named that has another value by then.

    What each use of a template gives is kept, in the order in which they begin: what it includes comes behind it.

    Attributes:
        names: whether the template of that name names the word, and whether it includes others.
        state: returns what filters have counted and told; go_to: goes on from there.
    """

    names: Callable[[str], tuple[bool, bool]]
    state: Callable[[], Any]
    go_to: Callable[[Any], None]

    def __post_init__(self) -> None:
        self._given: list[_Given | None] = []
        self._next: int | None = None  # in the second pass
        self._all_differs = False

    def begin_anew(self) -> None:
        """Begin the second pass."""
        self._next = 0

    def pieces(self, template: str, fill: Callable[[], list[Any]]) -> list[Any]:
        """Return the pieces of a template, those of the first pass where they are the same; `fill` makes them."""
        if self._next is None:
            return self._first(template, fill)
        given = self._given[self._next] if self._next < len(self._given) else None
        if self._all_differs or given is None or given.template != template:
            return fill()
        if given.differs:
            self._next += 1
            return fill()
        self._next = given.after
        self.go_to(given.state)
        return given.pieces

    def _first(self, template: str, fill: Callable[[], list[Any]]) -> list[Any]:
        """Return the pieces, and keep them. One that names the word may let it decide what it includes, and how."""
        at = len(self._given)
        self._given.append(None)
        pieces = fill()
        differs, includes = self.names(template)
        self._all_differs = self._all_differs or (differs and includes)
        within = (given.differs for given in self._given[at + 1 :] if given)
        self._given[at] = _Given(template, pieces, self.state(), len(self._given), differs or any(within))
        return pieces
