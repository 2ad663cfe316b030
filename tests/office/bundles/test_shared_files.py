"""A file that several cases of a bundle ask for is uploaded once, and each case has it as its own."""

import pytest

from layani.office.actions import sharing_files, uploading
from layani.office.actions.bundling import BundleApplication, file_bundle
from layani.office.actions.parties import Person, register
from layani.office.actions.uploading import discard, open_document, upload
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.gateways.file_store import MemoryStore
from layani.office.house import catalogue, facts_on, service
from layani.office.tables.models import Case, Document
from layani.rules.refusal import Refused
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA, MONDAY

pytestmark = pytest.mark.django_db
DAN = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01", phone="+6281200000000")


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    for module in (uploading, sharing_files):
        monkeypatch.setattr(module, "file_store", lambda: memory)
    return memory


@pytest.fixture
def paper(carla, now):
    """Return a function that uploads what a question of the birth certificate asks for."""
    fields = service("birth-certificate").fields
    return lambda name, party=carla: upload(party, fields[name], sent(PDF), now=now)


def given(paper, **changed):
    found = {
        "services": ["family-card", "child-card"],
        **{name: getattr(CARLA, name) for name in ("name", "nik", "birth_date", "phone")},
        "child_name": "Gita Wijaya",
        "child_sex": "girl",
        "born_on": "2026-11-10",
        "born_in": "Kota Contoh",
        "has_letter": True,
        "birth_letter": paper("birth_letter"),
        "relation": "other",
        "mother_name": "Dewi Wijaya",
        "mother_nik": "3171015503980002",
        "marriage": "mother_only",
        "mandate": paper("mandate"),
        "truthful": True,
        **changed,
    }
    asked = bundle().on(facts_on(MONDAY.date())).answers.asked(found)
    return {name: value for name, value in found.items() if name in asked}


def bundle():
    return catalogue().bundles["having-a-child"]


def filed(party, now, answers, **more):
    application = BundleApplication(bundle(), party, answers, "online", **more)
    done = file_bundle(application, actor=Actor(kind="citizen", party=party.pk), now=now)
    return {one.row.service: one.row for one in done}


def test_one_upload_goes_into_both_cases_and_can_be_opened_in_each(carla, now, paper):
    rows = filed(carla, now, given(paper))
    birth, card = (answers_of(rows[name])["mandate"] for name in ("birth-certificate", "child-card"))
    assert birth["id"] != card["id"]
    assert {**birth, "id": ""} == {**card, "id": ""}
    for name, answer in (("birth-certificate", birth), ("child-card", card)):
        document = Document.objects.get(ref=answer["id"])
        assert document.case_id == rows[name].pk
        assert open_document(document) == PDF
    assert Document.objects.count() == 3, "the birth letter is one case's alone"


def test_what_one_case_forgets_the_other_keeps(carla, now, paper, store):
    rows = filed(carla, now, given(paper))
    first, copy = (
        Document.objects.get(ref=answers_of(rows[name])["mandate"]["id"]) for name in rows if name != "family-card"
    )
    store.remove(first.ref)
    first.delete()
    assert open_document(copy) == PDF


def test_sending_twice_is_the_same_files_and_the_same_cases(carla, now, paper):
    answers = given(paper)
    first = filed(carla, now, answers, once="one-birth-bundle")
    again = filed(carla, now, answers, once="one-birth-bundle")
    assert {row.number for row in first.values()} == {row.number for row in again.values()}
    assert Document.objects.count() == 3


def test_where_it_is_asked_once_nothing_is_copied(carla, now, paper):
    filed(carla, now, given(paper, services=["family-card"]))
    assert Document.objects.count() == 2


def test_nobody_files_with_an_upload_of_somebody_else_and_none_is_copied(carla, now, paper):
    dan = register(DAN, now=now)
    with pytest.raises(Refused, match="not among this applicant's uploads"):
        filed(carla, now, given(paper, mandate=paper("mandate", dan)))
    assert not Case.objects.exists()
    assert Document.objects.filter(party=carla).count() == 2  # what she uploaded herself


def test_what_was_copied_for_a_filing_that_failed_is_an_upload_like_any_other(carla, now, paper, monkeypatch):
    answers = given(paper)

    def broken(*_, **__):
        raise RuntimeError("the power fails here")

    monkeypatch.setattr("layani.office.actions.bundling._filed", broken)
    with pytest.raises(RuntimeError):
        filed(carla, now, answers)
    monkeypatch.undo()
    assert Document.objects.filter(case=None).count() == 3
    discard(Document.objects.values_list("ref", flat=True))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "address", ["/bundle/having-a-child/", "/service/child-card/", "/apply/having-a-child/services/"]
)
def test_its_pages_are_shown(browser, address):
    assert browser.get(address).status_code == 200


def test_on_a_phone_the_mandate_is_asked_once_and_a_photo_only_from_five_on(browser, carla, now, paper):
    phone = Phone(browser).open("/apply/having-a-child/services/").fill(services=["child-card"])
    phone.fill().fill(child_name="Gita Wijaya", child_sex="girl")
    phone.fill(**{"born_on__day": "2", "born_on__month": "10", "born_on__year": "2020", "born_in": "Kota Contoh"})
    phone.open("/apply/having-a-child/birth-certificate-who/").fill(relation="other")
    overview = phone.open("/apply/having-a-child/").text
    assert overview.count("Surat kuasa") == 1
    assert "Foto anak" in overview
