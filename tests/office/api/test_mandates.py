"""Filing for somebody else by API: under a mandate in force, by a program that may, and the person is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.actions import uploading
from layani.office.actions.mandating import end
from layani.office.gateways.file_store import MemoryStore
from layani.office.tables.models import Attempt, Case, Mandate, Message, ProxyFiling
from layani.rules.systems.scopes import SCOPES
from tests.office.api.conftest import IDENTITY, Caller, filing, program
from tests.office.bundles.widow import answers as widows
from tests.office.bundles.widow import paper
from tests.office.conftest import CARLA
from tests.office.mandates.conftest import BUDI, as_citizen, budi, carla, given, person, recorded, serving_here

__all__ = ["budi", "carla"]
pytestmark = pytest.mark.django_db
WIDOWS = ("death-certificate", "family-card", "id-card", "death-grant")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)


@pytest.fixture
def mandate(carla, budi, now):
    return given(carla, budi, now)


def body(nik=CARLA.nik, **changed):
    whole = filing()
    whole.pop("applicant")
    return {**whole, "nik": nik, **changed}


def send(caller, mandate, sent=None, once="for-another", end="cases"):
    return caller.post(f"/mandates/{mandate.ref}/{end}", sent or body(), once=once)


def test_it_is_filed_for_the_person_who_is_told_and_can_stop_it(desk, mandate, carla, budi):
    answer = send(desk, mandate)
    assert answer.status_code == 201, answer.content
    row = Case.objects.get(number=answer.json()["number"])
    assert (row.party_id, row.channel, ProxyFiling.objects.get().holder_id) == (carla.pk, "api", budi.pk)
    told = Message.objects.get(case=row)
    assert (told.kind, told.party_id) == ("filed-by-proxy", carla.pk)


def test_sent_twice_it_is_filed_once(desk, mandate):
    first, second = send(desk, mandate), send(desk, mandate)
    assert first.json()["number"] == second.json()["number"] and second["Idempotent-Replayed"] == "true"
    assert send(desk, mandate, body(answers={**body()["answers"], "purpose": "school"})).status_code == 409
    assert Case.objects.count() == ProxyFiling.objects.count() == 1


def refused(answer):
    return answer.status_code, answer.json()["refusals"][0]["code"]


def test_without_a_mandate_of_this_person_in_force_for_it_nothing_is_filed(desk, mandate, carla, budi, now):
    unknown, other = Mandate(ref=uuid4()), person(3, now)
    assert refused(send(desk, unknown)) == (409, "no-mandate")
    assert refused(send(desk, mandate, body("3174010301900001"))) == (409, "no-mandate")
    elsewhere = given(other, budi, now, services=("hall-use",))
    assert refused(send(desk, elsewhere, body("3174010301900001"))) == (409, "no-mandate")
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    assert refused(send(desk, mandate)) == (409, "no-mandate")
    assert not Case.objects.exists()


def test_what_the_register_holds_of_the_person_is_not_sent_and_not_answered(desk, mandate):
    answer = send(desk, mandate, body(answers={**body()["answers"], "phone": "+6281311111111"}))
    assert answer.status_code == 422 and "phone" in answer.content.decode()
    told = send(desk, mandate, once="once-again").content.decode()
    assert not any(getattr(CARLA, name) in told for name in IDENTITY)


def test_an_officer_of_this_office_is_nobodys_agent_here_either(desk, mandate):
    serving_here("eka", BUDI)
    assert refused(send(desk, mandate)) == (409, "officer-as-agent")
    assert Attempt.objects.exists() and not Case.objects.exists()


def test_who_cannot_be_told_directly_goes_to_the_counter(desk, ana, budi, now):
    mother = person(4, now, phone="")
    row = recorded(mother, budi, ana, now, why_not="Tidak punya telepon sendiri.")
    nik = "3174010401900001"
    assert refused(send(desk, row, body(nik))) == (409, "no-contact-reason")


def test_only_with_its_scope_its_service_and_the_front_desk(mandate):
    for name, right in {
        "other": {"scopes": SCOPES.keys() - {"mandates:file"}}, "hall": {"services": ["hall-use"]}
    }.items():  # fmt: skip
        assert send(program(name, "front-desk", **right), mandate).status_code == 403
    assert send(program("checker", "verifier"), mandate).status_code == 403
    assert send(Caller(), mandate).status_code == 401
    assert not Case.objects.exists()


def test_how_a_mandate_stands_without_saying_whose_it_is(desk, mandate, carla, now):
    answer = desk.get(f"/mandates/{mandate.ref}")
    assert answer.json()["in_force"] is True and answer.json()["services"] == mandate.services
    assert not any(getattr(CARLA, name) in answer.content.decode() for name in IDENTITY)
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    assert desk.get(f"/mandates/{mandate.ref}").json()["in_force"] is False
    assert desk.get(f"/mandates/{uuid4()}").status_code == 404
    assert program("hall", "front-desk", services=["hall-use"]).get(f"/mandates/{mandate.ref}").status_code == 404


def test_a_bundle_of_what_the_mandate_covers(desk, carla, budi, now):
    values = {k: v for k, v in widows(paper(carla, now)).items() if k not in IDENTITY}
    whole = {"service": "losing-a-relative", "nik": CARLA.nik, "answers": values}
    assert refused(send(desk, given(carla, budi, now, services=WIDOWS[:2]), whole, end="bundles")) == (
        409,
        "no-mandate",
    )
    answer = send(desk, given(carla, budi, now, services=WIDOWS), whole, once="of-a-bundle", end="bundles")
    assert answer.status_code == 201, answer.content
    assert len(answer.json()["cases"]) == len(WIDOWS) == ProxyFiling.objects.count()


def test_a_mandate_that_is_over_or_waits_for_its_code_does_not_hold(desk, carla, budi, ana, now):
    early = given(carla, budi, now)
    Mandate.objects.filter(pk=early.pk).update(
        until=now.date() - timedelta(days=2), since=now.date() - timedelta(days=9)
    )
    waits = recorded(carla, budi, ana, now, basis="word", seen="")
    for n, row in enumerate((early, waits)):
        assert refused(send(desk, row, once=f"for-another-{n}")) == (409, "no-mandate")
