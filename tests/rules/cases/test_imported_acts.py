"""What another office's log may tell of a case: advice, extensions, steps, and milestones in any order."""

from datetime import UTC, datetime, timedelta

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned, rest_of, with_rest

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
ANA, BEN = By("importer", 1), By("importer", 2)
STEPS = (
    PlannedStep("confirm", "perform", "desk", 4, "working hours"),
    PlannedStep("check", "check", "desk", 1, "working days"),
    PlannedStep("assess", "perform", "desk", 5, "working days"),
    PlannedStep("decide", "decide", "head", 1, "working days", ("check", "assess")),
)
FILING = {
    "number": "PLG-2026-0000-0000", "office": "sukamaju", "service": "permit", "version": "2026-12-01",
    "channel": "post", "steps": [planned(step) for step in STEPS], "due_at": "2026-12-23T09:00:00+00:00",
    "imported": True,
}  # fmt: skip


class Log:
    """A case told act by act, an hour apart, whatever our own rules say of it."""

    def __init__(self):
        self.at = MONDAY
        self.case = evolve(Case(), decide(None, Act("file", ANA, MONDAY, FILING), OFFICE, observe=True))

    def then(self, kind, by=ANA, **data):
        self.at += timedelta(hours=1)
        self.case = evolve(self.case, decide(self.case, Act(kind, by, self.at, data), OFFICE, observe=True))
        return self


def test_a_performed_step_that_is_planned_opens_the_next_one():
    case = Log().then("perform", step="confirm").case
    assert (case.step, case.status, case.holder, case.done_by) == ("check", "checking", None, {"confirm": 1})
    assert case.step_due_at == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_performed_step_that_is_not_planned_only_says_who_did_it():
    case = Log().then("take").then("perform", step="publish-notice").case
    assert (case.step, case.holder, case.done_by) == ("confirm", 1, {"publish-notice": 1})


def test_the_steps_of_a_whole_procedure_lead_to_the_decision():
    log = Log().then("perform", step="confirm").then("check_complete", BEN).then("perform", BEN, step="assess")
    assert (log.case.step, log.case.status, log.case.barred) == ("decide", "deciding", (2,))
    assert objections(log.case, Act("decide_grant", ANA, log.at, {})) == ()


def test_completeness_found_before_its_step_opened_is_its_step_all_the_same():
    case = Log().then("check_complete", BEN).case
    assert (case.step, case.done_by) == ("assess", {"check": 2})


def test_completeness_found_twice_skips_no_step():
    case = Log().then("check_complete").then("check_complete").case
    assert case.step == "assess"
    case = Log().then("check_complete").then("perform", step="assess").then("check_complete").case
    assert case.step == "decide"


def test_the_ball_comes_back_when_every_body_that_was_asked_has_answered():
    log = Log().then("consult", party="fire-brigade").then("consult", party="water-board")
    assert (log.case.ball, log.case.pending) == ("outside", ("fire-brigade", "water-board"))
    assert with_rest(Case(), rest_of(log.case)).pending == log.case.pending
    log.then("advise", party="water-board")
    assert log.case.ball == "outside"
    log.then("advise", party="fire-brigade")
    assert (log.case.ball, log.case.pending) == ("office", ())
    assert log.case.balls == {"office": 3600, "outside": 3 * 3600}


def test_an_answer_from_a_body_that_was_asked_without_a_name_ends_that_question():
    assert Log().then("consult").then("advise", party="party-3").case.ball == "office"
    assert Log().then("consult", party="one").then("advise").case.ball == "office"


def test_an_act_may_say_who_has_the_ball():
    log = Log().then("publish", ball="outside")
    assert log.case.ball == "outside"
    assert log.then("perform", step="hear-views", ball="office").case.ball == "office"


def test_an_extension_moves_the_due_time_by_its_days():
    log = Log()
    before = log.case.due_at
    assert log.then("extend", days=42).case.due_at == before + timedelta(days=42)
    assert log.then("extend").case.due_at == before + timedelta(days=42)


def test_what_comes_after_the_decision_does_not_open_the_case_again():
    log = Log().then("check_complete").then("perform", step="assess").then("decide_grant", BEN)
    for kind in ("take", "check_complete", "ask_missing", "answer", "consult", "advise", "perform", "reach", "publish"):
        log.then(kind, step="archive", ball="outside")
        assert (log.case.status, log.case.ball, log.case.step, log.case.holder) == ("granted", "nobody", "", None)


def test_a_case_that_is_put_away_undecided_waits_for_nobody():
    case = Log().then("consult").then("close").case
    assert (case.ball, case.step, case.pending, case.status) == ("nobody", "", (), "checking")
