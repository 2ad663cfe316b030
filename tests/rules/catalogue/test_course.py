"""then: what happens to a worked case after it was filed, and what the examples cover."""

from datetime import UTC, datetime

import pytest

from layani.cli import main
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.course import later
from layani.rules.catalogue.examples import run_examples

from .conftest import FOLDER

HALL = """
people:
  carla: {name: Carla Wijaya, nik: "3171015503980000", birth_date: 1998-03-15}
examples:
  - example: A course
    who: carla
    answers:
      {purpose: course, event_name: Kursus, event_date: 2026-12-19, part_of_day: morning, guests: 40,
       leaves_clean: true}
    on: 2026-12-01 10:00
    expect: {}
    then:
"""


@pytest.fixture
def told(catalogue, copy):
    """Return a function that gives the errors about an example of the hall, after the acts of ``then``."""

    def run(*then, like=HALL):
        text = like + "".join(f"      - {one}\n" for one in then)
        (copy / "hall-use" / "examples.yaml").write_text(text, encoding="utf-8")
        ran = run_examples(copy / "hall-use", catalogue.services["hall-use"], catalogue.office)
        return [str(problem) for problem in ran.problems if problem.level == "error"]

    return run


COMPLETE = "{do: check complete, after: 2 working hours}"


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{status: granted}", "line 13: 'status' is deciding, not granted."),
        ("{step: check}", "'step' is decide, not check."),
        ("{ball: citizen}", "'ball' is office, not citizen."),
        ("{due: 2026-12-08 16:00}", "'due' is 2026-12-09 16:00, not 2026-12-08 16:00."),
        ("{step_due: 2026-12-09 16:00}", "'step_due' is 2026-12-04 16:30, not 2026-12-09 16:00."),
        ("{letter: granted}", "'letter' is none, not granted."),
        ("{stopped: four-eyes}", "'stopped' is none, not four-eyes."),
        ("{colour: red}", "'colour' is not a key that can stand here."),
    ],
)
def test_a_case_that_stands_otherwise_is_told(told, expect, message):
    (problem,) = told(f"{{do: check complete, after: 2 working hours, expect: {expect}}}")
    assert message in problem


@pytest.mark.parametrize(
    ("then", "message"),
    [
        (["{do: decide grant}"], "'decide grant' is not possible here (out-of-place)"),
        ([COMPLETE, "{do: decide refuse, ground: hall-takn}"], "Write a ground. Did you mean 'hall-taken'?"),
        (["{do: ask}"], "(nothing-asked): Nothing that is missing was chosen. Write what is asked for"),
        (["{do: ask, fields: [colour]}"], "'colour' was not asked with these answers."),
        (["{do: answer, answers: {guests: 0}}"], "These answers cannot be sent: guests."),
        ([COMPLETE, "{do: withdraw, at: 2026-11-30 09:00}"], "it happens before what stands above it"),
        (["{do: wait, after: 9999 working days}"], "or more than ten years after."),
        (["{do: wait, at: 9999-12-31 23:59}"], "'9999-12-31 23:59' is too far away."),
        (["{do: dance}"], "'do': 'dance' is not possible. Write one of:"),
        (["{do: wait, after: tomorrow}"], "'tomorrow' is not a term."),
    ],
)
def test_what_cannot_happen_is_told_with_what_to_write(told, then, message):
    (problem,) = told(*then)
    assert message in problem


def test_nothing_goes_on_without_a_filing(told):
    (problem,) = told(COMPLETE, like=HALL.replace("    on: 2026-12-01 10:00\n", ""))
    assert "'then' needs the moment of the filing. Add a line such as: on: 2026-12-01 09:30" in problem
    (problem,) = told(COMPLETE, like=HALL.replace("guests: 40", "guests: 0").replace("{}", "{problems: [guests]}"))
    assert "These answers cannot be sent: guests." in problem


