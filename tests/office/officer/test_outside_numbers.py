"""What comes back from another system is kept once, and what was typed there a second time is counted as waste."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office import house
from layani.office.actions import performing
from layani.office.house import service
from layani.office.pages.parts.typed_again import typed_again
from layani.office.tables.models import Attempt, Case, OutsideNumber, SystemUse
from layani.rules.systems.registered import NumberForm
from tests.office.officer.building import building_office, staff_of_the_building_office, up_to
from tests.office.officer.test_work import on_the_desk, page, post

__all__ = ["building_office"]
pytestmark = pytest.mark.usefixtures("building_office")


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=20)


@pytest.fixture
def eva(browser_of, building_office):  # noqa: F811  the fixture above
    return browser_of("eva", "front-desk")


@pytest.fixture
def staff(db, building_office):  # noqa: F811  the fixture above
    return staff_of_the_building_office()


def test_a_number_of_another_case_is_refused_however_it_is_spelt(eva, staff, early):
    first = on_the_desk(eva, up_to("external", staff, early))
    post(eva, first, "external_done", number="PBG-123456-7B")
    post(eva, first, "notice_opened")
    second = on_the_desk(eva, up_to("external", staff, early + timedelta(hours=3)))
    answer = post(eva, second, "external_done", number="pbg-123456-7b")
    assert answer.status_code == 409 and "sudah tercatat pada permohonan lain" in answer.content.decode()
    assert Case.objects.get(number=second).step == "external"
    assert Attempt.objects.filter(case__number=second, act="external_done").exists()
    assert OutsideNumber.objects.count() == 1
    post(eva, second, "external_done", number="PBG-123456-7C")
    assert Case.objects.get(number=second).step == "notice"


def test_a_number_that_its_system_never_writes_is_refused_with_what_a_right_one_looks_like(
    eva, staff, early, monkeypatch
):
    office = house.catalogue().office
    simbg = replace(office.systems["simbg"], number=NumberForm("PBG-[0-9]{6}-[0-9]", "PBG-123456-1"))
    monkeypatch.setitem(office.systems, "simbg", simbg)
    number = on_the_desk(eva, up_to("external", staff, early))
    answer = post(eva, number, "external_done", number="PBG-123456-7B")
    assert answer.status_code == 422 and "misalnya PBG-123456-1" in answer.content.decode()
    assert Case.objects.get(number=number).step == "external" and not OutsideNumber.objects.exists()


def test_no_number_can_be_read_from_what_is_kept(eva, staff, early):
    post(eva, on_the_desk(eva, up_to("external", staff, early)), "external_done", number="PBG-123456-7B")
    assert b"123456" not in bytes(OutsideNumber.objects.get().code)


def test_what_was_typed_twice_is_counted_once_for_each_case(eva, staff, early, client):
    number = on_the_desk(eva, up_to("external", staff, early))
    assert "mengetik lagi sekitar 30 isian" in eva.text(page(number))
    once = "11111111-1111-4111-8111-111111111111"
    for _ in range(2):
        eva.post(page(number), {"act": "external_done", "step": "external", "once": once, "number": "PBG-123456-7B"})
    assert set(SystemUse.objects.values_list("system", "what", "name", "count")) == {
        ("simbg", "fields", "building-permit", 30),
        ("simbg", "minutes", "building-permit", 25),
    }
    (line,) = typed_again()
    assert (line.fields, line.hours, line.system.id) == (30, Decimal("0.4"), "SIMBG")
    caches["near"].clear()
    assert "30 isian" not in client.get("/systems/", headers={"accept-language": "id"}).content.decode()


def test_a_refused_number_counts_nothing(eva, staff, early):
    number = on_the_desk(eva, up_to("external", staff, early))
    post(eva, number, "external_done", number="12")
    assert not SystemUse.objects.exists()


def test_the_head_of_the_office_reads_it_by_month(browser_of, eva, staff, early):
    post(eva, on_the_desk(eva, up_to("external", staff, early)), "external_done", number="PBG-123456-7B")
    assert "30 isian, 0,4 jam" in browser_of("citra", "head").text("/officer/late/")


def test_a_number_that_may_come_back_does(staff, early, monkeypatch):
    definition = service("building-permit")
    step = next(one for one in definition.steps if one.kind == "external")
    again = replace(step, external=replace(step.external, again=True))
    changed = replace(definition, steps=tuple(again if one.id == step.id else one for one in definition.steps))
    monkeypatch.setattr(performing, "service", lambda slug, version="": changed)
    for hours in (0, 3):
        up_to("notice", staff, early + timedelta(hours=hours))
    assert OutsideNumber.objects.count() == 0
