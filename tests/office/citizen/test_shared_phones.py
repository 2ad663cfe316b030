"""One phone and one network address serve a ward or a household; a guesser gets no further for it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from stdnum.id import nik as niks

from layani.office.actions import signing_in, texting
from layani.office.actions.filing import file
from layani.office.actions.following import PER_ADDRESS as FOLLOWING
from layani.office.actions.following import case_of_receipt
from layani.office.actions.numbering import receipt_code
from layani.office.actions.signing_in import TRIES_EACH, Claim, ask_code, use_code
from layani.office.actor import Actor
from layani.office.house import key_store
from layani.office.tables.models import DemoMessage, Party
from layani.rules.assurance import DECLARED
from layani.rules.refusal import Refused
from tests.office.actions.applications import application

pytestmark = pytest.mark.django_db
PHONE, ADDRESS = "+6281211112222", "198.51.100.7"


def person(place):
    found = f"31740141078{place + 500:05}"
    assert niks.is_valid(found)
    return Claim(nik=found, name=f"Warga {place}", phone=PHONE)


def comes(place, now):
    """Let one person sign in on the ward's phone."""
    ref = ask_code(person(place), address=ADDRESS, now=now)
    code = "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())
    return use_code(ref, code, address=ADDRESS, now=now)


def test_thirty_families_sign_in_on_one_phone_within_an_hour_and_again_in_the_afternoon(now):
    parties = {comes(place, now + timedelta(minutes=2 * place)).pk for place in range(30)}
    assert len(parties) == Party.objects.count() == 30
    later = now + timedelta(hours=5)
    assert {comes(place, later + timedelta(minutes=2 * place)).pk for place in range(30)} == parties


def test_more_people_than_the_address_has_asks_come_one_after_the_other(now):
    many = signing_in.PER_ADDRESS.most + 10
    assert len({comes(place, now + timedelta(seconds=40 * place)).pk for place in range(many)}) == many


def test_a_guesser_behind_the_same_address_gets_the_same_number_of_tries(now):
    for place in range(20):
        comes(place, now)
    tries = sum(guesses(place, now) for place in range(100, 200))
    assert tries == signing_in.PER_ADDRESS.most * TRIES_EACH


def guesses(place, now):
    """Ask for a code that somebody else gets, and return how many wrong ones were tried for it."""
    try:
        ref = ask_code(replace(person(place), phone=f"+62813{place:08}"), address=ADDRESS, now=now)
    except Refused:
        return 0
    for wrong in range(TRIES_EACH):
        with pytest.raises(Refused):
            use_code(ref, f"99999{wrong}x", address=ADDRESS, now=now)
    return TRIES_EACH


def test_codes_that_nobody_uses_still_stop_at_the_hours_and_the_days_limit(now):
    for hour in range(12):
        for place in range(15):
            ask_code(person(place), address=f"203.0.{hour}.{place}", now=now + timedelta(hours=hour, minutes=place))
    # What is asked for beyond the hour's ten is not sent, and counts for the day all the same.
    assert DemoMessage.objects.filter(to=PHONE).count() == 2 * texting.CODES_TO_PHONE.most


def test_codes_to_ones_own_phone_end_too(now, monkeypatch):
    monkeypatch.setattr(texting, "ALL_CODES_TO_PHONE_A_DAY", texting.Limit("few", most=5, span=texting.DAY))
    for place in range(5):
        comes(place, now)
    ask_code(person(5), address=ADDRESS, now=now)
    assert DemoMessage.objects.filter(to=PHONE).count() == 5


def test_a_household_of_five_files_the_same_service_on_one_day_from_one_phone(now):
    numbers = set()
    for place in range(5):
        party = comes(place, now)
        actor = Actor(kind="citizen", party=party.pk, assurance=DECLARED)
        numbers.add(file(replace(application(), applicant=party), actor=actor, now=now).row.number)
    assert len(numbers) == 5


def test_a_village_follows_more_cases_than_an_address_has_wrong_tries(now):
    party = comes(0, now)
    row = file(replace(application(), applicant=party), actor=Actor(kind="citizen", party=party.pk), now=now).row
    code = receipt_code(key_store().get(row.ref))
    for _ in range(FOLLOWING.most + 5):
        assert case_of_receipt(row.number, code, address=ADDRESS, now=now) == row
    told = [wrongly(row.number, now) for _ in range(FOLLOWING.most + 1)]
    assert told[0] == "no-such-receipt" and told[-1] == "too-many-tries"


def wrongly(number, now):
    with pytest.raises(Refused) as refused:
        case_of_receipt(number, "AAAAA-AAAAA", address=ADDRESS, now=now)
    return refused.value.refusals[0].code
