"""What a visitor of the demo finds beside the many small cases: desks side by side, places, permits, a consultation."""

import random

import pytest

from layani.city import scenes
from layani.city.people import citizens
from layani.office import house
from layani.office.actions.instructing import opened
from layani.office.actions.paper.entering import Typed, require_typed
from layani.office.actions.paper.numbers import paper_code, paper_number
from layani.office.actions.renewable import opens_at
from layani.office.tables.models import Case, Instruction, PaperBlock, PaperWindow, Ranking
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from tests.city.entered import NOW, SCENES_ALONE, filled_for_long


@pytest.fixture(scope="module")
def filled_once(django_db_setup, django_db_blocker, tmp_path_factory):
    with filled_for_long(django_db_blocker, tmp_path_factory.mktemp("office"), SCENES_ALONE) as staff:
        yield staff


@pytest.fixture
def filled(filled_once, db):
    return filled_once


def test_houses_lie_on_three_desks_on_two_on_one_and_on_the_later_ones(filled):
    houses = Case.objects.filter(service=scenes.HOUSE).order_by("-id")
    open_now = [
        sorted(step.id for step in state_of(row).open_steps()) if row.decided_at is None else [] for row in houses
    ]
    assert open_now == [
        ["drainage", "planning", "structure"],
        ["planning", "structure"],
        ["structure"],
        ["visit"],
        ["payment"],
        ["decide"],
        [],
    ]
    assert houses.order_by("id").first().status == "granted"


def test_one_permit_can_be_renewed_one_is_warned_and_one_revoked(filled):
    states = [state_of(row) for row in Case.objects.filter(service=scenes.PERMIT).order_by("id")]
    ending, warned, revoked = states
    assert standing(ending, NOW).standing == "valid"
    assert opens_at(ending, house.service("health-practice-permit-renewal")) < NOW < ending.valid_until
    assert warned.revocation_due > NOW
    assert standing(revoked, NOW).standing == "revoked"


def test_the_list_of_last_month_has_places_a_waiting_list_two_people_and_two_objections(filled):
    (ranking,) = Ranking.objects.all()
    assert ranking.period == "2026-10"
    assert ranking.made_by_id != ranking.signed_by_id
    places = list(ranking.lines.order_by("seat").values_list("place", flat=True))
    assert places == ["placed"] * 12 + ["waiting"] * 4 + ["excluded"]
    said = [state_of(line.case).place.get("objection") for line in ranking.lines.waiting().order_by("seat")]
    assert said == ["answered", "open", None, None]


def test_of_the_two_people_to_sign_in_as_one_has_a_place_and_the_other_waits(filled):
    lines = {}
    for line in Ranking.objects.get().lines.select_related("case__party"):
        lines[bytes(line.case.party.nik_mac)] = line.place
    one, other = (house.codes().nik(who.nik) for who in citizens())
    assert (lines[one], lines[other]) == ("placed", "waiting")


def test_a_call_from_above_was_written_down_by_who_decides_on_a_house_and_filling_again_adds_none(filled):
    row = Instruction.objects.select_related("case", "outbox").get()
    said = opened([row])[row.pk]
    assert (said["what"], said["how"]) == (scenes.CALLED, "phone")
    assert (row.case.service, row.case.step, row.case.decided_at) == (scenes.HOUSE, "decide", None)
    assert said["officer"] in filled.by_role[row.case.step_role]
    for scene in scenes.plan(filled, NOW)[-1:]:
        scene(random.Random(1))
    assert Instruction.objects.count() == 1


def test_hours_on_paper_can_be_tried_at_once(filled):
    block, window = PaperBlock.objects.get(), PaperWindow.objects.get()
    assert block.holder_id in filled.by_role["front-desk"]
    number = paper_number(block.number, 1)
    given = Typed(number, paper_code(number), window.since + scenes.DOWN / 2)
    paper = require_typed(given, actor=filled.officer("front-desk"), now=NOW)
    assert paper.block == block
