"""Events reach the systems that asked: signed, at least once, in the order of their case, and never a person's data."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from layani.office.actions import checking, deciding, filing, serving
from layani.office.jobs import tell_systems
from layani.office.jobs.integrate_record import run as integrate
from layani.office.jobs.tell_systems import make
from layani.office.tables.models import Case, Delivery, Event, Program, ProgramCase, ProgramToken, Role, User, Webhook
from layani.rules.cases.decider import RULES
from layani.rules.systems.webhooks import (
    KINDS,
    LONGEST_PAUSE,
    MOST_TRIES,
    SILENT,
    kind_of,
    pause_after,
    secret_from_text,
)  # fmt: skip
from tests.office.actions.applications import CITIZEN, application
from tests.office.api.conftest import Caller, program
from tests.office.conftest import CARLA
from tests.office.webhooks.conftest import filed_by, local, states, subscribed, tell

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def decided(number, ana, ben):
    """Take a case through completeness to its grant."""
    now = timezone.now()
    serving.take_next(actor=ana, now=now)
    checking.check_complete(number, actor=ana, now=now)
    serving.take_next(actor=ben, now=now)
    deciding.grant(number, actor=ben, now=now)


def test_every_act_has_a_kind_or_is_silent_for_a_reason():
    assert RULES.keys() >= SILENT
    assert {kind_of(act) for act in RULES} == {*KINDS, None}
    assert all(kind_of(act) in (*KINDS, None) for act in RULES)


def test_a_system_is_told_of_its_case_from_filing_to_grant(village, receiver, ana, ben):
    secret = subscribed(village, receiver.url)["secret"]
    number = filed_by(village)
    decided(number, ana, ben)
    assert tell() == 3
    told = [json.loads(one["body"]) for one in receiver.got]
    assert [one["type"] for one in told] == ["case.filed", "case.changed", "case.decided"]
    seqs = [one["data"]["seq"] for one in told]
    assert seqs == sorted(seqs)
    happened = dict(Event.objects.values_list("seq", "occurred_at"))
    for one, got in zip(told, receiver.got, strict=True):
        assert one["data"] == {
            "number": number,
            "seq": one["data"]["seq"],
            "address": f"http://testserver/api/v1/cases/{number}",
        } or one["data"]["address"].endswith(f"/api/v1/cases/{number}")
        assert datetime.fromisoformat(one["timestamp"]) == happened[one["data"]["seq"]]
        assert is_signed(got, secret)


def is_signed(got, secret):
    """Check a message as a receiver would, by the specification and not by our code."""
    headers = got["headers"]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + got["body"]
    key = secret_from_text(secret)
    assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 300
    mine = "v1," + b64encode(hmac.new(key, content, "sha256").digest()).decode()
    return mine in headers["webhook-signature"].split(" ")


def test_nothing_of_a_person_is_told(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)
    tell()
    whole = repr(receiver.got)
    for personal in (CARLA.nik, CARLA.name, CARLA.phone, CARLA.birth_date, "Mawar"):
        assert personal not in whole
    assert set(json.loads(receiver.got[0]["body"])["data"]) == {"number", "seq", "address"}


def test_only_the_kinds_that_were_asked_for(village, receiver, ana, ben):
    number = filed_by(village)
    subscribed(village, receiver.url, "case.filed", "case.decided")
    decided(number, ana, ben)
    tell()
    assert [json.loads(one["body"])["type"] for one in receiver.got] in (
        ["case.filed", "case.decided"],
        ["case.decided"],
    )


def test_what_was_in_the_record_before_is_not_told(village, receiver):
    filed_by(village)
    tell()
    subscribed(village, receiver.url)
    tell()
    assert receiver.got == []


def test_of_cases_of_others_a_system_hears_nothing(village, receiver, now):
    subscribed(village, receiver.url)
    filing.file(application(), actor=CITIZEN, now=now)
    other = program("other", "front-desk", system="another-system")
    filed_by(other, once="filing-of-other")
    tell()
    assert receiver.got == []
    assert ProgramCase.objects.count() == 1


def test_programs_of_one_system_hear_of_each_others_cases(village, receiver):
    subscribed(village, receiver.url)
    filed_by(program("village-two", "front-desk"), once="filing-of-two")
    assert tell() == 1


def test_all_cases_of_its_services_need_a_scope_of_their_own(village, receiver, now):
    narrow = program("narrow", "front-desk", scopes=["webhooks:manage"])
    refused = narrow.post(
        "/webhooks/", {"url": receiver.url, "kinds": ["case.filed"], "cases": "all"}, once="all-cases"
    )
    assert (refused.status_code, refused.json()["scope"]) == (403, "webhooks:all-cases")
    wide = program("wide", "front-desk", services=["residence-letter"])
    subscribed(wide, receiver.url, cases="all", once="wide-of-one")
    hall = program("hall", "front-desk", services=["hall-use"], system="hall-system")
    subscribed(hall, receiver.url, cases="all", once="wide-of-hall")
    filing.file(application(), actor=CITIZEN, now=now)
    tell()
    assert [one.webhook.program.name for one in Delivery.objects.all()] == ["wide"]


def test_a_receiver_that_fails_is_tried_again_later_and_later_and_the_rest_waits_in_order(village, receiver, ana, ben):
    subscribed(village, receiver.url)
    number = filed_by(village)
    decided(number, ana, ben)
    receiver.answers = 500
    assert tell() == 0
    assert states()[0] == (0, 1, "500", False) and len(receiver.got) == 1
    assert tell() == 0 and len(receiver.got) == 1, "it rests"
    tell(later=timedelta(seconds=6))
    assert states()[0][1] == 2
    receiver.answers = 204
    assert tell(later=timedelta(minutes=1)) == 3
    assert [json.loads(body)["data"]["seq"] for _, body in receiver.taken()] == sorted(
        json.loads(body)["data"]["seq"] for _, body in receiver.taken()
    )
    assert len({one["headers"]["webhook-id"] for one in receiver.got}) == 3


def test_another_case_does_not_wait_for_one_that_fails(village, receiver):
    subscribed(village, receiver.url)
    first, second = filed_by(village), filed_by(village, once="filing-of-next", purpose="school")

    def send(url, body, headers):
        receiver.answers = 500 if json.loads(body)["data"]["number"] == first else 204
        return local(url, body, headers)

    for n in range(4):
        tell(later=n * timedelta(minutes=5), send=send)
    taken = {json.loads(body)["data"]["number"] for _, body in receiver.taken()}
    assert taken == {second}


@pytest.mark.parametrize(("answers", "said"), [("hang", "timeout"), ("redirect", "redirect"), (404, "404")])
def test_other_failures_are_tried_again_too(village, receiver, answers, said):
    subscribed(village, receiver.url)
    filed_by(village)
    receiver.answers = answers
    tell()
    assert states() == [(0, 1, said, False)]
    assert Webhook.objects.get().disabled_at is None


def test_a_receiver_that_says_gone_is_told_nothing_more(village, receiver):
    made = subscribed(village, receiver.url)
    filed_by(village)
    receiver.answers = 410
    assert tell() == 1
    filed_by(village, once="filing-of-next", purpose="school")
    assert tell(later=4 * 24 * HOUR) == 0 and len(receiver.got) == 1
    found = village.get(f"/webhooks/{made['id']}").json()
    assert (found["state"], found["why_off"]) == ("off", "gone")


def test_after_about_three_days_it_is_turned_off_and_on_again_it_misses_nothing(village, receiver):
    made = subscribed(village, receiver.url)
    filed_by(village)
    receiver.answers, later = 503, timedelta()
    for n in range(MOST_TRIES):
        assert Webhook.objects.get().disabled_at is None
        tell(later=later)
        assert states()[0][1] == n + 1
        later += LONGEST_PAUSE * 1.2
    assert Webhook.objects.get().why == "too-many-tries"
    filed_by(village, once="filing-of-next", purpose="school")
    assert tell(later=later) == 0 and len(receiver.got) == MOST_TRIES
    receiver.answers = 204
    answer = village.post(f"/webhooks/{made['id']}/on", {})
    assert (answer.status_code, answer.json()["state"]) == (200, "on")
    assert tell() == 2
    assert [answered for *_, answered in states()] == [True, True]


def test_pauses_grow_to_half_a_day_and_are_three_days_together():
    pauses = [pause_after(n, 0.5) for n in range(1, MOST_TRIES)]
    assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE
    assert timedelta(days=2.5) < sum(pauses, timedelta()) < timedelta(days=3.5)
    assert pause_after(5, 0.0) < pause_after(5, 0.5) < pause_after(5, 1.0)


class Death(BaseException):
    """The process is killed."""


def test_a_death_between_sending_and_marking_repeats_and_loses_nothing(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)

    def dies(url, body, headers):
        local(url, body, headers)
        raise Death

    with pytest.raises(Death):
        tell(send=dies)
    assert states() == [(0, 1, "", False)]
    assert tell(later=timedelta(seconds=6)) == 1
    (first, body), (second, again) = receiver.taken()
    assert first == second and body == again, "the receiver knows it by its id"


def test_a_death_while_deliveries_are_made_passes_over_nothing(village, receiver, monkeypatch):
    subscribed(village, receiver.url)
    filed_by(village)

    def dies(*_):
        raise Death

    monkeypatch.setattr(tell_systems, "_reached", dies)
    with pytest.raises(Death):
        tell()
    monkeypatch.undo()
    assert Delivery.objects.count() == 0
    assert tell() == 1 and tell() == 0


def test_to_look_through_the_record_again_makes_nothing_twice(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)
    tell()
    Webhook.objects.update(cursor=0)
    make(Webhook.objects.get(), timezone.now())
    assert Delivery.objects.count() == 1


def test_a_long_record_is_looked_through_in_parts(village, receiver, monkeypatch):
    monkeypatch.setattr(tell_systems, "AT_ONCE", 1)
    subscribed(village, receiver.url)
    for n, purpose in enumerate(("bank", "school", "work")):
        filed_by(village, once=f"filing-number-{n}", purpose=purpose)
    assert tell() == 3


def test_a_revoked_program_is_told_nothing(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)
    Program.objects.update(revoked_at=timezone.now())
    assert tell() == 0 and receiver.got == []


def test_an_act_that_waits_for_its_place_is_told_when_it_has_one(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)
    webhook = Webhook.objects.get()
    assert make(webhook, timezone.now()) is False and Delivery.objects.count() == 0
    assert tell() == 1


def test_the_sweep_does_it_all_in_a_demo(village, receiver, settings):
    from layani.office.jobs.integrate_record import run as integrate  # noqa: PLC0415  beside its one use

    settings.LAYANI_DEMO = True
    subscribed(village, receiver.url)
    filed_by(village)
    integrate(timezone.now())
    assert tell_systems.run(timezone.now()) == 1
    assert tell_systems.run(timezone.now() + tell_systems.KEPT + HOUR) == 0
    assert Delivery.objects.count() == 0, "what was delivered is forgotten after a while"
    assert Case.objects.count() == 1


def test_a_stranger_is_not_a_caller():
    assert Caller().post("/webhooks/", {}, once="of-a-stranger").status_code == 401


def rightless(how):
    """Take from the village's program what it needs to call."""
    made, now = Program.objects.get(), timezone.now()
    if how == "token":
        ProgramToken.objects.update(ends_at=now)
    elif how == "officer":
        Role.objects.filter(user=made.acts_for).update(until=now - timedelta(days=2))
    elif how == "closed":
        User.objects.filter(pk=made.acts_for_id).update(is_active=False)
    else:
        Program.objects.update(scopes=" ".join(one for one in made.scopes.split() if one != how))


