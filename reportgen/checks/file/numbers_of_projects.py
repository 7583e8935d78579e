"""一个项目的数和指标"""

from collections.abc import Iterator, Sequence, Set
from collections.abc import Mapping as Dict
from decimal import Decimal
from itertools import combinations

from reportgen.checks._budget_file import FileFigures, masked
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, firsts, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import in_order
from reportgen.checks.file import pairs, same_digits
from reportgen.checks.text.typed import FROM_TO
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import plain_digits
from reportgen.records import NamedTuple
from reportgen.source import Mapping, Node, Scalar, records

_SPENT, _PROJECT, _WHOLE = "支出", "项目", "整体"
Count = tuple[str, str, str]  # words before a number, the number, its unit
Owner = tuple[str, Scalar]  # a project and the value of its indicator
Targets = Dict[str, Node]  # what a file says under 绩效
_PERCENT = ("%", "％")
_LEAST = 4  # the fewest letters that say what is counted
_FEW = 500  # indicators of projects that are looked through
_MOST = 6  # numbers with the same digits that are compared
_SUBJECT = 8  # letters before 由…增加到… that say what
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
    told = set[Location]()
    for project, texts in _texts(case, file).items():
        numbers = [number for one in texts for number in _numbers(*one)]
        for own in grouped(((one.unit, _digits(one.value)), one) for one in numbers).values():
            values = grouped((one.value, one) for one in own)
            for one, other in combinations([*values.values()][:_MOST], 2):
                if not {first.text for first in one} & {second.text for second in other}:
                    few, many = sorted((one, other), key=len)
                    words = {"project": project, "own": few[0].value, "other": many[0].value, "unit": few[0].unit}
                    turned = same_digits(few[0].value, many[0].value)
                    kind = "R962 次序" if turned else "R962 零"
                    sure = turned and len(_digits(few[0].value)) >= _SURE
                    told.add(few[0].at)
                    yield finding(kind, few[0].at, many[0].at, remark=not sure, **words)
    yield from (*_odd_ones(case, told), *_as_before(case))


def _odd_ones(case: Case, told: Set[Location]) -> Iterator[Finding]:
    """Yield findings on a number whose digits several other texts of the file have in one other order."""
    numbers = [number for one in case.sentences for number in _numbers(one.scalar.text, one.scalar.at)]
    for own in grouped(((one.unit, _digits(one.value)), one) for one in numbers).values():
        values = grouped((one.value, one) for one in own)
        often = [same for same in values.values() if len({one.text for one in same}) > 1]
        odd = [same[0] for same in values.values() if len(same) == 1 and same[0].at not in told]
        for one in odd if len(often) == 1 else ():
            if same_digits(one.value, often[0][0].value) and all(one.text != other.text for other in often[0]):
                words = {"own": one.value, "other": often[0][0].value, "unit": one.unit, "times": len(often[0])}
                sure = len(_digits(one.value)) >= _SURE
                yield finding("R962 别处", one.at, often[0][0].at, remark=not sure, **words)


def _as_before(case: Case) -> Iterator[Finding]:
    """Yield findings on a number that a sentence says was before: 由600人增加到648人, and a target of 600人."""
    own = ((one, number) for one in case.sentences for number in _numbers(one.scalar.text, one.scalar.at))
    stated = grouped(((number.unit, number.value), one) for one, number in own)
    form = spoken().form(FROM_TO)
    for sentence, found in ((one, m) for one in case.sentences for m in form.finditer(one.scalar.text)):
        before, after, unit = Decimal(found["before"]), Decimal(found["after"]), found["unit"]
        subject = pairs(sentence.scalar.text[max(0, found.start() - _SUBJECT) : found.start()])
        updated = {id(one) for one in stated.get((unit, after), ())}
        for one in stated.get((unit, before), ())[:_MOST]:
            about = subject & pairs("，".join((one.scalar.text, *one.beside)))
            if about and (after > before) == bool(found["up"]) and id(one) not in updated:
                words = {"own": before, "unit": unit, "said": found[0]}
                yield finding("R962 原来的", one.scalar.at, sentence.scalar.at, **words)


def _texts(case: Case, file: FileFigures) -> dict[str, list[tuple[str, Location]]]:
    """Return project -> what the file says about it, and where: purposes and reasons, targets and tasks."""
    budget, found = file.budget, list[tuple[str, tuple[str, Location]]]()
    for said in (budget.reasons, budget.purposes):
        found += [(name.member(_PROJECT), (one.text, one.at)) for name, one in said.items() if name.member(_PROJECT)]
    for target in (one for node in budget.file.performance.values() for one in _records(node)):
        if isinstance(name := target.get(_PROJECT), Scalar):
            found += [(name.text, (one.text, one.at)) for _, one in case.values(target)]
    return grouped(found)


def _records(node: Node) -> Iterator[Mapping]:
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
    for about, target in _targets(file.budget.file.performance):
        yield from (*_stated_twice(target), *_of_other_kinds(file, about, target))


def _stated_twice(target: Mapping) -> Iterator[Finding]:
    """Yield findings on indicators that a target has twice, in lists of its own, with other numbers."""
    lists = [records(value) for _, value in target.entries]
    own = [(one.get("三级") or one.get("指标"), one.get("值")) for listed in lists for one in listed]
    named = grouped((n.text, v) for n, v in own if isinstance(n, Scalar) and isinstance(v, Scalar))
    for name, (first, *others) in named.items():
        (_, number, unit) = next(iter(_counted(first.text)), ("",) * 3)
        for value in others:
            counted = [one for one in _counted(value.text) if one[2] == unit]
            if unit and counted and counted[0][1] != number:
                yield finding("R941 两处", value.at, first.at, name=name, own=value.text, value=first.text)


def _of_other_kinds(file: FileFigures, about: str, target: Mapping) -> Iterator[Finding]:
    """Yield findings on a project that is called new (新增项目) and is not: elsewhere, or by last year's money."""
    kinds = [(spoken().whole("项目的新旧", v.text), v) for _, v in target.entries if isinstance(v, Scalar)]
    new, old = ([one for kind, one in kinds if kind == wanted] for wanted in ("新的", "旧的"))
    name = FigureId(_SPENT, ((_PROJECT, about),))
    before = next(filter(None, (file.amount(name._replace(base=base)) for base in file.budget.books if base)), None)
    if new and (old or before):
        why = f"这里写“{old[0].text}”" if old else f"上年它有{plain_digits(before or Decimal(0))}元"
        yield finding("R941 新旧", new[0].at, *(one.at for one in old[:1]), project=about, said=new[0].text, why=why)


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
    found = list[Owner]()
    for at in (len(name) - length for length in lengths if length <= len(name)):
        found += [owner for owner in of_projects.get(name[at:], ()) if name[:at] in owner[0]]
    if not found and len(of_projects) <= _FEW:  # 送戏下乡场次 is the only 场次 of 送戏下乡: 演出场次
        ends = ((other, owner) for other, owners in of_projects.items() for owner in owners if owner[0] in name)
        found = [owner for other, owner in ends if other.endswith(name.partition(owner[0])[2] or name)]
    yield from found


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
