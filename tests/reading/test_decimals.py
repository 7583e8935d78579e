"""How many decimals the sentences of a document have: zeros at the end are dropped there."""

from reportgen.readers import txt
from reportgen.reading import Reading

TEXT = """观澜县图书馆2026年单位预算公开

一、收支预算总体情况

观澜县图书馆2026年收入总计1205.3万元，其中：事业收入14.26万元，其他收入300元。
"""


def test_the_longest_amount_of_a_unit_tells_the_decimals_of_all() -> None:
    assert Reading(txt.read(TEXT)).decimals == {"万元": 2, "元": 0}
