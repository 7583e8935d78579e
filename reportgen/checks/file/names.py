"""名称和地名

Names that differ by a letter, places elsewhere, and projects of 绩效 under a name that no line has.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from reportgen.budget import Budget, Catalogue, Line, is_marked
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import MARK, FileFigures, lines_in, records
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, firsts, grouped
from reportgen.checks._names_within import Names
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.checks._sentences import Sentence
from reportgen.checks._texts import differing, in_order, likeness
from reportgen.checks.forms.names import rank
from reportgen.diagnostics import Location
from reportgen.figure import FigureId, parsed
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar
from reportgen.vocabulary import NOT_APPLICABLE

_NAMED = "科目名称"
_DIMENSIONS = ("功能", "经济", "政府经济")
_LEVEL, _UNIT = ("部门", "级次"), ("部门", "单位", "", "名称")
_NEAR_HOME = (_UNIT, ("部门", "主管部门"), ("部门", "单位", "", "主管部门"), ("部门", "所属单位", ""))
_MARKS = compiled(r"\W")
_KINDS = {"省": "省|自治区", "市": "市|自治州|地区", "县": "县|区|旗"}  # by how the name of a place ends
_PLACE = r"[一-龥]{1,8}?(?:自治[州县区旗]|[省市区县旗])(?<!«不是地名:不是地名»)(?![场域])"
_SPENT, _PROJECT, _CODE, _NATURE = "支出", "项目", "功能", "性质"
_OF_TASKS = (_CODE, _NATURE, _PROJECT, "经费", "单位", "资金", "经济")
_ABOUT = (_PROJECT, "子项目", "单位", "名称")
_CLAUSE = compiled("[，。；、：>]")
_SHORT, _FEW, _STEM = 4, 3, 4  # so short a name may be a common word; the most codes that a message lists; 某镇政府
_ALIKE = Fraction(1, 2)  # share of equal letters from which two names may be one project's


def R919(_: Case, file: FileFigures) -> Iterator[Result]:
    """名称错字

    预算文件里自己写的名称——“科目名称”里科目的叫法、“部门”里各单位的名称、实施主体——只和政府收支分类科目、部门、单位名称差一个字的，
    多半是打错了字，印出来到处都是错的。本级单位的名称里没有部门的名称的，有一个写错了。“级次”要写成某级。

    怎样改：改正错字；确实这样叫的，写进“已知差异”。
    依据：公开文件中常见的错误。
    例：“科目名称”里写“2070701: 资助国产彩片放映”，目录是“资助国产影片放映”；唐山市总工会的单位写成“唐山市总公会本级”。
    """
    yield Compared()
    own_file, written = file.budget.file, file.values
    catalogue, publisher = Catalogue(own_file.year), own_file.department.name
    named = {path[-1]: own for path, own in written if path[:-1] == (_NAMED,)}
    for code, own in named.items():
        yield from (misnamed := list(_misnamed(code, own, catalogue)))
        above = next((other for other in (code[:-2], code[:-4]) if other in named), "")
        if above and named[above].text == own.text and not misnamed:
            yield finding("R919 两个科目", own.at, named[above].at, code=code, own=own.text, above=above)
    yield from _spelled_twice(file.budget)
    units = [own for path, own in written if path == _UNIT]
    before = {name for book in file.budget.books.values() for name in book.units.values() if book.name}
    for by, name in ((own, own.text.rstrip("。")) for path, own in written if path[-1:] == ("实施主体",)):
        for near in (unit for unit in units if _one_letter_off(name, unit.text)):
            odd, right = (near, name) if name in before else (by, near.text)  # last year's file has the right name
            yield finding("R919 错字", odd.at, own=odd.text.rstrip("。"), right=right)
    offices = tuple(filter(None, (publisher, own_file.department.full_name)))
    for unit in units:
        begins, of_itself = unit.text[: len(publisher)], unit.text.endswith(("本级", "本级）"))
        goes_on = begins[-1:] != publisher[-1:] and not of_itself  # 社会工作发展中心 of a 社会工作部
        if _one_letter_off(begins, publisher) and not goes_on:
            yield finding("R919 错字", unit.at, own=unit.text, right=publisher + unit.text[len(publisher) :])
        elif of_itself and not any(_is_of_office(unit.text, name) for name in offices):
            yield finding("R919 别的部门", unit.at, own=unit.text, right=publisher)
    levels = (own for path, own in written if path == _LEVEL and not own.text.endswith(("级", "中央")))
    yield from (finding("R919 级次", level.at, level=level.text) for level in levels if not is_marked(level.text))


def _is_of_office(unit: str, office: str) -> bool:
    """Whether a unit 本级 bears the office's name, in full or without the place before it: 荷塘镇人民政府（本级）."""
    stem = unit.removesuffix("）").removesuffix("本级").removesuffix("（")
    return office in unit or (len(stem) >= _STEM and office.endswith(stem))


