"""The page of a case for who decides it without the power to: no form, the reason, and a way to give it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import serving
from layani.office.actions.authorising import confirm_power, enter_power
from layani.office.house import calendar
from layani.office.tables.models import Attempt
from tests.office.authority.conftest import acting
from tests.office.conftest import officer
from tests.office.officer.walks import checked


@pytest.fixture
def given(oki, citra, ana, db):
    """Return what makes somebody act for the head from today on."""

    def give(username, **changed):
        today, now = calendar().local(timezone.now()).date(), timezone.now()
        said = acting(username, decree_on=today, since=today, until=today, **changed)
        confirm_power(enter_power(said, actor=oki, now=now).pk, actor=citra, now=now)

    return give


@pytest.fixture
def number(ana):
    return checked(ana, at=timezone.now() - timedelta(minutes=30))


def test_no_form_for_a_refusal_outside_the_power_and_a_forced_one_is_counted(given, number, browser_of):
    ben = browser_of("ben", "head")
    given("ben", not_acts=("refuse",))
    serving.take_next(actor=ben.actor, now=timezone.now())
    path = f"/officer/case/{number}/"
    page = ben.text(path)
    assert "tidak mencakup menolak" in page and "Tolak dengan alasan" not in page
    assert "Kabulkan dan terbitkan surat" in page and "power-rests" not in ben.get(path).content.decode()
    said = {"act": "preview_refusal", "ground": "not-resident", "fact": "Kartu keluarga tercatat di kecamatan lain."}
    assert ben.post(path, said).status_code == 409
    assert [(one.act, one.code) for one in Attempt.objects.all()] == [("decide_refuse", "nobody-may-sign")]


def test_who_is_away_reads_it_and_gives_the_case_back(given, number, browser_of):
    officer("ben", "verifier")
    gita = browser_of("gita", "head")
    serving.take_next(actor=gita.actor, now=timezone.now())
    given("ben")
    path = f"/officer/case/{number}/"
    assert "Saya tidak berwenang memutuskannya sekarang" in gita.text(path)
    assert gita.post(path, {"act": "put_back", "reason": "power-rests"}).status_code == 302
    assert "orang menunggu Anda" not in gita.text("/officer/")
    desk = gita.text("/officer/")
    assert "Tidak ada yang menunggu sekarang" in desk
    for said in ("Keputusan jabatan Anda sedang pada", "selama itu pemegang jabatan tidak", "Serahkan kepada: ben"):
        assert said.lower() in desk.lower(), said
    assert "Semua orang sudah dilayani" not in desk
