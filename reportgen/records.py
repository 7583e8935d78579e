"""Dataclasses whose methods are made when first used (数据类): a program with hundreds starts twenty times as fast.

`dataclass` behaves like that of the standard library, and mypy takes it for that one: fields, defaults, `slots`,
`replace` and printing are the same. `__init__`, `__eq__`, `__hash__` and the comparisons are compiled when they are
first called; `__init__` takes fields with `init=False` as well: only `replace` leaves these out. `InitVar` is not
supported. Frozen data with `slots` is frozen by mypy alone: a class that refuses assignment when it runs takes three
times as long to fill, and documents are made of such data by the hundred thousand.
"""

import dataclasses
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from reportgen.kept import Shelf

_SIGNS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_ABSENT = object()
_CODE = Shelf("methods")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, eq=True, order=False, frozen=False, slots=False, kw_only=False):
        """Return the class as a dataclass."""
        if cls is None:
            return partial(dataclass, eq=eq, order=order, frozen=frozen, slots=slots, kw_only=kw_only)
        own, cls.__doc__ = dict(cls.__dict__), cls.__doc__ or cls.__name__
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        methods = ["__init__", *(["__eq__"] if eq else ()), *(list(_SIGNS)[1:] if order else ())]
        if eq and own.get("__hash__") is None:
            methods.append("__hash__")
            made.__hash__ = None
        for name in methods:
            if name not in own and (name != "__hash__" or frozen):
                _make_when_used(made, name, frozen)
        if "__repr__" not in own:
            made.__repr__ = _shown
        if frozen:
            made.__getstate__ = _state
            _make_when_used(made, "__setstate__", frozen)
            if not slots:
                made.__setattr__ = made.__delattr__ = _refused
        return made


def _make_when_used(cls: type, name: str, frozen: bool) -> None:
    """Give the class a method that makes the real one, at its first call, and puts it in its place."""

    def first(self: Any, *arguments: Any, **named: Any) -> Any:
        if name == "__init__":
            source, known = _init(cls, frozen)
        elif name == "__setstate__":
            source, known = _restoring(cls)
        else:
            source, known = (_hash(cls) if name == "__hash__" else _compared(cls, name)), {}
        exec(_CODE.get(source, lambda: compile(source, "<record>", "exec")), known)
        method = known[name]
        method.__qualname__, method.__module__ = f"{cls.__qualname__}.{name}", cls.__module__
        setattr(cls, name, method)
        return method(self, *arguments, **named)

    setattr(cls, name, first)


def _init(cls: Any, frozen: bool) -> tuple[str, dict[str, Any]]:
    """Return the text of `__init__`, and the names that it uses."""
    known: dict[str, Any] = {"_absent": _ABSENT}
    taken: dict[bool, list[str]] = {False: [], True: ["*"]}
    lines = []
    for f in dataclasses.fields(cls):
        value = name = f.name
        if f.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = f.default
            taken[bool(f.kw_only)].append(f"{name}=_default_{name}")
        elif f.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = f.default_factory
            taken[bool(f.kw_only)].append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        else:
            taken[bool(f.kw_only)].append(name)
        lines.append(_filled(cls, name, value, known) if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *taken[False], *(taken[True] if len(taken[True]) > 1 else ())])
    return f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), known


def _restoring(cls: Any) -> tuple[str, dict[str, Any]]:
    """Return the text of `__setstate__`, which pickle and copy call, and the names that it uses."""
    known: dict[str, Any] = {}
    lines = [_filled(cls, f.name, f"state[{i}]", known) for i, f in enumerate(dataclasses.fields(cls))]
    return "def __setstate__(self, state):\n " + "\n ".join(lines or ["pass"]), known


def _filled(cls: Any, name: str, value: str, known: dict[str, Any]) -> str:
    """Return the statement that gives an attribute of frozen data its value, and add the names it uses to `known`."""
    if cls.__setattr__ is object.__setattr__:
        return f"self.{name} = {value}"
    known["_set"] = object.__setattr__
    return f"_set(self, {name!r}, {value})"


def _compared(cls: Any, name: str) -> str:
    ours, theirs = (_values(one, (f.name for f in dataclasses.fields(cls) if f.compare)) for one in ("self", "other"))
    return (
        f"def {name}(self, other):\n"
        f" if other.__class__ is self.__class__:\n  return {ours} {_SIGNS[name]} {theirs}\n return NotImplemented"
    )


def _hash(cls: Any) -> str:
    names = (f.name for f in dataclasses.fields(cls) if (f.compare if f.hash is None else f.hash))
    return f"def __hash__(self):\n return hash({_values('self', names)})"


def _values(holder: str, names: Iterable[str]) -> str:
    """Return the source text of a tuple of attributes."""
    return f"({''.join(f'{holder}.{name}, ' for name in names)})"


def _shown(self: Any) -> str:
    values = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _refused(self: Any, name: str, *_: Any) -> None:  # noqa: ARG001
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]
