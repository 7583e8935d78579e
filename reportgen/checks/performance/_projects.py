"""Projects and tasks, as 项目支出表, 项目支出绩效目标表 and 整体支出绩效目标表 print them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.checks._case import Case, firsts
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Form, Place
from reportgen.reading.bands import Record

_NUMBERED = re.compile(r"任务[0-9０-９一二三四五六七八九十]*")
_TAIL = re.compile(r"(?:预算|安排|项目|支出|经费|资金|为|共|[”“]){1,20}$")


@dataclass(frozen=True, slots=True)
class Project:
    """A project, or a task of the whole department that is one.

    Attributes:
        entry: its amount, if the table says it.
        count: the number of projects that it stands for, as the budget file says (个数).
    """

    name: str
    entry: Entry | None
    place: Place
    count: int = 1


def of_budget(case: Case) -> list[Project]:
    """The projects of 项目支出表, each once."""
    entries = ((e.name, e) for sheet in case.reading.of(TableKind.PROJECTS) for e in sheet.entries if e.name)
    found = firsts((n.member("项目"), e) for n, e in entries if n.member("项目") and len(n.conditions) == 1)
    counted = case.budget.project_count if case.budget else lambda _: 1
    return [Project(name, entry, entry.place, counted(name)) for name, entry in found.items()]


def with_targets(case: Case) -> list[Project]:
    """The projects that have a 绩效目标表 of their own, each once."""
    forms = (form for form in case.reading.forms if form.kind == TableKind.PROJECT_TARGETS and form.project)
    own = (Project(form.project, form.entry("预算数"), form.fields["项目名称"].place) for form in forms)
    return list(firsts((project.name, project) for project in own).values())


def tasks(case: Case) -> list[Project]:
    """The tasks of 整体支出绩效目标表 that are projects: not what keeps the offices running."""
    amounts = [(record, entry) for record in _records(case.reading.forms) if (entry := record.entry("预算数"))]
    return [
        Project(record.text("任务名称"), entry, record.items["任务名称"].place)
        for record, entry in amounts
        if not record.total and not spoken().within("不是项目", f"{record.text('任务名称')} {record.text('主要内容')}")
    ]


def plain_name(words: str) -> str:
    """The name without what may follow it in a sentence: 日常业务 of 日常业务经费项目."""
    return _TAIL.sub("", words) or words


@dataclass(frozen=True, slots=True)
class Task:
    """A task of 整体支出绩效目标表 (任务).

    Attributes:
        granted: its 财政资金, if the form has a column for it.
        total: whether it is the row 合计.
    """

    about: str
    amount: Entry
    granted: Entry | None
    total: bool

    @property
    def kind(self) -> str:
        """What it is spent on, as its words say: 基本支出, 项目支出 …"""
        return spoken().within("任务", self.about) or "项目支出"


def tasks_of(forms: Iterable[Form]) -> list[Task]:
    """Every task with an amount."""
    records = [record for record in _records(forms) if record.entry("预算数")]
    amounts, granted = _column(records, "预算数"), _column(records, "财政资金")
    return [Task(_about(r), amounts[i], granted.get(i), r.total) for i, r in enumerate(records)]


def _records(forms: Iterable[Form]) -> Iterator[Record]:
    for form in forms:
        if form.kind == TableKind.OVERALL_TARGETS:
            yield from form.records("任务名称", "预算数")


def _column(records: Sequence[Record], head: str) -> dict[int, Entry]:
    """The numbers below a head, by the record's index."""
    found = {i: entry for i, record in enumerate(records) if (entry := record.entry(head))}
    return dict(zip(found, evened(list(found.values())), strict=True))


def evened(entries: Sequence[Entry]) -> list[Entry]:
    """The numbers with as many decimals as the finest of their unit: in `8 | 2.6 | 9`, 8 stands for 8.0."""
    most = {e.number.unit: max(o.number.places for o in entries if o.number.unit == e.number.unit) for e in entries}
    return [e._replace(number=e.number._replace(places=most[e.number.unit])) for e in entries]


def _about(record: Record) -> str:
    name = record.text("任务名称")
    return record.text("主要内容") if _NUMBERED.fullmatch(name.strip()) else name
