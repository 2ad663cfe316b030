"""Who sees a case: its party, and whoever holds its receipt; to everybody else it does not exist."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions.following import PER_CASE
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import Person, register
from layani.office.house import key_store
from layani.office.pages.citizen import access
from layani.office.pages.page import discover_pages
from layani.office.tables.models import Look, User
from layani.office.tables.models.people import SEEN
from tests.office.citizen.conftest import signed_in

NOBODYS = "SKM-2026-0000-0000"
# A renewal's address names a service too; its own tests open it.
OF_A_CASE = [
    page
    for page in discover_pages()
    if page.path.startswith("case/<str:number>/") and page.name not in ("survey", "case-renew")
]
BY_CODE = {"case", "case-filed", "case-looks", "case-print", "case-receipt", "case-receipt-page", "case-receipts"}
FOLLOWED = {page.name: page for page in OF_A_CASE if page.name in BY_CODE}
OWN_ONLY = {
    "case-answer",
    "case-withdraw",
    "case-ahead",
    "case-done",
    "case-duty",
    "case-ranking",
    "case-letter",
    "case-letter-proof",
    "case-answers",
    "case-document",
    "case-warning",
    "case-objection",
    "case-correction",
    "case-draw",
    "case-no-further-act",
}


@pytest.fixture
def dan_browser(db, now):
    return signed_in(register(Person(nik="3174010101800001", name="Dan"), now=now, assurance=SEEN))


@pytest.fixture
def stranger():
    return Client()


def address(page, number):
    return "/" + page.path.replace("<str:number>", number).replace("<int:seq>", "0").replace(
        "<uuid:ref>", str(UUID(int=0))
    )


def code_of(case):
    return receipt_code(key_store().get(case.ref))


def follow(client, case):
    return client.post("/follow/", {"number": case.number, "code": code_of(case)})


def body(answer):
    """Return a page without its form tokens, which differ each time."""
    text = answer.content.decode()
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("page", OF_A_CASE, ids=lambda page: page.name)
def test_somebody_elses_case_is_answered_like_one_that_does_not_exist(dan_browser, case, page):
    other, none = (dan_browser.get(address(page, number)) for number in (case.number, NOBODYS))
    assert other.status_code == none.status_code == 404
    assert body(other).replace(case.number, "") == body(none).replace(NOBODYS, "")


@pytest.mark.parametrize("page", OF_A_CASE, ids=lambda page: page.name)
def test_a_stranger_is_asked_who_they_are_whether_the_case_exists_or_not(stranger, case, page):
    other, none = (stranger.get(address(page, number)) for number in (case.number, NOBODYS))
    assert other.status_code == none.status_code == 302
    assert other["Location"].replace(case.number, "") == none["Location"].replace(NOBODYS, "")
    assert other["Location"].startswith("/sign-in/" if page.name in OWN_ONLY else "/follow/")


@pytest.mark.parametrize("page", OF_A_CASE, ids=lambda page: page.name)
def test_an_officer_reads_no_case_through_the_citizens_door(db, case, page, ana):
    client = Client()
    client.force_login(User.objects.get(pk=ana.user))
    assert client.get(address(page, case.number)).status_code in (302, 403, 404)


def test_her_own_case_opens_in_every_spelling_of_its_number(browser, case):
    assert browser.get(f"/case/{case.number}/").status_code == 200
    assert browser.get(f"/case/{case.number.lower().replace('-', '')}/").status_code == 200


def test_the_receipt_code_shows_one_case_and_nothing_else(stranger, case, carla, as_carla, now):
    assert follow(stranger, case)["Location"] == f"/case/{case.number}/"
    page = stranger.get(f"/case/{case.number}/")
    assert page.status_code == 200
    assert stranger.get("/case/").status_code == 302
    for name in ("answer", "withdraw", "letter", "answers"):
        assert stranger.get(f"/case/{case.number}/{name}/").status_code == 302
    assert stranger.get(f"/case/{NOBODYS}/").status_code == 302
    assert code_of(case) not in page.content.decode()


@pytest.mark.parametrize("first", ["officer", "stranger"])
@pytest.mark.parametrize("page", sorted(FOLLOWED))
def test_an_officer_who_holds_the_receipts_code_sees_the_case_and_that_is_kept(stranger, case, ana, page, first):
    if first == "stranger":
        follow(stranger, case)
    stranger.force_login(User.objects.get(pk=ana.user))
    if first == "officer":
        follow(stranger, case)
    assert stranger.get(address(FOLLOWED[page], case.number)).status_code == 200
    look = Look.objects.get()
    assert (look.officer_id, look.party_id, look.case_id, look.what) == (ana.user, case.party_id, case.pk, page)


def test_a_citizen_and_whoever_only_holds_a_receipt_leave_no_look(stranger, browser, case):
    follow(stranger, case)
    for client in (stranger, browser):
        assert client.get(f"/case/{case.number}/").status_code == 200
    assert not Look.objects.exists()


def test_following_ends_after_half_an_hour(stranger, case, monkeypatch):
    follow(stranger, case)
    later = timezone.now() + access.FOLLOWED_FOR + timedelta(seconds=1)
    monkeypatch.setattr(access.timezone, "now", lambda: later)
    assert stranger.get(f"/case/{case.number}/").status_code == 302


@pytest.mark.parametrize("typed", ["{number}", " {lower} ", "{plain}"])
def test_number_and_code_may_be_typed_as_people_type(stranger, case, typed):
    number = typed.format(number=case.number, lower=case.number.lower(), plain=case.number.replace("-", " "))
    answer = stranger.post("/follow/", {"number": number, "code": code_of(case).lower().replace("-", " ")})
    assert answer.status_code == 302


def test_a_wrong_code_and_a_number_that_does_not_exist_are_refused_alike(stranger, case):
    wrong, none = (stranger.post("/follow/", {"number": n, "code": "AAAAA-AAAAA"}) for n in (case.number, NOBODYS))
    assert wrong.status_code == none.status_code == 404
    assert body(wrong).replace(case.number, "") == body(none).replace(NOBODYS, "")


def test_an_erased_case_is_refused_like_a_wrong_code(stranger, case, erase):
    code = code_of(case)
    erase(case)
    assert stranger.post("/follow/", {"number": case.number, "code": code}).status_code == 404


def test_codes_cannot_be_tried_out(stranger, case):
    for _ in range(PER_CASE.most):
        assert stranger.post("/follow/", {"number": case.number, "code": "AAAAA-AAAAA"}).status_code == 404
    assert follow(stranger, case).status_code == 429


@pytest.mark.parametrize(
    ("number", "code"), [("", ""), ("SKM-2026-0000-0001", "x"), ("x" * 500, "y" * 500), ("\0", "\0")]
)
def test_what_cannot_be_a_receipt_is_told_so(stranger, db, number, code):
    answer = stranger.post("/follow/", {"number": number, "code": code})
    assert answer.status_code == 422
    assert "f-number" in answer.content.decode()


def test_her_own_case_needs_no_code(browser, case):
    assert browser.get(f"/follow/?number={case.number}")["Location"] == f"/case/{case.number}/"


def test_pages_with_somebodys_data_are_kept_by_no_cache(browser, case):
    for path in ("/case/", f"/case/{case.number}/", f"/case/{case.number}/receipt/0/", "/apply/move-of-address/you/"):
        assert "no-store" in browser.get(path)["Cache-Control"], path


def test_an_erased_case_shows_a_page_that_says_so(browser, case, erase):
    erase(case)
    for path in ("", "filed/", "print/", "receipt/0/", "answers/"):
        answer = browser.get(f"/case/{case.number}/{path}")
        assert answer.status_code == 410
        assert "dihapus" in answer.content.decode()


def test_the_form_of_an_erased_person_says_so(browser, carla, erase):
    erase(carla)
    assert browser.get("/apply/move-of-address/you/").status_code == 410
    assert browser.get("/apply/move-of-address/").status_code == 410
