"""An agent answers a notice and files a bundle: only under a mandate in force, never what is the person's own."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from layani.office.actions import checking, serving
from layani.office.actions.draft_reminders import remind_owners
from layani.office.actions.filing import Application, file
from layani.office.actions.mandating import end, secret_of
from layani.office.actions.parties import person_of
from layani.office.actions.proxy_answering import answer_for
from layani.office.actions.rebuilding import differences
from layani.office.actions.uploading import upload
from layani.office.actions.viewing import answers_of
from layani.office.house import catalogue, key_store, service
from layani.office.jobs.send_messages import words_of
from layani.office.tables.models import AgentLook, Attempt, Case, Draft, Event, Mandate, Message, ProxyAct, ProxyFiling
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.actions.applications import answers, application
from tests.office.bundles.widow import answers as widows
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA
from tests.office.mandates.conftest import BUDI, as_citizen, filed, given, person, serving_here

pytestmark = pytest.mark.database
WIDOWS = ("death-certificate", "family-card", "id-card", "death-grant")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def mandate(carla, budi, now):
    return given(carla, budi, now)


@pytest.fixture
def asked(mandate, ana, carla, now):
    """Return a function that lets Budi file for Carla and Ana ask for what is missing."""

    def ask(**items):
        contract = upload(carla, service("residence-letter").fields["contract"], sent(PDF), now=now)
        row = filed(mandate, now, answers={"tenancy": "rent", "contract": contract}).row
        serving.take_next(actor=ana, now=now)
        checking.ask_missing(row.number, items, actor=ana, now=now)
        return row

    return ask


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_agent_answers_with_a_new_file_and_the_clock_runs_on(budis, asked, carla, now):
    row = asked(contract="Halaman kedua tidak terbaca.", purpose="Untuk bank yang mana?")
    phone = Phone(budis).open(f"/for/case/{row.number}/")
    assert "Jawab untuknya" in phone.text
    phone.open(f"/for/case/{row.number}/answer/")
    assert phone.form().names == {"csrfmiddlewaretoken", "purpose", "contract"}
    phone.fill(purpose="school", contract=sent(PDF + b"2", "baru.pdf"))
    assert phone.at == f"/for/case/{row.number}/?answered" and "Jawaban terkirim" in phone.text
    given_now = answers_of(Case.objects.get(pk=row.pk))
    assert (given_now["purpose"], given_now["contract"]["name"]) == ("school", "baru.pdf")
    assert state_of(Case.objects.get(pk=row.pk)).ball == "office" and not Draft.objects.exists()
    assert [one for one in differences() if not isinstance(one, int)] == []
    assert {one.what for one in AgentLook.objects.all()} == {"for-case", "for-answer"}


def test_the_person_is_told_directly_and_two_taps_stop_it(budis, asked, carla, budi, now):
    row = asked(purpose="Benarkah?")
    Message.objects.all().delete()
    answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)
    told = Message.objects.get(kind="answered-by-proxy")
    said, stop = words_of(told), f"/stop/{row.number}/{secret_of(key_store().get(row.ref))}/"
    assert told.party_id == carla.pk and BUDI.name in said.sms and stop in said.sms
    assert not Message.objects.filter(party=budi).exists()
    stranger = Client()
    assert "?sure" in stranger.get(stop).content.decode()
    stranger.post(stop, {"once": "1f0d2c1e-0000-4000-8000-000000000001"})
    assert state_of(Case.objects.get(pk=row.pk)).status == "withdrawn"


def test_the_event_says_that_an_agent_answered_and_names_nobody(asked, budi, browser, now):
    row = asked(purpose="Benarkah?")
    answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)
    event = Event.objects.of_case(row.pk).filter(act="answer").get()
    assert event_of(event).data["proxy"] == {"basis": "word", "agent": bytes(budi.nik_mac).hex()}
    assert BUDI.name not in event.body and BUDI.nik not in event.body
    assert (ProxyAct.objects.get().holder_id, ProxyAct.objects.get().act) == (budi.pk, "answer")
    assert "Yang mengurus berkas Anda menjawab apa yang kurang" in text_of(browser.get(f"/case/{row.number}/"))


def test_nobody_else_answers_and_with_the_mandate_it_is_over(asked, mandate, carla, budi, ana, now):
    row, other = asked(purpose="Benarkah?"), person(3, now)
    given(carla, other, now)
    for actor in (as_citizen(other), as_citizen(carla), ana):
        with pytest.raises(Refused, match="No mandate"):
            answer_for(row.number, {"purpose": "school"}, actor=actor, now=now)
    with pytest.raises(Refused, match="No mandate"):
        answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now + timedelta(days=40))
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    with pytest.raises(Refused, match="No mandate"):
        answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)
    assert not Event.objects.filter(act="answer").exists() and not ProxyAct.objects.exists()


def test_a_mandate_that_ends_between_the_look_and_the_act_does_not_count(asked, mandate, carla, budi, now, monkeypatch):
    row, look = asked(purpose="Benarkah?"), checking.answer

    def ended_meanwhile(*args, **more):
        end(mandate.ref, "person", actor=as_citizen(carla), now=now)
        return look(*args, **more)

    monkeypatch.setattr(checking, "answer", ended_meanwhile)
    with pytest.raises(Refused, match="No mandate"):
        answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)
    assert not Event.objects.filter(act="answer").exists()
    assert Attempt.objects.filter(case=row).exists()


def test_who_became_an_officer_here_since_answers_nothing(asked, budi, now):
    row = asked(purpose="Benarkah?")
    serving_here("eka", BUDI)
    with pytest.raises(Refused, match="is an officer of this office"):
        answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)


def test_who_the_person_is_and_where_they_are_told_stays_their_own(budis, asked, budi, carla, now):
    row = asked(phone="Nomornya mati.", purpose="Benarkah?")
    with pytest.raises(Refused, match="the person alone"):
        answer_for(row.number, {"phone": "+6281311111111", "purpose": "school"}, actor=as_citizen(budi), now=now)
    page = f"/for/case/{row.number}/answer/"
    shown = budis.get(page)
    assert "Ini hanya dijawab orangnya sendiri" in text_of(shown)
    assert CARLA.phone not in shown.content.decode() and "Kirim jawaban" not in text_of(shown)
    assert budis.post(page, {"purpose": "school"}).status_code == 200
    assert not Event.objects.filter(act="answer").exists()


def test_the_persons_own_draft_of_the_answer_is_not_the_agents(budis, browser, asked):
    row = asked(contract="Buram.", purpose="Benarkah?")
    browser.post(f"/case/{row.number}/answer/", {"purpose": "school"})  # without the file: kept, not sent
    assert Draft.objects.count() == 1
    shown = budis.get(f"/for/case/{row.number}/answer/").content.decode()
    assert not re.search(r'value="school"[^>]*checked', shown)


def test_every_reader_of_the_page(budis, browser, asked, carla, now):
    row, other = asked(purpose="Benarkah?"), person(3, now)
    given(carla, other, now)
    page = f"/for/case/{row.number}/answer/"
    assert budis.get(page).status_code == 200
    assert browser.get(page).status_code == signed_in(other).get(page).status_code == 404
    assert Client().get(page).status_code == 302
    own = file(Application(application().service, carla, answers(), "online"), actor=as_citizen(carla), now=now).row
    assert budis.get(f"/for/case/{own.number}/answer/").status_code == 404


def test_what_is_not_asked_goes_back_to_the_case(budis, mandate, now):
    row = filed(mandate, now).row
    assert budis.get(f"/for/case/{row.number}/answer/")["Location"] == f"/for/case/{row.number}/"


@pytest.fixture
def bundled(carla, budi, budis, now):
    """Budi's phone before the last look at the bundle of a widow."""

    def fill_in(*services):
        row = given(carla, budi, now, services=services)
        page = f"/for/{row.ref}/losing-a-relative/"
        phone = Phone(budis).open(page)
        if phone.page.status_code == 200:
            typed = {
                k: v for k, v in widows("").items() if k not in ("death_letter", "died_on", "name", "nik", "phone")
            }
            day = {"died_on-day": "20", "died_on-month": "11", "died_on-year": "2026"}
            for _ in range(4):
                names = phone.form().names
                asked = {**typed, **day, "death_letter": sent(PDF), "hands_in": "yes", "truthful": "yes"}
                phone.fill(**{k: v for k, v in asked.items() if k in names})
                if phone.at.endswith("/check/"):
                    break
        return phone

    return fill_in


