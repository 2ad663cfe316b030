"""A database that another holds locked: the reader is told to try again, nothing is lost, and a retry goes through."""

import threading
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection, connections
from django.test import Client

from layani.office import busy
from layani.office.tables.models import Case, Party, Tries
from layani.office.urls import handler500
from tests.office.api.conftest import desk, filing  # noqa: F401  the first is a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def impatient():
    """Wait 50 milliseconds for a lock instead of 20 seconds."""
    short, usual = ("pragma busy_timeout = 50", "pragma busy_timeout = 20000")
    if connection.vendor == "postgresql":
        short, usual = ("set lock_timeout = 50", "reset lock_timeout")
    with connection.cursor() as cursor:
        cursor.execute(short)
        try:
            yield
        finally:
            cursor.execute(usual)


@contextmanager
def locked_by_another(*tables):
    """Let another connection hold the write lock (SQLite has one for all), until the block ends."""
    held, over = threading.Event(), threading.Event()

    def hold():
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("begin immediate" if other.vendor == "sqlite" else "begin")
            if other.vendor == "postgresql":
                cursor.execute(f"lock table {', '.join(tables)} in access exclusive mode")
            held.set()
            over.wait(20)
            cursor.execute("rollback")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    try:
        yield
    finally:
        over.set()
        holder.join()


def test_a_locked_database_is_a_503_to_a_program_and_the_same_filing_goes_through_later(desk):  # noqa: F811
    desk.post("/cases/", filing(), once="warm-up-filing")
    with impatient():
        with locked_by_another("tables_case"):
            answer = desk.post("/cases/", filing(), once="while-locked")
            assert (answer.status_code, answer.json()["title"]) == (503, "Busy"), answer.content
            assert answer["Retry-After"] == "5"
        assert Case.objects.count() == 1
        again = desk.post("/cases/", filing(), once="while-locked")
    assert (again.status_code, Case.objects.count(), Party.objects.count()) == (201, 2, 1)


def test_a_locked_database_is_a_page_in_both_languages_that_says_nothing_was_lost(caplog):
    client = Client()
    form = {"nik": "3174015501900002", "name": "Carla Wijaya", "phone": "0812 3456 7890", "ends": "no"}
    client.get("/sign-in/")
    with impatient(), locked_by_another(Tries._meta.db_table):
        answer = client.post("/sign-in/", form)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Kantor sedang sangat sibuk" in page and "The office is very busy" in page
    assert "Tidak ada yang hilang" in page and "Nothing was lost" in page
    assert answer["X-Request-Id"] in page
    assert answer["Retry-After"] == "5"
    assert "Carla" not in page
    line = next(one for one in caplog.records if one.name == "layani.office.trouble")
    assert line.exc_info is not None


def test_what_fails_outside_of_a_view_is_told_apart_too(rf):
    """The session is written after the view, beyond the reach of its error handling; Django then asks handler500."""
    assert handler500 == "layani.office.busy.server_error"
    with impatient(), locked_by_another("django_session"):
        try:
            SessionStore().create()
        except OperationalError:
            answer = busy.server_error(rf.get("/"))
    assert answer.status_code == 503
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        assert busy.server_error(rf.get("/")).status_code == 500


def test_waiting_for_a_lock_has_an_end_on_both_databases():
    with connection.cursor() as cursor:
        cursor.execute("show lock_timeout" if connection.vendor == "postgresql" else "pragma busy_timeout")
        assert str(cursor.fetchone()[0]) == ("20s" if connection.vendor == "postgresql" else "20000")
