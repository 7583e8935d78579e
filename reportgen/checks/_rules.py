"""The rules that there are (规则): in the modules of this package and of its rooms, nowhere listed.

A rule is a function named R and three digits, its docstring the manual page, or a row of data (`_declared`); a function
of the same number goes on where the row ends.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from types import ModuleType

from reportgen import discovery
from reportgen.checks._case import Case, Result
from reportgen.checks._kinds import kinds_of
from reportgen.document_kind import DocumentKind
from reportgen.lexicon import using

_ID = re.compile(r"R[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: the first line of its page; page: the rest; family: the first line of its module's.
        kinds: of document that it speaks of.
    """

    id: str
    name: str
    page: str
    family: str
    run: Callable[[Case], Iterator[Result]]
    kinds: tuple[DocumentKind, ...]

    @property
    def title(self) -> str:
        """As findings call it: `R105 收支平衡`."""
        return f"{self.id} {self.name}"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by number."""
    modules = list(discovery.modules_below(__name__.rpartition(".")[0]))
    rows = {rule.id: rule for module in modules for rule in getattr(module, "declared", tuple)()}
    functions = {rule.id: rule for module in modules for rule in _functions(module)}
    found = {**functions, **{number: _going_on(row, functions.get(number)) for number, row in rows.items()}}
    return tuple(found[number] for number in sorted(found))


def _going_on(row: Rule, function: Rule | None) -> Rule:
    """The rule of the row, and what the function of its number says besides."""
    both = (row, function) if function else (row,)
    return replace(row, run=lambda case: chain.from_iterable(one.run(case) for one in both))


def results(case: Case, rule: Rule) -> tuple[Result, ...]:
    """What a rule yields on the document, worked out once."""
    with using(case.lexicon):
        return case.remembered(rule.id, lambda: tuple(rule.run(case)))


def rule_named(text: str) -> Rule | None:
    """The rule of that number (`R105`, `r105`, `105`) or name."""
    wanted = text.strip().upper()
    return next((r for r in rules() if wanted in (r.id, r.id[1:], r.name.upper(), r.title.upper())), None)


def _functions(module: ModuleType) -> Iterator[Rule]:
    family = (module.__doc__ or module.__name__).partition("\n")[0].strip()
    for id_, function in vars(module).items():
        if _ID.fullmatch(id_) and inspect.isfunction(function) and function.__module__ == module.__name__:
            title, _, page = inspect.cleandoc(function.__doc__ or id_).partition("\n")
            yield Rule(id_, title.strip(), page.strip(), family, function, kinds_of(function))
