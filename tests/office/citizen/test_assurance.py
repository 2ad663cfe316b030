"""A service may ask to know surely who files online; nobody is left without a way on."""

from dataclasses import replace

import pytest

from layani.office.actions.assuring import CODE
from layani.office.actions.filing import file
from layani.office.actor import LEVEL_KEY, Actor, let_in
from layani.office.house import catalogue
from layani.office.pages.parts.assurance import needs_surety
from layani.office.tables.models import Case
from layani.office.tables.models.people import SEEN
from layani.rules.assurance import DECLARED, HIGH
from layani.rules.refusal import Refused
from tests.office.actions.applications import application
from tests.office.citizen.filling_in import filled_in, phone, store

__all__ = ["phone", "store"]
SLUG = "residence-letter"


def asks(needed, monkeypatch):
    """Let the residence letter ask for a level, and return it."""
    changed = replace(catalogue().services[SLUG], assurance=needed)
    monkeypatch.setitem(catalogue().services, SLUG, changed)
    return changed


def has_card_seen(party):
    party.assurance = SEEN
    party.save()


LEVELS = [(DECLARED, SEEN, False), (SEEN, SEEN, True), (SEEN, HIGH, False), (HIGH, SEEN, True), (HIGH, HIGH, True)]


@pytest.mark.parametrize(("level", "needed", "may"), LEVELS)
def test_who_files_online_must_reach_the_level(carla, now, monkeypatch, level, needed, may):
    sent = replace(application(), service=asks(needed, monkeypatch), applicant=carla)
    actor = Actor(kind="citizen", party=carla.pk, assurance=level)
    if may:
        assert file(sent, actor=actor, now=now).row.number
        return
    with pytest.raises(Refused) as refused:
        file(sent, actor=actor, now=now)
    assert refused.value.refusals[0].code == CODE
    assert not Case.objects.exists()


def test_the_counter_files_it_for_whoever_comes(carla, now, monkeypatch, ana):
    sent = replace(application(), service=asks(HIGH, monkeypatch), applicant=carla, channel="counter")
    assert file(sent, actor=ana, now=now).row.number


def test_it_is_filled_in_whole_and_then_says_how_to_go_on(phone, carla, monkeypatch):
    asks(SEEN, monkeypatch)
    filled_in(phone)
    assert "Bawa KTP asli ke loket" in phone.text
    assert "Nyatakan benar dan kirim" not in phone.text
    has_card_seen(carla)
    phone.open(f"/apply/{SLUG}/check/").fill()
    assert phone.at.endswith("/filed/")


def test_the_account_that_helps_is_offered(phone, carla, monkeypatch, settings):
    asks(HIGH, monkeypatch)
    filled_in(phone)
    assert "/sign-in/account/" not in phone.page.content.decode()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_LEVELS = "https://id.example", "layani", {"a": HIGH}
    phone.open(f"/apply/{SLUG}/check/")
    page = phone.page.content.decode().replace("&amp;", "&")
    assert "/sign-in/account/?next=%2Fapply%2Fresidence-letter%2Fcheck%2F&level=high" in page


def test_the_public_page_says_so_before_anything_is_filled_in(phone, monkeypatch):
    asks(SEEN, monkeypatch)
    assert "KTP Anda harus sudah pernah dilihat" in phone.open(f"/service/{SLUG}/").text


def test_a_bundle_asks_for_the_most_that_one_of_its_services_asks():
    bundle = next(iter(catalogue().bundles.values()))
    first, *others = bundle.joined
    raised = replace(first, service=replace(first.service, assurance=SEEN))
    assert (needs_surety(bundle), needs_surety(replace(bundle, joined=(raised, *others)))) == ("", SEEN)


def test_a_letter_waits_for_the_level_too(browser, case, carla, monkeypatch):
    asks(HIGH, monkeypatch)
    Case.objects.filter(pk=case.pk).update(issued_at=case.received_at, version=str(catalogue().services[SLUG].version))
    has_card_seen(carla)
    answer = browser.get(f"/case/{case.number}/letter/")
    assert answer.status_code == 403
    assert "Surat Anda menunggu" in answer.content.decode()
    session = browser.session
    let_in(session, carla, level=HIGH)
    session.save()
    assert session[LEVEL_KEY] == HIGH
