"""One sitting at the counter: what is asked, read back and printed, and the way back to the number that is served."""

import pytest
from django.utils import timezone

from layani.office.tables.models import Case, Ticket
from layani.office.tables.projection import state_of
from tests.office.bundles.widow import file_all
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA
from tests.office.counter.conftest import send
from tests.office.door.test_pages import waits

pytestmark = pytest.mark.django_db
HALL, BUNDLE = "/counter/hall/", "/counter/apply/losing-a-relative/"
TYPED = {
    "services": ["family-card"],
    "deceased_name": "Danu Wijaya",
    "deceased_nik": "3171011203950002",
    "died_on-day": "20",
    "died_on-month": "11",
    "died_on-year": "2026",
    "died_in": "Kota Contoh",
    "relation": "spouse",
    "truthful": "yes",
}


@pytest.fixture
def filed(carla_here):
    """The death certificate and what waits for it, by service."""
    return file_all(carla_here, timezone.now())


def test_a_receipt_of_what_waits_says_from_when_its_time_counts(eva, filed):
    first, waiting = filed["death-certificate"], filed["death-grant"]
    assert state_of(waiting).waits_for
    page = eva.text(f"/counter/case/{waiting.number}/receipt/")
    assert "Perkiraan. Waktunya baru mulai sesudah" in page
    assert f"({first.number}) selesai." in page
    assert "Waktunya baru mulai" not in eva.text(f"/counter/case/{first.number}/receipt/")


def test_all_receipts_of_a_bundle_print_from_one_page(eva, filed):
    path = f"/counter/case/{filed['death-certificate'].number}/receipt/"
    offered = eva.get(path).content.decode()
    assert f'href="{path}?all"' in offered and "Cetak semuanya sekaligus, satu lembar masing-masing" in offered
    page = eva.get(f"{path}?all").content.decode()
    assert page.count('<article class="slip">') == len(filed) == 4
    assert all(row.number in page for row in filed.values())
    assert f"{len(filed)} tanda terima, satu di setiap lembar" in page


def test_a_case_alone_has_one_receipt_even_if_all_are_asked_for(eva, carla_here):
    send(eva, BUNDLE, **TYPED, death_letter=sent(PDF))
    answer = send(eva, f"{BUNDLE}check/")
    assert eva.get(answer["Location"]).content.decode().count('<article class="slip">') == 1


def test_done_goes_back_to_the_number_that_is_being_served(eva, carla_here):
    assert send(eva, "/counter/person/", act="done")["Location"] == "/counter/"
    waits()
    for values in ({"act": "sit", "counter": "loket-1"}, {"act": "next"}, {"act": "serve"}):
        eva.post(HALL, values)
    eva.post("/counter/", {"nik": CARLA.nik})
    send(eva, BUNDLE, **TYPED, death_letter=sent(PDF))
    receipt = send(eva, f"{BUNDLE}check/")["Location"]
    assert f"Selesai, kembali ke nomor {Ticket.objects.get().number}" in eva.text(receipt)
    assert send(eva, "/counter/person/", act="done")["Location"] == HALL
    assert Ticket.objects.get().status == "serving"


def test_what_was_never_asked_is_not_among_the_errors(eva, carla_here):
    page = send(eva, BUNDLE, **{**TYPED, "services": ["death-grant"]}).content.decode()
    errors = page[page.index("ds-error-summary") : page.index("<h1>")]
    assert "#f-death_letter" in errors
    assert "bank" not in errors
    assert 'name="bank"' in page
    assert "masih ada yang perlu ditanyakan" in page
    again = send(eva, BUNDLE, **{**TYPED, "services": ["death-grant"]}, death_letter=sent(PDF)).content.decode()
    assert "#f-bank" in again[again.index("ds-error-summary") : again.index("<h1>")]


def test_what_was_declared_is_read_back(eva, carla_here):
    send(eva, BUNDLE, **TYPED, death_letter=sent(PDF))
    page = eva.text(f"{BUNDLE}check/")
    assert "Yang dinyatakan atas namanya" in page
    assert page.index("Yang dinyatakan") < page.index("keterangan ini benar")


@pytest.mark.parametrize("page", ["/counter/case/{number}/receipt/", "/counter/person/sheet/"])
def test_a_code_that_was_replaced_is_not_said_to_be_of_ones_own_making(eva, carla_here, page):
    send(eva, BUNDLE, **TYPED, death_letter=sent(PDF))
    row = Case.objects.get(number=send(eva, f"{BUNDLE}check/")["Location"].split("/")[3])
    Case.objects.filter(pk=row.pk).update(receipt_edition=1)
    words = eva.text(page.format(number=row.number))
    assert "kode yang lama tidak berlaku lagi" in words and "buat sendiri" not in words
