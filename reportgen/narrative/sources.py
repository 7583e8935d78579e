"""Template files → syntax trees. A file outside the region's folders, one with characters that nobody sees, one without
end: each is a message with its place.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.loaders import BaseLoader, split_template_path
from jinja2.parser import Parser

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.narrative.allowed import TOO_DEEP, UNTANGLE
from reportgen.narrative.mistakes import of_syntax
from reportgen.shipped import template_name
from reportgen.source import UNPRINTABLE, read_text

_LARGEST = 200_000  # bytes of a file; the longest section that a region prints has a fiftieth of it
_LINES = re.compile("\r\n|[\r\n]")
_LONG_NUMBER = re.compile("[0-9][0-9_]{99}")  # Python itself refuses thousands of digits, without saying where


class Loader(BaseLoader):
    """Finds templates in the region's folders, nearest first, and nowhere else."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        """Text and path of a template.

        Raises:
            TemplateNotFound: no folder has it.
            ReportgenError: it cannot be read, or should not be.
        """
        path = self._path(template)
        name = template_name(path)
        if os.stat(path).st_size > _LARGEST:  # noqa: PTH116
            hint = "拆成几个文件，用 include 引入"
            raise ReportgenError(error("模板", f"模板超过{_LARGEST // 1000}KB", Location(name, 1), hint=hint))
        text = read_text(path, name)
        if unusable := [*_unprintable(text, name)]:
            raise ReportgenError(*unusable)
        return text, str(path), None

    def _path(self, template: str) -> Path:
        parts = split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        raise TemplateNotFound(template)


def _unprintable(text: str, name: str) -> list[Diagnostic]:
    """Every character that cannot be published."""
    if not UNPRINTABLE.search(text):
        return []
    hint = "删掉它，重新输入这几个字"
    return [
        error("字符", f"有看不见的字符 U+{ord(m[0]):04X}", Location(name, n, m.start() + 1, 1, line), hint=hint)
        for n, line in enumerate(_LINES.split(text), 1)
        for m in UNPRINTABLE.finditer(line)
    ]


class Template(NamedTuple):
    """A template, as its author wrote it; `called`: how messages call it."""

    tree: nodes.Template
    called: str


def parsed(env: Environment, name: str) -> Template:
    """The template of that name.

    Raises:
        TemplateNotFound: there is no such file.
        ReportgenError: it cannot be read, or is not written as templates are.
    """
    assert env.loader is not None
    text, path, _ = env.loader.get_source(env, name)
    called = template_name(path or name)
    if found := _LONG_NUMBER.search(text):
        at = Location(called, len(_LINES.findall(text, 0, found.start())) + 1)
        raise ReportgenError(error("模板", "这里的数字太长", at, hint="数写在预算文件里"))
    parser = None
    try:
        parser = Parser(env, text, name, path)
        return Template(parser.parse(), called)
    except TemplateSyntaxError as e:
        message, hint = of_syntax(e.message or "")
        raise ReportgenError(error("模板", message, Location(called, e.lineno), hint=hint)) from None
    except RecursionError:
        at = Location(called, parser.stream.current.lineno if parser else 1)
        raise ReportgenError(error("模板", TOO_DEEP, at, hint=UNTANGLE)) from None
