"""What people see of a draw: the applicant a file without names, supervisors and auditors the figures."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.actions.drawing import draw_officers
from layani.office.actions.filing import file
from layani.office.actions.parties import register
from layani.office.actions.serving import put_back, take_next
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Event
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import state_of
from layani.rules.record.draw_file import parse_draw
from layani.rules.record.verify import Verdict
from layani.rules.record.verify_draw import verify_draw
from tests.office.actions.applications import CITIZEN, application
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.conftest import browser_of

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(desk):
    caches["near"].clear()
    now = timezone.now()
    draw_officers(now)
    row = file(application(), actor=CITIZEN, now=now).row
    for _ in range(2):
        draw_officers(now)
        integrate(now=now)
    row.refresh_from_db()
    return row


@pytest.fixture
def browser(drawn):
    return signed_in(register(CARLA, now=timezone.now(), assurance=SEEN))


def seq(row):
    return Event.objects.get(case=row, act="drawn").seq


def test_her_case_says_that_its_officer_was_drawn_and_leads_to_the_file(browser, drawn, desk):
    page = browser.get(f"/case/{drawn.number}/").content.decode()
    assert "dipilih dengan undian (angka acak dibuat kantor sendiri)" in page
    assert f"/case/{drawn.number}/draw/{seq(drawn)}/" in page
    assert [one.name for one in desk.values() if one.name in page or one.name.title() in page] == []


def test_the_file_can_be_done_again_and_names_nobody(browser, drawn, desk, policy):
    answer = browser.get(f"/case/{drawn.number}/draw/{seq(drawn)}/")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert parse_draw(answer.content).allocs
    assert verify_draw(answer.content, policy).verdict is Verdict.NOT_CHECKABLE  # by the office's own number
    text = json.dumps(json.loads(answer.content))
    assert [word for word in ("Carla", drawn.number, *(one.name for one in desk.values())) if word in text] == []


def test_before_the_record_holds_it_there_is_no_file(browser, drawn):
    later = file(application(purpose="work"), actor=CITIZEN, now=timezone.now()).row
    draw_officers(timezone.now())
    later.refresh_from_db()
    assert browser.get(f"/case/{later.number}/draw/{seq(later)}/").status_code == 404  # to the same officer, undrawn
    assert browser.get(f"/case/{later.number}/draw/0/").status_code == 404
    assert "permohonan Anda sebelumnya" in browser.get(f"/case/{later.number}/").content.decode()


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_supervisors_and_auditors_see_who_was_drawn_over_and_why(drawn, desk, role, browser_of):
    chosen = desk[state_of(drawn).drawn_to]
    now = timezone.now() + timedelta(seconds=1)
    take_next(actor=chosen, now=now)
    put_back(drawn.number, "conflict", actor=chosen, now=now)
    draw_officers(now)
    page = browser_of("sari", role).text("/officer/draws/")
    assert chosen.name.title() in page and "petugas sebelumnya punya benturan kepentingan" in page
    assert "1 dari 1 (100 %)" in page


def test_an_office_without_draws_is_told_so(browser_of):
    assert "Belum ada undian" in browser_of("sari", "supervisor").text("/officer/draws/")


def test_the_figures_take_a_fixed_number_of_queries(drawn, browser_of, django_assert_max_num_queries):
    client = browser_of("sari", "supervisor")
    client.get("/officer/draws/")
    with django_assert_max_num_queries(8):
        client.text("/officer/draws/")
