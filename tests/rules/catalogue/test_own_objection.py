"""A service says how one objects by its own law; the check finds a role that nobody has, and one person alone."""

import pytest

FILE = "residence-letter/service.yaml"
OWN = """objection:
  law: LAW
  within: 30 working days
  answered: 30 working days
  by: ROLE
  then: {id: Ke Ombudsman., en: To the ombudsman.}

ask:
"""


def test_its_times_and_its_way_out_are_those_of_its_law(catalogue):
    own = catalogue.services["public-information"].objection
    assert (own.within.amount, own.within.unit, own.answered.amount) == (30, "working days", 30)
    assert own.by == "" and not own.upholds
    assert "Information Commission" in own.then.en
    assert catalogue.services["residence-letter"].objection is None


@pytest.mark.parametrize(
    ("law", "role", "said"),
    [
        ("uu-25-2009-29", "verifier", ""),
        ("uu-9-1999", "verifier", "'uu-9-1999'"),
        ("uu-25-2009-29", "nobody-here", "nobody at the office is called 'nobody-here'"),
        ("uu-25-2009-29", "head", "would have to answer the objection"),
    ],
)
def test_who_answers_is_somebody_else_and_the_law_is_listed(problems, law, role, said):
    own = OWN.replace("LAW", law).replace("ROLE", role)
    found = problems(FILE, "\nask:\n", f"\n{own}")
    assert [one for one in found if said and said in one.what] if said else not found, found
