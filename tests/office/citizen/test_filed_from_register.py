"""What a register filled in goes into the filing: as evidence where it was confirmed, as a difference where not."""

from datetime import timedelta

import pytest

from layani.office.actions import evidence, serving
from layani.office.actions.parties import register
from layani.office.tables.models import Case, Event
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.decider import replay
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone
from tests.office.officer.conftest import browser_of, words_of
from tests.office.ranking.conftest import at
from tests.office.ranking.grants import FILED, applicant, grant_office, staff

__all__ = ["at", "browser_of", "grant_office", "staff"]
pytestmark = pytest.mark.django_db
FAMILY = "/apply/school-bus/family/"


@pytest.fixture
def phone(grant_office, settings, at):  # noqa: F811
    """The first applicant, whose card was seen; the stand-in of the register says: three children at school."""
    settings.LAYANI_DEMO = True
    at(FILED)
    return Phone(signed_in(register(applicant(1), now=FILED, assurance=SEEN)))


def filed(phone):
    """Send what stands at the last look; returns the case."""
    assert phone.at == "/apply/school-bus/check/", phone.text
    phone.fill()
    return Case.objects.get()


def test_what_was_confirmed_is_evidence_with_basis_element_and_expiry(phone):
    row = filed(phone.open(FAMILY).fill(income="100"))
    event = Event.objects.get(act="file")
    [line] = event_of(event).data["looked_up"]
    assert (line["source"], line["basis"]) == ("population", "UU 24/2013 pasal 58")
    assert (line["elements"], line["fields"], line["same"]) == (["children_at_school"], ["children"], ["children"])
    assert line["until"].startswith("2026-12-17")
    assert "religion" not in event.body
    assert state_of(row).evidence == {"children": "looked up"}
    assert state_of(row).unseen == ()
    assert replay(event_of(one) for one in Event.objects.order_by("seq")) == state_of(row)


def test_what_the_register_said_stands_sealed_and_not_in_the_record(phone):
    filed(phone.open(FAMILY).fill(income="100"))
    assert '"children":3' not in Event.objects.get(act="file").body.replace(" ", "")


def wrong(phone, children):
    phone.open(FAMILY)
    phone.client.post(FAMILY, {"register_wrong": "children"})
    return filed(phone.open(FAMILY).fill(income="100", children=children))


def test_what_the_person_calls_wrong_is_declared_and_lacks_the_evidence(phone):
    row = wrong(phone, "2")
    assert event_of(Event.objects.get(act="file")).data["looked_up"][0]["same"] == []
    assert (state_of(row).evidence, state_of(row).unseen) == ({}, ("children",))


def test_the_officer_reads_what_the_register_says_and_who_says_that_it_is_wrong(phone, browser_of, at):  # noqa: F811
    row = wrong(phone, "2")
    at(FILED + timedelta(hours=1))
    eva = browser_of("eva", "front-desk")
    eva.post("/officer/")
    page = words_of(eva.get(f"/officer/case/{row.number}/"))
    assert "menyatakan data itu salah" in page
    assert "Menurut data itu: 3" in page
    theirs = words_of(phone.client.get(f"/case/{row.number}/"))
    assert "menyatakan data itu salah" in theirs


def test_an_original_that_was_seen_stands_for_a_register_that_is_wrong(phone, staff):  # noqa: F811
    row = wrong(phone, "2")
    later = FILED + timedelta(hours=1)
    serving.take_next(actor=staff["loket"], now=later)
    evidence.record(row.number, "children", "seen", actor=staff["loket"], now=later)
    assert state_of(Case.objects.get()).unseen == ()


def test_the_same_answer_under_protest_is_still_the_register_s(phone):
    assert state_of(wrong(phone, "3")).evidence == {"children": "looked up"}


def test_outside_the_demo_no_register_is_connected_and_the_form_asks(phone, settings):
    settings.LAYANI_DEMO = False
    page = phone.open(FAMILY)
    assert "tidak menjawab sekarang" in page.text
    row = filed(page.fill(income="100", children="3"))
    assert state_of(row).unseen == ("children",)
    assert "looked_up" not in event_of(Event.objects.get(act="file")).data
