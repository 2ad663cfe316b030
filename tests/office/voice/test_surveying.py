"""The survey: offered after the decision, answered once, sealed, and silent about few people."""

from datetime import timedelta

import pytest

from layani.office.actions import deciding
from layani.office.actions.surveying import BOUND, answer, heard, offer
from layani.office.gateways.sealing import open_sealed
from layani.office.house import key_store
from layani.office.jobs.offer_surveys import LOOK_BACK, run
from layani.office.tables.models import Attempt, Case, Survey
from layani.rules.refusal import Refused
from layani.rules.voice.small_numbers import LEAST
from tests.office.actions.applications import CITIZEN
from tests.office.voice.conftest import GOOD

SLUG = "residence-letter"
DAY = timedelta(days=1)


def test_it_is_offered_to_a_decided_case_once(decided, now):
    assert [run(now), run(now)] == [1, 0]
    assert Survey.objects.get().case_id == decided.pk


def test_it_is_not_offered_before_the_decision(open_case, now):
    assert run(now) == 0
    assert offer(open_case, now=now) is None
    with pytest.raises(Refused, match="not open"):
        answer(open_case.number, GOOD, actor=CITIZEN, now=now)


def test_who_withdrew_is_not_asked(open_case, now):
    deciding.withdraw(open_case.number, actor=CITIZEN, now=now)
    assert run(now) == 0


def test_a_case_decided_long_ago_is_not_asked_any_more(decided, now):
    assert run(now + LOOK_BACK + DAY) == 0


def test_cases_of_an_imported_log_are_not_asked(decided, now):
    Case.objects.update(imported=True)
    assert run(now) == 0


def test_it_can_be_answered_before_the_sweep_has_come(decided, now):
    answer(decided.number, GOOD, actor=CITIZEN, now=now)
    assert Survey.objects.get().scores == GOOD


def test_it_is_answered_once_and_the_first_answer_stays(decided, now):
    answer(decided.number, GOOD, actor=CITIZEN, now=now)
    with pytest.raises(Refused, match="has been answered"):
        answer(decided.number, {**GOOD, "waktu": 1}, actor=CITIZEN, now=now)
    assert Survey.objects.get().scores == GOOD


def test_no_officer_answers_and_the_attempt_is_kept(decided, ana, now):
    with pytest.raises(Refused, match="only the applicant"):
        answer(decided.number, GOOD, actor=ana, now=now)
    assert not Survey.objects.answered().exists()
    assert (kept := Attempt.objects.get()).code == "survey-by-officer"
    assert (kept.case_id, kept.officer_id) == (decided.pk, ana.user)


def test_every_question_is_answered_or_none_is_kept(decided, now):
    with pytest.raises(Refused, match="Not every question"):
        answer(decided.number, {"waktu": 3}, actor=CITIZEN, now=now)
    assert not Survey.objects.answered().exists()


def test_the_comment_is_sealed_under_the_cases_key(decided, now):
    answer(decided.number, GOOD, "Bu Ana ramah sekali", actor=CITIZEN, now=now)
    survey = Survey.objects.get()
    assert b"Ana" not in bytes(survey.sealed_comment)
    key = key_store().get(decided.ref)
    assert open_sealed(key, bytes(survey.sealed_comment), BOUND) == {"comment": "Bu Ana ramah sekali"}


def test_no_comment_leaves_nothing_behind(decided, now):
    answer(decided.number, GOOD, "  \n ", actor=CITIZEN, now=now)
    assert Survey.objects.get().sealed_comment is None


def surveys(decided, now, answers, offers):
    """Write surveys of further cases, of which the first ones are answered."""
    for place in range(offers):
        case = Case.objects.get(pk=decided.pk)
        case.pk, case.number, case._state.adding = None, f"SKM-2026-{place}", True
        case.save()
        scores = GOOD if place < answers else {}
        Survey.objects.create(
            case=case, office=case.office, service=SLUG, offered_at=now, scores=scores,
            answered_at=now if place < answers else None,
        )  # fmt: skip


def test_five_answers_give_an_index_with_offers_and_what_would_be_enough(decided, now):
    surveys(decided, now, answers=LEAST, offers=10)
    found = heard(SLUG, since=now - DAY, until=now + DAY)
    assert (found.offers, found.answers, found.enough) == (10, LEAST, 10)
    assert str(found.index.value) == "75.00"


def test_four_answers_give_none(decided, now):
    surveys(decided, now, answers=LEAST - 1, offers=10)
    assert heard(SLUG, since=now - DAY, until=now + DAY).index is None


def test_only_offers_of_the_span_count(decided, now):
    surveys(decided, now, answers=LEAST, offers=LEAST)
    assert heard(SLUG, since=now + DAY, until=now + 2 * DAY) == heard(
        "another-service", since=now - DAY, until=now + DAY
    )


def test_one_more_answer_changes_nothing_until_five_of_a_later_month_are_there(decided, now):
    surveys(decided, now, answers=LEAST, offers=LEAST)
    before = heard(SLUG, since=now - DAY, until=now + 100 * DAY)
    later = now + 40 * DAY
    late = Case.objects.get(pk=decided.pk)
    late.pk, late.number, late._state.adding = None, "SKM-2026-late", True
    late.save()
    Survey.objects.create(
        case=late, office=late.office, service=SLUG, offered_at=now, answered_at=later, scores=dict.fromkeys(GOOD, 1)
    )
    after = heard(SLUG, since=now - DAY, until=now + 100 * DAY)
    assert (after.answers, after.index) == (before.answers, before.index)


def test_what_is_answered_after_the_span_is_not_heard(decided, now):
    surveys(decided, now, answers=LEAST, offers=LEAST)
    assert heard(SLUG, since=now - DAY, until=now).index is None
