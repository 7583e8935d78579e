"""Tasks of 整体支出绩效目标表 (任务): what each is about, what kind of expenditure it is, its amounts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Form, Record

_NUMBERED = re.compile(r"任务[0-9０-９一二三四五六七八九十]*")


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
        return spoken().within("任务", self.about) or "项目支出"


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
