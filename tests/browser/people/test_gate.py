"""Sent away at the gate: it has a number, the supervisor reads it the same day, answers, and it is counted."""

import pytest
from django.utils import timezone

from layani.office.jobs import door_figures
from layani.office.tables.models import Ticket
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.people.cast import enter, real_faults
from tests.browser.test_officer_journey import press, sign_in_with_code

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAID = "Satpam bilang jaringan mati, disuruh kembali minggu depan."
ANSWER = "Maaf. Datanglah hari ini sampai pukul empat, Anda langsung dilayani di Loket 1."


@pytest.mark.parametrize("scripts", [True, False])
def test_sent_away_and_heard_the_same_day(office, scripts):
    enter("hana", "head")
    enter("eva", "front-desk")
    with window(office, width=PHONE, scripts=scripts) as visitor:
        visitor.open("/door/here/").look("the poster's page")
        visitor.page.get_by_role("link", name="Saya disuruh pulang tanpa dilayani").click()
        visitor.page.get_by_label("Apa yang terjadi?").fill(SAID)
        visitor.page.get_by_role("button", name="Sampaikan kepada pengawas").click()
        visitor.look("reported")
        row = Ticket.objects.get()
        assert row.sent_away and row.end == ""
        with window(office, width=DESK) as eva:
            sign_in_with_code(eva, "eva")
            eva.open("/counter/hall/")
            press(eva, "Loket 1")
            assert "Tidak ada yang menunggu" in eva.text, "the counter cannot make the report go away"
        with window(office, width=DESK) as hana:
            sign_in_with_code(hana, "hana")
            hana.open("/officer/door/").look("the day, with a report")
            assert "Seseorang mengatakan disuruh pulang" in hana.text
            hana.page.get_by_role("link", name=f"Nomor {row.number}").first.click()
            assert SAID in hana.text
            hana.page.get_by_label("Apa yang Anda sampaikan?").fill(ANSWER)
            press(hana, "Kirim jawaban")
            hana.open("/officer/door/")
            assert "Seseorang mengatakan disuruh pulang" not in hana.text
            assert real_faults(hana) == []
        visitor.open(f"/door/ticket/{row.code}/").look("heard")
        assert ANSWER in visitor.text
        row.refresh_from_db()
        assert row.end == "answer"
        door_figures.run(timezone.now())
        visitor.open("/").look("the public figures")
        assert real_faults(visitor) == []
