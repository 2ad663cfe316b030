"""The made-up city: its people do not exist, its cases are real cases."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Sum
from stdnum.id import nik

from layani.city import fill as city
from layani.city import scenes
from layani.city.people import citizens, resident
from layani.city.set_up import demo_citizens
from layani.city.stories import Staff
from layani.office.actions.objecting import open_to_objection
from layani.office.actions.parties import Person, register
from layani.office.actions.rebuilding import differences
from layani.office.gateways.raised_questions import read_round
from layani.office.house import calendar, catalogue
from layani.office.jobs import export_lake
from layani.office.tables.models import Attempt, Case, Event, Figures, Letter, Message, Party, Survey
from layani.office.tables.models.cases import TAKEN_OVER
from layani.office.tables.models.papers import Pulse
from layani.office.tables.projection import state_of
from layani.office.tables.vital_signs import signs
from tests.office.conftest import officer

SCENES = len(scenes.HOUSES) + 3 + scenes.APPLICANTS  # cases; three permits
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


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


@pytest.fixture
def staff(db, monkeypatch, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"  # a record of this office's own
    settings.LAKE_FOLDER = tmp_path / "lake"
    for name, count in (("PAST", 12), ("TO_DECIDE", 3), ("WITH_CITIZENS", 1), ("LIVE", 2)):
        monkeypatch.setattr(city, name, count)
    people = {role: (officer(f"one-{role}", role).user,) for role in catalogue().office.roles}
    people["building-assessor"] += (officer("another-assessor", "building-assessor").user,)
    return Staff(people)


def fill(staff):
    return [made.cases for made in city.fill(staff, NOW)]


@pytest.fixture
def filled(staff):
    fill(staff)
    return staff


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


def test_nobody_works_at_night_although_the_demo_is_started_then(staff):
    night = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)  # 03:15 on a Monday in Jakarta
    for _ in city.fill(staff, night):
        pass
    by_hand = Event.objects.exclude(officer=None).values_list("occurred_at", flat=True)
    times = [calendar().local(at) for at in by_hand]
    assert times
    assert all(calendar().is_working_day(at.date()) and 8 <= at.hour <= 16 for at in times)
    assert not Event.objects.by_officer(staff.by_role["front-desk"][0], night - timedelta(hours=4)).exists()


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


def test_a_fill_that_was_interrupted_goes_on_and_a_second_one_adds_nothing(staff):
    making = city.fill(staff, NOW)
    for _ in range(5):
        next(making)
    total = len(city.plan(staff, NOW))
    assert fill(staff) == list(range(6, total + 1))
    assert fill(staff) == []
    assert Case.objects.count() == 21 + SCENES


def test_the_operator_sees_how_far_the_fill_has_come(staff):
    next(city.fill(staff, NOW))
    found = signs().fill
    assert (found.done, found.total, found.running) == (1, len(city.plan(staff, NOW)), True)
    fill(staff)
    assert not signs().fill.running


def test_when_the_fill_has_come_to_its_end_the_promises_are_counted(staff):
    for made in city.fill(staff, NOW):
        if made.cases == made.total:
            decided = Figures.objects.aggregate(decided=Sum("decided"))["decided"]
            assert decided == Case.objects.exclude(decided_at=None).count() > 0


def test_when_the_fill_has_come_to_its_end_the_inspector_finds_the_indicators_asked(staff, settings):
    """The worker ran these jobs while the office was empty, and would run them again only an hour later."""
    pytest.importorskip("duckdb")
    export_lake.run(NOW)  # as the worker does at its start
    fill(staff)
    found = read_round(settings.LAKE_FOLDER)
    written = Event.objects.exclude(act="remind").count()  # holders are reminded after the export
    assert found.events == written > 0, "all events are in the export that was asked"
    assert len(found.asked) == 3 and {one.indicator for one in found.asked if one.base is not None or one.not_asked}
    ran = dict(Pulse.objects.values_list("job", "error"))
    assert {"export-lake": "", "raise-questions": "", "remind-holders": ""}.items() <= ran.items()
