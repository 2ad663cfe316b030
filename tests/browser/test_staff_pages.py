"""The staff pages and the link by which an officer begins, on a phone and a desk."""

import os

import pytest
from django.utils import timezone

from layani.office.actions.inviting import invite
from layani.office.actions.moving_staff import Person, enter_change
from layani.office.actor import officer_actor, roles_today
from layani.office.tables.models import User
from layani.rules.staffing import Change
from tests.browser.browsing import DESK, PHONE, window
from tests.office.security.visitors import officer_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_staff_pages_are_whole_and_accessible(office, width):
    client = officer_client("oki", "operator", "supervisor")
    oki = User.objects.get(username="oki")
    actor = officer_actor(oki, roles=roles_today(oki), two_factor=True)
    said = Change("join", "dewi", "Dewi Lestari", timezone.localdate(), "800/12/2026", roles=("verifier", "head"))
    row = enter_change(said, Person(), actor=actor, now=timezone.now())
    word = invite(User.objects.create(username="rini"), now=timezone.now())
    with window(office, width=width) as opened:
        opened.page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": office}]
        )
        for place in ("/staff/", f"/staff/{row.pk}/", "/staff/new/", "/staff/ledger/", f"/officer/begin/{word}/"):
            opened.open(place).look(place)
            shot(opened.page, place, width)
        assert "Dewi" in opened.open(f"/staff/{row.pk}/").text
        assert opened.faults == []


def shot(page, place, width):
    """Take a picture where the environment names a folder for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{place.strip('/').replace('/', '-')[:20]}-{width}.png", full_page=True)
