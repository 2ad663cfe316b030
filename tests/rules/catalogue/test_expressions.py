"""Expressions: what they may say, what they give, and what a hostile one meets."""

import time

import cel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue.expressions import Expression, ExpressionError, Scope, Unknown
from layani.rules.catalogue.expressions.functions import FUNCTIONS
from layani.rules.catalogue.expressions.types import DATE, MONEY, NUMBER, TEXT, YES_NO, Type, list_of, record

TENANCY = Type("text", options=("own", "rent", "family"))
NAMES = {
    "tenancy": TENANCY,
    "guests": NUMBER,
    "income": MONEY,
    "birth_date": DATE,
    "event_date": DATE,
    "today": DATE,
    "agreed": YES_NO,
    "equipment": list_of(Type("text", options=("chairs", "sound")), 2),
    "address": record({"street": TEXT, "ward": Type("text", options=("99.01.01.1001", "99.01.01.1002"))}),
    "children": list_of(record({"name": TEXT, "income": MONEY, "age": NUMBER}), 10),
    "office": record({"wards": list_of(TEXT), "holidays": list_of(DATE), "hall_seats": NUMBER}),
}
NAMES["answers"] = record(NAMES)


def value(text, **values):
    return Expression.compile(text, NAMES).evaluate(values)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ('tenancy == "rent"', {"tenancy": "rent"}, True),
        ('tenancy in ["own", "family"]', {"tenancy": "rent"}, False),
        ("guests <= office.hall_seats", {"guests": 200, "office": {"hall_seats": 200}}, True),
        ("address.ward in office.wards", {"address": {"ward": "1"}, "office": {"wards": ["1", "2"]}}, True),
        ("years(birth_date, today) >= 17", {"birth_date": "2009-11-24", "today": "2026-11-23"}, False),
        ("years(birth_date, today) >= 17", {"birth_date": "2009-11-23", "today": "2026-11-23"}, True),
        ("days(today, event_date) <= 90", {"today": "2026-11-23", "event_date": "2027-02-21"}, True),
        (
            "!(event_date in office.holidays)",
            {"event_date": "2026-12-25", "office": {"holidays": ["2026-12-25"]}},
            False,
        ),
        ("weekday(event_date) == 1", {"event_date": "2026-11-23"}, True),
        ("income <= idr(5000000)", {"income": 500_000_000}, True),
        ("income <= idr(5000000)", {"income": 500_000_001}, False),
        ('equipment.exists(one, one == "sound")', {"equipment": ["chairs", "sound"]}, True),
        ("size(equipment) > 1", {"equipment": ["chairs"]}, False),
        ("has(answers.tenancy)", {"answers": {}}, False),
        ("agreed ? guests < 10 : guests < 5", {"agreed": True, "guests": 9}, True),
        ("(guests + 5) / 2 - 1 > 3 && -guests < 0", {"guests": 6}, True),
        ('address.street.startsWith("Jalan")', {"address": {"street": "Jalan Melati"}}, True),
    ],
)
def test_an_expression_gives_its_value(text, values, expected):
    assert value(text, **values) is expected


def test_a_decided_side_of_or_and_and_needs_no_answer_on_the_other():
    assert value("agreed || guests > 5", agreed=True) is True
    assert value("guests > 5 || agreed", agreed=True) is True
    assert value("guests > 5 && agreed", agreed=False) is False


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ('tenancy == "rent"', {}, "'tenancy' has no answer."),
        ('address.ward == "99.01.01.1001"', {"address": {}}, "'ward' is missing."),
        ("guests / 0 == 1", {"guests": 1}, "division by zero"),
        ("guests * guests > 1", {"guests": 2**62}, "overflow"),
        ("guests > 1", {"guests": "many"}, "No such overload"),
        ('office.wards[7] == "1"', {"office": {"wards": []}}, "index out of bounds"),
        ("days(today, event_date) > 1", {"today": "2026-11-23", "event_date": "soon"}, "days"),
    ],
)
def test_what_cannot_be_computed_is_unknown_with_its_reason(text, values, reason):
    found = value(text, **values)
    assert isinstance(found, Unknown)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('tenency == "rent"', "Nothing is called 'tenency' here. Did you mean 'tenancy'?"),
        ('address.wrad == "1"', "'address' has no part 'wrad'. Did you mean 'ward'?"),
        ('tenancy == "rental"', "'rental' is none of the answers. Did you mean 'rent'?"),
        ('"cable" in equipment', "'cable' is none of the answers."),
        ('address.ward == "1"', "'1' is none of the answers."),
        ('tenancy = "rent"', "Write == to compare."),
        ("agreed and agreed", "Write && instead."),
        ("not agreed", "Write ! instead."),
        ("agreed & agreed", "Write && for 'and'."),
        ("agreed | agreed", "Write || for 'or'."),
        ("tenancy == “rent”", "Use straight quotes"),
        ('tenancy == "rent', "Close the quotes"),
        ("tenancy == 3", "A text is compared with a number."),
        ("income > 500", "Write rupiah as: idr(50000)"),
        ('event_date > "1-2-2026"', "'1-2-2026' is not a date."),
        ('days(today, "2026-13-01") > 1', "days needs a date"),
        ("days(today) > 1", "days is not used like this. Write it such as: days(today, event_date) <= 90"),
        ("day(today, event_date) > 1", "There is no function 'day'. Did you mean 'days'?"),
        ('matches(tenancy, "(a+)+")', "There is no function 'matches'."),
        ("guests == 1.5", "1.5 is not a whole number."),
        ("guests == 007", "007 is not a usable number."),
        ("1 < guests < 5", "Two comparisons stand in a row. Join them with &&."),
        ("guests", "It gives a number, but a yes or no is needed."),
        ("agreed && guests", "&& joins conditions, not a number."),
        ("agreed ? 1 : tenancy", "? gives a number or a text."),
        ("agreed > agreed", "A yes or no is not more or less than another."),
        ('"a" + "b" == "ab"', "'+' cannot be used with a text and a text."),
        ("guests + income > idr(2)", "'+' cannot be used with a number and an amount of money."),
        ('tenancy in "rent"', "'in' looks into a list"),
        ("guests in office.wards", "A number is never in a list of a text."),
        ('[1, "a"] == [1]', "One list holds a number and a text."),
        ('office["wards"] == 1', "A record has no item by a text."),
        ("tenancy.exists(one, true)", ".exists() goes through a list, not a text."),
        ("equipment.exists(guests, true)", "The variable 'guests' of .exists() is also a name."),
        ("equipment.all(one, one)", ".all() needs a condition, not a text."),
        ("equipment.exists(1, true)", ".exists() needs a variable and a condition"),
        ("has(tenancy)", "has() asks whether there is an answer."),
        ("size(tenancy) == 3", "size() counts the items of a list."),
        ("", "It is empty."),
        ("agreed &&", "It ends too early."),
        ("(agreed", "It ends too early: ')' is missing."),
        ("agreed )", "There is an unexpected )."),
        ('{"a": 1} == 1', "There is an unexpected {."),
        ('b"agreed" == tenancy', "b cannot stand right before a text."),
        ("agreed\\n", "'\\' cannot stand here."),
        ("guests.x == 1", "A number has no part 'x'."),
        ("agreed.", "a name is missing"),
    ],
)
def test_a_wrong_expression_is_refused_with_what_to_write(text, message):
    with pytest.raises(ExpressionError) as refused:
        Expression.compile(text, NAMES, gives=YES_NO)
    assert message in str(refused.value)


