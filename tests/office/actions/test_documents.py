"""A document that was uploaded becomes the case's; nobody files with another's."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from layani.office.actions import filing
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.filing_documents import Named
from layani.office.actions.parties import register
from layani.office.actions.uploading import upload_code
from layani.office.tables.models import Case, Document, Event, Outbox, Party
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def _with_contract(party, now, **changed):
    """An application of a tenant, whose contract is the party's upload unless ``changed`` says otherwise."""
    ref = uuid4()
    contract = {"id": str(ref), "name": "a.pdf", "type": "application/pdf", "bytes": 9, "sha256": "0" * 64}
    noted = {"answer_mac": upload_code(contract), "scanned": "clean", "uploaded_at": now, **changed}
    document = Document.objects.create(ref=ref, party=party, media_type="application/pdf", size=9, **noted)
    return document, application(tenancy="rent", contract=contract)


def test_a_document_becomes_the_cases(now):
    document, sent = _with_contract(register(CARLA, now=now), now)
    done = filing.file(sent, actor=CITIZEN, now=now)
    document.refresh_from_db()
    assert document.case_id == done.row.pk


def test_nobody_files_with_anothers_document_or_with_one_of_another_case(now):
    other = register(dataclasses.replace(CARLA, nik="3174015501900003"), now=now)
    _, with_a_strangers = _with_contract(other, now)
    carla = register(CARLA, now=now)
    first = filing.file(application(), actor=CITIZEN, now=now).row
    _, with_a_used_one = _with_contract(carla, now, case=first)
    for sent in (with_a_strangers, with_a_used_one):
        with pytest.raises(Refused, match="not among this applicant's uploads"):
            filing.file(sent, actor=CITIZEN, now=now)
    assert (Case.objects.count(), Event.objects.count(), Outbox.objects.count()) == (1, 1, 1)


def test_an_upload_of_which_the_office_noted_nothing_is_uploaded_again(now):
    _, sent = _with_contract(register(CARLA, now=now), now, answer_mac=None)
    with pytest.raises(Refused, match="Upload the document again"):
        filing.file(sent, actor=CITIZEN, now=now)
    assert not Case.objects.exists()


def test_one_file_for_two_questions_is_what_both_answers_say(now):
    document, sent = _with_contract(register(CARLA, now=now), now)
    contract = sent.answers["contract"]
    asked = [Named(name, document.ref, upload_code(answer)) for name, answer in (("a", contract), ("b", contract))]
    row = filing.file(application(), actor=CITIZEN, now=now).row
    other = Named("b", document.ref, upload_code({**contract, "name": "b.pdf"}))
    with pytest.raises(AnswersRejected, match="^b: "), transaction.atomic():
        filing.attach([asked[0], other], row.party, row)
    filing.attach(asked, row.party, row)
    document.refresh_from_db()
    assert document.case_id == row.pk


def test_who_is_not_in_the_register_has_uploaded_nothing(now):
    other = register(dataclasses.replace(CARLA, nik="3174015501900003"), now=now)
    _, sent = _with_contract(other, now)
    with pytest.raises(Refused, match="uploads"):
        filing.file(sent, actor=CITIZEN, now=now)
    assert (Party.objects.count(), Case.objects.count()) == (1, 0)
