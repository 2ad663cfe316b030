"""The retention schedule: what is kept for how long, and what holds it up."""

from datetime import UTC, date, datetime, timedelta

import pytest

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term
from layani.rules.cases.state import Case
from layani.rules.retention.deciding import HELD_WORDS, Standing, held_by, kept_until
from layani.rules.retention.holding import REASONS, holds_until, objections_to_hold, objections_to_ruling
from layani.rules.retention.model import Kept
from layani.rules.retention.schedule import CASES, days_of, schedule_on, schedules

DECIDED = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 12, 1)
SCHEDULE = schedule_on(TODAY)
OFFICE = Calendar()


def ended(status, **values):
    return replace(Case(), status=status, **values)


def test_every_number_says_whose_it_is_and_no_recalled_law_looks_verified():
    for schedule in schedules():
        assert set(CASES) <= schedule.rules.keys()
        for rule in schedule.rules.values():
            assert rule.status in ("verified", "recalled")
            assert rule.span_status in ("house", "law")
            assert rule.law
            assert rule.source


def test_a_refused_application_is_kept_five_years_from_its_letter():
    case = ended("refused", decided_at=DECIDED, issued_at=DECIDED)
    assert kept_until(case, SCHEDULE, None, OFFICE) == date(2031, 11, 23)


def test_what_is_open_has_no_day():
    assert kept_until(ended("checking"), SCHEDULE, None, OFFICE) is None


def test_what_was_granted_counts_from_the_end_of_the_product_whichever_comes_first():
    until = DECIDED + timedelta(days=365)
    lasting = ended("granted", decided_at=DECIDED, issued_at=DECIDED)
    assert kept_until(lasting, SCHEDULE, None, OFFICE) is None
    assert kept_until(replace(lasting, valid_until=until), SCHEDULE, None, OFFICE) == date(2032, 11, 23)
    revoked = replace(lasting, valid_until=until, revoked_at=DECIDED + timedelta(days=30))
    assert kept_until(revoked, SCHEDULE, None, OFFICE) == date(2031, 12, 23)


def test_a_service_may_say_otherwise_and_then_what_has_no_end_counts_from_its_letter():
    own = Kept({"case-granted": Term(120, "months")}, "jra")
    case = ended("granted", decided_at=DECIDED, issued_at=DECIDED)
    assert kept_until(case, SCHEDULE, own, OFFICE) == date(2036, 11, 23)
    refused = ended("refused", decided_at=DECIDED, issued_at=DECIDED)
    assert kept_until(refused, SCHEDULE, own, OFFICE) == date(2031, 11, 23)


@pytest.mark.parametrize(
    ("values", "beside", "why"),
    [
        ({}, Standing(), ()),
        ({"revocation_due": DECIDED}, Standing(), ("revocation",)),
        ({"objection_due": DECIDED}, Standing(), ("objection",)),
        ({"duty_at": DECIDED}, Standing(), ("duties",)),
        ({}, Standing(renewal_open=True), ("renewal",)),
        ({}, Standing(instruction_until=TODAY), ("instruction",)),
        ({}, Standing(held_until=TODAY), ("hold",)),
        ({}, Standing(held_until=TODAY - timedelta(days=1)), ()),
        ({"correction_due": DECIDED}, Standing(), ("correction",)),
    ],
)
def test_what_is_open_about_it_holds_it(values, beside, why):
    assert held_by(ended("granted", **values), beside, TODAY) == why
    assert set(why) <= HELD_WORDS.keys()


def test_a_hold_needs_a_reason_of_the_list_a_letter_and_an_end_within_a_year():
    assert objections_to_hold("court", "12/2027", TODAY + timedelta(days=300), TODAY) == ()
    said = objections_to_hold("because", " ", TODAY + timedelta(days=400), TODAY)
    assert [one.code for one in said] == ["no-reason", "no-letter", "hold-too-long"]
    assert "court" in REASONS


def test_nobody_confirms_or_lifts_their_own_hold():
    assert [one.code for one in objections_to_ruling(1, 1, "lifted")] == ["own-hold"]
    assert objections_to_ruling(1, 2, "lifted") == ()


def test_a_hold_that_nobody_confirmed_ends_by_itself_and_a_lifted_one_the_day_before():
    far = TODAY + timedelta(days=200)
    assert holds_until(far, TODAY, confirmed=True, lifted_on=None) == far
    assert holds_until(far, TODAY, confirmed=False, lifted_on=None) == TODAY + timedelta(days=14)
    assert holds_until(far, TODAY, confirmed=True, lifted_on=TODAY) == TODAY - timedelta(days=1)


def test_what_is_kept_by_days_is_said_in_days():
    assert days_of("draft") == 30
    with pytest.raises(ValueError, match="months"):
        days_of("party")
