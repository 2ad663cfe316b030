"""The form page by page: kept, checked, continued, and never mixed up between people, tabs or versions."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from layani.office import house
from layani.office.actions import uploading
from layani.office.actions.parties import Person, register
from layani.office.gateways.file_store import MemoryStore
from layani.office.gateways.malware import EICAR
from layani.office.house import catalogue, service
from layani.office.tables.models import Case, Document, Draft, Party
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.files import PDF, sent, zip_bomb
from tests.office.citizen.phone import Phone

LETTER = "/apply/residence-letter"
MOVE = "/apply/move-of-address"
HOME = {"address__street": "Jalan Mawar 3", "address__rt": "1", "address__rw": "12", "address__ward": "99.01.01.1001"}


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def dans(db, now):
    person = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01", phone="+6281200000000")
    return Phone(signed_in(register(person, now=now)))


def filled_in(phone):
    """Fill in the short form up to its last look."""
    phone.open(f"{LETTER}/").fill().fill(**HOME).fill(tenancy="own").fill(purpose="bank")
    assert phone.at == f"{LETTER}/check/"
    return phone


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


def test_a_file_that_is_no_longer_asked_for_is_forgotten(phone, store):
    filled_in(phone).open(f"{LETTER}/home/").fill(tenancy="rent").fill(contract=sent(PDF))
    assert len(store.files) == 1
    phone.open(f"{LETTER}/home/").fill(tenancy="own")
    assert not store.files
    assert not Document.objects.exists()


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


def file_named(name, content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: file_named("sewa.pdf", zip_bomb()), "ZIP"),
        (lambda: file_named("sewa.pdf", b"MZ\x90\0" + b"\0" * 100), "sebuah program"),
        (lambda: file_named("sewa.pdf", PDF + EICAR), "program berbahaya"),
        (lambda: file_named("sewa.pdf", b"%PDF-" + b"0" * 5_000_001), "5 MB"),
        (lambda: file_named("sewa.pdf", b""), "kosong"),
    ],
    ids=["zip bomb", "program", "malware", "too large", "empty"],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_else_is_lost(phone, store, upload, words):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    phone.open(f"{LETTER}/contract/").fill(contract=upload())
    assert phone.page.status_code == 422
    assert words in phone.text
    assert not store.files
    assert phone.open(f"{LETTER}/home/").form().values["tenancy"] == ["rent"]


def test_a_refused_file_leaves_the_one_that_was_uploaded_before(phone, store):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    phone.open(f"{LETTER}/contract/").fill(contract=sent(PDF))
    phone.open(f"{LETTER}/contract/").fill(contract=file_named("x.pdf", b"MZ"))
    assert phone.page.status_code == 422
    assert "sebuah program" in phone.text
    assert "sewa.pdf" in phone.open(f"{LETTER}/contract/").text
    assert len(store.files) == 1


def post_file_named(phone, name):
    """Post a file under a name of any bytes, as no library of ours would write it."""
    phone.open(f"{LETTER}/home/").fill(tenancy="rent").open(f"{LETTER}/contract/")
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v[0]}' for k, v in phone.form().values.items()]
    head = 'Content-Disposition: form-data; name="contract"; filename="'
    file = head.encode() + name + b'"\r\nContent-Type: application/pdf\r\n\r\n' + PDF
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in (*(p.encode() for p in parts), file)) + b"--b--\r\n"
    return phone.client.post(f"{LETTER}/contract/", body, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\cmd.exe", "surat\x00.pdf", "\u202efdp.exe", "a" * 300 + ".pdf", "住\ufffd.pdf"],
)
def test_a_strange_file_name_is_only_a_name(phone, store, name):
    assert post_file_named(phone, name.encode()).status_code == 302
    shown = phone.open(f"{LETTER}/contract/").text.split("Sudah diunggah")[1].split("Hapus berkas ini")[0].strip(". \n")
    assert shown.endswith(".pdf")
    assert not any(part in shown for part in ("..", "/etc", "\u202e", "\x00", "\ufffd"))
    assert set(store.files) == {Document.objects.get().ref}


def test_a_file_name_that_is_no_text_is_refused_and_nothing_is_kept(phone, store):
    answer = post_file_named(phone, b"sewa\xff\xfe.pdf")
    assert answer.status_code == 422
    assert "Unggah: Perjanjian sewa" in answer.content.decode()
    assert not store.files


def test_a_body_that_is_too_large_is_refused_before_it_is_read(phone, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    phone.open(f"{LETTER}/contract/")
    answer = phone.client.post(f"{LETTER}/contract/", {"contract": file_named("sewa.pdf", PDF * 100)})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_body_that_is_no_form_is_refused_as_unreadable(phone):
    answer = phone.client.post(f"{LETTER}/contract/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400


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


def uploaded(phone):
    """Upload the rental agreement of a move, and return the address at which it can be opened."""
    phone.open(f"{MOVE}/").fill()
    phone.fill(old_address="Jalan Kenanga 9").fill(**HOME)
    phone.fill(**{"moved_on-day": "1", "moved_on-month": "11", "moved_on-year": "2026"}).fill(tenancy="rent")
    here = phone.at
    phone.client.post(here, {"contract": SimpleUploadedFile("sewa.pdf", PDF), "shown": "contract"})
    phone.open(here)
    document = Document.objects.get()
    return here, f"{MOVE}/file/{document.ref}/"


def test_an_uploaded_file_can_be_opened_before_it_is_sent(phone, dans):
    here, file = uploaded(phone)
    assert f'href="{file}"' in phone.page.content.decode()
    answer = phone.client.get(file)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Disposition"].startswith('attachment; filename="move-of-address-')
    assert dans.client.get(file).status_code == 404, "another's draft names it"
    assert dans.client.get(file.replace(MOVE, LETTER)).status_code == 404
    assert phone.client.get(file.replace(MOVE, LETTER)).status_code == 404, "it is of another form"


def test_an_uploaded_file_can_be_removed_before_it_is_sent(phone, dans, store):
    here, file = uploaded(phone)
    dans.client.post(here, {"remove_file": "contract"})
    assert Document.objects.exists(), "a stranger removed it"
    phone.client.post(here, {"remove_file": "old_address"})
    assert Document.objects.exists()
    answer = phone.client.post(here, {"remove_file": "contract"}, follow=True)
    assert "sudah dihapus" in answer.content.decode()
    assert not Document.objects.exists()
    assert phone.client.get(file).status_code == 404
    assert "sewa.pdf" not in phone.open(here).text
    phone.open(f"{MOVE}/check/")
    assert phone.at == f"{MOVE}/", "what was removed is asked again before it can be sent"
    assert "Jalan Mawar 3" in phone.open(f"{MOVE}/new-address/").page.content.decode(), "the answers before it stayed"


def test_the_enter_key_never_removes_a_file(phone):
    uploaded(phone)
    form = next(one for one in phone.forms().found if "shown" in one.names)
    assert "remove_file" not in form.names
    assert 'form="remove-file" name="remove_file"' in phone.page.content.decode()
