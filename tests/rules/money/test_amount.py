"""Amounts: whole minor units, written and read without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.money.amount import EXPONENTS, LARGEST_MINOR, AmountError, Money

ANY_MONEY = st.builds(Money, st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(sorted(EXPONENTS)))


@given(money=ANY_MONEY, language=st.sampled_from(["id", "en"]))
def test_an_amount_that_is_written_is_read_again_as_the_same(money, language):
    assert Money.parse(money.words(language), money.currency) == money


@pytest.mark.parametrize(
    ("money", "indonesian", "english"),
    [
        (Money.units(50_000), "Rp50.000", "IDR 50,000"),
        (Money(5_000_050), "Rp50.000,50", "IDR 50,000.50"),
        (Money.units(0), "Rp0", "IDR 0"),
        (Money.units(-1_250_000), "-Rp1.250.000", "-IDR 1,250,000"),
        (Money(123_456, "USD"), "USD 1.234,56", "USD 1,234.56"),
        (Money(1_000, "JPY"), "JPY 1.000", "JPY 1,000"),
    ],
)
def test_rupiah_are_printed_without_sen_unless_there_are_any(money, indonesian, english):
    assert (money.words("id"), money.words("en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("50000", 5_000_000),
        ("50_000 IDR", 5_000_000),
        ("Rp50.000", 5_000_000),
        ("Rp 50.000,00", 5_000_000),
        ("Rp. 50.000,-", 5_000_000),
        ("IDR 50,000", 5_000_000),
        ("1.500.000", 150_000_000),
        ("50 000", 5_000_000),
        ("0", 0),
        ("1,5", 150),
        ("-Rp2.000", -200_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, minor):
    assert Money.parse(text) == Money(minor)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not an amount"),
        ("lima ribu", "is not an amount"),
        ("50.00.0", "is not grouped by thousands"),
        ("5,0000", "is not grouped by thousands"),
        ("1.000.00", "is not grouped by thousands"),
        ("Rp5 USD", "names two currencies"),
        ("5 XYZ", "'XYZ' is not a currency known here"),
        ("9" * 25, "Check the number of zeros"),
        ("٥٠٠", "is not an amount"),
        ("1e5", "is not an amount"),
    ],
)
def test_what_is_no_amount_is_refused(text, message):
    with pytest.raises(AmountError, match=message):
        Money.parse(text)


def test_yen_have_no_fraction():
    with pytest.raises(AmountError, match="more digits after the decimal mark"):
        Money.parse("100,5 JPY")


@given(one=st.integers(-(10**12), 10**12), other=st.integers(-(10**12), 10**12))
def test_sums_and_order_are_those_of_the_minor_units(one, other):
    assert (Money(one) + Money(other)).minor == one + other
    assert (Money(one) - Money(other)).minor == one - other
    assert (Money(one) < Money(other)) == (one < other)
    assert (Money(one) <= Money(other)) == (one <= other)


def test_two_currencies_are_never_added():
    with pytest.raises(AmountError, match="cannot be added or compared"):
        Money(1, "IDR") + Money(1, "USD")


@pytest.mark.parametrize("minor", [1.0, True, "1"])
def test_minor_units_are_whole(minor):
    with pytest.raises(AmountError, match="is not a whole number of minor units"):
        Money(minor)
