"""A step that only what was found makes necessary, and a fee that is set by what was measured."""

import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from layani.office.actions import performing, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.performing import Found
from layani.office.actions.rebuilding import differences
from layani.office.house import key_store
from layani.office.pages.citizen.progress import steps_of
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.act import Act
from layani.rules.cases.acts.deciding import check_grant
from layani.rules.cases.state import By
from tests.office.conftest import officer
from tests.office.officer.building import BUILDING, ROLES, filed, run_office, up_to

FEE = """fee:
  amount: parameters.rate * findings.site_visit.setback
  law: perda-1
parameters:
  rate:
    says: {id: Tarif tiap meter, en: Rate for each metre}
    law: perda-1
    unit: IDR
    values: [{from: 2020-01-01, value: 1_000 IDR}]
"""


@pytest.fixture
def measuring_office(settings, db, tmp_path):
    """Run the building office with a fee for each metre that is measured; it assesses only where it floods."""
    folder = shutil.copytree(BUILDING, tmp_path / "office")
    path = folder / "building-permit" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("fee: free\n", FEE)
    text = text.replace(
        "id: assess\n      by: surveyor", "id: assess\n      by: surveyor\n      when: findings.site_visit.floods"
    )
    path.write_text(text, encoding="utf-8")
    (folder / "building-permit" / "examples.yaml").write_text("examples: []\n", encoding="utf-8")
    settings.VERSION_FOLDER = tmp_path / "versions"
    with run_office(settings, folder):
        yield


@pytest.fixture
def staff(measuring_office):
    return {name: officer(name, role) for name, role in ROLES.items()}


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=1)


def state(number):
    return state_of(Case.objects.get(number=number))


def events(number):
    return [event_of(one) for one in Event.objects.filter(case__number=number).order_by("seq")]


def test_before_the_visit_the_fee_is_not_told_and_the_step_may_not_be_needed(measuring_office, early):
    number = filed(early)
    case, [event] = state(number), events(number)
    assert "fee" not in event.data
    assert case.fee_waits == ("site_visit",)
    assert [step.id for step in case.steps if step.waits == ("site-visit",)] == ["assess"]
    notes = [one.note.en for one in steps_of(case, [event], timezone.now()) if one.note]
    assert notes == ["Only if what is found makes it necessary: Visit to the place."]


def test_where_it_does_not_flood_nobody_assesses(staff, early):
    number = up_to("initial-section", staff, early, setback=4, floods=False)
    case = state(number)
    assert "assess" not in [step.id for step in case.steps]
    assert [event.act for event in events(number)][-1] == "visit"
    assert case.step_due_at == Case.objects.get(number=number).step_due_at is not None


def test_where_it_floods_it_is_assessed(staff, early):
    number = up_to("assess", staff, early, setback=4, floods=True)
    assert [step.waits for step in state(number).steps if step.id == "assess"] == [()]


def test_the_visit_sets_the_fee_with_its_lines(staff, early):
    number = up_to("initial-section", staff, early, setback=4, floods=False)
    found = events(number)[-1].data["fee"]
    assert (found["minor"], found["currency"]) == (400_000, "IDR")
    assert "parameter:rate:2020-01-01" in found["why"]
    assert state(number).fee_waits == ()


def test_what_was_found_is_kept_and_the_case_can_be_rebuilt(staff, early):
    up_to("initial-section", staff, early, setback=4, floods=False)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_nothing_is_granted_before_its_fee_is_set(measuring_office, early):
    case = state(filed(early))
    refused = check_grant(case, Act("decide_grant", By("officer", 1, "head"), early))
    assert refused is not None
    assert refused.code == "fee-not-set"


def page_of(client, number):
    """Return the case's page in English, as whoever has its receipt reads it."""
    case = Case.objects.get(number=number)
    client.post("/follow/", {"number": number, "code": receipt_code(key_store().get(case.ref))})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return " ".join(client.get(f"/case/{number}/").content.decode().split())


def test_the_applicant_reads_when_the_fee_is_set_and_then_how_much_it_is(staff, early, client):
    number = up_to("site-visit", staff, early)
    assert "The fee is set by what is found in this step: Visit to the place." in page_of(client, number)
    at = early + timedelta(hours=1)
    serving.take_next(actor=staff["rudi"], now=at)
    performing.finish(
        number, Found("site-visit", {"setback": 4, "floods": False}, ("A", "B")), actor=staff["rudi"], now=at
    )
    page = page_of(client, number)
    assert "The fee is set by" not in page
    assert "4,000" in page
