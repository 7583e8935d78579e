"""绩效目标表里的金额

Rules on performance targets (绩效). Here: amounts; in the modules beside: indicators, ranges, tables.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.budget import is_marked
from reportgen.checks._case import Case
from reportgen.checks._comparing import missed, total
from reportgen.checks._results import Result, compared, firsts, grouped
from reportgen.checks._says import MOST, finding, finding_if
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Form, Place
from reportgen.reading.bands import Band, Record
from reportgen.records import dataclass

_HUNDRED = Decimal(100)
_PARTS = {"单位", "功能", "项目"}
_SOURCES = ("财政资金", "其他资金", "上年结转", "上年结转资金", "单位资金", "自筹资金")
# The larger number, the smaller one, and the message if they are not.
_ORDERED = (
    ("项目总预算", "预算数", "R125 总预算"),
    ("同名项目上年预算额", "同名项目上年预算执行数", "R125 上年预算额"),
)


def R125(case: Case) -> Iterator[Result]:
    """绩效表资金

    项目绩效目标表的预算数等于财政资金加其他资金（有上年结转的也加上）；分了子项目的，等于各子项目预算之和；
    项目总预算不小于当年预算（只大一点点的给一个提示），上年执行数通常不超过上年预算。

    怎样改：对照项目支出表，改预算数或写错的一项资金。
    依据：预算法第三十二条，绩效目标管理；公开文件中常见的错误。
    例：“送戏下乡”预算数32.23万元，财政资金30.23万元，其他资金0.00万元，差2.00万元。
    """
    return (result for form in project_forms(case) for result in _of_project(case, form))


def project_forms(case: Case) -> list[Form]:
    """Return the 绩效目标表 of projects, without those of a draft whose project waits for a name (待填)."""
    own = (form for form in case.reading.forms if form.kind == TableKind.PROJECT_TARGETS)
    return [form for form in own if not is_marked(form.project)]


def _of_project(case: Case, form: Form) -> Iterator[Result]:
    whole = form.entry("预算数")
    sources = [entry for label in _SOURCES if (entry := form.entry(label))]
    if whole and (sources or any(label in form.fields for label in _SOURCES)):
        yield from _sum(case, form, whole, sources, "R125 资金之和")
    parts = [entry for record in form.records("子项目名称") if not record.total and (entry := record.entry("预算数"))]
    if whole and parts:
        yield from _sum(case, form, whole, parts, "R125 子项目之和")
    for larger, smaller, what in _ORDERED:
        more, less = form.entry(larger), form.entry(smaller)
        if more and less:
            yield from finding_if(more.exact < less.exact, what, more, less, project=form.project)
            near = (
                larger == "项目总预算"
                and less.exact < more.exact < spoken().limits("量级")["项目总预算"][0] * less.exact
            )
            yield from finding_if(near, "R125 差一点", more, less, project=form.project)


def R126(case: Case) -> Iterator[Result]:
    """资金支出计划

    资金支出计划写的是到每一期末累计支出的百分比，后一期不能小于前一期，年底应当是100%；分期列示的
    （第一季度、第二季度……），各期之和是100%。

    怎样改：按累计数重新填，最后一期填100%。
    依据：预算绩效目标申报表的填报要求；公开文件中常见的错误。
    例：3月底20%、6月底50%、10月底85%、12月底98%：到年底只安排了98%。
    """
    plans = ((form, band) for form in case.reading.forms for band in form.bands if band.is_plan)
    return (result for form, band in plans for record in band.records for result in _planned(form, band, record))


def _planned(form: Form, band: Band, record: Record) -> Iterator[Result]:
    """Compare a plan with 100%: shares that rise to it, or shares of single periods that add up to it."""
    planned = [(head, entry) for head in band.heads if (entry := record.entry(head))]
    if not planned:
        return
    entries = [entry for _, entry in planned]
    yield compared(*entries)
    shares = [entry.number.value for entry in entries]
    rising, at_end = shares == sorted(shares), record.entry(band.heads[-1])
    by_period = not any(head.endswith(("底", "末")) for head in band.heads) and sum(shares) == _HUNDRED
    if by_period or (rising and at_end and at_end.number.value == _HUNDRED):
        return
    about = f"项目“{form.project}”" if form.project else f"《{form.name}》"
    plan = "、".join(f"{head}{entry.number}" for head, entry in planned)
    first = entries[-1] if rising else next(b for a, b in pairwise(entries) if a.exact > b.exact)
    order = (first, *(entry for entry in entries if entry is not first))
    yield finding("R126 没有达到" if rising else "R126 倒挂", *order[:MOST], about=about, plan=plan)


def R127(case: Case) -> Iterator[Result]:
    """整体绩效表合计

    整体支出绩效目标表里，金额合计等于各项任务之和，每项任务的总额等于财政资金加其他资金。

    怎样改：把各项任务加一遍，改合计或写错的一项。
    依据：预算法第三十二条，绩效目标管理；公开文件中常见的错误。
    例：金额合计1,205.30万元，各项任务之和1,198.90万元，差6.40万元：漏了“经营活动”。
    """
    forms = (form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS)
    return (result for form in forms for result in _of_department(case, form))


def _of_department(case: Case, form: Form) -> Iterator[Result]:
    """Compare each task with the sum of its sources, and each 合计 with the sum of the tasks."""
    records = list(form.records("任务名称", "预算数"))
    for record in records:
        whole, parts = record.entry("预算数"), [entry for label in _SOURCES if (entry := record.entry(label))]
        if whole and parts:
            yield from _sum(case, form, whole, parts, "R127 任务", record.name)
    for record, head in ((record, head) for record in records if record.total for head in ("预算数", *_SOURCES)):
        if whole := record.entry(head):
            parts = [entry for task in records if not task.total and (entry := task.entry(head))]
            yield from _sum(case, form, whole, parts, "R127 合计")


def _sum(case: Case, form: Form, whole: Entry, parts: Sequence[Entry], what: str, task: str = "") -> Iterator[Result]:
    yield compared(whole, *parts)
    if difference := abs(EXACT.subtract(whole.exact, total(parts))):
        yield from missed(case, whole.place, whole, parts, difference, what, form.notes, form=form, task=task)


_NUMBERED = compiled(r"任务[0-9０-９一二三四五六七八九十]*")
_TAIL = compiled(r"(?:预算|安排|项目|支出|经费|资金|为|共|[”“]){1,20}$")


@dataclass(frozen=True, slots=True)
class Project:
    """A project, or a task of the whole department that is a project.

    Attributes:
        entry: its amount, if the table prints one.
        count: the number of projects that it stands for, by the budget file (个数).
        rows: the number of rows that it has: one for each unit that has a project of this name.
    """

    name: str
    entry: Entry | None
    place: Place
    count: int = 1
    rows: int = 1


def of_budget(case: Case) -> list[Project]:
    """Return the projects of 项目支出表, each once; of those that several units have the amount is left open."""
    entries = ((e.name, e) for sheet in case.reading.of(TableKind.PROJECTS) for e in sheet.entries if e.name)
    own = ((n, e) for n, e in entries if n.member("项目") and not ({d for d, _ in n.conditions} - _PARTS))
    found = {project: firsts(rows) for project, rows in grouped((n.member("项目"), (n, e)) for n, e in own).items()}
    counted = case.budget.project_count if case.budget else lambda _: 1
    return [_project(project, [*rows.values()], counted(project)) for project, rows in found.items()]


def _project(name: str, rows: Sequence[Entry], count: int) -> Project:
    """Return a project with the row of its own, else with those of its units."""
    whole = [entry for entry in rows if entry.name and len(entry.name.conditions) == 1] or rows
    return Project(name, whole[0] if len(whole) == 1 else None, whole[0].place, count, len(whole))


def with_targets(case: Case) -> list[Project]:
    """Return the projects that have a 绩效目标表 of their own, each once."""
    forms = (form for form in project_forms(case) if form.project)
    own = (Project(form.project, form.entry("预算数"), form.fields["项目名称"].place) for form in forms)
    return list(firsts((project.name, project) for project in own).values())


def tasks(case: Case) -> list[Project]:
    """Return the tasks of 整体支出绩效目标表 that are projects, without those for running the offices."""
    amounts = [(record, entry) for record in _records(case.reading.forms) if (entry := record.entry("预算数"))]
    return [
        Project(record.text("任务名称"), entry, record.items["任务名称"].place)
        for record, entry in amounts
        if not record.total and _is_project(record, entry)
    ]


def _is_project(record: Record, entry: Entry) -> bool:
    """Whether a task is a project: the name of its money says so, else its words."""
    name = entry.name if entry.carried else None
    if name and (name.member("项目") or name.member("性质")):
        return bool(name.member("项目")) or name.member("性质") == "项目支出"
    return not spoken().within("不是项目", f"{record.text('任务名称')} {record.text('主要内容')}")


def plain_name(words: str) -> str:
    """Return a project's name without what may follow it in a sentence: 日常业务 of 日常业务经费项目."""
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
        """What the task is spent on, by the name of its amount, else by its words: 基本支出, 项目支出 …"""
        name = self.amount.name if self.amount.carried else None
        if name and (name.member("项目") or name.member("性质") in spoken().places["任务"]):
            return "项目支出" if name.member("项目") else name.member("经费") or name.member("性质")
        return spoken().within("任务", self.about) or "项目支出"


