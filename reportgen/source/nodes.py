"""Nodes: texts, lists and mappings of a file, each with its place. Every scalar is text, no type is guessed."""

from pathlib import Path

from reportgen.diagnostics import Location
from reportgen.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name in messages, its lines for excerpts, its folder."""

    name: str
    lines: tuple[str, ...] = field(repr=False, hash=False)
    folder: Path = field(default=Path(), repr=False, hash=False)

    def location(self, place: "NodePlace") -> Location:
        """Return a place in the file for a message."""
        line = self.lines[place.line] if place.line < len(self.lines) else ""
        return Location(self.name, place.line + 1, place.column + 1, place.length, line)


@dataclass(frozen=True, slots=True)
class NodePlace:
    """Where a node stands; line and column count from 0."""

    source: Source = field(repr=False, hash=False)
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Scalar(NodePlace):
    """A text (文字), which is its own place: a large file has very many. `scalar_at` makes one at another place."""

    text: str = ""

    @property
    def place(self) -> NodePlace:
        """Where it stands."""
        return self

    @property
    def at(self) -> Location:
        """The place for a message."""
        return self.source.location(self)


def scalar_at(place: NodePlace, text: str) -> Scalar:
    """Return a text that stands at a place."""
    return Scalar(place.source, place.line, place.column, place.length, text)


@dataclass(frozen=True, slots=True)
class _Located:
    place: NodePlace

    @property
    def at(self) -> Location:
        """The place for a message."""
        return self.place.source.location(self.place)


@dataclass(frozen=True, slots=True)
class Sequence(_Located):
    """A list (列表)."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Mapping(_Located):
    """Keys and values (键值) in the file's order; every key stands once."""

    entries: tuple[tuple[Scalar, "Node"], ...]

    def get(self, name: str) -> "Node | None":
        """Return the value of a key, or None."""
        for key, value in self.entries:  # `next` of a generator takes three times as long, and a line asks for ten keys
            if key.text == name:
                return value
        return None

    def without(self, *names: str) -> "Mapping":
        """Return the mapping without some keys."""
        return Mapping(self.place, tuple(e for e in self.entries if e[0].text not in names))


Node = Scalar | Sequence | Mapping


def is_leaf(node: Node) -> bool:
    """Whether nothing stands below a node: a text, or a list or mapping of nothing."""
    return not (node.items if isinstance(node, Sequence) else node.entries if isinstance(node, Mapping) else ())


def below(node: Node | None, *keys: str) -> Node | None:
    """Return what stands below these keys, one within the other; None if a key is missing or stands in no mapping."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def text_below(node: Node | None, *keys: str) -> str:
    """Return the text below these keys; "" if there is none, or it is a list or a mapping."""
    found = below(node, *keys)
    return found.text if isinstance(found, Scalar) else ""


def records(node: Node | None) -> list[Mapping]:
    """Return the mappings in a list; none if the node is no list."""
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


KeyPath = tuple[str, ...]


def scalars(node: Node) -> list[tuple[KeyPath, Scalar]]:
    """Return every value of the node with the keys above it; an item of a list has an empty key."""
    found: list[tuple[KeyPath, Scalar]] = []
    _add_scalars(found, {}, node, ())
    return found


def _add_scalars(found: list[tuple[KeyPath, Scalar]], paths: dict[KeyPath, KeyPath], node: Node, path: KeyPath) -> None:
    """Add the values; `paths`: those so far, since many lines have the same keys."""
    if isinstance(node, Scalar):
        found.append((path, node))
        return
    if isinstance(node, Mapping):
        for key, value in node.entries:
            below = (*path, key.text)
            below = paths.setdefault(below, below)
            if isinstance(value, Scalar):
                found.append((below, value))
            else:
                _add_scalars(found, paths, value, below)
        return
    below = paths.setdefault((*path, ""), (*path, ""))
    for item in node.items:
        _add_scalars(found, paths, item, below)


def merged(own: Mapping, inherited: Mapping, depth: int) -> Mapping:
    """Return own entries over inherited ones; mappings on both sides are merged too, `depth` levels down."""
    mine = {key.text: (key, value) for key, value in own.entries}
    entries = [_merged_entry(mine.pop(key.text, None), (key, value), depth) for key, value in inherited.entries]
    return Mapping(own.place, (*entries, *mine.values()))


def _merged_entry(own: tuple[Scalar, Node] | None, inherited: tuple[Scalar, Node], depth: int) -> tuple[Scalar, Node]:
    if own is None:
        return inherited
    if depth and isinstance(own[1], Mapping) and isinstance(inherited[1], Mapping):
        return own[0], merged(own[1], inherited[1], depth - 1)
    return own


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell of a spreadsheet that is neither text nor number: what it shows, what is wrong, what to do."""

    shown: str
    message: str
    hint: str


Cell = str | Unreadable


def shown(cell: Cell) -> str:
    """Return the text that a cell shows."""
    return cell.shown if isinstance(cell, Unreadable) else cell
