"""The same filing sent by many at once is one case, and many filings of one newcomer are one person."""

import threading

import pytest
from django.db import connections

from layani.office.actions.rebuilding import Difference, differences
from layani.office.tables.models import Case, Event, Outbox, Party
from tests.office.api.conftest import Caller, desk, filing  # noqa: F401  desk is a fixture

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def all_at_once(send):
    """Let several threads send at the same moment; return what each was answered."""
    start, answers = threading.Barrier(AT_ONCE), [None] * AT_ONCE

    def one(place):
        start.wait()
        try:
            answers[place] = send(Caller("token-of-desk"), place)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
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
