"""What an analyst writes becomes the letter's words, and what people wrote never becomes markup."""

import pytest

from layani.office.actions.letters.content import (
    LANGUAGES,
    Opened,
    content_of,
    letter_number,
    masked,
    values_of,
    words_of,
)
from layani.office.actions.letters.typesetting import pdf_of
from layani.office.actions.letters.wording import LetterFault, places, worded
from layani.office.house import catalogue
from layani.rules.cases.state import Case
from layani.rules.catalogue.letters import OUTCOMES
from layani.rules.catalogue.partly import LETTER
from tests.office.conftest import MONDAY

SERVICES = catalogue().services


def test_title_paragraphs_rows_lists_and_remarks_are_read():
    said = worded(
        "<!-- not printed -->\n# Surat {{ what }}\n\nSatu **tebal**\ndua.\n\n"
        "| Nama | {{ name }} |\n| NIK | 1 |\n\n- a\n- b",
        {"what": "Izin", "name": "Carla"},
    )
    assert said.title == "Surat Izin"
    text, rows, items = said.blocks
    assert [run["text"] for run in text["runs"]] == ["Satu ", "tebal", " dua."]
    assert [run["strong"] for run in text["runs"]] == [False, True, False]
    assert [(row["label"], row["runs"][0]["text"]) for row in rows["rows"]] == [("Nama", "Carla"), ("NIK", "1")]
    assert len(items["items"]) == 2


@pytest.mark.parametrize("hostile", ["**tebal**", "{{ nik }}", "| a | b |", "# Judul", "- butir", "<!-- -->"])
def test_a_value_never_becomes_markup(hostile):
    said = worded("Nama: {{ name }}\n\n| Nama | {{ name }} |", {"name": hostile})
    assert said.blocks[0]["runs"] == [{"text": f"Nama: {hostile}", "strong": False}]
    assert said.blocks[1]["rows"][0]["runs"] == [{"text": hostile, "strong": False}]


def test_a_place_that_no_case_has_is_named_with_those_that_it_has():
    with pytest.raises(LetterFault, match=r"\{\{ nmae \}\}, which no case has. Write one of: name, nik"):
        worded("{{ nmae }}", {"name": "", "nik": ""})


@pytest.mark.parametrize(("other", "printed"), [("Visa ke Jepang", "Visa ke Jepang"), ("–", "Keperluan lain")])
def test_a_place_may_name_a_second_value_for_when_the_first_was_not_given(other, printed):
    said = worded("Untuk: {{ other_purpose or purpose }}.", {"other_purpose": other, "purpose": "Keperluan lain"})
    assert said.blocks[0]["runs"] == [{"text": f"Untuk: {printed}.", "strong": False}]
    assert places("{{ other_purpose or purpose }}") == {"other_purpose", "purpose"}
    with pytest.raises(LetterFault, match=r"\{\{ purpsoe \}\}"):
        worded("{{ other_purpose or purpsoe }}", {"other_purpose": "x"})


def test_places_in_remarks_do_not_count():
    assert places("<!-- {{ secret }} --> {{ name }}") == {"name"}


def outcomes_of(service):
    """Return the outcomes that a case of a service can have; the house has no letter of its own for a part."""
    partly = any(step.partly for step in service.steps)
    return [one for one in OUTCOMES if partly or one != LETTER]


@pytest.mark.parametrize(
    ("slug", "outcome"), [(slug, one) for slug in sorted(SERVICES) for one in outcomes_of(SERVICES[slug])]
)
def test_every_letter_of_the_office_can_be_written_and_set(slug, outcome):
    service = SERVICES[slug]
    ground = service.grounds[0].id if service.grounds else ""
    stands = {"status": outcome} if outcome != LETTER else {"status": "granted", "part_ground": ground}
    case = Case(number="SKM-2026-0000-0000", ground=ground, received_at=MONDAY, decided_at=MONDAY, **stands)
    content = content_of(Opened(case, service, (), "Carla Wijaya", "en", "Ben"), "0001/SKM/XI/2026", "CODE", MONDAY)
    for language in LANGUAGES:
        assert content["text"][language]["title"]
        assert content["text"][language]["blocks"]
    assert pdf_of(content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Carla Wijaya", "C*** W***"),
        ("Carla", "C***"),
        ("a b c d e f", "A*** B*** C*** D***"),
        ("", "***"),
        ("  ", "***"),
    ],
)
def test_initials_are_all_that_is_shown_of_a_name(name, shown):
    assert masked(name) == shown


@pytest.mark.parametrize(("serial", "number"), [(1, "0001/SKM/XI/2026"), (12345, "12345/SKM/XI/2026")])
def test_a_number_has_serial_office_roman_month_and_year(serial, number):
    assert letter_number(serial, "SKM", MONDAY.date()) == number


def test_a_letter_can_name_its_last_day_and_what_it_cost():
    service = SERVICES["health-practice-permit"]
    case = Case(status="granted", received_at=MONDAY, decided_at=MONDAY, lasts=(60, "months"))
    values = values_of(Opened(case, service, (), "Carla Wijaya", "id"), "0001", MONDAY, "id")
    assert values["letter.until"] == "23\u00a0November\u00a02031"
    assert values["case.fee"] == "Rp0"
    assert values_of(Opened(Case(), service, (), "", "en"), "", MONDAY, "en")["letter.until"] == "–"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["granted", "refused", "deemed_granted"])
def test_every_letter_can_be_drafted_before_it_is_issued_also_one_with_a_line_for_each_row(outcome, language):
    service = SERVICES["heirs-statement"]
    case = Case(status=outcome, ground=service.grounds[0].id, received_at=MONDAY, decided_at=MONDAY)
    assert words_of(Opened(case, service, (), "Carla Wijaya", language), "…", MONDAY, language).title
