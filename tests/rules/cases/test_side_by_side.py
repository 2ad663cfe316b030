"""Steps that run side by side: who has to act, when each is due, what waits for what, and what is counted once."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.ball_times import split
from layani.rules.cases.calendar import Calendar, Decree
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.recalendaring import recalendared
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned, rest_of, with_rest
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.rules.cases.telling import ANA, CARLA, MONDAY, OFFICE, SYSTEM, filing

HOUR = timedelta(hours=1)
ROADS, WATER, DEWI = By("officer", 11, "roads"), By("officer", 12, "water"), By("officer", 13, "planner")
STEPS = (
    PlannedStep("check", "check", "front-desk", 1, "working days"),
    PlannedStep("roads", "perform", "roads", 5, "working days", after=("check",)),
    PlannedStep("water", "perform", "water", 3, "working days", after=("check",)),
    PlannedStep("plan", "external", "planner", 4, "working days", after=("check",)),
    PlannedStep("again", "perform", "roads", 2, "working days", ("roads",), after=("roads",)),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)
WHO = {"roads": ROADS, "water": WATER, "plan": DEWI, "again": By("officer", 21, "roads")}
ENDS = {"roads": "perform", "water": "perform", "plan": "external_done", "again": "perform"}


class Tale:
    """A case that is told act by act, with all its events."""

    def __init__(self, calendar=OFFICE, steps=STEPS, **more):
        self.calendar, self.events, self.at = calendar, [], MONDAY
        values = filing([20, "working days"], "complete", **more) | {"steps": [planned(one) for one in steps]}
        self.case = Case()
        self._do("file", CARLA, values, None)

    def _do(self, kind, by, data, case):
        event = decide(case, Act(kind, by, self.at, data), self.calendar)
        self.events.append(event)
        self.case = evolve(self.case, event)
        return self

    def do(self, kind, by=ANA, wait=HOUR, **data):
        self.at += wait
        return self._do(kind, by, data, self.case)

    def checked(self):
        return self.do("take").do("check_complete")

    def done(self, step):
        kind = ENDS[step]
        more = {"fits": True} if kind == "external_done" else {}
        return self.do("take", WHO[step], step=step).do(kind, WHO[step], step=step, **more)

    def open(self):
        return [one.id for one in self.case.open_steps()]


def test_what_comes_after_the_same_step_opens_together_each_with_its_own_day():
    case = Tale().checked().case
    assert [one.id for one in case.open_steps()] == ["roads", "water", "plan"]
    days = {one.id: OFFICE.local(one.due_at).date().isoformat() for one in case.open_steps()}
    assert days == {"roads": "2026-11-30", "water": "2026-11-26", "plan": "2026-11-27"}
    assert case.step == "water"  # the most urgent one
    assert case.status == "working" and {case.seen_at(one).lane for one in days} == {
        f"sukamaju/hall-use/{one}" for one in days
    }


def test_a_join_waits_for_all_and_a_step_for_what_it_names_alone():
    tale = Tale().checked().done("roads")
    assert tale.open() == ["water", "plan", "again"]
    assert tale.done("water").open() == ["plan", "again"]
    assert tale.done("again").open() == ["plan"]
    assert tale.done("plan").open() == ["decide"] and tale.case.status == "deciding"


@given(st.permutations(["roads", "water", "plan", "again"]))
def test_in_whatever_order_the_offices_finish_the_decision_opens_once_after_the_last(order):
    tale, left = Tale().checked(), list(order)
    while left:
        step = next(one for one in left if one in tale.open())
        assert "decide" not in tale.open()
        tale.done(step)
        left.remove(step)
    assert tale.open() == ["decide"] and tale.case.beside == ()


def test_each_desk_has_its_own_holder_and_nobody_ends_anothers_step():
    tale = Tale().checked().do("take", ROADS, step="roads").do("take", WATER, step="water")
    assert {one.id: one.holder for one in tale.case.open_steps()} == {"roads": 11, "water": 12, "plan": None}
    codes = [one.code for one in objections(tale.case, Act("perform", ROADS, tale.at, {"step": "water"}))]
    assert codes == ["not-on-your-desk"]
    assert [one.code for one in objections(tale.case, Act("take", ANA, tale.at, {"step": "water"}))] == [
        "held-by-another"
    ]
    back = tale.do("put_back", WATER, reason="ill").case
    assert {one.id: one.holder for one in back.open_steps()} == {"roads": 11, "water": None, "plan": None}


def test_a_declared_conflict_holds_for_every_desk_of_the_case():
    case = Tale().checked().do("take", ROADS, step="roads").do("put_back", ROADS, reason="conflict").case
    assert all(11 in case.seen_at(one.id).barred for one in case.open_steps())


def test_of_two_steps_that_must_not_share_an_officer_either_may_be_first():
    steps = (*STEPS[:2], PlannedStep("water", "perform", "water", 3, "working days", ("roads",), after=("check",)))
    steps += (STEPS[-1],)
    first = Tale(steps=steps).checked().do("take", ROADS, step="roads").do("perform", ROADS, step="roads")
    assert first.case.seen_at("water").barred == (11,)
    other = Tale(steps=steps).checked().do("take", ROADS, step="water").do("perform", ROADS, step="water")
    assert other.case.seen_at("roads").barred == (11,)


def test_the_ball_is_with_the_office_as_long_as_one_desk_has_it_and_its_time_counts_once():
    tale = Tale().checked().do("take", DEWI, step="plan").do("external_sent", DEWI, step="plan")
    assert tale.case.seen_at("plan").ball == "outside" and tale.case.turn == "office"
    tale.done("roads").done("again").done("water")
    assert tale.open() == ["plan"] and tale.case.turn == "outside"
    tale.do("take", DEWI, wait=timedelta(hours=3)).do("external_done", DEWI, step="plan", fits=True)
    assert tale.case.balls == {"office": 10 * 3600, "outside": 4 * 3600}
    times = split(tale.events, OFFICE, tale.at)["received"]
    assert {side: held.clock for side, held in times.items()} == {"office": 10 * HOUR, "outside": 4 * HOUR}


def test_no_single_desk_stops_the_clock_of_all():
    tale = Tale(outage=[3, "working days", ["siak"]]).checked().do("take", ROADS, step="roads")
    with pytest.raises(Refused) as refused:
        tale.do("pause", ROADS, system="siak", evidence_length=40)
    assert refused.value.refusals[0].code == "others-work"


@pytest.mark.parametrize(("kind", "by"), [("withdraw", CARLA), ("deem_granted", SYSTEM)])
def test_what_ends_the_case_ends_every_desk(kind, by):
    tale = Tale(silence_grants=True).checked().do("take", ROADS, step="roads")
    after = tale.do(kind, by, wait=timedelta(days=90)).case
    assert after.open_steps() == () and after.beside == () and after.turn == "nobody" and not after.is_open


def test_a_form_that_lay_open_does_not_end_the_step_after_it():
    tale = Tale().checked().done("roads")
    with pytest.raises(Refused) as refused:
        tale.do("perform", ROADS, step="roads")
    assert refused.value.refusals[0].code in ("not-the-step", "not-on-your-desk")


def test_a_decree_moves_the_day_of_every_desk():
    tale = Tale().checked()
    decree = Decree(
        "SK 9/2026", (tale.at + HOUR).date(), closed={(MONDAY + timedelta(days=1)).date(): Text("Libur", "Off")}
    )
    changed = Calendar(decrees=(decree,))
    moved = recalendared(changed, tale.case, tale.at + HOUR)
    assert set(moved.beside) == {"roads", "plan"} and "step_due_at" in moved.now
    after = tale.do("recalendar", SYSTEM, **moved.data()).case
    days = {one.id: OFFICE.local(one.due_at).date().isoformat() for one in after.open_steps()}
    assert days == {"roads": "2026-12-01", "water": "2026-11-27", "plan": "2026-11-30"}
    assert recalendared(changed, after, tale.at + HOUR) is None


def test_a_row_keeps_all_of_it():
    case = Tale().checked().do("take", DEWI, step="plan").do("external_sent", DEWI, step="plan").case
    kept = with_rest(Case(**{name: getattr(case, name) for name in COLUMNS}), rest_of(case))
    assert kept == case


COLUMNS = (
    "number", "office", "service", "version", "channel", "status", "step", "ball", "holder", "received_at",
    "complete_at", "due_at", "step_due_at", "silence_grants", "seq",
)  # fmt: skip


def test_a_case_whose_steps_stand_in_one_line_keeps_nothing_new():
    steps = tuple(PlannedStep(one.id, one.kind, one.role, one.amount, one.unit) for one in STEPS)
    tale = Tale(steps=steps).checked()
    assert tale.open() == ["roads"] and not {"beside", "ended"} & rest_of(tale.case).keys()
    assert all("after" not in planned(one) for one in steps) and "beside" not in tale.events[-1].data


def test_two_desks_that_act_at_the_same_moment_are_both_counted():
    moves = [("roads", ROADS), ("water", WATER)]
    ends = []
    for order in itertools.permutations(moves):
        tale = Tale().checked()
        for step, by in order:
            tale.do("take", by, wait=timedelta(), step=step)
        for step, by in order:
            tale.do("perform", by, wait=timedelta(), step=step)
        ends.append((tale.open(), tale.case.done_by))
    assert ends[0] == ends[1]
