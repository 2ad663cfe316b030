"""Every address, sent what no browser sends: it answers with a page of ours, and never with a fault of the program."""

from urllib.parse import urlsplit

import pytest

from layani.office.actions import filing
from layani.office.pages.page import Readers
from layani.office.tables.models import Case, Event
from tests.office.actions.applications import CITIZEN, application
from tests.office.security.visitors import addresses, visitor

pytestmark = pytest.mark.django_db
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
NAMES = (
    "nik", "name", "phone", "number", "code", "act", "field", "purpose", "address-street", "birth_date-day", "next",
    "language", "login", "password", "ground", "fact", "reason", "once", "slip", "seen", "q", "page", "before",
)  # fmt: skip


def form(value):
    return b"&".join(name.encode() + b"=" + value for name in NAMES)


BODIES = {
    "nothing": (b"", FORM),
    "broken UTF-8": (form(b"%ff%fe%c0%80"), FORM),
    "NUL bytes": (form(b"Carla%00Wijaya"), FORM),
    "half a surrogate pair": (form(b"%ed%a0%80"), FORM),
    "control characters": (form(b"%01%1b%5b31m%0d%0aSet-Cookie:%20a=b"), FORM),
    "letters that turn the text": (form("\u202eesrever\u2066".encode()), FORM),
    "a long value": (form(b"x" * 20_000), FORM),
    "a huge number": (form(b"9" * 400), FORM),
    "a negative number": (form(b"-1"), FORM),
    "the same name often": (b"&".join([b"name=a", b"nik=1"] * 140), FORM),
    "more names than a form has": (b"&".join(b"n%d=1" % n for n in range(400)), FORM),
    "SQL": (form(b"%27%29%3B+DROP+TABLE+tables_case%3B--"), FORM),
    "HTML": (form(b"%3Cscript%3Ealert(1)%3C/script%3E"), FORM),
    "a template": (form(b"%7B%7B+settings.SECRET_KEY+%7D%7D%7B%25+include+%22x%22+%25%7D"), FORM),
    "JSON": (b'{"nik": "1"}', "application/json"),
    "XML": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "application/xml"),
    "no type": (b"nik=1", ""),
    "a type of nonsense": (b"nik=1", "\x7f/;;;="),
    "another character set": (form("Caf\u00e9".encode("utf-16")), f"{FORM}; charset=utf-16"),
    "files without an end": (b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n%PDF", FILES),
    "files without a boundary": (b"--x--", "multipart/form-data"),
    "a file for every question": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="%s"; filename="../../%s\xff.exe"\r\n\r\nMZ\x00\r\n'
            % (name.encode(), name.encode())
            for name in NAMES
        ) + b"--x--\r\n",
        FILES,
    ),
}  # fmt: skip
WHO = {readers: "everything" for readers in Readers} | {Readers.EVERYONE: "stranger", Readers.CITIZEN: "citizen"}
VISITORS = ("stranger", "citizen", "everything")
QUERIES = (
    "?q=%00", "?q=%ff%fe", "?page=-1&before=9999999999999999999999&after=x&date=2026-99-99", "?q=" + "x" * 5000,
    "?next=//evil.example&q[]=1&q=%7B%7B7*7%7D%7D",
)  # fmt: skip
PLACES = (
    "%00",
    "%ff%fe",
    "x" * 300,
    "..%2F..%2Fetc%2Fpasswd",
    "-1",
    "9" * 40,
    "%E2%80%AE",
    "'%20or%201=1--",
    "{{7*7}}",
    "%250d%250a",
)


@pytest.fixture
def case(now):
    return filing.file(application(), actor=CITIZEN, now=now).row


def ours(answer, what):
    assert answer.status_code < 500, f"{what}: {answer.status_code}"
    assert urlsplit(answer.get("Location", "")).netloc == "", f"{what}: leads elsewhere"
    assert "Set-Cookie: a=b" not in str(answer.headers)


def doors(who, number):
    """Return the addresses at which a visitor gets further than others do."""
    for address in addresses(number):
        readers = address.page.readers if address.page else Readers.EVERYONE
        leaves = "logout" in address.path or "sign-out" in address.path
        if not leaves and WHO[readers] == who:
            yield address


@pytest.mark.parametrize("who", VISITORS)
def test_no_body_breaks_a_page(who, case):
    client = visitor(who, raise_request_exception=False)
    for address in doors(who, case.number):
        for what, (body, kind) in BODIES.items():
            ours(client.generic("POST", address.path, body, content_type=kind), f"{what} to {address.path} as {who}")
    # A button that asks for nothing may have been pressed; no decision and no filing came of nonsense.
    assert set(Event.objects.values_list("act", flat=True)) <= {"file", "take", "put_back", "withdraw"}
    assert Case.objects.count() == 1


@pytest.mark.parametrize("who", VISITORS)
def test_no_query_breaks_a_page(who, case):
    client = visitor(who, raise_request_exception=False)
    for address in doors(who, case.number):
        for query in QUERIES:
            ours(client.get(f"{address.path}{query}"), f"{address.path}{query[:40]} as {who}")


@pytest.mark.parametrize("who", VISITORS)
def test_no_value_in_an_address_breaks_a_page(who, db):
    client = visitor(who, raise_request_exception=False)
    with_values = [address for address in doors(who, "NUMBER") if "<" in address.route]
    for address in with_values:
        for value in PLACES:
            path = address.path
            for place in ("NUMBER", "K7Q4-9TBM-X2HD-5P3W", "residence-letter"):
                path = path.replace(place, value)
            ours(client.get(path), f"{path[:80]} as {who}")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "\x7f", "get"])
def test_no_method_breaks_a_page(method, case, client):
    client.raise_request_exception = False
    for address in addresses(case.number):
        ours(client.generic(method, address.path), f"{method} {address.path}")
