"""Whoever filed for somebody and serves here now, or as their guardian, has an interest in that case everywhere."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from layani.office.actions import ranking
from layani.office.actions.signing_over import _free
from layani.office.actions.using_discretion import propose, rule
from layani.office.house import catalogue
from layani.office.pages.officer import reading
from layani.office.tables.models import Case, Role, User
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.mandates.conftest import BUDI, filed, given, person
from tests.office.officer.test_discretion import WHY, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(budi, now):
    number = filed(given(person(5, now), budi, now), now).row.number
    return Case.objects.select_related("party").get(number=number)


@pytest.fixture
def agent(row):
    return officer("budi", "head", "supervisor", nik=BUDI.nik)


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return refused.value.refusals[0].code


def test_they_neither_propose_discretion_in_it_nor_rule_on_it(row, agent, ben, now):
    asked = proposed(kind="rule-silent", days=0)
    assert code_of(propose, row.number, asked, actor=agent, now=now) == "own-case"
    made = propose(row.number, asked, actor=ben, now=now)
    assert code_of(rule, made.pk, "approved", WHY, actor=agent, now=now) == "own-case"


def test_they_sign_no_ranking_in_which_it_stands_and_take_no_letter_of_it_over(row, agent, ben):
    ranked = SimpleNamespace(lines=[SimpleNamespace(row=row)])
    assert code_of(ranking._require_not_own, ranked, agent) == ranking.OWN.code
    ranking._require_not_own(ranked, ben)
    assert not _free(row, state_of(row), agent) and _free(row, state_of(row), ben)


def test_they_read_it_as_the_agent_and_not_as_an_officer(row, agent, ben):
    assert reading.is_own(row, agent) and not reading.is_own(row, ben)


def test_whoever_has_left_the_office_acts_for_others_like_everybody(budi, now):
    """The account stays when its roles end: without that a former officer could never be anybody's agent."""
    giver, serves = person(6, now), officer("budi", nik=BUDI.nik)
    User.objects.filter(pk=serves.user).update(nik_mac=serves.nik_mac)
    role = Role.objects.create(user_id=serves.user, office=catalogue().office.slug, name="head", since=now.date())
    with pytest.raises(Refused, match="is an officer of this office"):
        given(giver, budi, now)
    role.until = now.date()
    role.save()
    with pytest.raises(Refused, match="is an officer of this office"):
        given(giver, budi, now)
    later = now + timedelta(days=1)
    assert filed(given(giver, budi, later), later).row.party_id == giver.pk
