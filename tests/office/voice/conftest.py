"""Cases that were decided, and whole answers to the survey."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, filing, serving
from layani.office.tables.models import Case
from layani.rules.voice.survey import KEYS
from tests.office.actions.applications import CITIZEN, application

GOOD = dict.fromkeys(KEYS, 3)


@pytest.fixture
def open_case(db, now):
    return filing.file(application(), actor=CITIZEN, now=now).row


@pytest.fixture
def decided(open_case, ana, ben, now):
    number = open_case.number
    serving.take_next(actor=ana, now=now)
    checking.check_complete(number, actor=ana, now=now)
    serving.take_next(actor=ben, now=now)
    deciding.grant(number, actor=ben, now=now + timedelta(minutes=1))
    return Case.objects.get(pk=open_case.pk)
