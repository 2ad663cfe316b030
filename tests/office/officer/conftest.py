"""Officers at their browsers, in front of the office's own pages."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor, roles_today
from layani.office.tables.models import User
from tests.office.officer.sign_in_codes import sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "melati-kenanga-1234"


class Browser(Client):
    """A browser in which an officer is signed in with both factors; ``actor`` is that officer as actions see them."""

    actor = None

    def text(self, path, status=200, **values):
        """Get a page, assert its status, and return its words."""
        response = self.get(path, **values)
        assert response.status_code == status, response.content.decode()
        return words_of(response)


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def browser_of(db):
    """Return a browser for an officer with these roles."""

    def browser(name, *roles, nik=""):
        # The used codes of an earlier test's officer of the same id are remembered there.
        cache.clear()
        person = Officer(name, name.title(), roles, PASSWORD, nik=nik, totp=SECRET)
        enter_officer(person, since=timezone.localdate(), check_password=False)
        client = Browser()
        sign_in(client, name, PASSWORD, SECRET)
        user = User.objects.get(username=name)
        client.actor = officer_actor(user, two_factor=True, roles=roles_today(user))
        return client

    return browser
