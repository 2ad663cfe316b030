"""A form of three hundred questions, on one page and over a hundred pages: it can be sent, and all of it is kept."""

import re

import pytest

from bench.long_form import FIELDS, MANY_PAGES, ON_A_PAGE, ONE_PAGE, write_catalogue
from layani.office import house

TYPED = ("Kata", "7", "one", None, "yes", "Satu kalimat", "5000", "081234567890", ["one", "two"], "a@b.example")


@pytest.fixture
def long_forms(settings, tmp_path):
    settings.CATALOGUE = write_catalogue(tmp_path / "catalogue")
    house.in_force.cache_clear()
    yield
    house.in_force.cache_clear()


def typed(fields):
    """Return what a browser posts for these questions, of the kinds of the bench."""
    posted = {}
    for n in fields:
        if TYPED[n % len(TYPED)] is None:
            posted |= {f"q{n}-day": "1", f"q{n}-month": "12", f"q{n}-year": "2026"}
        else:
            posted[f"q{n}"] = TYPED[n % len(TYPED)]
    return posted


def test_a_page_of_three_hundred_questions_can_be_sent(long_forms, browser):
    browser.post(f"/apply/{ONE_PAGE}/you/", {})
    posted = typed(range(FIELDS))
    assert sum(len(value) if isinstance(value, list) else 1 for value in posted.values()) > FIELDS
    answer = browser.post(f"/apply/{ONE_PAGE}/part-0/", posted)
    assert (answer.status_code, answer["location"]) == (302, f"/apply/{ONE_PAGE}/check/")
    shown = browser.get(answer["location"]).content.decode()
    assert shown.count("Satu kalimat") == FIELDS // len(TYPED)


def test_the_length_of_a_hundred_pages_counts_what_an_open_answer_may_still_ask(long_forms, browser):
    browser.post(f"/apply/{MANY_PAGES}/you/", {})
    shown = browser.get(f"/apply/{MANY_PAGES}/part-50/").content.decode()
    pages = 1 + FIELDS // ON_A_PAGE
    assert re.search(rf"bagian 52 dari (paling banyak )?{pages}\b", shown)
