"""Tasks of 整体支出绩效目标表 (任务): what each is about, what kind of expenditure it is, its amounts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportgen.document import TableKind
from reportgen.reading import Entry, Form, Record

_NUMBERED = re.compile(r"任务[0-9０-９一二三四五六七八九十]*")
# The first that is found in the words decides; none of them: a project.
_KINDS = (
    ("公用经费", re.compile(r"公用(?:经费|支出)|日常(?:公用|办公)")),
    ("人员经费", re.compile(r"人员(?:类|经费|支出|工资)|工资福利")),
    ("基本支出", re.compile(r"基本支出|(?:日常|机构|单位|机关)(?:正常)?(?:运转|运行)")),
    ("经营支出", re.compile(r"经营")),
    ("结转下年", re.compile(r"结转下年")),
    ("上缴上级支出", re.compile(r"上缴上级")),
)


@dataclass(frozen=True, slots=True)
class Task:
    """One task (任务). `granted`: its 财政资金, where the form has a column for it; `total`: it is the row 合计."""

    about: str
    amount: Entry
    granted: Entry | None
    total: bool

    @property
    def kind(self) -> str:
        """基本支出, 项目支出 …, as its words say."""
        return next((kind for kind, words in _KINDS if words.search(self.about)), "项目支出")


def tasks_of(forms: Iterable[Form]) -> list[Task]:
    """Every task with an amount, of all forms of the kind."""
    records = [
        r
        for f in forms
        if f.kind == TableKind.OVERALL_TARGETS
        for r in f.records("任务名称", "预算数")
        if r.entry("预算数")
    ]
    amounts, granted = _column(records, "预算数"), _column(records, "财政资金")
    return [Task(_about(r), amounts[i], granted.get(i), r.total) for i, r in enumerate(records)]


def _column(records: Sequence[Record], head: str) -> dict[int, Entry]:
    """The numbers below a head, by the record's index."""
    found = {i: entry for i, record in enumerate(records) if (entry := record.entry(head))}
    return dict(zip(found, evened(list(found.values())), strict=True))


def evened(entries: Sequence[Entry]) -> list[Entry]:
    """The numbers with as many decimals as the finest of their unit: in `8 | 2.6 | 9`, 8 stands for 8.0."""
    most = {e.number.unit: max(o.number.places for o in entries if o.number.unit == e.number.unit) for e in entries}
    return [replace(e, number=replace(e.number, places=most[e.number.unit])) for e in entries]


def _about(record: Record) -> str:
    name = record.text("任务名称")
    return record.text("主要内容") if _NUMBERED.fullmatch(name.strip()) else name
