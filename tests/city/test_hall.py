"""The demo's morning in the hall: what a visitor finds to call, to read and to answer."""

import random
from datetime import UTC, datetime

import pytest

from layani.city import fill as city
from layani.city import hall
from layani.office.actions.comparing import altered
from layani.office.actions.door_rebuilding import ticket_differences
from layani.office.house import catalogue
from layani.office.tables.models import Attempt, Ticket
from tests.office.conftest import officer

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)  # noon in Jakarta


@pytest.fixture
def morning(scenes_staff, monkeypatch, settings, tmp_path):
    settings.LAKE_FOLDER, settings.LOG_FOLDER = tmp_path / "lake", tmp_path / "log"
    monkeypatch.setattr(city.scenes, "plan", lambda *_: [])
    by_role = {
        **scenes_staff.by_role,
        "front-desk": (*scenes_staff.by_role["front-desk"], officer("two", "front-desk").user),
    }
    for _ in city.fill(type(scenes_staff)(by_role), NOW):
        pass


def test_there_is_a_line_a_call_a_question_a_report_and_every_end(morning):
    assert len(catalogue().office.door.counters) == 3
    line = Ticket.objects.in_line("sukamaju", "hall", NOW.date()).filter(sent_away=False)
    assert line.count() >= 3
    assert Ticket.objects.at_counters("sukamaju", NOW.date()).count() == 1
    assert Ticket.objects.filter(sent_away=True, status="waiting").count() == 1
    assert Ticket.objects.filter(channel="web", status="waiting").count() == 1
    assert {"answer", "list", "left"} <= set(Ticket.objects.values_list("end", flat=True))
    assert Ticket.objects.filter(follows__isnull=False).exists()
    assert Ticket.objects.filter(status="away").exists()


def test_it_was_made_by_the_same_acts_and_nothing_was_refused(morning):
    assert not Attempt.objects.exists()
    assert list(ticket_differences()) == []
    assert [one for one in altered() if not isinstance(one, int)] == []
    assert set(Ticket.objects.values_list("day", flat=True)) == {NOW.date()}
    assert max(Ticket.objects.values_list("opened_at", flat=True)) <= NOW


def test_a_second_fill_adds_nothing(morning, scenes_staff):
    before = Ticket.objects.count()
    for made in hall.plan(scenes_staff, NOW):
        made(None)
    assert Ticket.objects.count() == before


@pytest.mark.parametrize("hour", [17, 18, 23])
def test_at_any_hour_the_tickets_are_of_today(scenes_staff, hour):
    now = NOW.replace(hour=hour, minute=5)  # just after midnight in Jakarta, and later
    for made in hall.plan(scenes_staff, now):
        made(random.Random(1))
    assert len(set(Ticket.objects.values_list("day", flat=True))) == 1
