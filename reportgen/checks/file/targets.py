"""绩效里的项目和任务

Projects and tasks of 绩效 under a name, or with items, that no line of 支出 has.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from reportgen.budget import Budget, Line, is_marked
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import MARK, KnownNames, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Finding, Result, firsts, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.checks._sentences import Sentence
from reportgen.checks._texts import likeness
from reportgen.diagnostics import Location
from reportgen.figure import FigureId, parsed
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, records
from reportgen.vocabulary import NOT_APPLICABLE

_SPENT, _PROJECT, _CODE, _NATURE = "支出", "项目", "功能", "性质"
_SHORT, _FEW, _STEM = 4, 3, 4  # so short a name may be a common word; the most codes that a message lists; 某镇政府
_OF_TASKS = (_CODE, _NATURE, _PROJECT, "经费", "单位", "资金", "经济")
_ABOUT = (_PROJECT, "子项目", "单位", "名称")
_CLAUSE = compiled("[，。；、：>]")
_ALIKE = Fraction(1, 2)  # share of equal letters from which two names may be one project's


@of_family("改了名的项目")
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
    named = [scalar for node in nodes for path, scalar in case.values(node) if path[-1:] == (_PROJECT,)]
    if budget is None or not named:
        return
    yield Compared()
    now = _projects(budget, "")
    taken = {scalar.text for scalar in named}.union(*(_projects(budget, base) for base in budget.books if base))
    new = KnownNames(name for name in now if name not in taken)
    for node in nodes:
        yield from _written_twice(node)
    totals = [r for form in case.reading.forms for r in form.records("任务名称", "预算数") if r.total]
    yield from _wrong_tasks(budget, bool(totals))
    long = KnownNames(name for name in now if len(name) > _SHORT)
    yield from (*_of_other_projects(case, budget, long), *_marked_wrongly(case.sentences, long))
    for scalar in named:
        if now and scalar.text not in now and not is_marked(scalar.text):
            yield _renamed(scalar, _likeliest(scalar.text, new), now, budget)


def _written_twice(node: Node) -> Iterator[Finding]:
    """Yield findings on records of a list that are about the same part of the same project."""
    own = (one for one in records(node) if one.get(_PROJECT))
    named = ([value for key in _ABOUT if isinstance(value := one.get(key), Scalar)] for one in own)
    for about, same in grouped((tuple(v.text for v in values), values[0].at) for values in named if values).items():
        if len(same) > 1:
            yield finding("R917 两次", *same, name=about[0])


def _of_other_projects(case: Case, budget: Budget, names: KnownNames) -> Iterator[Finding]:
    """Yield findings on texts about a project that name another project and not their own."""
    whole = budget.file.performance.get("整体")
    tasks = [one for one in records(whole.get("任务")) if one.get(_PROJECT)] if isinstance(whole, MappingNode) else []
    for project in (*records(budget.file.performance.get(_PROJECT)), *tasks):
        said = [(path[-1], one) for path, one in case.values(project)]
        own = [one.text for wanted in (_PROJECT, "子项目", "名称") for key, one in said if key == wanted]
        for text, at in ((one.text, one.at) for key, one in said if key in ("用途", "内容")):
            named = names.within(text)
            if named and not any(name in text for name in own):
                yield finding("R917 别的项目", at, name=own[0] if own else "", other=max(named, key=len))


def _marked_wrongly(sentences: Iterable[Sentence], names: KnownNames) -> Iterator[Finding]:
    """Yield findings on names of projects right before a figure (<支出[项目=…]>) of another project."""
    for sentence in sentences:
        for mark in MARK.finditer(sentence.scalar.text):
            figure = parsed(mark[0].strip("<>{} "))
            own = figure.member(_PROJECT) if figure else ""
            words = _CLAUSE.split(sentence.scalar.text[: mark.start()])[-1] if own else ""
            named = names.within(words)
            if named and own not in words and not any(own in name for name in named):
                at = sentence.at(mark.start(), len(mark[0]))
                yield finding("R917 别的数", at, name=max(named, key=len), other=own)


def _wrong_tasks(budget: Budget, totalled: bool) -> Iterator[Finding]:
    """Yield findings on tasks (任务) without money, or with the money of another task: their 功能 is wrong.

    `totalled`: their total is printed, so that none may be left out.
    """
    whole = None if budget.unit or budget.file.unfilled else budget.file.performance.get("整体")
    tasks = list(_tasks(budget, whole.get("任务"))) if isinstance(whole, MappingNode) else []
    taken = {id(line) for task in tasks for line in task.lines}
    free = {by: _left_over(budget, by, taken) for by in {task.by for task in tasks}}
    yield from _left_out(budget, tasks, taken, whole) if totalled else ()
    first: dict[int, int] = {}  # id of a line -> the first task with it
    for i, task in enumerate(tasks):
        before = [first.setdefault(id(line), i) for line in task.lines]
        if not task.lines:
            yield finding("R917 任务", task.at, cause=task.cause, name=task.name, free=free[task.by])
        elif min(before) < i:
            other = tasks[min(before)]
            wide, narrow = sorted((task, other), key=lambda one: -len(one.lines))
            places, words = (wide.at, narrow.at), {"name": wide.name, "other": narrow.name}
            yield finding("R917 任务重复", *places, cause=wide.cause, free=free[wide.by], **words)


class _Task(NamedTuple):
    """A task of the whole: the figure of its money, the place of its last condition, and the lines with that money."""

    name: FigureId
    at: Location
    lines: tuple[Line, ...]

    @property
    def by(self) -> str:
        """The dimension that separates its money from that of other tasks."""
        return _PROJECT if self.name.member(_PROJECT) else _CODE

    @property
    def cause(self) -> Cause:
        own = {d: m for d, m in self.name.conditions if d != _NATURE} or dict(self.name.conditions)
        return Cause(frozenset({self.name.measure}), (own,), None)


def _left_out(budget: Budget, tasks: Sequence[_Task], taken: Collection[int], whole: Node | None) -> Iterator[Finding]:
    """Yield a finding on money that no task has, if all tasks have lines of their own and are all but a few."""
    left = [line for line in budget.books[""].lines.get(_SPENT, ()) if line.amount and id(line) not in taken]
    own, written = sum(len(task.lines) for task in tasks), whole.get("任务") if isinstance(whole, MappingNode) else None
    said = len(records(written)) == len(tasks) and all(task.lines for task in tasks) and own == len(taken)
    transferred = {nature for natures in spoken().places["往来"].values() for nature in natures}
    if {line.dims.get(_NATURE) for line in left} <= transferred:
        return  # what was not subtracted within the department, R929 tells
    if said and left and written and len(left) <= _FEW < len(taken) and total(left) > 0:
        cause = Cause(frozenset({_SPENT}), tuple(line.dims for line in left), total(left))
        free = _left_over(budget, _CODE, taken)
        yield finding("R917 漏了任务", written.at, *(o.at for o in left), cause=cause, off=total(left), free=free)


def _tasks(budget: Budget, written: Node | None) -> Iterator[_Task]:
    """Yield the tasks whose money is stated, if the lines state it too."""
    for task in records(written):
        said = [(key.text, value) for key, value in task.entries if key.text in _OF_TASKS and isinstance(value, Scalar)]
        name = FigureId(_SPENT, tuple(sorted((d, v.text) for d, v in said)))
        lines = lines_in(budget.books[""], name) if said else None
        if lines is not None:
            yield _Task(name, said[-1][1].at, tuple(line for line in lines if line.amount))


def _left_over(budget: Budget, by: str, taken: Collection[int]) -> str:
    """Return words for the codes or projects that no task has; for codes, what they have in common if anything."""
    left = (line for line in budget.books[""].lines.get(_SPENT, ()) if id(line) not in taken)
    by_member = grouped((line.dims.get(by, NOT_APPLICABLE), line) for line in left)
    members = [member for member, own in by_member.items() if member != NOT_APPLICABLE and total(own)]
    above = budget.vocabulary.upward(by, members[0]) if members and by == _CODE else ()
    shared = next((up for up in above if all(budget.vocabulary.below(by, each, up) for each in members)), "")
    return f"；没有列进任务的支出是{by}{shared or '、'.join(members[:_FEW])}的" if members else ""


def _projects(budget: Budget, base: str) -> Mapping[str, Location]:
    """Return the projects of the lines -> their first lines."""
    lines = budget.books[base].every_line("支出")
    return firsts((project, line.at) for line in lines if (project := line.dims.get(_PROJECT)))


def _likeliest(name: str, new: KnownNames) -> str:
    """Return the new project whose name is most alike; "" if none is alike enough."""
    likely, best = max(((likeness(name, other), other) for other in new.near(name)), default=(Fraction(0), ""))
    return best if likely >= _ALIKE else ""


def _renamed(scalar: Scalar, new: str, now: Mapping[str, Location], budget: Budget) -> Finding:
    name = scalar.text
    cause = Cause(frozenset(budget.vocabulary.measures), ({_PROJECT: name},), None)
    if not new:
        return finding("R917 不再安排", scalar.at, cause=cause, name=name)
    return finding("R917 改了名", scalar.at, now[new], cause=cause, name=name, new=new)
