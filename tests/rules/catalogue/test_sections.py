"""Sections in office.yaml and in a service: what is refused, what is warned of, and to which one an answer belongs."""

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.sections import Section, Sections, in_section, plain, plain_in, reach_of, section_of
from layani.rules.text import Text

PLACES = """sections:
  north: {name: {id: Loket Utara, en: North counter}, takes: ["99.01.01.1001", "99.01.01.1002"]}
  south: {name: {id: Loket Selatan, en: South counter}, takes: ["99.01.01.1003", "99.01.01.1004", "99.01.01.1005"]}
facts:"""
DESK = "title: {id: Petugas loket, en: Front desk}\n    holders: 3"
HELD = f"{DESK}\n    sections: {{north: 1, south: 1}}"
NAME = Text("x", "x")


@pytest.fixture
def office(copy):
    """Write sections into the office of the copy, and return a function that changes a file of it."""

    def change(file, old, new):
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    change("office.yaml", "facts:", PLACES)
    change("office.yaml", DESK, HELD)
    return change


def test_the_office_knows_its_sections_and_who_may_be_given_what(office, copy):
    sections = load_catalogue(copy).office.sections
    assert sections.names() == {"front-desk@north", "front-desk@south"}
    assert sections.held({"front-desk", "head"}) == {"front-desk", "head", "front-desk@north", "front-desk@south"}
    assert sections.held({"front-desk@north"}) == {"front-desk@north"}


def test_a_service_names_the_question_that_tells_the_section(office, copy):
    office("residence-letter/service.yaml", "\nsteps:", "\nsection: address\nsteps:")
    found = load_catalogue(copy)
    assert found.services["residence-letter"].section == "address"
    assert not [one for one in found.warnings if "section" in one.what]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('takes: ["99.01.01.1003"', 'takes: ["99.01.01.1001"', "belongs to 'north' and to 'south'"),
        ("sections: {north: 1, south: 1}", "sections: {west: 1}", "held in 'west', and there is no such section"),
        ("sections: {north: 1, south: 1}", "sections: {north: 2, south: 2}", "4 people hold 'front-desk' in sections"),
        ("  north: {name", "  north-of-the-river-where-the-old-market-was: {name", "is held in 'north'"),
        (
            "  - for: front-desk\n    asks: neighbour",
            "  - for: verifier\n    asks: front-desk",
            "it could help no other section",
        ),
    ],
)
def test_what_does_not_fit_is_refused(office, problems, old, new, says):
    assert any(says in one.what for one in problems("office.yaml", old, new)), problems(
        "office.yaml", "office:", "office:"
    )


def test_a_name_that_no_register_could_hold_is_refused(office, problems):
    office("office.yaml", "sections: {north: 1, south: 1}", "sections: {south: 1}")
    found = problems("office.yaml", "  north: {name", "  north-of-the-river-where-the-market-was: {name")
    assert any("longer than 40 characters" in one.what for one in found)


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("adress", "there is no question 'adress'"),
        ("purpose", "these answers belong to no section: bank"),
        ("phone", "a section is chosen by one of: choice, address"),
    ],
)
def test_the_question_must_tell_a_section(office, problems, named, says):
    found = problems("residence-letter/service.yaml", "\nsteps:", f"\nsection: {named}\nsteps:")
    assert any(says in one.what for one in found), found


def test_a_service_of_an_office_without_sections_names_none(problems):
    found = problems("residence-letter/service.yaml", "\nsteps:", "\nsection: address\nsteps:")
    assert any("the office has no sections" in one.what for one in found)


def test_a_section_in_which_nobody_holds_a_steps_role_is_warned_of(office, problems):
    office("office.yaml", "sections: {north: 1, south: 1}", "sections: {north: 3}")
    found = problems("residence-letter/service.yaml", "\nsteps:", "\nsection: address\nsteps:")
    assert [one.level for one in found if "nobody holds 'front-desk' in: south" in one.what] == ["warning"]


def test_a_role_that_is_held_in_sections_alone_is_of_no_use_to_a_service_without(office, problems):
    found = problems("office.yaml", "sections: {north: 1, south: 1}", "sections: {north: 1, south: 2}")
    assert any("'front-desk' is held in sections alone" in one.what for one in found)


def test_an_answer_belongs_to_the_longest_code_that_holds_it():
    found = Sections({"all": Section(NAME, ("99.01",)), "one": Section(NAME, ("99.01.02",))})
    answers = ("99.01.02.1001", "99.01.03.1001", "99.010", "", None, {"ward": "99.01.02"}, {"street": "x"})
    assert [found.of(one) for one in answers] == ["one", "all", "", "", "", "one", ""]


def test_the_parts_of_a_role_in_a_section():
    role = in_section("head", "north")
    assert (plain(role), section_of(role), section_of("head")) == ("head", "north", "")
    assert plain_in({role, "head@south", "clerk"}, "south") == {"head", "clerk"}
    assert plain_in({role}, "") == frozenset()
    assert (reach_of({role}), reach_of({role, "clerk"}), reach_of(())) == ({"north"}, None, None)


def test_an_office_without_sections_changes_nothing():
    none = Sections()
    assert not none
    assert none.held({"head"}) == {"head"}
    assert none.of("north") == ""
    assert none.kept({"steps": []}, "") == {"steps": []}
    assert none.moved("", "", [], {}) == {}
