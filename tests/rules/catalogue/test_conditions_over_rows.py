"""Expressions over the rows of a list: counted, summed, unknown, which rows are why, and what they may cost."""

import time

import pytest

from layani.rules.catalogue.expressions import Expression, ExpressionError, Unknown
from layani.rules.catalogue.expressions.types import MONEY, NUMBER, TEXT, list_of, record
from layani.rules.catalogue.rows import MOST_ROWS

ROWS = list_of(record({"name": TEXT, "share": MONEY, "age": NUMBER}), MOST_ROWS)
NAMES = {"heirs": ROWS, "answers": record({"heirs": ROWS})}
THREE = [{"name": "a", "share": 3, "age": 20}, {"name": "b", "age": 17}, {"name": "c", "share": 5, "age": 40}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size(heirs)", 3),
        ("heirs.all(h, h.age > 16)", True),
        ("heirs.exists(h, h.age > 30)", True),
        ("heirs.all(h, heirs.exists_one(g, g.name == h.name))", True),
        ("sum(heirs.map(h, h.age))", 77),
        ("sum(heirs.filter(h, has(h.share)).map(h, h.share)) == idr(0)", False),
        ("size(heirs.filter(h, h.age < 18))", 1),
        ("sum(heirs.map(h, has(h.share) ? h.share : idr(0)))", 8),
    ],
)
def test_lists_are_counted_and_summed(text, expected):
    assert Expression.compile(text, NAMES).evaluate({"heirs": THREE}) == expected


def test_a_missing_answer_in_a_row_makes_it_unknown_and_says_which():
    found = Expression.compile("sum(heirs.map(h, h.share)) > idr(0)", NAMES)
    assert isinstance(found.evaluate({"heirs": THREE}), Unknown)
    assert [check.rows_at_fault({"heirs": THREE}) for check in found.rows] == [(1,)]


@pytest.mark.parametrize(
    ("text", "at_fault"),
    [
        ("heirs.all(h, h.age >= 18)", [(1,)]),
        ("!heirs.exists(h, h.age < 18)", [(1,)]),
        ("heirs.all(h, h.age >= 18) && heirs.all(h, h.age < 40)", [(1,), (2,)]),
        ("!(heirs.exists(h, h.age < 18) || heirs.exists(h, h.age > 30))", [(1,), (2,)]),
        ("answers.heirs.all(h, h.name in [\"a\", 'b'] && (h.age - 1) * 2 < (true ? 100 : 1))", [(2,)]),
        ("heirs.exists(h, h.age > 90)", [()]),
    ],
)
def test_it_is_said_which_rows_are_why(text, at_fault):
    checks = Expression.compile(text, NAMES).rows
    assert [check.rows_at_fault({"heirs": THREE, "answers": {"heirs": THREE}}) for check in checks] == at_fault


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sum(heirs) > 1", "sum() adds up numbers or amounts, not a list of a record"),
        ("sum(heirs.map(h, h.name)) > 1", "not a list of a text"),
        ("heirs.all(h, h.shares > 1)", "Did you mean 'share'?"),
        ("heirs.all(heirs, true)", "is also a name"),
        ("size(heirs.map(h, heirs)) > 1", "too long"),
        ("size(heirs.map(h, heirs.map(g, heirs))) > 1", "too long"),
        ("heirs.map(h, heirs.map(g, heirs)) == heirs.map(h, heirs.map(g, heirs))", "too long"),
        ("heirs.all(h, size(heirs.filter(g, true)) > 0)", "too long"),
        ("heirs.all(a, heirs.all(b, heirs.all(c, true)))", "nested deeper"),
        ("[" + ",".join(["heirs"] * 70) + "] == [heirs]", "too long"),
    ],
)
def test_what_would_take_too_long_is_refused_at_once(text, says):
    started = time.perf_counter()
    with pytest.raises(ExpressionError) as fault:
        Expression.compile(text, NAMES)
    assert says in str(fault.value)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "text",
    [
        "heirs.all(h, heirs.exists_one(g, g.name == h.name))",
        "size(heirs.filter(h, h.age > 3)) == sum(heirs.map(h, 1))",
        "heirs.all(h, heirs.exists(g, heirs == heirs))",
    ],
)
def test_what_is_allowed_over_the_longest_list_takes_a_moment(text):
    try:
        found = Expression.compile(text, NAMES)
    except ExpressionError:
        return  # refused at once is a moment too
    long = [{"name": f"heir {number}" * 10, "share": number, "age": number} for number in range(MOST_ROWS)]
    started = time.perf_counter()
    found.evaluate({"heirs": long})
    for check in found.rows:
        check.rows_at_fault({"heirs": long})
    assert time.perf_counter() - started < 0.2
