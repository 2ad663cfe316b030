"""Messages: sent at least once, nearly always exactly once, and given up for everyone to see."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, serving
from layani.office.actions.parties import Person, register
from layani.office.gateways.notification import NotSent
from layani.office.house import key_store
from layani.office.jobs.send_messages import MOST_TRIES, PAUSES, claim, run, send_due
from layani.office.tables.models import DemoMessage, Message, Party
from tests.office.conftest import MONDAY, officer
from tests.office.officer.walks import filed

pytestmark = pytest.mark.django_db
BUSY = NotSent("The gateway is busy.")


class Killed(BaseException):
    """The process dies: nothing in the program catches this."""


def test_a_due_message_is_sent_once_and_no_more(tell, memory):
    tell()
    assert [send_due(MONDAY, memory), send_due(MONDAY + timedelta(days=3), memory)] == [1, 0]
    assert [to for to, _, _ in memory.taken] == ["+6281234567890"]
    assert Message.objects.get().sent_at == MONDAY


def test_a_message_that_is_not_due_waits(tell, memory):
    tell()
    assert send_due(MONDAY - timedelta(seconds=1), memory) == 0
    assert memory.taken == []


def test_it_is_written_in_the_partys_language(tell, memory, carla):
    Party.objects.update(language="en")
    tell()
    send_due(MONDAY, memory)
    assert "we have your application" in memory.taken[0][2]


def test_who_is_asked_for_something_is_told_by_which_day_to_answer(memory):
    ana = officer("ana", "front-desk")
    number = filed()
    serving.take_next(actor=ana, now=MONDAY)
    checking.ask_missing(number, {"address": "RT-nya?"}, actor=ana, now=MONDAY)
    Party.objects.update(language="en")
    send_due(MONDAY, memory)
    assert any("please answer by 7 December 2026 what is missing" in text for _, _, text in memory.taken), memory.taken


def test_a_killed_worker_sends_no_earlier_message_again(tell, memory):
    for _ in range(5):
        tell()
    memory.answers = [None, None, Killed()]
    with pytest.raises(Killed):
        send_due(MONDAY, memory)
    send_due(MONDAY, memory)
    send_due(MONDAY + PAUSES[0], memory)
    refs = [ref for _, ref, _ in memory.taken]
    # The one that was in the gateway's hands when the process died goes out twice, under one name.
    assert len(refs) == 6
    assert len(set(refs)) == 5
    assert not Message.objects.to_send().exists()


def test_a_worker_killed_before_the_gateway_took_it_sends_exactly_once(tell, memory, monkeypatch):
    tell()
    monkeypatch.setattr("layani.office.jobs.send_messages.copies_of", lambda *_: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        send_due(MONDAY, memory)
    monkeypatch.undo()
    assert send_due(MONDAY, memory) == 0, "it was claimed and so waits for its next try"
    assert send_due(MONDAY + PAUSES[0], memory) == 1
    assert len(memory.taken) == 1


def test_two_workers_never_claim_the_same_message(tell):
    tell()
    tell()
    first, second, third = claim(MONDAY), claim(MONDAY), claim(MONDAY)
    assert first.pk != second.pk
    assert third is None


def test_a_busy_gateway_is_asked_later_and_later_and_then_the_message_is_given_up(tell, memory):
    tell()
    memory.answers = [BUSY] * 100
    now, times = MONDAY, []
    for _ in range(60 * 24 * 3):
        before = len(memory.answers)
        send_due(now, memory)
        if len(memory.answers) < before:
            times.append(now)
        now += timedelta(minutes=1)
    assert len(times) == MOST_TRIES
    assert [after - before for before, after in zip(times, times[1:], strict=False)] == list(PAUSES)
    message = Message.objects.given_up().get()
    assert (message.sent_at, message.params["why"]) == (None, "too-many-tries")


def test_a_refusal_for_good_is_not_tried_again(tell, memory):
    tell()
    memory.answers = [NotSent("No such number.", for_good=True)]
    assert send_due(MONDAY, memory) == 1
    assert Message.objects.given_up().get().params["why"] == "not-accepted"


def test_a_channel_that_took_the_message_does_not_get_it_again_for_the_other_ones_sake(memory):
    both = register(Person(nik="9901014102950003", name="Sari", phone="+628111", email="sari@example"), now=MONDAY)
    Message.objects.create(party=both, kind="granted", due_at=MONDAY)
    memory.answers = [None, BUSY]
    send_due(MONDAY, memory)
    send_due(MONDAY + PAUSES[0], memory)
    assert [to for to, _, _ in memory.taken] == ["+628111", "sari@example"]


def test_a_party_without_an_address_is_told_nothing_and_that_shows(tell, nobody, memory):
    tell(party=nobody)
    assert send_due(MONDAY, memory) == 1
    assert Message.objects.given_up().get().params["why"] == "no-address"


def test_an_erased_party_is_told_nothing(tell, carla, memory):
    tell()
    key_store().erase(carla.ref)
    send_due(MONDAY, memory)
    assert memory.taken == []
    assert Message.objects.given_up().get().params["why"] == "erased"


def test_a_code_does_not_stay_in_the_table(tell, memory):
    tell(kind="code", params={"code": "204913", "minutes": 10})
    send_due(MONDAY, memory)
    assert "204913" in memory.taken[0][2]
    assert "204913" not in str(Message.objects.values().get())


def test_a_message_that_cannot_be_written_stops_no_other(tell, memory):
    tell(kind="no-such-kind")
    tell()
    with pytest.raises(KeyError):
        send_due(MONDAY, memory)
    assert send_due(MONDAY, memory) == 1


def test_a_slow_gateway_does_not_keep_the_other_jobs_waiting(tell, memory):
    for _ in range(3):
        tell()
    assert send_due(MONDAY, memory, longest=0) == 0
    assert Message.objects.to_send().count() == 3


def test_looking_for_messages_costs_one_query(db, memory, django_assert_num_queries):
    with django_assert_num_queries(1):
        send_due(MONDAY, memory)


def test_the_fake_keeps_what_it_would_have_sent(tell):

    tell(kind="issued")
    run(MONDAY)
    assert "sudah terbit" in DemoMessage.objects.get().text


def test_who_left_a_draft_is_told_the_day_and_where_to_go_on(memory, carla, settings):
    settings.SITE_ADDRESS = "https://layanan.example"
    Message.objects.create(party=carla, kind="draft-ends", params={"ends": "2026-12-23"}, due_at=MONDAY)
    send_due(MONDAY, memory)
    ((_, _, text),) = memory.taken
    assert "23 Desember 2026" in text
    assert "https://layanan.example/case/" in text
