"""if_late: refuse: silence opens the way to an objection, once, and the case stays with the office."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, filing, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.rebuilding import differences
from layani.office.house import catalogue, key_store
from layani.office.jobs import note_silence
from layani.office.pages.citizen.case_words import due_of
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Attempt, Case, Event, Letter, Message
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application

HOUR = timedelta(hours=1)
LATER = timedelta(days=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def silence_refuses(monkeypatch):
    service = catalogue().services["residence-letter"]
    promise = replace(service.promise, if_late="refuse", law=next(iter(service.law)))
    monkeypatch.setitem(catalogue().services, "residence-letter", replace(service, promise=promise))


@pytest.fixture
def number(ana, now, silence_refuses):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    checking.check_complete(number, actor=ana, now=now + HOUR)
    return number


def test_silence_is_noted_once_told_and_ends_nothing(number, now):
    due = Case.objects.get(number=number).due_at
    assert note_silence.run(due) == 0
    assert [note_silence.run(due + HOUR), note_silence.run(due + 2 * HOUR)] == [1, 0]
    case = state_of(Case.objects.get(number=number))
    assert case.is_open and (case.status, case.step, case.ball, case.silent_at) == (
        "deciding", "decide", "office", due + HOUR,
    )  # fmt: skip
    assert Message.objects.filter(case__number=number, kind="silent").count() == 1
    assert not Letter.objects.exists() and not Attempt.objects.exists()
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_applicant_reads_that_one_may_object_and_that_the_office_still_owes_a_decision(number, now):
    due = Case.objects.get(number=number).due_at
    note_silence.run(due + HOUR)
    row = Case.objects.get(number=number)
    case = state_of(row)
    said = due_of(case, due + HOUR)
    assert said.late and "Anda boleh mengajukan keberatan" in said.why.id and "tetap wajib memutuskan" in said.why.id
    events = [event_of(one) for one in Event.objects.all_of_case(row.pk)]
    assert "menurut hukum itu penolakan" in timeline(case, events)[0].words.id


def test_the_office_can_still_grant_after_its_silence(number, ben, now):
    due = Case.objects.get(number=number).due_at
    note_silence.run(due + HOUR)
    serving.take_next(actor=ben, now=due + 2 * HOUR)
    deciding.grant(number, actor=ben, now=due + 3 * HOUR)
    assert Case.objects.get(number=number).status == "granted"
    assert note_silence.run(due + LATER) == 0


def test_no_officer_and_no_early_sweep_can_say_it(number, now):
    with pytest.raises(Refused) as refused:
        deciding.note_silence(number, now=now + 2 * HOUR)
    assert refused.value.refusals[0].code == "silence-does-not-refuse"


def test_a_decided_case_and_another_service_are_left_alone(ana, ben, now):
    other = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    checking.check_complete(other, actor=ana, now=now + HOUR)
    assert note_silence.run(now + LATER) == 0 and state_of(Case.objects.get(number=other)).silent_at is None


def test_the_citizens_page_says_until_when_and_how_to_object(number, now, client):
    done = filing.file(application(), actor=CITIZEN, now=now)
    row = Case.objects.get(number=done.row.number)
    Case.objects.filter(pk=row.pk).update(due_at=now + HOUR)
    note_silence.run(now + LATER)
    client.post("/follow/", {"number": row.number, "code": receipt_code(key_store().get(row.ref))})
    page = client.get(f"/case/{row.number}/").content.decode()
    assert "Kantor tidak menjawab pada waktunya" in page and "Anda boleh mengajukan keberatan sampai" in page
