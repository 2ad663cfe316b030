"""A list on a phone: one row a page, another, change, remove; nothing that was typed is lost."""

import pytest

from layani.office.actions import uploading
from layani.office.actions.drafting import Place, find_draft
from layani.office.gateways.file_store import MemoryStore
from layani.office.house import service
from tests.office.citizen.phone import Phone

FORM = "/apply/heirs-statement"
ROWS = f"{FORM}/heirs/"


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def kept(carla):
    """Return what the draft holds of the list."""

    def rows():
        of = service("heirs-statement")
        draft = find_draft(Place(carla, of.slug, str(of.version)))
        return draft.answers.get("other_heirs", []) if draft else []

    return rows


def row(phone, place, /, **typed):
    """Fill in the row that is open, and save it."""
    return phone.fill(**{f"other_heirs-{place}-{name}": value for name, value in typed.items()})


def two(phone):
    row(phone.open(ROWS), 0, name="Rina Lestari", relation="spouse")
    return row(phone.open(f"{ROWS}?row=2"), 1, name="Eka Wijaya", relation="child", phone="0812 0000 0002")


def test_an_empty_row_is_no_reason_to_stay(phone, kept):
    phone.open(ROWS).fill(button="leave")
    assert phone.at == "/case/"
    assert not kept()


def test_a_row_that_is_half_filled_in_is_not_lost_by_leaving(phone, kept):
    phone.open(ROWS).fill(**{"other_heirs-0-name": "Rina Lestari"}, button="leave")
    assert phone.at == ROWS
    assert phone.form().values["other_heirs-0-name"] == ["Rina Lestari"]


def test_the_first_page_is_a_row_and_then_all_rows_stand_there(phone, kept):
    phone.open(ROWS)
    assert "Ahli waris 1" in phone.text
    row(phone, 0, name="Rina Lestari", relation="spouse")
    assert "Rina Lestari, Suami atau istri" in phone.text
    assert "Tambah ahli waris lain" in phone.text
    assert kept() == [{"name": "Rina Lestari", "relation": "spouse"}]


def test_another_row_is_added_and_a_row_is_changed_in_its_place(phone, kept):
    two(phone)
    phone.open(f"{ROWS}?row=1")
    assert phone.form().values["other_heirs-0-name"] == ["Rina Lestari"]
    row(phone, 0, name="Rina L.")
    assert [one["name"] for one in kept()] == ["Rina L.", "Eka Wijaya"]
    assert kept()[1]["phone"] == "+6281200000002"


def test_a_row_is_removed_and_the_others_stay(phone, kept):
    two(phone)
    assert 'href="?remove=1"' in phone.open(ROWS).page.content.decode()
    phone.open(f"{ROWS}?remove=1")
    assert "Hapus Ahli waris 1?" in phone.text and "Rina Lestari" in phone.text
    assert [one["name"] for one in kept()] == ["Rina Lestari", "Eka Wijaya"], "asking removes nothing"
    form = phone.form()
    form.values["remove"] = ["1"]
    phone.send(form)
    assert [one["name"] for one in kept()] == ["Eka Wijaya"]
    assert "Sudah dihapus" in phone.text


def test_a_row_that_there_is_not_is_not_asked_about(phone, kept):
    two(phone)
    assert "Hapus" not in phone.open(f"{ROWS}?remove=7").page.content.decode().split("<h1>")[1].split("</h1>")[0]
    assert len(kept()) == 2


def test_a_row_with_a_fault_is_shown_as_it_was_typed_and_the_others_are_kept(phone, kept):
    two(phone)
    row(phone.open(f"{ROWS}?row=3"), 2, name="", relation="child", nik="12", phone="abc")
    assert phone.page.status_code == 422
    assert phone.form().values["other_heirs-2-nik"] == ["12"]
    assert phone.form().values["other_heirs-2-phone"] == ["abc"]
    assert 'href="#f-other_heirs-2-name"' in phone.page.content.decode()
    assert "16 angka" in phone.text
    assert len(kept()) == 2


def test_nobody_is_an_answer_where_the_list_may_be_empty(phone, kept):
    phone.open(ROWS)
    assert "Tidak ada, lanjut" in phone.text
    phone.client.post(ROWS, {"go_on": "1"})
    assert kept() == []
    phone.open(f"{FORM}/")
    assert phone.at != ROWS


def test_the_page_is_not_done_before_one_says_so(phone):
    two(phone)
    answer = phone.client.post(ROWS, {"go_on": "1"})
    assert answer.status_code == 302
    assert answer["Location"] != ROWS


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "٣", "", "1000000000000"])
def test_a_number_that_is_no_row_harms_nothing(phone, kept, number):
    two(phone)
    assert phone.client.get(ROWS, {"row": number}).status_code == 200
    before = kept()
    posted = {"row": number, "other_heirs-0-name": "Bima", "other_heirs-0-relation": "child"}
    assert phone.client.post(ROWS, posted).status_code in (302, 422)
    assert len(kept()) in (len(before), len(before) + 1)
    assert phone.client.post(ROWS, {"remove": number}).status_code == 302


def test_thousands_of_rows_at_once_are_refused_and_keep_what_there_was(phone, kept):
    two(phone)
    posted = {f"other_heirs-{number}-name": "x" for number in range(10_000)}
    assert phone.client.post(ROWS, {**posted, "row": "1"}).status_code in (400, 413)
    some = {f"other_heirs-{number}-name": "x" for number in range(1_000)}
    assert phone.client.post(ROWS, {**some, "row": "1"}).status_code == 422
    assert [one["name"] for one in kept()] == ["Rina Lestari", "Eka Wijaya"]


def test_a_name_that_is_markup_is_shown_as_text(phone):
    row(phone.open(ROWS), 0, name='<script>alert("x")</script>', relation="child")
    assert "<script>alert" not in phone.page.content.decode()
    assert "&lt;script&gt;" in phone.page.content.decode()


def test_no_row_can_be_added_beyond_the_most(phone, kept):
    for place in range(30):
        number = str(place + 1)
        phone.client.post(
            ROWS,
            {"row": number, f"other_heirs-{place}-name": f"Anak {number}", f"other_heirs-{place}-relation": "child"},
        )
    assert len(kept()) == 30
    assert "Paling banyak 30" in phone.open(ROWS).text
    phone.client.post(ROWS, {"row": "31", "other_heirs-30-name": "Satu lagi", "other_heirs-30-relation": "child"})
    assert len(kept()) == 30
