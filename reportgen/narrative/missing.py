"""Names that a template uses and nobody defined (没有的名称): whatever is done with one tells that it is missing."""

from typing import Any, NoReturn

NOBODY = object()  # what a name belongs to that stands alone


class MissingError(Exception):
    """A missing name was used; the message says which."""


class Forbidden(Exception):
    """A name was used that belongs to Python, not to templates."""


class Missing:
    """A missing name.

    Attributes:
        holder: what should have it; NOBODY if it stands alone.
        is_forbidden: whether it is there, but not for templates.
    """

    __slots__ = ("holder", "is_forbidden", "name")

    def __init__(self, name: Any, holder: Any = NOBODY, is_forbidden: bool = False) -> None:
        self.name, self.holder, self.is_forbidden = name, holder, is_forbidden

    def fail(self, *_: Any, **__: Any) -> NoReturn:
        """Tell that the name is missing.

        Raises:
            MissingError, Forbidden: always.
        """
        raise (Forbidden if self.is_forbidden else MissingError)(f"没有“{self.name}”")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.fail()

    __bool__ = __str__ = __hash__ = __len__ = __iter__ = __contains__ = __getitem__ = __call__ = fail
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = fail
