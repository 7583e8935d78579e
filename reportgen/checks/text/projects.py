"""说明和表：项目和绩效"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from reportgen.checks._case import Case, Compared, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import apart, shown, total
from reportgen.checks._rules import BUDGET, TARGETS, speaks_of
from reportgen.checks._texts import likeness
from reportgen.checks.performance._projects import Project, of_budget, plain_name, tasks, with_targets
from reportgen.checks.text._counts import SaidCount, counts
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import amounts, called
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Form, FormItem, Mention
from reportgen.reading.entries import NUMBER, number
from reportgen.reading.terms import bare

# Headings about a project, not its name.
_NO_PROJECT = re.compile(r"(?:概述|概况|依据|主体|方案|周期|安排|目标|情况|内容|计划|预算|说明)$")


def R313(case: Case) -> Iterator[Result]:
    """Projects are called as in the tables, and cost as much, where no name was read for an amount."""
    known = {project.name: project for project in (*with_targets(case), *of_budget(case))}
    headings = list(_key_projects(case, known)) if known else []
    yield from (result for _, result in headings)
    candidates = [project for project in (*known.values(), *tasks(case)) if project.entry]
    for mention in case.reading.mentions:
        headed = bare(called(case, mention)) in dict(headings)
        if mention.amount and _is_unknown(mention.amount, known) and not headed:
            yield from _unnamed(case, mention, mention.amount, candidates, known)


def _is_unknown(amount: Entry, known: dict[str, Project]) -> bool:
    """Whether it has no name, or that of a project which the tables call otherwise."""
    if not amount.name:
        return not amount.carried
    project = amount.name.member("项目") if amount.carried else ""
    return bool(project and known) and project not in known


def _key_projects(case: Case, known: dict[str, Project]) -> Iterator[tuple[str, Result]]:
    """The headings below 重点项目 are names of projects; each with what is found of it."""
    found: dict[str, Finding | Compared] = {}
    for passage in case.reading.passages:
        above = next((i for i, heading in enumerate(passage.headings) if "重点项目" in heading), None)
        below = passage.headings[above + 1 :] if above is not None else ()
        name = bare(below[0]) if below else ""
        if name and name not in found:
            found[name] = Compared()
            nearest = max(known, key=lambda one: likeness(name, one))
            if name not in known and 3 * likeness(name, nearest) > 1 and not _NO_PROJECT.search(name):
                message = f"项目名称“{name}”与“{nearest}”不一致"
                place = passage.place(0, min(len(passage.text), len("项目名称")))
                found[name] = Finding(message, (place, known[nearest].place), Severity.WARNING, "名称照表改，一字不差")
    yield from found.items()


def _unnamed(
    case: Case, mention: Mention, amount: Entry, candidates: Sequence[Project], known: dict[str, Project]
) -> Iterator[Result]:
    """An amount that no name was read for: of a project by its name, or by amount and a name that comes near."""
    said = plain_name(called(case, mention))
    own = next((p for p in candidates if plain_name(p.name) == said), None)
    if own and own.entry:
        yield compared(amount, own.entry)
        if apart(amount, own.entry) and not _together(amount, own, candidates):
            message = "说明中项目“{name}”{a}与《{table}》{b}不一致，差{d}"
            text = message.format(name=said, table=own.place.part, **amounts(amount, own.entry))
            yield Finding(text, (amount.place, own.entry.place), hint=MEND)
        return
    same = [p for p in known.values() if p.entry and not apart(amount, p.entry) and amount.number.value]
    near = [p for p in same if 3 * likeness(said, p.name) > 1 or "项目" in mention.subject]
    if len(near) == 1:
        yield compared(amount, near[0].entry)
        message = f"项目名称“{called(case, mention)}”与“{near[0].name}”不一致，金额都是{amount.number}"
        yield Finding(message, (amount.place, near[0].place), Severity.WARNING, "名称照表改，一字不差")


def _together(amount: Entry, own: Project, candidates: Sequence[Project]) -> bool:
    """Whether it is the project's amount and that of one or two others, which are stated as one."""
    others = [p.entry for p in candidates if p.entry and p is not own]
    sets = (some for n in (1, 2) for some in combinations(others[:20], n))
    return any(own.entry and total([own.entry, *some]) == amount.exact for some in sets)


_PERFORMANCE = re.compile(r"绩效")
_GOAL = re.compile(r"^\s*(?:绩效目标|绩效指标|目标)[：:]")
_PUBLISHED = re.compile(r"^(?:个)?(?:预算)?项目(?:的)?绩效目标(?:表)?(?:随|公开|$|，|。)|^个?项目的绩效目标")
_OF_PROJECTS = re.compile(r"项目(?:共|共计|总数|数)?(?:为)?$")
_ABOVE = re.compile(
    r"(?P<least>[0-9.]{1,9})万元(?:及(?P<again>[0-9.]{1,9})万元)?(?:（含）)?以上(?:的)?(?:预算)?项目(?:共|共计)?$"
)
_COST = re.compile(r"[≤≥=＝<＜不超过小于等控制在以内约年度预算金额为]*")
_EACH = re.compile(r"人均|每|单价|标准|单位|/|平均|户均")


