"""A call from above in a real browser, on a phone and a desk: two taps, a confirmation, the inspectorate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import serving
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor, roles_today
from layani.office.tables.models import User
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import press, sign_in, sign_in_with_code
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of
from tests.office.officer.walks import filed

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASKED = "Loloskan berkas keponakan saya hari ini juga."


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_call_from_above(office, width):
    number = filed(at=timezone.now() - timedelta(hours=2))
    for name, role in (("eva", "front-desk"), ("indra", "auditor")):
        person = Officer(name, name.title(), (role,), PASSWORD, totp=SECRET)
        enter_officer(person, since=timezone.localdate(), check_password=False)
    with window(office, width=width) as opened:
        sign_in_with_code(opened, "eva")
        user = User.objects.get(username="eva")
        eva = officer_actor(user, two_factor=True, roles=roles_today(user))
        serving.take_next(actor=eva, now=timezone.now())
        opened.open(f"/officer/case/{number}/").look("the case")
        opened.page.locator(f"a[href='/officer/instructions/?case={number}']").click()
        opened.look("the form")
        opened.page.locator("main form button").first.click()
        opened.look("what it lacks")
        opened.page.locator("#who").fill("Kepala Dinas, tidak menyebut nama")
        opened.page.locator("[name=how][value=phone]").check()
        opened.page.locator("#what").fill(ASKED)
        opened.page.locator("main form button").first.click()
        opened.page.wait_for_url("**/officer/instructions/*-*/")
        opened.look("the confirmation")
        assert ASKED in opened.text
        opened.open("/officer/instructions/").look("the officer's list")
        faults = list(opened.faults)
    with window(office, width=width) as opened:
        sign_in(opened, "indra")
        opened.page.get_by_label("Kode").fill(code_of(SECRET))
        press(opened, "Masuk")
        assert opened.path == "/auditor/"
        opened.look("the inspectorate")
        opened.open("/auditor/instructions/").look("the instructions")
        assert ASKED in opened.text
        opened.open("/rules/").look("the rules")
        faults += opened.faults
    assert faults == []
