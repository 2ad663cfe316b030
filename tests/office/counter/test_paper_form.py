"""A paper form at the counter: its code opens the same form, for whoever brings it."""

from datetime import date

import pytest

from layani.office.house import catalogue
from layani.rules.catalogue.renderings.form_code import form_code
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, send

pytestmark = pytest.mark.django_db
SLUG = "hall-use"
VERSION = catalogue().services[SLUG].version
CODE = form_code(SLUG, VERSION, "id")
OLD = form_code(SLUG, date(2025, 1, 2), "en")
OPENED = f"/counter/apply/{SLUG}/?paper={VERSION}"


def bring(browser, typed):
    return browser.post("/counter/", {"by": "form", "form": typed})


@pytest.mark.parametrize("typed", [CODE, CODE.lower().replace("-", " "), f"https://office.example/form/{CODE}/"])
def test_for_who_stands_here_the_form_opens_at_once(eva, carla_here, typed):
    assert bring(eva, typed)["Location"] == OPENED


def test_for_who_is_not_yet_known_it_opens_after_their_nik(eva, carla_here):
    send(eva, "/counter/person/", act="done")
    assert bring(eva, CODE)["Location"] == "/counter/"
    assert catalogue().services[SLUG].name.id in eva.get("/counter/").content.decode()
    assert eva.post("/counter/", {"nik": CARLA.nik})["Location"] == OPENED
    assert eva.post("/counter/", {"nik": CARLA.nik})["Location"] == "/counter/person/", "it opens once"


def test_for_a_newcomer_it_opens_after_they_are_entered(eva):
    bring(eva, CODE)
    assert eva.post("/counter/new/", CARD)["Location"] == OPENED


def test_who_is_done_takes_the_paper_along(eva, carla_here):
    send(eva, "/counter/person/", act="done")
    bring(eva, CODE)
    eva.post("/counter/", {"nik": CARLA.nik})
    send(eva, "/counter/person/", act="done")
    assert eva.post("/counter/", {"nik": CARLA.nik})["Location"] == "/counter/person/"


@pytest.mark.parametrize("typed", ["", "hall-use", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "\ud7ff" * 300])
def test_a_wrong_code_says_what_to_look_at_and_opens_nothing(eva, typed):
    answer = bring(eva, typed)
    assert answer.status_code == 422
    assert "JV5JR-206AC" in answer.content.decode()
    assert "paper-form" not in eva.session


def test_a_paper_of_another_version_opens_the_form_in_force_and_says_so(eva, carla_here):
    answer = bring(eva, OLD)
    page = eva.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "The paper is of the version of" in page
    assert "The paper is of the version of" not in eva.get(OPENED, headers={"accept-language": "en"}).content.decode()


def test_the_scanned_address_leads_an_officer_to_the_counter_and_everybody_else_to_the_service(eva, carla_here, client):
    assert eva.get(f"/form/{CODE}/", follow=True).redirect_chain[-1][0] == OPENED
    assert client.get(f"/form/{CODE}/")["Location"] == f"/service/{SLUG}/"
    assert client.get(f"/form/{CODE.lower()}/")["Location"] == f"/form/{CODE}/"


def test_who_scans_an_old_paper_is_told_and_can_have_the_new_one(client):
    page = client.get(f"/form/{OLD}/", headers={"accept-language": "en"}).content.decode()
    assert "Your form is of another version" in page
    assert f"/service/{SLUG}/form.en.pdf" in page


@pytest.mark.parametrize("code", ["K7Q4-9TBM", form_code("moon-landing", VERSION, "id")])
def test_a_code_of_no_form_is_not_found_in_clear_words(client, eva, code):
    assert client.get(f"/form/{code}/").status_code == 404
    answer = eva.get(f"/counter/form/{code}/", headers={"accept-language": "en"})
    assert answer.status_code == 404 and "There is no form with this code" in answer.content.decode()
