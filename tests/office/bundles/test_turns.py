"""A case of a bundle opens when what it waits for has ended, however that ended, and never closes by itself."""

import dataclasses

import pytest

from layani.office.actions import checking, deciding, serving, turns
from layani.office.actions.acting import would_refuse
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.rebuilding import differences
from layani.office.actions.turns import follow
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.gateways.sealing import open_sealed
from layani.office.house import key_store, service
from layani.office.jobs import open_followers
from layani.office.tables.models import Event, Message
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.bundles.widow import HOUR, MINUTE, NUMBER, file_all, granted, officer, refused, row, staff

pytestmark = pytest.mark.django_db


def opened(number):
    return state_of(row(number))


def test_nothing_opens_before_the_certificate_and_its_letter_are_there(carla, now):
    rows, people = file_all(carla, now), staff()
    assert open_followers.run(now + HOUR) == 0
    at = granted(rows["death-certificate"].number, people, now + HOUR, issued=False)
    assert open_followers.run(at) == 0
    assert opened(rows["family-card"].number).step == ""


def test_after_the_grant_the_first_step_opens_and_its_clock_begins(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    assert open_followers.run(at) == 3
    case = opened(rows["family-card"].number)
    assert (case.step, case.step_since, case.opened_at, case.waits_for) == ("check", at, at, {})
    assert case.step_due_at > at
    assert case.received_at == now  # it came when it came


def test_the_number_of_the_certificate_is_passed_on_and_its_rule_is_met(carla, now):
    rows, people = file_all(carla, now), staff()
    assert opened(rows["family-card"].number).rules == {"event-registered": "unknown"}
    open_followers.run(granted(rows["death-certificate"].number, people, now + HOUR))
    assert answers_of(rows["family-card"])["certificate_number"] == NUMBER
    assert answers_of(rows["death-grant"])["death_certificate_number"] == NUMBER
    assert opened(rows["family-card"].number).rules == {"event-registered": "passed"}


def test_a_version_that_begins_while_a_case_is_opened_counts_for_its_rules(carla, now, monkeypatch):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    known, real = service("family-card"), turns.act_on
    renamed = dataclasses.replace(
        known, rules=tuple(dataclasses.replace(one, id=f"new-{one.id}") for one in known.rules)
    )

    def act_on(*given, **more):
        monkeypatch.setattr(turns, "service", lambda *_: renamed)
        return real(*given, **more)

    monkeypatch.setattr(turns, "act_on", act_on)
    follow(row(rows["family-card"].number), row(rows["death-certificate"].number), now=at + MINUTE)
    case = opened(rows["family-card"].number)
    assert case.rules == {"new-event-registered": "passed"} and case.must == ("new-event-registered",)


def test_the_number_stands_sealed_and_not_in_the_body(carla, now):
    rows, people = file_all(carla, now), staff()
    open_followers.run(granted(rows["death-certificate"].number, people, now + HOUR))
    event = Event.objects.get(case=rows["family-card"], act="predecessor_ended")
    assert NUMBER not in event.body
    opened_part = open_sealed(key_store().get(rows["family-card"].ref), bytes(event.sealed), f"event/{event.seq}")
    assert opened_part["answers"] == {"certificate_number": NUMBER}


def test_a_second_sweep_opens_nothing_twice(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    assert (open_followers.run(at), open_followers.run(at + MINUTE)) == (3, 0)
    with pytest.raises(Refused) as again:
        follow(row(rows["id-card"].number), row(rows["death-certificate"].number), now=at + MINUTE)
    assert again.value.refusals[0].code == "not-awaited"


def test_the_events_alone_give_the_same_rows_afterwards(carla, now):
    rows, people = file_all(carla, now), staff()
    open_followers.run(granted(rows["death-certificate"].number, people, now + HOUR))
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_promise_counts_from_completeness_as_ever(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    open_followers.run(at)
    number = rows["family-card"].number
    serving.take(number, actor=people["dewi"], now=at + MINUTE)
    from_desk = opened(number)
    assert from_desk.holder == people["dewi"].user and from_desk.due_at is None


def test_a_refused_certificate_opens_the_others_but_bars_their_grant(carla, now):
    rows, people = file_all(carla, now), staff()
    at = refused(rows["death-certificate"].number, people, now + HOUR)
    assert open_followers.run(at) == 3
    case = opened(rows["id-card"].number)
    assert case.is_open and case.step == "check"
    assert case.failed_mandatory == ("@death-certificate",)
    assert case.otherwise == {"death-certificate": "status-not-registered"}
    assert Message.objects.filter(kind="turn-without").count() == 3


def test_nobody_can_grant_what_lacks_its_certificate(carla, now):
    rows, people = file_all(carla, now), staff()
    at = refused(rows["death-certificate"].number, people, now + HOUR)
    open_followers.run(at)
    case = row(rows["id-card"].number)
    head = officer("head-too", "registration-head")
    said = [one.code for one in would_refuse(case, "decide_grant", actor=head, now=at + HOUR)]
    assert "mandatory-rule-failed" in said


def test_a_certificate_that_was_revoked_before_the_sweep_gives_no_number_and_bars_the_grant(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    ended = row(rows["death-certificate"].number)
    # No certificate of the example office can be revoked yet; the sweep reads the row as such an act would leave it.
    ended.rest = {**ended.rest, "revoked_at": at.isoformat()}
    ended.save(update_fields=["rest"])
    open_followers.run(at)
    assert opened(rows["family-card"].number).without == ("death-certificate",)
    assert "certificate_number" not in answers_of(rows["family-card"])


def test_a_withdrawn_certificate_opens_the_others_with_a_bar(carla, now):
    rows = file_all(carla, now)
    me = Actor(kind="citizen", party=carla.pk)
    deciding.withdraw(rows["death-certificate"].number, actor=me, now=now + MINUTE)
    assert open_followers.run(now + 2 * MINUTE) == 3
    assert opened(rows["death-grant"].number).without == ("death-certificate",)


def test_what_waits_can_be_withdrawn_and_is_then_left_alone(carla, now):
    rows, people = file_all(carla, now), staff()
    me = Actor(kind="citizen", party=carla.pk)
    deciding.withdraw(rows["id-card"].number, actor=me, now=now + MINUTE)
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    assert open_followers.run(at) == 2
    assert opened(rows["id-card"].number).status == "withdrawn"


def test_an_officer_cannot_take_what_still_waits(carla, now):
    rows, people = file_all(carla, now), staff()
    with pytest.raises(Refused) as refusal:
        serving.take(rows["family-card"].number, actor=people["dewi"], now=now + MINUTE)
    assert refusal.value.refusals[0].code == "not-waiting"
    serving.take_next(actor=people["dewi"], now=now + MINUTE)
    assert row(rows["death-certificate"].number).holder_id == people["dewi"].user


def asked_for(rows, people, now, field):
    """Refuse the certificate, open the family card and ask for one of its fields; return its number and the time."""
    at = refused(rows["death-certificate"].number, people, now + HOUR)
    open_followers.run(at)
    number = rows["family-card"].number
    serving.take(number, actor=people["dewi"], now=at + MINUTE)
    checking.ask_missing(number, {field: "Mohon diisi."}, actor=people["dewi"], now=at + 2 * MINUTE)
    return number, at + 3 * MINUTE


def test_who_gives_the_number_another_way_is_no_longer_barred(carla, now):
    rows, people = file_all(carla, now), staff()
    number, at = asked_for(rows, people, now, "certificate_number")
    me = Actor(kind="citizen", party=carla.pk)
    checking.answer(number, {"certificate_number": "3171-KM-01022020-0001"}, actor=me, now=at)
    case = opened(number)
    assert (case.without, case.failed_mandatory, case.rules) == ((), (), {"event-registered": "passed"})
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_an_answer_to_something_else_is_taken_and_lifts_no_bar(carla, now):
    rows, people = file_all(carla, now), staff()
    number, at = asked_for(rows, people, now, "member_name")
    me = Actor(kind="citizen", party=carla.pk)
    checking.answer(number, {"member_name": "Danu W. Wijaya"}, actor=me, now=at)
    assert "@death-certificate" in opened(number).failed_mandatory


def test_what_another_case_should_have_given_is_answered_only_where_it_was_asked_for(carla, now):
    rows, people = file_all(carla, now), staff()
    number, at = asked_for(rows, people, now, "member_name")
    me, given = Actor(kind="citizen", party=carla.pk), {"member_name": "Danu", "certificate_number": "3171-KM-1"}
    with pytest.raises(AnswersRejected) as rejected:
        checking.answer(number, given, actor=me, now=at)
    assert [problem.field for problem in rejected.value.problems] == ["certificate_number"]
    assert opened(number).without == ("death-certificate",)


def test_what_rests_on_a_certificate_that_was_revoked_afterwards_is_not_granted(carla, now):
    rows, people = file_all(carla, now), staff()
    at = granted(rows["death-certificate"].number, people, now + HOUR)
    open_followers.run(at)
    head, card = officer("head-too", "registration-head"), rows["id-card"].number

    def codes():
        return {one.code for one in would_refuse(row(card), "decide_grant", actor=head, now=at + HOUR)}

    assert "earlier-revoked" not in codes()
    ended = row(rows["death-certificate"].number)
    ended.rest = {**ended.rest, "revoked_at": at.isoformat()}  # as the act would leave it: see above
    ended.save(update_fields=["rest"])
    assert "earlier-revoked" in codes()
