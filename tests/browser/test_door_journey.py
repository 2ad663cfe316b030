"""A morning at the door in real browsers: the kiosk, the poster's page, the board, the counter, the list, the day."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import door
from layani.office.actions.door import Opening
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Ticket
from tests.browser.browsing import window
from tests.browser.test_officer_journey import WINDOWS, press, sign_in_with_code
from tests.office.door.tickets import VISITOR
from tests.office.officer.conftest import PASSWORD, SECRET

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def shape(request):
    return request.param


@pytest.fixture
def visitor(office, shape):
    """The window of somebody who comes."""
    with window(office, **shape) as opened:
        yield opened


def officer_window(office, shape, name, *roles):
    cache.clear()
    enter_officer(
        Officer(name, name.title(), roles, PASSWORD, totp=SECRET), since=timezone.localdate(), check_password=False
    )
    return window(office, **shape)


def waits(need, minutes, **more):
    now = timezone.now() - timedelta(minutes=minutes)
    return door.open_ticket(Opening("kiosk", need, **more), actor=VISITOR, now=now)


def test_a_number_on_ones_own_phone_and_a_report_of_being_sent_away(visitor):
    visitor.open("/door/").look("door")
    visitor.page.get_by_role("link", name="Saya ada di kantor").click()
    visitor.look("here")
    visitor.page.get_by_role("button", name="Saya perlu bukti tempat tinggal").click()
    assert visitor.path.startswith("/door/ticket/")
    visitor.look("ticket")
    assert "Anda yang berikutnya" in visitor.text
    visitor.page.get_by_role("link", name="Didahulukan menurut hukum").click()
    visitor.look("ticket, standing still")
    visitor.page.get_by_role("button", name="Membawa anak kecil").click()
    assert Ticket.objects.get().first == "small-child"
    visitor.page.get_by_role("link", name="Kabari saya lewat SMS").click()
    press(visitor, "Kabari bila tinggal dua orang")
    visitor.look("ticket, no number written")
    visitor.page.get_by_label("Nomor telepon").fill("0812 5551 2345")
    press(visitor, "Kabari bila tinggal dua orang")
    visitor.page.get_by_role("link", name="Saya disuruh pulang tanpa dilayani").click()
    press(visitor, "Sampaikan kepada pengawas")
    visitor.look("ticket, nothing told")
    visitor.page.get_by_label("Apa yang terjadi?").fill("Satpam menyuruh saya pulang.")
    press(visitor, "Sampaikan kepada pengawas")
    visitor.look("ticket, reported")
    assert Ticket.objects.get().sent_away
    visitor.open("/door/here/?new").look("here again")
    visitor.open("/door/poster/").look("poster")
    visitor.open("/demo/whatsapp/").look("make-believe phone")
    assert visitor.faults == []


def test_the_counter_calls_and_gives_a_list_that_the_board_and_the_phone_show(office, shape, visitor):
    row = waits("residence-letter", 20)
    waits("id-card", 10)
    with officer_window(office, shape, "eva", "front-desk") as eva:
        sign_in_with_code(eva, "eva")
        eva.open("/counter/hall/").look("which counter")
        press(eva, "Loket 1")
        eva.look("hall")
        press(eva, "Panggil berikutnya")
        eva.look("called")
        visitor.open("/door/board/?still").look("board")
        assert f"Loket 1\n{row.number}" in visitor.text
        visitor.open(f"/door/ticket/{row.code}/?still").look("called, on the phone")
        assert "Silakan ke Loket 1" in visitor.text
        press(eva, "Orangnya sudah di sini")
        press(eva, "Selesai dengan jawaban ini")
        eva.look("no answer written")
        eva.page.get_by_role("link", name="Susun daftarnya").click()
        eva.look("list to choose from")
        press(eva, "Berikan daftarnya")
        eva.look("nothing chosen")
        eva.page.get_by_label("Perjanjian sewa").check()
        press(eva, "Berikan daftarnya")
        eva.look("the list")
        assert "tidak ada lagi yang boleh diminta" in eva.text
        eva.open("/counter/hall/open/").look("open a ticket")
        press(eva, "Orangnya di sini: beri nomor")
        eva.look("open a ticket, nothing told")
        assert [fault for fault in eva.faults if "409" not in fault] == []  # that an empty list is refused is meant
    visitor.open(f"/door/ticket/{row.code}/").look("the list, on the phone")
    assert "Keputusan Camat Sukamaju 4/2026" in visitor.text
    assert visitor.faults == []


def test_a_tablet_becomes_the_kiosk(office, shape):
    with officer_window(office, shape, "eva", "front-desk") as tablet:
        sign_in_with_code(tablet, "eva")
        tablet.open("/door/kiosk/").look("before it is a kiosk")
        press(tablet, "Jadikan kios")
        tablet.look("kiosk")
        tablet.page.get_by_role("button", name="KTP saya hilang").click()
        tablet.look("slip")
        tablet.page.get_by_role("button", name="Hamil atau menyusui").click()
        tablet.look("slip, first by law")
        assert Ticket.objects.get().first == "pregnant"
        tablet.open("/counter/hall/")
        assert tablet.path != "/counter/hall/"
        assert tablet.faults == []


def test_the_supervisor_reads_the_day_and_answers_the_report(office, shape):
    waits("residence-letter", 30)
    opening = Opening("gate", words="Satpam menyuruh saya pulang.", sent_away=True)
    door.open_ticket(opening, actor=VISITOR, now=timezone.now())
    with officer_window(office, shape, "hana", "head") as hana:
        sign_in_with_code(hana, "hana")
        hana.open("/officer/door/").look("the day")
        hana.page.get_by_role("link", name="Nomor 2: Keperluan lain").click()
        hana.look("one ticket")
        assert "Satpam menyuruh saya pulang." in hana.text
        press(hana, "Kirim jawaban")
        hana.look("no answer written")
        hana.page.get_by_label("Apa yang Anda sampaikan?").fill("Maaf. Datanglah kembali, Anda dilayani.")
        press(hana, "Kirim jawaban")
        hana.look("answered")
        assert Ticket.objects.get(number=2).end == "answer"
        assert hana.faults == []
