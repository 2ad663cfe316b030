"""The pages of mandates: what each of the two people sees and does; and everybody else nothing at all."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import serving
from layani.office.actions.filing import file
from layani.office.actions.mandating import agent_of, secret_of
from layani.office.actions.proxying import disown
from layani.office.house import key_store, service
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.words import weekday
from layani.office.tables.models import AgentLook, Case, Mandate, Party, ProxyFiling
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import state_of
from tests.office.actions.applications import application
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.counter.conftest import FORM
from tests.office.mandates.conftest import BUDI, SERVICE, as_citizen, filed, given, person


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def mandate(carla, budi, now):
    return given(carla, budi, now)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer):
    found = re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in found if name not in ("csrfmiddlewaretoken", "next")}


def sent_for_carla(budis, mandate):
    form = f"/for/{mandate.ref}/{SERVICE}/"
    shown = budis.get(form)
    answer = budis.post(form, {**hidden(shown), **FORM})
    assert answer["Location"] == f"{form}check/", text_of(answer)
    return budis.post(f"{form}check/", hidden(budis.get(f"{form}check/")))


def test_a_mandate_is_given_by_a_code_and_confirmed_by_the_name(browser, budi, db):
    code = agent_of(budi).code
    values = {"code": code, "services": [SERVICE], "until-day": "1", "until-month": "12", "until-year": "2026"}
    page = browser.get("/mandates/give/")
    assert page.status_code == 200
    values |= {k: re.search(rf'name="{k}" value="(\d+)"', page.content.decode())[1] for k in values if k[:5] == "until"}
    sure = browser.post("/mandates/give/", values)
    assert BUDI.name in text_of(sure) and not Mandate.objects.exists()
    done = browser.post("/mandates/give/", {**values, **hidden(sure), "services": [SERVICE], "sure": "1"})
    assert done["Location"] == f"/mandates/{Mandate.objects.get().ref}/"
    assert BUDI.name in text_of(browser.get("/mandates/"))


def test_a_wrong_code_and_an_empty_form_say_what_to_do(browser):
    assert browser.post("/mandates/give/", {}).status_code == 422
    values = {"code": "K-0000-0000", "services": [SERVICE], "until-day": "1", "until-month": "1", "until-year": "2030"}
    answer = browser.post("/mandates/give/", values)
    assert answer.status_code == 409 and "Kode itu tidak ada" in text_of(answer)


def test_who_acts_for_others_asks_for_their_code_once(budis, budi):
    assert "Tampilkan kode saya" in text_of(budis.get("/mandates/"))
    budis.post("/mandates/")
    assert agent_of(budi).code in text_of(budis.get("/mandates/"))


def test_the_holder_files_and_is_shown_name_and_nik_alone(budis, mandate):
    page = text_of(budis.get(f"/for/{mandate.ref}/{SERVICE}/"))
    assert CARLA.name in page and CARLA.nik in page
    assert CARLA.phone not in page and "0812" not in page and "1990" not in page
    answer = sent_for_carla(budis, mandate)
    row = Case.objects.get()
    assert answer["Location"] == f"/for/case/{row.number}/?sent"
    assert row.party_id == mandate.giver_id and ProxyFiling.objects.get().holder_id == mandate.holder_id
    received = text_of(budis.get(answer["Location"]))
    assert CARLA.phone not in received
    assert f"Permohonan diterima: {row.number}" in received
    assert f"Kami mengabari {CARLA.name}" in received
    assert f"Keputusan paling lambat {weekday(expected_of(state_of(row), service(SERVICE)))}" in received
    assert "Permohonan diterima" not in text_of(budis.get(f"/for/case/{row.number}/"))


def test_what_is_missing_is_told_and_the_form_kept(budis, mandate):
    form = f"/for/{mandate.ref}/{SERVICE}/"
    answer = budis.post(form, {**hidden(budis.get(form)), **FORM, "address-street": ""})
    assert answer.status_code == 422 and "error" in answer.content.decode()
    assert budis.get(f"{form}check/")["Location"] == form


def test_every_page_of_it_leaves_a_look_that_the_person_reads(budis, browser, mandate):
    sent_for_carla(budis, mandate)
    number = Case.objects.get().number
    budis.get(f"/for/case/{number}/")
    assert {one.what for one in AgentLook.objects.all()} == {"for-apply", "for-check", "for-case"}
    assert {one.party_id for one in AgentLook.objects.all()} == {mandate.giver_id}
    page = text_of(browser.get("/my-data/"))
    assert "yang mengurus berkas Anda" in page and BUDI.name in page


def test_the_matrix_of_a_case_that_was_filed_for_another(budis, browser, mandate, now):
    number = filed(mandate, now).row.number
    other = person(3, now)
    given(mandate.giver, other, now)
    fourth = person(4, now)
    Party.objects.filter(pk__in=(other.pk, fourth.pk)).update(assurance=SEEN)
    stranger, another, somebody = Client(), signed_in(other), signed_in(fourth)
    seen = {
        f"/for/case/{number}/": (200, 404, 404, 302),
        f"/for/case/{number}/letter/": (404, 404, 404, 302),
        f"/case/{number}/": (404, 200, 404, 302),
        f"/case/{number}/answers/": (404, 200, 404, 302),
        f"/case/{number}/withdraw/": (404, 200, 404, 302),
        f"/mandates/{mandate.ref}/": (200, 200, 404, 302),
        f"/for/{mandate.ref}/{SERVICE}/": (200, 404, 404, 302),
        f"/for/{mandate.ref}/{SERVICE}/check/": (302, 404, 404, 302),
    }
    for path, (agent, own, others, nobody) in seen.items():
        assert budis.get(path).status_code == agent, path
        assert browser.get(path).status_code == own, path
        assert another.get(path).status_code == somebody.get(path).status_code == others, path
        assert stranger.get(path).status_code == nobody, path


def test_a_case_that_the_person_filed_themselves_is_never_the_agents(budis, browser, mandate, case_of_carla):
    assert budis.get(f"/for/case/{case_of_carla.number}/").status_code == 404
    assert case_of_carla.number not in text_of(budis.get("/mandates/"))


@pytest.fixture
def case_of_carla(carla, now):
    return file(replace(application(), applicant=carla), actor=as_citizen(carla), now=now).row


def test_with_its_end_the_holder_sees_a_number_and_nothing_else(budis, browser, mandate, now):
    number = filed(mandate, now).row.number
    assert browser.post(f"/mandates/{mandate.ref}/").status_code == 302
    gone = budis.get(f"/for/case/{number}/")
    assert (gone.status_code, AgentLook.objects.count()) == (410, 0)
    assert "Kuasa Anda sudah berakhir" in text_of(gone)
    assert all(words not in text_of(gone) for words in (CARLA.name, service(SERVICE).name.id, "tidak menyetujui"))
    assert browser.get(f"/for/case/{number}/").status_code == 404  # the person has a page of their own
    page = text_of(budis.get("/mandates/"))
    assert number in page and "kuasanya sudah berakhir" in page
    assert budis.get(f"/for/{mandate.ref}/{SERVICE}/").status_code == 409


def test_after_the_persons_no_the_agent_reads_that_and_nothing_of_the_case(budis, carla, mandate, now):
    number = filed(mandate, now).row.number
    disown(number, actor=as_citizen(carla), now=now)
    gone = budis.get(f"/for/case/{number}/")
    assert gone.status_code == 410
    assert "Orangnya tidak menyetujui permohonan ini" in text_of(gone)
    assert number in text_of(gone)
    assert all(words not in text_of(gone) for words in (CARLA.name, service(SERVICE).name.id))
    other = person(3, now)
    Party.objects.filter(pk=other.pk).update(assurance=SEEN)
    assert signed_in(other).get(f"/for/case/{number}/").status_code == 404


def test_the_persons_list_says_by_whom_it_was_filed(browser, mandate, case_of_carla, now):
    filed(mandate, now)
    page = text_of(browser.get("/case/"))
    assert page.count(f"Diajukan oleh {BUDI.name} atas kuasa Anda") == 1


def test_two_taps_without_signing_in_stop_the_case(mandate, now):
    row = filed(mandate, now).row
    path = f"/stop/{row.number}/{secret_of(key_store().get(row.ref))}/"
    phone = Client()
    assert BUDI.name in text_of(phone.get(path)) and CARLA.name not in text_of(phone.get(path))
    sure = phone.get(f"{path}?sure")
    assert "Hentikan permohonan ini?" in text_of(sure)
    assert Case.objects.get().status == "checking", "looking changes nothing"
    assert phone.post(path, hidden(sure)).status_code == 302
    assert Case.objects.get().status == "withdrawn" and Mandate.objects.get().ended == "disowned"
    assert "Sudah dihentikan" in text_of(phone.get(path))


def test_a_wrong_secret_and_a_case_of_ones_own_are_answered_alike(mandate, now, case_of_carla):
    row = filed(mandate, now).row
    right = secret_of(key_store().get(case_of_carla.ref))
    for path in (f"/stop/{row.number}/0000000000000000/", f"/stop/{case_of_carla.number}/{right}/", "/stop/X/Y/"):
        assert Client().get(path).status_code == Client().post(path).status_code == 404
    assert Case.objects.get(pk=row.pk).status == "checking"
    assert Client().get(f"/stop/mandate/{UUID(int=0)}/0000000000000000/").status_code == 404


def test_the_link_of_a_mandate_ends_it_and_stops_what_was_filed_under_it(mandate, now):
    filed(mandate, now)
    path = f"/stop/mandate/{mandate.ref}/{secret_of(key_store().get(mandate.ref))}/"
    phone = Client()
    assert BUDI.name in text_of(phone.get(path))
    assert phone.post(path).status_code == 302
    assert Case.objects.get().status == "withdrawn" and Mandate.objects.get().ended == "disowned"
    assert "sudah berakhir" in text_of(phone.get(path))


def test_the_persons_own_page_says_how_it_ended(browser, mandate, now):
    row = filed(mandate, now).row
    disown(row.number, actor=as_citizen(mandate.giver), now=now)
    assert "tidak menghendakinya" in text_of(browser.get(f"/case/{row.number}/"))


def test_the_list_costs_the_same_for_one_and_for_many(budis, budi, now, django_assert_max_num_queries):
    for n in range(1, 13):
        filed(given(person(n, now), budi, now), now)
    with django_assert_max_num_queries(10):
        page = text_of(budis.get("/mandates/"))
    assert page.count("Ns. Sari") == 24


def test_the_person_reads_on_the_case_that_somebody_else_filed_it(browser, mandate, now):
    row = filed(mandate, now).row
    assert "dari kuasa (Kata orangnya sendiri)" in text_of(browser.get(f"/case/{row.number}/"))


def test_the_officer_at_the_desk_reads_it_too(browser_of, mandate, now):
    row = filed(mandate, now).row
    eva = browser_of("eva", "front-desk")
    serving.take_next(actor=eva.actor, now=timezone.now())
    assert "Diajukan oleh orang lain dengan kuasa" in eva.text(f"/officer/case/{row.number}/")
