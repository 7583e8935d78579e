"""绩效里的项目和今年的支出"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from reportgen.budget import Budget, is_marked
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._causes import Cause
from reportgen.checks.text._names import likeness
from reportgen.diagnostics import Location
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence

_PROJECT = "项目"
_ALIKE = Fraction(1, 2)  # from here on two names may be one project's


def R917(case: Case) -> Iterator[Result]:
    """绩效里的项目改了名

    预算文件“绩效”里写的项目，今年的支出里要有同名的一行。只有往年的数里有这个名称的，多半是今年改了名，“绩效”里没有跟着改：
    绩效目标表上的金额会是零。

    怎样改：改了名的，把“绩效”里的“项目”写成今年的名称，并在“口径调整”里写上旧名和新名，上年的数才接得上；今年不再安排的，
    把绩效里的这一段删掉。
    依据：预算法第三十二条、五十七条及预算绩效管理规定，绩效目标随项目预算编制。
    例：支出里的“全民阅读推广”今年写成了“全民阅读活动”，“绩效”里还是“全民阅读推广”。
    """
    budget = case.budget
    named = list(_named(budget)) if budget else []
    if budget is None or not named:
        yield Unknown("预算文件的“绩效”里没有写项目")
        return
    yield Compared()
    now, before = (
        _projects(budget, ""),
        {name: at for b in budget.books if b for name, at in _projects(budget, b).items()},
    )
    taken = {scalar.text for scalar in named}
    new = [name for name in now if name not in taken and name not in before]
    for scalar in named:
        if now and scalar.text not in now and not is_marked(scalar.text):
            yield _finding(scalar, _likeliest(scalar.text, new), now, budget)


def _named(budget: Budget) -> Iterator[Scalar]:
    """Where 绩效 names a project."""
    for node in budget.file.performance.values():
        yield from _below(node)


def _below(node: Node) -> Iterator[Scalar]:
    match node:
        case Sequence(_, items):
            for item in items:
                yield from _below(item)
        case MappingNode(_, entries):
            for key, value in entries:
                if key.text == _PROJECT and isinstance(value, Scalar):
                    yield value
                yield from _below(value)


def _projects(budget: Budget, base: str) -> Mapping[str, Location]:
    """The projects of the lines, each with the first of them."""
    found: dict[str, Location] = {}
    for line in budget.books[base].lines.get("支出", ()):
        if project := line.dims.get(_PROJECT):
            found.setdefault(project, line.at)
    return found


def _likeliest(name: str, new: list[str]) -> str:
    """Of this year's new projects the one whose name is most alike, if any is."""
    alike = [(likeness(name, other), other) for other in new]
    best = max(alike, default=(Fraction(0), ""))
    return best[1] if best[0] >= _ALIKE else ""


def _finding(scalar: Scalar, renamed: str, now: Mapping[str, Location], budget: Budget) -> Finding:
    name, money = scalar.text, budget.vocabulary.measures
    cause = Cause(frozenset(money), ({_PROJECT: name},), None)
    said = f"“绩效”里的项目“{name}”，今年的支出里没有这个名称"
    if not renamed:
        hint = "今年不再安排的，把“绩效”里的这一段删掉；名称写错的改正"
        return Finding(said, (scalar.at,), hint=hint, cause=cause)
    adjusted = f"“口径调整”里写“{_PROJECT}: {{{name}: {renamed}}}”"
    hint = f"改了名的，这里写“{renamed}”，并在{adjusted}，“核对”里也用新名；没有改名的，把支出里的改回“{name}”"
    return Finding(f"{said}，像是改名成了“{renamed}”", (scalar.at, now[renamed]), hint=hint, cause=cause)
