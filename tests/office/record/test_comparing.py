"""Whoever changes the database behind the acts is found, also when they change a row and all that follows from it."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from layani.cli import main
from layani.office.actions import filing, instructing, serving
from layani.office.actions.comparing import _WITHOUT_AN_ACT, Altered, altered
from layani.office.actions.mandating import Wish, give
from layani.office.actions.parties import register
from layani.office.actor import Actor
from layani.office.house import calendar, key_store
from layani.office.jobs.integrate_record import JOB
from layani.office.tables.models import Attempt, Case, Event, Outbox
from layani.office.tables.models.people import SEEN
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import officer
from tests.office.officer.walks import another

SAW = "counter, card seen, officer 1, 2026-11-23"
pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def office(settings, tmp_path, ana, now):
    """Two cases, one of them taken, one refused attempt, all of it published."""
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"
    for place in range(2):
        filing.file(application(another(place)), actor=CITIZEN, now=now + place * MINUTE)
    serving.take_next(actor=ana, now=now + 2 * MINUTE)
    with pytest.raises(Refused):
        serving.take(Case.objects.latest("pk").number, actor=officer("dan2", "front-desk"), now=now - MINUTE)
    JOB.run(now)
    assert found() == []
    return settings.LOG_FOLDER


def found():
    return [one for one in altered() if isinstance(one, Altered)]


def by_hand(statement, *values):
    """Change the database as its administrator can: without the triggers that refuse it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set session_replication_role = replica")
        else:
            cursor.execute("select name, sql from sqlite_master where type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"drop trigger {name}")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("set session_replication_role = origin")
        else:
            for _, sql in triggers:
                cursor.execute(sql)


def test_a_changed_content_is_found(office):
    event = Event.objects.filter(act="file").earliest("pk")
    body = json.loads(event.body)
    body["data"]["rules"] = {"lives-here": "failed"}
    by_hand("update tables_event set body = %s where id = %s", json.dumps(body), event.pk)
    assert [one.where for one in found()] == [f"{event.case.number}, act 0"]


def test_a_changed_time_and_a_lost_seal_are_found(office):
    event = Event.objects.filter(act="file").earliest("pk")
    by_hand("update tables_event set sealed = null where id = %s", event.pk)
    assert "lost what was sealed" in found()[0].what


def test_what_is_not_printed_any_more_is_counted(office, monkeypatch, capsys):
    monkeypatch.setattr("layani.commands.rebuild.SHOWN", 0)
    by_hand("update tables_event set body = '{}' where seq = 0")
    assert main(["rebuild", "--check"]) == 1
    said = capsys.readouterr().out
    assert " cannot be read" not in said and "… and " in said and " more." in said


def test_a_deleted_attempt_is_found(office):
    leaf = Attempt.objects.get().outbox_id
    by_hand("delete from tables_attempt")
    assert [one.where for one in found()] == [f"leaf {leaf}"]


def test_a_leaf_that_was_changed_with_its_event_is_found_in_public(office):
    outbox = Outbox.objects.get(idx=0)
    by_hand("update tables_outbox set leaf = %s where id = %s", outbox.leaf.replace("2026", "2025"), outbox.pk)
    assert any("public record" in one.where for one in found())


def test_a_key_that_is_gone_without_an_erasure_is_found(office):
    row = Case.objects.earliest("pk")
    key_store().erase(row.ref)
    assert [(one.where, "no erasure" in one.what) for one in found()] == [(row.number, True)]


def test_a_changed_instruction_and_one_that_was_taken_away_are_found(office, ana, now):
    told = instructing.Told("Kepala Dinas", "pagi", "phone", "Loloskan berkas itu.", service="residence-letter")
    row = instructing.write_down(told, actor=ana, now=now, once=uuid4())
    JOB.run(now)
    assert found() == []
    by_hand("update tables_instruction set body = replace(body, 'residence-letter', 'hall-use')")
    assert [one.where for one in found()] == [f"instruction {row.pk}"]
    by_hand("delete from tables_instruction")
    assert [one.where for one in found()] == [f"leaf {row.outbox_id}"]


def test_every_table_whose_rows_have_a_leaf_is_asked_for_it():
    with_leaf = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Outbox
    }
    assert [table for table in with_leaf if f"from {table} " not in f"{_WITHOUT_AN_ACT} ".replace(")", " ")] == []


def test_a_mandate_is_no_alteration_and_a_changed_one_is_found(office, now):
    giver, holder = (register(replace(another(place), source=SAW), now=now, assurance=SEEN) for place in (7, 8))
    today = calendar().local(now).date()
    wish = Wish(giver, holder, services=("residence-letter",), basis="word", since=today, until=today + 30 * DAY)
    row = give(wish, actor=Actor(kind="citizen", party=giver.pk, seen=True), now=now, once=uuid4())
    assert found() == []
    by_hand("update tables_mandate set sealed = %s where id = %s", b"somebody else", row.pk)
    assert [one.what for one in found()] == ["is not what its leaf committed to"]
