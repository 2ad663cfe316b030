"""A letter is initialled, signed and taken over by officers of its section, and of the whole office."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.office import house
from layani.office.actions import checking, deciding, serving
from layani.office.actions.initialling import first_desk
from layani.office.tables.facts import authority
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.office.tables.signing_rights import Rights, rights
from layani.rules.authority.model import Register
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from tests.office.conftest import MONDAY
from tests.office.officer.walks import filed
from tests.office.sections import NORTH, SOUTH, TWO, holder, in_two, living_in

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def two(monkeypatch, db):
    given = in_two()
    signers = tuple(replace(one, initials=("verifier",)) if one.post == "head" else one for one in given.office.signers)
    monkeypatch.setattr(house, "_given", [replace(given, office=replace(given.office, signers=signers))])


def case_in(ward):
    return state_of(Case.objects.get(number=filed(**living_in(ward))))


@pytest.mark.parametrize("register", [None, "kept"])
def test_who_decides_in_another_section_may_not_sign_the_letter(register):
    case = case_in(SOUTH)
    entries = tuple(house.catalogue().office.signers)
    known = Register(entries, {"head": Text("Camat", "Head")}) if register else None
    found = Rights(MONDAY.date(), known, {1: {"head@north"}, 2: {"head@south"}, 3: TWO.held({"head"})})
    assert [found.refuses(case, officer) is None for officer in (1, 2, 3)] == [False, True, True]


def test_the_rights_of_officers_are_those_of_the_register_of_roles():
    hana, ines = holder("hana", "head@north"), holder("ines", "head")
    found = rights(house.catalogue().office.slug, MONDAY.date(), [hana.user, ines.user])
    assert found.roles == {hana.user: {"head@north"}, ines.user: {"head", "head@north", "head@south"}}
    assert {"Hana", "Ines"} <= set(found.register.holders["head"])


def test_the_authority_register_asks_for_the_post_and_the_case_for_the_section():
    case, hana = case_in(NORTH), holder("hana", "head@north")
    other = replace(
        case, section="south", steps=tuple(replace(one, role=one.role.replace("north", "south")) for one in case.steps)
    )
    found = [authority("decide_grant", replace(one, step="decide"), hana, MONDAY) for one in (case, other)]
    assert [isinstance(one, Refusal) for one in found] == [False, True]
    assert found[0].post == "head"


def test_a_letter_is_initialled_in_its_section():
    assert first_desk(case_in(SOUTH), MONDAY)["desk"] == "verifier@south"


def test_a_decision_in_a_section_is_signed_by_the_post():
    nia, hana = holder("nia", "front-desk@north"), holder("hana", "head@north")
    number = filed(**living_in(NORTH))
    serving.take_next(actor=nia, now=MONDAY + MINUTE)
    checking.check_complete(number, actor=nia, now=MONDAY + 2 * MINUTE)
    serving.take_next(actor=hana, now=MONDAY + 3 * MINUTE)
    done = deciding.grant(number, actor=hana, now=MONDAY + 4 * MINUTE)
    assert done.case.status == "granted"
