"""一般公共预算基本支出表"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown
from reportgen.checks._kinds import ACCOUNTS, BUDGET, speaks_of
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Sheet
from reportgen.reading.row_labels import code_of

_USUAL = {"301": "人员经费", "303": "人员经费", "302": "公用经费", "310": "公用经费"}


@speaks_of(BUDGET, ACCOUNTS)
def R118(case: Case) -> Iterator[Result]:
    """人员/公用归属

    工资福利支出（301）、对个人和家庭的补助（303）通常列人员经费，商品和服务支出（302）、资本性支出（310）
    通常列公用经费。列到另一边不一定错，例如离退休人员的公用经费，但要看清楚，必要时说明。

    怎样改：填错列的改过来；确实是这样安排的，在说明里写一句。
    依据：政府收支分类科目，部门预算支出经济分类；公开文件中常见的错误。
    例：“30302 退休费”23.60万元列在公用经费。
    """
    found = (result for sheet in case.reading.of(TableKind.BASIC) for result in _sides(sheet))
    yield from or_unknown(found, "基本支出表没有分人员经费、公用经费两列")


def _sides(sheet: Sheet) -> Iterator[Result]:
    for column in sheet.columns:
        side = column.conditions.get("经费", "")
        for line in sheet.lines if side else ():
            usual, entry = _USUAL.get(code_of(line)[:3], ""), line.entries.get(column.index)
            if not (usual and entry):
                continue
            yield compared(entry)
            if usual != side and entry.number.value:
                message = f"《基本支出表》“{line.title}”{entry.number}列入{side}，与通常口径不符，请确认"
                hint = f"通常列{usual}：填错列的改过来；确实这样安排的，在说明里写一句"
                yield Finding(message, (entry.place,), Severity.WARNING, hint)
