"""Anyone who holds a letter can ask whether it is genuine, and learns nothing that the paper does not say."""

from datetime import timedelta

import pytest

from layani.office.actions import issuing
from layani.office.actor import SYSTEM
from layani.office.house import key_store
from layani.office.tables.models import Letter
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.walks import granted, refused


@pytest.fixture
def letter(ana, ben):
    issuing.issue(granted(ana, ben), actor=SYSTEM, now=MONDAY + timedelta(minutes=10))
    return Letter.objects.get()


def page(client, code, status=200):
    response = client.get(f"/letter/{code}/")
    assert response.status_code == status
    return response.content.decode()


def test_a_genuine_letter_shows_number_service_office_date_validity_and_masked_initials(client, letter):
    html = page(client, letter.code)
    for words in (
        letter.number,
        "Surat keterangan domisili",
        "Kecamatan Sukamaju",
        "23 November 2026",
        "6 bulan",
        "C*** W***",
    ):
        assert words in html, words


def test_no_personal_data_stand_on_the_page(client, letter):
    html = page(client, letter.code)
    for secret in (CARLA.nik, CARLA.name, "Carla", "Mawar", CARLA.phone, letter.case.number):
        assert secret not in html, secret


def test_a_typed_code_leads_to_its_one_address(client, letter):
    typed = letter.code.lower().replace("-", " ")
    assert client.get("/letter/", {"code": typed})["Location"] == f"/letter/{letter.code}/"
    assert client.get(f"/letter/{letter.code.replace('-', '').lower()}/")["Location"] == f"/letter/{letter.code}/"


@pytest.mark.parametrize("code", ["K7Q4-9TBM-X2HD-5P3W", "nothing", "<script>alert(1)</script>", "x" * 300])
def test_an_unknown_code_is_answered_in_clear_words(client, letter, code):
    html = page(client, code, 404) if "/" not in code else client.get("/letter/%3Cscript%3E/").content.decode()
    assert "Kami tidak mengenal kode ini" in html
    assert "<script>" not in html


def test_an_incomplete_code_is_asked_for_again(client, db):
    html = client.get("/letter/", {"code": "K7Q4"}).content.decode()
    assert "Ini belum kode yang lengkap" in html
    assert 'value="K7Q4"' in html


def test_the_empty_form_says_nothing_of_problems(client, db):
    assert "diperbaiki" not in client.get("/letter/").content.decode()


def test_a_refusal_is_genuine_too_and_has_no_validity(client, ana, ben):
    issuing.issue(refused(ana, ben), actor=SYSTEM, now=MONDAY + timedelta(minutes=10))
    html = page(client, Letter.objects.get().code)
    assert "Permohonan ditolak" in html
    assert "Berlaku" not in html


def test_after_an_erasure_the_register_still_vouches_without_initials(client, letter):
    key_store().erase(letter.case.ref)
    html = page(client, letter.code)
    assert letter.number in html
    assert "C***" not in html
    assert "sudah dihapus" in html


def test_the_page_costs_three_queries_and_stays_out_of_search_engines(client, letter, django_assert_num_queries):
    page(client, letter.code)
    with django_assert_num_queries(3):
        response = client.get(f"/letter/{letter.code}/")
    assert response["X-Robots-Tag"] == "noindex"


def test_the_page_speaks_english(client, letter):
    html = client.get(f"/letter/{letter.code}/", headers={"accept-language": "en"}).content.decode()
    assert "This office issued a letter with this number" in html
    assert "does not yet prove" in html
