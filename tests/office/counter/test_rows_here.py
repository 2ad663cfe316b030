"""A list at the counter: all its rows one below the other, typed in one go, nothing lost when one is wrong."""

import pytest

from layani.office.actions.drafting import Place, find_draft
from layani.office.house import service
from layani.office.tables.models import User
from tests.office.citizen.phone import Phone
from tests.office.counter.conftest import send
from tests.office.officer.conftest import words_of

HERE = "/counter/apply/heirs-statement/"
TWO = {
    "other_heirs-0-name": "Rina Lestari",
    "other_heirs-0-relation": "spouse",
    "other_heirs-2-name": "Eka Wijaya",
    "other_heirs-2-relation": "child",
    "other_heirs-2-phone": "0812 0000 0002",
}


@pytest.fixture
def kept(eva, carla_here):
    """Return what Eva's draft for Carla holds of the list."""

    def rows():
        of = service("heirs-statement")
        draft = find_draft(Place(carla_here, of.slug, str(of.version), typed_by=User.objects.get(pk=eva.actor.user)))
        return draft.answers.get("other_heirs", []) if draft else []

    return rows


def test_blank_rows_stand_ready_and_those_left_blank_do_not_count(eva, kept):
    shown = eva.text(HERE)
    assert "Ahli waris 1" in shown and "Ahli waris 3" in shown and "Ahli waris 4" not in shown
    send(eva, HERE, **TWO)
    assert [row["name"] for row in kept()] == ["Rina Lestari", "Eka Wijaya"]


def test_more_rows_are_made_without_losing_what_was_typed(eva, kept):
    answer = send(
        eva, HERE, **TWO, more_rows="other_heirs", **{"other_heirs-1-name": "Bima", "other_heirs-1-nik": "12"}
    )
    assert answer.status_code == 200
    words, html = words_of(answer), answer.content.decode()
    assert "Ahli waris 6" in words and "Ahli waris 7" not in words
    assert 'value="Bima"' in html and 'value="12"' in html and 'value="0812 0000 0002"' in html


def test_a_wrong_row_is_told_at_its_box_and_what_was_typed_stands_there(eva, kept):
    wrong = {**TWO, "other_heirs-2-phone": "abc", "shown": "other_heirs"}
    answer = send(eva, HERE, **wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Ahli waris 2, Nomor telepon:" in words_of(answer)
    assert 'href="#f-other_heirs-1-phone"' in html and 'id="f-other_heirs-1-phone"' in html
    assert 'value="abc"' in html


def test_no_box_of_a_row_is_filled_in_by_the_browser_with_the_officers_own(eva, kept):
    html = eva.get(HERE).content.decode()
    rows = html[html.index("other_heirs-0-name") : html.index("other_heirs-2-email")]
    assert 'autocomplete="tel"' not in rows and 'autocomplete="email"' not in rows and 'autocomplete="name"' not in rows


def test_every_id_of_the_page_is_there_once_and_every_description_exists(eva, kept):
    answer = send(eva, HERE, **{**TWO, "other_heirs-2-phone": "abc", "shown": "other_heirs"})
    phone = Phone(eva)
    phone.page = answer
    ids = phone.forms().ids
    assert len(ids) == len(set(ids))
