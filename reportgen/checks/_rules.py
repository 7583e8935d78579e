"""The rules that there are (规则): functions named R and three digits in the modules of this package."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

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
    package = __name__.rpartition(".")[0]
    found = [rule for name in discovery.module_names(package) for rule in _of(package, name)]
    return tuple(sorted(found, key=lambda rule: rule.id))


def results(case: Case, rule: Rule) -> tuple[Result, ...]:
    """What a rule yields on the document, worked out once."""
    with using(case.lexicon):
        return case.remembered(rule.id, lambda: tuple(rule.run(case)))


def rule_named(text: str) -> Rule | None:
    """The rule of that number (`R105`, `r105`, `105`) or name."""
    wanted = text.strip().upper()
    return next((r for r in rules() if wanted in (r.id, r.id[1:], r.name.upper(), r.title.upper())), None)


def _of(package: str, name: str) -> Iterator[Rule]:
    module = discovery.module(package, name)
    family = (module.__doc__ or name).partition("\n")[0].strip()
    for id_, function in vars(module).items():
        if _ID.fullmatch(id_) and inspect.isfunction(function) and function.__module__ == module.__name__:
            title, _, page = inspect.cleandoc(function.__doc__ or id_).partition("\n")
            yield Rule(id_, title.strip(), page.strip(), family, function, kinds_of(function))
