"""A citizen downloads the proof that nothing further was done in their case, and is told when there is none yet."""

from datetime import timedelta

import pytest

from layani.office.actions.indexing import Limits, index_days
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs.integrate_record import integrate
from layani.office.pages.citizen import no_further_act
from layani.rules.record.absence_check import verify_absence
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"


def indexed(now, days):
    """Let so many days pass, each with its index."""
    integrate(now=now)
    for day in range(1, days + 1):
        index_days(now=now + day * DAY)
        integrate(now=now + day * DAY)


def address(case):
    return f"/case/{case.number}/no-further-act/"


def test_the_file_is_checked_with_the_offices_keys_alone(browser, case, now):
    indexed(now, 2)
    found = browser.get(address(case))
    assert found.headers["Content-Disposition"] == f'attachment; filename="{case.number}.absence"'
    assert found.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert verify_absence(found.content, parse_policy(trust_policy().encode())).verdict is Verdict.PROVEN
    assert case.number.encode() not in found.content


def test_before_midnight_the_page_says_why_there_is_none(browser, case, now):
    page = browser.get(address(case)).content.decode()
    assert "belum mendapat tempat di catatan" in page
    integrate(now=now)
    page = browser.get(address(case)).content.decode()
    assert "indeks dibuat sesudah tengah malam" in page


def test_what_would_take_too_long_is_left_to_the_office(browser, case, now, monkeypatch):
    indexed(now, 3)
    for limits in (Limits(days=1), Limits(entries=1)):
        monkeypatch.setattr(no_further_act, "ON_A_PAGE", limits)
        page = browser.get(address(case)).content.decode()
        assert "terlalu banyak hari" in page


def test_a_file_of_many_days_takes_no_more_questions(browser, case, now, django_assert_max_num_queries):
    indexed(now, 2)
    with django_assert_max_num_queries(40) as few:
        browser.get(address(case))
    for day in range(3, 9):
        index_days(now=now + day * DAY)
        integrate(now=now + day * DAY)
    with django_assert_max_num_queries(len(few)):
        assert b"epochs 7\n" in browser.get(address(case)).content


def test_a_stranger_gets_nothing(client, case, now):
    indexed(now, 2)
    assert client.get(address(case)).status_code == 302


def test_the_case_page_leads_to_it(browser, case):
    assert address(case) in browser.get(f"/case/{case.number}/").content.decode()
