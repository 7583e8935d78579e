"""The text of a budget file: where each value stands in it, and how values are written in YAML.

`spans` finds where the values of a text stand; `with_value` returns the text with another value behind a key.
`as_value` quotes a value as YAML needs it, `budget_text` writes a whole file that was read from elsewhere, such as a
workbook.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import yaml

from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence, is_leaf

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STARTS = compiled(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`=]|\s")
_INSIDE = compiled(r":(?:\s|$)|\s#|#|[\t\n]")
Keys = tuple[str | int, ...]  # the keys and list numbers above a value: ("支出", "项目支出", 3, "金额")
_IN_BRACKETS = compiled(r"[,\[\]{}]|:$")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of a value in the text, from `start` up to `end`, with its quotes and brackets.

    Attributes:
        text: the text of a scalar, else None.
        in_brackets: whether it stands inside `{ }` or `[ ]`.
        entries: the keys and values of a mapping.
        items: the items of a list.
    """

    start: int
    end: int
    text: str | None = None
    in_brackets: bool = False
    entries: tuple[tuple["Span", "Span"], ...] = ()
    items: tuple["Span", ...] = ()

    def get(self, name: str) -> "Span | None":
        """Return the value of a key, or None."""
        return next((value for key, value in self.entries if key.text == name), None)

    @property
    def flow(self) -> bool:
        """Whether its values stand inside brackets."""
        return any(below.in_brackets for below in (*self.items, *(key for key, _ in self.entries)))


def spans(text: str) -> Span:
    """Return where the values of a YAML text stand; the text must be valid YAML."""
    return _span(yaml.compose(text, Loader=_Loader), text, False)


def _span(node: Any, text: str, inside: bool) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return Span(start, start + len(text[start:end].rstrip()), node.value, inside)
    flow = bool(node.flow_style)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_span(child, text, flow) for child in node.value)
        return Span(start, end if flow else _last(items, end), None, inside, (), items)
    entries = tuple((_span(key, text, flow), _span(value, text, flow)) for key, value in node.value)
    return Span(start, end if flow else _last([value for _, value in entries], end), None, inside, entries)


def _last(children: Any, end: int) -> int:
    """Return the end of a block: that of its last value, as the parser also counts the empty lines after the block."""
    return max((child.end for child in children), default=end)


def walk(span: Span, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Yield every scalar with the keys above it, in the order of the text."""
    if span.text is not None:
        yield path, span
    for item in span.items:
        yield from walk(item, path)
    for key, value in span.entries:
        yield from walk(value, (*path, key.text or ""))


def with_value(text: str, path: tuple[str, ...], value: str, after: str = "") -> str:
    """Return the text with the value behind the keys, in place of the old one.

    A new key stands behind the key `after` beside it, else at the end. `value` begins with a blank or a line break;
    if it stands on lines below as the old one did, the comment beside the key stays.
    """
    *above, key = path
    around = spans(text)
    for name in above:
        below = around.get(name)
        if below is None or not below.entries:
            return with_value(text, tuple(above), f"\n  {as_value(key)}:{value}")
        around = below
    entries = {own.text or "": (own, old) for own, old in around.entries}
    if key in entries:
        own, old = entries[key]
        aside = text[own.end + 1 : line_end(text, own.end)]
        kept = aside if aside.lstrip().startswith("#") and value.startswith("\n") else ""
        return f"{text[: own.end]}:{kept}{value}{text[line_end(text, old.end) :]}"
    _, beside = entries.get(after) or around.entries[-1]
    end = line_end(text, beside.end)
    return f"{text[:end]}\n{'  ' * len(above)}{as_value(key)}:{value}{text[end:]}"


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


def texts_by_place(root: Span) -> dict[Keys, str]:
    """Return what every place of a text says."""
    return {keys: span.text for keys, span in places(root) if span.text is not None}


def line_start(text: str, place: int) -> int:
    """Return where the line of a place in the text begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends; what follows a value on its line is a comment on it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def line_break(text: str) -> str:
    """Return how the lines of the text end."""
    return "\r\n" if "\r\n" in text else "\n"


def as_value(text: str, in_brackets: bool = False) -> str:
    """Return the text as a YAML value, quoted only where YAML would read something else.

    Args:
        in_brackets: whether the value stands inside `{ }` or `[ ]`, where commas and brackets separate values.
    """
    plain = text and not (_STARTS.match(text) or _INSIDE.search(text) or text != text.strip())
    if plain and not (in_brackets and _IN_BRACKETS.search(text)):
        return text
    if compiled(r"[\n\t]").search(text):
        return _double_quoted(text)
    return _single_quoted(text)


def _double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ways_to_write(raw: str, new: str, in_brackets: bool) -> Iterator[str]:
    """Yield ways to write a new text in place of `raw`, those like the old one first."""
    if raw.startswith('"'):
        yield _double_quoted(new)
    if raw.startswith("'") and "\n" not in new:
        yield _single_quoted(new)
    if raw.startswith(("|", ">")):
        head, _, rest = raw.partition("\n")
        indent = rest[: len(rest) - len(rest.lstrip(" "))]
        apart = "\n\n" if raw.startswith(">") else "\n"
        yield head + "".join(f"\n{indent}{line}" if line else "\n" for line in apart.join(new.split("\n")).split("\n"))
    yield as_value(new, in_brackets)
    yield _double_quoted(new)


def budget_text(budget: Mapping) -> str:
    """Return a budget file as text: a line for each value or item of a list, an empty line before keys with several."""
    out: list[str] = []
    for name, value in budget.entries:
        lines = list(_entry(name.text, value, ""))
        out += ["", *lines] if len(lines) > 1 else lines
    return "\n".join(out) + "\n"


def value_text(node: Node, indent: str = "") -> str:
    """Return what stands behind a key and its colon: on the same line, or on lines below."""
    return "\n".join(_entry("", node, indent)).removeprefix(f"{indent}{as_value('')}:")


def _entry(key: str, node: Node, indent: str) -> Iterator[str]:
    head = f"{indent}{as_value(key)}:"
    if is_leaf(node):
        said = _flow(node, within=False)
        yield f"{head} {said}" if said else head
    elif isinstance(node, Mapping):
        yield head
        for name, value in node.entries:
            yield from _entry(name.text, value, f"{indent}  ")
    elif isinstance(node, Sequence):
        yield head
        for item in node.items:
            yield from _item(item, f"{indent}  ")


def _item(node: Node, indent: str) -> Iterator[str]:
    if not isinstance(node, Mapping) or all(is_leaf(value) for _, value in node.entries):
        yield f"{indent}- {_flow(node, within=not isinstance(node, Scalar))}"
        return
    lines = [line for name, value in node.entries for line in _entry(name.text, value, f"{indent}  ")]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _flow(node: Node, within: bool = True) -> str:
    """Return the node on one line; `within`: whether it stands between brackets."""
    match node:
        case Scalar():
            return as_value(node.text, within) if node.text or within else ""
        case Sequence():
            return f"[{', '.join(map(_flow, node.items))}]"
        case Mapping():
            return f"{{{', '.join(f'{as_value(k.text, True)}: {_flow(v)}' for k, v in node.entries)}}}"


def pairs(one: Node, other: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the nodes and keys of one tree with those of another that says the same, in the order of the first."""
    yield one, other
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        for item, same in zip(one.items, other.items, strict=True):
            yield from pairs(item, same)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = {key.text: (key, value) for key, value in other.entries}
        for key, value in one.entries:
            yield key, keys[key.text][0]
            yield from pairs(value, keys[key.text][1])
