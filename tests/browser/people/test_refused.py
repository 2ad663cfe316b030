"""Refused, and wants a way out: ground, fact and law; an objection; somebody else answers; others decide anew."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions import deciding, serving
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Case
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_citizen_journey import code
from tests.browser.test_citizen_journey import press as send
from tests.browser.test_officer_journey import press, sign_in_with_code
from tests.office.conftest import CARLA, officer
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.walks import refused

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "Saya tinggal di Jalan Mawar 3 sejak 2019. Rekening listriknya atas nama saya."
REASON = "Rekening listrik 2019 sampai 2026 menunjukkan bahwa pemohon tinggal di alamat itu."


def enter(name, *roles):
    person = Officer(name, name.title(), roles, PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)


@pytest.mark.parametrize("size", [{"width": PHONE}, {"width": PHONE, "scripts": False}, {"width": DESK}])
def test_refused_and_wants_a_way_out(office, size, ana, ben):
    cache.clear()
    number = refused(ana, ben, at=timezone.now() - timedelta(hours=1))
    enter("sari", "supervisor")
    with window(office, **size) as carla:
        carla.open(f"/case/{number}/")
        carla.page.get_by_role("link", name="Masuk").first.click()
        carla.page.locator("[name=nik]").fill(CARLA.nik)
        send(carla)
        carla.page.locator("[name=code]").fill(code())
        send(carla)
        carla.open(f"/case/{number}/").look("refused")
        assert "Permohonan Anda ditolak" in carla.text and "Pada kartu keluarga" in carla.text
        carla.page.get_by_role("link", name="Ajukan keberatan").click()
        carla.look("objection")
        send(carla)
        carla.look("objection, nothing written")
        assert "belum ditulis" in carla.text
        carla.page.get_by_label("Keberatan Anda").fill(WORDS)
        send(carla)
        assert carla.path == f"/case/{number}/"
        carla.look("objection made")
        assert "Keberatan Anda menunggu jawaban" in carla.text and "Pengawas" in carla.text

        with window(office, **size) as sari:
            sign_in_with_code(sari, "sari")
            sari.page.get_by_role("link", name="Keberatan atas keputusan").click()
            sari.look("objections")
            sari.page.get_by_role("link", name="Surat keterangan domisili").click()
            sari.look("one objection")
            assert WORDS in sari.text
            press(sari, "Terima keberatan")
            sari.look("no reason written")
            assert "belum jelas" in sari.text
            sari.page.get_by_label("Apa yang Anda periksa").fill(REASON)
            press(sari, "Terima keberatan")
            sari.look("answered")
            assert [fault for fault in sari.faults if "409" not in fault] == []

        now = timezone.now()
        assert serving.take_next(actor=ben, now=now) is None
        gita = officer("gita", "head")
        assert serving.take_next(actor=gita, now=now).row.number == number
        carla.open(f"/case/{number}/").look("decided anew soon")
        assert "Keberatan Anda diterima" in carla.text and REASON in carla.text
        deciding.grant(number, actor=gita, now=now)
        carla.open(f"/case/{number}/").look("granted after all")
        assert "Permohonan Anda dikabulkan" in carla.text
        assert Case.objects.get(number=number).status == "granted"
        assert [fault for fault in carla.faults if "409" not in fault] == []
