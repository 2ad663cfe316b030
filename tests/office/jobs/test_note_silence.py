"""if_late: refuse: silence opens the way to an objection, once, and the case stays with the office."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, filing, objecting, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.house import catalogue, key_store
from layani.office.jobs import note_silence, uphold_unanswered
from layani.office.pages.citizen.case_words import due_of
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Attempt, Case, Event, Letter, Message
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import officer

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


SAID = "Sudah tiga minggu saya menunggu jawaban."
REASON = "Tidak ada alasan yang tercatat untuk keterlambatan ini."


@pytest.fixture
def objected(number):
    """The limit has passed in silence, and the applicant objects; returns when."""
    due = Case.objects.get(number=number).due_at
    note_silence.run(due + HOUR)
    applicant = Actor(kind="citizen", party=Case.objects.get(number=number).party_id)
    objecting.object_to(number, SAID, actor=applicant, now=due + 2 * HOUR)
    return due + 2 * HOUR


def end_by_grant(number, ben, at):
    serving.take_next(actor=ben, now=at)
    deciding.grant(number, actor=ben, now=at)


def end_by_withdrawing(number, ben, at):
    deciding.withdraw(number, actor=Actor(kind="citizen", party=Case.objects.get(number=number).party_id), now=at)


@pytest.mark.parametrize(("ends", "status"), [(end_by_grant, "granted"), (end_by_withdrawing, "withdrawn")])
def test_what_ends_the_case_answers_the_objection_to_its_silence_and_is_never_set_aside(
    number, objected, ben, ends, status
):
    ends(number, ben, objected + HOUR)
    row = Case.objects.get(number=number)
    assert row.objection_due is None and state_of(row).objection["outcome"] == "overtaken"
    assert uphold_unanswered.run(objected + LATER) == 0
    assert Case.objects.get(number=number).status == status
    assert not Attempt.objects.exists()
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_an_objection_to_silence_that_is_upheld_leaves_the_case_where_it_is_with_a_new_day(number, objected, ben):
    sari = officer("sari", "supervisor")
    objecting.uphold(number, REASON, "", actor=sari, now=objected + HOUR)
    case = state_of(Case.objects.get(number=number))
    assert (case.status, case.step, case.objection["outcome"]) == ("deciding", "decide", "upheld")
    assert case.due_at > objected + HOUR
    at = objected + 2 * HOUR
    serving.take_next(actor=ben, now=at)
    fact = "Pada kartu keluarga tertulis alamat di kelurahan lain."
    deciding.refuse(number, deciding.Why("not-resident", fact), actor=ben, now=at)
    assert objecting.open_to_objection(state_of(Case.objects.get(number=number))), "a refusal is another thing"
    assert [one for one in differences() if not isinstance(one, int)] == []
