"""What the brackets of a macro, filter or test take (括号里写什么); `inspect` knows more, and takes long to import."""

from functools import lru_cache
from typing import Any

from reportgen.narrative import nodes
from reportgen.tuples import NamedTuple


class Brackets(NamedTuple):
    """What the brackets of a macro, filter or test take: parameters, of which the first so many have no default."""

    parameters: tuple[str, ...]
    needed: int

    def bound(self, positional: list[Any], named: dict[str, Any]) -> dict[str, Any] | None:
        """Return the arguments by parameter, in their order; None if they do not fit."""
        given = dict(zip(self.parameters, positional, strict=False))
        known = {*self.parameters[len(positional) :]}
        if len(positional) > len(self.parameters) or not known.issuperset(named):
            return None
        given |= {name: named[name] for name in self.parameters if name in named}
        return given if given.keys() >= {*self.parameters[: self.needed]} else None


def parameters_of(macro: nodes.Macro) -> Brackets:
    """Return what the brackets of a macro take."""
    names = tuple(dict.fromkeys(argument.name for argument in macro.args))
    return Brackets(names, len(names) - len(macro.defaults))


@lru_cache(maxsize=256)
def taken_by(function: Any, is_method: bool) -> tuple[Any, Brackets]:
    """Return what a filter or test takes before it, as annotated, and in its brackets; none has `*` or `**`."""
    code = function.__code__
    first, *others = code.co_varnames[is_method : code.co_argcount]
    return function.__annotations__.get(first), Brackets(tuple(others), len(others) - len(function.__defaults__ or ()))
