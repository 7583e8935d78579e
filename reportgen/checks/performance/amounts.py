"""绩效目标表里的金额"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown, places
from reportgen.checks._comparing import missed, shown, total
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Band, Entry, Form, Record

_HUNDRED = Decimal(100)
_SOURCES = ("财政资金", "其他资金", "上年结转", "上年结转资金", "单位资金", "自筹资金")


def R125(case: Case) -> Iterator[Result]:
    """绩效表资金

    项目绩效目标表的预算数等于财政资金加其他资金（有上年结转的也加上）；分了子项目的，等于各子项目预算之和；
    项目总预算不小于当年预算，上年执行数通常不超过上年预算。

    怎样改：对照项目支出表，改预算数或写错的一项资金。
    依据：预算法第三十二条，绩效目标管理；公开文件中常见的错误。
    例：“送戏下乡”预算数32.23万元，财政资金30.23万元，其他资金0.00万元，差2.00万元。
    """
    forms = (form for form in case.reading.forms if form.kind == TableKind.PROJECT_TARGETS)
    found = (r for form in forms for r in (*_sources(case, form), *_subprojects(case, form), *_years(form)))
    yield from or_unknown(found, "没有项目绩效目标表，或表里没有预算数和资金来源")


def R126(case: Case) -> Iterator[Result]:
    """资金支出计划

    资金支出计划写的是到每一期末累计支出的百分比，后一期不能小于前一期，年底应当是100%；分期列示的
    （第一季度、第二季度……），各期之和是100%。

    怎样改：按累计数重新填，最后一期填100%。
    依据：预算绩效目标申报表的填报要求；公开文件中常见的错误。
    例：3月底20%、6月底50%、10月底85%、12月底98%：到年底只安排了98%。
    """
    plans = ((form, band) for form in case.reading.forms for band in form.bands if band.is_plan)
    found = (r for form, band in plans for record in band.records for r in _planned(form, band, record))
    yield from or_unknown(found, "绩效目标表里没有资金支出计划，或计划没有填数")


def R127(case: Case) -> Iterator[Result]:
    """整体绩效表合计

    整体支出绩效目标表里，金额合计等于各项任务之和，每项任务的总额等于财政资金加其他资金。

    怎样改：把各项任务加一遍，改合计或写错的一项。
    依据：预算法第三十二条，绩效目标管理；公开文件中常见的错误。
    例：金额合计1,205.30万元，各项任务之和1,198.90万元，差6.40万元：漏了“经营活动”。
    """
    forms = (form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS)
    found = (result for form in forms for result in _tasks(case, form))
    yield from or_unknown(found, "没有整体支出绩效目标表，或表里没有任务和金额")


def _sources(case: Case, form: Form) -> Iterator[Result]:
    whole = form.entry("预算数")
    parts = [entry for label in _SOURCES if (entry := form.entry(label))]
    if whole and (parts or any(label in form.fields for label in _SOURCES)):
        message = f"项目“{form.project}”绩效目标表预算数{{a}}不等于财政资金与其他资金之和{{b}}，差{{d}}"
        yield from _sum(case, form, whole, parts, message, "对照项目支出表，改预算数或写错的一项资金")


def _subprojects(case: Case, form: Form) -> Iterator[Result]:
    whole = form.entry("预算数")
    parts = [entry for record in form.records("子项目名称") if not record.total and (entry := record.entry("预算数"))]
    if whole and parts:
        message = f"项目“{form.project}”绩效目标表预算数{{a}}不等于各子项目预算之和{{b}}，差{{d}}"
        yield from _sum(case, form, whole, parts, message, "把各子项目加一遍，改预算数或写错的一项")


def _years(form: Form) -> Iterator[Result]:
    """What a project costs in all is no less than this year's; what was spent no more than what there was."""
    pairs = (
        (form.entry("项目总预算"), form.entry("预算数"), Severity.ERROR, "项目总预算{a}小于当年预算{b}"),
        (
            form.entry("同名项目上年预算额"),
            form.entry("同名项目上年预算执行数"),
            Severity.WARNING,
            "上年预算额{a}小于上年执行数{b}",
        ),
    )
    for more, less, severity, message in pairs:
        if more and less:
            yield compared(more, less)
            if more.exact < less.exact:
                text = f"项目“{form.project}”绩效目标表{message.format(a=more.number, b=less.number)}"
                yield Finding(text, (more.place, less.place), severity, "核对这两个数有没有填反或写错")


def _planned(form: Form, band: Band, record: Record) -> Iterator[Result]:
    planned = [entry for head in band.heads if (entry := record.entry(head))]
    if not planned:
        return
    yield compared(*planned)
    shares = [entry.number.value for entry in planned]
    rising = shares == sorted(shares)
    at_end = record.entry(band.heads[-1])
    by_period = not any(head.endswith(("底", "末")) for head in band.heads) and sum(shares) == _HUNDRED
    if by_period or (rising and at_end and at_end.number.value == _HUNDRED):
        return
    plan = "、".join(f"{head}{entry.number}" for head in band.heads if (entry := record.entry(head)))
    about = f"项目“{form.project}”" if form.project else f"《{form.name}》"
    message = f"{about}资金支出计划{plan}，{'没有达到100%' if rising else '前后倒挂'}"
    first = planned[-1] if rising else next(b for a, b in pairwise(planned) if a.exact > b.exact)
    order = (first, *(entry for entry in planned if entry is not first))
    yield Finding(message, places(order), hint="按到每一期末的累计数填，最后一期填100%")


def _tasks(case: Case, form: Form) -> Iterator[Result]:
    """Each task is what its sources make; the rows 合计 are what all tasks make."""
    records = list(form.records("任务名称", "预算数"))
    tasks = [record for record in records if not record.total]
    yield from (result for record in records for result in _task(case, form, record))
    for record in (record for record in records if record.total):
        for head in ("预算数", *_SOURCES):
            yield from _all_tasks(case, form, record, tasks, head)


def _task(case: Case, form: Form, record: Record) -> Iterator[Result]:
    whole = record.entry("预算数")
    parts = [entry for label in _SOURCES if (entry := record.entry(label))]
    if whole and parts:
        message = f"《{form.name}》任务“{record.name}”总额{{a}}不等于财政资金与其他资金之和{{b}}，差{{d}}"
        yield from _sum(case, form, whole, parts, message)


def _all_tasks(case: Case, form: Form, record: Record, tasks: Sequence[Record], head: str) -> Iterator[Result]:
    whole, parts = record.entry(head), [entry for task in tasks if (entry := task.entry(head))]
    if whole:
        message = f"《{form.name}》任务金额合计{{a}}与各任务之和{{b}}不等，差{{d}}"
        yield from _sum(case, form, whole, parts, message)


def _sum(
    case: Case,
    form: Form,
    whole: Entry,
    parts: Sequence[Entry],
    message: str,
    hint: str = "把各项加一遍，改合计或写错的一项",
) -> Iterator[Result]:
    yield compared(whole, *parts)
    difference = abs(EXACT.subtract(whole.exact, total(parts)))
    if difference:
        text = message.format(a=whole.number, b=shown(total(parts), whole), d=shown(difference, whole))
        yield from missed(case, whole.place, whole, parts, difference, text, hint, form.notes)