def _misnamed(code: str, own: Scalar, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield a finding if a code's name is one letter off the catalogue's, or is that of a code above or beside it."""
    for dimension in _DIMENSIONS:
        right, relatives = catalogue.name(dimension, code), {code[:3], code[:5]}
        if right and _one_letter_off(own.text, right):
            yield finding("R919 错字", own.at, own=own.text, right=right)
        elif right and own.text not in right:
            named = catalogue.codes(dimension, own.text)
            if code not in named and (near := [c for c in named if c in relatives or c[:-2] == code[:-2]]):
                yield finding("R919 别的科目", own.at, code=code, own=own.text, other=near[0], right=right)


def _spelled_twice(budget: Budget) -> Iterator[Finding]:
    """Yield findings on projects whose names differ only in blanks and punctuation."""
    lines = [line for line in budget.books[""].every_line("支出") if line.dims.get("项目")]
    by_letters = grouped((_MARKS.sub("", line.dims["项目"]), line) for line in lines)
    for spelled in (grouped((line.dims["项目"], line.at) for line in own) for own in by_letters.values()):
        rare, *others = sorted(spelled, key=lambda name: (len(spelled[name]), -len(name)))
        if others:
            yield finding("R919 空格标点", *spelled[rare], spelled[others[0]][0], own=rare, right=others[0])


def _one_letter_off(own: str, name: str) -> bool:
    return len(own) == len(name) > 3 and len(differing(own, name)) == 1


def R930(_: Case, file: FileFigures) -> Iterator[Result]:
    """地名和级次

    “级次”要和部门名称里的地名一致：县的部门不会是市级的（法院、税务这样由上级管理的不看）。主管部门、预算单位、所属单位的名称里的县（区）、省，
    要和部门自己的一样；市不一样的只给提示（县级市的主管部门在地级市）。“全称”要有“名称”的每一个字。

    怎样改：对照印章改写错的一处；确实在别处的，写进“已知差异”。
    依据：公开文件中常见的错误：拿别的县（区）的文件改，地名没有改全。
    例：云溪县文化和旅游局的“级次”写“市级”；青河县水库管理所的“主管部门”写“云溪县水利局”。
    """
    own, written = file.budget.file.department, file.values
    home = {kind: place for name in (own.area, own.name, own.full_name) for kind, place in _places_in(name).items()}
    if home:
        yield Compared()
    for path, scalar in written if home else ():
        if path == _LEVEL and (kind := _other_level(own.name, scalar.text)):
            kind = _places_in(own.name)[kind][-1]
            yield finding("R930 级次", scalar.at, name=own.name, kind=kind, level=scalar.text)
        if path in _NEAR_HOME:
            for kind, place in _places_in(scalar.text).items():
                if place != home.get(kind, place):
                    words = {"name": scalar.text, "place": place, "home": home[kind]}
                    yield finding("R930 外地", scalar.at, remark=kind == "市", **words)
        if path == ("部门", "全称") and not in_order(own.name, scalar.text):
            yield finding("R930 全称", scalar.at, name=own.name, full=scalar.text)


def _places_in(name: str) -> dict[str, str]:
    """Return kind -> place, for the places that a name begins with: 甲市青河县水库管理所."""
    found: dict[str, str] = {}
    before = spoken().form("«不是地名:地名前面»").match(name)  # 中共云溪县…
    at, form = before.end() if before else 0, spoken().form(_PLACE)
    while (place := form.match(name, at)) and place.end() < len(name):
        kind = next(kind for kind, ends in _KINDS.items() if compiled(f"(?:{ends})$").search(place[0]))
        at = place.end() if kind not in found else len(name)
        found.setdefault(kind, place[0])
    return found


def _other_level(name: str, level: str) -> str:
    """Return 县 if the name ends with that kind of place and the level cannot be a 县's; else "".

    Offices managed from above may have any level.
    """
    kind, *_ = *reversed(_places_in(name)), ""
    own = rank(level)
    below = own == rank("县级") and kind == "市"  # 县级市
    other = own >= 0 and kind and own != rank(f"{kind}级") and not below
    return kind if other and not spoken().within("上级管理", name) else ""


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
    new = Names(name for name in now if name not in taken)
    for node in nodes:
        yield from _written_twice(node)
    totals = [r for form in case.reading.forms for r in form.records("任务名称", "预算数") if r.total]
    yield from _wrong_tasks(budget, bool(totals))
    long = Names(name for name in now if len(name) > _SHORT)
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


def _of_other_projects(case: Case, budget: Budget, names: Names) -> Iterator[Finding]:
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


def _marked_wrongly(sentences: Iterable[Sentence], names: Names) -> Iterator[Finding]:
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


def _likeliest(name: str, new: Names) -> str:
    """Return the new project whose name is most alike; "" if none is alike enough."""
    likely, best = max(((likeness(name, other), other) for other in new.near(name)), default=(Fraction(0), ""))
    return best if likely >= _ALIKE else ""


def _renamed(scalar: Scalar, new: str, now: Mapping[str, Location], budget: Budget) -> Finding:
    name = scalar.text
    cause = Cause(frozenset(budget.vocabulary.measures), ({_PROJECT: name},), None)
    if not new:
        return finding("R917 不再安排", scalar.at, cause=cause, name=name)
    return finding("R917 改了名", scalar.at, now[new], cause=cause, name=name, new=new)
