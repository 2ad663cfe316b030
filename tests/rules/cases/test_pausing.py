"""Another body's system may stop the clock: once, with evidence, for a limited time; then it runs on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.explaining import explained
from layani.rules.cases.reckoning import legal_of, promise_of, reckoned, step_of
from layani.rules.cases.state import Case, rest_of, with_rest

from .telling import ANA, OFFICE, SYSTEM, checked, filing
from .test_reckoning import STARTS, TERMS, WAITS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUT = {"system": "SIAK", "evidence_length": 20}
NAMED = {"outage": [2, "working days", ["SIAK"]]}


def held(promise=(5, "working days"), starts="complete", waits=(HOUR, HOUR, HOUR), **more):
    return replace(checked(filing(promise, starts, **more), waits), holder=ANA.officer)


def after(case, kind, by, at, **data):
    act = Act(kind, by, at, data)
    assert objections(case, act) == ()
    return evolve(case, decide(case, act, OFFICE))


def paused(case, **data):
    return after(case, "pause", ANA, case.last_at + HOUR, **{**OUT, **data})


@pytest.mark.parametrize(
    ("case", "data", "code"),
    [
        (held(), OUT, "no-such-system"),
        (held(**NAMED), {**OUT, "system": "the office's network"}, "no-such-system"),
        (held(**NAMED), {**OUT, "evidence_length": 2}, "evidence-missing"),
        (replace(held(**NAMED), holder=2), OUT, "not-on-your-desk"),
    ],
    ids=["none named", "another system", "no evidence", "another desk"],
)
def test_nothing_else_stops_the_clock(case, data, code):
    assert [one.code for one in objections(case, Act("pause", ANA, case.last_at + HOUR, data))] == [code]


def test_while_it_stands_the_ball_is_outside_and_silence_does_not_grant():
    case = paused(held(silence_grants=True, **NAMED))
    assert (case.ball, case.holder, case.status) == ("outside", None, "deciding")
    assert case.resume_by == due(OFFICE, case.paused_at, Term(2, "working days"))
    assert objections(case, Act("deem_granted", SYSTEM, case.due_at + 9 * DAY))
    assert with_rest(Case(), rest_of(case)).resume_by == case.resume_by


def test_the_system_lets_it_run_on_at_the_limit_and_no_later_moment_counts():
    case = paused(held(**NAMED))
    early = Act("resume", SYSTEM, case.resume_by)
    assert [one.code for one in objections(case, early)] == ["not-paused"]
    on = after(case, "resume", SYSTEM, case.resume_by + 3 * DAY)
    assert on.pauses[-1].until == case.resume_by
    assert (on.ball, on.paused_at, on.paused_for, on.resume_by) == ("office", None, "", None)
    assert "another body's system was out" in explained(OFFICE, on).en


def test_it_stops_only_once():
    case = paused(held(**NAMED))
    on = replace(after(case, "resume", ANA, case.last_at + HOUR), holder=ANA.officer)
    refused = objections(on, Act("pause", ANA, on.last_at + HOUR, OUT))
    assert [one.code for one in refused] == ["paused-once"]


@given(promise=TERMS, starts=STARTS, legal=TERMS, waits=st.tuples(WAITS, WAITS, WAITS), stop=WAITS)
def test_a_pause_brings_no_day_forward_and_is_reckoned_again_the_same(promise, starts, legal, waits, stop):
    case = held(promise, starts, waits, legal=[*legal, "complete"], **NAMED)
    assume(case.last_at + HOUR <= min(case.due_at, case.legal_due_at, case.step_due_at))
    on = paused(case)
    on = after(on, "resume", ANA, on.last_at + stop)
    for reckoning, kept, before in (
        (promise_of(on), on.due_at, case.due_at),
        (legal_of(on), on.legal_due_at, case.legal_due_at),
        (step_of(on), on.step_due_at, case.step_due_at),
    ):
        assert reckoned(OFFICE, reckoning) == kept >= before


@pytest.mark.parametrize("day", ["due_at", "legal_due_at", "step_due_at"])
def test_a_pause_hides_nothing_that_is_late(day):
    case = held(legal=[9, "working days", "complete"], **NAMED)
    late = replace(case, **{day: case.last_at})
    assert [one.code for one in objections(late, Act("pause", ANA, case.last_at + HOUR, OUT))] == ["late-already"]


def test_a_pause_that_began_after_the_limit_does_not_keep_the_law_from_granting():
    case = paused(held(silence_grants=True, **NAMED))
    late = replace(case, due_at=case.paused_at - HOUR)
    assert objections(late, Act("deem_granted", SYSTEM, case.paused_at + HOUR)) == ()
