"""表与表：绩效目标表"""

from collections.abc import Iterator, Mapping, Sequence

from reportgen.checks._case import Case
from reportgen.checks._comparing import adds_up, agree, as_in, contradict, table_of, tolerance, total
from reportgen.checks._results import Finding, Result, Unknown, compared, firsts, grouped
from reportgen.checks._rules import BUDGET, TARGETS, speaks_of
from reportgen.checks._says import MOST, finding
from reportgen.checks._texts import matches, sentences, wordings
from reportgen.checks.performance import Task, evened, project_forms, tasks_of
from reportgen.checks.tables import BOOKS, all_general, basic, by_member, first_print, prints, projects
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, small_number
from reportgen.reading import Entry, Form
from reportgen.reading.texts import PROSE

_COUNTED = "绩效.项目@个数"  # the figure of how many projects have targets
_SCOPE = compiled(r"重点|部分|选取|涉及|[0-9一二三四五六七八九十]个")
_PUBLISHED = compiled(
    r"(?:其中|选取|选择)(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,2})个(?:重点|预算)?项目的?绩效目标(?=[^。]{0,12}公开)"
)
_CLASSES = (("人员经费", ("301", "303")), ("公用经费", ("302", "310")))


@speaks_of(BUDGET, TARGETS)
def R219(case: Case) -> Iterator[Result]:
    """绩效表=项目

    每个项目绩效目标表的预算数，等于《项目支出表》里同名项目的合计，财政资金、其他资金也一样；绩效目标表的项目都应当在
    项目支出表里。只公开一部分项目的绩效目标的，要说明范围。没有项目支出表的，各项目加起来不能大于项目支出。

    怎样改：项目名称两处写得一样；金额以批复的项目预算为准。
    依据：预算法第三十二条、五十七条及预算绩效管理规定；公开文件中常见的错误。
    例：项目“购书经费”绩效目标表预算数24.00万元，项目支出表42.00万元。
    """
    own = (form for form in project_forms(case) if form.project)
    forms = [(form, budget) for form in own if (budget := form.entry("预算数"))]
    several = {_squeezed(project): rows for project, rows in projects(case).items() if len(rows) > 1}
    listed: dict[str, dict[str, Entry]] = {}
    for name, (first, *_) in prints(case, [TableKind.PROJECTS], ["支出[项目=* 资金=?]"]).items():
        listed.setdefault(_squeezed(name.member("项目")), {})[name.member("资金")] = first
    yield from _published(case, forms)
    if not forms:
        yield Unknown("没有项目绩效目标表，或表里没有预算数")
    elif listed or several:
        for form, budget in forms:
            if rows := several.get(_squeezed(form.project)):
                yield from _one_of_several(budget, rows, form.project)
            else:
                yield from _same_project(case, form, budget, listed.get(_squeezed(form.project), {}))
        count = len({_squeezed(form.project) for form, _ in forms})
        yield from _scope(case, forms[0][1], count, len(listed.keys() | several.keys()))
    else:
        yield from _within_projects(case, evened([budget for _, budget in forms]))


def _published(case: Case, forms: Sequence[tuple[Form, Entry]]) -> Iterator[Finding]:
    """Yield findings on a stated number of published targets, and on two projects with one code."""
    projects = firsts((_squeezed(form.project), budget) for form, budget in forms)
    for found, place in matches(wordings(case, *PROSE), _PUBLISHED) if projects else ():
        if small_number(found["n"]) != len(projects):
            at = place.marking(found.start("n"), len(found["n"]))
            yield finding("R219 公开的个数", at, *projects.values(), stated=found["n"], count=len(projects))
    coded = [(form.text("项目编码"), form.project, budget) for form, budget in forms]
    for code, same in grouped((code, (project, budget)) for code, project, budget in coded if code).items():
        names = dict(same)
        if len(names) > 1:
            yield finding("R219 编码", *names.values(), code=code, names="”“".join(names))


def _squeezed(words: str) -> str:
    return compiled(r"\s").sub("", words)


