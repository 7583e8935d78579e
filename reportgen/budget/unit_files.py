"""What a department's file says for each unit's budget (部门.单位), and what units' files add to the department's.

A unit's own file inherits the department's head. Of what is said of projects (项目, 绩效), a unit gets its share, and
the department the sum of its units: a list under 绩效 whose records state a 项目 is the units' together, anything else
there belongs to whoever publishes it.
"""

from collections.abc import Iterable, Iterator, Set

from reportgen.budget.models import BudgetFile, Unit
from reportgen.source import Mapping, Node, Scalar, Sequence, merged

_SHARED = ("模板", "文种", "年度", "金额单位", "日期", "状态", "科目名称")
_INHERITED = ("级次", "地区")
_OWN = ("原因", "用途", "绩效", "资料", "已知差异")  # written in the entry of a unit that has no file
Entry = tuple[Scalar, Node]


def unit_entries(file: BudgetFile) -> Iterator[tuple[Unit, Mapping]]:
    """Yield every unit with its entry as it is written."""
    department = file.node.get("部门") if file.node else None
    listed = department.get("单位") if isinstance(department, Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else (listed,)
    nodes = [item for item in items if isinstance(item, Mapping)]
    yield from zip(file.department.units, nodes, strict=True) if file.department.units else ()


def unit_kind(kind: str) -> str:
    """Return the kind of a unit's document: 部门预算 → 单位预算, 部门决算 → 单位决算."""
    return f"单位{kind.removeprefix('部门')}" if kind.startswith("部门") else kind


def head_of(file: BudgetFile, entry: Mapping) -> Mapping:
    """Return what the department's file says for a unit's own file, apart from measures."""
    node = file.node
    assert node is not None
    department = node.get("部门")
    assert isinstance(department, Mapping)
    inherited = [(k, v) for k, v in department.entries if k.text in _INHERITED]
    inherited += [(Scalar(k.place, "主管部门"), v) for k, v in department.entries if k.text == "名称"]
    about = merged(entry.without("文件", *_OWN), Mapping(entry.place, tuple(inherited)), 0)
    shared = [(k, v) for k, v in node.entries if k.text in _SHARED]
    own = [(k, v) for k, v in entry.entries if k.text in _OWN]
    return Mapping(node.place, (*shared, (Scalar(entry.place, "部门"), about), *own))


def file_of_unit(file: BudgetFile, code: str, head: Mapping, projects: Set[str], bases: Iterable[str]) -> Mapping:
    """Return the file of a unit without one: its head, where bases stand, and what is said of its projects."""
    node = file.node
    assert node is not None
    own = {name.text for name, _ in head.entries}
    known = [(name, value) for name, value in node.entries if name.text not in own and isinstance(value, Mapping)]
    kept = [(name, value) for name, value in known if name.text in bases]
    shares = [(name, _share(name.text, value, code, projects)) for name, value in known]
    return Mapping(head.place, (*head.entries, *kept, *((name, value) for name, value in shares if value.entries)))


def _share(name: str, node: Mapping, code: str, projects: Set[str]) -> Mapping:
    """The unit's share of 项目 or 绩效; of any other key nothing."""
    found: list[Entry] = []
    if name == "项目":
        found = [entry for entry in node.entries if entry[0].text in projects]
    elif name == "绩效":
        lists = [(k, _records(v, code, projects)) for k, v in node.entries]
        found = [(k, v) for k, v in lists if v is not None]
    return Mapping(node.place, tuple(found))


def _records(node: Node, code: str, projects: Set[str]) -> Sequence | None:
    """The unit's records of a list, or None if there are none."""
    items = node.items if isinstance(node, Sequence) else ()
    kept = tuple(item for item in items if _is_of(item, code, projects))
    return Sequence(node.place, kept) if kept else None


def _is_of(record: Node, code: str, projects: Set[str]) -> bool:
    unit, project = (_text(record, name) for name in ("单位", "项目"))
    return unit in ("", code) and (project in projects if project else bool(unit))


def _text(record: Node, name: str) -> str:
    value = record.get(name) if isinstance(record, Mapping) else None
    return value.text if isinstance(value, Scalar) else ""


def with_unit_files(own: Mapping, units: Iterable[Mapping]) -> Mapping:
    """Return the department's file with what its units' files say of projects; its own entries win."""
    files = list(units)
    added = {
        "项目": _joined([own, *files], "项目"),
        "绩效": _performance(own, files),
        "科目名称": _joined([own, *files], "科目名称"),
    }
    kept = own.without(*added).entries
    return Mapping(own.place, (*kept, *((Scalar(own.place, k), v) for k, v in added.items() if v.entries)))


def _joined(files: list[Mapping], name: str) -> Mapping:
    """The entries of all files under a key; of two with one key the first."""
    found: dict[str, Entry] = {}
    for node in (file.get(name) for file in files):
        for entry in node.entries if isinstance(node, Mapping) else ():
            found.setdefault(entry[0].text, entry)
    return Mapping(files[0].place, tuple(found.values()))


def _performance(own: Mapping, units: list[Mapping]) -> Mapping:
    """The department's 绩效, with the units' records about projects added to its lists."""
    whole = own.get("绩效")
    found: dict[str, Entry] = {k.text: (k, v) for k, v in whole.entries} if isinstance(whole, Mapping) else {}
    for name, value in (e for file in units if isinstance(node := file.get("绩效"), Mapping) for e in node.entries):
        records = tuple(r for r in value.items if _text(r, "项目")) if isinstance(value, Sequence) else ()
        have = found.get(name.text, (name, Sequence(value.place, ())))
        if records and isinstance(have[1], Sequence):
            found[name.text] = (have[0], Sequence(have[1].place, (*have[1].items, *records)))
    return Mapping(own.place, tuple(found.values()))
