"""Whoever a mandate binds stays in the register, although no application there is their own."""

from datetime import timedelta

import pytest

from layani.office.actions.erasing import erase_due
from layani.office.actions.mandating import end
from layani.office.actions.parties import person_of
from layani.office.tables.models import Case, Erasure, Mandate, Party
from tests.office.conftest import CARLA
from tests.office.mandates.conftest import BUDI, as_citizen, filed, given

YEAR = timedelta(days=366)


@pytest.fixture
def mandate(carla, budi, now, settings, tmp_path):
    """Both have been in the register for years; the mandate is of today."""
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"
    Party.objects.update(created_at=now - 5 * YEAR)
    return given(carla, budi, now)


def erased():
    return set(Erasure.objects.exclude(party=None).values_list("party_id", flat=True))


def test_who_gave_it_and_who_holds_it_are_kept_until_it_ends(mandate, now):
    assert erase_due(now) == 0 and not erased()
    assert (person_of(mandate.giver).name, person_of(mandate.holder).name) == (CARLA.name, BUDI.name)
    end(mandate.ref, "person", actor=as_citizen(mandate.giver), now=now)
    assert erase_due(now) == 3 and erased() == {mandate.giver_id, mandate.holder_id}


def test_one_whose_last_day_is_over_keeps_nobody(mandate, now):
    Mandate.objects.update(since=now.date() - YEAR, until=now.date() - timedelta(days=1))
    assert erase_due(now) == 3 and len(erased()) == 2


def test_who_filed_for_others_is_kept_while_that_is_open_or_young(mandate, now):
    number = filed(mandate, now).row.number
    end(mandate.ref, "holder", actor=as_citizen(mandate.holder), now=now)
    assert erase_due(now + 3 * YEAR) == 0, "it is still open"
    Case.objects.filter(number=number).update(status="granted", decided_at=now)
    assert erase_due(now + YEAR) == 0, "it is a year old"
    assert erase_due(now + 3 * YEAR) == 1 and erased() == {mandate.holder_id}
