"""The head's day on one page: what waits with its number, the day in figures, and nothing that nobody waits for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions.authorising import posts
from layani.office.actions.door import Opening, open_ticket
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Case, StaffEntry
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.door.tickets import VISITOR
from tests.office.officer.walks import another, filed, refused

DAY = "/officer/late/"


@pytest.fixture
def sinta(browser_of):
    return browser_of("sinta", "supervisor")


@pytest.fixture
def hana(browser_of):
    return browser_of("hana", "head")


def test_an_empty_day_says_that_nothing_waits(sinta, browser_of):
    assert "Hari ini tidak ada yang boleh menandatangani" in sinta.text(DAY)
    for place, post in enumerate(sorted(posts())):
        browser_of(f"holder{place}", post)
    text = sinta.text(DAY)
    assert "Tidak ada keberatan, laporan, usul, atau pengesahan yang menunggu." in text
    assert "Permohonan masuk 0" in " ".join(text.split())


def test_an_objection_is_called_with_its_number_and_its_day(sinta, ana, ben):
    number = refused(ana, ben, at=timezone.now() - timedelta(hours=2))
    carla = signed_in(Case.objects.get(number=number).party)
    carla.post(f"/case/{number}/objection/", {"words": "Saya tinggal di sana."})
    html = sinta.get(DAY).content.decode()
    assert 'href="/officer/objections/"' in html
    assert "Keberatan atas keputusan" in html
    for secret in (CARLA.name, CARLA.nik, "Saya tinggal"):
        assert secret not in html
    Case.objects.filter(number=number).update(objection_due=timezone.now() - timedelta(days=1))
    assert 'data-color="danger">1</span>' in sinta.get(DAY).content.decode()


def test_the_day_is_told_in_figures(sinta, ana, ben):
    now = timezone.now()
    refused(ana, ben, at=now - timedelta(minutes=30))
    filed(another(2), at=now)
    filed(another(3), at=now - timedelta(days=1, hours=1))
    start = calendar().local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    came_in = Case.objects.filter(received_at__gte=start).count()
    text = " ".join(sinta.text(DAY).split())
    assert f"Permohonan masuk {came_in}" in text
    refused_today = Case.objects.filter(status="refused", decided_at__gte=start).count()
    assert f"Ditolak {refused_today}" in text


def test_who_says_that_they_were_sent_away_is_called_first(sinta):
    open_ticket(Opening("gate", words="Saya disuruh pulang.", sent_away=True), actor=VISITOR, now=timezone.now())
    text = " ".join(sinta.text(DAY).split())
    assert "Mengatakan disuruh pulang, belum dijawab" in text


def test_what_a_reader_may_not_open_is_no_link(hana, sinta):
    StaffEntry.objects.create(
        office=catalogue().office.slug,
        kind="join",
        username="baru",
        roles=["front-desk"],
        day=timezone.localdate(),
        decree="800/12/2026",
        entered_by_id=sinta.actor.user,
        entered_at=timezone.now(),
    )
    words = "Perubahan petugas yang menunggu orang kedua"
    for reader, opens in ((hana, False), (sinta, True)):
        main = reader.get(DAY).content.decode().split("<main")[1]
        assert words in main
        assert ('href="/staff/"' in main) is opens


def test_a_later_page_of_the_list_has_the_list_alone(sinta):
    html = sinta.get(f"{DAY}?due=2026-11-23T00:00:00%2B00:00&id=1").content.decode()
    assert "Menunggu Anda" not in html
    assert "Promises that need care" in html or "Janji yang perlu dijaga" in html


def test_every_way_of_coming_in_has_words(sinta):
    for number, channel in ((2, "kiosk"), (3, "village-app"), (4, "counter")):
        Case.objects.filter(number=filed(another(number), at=timezone.now())).update(channel=channel)
    text = " ".join(sinta.text(DAY).split())
    for words in ("Kios 1", "Lewat aplikasi “village-app” 1", "Loket 1"):
        assert words in text
    assert "kiosk 1" not in text
