"""说明和表：项目"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from reportgen.checks._case import Case, Compared, Finding, Result, compared
from reportgen.checks._comparing import apart, total
from reportgen.checks.performance._projects import Project, of_budget, plain_name, tasks, with_targets
from reportgen.checks.text._names import likeness
from reportgen.checks.text._rows import MEND
from reportgen.checks.text._stated import amounts, called
from reportgen.diagnostics import Severity
from reportgen.reading import Entry, Mention
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
