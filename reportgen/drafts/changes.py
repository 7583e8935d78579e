"""Changes of a budget file's text (改什么): of one value, line or key; and the errors of those that cannot be made.

A place is the keys and list numbers above it, `("支出", "项目支出", 3, "金额")`.
"""

from reportgen.records import dataclass

Keys = tuple[str | int, ...]


class NoSuchEdit(Exception):
    """The edit cannot be made; the text says why, in the officer's words."""


class Outdated(NoSuchEdit):
    """The place no longer says what the officer saw; `now` is what it says, None if it is gone."""

    def __init__(self, now: str | None) -> None:
        said = "这一处已经不在文件里了" if now is None else f"这一处在文件里现在是“{now}”"
        super().__init__(f"{said}，打开以后别的程序改过它")
        self.now = now


@dataclass(frozen=True, slots=True)
class Added:
    """A line added behind its neighbour, as a copy of it (加一行): the neighbour's place, and the values that differ.

    Values have their keys within the line; a line that is a text has the keys ().
    """

    beside: Keys
    values: tuple[tuple[Keys, str], ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """A key with its text, at the end of a mapping (加一项), such as a reason."""

    within: Keys
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A line or a key with all below it (删去)."""

    keys: Keys


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value (改动): `old` is what the officer saw. With `old` None all that stands below the keys is replaced."""

    keys: Keys
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """All lines of a key of the file as they are written (改原文): what the officer saw, and what they are to be."""

    key: str
    old: str
    new: str


Change = Replaced | Added | Entered | Removed | Rewritten
