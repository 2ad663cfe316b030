"""Job-seeker's card, practice permit, business number, public information, house building approval."""

from datetime import date
from fractions import Fraction

import pytest

from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.scope import office_facts

from .conftest import FOLDER

PERMITS = (
    "business-number", "health-practice-permit", "health-practice-permit-renewal", "house-building-approval",
    "job-seeker-card", "public-information",
)  # fmt: skip
DAY = date(2026, 12, 1)
HOUSE = {
    "work": "new", "site": {"street": "Jalan Kenanga 12", "rt": "003", "rw": "007", "ward": "99.01.01.1002"},
    "land_area": 150, "use": "home", "material": "walls", "design": "architect",
}  # fmt: skip


@pytest.mark.parametrize("slug", PERMITS)
def test_the_examples_show_every_rule_step_ground_and_letter(catalogue, slug):
    ran = run_examples(FOLDER / slug, catalogue.services[slug], catalogue.office)
    assert ran.coverage.missing == ()


@pytest.mark.parametrize(
    ("work", "material", "floors", "area", "function", "height", "built"),
    [
        ("new", "walls", 1, 99, "0.15", "1", "1"),
        ("new", "walls", 1, 100, "0.17", "1", "1"),
        ("new", "walls", 2, 60, "0.17", "1.09", "1"),
        ("extension", "wood", 3, 240, "0.17", "1.12", "1"),
        ("medium", "wood", 1, 200, "0.17", "1", "0.225"),
        ("heavy", "walls", 2, 180, "0.17", "1.09", "0.325"),
    ],
)
def test_the_fee_of_a_house_is_that_of_the_decrees_formula(
    catalogue, work, material, floors, area, function, height, built
):
    """The formula of the annex in fractions, apart from the file's integers; rounded down to 100 rupiah."""
    complexity = Fraction(3, 10) * (1 if floors <= 2 else 2)
    permanence = Fraction(2, 10) * (2 if material == "walls" else 1)
    index = Fraction(function) * (complexity + permanence + Fraction(1, 2) * Fraction(height))
    exact = area * (Fraction(5, 1000) * 5_000_000) * index * Fraction(built)
    rupiah = min(max(exact, Fraction(25_000)), Fraction(25_000_000)) // 100 * 100
    assert _fee(catalogue, {**HOUSE, "work": work, "material": material, "floors": floors, "area": area}) == rupiah


def test_a_low_income_frees_the_first_small_home_and_no_larger_one(catalogue):
    small = {**HOUSE, "floors": 1, "area": 48, "first_home": True, "income": 1_000_000_000}
    assert _fee(catalogue, small) == 0
    assert _fee(catalogue, {**small, "income": 1_000_000_100}) > 0
    assert _fee(catalogue, {**small, "first_home": False}) > 0
    assert _fee(catalogue, {**small, "area": 49}) > 0


def test_public_information_asks_for_no_reason_that_decides_anything(catalogue):
    service = catalogue.services["public-information"]
    assert not service.fields["reason"].required
    assert service.fields["reason"].law == "uu-14-2008-4"
    assert all("reason" not in str(path) for rule in service.rules for path in rule.must.paths)
    exempt = [ground for ground in service.grounds if ground.law == "uu-14-2008-17"]
    assert len(exempt) == 10


def _fee(catalogue, answers):
    service = catalogue.services["house-building-approval"]
    fee = reckon_fee(service, answers, office_facts(catalogue.office, DAY, []))
    return fee.amount.minor // 100
