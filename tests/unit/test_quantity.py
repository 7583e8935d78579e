"""Quantities: rounding, printing, changes. Expected digits are written out or worked out in whole numbers here."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.quantity import (
    UNITS,
    Amount,
    Change,
    ChangeCase,
    Count,
    NumberFormat,
    Precision,
    Ratio,
    Zero,
    as_printed,
    change,
    exact_text,
    parse_number,
    plain_digits,
    print_amount,
    print_percent,
    print_quantity,
    rounded,
    share,
)

WAN = Precision("万元", 2)
IN_TEXT = NumberFormat("万元", 2, Zero.DIGIT, trim=True)

units = st.sampled_from(sorted(UNITS))
decimals = st.integers(0, 6)
cents = st.integers(-(10**17), 10**17).map(lambda n: Decimal(n).scaleb(-2))
positive_cents = st.integers(1, 10**17).map(lambda n: Decimal(n).scaleb(-2))


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounding as it is taught: add a half and drop the rest, the sign aside."""
    whole = int(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


# Rounding


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-0.125", 2, "-0.13"),
        ("-2.5", 0, "-3"),
        ("0.1249999999999999999999999", 2, "0.12"),
        ("1.005", 2, "1.01"),
        ("7", 2, "7.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, expected: str) -> None:
    assert str(rounded(Decimal(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(-2, 3), 4, "-0.6667"),
        (Fraction(0), 2, "0.00"),
    ],
)
def test_a_half_of_a_fraction_is_rounded_away_from_zero(value: Fraction, places: int, expected: str) -> None:
    assert str(rounded(value, places)) == expected


@given(value=cents, places=decimals)
def test_a_decimal_and_the_same_fraction_round_alike(value: Decimal, places: int) -> None:
    assert rounded(value, places) == rounded(Fraction(value), places) == half_up(Fraction(value), places)


@pytest.mark.parametrize("value", [Decimal("-0.001"), Decimal("-0"), Fraction(-1, 1000)])
def test_a_negative_zero_is_never_rounded_to(value: Decimal | Fraction) -> None:
    assert str(rounded(value, 2)) == "0.00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("123456789012345678901234567890.125"), "123456789012345678901234567890.13"),
        (Fraction(10**30) + Fraction(1, 8), "1000000000000000000000000000000.13"),
    ],
)
def test_a_number_of_more_than_28_digits_keeps_them_all(value: Decimal | Fraction, expected: str) -> None:
    assert f"{rounded(value, 2):f}" == expected


# Printing


@pytest.mark.parametrize(
    ("yuan", "form", "expected"),
    [
        # unit and decimals
        ("10642000", NumberFormat("万元", 2), "1064.20"),
        ("10642000", NumberFormat("元", 2), "10642000.00"),
        ("10642000", NumberFormat("千元", 0), "10642"),
        ("10642000", NumberFormat("亿元", 2), "0.11"),
        ("49.99", NumberFormat("万元", 2), "0.00"),
        ("50", NumberFormat("万元", 2), "0.01"),
        # trailing zeros
        ("10642000", NumberFormat("万元", 2, trim=True), "1064.2"),
        ("8400000", NumberFormat("万元", 2, trim=True), "840"),
        ("1000000", NumberFormat("元", 2, trim=True), "1000000"),
        ("49.99", NumberFormat("万元", 2, trim=True), "0"),
        # thousands
        ("10642000", NumberFormat("万元", 1, grouped=True), "1,064.2"),
        ("9990000", NumberFormat("万元", 1, grouped=True), "999.0"),
        ("12345678901234.56", NumberFormat("元", 2, grouped=True), "12,345,678,901,234.56"),
        ("10640000", NumberFormat("万元", 2, grouped=True, trim=True), "1,064"),
        # negatives
        ("-281900", NumberFormat("万元", 2), "-28.19"),
        ("-10642000", NumberFormat("万元", 1, grouped=True), "-1,064.2"),
        ("-49.99", NumberFormat("万元", 2), "0.00"),
        ("-49.99", NumberFormat("万元", 2, trim=True), "0"),
    ],
)
def test_an_amount_prints_in_the_unit_and_decimals_of_its_place(yuan: str, form: NumberFormat, expected: str) -> None:
    assert print_quantity(Amount(Decimal(yuan)), form) == expected


