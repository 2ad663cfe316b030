"""The program's log tells the operator what failed and never who somebody is; the database's plain columns neither."""

import json
import logging
import re
from datetime import date, datetime

import pytest
from django.apps import apps
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.actions.parties import Person
from layani.office.gateways.program_log import JsonLines, WithoutPersonalData, trace_of
from layani.office.house import key_store
from layani.office.jobs.worker import new_worker
from layani.office.tables.models import Case
from tests.office.api.conftest import desk, filing  # noqa: F401  the first is a fixture
from tests.office.citizen.files import PDF, sent
from tests.office.record.conftest import own_record  # noqa: F401  a fixture
from tests.office.security.visitors import addresses, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_record")]

# Words that occur nowhere else, so that finding one means that it leaked.
PERSON = Person(
    nik="3273014507850031", name="Zulaikha Tanjungpriok", birth_date="1985-07-05", phone="+6289876500431",
    email="zulaikha@unmistakable.example",
)  # fmt: skip
STREET, PURPOSE = "Gang Kemangi Quixotic 17", "Usaha Jellyfish"
FACT = "Menurut kartu keluarga, pemohon tinggal di Xylofon dan bukan di kecamatan ini."
ASKED = "Sebutkan bank Bougainvillea yang mana."
PERSONAL = (
    PERSON.nik, PERSON.name, "Zulaikha", "Tanjungpriok", PERSON.birth_date, PERSON.phone, "89876500431", PERSON.email,
    STREET, "Kemangi", FACT, "Xylofon", ASKED, "Bougainvillea", PURPOSE, "Jellyfish", "sewa-zulaikha",
)  # fmt: skip


class Kept(logging.Handler):
    """Every line as the office's own handler would write it, at the lowest level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """All that any logger says, the database's statements included; without the filter, so nothing is masked."""
    handler, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.setLevel(before)
    root.removeHandler(handler)


def whole_life(caller, ana, ben):
    """File, ask, answer, refuse; send what is wrong; look at every page; let every job run."""
    about = {name: getattr(PERSON, name) for name in ("nik", "name", "birth_date", "phone", "email")}
    address = {**filing()["answers"]["address"], "street": STREET}
    upload = {**about, "service": "residence-letter", "field": "contract", "file": sent(PDF, name="sewa-zulaikha.pdf")}
    document = caller.upload(upload).json()
    body = filing(PERSON, about=about, address=address, tenancy="rent", contract=document)
    wrong = filing(PERSON, about={**about, "phone": STREET}, tenancy=PURPOSE)
    for broken in (wrong, {**wrong, PURPOSE: FACT}, json.dumps(body)[:-9].encode(), json.dumps([body]).encode()):
        caller.post("/cases/", broken, once="broken-filing")
    filed = caller.post("/cases/", body, once="distinctive").json()
    caller.post("/cases/", {**body, "answers": {**body["answers"], "purpose": "work"}}, once="distinctive")
    number, now = filed["number"], timezone.now()
    serving.take_next(actor=ana, now=now)
    checking.ask_missing(number, {"purpose": ASKED}, actor=ana, now=now)
    caller.get(f"/cases/{number}/notice")
    sent_back = {"answers": {"purpose": "other", "other_purpose": PURPOSE}}
    caller.post(f"/cases/{number}/answer", sent_back, once="the-answer")
    serving.take_next(actor=ana, now=timezone.now())
    checking.check_complete(number, actor=ana, now=timezone.now())
    serving.take_next(actor=ben, now=timezone.now())
    deciding.refuse(number, deciding.Why("not-resident", FACT), actor=ben, now=timezone.now())
    worker = new_worker()
    worker.run_due()
    return number


def test_no_line_of_the_log_names_a_person(desk, ana, ben, log):  # noqa: F811
    number = whole_life(desk, ana, ben)
    for who in ("stranger", "everything"):
        client = visitor(who, raise_request_exception=False)
        for address in addresses(number):
            client.get(address.path)
            client.get(f"{address.path}?q={PERSON.name}")
    client.post("/follow/", {"number": PERSON.name, "code": PERSON.nik})
    client.post("/sign-in/", {"nik": PERSON.nik, "name": PERSON.name, "phone": PERSON.phone})
    assert Case.objects.get(number=number).status == "refused"
    assert len(log) > 20, "the log must have said something"
    for line in log:
        found = [word for word in PERSONAL if word in line]
        assert not found, line


