"""Silence: nobody gains time by not checking, by asking late, or by refusing what the law has granted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.reckoning import legal_of, promise_of, reckoned
from layani.rules.cases.state import By
from layani.rules.cases.state_json import planned

from .telling import ANA, CARLA, MONDAY, OFFICE, SYSTEM, filing, told

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BEN = By("officer", 2, "head")
REFUSAL = {"ground": "taken", "grounds": ["taken"], "fact_length": 40}
LEGAL = [5, "working days", "complete"]


def filed(**more):
    values = {"silence_grants": True, "legal": LEGAL, **more}
    return told(OFFICE, (timedelta(), "file", CARLA, filing([3, "working days"], "complete", **values)))


def codes(case, kind, by, at, **data):
    return [one.code for one in objections(case, Act(kind, by, at, data))]


def after(case, kind, by, at, **data):
    assert codes(case, kind, by, at, **data) == []
    return evolve(case, decide(case, Act(kind, by, at, data), OFFICE))


def counted():
    case = filed()
    return after(case, "deem_complete", SYSTEM, case.step_due_at + HOUR)


def test_what_nobody_checks_counts_as_complete_from_the_end_of_that_time_and_silence_grants_it():
    case, end = counted(), filed().step_due_at
    assert (case.complete_at, case.step, case.status) == (end, "check", "checking")
    assert case.due_at == due(OFFICE, end, Term(3, "working days"))
    assert case.legal_due_at == due(OFFICE, end, Term(5, "working days"))
    assert (reckoned(OFFICE, promise_of(case)), reckoned(OFFICE, legal_of(case))) == (case.due_at, case.legal_due_at)
    assert codes(case, "deem_granted", SYSTEM, case.legal_due_at) == ["silence-does-not-grant"]
    assert after(case, "deem_granted", SYSTEM, case.legal_due_at + HOUR).status == "deemed_granted"


def test_without_it_the_limit_never_begins():
    assert codes(filed(), "deem_granted", SYSTEM, MONDAY + timedelta(days=900)) == ["silence-does-not-grant"]


@pytest.mark.parametrize(
    "case",
    [
        filed(silence_grants=False),
        replace(filed(), imported=True),
        replace(filed(), ball="citizen"),
        replace(filed(), promise_starts="received", legal=None),
        replace(filed(), step="decide"),
    ],
    ids=["silence grants nothing", "imported", "the citizen's turn", "counts from arrival", "another step"],
)
def test_nothing_else_counts_as_complete(case):
    late = MONDAY + timedelta(days=30)
    assert codes(case, "deem_complete", SYSTEM, late) == ["still-time-to-check"]


def test_it_counts_once_not_early_and_only_the_system_says_so():
    case = filed()
    assert codes(case, "deem_complete", SYSTEM, case.step_due_at) == ["still-time-to-check"]
    assert codes(case, "deem_complete", ANA, case.step_due_at + HOUR) == ["out-of-place"]
    assert codes(counted(), "deem_complete", SYSTEM, case.step_due_at + 2 * HOUR) == ["still-time-to-check"]


def test_who_checks_afterwards_can_say_complete_but_stops_the_clock_no_more():
    case = replace(counted(), holder=ANA.officer)
    at = case.last_at + HOUR
    assert codes(case, "ask_missing", ANA, at, items=["contract"]) == ["asked-too-late"]
    checked = after(case, "check_complete", ANA, at)
    assert (checked.complete_at, checked.due_at, checked.legal_due_at) == (
        case.complete_at, case.due_at, case.legal_due_at
    )  # fmt: skip
    assert checked.step == "decide"


def test_a_second_check_after_completeness_asks_for_nothing():
    steps = (*filed().steps, PlannedStep("check-again", "check", "front-desk", 1, "working days"))
    case = replace(filed(), steps=steps, step="check-again", complete_at=MONDAY, holder=ANA.officer)
    assert codes(case, "ask_missing", ANA, MONDAY + HOUR, items=["contract"]) == ["asked-too-late"]


@pytest.mark.parametrize("kind", ["check_complete", "ask_missing"])
def test_neither_skips_a_step_that_comes_before_checking(kind):
    steps = (PlannedStep("dig", "perform", "front-desk", 1, "working days"), *filed().steps)
    case = told(
        OFFICE,
        (timedelta(), "file", CARLA, {**filing([3, "working days"], "complete"), "steps": [planned(s) for s in steps]}),
        (MINUTE, "take", ANA, {}),
    )
    assert case.status == "checking"
    assert codes(case, kind, ANA, case.last_at + MINUTE, items=["contract"]) == ["not-the-step"]


def deciding():
    case = told(
        OFFICE,
        (timedelta(), "file", CARLA, filing([3, "working days"], "received", silence_grants=True)),
        (MINUTE, "take", ANA, {}),
        (MINUTE, "check_complete", ANA, {}),
        (MINUTE, "take", BEN, {}),
    )
    return replace(case, rules={"lives-here": "passed"}, must=("lives-here",))


def test_nobody_refuses_what_the_law_has_granted_before_the_sweep_came_by():
    case = deciding()
    assert codes(case, "decide_refuse", BEN, case.due_at, **REFUSAL) == []
    assert codes(case, "decide_refuse", BEN, case.due_at + MINUTE, **REFUSAL) == ["granted-by-silence"]
    assert codes(case, "decide_grant", BEN, case.due_at + MINUTE) == []


def test_what_silence_does_not_grant_can_still_be_refused_late():
    case = replace(deciding(), rules={"lives-here": "failed"})
    assert codes(case, "decide_refuse", BEN, case.due_at + MINUTE, **REFUSAL) == []
