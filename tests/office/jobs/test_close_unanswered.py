"""Who does not answer is warned, then closed; a case of another service waits."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, serving
from layani.office.actions.rebuilding import differences
from layani.office.jobs import close_unanswered
from layani.office.jobs.send_messages import words_of
from layani.office.pages.citizen.case_words import due_of
from layani.office.tables.models import Attempt, Case, Event, Message
from layani.office.tables.projection import state_of
from tests.office.conftest import MONDAY
from tests.office.officer.walks import filed

DAY = timedelta(days=1)


@pytest.fixture
def waiting(ana):
    number = filed()
    row = Case.objects.get(number=number)
    row.rest = {**row.rest, "answer": [14, 10, "calendar days"]}
    row.save()
    serving.take_next(actor=ana, now=MONDAY + timedelta(minutes=1))
    checking.ask_missing(number, {"address": "RT kurang"}, actor=ana, now=MONDAY + timedelta(minutes=2))
    return number


def was_sent():
    assert Message.objects.filter(kind="warned").update(sent_at=MONDAY + 11 * DAY) == 1


def test_whose_warning_could_not_be_sent_is_not_closed(waiting):
    assert close_unanswered.run(MONDAY + 11 * DAY) == 1
    Message.objects.filter(kind="warned").update(gave_up_at=MONDAY + 13 * DAY)
    assert close_unanswered.run(MONDAY + 15 * DAY) == 0
    assert Case.objects.get(number=waiting).status == "waiting"
    assert not Attempt.objects.exists()
    was_sent()
    assert close_unanswered.run(MONDAY + 16 * DAY) == 1


def test_it_is_warned_once_then_closed_once_and_told_each_time(waiting):
    ran = {day: close_unanswered.run(MONDAY + day * DAY) for day in (9, 11, 12)}
    was_sent()
    ran |= {day: close_unanswered.run(MONDAY + day * DAY) for day in (15, 16)}
    assert ran == {9: 0, 11: 1, 12: 0, 15: 1, 16: 0}
    row = Case.objects.get(number=waiting)
    assert (row.status, row.closed_at) == ("lapsed", MONDAY + 15 * DAY)
    assert list(Message.objects.filter(case=row).values_list("kind", flat=True)) == [
        "filed",
        "asked",
        "warned",
        "lapsed",
    ]
    assert "7 Desember 2026" in words_of(Message.objects.get(kind="warned")).email
    assert not Attempt.objects.exists()
    assert "Anda dapat mengajukan lagi" in due_of(state_of(row), MONDAY).why.id


def test_while_it_waits_the_citizen_reads_that_it_will_be_closed(waiting):
    said = due_of(state_of(Case.objects.get(number=waiting)), MONDAY)
    assert "Sesudah itu permohonan ini ditutup." in said.why.id
    assert said.when == MONDAY.replace(day=7, month=12, hour=16, minute=59, second=59)


def test_a_service_that_does_not_say_so_waits(ana):
    number = filed()
    serving.take_next(actor=ana, now=MONDAY + timedelta(minutes=1))
    checking.ask_missing(number, {"address": "RT kurang"}, actor=ana, now=MONDAY + timedelta(minutes=2))
    assert close_unanswered.run(MONDAY + 400 * DAY) == 0
    assert Event.objects.filter(act__in=("warn", "lapse")).count() == 0
    assert [one for one in differences(mend=False) if not isinstance(one, int)] == []
