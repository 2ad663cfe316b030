"""A ticket: who may do what to it, who is called first, and what alone ends it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.state import By
from layani.rules.door.act import Facts
from layani.rules.door.decider import RULES, decide, evolve, replay
from layani.rules.door.priorities import priorities
from layani.rules.door.terms import Door
from layani.rules.door.ticket import BACK_IN_TIME, FIRST_BY_LAW, IN_TURN, Ticket
from layani.rules.door.waiting import about_minutes
from layani.rules.refusal import Refused
from layani.rules.text import Text

EIGHT = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 08:00 in Jakarta
CARLA, EVA, FAJAR, SYSTEM = By("citizen"), By("officer", 1, "front-desk"), By("officer", 2, "front-desk"), By("system")
HEAD = By("officer", 3, "head")
DOOR = Door(counters={"1": Text("Loket 1", "Counter 1"), "2": Text("Loket 2", "Counter 2")})
FACTS = Facts(DOOR, nameable={"contract": "law-1", "photo": "law-2"})


def after(ticket, kind, by=EVA, minutes=0, facts=FACTS, **data):
    event = decide(ticket, Act(kind, by, EIGHT + timedelta(minutes=minutes), data), facts)
    return evolve(ticket or Ticket(), event)


def opened(**more):
    data = {"number": 7, "day": "2026-11-23", "office": "sukamaju", "channel": "kiosk", "need": "residence-letter"}
    return after(None, "open", CARLA, **{**data, **more})


def serving(**more):
    return after(after(opened(**more), "call", counter="1", minutes=5), "serve", minutes=6)


def refused(ticket, kind, code, by=EVA, minutes=60, facts=FACTS, **data):
    with pytest.raises(Refused) as caught:
        after(ticket, kind, by, minutes, facts, **data)
    assert [one.code for one in caught.value.refusals] == [code]


def test_a_ticket_says_what_it_is_about():
    refused(None, "open", "no-need", CARLA, number=1, day="2026-11-23", office="o", channel="kiosk")
    assert opened(need="", described=True).need == ""


def test_a_ticket_waits_is_called_served_and_ended():
    ticket = opened()
    assert (ticket.status, ticket.waited) == ("waiting", None)
    ticket = after(ticket, "call", counter="1", minutes=5)
    assert (ticket.status, ticket.counter, ticket.officer, ticket.waited) == ("called", "1", 1, 300)
    ticket = after(ticket, "serve", minutes=6)
    ticket = after(ticket, "end_answer", minutes=9, words_length=40)
    assert (ticket.status, ticket.end, ticket.is_open) == ("ended", "answer", False)


@pytest.mark.parametrize("kind", sorted({"end_receipt", "end_answer", "end_list", "recall", "serve", "no_show"}))
def test_only_who_holds_it_acts_on_it(kind):
    ticket = serving() if kind.startswith("end") else after(opened(), "call", counter="1")
    refused(ticket, kind, "not-at-your-counter", FAJAR)


def test_nothing_but_a_receipt_an_answer_or_a_list_ends_what_is_served():
    ends = {kind for kind, rule in RULES.items() if "serving" in rule.statuses and kind.startswith("end")}
    assert ends == {"end_receipt", "end_answer", "end_list"}
    refused(serving(), "leave", "out-of-place", CARLA)
    refused(serving(), "close_day", "out-of-place", SYSTEM, closed_at="2026-11-23T09:00:00+00:00")


def test_an_officer_cannot_say_that_somebody_left():
    refused(opened(), "leave", "out-of-place", EVA)
    refused(opened(), "close_day", "out-of-place", EVA)


def test_a_receipt_needs_a_case_and_there_may_be_several():
    refused(serving(), "end_receipt", "no-receipt")
    ticket = serving()
    here = Facts(DOOR, filed_at=EIGHT + timedelta(minutes=9))
    for number in ("SKM-1", "SKM-2", "SKM-1"):
        ticket = after(ticket, "file_case", facts=here, case=number)
    ticket = after(ticket, "end_receipt")
    assert (ticket.end, ticket.cases) == ("receipt", ("SKM-1", "SKM-2"))


@pytest.mark.parametrize(
    "facts",
    [
        Facts(DOOR),
        Facts(DOOR, filed_at=EIGHT - timedelta(seconds=1)),
        Facts(DOOR, filed_at=EIGHT + timedelta(minutes=9), noted=True),
    ],
)
def test_what_was_filed_before_or_for_another_ticket_is_no_receipt_of_this_one(facts):
    with pytest.raises(Refused) as refused:
        after(serving(), "file_case", facts=facts, case="SKM-1")
    assert refused.value.refusals[0].code == "not-from-this-ticket"


def test_an_answer_says_something():
    refused(serving(), "end_answer", "no-answer", words_length=3)


def test_a_list_names_only_what_the_file_names_and_binds_for_its_days():
    refused(serving(), "end_list", "nothing-listed", service="residence-letter", items=[], on="2026-11-23")
    refused(serving(), "end_list", "not-in-the-file", service="s", items=["contract", "stamp"], on="2026-11-23")
    ticket = after(serving(), "end_list", service="residence-letter", items=["contract"], on="2026-11-23")
    assert (ticket.end, ticket.items, ticket.binds_until) == ("list", ("contract",), date(2027, 1, 22))


def test_a_second_list_asks_nothing_beyond_the_first():
    bound = Facts(DOOR, nameable=FACTS.nameable, bound_to=frozenset({"contract"}))
    refused(serving(), "end_list", "list-binds", facts=bound, service="s", items=["photo"], on="2026-11-23")
    assert after(serving(), "end_list", facts=bound, service="s", items=["contract"], on="2026-11-23").end == "list"


def test_the_reason_to_go_first_is_a_published_one():
    refused(opened(), "prioritise", "unknown-class", CARLA, first="friend-of-the-head")
    for name in priorities():
        assert after(opened(), "prioritise", CARLA, first=name).urgency == FIRST_BY_LAW
    assert after(opened(first="elderly"), "prioritise", CARLA, first="").urgency == IN_TURN


def test_every_class_names_its_law_or_is_the_offices_own_and_none_is_called_verified_unread():
    assert {"elderly", "disabled", "pregnant", "small-child", "urgent"} == set(priorities())
    assert [name for name, one in priorities().items() if not one.law] == ["urgent"]
    assert {one.status for one in priorities().values()} == {"recalled"}


def test_who_was_not_there_may_come_back_in_time_and_is_near_the_front():
    away = after(after(opened(), "call", counter="1", minutes=5), "no_show", minutes=7)
    assert (away.status, away.officer) == ("away", None)
    back = after(away, "come_back", CARLA, minutes=37)
    assert (back.status, back.urgency, back.waits_since) == ("waiting", BACK_IN_TIME, EIGHT)
    refused(away, "come_back", "back-too-late", CARLA, minutes=38)


def test_handing_on_keeps_the_place_and_only_that_counter_calls():
    ticket = after(serving(), "hand_on", counter="2", minutes=9)
    assert (ticket.status, ticket.waits_since, ticket.only_at) == ("waiting", EIGHT, "2")
    refused(ticket, "call", "waits-for-another-counter", EVA, counter="1")
    assert after(ticket, "call", FAJAR, counter="2").officer == 2
    refused(serving(), "hand_on", "same-counter", counter="1")
    refused(serving(), "hand_on", "no-such-counter", counter="9")


def test_only_the_head_of_the_line_is_called():
    refused(opened(), "call", "not-the-head-of-the-line", facts=Facts(DOOR, ahead=1), counter="1")


def test_the_hall_is_closed_after_hours_and_a_question_from_elsewhere_stays():
    closed = "2026-11-23T09:00:00+00:00"
    refused(opened(), "close_day", "office-open", SYSTEM, minutes=479, closed_at=closed)
    ticket = after(opened(), "close_day", SYSTEM, minutes=480, closed_at=closed)
    assert (ticket.end, ticket.waited) == ("left", 8 * 3600)
    refused(opened(channel="web"), "close_day", "waits-for-an-answer", SYSTEM, minutes=900, closed_at=closed)


def test_a_question_from_elsewhere_is_served_as_soon_as_it_is_called():
    ticket = after(opened(channel="phone"), "call", minutes=30)
    assert (ticket.status, ticket.place, ticket.counter) == ("serving", "remote", "")
    assert after(ticket, "put_back").status == "waiting"
    refused(serving(), "put_back", "not-put-back")


def test_who_was_sent_away_is_answered_by_somebody_above_the_counter():
    ticket = opened(channel="gate", sent_away=True)
    assert ticket.place == "remote"
    refused(ticket, "call", "supervisor-answers")
    ticket = after(ticket, "call", HEAD)
    assert after(ticket, "end_answer", HEAD, words_length=50).end == "answer"


def test_an_ended_ticket_stays_ended():
    ended = after(opened(), "leave", CARLA)
    for kind, rule in RULES.items():
        if rule.statuses:
            refused(ended, kind, "ticket-ended", CARLA if "citizen" in rule.by else By(min(rule.by), 1, "head"))


ACTS = st.sampled_from(sorted(set(RULES) - {"open"}))
DATA = {
    "counter": "1", "case": "SKM-1", "words_length": 20, "service": "residence-letter", "items": ["contract"],
    "on": "2026-11-23", "first": "elderly", "need": "family-card", "answer_by": None,
    "closed_at": "2026-11-23T00:00:00+00:00",
}  # fmt: skip


@given(st.lists(st.tuples(ACTS, st.sampled_from([CARLA, EVA, FAJAR, SYSTEM, HEAD])), max_size=25))
def test_whatever_is_tried_a_ticket_is_open_or_has_exactly_one_end(tried):
    ticket, events = None, []
    data = {"number": 7, "day": "2026-11-23", "office": "sukamaju", "channel": "kiosk", "need": "residence-letter"}
    events.append(decide(None, Act("open", CARLA, EIGHT, data), FACTS))
    ticket = evolve(Ticket(), events[0])
    for minute, (kind, by) in enumerate(tried, 1):
        try:
            events.append(decide(ticket, Act(kind, by, EIGHT + timedelta(minutes=minute), DATA), FACTS))
        except Refused:
            continue
        ticket = evolve(ticket, events[-1])
    assert replay(events) == ticket
    assert (ticket.status == "ended") == bool(ticket.end) == (ticket.ended_at is not None)
    assert (ticket.status in ("called", "serving")) <= (ticket.officer is not None)
    ends = [one for one in events if one.act.startswith("end_") or one.act in ("leave", "close_day")]
    assert len(ends) == (ticket.status == "ended")


def test_how_long_it_takes_is_said_only_when_the_pace_is_known():
    at = [EIGHT, EIGHT + timedelta(minutes=10)]
    now = EIGHT + timedelta(minutes=30)
    assert about_minutes(1, at, now) is None
    assert about_minutes(1, [*at, EIGHT + timedelta(minutes=20)], now) == 20
    assert about_minutes(1, [*at, EIGHT + timedelta(minutes=20)], EIGHT + timedelta(hours=2)) is None
