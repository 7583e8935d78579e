"""What a budget file states beside its measures (材料), by paths in which records go by their names.

`绩效.项目.购书经费.进度.3月底`, where a figure is named `绩效.项目.1.进度.3月底`: a record that moved is the same.
"""

from collections.abc import Iterator

from reportgen.source import Mapping, Node, Scalar, Sequence

_NAMING = ("项目", "名称", "三级", "编码")  # what a record is called by, the first that it has


def statements(node: Node, path: str = "", called: str = "") -> Iterator[tuple[str, str, Node]]:
    """Every node below: its path with records counted from 1, as figures are named, its path by names, itself."""
    for step, name, below in _steps(node):
        here, there = f"{path}.{step}".lstrip("."), f"{called}.{name}".lstrip(".")
        yield here, there, below
        yield from statements(below, here, there)


def _steps(node: Node) -> list[tuple[str, str, Node]]:
    match node:
        case Mapping():
            return [(key.text, key.text, value) for key, value in node.entries]
        case Sequence():
            names = [record_name(item) for item in node.items]
            own = [name if name and names.count(name) == 1 else str(i) for i, name in enumerate(names, 1)]
            return [(str(i), own[i - 1], item) for i, item in enumerate(node.items, 1)]
        case _:
            return []


def record_name(record: Node) -> str:
    """What one of a list's records is called, or nothing."""
    if not isinstance(record, Mapping):
        return ""
    named = (record.get(key) for key in _NAMING)
    return next((node.text for node in named if isinstance(node, Scalar) and node.text.strip()), "")
