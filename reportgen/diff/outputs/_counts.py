"""How much is different (共几处), in one line."""

from collections.abc import Iterator

from reportgen.diff.changes import Change, Kind, What
from reportgen.diff.result import Differences

NOTHING = "没有差异"
_CALLED = {Kind.WORDING: "文字改了", Kind.ADDED: "新增", Kind.REMOVED: "删去", Kind.MOVED: "移动"}


def summary(differences: Differences) -> str:
    """`共491处不同：数变了404处（表里389、文中15），文字改了29处……`, or that there is nothing."""
    changes = differences.comparison.changes
    parts = [*_others(differences)]
    if changes:
        return f"共{len(changes)}处不同：{'，'.join([*_counted(changes), *parts])}"
    return f"文字和表没有差异，另有：{'，'.join(parts)}" if parts else NOTHING


def _counted(changes: tuple[Change, ...]) -> Iterator[str]:
    numbers = [one for one in changes if one.kind is Kind.NUMBER]
    in_tables = sum(1 for one in numbers if one.what is What.CELL)
    if numbers:
        where = f"（表里{in_tables}、文中{len(numbers) - in_tables}）" if 0 < in_tables < len(numbers) else ""
        yield f"数变了{len(numbers)}处{where}"
    for kind, word in _CALLED.items():
        if count := sum(1 for one in changes if one.kind is kind):
            yield f"{word}{count}处"


def _others(differences: Differences) -> Iterator[str]:
    counted = (
        ("改名", differences.renamings, "个"),
        ("预算文件里的说明", differences.reasons, "处"),
        ("改错的数", differences.contradictions, "处"),
        ("批注等", differences.remarks, "处"),
    )
    if differences.figures and not differences.comparison.changes:
        yield f"数变了{len(differences.figures)}个"
    yield from (f"{word}{len(found)}{unit}" for word, found, unit in counted if found)
