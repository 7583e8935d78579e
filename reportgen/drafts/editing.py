"""Single edits of a budget file's text (单处改动): a value, a line added or removed, at a place given by its keys.

Every other character stays as it is written: comments, order, quotes, line ends. A place is the keys and list numbers
above it, `("支出", "项目支出", 3, "金额")`. After each edit the text is read again: it must say what was asked, and
nothing else may read differently. An edit for which that is not so is refused.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import yaml

from reportgen.drafts.changes import (
    Added,
    Change,
    Entered,
    Keys,
    NoSuchEdit,
    Outdated,
    Removed,
    Replaced,
    Rewritten,
)
from reportgen.drafts.edits import Span, as_value, line_end, spans


def with_change(text: str, change: Change) -> str:
    """Return the text with the change.

    Raises:
        NoSuchEdit: it cannot be made; Outdated: the place is gone or says something else.
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
        raise NoSuchEdit("预算文件现在读不了，先改好它") from None


def keys_by_place(root: Span, text: str) -> dict[tuple[int, int], Keys]:
    """Return the keys of each value by the line and column (from 1) where it begins; of nested ones, the outermost."""
    starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    found: dict[tuple[int, int], Keys] = {}
    for keys, span in places(root):
        line = bisect_right(starts, span.start) - 1
        found.setdefault((line + 1, span.start - starts[line] + 1), keys)
    return found


def places(span: Span, keys: Keys = ()) -> Iterator[tuple[Keys, Span]]:
    """Yield every value with its keys, those around others first."""
    yield keys, span
    for number, item in enumerate(span.items):
        yield from places(item, (*keys, number))
    for key, value in span.entries:
        yield from places(value, (*keys, key.text or ""))


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
    said, raw = _texts_by_place(root), text[span.start : span.end]
    blank = "" if span.start and text[span.start - 1] in " \t[{" else " "
    for value in dict.fromkeys(_written(raw, new, span.in_brackets)):
        edited = f"{text[: span.start]}{blank}{value}{text[span.end :]}"
        ends = "\n" if value[0] in "|>" and span.text.endswith("\n") else ""  # a block ends its last line
        if _reads(edited, {**said, keys: new + ends}):
            return edited
    raise NoSuchEdit("这样写不进预算文件，换个写法再试")


def _written(raw: str, new: str, in_brackets: bool) -> Iterator[str]:
    """Yield ways to write a text, those like the old one first."""
    quoted = '"' + new.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    if raw.startswith('"'):
        yield quoted
    if raw.startswith("'") and "\n" not in new:
        yield "'" + new.replace("'", "''") + "'"
    if raw.startswith(("|", ">")):
        head, _, rest = raw.partition("\n")
        indent = rest[: len(rest) - len(rest.lstrip(" "))]
        apart = "\n\n" if raw.startswith(">") else "\n"
        yield head + "".join(f"\n{indent}{line}" if line else "\n" for line in apart.join(new.split("\n")).split("\n"))
    yield as_value(new, in_brackets)
    yield quoted


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
    return _checked(edited, {**_without(_texts_by_place(root), keys), keys: new})


def _added(text: str, beside: Keys, values: Sequence[tuple[Keys, str]]) -> str:
    root = spans(text)
    if not beside or not isinstance(beside[-1], int):
        raise NoSuchEdit("这里不能加行")
    span, around = value_at(root, beside), value_at(root, beside[:-1])
    if text[around.start] == "[":
        joint = f", {text[span.start : span.end]}"
        edited = text[: span.end] + joint + text[span.end :]
    else:
        start, end = line_start(text, span.start), line_end(text, span.end)
        edited = f"{text[:end].rstrip(chr(13))}{line_break(text)}{text[start : span.end]}{_tail(text, end)}"
    place = (*beside[:-1], beside[-1] + 1)
    said = {_shifted(keys, place): words for keys, words in _texts_by_place(root).items()}
    copy = {
        (*place, *keys[len(beside) :]): words for keys, words in _texts_by_place(root).items() if _below(keys, beside)
    }
    edited = _checked(edited, said | copy)
    for keys, value in values:
        there = (*place, *keys)
        edited = _replaced(edited, there, value_at(spans(edited), there).text or "", value)
    return edited


def _entered(text: str, within: Keys, key: str, value: str) -> str:
    root = spans(text)
    wanted = {**_texts_by_place(root), (*within, key): value}
    if (*within, key) in _texts_by_place(root):
        raise NoSuchEdit(f"“{key}”已经有了，直接改它")
    if not within or within[:-1] or within[-1] in {name.text for name, _ in root.entries}:
        around = value_at(root, within)
        if not around.entries:
            raise NoSuchEdit("这里不能加项")
        last = around.entries[-1][1]
        if text[around.start] == "{":
            edited = f"{text[: last.end]}, {as_value(key, True)}: {as_value(value, True)}{text[last.end :]}"
        else:
            first, end = around.entries[0][0], line_end(text, last.end)
            indent = " " * (first.start - line_start(text, first.start))
            line = f"{line_break(text)}{indent}{as_value(key)}: {as_value(value)}"
            edited = f"{text[:end].rstrip(chr(13))}{line}{_tail(text, end)}"
    else:  # the whole part is missing
        end = len(text.rstrip())
        ends = line_break(text)
        edited = f"{text[:end]}{ends}{as_value(str(within[-1]))}:{ends}  {as_value(key)}: {as_value(value)}{ends}"
    return _checked(edited, wanted)


def _removed(text: str, keys: Keys) -> str:
    root = spans(text)
    around, last = value_at(root, keys[:-1]), keys[-1]
    if isinstance(last, int):
        bounds = [(item.start, item.end) for item in around.items]
        number = last
    else:
        bounds = [(key.start, value.end) for key, value in around.entries]
        number = next((i for i, (key, _) in enumerate(around.entries) if key.text == last), len(bounds))
    if number >= len(bounds):
        raise Outdated(None)
    if len(bounds) == 1:
        raise NoSuchEdit("只有这一行了；没有的写“无”，不要删空")
    wanted = {_shifted(k, keys, -1): words for k, words in _texts_by_place(root).items() if not _below(k, keys)}
    start, end = bounds[number]
    own_line = not text[line_start(text, start) : start].strip(" -") and text[around.start] not in "[{"
    if own_line and (number or isinstance(last, int) or not text[line_start(text, start) : start].strip()):
        edited = text[: line_start(text, start)] + text[line_end(text, end) + 1 :]
    elif number + 1 < len(bounds):
        edited = text[:start] + text[bounds[number + 1][0] :]
    else:
        edited = text[: bounds[number - 1][1]] + text[end:]
    return _checked(edited, wanted)


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


def _texts_by_place(root: Span) -> dict[Keys, str]:
    """Return what every place of the text says."""
    return {keys: span.text for keys, span in places(root) if span.text is not None}


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
        return _texts_by_place(spans(text)) == wanted
    except yaml.YAMLError:
        return False


def _checked(text: str, wanted: dict[Keys, str]) -> str:
    if not _reads(text, wanted):
        raise NoSuchEdit("这里的写法特别，改起来会动到别处；请在文件里改")
    return text


def line_start(text: str, place: int) -> int:
    """Return where the line of a place in the text begins."""
    return text.rfind("\n", 0, place) + 1


def line_break(text: str) -> str:
    """Return how the lines of the text end."""
    return "\r\n" if "\r\n" in text else "\n"


def _tail(text: str, end: int) -> str:
    """Return what follows the line that ends at `end`, with the line break."""
    return text[end - 1 :] if text[end - 1 : end] == "\r" else text[end:]
