"""A connection that PostgreSQL ended between two requests is replaced before the next; a healthy one costs nothing."""

import pytest
from django.db import close_old_connections, connection
from django.db.backends.postgresql import base

from layani.office.tables.prepared import rows_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connection that somebody could end"),
]


def pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def ended_by_the_server() -> int:
    """End this thread's connection from another one, and return its number."""
    mine, other = pid(), connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [mine])
    other.close()
    return mine


@pytest.fixture
def kept_open():
    """Keep connections as in production, and check them before each request."""
    before = connection.settings_dict["CONN_MAX_AGE"], connection.settings_dict["CONN_HEALTH_CHECKS"]
    connection.settings_dict.update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)
    connection.close()
    yield
    connection.settings_dict.update(CONN_MAX_AGE=before[0], CONN_HEALTH_CHECKS=before[1])
    connection.close()


@pytest.mark.usefixtures("kept_open")
def test_a_connection_that_the_server_ended_is_replaced_before_the_next_request():
    ended = ended_by_the_server()
    close_old_connections()  # what Django does when a request begins
    assert pid() != ended


@pytest.mark.usefixtures("kept_open")
def test_a_healthy_connection_is_kept_without_asking_the_server(monkeypatch):
    mine = pid()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: pytest.fail("the server was asked"))
    close_old_connections()
    assert pid() == mine


def test_what_every_request_asks_is_parsed_and_planned_once_for_a_connection():
    question = "select 'asked twice' where %s = 1"
    for _ in range(2):
        rows_of(question, [1])
    with connection.cursor() as cursor:
        cursor.execute(
            "select generic_plans + custom_plans from pg_prepared_statements where statement like %s", ["%asked twice%"]
        )
        assert cursor.fetchall() == [(2,)]
