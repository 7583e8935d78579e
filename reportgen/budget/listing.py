"""The list of units (部门.单位): what is wrong in it, and what it and the department's file say for a unit's budget."""

from collections.abc import Iterator
from pathlib import PurePath

from reportgen.budget.models import BudgetFile, Unit
from reportgen.source import Mapping, Problems, Scalar, Sequence, merged

_SHARED = ("模板", "文种", "年度", "金额单位", "日期", "状态", "科目名称")
_INHERITED = ("级次", "地区")
_OWN = ("原因", "用途", "绩效", "资料", "已知差异")  # of a unit without a file, written in its entry


def entries(file: BudgetFile) -> Iterator[tuple[Unit, Mapping]]:
    """Every unit with its entry as it is written."""
    department = file.node.get("部门") if file.node else None
    listed = department.get("单位") if isinstance(department, Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else (listed,)
    nodes = [item for item in items if isinstance(item, Mapping)]
    yield from zip(file.department.units, nodes, strict=True) if file.department.units else ()


def check_listing(file: BudgetFile) -> None:
    """Refuses two units with one code, name or file.

    Raises:
        ReportgenError: naming both places.
    """
    problems = Problems()
    hints = {
        "编码": "每个单位的编码要不一样",
        "名称": "每个单位的名称要不一样，生成的文件按名称取名",
        "文件": "每个单位写自己的文件",
    }
    for name, hint in hints.items():
        first: dict[str, Scalar] = {}
        for _, entry in entries(file):
            value = entry.get(name)
            if isinstance(value, Scalar):
                text = str(PurePath(value.text.replace("\\", "/"))) if name == "文件" else value.text
                other = first.setdefault(text, value)
                if other is not value:
                    problems.add("单位", f"两个单位的{name}都是“{value.text}”", value.at, other.at, hint=hint)
    problems.raise_any()


def head_of(file: BudgetFile, entry: Mapping) -> Mapping:
    """What a unit's own budget file would say besides its measures, as far as the department's says it."""
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


def unit_kind(kind: str) -> str:
    """What a unit's document is called: 部门预算 → 单位预算, 部门决算 → 单位决算."""
    return f"单位{kind.removeprefix('部门')}" if kind.startswith("部门") else kind
