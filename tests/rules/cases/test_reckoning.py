"""A due date follows from the case's own events: reckoned again by the same calendar, it is the same."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.reckoning import legal_of, promise_of, reckoned, step_of
from layani.rules.cases.state import By, Case, PlannedStep, planned, rest_of, with_rest

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
ANA, CARLA, SYSTEM = By("officer", 1, "front-desk"), By("citizen"), By("system")
STEPS = (
    PlannedStep("check", "check", "front-desk", 4, "working hours"),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)
STARTS = st.sampled_from(["first contact", "received", "complete"])
TERMS = st.tuples(
    st.integers(1, 20), st.sampled_from(["working hours", "working days", "calendar days", "weeks", "months"])
)
WAITS = st.timedeltas(timedelta(minutes=1), timedelta(days=40))


def filing(promise, starts, **more):
    return {
        "number": "SKM-1", "office": "sukamaju", "service": "hall-use", "version": "2026-12-01", "channel": "online",
        "steps": [planned(step) for step in STEPS], "promise": promise, "promise_starts": starts, **more,
    }  # fmt: skip


def told(calendar, *acts):
    """Return the case after acts of (time since the act before, kind, who, values)."""
    case, at = None, MONDAY
    for after, kind, by, data in acts:
        at += after
        case = evolve(case or Case(), decide(case, Act(kind, by, at, data), calendar))
    return case


def checked(values, waits, calendar=OFFICE):
    """Return a case that was filed, asked about, answered and found complete after these waits."""
    taken = timedelta(minutes=1)
    return told(
        calendar,
        (timedelta(), "file", CARLA, values),
        (waits[0], "take", ANA, {}),
        (taken, "ask_missing", ANA, {"items": ["contract"]}),
        (waits[1], "answer", CARLA, {}),
        (waits[2], "take", ANA, {}),
        (taken, "check_complete", ANA, {}),
    )


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


def test_the_row_keeps_what_a_due_date_follows_from():
    values = filing((3, "months"), "received", legal=[6, "months", "complete"], extension=[7, "working days"])
    case = checked(values, (timedelta(hours=1),) * 3)
    back = with_rest(Case(), rest_of(case))
    assert back.pauses == case.pauses != ()
    assert (back.legal, back.legal_due_at, back.step_since, back.extension) == (
        case.legal, case.legal_due_at, case.step_since, case.extension,
    )  # fmt: skip
