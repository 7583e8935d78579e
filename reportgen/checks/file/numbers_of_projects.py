"""一个项目的数"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from reportgen.checks._budget_file import FileFigures, masked
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks.file import same_digits
from reportgen.diagnostics import Location
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.source import Mapping, Node, Scalar, records
from reportgen.tuples import NamedTuple

_PROJECT = "项目"
_MANY, _SURE = 20, 3  # digits of smaller numbers come in any order; digits from which the same ones are no chance
_NO_PIECES = ("年", "月", "日", "天", "元", "万元", "分", "%", "％", "百分比")
_SIGNIFICANT = compiled("[1-9](?:[0-9]*[1-9])?")


class _Number(NamedTuple):
    """A number that a text about a project states, its unit, and the text."""

    value: Decimal
    unit: str
    text: str
    at: Location


def R962(case: Case, file: FileFigures) -> Iterator[Result]:
    """一个项目的数

    说同一个项目的话（用途、原因、目标、内容、指标），里面单位一样的两个数，数字一样、次序不同，或者只差末尾的零，有一处写错了。
    三位以上的数次序不同是警告，别的给一个提示；同一句话里的两个数不比。

    怎样改：对照项目的方案，改写错的一处；说的不是一件事的，不用改。
    依据：公开文件中常见的错误：两处手写的数，有一处打错了。
    例：用途写“维护候车亭412座”，任务写“维护421座”。
    """
    yield Compared()
    for project, texts in _texts(case, file).items():
        numbers = [number for one in texts for number in _numbers(*one)]
        for own in grouped(((one.unit, _digits(one.value)), one) for one in numbers).values():
            values = grouped((one.value, one) for one in own)
            for one, other in combinations(values.values(), 2):
                if not {first.text for first in one} & {second.text for second in other}:
                    few, many = sorted((one, other), key=len)
                    words = {"project": project, "own": few[0].value, "other": many[0].value, "unit": few[0].unit}
                    turned = same_digits(few[0].value, many[0].value)
                    kind = "R962 次序" if turned else "R962 零"
                    sure = turned and len(_digits(few[0].value)) >= _SURE
                    yield finding(kind, few[0].at, many[0].at, remark=not sure, **words)


def _texts(case: Case, file: FileFigures) -> dict[str, list[tuple[str, Location]]]:
    """Return project -> what the file says about it, and where: purposes and reasons, targets and tasks."""
    budget, found = file.budget, list[tuple[str, tuple[str, Location]]]()
    for said in (budget.reasons, budget.purposes):
        found += [(name.member(_PROJECT), (one.text, one.at)) for name, one in said.items() if name.member(_PROJECT)]
    for target in (one for node in budget.file.performance.values() for one in _targets(node)):
        if isinstance(name := target.get(_PROJECT), Scalar):
            found += [(name.text, (one.text, one.at)) for _, one in case.values(target)]
    return grouped(found)


def _targets(node: Node) -> Iterator[Mapping]:
    """Yield the targets of projects and the tasks of the whole."""
    lists = [value for _, value in node.entries] if isinstance(node, Mapping) else [node]
    return (one for own in lists for one in records(own))


def _numbers(text: str, at: Location) -> Iterator[_Number]:
    """Yield the numbers with a unit that a text states, without years, shares and money."""
    form = spoken().form("(?<![0-9.,])(?P<n>[0-9]{1,9}(?:[.][0-9]{1,4})?)(?P<unit>[百千万亿]?«指标单位»)")
    for found in form.finditer(masked(text)):
        value = Decimal(found["n"])
        if found["unit"] not in _NO_PIECES and (value >= _MANY or "." in found["n"]):
            yield _Number(value, found["unit"], text, at)


def _digits(value: Decimal) -> str:
    """Return the digits of a number, the smallest first, without zeros at its ends: 124 for 412 and for 4210."""
    found = _SIGNIFICANT.search(f"{value:f}".replace(".", ""))
    return "".join(sorted(found[0])) if found else ""
