"""Whatever goes wrong below /api/ is answered as problem details (RFC 9457), in both languages, without a trace."""

import errno
import json
import logging
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError

from layani.office import trouble
from layani.office.actions import filing
from layani.office.api.problems import KINDS, MEDIA_TYPE
from layani.office.gateways.program_log import request_number
from layani.office.tables.models import Case
from tests.office.api.conftest import filing as body

pytestmark = pytest.mark.django_db


def is_problem(answer, name):
    """Check the shape of a problem and return it."""
    found, kind = answer.json(), KINDS[name]
    assert (answer.status_code, answer["Content-Type"]) == (kind.status, MEDIA_TYPE), answer.content
    assert found["type"] == f"http://localhost:8000/api/v1/problems/{name}"
    assert (found["status"], found["title"]) == (kind.status, kind.title)
    assert set(found["text"]) == {"id", "en"}
    assert b"Traceback" not in answer.content and b"<" not in answer.content
    return found


@pytest.mark.parametrize("address", ["/api/v1/cases", "/api/v2/cases/", "/api/docs", "/api/v1/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_that_does_not_exist(desk, address, method):
    found = is_problem(desk.ask(method, address), "not-found")
    assert "/api/openapi.json" in found["detail"]


def test_whoever_asks_for_the_head_alone_gets_it(desk):
    whole, head = (desk.ask(method, "/api/v1/services/") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert desk.ask("HEAD", "/api/v1/documents/").status_code == 405


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_that_an_address_does_not_know(desk, method):
    answer = desk.ask(method, "/api/v1/cases/")
    is_problem(answer, "method-not-allowed")
    assert answer["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"nothing",
        b'{"service": "residence-letter"',
        b"\xff\xfe{\x00}\x00",
        b'{"service": "\xed\xa0\x80"}',
        b'{"service": "\\ud800"}',
        b'{"service": "a", "service": "b"}',
        b'{"answers": {"guests": NaN}}',
        b'{"answers": {"guests": -Infinity}}',
        b'{"answers": {"guests": 1e999}}',
        b'{"answers": {"guests": ' + b"9" * 5000 + b"}}",
        b'{"answers": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}",
        b"[" * 200_000,
        b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"\x00",
        b"\xef\xbb\xbf{}",
    ],
    ids=range(17),
)
def test_a_body_that_is_no_json_or_says_two_things(desk, sent):
    answer = desk.post("/cases/", sent, once="broken-body")
    is_problem(answer, "not-understood" if sent else "wrong-shape")


@pytest.mark.parametrize("sent", [b"[]", b"{}", b"null", b"1", b'"text"', b'{"answers": []}', b"true"])
def test_json_of_another_shape(desk, sent):
    found = is_problem(desk.post("/cases/", sent, once="other-shape"), "wrong-shape")
    assert all(set(place) == {"place", "wrong"} for place in found["places"])


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "text/plain;charset=utf-8",
        "application/xml",
        "application/x-www-form-urlencoded",
        "",
        "application/json-patch+json",
    ],
)
def test_a_body_that_does_not_say_it_is_json(desk, kind):
    is_problem(desk.post("/cases/", body(), once="other-kind", content_type=kind), "wrong-media-type")
    assert not Case.objects.exists()


def test_json_in_other_words_for_utf_8_is_read(desk):
    answer = desk.post("/cases/", body(), once="with-charset", content_type="application/json; charset=utf-8")
    assert answer.status_code == 201


class Unread:
    """A body that says it is large and must not be read."""

    def read(self, *_):
        raise AssertionError("The body was read.")

    readline = read


def saying(size, kind):
    """What the server tells of a body before it is read."""
    return {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind, "wsgi.input": Unread()}


def test_a_huge_body_is_refused_before_it_is_read(desk):
    is_problem(desk.ask("POST", "/api/v1/cases/", **saying(1_000_001, "application/json")), "too-large")
    files = saying(10_000_001, "multipart/form-data; boundary=x")
    is_problem(desk.ask("POST", "/api/v1/documents/", **files), "too-large")


def test_a_body_of_unknown_length_is_not_read(desk):
    chunks = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Unread()}
    is_problem(desk.ask("POST", "/api/v1/cases/", **chunks), "length-required")


def test_the_body_of_a_stranger_is_not_read(callers):
    answer = callers["stranger"].ask("POST", "/api/v1/cases/", **saying(900_000, "application/json"))
    is_problem(answer, "token-missing")


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\xff",
    ],
)
def test_a_form_of_files_without_an_end(desk, kind):
    answer = desk.ask("POST", "/api/v1/documents/", data=b"--y\r\nno end", content_type=kind)
    assert answer.status_code in (400, 422), answer.content
    assert answer["Content-Type"] == MEDIA_TYPE


