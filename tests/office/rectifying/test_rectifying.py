"""What is held about a person and is wrong is put right by another officer, in time; never under a decision."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from layani.office.actions import issuing, rectifying, rectifying_facts
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import person_of, register
from layani.office.actions.rebuilding import differences
from layani.office.actions.rectifying import Answer, Wrong, answer, ask, said_in, tell
from layani.office.actions.rectifying_facts import roads_of
from layani.office.actions.viewing import answers_of
from layani.office.actor import SYSTEM, Actor
from layani.office.jobs.send_messages import words_of
from layani.office.tables.models import (
    Attempt,
    Case,
    Event,
    Message,
    Party,
    Rectification,
    RectificationAnswer,
    RectificationTold,
)
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import state_of
from layani.rules.rectifying.terms import time_to_answer
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import checked, filed, granted, refused, with_failed_rule
from tests.office.record.test_comparing import by_hand

WHY = "Kartu keluarga yang dibawa menyebut alamat ini."
PROOF = "Kartu keluarga, baris alamat."
HOUR = timedelta(hours=1)


def asked(party, item="name", right="Karla Wijayanti", *, case=None, actor=None, at=MONDAY):
    actor = actor or Actor(kind="citizen", party=party.pk)
    return ask(party, Wrong(item, right, PROOF, case), actor=actor, now=at, once=uuid4())


def answered(one, actor, outcome="corrected", *, at=MONDAY + HOUR, **other):
    values = {"why": WHY, "card_seen": True, "value": "Karla Wijayanti", **other}
    return answer(one, Answer(outcome, **values), actor=actor, now=at)


def codes_of(call, *args, **values):
    with pytest.raises(Refused) as found:
        call(*args, **values)
    return {one.code for one in found.value.refusals}


def moved(number):
    address = answers_of(Case.objects.get(number=number))["address"]
    return {**address, "street": "Jl. Melati 30"}


@pytest.fixture
def carla(db):
    return register(CARLA, now=MONDAY)


@pytest.fixture
def eva(db):
    return officer("eva", "counter", "supervisor")


def about_case(ana):
    number = filed()
    row = Case.objects.get(number=number)
    return row, asked(row.party, "address", "Jl. Melati 30", case=row)


def test_the_time_is_three_days_and_nights_whatever_the_office_s_hours(carla):
    assert asked(carla).due_at == MONDAY + timedelta(hours=72)
    assert not time_to_answer().certain  # nobody has read the article


def test_the_register_is_put_right_and_keeps_of_the_old_value_its_commitment_alone(carla, eva):
    one = asked(carla)
    row = answered(one, eva)
    party = Party.objects.get(pk=carla.pk)
    assert person_of(party).name == "Karla Wijayanti" and "put right, officer" in person_of(party).source
    body = json.loads(row.body)
    assert len(body["before"]) == len(body["after"]) == 44 and body["before"] != body["after"]
    for text in (one.body, row.body, one.outbox.leaf, row.outbox.leaf):
        assert CARLA.name not in text and "Wijayanti" not in text
    assert one.outbox.leaf.startswith("ledger/v1\n") and row.outbox.leaf.startswith("ledger/v1\n")
    assert CARLA.name not in json.dumps(said_in(Rectification.objects.get(), row))


def test_the_person_is_told_that_there_is_an_answer(carla, eva):
    answered(asked(carla), eva)
    message = Message.objects.select_related("party", "case").get(kind="data-answered")
    words = words_of(message)
    assert "/my-data/" in words.sms and len(words.sms) <= 160 and CARLA.name not in words.sms


def test_the_phone_is_put_right_only_with_the_card_in_hand_and_ends_every_sign_in(carla, eva):
    one = asked(carla, "phone", "+6281111111111")
    assert codes_of(answered, one, eva, value="+6281111111111", card_seen=False) == {"card-not-seen"}
    answered(one, eva, value="+6281111111111")
    assert Party.objects.get(pk=carla.pk).vouched == carla.vouched + 1


def test_what_a_card_has_shown_only_a_card_puts_right(carla, eva):
    Party.objects.filter(pk=carla.pk).update(assurance=SEEN)
    assert codes_of(answered, asked(carla), eva, card_seen=False) == {"card-not-seen"}


def test_a_value_that_is_none_is_refused_and_a_nik_of_somebody_else_too(carla, eva):
    one = asked(carla, "birth_date", "1990")
    with pytest.raises(AnswersRejected):
        answered(one, eva, value="yesterday")
    other = register(CARLA.__class__(nik="3174014101850001", name="Budi"), now=MONDAY)
    two = asked(carla, "nik", "3174014101850001")
    assert codes_of(answered, two, eva, value="3174014101850001") == {"nik-of-another"}
    assert other.pk != carla.pk and not RectificationAnswer.objects.exists()


def test_an_answer_of_an_open_case_is_put_right_by_an_act_of_the_case(ana, ben, append_only):
    row, one = about_case(ana)
    answered(one, ben, value=moved(row.number))
    row.refresh_from_db()
    event = Event.objects.filter(case=row).last()
    assert event.act == "put_right" and event.role in ("head", "verifier")
    assert answers_of(row)["address"]["street"] == "Jl. Melati 30"
    assert [found for found in differences() if not isinstance(found, int)] == []
    assert "Melati" not in event.body
    assert [found for found in altered() if isinstance(found, Altered)] == []


def test_a_rule_that_failed_on_the_wrong_fact_comes_out_anew(ana, ben):
    number = with_failed_rule(checked(ana))
    row = Case.objects.get(number=number)
    assert state_of(row).failed_mandatory
    answered(asked(row.party, "address", "Jl. Melati 30", case=row), ben, value=moved(number))
    case = state_of(Case.objects.get(number=number))
    assert case.failed_mandatory == () and case.rules == {"lives-here": "passed"}


def test_what_would_be_another_application_is_refused_and_changes_nothing(ana, ben):
    number = filed()
    row = Case.objects.get(number=number)
    one = asked(row.party, "tenancy", "rent", case=row)
    assert codes_of(answered, one, ben, value="rent") == {"changes-course"}
    assert Attempt.objects.filter(code="changes-course").exists()
    assert answers_of(row)["tenancy"] == "own" and not RectificationAnswer.objects.exists()


def test_a_decided_case_is_never_changed_and_the_open_roads_are_named(ana, ben, eva):
    number = granted(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + timedelta(minutes=10))
    row = Case.objects.get(number=number)
    one = asked(row.party, "address", "Jl. Melati 30", case=row, at=MONDAY + HOUR)
    late = MONDAY + 2 * HOUR
    assert codes_of(answered, one, eva, value=moved(number), at=late) == {"decided-on-it"}
    assert codes_of(answered, one, eva, "road", road="objection", at=late) == {"no-road"}
    row_answer = answered(one, eva, "road", road="letter", at=late)
    assert row_answer.road == "letter" and row_answer.letters == [state_of(row).letter]
    assert answers_of(row)["address"]["street"] == "Jl. Mawar 3"
    assert Event.objects.filter(case=row, act="put_right").count() == 0


def test_a_refusal_leaves_the_objection_open_and_later_a_new_application_alone(ana, ben):
    number = refused(ana, ben)
    case = state_of(Case.objects.get(number=number))
    assert roads_of(case, MONDAY + HOUR) == ("objection", "new")
    assert roads_of(case, MONDAY + timedelta(days=90)) == ("new",)


def test_who_entered_it_wrote_it_down_or_is_the_person_does_not_answer(carla, eva, ana):
    noted = asked(carla, actor=eva)
    assert codes_of(answered, noted, eva) == {"four-eyes"}
    answered(noted, ana)
    entered = register(CARLA.__class__(nik="3174014101850001", name="Budi", source=f"counter, officer {eva.user}, x"),
                       now=MONDAY)  # fmt: skip
    assert codes_of(answered, asked(entered, right="Budi Raharjo"), eva) == {"four-eyes"}
    own = officer("gus", "counter", nik=CARLA.nik)
    assert codes_of(answered, asked(carla, "email", "x@example.org"), own) >= {"own-case"}


def test_only_the_roles_that_answer_do_once_and_with_a_reason(carla, eva, dan, ana):
    one = asked(carla)
    assert codes_of(answered, one, dan) == {"not-your-role"}
    assert codes_of(answered, one, eva, why="ok") == {"fact-missing"}
    assert codes_of(answered, one, eva, "later") == {"no-outcome"}
    answered(one, eva, "refused")
    assert codes_of(answered, one, ana, "refused") == {"data-answered"}
    assert person_of(Party.objects.get(pk=carla.pk)).name == CARLA.name


@pytest.mark.parametrize(
    ("item", "right", "code"),
    [("shoe", "x", "data-not-held"), ("name", "  ", "data-right-missing")],
)
def test_a_request_says_what_and_what_is_right(carla, item, right, code):
    assert codes_of(asked, carla, item, right) == {code}


def test_one_item_is_asked_about_once_at_a_time_and_a_form_sent_twice_counts_once(carla, eva):
    actor, once = Actor(kind="citizen", party=carla.pk), uuid4()
    wrong = Wrong("name", "Karla Wijayanti", PROOF)
    first = ask(carla, wrong, actor=actor, now=MONDAY, once=once)
    assert ask(carla, wrong, actor=actor, now=MONDAY, once=once) == first
    assert codes_of(ask, carla, wrong, actor=actor, now=MONDAY, once=uuid4()) == {"data-asked-already"}
    answered(first, eva, "refused")
    assert ask(carla, wrong, actor=actor, now=MONDAY + HOUR, once=uuid4()) != first


def test_whoever_was_given_it_stays_on_the_list_until_they_are_told(carla, eva, monkeypatch):
    given = rectifying_facts.Given(("register:dukcapil", "system:oss"))
    monkeypatch.setattr(rectifying, "given_to", lambda one: given)
    row = answered(asked(carla), eva)
    assert list(RectificationAnswer.objects.untold()) == [row]
    assert codes_of(tell, row, "register:dukcapil", " ", actor=eva, now=MONDAY) == {"nobody-told"}
    assert codes_of(tell, row, "elsewhere", "12/A", actor=eva, now=MONDAY) == {"nobody-told"}
    for name in given.recipients:
        tell(row, name, "Surat 12/A/2026", actor=eva, now=MONDAY + HOUR)
        tell(row, name, "Surat 12/A/2026", actor=eva, now=MONDAY + HOUR)
    assert list(RectificationAnswer.objects.untold()) == [] and RectificationTold.objects.count() == 2


def test_an_altered_answer_is_found(carla, eva):
    row = answered(asked(carla), eva)
    assert [found for found in altered() if isinstance(found, Altered)] == []
    by_hand("update tables_rectificationanswer set body = replace(body, 'corrected', 'refused')")
    found = [one for one in altered() if isinstance(one, Altered)]
    assert [one.where for one in found] == [f"rectification {row.of.ref}"]


def test_the_database_refuses_to_change_a_line(carla, append_only):
    asked(carla)
    for statement in ("delete from tables_rectification", "update tables_rectification set item = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
