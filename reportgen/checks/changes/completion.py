"""说明和决算：完成预算的百分比"""

from collections.abc import Iterator
from fractions import Fraction

from reportgen.checks._case import Case, Result, Unknown, compared
from reportgen.checks.changes.rates import slack_of, worked_out


def R415(case: Case) -> Iterator[Result]:
    """完成率

    完成预算的百分比等于支出决算除以前面写的预算数（年初预算、全年预算）。按印出来的数算，四舍五入到印出来的小数。

    怎样改：重算一遍；多半是改了决算数或者预算数，没有改完成率。
    依据：公开文件中常见的错误：决算说明逐个科目写完成率，改数时漏改。
    例：全年预算为18.12万元，支出决算为17.70万元，应写“完成97.68%”，文中写“完成98.67%”。
    """
    for mention in case.reading.mentions:
        rate, now, planned = mention.completion, mention.amount, mention.base
        if not rate:
            continue
        if rate.carried or case.names:
            yield compared(rate)
        elif not now or not planned or planned.exact <= 0:
            yield Unknown(f"“{mention.subject}”的预算数不知道，完成率无从重算")
        else:
            ratio, slack = Fraction(now.exact) / Fraction(planned.exact), slack_of((now, planned), rate, planned.exact)
            yield from worked_out("R415 不对", rate, ratio, now, planned, slack=slack)
