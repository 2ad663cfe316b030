"""A name that is SQL, HTML or a template stays a name: in the register, in JSON, and on every page that shows it."""

from dataclasses import replace
from html import unescape

import pytest
from django.utils import timezone

from layani.office.actions import filing, serving, viewing
from layani.office.actions.parties import person_of, register
from layani.office.actor import Actor, let_in, officer_actor, roles_today
from layani.office.tables.models import Case, User
from tests.office.actions.applications import application
from tests.office.conftest import CARLA
from tests.office.security.visitors import addresses, officer_client, visitor

pytestmark = pytest.mark.django_db
NAMES = {
    "SQL": "Robert'); DROP TABLE tables_case;--",
    "HTML": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "an end of an attribute": "\"><svg/onload=alert(1)> '",
    "a template": "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "a format": "%s %(name)s {0} {name!r} ${HOME}",
    "a formula": '=HYPERLINK("http://evil.example")',
    "letters of other scripts": "ꦄꦤ꧀ꦠꦺꦴꦤꦶꦪꦸꦱ꧀ 王小明 Ñandú O’Neill-Siregar",
    "letters that turn the text": "Carla \u202eajivW",
}


@pytest.mark.parametrize("what", NAMES)
def test_a_hostile_name_stays_a_name_everywhere(what):
    name, now = NAMES[what], timezone.now()
    carla = replace(CARLA, name=name)
    party = register(carla, now=now)
    citizen = Actor(kind="citizen", party=party.pk)
    filed = filing.file(replace(application(carla), applicant=party), actor=citizen, now=now).row
    assert person_of(Case.objects.get().party).name == viewing.answers_of(filed)["name"] == name
    eva, browser = officer_client("gita", "front-desk"), visitor("stranger")
    session = browser.session
    let_in(session, party)
    session.save()
    for client in (eva, browser):
        for address in addresses(filed.number):
            page = client.get(address.path)
            if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
                continue
            words = page.content.decode()
            assert "<script>" not in words and "<svg/onload" not in words and "onerror=alert(1)>" not in words
    desk = serving.take_next(actor=eva_actor(eva), now=timezone.now())
    page = eva.get(f"/officer/case/{desk.row.number}/").content.decode()
    assert name in unescape(page), "the officer reads the name as it was written"
    assert "<script>" not in page and "<svg/onload" not in page
    assert Case.objects.count() == 1


def eva_actor(client):
    """Return the officer behind a browser."""
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return officer_actor(user, roles=roles_today(user), two_factor=True)
