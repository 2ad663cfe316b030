"""The kinds of fields: what is posted becomes a value, and back."""

from datetime import date

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue.fields import KINDS, posted, show
from layani.rules.catalogue.kind import LONGEST_POSTING, Unreadable, posted_parts
from layani.rules.catalogue.model import Field
from layani.rules.money.amount import Money
from layani.rules.text import Text

WARDS = (("99.01.01.1001", Text(id="Sukamaju", en="Sukamaju")), ("99.01.01.1002", Text(id="Mekarsari", en="Mekarsari")))
ANSWERS = (("own", Text(id="Milik sendiri", en="My own")), ("rent", Text(id="Sewa", en="Rented")))


def field(kind, **more):
    options = {"address": WARDS, "choice": ANSWERS, "several": ANSWERS}.get(kind, ())
    return Field(name="one", kind=kind, label=Text(id="Satu", en="One"), options=options, **more)


def read(kind, boxes, **more):
    """Return the value of a posting given as {box: text}; the box "" is the field itself."""
    one = field(kind, **more)
    form = {f"one-{part}" if part else "one": [text] for part, text in boxes.items()}
    return KINDS[kind].read(one, posted_parts(KINDS[kind], one, form))


def round_trip(kind, value):
    one = field(kind)
    return KINDS[kind].read(one, posted_parts(KINDS[kind], one, {name: [t] for name, t in posted(one, value).items()}))


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_that_is_shown_in_boxes_is_read_again(day):
    assert round_trip("date", day.isoformat()) == day.isoformat()


@given(minor=st.integers(0, 10**15))
def test_an_amount_that_is_shown_is_read_again(minor):
    assert round_trip("money", minor) == minor


@given(number=st.integers(0, 10**15 - 1))
def test_a_number_that_is_shown_is_read_again(number):
    assert round_trip("number", number) == number


@given(
    place=st.sampled_from(["317101", "327301", "110101"]),
    born=st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    woman=st.booleans(),
    serial=st.integers(1, 9999),
    gaps=st.sampled_from(["", " ", ".", "-"]),
)
def test_every_nik_that_can_be_issued_is_read_and_shown_again(place, born, woman, serial, gaps):
    nik = f"{place}{born.day + 40 * woman:02}{born.month:02}{born.year % 100:02}{serial:04}"
    written = gaps.join([nik[:6], nik[6:12], nik[12:]])
    assert read("nik", {"": written}) == nik
    assert KINDS["nik"].confirm(field("nik"), nik) is None
    assert round_trip("nik", nik) == nik


@pytest.mark.parametrize("nik", ["9971011708450001", "3171013213990001", "3171010013990001", "0000000000000000"])
def test_a_nik_of_nowhere_or_of_no_day_is_told(nik):
    assert "NIK" in KINDS["nik"].confirm(field("nik"), nik).id


@given(streets=st.text("abcXYZ 0123./-", min_size=3, max_size=100).filter(lambda text: len(text.split()) > 0))
def test_an_address_is_read_again_with_its_blanks_in_order(streets):
    value = {"street": " ".join(streets.split()), "rt": "003", "rw": "012", "ward": "99.01.01.1001"}
    assert round_trip("address", value) == value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_posting_is_no_answer(kind):
    assert read(kind, dict.fromkeys(KINDS[kind].parts, "  ")) is None
    assert read(kind, {}) is None


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"file", "list"}))
def test_a_huge_posting_is_refused_unread(kind):
    with pytest.raises(Unreadable, match="Write at most 5000 characters"):
        read(kind, dict.fromkeys(KINDS[kind].parts, "9" * (LONGEST_POSTING + 1)))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"file", "list"}))
def test_half_a_surrogate_pair_is_refused(kind):
    with pytest.raises(Unreadable):
        read(kind, dict.fromkeys(KINDS[kind].parts, "\ud800"))


