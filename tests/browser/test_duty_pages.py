"""What is owed after the grant, in a real browser: its holder's pages and the officers', phone and desk."""

import pytest
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.tables.models import Case
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import sign_in_with_code
from tests.browser.test_permit_pages import session_of
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.researching import LAST, number, staff

__all__ = ["number", "staff"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_owed(office, number, width, settings):  # noqa: F811
    key = session_of(number)
    paths = [f"/case/{number}/", f"/case/{number}/owed/", "/service/research-letter/"]
    with window(office, width=width) as opened:
        opened.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": office}])
        for path in paths:
            opened.open(path).look(path)
        opened.open(f"/case/{number}/owed/").page.get_by_role("button").last.click()
        opened.look("said")
        assert opened.path == f"/case/{number}/"
        assert opened.faults == []

    person = Officer("rian", "Rian Hakim", ("research-officer",), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    Case.objects.filter(number=number).update(duty_due=LAST)
    with window(office, width=width) as opened:
        sign_in_with_code(opened, "rian")
        for path in ("/officer/", "/officer/duties/", "/officer/duties/?number=x", f"/officer/case/{number}/owed/"):
            opened.open(path).look(path)
        assert opened.faults == []
