"""How the made-up city is filled: at any hour, after an interruption, and to what end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Sum

from layani.city import fill as city
from layani.city import scenes
from layani.commands.compare import compared
from layani.office import house
from layani.office.actions import publishing
from layani.office.gateways.raised_questions import read_round
from layani.office.house import calendar
from layani.office.jobs import export_lake
from layani.office.tables.models import Case, Comment, Event, Figures, Letter, Proposal, Ranking
from layani.office.tables.models.papers import Pulse
from layani.office.tables.vital_signs import signs
from tests.city.entered import NOW
from tests.city.test_fill import SCENES
from tests.office.conftest import officer


def fill(staff):
    return [made.cases for made in city.fill(staff, NOW)]


def test_nobody_works_at_night_although_the_demo_is_started_then(staff):
    night = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)  # 03:15 on a Monday in Jakarta
    for _ in city.fill(staff, night):
        pass
    by_hand = Event.objects.exclude(officer=None).values_list("occurred_at", flat=True)
    times = [calendar().local(at) for at in by_hand]
    assert times
    assert all(calendar().is_working_day(at.date()) and 8 <= at.hour <= 16 for at in times)
    assert not Event.objects.by_officer(staff.by_role["front-desk"][0], night - timedelta(hours=4)).exists()


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


@pytest.mark.parametrize("now", [datetime(2027, 3, 1, 1, 30, tzinfo=UTC), datetime(2028, 2, 29, 20, tzinfo=UTC)])
def test_there_is_a_list_on_whatever_day_the_demo_is_started(scenes_staff, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for _ in city.fill(scenes_staff, now):
        pass
    assert Ranking.objects.get().signed_at <= now


def test_the_public_is_asked_about_a_version_that_has_no_error(scenes_staff, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(publishing, "compared", lambda place: compared(place, 50))
    officer("ayu", "analyst")
    settings.VERSION_FOLDER = tmp_path / "versions"
    publishing.open_office(house.catalogue(), now=NOW)
    for _ in city.fill(scenes_staff, NOW):
        pass
    proposal = Proposal.objects.undecided().get()
    assert proposal.service == scenes.HALL
    changed = {change.group.name.en for change in publishing.changes_of(proposal)}
    assert changed >= {"Rules and grounds for a refusal", "The promise of time"}
    assert Comment.objects.count() == len(scenes.COMMENTS)
    assert Letter.objects.count() == Case.objects.exclude(decided_at=None).count()
