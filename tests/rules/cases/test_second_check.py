"""A service may check twice, such as papers and then drawings; nothing is asked for after completeness."""

from datetime import timedelta

from layani.rules.cases.act import Act
from layani.rules.cases.decider import objections
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By
from layani.rules.cases.state_json import planned

from .telling import ANA, CARLA, OFFICE, STEPS, filing, told

HOUR = timedelta(hours=1)
BUDI = By("officer", 2, "assessor")
DRAWINGS = PlannedStep("drawings", "check", "assessor", 1, "working days")
TWO_CHECKS = {"steps": [planned(step) for step in (STEPS[0], DRAWINGS, STEPS[1])]}
FILED = (HOUR, "file", CARLA, filing((10, "working days"), "complete", **TWO_CHECKS))
TAKEN, TAKEN_BY_BUDI = (HOUR, "take", ANA, {}), (HOUR, "take", BUDI, {})
COMPLETE = (HOUR, "check_complete", ANA, {})
ASKED = (HOUR, "ask_missing", ANA, {"items": ["land_paper"]})
ANSWERED = (HOUR, "answer", CARLA, {})


def refused(case, officer):
    act = Act("ask_missing", officer, case.last_at + HOUR, {"items": ["drawings"]})
    return [one.code for one in objections(case, act)]


def test_the_second_check_opens_after_the_first_and_can_be_done():
    case = told(OFFICE, FILED, TAKEN, COMPLETE)
    assert (case.status, case.step, case.ball) == ("checking", "drawings", "office")
    first_complete, due = case.complete_at, case.due_at
    done = told(OFFICE, FILED, TAKEN, COMPLETE, TAKEN_BY_BUDI, (HOUR, "check_complete", BUDI, {}))
    assert (done.status, done.step) == ("deciding", "decide")
    assert (done.complete_at, done.due_at) == (first_complete, due), "the promise counts from the first completeness"
    assert done.done_by == {"check": 1, "drawings": 2}


def test_only_the_first_check_asks_for_what_is_missing():
    case = told(OFFICE, FILED, TAKEN, ASKED, ANSWERED, TAKEN)
    assert refused(case, ANA) == ["asked-once"]
    assert refused(told(OFFICE, FILED, TAKEN, COMPLETE, TAKEN_BY_BUDI), BUDI) == ["asked-too-late"]
