"""then: of steps of work, several of them side by side, and of what moves the day of a case."""

from dataclasses import replace
from pathlib import Path

import pytest

from layani.rules.cases.clock import Term
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.promise import Answer, Extension, LegalTerm, Outage

OFFICE = Path(__file__).parents[2] / "side_by_side_office"
FOUND = """{roads: {width: 4}, environment: {drain: true}, planning: {number: KKPR-123456}, site-visit: {setback: 4}}"""
HOUSE = """
people:
  carla: {name: Carla Wijaya, nik: "3171015503980000"}
examples:
  - example: A house
    who: carla
    answers: {floors: 2}
    findings: %s
    on: 2026-12-01 10:00
    expect: {}
    then:
"""


@pytest.fixture(scope="module")
def offices():
    return load_catalogue(OFFICE)


@pytest.fixture
def told(offices, tmp_path):
    """Return a function that gives the errors about a house, after the acts of ``then``."""
    service = offices.services["house-approval"]
    promise = replace(
        service.promise,
        legal=LegalTerm(Term(30, "working days"), "perda-1", "complete"),
        extension=Extension(Term(7, "working days"), "perda-1"),
        answer=Answer(Term(14, "calendar days"), Term(10, "calendar days"), "perda-1"),
        outage=Outage(("SIAK",), Term(2, "working days"), "perda-1"),
    )

    def run(*then, if_late="escalate", found=FOUND):
        (tmp_path / "examples.yaml").write_text(
            HOUSE % found + "".join(f"      - {one}\n" for one in then), encoding="utf-8"
        )
        ran = run_examples(tmp_path, replace(service, promise=replace(promise, if_late=if_late)), offices.office)
        return [str(problem) for problem in ran.problems if problem.level == "error"]

    return run


CHECKED = "{do: check complete, at: 2026-12-01 11:00, expect: {steps: [roads, environment, planning], status: working}}"
ROADS = "{do: perform, step: roads, after: 1 working day, expect: {steps: %s}}"
LATER = "[environment, planning, structure]"


def test_the_whole_way_of_a_house_can_be_told(told):
    assert told(
        CHECKED,
        ROADS % LATER,
        "{do: perform, step: environment}",
        "{do: wait, expect: {step: planning, step_due: 2026-12-07 16:00}}",
        "{do: send outside, step: planning, expect: {ball: office}}",
        "{do: perform, step: structure, expect: {steps: [planning], ball: outside}}",
        "{do: number back, expect: {step: site-visit, ball: office}}",
        "{do: visit, expect: {step: decide, status: deciding}}",
        "{do: decide grant, expect: {status: granted, letter: granted, steps: []}}",
    ) == []  # fmt: skip


def test_a_finding_that_fails_a_rule_of_the_law_stops_the_grant(told):
    assert told(
        CHECKED,
        ROADS % LATER,
        "{do: perform, step: environment}",
        "{do: perform, step: structure}",
        "{do: number back, step: planning}",
        "{do: visit}",
        "{do: decide grant, expect: {stopped: mandatory-rule-failed}}",
        found=FOUND.replace("drain: true", "drain: false"),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("{do: visit, step: site-visit}", "(not-the-step)"),
        ("{do: visit, step: roads}", "(not-the-step)"),
        ("{do: perform, step: rods}", "(not-the-step)"),
        (ROADS % "[environment]", "'steps' is [environment, planning, structure], not [environment]."),
        ("{do: extend}", "(reason-missing)"),
        ("{do: pause, system: SIAK}", "(others-work)"),
        ("{do: wait, expect: {legal_due: 2027-01-01 16:00}}", "'legal_due' is 2027-01-1"),
        ("{do: send outside, step: roads}", "(not-the-step)"),
    ],
)
def test_what_cannot_be_is_told_with_its_reason(told, then, says):
    (problem,) = told(CHECKED, then)
    assert says in problem


def test_time_is_extended_once_and_the_laws_day_moves_with_it(told):
    assert told(
        CHECKED,
        "{do: wait, expect: {due: 2027-01-14 16:00, legal_due: 2027-01-18 16:00}}",
        "{do: extend, reason: on-site, expect: {due: 2027-01-25 16:00, legal_due: 2027-01-27 16:00}}",
        "{do: extend, reason: on-site, expect: {stopped: extended-once}}",
    ) == []  # fmt: skip


PAUSED = "{do: pause, system: SIAK, after: 1 working hour, expect: {ball: outside, step: check}}"


def test_a_clock_that_stands_still_runs_on_when_somebody_says_so_and_at_its_limit(told):
    assert told(PAUSED, "{do: resume, after: 1 working day, expect: {ball: office, step_due: 2026-12-03 16:00}}") == []
    assert told(PAUSED, "{do: check complete, expect: {stopped: not-on-your-desk}}") == []
    assert told(PAUSED, "{do: wait, after: 5 working days, expect: {ball: office}}") == []
    assert told(PAUSED, "{do: resume}", "{do: pause, system: SIAK, expect: {stopped: paused-once}}") == []
    assert told("{do: pause, system: WIFI, expect: {stopped: no-such-system}}") == []
    assert told("{do: resume, expect: {stopped: not-paused}}") == []


def test_silence_that_refuses_is_told_and_ends_nothing(told):
    late = "{do: wait, after: 70 working days, expect: {silent: %s, status: working, ball: office}}"
    assert told(CHECKED, late % "true", if_late="refuse") == []
    assert told(CHECKED, late % "false") == []


def test_who_does_not_answer_is_warned_and_then_the_case_is_closed(told):
    asked = "{do: ask, fields: [floors], expect: {status: waiting, ball: citizen}}"
    assert told(asked, "{do: wait, after: 12 calendar days, expect: {status: waiting}}") == []
    assert told(asked, "{do: wait, after: 15 calendar days, expect: {status: lapsed, ball: nobody, step: none}}") == []
