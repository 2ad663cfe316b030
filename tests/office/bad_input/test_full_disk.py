"""A disk that is full is told plainly, nothing is half written, and once there is room everything goes on."""

import errno
import io
import logging
import os

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from layani import durable_file
from layani.office.actions.parties import register
from layani.office.gateways.program_log import JsonLines
from layani.office.house import key_store
from layani.office.jobs.integrate_record import JOB
from layani.office.jobs.worker import Worker
from layani.office.tables.models import Case, Document, Event, Message, Outbox, Party, Pulse
from tests.office.api.conftest import applicant, desk, filing  # noqa: F401  the second is a fixture
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA
from tests.office.counter.conftest import FORM
from tests.office.record.conftest import own_record  # noqa: F401  a fixture
from tests.office.security.visitors import citizen_client, officer_client

NO_LIMIT = 1_073_741_823  # pages; SQLite's own


class SqliteDisk:
    """A disk on which a database cannot grow any more."""

    def __init__(self, execute):
        self._execute = execute

    def fill(self):
        pages = self._execute("pragma page_count").fetchone()[0]
        self._execute(f"pragma max_page_count = {pages}")

    def make_room(self):
        self._execute(f"pragma max_page_count = {NO_LIMIT}")


def counts():
    return [model.objects.count() for model in (Case, Event, Party, Outbox, Message)]


def until_full(caller, disk):
    """File until there is no room; a database has some pages left inside. Returns what it answered then."""
    disk.fill()
    for number in range(300):
        before = counts()
        sent = filing(about={**filing()["applicant"], "nik": f"317401550190{number:04d}"})
        answer = caller.post("/cases/", sent, once=f"until-full-{number}")
        if answer.status_code != 201:
            return answer, before, sent, f"until-full-{number}"
    raise AssertionError("The disk never became full.")


@pytest.fixture
def own_keys(settings, tmp_path):
    """Keep keys in a store of this test's own: half-filled pages of earlier tests' keys would never be full."""
    settings.KEY_STORE = f"sqlite:///{tmp_path / 'keys.sqlite3'}"
    key_store.cache_clear()
    yield
    key_store.cache_clear()


@pytest.mark.usefixtures("own_keys")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own disk is filled by its error below")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["office", "keys"])
def test_no_room_for_a_filing_is_told_and_the_same_filing_goes_through_later(desk, which, caplog):  # noqa: F811
    if which == "office":
        disk = SqliteDisk(lambda words: connection.cursor().execute(words))
    else:
        disk = SqliteDisk(lambda words: key_store()._store._connection().execute(words))
    try:
        answer, before, sent, once = until_full(desk, disk)
        assert (answer.status_code, answer.json()["title"]) == (503, "No room"), answer.content
        assert answer["Retry-After"] == "600"
        assert "penuh" in answer.json()["text"]["id"]
        assert counts() == before
        assert "free some on the disks of LAYANI_DATA" in caplog.text
        seen = desk.get(f"/cases/{Case.objects.order_by('-pk').first().number}")
        assert seen.status_code == 200, "what is there can still be read"
    finally:
        disk.make_room()
    again = desk.post("/cases/", sent, once=once)
    assert again.status_code == 201
    assert "Idempotent-Replayed" not in again


@pytest.mark.django_db
def test_a_full_disk_of_postgresql_is_told_the_same(desk, monkeypatch):  # noqa: F811
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file: No space left on device")

    def full(*_, **__):
        raise error

    monkeypatch.setattr("layani.office.actions.filing._write", full)
    answer = desk.post("/cases/", filing(), once="postgres-full")
    assert (answer.status_code, answer.json()["title"]) == (503, "No room")
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.django_db
@pytest.mark.usefixtures("own_record")
def test_a_full_log_folder_stops_the_record_alone_and_it_catches_up(desk, own_record, settings, monkeypatch):  # noqa: F811
    """The kernel itself says "No space left on device": the file that is written first is /dev/full."""
    settings.LOG_FOLDER.mkdir(parents=True)
    (settings.LOG_FOLDER / "full").symlink_to("/dev/full")
    worker = Worker([JOB], monotonic=lambda: 0.0)
    filed = desk.post("/cases/", filing(), once="while-full").json()
    with monkeypatch.context() as while_full:
        while_full.setattr(durable_file, "own_name", lambda _: settings.LOG_FOLDER / "full")
        worker.run_due()
    assert "OSError" in Pulse.objects.get(job=JOB.name).error
    assert not (settings.LOG_FOLDER / "checkpoint").exists()
    assert desk.post("/cases/", filing(), once="also-while-full").status_code == 201
    assert desk.get(f"/receipts/{filed['number']}/0/provisional").status_code == 200
    assert desk.get(f"/receipts/{filed['number']}/0/final").json()["title"] == "Not there yet"
    Worker([JOB], monotonic=lambda: 0.0).run_due()
    assert Pulse.objects.get(job=JOB.name).error == ""
    assert desk.get(f"/receipts/{filed['number']}/0/final").status_code == 200