@pytest.mark.parametrize(
    ("zero", "trim", "expected"),
    [
        (Zero.DECIMALS, False, ("0.00", "0", "0.000")),
        (Zero.DECIMALS, True, ("0", "0", "0")),
        (Zero.DIGIT, False, ("0", "0", "0")),
        (Zero.DIGIT, True, ("0", "0", "0")),
        (Zero.BLANK, False, ("", "", "")),
        (Zero.BLANK, True, ("", "", "")),
    ],
)
def test_an_exact_zero_prints_by_the_policy_of_its_place(zero: Zero, trim: bool, expected: tuple[str, ...]) -> None:
    form = NumberFormat("万元", 2, zero, trim=trim, rate_places=3)
    zeros = (Amount(Decimal("-0.00")), Count(Decimal(0), "人"), Ratio(Fraction(0)))
    assert tuple(print_quantity(value, form) for value in zeros) == expected


def test_an_amount_that_only_rounds_to_zero_is_not_blank() -> None:
    assert print_amount(Decimal(1), NumberFormat("万元", 2, Zero.BLANK)) == "0.00"


@pytest.mark.parametrize(
    ("ratio", "in_text", "in_tables"),
    [
        (Fraction(1), "100", "100.00"),
        (Fraction(-1), "-100.00", "-100.00"),
        (Fraction(0), "0", "0.00"),
        (Fraction(8115, 10000), "81.15", "81.15"),
        (Fraction(1, 4), "25.00", "25.00"),
        (Fraction(1, 2), "50.00", "50.00"),
        (Fraction(99999, 100000), "100.00", "100.00"),
        (Fraction(1, 100000), "0.00", "0.00"),
        (Fraction(-1, 100000), "0.00", "0.00"),
        (Fraction(26560, 10000), "265.60", "265.60"),
    ],
)
def test_a_percentage_keeps_two_decimals_but_for_exactly_100_and_0_in_text(
    ratio: Fraction, in_text: str, in_tables: str
) -> None:
    assert print_percent(ratio, IN_TEXT) == in_text
    assert print_percent(ratio, NumberFormat("万元", 2)) == in_tables


@pytest.mark.parametrize(("places", "expected"), [(0, "33"), (1, "33.3"), (4, "33.3333")])
def test_a_profile_sets_the_decimals_of_percentages_alone(places: int, expected: str) -> None:
    assert print_percent(Fraction(1, 3), NumberFormat("万元", 2, rate_places=places)) == expected


def test_a_large_percentage_is_grouped_where_amounts_are() -> None:
    assert print_percent(Fraction(1234), NumberFormat(grouped=True)) == "123,400.00"


@pytest.mark.parametrize(
    ("number", "expected"), [("61", "61"), ("3.50", "3.5"), ("3.00", "3"), ("1200", "1200"), ("-2", "-2")]
)
def test_pieces_print_without_needless_decimals(number: str, expected: str) -> None:
    assert print_quantity(Count(Decimal(number), "人"), NumberFormat("万元", 2)) == expected


def test_what_there_is_not_prints_nothing() -> None:
    assert print_quantity(None, NumberFormat()) == exact_text(None) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Amount(Decimal("10642000.00")), "10642000"),
        (Amount(Decimal("1E+3")), "1000"),
        (Amount(Decimal("-0.10")), "-0.1"),
        (Amount(Decimal("-0")), "0"),
        (Count(Decimal("-0.0"), "人"), "0"),
        (Count(Decimal("61"), "人"), "61"),
        (Ratio(Fraction(8115, 10000)), "0.8115"),
        (Ratio(Fraction(-1, 3)), "-0.333333"),
        (Ratio(Fraction(0)), "0"),
    ],
)
def test_the_exact_text_has_no_separator_no_exponent_and_no_negative_zero(
    value: Amount | Count | Ratio, expected: str
) -> None:
    assert exact_text(value) == expected


