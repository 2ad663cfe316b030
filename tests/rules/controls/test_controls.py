"""Every control stops what its file says it must stop, and allows what it must allow."""

import pytest

from layani.rules import controls
from layani.rules.cases.decider import RULES
from layani.rules.controls.control import Attempt, Control, refusals
from layani.rules.discover import discover

CONTROLS: dict[str, Control] = discover(controls, "CONTROL")
STOPPED = [(name, attempt) for name, control in CONTROLS.items() for attempt in control.stopped]
ALLOWED = [(name, attempt) for name, control in CONTROLS.items() for attempt in control.allowed]


@pytest.mark.parametrize(("name", "attempt"), STOPPED)
def test_it_stops_what_it_must_stop_with_reason_and_remedy_in_both_languages(name, attempt):
    (refusal,) = refusals(attempt, [CONTROLS[name]])
    for text in (refusal.reason, refusal.remedy):
        assert text.id
        assert text.en
        assert text.id != text.en


@pytest.mark.parametrize(("name", "attempt"), ALLOWED)
def test_it_allows_what_it_must_allow(name, attempt):
    assert refusals(attempt, [CONTROLS[name]]) == ()


@pytest.mark.parametrize("name", CONTROLS)
def test_it_looks_only_at_acts_that_exist(name):
    assert CONTROLS[name].stops <= RULES.keys()
    assert CONTROLS[name].stopped
    assert CONTROLS[name].allowed


def test_no_two_controls_have_one_number():
    assert len({control.id for control in CONTROLS.values()}) == len(CONTROLS) >= 4


def test_all_reasons_are_given_at_once():
    attempt = Attempt(act="decide_grant", officer=1, done_by={"check": 1}, not_same_as=("check",), own_case=True)
    assert {r.code for r in refusals(attempt, CONTROLS.values())} == {"four-eyes", "own-case"}
