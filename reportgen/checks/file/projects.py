"""预算文件里的项目，和它们的绩效指标"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, firsts, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import in_order, likeness
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, records
from reportgen.vocabulary import ELIMINATION, NOT_APPLICABLE

_SPENT, _PROJECT, _ITEM, _UNIT, _CODE = "支出", "项目", "功能", "单位", "编码"
_ITSELF = ("本级", "本级）", "机关")
_SHORT = 3  # so short a name of a unit may be part of any word
_ALIKE = Fraction(3, 4)  # of two names is the same, if they may mean one project
_DIFFERENT = compiled("[0-9一二三四五六七八九十东南西北上下新老甲乙丙丁A-Z]")  # 一期, 二期: two projects
Count = tuple[str, str, str]  # words before a number, the number, its unit
Owner = tuple[str, Scalar]  # a project and the value of its indicator
_WHOLE = "整体"
_PERCENT = ("%", "％")
_LEAST = 4  # the fewest letters that say what is counted
Targets = Dict[str, Node]  # what a file says under 绩效
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


def R941(case: Case, file: FileFigures) -> Iterator[Result]:
    """指标和目标、和上年

    同一个指标上年用“场”、今年用“次”，或者目标里写“70场”、指标值写“≥70次”，有一处单位写错了。只看容易弄混的单位：
    场和次，人和人次、户，册和本，个和家。目标里写“救助劳模200人”，指标写“救助困难劳模300人”的，给一个提示。
    整体目标和一个项目有同名的指标的，数也要一样。

    怎样改：两处写一样的数和单位；确实换了单位的、说的不是一件事的，不用改。
    依据：财预〔2015〕88号，绩效目标应当细化、可衡量；公开文件中常见的错误。
    例：送戏下乡上年的指标是“≥66场”，今年写成“≥70次”。
    """
    now = _indicators(file.budget.file.performance)
    yield from [Compared()] if now else []
    for base, book in ((name, book) for name, book in file.budget.books.items() if book.performance):
        before = _indicators(book.performance)
        for key, one in now.items():
            unit, other = _unit(one.text), _unit(before[key].text) if key in before else ""
            if unit and other and unit != other and _is_mixed(unit, other):
                yield finding("R941 上年", one.at, before[key].at, unit=unit, other=other, base=base)
    yield from (*_within(case, file.budget.file.performance), *_of_whole(now))


def _of_whole(now: Dict[tuple[str, str], Scalar]) -> Iterator[Finding]:
    """Yield findings on indicators of the whole that only one project has as well, with another number."""
    of_projects = grouped((other, (project, one)) for (project, other), one in now.items() if project != _WHOLE)
    lengths = sorted(set(map(len, of_projects)), reverse=True)
    for name, whole in ((name, whole) for (about, name), whole in now.items() if about == _WHOLE):
        owners = list(_owners(name, of_projects, lengths))
        if len(owners) == 1:
            project, one = owners[0]
            (_, most, unit), (_, least, of) = (next(iter(_counted(value.text)), ("",) * 3) for value in (whole, one))
            if unit and unit == of and unit not in _PERCENT and most != least:
                words = {"name": name, "own": whole.text, "project": project, "value": one.text}
                yield finding("R941 整体", whole.at, one.at, **words)


def _owners(name: str, of_projects: Dict[str, Sequence[Owner]], lengths: Sequence[int]) -> Iterator[Owner]:
    """Yield the projects with an indicator of the whole: 建设面积 of 高标准农田建设 is 高标准农田建设面积.

    `lengths`: of the names of projects' indicators, the longest first.
    """
    for at in (len(name) - length for length in lengths if length <= len(name)):
        yield from (owner for owner in of_projects.get(name[at:], ()) if name[:at] in owner[0])


def _targets(performance: Targets) -> Iterator[tuple[str, Mapping]]:
    """Yield what each target is about, its project or the whole, and the target."""
    for key, node in performance.items():
        for target in [node] if isinstance(node, Mapping) else records(node):
            named = target.get(_PROJECT)
            yield named.text if isinstance(named, Scalar) else key, target


def _indicators(performance: Targets) -> dict[tuple[str, str], Scalar]:
    """Return (what the target is about, name of the indicator) -> its value."""
    found = list[tuple[tuple[str, str], Scalar]]()
    for about, target in _targets(performance):
        for one in records(target.get("指标")):
            name, value = one.get("三级"), one.get("值")
            if isinstance(name, Scalar) and isinstance(value, Scalar):
                found.append(((about, name.text), value))
    return firsts(found)


def _unit(text: str) -> str:
    return next((unit for _, _, unit in _counted(text)), "")


def _counted(text: str) -> list[Count]:
    """Return every number with the words right before it and its unit."""
    form = spoken().form(
        r"(?P<words>[一-龥]{0,12})[≥≤＞＜约达到]{0,3}(?P<n>[0-9](?<![0-9.][0-9])[0-9.]{0,9})\s*(?P<unit>«指标单位»)"
    )
    return [(found["words"], found["n"], found["unit"]) for found in form.finditer(text)]


def _is_mixed(one: str, other: str) -> bool:
    return any(one in words and other in words for words in spoken().places["弄混的单位"].values())


def _within(case: Case, performance: Targets) -> Iterator[Finding]:
    """Yield findings on numbers of indicators that their target states in another unit, or as another number."""
    for about, target in _targets(performance):
        goals = [(one, _counted(one.text)) for path, one in case.values(target) if "指标" not in path]
        for (_, name), value in _indicators({about: target}).items():
            for words, number, unit in _counted(value.text):
                there = ((text, one) for text, counted in goals for one in counted)
                for text, wrong in _wrongly(words if len(words) >= _LEAST else name, number, unit, [*there]):
                    stated = {"said": "".join(wrong), "name": name, "value": f"{words}{number}{unit}"}
                    yield finding("R941 目标", text.at, value.at, remark=True, **stated)


def _wrongly(
    words: str, number: str, unit: str, goals: Sequence[tuple[Scalar, Count]]
) -> Iterator[tuple[Scalar, Count]]:
    """Yield counts of goals with the same number in another unit, or with another number of the same thing."""
    if any((own, of) == (number, unit) for _, (_, own, of) in goals):
        return
    for text, (about, own, of) in goals:
        other_unit = own == number and of != unit and _is_mixed(of, unit)
        same_thing = min(len(about), len(words)) >= _LEAST and (in_order(about, words) or in_order(words, about))
        if other_unit or (of == unit not in _PERCENT and same_thing):
            yield text, (about, own, of)
