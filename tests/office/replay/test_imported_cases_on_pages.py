"""An imported case stands on the pages like any other, and has no letter of this office."""

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions.importing import import_log
from layani.office.actor import let_in
from layani.office.house import service
from layani.office.jobs.issue_letters import issue_due
from layani.office.jobs.offer_surveys import JOB as OFFER_SURVEYS
from layani.office.tables.models import Case, Event, Message, Party
from layani.office.tables.models.people import SEEN
from tests.office.officer.conftest import browser_of
from tests.office.replay.small_logs import MAP, csv, ordinary, planned, row

pytestmark = pytest.mark.django_db
__all__ = ["browser_of"]

PAGES = ("case/{}/", "case/{}/answers/", "case/{}/print/", "case/")


@pytest.fixture
def imported(tmp_path, now):
    """Replay two cases, one that was sent and one that still waits, and return them; the cards of both were seen."""
    rows = [*ordinary("K-1"), row("K-1", "coffee", 6), *ordinary("K-2", 1)[:2], row("K-2", "drafted", 9)]
    done = import_log(planned(csv(tmp_path, rows), MAP), service("residence-letter"), now=now)
    Party.objects.update(assurance=SEEN)
    return [Case.objects.get(number=done.cases[name]) for name in ("K-1", "K-2")]


@pytest.mark.parametrize("page", PAGES)
def test_the_person_of_an_imported_case_would_see_every_page(imported, page):
    for case in imported:
        client = Client()
        session = client.session
        let_in(session, case.party)
        session.save()
        assert client.get("/" + page.format(case.number)).status_code == 200


def test_a_letter_that_another_office_wrote_cannot_be_downloaded_here(imported):
    client = Client()
    session = client.session
    let_in(session, imported[0].party)
    session.save()
    assert imported[0].issued_at
    answer = client.get(f"/case/{imported[0].number}/letter/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/case/{imported[0].number}/")


def test_an_officer_sees_an_imported_case_and_its_history(imported, browser_of):
    browser = browser_of("ben", "head", "verifier", "front-desk", "supervisor")
    for case in imported:
        assert case.number in browser.text(f"/officer/case/{case.number}/")
    assert browser.get("/officer/").status_code == 200


def test_no_job_writes_to_the_people_of_an_imported_case(imported):
    before = Event.objects.count()
    assert issue_due(timezone.now()) == 0
    OFFER_SURVEYS.run(timezone.now())
    assert (Event.objects.count(), Message.objects.count()) == (before, 0)