def tasks_of(forms: Iterable[Form]) -> list[Task]:
    """Return every task with an amount."""
    records = [record for record in _records(forms) if record.entry("预算数")]
    amounts, granted = _column(records, "预算数"), _column(records, "财政资金")
    return [Task(_about(r), amounts[i], granted.get(i), r.total) for i, r in enumerate(records)]


def _records(forms: Iterable[Form]) -> Iterator[Record]:
    for form in forms:
        if form.kind == TableKind.OVERALL_TARGETS:
            yield from form.records("任务名称", "预算数")


def _column(records: Sequence[Record], head: str) -> dict[int, Entry]:
    """Return the numbers below a head, by the index of their record."""
    found = {i: entry for i, record in enumerate(records) if (entry := record.entry(head))}
    return dict(zip(found, evened(list(found.values())), strict=True))


def evened(entries: Sequence[Entry]) -> list[Entry]:
    """Return the numbers with the decimals of the finest of their unit: in `8 | 2.6 | 9`, 8 stands for 8.0."""
    most = {e.number.unit: max(o.number.places for o in entries if o.number.unit == e.number.unit) for e in entries}
    return [e._replace(number=e.number.other(places=most[e.number.unit])) for e in entries]


def _about(record: Record) -> str:
    name = record.text("任务名称")
    return record.text("主要内容") if _NUMBERED.fullmatch(name.strip()) else name
