"""绩效自评的个数和得分"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Compared, Result, Unknown
from reportgen.checks._rules import ACCOUNTS, speaks_of
from reportgen.checks._says import finding

_EVALUATED = re.compile(r"自评的?(?:[0-9]{4}年度?)?项目([0-9]{1,4})个")
_GRADE = re.compile(r"“[优良中差不合格]{1,3}”的(?:项目)?([0-9]{1,4})个")
_SCORE = re.compile(r"平均得分为?([0-9]{1,4}(?:\.[0-9]{1,4})?)分")
_HIGHEST = 100


@speaks_of(ACCOUNTS)
def R808(case: Case) -> Iterator[Result]:
    """自评等级

    绩效自评的项目个数，等于“优”“良”“合格”“不合格”各级个数之和；平均得分不会超过100分。

    怎样改：对照自评结果汇总表，改写错的个数、得分。
    依据：部门决算公开的格式：预算绩效管理情况；绩效自评满分100分。
    例：自评的项目6个，其中“优”4个、“良”1个、“合格”0个、“不合格”0个。
    """
    for passage in case.reading.passages:
        evaluated, grades = _EVALUATED.search(passage.text), [*_GRADE.finditer(passage.text)]
        if evaluated and len(grades) > 1:
            yield Compared()
            together = sum(int(grade[1]) for grade in grades)
            if together != int(evaluated[1]):
                at = [passage.place(found.start(1), len(found[1])) for found in (evaluated, *grades)]
                yield finding("R808 个数", *at, together=together, evaluated=evaluated[1])
        for score in _SCORE.finditer(passage.text):
            yield Compared()
            if Decimal(score[1]) > _HIGHEST:
                yield finding("R808 得分", passage.place(score.start(1), len(score[1])), score=score[1])
    if not any(_EVALUATED.search(passage.text) for passage in case.reading.passages):
        yield Unknown("没有写自评的项目个数")
