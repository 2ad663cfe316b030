"""What a replay shows: promises kept, who had the ball, what our rules would have asked."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from layani.rules.cases.act import Act
from layani.rules.cases.ball_times import Held
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import RULES, decide, evolve
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned
from layani.rules.controls import four_eyes, head_of_queue
from layani.rules.importing.acts import SHAPES
from layani.rules.importing.figures import Kept, control_codes, figures, percentile
from layani.rules.importing.story import Attempted, Recorded, tell
from layani.rules.importing.words import ACTS, CASE_RULES, OUT_OF_PLACE, rule_words

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
DUE = MONDAY + timedelta(days=3)
STEPS = (
    PlannedStep("check", "check", "desk", 4, "working hours"),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)
ANA, BEN = 11, 22


def recorded(*told, due=DUE, source="log", attempts=(), row=0):
    """Return a case told as (hours after Monday 09:00, act, officer, values)."""
    filing = {
        "number": "N", "office": "o", "service": "s", "version": "v", "channel": "post", "imported": True,
        "steps": [planned(step) for step in STEPS], "due_at": due and due.isoformat(), "due_from": source,
    }  # fmt: skip
    case, events = None, []
    for place, (hours, kind, officer, *values) in enumerate([(0, "file", None, filing), *told], start=row):
        data = {**(values[0] if values else {}), "row": place}
        act = Act(kind, By("importer", officer), MONDAY + timedelta(hours=hours), data)
        events.append(decide(case, act, OFFICE, observe=True))
        case = evolve(case or Case(), events[-1])
    return Recorded(tuple(events), tuple(attempts))


def shown(*cases, kept_by="decided", end=MONDAY + timedelta(days=30)):
    controls = (four_eyes.CONTROL, head_of_queue.CONTROL)
    return figures(cases, calendar=OFFICE, kept_by=kept_by, end_of_log=end, controls=controls)


def granted_at(hours, **more):
    return recorded((1, "check_complete", ANA), (hours, "decide_grant", BEN), **more)


def test_a_promise_is_kept_broken_open_or_not_yet_due():
    end = MONDAY + timedelta(days=10)
    kept = shown(
        granted_at(24),
        granted_at(24 * 5),
        granted_at(24 * 7),
        recorded(),
        recorded(due=MONDAY + timedelta(days=20)),
        recorded((5, "withdraw", None)),
        end=end,
    ).kept["log"]
    assert kept == Kept(with_deadline=6, in_time=1, late=2, open_late=1, not_yet=1, other_end=1, days_late=3.0)
    assert kept.due == 4


def test_the_logs_deadlines_and_the_maps_are_counted_apart():
    kept = shown(granted_at(2), granted_at(999, source="map"), recorded(due=None, source="")).kept
    assert {source: (one.in_time, one.late) for source, one in kept.items()} == {"log": (1, 0), "map": (0, 1)}


@pytest.mark.parametrize(("kept_by", "in_time"), [("decided", 1), ("delivered", 0), ("closed", 0)])
def test_the_map_says_which_milestone_keeps_the_promise(kept_by, in_time):
    case = recorded((1, "check_complete", ANA), (24, "decide_grant", BEN), (100, "deliver", BEN), (101, "close", BEN))
    kept = shown(case, kept_by=kept_by).kept["log"]
    assert (kept.in_time, kept.late + kept.other_end) == (in_time, 1 - in_time)


def test_the_first_decision_counts_and_what_comes_after_it_has_nobody_waiting():
    case = recorded(
        (1, "check_complete", ANA), (2, "decide_grant", BEN), (90, "consult", BEN), (99, "decide_grant", BEN)
    )
    story = tell(case.events, OFFICE)
    assert story.reached["decided"] == story.ended_at == MONDAY + timedelta(hours=2)
    assert story.held == {"office": Held(timedelta(hours=2), timedelta(hours=2))}


def test_each_side_is_counted_in_clock_time_and_in_the_offices_working_time():
    case = recorded(
        (2, "ask_missing", ANA, {"items": ["x"]}), (26, "answer", None), (27, "consult", ANA, {"party": "fire"}),
        (51, "advise", ANA, {"party": "fire"}), (52, "check_complete", ANA), (53, "decide_grant", BEN),
    )  # fmt: skip
    story = tell(case.events, OFFICE)
    assert {side: (held.clock, held.working) for side, held in story.held.items()} == {
        "office": (timedelta(hours=5), timedelta(hours=5)),
        "citizen": (timedelta(hours=24), timedelta(hours=8)),
        "outside": (timedelta(hours=24), timedelta(hours=8)),
    }


def test_shares_medians_and_percentiles_are_over_the_cases_that_ended():
    balls = shown(granted_at(1.5), granted_at(2.5), granted_at(3.5), recorded()).balls
    office = balls["office"]
    assert (office.cases, office.share, office.hours.median) == (3, 1.0, 2.5)
    assert office.hours.p90 == pytest.approx(3.3)
    assert shown(recorded()).balls == {}


def test_a_percentile_interpolates():
    assert [percentile([4.0], 0.9), percentile([1, 2, 3, 4], 0.5), percentile(range(11), 0.9)] == [4.0, 2.5, 9.0]


def attempt(code, act, hours, officer):
    return Attempted(code, act, MONDAY + timedelta(hours=hours), officer)


def test_each_rule_is_told_with_attempts_cases_officers_and_examples_without_names():
    one = recorded(
        (1, "take", BEN), (1, "check_complete", BEN), (2, "decide_grant", ANA), row=10,
        attempts=(attempt("head-of-queue", "take", 1, BEN), attempt("four-eyes", "decide_grant", 2, ANA)),
    )  # fmt: skip
    two = recorded((3, "take", BEN), row=20, attempts=(attempt("head-of-queue", "take", 3, BEN),))
    queue, eyes = shown(one, two).stopped
    assert (queue.control, queue.acts, queue.cases, queue.officers) == ("P04", {"take": (2, 2)}, 2, 1)
    assert queue.examples == ((11, 1), (21, 1))
    assert (eyes.control, eyes.acts, eyes.examples) == ("P01", {"decide_grant": (1, 1)}, ((13, 2),))
    assert not re.search(r"\b(11|22)\b", str([one.examples for one in (eyes,)]))


def test_what_is_out_of_place_is_told_for_each_act_apart_and_controls_come_first():
    case = recorded(
        (1, "decide_grant", ANA), (2, "answer", None),
        attempts=(
            attempt("out-of-place", "decide_grant", 1, ANA), attempt("out-of-place", "answer", 2, None),
            attempt("four-eyes", "decide_grant", 1, ANA),
        ),
    )  # fmt: skip
    told = [(one.code, list(one.acts), one.officers) for one in shown(case).stopped]
    assert told[0] == ("four-eyes", ["decide_grant"], 1)
    assert sorted(told[1:]) == [("out-of-place", ["answer"], 0), ("out-of-place", ["decide_grant"], 1)]


def test_every_control_is_found_by_the_code_of_its_refusal():
    assert control_codes((four_eyes.CONTROL, head_of_queue.CONTROL)).keys() == {"four-eyes", "head-of-queue"}


def test_every_act_has_a_name_and_every_rule_of_a_case_a_sentence():
    assert set(SHAPES) <= set(ACTS) and set(RULES) <= set(ACTS)
    assert set(OUT_OF_PLACE) <= set(RULES)
    assert all(text.id != text.en for text in (*ACTS.values(), *CASE_RULES.values(), *OUT_OF_PLACE.values()))
    assert rule_words("out-of-place", "issue").en == "A letter issued before there was a decision."
