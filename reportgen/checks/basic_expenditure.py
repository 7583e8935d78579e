"""一般公共预算基本支出表"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._kinds import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._sums import checked
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Sheet
from reportgen.reading.row_labels import code_of

_USUAL = {"301": "人员经费", "303": "人员经费", "302": "公用经费", "310": "公用经费"}


def R115(case: Case) -> Iterator[Result]:
    """基本支出表·行

    《基本支出表》每一行的合计等于人员经费加公用经费；按资金来源分列的，等于各资金来源之和。

    怎样改：把这一行各列加一遍，改合计或写错的一列。
    依据：财预〔2016〕143号，一般公共预算基本支出表。
    例：“303 对个人和家庭的补助”合计5.38万元，人员经费4.26万元，差1.12万元。
    """
    message = "《基本支出表》{row}{col}{a}不等于人员经费与公用经费（或各资金来源）之和{b}，差{d}"
    missing = "没有基本支出表，或表里没有分人员经费、公用经费"
    yield from checked(case, "R115", message, "把这一行各列加一遍，改合计或写错的一列", missing)


def R116(case: Case) -> Iterator[Result]:
    """基本支出表·类款

    《基本支出表》每一列里，一类等于它的各款之和：301等于30101、30102……之和。

    怎样改：先看有没有漏列的款，再核对金额。
    依据：政府收支分类科目，部门预算支出经济分类。
    例：“302 商品和服务支出”105.08万元，下面各款之和104.08万元，差1.00万元。
    """
    message = "《基本支出表》{row}{col}{a}不等于下级款之和{b}，差{d}"
    yield from checked(case, "R116", message, "看有没有漏列的款，再核对金额", "没有列类和款的基本支出表")


def R117(case: Case) -> Iterator[Result]:
    """基本支出表·合计

    《基本支出表》的合计等于各类之和（只列款的，等于各款之和），合计列、人员经费列、公用经费列都要对。

    怎样改：把各类加一遍，改合计或漏掉的一类。
    依据：财预〔2016〕143号，一般公共预算基本支出表。
    例：合计959.82万元，301、302、303三类之和949.82万元，差10.00万元。
    """
    message = "《基本支出表》{row}行{col}{a}与各类之和{b}不符，差{d}"
    yield from checked(case, "R117", message, "把各类加一遍，改合计或漏掉的一类", "没有带合计的基本支出表")


@speaks_of(BUDGET, ACCOUNTS)
def R118(case: Case) -> Iterator[Result]:
    """人员/公用归属

    工资福利支出（301）、对个人和家庭的补助（303）通常列人员经费，商品和服务支出（302）、资本性支出（310）
    通常列公用经费。列到另一边不一定错，例如离退休人员的公用经费，但要看清楚，必要时说明。

    怎样改：填错列的改过来；确实是这样安排的，在说明里写一句。
    依据：政府收支分类科目，部门预算支出经济分类；公开文件中常见的错误。
    例：“30302 退休费”23.60万元列在公用经费。
    """
    looked = False
    for sheet in case.reading.of(TableKind.BASIC):
        for result in _sides(sheet):
            looked = True
            yield result
    if not looked:
        yield Unknown("基本支出表没有分人员经费、公用经费两列")


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