@speaks_of(BUDGET, TARGETS)
def R312(case: Case) -> Iterator[Result]:
    """说明·绩效

    说明里写的项目个数要和《项目支出表》的项目数（写了“个数”的照写的算）、绩效目标表的张数一样；写“100万元以上项目几个、多少万元”的，也照表核对。
    绩效目标表里成本指标写的金额要等于这个项目的预算数，整体绩效目标表里的要在文件里有同样的数。

    怎样改：照表重新数一遍；成本指标照预算数改。
    依据：财预〔2016〕143号，公开绩效目标的项目和表要对应；公开文件中常见的错误。
    例：说明写“5个项目的绩效目标随本预算公开”，后面只有4张项目绩效目标表。
    """
    yield from or_unknown(_numbers(case), "说明里没有写项目的个数，或没有项目支出表、绩效目标表")


def _numbers(case: Case) -> Iterator[Result]:
    budgeted, targeted, whole = of_budget(case), with_targets(case), tasks(case)
    for count in counts(case, "个", "项"):
        yield from _counted(case, count, budgeted, targeted, whole)
    for form in case.reading.forms:
        yield from _costs(case, form)


def _counted(
    case: Case, count: SaidCount, budgeted: list[Project], targeted: list[Project], whole: list[Project]
) -> Iterator[Result]:
    about = f"{' '.join(count.headings)}{count.text}"
    if not _PERFORMANCE.search(about) or _GOAL.match(count.text):
        return
    above = _ABOVE.search(count.before)
    if above:
        if above["again"] not in (None, above["least"]):
            message = f"起点前后写得不一样：{above['least']}万元、{above['again']}万元"
            yield Finding(message, (count.entry.place,), Severity.WARNING, "照规定的起点改")
        yield from _large(case, count, above["least"], budgeted or whole)
    elif _PUBLISHED.match(count.after) and (targeted or whole):
        yield from _as_many(count, targeted or whole, "项目绩效目标表" if targeted else "整体绩效目标表的项目任务")
    elif _OF_PROJECTS.search(count.words) and (budgeted or whole):
        what = "《项目支出表》的项目" if budgeted else "整体绩效目标表的项目任务"
        yield from _as_many(count, budgeted or whole, what)
    elif _OF_PROJECTS.search(count.words) and targeted:
        yield compared(count.entry)
        if count.entry.exact < len(targeted):
            message = f"说明写项目{count}，有绩效目标表的项目有{len(targeted)}个"
            yield Finding(message, (count.entry.place, targeted[0].place), Severity.WARNING, "照表重新数一遍")


def _as_many(count: SaidCount, projects: Sequence[Project], what: str) -> Iterator[Result]:
    yield compared(count.entry)
    listed = sum(project.count for project in projects)
    if count.entry.exact != listed:
        message = f"说明写项目{count}，{what}有{listed}个"
        others = tuple(project.place for project in projects[:1])
        yield Finding(message, (count.entry.place, *others), Severity.WARNING, "照表重新数一遍")


def _large(case: Case, count: SaidCount, least: str, projects: Sequence[Project]) -> Iterator[Result]:
    """Projects of a bound and more, and what they cost together, which is told right behind."""
    bound = number(least, "万元")
    large = [p.entry for p in projects if p.entry and bound and p.entry.exact >= bound.exact]
    if not projects or not bound:
        return
    yield from _as_many(count, [p for p in projects if p.entry in large], f"表里{least}万元以上的项目")
    start = count.entry.place.start
    told = (m.amount for m in case.reading.mentions if m.amount and m.amount.place.line == count.text)
    amount = next((entry for entry in told if entry.place.start > start), None)
    if amount and large and not amount.name and not amount.carried:
        yield compared(amount, *large)
        if total(large) != amount.exact:
            message = f"说明写{least}万元以上的项目{amount.number}，表里这些项目之和{shown(total(large), amount)}"
            yield Finding(message, (amount.place, *(entry.place for entry in large)), Severity.WARNING, MEND)


def _costs(case: Case, form: Form) -> Iterator[Result]:
    """成本指标 in money: of a project its budget, of the whole department an amount that stands elsewhere."""
    records = [r for r in form.records("二级指标", "指标值") if "成本" in r.text("二级指标")]
    costs = [(r, e) for r in records if (e := _money(r.items["指标值"])) and not _EACH.search(r.name)]
    budget = form.entry("预算数")
    if form.kind == TableKind.PROJECT_TARGETS and budget and len(costs) == 1:
        cost = costs[0][1]
        yield compared(cost, budget)
        if apart(cost, budget):
            message = "成本指标写{a}，项目预算数是{b}，差{d}".format(**amounts(cost, budget))
            yield Finding(message, (cost.place, budget.place), Severity.WARNING, "成本指标照项目预算数改")
    elif form.kind == TableKind.OVERALL_TARGETS:
        for _, cost in costs:
            yield from _printed_elsewhere(case, form, cost)


def _money(item: FormItem) -> Entry | None:
    """The amount of money that an indicator is, `≤218.86万元`, or None."""
    found = NUMBER.search(item.text)
    unit = item.text[found.end() :].strip() if found else ""
    said = number(found[0], unit) if found and _COST.fullmatch(item.text[: found.start()]) else None
    if not found or not said or not said.is_money:
        return None
    return Entry(None, said, item.place.marking(item.place.start + found.start(), len(found[0])), None)


def _printed_elsewhere(case: Case, form: Form, cost: Entry) -> Iterator[Result]:
    told = (mention.amount for mention in case.reading.mentions)
    others = [entry for entry in (*told, *case.reading.in_tables, *form.entries) if entry and entry.number.is_money]
    yield compared(cost)
    if all(apart(cost, entry) for entry in others):
        message = f"整体绩效目标表的成本指标写{cost.number}，文件别处没有同样的数"
        yield Finding(message, (cost.place,), Severity.WARNING, "对照支出总表，成本指标照预算数改")
