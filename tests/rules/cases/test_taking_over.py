"""A case of another system's log is taken over while it is open: the clock counts from there, and its log is over."""

from datetime import UTC, datetime, timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.acts.taking_over import TAKE_OVER_REASONS
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.parts import COPIED_BY, OpenStep, PlannedStep
from layani.rules.cases.recalendaring import recalendared
from layani.rules.cases.reckoning import promise_of, reckoned
from layani.rules.cases.silence import complete_by_silence_at, granted_by_silence
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import rest_of, with_rest

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
LATER = MONDAY + timedelta(days=3)
HANA = By("officer", 3, "supervisor")
GOOD = {"reason": "system", "letter": "12/BA/2026"}
CHECK = PlannedStep("check", "check", "front-desk", 2, "working days", ())
DECIDE = PlannedStep("decide", "decide", "head", 3, "working days", ())


def brought(**more):
    """Return a case of another system, received on Monday, that waits to be checked."""
    values = {
        "number": "N-1", "office": "o", "service": "s", "status": "checking", "steps": (CHECK, DECIDE), "step": "check",
        "ball": "office", "received_at": MONDAY, "step_since": MONDAY, "imported": True, "seq": 1,
        "promise": (5, "working days"), "promise_starts": "received", "last_at": MONDAY,
    }  # fmt: skip
    return replace(Case(), **{**values, **more})


def act(at=LATER, by=HANA, kind="take_over", **data):
    return Act(kind, by, at, {**GOOD, **data} if kind == "take_over" else data)


def taken(case, **data):
    return evolve(case, decide(case, act(**data), OFFICE))


def test_it_is_the_offices_own_from_then_on_and_its_clock_counts_from_the_receipt_there():
    case = taken(brought())
    assert not case.imported and case.taken_over["at"] == LATER.isoformat()
    assert (case.received_at, case.due_at) == (MONDAY, reckoned(OFFICE, promise_of(case)))
    assert OFFICE.local(case.due_at).date().isoformat() == "2026-11-30"
    assert OFFICE.local(case.step_due_at).date().isoformat() == "2026-11-30", "two working days from Thursday"
    assert recalendared(OFFICE, case, LATER) is None


def day_of(moment):
    return OFFICE.local(moment).date().isoformat()


def test_no_desk_is_late_with_what_it_did_not_have_and_a_promise_that_is_over_is_late():
    case = taken(brought(promise_starts="complete", step_due_at=MONDAY + timedelta(days=1)))
    assert (case.due_at, day_of(case.step_due_at)) == (None, "2026-11-30")
    late = taken(brought(promise=(1, "working days")))
    assert late.due_at < LATER and late.step_due_at == late.due_at, "officer and applicant read one and the same day"
    assert recalendared(OFFICE, late, LATER) is None


def test_the_steps_that_open_here_have_their_own_time():
    late = taken(brought(promise=(1, "working days")))
    done = Act("check_complete", By("officer", 1, "front-desk"), LATER + timedelta(days=1), {})
    late = replace(late, holder=1)
    case = evolve(late, decide(late, done, OFFICE))
    assert case.step == "decide" and day_of(case.step_due_at) == "2026-12-02"
    assert recalendared(OFFICE, case, LATER + timedelta(days=1)) is None


def test_a_ranking_has_its_time_from_the_close_of_applications():
    rank = PlannedStep("rank", "rank", "section-head", 3, "working days", ())
    closes = MONDAY + timedelta(days=7)
    values = {"steps": (CHECK, rank, DECIDE), "step": "rank", "status": "deciding", "closes_at": closes}
    values |= {"step_since": MONDAY - timedelta(days=60), "promise": (4, "working days"), "promise_starts": "closing"}
    case = taken(brought(**values, received_at=MONDAY - timedelta(days=60), complete_at=MONDAY - timedelta(days=60)))
    assert (day_of(case.step_due_at), day_of(case.due_at)) == ("2026-12-03", "2026-12-04")
    assert recalendared(OFFICE, case, LATER) is None


def test_steps_side_by_side_count_from_the_taking_over_too():
    visit = PlannedStep("visit", "visit", "surveyor", 1, "working days", ())
    beside = (OpenStep("visit", MONDAY, MONDAY),)
    case = taken(brought(steps=(CHECK, visit, DECIDE), beside=beside, promise_starts="complete"))
    assert day_of(case.step_due_at) == "2026-11-30" and day_of(case.seen_at("visit").step_due_at) == "2026-11-27"
    assert recalendared(OFFICE, case, LATER) is None
    assert with_rest(Case(), rest_of(case)).taken_over["counted"] == ["check", "visit"]


def test_while_the_clock_stands_still_nothing_counts_from_now_on():
    day = MONDAY + timedelta(days=2)
    paused = brought(status="waiting", ball="citizen", paused_at=MONDAY, step_due_at=day, promise_starts="complete")
    assert taken(paused).step_due_at == day and "counted" not in taken(paused).taken_over


def test_a_day_that_was_told_there_and_comes_earlier_stands_and_no_calendar_moves_it():
    told = MONDAY + timedelta(days=1)
    case = taken(brought(due_at=told))
    assert (case.due_at, case.taken_over["stand"]) == (told, ["due_at"])
    assert recalendared(OFFICE, case, MONDAY) is None
    assert recalendared(OFFICE, replace(case, taken_over={"at": "x"}), MONDAY) is not None


