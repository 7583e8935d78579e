"""Items that a table lists several times, and figures that have one name in several tables."""

import random
from decimal import Decimal

from reportgen.budget import government_codes
from reportgen.checks import Case, Finding
from reportgen.checks._comparing import contradict, total
from reportgen.checks._says import Saying
from reportgen.checks.performance import evened
from reportgen.checks.tables import agreeing, basic, leading, prints
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.readers import txt
from reportgen.reading.entries import Entry, Place, number_of
from tests.counted import growth

BASIC = """观澜县图书馆2026年单位预算公开

2026年单位一般公共预算基本支出表
部门名称：观澜县图书馆　　单位：万元
单位名称 | 科目编码 | 科目名称 | 合计
--
图书馆 | 30101 | 基本工资 | 60.00
图书馆 | 30102 | 津贴补贴 | 20.00
分馆 | 30101 | 基本工资 | 10.00
合计 ||| 90.00
"""


def printed(amount: str) -> Entry:
    places = len(amount.partition(".")[2])
    return Entry(None, number_of(Decimal(amount), "万元", places), Place("公开01表"), TableKind.TOTALS)


def test_an_economic_item_is_what_all_its_rows_make() -> None:
    case = Case(txt.read(BASIC))
    assert total(basic(case, "30101")) == 700000
    assert total(basic(case, "301")) == 900000
    assert basic(case, "302") == []


def test_an_item_that_one_table_lists_for_each_unit_is_no_figure_of_the_whole() -> None:
    case = Case(txt.read(BASIC))
    found = prints(case, [TableKind.BASIC], ["支出[性质=* 经济=* 资金=*]"])
    assert [name.member("经济") for name in found] == ["30102"]


def test_the_leading_print_is_the_one_that_most_others_agree_with() -> None:
    wrong, right, other = printed("15.00"), printed("51.00"), printed("51.0")
    assert leading([wrong, right, other]) is right


def test_it_is_the_one_that_comparing_each_with_each_finds() -> None:
    chance = random.Random(4)
    for _ in range(200):
        entries = [printed(chance.choice(("1.26", "1.25", "1.3", "1.2", "1", "2", "1.95"))) for _ in range(6)]
        finest = min(entry.number.step for entry in entries)
        fine = [entry for entry in entries if entry.number.step == finest]
        agreed = [sum(not contradict(entry, other) for other in entries) for entry in fine]
        assert leading(entries) is fine[agreed.index(max(agreed))]


def test_many_prints_of_one_figure_are_counted_once() -> None:
    def all_of(size: int) -> None:
        found = {FigureId("支出"): [printed(f"{i}.00") for i in range(size)]}
        results = [*agreeing(found, Saying("{name}{a}{b}"))]
        assert len([one for one in results if isinstance(one, Finding)]) == size - 1

    assert growth(all_of, 50) < 6


def test_a_whole_number_among_decimals_stands_for_its_decimals() -> None:
    assert [entry.number.places for entry in evened([printed("8"), printed("2.6")])] == [1, 1]


def test_an_item_stands_beside_those_of_offices_and_of_institutions() -> None:
    assert government_codes("30113", 2026) == ("50103", "50501")


def test_what_an_item_stands_beside_may_change_with_the_year() -> None:
    assert government_codes("31201", 2021) == ("50801",)
    assert government_codes("31201", 2022) == ("50803",)


def test_an_item_that_is_not_known_stands_beside_nothing() -> None:
    assert government_codes("30999999", 2026) == ()
