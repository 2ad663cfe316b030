"""Officers who press "next" at the same moment are given different cases, and no case is given twice."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from layani.office.actions import serving
from layani.office.tables.models import Case
from tests.office.conftest import MONDAY, officer
from tests.office.officer.walks import another, filed

LATER = MONDAY + timedelta(hours=1)


def press_at_once(actors, at=LATER):
    """Let every actor press "next" from a thread of their own; returns what each was given, and what went wrong."""
    start, given, faults = threading.Barrier(len(actors)), {}, []

    def press(actor):
        try:
            start.wait()
            done = serving.take_next(actor=actor, now=at)
            given[actor.name] = done.row.number if done else None
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given, faults


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_two_who_press_next_at_once_get_the_two_first_cases(turn):
    desk = [officer(name, "front-desk") for name in ("ana", "eva")]
    numbers = [filed(another(place), at=MONDAY + timedelta(minutes=place)) for place in range(4)]
    given, faults = press_at_once(desk)
    assert faults == []
    assert set(given.values()) == set(numbers[:2])


@pytest.mark.django_db(transaction=True)
def test_six_who_press_next_at_once_get_six_cases():
    desk = [officer(f"officer{place}", "front-desk") for place in range(6)]
    numbers = [filed(another(place), at=MONDAY + timedelta(minutes=place)) for place in range(8)]
    given, faults = press_at_once(desk)
    assert faults == []
    assert set(given.values()) == set(numbers[:6])
    assert Case.objects.exclude(holder=None).count() == 6


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_for_the_last_case_one_is_told_that_nothing_waits():
    desk = [officer(name, "front-desk") for name in ("ana", "eva")]
    number = filed()
    given, faults = press_at_once(desk)
    assert faults == []
    assert set(given.values()) == {number, None}


@pytest.mark.django_db(transaction=True)
def test_who_presses_while_another_is_just_being_given_the_head_gets_the_next_one():
    ana, eva = officer("ana", "front-desk"), officer("eva", "front-desk")
    numbers = [filed(another(place), at=MONDAY + timedelta(minutes=place)) for place in range(3)]
    held, release, given = threading.Event(), threading.Event(), {}

    def press_slowly():
        with transaction.atomic():
            given["ana"] = serving.take_next(actor=ana, now=LATER).row.number
            held.set()
            release.wait(10)
        connection.close()

    def press():
        held.wait(10)
        done = serving.take_next(actor=eva, now=LATER)
        given["eva"] = done.row.number if done else None
        connection.close()

    threads = [threading.Thread(target=press_slowly), threading.Thread(target=press)]
    for thread in threads:
        thread.start()
    threads[1].join(0.5)  # Eva waits until it is certain that the head is Ana's
    release.set()
    for thread in threads:
        thread.join()
    assert given == {"ana": numbers[0], "eva": numbers[1]}


@pytest.mark.django_db(transaction=True)
def test_an_officer_who_presses_twice_at_once_is_given_one_case():
    ana = officer("ana", "front-desk")
    numbers = [filed(another(place), at=MONDAY + timedelta(minutes=place)) for place in range(3)]
    given, faults = press_at_once([ana, replace(ana, name="ana again")])
    assert faults == []
    assert set(given.values()) == {numbers[0]}
    assert Case.objects.filter(holder_id=ana.user).count() == 1
