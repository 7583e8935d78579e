"""What a file says of projects beside its measures (项目, 绩效): a unit's share, and the department's of all units.

A list under 绩效 whose records state a 项目 is the units' together; anything else there is the publisher's own.
"""

from collections.abc import Iterable, Set

from reportgen.budget.models import BudgetFile
from reportgen.source import Mapping, Node, Scalar, Sequence

Entry = tuple[Scalar, Node]


def of_unit(file: BudgetFile, code: str, head: Mapping, projects: Set[str], bases: Iterable[str]) -> Mapping:
    """The unit's file: its head, of the department's file what is said of its projects, and where bases stand."""
    node = file.node
    assert node is not None
    own = {name.text for name, _ in head.entries}
    known = [(name, value) for name, value in node.entries if name.text not in own and isinstance(value, Mapping)]
    kept = [(name, value) for name, value in known if name.text in bases]
    narrowed = [(name, _narrowed(name.text, value, code, projects)) for name, value in known]
    return Mapping(head.place, (*head.entries, *kept, *((name, value) for name, value in narrowed if value.entries)))


def _narrowed(name: str, node: Mapping, code: str, projects: Set[str]) -> Mapping:
    found: list[Entry] = []
    if name == "项目":
        found = [entry for entry in node.entries if entry[0].text in projects]
    elif name == "绩效":
        lists = [(k, _records(v, code, projects)) for k, v in node.entries]
        found = [(k, v) for k, v in lists if v is not None]
    return Mapping(node.place, tuple(found))


def _records(node: Node, code: str, projects: Set[str]) -> Sequence | None:
    """The records of a list that are the unit's, or None where there are none."""
    items = node.items if isinstance(node, Sequence) else ()
    kept = tuple(item for item in items if _is_of(item, code, projects))
    return Sequence(node.place, kept) if kept else None


def _is_of(record: Node, code: str, projects: Set[str]) -> bool:
    unit, project = (_text(record, name) for name in ("单位", "项目"))
    return unit in ("", code) and (project in projects if project else bool(unit))


def _text(record: Node, name: str) -> str:
    value = record.get(name) if isinstance(record, Mapping) else None
    return value.text if isinstance(value, Scalar) else ""


def of_all(own: Mapping, units: Iterable[Mapping]) -> Mapping:
    """The department's file with what its units' files say of their projects; its own word goes first."""
    files = list(units)
    added = {
        "项目": _joined([own, *files], "项目"),
        "绩效": _performance([own, *files]),
        "科目名称": _joined([own, *files], "科目名称"),
    }
    kept = own.without(*added).entries
    return Mapping(own.place, (*kept, *((Scalar(own.place, k), v) for k, v in added.items() if v.entries)))


def _joined(files: list[Mapping], name: str) -> Mapping:
    """The entries of all; of two with one key the first."""
    found: dict[str, Entry] = {}
    for node in (file.get(name) for file in files):
        for entry in node.entries if isinstance(node, Mapping) else ():
            found.setdefault(entry[0].text, entry)
    return Mapping(files[0].place, tuple(found.values()))


def _performance(files: list[Mapping]) -> Mapping:
    """The department's, its lists lengthened by the units' records about projects."""
    own, *units = files
    whole = own.get("绩效")
    found: dict[str, Entry] = {k.text: (k, v) for k, v in whole.entries} if isinstance(whole, Mapping) else {}
    for name, value in (e for file in units if isinstance(node := file.get("绩效"), Mapping) for e in node.entries):
        records = tuple(r for r in value.items if _text(r, "项目")) if isinstance(value, Sequence) else ()
        have = found.get(name.text, (name, Sequence(value.place, ())))
        if records and isinstance(have[1], Sequence):
            found[name.text] = (have[0], Sequence(have[1].place, (*have[1].items, *records)))
    return Mapping(own.place, tuple(found.values()))
