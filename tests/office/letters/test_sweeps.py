"""What a decision left unwritten, and what the office left undecided, is found by a sweep."""

from datetime import timedelta

import pytest

from layani.office.actions import issuing
from layani.office.house import key_store
from layani.office.jobs import deem_granted, issue_letters
from layani.office.jobs.clock_ahead import LONGEST_QUIET, ClockAhead
from layani.office.tables.models import Attempt, Case, Letter
from tests.office.conftest import MONDAY
from tests.office.officer.walks import another, filed, granted, refused, with_failed_rule

LATER = MONDAY + timedelta(days=3)


def test_the_sweep_issues_what_was_granted_refused_and_granted_by_law(ana, ben):
    yes, no = granted(ana, ben), refused(ana, ben, another(1), at=MONDAY + timedelta(hours=1))
    silent = filed(another(2), at=MONDAY + timedelta(hours=2))
    Case.objects.filter(number=silent).update(silence_grants=True, due_at=MONDAY + timedelta(days=2))
    assert deem_granted.JOB.run(LATER) == 1
    assert issue_letters.JOB.run(LATER) == 3
    assert set(Letter.objects.values_list("case__number", flat=True)) == {yes, no, silent}
    assert issue_letters.JOB.run(LATER) == 0


def test_an_imported_decision_gets_no_letter(ana, ben):
    Case.objects.filter(number=granted(ana, ben)).update(imported=True)
    assert issue_letters.JOB.run(LATER) == 0


def test_one_letter_that_fails_keeps_no_other_from_its_person(ana, ben, monkeypatch, caplog):
    bad, good = granted(ana, ben), granted(ana, ben, another(1), at=MONDAY + timedelta(hours=1))
    real = issuing.content_of

    def content_of(opened, *rest):
        if opened.case.number == bad:
            raise ValueError("no such place")
        return real(opened, *rest)

    monkeypatch.setattr(issuing, "content_of", content_of)
    with pytest.raises(ExceptionGroup, match="1 letters could not be issued; 1 were"):
        issue_letters.JOB.run(LATER)
    assert f"The letter of case {bad} could not" in caplog.text
    assert Letter.objects.get().case.number == good


def test_an_erased_case_stops_no_sweep(ana, ben):
    gone, good = granted(ana, ben), granted(ana, ben, another(1), at=MONDAY + timedelta(hours=1))
    key_store().erase(Case.objects.get(number=gone).ref)
    assert issue_letters.JOB.run(LATER) == 1
    assert Letter.objects.get().case.number == good


@pytest.mark.parametrize(
    "change",
    [{"silence_grants": False}, {"due_at": LATER + timedelta(minutes=1)}, {"due_at": None}, {"ball": "citizen"}],
    ids=["the law does not say so", "not yet", "no limit runs", "the citizen has the ball"],
)
def test_silence_grants_nothing_else(db, change):
    number = filed()
    Case.objects.update(**({"silence_grants": True, "due_at": MONDAY + timedelta(days=2)} | change))
    assert deem_granted.JOB.run(LATER) == 0
    assert Case.objects.get(number=number).decided_at is None


def test_between_the_offices_own_promise_and_the_laws_term_silence_grants_nothing_and_is_not_tried(db):
    number = filed()
    row = Case.objects.get(number=number)
    row.silence_grants, row.due_at = True, MONDAY + timedelta(days=2)
    row.rest = {**row.rest, "legal_due_at": (LATER + timedelta(minutes=1)).isoformat()}
    row.save()
    assert deem_granted.JOB.run(LATER) == 0
    assert not Attempt.objects.exists()
    assert deem_granted.JOB.run(LATER + timedelta(minutes=2)) == 1


def test_silence_does_not_grant_against_a_mandatory_rule_and_is_not_tried_again_and_again(db):
    number = with_failed_rule(filed())
    Case.objects.update(silence_grants=True, due_at=MONDAY + timedelta(days=2))
    assert deem_granted.JOB.run(LATER) == 0
    assert Case.objects.get(number=number).status == "checking"
    assert not Attempt.objects.exists()
    assert Case.objects.late(LATER).count() == 1


def test_one_case_that_cannot_be_opened_keeps_no_other_from_its_right(db, caplog):
    lost, good = filed(), filed(another(1), at=MONDAY + timedelta(hours=1))
    Case.objects.update(silence_grants=True, due_at=MONDAY + timedelta(days=2))
    key_store().erase(Case.objects.get(number=lost).ref)
    with pytest.raises(ExceptionGroup, match="1 cases could not be granted by law; 1 were"):
        deem_granted.JOB.run(LATER)
    assert f"Case {lost} could not be granted" in caplog.text
    assert dict(Case.objects.values_list("number", "status")) == {lost: "checking", good: "deemed_granted"}


def test_silence_grants_nothing_while_the_clock_is_far_beyond_the_last_act(db):
    number = filed()
    Case.objects.update(silence_grants=True, due_at=MONDAY + timedelta(days=2))
    with pytest.raises(ClockAhead, match="Nothing was removed or granted"):
        deem_granted.JOB.run(MONDAY + LONGEST_QUIET + timedelta(hours=1))
    assert Case.objects.get(number=number).decided_at is None


def test_an_officer_who_decides_in_the_last_moment_is_not_overruled(ana, ben, monkeypatch):
    number = granted(ana, ben)
    row = Case.objects.get(number=number)
    monkeypatch.setattr(type(Case.objects.all()), "silent", lambda self, now: self)
    assert deem_granted.JOB.run(LATER) == 0
    assert Case.objects.get(pk=row.pk).status == "granted"


def test_an_idle_sweep_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        issue_letters.JOB.run(LATER)
    with django_assert_num_queries(1):
        deem_granted.JOB.run(LATER)
