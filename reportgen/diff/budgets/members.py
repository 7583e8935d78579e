"""How a budget uses the members of a dimension (成员的用法): on which lines, in which places, under which code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.report import Report
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, NOT_APPLICABLE

Dims = tuple[tuple[str, str], ...]
Standing = tuple[str, Dims]  # measure, and what the line says of the dimensions that place it
Follow = Callable[[str, str], str]  # dimension, member -> what the other side calls it

_PLACING = ("单位", "功能", "性质", "类型", "项目")


@dataclass(frozen=True, slots=True)
class Use:
    """How a budget uses one member.

    Attributes:
        places: measure and placing dimensions of its lines.
        lines: its lines without the member itself: measure, dimensions, amount in 元 or pieces; sorted.
    """

    places: frozenset[Standing]
    lines: tuple[tuple[str, Dims, Decimal], ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all its amounts are zero, so that it cannot be recognised by them."""
        return not any(amount for *_, amount in self.lines)


def uses(report: Report, dimension: str, follow: Follow) -> dict[str, Use]:
    """Member → its use in the lines of this year, in the order of the file.

    Args:
        follow: dimension, member → what the other side calls it; applied to the other members of a line.
    """
    found: dict[str, list[tuple[str, Dims, Decimal]]] = {}
    for measure, lines in report.budget.books[""].lines.items():
        for line in lines:
            member = line.dims.get(dimension, NOT_APPLICABLE)
            if member not in (NOT_APPLICABLE, ELIMINATION):
                rest = ((d, follow(d, m)) for d, m in sorted(line.dims.items()) if d != dimension)
                found.setdefault(member, []).append((measure, tuple(rest), line.amount))
    return {member: Use(frozenset(_places(rows)), tuple(sorted(rows))) for member, rows in found.items()}


def _places(rows: list[tuple[str, Dims, Decimal]]) -> Iterator[Standing]:
    for measure, dims, _ in rows:
        yield measure, tuple((d, m) for d, m in dims if d in _PLACING)


def members(report: Report, dimension: str) -> set[str]:
    """The members that this year has: of lines, of codes also those above them, and the declared units."""
    stated = uses(report, dimension, lambda _, member: member)
    declared = report.budget.file.department.unit_names if dimension == "单位" else ()
    return {above for m in (*stated, *declared) for above in report.budget.vocabulary.upward(dimension, m)}


def known_members(report: Report, dimension: str) -> set[str]:
    """The members that figures may be asked for: of lines and names of this year and all bases, declared units."""
    books = report.budget.books.values()
    stated = [line.dims for book in books for lines in book.lines.values() for line in lines]
    named = [dict(name.conditions) for book in books for name in book.named]
    declared = report.budget.file.department.unit_names if dimension == "单位" else ()
    return {NOT_APPLICABLE, *declared, *(dims[dimension] for dims in (*stated, *named) if dimension in dims)}


def recognisable(*reports: Report) -> tuple[str, ...]:
    """The dimensions whose members a budget names itself; units and codes first, as others depend on them."""
    open_ = {dimension for report in reports for dimension in report.budget.vocabulary.open}
    return ("单位", *CODE_LEVELS, *sorted(open_, key=lambda dimension: (dimension != "项目", dimension)))


def project_codes(report: Report) -> dict[str, str]:
    """Project → its 项目编码, as 项目 and 绩效 state it."""
    file, found = report.budget.file, {}
    for project, node in file.projects.items():
        found[project] = _text(node, "编码")
    units = (unit.performance for unit in file.department.units)
    for material in (file.performance, *units):
        listed = material.get("项目")
        for record in listed.items if isinstance(listed, Sequence) else ():
            found[_text(record, "项目") or _text(record, "名称")] = _text(record, "编码")
    return {project: code for project, code in found.items() if project and code}


def _text(node: Node, key: str) -> str:
    value = node.get(key) if isinstance(node, Mapping) else None
    return value.text.strip() if isinstance(value, Scalar) else ""
