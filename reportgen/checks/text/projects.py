"""说明和表：项目和绩效"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from reportgen.checks._case import Case, Compared, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import apart, difference_of, shown, total
from reportgen.checks._rules import BUDGET, TARGETS, speaks_of
from reportgen.checks._texts import likeness
from reportgen.checks.performance._projects import Project, of_budget, plain_name, tasks, with_targets
from reportgen.checks.text._stated import MEND, StatedCount, called, counts
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Form, FormItem, Mention
from reportgen.reading.entries import NUMBER, number
from reportgen.reading.terms import bare

# Headings about a project, not its name.
_NO_PROJECT = re.compile(r"(?:概述|概况|依据|主体|方案|周期|安排|目标|情况|内容|计划|预算|说明)$")
_PERFORMANCE = re.compile(r"绩效")
_GOAL = re.compile(r"^\s*(?:绩效目标|绩效指标|目标)[：:]")
_PUBLISHED = re.compile(r"^(?:个)?(?:预算)?项目(?:的)?绩效目标(?:表)?(?:随|公开|$|，|。)|^个?项目的绩效目标")
_OF_PROJECTS = re.compile(r"项目(?:共|共计|总数|数)?(?:为)?$")
_ABOVE = re.compile(
    r"(?P<least>[0-9.]{1,9})万元(?:及(?P<again>[0-9.]{1,9})万元)?(?:（含）)?以上(?:的)?(?:预算)?项目(?:共|共计)?$"
)
_COST = re.compile(r"[≤≥=＝<＜不超过小于等控制在以内约年度预算金额为]*")
_EACH = re.compile(r"人均|每|单价|标准|单位|/|平均|户均")
_AS_IN_TABLES = "名称照表改，一字不差"


def R313(case: Case) -> Iterator[Result]:
    """Projects are called as in the tables, and cost as much, if no name was read for an amount."""
    known = {project.name: project for project in (*with_targets(case), *of_budget(case))}
    headings = dict(_headings(case, known)) if known else {}
    yield from headings.values()
    candidates = [project for project in (*known.values(), *tasks(case)) if project.entry]
    for mention in case.reading.mentions:
        if mention.amount and _is_unknown(mention.amount, known) and bare(called(case, mention)) not in headings:
            yield from _unnamed(case, mention, mention.amount, candidates, known)


def _is_unknown(amount: Entry, known: dict[str, Project]) -> bool:
    """Whether it has no name, or that of a project which tables call otherwise."""
    if not amount.name:
        return not amount.carried
    project = amount.name.member("项目") if amount.carried else ""
    return bool(project and known) and project not in known


def _headings(case: Case, known: dict[str, Project]) -> Iterator[tuple[str, Result]]:
    """The headings below 重点项目, each with what is found of it: they are names of projects."""
    done: set[str] = set()
    for passage in case.reading.passages:
        above = next((i for i, heading in enumerate(passage.headings) if "重点项目" in heading), None)
        below = passage.headings[above + 1 :] if above is not None else ()
        name = bare(below[0]) if below else ""
        if not name or name in done:
            continue
        done.add(name)
        nearest = max(known, key=lambda one: likeness(name, one))
        if name not in known and 3 * likeness(name, nearest) > 1 and not _NO_PROJECT.search(name):
            place = passage.place(0, min(len(passage.text), len("项目名称")))
            message = f"项目名称“{name}”与“{nearest}”不一致"
            yield name, Finding(message, (place, known[nearest].place), Severity.WARNING, _AS_IN_TABLES)
        else:
            yield name, Compared()


def _unnamed(
    case: Case, mention: Mention, amount: Entry, candidates: Sequence[Project], known: dict[str, Project]
) -> Iterator[Result]:
    """An amount without a name belongs to a project of its words, or of its amount and nearly its words."""
    words = plain_name(called(case, mention))
    own = next((p for p in candidates if plain_name(p.name) == words), None)
    if own and own.entry:
        yield compared(amount, own.entry)
        if apart(amount, own.entry) and not _is_of_several(amount, own, candidates):
            message = "说明中项目“{name}”{a}与《{table}》{b}不一致，差{d}"
            text = message.format(name=words, table=own.place.part, **difference_of(amount, own.entry))
            yield Finding(text, (amount.place, own.entry.place), hint=MEND)
        return
    same = [p for p in known.values() if p.entry and not apart(amount, p.entry) and amount.number.value]
    near = [p for p in same if 3 * likeness(words, p.name) > 1 or "项目" in mention.subject]
    if len(near) == 1:
        yield compared(amount, near[0].entry)
        message = f"项目名称“{called(case, mention)}”与“{near[0].name}”不一致，金额都是{amount.number}"
        yield Finding(message, (amount.place, near[0].place), Severity.WARNING, _AS_IN_TABLES)


def _is_of_several(amount: Entry, own: Project, candidates: Sequence[Project]) -> bool:
    """Whether it is the amount of the project and of one or two others together."""
    others = [p.entry for p in candidates if p.entry and p is not own][:20]
    return any(
        own.entry and total([own.entry, *some]) == amount.exact for n in (1, 2) for some in combinations(others, n)
    )


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
        about = f"{' '.join(count.headings)}{count.text}"
        if _PERFORMANCE.search(about) and not _GOAL.match(count.text):
            yield from _counted(case, count, budgeted, targeted, whole)
    for form in case.reading.forms:
        yield from _costs(case, form)


def _counted(
    case: Case, count: StatedCount, budgeted: list[Project], targeted: list[Project], whole: list[Project]
) -> Iterator[Result]:
    """Compare a count of projects with the table that it speaks of."""
    if above := _ABOVE.search(count.before):
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


def _as_many(count: StatedCount, projects: Sequence[Project], what: str) -> Iterator[Result]:
    yield compared(count.entry)
    listed = sum(project.count for project in projects)
    if count.entry.exact != listed:
        message = f"说明写项目{count}，{what}有{listed}个"
        others = tuple(project.place for project in projects[:1])
        yield Finding(message, (count.entry.place, *others), Severity.WARNING, "照表重新数一遍")


def _large(case: Case, count: StatedCount, least: str, projects: Sequence[Project]) -> Iterator[Result]:
    """Compare the projects of a bound and more, and what they cost together, stated right behind their number."""
    bound = number(least, "万元")
    if not projects or not bound:
        return
    large = [p for p in projects if p.entry and p.entry.exact >= bound.exact]
    yield from _as_many(count, large, f"表里{least}万元以上的项目")
    mentioned = (m.amount for m in case.reading.mentions if m.amount and m.amount.place.line == count.text)
    amount = next((entry for entry in mentioned if entry.place.start > count.entry.place.start), None)
    costs = [p.entry for p in large if p.entry]
    if amount and costs and not amount.name and not amount.carried:
        yield compared(amount, *costs)
        if total(costs) != amount.exact:
            message = f"说明写{least}万元以上的项目{amount.number}，表里这些项目之和{shown(total(costs), amount)}"
            yield Finding(message, (amount.place, *(entry.place for entry in costs)), Severity.WARNING, MEND)


def _costs(case: Case, form: Form) -> Iterator[Result]:
    """成本指标 in money: of a project its budget, of the whole department an amount that stands elsewhere."""
    records = [
        r for r in form.records("二级指标", "指标值") if "成本" in r.text("二级指标") and not _EACH.search(r.name)
    ]
    costs = [cost for record in records if (cost := _money(record.items["指标值"]))]
    budget = form.entry("预算数")
    if form.kind == TableKind.PROJECT_TARGETS and budget and len(costs) == 1:
        yield compared(costs[0], budget)
        if apart(costs[0], budget):
            message = "成本指标写{a}，项目预算数是{b}，差{d}".format(**difference_of(costs[0], budget))
            yield Finding(message, (costs[0].place, budget.place), Severity.WARNING, "成本指标照项目预算数改")
    elif form.kind == TableKind.OVERALL_TARGETS:
        for cost in costs:
            yield from _printed_elsewhere(case, form, cost)


def _money(item: FormItem) -> Entry | None:
    """The amount of money that an indicator is, `≤218.86万元`, or None."""
    found = NUMBER.search(item.text)
    if not found or not _COST.fullmatch(item.text[: found.start()]):
        return None
    amount = number(found[0], item.text[found.end() :].strip())
    if not amount or not amount.is_money:
        return None
    return Entry(None, amount, item.place.marking(item.place.start + found.start(), len(found[0])), None)


def _printed_elsewhere(case: Case, form: Form, cost: Entry) -> Iterator[Result]:
    mentioned = (mention.amount for mention in case.reading.mentions)
    others = (*mentioned, *case.reading.in_tables, *form.entries)
    yield compared(cost)
    if all(apart(cost, entry) for entry in others if entry and entry.number.is_money):
        message = f"整体绩效目标表的成本指标写{cost.number}，文件别处没有同样的数"
        yield Finding(message, (cost.place,), Severity.WARNING, "对照支出总表，成本指标照预算数改")
