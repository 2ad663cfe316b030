"""The pages of the gate, as somebody with a phone and little patience uses them."""

from datetime import date, time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import door
from layani.office.actions.door import Opening
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Ticket
from tests.office.door.tickets import VISITOR
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
WORDS = "Satpam menyuruh saya pulang karena sandal."
NOT_SO = "Itu tidak benar. Saya datang lagi dan tetap ditolak di gerbang."


@pytest.fixture(autouse=True)
def no_counted_tries():
    cache.clear()


@pytest.fixture
def head(browser_of):
    return browser_of("hana", "head")


@pytest.fixture
def at_time(monkeypatch):
    """Set the clock of the pages to a local day and time."""

    def to(day, clock):
        now = calendar().at(date.fromisoformat(day), time.fromisoformat(clock))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return to


def opened(channel="kiosk", minutes=5, **more):
    more.setdefault("need", "" if more.get("words") else "residence-letter")
    opening = Opening(channel, **more)
    return door.open_ticket(opening, actor=VISITOR, now=timezone.now() - timedelta(minutes=minutes))


def answered(head, row, words="Maaf. Satpam sudah kami tegur; datanglah, Anda dilayani."):
    assert head.post(f"/officer/door/ticket/{row.pk}/", {"words": words}).status_code == 302
    return Ticket.objects.get(pk=row.pk)


def test_the_report_comes_first_and_asks_what_happened(client):
    page = client.get("/door/here/?sent_away").content.decode()
    assert "Apa yang terjadi?" in page
    assert 'name="need"' not in page
    assert "Tulis keperluan Anda" not in page
    assert page[page.index("<h1") :].count("<button") == 1


def test_a_report_that_says_nothing_comes_back_as_a_report(client):
    answer = client.post("/door/here/", {"sent_away": "yes", "words": ""})
    assert answer.status_code == 422
    assert "Tulis apa yang terjadi." in words_of(answer)
    assert 'name="sent_away"' in answer.content.decode()


def test_a_number_left_with_a_report_is_told_of_the_answer(client, head):
    client.post("/door/here/", {"sent_away": "yes", "words": WORDS, "phone": "0812 3456 7890"})
    row = Ticket.objects.get()
    assert row.sealed_contact is not None
    assert [one.kind for one in answered(head, row).messages.all()] == ["answered"]


def test_a_number_can_be_left_for_an_answer_later_too(client, head):
    client.post("/door/here/", {"sent_away": "yes", "words": WORDS})
    row = Ticket.objects.get()
    page = f"/door/ticket/{row.code}/"
    assert "?still=text" in client.get(page).content.decode()
    client.post(page, {"act": "want_text", "phone": "0812 3456 7890"})
    assert "Kami kirim SMS begitu dijawab." in words_of(client.get(page))
    assert [one.kind for one in answered(head, row).messages.all()] == ["answered"]


def test_who_has_a_ticket_reports_on_it(client):
    client.post("/door/here/", {"need": "residence-letter"})
    code = Ticket.objects.get().code
    assert client.get("/door/here/?sent_away")["Location"] == f"/door/ticket/{code}/?still=away"


def test_an_answered_report_can_be_replied_to_and_is_before_the_supervisor_again(client, head):
    client.post("/door/here/", {"sent_away": "yes", "words": WORDS})
    row = answered(head, Ticket.objects.get())
    page = f"/door/ticket/{row.code}/"
    assert "Itu tidak benar, atau belum selesai" in words_of(client.get(page))
    client.post(page, {"act": "sent_away", "words": NOT_SO})
    reply = Ticket.objects.get(follows=row.ref)
    assert (reply.sent_away, reply.status) == (True, "waiting")
    assert reply.answer_by is not None
    assert "Seseorang mengatakan disuruh pulang" in head.text("/officer/door/")
    assert NOT_SO in head.text(f"/officer/door/ticket/{reply.pk}/")
    # Pressed twice, it is still one report; and the old ticket leads to it.
    assert client.post(page, {"act": "sent_away", "words": NOT_SO})["Location"] == f"/door/ticket/{reply.code}/"
    assert Ticket.objects.count() == 2
    assert f"Balasan Anda ada pada pengawas dengan nomor {reply.number}" in words_of(client.get(page))


