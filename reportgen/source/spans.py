"""Where values stand in a text (位置), to the character: for edits that leave everything else as it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Span:
    """A value with its characters `start` to `end` (not included) of the text, quotes and brackets among them.

    Attributes:
        text: of a scalar, else None; in_brackets: it stands inside `{ }` or `[ ]`.
        entries: key and value of a mapping; items: of a list.
    """

    start: int
    end: int
    text: str | None = None
    in_brackets: bool = False
    entries: tuple[tuple["Span", "Span"], ...] = ()
    items: tuple["Span", ...] = ()

    def get(self, name: str) -> "Span | None":
        """The value of a key, or None."""
        return next((value for key, value in self.entries if key.text == name), None)

    @property
    def flow(self) -> bool:
        """Whether its values stand in brackets."""
        return any(below.in_brackets for below in (*self.items, *(key for key, _ in self.entries)))


def spans(text: str) -> Span:
    """The values of a YAML text that was read before, and is known to be sound."""
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
    """A block goes to the end of its last value; the parser takes the empty lines after it as well."""
    return max((child.end for child in children), default=end)


def walk(span: Span, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every scalar with the keys above it, in the text's order."""
    if span.text is not None:
        yield path, span
    for item in span.items:
        yield from walk(item, path)
    for key, value in span.entries:
        yield from walk(value, (*path, key.text or ""))