def _one_of_several(budget: Entry, rows: Sequence[Entry], project: str) -> Iterator[Result]:
    """Compare a form with a project of several units: it may be that of one unit, or of all."""
    if as_in(budget, total(rows)) == budget.number.value:
        yield compared(budget, *rows)
    else:
        nearest = next((row for row in rows if not contradict(budget, row)), rows[0])
        yield from agree(budget, nearest, budget, "R219 金额", project=project)


def _same_project(case: Case, form: Form, budget: Entry, amounts: Mapping[str, Entry]) -> Iterator[Result]:
    """Compare the form of a project with 项目支出表; `amounts`: the project's amounts there, by fund."""
    if not amounts:
        yield finding("R219 没有这个项目", budget, project=form.project)
    if "" in amounts:
        yield from agree(budget, amounts[""], budget, "R219 金额", project=form.project)
    granted, other = form.entry("财政资金"), form.entry("其他资金")
    project = FigureId("支出", (("项目", form.project),))
    is_granted = any(case.always(project, ("资金", fund)) for fund in BOOKS)  # all its money is from one of the budgets
    funds = [""] if is_granted else ["财政拨款"] if "财政拨款" in amounts else [*BOOKS]
    grants = [amounts[fund] for fund in funds if fund in amounts]
    if granted and grants:
        yield from adds_up(case, granted, grants, "R219 财政资金", project=form.project)
    if other and "其他资金" in amounts:
        yield from agree(other, amounts["其他资金"], other, "R219 其他资金", project=form.project)


def _scope(case: Case, first: Entry, count: int, listed: int) -> Iterator[Result]:
    """Yield a finding if only some projects have targets, unless the text says which."""
    if count >= listed or case.is_tables_alone or _COUNTED in case.stated_names or _COUNTED in case.figure_names:
        return
    if not any("绩效" in s and _SCOPE.search(s) for s in sentences(case)):
        yield finding("R219 公开的范围", first, count=count, listed=listed)


def _within_projects(case: Case, amounts: Sequence[Entry]) -> Iterator[Result]:
    spent = first_print(
        case, "支出总表 支出[性质=项目支出]", "一般公共预算支出表 支出[性质=项目支出 资金=一般公共预算]"
    )
    if not spent:
        yield Unknown("没有项目支出表，也没有项目支出的合计")
        return
    yield compared(spent, *amounts)
    if total(amounts) > EXACT.add(spent.exact, tolerance(amounts, spent)):
        yield finding("R219 合计大于", *amounts[:MOST], spent, a=spent.shown(total(amounts)), b=spent.number)


@speaks_of(BUDGET, TARGETS)
def R220(case: Case) -> Iterator[Result]:
    """整体绩效=支出总表

    整体支出绩效目标表的各项任务加起来，等于部门的全部支出；其中基本支出的任务等于基本支出，人员、公用的任务等于
    人员经费、公用经费，项目的任务等于项目支出。任务和项目同名的，金额要一样。

    怎样改：对照支出总表，把漏了的任务补上；没有设绩效目标的项目也列一行。
    依据：部门整体支出绩效目标随预算公开的规定；公开文件中常见的错误。
    例：项目任务合计199.6万元，支出总表项目支出200.6万元，有1.0万元的项目没有列任务。
    """
    tasks = tasks_of(case.reading.forms)
    if not tasks:
        return
    if not first_print(case, "支出总表 支出[性质=本年支出]", "收支总表 支出"):
        yield Unknown("没有支出总表、收支总表")
        return
    by_kind = list(_by_kind(case, grouped((task.kind, task.amount) for task in tasks if not task.total)))
    yield from by_kind
    if not any(isinstance(result, Finding) for result in by_kind):
        yield from _compare_whole(case, tasks)
    yield from _namesakes(case, tasks)


def _by_kind(case: Case, amounts: Mapping[str, list[Entry]]) -> Iterator[Result]:
    """Compare tasks with the tables, by what the tasks are spent on."""
    yield from _running_and_projects(case, amounts)
    for kind in ("经营支出", "上缴上级支出", "结转下年"):
        printed = first_print(case, f"支出总表 支出[性质={kind}]", f"收支总表 支出[性质={kind}]")
        if printed and amounts.get(kind):
            yield from adds_up(case, printed, amounts[kind], "R220 一类", kind=kind, table=table_of(printed))
    for kind, codes in _CLASSES if all_general(case) else ():
        items, tasks = [e for code in codes for e in basic(case, code)], amounts.get(kind)
        if items and tasks and not amounts.get("基本支出"):
            yield from _same_sum(tasks, items, kind)


