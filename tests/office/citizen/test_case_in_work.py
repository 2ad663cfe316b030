"""What a citizen reads while their case is visited, at another system, or public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office import house
from layani.office.actions import performing, serving
from layani.office.tables.models import Case, Party
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone
from tests.office.officer.building import building_office, staff_of_the_building_office, up_to

__all__ = ["building_office"]


@pytest.fixture
def staff(db, building_office):  # noqa: F811
    return staff_of_the_building_office()


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=2)


def look(number):
    row = Case.objects.get(number=number)
    return Phone(signed_in(Party.objects.get(pk=row.party_id))).open(f"/case/{number}/").text


def on_the_desk_of(name, step, staff, early):
    number = up_to(step, staff, early)
    assert serving.take_next(actor=staff[name], now=early + timedelta(hours=2)).row.number == number
    return number


def test_the_page_says_that_the_place_will_be_visited_and_by_which_desk(staff, early):
    shown = look(up_to("site-visit", staff, early))
    assert "Sedang dikerjakan" in shown and "Giliran kantor: dalam antrean Juru ukur." in shown
    assert "Menunggu peninjauan lokasi" in shown and "Penilaian teknis" in shown and "Paraf menyusul" in shown


def test_the_page_names_the_system_that_has_the_case_and_says_that_the_due_date_stays(staff, early):
    number = on_the_desk_of("dewi", "external", staff, early)
    before = Case.objects.get(number=number).due_at
    performing.send_outside(number, "external", actor=staff["dewi"], now=early + timedelta(hours=3))
    serving.take_up(number, actor=staff["dewi"], now=early + timedelta(hours=4))
    performing.record_outage(
        number, "external", "Situs SIMBG menjawab 503.", actor=staff["dewi"], now=early + timedelta(hours=5)
    )
    shown = look(number)
    assert "Sedang diproses di SIMBG, di luar kantor ini. Kantor ini menagihnya; batas waktu Anda tetap." in shown
    assert "Sistem lain sedang mati; batas waktu Anda tidak berubah" in shown and "503" not in shown
    assert Case.objects.get(number=number).due_at == before


def test_the_page_says_until_when_it_is_public(staff, early):
    number = on_the_desk_of("dewi", "notice", staff, early)
    performing.open_notice(number, "notice", actor=staff["dewi"], now=early + timedelta(hours=3))
    shown = look(number)
    assert "Sedang diumumkan kepada publik sampai" in shown and "Anda tidak perlu melakukan apa pun." in shown


def test_the_services_page_tells_every_step_of_its_procedure(client, building_office, db):  # noqa: F811
    shown = client.get("/service/building-permit/").content.decode()
    for step in ("Juru ukur meninjau lokasi dalam 3 hari kerja", "Juru ukur: Penilaian teknis", "membubuhkan paraf"):
        assert step in shown
    assert "mengurusnya di SIMBG" in shown and "papan pengumuman kantor" in shown
    assert house.service("building-permit").standard["procedure"].en.count("within") == 8
