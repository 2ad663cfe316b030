"""What an answer, a typist and a met rule change about who may decide what; and a look while somebody acts."""

import dataclasses
import json

import pytest

from layani.office.actions import checking, deciding, filing, rebuilding, serving
from layani.office.actions.rebuilding import differences
from layani.office.house import catalogue, service
from layani.office.tables.models import Attempt, Case, Event
from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.expressions.types import YES_NO
from layani.rules.catalogue.scope import field_types
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.actions.test_acts import MINUTE, checked, file
from tests.office.conftest import CARLA, officer

pytestmark = pytest.mark.django_db


def with_a_rule_for_the_bank(monkeypatch):
    """Let the residence letter have a mandatory rule that applies to a bank's letter alone, and that owners fail."""
    plain = service("residence-letter")
    names = field_types(plain.fields.values())
    first = plain.rules[0]
    rule = dataclasses.replace(
        first,
        id="for-the-bank",
        when=Expression.compile('purpose == "bank"', names, gives=YES_NO),
        must=Expression.compile('tenancy != "own"', names, gives=YES_NO),
    )
    rules = (first, rule)
    reads = {**plain.reads, "rules": Reads(one for r in rules for one in (r.when, r.must))}
    changed = dataclasses.replace(plain, rules=rules, reads=reads)
    monkeypatch.setitem(catalogue().services, "residence-letter", changed)


@pytest.mark.parametrize(("before", "after", "stops"), [("school", "bank", True), ("bank", "school", False)])
def test_after_an_answer_the_mandatory_rules_are_those_that_now_apply(ana, ben, now, monkeypatch, before, after, stops):
    with_a_rule_for_the_bank(monkeypatch)
    number = filing.file(application(purpose=before), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.ask_missing(number, {"purpose": "Untuk apa?"}, actor=ana, now=now + 2 * MINUTE)
    checking.answer(number, {"purpose": after}, actor=CITIZEN, now=now + 3 * MINUTE)
    serving.take_next(actor=ana, now=now + 4 * MINUTE)
    checking.check_complete(number, actor=ana, now=now + 5 * MINUTE)
    serving.take_next(actor=ben, now=now + 6 * MINUTE)
    if stops:
        with pytest.raises(Refused, match="law makes mandatory has failed"):
            deciding.grant(number, actor=ben, now=now + 7 * MINUTE)
    else:
        assert deciding.grant(number, actor=ben, now=now + 7 * MINUTE).case.status == "granted"
    assert not [found for found in differences() if not isinstance(found, int)]


def test_who_typed_the_application_or_the_answer_may_not_decide(ana, ben, now):
    eve = officer("eve", "front-desk", "head")
    typed = filing.file(application(), actor=eve, now=now).row.number
    checked(typed, ana, now)
    assert serving.take_next(actor=eve, now=now + 3 * MINUTE) is None
    with pytest.raises(Refused, match="typed it for the applicant"):
        serving.take(typed, actor=eve, now=now + 3 * MINUTE)
    assert serving.take_next(actor=ben, now=now + 4 * MINUTE).row.number == typed
    answered = filing.file(application(CARLA), actor=CITIZEN, now=now + 5 * MINUTE).row.number
    serving.take_next(actor=ana, now=now + 6 * MINUTE)
    checking.ask_missing(answered, {"purpose": "Untuk apa?"}, actor=ana, now=now + 7 * MINUTE)
    checking.answer(answered, {"purpose": "school"}, actor=eve, now=now + 8 * MINUTE)
    serving.take_next(actor=ana, now=now + 9 * MINUTE)
    checking.check_complete(answered, actor=ana, now=now + 10 * MINUTE)
    assert serving.take_next(actor=eve, now=now + 11 * MINUTE) is None


def test_a_refusal_against_a_rule_that_is_met_needs_evidence_and_says_so(ana, ben, now, monkeypatch):
    plain = service("residence-letter")
    grounds = tuple(dataclasses.replace(one, rule="lives-here") for one in plain.grounds)
    monkeypatch.setitem(catalogue().services, "residence-letter", dataclasses.replace(plain, grounds=grounds))
    number = file(now)
    checked(number, ana, now)
    serving.take_next(actor=ben, now=now + 3 * MINUTE)
    why = deciding.Why("not-resident", "The identity card names another district.")
    with pytest.raises(Refused, match="contradicts what the system worked out"):
        deciding.refuse(number, why, actor=ben, now=now + 4 * MINUTE)
    assert Attempt.objects.get().code == "rule-is-met"
    seen = dataclasses.replace(why, seen_otherwise=True)
    done = deciding.refuse(number, seen, actor=ben, now=now + 5 * MINUTE)
    assert json.loads(done.event.body)["data"]["rule_met"] == "lives-here"


def test_an_act_between_two_looks_at_a_case_is_no_difference(ana, now, monkeypatch):
    number = file(now)
    seen = rebuilding._of_batch

    def acting_meanwhile(rows, mend):
        if Event.objects.count() == 1:
            serving.take_next(actor=ana, now=now + MINUTE)
        return seen(rows, mend)

    monkeypatch.setattr(rebuilding, "_of_batch", acting_meanwhile)
    assert [one for one in differences() if not isinstance(one, int)] == []
    assert Case.objects.get(number=number).holder_id == ana.user
