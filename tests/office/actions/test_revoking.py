"""Nothing is revoked silently: a warning, a time to answer, a ground, two people, and a record that rebuilds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import revoking
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.tables.models import Attempt, Case, Message
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.officer.practising import filed, permit, practice_office, staff

__all__ = ["practice_office", "staff"]
FACT = "Pada 3 Mei praktik di Jalan Melati 3 kosong."
DAY = timedelta(days=1)


def state(number):
    return state_of(Case.objects.get(number=number))


def warned(staff, number, now, **by):  # noqa: F811
    return revoking.warn_revocation(number, "other-place", FACT, actor=by.get("actor", staff["ina"]), now=now)


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return refused.value.refusals[0].code


def test_the_holder_is_warned_with_a_day_and_the_letter_stays_valid(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    case = state(number)
    assert standing(case, now).standing == "valid"
    assert 14 * DAY < case.revocation_due - now < 15 * DAY
    assert Message.objects.filter(case__number=number, kind="revocation-warned").count() == 1


def test_without_an_answer_it_is_revoked_only_when_the_time_has_passed(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    assert code_of(revoking.revoke, number, FACT, actor=staff["kadis"], now=now + 14 * DAY) == "answer-awaited"
    revoking.revoke(number, FACT, actor=staff["kadis"], now=now + 16 * DAY)
    assert standing(state(number), now + 16 * DAY).standing == "revoked"
    assert Message.objects.filter(case__number=number, kind="revoked").count() == 1


def test_an_answer_lets_the_office_decide_at_once_and_dropping_leaves_the_letter(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    party = Case.objects.get(number=number).party_id
    holder = Actor(kind="citizen", party=party)
    revoking.answer_revocation(number, "Saya sedang cuti melahirkan.", actor=holder, now=now + DAY)
    revoking.drop_revocation(number, FACT, actor=staff["kadis"], now=now + 2 * DAY)
    case = state(number)
    assert case.revocation_due is None and standing(case, now + 2 * DAY).standing == "valid"


def test_whoever_warned_does_not_decide_and_the_attempt_is_kept(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    both = officer("eka", "inspector", "head")
    warned(staff, number, now, actor=both)
    for act in (revoking.revoke, revoking.drop_revocation):
        assert code_of(act, number, FACT, actor=both, now=now + 16 * DAY) == "four-eyes"
    assert Attempt.objects.filter(code="four-eyes").count() == 2
    assert state(number).revoked_at is None


@pytest.mark.parametrize("who", ["dewi", "kadis"])
def test_only_the_role_that_warns_may_warn(staff, who):  # noqa: F811
    assert code_of(warned, staff, permit(staff), timezone.now(), actor=staff[who]) == "not-your-role"


def test_only_the_role_that_decides_may_revoke(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    other = officer("fani", "inspector")
    assert code_of(revoking.revoke, number, FACT, actor=other, now=now + 16 * DAY) == "not-your-role"


def test_an_officer_touches_no_letter_of_their_own(staff):  # noqa: F811
    own = officer("carla", "inspector", "head", nik="3174015501900002")
    assert code_of(warned, staff, permit(staff), timezone.now(), actor=own) == "own-case"


def test_a_ground_that_is_not_listed_and_a_fact_that_says_nothing_are_refused(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    assert code_of(revoking.warn_revocation, number, "mood", FACT, actor=staff["ina"], now=now) == "ground-missing"
    assert code_of(revoking.warn_revocation, number, "other-place", "ya", actor=staff["ina"], now=now) == "fact-missing"


def test_nothing_is_revoked_without_a_warning_and_nobody_is_warned_twice(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    assert code_of(revoking.revoke, number, FACT, actor=staff["kadis"], now=now) == "no-warning"
    warned(staff, number, now)
    assert code_of(warned, staff, number, now + DAY) == "warned-already"


def test_what_has_no_letter_yet_cannot_be_revoked(staff):  # noqa: F811
    number = filed(timezone.now() - DAY)
    with pytest.raises(Refused):
        warned(staff, number, timezone.now())


def test_the_case_can_be_computed_again_from_its_events(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    revoking.revoke(number, FACT, actor=staff["kadis"], now=now + 16 * DAY)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_words_of_a_revocation_are_sealed(staff):  # noqa: F811
    number = permit(staff)
    event = warned(staff, number, timezone.now()).event
    assert "Melati" not in event.body and event.sealed is not None


@pytest.mark.parametrize("who", ["ina", "kadis"])
def test_an_answer_that_an_officer_typed_does_not_shorten_the_holders_time(staff, who):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    revoking.answer_revocation(number, "Pemegang tidak membantah.", actor=staff[who], now=now)
    assert code_of(revoking.revoke, number, FACT, actor=staff["kadis"], now=now + DAY) == "answer-awaited"
    revoking.revoke(number, FACT, actor=staff["kadis"], now=now + 16 * DAY)


def test_the_holder_can_still_answer_for_themselves_after_an_officer_typed(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    warned(staff, number, now)
    holder = Actor(kind="citizen", party=Case.objects.get(number=number).party_id)
    revoking.answer_revocation(number, "Saya sedang cuti melahirkan.", actor=holder, now=now)
    revoking.answer_revocation(number, "Ia menambahkan surat dokter.", actor=staff["ina"], now=now)
    revoking.revoke(number, FACT, actor=staff["kadis"], now=now + DAY)
