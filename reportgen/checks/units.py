"""单位汇总"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks._sums import checked


def R128(case: Case) -> Iterator[Result]:
    """单位汇总

    按单位列示的表，部门一行（或合计行）等于本级和各所属单位之和；有“内部抵销”行的，抵销数按负数加进去。

    怎样改：先看单位有没有列全，再核对每个单位的数和抵销数。
    依据：预算法，部门预算由本部门及其所属各单位预算组成。
    例：合计264.54万元，三个单位之和1,206.20万元减内部抵销0.90万元是1,205.30万元，差940.76万元：合计填成了一个单位的数。
    """
    message = "《{table}》{row}{col}{a}不等于各预算单位之和{b}，差{d}"
    hint = "看单位有没有列全，再核对每个单位的数和抵销数"
    yield from checked(case, "R128", message, hint, "没有按单位列示的表")
