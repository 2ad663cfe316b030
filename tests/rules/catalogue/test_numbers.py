"""A named formula is written out wherever it is read: in rules, steps, amounts, letters and other numbers."""

import time
from pathlib import Path

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.numbers import written_out

STANDARDS = Path(__file__).parents[2] / "standards_office"
A_NUMBER = (
    "numbers:\n  crowd:\n    says: {id: Tamu, en: Guests}\n    law: kep-camat-3-2026\n    formula: %s\nfee: free\n"
)


def test_it_stands_in_brackets_where_it_is_read_and_reads_those_above_it():
    values = {
        "numbers": {"a": {"formula": "x + 1"}, "b": {"formula": "numbers.a * 2"}},
        "rules": [{"must": "numbers.b > numbers.a", "says": "numbers.a"}],
        "tables": {"t": {"columns": ["numbers.a"]}},
    }
    out = written_out(values)
    assert out["numbers"]["b"]["formula"] == "(x + 1) * 2"
    assert out["rules"] == [{"must": "((x + 1) * 2) > (x + 1)", "says": "numbers.a"}]
    assert out["tables"]["t"]["columns"] == ["(x + 1)"]


@pytest.mark.parametrize("text", ['name == "numbers.a"', "name == 'numbers.a'", "numbers.other > 1", "my.numbers.aa"])
def test_what_is_no_number_stays_as_it_is(text):
    values = {"numbers": {"a": {"formula": "1"}}, "rules": [{"must": text}]}
    assert written_out(values)["rules"] == [{"must": text}]


def test_a_number_that_doubles_again_and_again_is_refused_in_no_time():
    names = [f"n{place}" for place in range(200)]
    numbers = {"n0": {"formula": "x"}}
    numbers |= {
        new: {"formula": f"numbers.{old} + numbers.{old}"} for old, new in zip(names[:-1], names[1:], strict=True)
    }
    began = time.process_time()
    out = written_out({"numbers": numbers})
    assert max(len(one["formula"]) for one in out["numbers"].values()) < 2_000
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("numbers.crowd + 1", "cannot be used"),  # itself
        ("numbers.other + 1", "cannot be used"),
        ("guest + 1", "cannot be used"),
        ("guests + 1", ""),
    ],
)
def test_a_formula_that_cannot_be_used_is_named_with_its_line(problems, formula, says):
    found = [str(one) for one in problems("hall-use/service.yaml", "fee: free\n", A_NUMBER % formula)]
    assert bool(found) == bool(says)
    if says:
        assert says in found[0] and "hall-use/service.yaml: line" in found[0]


def test_its_law_is_one_of_those_that_are_listed(problems):
    spoiled = (A_NUMBER % "guests").replace("kep-camat-3-2026", "perda-9")
    (found,) = problems("hall-use/service.yaml", "fee: free\n", spoiled)
    assert "the law 'perda-9' is not listed" in str(found)


def test_the_letter_and_the_rules_count_with_the_same_formula():
    service = load_catalogue(STANDARDS).services["fishing-fuel"]
    rule = next(one for one in service.rules if one.id == "worth-a-letter")
    assert service.numbers["litres"].formula.text in rule.must.text
    assert service.numbers["litres"].says.en == "Volume that may be bought (litres)"