@given(value=cents, unit=units, places=decimals, grouped=st.booleans(), trim=st.booleans())
def test_a_printed_amount_is_the_exact_one_rounded_once(
    value: Decimal, unit: str, places: int, grouped: bool, trim: bool
) -> None:
    printed = print_amount(value, NumberFormat(unit, places, grouped=grouped, trim=trim))
    assert Fraction(printed.replace(",", "")) == half_up(Fraction(value) / UNITS[unit], places)
    assert not printed.lstrip("-0.,") or printed.strip("0.,") != "-"
    assert Decimal(printed.replace(",", "")) or not printed.startswith("-")


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1064.2", "1064.2"),
        ("1,064.2", "1064.2"),
        ("1，064.2", "1064.2"),
        ("１０６４．２", "1064.2"),
        ("－１", "-1"),
        (" 7 ", "7"),
        ("+5", "5"),
        ("-5", "-5"),
        ("007.10", "7.10"),
        ("12,345,678.90", "12345678.90"),
        ("999999999999999999", "999999999999999999"),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, expected: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert str(number) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", ".5", "5.", "1.2.3", "7 8", "--5", "1e5", "0x1", "1_000", "NaN", "Infinity", "五", "½"),
        *("1,06", "1,0642", "1,064,2", ",064", "1064,200"),
        *("①", "10²", "٣", "−5"),
        *("5元", "5%", "9" * 19),
    ],
)
def test_what_is_no_plain_number_is_not_read_as_one(text: str) -> None:
    assert parse_number(text) is None


@given(number=st.decimals(-(10**15), 10**15, places=4))
def test_a_printed_number_is_read_back(number: Decimal) -> None:
    assert parse_number(f"{number:,f}") == parse_number(f"{number:f}") == number


@given(text=st.text())
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    assert parse_number(text) is None or isinstance(parse_number(text), Decimal)


# Changes


@pytest.mark.parametrize(
    ("new", "old", "case", "amount", "rate"),
    [
        ("1287700", "1253800", ChangeCase.UP, "33900", Fraction(339, 12538)),
        ("10642000", "10923900", ChangeCase.DOWN, "-281900", Fraction(-2819, 109239)),
        ("500", "500", ChangeCase.EQUAL, "0", Fraction(0)),
        ("0", "0", ChangeCase.NEITHER, "0", None),
        ("-0", "0", ChangeCase.NEITHER, "0", None),
        # not equal, but what a reader sees is
        ("1000001", "1000000", ChangeCase.NEARLY, "0", Fraction(0)),
        ("10", "0", ChangeCase.NEARLY, "0", None),
        ("0", "10", ChangeCase.NEARLY, "0", None),
        # no base, no rate
        ("120000", "0", ChangeCase.NEW, "120000", None),
        ("120000", "10", ChangeCase.IRREGULAR, "120000", None),
        # nothing left
        ("0", "120000", ChangeCase.GONE, "-120000", Fraction(-1)),
        ("10", "120000", ChangeCase.DOWN, "-120000", Fraction(-1)),
        # negative, or the sign changes
        ("120000", "-120000", ChangeCase.IRREGULAR, "240000", None),
        ("-120000", "120000", ChangeCase.IRREGULAR, "-240000", None),
        ("-120000", "0", ChangeCase.IRREGULAR, "-120000", None),
        ("0", "-120000", ChangeCase.IRREGULAR, "120000", None),
        ("-120000", "-240000", ChangeCase.IRREGULAR, "120000", None),
        ("-120000", "-120000", ChangeCase.EQUAL, "0", None),
    ],
)
def test_every_case_of_a_change_has_its_amount_and_its_rate_or_none(
    new: str, old: str, case: ChangeCase, amount: str, rate: Fraction | None
) -> None:
    assert change(Decimal(new), Decimal(old), WAN) == Change(case, Decimal(amount), rate)


def test_the_operands_of_a_change_are_taken_as_they_print() -> None:
    # 0.49 → 0, 1.50 → 2: a reader sees 2 − 0, not 1.01
    assert change(Decimal("1.50"), Decimal("0.49"), Precision("元", 0)).amount == 2
    # 12.345万元 → 12.35, 10.004万元 → 10.00
    changed = change(Decimal("123450"), Decimal("100040"), WAN)
    assert (changed.amount, changed.rate) == (Decimal(23500), Fraction(235, 1000))


