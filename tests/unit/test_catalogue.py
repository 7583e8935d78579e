"""The classification catalogue: names by year, and what a code that nobody knows may have been meant to be."""

import pytest

from reportgen.budget import Catalogue

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
