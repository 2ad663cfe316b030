"""Through pages: who works in one section sees nothing of another, and who heads one sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office import house
from layani.office.actions import checking, objecting, serving
from layani.office.pages.page import discover_pages
from layani.office.pages.parts.context import IN_SECTIONS
from layani.office.tables.desk import waiting_beside
from layani.office.tables.models import Case, Look, Role, StaffEntry, User
from layani.office.tables.projection import state_of
from tests.office.conftest import CARLA
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import CITIZEN, another, filed
from tests.office.sections import NORTH, SOUTH, holder, in_two, living_in

LATE = "/officer/late/"


@pytest.fixture(autouse=True)
def two(monkeypatch, db):
    monkeypatch.setattr(house, "_given", [in_two()])


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def nia(browser_of):
    return browser_of("nia", "front-desk@north")


def late(number):
    Case.objects.filter(number=number).update(step_due_at=timezone.now() - timedelta(days=1))
    return number


def test_the_desk_shows_the_sections_queue_by_its_name_and_no_other(nia, early):
    filed(another(1), at=early, **living_in(NORTH))
    filed(another(2), at=early, **living_in(SOUTH))
    words = nia.text("/officer/")
    assert "1 menunggu" in words
    assert "Loket Utara" in words
    assert "Selatan" not in words


def test_a_case_of_another_section_cannot_be_opened_and_leaves_no_look(nia, early):
    number = filed(at=early, **living_in(SOUTH))
    assert nia.get(f"/officer/case/{number}/").status_code == 403
    answer = nia.post(f"/officer/case/{number}/", {"act": "check_complete"})
    assert answer.status_code == 409
    assert "Loket Selatan" in words_of(answer)
    assert CARLA.name not in words_of(answer)
    assert not Look.objects.exists()
    assert Case.objects.get(number=number).seq == 1


def test_who_acted_on_a_case_reads_it_no_more_once_it_has_moved_to_another_section(nia, early):
    number = filed(at=early, **living_in(NORTH))
    serving.take_next(actor=nia.actor, now=early)
    checking.ask_missing(number, {"address": "Alamat lain."}, actor=nia.actor, now=early)
    assert nia.get(f"/officer/case/{number}/").status_code == 200
    checking.answer(number, living_in(SOUTH), actor=CITIZEN, now=early + timedelta(minutes=1))
    assert nia.get(f"/officer/case/{number}/").status_code == 403


def test_the_head_of_a_section_sees_its_late_cases_and_may_read_them(browser_of, early):
    hana = browser_of("hana", "head@north")
    north = late(filed(another(1), at=early, **living_in(NORTH)))
    south = late(filed(another(2), at=early, **living_in(SOUTH)))
    words = hana.text(LATE)
    assert north in words
    assert south not in words
    assert "Loket Utara" in words
    assert "di pintu" not in words
    assert hana.get(f"/officer/case/{north}/").status_code == 200
    assert hana.get(f"/officer/case/{south}/").status_code == 403


def test_the_menu_leads_to_what_is_open(browser_of):
    html = browser_of("hana", "head@north").get("/officer/").content.decode()
    assert f'href="{LATE}"' in html
    assert 'href="/letters/register/"' not in html
    assert f'href="{LATE}"' not in browser_of("vera", "verifier@north").get("/officer/").content.decode()


def test_every_page_that_opens_to_a_section_is_listed_here():
    assert {page.name for page in discover_pages() if page.in_sections} == IN_SECTIONS


def test_the_head_of_the_office_sees_every_section(browser_of, early):
    hana = browser_of("hana", "head")
    numbers = [late(filed(another(place), at=early, **living_in(ward))) for place, ward in enumerate((NORTH, SOUTH))]
    words = hana.text(LATE)
    assert all(number in words for number in numbers)
    assert "di pintu" in words


@pytest.mark.parametrize(
    "path", ["/officer/paper/", "/officer/door/", "/letters/register/", "/staff/", "/officer/blanks/", "/auditor/"]
)
def test_a_page_of_the_whole_office_is_closed_to_the_head_of_a_section(browser_of, path):
    assert browser_of("hana", "head@north").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/officer/objections/", "/officer/corrections/", "/officer/revocations/"])
def test_lists_are_those_of_the_section(browser_of, early, path):
    hana, ines = browser_of("hana", "head@north"), browser_of("ines", "head")
    number = filed(at=early, **living_in(SOUTH))
    soon = timezone.now() + timedelta(days=1)
    row = Case.objects.get(number=number)
    said = {"correction": {"ground": "x"}, "revocation": {"ground": "x"}, "objection": {"roles": ["head@south"]}}
    Case.objects.filter(pk=row.pk).update(
        objection_due=soon, correction_due=soon, revocation_due=soon, rest={**row.rest, **said}
    )
    assert number in ines.text(path)
    assert number not in hana.text(path)
    roles = (hana.actor.roles, ines.actor.roles, {"head@south"})
    counted = [waiting_beside(row.office, held) for held in roles]
    assert [(one.objections, one.corrections) for one in counted] == [(0, 0), (1, 1), (1, 1)]


def test_the_counter_of_a_section_sees_its_cases_of_whoever_comes(nia, early):
    north = filed(at=early, **living_in(NORTH))
    south = filed(at=early + timedelta(minutes=1), **living_in(SOUTH))
    nia.post("/counter/", {"nik": CARLA.nik})
    words = nia.text("/counter/person/")
    assert north in words
    assert south not in words
    assert nia.get(f"/counter/case/{north}/").status_code == 200
    assert nia.get(f"/counter/case/{south}/").status_code == 404


def test_an_objection_is_answered_in_the_section():
    number = filed(**living_in(SOUTH))
    assert objecting.roles_that_answer(state_of(Case.objects.get(number=number))) == ("supervisor", "head@south")


def form(**changed):
    today = timezone.localdate()
    said = {"kind": "join", "username": "nia", "name": "Nia Utara", "decree": "800/12/2026"}
    return said | {"day-day": today.day, "day-month": today.month, "day-year": today.year} | changed


def test_a_role_in_a_section_is_given_on_the_staff_pages_by_two_people(browser_of):
    omar, siti = browser_of("omar", "operator"), browser_of("siti", "supervisor")
    assert "Petugas loket, Loket Utara" in omar.text("/staff/new/")
    place = omar.post("/staff/new/", form(roles=["front-desk@north"]))["Location"]
    assert StaffEntry.objects.get().roles == ["front-desk@north"]
    assert not User.objects.filter(username="nia").exists()
    assert siti.post(place, {"doing": "confirm"}).status_code == 200
    assert [role.name for role in Role.objects.filter(user__username="nia")] == ["front-desk@north"]
    assert "Petugas loket, Loket Utara" in siti.text("/staff/")


@pytest.mark.parametrize("role", ["front-desk@west", "supervisor@north", "registrar@north"])
def test_nobody_is_given_a_role_that_no_section_has(browser_of, role):
    omar = browser_of("omar", "operator")
    assert omar.post("/staff/new/", form(roles=[role])).status_code == 422
    assert not StaffEntry.objects.exists()


def test_the_desk_of_a_section_costs_as_many_queries_as_any(nia, browser_of, django_assert_num_queries):
    def queries(browser):
        browser.get("/officer/")
        with django_assert_num_queries(8):
            browser.get("/officer/")

    queries(nia)
    queries(browser_of("ani", "front-desk"))


def test_an_officer_entered_by_hand_holds_what_was_written():
    assert holder("vera", "verifier").roles == {"verifier", "verifier@north", "verifier@south"}
    assert holder("vina", "verifier@north").roles == {"verifier@north"}
