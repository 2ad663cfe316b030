"""A service that ends says until when, by which law, and what there is instead; and nothing is taken afterwards."""

from datetime import date

import pytest

from layani.rules.catalogue.admission import admission, not_open
from layani.rules.catalogue.coverage import AFTER_THE_END
from layani.rules.catalogue.differing import differences, nothing_for_citizens
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.loading import load_catalogue
from layani.rules.catalogue.open_cases import in_the_way
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form
from layani.rules.catalogue.renderings.standard_table import component_items

HALL = "hall-use/service.yaml"
CLOSES = """closes:
  last_day: %s
  law: kep-camat-3-2026
  says: {id: Balai dibongkar., en: The hall is torn down.}
  instead: {says: {id: Pesan balai kota., en: Book the town hall.}%s}
"""
LETTERS = "  letters: {id: Izin yang sudah terbit tetap berlaku., en: Permits that were given stay valid.}\n"


def closing(last_day="2027-06-30", instead="", more=""):
    return "\nsteps:", f"\n{CLOSES % (last_day, instead)}{LETTERS}{more}steps:"


@pytest.fixture(autouse=True)
def not_offered_next(copy):
    """Nothing leads to the hall from elsewhere, so that every problem is the test's."""
    path = copy / "move-of-address" / "service.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("next: [residence-letter, hall-use]", "next: [residence-letter]"), encoding="utf-8")


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (closing("2026-10-31"), "it ends on 2026-10-31, before this version begins on 2026-11-01."),
        (closing(instead=", service: hall-use"), "it is to be used instead of itself."),
        (closing(instead=", service: residence-leter"), "Did you mean 'residence-letter'?"),
        (closing(more="intake: [{opens: 2027-06-01, closes: 2027-07-01}]\n"), "after the service's last day"),
    ],
)
def test_an_end_that_cannot_be_is_an_error(problems, new, says):
    found = problems(HALL, *new)
    (error,) = [one for one in found if one.level == "error"]
    assert says in str(error)


def test_a_good_end_has_no_problem(problems):
    assert problems(HALL, *closing(instead=", service: residence-letter")) == []


def test_a_law_that_is_not_listed_and_an_unknown_key_are_told(problems):
    old, new = closing(more="  why: {id: a, en: b}\n")
    assert "'why'" in str(problems(HALL, old, new)[0])
    (found,) = problems(HALL, new, closing()[1].replace("kep-camat-3-2026", "perda-9"))
    assert "the law 'perda-9' is not listed under 'law:'." in str(found)


def test_who_offers_it_next_is_warned(problems, copy):
    path = copy / "move-of-address" / "service.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("next: [residence-letter]", "next: [residence-letter, hall-use]"), encoding="utf-8")
    (found,) = problems(HALL, *closing())
    assert found.level == "warning"
    assert "'hall-use' is offered next and takes no applications after 2027-06-30." in str(found)


def test_a_service_that_ends_too_is_nothing_to_use_instead(problems):
    own = CLOSES.replace("kep-camat-3-2026", "uu-25-2009-21") % ("2027-12-31", "")
    problems("residence-letter/service.yaml", "\nsteps:", f"\n{own}{LETTERS}steps:")
    found = problems(HALL, *closing(instead=", service: residence-letter"))
    assert {one.level for one in found} == {"warning"}
    assert any("'residence-letter' ends too, on 2027-12-31." in str(one) for one in found)


def test_what_becomes_of_letters_that_last_has_to_be_said(problems):
    (found,) = problems(HALL, "\nsteps:", f"\n{CLOSES % ('2027-06-30', '')}steps:")
    assert found.level == "warning" and "nothing says what becomes of the letters that it gave" in str(found)


@pytest.fixture
def ending(copy, problems):
    problems(HALL, *closing())
    return load_catalogue(copy).services["hall-use"]


def test_nothing_is_taken_after_the_last_day_and_all_until_its_end(ending):
    assert not_open(ending, date(2027, 6, 30)) is None
    refusal = not_open(ending, date(2027, 7, 1))
    assert refusal and refusal.code == "service-closed"
    assert "30 Juni 2027. Balai dibongkar." in refusal.reason.id
    assert "last day for applications was 30 June 2027. The hall is torn down." in refusal.reason.en
    assert refusal.remedy.en == "Book the town hall."


def test_the_end_counts_before_the_fee_does(ending):
    (refusal,) = admission(ending, {}, {"today": "2027-07-01"})
    assert refusal.code == "service-closed"


def test_paper_and_standard_say_until_when(ending, catalogue):
    content = paper_form(ending, catalogue.office, Edition("en", "https://x.example", date(2027, 1, 4)))
    assert ["Can be applied for until", "30 June 2027. The hall is torn down. Book the town hall."] in content["facts"]
    assert any("30 Juni 2027" in one.id for one in component_items(ending, "product"))


def test_an_end_concerns_citizens_and_keeps_no_open_case_from_following():
    after = {"closes": {"last_day": "2027-06-30", "says": {"id": "Balai dibongkar", "en": "It is torn down"}}}
    changes = differences({}, after, {}, {})
    assert {one.group.name.en for one in changes} == {"The service ends"} and not nothing_for_citizens(changes)
    assert {one.where.en for one in changes} == {"last day for applications", "says"}
    assert in_the_way({"ask": 1}, {"ask": 1, **after}, ({}, {}), ()) == ()


LATE = """people: {carla: {name: Carla, nik: "3171015503980000", birth_date: 1998-03-15}}
examples:
  - example: a day too late
    on: 2027-07-01 09:30
    answers: {guests: 40}
    expect: {taken: %s, problems: [name, nik, birth_date, purpose, event_name, event_date, part_of_day, leaves_clean]}
"""


@pytest.mark.parametrize(("taken", "wrong"), [("false", False), ("true", True)])
def test_an_example_shows_that_it_is_not_taken_any_more(ending, copy, taken, wrong):
    (copy / "hall-use" / "examples.yaml").write_text(LATE % taken, encoding="utf-8")
    ran = run_examples(copy / "hall-use", ending, load_catalogue(copy).office)
    assert any("'taken' is" in str(one) for one in ran.problems) is wrong, ran.problems
    assert ran.coverage.marks[AFTER_THE_END] == "a day too late"
