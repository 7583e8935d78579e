"""Dataclasses and named tuples whose methods are made when first used (数据类、命名元组): a program starts much faster.

`dataclass` behaves like that of the standard library, and mypy takes it for that one: fields, defaults, `slots`,
`replace` and printing are the same, and the functions of `dataclasses` take its classes. That module is not imported,
as it takes long to start. `__init__`, `__eq__`, `__hash__` and the comparisons are compiled when they are first called;
`__init__` takes fields with `init=False` as well: only `replace` leaves these out. `InitVar` is not supported. Frozen
data with `slots` is frozen by mypy alone: a class that refuses assignment when it runs takes three times as long to
fill, and documents are made of such data by the hundred thousand.

`NamedTuple` is that of `typing` for mypy; all its classes share all but `__new__`. Generic ones and `_asdict` are
not supported.
"""

from collections import _tuplegetter  # type: ignore[attr-defined] # reads an item as an attribute, in C
from collections.abc import Iterable
from functools import partial
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

from reportgen.kept import Shelf

_SIGNS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_FIELDS = "__dataclass_fields__"  # what the standard library finds fields by
_PARAMETERS = SimpleNamespace(repr=False)  # what `pprint` asks for
_ABSENT = object()
_CODE, _NEW = Shelf("methods"), Shelf("tuples")

if TYPE_CHECKING:
    from dataclasses import MISSING as MISSING
    from dataclasses import Field as Field
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple
else:
    MISSING = object()

    class Field:
        """A field of a dataclass (字段), with the options that were given; `metadata` is what a model says of a key."""

        default = default_factory = MISSING
        init = repr = compare = True
        hash = None
        kw_only = False
        metadata = MappingProxyType({})

        def __init__(self, options):
            self.__dict__.update(options)

        @property
        def _field_type(self):
            import dataclasses

            return dataclasses._FIELD

    def field(**options):
        """Return the value that a class gives an attribute which is no plain field."""
        return Field(options)

    def fields(record):
        """Return the fields of a dataclass or of one of its objects."""
        return tuple(getattr(record, _FIELDS).values())

    def is_dataclass(found):
        """Whether something is a dataclass or an object of one."""
        return hasattr(found, _FIELDS)

    def replace(record, /, **changes):
        """Return the object with other values of some fields."""
        for name, f in record.__dataclass_fields__.items():
            if name not in changes and f.init:
                changes[name] = getattr(record, name)
        return record.__class__(**changes)

    def dataclass(cls=None, /, *, eq=True, order=False, frozen=False, slots=False, kw_only=False):
        """Return the class as a dataclass."""
        if cls is None:
            return partial(dataclass, eq=eq, order=order, frozen=frozen, slots=slots, kw_only=kw_only)
        own, cls.__doc__ = dict(cls.__dict__), cls.__doc__ or cls.__name__
        made = _with_fields(cls, kw_only)
        made = _with_slots(made) if slots else made
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

    class _Named(tuple):
        """What all named tuples can do."""

        __slots__ = ()
        _fields = __match_args__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            """Return an object of these values."""
            return tuple.__new__(cls, values)

        def _replace(self, /, **changes: Any) -> Any:
            """Return the object with other values of some fields."""
            made = tuple.__new__(self.__class__, map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"no such field: {', '.join(changes)}")
            return made

        def __getnewargs__(self) -> Any:
            return tuple(self)

        def __repr__(self) -> str:
            said = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{self.__class__.__name__}({', '.join(said)})"

    class _Maker(type):
        """Makes plain classes: they have no metaclass."""

        def __new__(cls, name, bases, own):
            if not bases:
                return super().__new__(cls, name, bases, own)
            return _with_items(type(name, (_Named,), {"__slots__": (), **own}))

    class NamedTuple(metaclass=_Maker):
        """What a class of named tuples is derived from."""


