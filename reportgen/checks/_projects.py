"""Projects as tables print them (项目): rows of the 项目支出表, 绩效目标表, tasks of the 整体绩效目标表."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Place, Record

_TAIL = re.compile(r"(?:预算|安排|项目|支出|经费|资金|为|共|[”“])+$")


@dataclass(frozen=True, slots=True)
class Project:
    """A project, or a task of the whole department that is one: its name, its amount where the table says it.

    `count`: for how many projects the budget file says that it stands (个数).
    """

    name: str
    entry: Entry | None
    place: Place
    count: int = 1


def of_budget(case: Case) -> list[Project]:
    """The projects of the 项目支出表, each once."""
    found: dict[str, Project] = {}
    for sheet in case.reading.of(TableKind.PROJECTS):
        for entry in sheet.entries:
            if entry.name and (name := entry.name.member("项目")) and len(entry.name.conditions) == 1:
                count = case.budget.project_count(name) if case.budget else 1
                found.setdefault(name, Project(name, entry, entry.place, count))
    return list(found.values())


def with_targets(case: Case) -> list[Project]:
    """The projects that have a 绩效目标表 of their own, each once."""
    found: dict[str, Project] = {}
    for form in case.reading.forms:
        if form.kind == TableKind.PROJECT_TARGETS and form.project:
            found.setdefault(form.project, Project(form.project, form.entry("预算数"), form.fields["项目名称"].place))
    return list(found.values())


def tasks(case: Case) -> list[Project]:
    """The tasks of the 整体绩效目标表 that are projects: not what keeps the offices running."""
    forms = [form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS]
    return [task for form in forms for record in form.records("任务名称", "预算数") for task in _task(record)]


def _task(record: Record) -> Iterator[Project]:
    words, entry = f"{record.text('任务名称')} {record.text('主要内容')}", record.entry("预算数")
    if entry and not record.total and not spoken().within("不是项目", words):
        yield Project(record.text("任务名称"), entry, record.items["任务名称"].place)


def plain_name(words: str) -> str:
    """The name without what may follow it in a sentence: 日常业务 of 日常业务经费项目."""
    return _TAIL.sub("", words) or words
