"""改了名的项目

Projects and tasks of 绩效, beside the lines of expenditure.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from reportgen.budget import Budget, Line, is_marked
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import MARK, Sentence, lines_in, records
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, firsts, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import likeness
from reportgen.diagnostics import Location
from reportgen.figure import FigureId, parsed
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, scalars
from reportgen.vocabulary import NOT_APPLICABLE

_SPENT, _PROJECT, _CODE, _NATURE = "支出", "项目", "功能", "性质"
_OF_TASKS = (_CODE, _NATURE, _PROJECT, "经费")
_ABOUT = (_PROJECT, "子项目", "单位", "名称")
_CLAUSE = re.compile("[，。；、：>]")
_SHORT = 4  # letters of a name that may be common words
_FEW = 3  # codes that are worth saying
_ALIKE = Fraction(1, 2)  # from here on two names may be one project's


def R917(case: Case) -> Iterator[Result]:
    """绩效里的项目改了名

    预算文件“绩效”里写的项目，今年的支出里要有同名的一行。只有往年的数里有这个名称的，多半是今年改了名，“绩效”里没有跟着改：
    绩效目标表上的金额会是零。同一个项目写了两次的，多半是复制了一段没有改名称，
    用途、任务说的是另一个项目的也是，话里写着一个项目、后面的“<数名>”是另一个项目的也是。整体绩效目标的任务没有支出的，
    或者和别的任务算的是同一笔钱的，功能、性质写错了。

    怎样改：改了名的，把“绩效”里的“项目”写成今年的名称，并在“口径调整”里写上旧名和新名，上年的数才接得上；今年不再安排的，
    把绩效里的这一段删掉。
    依据：预算法第三十二条、五十七条及预算绩效管理规定，绩效目标随项目预算编制。
    例：支出里的“全民阅读推广”今年写成了“全民阅读活动”，“绩效”里还是“全民阅读推广”。
    """
    budget = case.budget
    nodes = budget.file.performance.values() if budget else ()
    named = [scalar for node in nodes for path, scalar in scalars(node) if path[-1:] == (_PROJECT,)]
    if budget is None or not named:
        return
    yield Compared()
    now = _projects(budget, "")
    taken = {scalar.text for scalar in named}.union(*(_projects(budget, base) for base in budget.books if base))
    new = [name for name in now if name not in taken]
    for node in nodes:
        yield from _written_twice(node)
    yield from _wrong_tasks(budget)
    long = [name for name in now if len(name) > _SHORT]
    yield from (*_of_other_projects(budget, long), *_marked_wrongly(case.sentences, long))
    for scalar in named:
        if now and scalar.text not in now and not is_marked(scalar.text):
            yield _renamed(scalar, _likeliest(scalar.text, new), now, budget)


def _written_twice(node: Node) -> Iterator[Finding]:
    """Records of a list that are about the same part of the same project."""
    own = (one for one in records(node) if one.get(_PROJECT))
    named = ([value for key in _ABOUT if isinstance(value := one.get(key), Scalar)] for one in own)
    for about, same in grouped((tuple(v.text for v in values), values[0].at) for values in named if values).items():
        if len(same) > 1:
            yield finding("R917 两次", *same, name=about[0])


def _of_other_projects(budget: Budget, names: Sequence[str]) -> Iterator[Finding]:
    """What is said of a project and names another one, and nothing of its own."""
    whole = budget.file.performance.get("整体")
    tasks = [one for one in records(whole.get("任务")) if one.get(_PROJECT)] if isinstance(whole, MappingNode) else []
    for project in (*records(budget.file.performance.get(_PROJECT)), *tasks):
        said = [(path[-1], one) for path, one in scalars(project)]
        own = [one.text for wanted in (_PROJECT, "子项目", "名称") for key, one in said if key == wanted]
        for text, at in ((one.text, one.at) for key, one in said if key in ("用途", "内容")):
            named = [name for name in names if name in text]
            if named and not any(name in text for name in own):
                yield finding("R917 别的项目", at, name=own[0] if own else "", other=max(named, key=len))


def _marked_wrongly(sentences: Iterable[Sentence], names: Sequence[str]) -> Iterator[Finding]:
    """Names of projects right before a figure (<支出[项目=…]>) that is another one's."""
    for sentence in sentences:
        for mark in MARK.finditer(sentence.scalar.text):
            figure = parsed(mark[0].strip("<>{} "))
            own = figure.member(_PROJECT) if figure else ""
            words = _CLAUSE.split(sentence.scalar.text[: mark.start()])[-1] if own else ""
            named = [name for name in names if name in words]
            if named and own not in words and not any(own in name for name in named):
                at = sentence.at(mark.start(), len(mark[0]))
                yield finding("R917 别的数", at, name=max(named, key=len), other=own)


