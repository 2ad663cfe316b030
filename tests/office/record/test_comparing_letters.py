"""Which letter counts is what the acts say: an office that corrects, or decides anew, is accused of nothing."""

from datetime import timedelta

import pytest

from layani.office.actions import deciding, issuing, objecting, serving
from layani.office.actions.comparing_letters import altered_letters
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models import Case, Letter
from tests.office.conftest import MONDAY, officer
from tests.office.letters.test_correcting import corrected
from tests.office.officer.walks import granted, refused
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def two_letters(ana, ben):
    """A letter, and the one that corrects it."""
    number = granted(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + 10 * MINUTE)
    corrected(number, ben, officer("fira", "head"), at=MONDAY + DAY)
    return Letter.objects.order_by("edition")


def test_a_corrected_letter_differs_nowhere(two_letters):
    assert [one.in_force for one in two_letters] == [False, True]
    assert list(altered_letters()) == []


def test_the_letter_that_was_wrong_is_put_in_force_again(two_letters):
    old, new = two_letters
    by_hand("update tables_letter set in_force = %s, superseded_at = %s where id = %s", False, MONDAY + DAY, new.pk)
    by_hand("update tables_letter set in_force = %s, superseded_at = null where id = %s", True, old.pk)
    time = "has another time from which it counts no more than the acts give"
    assert list(altered_letters()) == [
        (f"letter {old.number}", "counts, and by the acts it does not"),
        (f"letter {old.number}", time),
        (f"letter {new.number}", "counts by the acts, not here"),
        (f"letter {new.number}", time),
    ]


def test_the_editions_of_two_letters_are_exchanged(two_letters):
    old, new = two_letters
    for pk, edition in ((old.pk, 9), (new.pk, 0), (old.pk, 1)):
        by_hand("update tables_letter set edition = %s where id = %s", edition, pk)
    assert list(altered_letters()) == [(f"letters of {old.case.number}", "have other editions than their acts give")]


def test_a_letter_of_a_decision_that_was_set_aside_differs_nowhere(ana, ben):
    number = refused(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + 5 * MINUTE)
    me = Actor(kind="citizen", party=Case.objects.get(number=number).party_id)
    objecting.object_to(number, "Saya tinggal di sini sejak 2019; lihat rekening.", actor=me, now=MONDAY + HOUR)
    reason = "Rekening listrik 2019 sampai 2026 atas nama pemohon menunjukkan alamat itu."
    objecting.uphold(number, reason, "decide", actor=officer("sari", "supervisor"), now=MONDAY + HOUR)
    assert not Letter.objects.get().in_force and list(altered_letters()) == []
    gita = officer("gita", "head")
    serving.take_next(actor=gita, now=MONDAY + HOUR)
    deciding.grant(number, actor=gita, now=MONDAY + HOUR + MINUTE)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + HOUR + 2 * MINUTE)
    assert [one.in_force for one in Letter.objects.order_by("edition")] == [False, True]
    assert list(altered_letters()) == []
