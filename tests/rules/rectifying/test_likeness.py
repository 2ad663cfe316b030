"""What cannot be an answer of its kind is told at once; the rest is for whoever answers."""

import pytest

from layani.rules.rectifying.likeness import unlike


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("date", "17 Agustus 1990"),
        ("date", "17-8-1990"),
        ("date", "1990-08-17"),
        ("nik", "9901014107900001"),
        ("nik", "9901 0141 0790 0001"),
        ("phone", "0812 3456 7890"),
        ("phone", "+62 812-3456-7890"),
        ("email", "carla@contoh.id"),
        ("text", "asdf"),
        ("", "asdf"),
    ],
)
def test_what_can_be_an_answer_passes(kind, right):
    assert unlike(kind, right) is None


@pytest.mark.parametrize(
    ("kind", "right", "says"),
    [
        ("date", "asdf", "27 3 1990"),
        ("date", "1990", "27 3 1990"),
        ("nik", "990101410790000", "16 digits"),
        ("nik", "99010141079000011", "16 digits"),
        ("phone", "0812", "0812 3456 7890"),
        ("email", "carla", "name@example.id"),
    ],
)
def test_what_cannot_is_told_with_an_example(kind, right, says):
    assert says in unlike(kind, right).en
