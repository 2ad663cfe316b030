"""examples.yaml: what is told when a worked case comes out otherwise."""

import pytest

from layani.rules.catalogue.examples import run_examples

PEOPLE = """
people:
  carla: {name: Carla Wijaya, nik: "3171015503980000", birth_date: 1998-03-15}
examples:
  - example: Carla
    who: carla
    answers:
      address: {street: Jalan Kenanga 12, rt: "003", rw: "007", ward: 99.01.01.1002}
      tenancy: own
      purpose: bank
    on: 2026-12-01 09:30
    expect: EXPECT
"""


@pytest.fixture
def told(catalogue, copy):
    """Return a function that gives the messages about an examples.yaml of the residence letter."""

    def run(text):
        (copy / "residence-letter" / "examples.yaml").write_text(text, encoding="utf-8")
        ran = run_examples(copy / "residence-letter", catalogue.services["residence-letter"], catalogue.office)
        return [str(problem) for problem in ran.problems]

    return run


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{problems: [address]}", "line 12: 'problems' is [], not [address]. Correct the example, or the service."),
        ("{rules: {lives-here: failed}}", "'lives-here' is passed, not failed. It read address.ward = '99.01.01.1002'"),
        ("{rules: {lives-hear: failed}}", "there is no rule 'lives-hear'. Did you mean 'lives-here'?"),
        ("{fee: 5_000 IDR}", "'fee' is free, not IDR 5,000."),
        ("{steps: [decide]}", "'steps' is [check, decide], not [decide]."),
        ("{documents: [contract]}", "'documents' is [], not [contract]."),
        ("{asked: [contract]}", "'contract' is not asked."),
        ("{not_asked: [purpose]}", "'purpose' is asked."),
        ("{due: 2026-12-02 16:00}", "'due' is 2026-12-03 16:00, not 2026-12-02 16:00."),
        ("{letter: {granted.id: [Dan]}}", "the letter granted.id does not say 'Dan'."),
        ("{letter: {deemed_granted.id: [Carla]}}", "the letter deemed_granted.id does not say 'Carla'."),
        ("{letter: {granted: [Carla]}}", "'granted' cannot be a name here."),
        ("{steps: check}", "'steps': 'check' is not possible. Write a list, such as: [one, another]"),
        ("{due: tomorrow}", "'tomorrow' is not a day and a time. Write it such as: 2026-12-01 09:30"),
        ("{due: 9999-12-31 09:00}", "'9999-12-31 09:00' is too far away. Write a year from 1990 to 2100."),
        ("{rules: {lives-here: great}}", "'lives-here': 'great' is not possible. Write one of:"),
        ("{colour: red}", "'colour' is not a key that can stand here."),
    ],
)
def test_a_case_that_comes_out_otherwise_is_told_with_what_came(told, expect, message):
    found = told(PEOPLE.replace("EXPECT", expect))
    assert any(message in one for one in found), found


def test_what_is_expected_and_comes_is_not_told_except_that_no_case_fails_the_rule(told):
    found = told(PEOPLE.replace("EXPECT", "{rules: {lives-here: passed}, fee: free, steps: [check, decide]}"))
    assert found == [
        "residence-letter/examples.yaml: line 4: no example fails the rule 'lives-here'. "
        "Add an example with: rules: {lives-here: failed}"
    ]


def test_an_example_may_build_on_one_before_it_only(told):
    found = told(PEOPLE.replace("EXPECT", "{}") + "  - {example: other, like: Karla, expect: {}}\n")
    assert any("no example before this one is called 'Karla'. Did you mean 'Carla'?" in one for one in found)


def test_an_unknown_person_is_told(told):
    found = told(PEOPLE.replace("EXPECT", "{}").replace("who: carla", "who: dan"))
    assert any("there is nobody called 'dan' under 'people:'. There are: carla." in one for one in found)


def test_an_answer_to_no_field_is_a_problem(told):
    found = told(PEOPLE.replace("EXPECT", "{}").replace("tenancy: own", "tenancy: own\n      tenansy: own"))
    assert any("'problems' is [tenansy], not []." in one for one in found)


def test_missing_examples_are_an_error(catalogue, copy):
    (copy / "residence-letter" / "examples.yaml").unlink()
    ran = run_examples(copy / "residence-letter", catalogue.services["residence-letter"], catalogue.office)
    (problem,) = ran.problems
    assert problem.level == "error"
    assert "the examples are missing. They are the definition's tests." in str(problem)


@pytest.mark.parametrize("text", ["examples: []\n", "people: {}\n", "a: &a 1\nb: *a\n", ""])
def test_a_broken_file_is_told_and_not_raised(told, text):
    assert told(text)


def test_examples_that_begin_with_one_another_are_told_with_their_path(told):
    circle = "examples:\n  - {example: one, like: two, expect: {}}\n  - {example: two, like: one, expect: {}}\n"
    assert any("line 2: 'like' leads back to itself: 'one' → 'two' → 'one'. Write the" in one for one in told(circle))


def test_an_example_that_begins_with_a_later_one_is_told_to_move(told):
    later = "examples:\n  - {example: one, like: two, expect: {}}\n  - {example: two, expect: {}}\n"
    assert any("'two' stands after this example. Move it before this one" in one for one in told(later))