@pytest.mark.django_db
def test_a_full_disk_under_the_program_log_stops_nobody(desk, monkeypatch):  # noqa: F811
    monkeypatch.setattr(logging, "raiseExceptions", False)
    full = io.TextIOWrapper(open("/dev/full", "wb", buffering=0), write_through=True)  # noqa: SIM115  closed below
    handler = logging.StreamHandler(full)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(OSError, match="No space left"):
            full.write("so it is full")
        answer = desk.get("/cases/SKM-2026-0000-0000")
    finally:
        logging.getLogger().removeHandler(handler)
        full.detach().close()
    assert answer.status_code == 404
    assert answer.json()["title"] == "Not found"


@pytest.mark.django_db
def test_a_reader_is_told_that_the_storage_is_full_in_both_languages(client, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("layani.office.pages.public.services.render", full)
    answer = client.get("/service/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    page = answer.content.decode()
    assert "Tempat penyimpanan kantor sedang penuh" in page and "The office’s storage is full" in page
    assert "Bukan salah Anda" in page and "Nothing was lost" in page
    assert answer["X-Request-Id"] in page
    assert "free some on the disks" in caplog.text


@pytest.fixture
def full_folder(settings, tmp_path, monkeypatch):
    """A folder of documents on a disk without room; returns what makes room."""
    settings.FILE_FOLDER, fsync = tmp_path / "files", os.fsync

    def no_room(handle):
        if str(settings.FILE_FOLDER) in os.readlink(f"/proc/self/fd/{handle}"):
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", no_room)
    return monkeypatch.undo


def files_in(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.django_db
def test_no_room_for_an_upload_by_api_is_told_and_neither_file_nor_person_stays(desk, full_folder, settings, caplog):  # noqa: F811
    about = {**applicant(), "service": "residence-letter", "field": "contract"}
    answer = desk.upload({**about, "file": sent(PDF)})
    assert (answer.status_code, answer.json()["title"], answer["Retry-After"]) == (503, "No room", "600")
    assert "penuh" in answer.json()["text"]["id"]
    assert not (files_in(settings.FILE_FOLDER) or Document.objects.exists() or Party.objects.exists())
    assert "LAYANI_FILE_FOLDER" in caplog.text
    full_folder()
    assert desk.upload({**about, "file": sent(PDF)}).status_code == 201
    assert len(files_in(settings.FILE_FOLDER)) == 1


@pytest.mark.django_db
def test_no_room_for_a_citizens_upload_is_told_and_the_same_page_goes_through_later(full_folder, settings):
    client, page = citizen_client(), "/apply/residence-letter/{}/"
    client.post(page.format("home"), {"tenancy": "rent"})
    answer = client.post(page.format("contract"), {"contract": sent(PDF)})
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert "Tempat penyimpanan kantor sedang penuh" in answer.content.decode()
    assert not (files_in(settings.FILE_FOLDER) or Document.objects.exists())
    full_folder()
    assert client.post(page.format("contract"), {"contract": sent(PDF)}).status_code == 302
    assert Document.objects.count() == len(files_in(settings.FILE_FOLDER)) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("full_folder")
def test_no_room_for_an_upload_at_the_counter_is_told_and_what_was_typed_is_kept(settings):
    client, path = officer_client("eva", "front-desk"), "/counter/apply/residence-letter/"
    party = register(CARLA, now=timezone.now())
    client.post("/counter/", {"nik": CARLA.nik})
    typed = {**FORM, "tenancy": "rent", "contract": sent(PDF), "for": str(party.ref)}
    answer = client.post(path, typed)
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert not (files_in(settings.FILE_FOLDER) or Document.objects.exists())
    assert FORM["address-street"] in client.get(path).content.decode()