@pytest.mark.parametrize(
    ("kind", "boxes", "value"),
    [
        ("text", {"": "  Carla \t Wijaya "}, "Carla Wijaya"),
        ("long text", {"": "satu\r\ndua "}, "satu\ndua"),
        ("number", {"": "1.250"}, 1250),
        ("number", {"": "25"}, 25),
        ("money", {"": "Rp50.000"}, 5_000_000),
        ("date", {"day": "7", "month": "3", "year": "2026"}, "2026-03-07"),
        ("yes no", {"": "no"}, False),
        ("choice", {"": "rent"}, "rent"),
        ("nik", {"": "317101 170845 0001"}, "3171011708450001"),
        ("phone", {"": "0812-3456 7890"}, "+6281234567890"),
        ("phone", {"": "+62 812 3456 7890"}, "+6281234567890"),
        ("phone", {"": "0062 812 3456 7890"}, "+6281234567890"),
        ("email", {"": " carla@example.org "}, "carla@example.org"),
        ("declaration", {"": "on"}, True),
        (
            "address",
            {"street": "Jalan Melati 2", "rt": "3", "rw": "12", "ward": "99.01.01.1001"},
            {"street": "Jalan Melati 2", "rt": "003", "rw": "012", "ward": "99.01.01.1001"},
        ),
    ],
)
def test_what_is_posted_becomes_a_value(kind, boxes, value):
    assert read(kind, boxes) == value


def test_several_answers_come_as_a_list_without_repeats():
    one = field("several")
    form = {"one": ["rent", "own", "rent"]}
    assert KINDS["several"].read(one, posted_parts(KINDS["several"], one, form)) == ["rent", "own"]


@pytest.mark.parametrize(
    ("kind", "boxes"),
    [
        ("number", {"": "many"}),
        ("number", {"": "1.5"}),
        ("number", {"": "١٢"}),
        ("money", {"": "a lot"}),
        ("date", {"day": "30", "month": "2", "year": "2026"}),
        ("date", {"day": "1", "month": "2", "year": ""}),
        ("date", {"day": "١", "month": "2", "year": "2026"}),
        ("date", {"day": "1", "month": "2", "year": "20260"}),
        ("yes no", {"": "maybe"}),
        ("declaration", {"": "no"}),
        ("address", {"street": "Jalan Melati 2", "rt": "", "rw": "12", "ward": "99.01.01.1001"}),
        ("address", {"street": "Jalan Melati 2", "rt": "tiga", "rw": "12", "ward": "99.01.01.1001"}),
    ],
)
def test_what_cannot_be_read_says_what_to_write_in_both_languages(kind, boxes):
    with pytest.raises(Unreadable) as fault:
        read(kind, boxes)
    assert fault.value.text.id != fault.value.text.en


@pytest.mark.parametrize(
    ("kind", "value", "indonesian", "english"),
    [
        ("date", "2026-08-17", "17 Agustus 2026", "17 August 2026"),
        ("money", Money.units(1_500).minor, "Rp1.500", "IDR 1,500"),
        ("number", 12_345, "12.345", "12,345"),
        ("yes no", True, "Ya", "Yes"),
        ("choice", "own", "Milik sendiri", "My own"),
        ("several", ["own", "rent"], "Milik sendiri, Sewa", "My own, Rented"),
        ("file", {"name": "a.pdf"}, "a.pdf", "a.pdf"),
        ("declaration", True, "Dinyatakan", "Declared"),
        ("text", None, "–", "–"),
        (
            "address",
            {"street": "Jalan Melati 2", "rt": "003", "rw": "012", "ward": "99.01.01.1002"},
            "Jalan Melati 2, RT 003/RW 012, Mekarsari",
            "Jalan Melati 2, RT 003/RW 012, Mekarsari",
        ),
    ],
)
def test_an_answer_is_shown_in_the_readers_language(kind, value, indonesian, english):
    assert (show(field(kind), value, "id"), show(field(kind), value, "en")) == (indonesian, english)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_what_to_write_in_two_languages(kind):
    one = field(kind, accept=("pdf",), max_bytes=5_000_000)
    text = KINDS[kind].problem(one, object())
    assert text.id
    assert text.en
    assert text.id != text.en


def test_of_an_address_one_part_can_be_asked_alone():
    ward = field("address", parts=("ward",))
    kind = KINDS["address"]
    assert kind.read(ward, {"street": "", "rt": "", "rw": "", "ward": "99.01.01.1001"}) == {"ward": "99.01.01.1001"}
    assert jsonschema_rs.is_valid(kind.schema(ward), {"ward": "99.01.01.1001"})
    assert kind.show(ward, {"ward": "99.01.01.9999"}, "en") == "99.01.01.9999"
    assert kind.problem(ward, {"ward": "nowhere"}).en == "Choose the ward."