def test_a_day_that_was_told_there_stands_where_the_promise_has_not_begun():
    told = MONDAY + timedelta(days=9)
    case = taken(brought(promise_starts="complete", due_at=told))
    assert (case.due_at, case.taken_over["stand"]) == (told, ["due_at"])


def test_a_later_day_that_was_told_there_gives_way_to_the_promise():
    case = taken(brought(due_at=datetime(9999, 12, 1, tzinfo=UTC)))
    assert OFFICE.local(case.due_at).date().isoformat() == "2026-11-30" and "stand" not in case.taken_over


def test_what_counts_from_completeness_is_not_due_before_it():
    case = taken(brought(promise_starts="complete"))
    assert case.due_at is None and case.step_due_at
    complete = taken(brought(promise_starts="complete", complete_at=MONDAY, step="decide", status="deciding"))
    assert OFFICE.local(complete.due_at).date().isoformat() == "2026-11-30"


def test_its_check_is_silent_from_the_taking_over_on():
    case = brought(silence_grants=True, promise_starts="complete", step_due_at=MONDAY)
    assert complete_by_silence_at(case) is None
    over = complete_by_silence_at(taken(case))
    assert OFFICE.local(over).date().isoformat() == "2026-11-30", "two working days from Thursday, not from Monday"
    assert not taken(case, silence_grants=False).silence_grants


YEARS = timedelta(days=800)


@pytest.mark.parametrize("legal", [None, (5, "working days", "received"), (5, "working days", "complete")])
@pytest.mark.parametrize("complete", [None, MONDAY - YEARS])
@pytest.mark.parametrize("starts", ["received", "complete"])
@pytest.mark.parametrize("told", [{}, {"due_at": MONDAY - YEARS}, {"legal_due_at": MONDAY - YEARS}])
def test_silence_grants_nothing_that_went_by_before_this_office_had_it(legal, complete, starts, told):
    long_ago = MONDAY - YEARS
    case = brought(
        silence_grants=True, legal=legal, promise_starts=starts, received_at=long_ago, step_since=long_ago,
        step_due_at=long_ago, complete_at=complete, **told,
    )  # fmt: skip
    case = taken(case)
    if complete_by_silence_at(case):
        soon = Act("deem_complete", By("system"), LATER + timedelta(minutes=1))
        assert [one.code for one in objections(case, soon)] == ["still-time-to-check"]
        late = complete_by_silence_at(case) + timedelta(minutes=1)
        case = evolve(case, decide(case, Act("deem_complete", By("system"), late), OFFICE))
    assert not granted_by_silence(case, LATER + timedelta(days=5))
    assert objections(case, Act("deem_granted", By("system"), LATER + timedelta(days=5)))
    assert granted_by_silence(case, LATER + timedelta(days=30)), "and the law's sense holds from then on"
    assert objections(case, Act("deem_granted", By("system"), LATER + timedelta(days=30))) == ()


def test_a_calendar_that_did_not_change_moves_no_day_of_silence():
    assert recalendared(OFFICE, taken(brought(silence_grants=True)), LATER) is None


def test_whoever_copied_its_answers_is_barred_from_the_decision_alone():
    case = taken(brought(step="decide", status="deciding", complete_at=MONDAY), fields=["name"])
    assert case.barred == (3,) and case.done_by == {COPIED_BY: 3}
    assert taken(brought(), fields=["name"]).barred == (), "and from no check"
    assert taken(brought(step="decide", status="deciding"), fields=[]).barred == ()


def test_it_is_judged_by_what_its_file_says():
    case = taken(brought(), rules={"lives-here": "unknown"}, must=["lives-here"], fields=["name"])
    assert case.failed_mandatory == ("lives-here",)


@pytest.mark.parametrize(
    ("case", "data", "code"),
    [
        (brought(imported=False), {}, "not-from-elsewhere"),
        (brought(closed_at=MONDAY), {}, "not-from-elsewhere"),
        (brought(status="granted", decided_at=MONDAY), {}, "out-of-place"),
        (brought(), {"reason": "because"}, "reason-missing"),
        (brought(), {"letter": " 1 "}, "reason-missing"),
        (brought(), {"letter": "1" * 81}, "reason-missing"),
    ],
)
def test_nothing_else_is_taken_over_and_nothing_without_a_reason_and_a_record(case, data, code):
    assert [one.code for one in objections(case, act(**data))] == [code]


def test_nobody_takes_it_over_twice_and_no_program_or_log_at_all():
    assert [one.code for one in objections(taken(brought()), act())] == ["not-from-elsewhere"]
    for kind in ("importer", "system", "citizen"):
        assert [one.code for one in objections(brought(), act(by=By(kind)))] == ["out-of-place"]


def test_what_its_log_says_afterwards_is_refused_and_before_is_not():
    late = act(by=By("importer", 5), kind="check_complete", at=LATER + timedelta(hours=1))
    assert objections(brought(), late) == ()
    assert [one.code for one in objections(taken(brought()), late)] == ["taken-over"]


def test_it_is_kept_in_the_row_and_read_back():
    case = taken(brought())
    assert with_rest(Case(), rest_of(case)).taken_over == case.taken_over
    assert "taken_over" not in rest_of(brought())
    assert set(TAKE_OVER_REASONS) == {"office", "system", "asked"}
