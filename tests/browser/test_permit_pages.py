"""The pages of a permit that ends, is renewed and may be revoked, in a real browser: phone and desk."""

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import revoking
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import let_in
from layani.office.tables.models import Case, Letter, Party
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import sign_in_with_code
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.practising import ending, permit, practice_office, staff

__all__ = ["practice_office", "staff"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FACT = "Pada 3 Mei praktik di Jalan Melati 3 kosong."
RENEWAL = "practice-permit-renewal"


def session_of(number):
    """Return the cookie of a browser in which the holder of a case is signed in."""
    client = Client()
    session = client.session
    let_in(session, Party.objects.get(pk=Case.objects.get(number=number).party_id))
    session.save()
    return session.session_key


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_holders_pages_and_the_letters_page(office, staff, width, settings):  # noqa: F811
    old, warned = ending(staff), permit(staff)
    revoking.warn_revocation(warned, "other-place", FACT, actor=staff["ina"], now=timezone.now())
    key = session_of(old)
    paths = [
        f"/case/{old}/",
        f"/case/{old}/renew/{RENEWAL}/",
        f"/apply/{RENEWAL}/",
        f"/case/{warned}/renew/{RENEWAL}/",
        f"/case/{warned}/",
        f"/case/{warned}/warning/",
        f"/letter/{Letter.objects.get(case__number=old).code}/",
        "/service/practice-permit/",
    ]
    with window(office, width=width) as opened:
        opened.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": office}])
        for path in paths:
            opened.open(path).look(path)
        faults = [one for one in opened.faults if "409" not in one]
    assert faults == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_officers_pages_of_a_revocation(office, staff, width):  # noqa: F811
    fresh, warned = permit(staff), permit(staff)
    revoking.warn_revocation(warned, "other-place", FACT, actor=staff["ina"], now=timezone.now())
    person = Officer("eva", "Eva Simanjuntak", ("inspector", "head"), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    with window(office, width=width) as opened:
        sign_in_with_code(opened, "eva")
        for path in ("revocations/", f"case/{fresh}/revocation/", f"case/{warned}/revocation/"):
            opened.open(f"/officer/{path}").look(path)
        faults = opened.faults
    assert faults == []
