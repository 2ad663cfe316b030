"""The same bundle sent by many at once is filed once, and what waits is opened once, however many sweeps come by."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from layani.office.actions.rebuilding import Difference, differences
from layani.office.jobs import open_followers
from layani.office.tables.models import Case, Event, Message
from tests.office.bundles.widow import HOUR, answers, file_all, granted, paper, staff

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
