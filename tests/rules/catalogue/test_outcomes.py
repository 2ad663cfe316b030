"""What is called impossible really is: the ways that are tried are compared with all ways, run by the engine."""

import itertools

import pytest

from layani.rules.catalogue.expressions import Expression, Patience, Question, outcomes, parse

QUESTIONS = {
    "role": Question(values=("head", "member")),
    "agrees": Question(values=(True, False), when=parse('role == "member"')),
    "guests": Question(least=1, most=6),
    "note": Question(required=False),
}
CONDITIONS = [
    'role == "head" || agrees',
    'role == "head" && agrees',
    "guests > 6",
    "guests > 2 && guests < 4",
    "3 <= guests && !(guests in [3, 4, 5, 6])",
    "guests * 2 > 30",
    "has(answers.note) && !has(answers.note)",
    "has(answers.agrees) == false",
    'has(answers.agrees) && role == "head"',
    'role == "head" ? guests > 3 : agrees',
    'note.contains("x") && guests == 6',
    'note < "b" && note > "c"',
    "guests == 2 || guests != 2",
]


def every_filing():
    for role, agrees, guests, note in itertools.product(
        ("head", "member"), (True, False), range(1, 7), (None, "a", "x")
    ):
        asked = {"role": role, "guests": guests}
        asked |= {"agrees": agrees} if role == "member" else {}
        yield asked | ({"note": note} if note else {})


def really(condition):
    names = [*QUESTIONS, "answers"]
    compiled = Expression.compile(condition, names)
    found = {compiled.evaluate({**answers, "answers": answers}) for answers in every_filing()}
    return {(one if isinstance(one, bool) else None,) for one in found}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_outcome_that_the_engine_gives_is_called_impossible(condition):
    assert really(condition) <= outcomes((parse(condition),), QUESTIONS, {}, Patience())


@pytest.mark.parametrize("condition", [*CONDITIONS[1:3], CONDITIONS[4], CONDITIONS[6], CONDITIONS[8], CONDITIONS[11]])
def test_what_can_never_hold_is_found(condition):
    assert (True,) not in outcomes((parse(condition),), QUESTIONS, {}, Patience())


def test_conditions_are_held_together():
    found = outcomes((parse("guests > 3"), parse("guests < 3")), QUESTIONS, {}, Patience())
    assert found == {(True, False), (False, True), (False, False)}


def test_a_fact_of_the_office_is_a_number_where_it_is_known():
    condition = (parse("guests <= office.seats"),)
    assert outcomes(condition, QUESTIONS, {"office.seats": 6}, Patience()) == {(True,)}
    assert outcomes(condition, QUESTIONS, {}, Patience()) == {(True,), (False,), (None,)}


def test_too_many_ways_and_long_chains_are_left_alone():
    many = {f"q{n}": Question(values=("a", "b", "c")) for n in range(9)}
    assert outcomes((parse(" || ".join(f'{name} == "a"' for name in many)),), many, {}, Patience()) is None
    chain = {f"q{n}": Question(values=(True,), when=parse(f"q{n + 1}")) for n in range(2000)}
    assert outcomes((parse("q0"),), chain, {}, Patience()) is None


def test_patience_ends():
    patience = Patience(left=5)
    assert outcomes((parse("guests > 3"),), QUESTIONS, {}, patience)
    assert outcomes((parse("guests > 3"),), QUESTIONS, {}, patience) is None
