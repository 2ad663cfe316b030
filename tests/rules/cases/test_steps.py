"""Steps that neither check nor decide: who has the ball in them, what ends them, and that no due date moves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act, moment
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import decide, evolve, objections, replay
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned, rest_of, with_rest
from layani.rules.refusal import Refused

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
ANA, BEN, CARLA, SYSTEM = By("officer", 1), By("officer", 2), By("citizen"), By("system")
STEPS = (
    PlannedStep("check", "check", "front-desk", 1, "working days"),
    PlannedStep("visit", "visit", "surveyor", 3, "working days"),
    PlannedStep("assess", "perform", "surveyor", 2, "working days"),
    PlannedStep("paraf", "initial", "section-head", 4, "working hours"),
    PlannedStep("external", "external", "front-desk", 4, "working days"),
    PlannedStep("notice", "notice", "front-desk", 12, "working days", (), (10, "calendar days"), (7, "calendar days")),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)
FILING = {
    "number": "BGN-2026-0000-0000", "office": "bangunan", "service": "building-permit", "version": "2026-11-01",
    "channel": "online", "steps": [planned(step) for step in STEPS], "promise": [28, "working days"],
    "promise_starts": "received", "rules": {"far-enough": "unknown", "raised": "unknown"},
    "must": ["far-enough", "raised"],
}  # fmt: skip
TEAM = {"team": 2, "team_at_least": 2}
ENDS = {
    "check": ("check_complete", {}),
    "visit": ("visit", {"step": "visit", **TEAM, "rules": {"far-enough": "passed"}}),
    "assess": ("perform", {"step": "assess"}),
    "paraf": ("initial", {"step": "paraf"}),
    "external": ("external_done", {"step": "external", "fits": True}),
}


class Story:
    """A case that is told act by act; each act an hour after the one before."""

    def __init__(self):
        self.case, self.at, self.events = None, MONDAY, []

    def then(self, kind, by=ANA, *, after=timedelta(hours=1), **data):
        at = self.at + (after if self.case else timedelta())
        event = decide(self.case, Act(kind, by, at, data), OFFICE)
        self.case, self.at = evolve(self.case or Case(), event), at
        self.events.append(event)
        return self


def before(step):
    """Tell a case up to the moment at which a step is on Ana's desk."""
    story = Story().then("file", CARLA, **FILING)
    for one in STEPS:
        story.then("take")
        if one.id == step:
            return story
        kind, data = ENDS.get(one.id, ("", {}))
        if one.id == "notice":
            story.then("notice_opened").then("take").then("notice_closed", after=timedelta(days=11))
        else:
            story.then(kind, **data)
    raise AssertionError(step)


def test_completeness_opens_the_visit_and_the_case_is_being_worked_on():
    case = before("visit").case
    assert (case.status, case.step, case.step_role, case.ball) == ("working", "visit", "surveyor", "office")


def test_a_visit_records_who_did_it_and_what_it_means_for_the_rules():
    story = before("visit").then("visit", **ENDS["visit"][1])
    assert (story.case.step, story.case.done_by["visit"], story.case.holder) == ("assess", 1, None)
    assert story.case.rules == {"far-enough": "passed"}  # 'raised' turned out not to apply
    assert story.case.failed_mandatory == ()
    assert story.case.step_due_at == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_a_visit_with_too_few_people_is_refused():
    with pytest.raises(Refused, match="At least 2 people must go"):
        before("visit").then("visit", step="visit", team=1, team_at_least=2)


@pytest.mark.parametrize("kind", ["perform", "initial", "external_sent", "external_done", "notice_opened", "outage"])
def test_an_act_of_another_step_is_refused(kind):
    with pytest.raises(Refused, match="not in that step"):
        before("visit").then(kind)


def test_a_form_of_a_step_that_has_ended_does_not_end_the_next_one():
    with pytest.raises(Refused, match="not in that step"):
        before("paraf").then("initial", step="paraf-2")


def test_nobody_decides_before_the_chain_has_ended():
    with pytest.raises(Refused):
        before("paraf").then("decide_grant")


def test_what_is_sent_to_another_system_gives_that_body_the_ball_and_frees_the_desk():
    story = before("external").then("external_sent")
    assert (story.case.ball, story.case.holder) == ("outside", None)
    with pytest.raises(Refused, match="already sent"):
        story.then("take").then("external_sent")
    story.then("external_done", fits=True, rules={"registered": "passed"}, after=timedelta(days=1))
    assert (story.case.ball, story.case.step, story.case.work) == ("office", "notice", {})
    assert story.case.balls["outside"] == 86400 + 3600
    assert story.case.rules == {"registered": "passed"}


