"""Carla renews at the counter: the officer begins from her earlier case and types only the rest."""

from django.utils import timezone

from layani.office.actions.parties import find_party
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from tests.office.counter.conftest import CARD, send
from tests.office.officer.conftest import browser_of
from tests.office.officer.practising import ending, permit, practice_office, staff

__all__ = ["browser_of", "practice_office", "staff"]
RENEWAL = "practice-permit-renewal"


def here(browser_of):  # noqa: F811
    eva = browser_of("eva", "front-desk")
    eva.post("/counter/new/", CARD)
    return eva


def test_the_officer_renews_for_the_person(staff, browser_of):  # noqa: F811
    old = ending(staff)
    eva = here(browser_of)
    party = find_party("3174015501900002")
    assert "Perpanjang" in eva.text(f"/counter/case/{old}/")
    begun = eva.post(f"/counter/case/{old}/renew/{RENEWAL}/", {"for": str(party.ref)})
    assert begun["Location"] == f"/counter/apply/{RENEWAL}/"
    form = eva.get(f"/counter/apply/{RENEWAL}/").content.decode()
    assert "Bidan" in form and 'name="profession"' not in form and 'value="Jalan Melati 3"' in form
    typed = send(eva, f"/counter/apply/{RENEWAL}/", place="Jalan Melati 3", registration="REG-2")
    assert typed["Location"] == f"/counter/apply/{RENEWAL}/check/"
    assert send(eva, f"/counter/apply/{RENEWAL}/check/", agreed="yes", read_back="yes").status_code == 302
    assert state_of(Case.objects.exclude(number=old).get()).renews == old


def test_what_cannot_be_renewed_yet_is_told_and_not_begun(staff, browser_of):  # noqa: F811
    number = permit(staff)
    eva = here(browser_of)
    party = find_party("3174015501900002")
    answer = eva.post(f"/counter/case/{number}/renew/{RENEWAL}/", {"for": str(party.ref)})
    assert answer.status_code == 409 and "baru dapat diperpanjang mulai" in answer.content.decode()
    assert "Perpanjang:" not in eva.text(f"/counter/case/{number}/")


def test_a_form_that_was_opened_for_somebody_else_is_not_taken(staff, browser_of):  # noqa: F811
    number = ending(staff)
    eva = here(browser_of)
    assert eva.post(f"/counter/case/{number}/renew/{RENEWAL}/", {"for": "x"}).status_code == 409
    assert eva.get(f"/counter/case/{number}/renew/{RENEWAL}/")["Location"] == f"/counter/case/{number}/"
    assert timezone.now()
