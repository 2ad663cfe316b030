"""The door's monthly figures: the wait, who gave up, first contact to product in hand; and nothing small."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches

from layani.office.actions import door
from layani.office.jobs import close_door, door_figures
from layani.office.pages.public.door_figures import DoorLine, clock_words, lines
from layani.office.tables.models import Case, DoorFigures
from tests.office.conftest import MONDAY
from tests.office.door.tickets import called, done, listed, opened, serving
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import filed

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=40)
NOVEMBER = date(2026, 11, 1)


def counted(service="residence-letter"):
    door_figures.run(NOW)
    return DoorFigures.objects.get(service=service, month=NOVEMBER)


def in_hand(number, days):
    """The product of a case is handed over so many days after Monday."""
    Case.objects.filter(number=number).update(delivered_at=MONDAY + timedelta(days=days))


def test_waits_and_who_gave_up_are_counted_by_need_and_for_all(eva):
    for minute, need in ((0, "residence-letter"), (0, "residence-letter"), (0, "id-card")):
        opened(minute, need=need)
    for minute in (10, 20):
        row = called(eva, minute=minute)
        done(row, "serve", eva, minute)
        door.end_answer(row.pk, "Datang lagi besok pagi.", actor=eva, now=MONDAY + timedelta(minutes=minute))
    close_door.run(MONDAY + timedelta(hours=8))
    row = counted()
    assert (row.tickets, row.called, row.gave_up, row.wait_seconds) == (2, 2, 0, 900)
    assert (counted("").tickets, counted("").gave_up) == (3, 1)


def test_from_the_first_contact_counts_over_the_list_and_the_return(eva):
    first = listed(eva, "contract")
    opened(3 * 24 * 60, code=first.code)
    back = serving(eva, minute=3 * 24 * 60 + 1, waits=True)
    number = filed(at=MONDAY + timedelta(days=3, minutes=10))
    door.file_case(back.pk, number, actor=eva, now=MONDAY + timedelta(days=3, minutes=11))
    in_hand(number, 5)
    row = counted()
    assert (row.products, row.contact_minutes, row.listed) == (1, 5 * 24 * 60, 1)


def test_without_a_ticket_the_filing_is_the_first_contact():
    in_hand(filed(at=MONDAY + timedelta(days=1)), 4)
    assert counted().contact_minutes == 3 * 24 * 60


def test_what_was_asked_beyond_a_list_is_counted():
    number = filed()
    in_hand(number, 2)
    row = Case.objects.get(number=number)
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "revealed": 2})
    assert counted().revealed == 1


def test_a_report_of_being_sent_away_counts_though_nobody_waits():
    opened(sent_away=True, words="Disuruh pulang.")
    row = counted()
    assert (row.sent_away, row.tickets) == (1, 0)


def test_counting_twice_changes_nothing_and_a_month_out_of_sight_is_left(eva):
    opened()
    assert door_figures.run(NOW) == door_figures.run(NOW) == 2
    assert door_figures.run(MONDAY + timedelta(days=500)) == 0
    assert DoorFigures.objects.count() == 2


def figures(**more):
    values = {
        "office": "sukamaju", "service": "residence-letter", "month": NOVEMBER, "tickets": 40, "called": 38,
        "gave_up": 2, "listed": 6, "sent_away": 1, "wait_seconds": 700, "products": 30, "contact_minutes": 4320,
        "revealed": 0, "computed_at": NOW,
    }  # fmt: skip
    return DoorFigures(**{**values, **more})


def test_small_numbers_are_hidden_and_medians_of_few_people_too():
    assert lines([figures()]) == [DoorLine(NOVEMBER, 40, None, 6, None, 700, 30, 4320, 0)]
    few = lines([figures(tickets=4, called=4, products=3)])[0]
    assert (few.tickets, few.gave_up, few.listed, few.wait_seconds, few.products, few.contact_minutes) == (None,) * 6
    assert lines([figures(tickets=40, gave_up=10)])[0].gave_up_percent == 25
    assert lines([figures(tickets=40, gave_up=3)])[0].gave_up_percent is None


def test_days_are_told_with_one_decimal():
    assert clock_words(3 * 1440 + 720).id == "3,5 hari"


@pytest.fixture
def december(monkeypatch):
    for name in ("promise", "promise_data"):
        monkeypatch.setattr(f"layani.office.pages.public.{name}.timezone.localdate", lambda *_: date(2026, 12, 20))
    caches["near"].clear()


def test_the_public_pages_show_them_beside_the_promise(client, december):
    figures().save()
    figures(service="").save()
    page = words_of(client.get("/promise/residence-letter/"))
    assert "Kontak pertama sampai di tangan (median) 3 hari" in page
    assert "Menunggu di aula (median) 12 menit" in page
    row = client.get("/promise/residence-letter/data.json").json()["door"][0]
    assert (row["median_first_contact_to_product_minutes"], row["gave_up"], row["with_list"]) == (4320, None, 6)


def test_without_figures_nothing_is_claimed(client, december):
    assert "Dari pintu sampai surat di tangan" not in words_of(client.get("/promise/residence-letter/"))
    assert client.get("/promise/residence-letter/data.json").json()["door"] == []
