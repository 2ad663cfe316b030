"""Conditions in words, as paper and diagrams carry them."""

import pytest

from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.renderings.condition_words import only_if
from layani.rules.text import Text

FIELDS = {
    one.name: one
    for one in (
        Field("home", "choice", Text("Rumah siapa?", "Whose home?"),
              options=(("rent", Text("Sewa", "Rented")), ("own", Text("Milik sendiri", "Owned")))),
        Field("movers", "number", Text("Berapa?", "How many?")),
        Field("married", "yes no", Text("Kawin?", "Married?")),
        Field("income", "money", Text("Penghasilan", "Income")),
        Field("born", "date", Text("Tanggal lahir", "Date of birth")),
    )
}  # fmt: skip


def compiled(condition):
    return Expression.compile(condition, [*FIELDS, "office"])


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        ('home == "rent"', "only if “Whose home?” is answered “Rented”"),
        ('home != "rent"', "only if “Whose home?” is not answered “Rented”"),
        ('home in ["rent", "own"]', "only if “Whose home?” is answered one of “Rented”, “Owned”"),
        ("movers > 1", "only if “How many?” is more than 1"),
        ("1 < movers", "only if “How many?” is more than 1"),
        ("married", "only if “Married?” is answered “Yes”"),
        ("!married", "only if “Married?” is answered “No”"),
        ('born < "2008-11-23"', "only if “Date of birth” is less than 23 November 2008"),
        ('married && (movers > 1 || home == "own")',
         "only if “Married?” is answered “Yes” and (“How many?” is more than 1 or “Whose home?” is answered “Owned”)"),
    ],
)  # fmt: skip
def test_a_comparison_of_answers_is_said_in_words(condition, english):
    assert only_if(compiled(condition), FIELDS).en == english


def test_both_languages_say_it():
    said = only_if(compiled('home == "own" || !married'), FIELDS)
    assert said.id == "hanya bila “Rumah siapa?” dijawab “Milik sendiri” atau “Kawin?” dijawab “Tidak”"


@pytest.mark.parametrize("condition", ["income > 500000000", "income + movers > 3", "size(home) > 2 && income > 0"])
def test_what_is_more_than_that_is_not_guessed_but_names_the_questions(condition):
    said = only_if(compiled(condition), FIELDS).en
    assert said.startswith("only if the answers to “") and said.endswith("” make it necessary")


def test_a_condition_on_no_answer_is_not_put_down_to_one():
    assert only_if(compiled("office.open"), FIELDS).en == "only if the circumstances make it necessary"
