"""A letter whose kept file was damaged is not given out, and its readers are told so in words."""

import logging

import pytest

from layani.office.tables.models import Case, LetterPaper, Party
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.counter.test_handing_over import issued
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def damaged(ana, ben):
    """The case of a letter whose file was overwritten with zeros."""
    number = issued(ana, ben)
    by_hand("update tables_letterpaper set sealed = %s", bytes(len(LetterPaper.objects.get().sealed)))
    return Case.objects.get(number=number)


def test_the_citizen_is_told_what_is_wrong_and_nothing_counts_as_handed_over(damaged, caplog):
    browser = signed_in(Party.objects.get(pk=damaged.party_id))
    with caplog.at_level(logging.ERROR):
        answer = browser.get(f"/case/{damaged.number}/letter/")
    said = answer.content.decode()
    assert answer.status_code == 503 and "Berkas surat ini rusak di kantor" in said
    assert f'href="/case/{damaged.number}/"' in said
    assert Case.objects.get().delivered_at is None
    told = next(one.getMessage() for one in caplog.records if one.name.endswith("letter_file"))
    assert "layani rebuild --check" in told and damaged.number not in told


def test_the_counter_is_told_too(damaged, eva):
    eva.post("/counter/", {"nik": CARLA.nik})
    answer = eva.get(f"/counter/case/{damaged.number}/letter/")
    assert answer.status_code == 503 and "Berkas surat ini rusak di kantor" in answer.content.decode()
