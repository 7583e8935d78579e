"""A budget file as text (.yaml), from what was read of it: a workbook as the file that it would be."""

from collections.abc import Iterator

from reportgen.drafts.edits import as_value
from reportgen.source import Mapping, Node, Scalar, Sequence, is_leaf


def budget_text(budget: Mapping) -> str:
    """Return the text, one line for each value or line of a list, with an empty line before what has several."""
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
    """The node on one line; `within`: between brackets."""
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
