"""Whatever the counter shows of a person is kept: by whom, in which role, when, whose, and on which page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from layani.office import pages
from layani.office.actions import checking, issuing, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import find_party
from layani.office.actor import SYSTEM
from layani.office.house import key_store
from layani.office.pages.page import Readers, discover_pages
from layani.office.pages.parts.looks import purpose_of
from layani.office.tables.models import Case, Look
from layani.rules.record.look_words import PURPOSES, SHOWN
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, FORM, send
from tests.office.officer.walks import another, filed, granted

APPLY = "/counter/apply/residence-letter/"


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def carlas_case(eva, browser_of, early):
    """Carla stands here, and her case has a letter."""
    fajar, hana = browser_of("fajar", "front-desk").actor, browser_of("hana", "head").actor
    issuing.issue(granted(fajar, hana, at=early), actor=SYSTEM, now=timezone.now())
    eva.post("/counter/", {"nik": CARLA.nik})
    return Case.objects.get()


def kept(since=0):
    """Every look but the first ones: (what, number of the case or None)."""
    return list(Look.objects.order_by("pk").values_list("what", "case__number"))[since:]


def test_a_look_says_who_in_which_role_when_and_whose(browser_of, early):
    filed(at=early)
    gita = browser_of("gita", "auditor", "front-desk", "head")
    before = timezone.now()
    gita.post("/counter/", {"nik": CARLA.nik})
    look = Look.objects.get()
    assert (look.officer_id, look.role, look.party, look.case) == (
        gita.actor.user, "front-desk", find_party(CARLA.nik), None,
    )  # fmt: skip
    assert before <= look.at <= timezone.now()


def test_how_a_person_was_found_is_kept_also_when_their_page_is_not_opened(eva, early):
    row = Case.objects.get(number=filed(at=early))
    eva.post("/counter/", {"nik": CARLA.nik})
    eva.post("/counter/", {"by": "receipt", "number": row.number, "code": receipt_code(key_store().get(row.ref))})
    eva.post("/counter/new/", CARD)
    assert kept() == [("found-by-nik", None), ("found-by-receipt", None), ("entered", None)]


@pytest.mark.parametrize("page", ["", "receipt/", "letter/"])
def test_each_page_of_a_case_is_kept_with_the_case(eva, carlas_case, page):
    assert eva.get(f"/counter/case/{carlas_case.number}/{page}").status_code == 200
    assert kept(since=1) == [(f"counter-{page.strip('/') or 'case'}", carlas_case.number)]


def test_the_notice_that_is_answered_here_is_kept_with_the_case(eva, browser_of, early):
    number = filed(at=early)
    fajar = browser_of("fajar", "front-desk").actor
    serving.take_next(actor=fajar, now=early + timedelta(minutes=1))
    checking.ask_missing(number, {"purpose": "Bank mana?"}, actor=fajar, now=early + timedelta(minutes=2))
    eva.post("/counter/", {"nik": CARLA.nik})
    eva.get(f"/counter/case/{number}/answer/")
    assert kept(since=1) == [("counter-answer", number)]


def test_the_person_and_each_page_of_a_form_are_kept_without_a_case(eva, carla_here):
    eva.get("/counter/person/")
    send(eva, APPLY, **FORM)
    eva.get(f"{APPLY}check/")
    assert kept(since=1) == [("counter-person", None), ("counter-apply", None), ("counter-check", None)]


def test_a_page_that_comes_back_with_what_is_wrong_is_a_look_of_its_own(eva, carla_here):
    assert send(eva, "/counter/person/", act="card", name="").status_code == 422
    assert kept(since=1) == [("counter-person", None)] * 2


def test_what_shows_nobody_is_no_look(eva, carla_here, early):
    others = filed(another(3), at=early)
    eva.post("/counter/", {"nik": another(9).nik})
    assert eva.get(f"/counter/case/{others}/").status_code == 404
    assert eva.post(APPLY, {**FORM, "for": "somebody-else"}).status_code == 409
    assert eva.post("/counter/person/", {"act": "done", "for": str(carla_here.ref)}).status_code == 302
    assert eva.get("/counter/person/").status_code == 302
    assert kept(since=1) == []


def test_what_cannot_be_kept_is_not_shown(eva, carla_here, monkeypatch):
    def full(*_, **__):
        error = OperationalError("database is locked")
        error.__cause__ = OSError(28, "No space left on device")
        raise error

    monkeypatch.setattr("layani.office.pages.parts.looks.keep_look", full)
    answer = eva.get("/counter/person/")
    assert answer.status_code == 503
    assert CARLA.name not in answer.content.decode()


def test_nothing_personal_stands_in_a_look(eva, carlas_case):
    eva.get("/counter/person/")
    eva.get(f"/counter/case/{carlas_case.number}/")
    plain = str(list(Look.objects.values()))
    for secret in (CARLA.nik, CARLA.name, CARLA.phone, "Mawar"):
        assert secret not in plain, secret


def test_every_page_that_can_be_looked_at_has_words_for_the_inspectorate():
    by_code = {"case", "case-filed", "case-print", "case-receipt"}
    at_the_counter = {page.name for page in discover_pages() if page.readers is Readers.COUNTER}
    # Nobody whom the register knows is shown there: a number in the hall is no person.
    without = {"counter", "counter-newcomer", "counter-form", "counter-hall", "counter-hall-list", "counter-hall-open"}
    without |= {"paper-typing", "counter-hall-given"}
    assert SHOWN.keys() >= by_code | at_the_counter - without
    assert len({words.id for words in SHOWN.values()}) == len({words.en for words in SHOWN.values()})


def test_the_counter_says_that_looks_are_kept(eva):
    assert "tercatat siapa yang membuka" in eva.text("/counter/")


def test_every_page_that_keeps_a_look_has_words_for_it():
    """A page keeps one where its file says so; the citizen reads it under "Who opened your data"."""
    keeps = re.compile(r"\b(note_look|shown_or_done)\(")
    name = re.compile(r'PAGE = Page\((?:.|\n)*?name="([^"]+)"')
    files = [one.read_text(encoding="utf-8") for one in Path(pages.__path__[0]).rglob("*.py")]
    found = {name.search(one)[1] for one in files if keeps.search(one) and name.search(one)}
    assert {"officer-objection", "signing-paper", "rectification"} <= found <= SHOWN.keys()


def test_every_page_that_keeps_a_look_has_a_purpose_for_it():
    """Where a page does not say itself as what it was opened, its name tells; without a purpose it is not shown."""
    keeps = re.compile(r"\b(?:note_look|shown_or_done)\((?!.*opened=)")
    name = re.compile(r'PAGE = Page\((?:.|\n)*?name="([^"]+)"')
    files = [one.read_text(encoding="utf-8") for one in Path(pages.__path__[0]).rglob("*.py")]
    found = {name.search(one)[1] for one in files if keeps.search(one) and name.search(one)}
    assert {"officer-take-over", "officer-objection", "counter-mandate"} <= found
    for page in found | {"case", "case-filed", "case-print", "case-receipt", "case-looks"}:
        assert purpose_of(page) in PURPOSES, page
