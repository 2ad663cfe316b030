"""The same filing sent by many at once is one case, and many filings of one newcomer are one person."""

import threading
import time
from contextlib import contextmanager, nullcontext

import pytest
from django.db import connections, transaction

from layani.office.actions.rebuilding import Difference, differences
from layani.office.tables.models import Case, Document, Event, Outbox, Party
from tests.office.api.conftest import Caller, applicant, desk, filing  # noqa: F401  desk is a fixture
from tests.office.citizen.files import PDF, sent

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6
HELD_BACK = 0.5  # seconds


def all_at_once(send, *, held_back=None):
    """Let several threads send at the same moment; return what each was answered.

    held_back: a context that keeps them from finishing; it is left when all have come as far as they can
    """
    start, answers = threading.Barrier(AT_ONCE), [None] * AT_ONCE

    def one(place):
        start.wait()
        try:
            answers[place] = send(Caller("token-of-desk"), place)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(AT_ONCE)]
    with held_back or nullcontext():
        for thread in threads:
            thread.start()
        if held_back:
            time.sleep(HELD_BACK)
    for thread in threads:
        thread.join()
    return answers


def test_the_same_key_at_once_is_one_case(desk):  # noqa: F811
    answers = all_at_once(lambda caller, place: caller.post("/cases/", filing(), once="at-the-same-moment"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer for answer in answers) == 1
    assert [model.objects.count() for model in (Case, Event, Party, Outbox)] == [1, 1, 1, 1]


def test_a_newcomer_who_files_many_at_once_is_one_person(desk):  # noqa: F811
    answers = all_at_once(lambda caller, place: caller.post("/cases/", filing(), once=f"filing-number-{place}"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == AT_ONCE
    assert [model.objects.count() for model in (Case, Event, Party, Outbox)] == [AT_ONCE, AT_ONCE, 1, AT_ONCE]
    assert not [found for found in differences() if isinstance(found, Difference)]


def test_the_same_key_with_different_content_at_once_is_one_case_and_the_others_are_told(desk):  # noqa: F811
    purposes = ("bank", "school", "work")

    def send(caller, place):
        return caller.post("/cases/", filing(purpose=purposes[place % 3]), once="at-the-same-moment")

    answers = all_at_once(send)
    assert {answer.status_code for answer in answers} == {201, 409}
    assert {answer.json()["refusals"][0]["code"] for answer in answers if answer.status_code == 409} == {"key-used"}
    assert Case.objects.count() == 1


@contextmanager
def document_locked():
    with transaction.atomic():
        Document.objects.select_for_update().get()
        yield


def test_a_document_that_many_filings_name_at_once_is_in_one_case(desk):  # noqa: F811
    value = desk.upload({**applicant(), "service": "residence-letter", "field": "contract", "file": sent(PDF)}).json()
    named = filing(tenancy="rent", contract=value)
    answers = all_at_once(
        lambda caller, place: caller.post("/cases/", named, once=f"filing-number-{place}"), held_back=document_locked()
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    assert Document.objects.get().case == Case.objects.get()
