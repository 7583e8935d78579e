"""For which kinds of document a rule speaks (适用的文件): stated beside the rule.

    @speaks_of(BUDGET, ACCOUNTS)
    def R605(case): ...

A rule that says nothing speaks of all: that a sum is wrong is wrong in every document.
"""

from collections.abc import Callable
from typing import TypeVar

from reportgen.checks._case import Case
from reportgen.document import plain
from reportgen.document_kind import DocumentKind, kind_called

BUDGET, ACCOUNTS = DocumentKind.BUDGET, DocumentKind.ACCOUNTS
TARGETS, THREE_PUBLIC = DocumentKind.TARGETS, DocumentKind.THREE_PUBLIC
ALL = tuple(DocumentKind)

_ATTRIBUTE = "_kinds"
_Function = TypeVar("_Function", bound=Callable[..., object])


def speaks_of(*kinds: DocumentKind) -> Callable[[_Function], _Function]:
    """Says of a rule that it speaks of these kinds of document alone."""

    def marked(rule: _Function) -> _Function:
        setattr(rule, _ATTRIBUTE, kinds)
        return rule

    return marked


def kinds_of(rule: Callable[..., object]) -> tuple[DocumentKind, ...]:
    """The kinds of document that the rule speaks of."""
    kinds: tuple[DocumentKind, ...] = getattr(rule, _ATTRIBUTE, ALL)
    return kinds


def kind_of(case: Case) -> DocumentKind:
    """What the document is: by the budget's 文种, else by its title; a budget where neither says."""
    stated = case.budget.file.kind if case.budget else ""
    return kind_called(stated) or kind_called(plain(case.document.title)) or BUDGET
