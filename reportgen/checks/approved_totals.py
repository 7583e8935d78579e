"""批复的数"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.figures import Disagreement, disagreements
from reportgen.quantity import plain_digits
from reportgen.vocabulary import MONEY


def R900(case: Case) -> Iterator[Result]:
    """与批复数一致

    预算文件的“核对”里写财政部门批复的数：收入、支出的总数，各功能科目、经济科目、项目、“三公”经费等。预算文件自己各行加起来的数
    必须和它一致，精确到分。金额、科目、资金、单位、性质、项目写错一行，都会在这里看出来。

    怎样改：对照批复文件：批复的数抄错了改“核对”，行里的数写错了改那一行。
    依据：预算法第五十二条，各部门按批复的预算执行；财预〔2016〕143号，公开批复的部门预算。
    例：核对里支出[功能=2070104]是2027256.15元，各行合计2027526.15元，差270.00元。
    """
    if case.budget is None or not case.budget.approved:
        yield Unknown("预算文件里没有“核对”：补上财政部门批复的数，才能核对")
        return
    yield Compared()
    for found in disagreements(case.budget):
        measure = case.budget.vocabulary.measures[found.name.measure]
        yield _told(found, "元" if measure.unit == MONEY else measure.unit)


def _told(found: Disagreement, unit: str) -> Finding:
    hint = "对照批复文件：批复的数抄错了改这里，行里的数写错了改那一行"
    said = f"“{found.name}”批复的是{plain_digits(found.approved)}{unit}"
    if found.own is None:
        return Finding(f"{said}，{found.why}", (found.at,), hint=hint)
    difference = abs(found.difference or Decimal(0))
    message = f"{said}，各行合计{plain_digits(found.own)}{unit}，差{plain_digits(difference)}{unit}"
    return Finding(message, (found.at,), hint=hint)
