"""The same bundle sent by many at once is filed once, and what waits is opened once, however many sweeps come by."""

import threading
from contextlib import suppress
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, connections

from layani.office.actions import objecting, turns
from layani.office.actions.acting import Done
from layani.office.actions.rebuilding import Difference, differences
from layani.office.actor import Actor
from layani.office.jobs import open_followers
from layani.office.tables.models import Case, Event, Message
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.bundles.test_coming_back import FACT, FIRST, GRANT, fallen, own_folders
from tests.office.bundles.widow import HOUR, answers, file_all, granted, officer, paper, row, staff

__all__ = ["fallen", "own_folders"]
pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(do):
    """Let several threads do the same at the same moment; return what each got."""
    start, found = threading.Barrier(AT_ONCE), [None] * AT_ONCE

    def one(place):
        start.wait()
        try:
            found[place] = do()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_same_key_at_once_files_one_bundle(carla, now):
    given = answers(paper(carla, now))
    found = all_at_once(lambda: {s: r.number for s, r in file_all(carla, now, given, once="one moment").items()})
    assert found[0] and all(one == found[0] for one in found)
    assert Case.objects.count() == Event.objects.count() == 4
    assert not [one for one in differences() if isinstance(one, Difference)]


def test_many_sweeps_at_once_open_each_case_once(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    found = all_at_once(lambda: open_followers.run(at + timedelta(minutes=1)))
    assert sum(found) == 3
    assert Event.objects.filter(act="predecessor_ended").count() == 3
    assert Message.objects.filter(kind="turn").count() == 3
    assert not [one for one in differences() if isinstance(one, Difference)]


@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite lets one transaction write at a time.")
def test_two_objections_of_one_bundle_upheld_at_once_do_not_wait_for_each_other(fallen, carla, monkeypatch):  # noqa: F811
    """Each sets its own decision aside and then looks at the others, one from the front and one from the back."""
    numbers, _, at = fallen
    me, both = Actor(kind="citizen", party=carla.pk, seen=True), (numbers[FIRST], numbers[GRANT])
    for number in both:
        objecting.object_to(number, "Surat itu asli, tanyakan rumah sakitnya.", actor=me, now=at)
    back_to = {number: objecting.steps_to_redo(state_of(row(number)))[-1].id for number in both}
    hana, meet, found = officer("hana", "supervisor"), threading.Barrier(2), {}

    def come_back(other, *, now):
        with suppress(threading.BrokenBarrierError):  # who has to wait for the other is not here
            meet.wait(timeout=2)
        if other.number == numbers[GRANT]:
            sleep(0.5)  # the one from the front has locked all but this one by then
        return turns.come_back(other, now=now)

    monkeypatch.setattr(objecting, "come_back", come_back)

    def uphold(number):
        try:
            found[number] = objecting.uphold(number, FACT, back_to[number], actor=hana, now=at + HOUR)
        except Exception as fault:
            found[number] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=uphold, args=(number,)) for number in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in found.values() if not isinstance(one, Done | Refused)] == []
    assert isinstance(found[both[0]], Done)
    assert [one for one in differences() if not isinstance(one, int)] == []
