"""预算文件里的项目"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import likeness
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Scalar, records
from reportgen.vocabulary import ELIMINATION, NOT_APPLICABLE

_SPENT, _PROJECT, _ITEM, _UNIT, _CODE = "支出", "项目", "功能", "单位", "编码"
_ITSELF = ("本级", "本级）", "机关")
_SHORT = 3  # so short a name of a unit may be part of any word
_ALIKE = Fraction(3, 4)  # of two names is the same, if they may mean one project
_DIFFERENT = compiled("[0-9一二三四五六七八九十东南西北上下新老甲乙丙丁A-Z]")  # 一期, 二期: two projects
_WHOLE = "整体"
_MANY, _NEAR = 40, 4  # names of projects that are all compared; of more, each with so many less one behind it
_SOME = 3  # so many codes show how they begin


def R953(_: Case, file: FileFigures) -> Iterator[Result]:
    """项目和科目、单位

    同一个项目上年列在一个科目、今年列在另一个，“口径调整”里又没有写的，多半是编码写错了、两个项目的编码写颠倒了：两个科目的增减都是
    错的。项目是一个下属单位的，名称里写的却是另一个单位的，项目的编码开头是别的单位的编码的，也像是写错了。
    科目、单位、金额都一样，名称只差一两个字的两个项目，给一个提示。

    怎样改：对照预算系统改正科目、单位、名称或编码；确实改列的，写进“口径调整”。
    依据：财预〔2016〕143号，增减变化以上年数为基础；公开文件中常见的错误：复制一行以后没有改。
    例：文化市场综合执法上年列2070112，今年写成了2070113；文化馆的项目写成“图书馆免费开放”。
    """
    budget = file.budget
    now = _by_project(budget.books[""])
    yield Compared()
    for base, book in budget.books.items():
        yield from _moved(budget, now, base, _by_project(book)) if base else ()
    names = _Units(budget)
    for project, lines in now.items():
        unit = _only(lines, _UNIT)
        other = names.another_in(project, unit) if unit else ""
        if other:
            yield finding(
                "R953 别的单位", lines[0].at, project=project, own=budget.member_name(_UNIT, unit), other=other
            )
    yield from (*_coded(budget, now), *_almost_twice(now))


def _by_project(book: Book) -> dict[str, list[Line]]:
    lines = (line for line in book.lines.get(_SPENT, ()) if line.amount and line.dims.get(_UNIT) != ELIMINATION)
    return grouped((p, line) for line in lines if (p := line.dims.get(_PROJECT, NOT_APPLICABLE)) != NOT_APPLICABLE)


def _only(lines: Sequence[Line], dimension: str) -> str:
    """Return the member that all lines have; "" if they differ."""
    members = {line.dims.get(dimension, "") for line in lines}
    return members.pop() if len(members) == 1 else ""


def _moved(budget: Budget, now: dict[str, list[Line]], base: str, before: dict[str, list[Line]]) -> Iterator[Finding]:
    """Yield findings on projects that are under another item than last year."""
    for project, lines in now.items():
        old, new = _only(before.get(project, ()), _ITEM), _only(lines, _ITEM)
        if old and new and old != new:
            words = {
                "before": f"{old} {budget.member_name(_ITEM, old)}",
                "now": f"{new} {budget.member_name(_ITEM, new)}",
            }
            yield finding("R953 改列", lines[0].at, before[project][0].at, project=project, base=base, **words)


@dataclass(frozen=True)
class _Units:
    """The units of a department by what people call them: 图书馆, without the name of the place."""

    budget: Budget

    @cached_property
    def _called(self) -> dict[str, str]:
        places = spoken().form("«单位的地名:单位的地名»")
        return {code: places.sub("", name) for code, name in self.budget.file.department.unit_names.items()}

    def another_in(self, project: str, unit: str) -> str:
        """Return another unit that the name of a unit's project names; "" without. Offices work for their units."""
        own = self._called.get(unit, "")
        if not own or own.endswith(_ITSELF) or own in project:
            return ""
        others = (name for code, name in self._called.items() if code != unit and len(name) >= _SHORT)
        return next((name for name in others if name in project and name not in own), "")


def _coded(budget: Budget, now: dict[str, list[Line]]) -> Iterator[Finding]:
    """Yield a finding on the only code of a project that does not begin with the code of its unit."""
    found = list[tuple[str, str, Scalar]]()
    for target in records(budget.file.performance.get(_PROJECT)):
        named, code = target.get(_PROJECT), target.get(_CODE)
        if isinstance(named, Scalar) and isinstance(code, Scalar) and (unit := _only(now.get(named.text, ()), _UNIT)):
            found.append((named.text, unit, code))
    odd = [one for one in found if not one[2].text.startswith(one[1])]
    if len(odd) == 1 and len(found) > _SOME:
        project, unit, code = odd[0]
        yield finding("R953 编码", code.at, project=project, code=code.text, unit=unit)


def _near_pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield all pairs of names; of many only those near each other by their beginnings or by their ends."""
    if len(names) <= _MANY:
        yield from combinations(names, 2)
        return
    place = {name: at for at, name in enumerate(names)}
    orders = sorted(names), sorted(names, key=lambda name: name[::-1])
    pairs = (
        (one, other)
        for own in orders
        for after in range(1, _NEAR)
        for one, other in zip(own, own[after:], strict=False)
    )
    yield from dict.fromkeys((one, other) if place[one] < place[other] else (other, one) for one, other in pairs)


def _almost_twice(now: dict[str, list[Line]]) -> Iterator[Finding]:
    """Yield findings on projects with the same unit, item and amount, whose names differ by a few letters."""
    sums = (
        ((_only(own, _UNIT), _only(own, _ITEM), exact_sum(line.amount for line in own)), name)
        for name, own in now.items()
    )
    for (_, _, amount), names in grouped(sums).items():
        for one, other in _near_pairs(names):
            if not _DIFFERENT.search("".join({*one} ^ {*other})) and likeness(one, other) > _ALIKE:
                words = {"project": one, "other": other, "amount": amount}
                yield finding("R953 像是一个", now[other][0].at, now[one][0].at, remark=True, **words)
