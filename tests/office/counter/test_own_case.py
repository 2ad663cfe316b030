"""An officer applies online like everybody else, and never at their own counter."""

import pytest

from layani.office.actions import filing
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.tables.models import Attempt, Case
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, officer
from tests.office.officer.walks import answers


def application(applicant=CARLA, channel="counter"):
    return filing.Application(service("residence-letter"), applicant, answers(), channel)


def test_an_officer_does_not_file_for_themselves_at_the_counter(db, now):
    carla = officer("carla", "front-desk", nik=CARLA.nik)
    with pytest.raises(Refused, match="applicant of this case"):
        filing.file(application(), actor=carla, now=now)
    assert not Case.objects.exists()
    assert Attempt.objects.get().code == "own-case"


def test_another_officer_files_for_them(db, now):
    officer("carla", "front-desk", nik=CARLA.nik)
    done = filing.file(application(), actor=officer("eva", "front-desk"), now=now)
    assert done.case.channel == "counter"


def test_online_as_a_citizen_they_file_like_everybody_else(db, now):
    officer("carla", "front-desk", nik=CARLA.nik)
    assert filing.file(application(channel="online"), actor=Actor(kind="citizen"), now=now).row.pk
