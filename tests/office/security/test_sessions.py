"""A session begins when somebody signs in, and ends when they say so."""

import pytest
from django.core.cache import cache
from django.test import Client

from layani.office.tables.models import User
from tests.office.officer.sign_in_codes import sign_in
from tests.office.security.visitors import PASSWORD, SECRET, officer_client

pytestmark = pytest.mark.django_db


def planted(client):
    """Give a browser a session that somebody else knows; returns its key."""
    session = client.session
    session["planted"] = True
    session.save()
    return session.session_key


def test_an_officer_who_signs_in_gets_a_new_session():
    officer_client("gita", "front-desk")
    client = Client()
    known = planted(client)
    cache.clear()  # the code of this half minute was used a moment ago; it must open once more here
    User.objects.update(totp_counter=0)
    sign_in(client, "gita", PASSWORD, SECRET)
    assert client.cookies["sessionid"].value != known
    thief = Client()
    thief.cookies["sessionid"] = known
    assert thief.get("/officer/").status_code == 302


def test_a_made_up_session_is_nobody():
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/officer/")["Location"].startswith("/officer/sign-in/login/")
    assert client.get("/case/")["Location"].startswith("/sign-in/")


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie():
    client = officer_client("gita", "front-desk")
    copy = Client()
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert copy.get("/officer/").status_code == 200
    client.post("/officer/sign-in/logout/")
    assert copy.get("/officer/").status_code == 302


def test_an_officer_who_leaves_is_out_at_once():
    client = officer_client("gita", "front-desk")
    User.objects.filter(username="gita").update(is_active=False)
    assert client.get("/officer/").status_code == 302


def test_a_changed_password_ends_the_other_sessions():
    client = officer_client("gita", "front-desk")
    user = User.objects.get(username="gita")
    user.set_password("another-kenanga-1234")
    user.save()
    assert client.get("/officer/").status_code == 302


def test_a_password_alone_opens_no_officers_page():
    officer_client("gita", "front-desk", "operator")
    client = Client()
    client.post("/officer/sign-in/login/", {"login": "gita", "password": PASSWORD})
    for path in ("/officer/", "/counter/", "/operator/"):
        assert client.get(path).status_code == 302, path


def test_what_was_counted_against_password_guessing_stops_it():
    officer_client("gita", "front-desk")
    client = Client()
    guesses = [{"login": "gita", "password": f"guess-{n}"} for n in range(12)]
    statuses = [client.post("/officer/sign-in/login/", guess).status_code for guess in guesses]
    good = client.post("/officer/sign-in/login/", {"login": "gita", "password": PASSWORD})
    assert 302 not in statuses
    assert good.status_code != 302, "after so many guesses even the right password has to wait"
