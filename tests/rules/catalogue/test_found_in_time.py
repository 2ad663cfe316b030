"""Conditions that read dated numbers, tables and findings, and what the lint says of a finding that comes too late."""

import shutil
from pathlib import Path

import pytest

from layani.rules.catalogue import CatalogueError, load_catalogue, steps_for
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.planning import planned_step
from layani.rules.catalogue.steps import steps_after

EXAMPLE = Path(__file__).parents[3] / "src" / "layani" / "example_office"
PRACTICE, HOUSE = "health-practice-permit", "house-building-approval"
SIDE = Path(__file__).parents[2] / "side_by_side_office"
OWN_TABLE = """  own:
    says: {id: Contoh, en: Example}
    law: pp-16-2021-indeks
    columns: [prototype_code]
    rows: [{when: [a], gives: 1}]
    otherwise: 2
  complexity:"""
YEARS = """parameters:
  years:
    says: {id: Contoh, en: Example}
    law: sip-tempat
    unit: number
    values: [{from: 2026-01-01, value: 5}]
"""
ROOM = "findings.visit.room ? idr(1000) : idr(2000)"
FAULTS = [
    (
        PRACTICE,
        {'when: place_kind == "facility"': 'when: place_kind == "facility" && findings.visit.room'},
        "the question 'place_letter' reads what is found only after the application is sent: "
        "the question 'place_letter' → findings.visit.room.",
    ),
    (
        PRACTICE,
        {
            'when: place_kind == "facility"': "when: tables.most_places > 1",
            "columns: [profession]": 'columns: [\'findings.register.str_active ? "doctor" : "nurse"\']',
        },
        "→ tables.most_places → findings.register.str_active.",
    ),
    (
        PRACTICE,
        {"says: {id: Melihat STR": "when: findings.visit.room\n      says: {id: Melihat STR"},
        "the step 'register' waits for what is found only after it: "
        "the step 'register' → findings.visit.room → 'register'.",
    ),
    (
        PRACTICE,
        {"when: findings.visit.room && !": 'when: place_kind == "facility" && findings.visit.room && !'},
        "the step 'again' reads what is never found in the cases that need it: the step 'again' → findings.visit.room.",
    ),
    (
        PRACTICE,
        {"fee: free": f'fee: {{amount: "{ROOM}", law: uu-17-2023-263}}'},
        "the fee is set by 'visit', which not every case takes: the fee → findings.visit.room.",
    ),
    (
        HOUSE,
        {'when: design == "prototype"': "when: tables.own > 1", "  complexity:": OWN_TABLE},
        "the question 'prototype_code' depends on itself: 'prototype_code' → 'tables.own' → 'prototype_code'.",
    ),
]


def catalogue_with(folder, source, changes):
    """Return the office with changes to one of its services; raises CatalogueError."""
    for name in ("office.yaml", "regions.csv"):
        shutil.copy(EXAMPLE / name, folder / name)
    shutil.copytree(EXAMPLE / source, folder / source)
    path = folder / source / "service.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return load_catalogue(folder).services[source]


@pytest.fixture
def practice(catalogue):
    return catalogue.services[PRACTICE]


@pytest.fixture
def house(catalogue):
    return catalogue.services[HOUSE]


@pytest.mark.parametrize(("source", "changes", "says"), FAULTS, ids=[fault[2][:50] for fault in FAULTS])
def test_what_is_found_too_late_or_never_is_told_with_its_way(tmp_path, source, changes, says):
    with pytest.raises(CatalogueError) as caught:
        catalogue_with(tmp_path, source, changes)
    told = [str(problem) for problem in caught.value.problems]
    assert any(says in one and one.startswith(f"{source}/service.yaml: line ") for one in told), told


def test_a_step_beside_another_cannot_read_what_that_one_finds(tmp_path):
    shutil.copytree(SIDE, tmp_path / "office")
    path = tmp_path / "office" / "house-approval" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("when: floors > 1", "when: findings.environment.drain", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match="'structure' may begin before 'environment' has found anything"):
        load_catalogue(tmp_path / "office")


def test_a_question_can_hang_on_a_dated_number(house):
    answers = {"area": 48, "use": "home", "first_home": True}
    on = {day: asked_fields(house.on({"today": day}), answers) for day in ("2026-12-01", "2025-04-01")}
    assert "first_home" in on["2026-12-01"]
    assert "first_home" not in on["2025-04-01"]  # before the first value of the number nobody can know
    assert "first_home" not in asked_fields(house.on({"today": "2026-12-01"}), {**answers, "area": 49})


def test_a_form_that_hangs_on_the_day_is_never_asked_without_it(house):
    with pytest.raises(LookupError, match=r"ask service\.on\(facts\) first"):
        asked_fields(house, {"area": 48})


def test_a_form_that_hangs_on_no_day_is_the_same_on_every_day(catalogue):
    hall = catalogue.services["hall-use"]
    assert hall.on({"today": "2026-12-01"}) is hall


@pytest.mark.parametrize(
    ("visit", "needed"),
    [
        ({"room": True, "hands": False, "waste": True}, True),
        ({"room": True, "hands": True, "waste": True}, False),
        ({"room": False, "hands": False, "waste": True}, False),
    ],
)
def test_a_second_visit_is_planned_only_after_what_the_first_one_found(practice, visit, needed):
    own = {"place_kind": "own"}
    planned = [planned_step(step) for step in steps_for(practice, own, {})]
    assert {step.id: step.waits for step in planned if step.waits} == {"again": ("visit",)}
    after = steps_after(practice, planned, own, {"findings": {"visit": visit}})
    assert ("again" in [step.id for step in after]) is needed
    assert all(step.waits == () for step in after)


def test_who_joins_a_clinic_is_never_told_of_a_second_visit(practice):
    assert [step.id for step in steps_for(practice, {"place_kind": "facility"}, {})] == ["check", "register", "decide"]


def test_a_fee_row_that_a_finding_decides_holds_back_the_rows_below_it(tmp_path):
    rows = (
        "fee:\n  - {amount: 9_000 IDR, law: uu-17-2023-263, when: findings.register.permits_found > 1}\n"
        "  - {amount: 2_000 IDR, law: uu-17-2023-263}\n"
    )
    service = catalogue_with(tmp_path, PRACTICE, {"fee: free\n": rows})
    untold = reckon_fee(service, {}, {})
    assert (untold.amount, untold.waits) == (None, ("register",))
    for found, fee in ((2, "IDR 9,000"), (1, "IDR 2,000")):
        facts = {"findings": {"register": {"permits_found": found}}}
        assert reckon_fee(service, {}, facts).amount.words("en") == fee


@pytest.mark.parametrize(("least", "taken"), [(4, True), (5, False)])
def test_a_step_can_hang_on_a_dated_number(tmp_path, least, taken):
    own = '      when: place_kind == "own"\n      not_same_as'
    changes = {
        own: own.replace('place_kind == "own"', f"parameters.years > {least}"),
        "\nfee: free\n": f"\nfee: free\n{YEARS}",
    }
    service = catalogue_with(tmp_path, PRACTICE, changes)
    steps = steps_for(service, {}, {"today": "2026-12-01"})
    assert ("visit" in [step.id for step in steps]) is taken
