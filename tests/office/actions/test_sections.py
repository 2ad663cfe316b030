"""A role that holds in one section serves the cases of that section alone; one without a section serves them all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.office import house
from layani.office.actions import checking, deciding, evidence, objecting, releasing, serving
from layani.office.actions.asking_for_help import find_hands
from layani.office.actions.rebuilding import differences
from layani.office.jobs.clear_desks import run as clear_desks
from layani.office.tables.desk import queues_for
from layani.office.tables.models import Attempt, Case, Event, Role
from layani.office.tables.projection import event_of, state_of
from layani.office.tables.served_now import server_for
from layani.office.tables.unserved import unserved
from layani.rules.catalogue.second_officers import Pool
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.conftest import MONDAY
from tests.office.officer.walks import CITIZEN, another, filed
from tests.office.sections import NORTH, NOWHERE, SOUTH, holder, in_two, living_in

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def two(monkeypatch, db):
    given = in_two()
    monkeypatch.setattr(house, "_given", [given])
    return given


@pytest.fixture
def nia(db):
    return holder("nia", "front-desk@north")


@pytest.fixture
def sri(db):
    return holder("sri", "front-desk@south")


@pytest.fixture
def all_over(db):
    return holder("ani", "front-desk")


def code_of(call, *args, **values):
    with pytest.raises(Refused) as said:
        call(*args, **values)
    return said.value.refusals[0].code


def row_of(number):
    return Case.objects.get(number=number)


def unchanged_by_a_rebuild():
    return [one for one in differences() if not isinstance(one, int)] == []


def waiting_for(actor):
    return sum(one.count for one in queues_for(server_for(actor, MONDAY), MONDAY, MONDAY))


def test_the_address_says_the_section_and_the_event_keeps_it():
    number = filed(**living_in(SOUTH))
    case = state_of(row_of(number))
    assert (case.section, case.step_role) == ("south", "front-desk@south")
    assert case.lane.endswith("@south")
    assert event_of(Event.objects.get(act="file")).data["section"] == "south"
    assert unchanged_by_a_rebuild()


def test_an_address_of_no_section_makes_a_case_of_the_whole_office(nia, all_over):
    number = filed(**living_in(NOWHERE))
    assert (state_of(row_of(number)).section, row_of(number).step_role) == ("", "front-desk")
    assert "section" not in event_of(Event.objects.get(act="file")).data
    assert serving.take_next(actor=nia, now=MONDAY + MINUTE) is None
    assert serving.take_next(actor=all_over, now=MONDAY + MINUTE).row.number == number


def test_an_officer_is_given_the_cases_of_their_section_alone(nia, sri):
    south = filed(another(1), **living_in(SOUTH))
    north = filed(another(2), at=MONDAY + MINUTE, **living_in(NORTH))
    assert (waiting_for(nia), waiting_for(sri)) == (1, 1)
    assert serving.take_next(actor=nia, now=MONDAY + 2 * MINUTE).row.number == north
    assert serving.take_next(actor=sri, now=MONDAY + 2 * MINUTE).row.number == south


def test_who_holds_the_role_in_the_whole_office_serves_every_section_in_order(all_over):
    first = filed(another(1), **living_in(SOUTH))
    filed(another(2), at=MONDAY + MINUTE, **living_in(NORTH))
    assert waiting_for(all_over) == 2
    assert serving.take_next(actor=all_over, now=MONDAY + 2 * MINUTE).row.number == first


def test_the_head_of_a_queue_is_the_head_within_its_section(nia):
    filed(another(1), **living_in(SOUTH))
    first = filed(another(2), at=MONDAY + MINUTE, **living_in(NORTH))
    second = filed(another(3), at=MONDAY + 2 * MINUTE, **living_in(NORTH))
    assert code_of(serving.take, second, actor=nia, now=MONDAY + 3 * MINUTE) == "head-of-queue"
    serving.take(first, actor=nia, now=MONDAY + 3 * MINUTE)
    assert row_of(first).holder_id == nia.user


@pytest.mark.parametrize(
    "act",
    [
        lambda number, actor, now: serving.take(number, actor=actor, now=now),
        lambda number, actor, now: checking.check_complete(number, actor=actor, now=now),
        lambda number, actor, now: checking.ask_missing(number, {"tenancy": "Lampirkan."}, actor=actor, now=now),
        lambda number, actor, now: deciding.grant(number, actor=actor, now=now),
        lambda number, actor, now: releasing.release(number, "absent", actor=actor, now=now),
        lambda number, actor, now: objecting.object_to(number, "Keliru.", actor=actor, now=now),
        lambda number, actor, now: evidence.record(number, "address", "seen", actor=actor, now=now),
    ],
    ids=["take", "check", "ask", "grant", "release", "object", "evidence"],
)
def test_no_act_on_a_case_of_another_section_is_let_through(act):
    nia = holder("nia", "front-desk@north", "verifier@north", "head@north")
    number = filed(**living_in(SOUTH))
    before = row_of(number).seq
    with pytest.raises(Refused):
        act(number, nia, MONDAY + MINUTE)
    assert row_of(number).seq == before


def test_a_refused_act_in_another_section_is_kept_as_an_attempt(nia, sri):
    number = filed(**living_in(SOUTH))
    serving.take_next(actor=sri, now=MONDAY + MINUTE)
    assert code_of(checking.check_complete, number, actor=nia, now=MONDAY + 2 * MINUTE) == "another-section"
    assert Attempt.objects.filter(case__number=number, officer_id=nia.user).exists()


def test_a_case_is_checked_and_decided_in_its_section():
    nia, hana = holder("nia", "front-desk@north"), holder("hana", "head@north")
    number = filed(**living_in(NORTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    checking.check_complete(number, actor=nia, now=MONDAY + 2 * MINUTE)
    assert row_of(number).step_role.endswith("@north")
    assert serving.take_next(actor=hana, now=MONDAY + 3 * MINUTE).row.number == number
    deciding.grant(number, actor=hana, now=MONDAY + 4 * MINUTE)
    assert row_of(number).status == "granted"
    assert unchanged_by_a_rebuild()


def test_a_corrected_answer_moves_the_case_to_the_other_section(nia, sri):
    number = filed(**living_in(NORTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    checking.ask_missing(number, {"address": "Alamat di KTP lain."}, actor=nia, now=MONDAY + 2 * MINUTE)
    checking.answer(number, living_in(SOUTH), actor=CITIZEN, now=MONDAY + 3 * MINUTE)
    assert (state_of(row_of(number)).section, row_of(number).step_role) == ("south", "front-desk@south")
    assert serving.take_next(actor=nia, now=MONDAY + 4 * MINUTE) is None
    assert serving.take_next(actor=sri, now=MONDAY + 4 * MINUTE).row.number == number
    assert unchanged_by_a_rebuild()


def test_an_answer_that_leaves_the_section_says_nothing_of_it(nia):
    number = filed(**living_in(NORTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    checking.ask_missing(number, {"address": "RT salah."}, actor=nia, now=MONDAY + 2 * MINUTE)
    checking.answer(number, living_in(NORTH), actor=CITIZEN, now=MONDAY + 3 * MINUTE)
    assert "section" not in event_of(Event.objects.get(act="answer")).data
    assert serving.take_next(actor=nia, now=MONDAY + 4 * MINUTE).row.number == number


def test_a_desk_is_cleared_when_the_role_in_the_section_ends_and_not_for_who_holds_it_everywhere(nia, all_over):
    north = filed(another(1), **living_in(NORTH))
    south = filed(another(2), **living_in(SOUTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    serving.take_next(actor=all_over, now=MONDAY + MINUTE)
    Role.objects.filter(user_id=nia.user).update(name="front-desk@south")
    assert clear_desks(MONDAY + 2 * MINUTE) == 1
    assert (row_of(north).holder_id, row_of(south).holder_id) == (None, all_over.user)


def test_what_nobody_of_a_section_may_serve_is_told_with_the_section(nia):
    filed(**living_in(SOUTH))
    day = MONDAY.date()
    assert [(one.role, one.count) for one in unserved(house.catalogue().office.slug, day)] == [("front-desk@south", 1)]
    holder("ani", "front-desk")
    assert unserved(house.catalogue().office.slug, day) == []


def test_the_pool_helps_in_every_section(monkeypatch, two, nia):
    pool = Pool("front-desk", "verifier", Text("Seksi lain", "Another section"), frozenset({"check"}))
    given = replace(two, office=replace(two.office, pools=(pool,)))
    monkeypatch.setattr(house, "_given", [given])
    vera = holder("vera", "verifier")
    number = filed(**living_in(NORTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    serving.put_back(number, "conflict", actor=nia, now=MONDAY + 2 * MINUTE)
    assert find_hands(MONDAY + 3 * MINUTE, 10) == 1
    assert row_of(number).step_role == "verifier"
    assert serving.take_next(actor=vera, now=MONDAY + 4 * MINUTE).row.number == number
    checking.check_complete(number, actor=vera, now=MONDAY + 5 * MINUTE)
    assert row_of(number).status == "deciding"
    assert unchanged_by_a_rebuild()


def test_without_sections_nothing_of_them_is_said(monkeypatch):
    monkeypatch.setattr(house, "_given", [])
    number = filed(**living_in(SOUTH))
    ani = holder("ani", "front-desk", "head")
    assert ani.roles == {"front-desk", "head"}
    assert row_of(number).lane.count("@") == 0
    assert "section" not in row_of(number).rest
