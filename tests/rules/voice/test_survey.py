"""The survey's index against the regulation's tables, and against arithmetic done another way."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.voice.small_numbers import LEAST, shown, sum_of_shown
from layani.rules.voice.survey import KEYS, SKM, complete, grade_of, index, rounded, sample_size, total

ANSWER = st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS})
# Krejcie and Morgan 1970, as printed: population -> sample.
TABLE = {
    10: 10, 15: 14, 20: 19, 25: 24, 30: 28, 35: 32, 40: 36, 45: 40, 50: 44, 55: 48, 60: 52, 220: 140, 230: 144,
    240: 148, 250: 152, 260: 155, 270: 159, 280: 162, 290: 165, 300: 169, 320: 175, 340: 181, 1200: 291, 1300: 297,
    1400: 302, 1500: 306, 1600: 310, 1700: 313, 1800: 317, 1900: 320, 2000: 322, 2200: 327,
}  # fmt: skip


def test_nine_elements_are_asked_each_with_four_answers_in_both_languages():
    assert len(SKM.elements) == 9
    for element in SKM.elements:
        assert len(element.options) == 4
        assert all(text.id and text.en for text in (element.name, element.question, *element.options))


def test_complaints_and_facilities_are_told_apart_by_name():
    questions = {element.key: element.question.id for element in SKM.elements}
    assert "sarana" in questions["sarana"]
    assert "pengaduan" in questions["pengaduan"]


def test_what_is_only_recalled_says_so():
    assert "Complaints" in SKM.recalled
    assert "index" in SKM.recalled


@given(st.lists(ANSWER, min_size=1, max_size=30))
def test_the_index_is_the_mean_of_all_scores_times_25(answers):
    found = index(*total(answers))
    plain = statistics.mean(score for answer in answers for score in answer.values()) * 25
    assert abs(float(found.value) - plain) <= 0.005 + 1e-9
    assert found.n == len(answers)


@given(st.lists(ANSWER, min_size=1, max_size=30))
def test_every_index_has_a_grade_with_either_weight(answers):
    sums, n = total(answers)
    assert index(sums, n).grade.letter in "ABCD"
    assert index(sums, n, "printed").value <= index(sums, n).value


def test_full_marks_give_100_and_with_the_printed_weight_99():
    full = dict.fromkeys(KEYS, 4)
    assert index(full, 1).value == Decimal("100.00")
    assert index(full, 1, "printed").value == Decimal("99.00")


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        *(("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C")),
        *(("76.61", "B"), ("88.30", "B"), ("88.31", "A"), ("100.00", "A")),
    ],
)
def test_the_conversion_table_is_that_of_2017(value, grade):
    assert grade_of(Decimal(value)).letter == grade


def test_the_index_is_rounded_before_it_is_looked_up():
    """Without rounding, 76.605 falls into the gap between C (to 76.60) and B (from 76.61)."""
    with pytest.raises(ValueError, match="Round"):
        grade_of(Decimal("76.605"))
    assert grade_of(rounded(Fraction("76.605"))).letter == "B"


@given(st.integers(0, 10**6))
def test_a_half_goes_up_and_less_goes_down(cents):
    half = Fraction(2 * cents + 1, 200)
    assert rounded(half) == Decimal(cents + 1) / 100
    assert rounded(half - Fraction(1, 10**9)) == Decimal(cents) / 100


@pytest.mark.parametrize(("population", "sample"), TABLE.items())
def test_the_sample_is_that_of_the_printed_table(population, sample):
    assert sample_size(population) == sample


def test_nobody_served_needs_no_answer():
    assert sample_size(0) == 0


@pytest.mark.parametrize("score", [0, 5, True, "4", None, 2.0])
def test_a_score_is_a_whole_number_from_1_to_4(score):
    assert not complete({**dict.fromkeys(KEYS, 3), "waktu": score})


@pytest.mark.parametrize("keys", [KEYS[:8], (*KEYS, "u9")])
def test_every_element_is_answered_and_no_other(keys):
    assert not complete(dict.fromkeys(keys, 3))
    with pytest.raises(ValueError, match="not a whole answer"):
        total([dict.fromkeys(keys, 3)])


def test_there_is_no_index_without_an_answer():
    with pytest.raises(ValueError, match="no index"):
        index(dict.fromkeys(KEYS, 0), 0)


@given(st.lists(st.integers(0, 40)))
def test_a_hidden_number_is_in_no_sum(counts):
    cells = [shown(count) for count in counts]
    assert all(cell is None or cell == 0 or cell >= LEAST for cell in cells)
    assert sum_of_shown(cells) == sum(c for c in counts if c == 0 or c >= LEAST)
