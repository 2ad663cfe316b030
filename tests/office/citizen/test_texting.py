"""Nobody floods a phone with codes, learns by it whose phone it is, or runs up the bill unseen."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from stdnum.id import nik as niks

from layani.office.actions import texting
from layani.office.actions.signing_in import Claim, ask_code
from layani.office.gateways.notification import DemoNotifier
from layani.office.jobs.send_messages import Copy, _hand_over
from layani.office.tables.models import DemoMessage, Message
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
PHONE = "+6281211112222"


def newcomer(place):
    """Return another person who declares the same phone."""
    nik = f"31740141078500{place + 10:02}"
    assert niks.is_valid(nik)
    return Claim(nik=nik, name="Eka Putri", phone=PHONE)


def flood(now, count):
    return [ask_code(newcomer(place), address=f"198.51.{place}.1", now=now) for place in range(count)]


def test_a_phone_gets_ten_codes_an_hour_from_however_many_names_and_places(now):
    assert len(set(flood(now, 15))) == 15  # each asker meets the same page
    assert DemoMessage.objects.filter(to=PHONE).count() == texting.CODES_TO_PHONE.most
    ask_code(newcomer(50), address="198.51.100.9", now=now + timedelta(minutes=61))
    assert DemoMessage.objects.filter(to=PHONE).count() == texting.CODES_TO_PHONE.most + 1


def test_another_phone_still_gets_its_code(now, carla):
    flood(now, 12)
    ask_code(Claim(CARLA.nik), address="198.51.100.9", now=now)
    assert DemoMessage.objects.filter(to=CARLA.phone).count() == 1


def test_the_phone_in_the_log_is_no_phone(now, caplog):
    with caplog.at_level(logging.WARNING):
        flood(now, 12)
    assert "too many sign-in codes" in caplog.text
    assert PHONE not in caplog.text


def test_the_alarm_rings_once_when_the_total_is_reached(now, caplog, settings):
    settings.SMS_ALARM = 3
    flood(now, 6)
    assert caplog.text.count("LAYANI_SMS_ALARM") == 1
    assert texting.texts_lately(now) == 6
    assert texting.texts_lately(now + timedelta(hours=25)) == 0


def test_messages_about_cases_to_one_phone_wait_for_the_next_day(now, carla, monkeypatch):
    monkeypatch.setattr(texting, "TEXTS_TO_PHONE", replace(texting.TEXTS_TO_PHONE, most=2))
    copy = Copy("phone", CARLA.phone, "", "Kabar")
    later = [now, now, now, now + timedelta(hours=25)]
    for at in later:
        message = Message.objects.create(party=carla, kind="filed", due_at=at)
        failure = _hand_over(message, copy, DemoNotifier(), at)
        assert failure is None or not failure.for_good
    assert DemoMessage.objects.count() == 3