def test_the_law_grants_only_when_the_limit_has_passed_and_the_office_had_the_ball(told):
    ask = "{do: ask, fields: [guests]}"
    assert told(COMPLETE, "{do: wait, at: 2026-12-09 16:00, expect: {status: deciding}}") == []
    assert told(COMPLETE, "{do: wait, at: 2026-12-09 16:01, expect: {status: deemed_granted}}") == []
    assert told(ask, "{do: wait, after: 30 working days, expect: {status: waiting, ball: citizen}}") == []


def test_an_answer_changes_how_rules_come_out_and_what_may_be_decided(told):
    ask, answer = "{do: ask, fields: [guests]}", "{do: answer, after: 1 calendar day, answers: {guests: 300}}"
    stopped = "{do: decide grant, expect: {stopped: mandatory-rule-failed}}"
    assert told(ask, answer, COMPLETE, stopped) == []


def test_a_withdrawn_case_sends_no_letter(told):
    assert told("{do: withdraw, expect: {status: withdrawn, step: none, ball: nobody, letter: none}}") == []


def test_after_some_days_it_is_the_same_time_of_day():
    friday = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert later(Calendar(), friday, Term(1, "working days")) == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    assert later(Calendar(), friday, Term(1, "calendar days")) == datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    assert later(Calendar(), friday, Term(8, "working hours")) == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_the_examples_of_every_shipped_service_cover_all_of_it(catalogue):
    for slug, service in catalogue.services.items():
        coverage = run_examples(FOLDER / slug, service, catalogue.office).coverage
        assert (slug, coverage.missing) == (slug, ())
        assert coverage.percent == 100


def test_what_no_example_shows_is_printed(copy, capsys):
    path = copy / "residence-letter" / "examples.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("do: decide refuse", "do: withdraw")
        .replace("        ground: not-resident\n        expect: {status: refused, letter: refused}\n", ""),
        encoding="utf-8",
    )
    assert main(["check", "--coverage", str(copy)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "residence-letter: 9 of 10 shown by examples, 90 %" in told
    assert "ground not-resident used NO EXAMPLE" in told
    assert "rule lives-here failed Carla lives in the next district" in told


def test_without_examples_nothing_is_covered(catalogue, copy):
    (copy / "hall-use" / "examples.yaml").unlink()
    ran = run_examples(copy / "hall-use", catalogue.services["hall-use"], catalogue.office)
    assert ran.coverage.percent == 0 and ran.coverage.missing


ANSWERED = "answer: {within: 14 calendar days, warn_after: 10 calendar days, law: uu-30-2014-53}"


def test_who_does_not_answer_is_warned_and_then_the_case_is_closed_where_the_service_says_so(copy):
    path = copy / "hall-use" / "service.yaml"
    said = path.read_text(encoding="utf-8")
    assert "starts: complete" in said
    path.write_text(said.replace("starts: complete", f"starts: complete, {ANSWERED}", 1), encoding="utf-8")
    then = ("{do: ask, fields: [guests]}", "{do: wait, after: 30 working days, expect: {status: lapsed, ball: nobody}}")
    text = HALL + "".join(f"      - {one}\n" for one in then)
    (copy / "hall-use" / "examples.yaml").write_text(text, encoding="utf-8")
    found = load_catalogue(copy)
    ran = run_examples(copy / "hall-use", found.services["hall-use"], found.office)
    assert [str(problem) for problem in ran.problems if problem.level == "error"] == []


LEGAL = "legal: {term: 20 working days, law: uu-30-2014-53}"


def test_between_the_promise_and_the_laws_term_silence_grants_nothing(copy):
    path = copy / "hall-use" / "service.yaml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("starts: complete", f"starts: complete, {LEGAL}", 1), encoding="utf-8")
    waits = (
        "{do: wait, at: 2026-12-09 16:01, expect: {status: deciding}}",
        "{do: wait, after: 20 working days, expect: {status: deemed_granted}}",
    )
    text = HALL + "".join(f"      - {one}\n" for one in (COMPLETE, *waits))
    (copy / "hall-use" / "examples.yaml").write_text(text, encoding="utf-8")
    found = load_catalogue(copy)
    ran = run_examples(copy / "hall-use", found.services["hall-use"], found.office)
    assert [str(problem) for problem in ran.problems if problem.level == "error"] == []
