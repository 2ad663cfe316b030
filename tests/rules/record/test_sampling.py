"""Nobody who knows only their own leaf knows whether it is drawn, and the share is what it is said to be."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers

from layani.rules.record.sampling import is_sampled

HASH = binary(min_size=32, max_size=32)
TRIES = 200


def roots():
    return (sha256(f"root {place}".encode()).digest() for place in range(TRIES))


@given(leaf=HASH, one_in=integers(2, 5))
def test_whatever_leaf_an_officer_makes_later_leaves_still_decide_either_way(leaf, one_in):
    assert {is_sampled(leaf, root, one_in) for root in roots()} == {True, False}


@given(leaf=HASH, root=HASH, one_in=integers(1, 50))
def test_it_is_the_same_for_everybody_and_a_larger_share_holds_the_smaller_one(leaf, root, one_in):
    found = is_sampled(leaf, root, one_in)
    assert found == is_sampled(leaf, root, one_in)
    assert found <= is_sampled(leaf, root, max(1, one_in - 1))


@given(leaf=HASH, root=HASH)
def test_one_in_one_is_every_case(leaf, root):
    assert is_sampled(leaf, root, 1)


@pytest.mark.parametrize("one_in", [2, 3, 5])
def test_the_share_is_what_it_is_said_to_be(one_in):
    cases, root = 20_000, bytes(32)
    drawn = sum(is_sampled(sha256(str(place).encode()).digest(), root, one_in) for place in range(cases))
    # Five standard deviations of a binomial count; the leaves are fixed, so it cannot fail by chance.
    spread = 5 * (cases / one_in * (1 - 1 / one_in)) ** 0.5
    assert abs(drawn - cases / one_in) < spread


@pytest.mark.parametrize("one_in", [0, -1])
def test_no_share_at_all_is_refused(one_in):
    with pytest.raises(ValueError, match=f"One in {one_in} is no share"):
        is_sampled(bytes(32), bytes(32), one_in)
