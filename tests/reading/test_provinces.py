"""Documents in the words of provinces that the program has no region for: numbers are named, what is right is right."""

from decimal import Decimal

import pytest

from reportgen.checks import case_of_read, check
from reportgen.checks._case import Case
from reportgen.diagnostics import Severity
from reportgen.readers.html import read
from reportgen.reading import Entry
from tests.reading.provinces import Province, amount_of, provinces, value_of

each = pytest.mark.parametrize("province", provinces(), ids=lambda province: province.name)
IN_TABLES, IN_SENTENCES = Decimal("0.98"), Decimal("0.95")  # of all numbers


def case_of(province: Province) -> Case:
    return case_of_read(read(province.page.encode()))


def is_right(entry: Entry) -> bool:
    """Whether the figure of its name is the number printed; of a share, whether the figures know what it is of."""
    if entry.name is None:
        return False
    if entry.name.derived == "占比":
        return amount_of(entry.name.amount) is not None
    unit = entry.number.unit if entry.number.is_money else "万元"
    value = value_of(entry.name, unit, 2 if unit == "万元" else 0)
    return value is not None and abs(value) == abs(entry.number.value)


def stated(case: Case) -> list[Entry]:
    loose = [one for one in case.reading.numbers if one.number.is_money or one.number.unit == "%"]
    return [*case.reading.in_sentences, *loose]


@each
def test_numbers_are_named_rightly(province: Province) -> None:
    case = case_of(province)
    for numbers, least in ((list(case.reading.in_tables), IN_TABLES), (stated(case), IN_SENTENCES)):
        wrong = [f"{one.place} {one.number} {one.name}" for one in numbers if not is_right(one)]
        assert len(wrong) <= len(numbers) * (1 - least), wrong


def test_there_are_numbers_of_twelve_provinces() -> None:
    own = [case_of(province).reading for province in provinces()]
    assert len({province.name for province in provinces()}) >= 12
    assert sum(len(reading.in_tables) for reading in own) > 1200
    assert sum(len(reading.in_sentences) for reading in own) > 700


@each
def test_nothing_is_wrong_in_it(province: Province) -> None:
    found = check(case_of(province)).findings
    assert [one.message for one in found if one.severity is Severity.ERROR] == []


# A total, a digit, a rate, a direction, two columns, a code, a unit, a share, text beside table, a part: ten faults.
FAULTS = {
    "浙江 预算": {
        "<td>收入总计</td><td>1,029.94": "<td>收入总计</td><td>1,092.94",
        "<td>图书馆</td><td>197.47": "<td>图书馆</td><td>191.47",
        "增加51.95万元，增长5.64%": "增加51.95万元，增长6.54%",
        "公务接待费：2024年安排1.20万元，比2023年执行数增加": "公务接待费：2024年安排1.20万元，比2023年执行数减少",
        "<td>152.15</td><td>142.17</td><td>9.98</td><td>45.32": "<td>45.32</td><td>142.17</td><td>9.98</td><td>152.15",
        "<td>2070109</td><td>群众文化": "<td>2070190</td><td>群众文化",
        "日常公用支出45.66万元": "日常公用支出45.66元",
        "项目支出320.16万元，占31.09%": "项目支出320.16万元，占39.01%",
        "文物（款）文物保护（项）134.98万元": "文物（款）文物保护（项）143.98万元",
        "<td>合计</td><td>1,029.94</td><td>1,021.41": "<td>合计</td><td>1,029.94</td><td>1,012.41",
    },
    "河南 预算": {
        "<td>支出合计</td><td>1,029.94": "<td>支出合计</td><td>1,028.94",
        "<td>办公经费</td><td>9.32": "<td>办公经费</td><td>9.23",
        "下降20.00%": "下降25.00%",
        "比2023年减少2.40万元": "比2023年增加2.40万元",
        "<td>1,029.94</td><td>709.78</td><td>664.13</td><td>45.66</td><td>320.16": (
            "<td>1,029.94</td><td>320.16</td><td>664.13</td><td>45.66</td><td>709.78"
        ),
        "<td>02</td><td>04</td><td>文物保护": "<td>03</td><td>04</td><td>文物保护",
        "政府采购预算安排142.04万元": "政府采购预算安排142.04元",
        "占86.00%": "占68.00%",
        "基本支出709.78万元，占": "基本支出708.79万元，占",
        "政府采购货物预算32.70万元": "政府采购货物预算37.20万元",
    },
    "辽宁 决算": {
        "合计</td><td>1,029.94": "合计</td><td>1,092.94",
        "<td>2210201</td><td>住房公积金</td><td>42.17</td><td>42.17</td><td></td><td></td>": "<td>2210201</td>",
        "<td>2070104</td><td>图书馆</td><td>209.52": "<td>2070140</td><td>图书馆</td><td>209.52",
        "今年支出增加51.00万元，增长5.21%": "今年支出增加51.00万元，增长5.12%",
        "与上年相比，财政拨款支出增加": "与上年相比，财政拨款支出减少",
        "授予小微企业合同金额41.37万元": "授予小微企业合同金额47.31万元",
        "公务接待费1.20万元": "公务接待费1.20元",
        "占政府采购支出总额的29.13%": "占政府采购支出总额的92.13%",
        "商品和服务支出45.66万元": "商品和服务支出46.56万元",
        "政府采购工程支出64.72万元": "政府采购工程支出46.72万元",
    },
}


@pytest.mark.parametrize("name", FAULTS)
def test_ten_faults_are_told(name: str) -> None:
    (province,) = (one for one in provinces() if one.name == name)
    assert all(province.page.count(right) == 1 for right in FAULTS[name])
    assert len(FAULTS[name]) == 10
    known = told(province.page)
    missed = [wrong for right, wrong in FAULTS[name].items() if told(province.page.replace(right, wrong)) <= known]
    assert missed == []


def told(page: str) -> set[str]:
    """What is certain or likely to be wrong."""
    found = check(case_of_read(read(page.encode()))).findings
    return {one.message for one in found if one.severity is not Severity.HINT}
