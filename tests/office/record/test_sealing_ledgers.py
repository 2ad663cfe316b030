"""The ledgers are sealed once a minute: a busy office does not keep the sweep, and no honest clock is accused."""

from datetime import timedelta

import pytest
from django.db import connection, connections

from layani.office.actions import filing, sealing_ledgers
from layani.office.actions.looking import BY_NIK, Shown, keep_look
from layani.office.actions.sealing_ledgers import altered_ledgers
from layani.office.actions.settling import LeftBehind, TableBusy, settled
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.jobs.seal_ledgers import JOB
from layani.office.tables.models import AgentLook, LedgerSeal, Look
from tests.office.actions.applications import CITIZEN, application
from tests.office.mandates.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def look(ana, own_record, now, settings):
    """Give a function that keeps a look of a moment."""
    settings.LAYANI_DEMO = False
    party = person(1, now)

    def look(at):
        keep_look(Shown(party.pk, None, BY_NIK, "counter"), actor=ana, role="front-desk", now=at)
        return Look.objects.latest("pk")

    return look


def busy_ones(monkeypatch, *models):
    def one(model, last, at_once):
        if model in models:
            raise TableBusy
        return settled(model, last, at_once)

    monkeypatch.setattr(sealing_ledgers, "settled", one)


def test_what_is_written_while_a_seal_is_made_waits_for_the_next_run(look, now, monkeypatch):
    look(now)
    true_summed = sealing_ledgers._summed

    def summed(*said):
        look(now)  # a busy office: there is always one more
        return true_summed(*said)

    monkeypatch.setattr(sealing_ledgers, "_summed", summed)
    assert JOB.run(now + MINUTE) == 1
    assert LedgerSeal.objects.count() == 1


def test_many_lines_are_sealed_in_stretches_of_one_run(look, now, monkeypatch):
    monkeypatch.setattr(sealing_ledgers, "LINES_AT_ONCE", 2)
    for place in range(5):
        look(now + place * MINUTE)
    assert JOB.run(now + 10 * MINUTE) == 5
    assert LedgerSeal.objects.count() == 3
    assert list(altered_ledgers()) == []


def test_a_ledger_that_is_never_free_is_told_and_the_others_are_sealed(look, now, monkeypatch):
    party = look(now).party
    AgentLook.objects.create(agent=party, party=party, what="case", at=now)
    busy_ones(monkeypatch, Look)
    assert JOB.run(now + 5 * MINUTE) == 1, "the other ledger"
    assert list(altered_ledgers()) == [], "once is nothing"
    AgentLook.objects.create(agent=party, party=party, what="case", at=now + 12 * MINUTE)
    with pytest.raises(LeftBehind, match="tables_look have waited"):
        JOB.run(now + 13 * MINUTE)
    assert LedgerSeal.objects.count() == 2
    [(where, what)] = altered_ledgers()
    assert where == "look, lines from 1 on" and "no seal of later has them" in what
    monkeypatch.undo()
    assert JOB.run(now + 14 * MINUTE) == 1


def test_nobody_is_accused_when_the_clock_of_seals_was_ahead(look, now):
    look(now)
    JOB.run(now + HOUR)
    for minutes in (1, 2):  # still ahead, and the lines say what time it is
        look(now + minutes * MINUTE)
        JOB.run(now + HOUR + minutes * MINUTE)
    for minutes in (3, 4):  # right again
        look(now + minutes * MINUTE)
        JOB.run(now + minutes * MINUTE + MINUTE)
    assert list(altered_ledgers()) == []


def test_nobody_is_accused_when_all_clocks_were_ahead(look, now):
    look(now + HOUR)
    JOB.run(now + HOUR + MINUTE)
    look(now)
    JOB.run(now + MINUTE)
    assert list(altered_ledgers()) == []


def test_a_host_that_is_minutes_slow_accuses_nobody_and_an_old_date_is_found(look, now):
    for at in (now, now - 9 * MINUTE):
        look(at)
        JOB.run(now + MINUTE)
    assert list(altered_ledgers()) == []
    look(now - 18 * MINUTE)  # not back step by step either
    JOB.run(now + 2 * MINUTE)
    look(now - DAY)
    JOB.run(now + 3 * MINUTE)
    [(where, what), second] = altered_ledgers()
    assert second != (where, what)
    assert where.startswith("look, lines") and "but came after what was sealed at" in what


def test_a_clock_that_goes_far_ahead_seals_nothing(look, now):
    filing.file(application(), actor=CITIZEN, now=now)
    with pytest.raises(ClockAhead):
        JOB.run(now + 400 * DAY)
    assert not LedgerSeal.objects.exists()


@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite lets one transaction write at a time.")
def test_somebody_who_is_in_the_middle_of_writing_makes_a_table_busy(look, now):
    one = look(now)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("lock table tables_look in row exclusive mode")  # what an insert takes
            with pytest.raises(TableBusy):
                settled(Look, 0, 10)
            cursor.execute("rollback")
    finally:
        other.close()
    assert settled(Look, 0, 10) == (one.pk, False)
