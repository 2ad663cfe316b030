"""Officers who call at the same moment get different tickets, and numbers are given once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from layani.office.actions import door
from layani.office.tables.models import Ticket
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY, officer
from tests.office.door.tickets import opened

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    start, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def one(place):
        start.wait()
        try:
            answers[place] = jobs[place]()
        except Refused as refused:
            answers[place] = refused.refusals[0].code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def call(who, counter):
    return lambda: door.call_next(counter, actor=who, now=MONDAY + timedelta(minutes=9)).number


def test_two_officers_who_call_at_once_get_two_tickets():
    for minute in range(4):
        opened(minute)
    officers = [officer(name, "front-desk") for name in ("eva", "fajar", "gita")]
    found = at_once(*(call(who, f"loket-{place}") for place, who in enumerate(officers, 1)))
    assert sorted(found) == [1, 2, 3]


def test_one_officer_who_presses_twice_at_once_holds_one():
    opened(0), opened(1)
    eva = officer("eva", "front-desk")
    found = at_once(call(eva, "loket-1"), call(eva, "loket-1"))
    assert sorted(map(str, found)) == ["1", "finish-first"]
    assert Ticket.objects.filter(status="called").count() == 1


def test_numbers_that_are_drawn_at_once_differ():
    found = at_once(*(lambda: opened(0).number for _ in range(6)))
    assert sorted(found) == [1, 2, 3, 4, 5, 6]
