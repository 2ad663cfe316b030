"""A letter shows what was reckoned: the fee, the parameters of the day, and what tables gave."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.letter_figures import fee_value, figure_values
from layani.rules.catalogue.sample_letter import Said, sample_letter
from layani.rules.catalogue.scope import office_facts

STANDARDS = Path(__file__).parents[2] / "standards_office"


@pytest.fixture(scope="module")
def offices():
    return load_catalogue(STANDARDS)


def facts_of(offices, **findings):
    return {**office_facts(offices.office, date(2026, 12, 1)), "findings": findings}


def test_a_number_is_shown_as_it_is_and_what_cannot_be_told_as_nothing(offices):
    test = offices.services["vehicle-test"]
    answers = {"kind": "goods", "made": 2015}
    shown = figure_values(test, answers, facts_of(offices), "id")
    assert shown == {"parameters.co_limit": "40", "tables.smoke_limit": "40", "tables.brake_limit": "50"}
    assert figure_values(test, {}, facts_of(offices), "en")["tables.brake_limit"] == "–"
    assert figure_values(test, answers, {}, "en")["parameters.co_limit"] == "–"  # no day, so no value of a day


@pytest.mark.parametrize(("language", "shown"), [("id", "Rp0"), ("en", "IDR 0")])
def test_money_is_written_as_the_language_writes_it(offices, language, shown):
    assert fee_value(offices.services["vehicle-test"], {}, facts_of(offices), language) == shown
    assert fee_value(offices.services["burial-plot"], {}, facts_of(offices), language) == "–"  # waits for its answers


def test_a_sample_letter_fills_them_in(offices):
    test = offices.services["vehicle-test"]
    letter = {("granted", "en"): "{{ tables.brake_limit }} {{ parameters.co_limit }} {{ case.fee }} {{ letter.until }}"}
    said = Said({"kind": "passenger", "made": 2015}, {}, facts_of(offices))
    written = sample_letter(replace(test, letters=letter), offices.office, "granted", "en", said)
    assert written == "60 40 IDR 0 [letter.until]"


def test_a_letter_that_names_a_table_that_is_not_there_is_told_of_those_that_are(problems):
    (one,) = problems("hall-use/letters/granted.en.md", "# ", "# {{ tables.weight }} ")
    assert "{{ tables.weight }} is nothing that a case has." in str(one)