@pytest.mark.parametrize("how", ["token", "officer", "closed", "webhooks:manage", "webhooks:all-cases"])
def test_who_may_not_call_any_more_is_told_of_nothing(village, receiver, how):
    subscribed(village, receiver.url, cases="all")
    filed_by(village)
    integrate(timezone.now())
    tell_systems.run(timezone.now())
    filing.file(application(), actor=CITIZEN, now=timezone.now())
    rightless(how)
    integrate(timezone.now())
    told = len(receiver.got)
    tell_systems.run(timezone.now() + HOUR)
    row = Webhook.objects.get()
    assert row.why == "no-right" and row.disabled_at and len(receiver.got) == told == 1
    assert Delivery.objects.count() == 1, "and nothing is kept to be told later"


def test_without_the_wider_scope_what_it_filed_is_still_told(village, receiver):
    subscribed(village, receiver.url)
    rightless("webhooks:all-cases")
    filed_by(village)
    integrate(timezone.now())
    tell_systems.run(timezone.now())
    assert len(receiver.got) == 1 and Webhook.objects.get().disabled_at is None


def test_an_address_that_can_be_no_name_keeps_no_other_from_being_told(village, receiver):
    subscribed(village, "https://a..example/told", once="no-name-at-all")
    subscribed(village, receiver.url)
    filed_by(village)
    assert tell() == 1 and len(receiver.got) == 1
    assert {(answer, delivered) for _, _, answer, delivered in states()} == {("no-such-host", False), ("204", True)}
