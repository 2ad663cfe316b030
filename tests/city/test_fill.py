"""The made-up city: its people do not exist, its cases are real cases."""

import random

import pytest
from stdnum.id import nik

from layani.city import scenes
from layani.city.people import citizens, resident
from layani.city.set_up import demo_citizens
from layani.office.actions.objecting import open_to_objection
from layani.office.actions.parties import Person, register
from layani.office.actions.rebuilding import differences
from layani.office.tables.models import Attempt, Case, Event, Letter, Message, Party, Survey
from layani.office.tables.models.cases import TAKEN_OVER
from layani.office.tables.projection import state_of
from tests.city.entered import FEW, NOW, filled_for_long

SCENES = len(scenes.HOUSES) + 3 + scenes.APPLICANTS  # cases; three permits


def test_every_resident_has_a_valid_number_of_their_own_that_nobody_holds():
    numbers = [resident(random.Random(place), place).nik for place in range(1000)]
    assert len(set(numbers)) == 1000
    for number in numbers:
        nik.validate(number)
        assert number[12:] >= "9000"


def test_the_two_people_to_sign_in_as_are_always_the_same():
    assert citizens() == citizens()


def test_they_may_read_every_case_of_theirs_for_their_cards_were_seen(db):
    assert len(list(demo_citizens())) == Party.objects.filter(assurance="seen").count() == 2


@pytest.fixture(scope="module")
def filled_once(django_db_setup, django_db_blocker, tmp_path_factory):
    with filled_for_long(django_db_blocker, tmp_path_factory.mktemp("office"), FEW) as staff:
        yield staff


@pytest.fixture
def filled(filled_once, db):
    return filled_once


def test_the_past_is_marked_imported_and_today_is_live(filled):
    taken = Case.objects.filter(rest__has_key=TAKEN_OVER)
    assert Case.objects.filter(imported=True).count() + taken.count() == 12 + 3 + 1 + 2 + SCENES
    live = Case.objects.filter(imported=False).exclude(pk__in=taken)
    assert set(live.values_list("status", flat=True)) == {"checking", "refused"}
    still_open = Case.objects.open().filter(imported=True).exclude(service="education-grant")
    assert taken.exists() and not still_open.exists(), "what is decided here can be objected to"
    assert Message.objects.exists()
    assert not Message.objects.filter(case__imported=True).exists(), "nobody is told of what never happened"


def test_every_room_of_the_office_has_something_to_do(filled):
    statuses = list(Case.objects.values_list("status", flat=True))
    assert {"checking", "waiting", "deciding", "granted", "refused"} <= set(statuses)
    assert set(Case.objects.filter(status="deciding").values_list("step_role", flat=True)) == {
        "verifier",
        "head",
        "permit-head",
    }
    assert Case.objects.late(NOW).exists()
    assert Letter.objects.count() == Case.objects.exclude(decided_at=None).count()


def test_each_case_is_what_its_events_add_up_to(filled):
    assert [found for found in differences() if not isinstance(found, int)] == []


def test_everything_happened_before_now_and_in_order(filled):
    for case in Case.objects.all():
        # A holder is reminded by the real job, at the real time.
        acts = Event.objects.of_case(case.pk).exclude(act="remind")
        times = list(acts.values_list("occurred_at", flat=True))
        assert times == sorted(times)
        assert case.imported is False or times[-1] <= NOW


def test_the_made_up_officers_keep_the_rules(filled):
    assert list(Attempt.objects.values_list("code", flat=True)) == []


def test_everyone_who_was_served_is_asked_and_some_answer(filled):
    assert Survey.objects.count() == 12
    assert 0 < Survey.objects.answered().count() < 12


def test_the_people_to_sign_in_as_have_a_letter_a_question_and_a_refusal(filled):
    one, other = citizens()
    of = {who.nik: register(Person(who.nik, who.name), now=NOW) for who in (one, other)}
    assert sorted(of[one.nik].cases.values_list("status", flat=True)) == [
        "granted",
        "granted",
        "waiting",
        "working",
        "working",
    ]
    assert sorted(of[other.nik].cases.values_list("status", flat=True)) == ["granted", "refused", "working"]
    refused = of[other.nik].cases.get(status="refused")
    assert open_to_objection(state_of(refused)), "the refused person of the demo can object"
    assert Letter.objects.filter(case=refused).exists()
