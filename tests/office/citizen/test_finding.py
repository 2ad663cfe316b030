"""A service is found by the need, in the words that people use, with a slip of the finger forgiven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.house import catalogue
from layani.office.pages.public.finding import find_services, one_slip
from layani.office.pages.public.life_events import WORDS, life_event

LETTERS = st.text("abcdefgh", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("pindah rumah", "move-of-address"),
        ("saya mau pindah rumah", "move-of-address"),
        ("I am moving to a new address", "move-of-address"),
        ("pnidah rumah", "move-of-address"),
        ("pindahh", "move-of-address"),
        ("Saya perlu bukti tempat tinggal", "residence-letter"),
        ("surat domisili", "residence-letter"),
        ("DOMISÍLI!", "residence-letter"),
        ("domis", "residence-letter"),
        ("certificate of residence", "residence-letter"),
        ("bank", "residence-letter"),
        ("balai", "hall-use"),
        ("hajatan", "hall-use"),
        ("weding", "hall-use"),
        ("tempat untuk pernikahan", "hall-use"),
        ("nikah", "marriage-dispensation"),
        ("saya mau menikah", "marriage-dispensation"),
        ("nikah mendadak", "marriage-dispensation"),
        ("dispensasi", "marriage-dispensation"),
        ("bikin akte anak", "birth-certificate"),
        ("anak saya baru lahir", "birth-certificate"),
        ("birth", "birth-certificate"),
        ("KTP hilang", "id-card"),
        ("ktp saya patah", "id-card"),
        ("lost my ID card", "id-card"),
        ("SKTM", "poverty-letter"),
        ("keringanan rumah sakit", "poverty-letter"),
        ("surat miskin", "poverty-letter"),
        ("surat waris", "heirs-statement"),
        ("ahli waris bapak", "heirs-statement"),
        ("inheritance", "heirs-statement"),
        ("pesta", "hall-use"),
        ("berdomisili", "residence-letter"),
        ("kepindahan", "move-of-address"),
        ("saya ngontrak rumah butuh surat", "residence-letter"),
        ("sewa rumah", "residence-letter"),
        ("pindah kontrakan", "move-of-address"),
    ],
)
def test_a_need_finds_its_service(query, first):
    assert [service.slug for service in find_services(catalogue(), query)][:1] == [first]


def test_whoever_rents_is_not_led_to_papers_about_contracts():
    assert [one.slug for one in find_services(catalogue(), "pindah kontrakan")][:2] == [
        "move-of-address",
        "residence-letter",
    ]


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "!?", "xq", "\0", "'; drop table"])
def test_what_means_nothing_finds_nothing(query):
    assert find_services(catalogue(), query) == ()


def test_a_very_long_query_is_cut_and_answered():
    assert find_services(catalogue(), "pindah " * 10_000)


@given(word=LETTERS, other=LETTERS)
def test_a_slip_is_the_same_from_both_sides(word, other):
    assert one_slip(word, other) == one_slip(other, word)


@given(word=st.text("abcdefgh", min_size=2, max_size=8), data=st.data())
def test_every_single_slip_is_forgiven(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    left_out = word[:at] + word[at + 1 :]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    changed = word[:at] + "x" + word[at + 1 :]
    assert all(one_slip(word, slipped) for slipped in (left_out, swapped, changed, word[:at] + "x" + word[at:]))


@given(word=st.text("abcd", min_size=4, max_size=8))
def test_two_slips_are_not_forgiven(word):
    assert not one_slip(word, "xy" + word[2:])


def test_every_life_event_of_the_example_office_has_words():
    used = {slug for service in catalogue().services.values() for slug in service.life_events}
    assert used <= WORDS.keys()
    assert all(life_event(slug).id != life_event(slug).en for slug in used)


def test_no_two_life_events_are_called_alike():
    assert len(set(WORDS.values())) == len(WORDS)
