"""The answer to the one notice: each item with the officer's words, kept while it is written, sent once."""

import pytest

from layani.office.actions import checking, serving, uploading
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.filing import Application, file
from layani.office.actions.uploading import upload
from layani.office.actions.viewing import answers_of
from layani.office.gateways.file_store import MemoryStore
from layani.office.house import service
from layani.office.tables.models import Document, Draft, Event
from layani.rules.refusal import Refused
from tests.office.actions.applications import answers
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def rented(carla, as_carla, now):
    """Carla's case with an uploaded rental agreement."""
    letter = service("residence-letter")
    contract = upload(carla, letter.fields["contract"], sent(PDF), now=now)
    given = answers(tenancy="rent", contract=contract)
    return file(Application(letter, carla, given, "online"), actor=as_carla, now=now).row


@pytest.fixture
def ask(rented, ana, now):
    """Return a function that lets Ana ask for what is missing."""

    def asked(**items):
        serving.take_next(actor=ana, now=now)
        checking.ask_missing(rented.number, items, actor=ana, now=now)
        return f"/case/{rented.number}/answer/"

    return asked


@pytest.fixture
def phone(browser):
    return Phone(browser)


def acts(case):
    return [event.act for event in case.events.order_by("seq")]


def test_each_item_stands_with_the_officers_words_and_only_they_are_asked(phone, ask):
    phone.open(ask(contract="Halaman kedua tidak terbaca.", purpose="Untuk bank yang mana?"))
    assert "Halaman kedua tidak terbaca." in phone.text
    assert "Untuk bank yang mana?" in phone.text
    assert phone.form().names == {"csrfmiddlewaretoken", "purpose", "contract"}


def test_a_correction_is_merged_and_everything_else_stays(phone, ask, rented):
    phone.open(ask(purpose="Benarkah?")).fill(purpose="school")
    assert phone.at == f"/case/{rented.number}/?answered"
    given = answers_of(rented)
    assert (given["purpose"], given["tenancy"], given["contract"]["name"]) == ("school", "rent", "sewa.pdf")
    assert "Menunggu diperiksa kelengkapannya" in phone.text


def test_an_answer_may_confirm_what_was_written(phone, ask, rented):
    phone.open(ask(purpose="Benarkah?")).fill()
    assert "answer" in acts(rented)


def test_a_file_that_could_not_be_used_must_be_a_new_one(phone, ask, rented):
    phone.open(ask(contract="Buram.")).fill()
    assert phone.page.status_code == 422
    assert "Unggah berkas yang baru" in phone.text
    phone.fill(contract=sent(PDF + b"2", "baru.pdf"))
    assert answers_of(rented)["contract"]["name"] == "baru.pdf"
    assert rented.documents.count() == 2


def test_a_good_file_is_kept_while_something_else_is_wrong(phone, ask, rented):
    phone.open(ask(contract="Buram.", address="RT-nya?"))
    phone.fill(contract=sent(PDF, "baru.pdf"), address__rt="satu")
    assert phone.page.status_code == 422
    phone.open(f"/case/{rented.number}/answer/")
    assert "baru.pdf" in phone.text
    phone.fill(address__rt="5")
    assert answers_of(rented)["contract"]["name"] == "baru.pdf"
    assert answers_of(rented)["address"]["rt"] == "005"
    assert not Draft.objects.exists()


def test_a_hostile_file_is_refused_here_too(phone, ask, rented, store):
    phone.open(ask(contract="Buram.")).fill(contract=sent(b"MZ" + b"\0" * 99))
    assert phone.page.status_code == 422
    assert "sebuah program" in phone.text
    assert len(store.files) == 1
    assert "answer" not in acts(rented)


def test_a_correction_that_needs_another_answer_asks_for_it(phone, as_carla, carla, ana, now):
    given = answers(tenancy="own")
    case = file(Application(service("residence-letter"), carla, given, "online"), actor=as_carla, now=now).row
    serving.take_next(actor=ana, now=now)
    checking.ask_missing(case.number, {"tenancy": "Menurut data kami disewa."}, actor=ana, now=now)
    phone.open(f"/case/{case.number}/answer/").fill(tenancy="rent")
    assert "Satu hal lagi" in phone.text
    assert "contract" in phone.form().names
    phone.fill(contract=sent(PDF))
    assert answers_of(case)["contract"]["name"] == "sewa.pdf"


def test_a_correction_that_makes_a_file_needless_is_taken(phone, ask, rented):
    phone.open(ask(tenancy="Benarkah disewa?")).fill(tenancy="own")
    assert "answer" in acts(rented)
    assert answers_of(rented)["tenancy"] == "own"


def test_only_what_was_asked_can_be_changed(phone, ask, rented):
    form = phone.open(ask(purpose="Benarkah?")).filled(purpose="school")
    form.values |= {"name": ["Dan"], "tenancy": ["own"], "address-street": ["Jalan Lain 1"]}
    phone.send(form)
    given = answers_of(rented)
    assert (given["name"], given["tenancy"], given["address"]["street"]) == ("Carla Wijaya", "rent", "Jalan Mawar 3")


def test_an_answer_sent_twice_is_one_act(phone, ask, rented):
    form = phone.open(ask(purpose="Benarkah?")).filled(purpose="school")
    phone.send(form).send(form)
    assert phone.page.status_code == 200
    assert acts(rented).count("answer") == 1


def test_a_case_that_waits_for_nothing_has_nothing_to_answer(phone, rented):
    assert phone.open(f"/case/{rented.number}/answer/").at == f"/case/{rented.number}/"


def test_an_item_that_is_no_question_any_more_says_where_to_bring_it(phone, rented, ana, now):
    """The form may be renewed after the office asked."""
    serving.take_next(actor=ana, now=now)
    words = {"purpose": "Benarkah?", "original": "Bawa kartu keluarga yang asli."}
    act_on(rented.number, Deed("ask_missing", {"items": sorted(words)}, {"words": words}), actor=ana, now=now)
    phone.open(f"/case/{rented.number}/answer/")
    assert "Bawa kartu keluarga yang asli." in phone.text
    assert "Bawa atau kirim ke kantor" in phone.text


@pytest.mark.parametrize("item", ["bribe", "3171015501909999 Budi", "contract_of_another_service"])
def test_only_what_was_asked_can_be_asked_for_again(ask, rented, item):
    """The names of the items stand in the event for all to read, and the citizen could not answer them."""
    with pytest.raises(Refused, match="was asked") as refused:
        ask(**{item: "Bawa ke meja 3"})
    assert item not in str(refused.value)
    assert not Event.objects.filter(case=rented, act="ask_missing").exists()


def test_a_name_that_was_written_wrongly_can_be_corrected(phone, ask, rented):
    phone.open(ask(name="Di KTP ada nama tengah.")).fill(name="Carla Ayu Wijaya")
    assert answers_of(rented)["name"] == "Carla Ayu Wijaya"


def test_a_replaced_upload_of_an_unsent_answer_is_forgotten(phone, ask, rented, store):
    phone.open(ask(contract="Buram.", address="RT-nya?"))
    for name in ("satu.pdf", "dua.pdf"):
        phone.fill(contract=sent(PDF, name), address__rt="x")
    assert len(store.files) == 2
    assert Document.objects.filter(case=None).count() == 1


def test_the_page_costs_a_fixed_number_of_queries(browser, ask, django_assert_num_queries):
    path = ask(purpose="Benarkah?")
    with django_assert_num_queries(6):  # session, who it is, case, its party, events, draft
        browser.get(path)
