"""What may happen to a case, and what it is afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.acts.serving import ROLE_ENDED
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import RULES, decide, evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned, rest_of, with_rest
from layani.rules.refusal import Refused

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
ANA, BEN = By("officer", 1, "front-desk"), By("officer", 2, "head")
CARLA, SYSTEM, IMPORTER = By("citizen"), By("system"), By("importer", 7)
STEPS = (
    PlannedStep("check", "check", "front-desk", 4, "working hours"),
    PlannedStep("decide", "decide", "head", 1, "working days", ("check",)),
)
FILING = {
    "number": "PLG-2026-0000-0000",
    "office": "sukamaju",
    "service": "hall-use",
    "version": "2026-12-01",
    "channel": "online",
    "steps": [planned(s) for s in STEPS],
    "promise": [5, "working days"],
    "promise_starts": "complete",
    "silence_grants": True,
    "rules": {"lives-here": "passed"},
    "must": ["lives-here"],
}
REFUSAL = {"ground": "not-resident", "grounds": ["not-resident"], "fact_length": 40}


class Story:
    """A case that is told act by act; each act an hour after the one before."""

    def __init__(self):
        self.case, self.at = None, MONDAY

    def then(self, kind, by, *, after=timedelta(hours=1), **data):
        self.at += after if self.case else timedelta()
        event = decide(self.case, Act(kind, by, self.at, data), OFFICE)
        self.case = evolve(self.case or Case(), event)
        return self


def filed():
    return Story().then("file", CARLA, **FILING)


def checked():
    return filed().then("take", ANA).then("check_complete", ANA)


def test_the_first_step_is_due_in_its_own_time_and_the_promise_runs_from_completeness():
    story = filed()
    assert (story.case.step, story.case.step_role, story.case.due_at) == ("check", "front-desk", None)
    assert story.case.step_due_at == MONDAY + timedelta(hours=4)
    assert checked().case.due_at == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_a_complete_case_waits_for_the_decider_in_the_next_queue():
    case = checked().case
    assert (case.status, case.step, case.holder, case.barred) == ("deciding", "decide", None, (1,))


def test_what_is_missing_is_asked_once():
    story = filed().then("take", ANA).then("ask_missing", ANA, items=["contract"])
    assert (story.case.status, story.case.ball, story.case.holder) == ("waiting", "citizen", None)
    story.then("answer", CARLA, fields=["contract"]).then("take", ANA)
    with pytest.raises(Refused, match="may ask once"):
        story.then("ask_missing", ANA, items=["address"])


def test_an_empty_notice_is_refused():
    with pytest.raises(Refused, match="Nothing that is missing"):
        filed().then("take", ANA).then("ask_missing", ANA, items=[])


def test_the_clock_stands_still_while_the_citizen_has_the_ball():
    story = (
        filed()
        .then("take", ANA, after=timedelta(minutes=30))
        .then("ask_missing", ANA, after=timedelta(minutes=30), items=["contract"])
    )
    story.then("answer", CARLA, after=timedelta(days=3), fields=["contract"])
    assert story.case.step_due_at == MONDAY + timedelta(days=3, hours=4)
    assert story.case.balls == {"office": 3600, "citizen": 3 * 86400}


def test_a_refusal_needs_a_listed_ground_and_a_fact():
    story = checked().then("take", BEN)
    with pytest.raises(Refused, match="listed ground"):
        story.then("decide_refuse", BEN, **{**REFUSAL, "ground": "his-face"})
    with pytest.raises(Refused, match="fact"):
        story.then("decide_refuse", BEN, **{**REFUSAL, "fact_length": 3})
    assert story.then("decide_refuse", BEN, **REFUSAL).case.ground == "not-resident"


def test_nobody_decides_before_the_step_of_deciding():
    with pytest.raises(Refused):
        filed().then("take", ANA).then("decide_grant", ANA)


def test_nobody_works_on_a_case_that_is_on_another_desk():
    with pytest.raises(Refused, match="not on your desk"):
        filed().then("take", ANA).then("check_complete", BEN)
    with pytest.raises(Refused, match="Another officer"):
        filed().then("take", ANA).then("take", BEN)


def test_putting_back_needs_a_reason_and_keeps_the_place():
    story = filed().then("take", ANA)
    with pytest.raises(Refused, match="No reason"):
        story.then("put_back", ANA, reason="bored")
    case = story.then("put_back", ANA, reason="ill").case
    assert (case.holder, case.received_at, case.ball, case.barred) == (None, MONDAY, "office", ())


def test_the_system_clears_the_desk_that_it_names_and_no_other():
    story = filed().then("take", ANA)
    for other in (2, None):
        with pytest.raises(Refused, match="no longer on that officer's desk"):
            story.then("put_back", SYSTEM, reason=ROLE_ENDED, officer=other)
    assert story.then("put_back", SYSTEM, reason=ROLE_ENDED, officer=1).case.holder is None


def test_no_officer_says_of_themselves_that_their_role_has_ended():
    with pytest.raises(Refused, match="No reason"):
        filed().then("take", ANA).then("put_back", ANA, reason=ROLE_ENDED)


def test_a_declared_conflict_bars_that_officer_from_this_step_and_from_every_later_one():
    story = filed().then("take", BEN).then("put_back", BEN, reason="conflict")
    assert (story.case.holder, story.case.received_at, story.case.barred) == (None, MONDAY, (2,))
    story.then("take", ANA).then("check_complete", ANA)
    assert (story.case.step, story.case.barred) == ("decide", (1, 2))
    assert with_rest(Case(), rest_of(story.case)).recused == (2,)


def test_silence_grants_only_after_the_limit_and_only_where_the_law_says_so():
    story = checked()
    with pytest.raises(Refused, match="has not passed"):
        story.then("deem_granted", SYSTEM)
    assert story.then("deem_granted", SYSTEM, after=timedelta(days=8)).case.status == "deemed_granted"
    patient = Story().then("file", CARLA, **{**FILING, "silence_grants": False}).then("take", ANA)
    patient.then("check_complete", ANA)
    with pytest.raises(Refused):
        patient.then("deem_granted", SYSTEM, after=timedelta(days=30))


def test_an_officer_cannot_deem_granted():
    with pytest.raises(Refused):
        checked().then("deem_granted", BEN, after=timedelta(days=8))


def test_a_letter_is_issued_once_and_delivered_once():
    story = checked().then("take", BEN).then("decide_grant", BEN)
    with pytest.raises(Refused, match="no letter"):
        story.then("deliver", CARLA)
    story.then("issue", SYSTEM, letter="474/1/SKM/2026")
    with pytest.raises(Refused, match="has been issued"):
        story.then("issue", SYSTEM, letter="474/2/SKM/2026")
    assert story.then("deliver", CARLA).case.closed_at == story.at
    with pytest.raises(Refused):
        story.then("deliver", CARLA)


def test_a_closed_case_is_not_decided_again():
    story = filed().then("withdraw", CARLA)
    for kind, by in (("take", ANA), ("check_complete", ANA), ("decide_grant", BEN), ("withdraw", CARLA)):
        with pytest.raises(Refused):
            story.then(kind, by)


def test_a_clock_that_is_set_back_is_refused_and_a_small_skew_is_not():
    story = filed()
    with pytest.raises(Refused, match="clock is behind"):
        story.then("take", ANA, after=-timedelta(hours=1))
    filed().then("take", ANA, after=-timedelta(seconds=2))


def test_a_failed_mandatory_rule_is_remembered_until_an_answer_mends_it():
    story = Story().then("file", CARLA, **{**FILING, "rules": {"lives-here": "failed", "quiet": "failed"}})
    assert story.case.failed_mandatory == ("lives-here",)
    story.then("take", ANA).then("ask_missing", ANA, items=["address"])
    assert story.then("answer", CARLA, rules={"lives-here": "passed"}).case.failed_mandatory == ()


def test_a_mandatory_rule_that_could_not_be_decided_stops_a_grant_as_a_failed_one_does():
    story = Story().then("file", CARLA, **{**FILING, "rules": {"lives-here": "unknown", "quiet": "unknown"}})
    assert story.case.failed_mandatory == ("lives-here",)


KINDS = sorted(set(RULES) - {"file"})


@given(kinds=st.lists(st.tuples(st.sampled_from(KINDS), st.integers(-48, 200)), max_size=12))
def test_an_imported_log_may_come_in_any_order_and_is_still_a_case(kinds):
    case, at = filed().case, MONDAY
    for kind, hours in kinds:
        at += timedelta(hours=hours)
        act = Act(kind, IMPORTER, at, {"step": "x", **REFUSAL})
        objections(case, act)
        event = decide(case, act, OFFICE, observe=True)
        case = evolve(case, event)
        assert with_rest(Case(), rest_of(case)).balls == case.balls
    assert case.seq == len(kinds) + 1
    assert all(seconds >= 0 for seconds in case.balls.values())


@given(kinds=st.lists(st.sampled_from(KINDS), max_size=12), who=st.sampled_from([ANA, BEN, CARLA, SYSTEM]))
def test_no_order_of_live_acts_grants_while_a_mandatory_step_is_open(kinds, who):
    story = filed()
    for kind in kinds:
        try:
            story.then(kind, who, **REFUSAL)
        except Refused:
            continue
        assert story.case.status != "granted" or "check" in story.case.done_by


@pytest.mark.parametrize("told", [filed, checked], ids=["filed", "checked"])
@pytest.mark.parametrize(
    "who", [ANA, BEN, CARLA, SYSTEM, IMPORTER], ids=["officer", "head", "citizen", "system", "importer"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_an_act_without_its_data_is_refused_or_done_and_never_breaks(kind, who, told):
    story = told()
    before = story.case
    try:
        story.then(kind, who)
    except Refused:
        assert story.case is before
    else:
        assert story.case.seq == before.seq + 1
