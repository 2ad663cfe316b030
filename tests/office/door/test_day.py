"""The supervisor sees the day at the door in one page, and answers whoever says that they were sent away."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import door
from layani.office.actions.door import Opening
from layani.office.jobs import close_door
from layani.office.pages.officer.door_day_ticket import HAPPENED
from layani.office.tables.models import Attempt, Ticket
from layani.rules.door.decider import RULES
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.door.tickets import VISITOR, called, done, listed, opened, serving
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
DAY = "/officer/door/"
WORDS = "Satpam menyuruh saya pulang karena sandal jepit."


@pytest.fixture(autouse=True)
def no_counted_tries():
    cache.clear()


@pytest.fixture
def head(browser_of):
    return browser_of("hana", "head")


@pytest.fixture
def monday(eva):
    """Six tickets of a Monday, each with another end."""
    listed(eva, "contract", words="Carla Wijaya")
    row = serving(eva, minute=10, need="id-card")
    door.end_answer(row.pk, "Datang dengan surat polisi.", actor=eva, now=MONDAY + timedelta(minutes=12))
    serving(eva, minute=80, code=Ticket.objects.get(number=1).code)
    done(Ticket.objects.get(number=3), "hand_on", eva, 81, counter="loket-2")
    opened(90)
    opened(91, need="", words=WORDS, sent_away=True)
    opened(92, need="", words="Apakah Sabtu buka?", channel="web")
    close_door.run(MONDAY + timedelta(hours=8))


def figures(page):
    return {words: page.split(words)[1].split()[0] for words in ("Menyerah menunggu", "Dijawab", "Datang kembali")}


def test_every_act_has_words():
    assert HAPPENED.keys() == RULES.keys()


def test_the_supervisor_reads_the_list_that_was_given_as_its_person_does(head, monday):
    words = head.text(f"{DAY}ticket/{Ticket.objects.get(number=1).pk}/")
    assert "Perjanjian sewa atau surat dari pemilik, hanya bila “Rumah itu milik siapa?” dijawab" in words


def test_the_day_shows_how_each_ticket_ended(head, monday, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):  # three of them its own
        page = head.text(f"{DAY}?day=2026-11-23")
    assert figures(page) == {"Menyerah menunggu": "2", "Dijawab": "1", "Datang kembali": "1"}
    for words in ("Surat keterangan domisili", "KTP elektronik", "09.00", "10.00", "mengatakan disuruh pulang"):
        assert words in page
    assert "Carla" not in page


@pytest.mark.parametrize(("what", "numbers"), [("left", [3, 4]), ("list", [1]), ("back", [3]), ("sent_away", [5])])
def test_each_figure_opens_its_tickets(head, monday, what, numbers):
    page = head.get(f"{DAY}?day=2026-11-23&what={what}").content.decode()
    found = page[page.index('id="list"') :]
    ids = [one.pk for one in Ticket.objects.filter(number__in=numbers)]
    assert [f"/officer/door/ticket/{pk}/" in found for pk in ids] == [True] * len(ids)
    assert found.count("/officer/door/ticket/") == len(ids)


def test_a_long_day_goes_on_by_number(head):
    for minute in range(53):
        opened(minute % 60)
    page = head.get(f"{DAY}?day=2026-11-23").content.decode()
    assert page.count("/officer/door/ticket/") == 50
    rest = head.get(f"{DAY}?day=2026-11-23&what=arrived&after=50").content.decode()
    assert rest[rest.index('id="list"') :].count("/officer/door/ticket/") == 3


@pytest.mark.parametrize("day", ["2026-99-99", "x", "1066-10-14", "9999-12-31", ""])
def test_nonsense_is_today(head, day):
    assert "Hari ini di pintu" in head.text(f"{DAY}?day={day}")


def test_an_empty_day_says_so(head):
    assert "Tidak ada" in head.text(DAY)


def test_a_tickets_events_are_shown_without_its_words(head, monday):
    first = Ticket.objects.get(number=1)
    page = head.text(f"{DAY}ticket/{first.pk}/")
    for words in (
        "Tiket diambil",
        "Dipanggil",
        "Loket 1",
        "Berakhir dengan daftar",
        "Perjanjian sewa",
        "catatan publik",
    ):
        assert words in page
    assert "Carla Wijaya" not in page
    assert "Datang kembali" in page
    assert head.get(f"{DAY}ticket/0/").status_code == 404


def test_a_report_is_read_and_answered_by_the_head_alone(head, monday, eva, client):
    row = Ticket.objects.get(sent_away=True)
    path = f"{DAY}ticket/{row.pk}/"
    assert WORDS in head.text(path)
    with pytest.raises(Refused):
        done(row, "call", eva, 95)
    assert Attempt.objects.filter(code="supervisor-answers").exists()
    assert head.post(path, {"words": ""}).status_code == 422
    assert head.post(path, {"words": "Ya."}).status_code == 409
    assert Ticket.objects.get(pk=row.pk).status == "waiting"  # nothing half done: another supervisor can answer it
    assert head.post(path, {"words": "Maaf. Satpam sudah kami tegur; datanglah, Anda dilayani."}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.end) == ("ended", "answer")
    assert "Satpam sudah kami tegur" in words_of(client.get(f"/door/ticket/{row.code}/"))
    assert head.post(path, {"words": "Sekali lagi, maaf."}).status_code == 409


def test_who_disagrees_is_answered_by_another_where_there_is_one(head, monday, client, browser_of):
    row = Ticket.objects.get(sent_away=True)
    said = "Maaf. Satpam sudah kami tegur; datanglah, Anda dilayani."
    head.post(f"{DAY}ticket/{row.pk}/", {"words": said})
    client.post(f"/door/ticket/{row.code}/", {"act": "sent_away", "words": "Itu tidak benar, saya disuruh pulang."})
    again = Ticket.objects.get(follows=row.ref)
    path = f"{DAY}ticket/{again.pk}/"
    other = browser_of("sinta", "supervisor")
    assert head.post(path, {"words": said}).status_code == 409
    assert Ticket.objects.get(pk=again.pk).status == "waiting"
    assert other.post(path, {"words": said}).status_code == 302
    assert Ticket.objects.get(pk=again.pk).end == "answer"


def test_the_only_supervisor_answers_a_disagreement_rather_than_nobody(head, monday, client):
    row = Ticket.objects.get(sent_away=True)
    said = "Maaf. Satpam sudah kami tegur; datanglah, Anda dilayani."
    head.post(f"{DAY}ticket/{row.pk}/", {"words": said})
    client.post(f"/door/ticket/{row.code}/", {"act": "sent_away", "words": "Itu tidak benar, saya disuruh pulang."})
    again = Ticket.objects.get(follows=row.ref)
    assert head.post(f"{DAY}ticket/{again.pk}/", {"words": said}).status_code == 302


def test_the_supervisor_sees_a_report_the_same_day(head):
    opening = Opening("gate", words=WORDS, sent_away=True)
    door.open_ticket(opening, actor=VISITOR, now=timezone.now())
    assert "Seseorang mengatakan disuruh pulang" in head.text(DAY)


def test_what_nothing_has_ended_stays_before_the_supervisors_eyes(head, eva):
    opened()
    done(called(eva), "serve", eva)
    assert "Belum berakhir sejak hari-hari sebelumnya" in head.text(DAY)


def test_the_counter_does_not_read_the_supervisors_day(browser_of):
    assert browser_of("gita", "front-desk").get(DAY).status_code == 403
