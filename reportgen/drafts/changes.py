"""Single changes of a budget file's text (单处改动): a value, a line added or removed, at a place given by its keys.

Every other character stays as it is written: comments, order, quotes, line ends. After each change the text is read
again: it must say what was asked, and nothing else may read differently. A change for which that is not so is refused.
"""

from collections.abc import Sequence

import yaml

from reportgen.drafts.yaml_text import (
    Keys,
    Span,
    as_value,
    line_break,
    line_end,
    line_start,
    spans,
    texts_by_place,
    ways_to_write,
)
from reportgen.records import dataclass


class NoSuchChange(Exception):
    """The edit cannot be made; the text says why, in the officer's words."""


class Outdated(NoSuchChange):
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
    """All lines of a key, as text (改原文): those that the officer saw, and those that replace them."""

    key: str
    old: str
    new: str


Change = Replaced | Added | Entered | Removed | Rewritten


def with_change(text: str, change: Change) -> str:
    """Return the text with the change.

    Raises:
        NoSuchChange: it cannot be made; Outdated: the place is gone or says something else.
    """
    try:
        match change:
            case Replaced(keys, old, new):
                return _replaced_whole(text, keys, new) if old is None else _replaced(text, keys, old, new)
            case Added(beside, values):
                return _added(text, beside, values)
            case Entered(within, key, value):
                return _entered(text, within, key, value)
            case Removed(keys):
                return _removed(text, keys)
            case Rewritten(key, old, new):
                return _rewritten(text, key, old, new)
    except yaml.YAMLError:
        raise NoSuchChange("预算文件现在读不了，先改好它") from None


def value_at(root: Span, keys: Keys) -> Span:
    """Return the value at a place.

    Raises:
        Outdated: the place is gone.
    """
    found: Span | None = root
    for key in keys:
        found = _below_it(found, key) if found else None
    if found is None:
        raise Outdated(None)
    return found


def _below_it(span: Span, key: str | int) -> Span | None:
    if isinstance(key, str):
        return span.get(key)
    return span.items[key] if 0 <= key < len(span.items) else None


def _replaced(text: str, keys: Keys, old: str, new: str) -> str:
    root = spans(text)
    span = value_at(root, keys)
    if span.text is None or span.text.strip() != old.strip():
        raise Outdated(span.text)
    said, raw = texts_by_place(root), text[span.start : span.end]
    blank = "" if span.start and text[span.start - 1] in " \t[{" else " "
    for value in dict.fromkeys(ways_to_write(raw, new, span.in_brackets)):
        edited = f"{text[: span.start]}{blank}{value}{text[span.end :]}"
        ends = "\n" if value[0] in "|>" and span.text.endswith("\n") else ""  # a block ends its last line
        if _reads(edited, {**said, keys: new + ends}):
            return edited
    raise NoSuchChange("这样写不进预算文件，换个写法再试")


def _replaced_whole(text: str, keys: Keys, new: str) -> str:
    """Replace lines or lists below a key by one text, such as 无; the comment behind the key stays."""
    root = spans(text)
    key, span = _entry(root, keys)
    value = as_value(new, span.in_brackets)
    if span.flow or span.text is not None or text[span.start : span.start + 1] in "[{":
        edited = f"{text[: span.start]}{value}{text[span.end :]}"
    else:
        first = line_end(text, key.end)
        edited = f"{text[: key.end]}: {value}{text[key.end + 1 : first]}{text[line_end(text, span.end) :]}"
    return _checked(edited, {**_without(texts_by_place(root), keys), keys: new})


def _added(text: str, beside: Keys, values: Sequence[tuple[Keys, str]]) -> str:
    if not beside or not isinstance(beside[-1], int):
        raise NoSuchChange("这里不能加行")
    place = (*beside[:-1], beside[-1] + 1)
    edited = _with_copy(text, beside, place)
    for keys, value in values:
        there = (*place, *keys)
        edited = _replaced(edited, there, value_at(spans(edited), there).text or "", value)
    return edited


def _with_copy(text: str, beside: Keys, place: Keys) -> str:
    """Return the text with the item of a list a second time, behind itself."""
    root = spans(text)
    span, around = value_at(root, beside), value_at(root, beside[:-1])
    if text[around.start] == "[":
        edited = f"{text[: span.end]}, {text[span.start : span.end]}{text[span.end :]}"
    else:
        start, end = line_start(text, span.start), line_end(text, span.end)
        edited = f"{text[:end].rstrip(chr(13))}{line_break(text)}{text[start : span.end]}{_tail(text, end)}"
    said = texts_by_place(root)
    moved = {_shifted(keys, place): words for keys, words in said.items()}
    copy = {(*place, *keys[len(beside) :]): words for keys, words in said.items() if _below(keys, beside)}
    return _checked(edited, moved | copy)


