"""Payment references: readable, and no slip of the pen goes unnoticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from layani.rules.money.reference import (
    ALPHABET,
    BITS,
    LENGTH,
    NoReference,
    is_reference,
    printed,
    read_reference,
    reference_of,
)

NUMBERS = st.lists(st.integers(0, 2**BITS - 1), min_size=40, max_size=40, unique=True)
REFERENCES = NUMBERS.map(reference_of)


def test_the_check_sign_is_that_of_the_standard():
    """The sample of ISO 7064 for MOD 37,36 as python-stdnum carries it."""
    assert mod_37_36.is_valid("A12425GABC1234002M")


@given(REFERENCES)
def test_a_reference_is_read_back_however_it_is_typed(reference):
    assert len(reference) == LENGTH and set(reference) <= set(ALPHABET)
    assert not set(reference) & set("ILOU")
    assert read_reference(printed(reference)) == reference
    assert read_reference(f" {printed(reference).lower().replace('-', ' ')} ") == reference
    assert read_reference(reference.replace("0", "O").replace("1", "l")) == reference


@given(REFERENCES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_noticed(reference, place, sign):
    wrong = reference[:place] + sign + reference[place + 1 :]
    assert is_reference(wrong) == (wrong == reference)


def test_nearly_every_swap_of_neighbours_is_noticed():
    made = [reference_of([seed * 7_919_777_111 % 2**BITS, 0]) for seed in range(1_000)]
    swaps = [
        one[:at] + one[at + 1] + one[at] + one[at + 2 :]
        for one in made
        for at in range(LENGTH - 1)
        if one[at] != one[at + 1]
    ]
    assert sum(is_reference(one) for one in swaps) / len(swaps) < 0.01


@given(REFERENCES, st.integers(0, LENGTH - 1))
def test_a_sign_too_few_or_too_many_is_no_reference(reference, place):
    assert read_reference(reference[:place] + reference[place + 1 :]) is None
    assert read_reference(reference + "0") is None


def test_a_number_whose_check_sign_could_be_misread_is_passed_over():
    passed = next(n for n in range(1_000) if reference_of([n, 2**BITS - 1]) == reference_of([2**BITS - 1]))
    with pytest.raises(NoReference, match="Draw more"):
        reference_of([passed])
    with pytest.raises(NoReference, match="50 bits"):
        reference_of([2**BITS])


def test_different_numbers_have_different_references():
    made = [reference_of([n, 2**BITS - 1]) for n in range(2_000)]
    made = [one for one in made if one != reference_of([2**BITS - 1])]
    assert len(made) == len(set(made)) > 1_500
