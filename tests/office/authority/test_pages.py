"""The register's pages: entered by one browser, confirmed by another, read by the public."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.house import calendar
from layani.office.tables.models import AuthorityEntry
from tests.office.officer.conftest import words_of


@pytest.fixture
def today():
    return calendar().local(timezone.now()).date()


@pytest.fixture
def oki(browser_of):
    return browser_of("oki", "operator")


@pytest.fixture
def citra(browser_of):
    return browser_of("citra", "head", "supervisor")


@pytest.fixture
def ben(browser_of):
    return browser_of("ben", "verifier")


def day(name, value):
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def form(today, **changed):
    said = {"kind": "plh", "post": "head", "username": "ben", "decree": "800/31/2026"}
    return said | day("decree_on", today) | day("since", today) | day("until", today) | changed


def test_one_enters_another_confirms_and_the_public_reads_it(oki, citra, ben, client, today):
    answer = oki.post("/authority/new/", form(today, not_acts=["revoke"]))
    row = AuthorityEntry.objects.get()
    assert answer.headers["Location"] == f"/authority/{row.pk}/"
    assert "Anda yang memasukkannya" in oki.text(f"/authority/{row.pk}/")
    assert "confirm" not in oki.get(f"/authority/{row.pk}/").content.decode()
    assert "Menunggu pengesahan" in citra.text("/authority/")
    assert citra.post(f"/authority/{row.pk}/", {"doing": "confirm"}).status_code == 302
    assert "Plh. Camat: Ben" in citra.text("/authority/")
    caches["near"].clear()
    words = words_of(client.get("/signers/"))
    assert (
        "Plh. Camat Ben" in words
        and "Tidak termasuk: mencabut" in words
        and "untuk sementara tidak menandatangani" in words
    )
    client.cookies["django_language"] = "en"
    caches["near"].clear()
    assert "Acting head of the district for these days (Plh.)" in words_of(client.get("/signers/"))


def test_who_entered_it_is_refused_also_without_the_button(oki, ben, today):
    oki.post("/authority/new/", form(today))
    number = AuthorityEntry.objects.get().pk
    answer = oki.post(f"/authority/{number}/", {"doing": "confirm"})
    assert answer.status_code == 409 and "Anda yang memasukkannya" in words_of(answer)


def test_what_is_missing_is_said_at_its_box_and_what_was_typed_stays(oki, today):
    answer = oki.post("/authority/new/", form(today, decree=""))
    assert answer.status_code == 422 and 'value="ben"' in answer.content.decode()
    answer = oki.post("/authority/new/", form(today, username="nobody"))
    assert answer.status_code == 409 and "nobody" in words_of(answer)
    assert not AuthorityEntry.objects.exists()


def test_an_entry_is_ended_with_a_last_day_and_a_reason(oki, citra, ben, today):
    oki.post("/authority/new/", form(today))
    page = f"/authority/{AuthorityEntry.objects.get().pk}/"
    citra.post(page, {"doing": "confirm"})
    assert citra.post(page, {"doing": "end", "last_day": "never", "why": "x"}).status_code == 400
    assert citra.post(page, {"doing": "end", "last_day": today.isoformat(), "why": "x"}).status_code == 409
    assert citra.post(page, {"doing": "end", "last_day": today.isoformat(), "why": "Camat kembali."}).status_code == 302
    assert "Diakhiri" in citra.text(page)


def test_a_post_for_which_nobody_may_sign_is_named_to_the_keepers_and_to_the_public(oki, citra, client, today):
    oki.post("/authority/new/", form(today, kind="away", username=""))
    citra.post(f"/authority/{AuthorityEntry.objects.get().pk}/", {"doing": "confirm"})
    named = oki.text("/authority/").partition("Hari ini tidak seorang pun boleh menandatangani untuk:")[2]
    assert " Camat " in named.partition("Permohonannya menunggu")[0]
    caches["near"].clear()
    assert "Hari ini tidak seorang pun" in words_of(client.get("/signers/"))


def test_an_office_without_a_register_says_so_to_everybody(monkeypatch, oki, client):
    monkeypatch.setattr("layani.office.pages.public.signers.register_of", lambda office: None)
    monkeypatch.setattr("layani.office.pages.authority.powers.register_of", lambda office: None)
    caches["near"].clear()
    assert "belum memiliki register wewenang" in words_of(client.get("/signers/"))
    assert "belum memiliki register wewenang" in oki.text("/authority/")


def test_the_list_goes_on_by_key_in_as_many_queries(oki, today, django_assert_max_num_queries):
    entry = {"office": "sukamaju", "post": "head", "kind": "away", "decree": "1/2026", "decree_on": today}
    times = {"since": today, "until": today, "entered_at": "2026-11-23T02:00:00Z", "entered_by_id": oki.actor.user}
    rows = AuthorityEntry.objects.bulk_create(AuthorityEntry(**entry, **times) for _ in range(30))
    with django_assert_max_num_queries(9):
        first = oki.get("/authority/").content.decode()
    assert first.count("berhalangan") == 25
    assert oki.get(f"/authority/?before={rows[5].pk}").content.decode().count("berhalangan") == 5


def test_the_officer_is_chosen_from_a_list_of_names(oki, ben):
    page = oki.get("/authority/new/").content.decode()
    assert 'list="officers"' in page and '<option value="ben">Ben</option>' in page


def test_an_entry_that_was_ended_before_it_began_says_so(oki, citra, ben, today):
    tomorrow = today + timedelta(days=1)
    oki.post("/authority/new/", form(today) | day("since", tomorrow) | day("until", tomorrow))
    row = AuthorityEntry.objects.get()
    citra.post(f"/authority/{row.pk}/", {"doing": "confirm"})
    ended = {"doing": "end", "last_day": today.isoformat(), "why": "Camat tidak jadi pergi ke luar kota."}
    assert citra.post(f"/authority/{row.pk}/", ended).status_code == 302
    assert "tidak pernah berlaku" in citra.text(f"/authority/{row.pk}/")