def _running_and_projects(case: Case, amounts: Mapping[str, list[Entry]]) -> Iterator[Result]:
    """Compare tasks of 基本支出 and 项目支出 with the tables, unless neither sum fits: then words were misread."""
    running = [entry for kind in ("基本支出", "人员经费", "公用经费") for entry in amounts.get(kind, ())]
    projects = amounts.get("项目支出", [])
    basics, spent = first_print(case, "支出总表 支出[性质=基本支出]"), first_print(case, "支出总表 支出[性质=项目支出]")
    if basics and spent and running and projects and (_fits(spent, projects) or _fits(basics, running)):
        for whole, parts, kind in ((basics, running, "基本支出"), (spent, projects, "项目支出")):
            yield from adds_up(case, whole, parts, "R220 任务合计", kind=kind)


def _fits(whole: Entry, parts: Sequence[Entry]) -> bool:
    return abs(EXACT.subtract(whole.exact, total(parts))) <= tolerance(parts, whole)


def _same_sum(tasks: Sequence[Entry], items: Sequence[Entry], kind: str) -> Iterator[Result]:
    yield compared(*tasks, *items)
    difference = abs(EXACT.subtract(total(tasks), total(items)))
    if difference > tolerance([*tasks[1:], *items], tasks[0]):
        yield finding("R220 和基本支出表", *tasks[:MOST], *items[:3], kind=kind, own=total(tasks), other=total(items))


def _compare_whole(case: Case, tasks: Sequence[Task]) -> Iterator[Result]:
    """Compare all tasks with all expenditure, with or without 结转下年, and their grants with all grants."""
    wholes = first_print(case, "支出总表 支出[性质=本年支出]"), first_print(case, "收支总表 支出")
    yield from _sums([(task.amount, task.total) for task in tasks], "任务金额", wholes)
    granted = [first_print(case, f"财政拨款收支总表 支出[{of}资金=财政拨款]") for of in ("", "性质=本年支出 ")]
    yield from _sums([(task.granted, task.total) for task in tasks], "财政资金", granted)


def _sums(tasks: Sequence[tuple[Entry | None, bool]], words: str, printed: Sequence[Entry | None]) -> Iterator[Result]:
    """Compare the first 合计, else the sum of the tasks, with the printed amounts: one of these has to fit.

    Args:
        tasks: the amount of each task, and whether it is a 合计.
    """
    row = next((amount for amount, is_total in tasks if is_total), None)
    parts = [amount for amount, is_total in tasks if amount and not is_total]
    own, wholes = [row] if row else parts, [entry for entry in printed if entry]
    if not wholes or not own:
        return
    yield compared(*own, *wholes)
    if not any(not contradict(row, whole) if row else _fits(whole, parts) for whole in wholes):
        amount = row.number if row else parts[0].shown(total(parts))
        yield finding("R220 合计", *own[:MOST], wholes[0], words=words, amount=amount, whole=wholes[0])


def _namesakes(case: Case, tasks: Sequence[Task]) -> Iterator[Result]:
    """Compare tasks with the projects of the same name."""
    listed = by_member(case, "项目", TableKind.PROJECTS, "支出[项目=*]")
    known = {_stem(project): entry for project, entry in listed.items()}
    for form in case.reading.forms:
        named = [(form.project, form.entry("预算数"))] if form.project else []
        named += [(r.text("项目名称"), r.entry("预算数")) for r in form.records("项目名称", "预算数")]
        for project, amount in named:
            if amount:
                known.setdefault(_stem(project), amount)
    for task in tasks:
        other = known.get(_stem(task.about))
        if other and not task.total:
            yield from agree(task.amount, other, task.amount, "R220 同名", about=task.about, table=other.place.part)


def _stem(name: str) -> str:
    return compiled(r"(?:工作)?(?:经费|项目|资金)$").sub("", _squeezed(name))
