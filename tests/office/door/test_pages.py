"""The pages of the door, as those who come and those who serve them press their buttons."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from layani.office.actions import door, door_reading
from layani.office.actions.door import Opening
from layani.office.house import calendar
from layani.office.tables.models import Case, Ticket, TicketEvent
from layani.rules.cases.opening_hours import open_now
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, FORM, send
from tests.office.door.tickets import VISITOR
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
HALL = "/counter/hall/"


@pytest.fixture(autouse=True)
def no_counted_tries():
    cache.clear()


@pytest.fixture
def eva(browser_of):
    """Eva, at her counter."""
    browser = browser_of("eva", "front-desk")
    browser.post(HALL, {"act": "sit", "counter": "loket-1"})
    return browser


def waits(need="residence-letter", minutes=5, **more):
    """A ticket that was opened so many minutes ago."""
    opening = Opening("kiosk", need, **more)
    return door.open_ticket(opening, actor=VISITOR, now=timezone.now() - timedelta(minutes=minutes))


def at_the_counter(eva, **more):
    row = waits(**more)
    eva.post(HALL, {"act": "next"})
    eva.post(HALL, {"act": "serve"})
    return row


def test_a_kiosk_knows_no_officer_and_gives_numbers_by_one_tap(browser_of):
    tablet = browser_of("eva", "front-desk")
    assert "Jadikan tablet ini kios" in tablet.text("/door/kiosk/")
    tablet.post("/door/kiosk/", {"act": "start"})
    assert tablet.get(HALL).status_code == 302
    assert "Apa keperluan Anda?" in tablet.text("/door/kiosk/")
    answer = tablet.post("/door/kiosk/", {"need": "residence-letter"}, follow=True)
    row = Ticket.objects.get()
    assert (row.channel, row.need, row.number) == ("kiosk", "residence-letter", 1)
    assert answer["Refresh"].endswith("../")
    assert row.code in answer.content.decode()
    tablet.post("/door/kiosk/slip/", {"first": "pregnant"})
    assert Ticket.objects.get().first == "pregnant"


def test_any_other_browser_is_no_kiosk(client):
    assert client.get("/door/kiosk/")["Location"] == "/door/here/"
    assert client.post("/door/kiosk/", {"act": "start"})["Location"] == "/door/here/"
    assert client.get("/door/kiosk/slip/")["Location"] == "/door/here/"
    assert not Ticket.objects.exists()


def test_from_the_poster_a_number_comes_on_ones_own_phone(client):
    answer = client.post("/door/here/", {"need": "residence-letter"})
    row = Ticket.objects.get()
    assert (answer["Location"], row.channel) == (f"/door/ticket/{row.code}/", "gate")
    assert client.get("/door/here/")["Location"] == f"/door/ticket/{row.code}/"
    page = client.get(answer["Location"])
    opening = open_now(calendar(), timezone.now())
    # While the office is closed for the day nobody is next, and no minutes are promised.
    called_today = bool(opening.closes or opening.today)
    assert ("Anda yang berikutnya" in words_of(page)) is called_today
    assert ("tidak dipanggil lagi hari ini" in words_of(page)) is not called_today
    assert page["Refresh"] == "20"
    assert "Refresh" not in client.get(f"{answer['Location']}?still")


def test_a_ticket_needs_a_need_or_words(client):
    answer = client.post("/door/here/", {"need": "nothing-of-ours"})
    assert answer.status_code == 409
    assert "belum menyebut keperluan" in words_of(answer)
    assert not Ticket.objects.exists()


def test_who_was_sent_away_says_so_in_words(client):
    assert client.post("/door/here/", {"sent_away": "yes"}).status_code == 422
    words = "Satpam menyuruh saya pulang karena sandal."
    client.post("/door/here/", {"sent_away": "yes", "words": words})
    row = Ticket.objects.get()
    assert (row.sent_away, row.place) == (True, "remote")
    assert [text for _, text in door_reading.words_of(row)] == [words]
    assert "ada pada pengawas" in words_of(client.get(f"/door/ticket/{row.code}/"))


def test_too_many_numbers_from_one_address_are_refused(client, monkeypatch):
    monkeypatch.setattr("layani.office.pages.door.here.FROM_ADDRESS", door_limit(2))
    codes = [client.post("/door/here/", {"need": "residence-letter"}).status_code for _ in range(3)]
    assert codes == [302, 302, 409]


def door_limit(most):
    from layani.office.actions.trying import Limit  # noqa: PLC0415  only this test counts

    return Limit("tickets-for-a-test", most=most, span=timedelta(hours=1))


def test_the_code_is_read_as_people_type_it_and_a_wrong_one_is_not_found(client):
    row = waits()
    typed = row.code.lower().replace("-", "")
    assert client.get(f"/door/ticket/{typed}/")["Location"] == f"/door/ticket/{row.code}/"
    assert client.get("/door/ticket/AAAAA-AAAAA/").status_code == 404


def test_the_board_shows_numbers_and_no_names(eva, client):
    waits(words="Carla Wijaya", phone=CARLA.phone)
    waits("id-card")
    eva.post(HALL, {"act": "next"})
    answer = client.get("/door/board/")
    assert answer["Refresh"] == "10"
    words = words_of(answer)
    assert "Loket 1 1" in words
    assert "Carla" not in words
    assert "KTP" not in words


def test_an_officer_who_sits_at_no_counter_calls_nobody(browser_of):
    waits()
    browser = browser_of("gita", "front-desk")
    assert browser.post(HALL, {"act": "next"}).status_code == 409
    assert Ticket.objects.get().status == "waiting"


def test_the_counter_calls_serves_and_ends_with_an_answer(eva, client):
    row = at_the_counter(eva)
    assert eva.post(HALL, {"act": "end_answer", "words": ""}).status_code == 422
    assert "Masih ada tiket" in words_of(eva.post(HALL, {"act": "next"}))
    eva.post(HALL, {"act": "end_answer", "words": "Bawa surat kehilangan dari polisi, hari apa saja."})
    row.refresh_from_db()
    assert (row.status, row.end) == ("ended", "answer")
    assert "Bawa surat kehilangan dari polisi" in words_of(client.get(f"/door/ticket/{row.code}/"))


def test_called_in_vain_one_may_come_back(eva, client):
    row = waits()
    eva.post(HALL, {"act": "next"})
    eva.post(HALL, {"act": "no_show"})
    page = f"/door/ticket/{row.code}/"
    assert "Anda tidak ada" in words_of(client.get(page))
    client.post(page, {"act": "come_back"})
    row.refresh_from_db()
    assert (row.status, row.urgency) == ("waiting", 1)


def test_what_is_filed_at_the_counter_belongs_to_the_ticket(eva):
    row = at_the_counter(eva)
    eva.post("/counter/new/", CARD)
    assert send(eva, "/counter/apply/residence-letter/", **FORM)["Location"].endswith("/check/")
    answer = send(eva, "/counter/apply/residence-letter/check/")
    assert answer["Location"].endswith("/receipt/")
    row.refresh_from_db()
    assert row.rest["cases"] == [Case.objects.get().number]
    assert Case.objects.get().number in eva.text(HALL)
    eva.post(HALL, {"act": "end_receipt"})
    row.refresh_from_db()
    assert row.end == "receipt"


def test_a_case_filed_elsewhere_is_noted_by_its_number_and_a_wrong_one_is_refused(eva):
    at_the_counter(eva)
    answer = eva.post(HALL, {"act": "file_case", "number": "SKM-2026-0000-0000"})
    assert answer.status_code == 409
    assert "tidak ada" in words_of(answer)


def test_the_list_shows_the_law_of_each_item_and_is_printed_with_its_code(eva, client):
    row = at_the_counter(eva)
    page = eva.text("/counter/hall/list/")
    assert "Perjanjian sewa" in page
    assert "Keputusan Camat Sukamaju 4/2026" in page
    assert "Di mana Anda tinggal" not in page  # no law names it, so nobody may demand it at the door
    answer = eva.post("/counter/hall/list/", {"service": "residence-letter", "item": ["contract"]})
    assert answer["Location"] == f"/counter/hall/list/{row.code}/"
    for printed in (words_of(eva.get(answer["Location"])), words_of(client.get(f"/door/ticket/{row.code}/"))):
        _says_the_list(printed, row)


def _says_the_list(printed, row):
    for words in ("Perjanjian sewa", "Keputusan Camat Sukamaju 4/2026", row.code, "tidak ada lagi yang boleh diminta"):
        assert words in printed


@pytest.mark.parametrize(("theirs", "said"), [("id", "Yang masih kurang"), ("en", "What is still missing")])
def test_the_list_is_printed_in_the_language_of_its_person(eva, theirs, said):
    row = at_the_counter(eva, language=theirs)
    eva.post("/counter/hall/list/", {"service": "residence-letter", "item": ["contract"]})
    for screen in ("id", "en"):
        paper = eva.get(f"/counter/hall/list/{row.code}/", headers={"accept-language": screen})
        assert said in words_of(paper)
        assert paper["Content-Language"] == theirs
        told = "bahasa yang dipilih orangnya" if theirs == "id" else "language which the person chose"
        assert (told in words_of(paper)) is (theirs != screen)


def test_the_list_says_each_item_in_words_that_stand_alone_with_the_condition_the_clerk_read(eva, client):
    row = at_the_counter(eva)
    clerk = eva.text("/counter/hall/list/?service=poverty-letter")
    answer = eva.post("/counter/hall/list/", {"service": "poverty-letter", "item": ["needy_name", "in_need"]})
    for page in (clerk, words_of(eva.get(answer["Location"])), words_of(client.get(f"/door/ticket/{row.code}/"))):
        assert "Jawaban atas pertanyaan “Siapa nama anak atau anggota keluarga itu?”" in page
        assert "hanya bila “Surat ini untuk siapa?” dijawab “Anak atau anggota keluarga saya”" in page
        assert "Pernyataan Anda: “Saya menyatakan" in page


def test_a_ticket_without_a_list_has_no_list_to_print(eva):
    row = at_the_counter(eva)
    assert eva.get(f"/counter/hall/list/{row.code}/").status_code == 404
    assert eva.get("/counter/hall/list/AAAA-AAAA/").status_code == 404


@pytest.mark.parametrize("items", [[], ["stamp"]])
def test_a_list_of_nothing_or_of_what_the_file_does_not_name_is_refused(eva, items):
    row = at_the_counter(eva)
    answer = eva.post("/counter/hall/list/", {"service": "residence-letter", "item": items})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.status == "serving"


def test_who_comes_back_with_a_list_is_seen_to_bring_it(eva):
    row = at_the_counter(eva)
    eva.post("/counter/hall/list/", {"service": "residence-letter", "item": ["contract"]})
    at_the_counter(eva, code=row.code, minutes=1)
    page = eva.text(HALL)
    assert "daftar yang mengikat kantor" in page
    assert "Perjanjian sewa" in page


def test_handing_on_goes_to_the_other_counter(eva, browser_of):
    row = at_the_counter(eva)
    eva.post(HALL, {"act": "hand_on", "counter": "loket-2"})
    fajar = browser_of("fajar", "front-desk")
    fajar.post(HALL, {"act": "sit", "counter": "loket-2"})
    fajar.post(HALL, {"act": "next"})
    assert f"Nomor {row.number}" in fajar.text(HALL)


def test_a_caller_is_served_at_once_and_somebody_here_gets_a_slip(eva):
    slip = eva.post("/counter/hall/open/", {"how": "counter", "need": "residence-letter", "first": "elderly"})
    assert Ticket.objects.get().code in slip.content.decode()
    eva.post("/counter/hall/open/", {"how": "phone", "words": "Menanyakan syarat KTP hilang"})
    assert "Menanyakan syarat KTP hilang" in eva.text(HALL)
    assert Ticket.objects.get(channel="phone").status == "serving"


def test_a_question_from_home_is_answered_on_its_page(eva, client):
    answer = client.post("/door/", {"words": "Apakah hari Sabtu buka?"})
    row = Ticket.objects.get()
    assert (row.channel, row.place) == ("web", "remote")
    assert "Apakah hari Sabtu buka?" not in client.get(answer["Location"]).content.decode()
    eva.post(HALL, {"act": "next_remote"})
    assert "Apakah hari Sabtu buka?" in eva.text(HALL)
    eva.post(HALL, {"act": "end_answer", "words": "Tidak, kami buka Senin sampai Jumat."})
    assert "Senin sampai Jumat" in words_of(client.get(answer["Location"]))


def test_who_is_told_something_untrue_writes_so_and_it_follows_the_first_contact(eva, client):
    row = at_the_counter(eva)
    eva.post(HALL, {"act": "end_answer", "words": "Sudah kami layani dengan baik."})
    page = f"/door/ticket/{row.code}/"
    client.post(page, {"act": "sent_away", "words": "Saya tidak dilayani sama sekali."})
    later = Ticket.objects.get(sent_away=True)
    assert (later.follows, later.first_contact) == (row.ref, row.first_contact)


def test_the_door_tells_classes_with_their_laws_and_what_is_not_checked(client):
    words = words_of(client.get("/door/"))
    for said in ("UU 39/1999 pasal 5 ayat (3)", "belum dicocokkan", "aturan kantor ini", "30 menit", "60 hari"):
        assert said in words


def test_nothing_personal_stands_in_a_page_of_the_line(client):
    waits(words="Carla Wijaya", phone=CARLA.phone)
    for path in ("/door/", "/door/here/?new", "/door/board/", f"/door/ticket/{Ticket.objects.get().code}/"):
        assert not re.search("Carla|81234567890", client.get(path).content.decode())


def test_the_slip_and_the_pages_speak_english_too(client):
    row = waits()
    client.post("/language/", {"language": "en", "next": "/"})
    client.cookies["layani_language"] = "en"
    for path in ("/door/", "/door/here/?new", "/door/board/", f"/door/ticket/{row.code}/", "/door/poster/"):
        assert client.get(path).status_code == 200


def test_a_stranger_and_a_citizen_reach_no_counter():
    for path in (HALL, "/counter/hall/list/", "/counter/hall/open/"):
        assert "/sign-in/login/" in Client().get(path)["Location"]
    assert not TicketEvent.objects.exists()


def test_what_an_officer_tried_in_vain_is_shown_to_the_inspectorate(eva, browser_of):
    at_the_counter(eva)
    eva.post(HALL, {"act": "end_receipt"})
    page = browser_of("ira", "auditor").text("/auditor/attempts/")
    assert "Tiket berakhir tanpa permohonan" in page
    assert "Mengakhiri tiket" in page


def test_a_page_on_which_somebody_may_be_writing_never_refreshes(client):
    row = waits()
    page = f"/door/ticket/{row.code}/"
    moving, still = client.get(page), client.get(f"{page}?still=away")
    assert "<textarea" not in moving.content.decode()
    assert "Refresh" in moving
    assert "<textarea" in still.content.decode()
    assert "Refresh" not in still
    assert "Refresh" not in client.post(page, {"act": "sent_away", "words": ""})


def test_the_counter_takes_back_who_stands_there_again(eva):
    row = waits()
    eva.post(HALL, {"act": "next"})
    eva.post(HALL, {"act": "no_show"})
    assert "Sudah kembali" in eva.text(HALL)
    eva.post(HALL, {"act": "came_back", "ticket": str(row.number)})
    row.refresh_from_db()
    assert (row.status, row.urgency) == ("waiting", 1)
    assert eva.post(HALL, {"act": "came_back", "ticket": str(row.number)}).status_code == 409
