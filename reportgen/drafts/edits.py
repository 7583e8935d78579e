"""Edits to the text of a budget file (改动) that leave everything else as it is written.

`spans` finds where each value stands in the text, `applied` makes the edits and lists the edited lines, `as_value`
quotes a value as YAML needs it.

`budget_text` writes a budget file that was read, such as a workbook, as text.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import yaml

from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence, is_leaf

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STARTS = compiled(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`=]|\s")
_INSIDE = compiled(r":(?:\s|$)|\s#|#|[\t\n]")
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


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends; what follows a value on its line is a comment on it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


class EditKind(Enum):
    """What was done to a line, in the words that the officer reads."""

    CHANGED = "改了"
    DROPPED = "去掉了"  # not listed, as another edit of the same place is
    OPEN = "要填"
    CARRIED = "照抄了去年的数，要逐行改成今年的"
    LOOK = "带着年份，看一看要不要改"
    COPIED = "照抄了去年写的，看一看还对不对"
    KEPT = "照抄的已知差异，今年的数填好以后，核对会说哪一条用不着了"
    DROPPED_DIFFERENCE = "去掉了的已知差异，今年的文件里核对不出这样的发现了"


@dataclass(frozen=True, slots=True)
class EditedLine:
    """One edited line (一处): its number in the new file, what was done, and the key."""

    line: int
    kind: EditKind
    what: str


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The text of next year's file, and its edited lines in order."""

    text: str
    changes: tuple[EditedLine, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` up to `end` by `new`; None leaves them and only lists the line."""

    start: int
    end: int
    new: str | None
    kind: EditKind
    what: str


def applied(edits: Iterable[Edit], text: str, head: str) -> RolledOver:
    """Return the text with a head and the edits; of overlapping edits the first one counts."""
    out, lines, done, line = [head], [], 0, head.count("\n") + 1
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < done:
            continue
        kept = text[done : edit.start]
        line += kept.count("\n")
        new = text[edit.start : edit.end] if edit.new is None else edit.new
        if edit.kind is not EditKind.DROPPED:
            lines.append(EditedLine(line + (new.count("\n") if edit.start == edit.end else 0), edit.kind, edit.what))
        out += [kept, new]
        line, done = line + new.count("\n"), edit.end
    return RolledOver("".join([*out, text[done:]]), tuple(lines))


def as_value(text: str, in_brackets: bool = False) -> str:
    """Return the text as a YAML value, quoted only where YAML would read something else.

    Args:
        in_brackets: whether the value stands inside `{ }` or `[ ]`, where commas and brackets separate values.
    """
    plain = text and not (_STARTS.match(text) or _INSIDE.search(text) or text != text.strip())
    if plain and not (in_brackets and _IN_BRACKETS.search(text)):
        return text
    if re.search(r"[\n\t]", text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"


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
    if not isinstance(node, Mapping) or _is_flat(node):
        yield f"{indent}- {_flow(node, within=not isinstance(node, Scalar))}"
        return
    lines = [line for name, value in node.entries for line in _entry(name.text, value, f"{indent}  ")]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _is_flat(node: Mapping) -> bool:
    return all(is_leaf(value) for _, value in node.entries)


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
