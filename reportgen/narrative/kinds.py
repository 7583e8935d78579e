"""What is known of a template's expressions before anything is filled in.

A figure stands for itself (`Value`: naming computes nothing), a constant and a word too; a list is a tuple of one item
that is like all of them. What depends on the budget file is UNKNOWN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any, Final

from jinja2 import nodes

from reportgen.narrative.values import Value

Scope = dict[str, Any]  # name -> kind

UNKNOWN: Final = object()
LOOP_WORDS = ("index", "first", "last", "length")
_TERM = {"名称": "", "释义": ""}


@dataclass(frozen=True)
class Loop:
    """`loop` inside a for."""


@dataclass(frozen=True)
class Sections:
    """One of 各节, or all of them (`every`)."""

    every: bool


@dataclass(frozen=True, eq=False)
class Macro:
    """A macro, with what is known where it stands; None inside the macro itself, which would not end."""

    node: nodes.Macro
    scope: Scope | None

    @property
    def signature(self) -> Signature:
        """What its brackets take."""
        names = list(dict.fromkeys(argument.name for argument in self.node.args))
        needed = len(names) - len(self.node.defaults)
        kind = Parameter.POSITIONAL_OR_KEYWORD
        return Signature(
            [Parameter(n, kind, default=Parameter.empty if i < needed else UNKNOWN) for i, n in enumerate(names)]
        )


def kinds_of(context: Mapping[str, Any]) -> Scope:
    """What is known of the names that every template has."""
    return {name: _kind(value) for name, value in context.items()} | {
        "各节": Sections(every=True),
        "名词": (_TERM,),
        "口径调整": UNKNOWN,  # there only where something was restated
    }


def _kind(value: Any) -> Any:
    return value if isinstance(value, (Value, str)) else UNKNOWN


def item_of(kind: Any) -> Any:
    """One of a list."""
    match kind:
        case Sections(every=True):
            return Sections(every=False)
        case (item,):
            return item
        case _:
            return UNKNOWN


def either(one: Any, other: Any) -> Any:
    """What is one or the other."""
    return one if one is other or (type(one) is type(other) and one == other) else UNKNOWN
