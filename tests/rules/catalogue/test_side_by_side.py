"""``after``: what the file may say of the order of the steps, what the lint refuses, and what the pages make of it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue import CatalogueError, load_catalogue
from layani.rules.catalogue.order import beside, leads_to, longest, waits_for, without
from layani.rules.catalogue.planning import planned_step
from layani.rules.catalogue.renderings.process import process_of
from layani.rules.catalogue.steps import steps_for

OFFICE = Path(__file__).parents[2] / "side_by_side_office"
FILE = "house-approval/service.yaml"
CIRCLE = "these steps wait for each other, so none of them begins: 'roads' → 'structure' → 'roads'."
FAULTS = [
    ("after: [roads]", "after: [road]", "no step is called 'road'. Did you mean 'roads'?"),
    ("after: [roads]", "after: []", "'after'"),
    ("within: 5 working days\n      after: [check]", "within: 5 working days\n      after: [structure]", CIRCLE),
    (
        "within: 3 working days\n      after: [check]",
        "within: 3 working days\n      after: [roads, environment]",
        "'environment'",
    ),
    ("within: 3 working days\n      after: [check]", "within: 3 working days\n      after: [planning]", "stands below"),
    (
        "- decide: {by: head,",
        "- decide: {by: head, after: [roads],",
        "the case could be decided while it is still worked",
    ),
    ("- check: {by: front-desk,", "- check: {by: front-desk, when: floors > 1,", "'check' is not always done"),
    (
        "  - decide:",
        "  - check: {id: twice, by: front-desk, within: 1 working day, after: [roads]}\n  - decide:",
        "completeness would",
    ),
    (
        "  - decide:",
        "  - rank: {by: head, signed_by: planner, within: 1 working day, objections: 1 working day, ground: unsafe, "
        "after: [roads]}\n  - decide:",
        "the case would be ranked side by side with",
    ),
    ("by: ecologist", "by: forester", "nobody at the office is called 'forester'"),
    ("en: Spatial planning}, holders: 2", "en: Spatial planning}, holders: 0", "nobody holds the role 'planner'"),
    ("28 working days", "11 working days", "the steps may take 12 working days together"),
]


@pytest.fixture(scope="module")
def offices():
    return load_catalogue(OFFICE)


@pytest.fixture
def service(offices):
    return offices.services["house-approval"]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[fault[2][:40] for fault in FAULTS])
def test_an_order_that_cannot_be_kept_is_told_with_its_line_and_what_to_write(tmp_path, old, new, says):
    shutil.copytree(OFFICE, tmp_path / "office")
    found = False
    for name in (FILE, "office.yaml"):
        path = tmp_path / "office" / name
        text = path.read_text(encoding="utf-8")
        found = found or old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(tmp_path / "office")
    told = [str(problem) for problem in caught.value.problems]
    assert any(says in one and one.startswith(f"{FILE}: line ") for one in told), told


def test_the_longest_way_and_not_the_sum_must_fit_into_the_promise(service):
    order = [(step.id, step.after) for step in service.steps]
    days = {step.id: step.within.amount for step in service.steps}
    assert longest(order, days) == 1 + 5 + 2 + 3 + 1 < sum(days.values())


def test_a_step_that_is_not_needed_is_passed_and_what_came_after_it_waits_for_what_it_waited_for(service):
    short = {one.id: planned_step(one).after for one in steps_for(service, {"floors": 1}, {})}
    assert short == {
        "check": None, "roads": None, "environment": ("check",), "planning": ("check",), "site-visit": None,
        "decide": None,
    }  # fmt: skip
    assert {one.id: one.after for one in steps_for(service, {"floors": 2}, {})}["structure"] == ("roads",)


names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


@st.composite
def orders(draw):
    """Draw steps of which each may name some of those above it; the first names none."""
    found = []
    for name in draw(names):
        above = [one for one, _ in found]
        after = draw(st.none() | st.lists(st.sampled_from(above), min_size=1, unique=True)) if above else None
        found.append((name, after))
    return found


@given(orders(), st.data())
def test_leaving_steps_out_keeps_the_order_of_the_others(order, data):
    kept = [name for name, _ in order if data.draw(st.booleans())]
    before, after = waits_for(order), waits_for(without(order, kept))
    assert {name: before[name] & set(kept) for name in kept} == after


@given(orders())
def test_the_arrows_lead_to_every_step_that_is_waited_for(order):
    direct, far = leads_to(order), waits_for(order)
    for name, _ in order:
        reached = set(direct[name]).union(*(far[one] for one in direct[name]))
        assert reached == far[name]
        assert all(name in beside(order)[other] for other in beside(order)[name])


def test_the_standard_says_who_works_side_by_side(service):
    said = service.standard["procedure"]
    assert "bersamaan dengan Dinas Lingkungan Hidup, Dinas Tata Ruang" in said.id
    assert "side by side with Public works, Spatial planning" in said.en


def test_the_diagram_parts_and_joins(service, offices):
    process = process_of(service, offices.office)
    parts = {one.id for one in process.nodes if one.kind == "fork"}
    joins = {one.id for one in process.nodes if one.kind == "all"}
    assert (parts, joins) == ({"part_step_check"}, {"all_before_step_site-visit"})
    assert {one.target for one in process.flows if one.source == "part_step_check"} == {
        "step_roads", "step_environment", "step_planning",
    }  # fmt: skip
    assert len([one for one in process.flows if one.target == "all_before_step_site-visit"]) == 3


def test_steps_in_one_line_are_drawn_without_a_fork(service, offices):
    line = tuple(replace(step, after=None) for step in service.steps)
    process = process_of(replace(service, steps=line), offices.office)
    assert not process.side_by_side and {one.kind for one in process.nodes} & {"fork", "all"} == set()
