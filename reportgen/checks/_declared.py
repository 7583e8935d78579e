"""Rules that are data (写成数据的规则): rows of a YAML file beside the module that knows what such rows mean.

    收支总表：合计、总计和平衡:          # the family
      R101 收支总表·收入总计:            # number and name
        说明: |                          # the manual page
          …
        适用: [部门预算]                  # kinds of document; all where it is not said
        …                                # what else a row of this file says

The module has `declared() -> tuple[Rule, ...]`. A function of the same number says what the row cannot.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from reportgen import source
from reportgen.checks._case import Case, Result
from reportgen.checks._kinds import ALL
from reportgen.checks._rules import Rule
from reportgen.document_kind import DocumentKind
from reportgen.source import Problems, decode, key


@dataclass(frozen=True, kw_only=True)
class DeclaredRow:
    """What every row says; the files' own rows say more."""

    page: str = key("说明")
    kinds: tuple[DocumentKind, ...] = key("适用", ALL)


R = TypeVar("R", bound=DeclaredRow)


@dataclass(frozen=True)
class Declared(Generic[R]):
    """A row with its family, number and name."""

    family: str
    number: str
    name: str
    row: R


def rows(path: Path, model: type[R]) -> tuple[Declared[R], ...]:
    """The rows of a file.

    Raises:
        ReportgenError: a row is not what the model says.
    """
    problems = Problems()
    found: list[Declared[R]] = []
    for family, node in source.read(path, path.name).entries:
        for title, own in node.entries if isinstance(node, source.Mapping) else ():
            number, _, name = title.text.partition(" ")
            row = decode(own, model, problems)
            found += [Declared(family.text, number, name, row)] if row else []
    problems.raise_any()
    return tuple(found)


def rules_of(declared: Iterable[Declared[R]], run: Callable[[str, R, Case], Iterator[Result]]) -> tuple[Rule, ...]:
    """The rules of these rows; `run`: number, row and case → what is found."""
    return tuple(
        Rule(one.number, one.name, one.row.page.strip(), one.family, partial(run, one.number, one.row), one.row.kinds)
        for one in declared
    )
