"""What waits for another body: who sees it, when it is reminded, and when somebody above writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from layani.office.actions import performing, serving
from layani.office.actions.reminding_outside import how, remind, waiting_for
from layani.office.house import calendar
from layani.office.tables.models import OutsideReminder
from layani.rules.cases.clock import due
from layani.rules.cases.outside_waiting import EVERY, Reminder, next_of, objection
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.officer.building import building_office, staff_of_the_building_office, up_to

__all__ = ["building_office"]
pytestmark = pytest.mark.usefixtures("building_office")
PATH, HOW = "/officer/outside/", "Surat nomor 12 kepada dinas"


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=40)


@pytest.fixture
def staff(db, building_office):  # noqa: F811  the fixture above
    return staff_of_the_building_office()


@pytest.fixture
def waits(staff, early):
    """A case that was sent to the other system forty days ago."""
    number = up_to("external", staff, early)
    serving.take_next(actor=staff["dewi"], now=early + timedelta(hours=2))
    performing.send_outside(number, "external", actor=staff["dewi"], now=early + timedelta(hours=2))
    return number


def after(moment):
    return due(calendar(), moment, EVERY) + timedelta(minutes=1)


def test_it_is_reminded_every_five_working_days_and_then_somebody_above_writes(db):
    sent = datetime(2026, 11, 2, 3, tzinfo=UTC)
    first = due(calendar(), sent, EVERY)
    assert next_of(sent, [], calendar(), sent)[0] == "waits" and next_of(sent, [], calendar(), first)[0] == "remind"
    one = [Reminder("reminded", first)]
    assert next_of(sent, one, calendar(), first) == ("waits", due(calendar(), first, EVERY))
    second = due(calendar(), first, EVERY)
    two = [*one, Reminder("reminded", second)]
    third = due(calendar(), second, EVERY)
    assert next_of(sent, two, calendar(), third)[0] == "escalate"
    assert next_of(sent, [*two, Reminder("escalated", third)], calendar(), third)[0] == "escalated"
    assert objection("escalated", HOW, sent, one, calendar(), second).code == "remind-first"
    assert objection("reminded", "telp", sent, [], calendar(), first).code == "no-words"
    assert objection("reminded", HOW, sent, [], calendar(), sent).code == "too-early"


def test_the_officer_reminds_twice_and_the_supervisor_writes_above(waits, staff, early):
    dewi, hana = staff["dewi"], officer("hana", "supervisor")
    at = after(early + timedelta(hours=2))
    with pytest.raises(Refused, match="not reminded twice"):
        remind(waits, "external", HOW, actor=hana, now=at)
    for _ in range(2):
        remind(waits, "external", HOW, actor=dewi, now=at)
        with pytest.raises(Refused, match="too early"):
            remind(waits, "external", HOW, actor=dewi, now=at)
        at = after(at)
    row = remind(waits, "external", HOW, actor=hana, now=at)
    assert list(OutsideReminder.objects.order_by("pk").values_list("kind", flat=True)) == [
        "reminded", "reminded", "escalated",
    ]  # fmt: skip
    assert how(row) == HOW and HOW.encode() not in bytes(row.sealed)


def test_nobody_else_reminds_and_only_of_what_waits(waits, staff, early):
    at = after(early + timedelta(hours=2))
    for name in ("rudi", "sek"):
        with pytest.raises(Refused, match="waits for no other body"):
            remind(waits, "external", HOW, actor=staff[name], now=at)
    with pytest.raises(Refused, match="waits for no other body"):
        remind(waits, "notice", HOW, actor=staff["dewi"], now=at)
    with pytest.raises(Refused, match="waits for no other body"):
        remind("SKM-0000", "external", HOW, actor=staff["dewi"], now=at)
    assert not OutsideReminder.objects.exists()


def test_what_was_done_since_waits_no_more(waits, staff, early):
    serving.take(waits, actor=staff["dewi"], now=early + timedelta(days=1))
    assert waiting_for(staff["dewi"]) == []


def test_the_page_says_who_has_it_since_when_and_the_person_reads_that_it_was_reminded(waits, browser_of):
    eva = browser_of("eva", "front-desk")
    page = eva.text(PATH)
    assert waits in page and "Kementerian Pekerjaan Umum" in page and "diingatkan 0 kali" in page
    short = eva.post(PATH, {"number": waits, "step": "external", "how": "x"})
    assert short.status_code == 409
    assert eva.post(PATH, {"number": waits, "step": "external", "how": HOW}).status_code == 302
    assert "diingatkan 1 kali" in eva.text(PATH) and OutsideReminder.objects.get().officer.username == "eva"


def test_every_reader(waits, browser_of):
    assert Client().get(PATH).status_code == 302
    for role, status in {"auditor": 403, "operator": 403, "supervisor": 200, "head": 200}.items():
        assert browser_of(f"x-{role}", role).get(PATH).status_code == status
    assert waits not in browser_of("rudi2", "surveyor").text(PATH)
    assert waits in browser_of("hana2", "supervisor").text(PATH)
    assert "petugasnya mengingatkan dahulu" in browser_of("hana3", "supervisor").text(PATH).lower()


@pytest.mark.usefixtures("append_only")
def test_the_database_keeps_what_was_reminded(waits, staff, early):
    at = after(early + timedelta(hours=2))
    remind(waits, "external", HOW, actor=staff["dewi"], now=at)
    for change in (lambda: OutsideReminder.objects.all().delete(), lambda: OutsideReminder.objects.update(at=at)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