@pytest.mark.parametrize("who", ["stranger", "citizen", "everything"])
def test_what_is_posted_to_any_address_is_in_no_line(who, log):
    said = {
        "nik": PERSON.nik, "name": PERSON.name, "phone": PERSON.phone, "email": PERSON.email, "why": FACT,
        "words": FACT, "q": PERSON.name, "number": PERSON.nik, "code": PERSON.name, "doing": PURPOSE,
        "address-street": STREET, "birth_date-year": PERSON.birth_date, "step": PERSON.name,
        "username": PERSON.name, PURPOSE: FACT,
    }  # fmt: skip
    headers = {"Referer": f"https://office.example/?q={PERSON.name}", "User-Agent": PERSON.email}
    client = visitor(who, raise_request_exception=False)
    looked = 0
    for address in addresses():
        if "sign-out" in address.path or "logout" in address.path:
            continue  # the others would then be asked as a stranger
        answer = client.post(address.path, said, headers=headers)
        client.post(f"{address.path}?{PERSON.name}", b"{" + PERSON.name.encode(), content_type="application/json")
        looked += 1
        assert answer.status_code < 500, address.path
    assert looked > 100
    for line in log:
        assert not [word for word in PERSONAL if word in line], line


def test_no_plain_column_names_a_person(desk, ana, ben):  # noqa: F811
    whole_life(desk, ana, ben)
    read = 0
    for model in apps.get_app_config("tables").get_models():
        # What the demo's fake gateway would have sent lies in a table of its own, which only a demo has.
        if model.__name__ == "DemoMessage":
            continue
        for row in model.objects.values():
            read += 1
            plain = " ".join(shown(value) for value in row.values())
            assert not [word for word in PERSONAL if word in plain], (model.__name__, row)
    assert read > 15


def shown(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def test_every_text_column_was_read_by_the_test_above():
    kept = {model.__name__ for model in apps.get_app_config("tables").get_models()}
    assert {"Case", "Event", "Party", "Document", "Outbox", "Attempt", "Message", "Letter"} <= kept


def test_an_error_is_logged_without_its_words_where_they_may_quote_a_person():
    try:
        try:
            int(PERSON.name)
        except ValueError as fault:
            raise KeyError(PERSON.nik) from fault
    except KeyError as fault:
        trace = trace_of(fault)
    assert "test_logs.py" in trace and "int(PERSON.name)" in trace
    assert "builtins.ValueError" in trace and "which led to" in trace and "builtins.KeyError" in trace
    assert not [word for word in PERSONAL if word in trace]


def test_an_error_of_the_machine_is_logged_with_its_words(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "nothing").read_bytes()
    assert "No such file or directory" in trace_of(caught.value)


def test_a_number_that_looks_like_a_nik_or_a_phone_is_masked_in_any_line():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "for %s and %s", (PERSON.nik, PERSON.phone), None)
    assert WithoutPersonalData().filter(record)
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "for [number] and +[number]"


@pytest.mark.parametrize("path", ["/service/", "/api/v1/services/"])
def test_the_number_on_the_page_is_the_number_in_the_log(client, log, monkeypatch, path):
    def boom(*_, **__):
        raise ZeroDivisionError(PERSON.name)

    monkeypatch.setattr("layani.office.pages.public.services.render", boom)
    monkeypatch.setattr("layani.office.api.services.catalogue", boom)
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code == 500
    number = answer["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{8}", number)
    assert number in answer.content.decode()
    with_trace = [json.loads(line) for line in log if "ZeroDivisionError" in line]
    assert with_trace
    assert {line["request"] for line in with_trace} == {number}
    assert "boom" in with_trace[0]["trace"]
    assert PERSON.name not in str(with_trace)
    assert PERSON.name not in answer.content.decode()


def test_a_number_from_outside_is_never_taken(client):
    answer = client.get("/nothing/", headers={"X-Request-Id": "11111111"})
    assert answer["X-Request-Id"] != "11111111"


def test_an_erased_case_leaves_no_name_anywhere(desk, ana, ben, log):  # noqa: F811
    number = whole_life(desk, ana, ben)
    row = Case.objects.select_related("party").get(number=number)
    key_store().erase(row.ref)
    key_store().erase(row.party.ref)
    client = visitor("everything", raise_request_exception=False)
    for address in addresses(number):
        answer = client.get(address.path)
        body = b"" if answer.streaming else answer.content
        assert PERSON.name.encode() not in body, address.path
