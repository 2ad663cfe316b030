"""Answers are looked up in a register of another body; where the office has no access they stay declared."""

from datetime import date, timedelta

import pytest

from layani.office.actions import checking, deciding, evidence, filing, looking_up, serving
from layani.office.actor import Actor
from layani.office.gateways.sources import DemoSource, NotConnected, connected
from layani.office.house import catalogue, service
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.decider import replay
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.officer.conftest import browser_of, words_of
from tests.office.ranking.conftest import at
from tests.office.ranking.grants import FILED, GRANT, applicant, grant_office, staff

__all__ = ["at", "browser_of", "grant_office", "staff"]
pytestmark = pytest.mark.django_db
LATER = FILED + timedelta(hours=1)


def filed(person, children):
    answers = {"name": person.name, "nik": person.nik, "income": 100, "children": children}
    application = filing.Application(service("school-bus"), person, answers, "online")
    return filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number


@pytest.fixture
def number(staff, settings):  # noqa: F811
    """A case whose register says the same as its applicant: three children; on the checker's desk."""
    settings.LAYANI_DEMO = True
    found = filed(applicant(1), 3)
    assert serving.take_next(actor=staff["loket"], now=LATER).row.number == found
    return found


def state(number):
    return state_of(Case.objects.get(number=number))


def look_up(number, actor):
    return looking_up.look_up(number, "population", actor=actor, now=LATER)


def test_what_the_register_confirms_is_evidence_with_basis_elements_and_expiry(staff, number):  # noqa: F811
    look_up(number, staff["loket"])
    event = Event.objects.get(act="looked_up")
    data = event_of(event).data
    assert (data["basis"], data["elements"], data["same"]) == (
        "UU 24/2013 pasal 58",
        ["children_at_school"],
        ["children"],
    )
    assert data["until"].startswith("2026-12-17")
    assert "religion" not in event.body
    assert event.officer_id == staff["loket"].user
    assert (state(number).unseen, state(number).evidence) == ((), {"children": "looked up"})
    assert replay(event_of(one) for one in Event.objects.order_by("seq")) == state(number)


def test_what_differs_is_no_evidence_until_an_officer_has_seen_the_original(staff, settings):  # noqa: F811
    settings.LAYANI_DEMO = True
    number = filed(applicant(2), 1)  # the register knows of five
    serving.take_next(actor=staff["loket"], now=LATER)
    look_up(number, staff["loket"])
    assert state(number).unseen == ("children",)
    evidence.record(number, "children", "seen", actor=staff["loket"], now=LATER)
    assert state(number).unseen == ()


def test_nobody_looks_up_whom_they_do_not_serve(staff, number):  # noqa: F811
    with pytest.raises(Refused, match="not on your desk"):
        look_up(number, staff["kadis"])
    assert not Event.objects.filter(act="looked_up").exists()


@pytest.mark.parametrize("source", ["tax", "land", ""])
def test_only_what_the_service_takes_from_a_register_with_access_is_looked_up(staff, number, source):  # noqa: F811
    with pytest.raises(Refused, match="No answer"):
        looking_up.look_up(number, source, actor=staff["loket"], now=LATER)


def test_a_register_that_is_not_connected_is_said_to_be_so(staff, number, settings):  # noqa: F811
    settings.LAYANI_DEMO = False
    with pytest.raises(Refused, match="cannot be looked up now"):
        look_up(number, staff["loket"])
    assert state(number).unseen == ("children",)


def test_nothing_is_granted_on_what_has_expired(staff, number):  # noqa: F811
    look_up(number, staff["loket"])
    checking.check_complete(number, actor=staff["loket"], now=LATER)
    late = LATER + timedelta(days=40)
    serving.take_next(actor=staff["kadis"], now=late)
    with pytest.raises(Refused, match="too long ago"):
        deciding.grant(number, actor=staff["kadis"], now=late)
    looking_up.look_up(number, "population", actor=staff["kadis"], now=late)
    deciding.grant(number, actor=staff["kadis"], now=late)
    assert state(number).status == "granted"


def test_the_page_says_what_is_looked_up_and_what_stays_declared(staff, number, at):  # noqa: F811
    at(LATER)
    page = words_of(signed_in(Case.objects.get(number=number).party).get(f"/case/{number}/"))
    assert "Kantor belum dapat melihat Data pajak" in page
    assert "dilihat di data instansi lain" in page


def test_the_officer_looks_up_on_the_cases_page_and_reads_what_differs(staff, settings, at, browser_of):  # noqa: F811
    settings.LAYANI_DEMO = True
    at(LATER)
    number = filed(applicant(2), 1)
    eva = browser_of("eva", "front-desk")
    eva.post("/officer/")
    address = f"/officer/case/{number}/"
    assert 'value="looked_up"' in eva.get(address).content.decode()
    assert eva.post(address, {"act": "looked_up", "source": "population"}).status_code == 302
    assert "Menurut data itu: 5" in words_of(eva.get(address))
    assert eva.post(address, {"act": "evidence_noted", "field": "children", "kind": "seen"}).status_code == 302
    assert state(number).unseen == ()


def test_the_stand_in_gives_no_more_than_it_was_asked_for():
    source = DemoSource({"1": {"a": 1, "b": 2}})
    assert source.fetch("1", ["b", "c"]) == {"b": 2}
    assert source.fetch("2", ["b"]) == {}


def test_no_stand_in_answers_outside_the_demo(grant_office, tmp_path):  # noqa: F811
    register = catalogue().office.sources["population"]
    for folder, demo in ((GRANT, False), (tmp_path, True)):
        with pytest.raises(NotConnected):
            connected(register, folder, date(2026, 11, 23), demo=demo)
