"""A due date follows from the case's own events: reckoned again by the same calendar, it is the same."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import objections
from layani.rules.cases.reckoning import at_the_latest, legal_of, promise_of, reckoned, step_of
from layani.rules.cases.state import Case
from layani.rules.cases.state_json import rest_of, with_rest

from .telling import ANA, CARLA, MONDAY, OFFICE, SYSTEM, checked, filing, told

STARTS = st.sampled_from(["first contact", "received", "complete"])
TERMS = st.tuples(
    st.integers(1, 20), st.sampled_from(["working hours", "working days", "calendar days", "weeks", "months"])
)
WAITS = st.timedeltas(timedelta(minutes=1), timedelta(days=40))


@given(promise=TERMS, starts=STARTS, legal=TERMS, waits=st.tuples(WAITS, WAITS, WAITS))
def test_what_is_reckoned_again_by_the_same_calendar_is_what_was_promised(promise, starts, legal, waits):
    values = filing(promise, starts, legal=[*legal, "received"], contact_at=(MONDAY - timedelta(3)).isoformat())
    case = checked(values, waits)
    for reckoning, kept in (
        (promise_of(case), case.due_at),
        (legal_of(case), case.legal_due_at),
        (step_of(case), case.step_due_at),
    ):
        assert reckoning
        assert reckoned(OFFICE, reckoning) == kept


def test_from_first_contact_the_promise_counts_from_the_first_visit():
    visit = MONDAY - timedelta(days=5)
    case = told(
        OFFICE,
        (timedelta(), "file", CARLA, filing((5, "working days"), "first contact", contact_at=visit.isoformat())),
    )
    assert case.due_at == due(OFFICE, visit, Term(5, "working days"))
    without = told(OFFICE, (timedelta(), "file", CARLA, filing((5, "working days"), "first contact")))
    assert without.due_at == due(OFFICE, MONDAY, Term(5, "working days"))


def test_silence_grants_only_after_the_term_of_the_law():
    values = filing((2, "working days"), "received", legal=[5, "working days", "received"], silence_grants=True)
    case = told(OFFICE, (timedelta(), "file", CARLA, values))
    assert case.due_at < case.legal_due_at
    silent = [
        objections(case, Act("deem_granted", SYSTEM, at + timedelta(1))) for at in (case.due_at, case.legal_due_at)
    ]
    assert [bool(refused) for refused in silent] == [True, False]


@given(promise=TERMS, wait=WAITS, early=st.floats(0, 1))
def test_a_case_that_is_complete_in_time_is_due_by_the_day_that_was_shown_while_it_was_checked(promise, wait, early):
    asked = (
        (timedelta(), "file", CARLA, filing(promise, "complete")),
        (timedelta(minutes=1), "take", ANA, {}),
        (timedelta(minutes=1), "ask_missing", ANA, {"items": ["contract"]}),
        (wait, "answer", CARLA, {}),
    )
    before, answered = told(OFFICE, *asked), MONDAY + timedelta(minutes=2) + wait
    latest, left = at_the_latest(OFFICE, before), before.step_due_at - answered
    found = (left * early, "take", ANA, {}), (timedelta(), "check_complete", ANA, {})
    complete = told(OFFICE, *asked, *found)
    assert left > timedelta()
    assert complete.due_at <= latest == due(OFFICE, before.step_due_at, Term(*promise))
    assert at_the_latest(OFFICE, complete) is None


def test_no_day_is_reckoned_from_the_check_where_the_promise_counts_from_receipt():
    case = told(OFFICE, (timedelta(), "file", CARLA, filing((2, "working days"), "received")))
    assert at_the_latest(OFFICE, case) is None and case.due_at


def test_the_row_keeps_what_a_due_date_follows_from():
    values = filing((3, "months"), "received", legal=[6, "months", "complete"], extension=[7, "working days"])
    case = checked(values, (timedelta(hours=1),) * 3)
    back = with_rest(Case(), rest_of(case))
    assert back.pauses == case.pauses != ()
    assert (back.legal, back.legal_due_at, back.step_since, back.extension) == (
        case.legal, case.legal_due_at, case.step_since, case.extension,
    )  # fmt: skip
