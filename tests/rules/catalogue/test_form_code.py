"""The code on a paper form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue.renderings.form_code import ALPHABET, FormCode, form_code, read_form_code

CODE = form_code("hall-use", date(2026, 11, 1), "id")
codes = st.builds(
    form_code,
    st.from_regex(r"[a-z][a-z0-9-]{0,40}", fullmatch=True),
    st.dates(date(1945, 8, 17), date(2400, 1, 1)),
    st.sampled_from(["id", "en"]),
)


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,40}", fullmatch=True),
    st.dates(date(1945, 8, 17), date(2400, 1, 1)),
    st.sampled_from(["id", "en"]),
)
def test_what_is_written_is_read(slug, version, language):
    found = read_form_code(form_code(slug, version, language))
    assert found is not None
    assert (found.slug(["another-service", slug]), found.version, found.language) == (slug, version, language)


@given(codes, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(code, place, sign):
    signs = code.replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]
    assert wrong == signs or read_form_code(wrong) is None


@given(codes, st.integers(0, 8))
def test_two_exchanged_neighbours_are_noticed(code, place):
    signs = code.replace("-", "")
    wrong = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    assert wrong == signs or read_form_code(wrong) is None


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), f" {CODE.replace('-', ' ')} ", f"https://office.example/form/{CODE}/", CODE.replace("1", "l")],
)
def test_it_is_read_as_people_type_it_and_as_scanners_send_it(typed):
    assert read_form_code(typed) == read_form_code(CODE) != None  # noqa: E711


@pytest.mark.parametrize(
    "typed", ["", "hall-use", "https://office.example/form/", CODE[:-1], f"{CODE}0", "é" * 10, "-" * 10]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_form_code(typed) is None


def test_two_services_of_one_number_are_not_guessed_between():
    number = read_form_code(CODE).service
    assert FormCode(number, date(2026, 1, 1), "id").slug(["hall-use", "hall-use"]) is None
    assert FormCode(number + 1, date(2026, 1, 1), "id").slug(["hall-use"]) is None
