"""The lake has the events of tickets beside those of cases, and nobody's words, numbers or names."""

from datetime import timedelta

import duckdb
import pytest

from layani.lake.export import TICKETS, BadExport, TicketRow, pseudonym, read_manifest, write_parquet
from layani.office.actions import door
from layani.office.jobs import export_lake, export_tickets
from layani.office.tables.models import TicketEvent
from tests.office.conftest import MONDAY
from tests.office.door.tickets import done, listed, opened, serving
from tests.office.officer.walks import filed

pytestmark = pytest.mark.django_db
PHONE = "+6281255512345"


@pytest.fixture
def lake(settings, tmp_path):
    settings.LAKE_FOLDER, settings.KEY_FOLDER = tmp_path / "lake", tmp_path / "keys"
    return settings.LAKE_FOLDER


def read(folder, what, schema=None):
    manifest = read_manifest(folder, schema) if schema else read_manifest(folder)
    files = [str(folder / manifest.snapshot / month.file) for month in manifest.months]
    with duckdb.connect() as connection:
        question = f"select {what} from read_parquet(?, hive_partitioning = false) order by occurred_at"  # noqa: S608
        return connection.execute(question, [files]).fetchall()


def test_every_event_of_a_ticket_is_exported_with_its_end(lake, eva):
    row = serving(eva, words="Carla Wijaya", phone=PHONE)
    door.end_answer(row.pk, "Datang Senin kepada Carla.", actor=eva, now=MONDAY + timedelta(minutes=9))
    assert export_tickets.run(MONDAY) == TicketEvent.objects.count() == 4
    found = read(lake / "tickets", 'act, place, need, counter, "end"', TICKETS)
    assert found == [
        ("open", "hall", "residence-letter", None, None),
        ("call", "hall", "residence-letter", "loket-1", None),
        ("serve", "hall", "residence-letter", "loket-1", None),
        ("end_answer", "hall", "residence-letter", "loket-1", "answer"),
    ]
    written = b"".join(file.read_bytes() for file in lake.rglob("*.parquet"))
    for secret in (b"Carla", b"81255512345", row.code.encode(), row.ref.hex.encode()):
        assert secret not in written


def test_a_case_and_a_return_are_joined_by_pseudonyms(lake, eva):
    first = listed(eva)
    opened(60, code=first.code)
    back = serving(eva, minute=61, waits=True)
    number = filed(at=MONDAY + timedelta(minutes=64))
    door.file_case(back.pk, number, actor=eva, now=MONDAY + timedelta(minutes=65))
    done(back, "end_receipt", eva, 66)
    export_tickets.run(MONDAY)
    export_lake.run(MONDAY)
    cases = {case for (case,) in read(lake, '"case"')}
    named = {case for (case,) in read(lake / "tickets", '"case"', TICKETS)} - {None}
    assert named == cases
    tickets = dict(read(lake / "tickets", "ticket, follows", TICKETS))
    assert set(tickets.values()) - {None} <= tickets.keys()


def test_nothing_new_is_not_exported_again(lake, eva):
    opened()
    assert export_tickets.run(MONDAY) == 1
    snapshot = read_manifest(lake / "tickets", TICKETS).snapshot
    assert export_tickets.run(MONDAY) == 0
    assert read_manifest(lake / "tickets", TICKETS).snapshot == snapshot


def test_what_is_no_pseudonym_is_refused(lake):
    key = b"k" * 32
    row = TicketRow(
        "o", pseudonym(key, "t"), 1, "open", "kiosk", "hall", "", "", None, None, None, MONDAY, MONDAY,
        follows="A1B2C-D3E4F",
    )  # fmt: skip
    with pytest.raises(BadExport, match="follows 'A1B2C-D3E4F' is not a pseudonym"):
        write_parquet([row], lake / "tickets", TICKETS)