def test_a_host_that_is_not_the_office_s(desk):
    is_problem(desk.ask("GET", "/api/v1/services/", headers={"Host": "evil.example"}), "not-understood")


def test_a_fault_of_ours_is_a_500_with_the_number_of_its_line_in_the_log(desk, monkeypatch, caplog):
    monkeypatch.setattr(filing, "file", broken(ZeroDivisionError("Carla Wijaya divided by nought")))
    answer = desk.post("/cases/", body(), once="a-fault-of-ours")
    found = is_problem(answer, "failed")
    line = next(one for one in caplog.records if one.levelno == logging.ERROR)
    assert found["incident"] == answer["X-Request-Id"] == request_number.get()
    assert found["incident"] in line.getMessage()
    assert line.exc_info[0] is ZeroDivisionError
    assert b"Carla" not in answer.content


def broken(fault):
    def fail(*_, **__):
        raise fault

    return fail


def caused(fault, cause):
    fault.__cause__ = cause
    return fault


def of_sqlite(code, words):
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return caused(OperationalError(words), error)


BUSY = {
    "locked for 20 seconds": of_sqlite(sqlite3.SQLITE_BUSY, "database is locked"),
    "locked by a reader": of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT, "database is locked"),
    "key store locked": of_sqlite(sqlite3.SQLITE_BUSY, "database is locked").__cause__,
    "server away": caused(OperationalError("refused"), psycopg.OperationalError("connection refused")),
    "server stopping": caused(OperationalError("stop"), psycopg.errors.AdminShutdown("stop")),
    "deadlock": caused(OperationalError("deadlock"), psycopg.errors.DeadlockDetected("deadlock")),
    "too many connections": caused(OperationalError("many"), psycopg.errors.TooManyConnections("many")),
}
FULL = {
    "disk of SQLite full": of_sqlite(sqlite3.SQLITE_FULL, "database or disk is full"),
    "disk of PostgreSQL full": caused(OperationalError("full"), psycopg.errors.DiskFull("full")),
    "folder full": OSError(errno.ENOSPC, "No space left on device"),
    "quota": OSError(errno.EDQUOT, "Quota exceeded"),
}
OURS = {
    "no such table": of_sqlite(sqlite3.SQLITE_ERROR, "no such table: tables_case"),
    "wrong statement": ProgrammingError("syntax error"),
    "missing file": FileNotFoundError(errno.ENOENT, "No such file"),
}


@pytest.mark.parametrize("why", BUSY)
def test_a_busy_database_is_a_503_that_says_to_try_again(desk, monkeypatch, caplog, why):
    monkeypatch.setattr(filing, "file", broken(BUSY[why]))
    answer = desk.post("/cases/", body(), once="a-busy-office")
    is_problem(answer, "busy")
    assert answer["Retry-After"] == "5"
    assert any(one.exc_info for one in caplog.records), "the operator needs the trace"


@pytest.mark.parametrize("why", FULL)
def test_a_full_disk_is_a_503_that_says_so(desk, monkeypatch, caplog, why):
    monkeypatch.setattr(filing, "file", broken(FULL[why]))
    is_problem(desk.post("/cases/", body(), once="a-full-office"), "no-room")
    assert "LAYANI_DATA" in caplog.text


@pytest.mark.parametrize("why", OURS)
def test_a_fault_of_the_program_is_never_called_busy(why):
    assert trouble.trouble_of(OURS[why]) is None


def test_every_kind_of_problem_explains_itself(desk):
    listed = desk.get("/problems/").json()
    assert [one["name"] for one in listed] == list(KINDS)
    for one in listed:
        assert desk.get(f"/problems/{one['name']}").json() == one
    is_problem(desk.get("/problems/nothing"), "not-found")


def test_no_answer_is_kept_by_a_cache_or_taken_for_a_page(desk, filed):
    for answer in (desk.get(f"/cases/{filed['number']}"), desk.get("/cases/none"), desk.ask("GET", "/api/nothing")):
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "Set-Cookie" not in answer
        assert not answer.cookies


def test_a_name_of_a_header_in_a_value_makes_no_header(desk):
    answer = desk.post("/cases/", body(), once="key\r\nSet-Cookie: a=b")
    assert answer.status_code in (201, 400)
    assert "Set-Cookie" not in answer
    assert "Set-Cookie" not in json.dumps(dict(answer.items()))
