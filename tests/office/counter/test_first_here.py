"""At the counter an officer records a class that they see, and takes a request to go ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.tables.models import Case, Event
from layani.office.tables.projection import state_of
from layani.rules.cases.urgency import FIRST, IN_TURN
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.conftest import words_of
from tests.office.officer.test_served_first import MATTER, SEEN, filed

from .conftest import send

FLIES = "Daftar sekolah ditutup besok"


@pytest.fixture
def number(db):
    return filed(timezone.now() - timedelta(hours=1))


@pytest.fixture
def page(eva, number):
    """The case's page at Eva's counter, where Carla stands."""
    eva.post("/counter/", {"nik": CARLA.nik})
    return f"/counter/case/{number}/"


def state():
    return state_of(Case.objects.get())


def test_the_officer_records_what_they_see_and_the_page_says_by_which_law(eva, page):
    assert "Dahulukan orang ini" in eva.text(page)
    values = {"act": "put_first", "class": "patient"}
    short = send(eva, page, **values, words="ya")
    assert short.status_code == 409
    assert "Alasannya belum jelas" in words_of(short)
    assert send(eva, page, **values, words=SEEN).status_code == 302
    assert state().urgency == FIRST
    shown = eva.text(page)
    assert "Didahulukan menurut hukum" in shown
    assert SEEN in shown
    assert "Dahulukan orang ini" not in shown


def test_a_request_is_taken_down_for_the_person(eva, page):
    values = {"act": "expedite_asked", "class": MATTER, "words": FLIES}
    assert send(eva, page, **values).status_code == 302
    assert Event.objects.get(act="expedite_asked").officer_id == eva.actor.user
    assert state().urgency == IN_TURN
    assert FLIES in eva.text(page)


def test_the_applicant_asks_from_home_and_not_twice(number):
    case = Case.objects.get()
    Case.objects.update(channel="online")
    home = signed_in(case.party)
    assert f"/case/{number}/ahead/" in home.get(f"/case/{number}/").content.decode()
    values = {"class": MATTER, "words": FLIES}
    assert home.post(f"/case/{number}/ahead/", {**values, "words": "ya"}).status_code == 409
    assert home.post(f"/case/{number}/ahead/", values).status_code == 302
    assert FLIES in words_of(home.get(f"/case/{number}/"))
    assert home.get(f"/case/{number}/ahead/").status_code == 302
