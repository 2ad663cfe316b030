"""The form page by page: kept, checked, continued, and never mixed up between people, tabs or versions."""

from dataclasses import replace
from datetime import date

import pytest

from layani.office import house
from layani.office.actions.parties import Person, register
from layani.office.house import catalogue, service
from layani.office.tables.models import Case, Draft, Party
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.filling_in import HOME, LETTER, MOVE, dans, filled_in, phone, store
from tests.office.citizen.phone import Phone

__all__ = ["dans", "phone", "store"]


def renewed(slug):
    """Return the catalogue with a new version of one service."""
    new = replace(service(slug), version=date(2027, 1, 1))
    return replace(catalogue(), services={**catalogue().services, slug: new})


def test_what_the_register_holds_is_shown_and_not_asked(phone):
    phone.open(f"{LETTER}/you/")
    assert "Carla Wijaya" in phone.text
    assert phone.form().names == {"csrfmiddlewaretoken", "version", "slip", "shown", "leave"} - {"leave"}


def test_what_the_register_holds_cannot_be_changed_by_posting(phone):
    filled_in(phone)
    phone.client.post(f"{LETTER}/you/", {"name": "Dan Palsu", "nik": "3174010101800001", "shown": "name nik"})
    phone.open(f"{LETTER}/check/")
    assert "Carla Wijaya" in phone.text
    assert "Dan Palsu" not in phone.text


def test_what_the_register_lacks_is_asked(db, now):
    person = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01")
    dan = Phone(signed_in(register(person, now=now))).open(f"{LETTER}/you/")
    assert "phone" in dan.form().names
    dan.fill(phone="0812 0000 0000").fill(**HOME).fill(tenancy="own").fill(purpose="bank")
    assert "+6281200000000" in dan.text


def test_a_page_with_nothing_to_ask_is_passed_over(phone):
    phone.open(f"{LETTER}/").fill().fill(**HOME).fill(tenancy="own")
    assert phone.at == f"{LETTER}/purpose/"
    assert phone.open(f"{LETTER}/contract/").at == f"{LETTER}/"


def test_a_changed_answer_brings_up_the_page_that_it_needs(phone):
    filled_in(phone)
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    assert phone.at == f"{LETTER}/contract/"
    phone.fill(contract=sent(PDF))
    assert phone.at == f"{LETTER}/check/"
    assert "sewa.pdf" in phone.text


def test_a_wrong_answer_is_shown_again_as_it_was_written(phone):
    phone.open(f"{LETTER}/address/").fill(address__street="Jalan Mawar 3", address__rt="satu")
    assert phone.page.status_code == 422
    assert phone.form().values["address-street"] == ["Jalan Mawar 3"]
    assert phone.form().values["address-rt"] == ["satu"]
    assert "Perlu diperbaiki" in phone.text


def test_what_people_write_is_never_taken_for_html(phone):
    phone.open(f"{LETTER}/address/").fill(**{**HOME, "address__street": "<script>alert(1)</script>"})
    for path in ("address", "check"):
        assert b"<script>" not in phone.client.get(f"{LETTER}/{path}/", follow=True).content


def test_a_page_posted_twice_is_kept_once_and_leads_on(phone):
    form = phone.open(f"{LETTER}/home/").filled(tenancy="own")
    phone.send(form).send(form)
    assert phone.page.status_code == 200
    assert Draft.objects.count() == 1


def test_pages_may_come_in_any_order(phone):
    phone.open(f"{LETTER}/purpose/").fill(purpose="bank")
    phone.open(f"{LETTER}/home/").fill(tenancy="own")
    phone.open(f"{LETTER}/check/")
    assert phone.at == f"{LETTER}/"
    phone.open(f"{LETTER}/address/").fill(**HOME)
    assert phone.at == f"{LETTER}/you/"
    phone.fill()
    assert phone.at == f"{LETTER}/check/"


def test_nothing_is_sent_before_every_page_is_done(phone):
    phone.open(f"{LETTER}/home/").fill(tenancy="own")
    ref = Draft.objects.get().ref
    answer = phone.client.post(f"{LETTER}/check/", {"once": ref})
    assert answer["Location"] == f"{LETTER}/"
    assert not Case.objects.exists()