@given(new=cents, old=cents, unit=units, places=decimals)
def test_a_printed_change_recomputes_from_the_printed_operands(
    new: Decimal, old: Decimal, unit: str, places: int
) -> None:
    form, precision = NumberFormat(unit, places), Precision(unit, places)
    changed = change(new, old, precision)
    shown_new, shown_old = (Fraction(print_amount(value, form)) for value in (new, old))
    assert Fraction(print_amount(changed.amount, form)) == shown_new - shown_old
    if changed.rate is not None:
        recomputed = half_up((shown_new - shown_old) / shown_old * 100, form.rate_places)
        assert Fraction(print_percent(changed.rate, form)) == recomputed


@given(new=cents, old=cents, unit=units, places=decimals)
def test_the_case_of_a_change_agrees_with_what_is_printed(new: Decimal, old: Decimal, unit: str, places: int) -> None:
    changed = change(new, old, Precision(unit, places))
    if changed.case in (ChangeCase.UP, ChangeCase.NEW):
        assert changed.amount > 0
    if changed.case in (ChangeCase.DOWN, ChangeCase.GONE):
        assert changed.amount < 0
    if changed.case in (ChangeCase.EQUAL, ChangeCase.NEARLY, ChangeCase.NEITHER):
        assert changed.amount == 0
    if changed.case in (ChangeCase.UP, ChangeCase.DOWN, ChangeCase.GONE):
        assert changed.rate is not None
        assert (changed.rate > 0) is (changed.amount > 0)
    if changed.case in (ChangeCase.NEW, ChangeCase.IRREGULAR, ChangeCase.NEITHER):
        assert changed.rate is None


@given(new=positive_cents, old=positive_cents, unit=units, places=decimals)
def test_there_and_back_are_changes_of_one_amount(new: Decimal, old: Decimal, unit: str, places: int) -> None:
    precision = Precision(unit, places)
    assert change(new, old, precision).amount == -change(old, new, precision).amount


@given(value=cents, unit=units, places=decimals)
def test_taking_an_amount_as_printed_twice_changes_nothing(value: Decimal, unit: str, places: int) -> None:
    precision = Precision(unit, places)
    assert as_printed(as_printed(value, precision), precision) == as_printed(value, precision)


# Shares


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("8636000", "10642000", Fraction(86360, 106420)),
        ("10642000", "10642000", Fraction(1)),
        ("0", "10642000", Fraction(0)),
        ("10642000", "0", None),
        ("10642000", "49", None),
        ("49", "10642000", Fraction(0)),
    ],
)
def test_a_share_is_of_the_printed_whole_and_there_is_none_of_zero(
    part: str, whole: str, expected: Fraction | None
) -> None:
    assert share(Decimal(part), Decimal(whole), WAN) == expected


@given(part=positive_cents, whole=positive_cents, unit=units, places=decimals)
def test_a_printed_share_recomputes_from_the_printed_operands(
    part: Decimal, whole: Decimal, unit: str, places: int
) -> None:
    form = NumberFormat(unit, places)
    found = share(part, whole, Precision(unit, places))
    shown_part, shown_whole = (Fraction(print_amount(value, form)) for value in (part, whole))
    assert (found is None) is (shown_whole == 0)
    if found is not None:
        assert Fraction(print_percent(found, form)) == half_up(shown_part / shown_whole * 100, 2)


@pytest.mark.parametrize(
    ("number", "said"),
    [("8636000.0", "8636000"), ("8.636E+6", "8636000"), ("0.50", "0.5"), ("-0.0", "0")],
)
def test_a_number_in_a_message_has_no_zeros_that_say_nothing(number: str, said: str) -> None:
    assert plain_digits(Decimal(number)) == said


def test_no_message_prints_an_amount_of_yuan_as_it_happens_to_be_stored() -> None:
    sources = Path(reportgen.__file__).parent.rglob("*.py")
    raw = re.compile(r":f\}(?:元|\{unit\}|\{'元')")
    assert [path.name for path in sources if raw.search(path.read_text(encoding="utf-8"))] == []