def test_leaving_is_asked_once_more_and_stands_last(client):
    row = opened()
    page = client.get(f"/door/ticket/{row.code}/").content.decode()
    assert 'value="leave"' not in page
    assert page.index("?still=away") < page.index("?still=leave")
    asked = client.get(f"/door/ticket/{row.code}/?still=leave")
    assert "Tempat Anda dalam antrean hilang" in words_of(asked)
    assert Ticket.objects.get().status == "waiting"
    client.post(f"/door/ticket/{row.code}/", {"act": "leave"})
    assert Ticket.objects.get().end == "left"


def test_a_phone_is_not_told_to_scan_itself(client):
    row = opened()
    assert "Pindai untuk melihat antrean di telepon" not in words_of(client.get(f"/door/ticket/{row.code}/"))
    assert "membukanya di telepon lain" in words_of(client.get(f"/door/ticket/{row.code}/"))


def test_one_number_for_everything_after_a_death(client, browser_of):
    assert 'value="losing-a-relative"' in client.get("/door/here/").content.decode()
    client.post("/door/here/", {"need": "losing-a-relative"})
    row = Ticket.objects.get()
    assert row.need == "losing-a-relative"
    assert catalogue().bundles["losing-a-relative"].name.id in words_of(client.get(f"/door/ticket/{row.code}/"))
    eva = browser_of("eva", "front-desk")
    eva.post("/counter/hall/", {"act": "sit", "counter": "loket-1"})
    eva.post("/counter/hall/", {"act": "next"})
    eva.post("/counter/hall/", {"act": "serve"})
    assert "Keluarga saya meninggal" in eva.text("/counter/hall/")
    assert "residence-letter" in eva.get("/counter/hall/list/").content.decode()  # a list is of one of its services


@pytest.mark.parametrize("path", ["/door/", "/door/here/"])
def test_a_closed_office_says_when_it_opens(client, at_time, path):
    at_time("2026-11-29", "18:12")  # a Sunday
    assert "Kantor sedang tutup. Buka Senin, 30 November 2026 pukul 08.00." in words_of(client.get(path))
    at_time("2026-11-30", "12:30")
    assert "Kantor sedang tutup. Buka lagi hari ini pukul 13.00." in words_of(client.get(path))
    at_time("2026-11-30", "09:00")
    assert "Kantor sedang tutup" not in words_of(client.get(path))


def test_a_number_that_nobody_calls_today_says_so(client, at_time):
    at_time("2026-11-29", "18:12")
    assert "tidak dipanggil lagi hari ini" in words_of(client.get("/door/here/"))
    row = opened(minutes=0)
    assert "Nomor ini tidak dipanggil lagi hari ini." in words_of(client.get(f"/door/ticket/{row.code}/"))


@pytest.mark.parametrize("path", ["/", "/door/", "/door/here/"])
def test_the_hours_stand_where_people_look(client, path):
    assert "Senin sampai Kamis 08.00–12.00, 13.00–16.00" in words_of(client.get(path))


def test_the_day_counts_apart_who_waits_who_did_not_come_and_who_reported(browser_of, at_time):
    at_time("2026-11-30", "10:00")
    head = browser_of("hana", "head")
    absent = opened(minutes=50)
    for minutes in (40, 30):
        opened(minutes=minutes)
    opened("web", minutes=45, words="Apakah Sabtu buka?")
    opened("gate", minutes=55, words=WORDS, sent_away=True)
    eva = browser_of("eva", "front-desk")
    eva.post("/counter/hall/", {"act": "sit", "counter": "loket-1"})
    eva.post("/counter/hall/", {"act": "next"})
    eva.post("/counter/hall/", {"act": "no_show"})
    assert Ticket.objects.get(pk=absent.pk).status == "away"
    page = head.text("/officer/door/")
    found = {
        words: page.split(words)[1].split()[0]
        for words in (
            "Menunggu di aula",
            "Dipanggil, belum datang",
            "Pertanyaan dari jauh belum dijawab",
            "Laporan disuruh pulang belum dijawab",
            "Terlama di aula sekarang",
            "Terlama tanpa jawaban sekarang",
        )
    }
    assert list(found.values()) == ["2", "1", "1", "1", "40", "55"]