def _entered(text: str, within: Keys, key: str, value: str) -> str:
    root = spans(text)
    said = texts_by_place(root)
    if (*within, key) in said:
        raise NoSuchChange(f"“{key}”已经有了，直接改它")
    if len(within) == 1 and within[0] not in {name.text for name, _ in root.entries}:
        end, ends = len(text.rstrip()), line_break(text)
        edited = f"{text[:end]}{ends}{as_value(str(within[0]))}:{ends}  {as_value(key)}: {as_value(value)}{ends}"
    else:
        edited = _with_entry(text, value_at(root, within), key, value)
    return _checked(edited, {**said, (*within, key): value})


def _with_entry(text: str, around: Span, key: str, value: str) -> str:
    if not around.entries:
        raise NoSuchChange("这里不能加项")
    last = around.entries[-1][1]
    if text[around.start] == "{":
        return f"{text[: last.end]}, {as_value(key, True)}: {as_value(value, True)}{text[last.end :]}"
    first, end = around.entries[0][0], line_end(text, last.end)
    indent = " " * (first.start - line_start(text, first.start))
    line = f"{line_break(text)}{indent}{as_value(key)}: {as_value(value)}"
    return f"{text[:end].rstrip(chr(13))}{line}{_tail(text, end)}"


def _removed(text: str, keys: Keys) -> str:
    root = spans(text)
    around = value_at(root, keys[:-1])
    bounds: dict[str | int | None, tuple[int, int]] = {
        **{number: (item.start, item.end) for number, item in enumerate(around.items)},
        **{key.text: (key.start, value.end) for key, value in around.entries},
    }
    if keys[-1] not in bounds:
        raise Outdated(None)
    if len(bounds) == 1:
        raise NoSuchChange("只有这一行了；没有的写“无”，不要删空")
    at = list(bounds).index(keys[-1])
    wanted = {_shifted(k, keys, -1): words for k, words in _without(texts_by_place(root), keys).items()}
    return _checked(_cut(text, around, list(bounds.values()), at), wanted)


def _cut(text: str, around: Span, bounds: Sequence[tuple[int, int]], at: int) -> str:
    """Return the text without one item or key of `around`: its lines, or what stands up to its neighbour."""
    start, end = bounds[at]
    before = text[line_start(text, start) : start]
    has_lines = not before.strip(" -") and text[around.start] not in "[{"
    if has_lines and (at or around.items or not before.strip()):
        return text[: line_start(text, start)] + text[line_end(text, end) + 1 :]
    if at + 1 < len(bounds):
        return text[:start] + text[bounds[at + 1][0] :]
    return text[: bounds[at - 1][1]] + text[end:]


def lines_of(text: str, key: str) -> str:
    """Return the lines of a key of the file, without the last line break.

    Raises:
        Outdated: there is no such key.
    """
    start, end = _bounds(text, key)
    return text[start:end].rstrip("\r")


def _bounds(text: str, key: str) -> tuple[int, int]:
    name, value = _entry(spans(text), (key,))
    return line_start(text, name.start), line_end(text, value.end)


def _rewritten(text: str, key: str, old: str, new: str) -> str:
    """Replace the lines of a key. The new ones may be several keys, or wrong: that is found when the file is read."""
    start, end = _bounds(text, key)
    now = text[start:end].rstrip("\r")
    if now.split() != old.split():
        raise Outdated(now)
    ends = line_break(text)
    return f"{text[:start]}{ends.join(new.rstrip().splitlines())}{_tail(text, end)}"


def _entry(root: Span, keys: Keys) -> tuple[Span, Span]:
    around = value_at(root, keys[:-1])
    found = next(((key, value) for key, value in around.entries if key.text == keys[-1]), None) if keys else None
    if found is None:
        raise Outdated(None)
    return found


def _without(texts: dict[Keys, str], keys: Keys) -> dict[Keys, str]:
    return {own: text for own, text in texts.items() if not _below(own, keys)}


def _below(keys: Keys, above: Keys) -> bool:
    return keys[: len(above)] == above


def _shifted(keys: Keys, place: Keys, by: int = 1) -> Keys:
    """Return where a place is after a line was added (or removed) there."""
    depth = len(place) - 1
    number, added = keys[depth] if len(keys) > depth else None, place[-1]
    moves = isinstance(number, int) and isinstance(added, int) and _below(keys, place[:-1]) and number >= added
    return (*keys[:depth], number + by, *keys[depth + 1 :]) if moves and isinstance(number, int) else keys


def _reads(text: str, wanted: dict[Keys, str]) -> bool:
    try:
        return texts_by_place(spans(text)) == wanted
    except yaml.YAMLError:
        return False


def _checked(text: str, wanted: dict[Keys, str]) -> str:
    if not _reads(text, wanted):
        raise NoSuchChange("这里的写法特别，改起来会动到别处；请在文件里改")
    return text


def _tail(text: str, end: int) -> str:
    """Return what follows the line that ends at `end`, with the line break."""
    return text[end - 1 :] if text[end - 1 : end] == "\r" else text[end:]
