"""What a person filed in one sitting stands on one sheet in large print."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layani.office.actions import filing
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import find_party
from layani.office.house import key_store, service
from layani.office.tables.models import Case, Look
from tests.office.conftest import CARLA
from tests.office.counter.conftest import FORM, send
from tests.office.officer.walks import CITIZEN, another, answers, filed

pytestmark = pytest.mark.django_db
SHEET = "/counter/person/sheet/"
SLUG = "residence-letter"


def file_here(eva, **changed):
    send(eva, f"/counter/apply/{SLUG}/", **FORM | changed)
    answer = send(eva, f"/counter/apply/{SLUG}/check/")
    return Case.objects.get(number=answer["Location"].split("/")[3])


def filed_at_a_counter(person, at):
    application = filing.Application(service(SLUG), person, answers(person), "counter")
    return filing.file(application, actor=CITIZEN, now=at).row.number


def queries(eva):
    with CaptureQueriesContext(connection) as caught:
        eva.get(SHEET)
    return len(caught)


def test_each_product_has_its_number_code_day_and_fee(eva, carla_here):
    rows = [file_here(eva), file_here(eva, purpose="work")]
    assert SHEET in eva.get("/counter/person/").content.decode()
    words = eva.text(SHEET)
    for row in rows:
        assert row.number in words and receipt_code(key_store().get(row.ref)) in words
    assert words.count("Keputusan paling lambat") == words.count("Biaya Rp0") == 2
    assert "Ada yang minta uang" in words and "+62 21 5550 1000" in words


def test_the_sheet_bears_initials_and_neither_name_nor_nik(eva, carla_here):
    file_here(eva)
    html = eva.get(SHEET).content.decode()
    assert "C***" in html and CARLA.name not in html and CARLA.nik not in html


def test_what_was_filed_online_or_before_today_is_not_on_it(eva):
    online = filed(at=timezone.now())
    older = filed_at_a_counter(CARLA, timezone.now() - timedelta(days=2))
    eva.post("/counter/", {"nik": CARLA.nik})
    words = eva.text(SHEET)
    assert online not in words and older not in words and "Belum ada yang diajukan hari ini" in words


def test_another_persons_applications_are_not_on_it(eva, carla_here):
    other, mine = filed_at_a_counter(another(1), timezone.now()), file_here(eva)
    words = eva.text(SHEET)
    assert mine.number in words and other not in words


def test_the_queries_do_not_grow_with_the_products(eva, carla_here):
    file_here(eva)
    queries(eva)
    one = queries(eva)
    file_here(eva, purpose="work")
    assert queries(eva) == one


def test_to_print_it_is_a_look(eva, carla_here):
    eva.get(SHEET)
    assert Look.objects.filter(what="counter-sheet", party=find_party(CARLA.nik)).exists()


def test_without_a_person_the_counter_begins(eva):
    assert eva.get(SHEET)["Location"] == "/counter/"


def test_the_page_says_where_it_is_cut(eva, carla_here, monkeypatch):
    monkeypatch.setattr("layani.office.pages.counter.sheet.MOST", 1)
    older, newer = file_here(eva), file_here(eva, purpose="work")
    words = eva.text(SHEET)
    assert newer.number in words and older.number not in words and "satu per satu" in words
