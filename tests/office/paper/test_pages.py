"""The supervisor makes a block, declares an outage, sees what is missing; a clerk types in; its person asks."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layani.office.actions.paper.blocks import issue
from layani.office.actions.paper.declaring import declare
from layani.office.actions.paper.numbers import paper_code, paper_number
from layani.office.house import calendar
from layani.office.tables.models import Case, Look, PaperBlock, PaperNote, PaperWindow, Ticket
from layani.rules.paper.windows import Declared
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, FORM
from tests.office.officer.asked_why import say_why
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(browser_of):
    return browser_of("hana", "head")


@pytest.fixture
def clerk(browser_of):
    return browser_of("eva", "front-desk")


@pytest.fixture
def today(boss, clerk):
    """A block since four hours ago, and an outage from three hours ago until half an hour ago."""
    now = timezone.now()
    made = issue(clerk.actor.user, 5, actor=boss.actor, now=now - timedelta(hours=4))
    declare(
        Declared("outage", now - timedelta(hours=3), now - timedelta(minutes=30), "power"), actor=boss.actor, now=now
    )
    return made


def paper(block, seq, minutes=60, **more):
    """What is posted of one paper that was given so many minutes ago."""
    number = paper_number(block.number, seq)
    at = calendar().local(timezone.now() - timedelta(minutes=minutes))
    card = {name: value for name, value in CARD.items() if name not in ("language",)}
    return {
        **card, **FORM, "paper_number": number, "paper_code": paper_code(number), "paper-day": f"{at:%Y-%m-%d}",
        "paper-time": f"{at:%H:%M}", **more,
    }  # fmt: skip


FORM_PAGE = "/counter/paper/residence-letter/"


def test_a_supervisor_makes_a_block_and_prints_it(boss, clerk):
    answer = boss.post("/officer/paper/", {"holder": clerk.actor.user, "size": "3"})
    assert answer["Location"] == "/officer/paper/1/print/"
    printed = boss.get(answer["Location"]).content.decode()
    for seq in (1, 2, 3):
        number = paper_number(1, seq)
        assert printed.count(number) >= 2
        assert printed.count(paper_code(number)) == 2
    assert "Rp0" in printed
    # Whatever the screen's language: whoever holds the paper chose none.
    boss.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    again = boss.get(answer["Location"]).content.decode()
    for page in (printed, again):
        assert 'Tanda terima, untuk Anda <span lang="en">Receipt, for you</span>' in page
        assert page.count("Hari Anda dihitung dari jam ini") == page.count("Your days count from this time") == 3
    assert "Cut along the line" in again
    assert "/paper/" in printed
    assert boss.post("/officer/paper/", {"holder": "", "size": "3"}).status_code == 422
    assert boss.post("/officer/paper/", {"holder": clerk.actor.user, "size": "51"}).status_code == 422
    assert PaperBlock.objects.count() == 1


def test_an_outage_is_declared_and_ended_and_a_day_ahead(boss, clerk):
    local = calendar().local(timezone.now())
    since, day = local - timedelta(hours=2), (local + timedelta(days=1)).date()
    posted = {"act": "outage", "reason": "power", "since-day": f"{since:%Y-%m-%d}", "since-time": f"{since:%H:%M}"}
    assert boss.post("/officer/paper/hours/", {**posted, "since-time": ""}).status_code == 422
    assert boss.post("/officer/paper/hours/", posted).status_code == 302
    lasts = PaperWindow.objects.get()
    assert "masih berlangsung" in boss.text("/officer/paper/hours/")
    ends = {"act": "end", "window": lasts.pk, "until-day": f"{local:%Y-%m-%d}", "until-time": f"{local:%H:%M}"}
    assert boss.post("/officer/paper/hours/", ends).status_code == 302
    field = {
        "act": "field", "place": "Balai RW 3", "field-day": day.isoformat(), "from-time": "08:00", "to-time": "15:00",
        "officers": [clerk.actor.user],
    }  # fmt: skip
    assert boss.post("/officer/paper/hours/", field).status_code == 302
    assert "Balai RW 3" in boss.text("/officer/paper/hours/")
    assert "tidak ada tindakan di sistem selama itu" in boss.text("/officer/paper/hours/")


def test_a_clerk_types_a_paper_in_and_the_case_says_so(clerk, today):
    answer = clerk.post(FORM_PAGE, paper(today, 1))
    row = Case.objects.get()
    assert answer["Location"] == f"/counter/paper/?done={row.number}&of={row.service}"
    assert row.number in clerk.text(answer["Location"])
    assert row.rest["paper"]["number"] == paper_number(1, 1)
    assert row.received_at < timezone.now() - timedelta(minutes=58)
    assert row.channel == "counter"


def test_what_is_wrong_is_told_at_its_question_and_nothing_typed_is_lost(clerk, today):
    answer = clerk.post(FORM_PAGE, paper(today, 1, **{"address-street": "", "paper_number": "K1-01"}))
    assert answer.status_code == 422
    assert "Carla Wijaya" in answer.content.decode()
    answer = clerk.post(FORM_PAGE, paper(today, 1, **{"address-street": ""}))
    assert answer.status_code == 422
    assert "f-address" in answer.content.decode()
    answer = clerk.post(FORM_PAGE, paper(today, 1, minutes=300))
    assert answer.status_code == 409
    assert not Case.objects.exists()


def test_a_tablet_is_answered_with_a_number_or_with_what_is_wrong(clerk, today):
    key = "0b3f2f5e-7f64-4b0b-9d59-1f0d5b8f8b11"
    wrong = clerk.post(FORM_PAGE, paper(today, 1, purpose=""), headers={"accept": "application/json"})
    assert wrong.status_code == 422
    assert [one["field"] for one in wrong.json()["problems"]] == ["purpose"]
    sent = [clerk.post(FORM_PAGE, paper(today, 1, once=key), headers={"accept": "application/json"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json()["number"] == sent[1].json()["number"] == Case.objects.get().number
    double = clerk.post(FORM_PAGE, paper(today, 1), headers={"accept": "application/json"})
    assert double.json()["refusals"][0]["code"] == "paper-used"
    assert PaperNote.objects.filter(kind="double").count() == 1


def test_another_name_than_the_registers_is_not_taken(clerk, today):
    clerk.post(FORM_PAGE, paper(today, 1))
    answer = clerk.post(FORM_PAGE, paper(today, 2, name="Somebody Else"), headers={"accept": "application/json"})
    assert answer.json()["refusals"][0]["code"] == "another-identity"
    assert Look.objects.get().what == "paper-form"  # who tries names against a NIK is seen


def test_an_officer_does_not_type_in_their_own(browser_of, boss, today):
    own = browser_of("carla", "front-desk", nik=CARLA.nik)
    answer = own.post(FORM_PAGE, paper(today, 1), headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_the_block_shows_the_gap_the_double_and_that_nobody_counted(boss, clerk, today, django_assert_max_num_queries):
    clerk.post(FORM_PAGE, paper(today, 1, minutes=70))
    clerk.post(FORM_PAGE, paper(today, 3, minutes=60))
    clerk.post(FORM_PAGE, paper(today, 3, minutes=60))
    with django_assert_max_num_queries(14):
        words = boss.text("/officer/paper/1/")
    assert f"Belum jelas ke mana {paper_number(1, 2)}" in words
    assert "Diketik dua kali" in words
    assert "Belum dihitung sejak" in words
    assert "1 belum jelas" in boss.text("/officer/paper/")
    day = boss.text("/officer/door/")
    assert "1 nomor belum jelas" in day
    assert boss.post("/officer/paper/1/", {"kind": "lost", "seq": "2", "reason": ""}).status_code == 302
    assert boss.post("/officer/paper/1/", {"kind": "counted", "seq": "4"}).status_code == 302
    words = boss.text("/officer/paper/1/")
    assert "Belum jelas" not in words
    assert "Belum dihitung" not in words
    assert boss.post("/officer/paper/1/", {"kind": "spoiled", "seq": "9", "reason": "torn"}).status_code == 422
    assert boss.post("/officer/paper/1/", {"kind": "spoiled", "seq": "4", "reason": "-"}).status_code == 422


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_blocks(boss, clerk):
    def questions():
        with CaptureQueriesContext(connection) as counted:
            boss.get("/officer/paper/")
        return len(counted)

    issue(clerk.actor.user, 5, actor=boss.actor, now=timezone.now())
    one = questions()
    for _ in range(4):
        issue(clerk.actor.user, 5, actor=boss.actor, now=timezone.now())
    assert questions() == one


def test_whoever_holds_a_paper_asks_and_the_office_owes_it(boss, clerk, today):
    visitor, number = Client(), paper_number(1, 2)
    known = {"number": number, "code": paper_code(number)}
    assert visitor.post("/paper/", {**known, "code": "AAAAA-AAAAA"}).status_code == 404
    assert visitor.post("/paper/", {**known, "number": "K1"}).status_code == 422
    assert "Belum diketik" in words_of(visitor.post("/paper/", known))
    told = visitor.post("/paper/", {**known, "act": "tell"})
    ticket = Ticket.objects.get()
    assert told["Location"] == f"/door/ticket/{ticket.code}/"
    assert ticket.sent_away
    assert visitor.post("/paper/", {**known, "act": "tell"})["Location"] == told["Location"]
    assert "orangnya bertanya" in boss.text("/officer/paper/1/")
    assert number in boss.text(f"/officer/door/ticket/{ticket.pk}/")
    clerk.post(FORM_PAGE, paper(today, 2))
    found = visitor.post("/paper/", known).content.decode()
    assert Case.objects.get().number in found
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", found)


def test_the_pages_tell_the_person_the_officer_and_the_auditor(clerk, browser_of, today):
    clerk.post(FORM_PAGE, paper(today, 1))
    row, number = Case.objects.get(), paper_number(1, 1)
    inspector, inspected = browser_of("inge", "auditor"), f"/auditor/case/{row.number}/"
    assert number in say_why(inspector, inspected, reason="sample").text(inspected)
    boss, opened = browser_of("budi", "head"), f"/officer/case/{row.number}/"
    assert number in say_why(boss, opened).text(opened)
    visitor = Client()
    asked = words_of(visitor.post("/paper/", {"number": number, "code": paper_code(number)}))
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", asked)[0]
    visitor.post("/follow/", {"number": row.number, "code": code})
    assert number in words_of(visitor.get(f"/case/{row.number}/"))


def test_only_these_pages_run_a_script_and_only_a_file_of_our_own(clerk):
    for path in ("/counter/paper/", FORM_PAGE, "/counter/paper/worker.js"):
        answer = clerk.get(path)
        assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
        html = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=\"|javascript:", html) or path.endswith(".js")
    assert "script-src 'none'" in clerk.get("/counter/")["Content-Security-Policy"]
    told = clerk.get("/counter/paper/app.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/counter/paper/", "/counter/paper/", "standalone")
