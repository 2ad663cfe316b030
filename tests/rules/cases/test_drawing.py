"""A drawn step: whose it is, in which queue it stands, and what the act of a draw may do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.decider import evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case, Event
from layani.rules.cases.state_json import planned, rest_of, step_of, with_rest

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SYSTEM = By("system")
CHECK = PlannedStep("check", "check", "front-desk", 1, "working days", draw=True)
DECIDE = PlannedStep("decide", "decide", "head", 1, "working days")
WAITS = Case(number="A", office="o", service="s", steps=(CHECK, DECIDE), step="check", last_at=NOW, seq=1)


def drawn(case, to, reason="first", at=NOW):
    return evolve(case, Event("drawn", case.seq, SYSTEM, at, {"step": "check", "to": to, "reason": reason}))


def refused(case, **data):
    act = Act("drawn", SYSTEM, NOW + timedelta(seconds=1), {"step": "check", "reason": "first", **data})
    return [one.code for one in objections(case, act)]


def test_a_step_that_is_not_drawn_stands_in_its_lane():
    plain = replace(WAITS, step="decide")
    assert (plain.drawn_to, plain.queue) == (None, "o/s/decide")


def test_a_drawn_step_stands_with_nobody_and_then_with_its_officer():
    assert (WAITS.drawn_to, WAITS.queue, WAITS.lane) == (0, "o/s/check#0", "o/s/check")
    case = drawn(WAITS, 7)
    assert (case.drawn_to, case.queue, case.lane) == (7, "o/s/check#7", "o/s/check")


def test_a_step_that_could_not_be_drawn_is_everybodys():
    case = drawn(WAITS, None, "small-pool")
    assert (case.drawn_to, case.queue) == (None, "o/s/check")


def test_who_may_not_do_it_any_more_is_not_its_officer():
    case = replace(drawn(WAITS, 7), recused=(7,))
    assert case.drawn_to == 0
    assert refused(case, to=7) == ["not-to-be-drawn"]
    assert refused(case, to=8) == []


def test_a_redraw_takes_the_case_off_the_desk_and_is_counted():
    case = drawn(replace(drawn(WAITS, 7), holder=7), 8, "away")
    assert (case.holder, case.drawn_to, case.draws["check"]["redraws"]) == (None, 8, 1)


@pytest.mark.parametrize(
    ("case", "data"),
    [
        (WAITS, {"step": "decide", "to": 7}),
        (replace(WAITS, step="decide"), {"step": "decide", "to": 7}),
        (WAITS, {"to": "7"}),
        (drawn(WAITS, 7), {"to": 7}),
    ],
    ids=["not the open step", "a step that is not drawn", "no officer", "whose it is already"],
)
def test_nothing_else_is_drawn(case, data):
    assert refused(case, **data) == ["not-to-be-drawn"]


@pytest.mark.parametrize("by", [By("citizen"), By("officer", 7, "front-desk"), By("importer")])
def test_the_system_alone_draws(by):
    act = Act("drawn", by, NOW + timedelta(seconds=1), {"step": "check", "to": 7, "reason": "first"})
    assert [one.code for one in objections(WAITS, act)] == ["out-of-place"]


def test_it_is_kept_with_the_case_and_its_plan():
    case = drawn(WAITS, 7)
    assert with_rest(Case(), rest_of(case)).draws == case.draws
    assert step_of(planned(CHECK)) == CHECK and "draw" not in planned(DECIDE)
