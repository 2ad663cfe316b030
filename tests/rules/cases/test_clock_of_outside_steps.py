"""The clock in steps beyond checking and deciding: whose opening hours, from when, and what a pause may touch."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.reckoning import reckoned, step_of
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned, rest_of, with_rest

from .telling import CARLA, MONDAY, SYSTEM

HOUR = timedelta(hours=1)
ANA = By("officer", 1, "front-desk")
OFFICE = Calendar(units={"hall": {5: ((time(8), time(12)),)}})
STEPS = (
    PlannedStep("initial", "initial", "front-desk", 4, "working hours"),
    PlannedStep("oss", "external", "front-desk", 1, "working days", office_unit="hall"),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)


def did(case, kind, by, at, **data):
    act = Act(kind, by, at, data)
    assert objections(case, act) == ()
    return evolve(case, decide(case, act, OFFICE))


@pytest.fixture
def external():
    """A case that stands in its external step, on Ana's desk."""
    values = {
        "number": "SKM-1", "office": "sukamaju", "service": "trade", "version": "2026-12-01", "channel": "online",
        "steps": [planned(step) for step in STEPS], "promise": [9, "working days"], "promise_starts": "received",
        "silence_grants": True, "outage": [2, "working days", ["OSS"]],
    }  # fmt: skip
    case = evolve(Case(), decide(None, Act("file", CARLA, MONDAY, values), OFFICE))
    case = did(replace(case, holder=ANA.officer), "initial", ANA, MONDAY + HOUR)
    return replace(case, holder=ANA.officer)


def test_the_step_after_an_initial_is_due_by_its_own_units_hours_and_reckoned_again_the_same(external):
    assert external.step_due_at == due(OFFICE.of_unit("hall"), MONDAY + HOUR, Term(1, "working days"))
    assert external.step_due_at != due(OFFICE, MONDAY + HOUR, Term(1, "working days"))
    assert reckoned(OFFICE.of_unit("hall"), step_of(external)) == external.step_due_at
    assert with_rest(Case(), rest_of(external)).steps == STEPS


def test_while_the_clock_stands_still_in_an_external_step_nothing_is_done_and_silence_does_not_grant(external):
    paused = did(external, "pause", ANA, MONDAY + 2 * HOUR, system="OSS", evidence_length=20)
    assert (paused.ball, paused.status) == ("outside", "working")
    taken = did(paused, "take", ANA, MONDAY + 3 * HOUR)
    sent = Act("external_sent", ANA, MONDAY + 3 * HOUR)
    assert [one.code for one in objections(taken, sent)] == ["clock-stands-still"]
    late = Act("deem_granted", SYSTEM, paused.due_at + 9 * HOUR)
    assert [one.code for one in objections(paused, late)] == ["silence-does-not-grant"]
    on = did(paused, "resume", SYSTEM, paused.resume_by + HOUR)
    assert (on.ball, on.status, on.step) == ("office", "working", "oss")
    assert objections(on, Act("deem_granted", SYSTEM, on.due_at + HOUR)) == ()


def test_what_was_sent_outside_is_not_paused_for_the_promise_was_made_with_it(external):
    sent = replace(did(external, "external_sent", ANA, MONDAY + 2 * HOUR), holder=ANA.officer)
    stop = Act("pause", ANA, MONDAY + 3 * HOUR, {"system": "OSS", "evidence_length": 20})
    assert [one.code for one in objections(sent, stop)] == ["not-with-the-office"]