def test_a_number_that_does_not_fit_ends_nothing():
    with pytest.raises(Refused, match="not how its number looks"):
        before("external").then("external_done", fits=False)


def test_an_outage_needs_evidence_and_moves_no_due_date():
    story = before("external").then("external_sent").then("take")
    dues = story.case.due_at, story.case.step_due_at
    with pytest.raises(Refused, match="What shows the outage"):
        story.then("outage", evidence_length=3)
    story.then("outage", evidence_length=20)
    assert (story.case.due_at, story.case.step_due_at) == dues
    assert (story.case.work["outages"], story.case.ball) == (1, "outside")


def test_a_notice_is_public_for_its_time_and_takes_objections_for_theirs():
    story = before("notice").then("notice_opened")
    opened = story.at
    assert (story.case.ball, story.case.holder) == ("outside", None)
    assert OFFICE.local(moment(story.case.work["ends_at"])).date() == OFFICE.local(opened + timedelta(days=10)).date()
    story.then("take").then("notice_objection", words_length=30)
    with pytest.raises(Refused, match="What is objected to"):
        story.then("notice_objection", words_length=3)
    with pytest.raises(Refused, match="not over"):
        story.then("notice_closed", after=timedelta(days=9))
    with pytest.raises(Refused, match="Objections are not taken now"):
        story.then("notice_objection", words_length=30, after=timedelta(days=8))
    story.then("notice_closed", after=timedelta(days=11))
    assert (story.case.status, story.case.step, story.case.objections, story.case.ball) == (
        "deciding", "decide", 1, "office",
    )  # fmt: skip


def test_a_notice_that_is_over_comes_back_into_the_queue_of_its_step():
    story = before("notice").then("notice_opened")
    with pytest.raises(Refused, match="not over"):
        story.then("notice_over", SYSTEM)
    story.then("notice_over", SYSTEM, after=timedelta(days=11))
    assert (story.case.ball, story.case.step, story.case.holder) == ("office", "notice", None)
    with pytest.raises(Refused, match="not over"):
        story.then("notice_over", SYSTEM)
    assert story.then("take").then("notice_closed").case.step == "decide"


def test_a_notice_is_opened_once():
    with pytest.raises(Refused, match="open already"):
        before("notice").then("notice_opened").then("take").then("notice_opened")


def test_a_case_that_waits_outside_can_be_put_back_to_wait_on_and_one_that_does_not_cannot():
    story = before("external").then("external_sent").then("take").then("put_back", reason="still-outside")
    assert (story.case.holder, story.case.ball) == (None, "outside")
    with pytest.raises(Refused, match="No reason"):
        before("paraf").then("put_back", reason="still-outside")


def test_passing_a_case_outside_does_not_save_the_office_from_its_silence():
    late = datetime(2027, 2, 1, tzinfo=UTC)
    silent = Act("deem_granted", By("system"), late)
    story = before("external")
    story.case = Case(**{**vars(story.case), "silence_grants": True})
    assert objections(story.then("external_sent").case, silent) == ()


DEEDS = st.sampled_from(
    [
        ("take", {}), ("put_back", {"reason": "ill"}), ("put_back", {"reason": "still-outside"}),
        ("check_complete", {}), ("visit", ENDS["visit"][1]), ("visit", {"step": "visit", "team_at_least": 2}),
        ("perform", {"step": "assess"}), ("initial", {}), ("external_sent", {}), ("external_done", {"fits": True}),
        ("outage", {"evidence_length": 20}), ("notice_opened", {}), ("notice_objection", {"words_length": 20}),
        ("notice_closed", {}), ("decide_grant", {}),
    ]
)  # fmt: skip


@given(
    st.sampled_from([step.id for step in STEPS]),
    st.lists(st.tuples(DEEDS, st.sampled_from([ANA, BEN]), st.integers(0, 12 * 24)), max_size=40),
)
def test_whatever_officers_try_steps_only_go_forward_and_the_promise_stays_where_it_was(start, tries):
    story = before(start)
    promised, order, at = story.case.due_at, [step.id for step in STEPS], story.at
    for (kind, data), by, hours in tries:
        earlier = story.case
        try:
            story.then(kind, by, after=timedelta(hours=hours), **data)
        except Refused:
            assert story.case == earlier
            continue
        case = story.case
        assert case.due_at == promised
        assert not case.is_open or 0 <= order.index(case.step) - order.index(earlier.step) <= 1
        assert with_rest(Case(**{**vars(case), **dict.fromkeys(("work", "balls"), {})}), rest_of(case)) == case
        at = story.at
    since = timedelta() if story.case.ball == "nobody" else at - story.case.ball_since
    ended = story.case.decided_at or at
    assert sum(story.case.balls.values()) == (ended - MONDAY - since).total_seconds()
    assert replay(story.events) == story.case
