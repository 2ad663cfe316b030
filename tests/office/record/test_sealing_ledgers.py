"""The ledgers are sealed once a minute: a busy office does not keep the sweep, and no honest clock is accused."""

import json
import threading
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connection, connections
from django.utils import timezone

from layani.office.actions import filing, sealing_ledgers, settling
from layani.office.actions.looking import Shown, keep_look
from layani.office.actions.sealing_ledgers import LEDGERS, altered_ledgers
from layani.office.actions.settling import LeftBehind, TableBusy, settled
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.jobs.seal_ledgers import JOB
from layani.office.tables.models import AgentLook, Case, LedgerSeal, Look
from layani.rules.record.look_words import BY_NIK
from tests.office.actions.applications import CITIZEN, application
from tests.office.mandates.conftest import person
from tests.office.officer.walks import another

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


def test_one_wrong_clock_is_no_leave_to_write_old_dates(look, now):
    """Its seal says yesterday. That excuses lines of yesterday then, and not in a ledger that was quiet till later."""
    party = look(now).party

    def other(at):
        AgentLook.objects.create(agent=party, party=party, what="case", at=at)
        JOB.run(at + MINUTE)

    JOB.run(now + MINUTE)
    other(now - DAY)
    for minutes in (2, 70, 71):
        other(now + minutes * MINUTE)
    assert list(altered_ledgers()) == []
    look(now - DAY + HOUR)
    JOB.run(now + 80 * MINUTE)
    [(where, what)] = altered_ledgers()
    assert where.startswith("look, lines") and "but came after what was sealed at" in what


def test_nobody_is_accused_who_was_quiet_while_a_clock_was_ahead(look, now):
    party = look(now + HOUR).party  # all clocks are ahead
    JOB.run(now + HOUR + MINUTE)
    for minutes in range(5, 200, 15):  # right again; the looks come in between, and long after
        AgentLook.objects.create(agent=party, party=party, what="case", at=now + minutes * MINUTE)
        if minutes in (20, 65, 125, 185):
            look(now + minutes * MINUTE)
        JOB.run(now + (minutes + 1) * MINUTE)
        assert list(altered_ledgers()) == [], minutes


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


@pytest.fixture
def other():
    """Give another connection, in the middle of a transaction."""
    opened = connections.create_connection("default")
    with opened.cursor() as cursor:
        cursor.execute("begin")
        yield cursor
    opened.close()


@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite lets one transaction write at a time.")
@pytest.mark.parametrize("name", LEDGERS)
def test_no_ledger_is_waited_for_longer_than_a_moment(name, other, own_record, db, monkeypatch):
    """Whoever writes to a table waits behind us for as long as we wait for it."""
    assert settling.LOCK_WAIT == "500ms"
    monkeypatch.setattr(settling, "LOCK_WAIT", "40ms")
    monkeypatch.setattr(sealing_ledgers, "settled", lambda model, *_: (settling._newest(model), False))
    other.execute(f"lock table {name} in row exclusive mode")
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '5s'")  # so that a wait without an end fails
    began = monotonic()
    count, more, busy = sealing_ledgers._seal(timezone.now(), [name])
    assert (count, more, busy) == (0, set(), {name}) and monotonic() - began < 2


@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite lets one transaction write at a time.")
@pytest.mark.django_db(transaction=True)
def test_a_filing_waits_for_no_more_than_half_a_second_behind_a_seal_that_waits(other, own_record, now, monkeypatch):
    """Somebody writes to the cases for long, the seal waits for them, and a filing for the seal."""
    filing.file(application(), actor=CITIZEN, now=now)
    other.execute("lock table tables_case in row exclusive mode")
    asked = threading.Event()
    true_newest = settling._newest

    def newest(model):
        if model is Case:
            asked.set()
        return true_newest(model)

    monkeypatch.setattr(settling, "_newest", newest)
    sealed: list[int] = []

    def seal():
        try:
            sealed.append(JOB.run(now + MINUTE))
        finally:
            connection.close()

    worker = threading.Thread(target=seal)
    worker.start()
    assert asked.wait(10)
    sleep(0.05)  # until it waits for the lock
    began = monotonic()
    filing.file(application(another(1)), actor=CITIZEN, now=now + MINUTE)
    waited = monotonic() - began
    worker.join(30)
    assert 0.2 < waited < 1.5, waited
    [body] = [json.loads(one.body) for one in LedgerSeal.objects.all()] or [{"ledgers": {}}]
    assert "tables_case" not in body["ledgers"]
    other.execute("rollback")
    JOB.run(now + 2 * MINUTE)
    assert "tables_case" in json.loads(LedgerSeal.objects.latest_made().body)["ledgers"]
    assert list(altered_ledgers()) == []
