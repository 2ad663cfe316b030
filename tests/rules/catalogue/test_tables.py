"""Decision tables: the rows that hold, what is missing, and what the analyst is told before anybody is."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.amounts.axis import number_axis, word_axis
from layani.rules.catalogue.amounts.cell import Spans, Words, read_cell
from layani.rules.catalogue.amounts.gaps import check_combinations
from layani.rules.catalogue.amounts.table import DecisionTable, Found, TableRow
from layani.rules.catalogue.expressions import Expression, ExpressionError, Reads, Unknown
from layani.rules.catalogue.expressions.types import DATE, MONEY, NUMBER, TEXT, YES_NO, Type, list_of
from layani.rules.text import Text

USE = Type("text", options=("home", "shop"))
SAYS = Text("Golongan", "Class")
NUMBERS = st.integers(-6, 6)
NUMBER_CELLS = st.one_of(
    st.none(),
    st.tuples(st.none() | NUMBERS, st.none() | NUMBERS)
    .filter(lambda one: one[0] is None or one[1] is None or one[0] <= one[1])
    .map(lambda one: Spans((one,))),
)
WORD_CELLS = st.none() | st.builds(Words, st.frozensets(st.sampled_from("abc"), min_size=1), st.booleans())
ROWS = st.lists(st.tuples(WORD_CELLS, NUMBER_CELLS), min_size=1, max_size=6)


def holds(cell, value):
    """Return whether a cell holds: the meaning of a cell, written a second time and slowly."""
    if cell is None:
        return True
    if isinstance(cell, Words):
        return (value in cell.values) != cell.others
    return any((low is None or low <= value) and (high is None or value <= high) for low, high in cell.spans)


def table(rows, hit="first", collect=None, otherwise=None, options=("a", "b", "c")):
    names = {"word": TEXT, "number": NUMBER}
    columns = (Expression.compile("word", names), Expression.compile("number", names))
    axes = (word_axis([row[0] for row in rows], options), number_axis([row[1] for row in rows], (-7, 7)))
    given_ = tuple(TableRow(number, "law") for number in range(1, len(rows) + 1))
    return DecisionTable(
        "t", SAYS, "law", NUMBER, hit, collect, columns, axes, given_, otherwise, Reads(columns)
    )  # fmt: skip


@given(rows=ROWS, word=st.sampled_from("abcd"), number=NUMBERS)
def test_a_table_gives_what_reading_its_rows_one_by_one_gives(rows, word, number):
    matching = [place for place, row in enumerate(rows, 1) if holds(row[0], word) and holds(row[1], number)]
    answers = {"word": word, "number": number}
    first = table(rows, otherwise=0).look_up(answers, {})
    assert first == Found(matching[0] if matching else 0, tuple(matching[:1]))
    assert table(rows, "collect", "sum").look_up(answers, {}) == Found(sum(matching), tuple(matching))


@given(rows=ROWS)
def test_every_gap_and_overlap_is_found_and_no_other(rows):
    found = check_combinations(table(rows).axes, len(rows))
    counts = [
        [place for place, row in enumerate(rows, 1) if holds(row[0], word) and holds(row[1], number)]
        for word in "abc"
        for number in range(-7, 8)
    ]
    assert bool(found.gaps) == any(not one for one in counts)
    assert bool(found.overlaps) == any(len(one) > 1 for one in counts)
    assert {place for place in range(1, len(rows) + 1) if found.counting >> place - 1 & 1} == {
        one[0] for one in counts if one
    }
    for word, number in (one for one in found.gaps if len(one) == 2):
        assert not any(holds(row[0], word) and holds(row[1], number) for row in rows)


@given(rows=ROWS, word=st.sampled_from("abc"), collect=st.sampled_from([None, "sum"]))
def test_a_missing_answer_is_unknown_unless_it_makes_no_difference(rows, word, collect):
    one = table(rows, "collect" if collect else "first", collect, otherwise=0)
    found = one.look_up({"word": word}, {})
    if isinstance(found, Found):
        assert {one.look_up({"word": word, "number": number}, {}) for number in range(-50, 50)} == {found}
    else:
        assert found == Unknown("'number' has no answer.")


@given(rows=ROWS, word=st.sampled_from("abcd"), number=NUMBERS)
def test_a_column_that_is_a_name_gives_what_the_engine_gives_for_it(rows, word, number):
    by_name, answers = table(rows, otherwise=0), {"word": word, "number": number}
    engine = tuple(Expression.compile(f"({one.text})", {"word": TEXT, "number": NUMBER}) for one in by_name.columns)
    assert by_name.look_up(answers, {}) == replace(by_name, columns=engine, reads=Reads(engine)).look_up(answers, {})


def test_where_a_fact_has_the_name_of_an_answer_the_fact_counts():
    small = table([(None, Spans(((0, 3),)))], otherwise=0)
    assert small.look_up({"word": "a", "number": 3}, {}) == Found(1, (1,))
    assert small.look_up({"word": "a", "number": 3}, {"number": 4}) == Found(0, ())


def test_where_two_rows_of_a_unique_table_hold_all_the_same_neither_counts():
    found = table([(None, None), (None, Spans(((3, 4),)))], "unique").look_up({"word": "a", "number": 3}, {})
    assert found == Unknown("more than one row of the table 't' holds: 1, 2.")


@pytest.mark.parametrize(
    ("written", "column", "cell"),
    [
        ("home", USE, Words(frozenset({"home"}))),
        ('"home"', USE, Words(frozenset({"home"}))),
        ("!= home", USE, Words(frozenset({"home"}), others=True)),
        ("in [home, shop]", USE, Words(frozenset({"home", "shop"}))),
        ("yes", YES_NO, Words(frozenset({True}))),
        (False, YES_NO, Words(frozenset({False}))),
        (3, NUMBER, Spans(((3, 3),))),
        ("<= 2_000", NUMBER, Spans(((None, 2000),))),
        ("> 2 && < 5", NUMBER, Spans(((3, 4),))),
        ("!= 4", NUMBER, Spans(((None, 3), (5, None)))),
        ("in [1, 2, 4]", NUMBER, Spans(((1, 2), (4, 4)))),
        ("< 5_000 IDR", MONEY, Spans(((None, 499_999),))),
        ("<= idr(5)", MONEY, Spans(((None, 500),))),
        (date(2026, 12, 1), DATE, Spans(((739951, 739951),))),
        ('>= "2026-12-01"', DATE, Spans(((739951, None),))),
        ("any", NUMBER, None),
        ("-", USE, None),
        (None, USE, None),
    ],
)
def test_a_cell_is_read_in_the_words_of_its_column(written, column, cell):
    assert read_cell(written, column) == cell


@pytest.mark.parametrize(
    ("written", "column", "says"),
    [
        ("hme", USE, "'hme' is none of the answers: home, shop."),
        ("< home", USE, "the column holds words"),
        ("many", NUMBER, "'many' is not a test of a number. Write it such as: <= 100"),
        (True, NUMBER, "'True' is not a test of a number."),
        ("> 5 && < 3", NUMBER, "never holds"),
        ("!= 5 && < 9", NUMBER, "joins != with another test. Write two rows."),
        ("in [1, ]", NUMBER, "holds an empty place"),
        ("maybe", YES_NO, "'maybe' is neither yes nor no."),
        ("cheap", MONEY, "'cheap' is not a test of an amount."),
        ("soon", DATE, "'soon' is not a test of a day."),
        ("a", list_of(TEXT), 'Make it one, such as: "sound" in equipment'),
    ],
)
def test_a_cell_that_tests_nothing_is_refused_with_what_to_write(written, column, says):
    with pytest.raises(ExpressionError) as caught:
        read_cell(written, column)
    assert says in str(caught.value)


def test_a_table_too_tangled_to_look_through_is_told_as_unchecked():
    cells = [[Spans(((row * (37 + column) % 101, 130),)) for row in range(60)] for column in range(10)]
    began = time.process_time()
    found = check_combinations([number_axis(one) for one in cells], 60)
    assert not found.complete
    assert time.process_time() - began < 5


@pytest.fixture
def big(copy):
    """Return a function that loads the hall with a table of so many rows."""

    def load(rows):
        path = copy / "hall-use" / "service.yaml"
        lines = "".join(f"      - {{when: [{n}], gives: {n}}}\n" for n in range(1, rows + 1))
        figures = (
            "tables:\n  steps:\n    says: {id: Tangga, en: Steps}\n    law: kep-camat-3-2026\n"
            f"    columns: [guests]\n    otherwise: 0\n    rows:\n{lines}fee: free\n"
        )
        path.write_text(path.read_text(encoding="utf-8").replace("fee: free\n", figures), encoding="utf-8")
        return load_catalogue(copy).services["hall-use"].amounts.tables["steps"]

    return load


def test_the_largest_table_is_checked_and_looked_up_fast(big):
    found = big(2000)
    began = time.process_time()
    for _ in range(1000):
        assert found.look_up({"guests": 1999}, {}) == Found(1999, (1999,))
    assert time.process_time() - began < 0.5  # 8 microseconds each where it was written
