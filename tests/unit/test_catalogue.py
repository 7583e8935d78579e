"""The classification catalogue: names by year, and what a code that nobody knows may have been meant to be."""

import pytest

from reportgen.budget import Catalogue
from reportgen.budget.catalogue import names_of_all_years
from reportgen.figures.statements import _right_code
from tests.counted import steps

YEAR = 2026


@pytest.mark.parametrize(
    ("dimension", "typed", "meant"),
    [
        ("功能", "2080550", "2080505"),  # two digits changed places
        ("功能", "2130386", "2130306"),  # one digit wrong
        ("经济", "30271", "30217"),
        ("经济", "30118", "30113"),
    ],
)
def test_a_slip_of_one_digit_or_of_two_that_changed_places_finds_its_code(
    dimension: str, typed: str, meant: str
) -> None:
    assert meant in Catalogue(YEAR).similar(dimension, typed)


def test_codes_that_are_alike_for_longest_come_first() -> None:
    assert list(Catalogue(YEAR).similar("功能", "2080550"))[:1] == ["2080505"]


@pytest.mark.parametrize("typed", ["20805051", "9999999", ""])
def test_what_is_like_no_code_finds_none(typed: str) -> None:
    assert Catalogue(YEAR).similar("功能", typed) == {}


def test_a_name_is_that_of_its_year() -> None:
    assert [Catalogue(year).name("功能", "2013804") for year in (2022, 2024)] == ["市场主体管理", "经营主体管理"]


def test_of_a_code_that_ended_it_is_known_what_it_was_and_which_code_has_its_name_now() -> None:
    now = Catalogue(YEAR)
    ended = now.ended("功能", "2010308")
    assert ended
    assert (ended.name, ended.last) == ("信访事务", 2023)
    assert now.successors("功能", ended.name) == ["20140"]
    assert now.ended("功能", "2080505") is None
    assert "改成现在的编码（20140 信访事务或它下面的）" in _right_code(now, "功能", "2010308")
    assert "是不是2080505" in _right_code(now, "功能", "2080550")


def slip(typed: str, code: str) -> int | None:
    """Where the one digit, or the first of two exchanged ones, stands that tells the codes apart."""
    apart = [i for i, (a, b) in enumerate(zip(typed, code, strict=True)) if a != b] if len(typed) == len(code) else []
    swapped = len(apart) == 2 and typed[apart[0] : apart[1] + 1] == code[apart[0] : apart[1] + 1][::-1]
    return apart[0] if len(apart) == 1 or (swapped and apart[1] == apart[0] + 1) else None


@pytest.mark.parametrize("typed", ["2080550", "2010301", "2010310", "20805", "2081", "2209901", "201"])
def test_the_codes_that_are_found_are_those_that_going_through_the_catalogue_finds(typed: str) -> None:
    names = {code: Catalogue(YEAR).name("功能", code) for code, _ in names_of_all_years("功能")}
    slips = {code: at for code in names if names[code] and (at := slip(typed, code)) is not None}
    assert list(Catalogue(YEAR).similar("功能", typed)) == sorted(slips, key=slips.__getitem__, reverse=True)


def test_a_code_is_looked_up_not_compared_with_each() -> None:
    catalogue = Catalogue(YEAR)
    catalogue.similar("功能", "2080550")
    assert steps(lambda: catalogue.similar("功能", "2990550")) < 1_000
