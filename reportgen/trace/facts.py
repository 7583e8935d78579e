"""Facts (资料) that print as numbers: where the budget file, or the region, states them."""

from collections.abc import Iterator

from reportgen.figures import Figures
from reportgen.source import Mapping, Node, Sequence

_COUNTED = "@个数"


def origin(path: str, figures: Figures) -> Iterator[str]:
    """Lines of text: how the number came about, and its place."""
    node = stated(path, figures)
    yield f"算法：{how(path, figures)}"
    yield from (f"来自：{node.at}",) if node else ()


def how(path: str, figures: Figures) -> str:
    """How the number came about."""
    place = path.removesuffix(_COUNTED)
    own = _under(figures.budget.file.node, place)
    return "数一数写了几条" if place != path else "直接填报的" if own else "地区模板定的"


def stated(path: str, figures: Figures) -> Node | None:
    """Where a fact is stated: in the budget file, or else in the region."""
    place = path.removesuffix(_COUNTED)
    return _under(figures.budget.file.node, place) or next(_regional(place, figures), None)


def _regional(path: str, figures: Figures) -> Iterator[Node]:
    """What the region's profile states under 标准."""
    for name, node in figures.profile.file.facts.items():
        if found := _step(f"标准.{name}", node, path):
            yield found


def _under(node: Node | None, path: str) -> Node | None:
    """What stands under a dotted path, or None; the items of a list count from 1."""
    if node is None or not path:
        return node
    steps: Iterator[Node | None] = (_step(name, below, path) for name, below in _parts(node))
    return next((found for found in steps if found), None)


def _step(name: str, below: Node, path: str) -> Node | None:
    """What stands under the rest of the path, where it leads through this name, which may hold dots itself."""
    return _under(below, path[len(name) + 1 :]) if f"{path}.".startswith(f"{name}.") else None


def _parts(node: Node) -> list[tuple[str, Node]]:
    match node:
        case Mapping():
            return [(key.text, value) for key, value in node.entries]
        case Sequence():
            return [(str(i), item) for i, item in enumerate(node.items, 1)]
        case _:
            return []
