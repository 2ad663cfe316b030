"""A program acts for its officer, and so in that officer's section alone."""

import pytest

from layani.office import house
from tests.office.api.conftest import filing, program
from tests.office.officer.walks import filed
from tests.office.sections import NORTH, SOUTH, in_two, living_in


@pytest.fixture(autouse=True)
def two(monkeypatch, db):
    monkeypatch.setattr(house, "_given", [in_two()])


def test_a_case_is_shown_to_the_programs_of_its_section_and_of_the_whole_office():
    number = filed(**living_in(SOUTH))
    found = {
        role: program(role.replace("@", "-at-"), role).get(f"/cases/{number}").status_code
        for role in ("verifier@north", "verifier@south", "verifier")
    }
    assert found == {"verifier@north": 404, "verifier@south": 200, "verifier": 200}


@pytest.mark.parametrize("path", ["", "/events"])
def test_nothing_of_a_case_of_another_section_is_told(path):
    number = filed(**living_in(SOUTH))
    assert program("north", "verifier@north").get(f"/cases/{number}{path}").status_code == 404
    assert program("south", "verifier@south").get(f"/cases/{number}{path}").status_code == 200


def test_the_front_desk_of_one_section_files_nothing_by_a_program():
    """It would have to be told what became of a case that is another section's."""
    north = program("north", "front-desk@north")
    assert north.get(f"/cases/{filed(**living_in(NORTH))}").status_code == 200
    assert north.post("/cases/", filing(), once="another-key").status_code == 403