def test_a_bundle_is_filed_for_another_where_the_mandate_covers_all_of_it(bundled, carla, budi):
    phone = bundled(*WIDOWS)
    assert phone.at.endswith("/check/"), phone.text
    phone.fill()
    assert Case.objects.count() == len(WIDOWS) == ProxyFiling.objects.filter(holder=budi).count(), phone.text
    assert phone.at.startswith("/for/case/") and {one.party_id for one in Case.objects.all()} == {carla.pk}
    assert Message.objects.filter(party=carla, kind="filed-by-proxy").exists()


def test_what_is_ticked_and_not_covered_is_refused_by_its_name(bundled):
    phone = bundled("death-certificate", "family-card")
    assert phone.at.endswith("/check/"), phone.text
    phone.fill()
    assert not Case.objects.exists()
    assert catalogue().services["id-card"].name.id in phone.text or "death-grant" in phone.text


def test_without_what_always_belongs_to_it_there_is_no_bundle(bundled):
    assert bundled("family-card").page.status_code == 409


def test_one_no_ends_the_whole_bundle(bundled, carla):
    bundled(*WIDOWS).fill()
    row = Case.objects.order_by("pk").first()
    Client().post(f"/stop/{row.number}/{secret_of(key_store().get(row.ref))}/", {})
    assert {state_of(one).is_open for one in Case.objects.all()} == {False}
    assert Mandate.objects.get().ended == "disowned" and person_of(carla).name == CARLA.name


def test_what_an_agent_left_half_filled_in_reminds_nobody(budis, mandate, now):
    budis.post(f"/for/{mandate.ref}/{mandate.services[0]}/", {"purpose": "bank"})
    assert Draft.objects.count() == 1
    Message.objects.all().delete()
    assert remind_owners(now + timedelta(days=29)) == 0 and not Message.objects.exists()


@pytest.mark.usefixtures("append_only")
def test_the_database_keeps_what_an_agent_did(asked, budi, now):
    row = asked(purpose="Benarkah?")
    answer_for(row.number, {"purpose": "school"}, actor=as_citizen(budi), now=now)
    for change in (lambda: ProxyAct.objects.all().delete(), lambda: ProxyAct.objects.update(at=now)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
