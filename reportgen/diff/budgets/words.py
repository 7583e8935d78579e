"""The words that a budget file gives beside its amounts (文字): reasons, purposes, duties, units, materials."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportgen.budget.models import Said
from reportgen.figure import FigureId, NotationError, parse
from reportgen.quantity import parse_number
from reportgen.report import Report
from reportgen.source import Mapping, Node, Scalar, Sequence

FIGURED = ("原因", "用途")  # said of figures
LISTED = ("职责", "内设机构", "所属单位")  # of a department or unit

Rename = Callable[[FigureId], FigureId]


class Topic(NamedTuple):
    """What words are about (事项): the key of the file, whose they are, of which figure or under which path."""

    what: str
    owner: str
    name: str


Words = dict[Topic, list[Said]]


def words(report: Report, rename: Rename, unit: Callable[[str], str]) -> Words:
    """All words by topic, figures and units called as on the other side, in the file's order."""
    budget = report.budget
    found: Words = {}
    for what, said in zip(FIGURED, (budget.reasons, budget.purposes), strict=True):
        for name, one in said.items():
            found.setdefault(Topic(what, "", str(rename(name))), []).append(one)
    for topic, one in _of_file(budget.file.node, rename, unit):
        found.setdefault(topic, []).append(one)
    return found


def _of_file(node: Mapping | None, rename: Rename, unit: Callable[[str], str]) -> Iterator[tuple[Topic, Said]]:
    department = node.get("部门") if node else None
    if node is None or not isinstance(department, Mapping):
        return
    yield from _of_body(department, "")
    yield from _materials(node.get("资料"), "", "资料")
    units = department.get("单位")
    for entry in units.items if isinstance(units, Sequence) else ():
        code = entry.get("编码") if isinstance(entry, Mapping) else None
        if isinstance(entry, Mapping) and isinstance(code, Scalar):
            yield from _of_unit(entry, unit(code.text), rename)


def _of_unit(entry: Mapping, code: str, rename: Rename) -> Iterator[tuple[Topic, Said]]:
    """Its name, and what it says of itself."""
    yield from _materials(entry.get("名称"), code, "单位")
    yield from _of_body(entry, code)
    yield from _materials(entry.get("资料"), code, "资料")
    for what in FIGURED:
        said = entry.get(what)
        for key, value in said.entries if isinstance(said, Mapping) else ():
            if isinstance(value, Scalar):
                yield Topic(what, code, _renamed(key.text, rename)), Said(value.text.strip(), value.at)


def _of_body(body: Mapping, owner: str) -> Iterator[tuple[Topic, Said]]:
    for what in LISTED:
        yield from ((topic._replace(what=what, name=""), one) for topic, one in _materials(body.get(what), owner, what))


def _materials(node: Node | None, owner: str, path: str) -> Iterator[tuple[Topic, Said]]:
    """The texts at and below a node, those of a list under one path; numbers are no words."""
    match node:
        case Scalar() if parse_number(node.text) is None and node.text.strip():
            yield Topic(path.partition(".")[0], owner, path), Said(node.text.strip(), node.at)
        case Sequence():
            for item in node.items:
                yield from _materials(item, owner, path)
        case Mapping():
            for key, value in node.entries:
                yield from _materials(value, owner, f"{path}.{key.text}")


def _renamed(text: str, rename: Rename) -> str:
    try:
        return str(rename(parse(text)))
    except NotationError:
        return text