def _with_fields(cls: Any, kw_only: bool) -> Any:
    """Give the class its fields, those of its bases first, and return it."""
    found: dict[str, Any] = {}
    for base in cls.__mro__[-1:0:-1]:
        found.update(base.__dict__.get(_FIELDS, ()))
    for name, kind in cls.__annotations__.items():
        if get_origin(kind) is not ClassVar:
            found[name] = _field(cls, name, kind, kw_only)
    setattr(cls, _FIELDS, found)
    cls.__dataclass_params__ = _PARAMETERS
    names = tuple(name for name, f in found.items() if f.init and not f.kw_only)
    setattr(cls, "__match_args__", names)  # noqa: B010 - mypy knows no such attribute
    return cls


def _field(cls: Any, name: str, kind: Any, kw_only: bool) -> Any:
    """Return the field of an attribute; the class keeps its default as the attribute."""
    given = cls.__dict__.get(name, MISSING)
    made: Any = given if isinstance(given, Field) else Field({} if given is MISSING else {"default": given})  # type: ignore[call-arg]
    if given is made:
        if made.default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, made.default)
    made.name, made.type = name, kind
    made.kw_only = made.kw_only or kw_only
    return made


def _with_slots(cls: Any) -> Any:
    """Return the class anew, with a slot for each field that no base has."""
    inherited = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    names = getattr(cls, _FIELDS)
    own = {name: value for name, value in cls.__dict__.items() if name not in names}
    own["__slots__"] = tuple(name for name in names if name not in inherited)
    own.pop("__dict__", None)
    own.pop("__weakref__", None)
    made = type(cls)(cls.__name__, cls.__bases__, own)
    made.__qualname__ = cls.__qualname__
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
    for f in fields(cls):
        value = name = f.name
        if f.default is not MISSING:
            known[f"_default_{name}"] = f.default
            taken[bool(f.kw_only)].append(f"{name}=_default_{name}")
        elif f.default_factory is not MISSING:
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
    lines = [_filled(cls, f.name, f"state[{i}]", known) for i, f in enumerate(fields(cls))]
    return "def __setstate__(self, state):\n " + "\n ".join(lines or ["pass"]), known


def _filled(cls: Any, name: str, value: str, known: dict[str, Any]) -> str:
    """Return the statement that gives an attribute of frozen data its value, and add the names it uses to `known`."""
    if cls.__setattr__ is object.__setattr__:
        return f"self.{name} = {value}"
    known["_set"] = object.__setattr__
    return f"_set(self, {name!r}, {value})"


def _compared(cls: Any, name: str) -> str:
    ours, theirs = (_values(one, (f.name for f in fields(cls) if f.compare)) for one in ("self", "other"))
    return (
        f"def {name}(self, other):\n"
        f" if other.__class__ is self.__class__:\n  return {ours} {_SIGNS[name]} {theirs}\n return NotImplemented"
    )


def _hash(cls: Any) -> str:
    names = (f.name for f in fields(cls) if (f.compare if f.hash is None else f.hash))
    return f"def __hash__(self):\n return hash({_values('self', names)})"


def _values(holder: str, names: Iterable[str]) -> str:
    """Return the source text of a tuple of attributes."""
    return f"({''.join(f'{holder}.{name}, ' for name in names)})"


def _shown(self: Any) -> str:
    values = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _refused(self: Any, name: str, *_: Any) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in fields(self)]


def _with_items(cls: Any) -> Any:
    """Give a class its attributes and a `__new__` that makes the real one, at its first call, and return it."""
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    cls._fields = names
    setattr(cls, "__match_args__", names)  # noqa: B010 - mypy knows no such attribute
    for i, name in enumerate(names):
        setattr(cls, name, _tuplegetter(i, None))

    def first(own: Any, /, *arguments: Any, **named: Any) -> Any:
        cls.__new__ = _new(names, defaults)
        return cls.__new__(own, *arguments, **named)

    cls.__new__ = first
    return cls


def _new(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Return the function that makes an object of a class with these fields."""
    parameters = ", ".join(f"{name}=_defaults[{name!r}]" if name in defaults else name for name in names)
    source = f"def __new__(_cls, {parameters}):\n return _new(_cls, ({', '.join(names)},))"
    known = {"_new": tuple.__new__, "_defaults": defaults}
    exec(_NEW.get(source, lambda: compile(source, "<tuple>", "exec")), known)
    return known["__new__"]
