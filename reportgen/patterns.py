"""Regular expressions that are compiled once and kept (模式): compiling them was a third of every start.

Those of ours are made by `compiled`, those of a library while it is imported inside `libraries_kept`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, AnyStr

from reportgen.kept import Shelf

_KEPT = Shelf("patterns")
_COMPILE = re.compile
_Parts = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, for patterns of program and regions alone, never of a budget: each is kept."""
    return _made(pattern, int(flags))  # type: ignore[no-any-return]


@contextmanager
def libraries_kept() -> Iterator[None]:
    """Keep what libraries compile while they are imported inside the block: YAML's and Jinja's took 13 ms."""
    re.compile = compiled  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _COMPILE


@cache
def _made(pattern: Any, flags: int) -> Any:
    parts = _KEPT.find((pattern, flags))
    made = _joined(pattern, parts) if parts else _COMPILE(pattern, flags)
    if parts is None and _KEPT.path:
        _KEPT.put((pattern, flags), _parts(made, pattern, flags))
    return made


def _parts(made: re.Pattern[AnyStr], pattern: AnyStr, flags: int) -> _Parts | tuple[()]:
    """Return what a compiled pattern is made of; () if this Python cannot make an equal pattern from it."""
    with suppress(Exception):  # these modules are private to Python, and another version may not have them
        from array import array
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        code, names = array("I", _compiler._code(parsed, flags)), parsed.state.groupdict
        numbered = {number: name for name, number in names.items()}
        groups = tuple(numbered.get(number) for number in range(parsed.state.groups))
        parts = (flags | parsed.state.flags, code.tobytes(), parsed.state.groups - 1, dict(names), groups)
        return parts if _joined(pattern, parts) == made else ()  # equal ones have the same text, flags and code
    return ()


def _joined(pattern: AnyStr, parts: _Parts) -> re.Pattern[AnyStr]:
    import _sre  # type: ignore[import-not-found]

    flags, code, groups, names, numbered = parts
    made: Any = _sre.compile(pattern, flags, memoryview(code).cast("I").tolist(), groups, names, numbered)
    return made  # type: ignore[no-any-return]
