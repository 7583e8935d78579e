"""Templates whose values stay values: `{{ x }}` becomes a located slot, never a piece of text.

As with bound parameters in SQL, what the author typed is parsed and what the budget says is put in afterwards, so a
name with `#`, `|`, `<` or a newline cannot change the structure, and a number keeps its figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Undefined

from reportgen.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Literal:
    """What the author typed."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Slot:
    """A value, and where it was asked for."""

    value: Any
    at: Location


class Fragment(tuple[Literal | Slot, ...]):
    """What a macro, a call or a set block gives: pieces, not a string."""

    __slots__ = ()


def fragment(pieces: Iterable[Any]) -> Fragment:
    """Pieces in order, nested ones flattened."""
    flat: list[Literal | Slot] = []
    for piece in pieces:
        flat.extend(piece) if isinstance(piece, Fragment) else flat.append(piece)
    return Fragment(flat)


class Missing(StrictUndefined):
    """A name that a template uses and nobody gave; says so in Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”"


def is_missing(value: Any) -> bool:
    """Whether the value is a name that nobody gave."""
    return isinstance(value, Undefined)