def _wrong_tasks(budget: Budget) -> Iterator[Finding]:
    """Tasks of the whole (任务) on which nothing is spent, or on which another one's money is: their 功能 is wrong."""
    whole = None if budget.unit or budget.file.unfilled else budget.file.performance.get("整体")
    tasks = list(_tasks(budget, whole.get("任务"))) if isinstance(whole, MappingNode) else []
    taken = {id(line) for task in tasks for line in task.lines}
    free = {by: _left_over(budget, by, taken) for by in {task.by for task in tasks}}
    for i, task in enumerate(tasks):
        if not task.lines:
            yield finding("R917 任务", task.at, cause=task.cause, name=task.name, free=free[task.by])
        elif other := next((one for one in tasks[:i] if not one.ids.isdisjoint(task.ids)), None):
            wide, narrow = sorted((task, other), key=lambda one: -len(one.lines))
            places, words = (wide.at, narrow.at), {"name": wide.name, "other": narrow.name}
            yield finding("R917 任务重复", *places, cause=wide.cause, free=free[wide.by], **words)


class _Task(NamedTuple):
    """A task: what the file says of its money, the last of it, and the lines that have it."""

    name: FigureId
    at: Location
    lines: tuple[Line, ...]

    @property
    def by(self) -> str:
        """What tells its money from that of others."""
        return _PROJECT if self.name.member(_PROJECT) else _CODE

    @property
    def ids(self) -> set[int]:
        return set(map(id, self.lines))

    @property
    def cause(self) -> Cause:
        own = {d: m for d, m in self.name.conditions if d != _NATURE} or dict(self.name.conditions)
        return Cause(frozenset({self.name.measure}), (own,), None)


def _tasks(budget: Budget, written: Node | None) -> Iterator[_Task]:
    """The tasks that say what their money is, where the lines say it too."""
    for task in records(written):
        said = [(key.text, value) for key, value in task.entries if key.text in _OF_TASKS and isinstance(value, Scalar)]
        name = FigureId(_SPENT, tuple(sorted((d, v.text) for d, v in said)))
        lines = lines_in(budget.books[""], name) if said else None
        if lines is not None:
            yield _Task(name, said[-1][1].at, tuple(line for line in lines if line.amount))


def _left_over(budget: Budget, by: str, taken: Collection[int]) -> str:
    """The codes or projects that no task has; what codes have in common, if that is one."""
    left = (line for line in budget.books[""].lines.get(_SPENT, ()) if id(line) not in taken)
    by_member = grouped((line.dims.get(by, NOT_APPLICABLE), line) for line in left)
    members = [member for member, own in by_member.items() if member != NOT_APPLICABLE and total(own)]
    above = budget.vocabulary.upward(by, members[0]) if members and by == _CODE else ()
    shared = next((up for up in above if all(budget.vocabulary.below(by, each, up) for each in members)), "")
    return f"；没有列进任务的支出是{by}{shared or '、'.join(members[:_FEW])}的" if members else ""


def _projects(budget: Budget, base: str) -> Mapping[str, Location]:
    """The projects of the lines, each with its first line."""
    lines = budget.books[base].every_line("支出")
    return firsts((project, line.at) for line in lines if (project := line.dims.get(_PROJECT)))


def _likeliest(name: str, new: Iterable[str]) -> str:
    """The new project whose name is most alike, if any is."""
    likely, best = max(((likeness(name, other), other) for other in new), default=(Fraction(0), ""))
    return best if likely >= _ALIKE else ""


def _renamed(scalar: Scalar, new: str, now: Mapping[str, Location], budget: Budget) -> Finding:
    name = scalar.text
    cause = Cause(frozenset(budget.vocabulary.measures), ({_PROJECT: name},), None)
    if not new:
        return finding("R917 不再安排", scalar.at, cause=cause, name=name)
    return finding("R917 改了名", scalar.at, now[new], cause=cause, name=name, new=new)
