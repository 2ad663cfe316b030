"""then: the work between checking and deciding goes through the acts of real cases, with what the example found."""

import pytest

from layani.rules.catalogue.course import ACTS, PLACES
from layani.rules.catalogue.course_work import WORK
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.expressions.functions import working_days

from .conftest import FOLDER

HEIRS = "heirs-statement"
COMPLETE = "{do: check complete, after: 2 working hours}"
TELL = "{do: perform, after: 1 working day}"
OPEN = "{do: open notice, after: 1 working hour}"
FOUND = "{tell: {told: 3, all_told: true, agree: true}}"


@pytest.fixture
def told(catalogue, tmp_path):
    """Return a function that gives the errors about an example of the heirs' statement, after the acts of ``then``."""
    known = (FOLDER / HEIRS / "examples.yaml").read_text(encoding="utf-8").partition("    findings:")[0]

    def run(*then, findings=FOUND):
        acts = "".join(f"      - {one}\n" for one in then)
        text = f"{known}    findings: {findings}\n    on: 2026-12-01 09:30\n    expect: {{}}\n    then:\n{acts}"
        (tmp_path / HEIRS).mkdir(exist_ok=True)
        (tmp_path / HEIRS / "examples.yaml").write_text(text, encoding="utf-8")
        ran = run_examples(tmp_path / HEIRS, catalogue.services[HEIRS], catalogue.office)
        return [str(problem) for problem in ran.problems if problem.level == "error"]

    return run


def test_a_step_ends_with_what_the_example_found(told):
    assert told(COMPLETE, "{do: perform, after: 1 working day, expect: {step: notice, ball: office}}") == []


def test_without_findings_the_step_cannot_end_and_the_message_says_where_to_write_them(told):
    (problem,) = told(COMPLETE, TELL, findings="{}")
    assert "(findings-rejected): The step 'tell' cannot end with these findings: agree." in problem


@pytest.mark.parametrize("do", sorted(WORK))
def test_work_that_is_not_the_open_step_is_not_possible(told, do):
    (problem,) = told(f"{{do: {do}}}")
    assert f"'{do}' is not possible here" in problem


def test_a_finding_decides_what_may_be_granted(told):
    rest = (OPEN, "{do: close notice, after: 8 calendar days}", "{do: initial, after: 1 working hour}")
    stopped = "{do: decide grant, expect: {stopped: mandatory-rule-failed}}"
    assert told(COMPLETE, TELL, *rest, stopped, findings=FOUND.replace("agree: true", "agree: false")) == []
    assert told(COMPLETE, TELL, *rest, "{do: decide grant, expect: {status: granted}}") == []


def test_a_notice_is_closed_when_its_time_has_passed_and_not_before(told):
    early = "{do: close notice, after: 7 calendar days, expect: {stopped: notice-not-over, ball: outside}}"
    late = "{do: wait, after: 8 calendar days, expect: {ball: office, step: notice}}"
    assert told(COMPLETE, TELL, OPEN, early, late) == []


def test_an_objection_comes_too_late_when_the_notice_is_over(told):
    late = "{do: objection, after: 9 calendar days, expect: {stopped: no-objections-now}}"
    assert told(COMPLETE, TELL, OPEN, "{do: objection, after: 1 calendar day}", late) == []


def test_every_act_has_one_word_but_what_a_ranking_gives_and_a_grant_in_part():
    assert len(set(ACTS.values())) == len(ACTS) - len(PLACES) + 1 - 1
    assert WORK.items() <= ACTS.items()


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2026-12-04", "2026-12-04", 0),
        ("2026-12-04", "2026-12-01", 0),
        ("2026-12-04", "2026-12-05", 0),  # a Saturday
        ("2026-12-04", "2026-12-07", 0),  # a holiday on a Monday
        ("2026-12-04", "2026-12-08", 1),
        ("2026-12-05", "2026-12-08", 1),
        ("2026-12-06", "2026-12-13", 4),
        ("2026-01-01", "2027-01-01", 260),
    ],
)
def test_working_days_are_counted_as_terms_are(start, end, counted):
    assert working_days(start, end, ["2026-12-07", "2026-12-06"]) == counted
