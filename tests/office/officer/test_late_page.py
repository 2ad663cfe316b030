"""What is late and what will be, for the head: no names, a fixed cost, and page by page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.house import calendar
from layani.office.pages.officer.late import ROWS, end_of_care
from layani.office.tables.models import Case, Party, Role, User
from layani.rules.cases.clock import Term, due
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.walks import another, filed

LATE = "/officer/late/"


@pytest.fixture
def hana(browser_of):
    return browser_of("hana", "head")


def endangered(count, *, hours=-30):
    """File cases whose steps are due ``hours`` from now, a minute apart."""
    now = timezone.now()
    numbers = []
    for place in range(count):
        number = filed(another(place), at=now - timedelta(days=3))
        Case.objects.filter(number=number).update(step_due_at=now + timedelta(hours=hours, minutes=place))
        numbers.append(number)
    return numbers


def numbers_in(html):
    return re.findall(r"SKM-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?= ·)", html)


def test_nothing_late_is_a_state_of_its_own(hana):
    assert "Tidak ada yang terlambat" in hana.text(LATE)


def test_it_lists_what_is_late_and_at_risk_by_desk_without_names(hana, browser_of):
    browser_of("eva", "front-desk")  # what nobody at all may serve is told one by one
    late, risky = endangered(1)[0], endangered(1, hours=1)[0]
    safe = endangered(1, hours=24 * 20)[0]
    html = hana.get(LATE).content.decode()
    assert numbers_in(html) == [late, risky]
    assert safe not in html
    assert "Petugas loket" in html
    for secret in (CARLA.nik, CARLA.name, "Warga 0", "Mawar"):
        assert secret not in html, secret


def test_what_is_due_when_the_next_working_day_closes_counts_and_what_is_due_after_it_does_not(hana):
    number, later = endangered(2, hours=24 * 20)
    next_close = due(calendar(), timezone.now(), Term(1, "working days"))
    Case.objects.filter(number=number).update(step_due_at=next_close)
    Case.objects.filter(number=later).update(step_due_at=next_close + timedelta(minutes=1))
    html = hana.get(LATE, headers={"accept-language": "en"}).content.decode()
    assert "<dt>Due by the end of the next working day</dt><dd>1</dd>" in html
    assert numbers_in(html) == [number]


def test_on_a_friday_the_next_working_day_is_monday():
    friday, monday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)
    assert calendar().local(end_of_care(friday)).date() == monday.date()


def test_a_case_that_waits_for_the_citizen_is_not_late(hana):
    Case.objects.filter(number=endangered(1)[0]).update(ball="citizen")
    assert "Tidak ada yang terlambat" in hana.text(LATE)


def test_long_lists_go_on_by_key_and_show_every_case_once(hana):
    numbers = endangered(ROWS * 2 + 3)
    seen, address, pages = [], LATE, 0
    while address:
        html = hana.get(address).content.decode()
        seen += numbers_in(html)
        following = re.search(r'rel="next" href="(\?[^"]+)"', html)
        address, pages = following and LATE + following[1].replace("&amp;", "&"), pages + 1
    assert seen == numbers
    assert pages == 3


@pytest.mark.parametrize(
    "query",
    [
        "?due=x&id=1",
        "?due=2026-13-45T00:00&id=1",
        "?due=2026-11-23T00:00:00&id=1",
        "?id=9",
        "?due=2026-11-23T00:00:00%2B00:00&id=%D9%A1",
    ],
)
def test_a_nonsense_key_shows_the_beginning(hana, query):
    number = endangered(1)[0]
    assert numbers_in(hana.get(LATE + query).content.decode()) == [number]


JAMMED = "permohonan menunggu, dan tidak ada petugas yang boleh melayaninya"


def barred_from(number, *browsers):
    """As after a put-back for a conflict, without the walk."""
    ids = ",".join(str(browser.actor.user) for browser in browsers)
    Case.objects.filter(number=number).update(barred=f",{ids},")


def test_what_nobody_on_duty_may_serve_is_told_as_long_as_it_is_so(hana, browser_of):
    eva = browser_of("eva", "front-desk")
    number = endangered(1, hours=24 * 20)[0]
    assert JAMMED not in hana.text(LATE)
    barred_from(number, eva)
    words = hana.text(LATE)
    assert f"1 {JAMMED}" in words
    assert "Petugas loket: 1" in words
    assert "Semua janji masih aman" not in words
    browser_of("fajar", "front-desk")
    assert JAMMED not in hana.text(LATE)


def test_an_id_within_another_id_bars_nobody(hana, browser_of):
    eva = browser_of("eva", "front-desk")
    number = endangered(1, hours=24 * 20)[0]
    Case.objects.filter(number=number).update(barred=f",{eva.actor.user}1,1{eva.actor.user},")
    assert JAMMED not in hana.text(LATE)


@pytest.mark.parametrize("why", ["nobody holds the role", "the role has ended", "the account is closed", "own case"])
def test_whoever_is_not_there_or_is_the_applicant_serves_nothing(hana, browser_of, why):
    if why != "nobody holds the role":
        browser_of("eva", "front-desk", nik=another(0).nik if why == "own case" else "")
    if why == "the role has ended":
        Role.objects.filter(name="front-desk").update(until=timezone.localdate() - timedelta(days=1))
    if why == "the account is closed":
        User.objects.filter(username="eva").update(is_active=False)
    endangered(1, hours=24 * 20)
    assert f"1 {JAMMED}" in hana.text(LATE)


def test_an_officer_whose_nik_the_office_does_not_know_serves_a_party_without_nik(hana, browser_of):
    browser_of("eva", "front-desk")
    number = endangered(1, hours=24 * 20)[0]
    Party.objects.filter(cases__number=number).update(nik_mac=None)
    assert JAMMED not in hana.text(LATE)


@pytest.mark.parametrize("columns", [{"ball": "citizen"}, {"step_role": ""}, {"office": "elsewhere"}])
def test_only_what_waits_for_this_office_can_be_jammed(hana, columns):
    number = endangered(1, hours=24 * 20)[0]
    Case.objects.filter(number=number).update(**columns)
    assert JAMMED not in hana.text(LATE)


def test_the_cost_does_not_grow_with_the_list(hana, django_assert_num_queries):
    hana.get(LATE)
    for count in (1, 20):
        endangered(count)
        with django_assert_num_queries(36):
            hana.get(LATE)
