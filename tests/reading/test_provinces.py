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
