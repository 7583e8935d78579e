"""The templates of a document (模板文件): each found, read and parsed once; those that were parsed before are kept."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from reportgen.kept import Shelf
from reportgen.narrative.files import source_of
from reportgen.narrative.nodes import Template
from reportgen.resources import template_name

_KEPT = Shelf("templates")
_PARSED: dict[tuple[object, ...], Template] = {}  # of this process, by path, text, and words that there are
_MOST = 500


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
            self._found[name] = self._parsed(*source_of(name, self._folders))
        return self._found[name]

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
