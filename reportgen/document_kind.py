"""Kinds of document (文件的种类), whatever a region calls its 文种."""

from enum import Enum

from reportgen.patterns import compiled


class DocumentKind(Enum):
    """What a disclosure is about: the plan, what was done, its targets, or the three public expenses alone."""

    BUDGET = "预算"
    ACCOUNTS = "决算"
    TARGETS = "绩效目标"
    THREE_PUBLIC = "三公"


# The first that matches decides: 部门决算, 部门预算项目绩效目标, 2026年部门预算及“三公”经费预算公开, 部门预算公开.
_CALLED = (
    (DocumentKind.ACCOUNTS, compiled("决算")),
    (DocumentKind.TARGETS, compiled("绩效")),
    (DocumentKind.BUDGET, compiled("(?:部门|单位|整体)预算")),
    (DocumentKind.THREE_PUBLIC, compiled("三公")),
    (DocumentKind.BUDGET, compiled("预算")),
)


def folders_called(kind: str) -> tuple[str, ...]:
    """Return the names of a folder for a 文种: 部门决算, and 决算 for the department's and the units' alike."""
    found = kind_called(kind)
    return tuple(dict.fromkeys((kind, *([found.value] if found else []))))


def kind_called(words: str) -> DocumentKind | None:
    """Return the kind that a 文种 or a title names; None if it names none."""
    return next((kind for kind, pattern in _CALLED if pattern.search(words)), None)
