"""The register of systems on its page, its warnings, and the count of what was looked up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone, translation

from layani.office import house
from layani.office.actions.system_use import count_looks, month_of
from layani.office.gateways.sources import NotConnected, connected
from layani.office.house import catalogue
from layani.office.pages.officer.late import PAGE as LATE
from layani.office.pages.operator.operator import PAGE as OPERATOR
from layani.office.pages.page import guarded
from layani.office.tables.models import SystemUse
from layani.rules.systems.registered import Agreement
from tests.office.conftest import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(monkeypatch):
    """Let another office be this one, for this test."""
    return lambda office: monkeypatch.setattr(house, "_given", [replace(catalogue(), office=office)])


@pytest.fixture
def siak_until(given):
    """Let the agreement with SIAK end on a day, for this test."""
    office = catalogue().office

    def until(day):
        made = Agreement("77/PKS/2025", date(2025, 1, 1), day)
        systems = {**office.systems, "siak": replace(office.systems["siak"], agreement=made)}
        sources = {"population": replace(office.sources["population"], agreement=made)}
        given(replace(office, systems=systems, sources=sources))
        return catalogue().office.sources["population"]

    return until


@pytest.fixture(autouse=True)
def fresh():
    caches["near"].clear()


def page(client, language="en"):
    client.cookies["django_language"] = language
    return client.get("/systems/", headers={"accept-language": language}).content.decode()


def test_everybody_reads_from_whom_and_on_what_basis(client):
    shown = page(client)
    for words in (
        "SIAK", "UU 24/2013 pasal 58", "not yet checked against the official text", "400.8/12/PKS/2025",
        "Earlier address", "Typed by officers, by hand", "in force", "“Where do you live now?”: 0 times since",
    ):  # fmt: skip
        assert words in shown, words
    assert "Dasar hukum" in page(client, "id")


def test_an_office_without_systems_says_so(client, given):
    given(replace(catalogue().office, systems={}, sources={}))
    assert "no system of another body" in page(client)


def test_each_look_is_counted_by_element_and_month(client, django_assert_max_num_queries):
    register, now = catalogue().office.sources["population"], timezone.now()
    for elements in (["address"], ["address", "old_address"]):
        count_looks(register, elements, now)
    rows = SystemUse.objects.values_list("month", "system", "what", "name", "count")
    assert set(rows) == {
        (month_of(now), "siak", "looked", "address", 2),
        (month_of(now), "siak", "looked", "old_address", 1),
    }
    with django_assert_max_num_queries(2):
        shown = page(client)
    assert "“Where do you live now?”: 2 times since" in shown and "before?”: 1 times since" in shown


def test_what_is_over_is_not_looked_at_and_said(client, siak_until, settings):
    settings.LAYANI_DEMO = True
    today = timezone.localdate()
    register = siak_until(today - timedelta(days=1))
    with pytest.raises(NotConnected, match="No agreement lets the office look"):
        connected(register, settings.CATALOGUE, today, demo=True)
    shown = page(client)
    assert "is over" in shown and "no agreement is in force" in shown


def test_on_its_last_day_it_is_still_looked_at(siak_until, settings):
    today = timezone.localdate()
    assert connected(siak_until(today), settings.CATALOGUE, today, demo=True)


@pytest.mark.parametrize(("days", "told"), [(61, None), (60, "ends on"), (-1, "nothing is looked up")])
def test_the_operator_and_the_supervisor_are_told_sixty_days_before(rf, siak_until, days, told):
    siak_until(timezone.localdate() + timedelta(days=days))
    for shown, who in ((OPERATOR, officer("oki", "operator")), (LATE, officer("ben", "head"))):
        request = rf.get("/")
        request.actor = who
        with translation.override("en"):
            answer = guarded(shown)(request).content.decode()
        assert ("Agreements with other bodies need care" in answer) is bool(told)
        assert told is None or told in answer


def test_what_is_typed_twice_stands_by_whole_months_and_never_for_fewer_than_five_cases(client):
    running = month_of(timezone.now())
    last = (running - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    for month, count in ((running, 400), (last, 20), (before, 19)):  # four fields a complaint
        SystemUse.objects.add(month, ("sp4n", "fields", ""), count)
    shown = page(client)
    assert "20 fields" in shown and "not shown: the number is small" in shown
    assert "19 fields" not in shown and "400 fields" not in shown and "420" not in shown
