"""Named tuples whose `__new__` is made when first used (命名元组): the standard library compiles each at every start.

mypy takes `NamedTuple` for that of `typing`. Everything but `__new__` is the same for all classes; generic ones and
`_asdict` are not supported.
"""

from collections import _tuplegetter  # type: ignore[attr-defined] # reads an item as an attribute, in C
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reportgen.kept import Shelf

_CODE = Shelf("tuples")

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

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
    exec(_CODE.get(source, lambda: compile(source, "<tuple>", "exec")), known)
    return known["__new__"]
