"""What a mandate must say, when it holds, and what its holder may see by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from layani.rules.mandates.giving import Given, latest_end, objections_to_mandate
from layani.rules.mandates.model import (
    AGENT_ABOVE,
    BASES,
    LONGEST,
    MOST_SERVICES,
    Mandate,
    bases,
    how_it_stands,
    state_after,
)
from layani.rules.mandates.using import OWN_ACTS, Filed, is_agent, may_receive, may_see, own_act

TODAY = date(2026, 11, 23)
OFFERED = frozenset(f"service-{n}" for n in range(9))
GIVEN = Given(today=TODAY, offered=OFFERED)
MANDATE = Mandate("m", 1, 2, frozenset({"service-1"}), "word", TODAY, TODAY + timedelta(days=30), confirmed=True)
FILED = Filed(holder=2, giver=1, service="service-1")


def codes(mandate=MANDATE, given=GIVEN):
    return [one.code for one in objections_to_mandate(mandate, given)]


def test_a_mandate_that_says_everything_may_be_given():
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"holder": 1}, "mandate-to-oneself"),
        ({"services": frozenset()}, "no-service"),
        ({"services": frozenset({"another"})}, "no-such-service"),
        ({"services": frozenset(sorted(OFFERED)[: MOST_SERVICES + 1])}, "too-many-services"),
        ({"until": TODAY - timedelta(days=1)}, "ends-before"),
        ({"until": latest_end(TODAY) + timedelta(days=1)}, "too-long"),
    ],
)
def test_what_is_missing_or_wrong_is_said(change, code):
    assert codes(replace(MANDATE, **change)) == [code]


def test_the_longest_one_holds_a_year_and_ends():
    longest = replace(MANDATE, until=latest_end(TODAY))
    assert codes(longest) == []
    assert longest.in_force(TODAY + timedelta(days=LONGEST))
    assert not longest.in_force(TODAY + timedelta(days=LONGEST + 1))


def test_an_officer_of_the_office_is_nobodys_agent_but_a_childs_parent():
    serves = replace(GIVEN, holder_serves_here=True)
    assert codes(given=serves) == ["officer-as-agent"]
    assert codes(replace(MANDATE, basis="guardian"), serves) == []


def test_at_the_counter_it_is_said_what_was_seen_and_why_nobody_can_be_told():
    counter = replace(GIVEN, at_counter=True, seen=20)
    letter = replace(MANDATE, basis="letter")
    assert codes(letter, counter) == []
    assert codes(letter, replace(counter, seen=9)) == ["nothing-seen"]
    assert codes(letter, replace(counter, reachable=False)) == ["no-contact-reason"]
    assert codes(letter, replace(counter, reachable=False, why_not=10)) == []
    assert codes(MANDATE, replace(counter, seen=0)) == []
    assert codes(MANDATE, replace(counter, reachable=False, why_not=10)) == ["no-phone-for-code"]
    assert "no-basis" in codes(replace(MANDATE, basis="money"), counter)


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({}, "in force"),
        ({"ended": "person"}, "ended"),
        ({"confirmed": False}, "waits"),
        ({"since": TODAY + timedelta(days=1)}, "later"),
        ({"until": TODAY - timedelta(days=1)}, "over"),
    ],
)
def test_how_it_stands_and_whether_it_holds_say_the_same(change, stands):
    mandate = replace(MANDATE, **change)
    assert how_it_stands(mandate, TODAY) == stands
    assert mandate.covers("service-1", TODAY) == (stands == "in force")


def test_a_paper_holds_before_its_person_has_said_a_word():
    assert replace(MANDATE, basis="letter", confirmed=False).in_force(TODAY)


def test_the_holder_sees_what_they_filed_while_a_mandate_for_it_is_in_force():
    assert may_see(FILED, 2, [MANDATE], TODAY)
    assert not may_see(FILED, 3, [replace(MANDATE, holder=3)], TODAY), "another agent, with a mandate of their own"
    assert not may_see(FILED, 2, [], TODAY)
    assert not may_see(FILED, 2, [replace(MANDATE, ended="person")], TODAY)
    assert not may_see(FILED, 2, [replace(MANDATE, giver=4)], TODAY), "a mandate of somebody else"
    assert not may_see(FILED, 2, [replace(MANDATE, services=frozenset({"service-2"}))], TODAY)
    assert not may_see(FILED, 2, [MANDATE], MANDATE.until + timedelta(days=1))


def test_the_letter_is_theirs_only_where_the_mandate_says_so():
    assert not may_receive(FILED, 2, [MANDATE], TODAY)
    assert may_receive(FILED, 2, [MANDATE, replace(MANDATE, receives=True)], TODAY)
    assert not may_receive(FILED, 2, [MANDATE, replace(MANDATE, receives=True, ended="person")], TODAY)


def test_a_family_is_no_agency():
    assert [is_agent(n) for n in (1, AGENT_ABOVE, AGENT_ABOVE + 1)] == [False, False, True]


def test_what_stays_the_persons_own_is_refused_with_a_way_out():
    for name in OWN_ACTS:
        assert "NIK" in own_act(name).remedy.id


def test_every_basis_has_words_a_law_and_says_whether_it_was_read():
    assert bases().keys() == {*BASES, "ends"}
    assert not any(one.certain for one in bases().values()), "none was read in the gazette yet"


def test_the_first_end_stays_but_a_no_of_the_person_counts_after_it():
    assert state_after(["given", "ended-by-holder", "ended-by-person"]) == (True, "holder")
    assert state_after(["recorded", "ended-by-holder", "disowned"]) == (False, "disowned")