# Ten nested lists of six: 214 characters, and 60 million steps for the engine.
HOSTILE = "".join(f"[1,1,1,1,1,1].all({name}," for name in "abcdefghij") + "true" + ")" * 10


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "office.wards.all(a, office.wards.all(b, office.wards.all(c, a == b)))",
        "office.wards.all(a, office.wards.all(b, a == b))",
        "(office.wards + office.wards + office.wards).all(a, office.wards.exists(b, a == b))",
        "(agreed ? equipment : office.wards).all(a, office.wards.all(b, a == b))",
        "[office.wards, equipment].all(a, a.all(b, office.wards.exists_one(c, c == b)))",
        "office.wards.map(a, office.wards).exists(b, b.all(c, office.wards.all(d, d == c)))",
        "(" * 60 + "agreed" + ")" * 60,
        "!" * 300 + "agreed",
        "guests" + " + 1" * 100 + " > 1",
        "[" * 200,
        "agreed" + ".a" * 200,
        "agreed && " * 60 + "agreed",
        "guests > " + "9" * 400,
    ],
)
def test_a_hostile_expression_is_refused_at_once(text):
    began = time.process_time()
    with pytest.raises(ExpressionError):
        Expression.compile(text, NAMES, gives=YES_NO)
    assert time.process_time() - began < 0.5


def test_the_hostile_example_is_as_short_as_said():
    assert len(HOSTILE) == 214


def test_an_allowed_expression_ends_soon_even_over_the_longest_lists():
    wards = [f"ward {number}" for number in range(200)]
    expression = Expression.compile('office.wards.all(a, ["x", "y", "z"].all(b, a != b))', NAMES)
    began = time.process_time()
    assert expression.evaluate({"office": {"wards": wards}}) is True
    assert time.process_time() - began < 0.1


def test_an_expression_knows_what_it_reads():
    expression = Expression.compile("address.ward in office.wards && equipment.all(one, one != tenancy)", NAMES)
    assert set(expression.paths) == {("address", "ward"), ("office", "wards"), ("equipment",), ("tenancy",)}
    assert expression.names_used() == {"address", "office", "equipment", "tenancy"}


def test_one_scope_serves_many_expressions():
    scope = Scope({"guests": 5})
    assert [Expression.compile(f"guests > {n}", NAMES).evaluate(scope) for n in (4, 5)] == [True, False]


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if "street" not in function.example])
def test_the_example_of_a_function_is_valid(name):
    names = {**NAMES, "nik": TEXT, "email": TEXT}
    assert Expression.compile(FUNCTIONS[name].example, names).gives == YES_NO


LEAVES = st.sampled_from(
    [
        "guests",
        "agreed",
        "tenancy",
        "today",
        "income",
        "address.ward",
        "office.wards",
        "1",
        "true",
        '"rent"',
        "null",
        "[1, 2]",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.tuples(below, st.sampled_from(["&&", "||", "==", "<", "in", "+", "-", "*", "/", "%"]), below).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        below.map(lambda one: f"!({one})"),
        below.map(lambda one: f"size({one})"),
        st.tuples(below, below).map(lambda pair: f"({pair[0]}).exists(one, {pair[1]})"),
        st.tuples(below, below, below).map(lambda three: f"({three[0]} ? {three[1]} : {three[2]})"),
    ),
    max_leaves=8,
)


@given(text=TREES)
def test_what_is_accepted_here_is_accepted_by_the_engine_and_never_raises(text):
    try:
        expression = Expression.compile(text, NAMES)
    except ExpressionError:
        return
    cel.compile(text)
    expression.evaluate({"guests": 3, "agreed": True, "tenancy": "rent"})
