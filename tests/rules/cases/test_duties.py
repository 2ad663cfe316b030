"""What a granted case still owes: its days, who has to look, and what may be done with it when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.duties import looked_at, next_duty, open_duties, stands_as, to_be_done, with_days
from layani.rules.cases.state import By, Case, Event
from layani.rules.cases.state_json import rest_of, with_rest
from layani.rules.refusal import Refused

CALENDAR = Calendar()

ISSUED = datetime(2026, 12, 2, 3, tzinfo=UTC)  # 10:00 in Jakarta
LAST = datetime(2027, 1, 2, 16, 59, 59, tzinfo=UTC)  # a month later, when the day ends there
PLANNED = {"report": {"role": "research-officer", "within": [1, "months"], "remind": [7, "calendar days"]}}


@pytest.fixture
def granted():
    case = Case(number="X-1", status="granted", decided_at=ISSUED)
    return happened(case, "issue", ISSUED, by="system", letter="0001", owes=PLANNED)


def happened(case, kind, at, *, by="officer", **data):
    who = By("officer", 7, "research-officer") if by == "officer" else By(by)
    return evolve(case, decide(case, Act(kind, who, at, data), CALENDAR))


def met(case, at, words=40):
    return happened(case, "duty_met", at, duty="report", words_length=words)


def test_it_counts_from_the_letter_or_from_a_later_day_that_was_named():
    def last(**more):
        found = with_days({"a": {"role": "r", "within": [30, "calendar days"], **more}}, ISSUED, CALENDAR)
        return CALENDAR.local(datetime.fromisoformat(found["a"]["due_at"])).date()

    assert last() == date(2027, 1, 1)
    assert last(**{"from": "2027-03-01"}) == date(2027, 3, 31)
    assert last(**{"from": "2026-01-01"}) == date(2027, 1, 1)  # a day that is over does not take time away


def test_its_reminder_never_comes_before_the_letter():
    short = {"a": {"role": "r", "within": [2, "calendar days"], "remind": [7, "calendar days"]}}
    assert with_days(short, ISSUED, CALENDAR)["a"]["remind_at"] == ISSUED.isoformat()


def test_the_clock_reminds_on_the_day_and_then_notes_that_it_is_late(granted):
    remind = datetime(2026, 12, 25, 17, tzinfo=UTC)
    assert granted.duty_at == remind and granted.duty_role == ""
    with pytest.raises(Refused):
        happened(granted, "duty_reminded", remind - timedelta(seconds=1), by="system", duty="report")
    reminded = happened(granted, "duty_reminded", remind, by="system", duty="report")
    assert reminded.duty_at == LAST + timedelta(seconds=1)
    assert next_duty(reminded, LAST) == ("", "")
    with pytest.raises(Refused):
        happened(reminded, "duty_late", LAST, by="system", duty="report")
    late = happened(reminded, "duty_late", LAST + timedelta(seconds=1), by="system", duty="report")
    assert (stands_as(late.duties["report"]), late.duty_at) == ("late", None)
    assert (late.duty_role, late.duty_due) == ("research-officer", LAST)
    with pytest.raises(Refused):
        happened(late, "duty_late", LAST + timedelta(days=9), by="system", duty="report")


def test_whoever_says_that_it_is_done_is_not_reminded_and_a_role_looks(granted):
    said = happened(granted, "duty_said", ISSUED + timedelta(days=1), by="citizen", duty="report")
    assert (said.duty_at, said.duty_role, to_be_done(said)) == (None, "research-officer", False)
    with pytest.raises(Refused):
        happened(said, "duty_said", ISSUED + timedelta(days=2), by="citizen", duty="report")
    again = happened(said, "duty_again", ISSUED + timedelta(days=2), duty="report", words_length=20)
    assert (again.duty_role, to_be_done(again)) == ("", True) and again.duty_at is not None
    with pytest.raises(Refused):
        happened(again, "duty_again", ISSUED + timedelta(days=3), duty="report", words_length=20)


def test_it_is_recorded_once_with_what_was_seen_also_unasked_and_late(granted):
    with pytest.raises(Refused) as short:
        met(granted, ISSUED + timedelta(days=1), words=19)
    assert short.value.refusals[0].code == "seen-missing"
    done = met(granted, LAST + timedelta(days=30))
    assert (open_duties(done), done.duty_at, done.duty_role) == ({}, None, "")
    with pytest.raises(Refused) as twice:
        met(done, LAST + timedelta(days=31))
    assert twice.value.refusals[0].code == "no-such-duty"


def test_a_revoked_product_owes_nothing_any_more(granted):
    revoked = looked_at(evolve(granted, granted_event("revoke", ISSUED + timedelta(days=2))))
    assert (open_duties(revoked), revoked.duty_at) == ({}, None)
    with pytest.raises(Refused):
        met(revoked, ISSUED + timedelta(days=3))


def granted_event(act, at):
    return Event(act, 1, By("officer", 7), at, {})


@pytest.mark.parametrize("act", ["duty_said", "duty_met", "duty_again", "duty_reminded", "duty_late"])
def test_what_is_not_owed_can_be_neither_said_nor_recorded_and_an_imported_log_is_read_all_the_same(granted, act):
    by = {"duty_said": "citizen", "duty_met": "officer", "duty_again": "officer"}.get(act, "system")
    for data in ({"duty": "other"}, {}):
        with pytest.raises(Refused):
            happened(granted, act, LAST + timedelta(days=1), by=by, words_length=40, **data)
    strange = Act(act, By("importer"), ISSUED, {"duty": "other"})
    assert evolve(granted, decide(granted, strange, CALENDAR, observe=True)).duties == granted.duties


def test_nothing_is_owed_before_the_grant():
    with pytest.raises(Refused):
        happened(Case(number="X-1", status="deciding"), "duty_met", ISSUED, duty="report", words_length=40)


def test_its_row_brings_the_duties_back(granted):
    said = happened(granted, "duty_said", ISSUED + timedelta(days=1), by="citizen", duty="report")
    assert with_rest(Case(), rest_of(said)).duties == said.duties