def test_sending_twice_makes_one_case_and_shows_the_same_receipt(phone):
    form = filled_in(phone).filled()
    first = phone.send(form).at
    second = phone.send(form).at
    assert first == second == f"/case/{Case.objects.get().number}/filed/"


def test_a_sent_form_cannot_file_somebody_elses_draft(phone, dans):
    form = filled_in(phone).filled()
    dans.open(f"{LETTER}/home/").fill(tenancy="own")
    dans.client.post(f"{LETTER}/check/", form.values)
    assert not Case.objects.exists()


@pytest.mark.parametrize("once", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_sending_without_the_forms_own_key_sends_nothing(phone, once):
    filled_in(phone)
    assert phone.client.post(f"{LETTER}/check/", {"once": once})["Location"] == f"{LETTER}/"
    assert not Case.objects.exists()


def test_saving_for_later_leads_to_the_list_from_which_one_goes_on(phone):
    phone.open(f"{LETTER}/home/").fill(tenancy="own", button="leave")
    assert phone.at == "/case/"
    assert "Lanjutkan mengisi" in phone.text


@pytest.mark.parametrize("step", ["home", "contract", "address", "purpose"])
def test_a_step_left_empty_is_saved_for_later_and_is_still_to_be_done(phone, step):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent").open(f"{LETTER}/{step}/")
    form = phone.form()
    form.values.pop("tenancy", None)
    phone.send(form, button="leave")
    assert phone.at == "/case/"
    assert "Lanjutkan mengisi" in phone.text
    assert phone.open(f"{LETTER}/check/").at != f"{LETTER}/check/"


def test_what_was_typed_and_cannot_be_kept_is_not_lost_by_leaving(phone):
    phone.open(f"{LETTER}/address/").fill(address__street="Jalan Mawar 3", address__rt="satu", button="leave")
    assert phone.page.status_code == 422
    assert phone.form().values["address-rt"] == ["satu"]


def test_beginning_anew_forgets_what_was_filled_in(phone):
    phone.open(f"{LETTER}/home/").fill(tenancy="own")
    phone.open(f"{LETTER}/").fill()
    assert phone.at == f"{LETTER}/you/"
    assert not Draft.objects.exists()


def test_a_question_on_the_same_page_appears_when_an_answer_needs_it(phone, monkeypatch):
    letter = service("residence-letter")
    home, contract = letter.page("home"), letter.page("contract")
    joined = replace(home, fields=(*home.fields, *contract.fields))
    pages = tuple(joined if page.id == "home" else page for page in letter.pages if page.id != "contract")
    monkeypatch.setitem(catalogue().services, letter.slug, replace(letter, pages=pages))
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    assert phone.at == f"{LETTER}/home/?more"
    assert phone.page.status_code == 200
    assert "Satu hal lagi" in phone.text
    phone.fill(tenancy="rent")
    assert phone.page.status_code == 422


def test_a_form_of_another_version_keeps_its_answers_and_is_looked_through_again(phone, monkeypatch):
    form = filled_in(phone).filled()
    old_page = phone.open(f"{LETTER}/home/").filled(tenancy="family")
    new = renewed("residence-letter")
    monkeypatch.setattr(house, "catalogue", lambda: new)
    monkeypatch.setattr("layani.office.pages.citizen.form_flow.catalogue", lambda: new)

    phone.send(form)
    assert not Case.objects.exists()
    assert "Formulir ini diperbarui sejak Anda mulai" in phone.text
    phone.send(old_page)
    assert "Formulir ini baru saja diperbarui" in phone.text
    phone.fill()
    for _ in range(3):
        assert phone.at != f"{LETTER}/check/"
        phone.fill()
    assert phone.at == f"{LETTER}/check/"
    assert "Milik keluarga" in phone.text
    phone.fill()
    assert Case.objects.get().version == "2027-01-01"


def test_a_page_of_one_person_never_reaches_the_draft_of_another_on_the_same_phone(phone, dans):
    form = phone.open(f"{LETTER}/home/").filled(tenancy="own")
    dans.send(form)
    assert not Draft.objects.exists()


def test_a_late_page_needs_the_slip_it_was_shown_with(phone, carla):
    form = phone.open(f"{LETTER}/home/").filled(tenancy="own")
    phone.client.session.flush()
    for slip in ("", "forged", form.values["slip"][0][:-1] + "x"):
        phone.client.post(form.action, {**form.values, "slip": slip})
        assert not Draft.objects.exists()
    answer = phone.client.post(form.action, form.values)
    assert answer["Location"] == "/sign-in/?next=%2Fapply%2Fresidence-letter%2F&ended=kept"
    assert Draft.objects.get().party == carla


@pytest.mark.parametrize(
    ("path", "slip", "told"),
    [
        ("home", True, "Semua jawaban Anda tersimpan, juga yang baru saja Anda kirim."),
        ("home", False, "Jawaban di halaman terakhir tidak dapat disimpan"),
        ("check", False, "Jawaban yang sudah Anda kirim tetap tersimpan."),
    ],
)
def test_who_was_signed_out_in_the_middle_is_told_so_and_what_became_of_the_answers(phone, path, slip, told):
    form = phone.open(f"{LETTER}/home/").filled(tenancy="own")
    phone.client.session.flush()
    posted = form.values if slip else {}
    page = phone.client.post(f"{LETTER}/{path}/", posted, follow=True).content.decode()
    assert "Anda sudah keluar, jadi silakan masuk lagi" in page
    assert told in page


def test_who_only_comes_to_sign_in_is_told_nothing_of_the_kind(browser):
    for address in (f"{LETTER}/home/", "/sign-in/?ended=<b>", "/sign-in/"):
        assert "Anda sudah keluar" not in browser.get(address, follow=True).content.decode()


def test_a_slip_of_one_service_opens_no_other(phone):
    form = phone.open(f"{LETTER}/home/").filled(tenancy="own")
    phone.client.session.flush()
    phone.client.post(f"{MOVE}/home/", form.values)
    assert not Draft.objects.exists()


def test_a_late_slip_shows_nothing_of_what_was_filled_in(phone):
    phone.open(f"{LETTER}/address/").fill(**HOME)
    form = phone.open(f"{LETTER}/address/").filled(address__rt="satu")
    phone.client.session.flush()
    answer = phone.client.post(form.action, form.values)
    assert answer.status_code == 302
    assert b"Mawar" not in answer.content


@pytest.mark.parametrize(
    "path", ["/apply/nothing/", "/apply/nothing/you/", f"{LETTER}/nothing/", "/apply/nothing/check/"]
)
def test_what_does_not_exist_is_not_found(browser, path):
    assert browser.get(path).status_code == 404


def test_the_last_page_warns_of_a_rule_that_is_not_met_and_lets_one_send_it(phone):
    filled_in(phone).open(f"{LETTER}/address/").fill(**{**HOME, "address__ward": "99.01.02.1001"})
    assert phone.at == f"{LETTER}/check/"
    assert "tidak memenuhi syarat" in phone.text
    assert "Ajukan di kecamatan tempat Anda tinggal sekarang" in phone.text
    phone.fill()
    assert Case.objects.exists()


def test_the_receipt_says_when_and_what_next(phone):
    filled_in(phone).fill()
    case = Case.objects.get()
    for words in (case.number, "Kode tanda terima", "Keputusan" if case.due_at else "Kelengkapan diperiksa", "Unduh"):
        assert words in phone.text


def test_a_form_page_costs_a_fixed_number_of_queries(phone, django_assert_num_queries):
    filled_in(phone)
    with django_assert_num_queries(4):  # session, who it is, party, draft
        phone.client.get(f"{LETTER}/address/")
    with django_assert_num_queries(4):
        phone.client.get(f"{LETTER}/check/")


def test_a_draft_is_never_kept_in_the_session(phone):
    filled_in(phone)
    assert set(phone.client.session.keys()) <= {"party", "vouched", "_language"}
    assert Party.objects.count() == 1


def test_a_form_without_a_declaration_of_its_own_is_declared_true_by_sending(phone):
    assert "Dengan mengirim, saya menyatakan" in filled_in(phone).text


def test_a_page_that_only_declares_is_asked_at_the_last_look_alone(phone):
    assert "Pernyataan" not in phone.open("/apply/hall-use/").open("/apply/hall-use/").text
    assert phone.open("/apply/hall-use/declaration/").at != "/apply/hall-use/declaration/"
