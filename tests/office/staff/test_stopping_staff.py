"""Who has to stop today: at once by two people, and for one working day by one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from layani.office.actions.moving_staff import confirm_change, decline_change
from layani.office.actions.programs import Right, enter_program
from layani.office.house import calendar
from layani.office.jobs.lapse_locks import JOB
from layani.office.tables.models import Program, StaffEntry, StaffRuling, User
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.staff.test_moving_staff import change, code_of, entered, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(bens_roles):
    """Ben's browser, signed in; his page asks for the second factor and so does not send him to sign in."""
    browser = Client()
    browser.force_login(bens_roles, backend="layani.office.tables.signed_in.OfficerBackend")
    assert signed_in(browser)
    return browser


@pytest.fixture
def program(bens_roles):
    right = Right("ben", "siak", ("cases:file",), calendar().local(MONDAY).date() + timedelta(days=30))
    enter_program("kiosk", right, now=MONDAY)
    return Program.objects.get()


def signed_in(browser):
    return not browser.get("/officer/")["Location"].startswith("/officer/sign-in/login/")


def ben():
    return User.objects.get(username="ben")


def test_who_leaves_at_once_is_stopped_when_the_second_person_confirms(oki, citra, bens_roles, session, program):
    Authenticator.objects.create(user=bens_roles, type=Authenticator.Type.TOTP, data={})
    number = entered(change("at-once", "ben"), oki)
    assert signed_in(session), "one word alone ends nothing"
    with pytest.raises(Refused) as raised:
        confirm_change(number, actor=oki, now=MONDAY)
    assert code_of(raised) == "confirm-own-entry"
    confirm_change(number, actor=citra, now=MONDAY)
    assert not signed_in(session)
    assert held(bens_roles, today()) == frozenset()
    program.refresh_from_db()
    assert program.revoked_at and not Authenticator.objects.filter(user=bens_roles).exists()
    assert not ben().has_usable_password()


def today():
    return calendar().local(timezone.now()).date()


def test_at_once_is_for_today(oki, bens_roles):
    with pytest.raises(Refused) as raised:
        entered(change("at-once", "ben", day=calendar().local(MONDAY).date() + timedelta(days=1)), oki)
    assert code_of(raised) == "not-today"


def test_a_lock_holds_from_the_word_of_one_and_declined_leaves_all_as_it_was(oki, citra, bens_roles, session, program):
    number = entered(change("lock", "ben"), oki)
    assert not signed_in(session)
    assert held(bens_roles)
    program.refresh_from_db()
    assert program.revoked_at is None, "it sleeps with the account, and is not lost"
    decline_change(number, actor=citra, now=MONDAY)
    browser = Client()
    browser.force_login(ben(), backend="layani.office.tables.signed_in.OfficerBackend")
    assert signed_in(browser)


def test_a_lock_that_is_confirmed_is_a_leave_at_once(oki, citra, bens_roles, session):
    number = entered(change("lock", "ben"), oki)
    with pytest.raises(Refused) as raised:
        confirm_change(number, actor=oki, now=MONDAY)
    assert code_of(raised) == "confirm-own-entry"
    confirm_change(number, actor=citra, now=MONDAY + timedelta(hours=1))
    assert held(bens_roles) == frozenset() and not signed_in(session)
    assert JOB.run(MONDAY + timedelta(days=9)) == 0 and not signed_in(session)


def test_a_lock_that_nobody_confirms_lapses_after_a_working_day_and_cannot_be_entered_again(oki, citra, bens_roles):
    number = entered(change("lock", "ben"), oki)
    assert JOB.run(MONDAY + timedelta(hours=5)) == 0 and not ben().is_active
    assert JOB.run(MONDAY + timedelta(days=2)) == 1 and ben().is_active
    assert JOB.run(MONDAY + timedelta(days=2)) == 0
    assert StaffRuling.objects.get(entry=number).kind == "lapsed"
    with pytest.raises(Refused) as raised:
        confirm_change(number, actor=citra, now=MONDAY + timedelta(days=2))
    assert code_of(raised) == "ruled-already"
    with pytest.raises(Refused) as raised:
        entered(change("lock", "ben"), oki)
    assert code_of(raised) == "lapsed-before" and ben().is_active
    assert StaffEntry.objects.count() == 1, "a refused lock leaves no entry"
    entered(change("lock", "ben"), citra)
    assert not ben().is_active


def test_an_account_that_was_closed_for_another_reason_is_not_opened_by_a_lock(oki, bens_roles):
    User.objects.filter(username="ben").update(is_active=False)
    with pytest.raises(Refused) as raised:
        entered(change("lock", "ben"), oki)
    assert code_of(raised) == "locked-already"
    assert JOB.run(MONDAY + timedelta(days=9)) == 0 and not ben().is_active


def test_nobody_locks_themselves(oki):
    with pytest.raises(Refused) as raised:
        entered(change("lock", "oki"), oki)
    assert "own-roles" in {one.code for one in raised.value.refusals}


def test_the_page_tells_what_the_lock_does_and_until_when(oki, citra, bens_roles, browser_of):
    number = entered(change("lock", "ben"), oki)
    dian = browser_of("dian", "supervisor")
    told = dian.text(f"/staff/{number}/")
    assert "Terkunci sejak dimasukkan" in told and "24 November" in told
    assert "Dikunci darurat" in dian.text("/staff/new/")
