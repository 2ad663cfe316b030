"""Each reason for which an open case keeps its version, although a law makes a later one count for it."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from layani.office.actions import open_cases
from layani.office.actions.open_cases import judged_by
from layani.office.actions.publishing import Wanted, propose, publish
from layani.office.house import catalogue, kept_files, key_store
from layani.office.jobs import follow_versions
from layani.office.pages.parts.open_cases import KEPT, kept_words
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from tests.office.publishing.conftest import WHY, forget
from tests.office.publishing.test_open_cases import BEGUN, NEW_RULE, OPEN, begun, filed, proposed
from tests.office.publishing.test_publishing import clock_at

__all__ = ["begun", "proposed"]
pytestmark = pytest.mark.django_db
MANY = (
    "fee: free",
    "parameters:\n  many:\n    says: {id: Batas acara besar, en: Limit of a large event}\n    law: kep-camat-3-2026\n"
    "    unit: number\n    values: [{from: 2024-01-01, value: 150}]\nfee: free",
)
FIRST = (
    "priority:\n",
    "priority:\n  - {id: large, when: guests > parameters.many, law: kep-camat-3-2026, "
    "says: {id: Acara besar, en: A large event}}\n",
)
ASKED = (
    "      equipment:\n        is: several\n",
    "      equipment:\n        when: guests > parameters.many\n        is: several\n",
)

EXAMPLES = """examples:
  - example: nothing is answered yet
    expect: {problems: [name, nik, birth_date, purpose, event_name, event_date, part_of_day, guests, leaves_clean]}
"""
"""Instead of the service's own, which say what is asked under its own numbers."""


@pytest.fixture
def why(folder, begun, sari, citra, now, monkeypatch):  # noqa: F811
    """Return a function: a case is filed under a version with these pieces, and then a number of the law changes."""

    def kept(guests, *pieces, **answers):
        (folder / "hall-use" / "examples.yaml").write_text(EXAMPLES, encoding="utf-8")
        begun(*pieces)
        number = filed(guests, **answers)
        file = folder / "hall-use" / "service.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in (
            ("version: 2027-02-01", "version: 2027-03-01"),
            ("value: 150", "value: 40"),
            (OPEN[0], OPEN[1].replace("follow: [rules]", "follow: [parameters]")),
        ):
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        made = propose("hall-use", Wanted(WHY, 0, "Hukumnya sudah berlaku"), actor=sari, now=now + timedelta(days=2))
        publish(made.pk, actor=citra, now=now + timedelta(days=3))
        clock_at(monkeypatch, "2027-03-01")
        follow_versions.run(BEGUN)
        return state_of(Case.objects.get(number=number)).kept_version.get("why", "it went over")

    return kept


def test_one_that_would_be_served_first_keeps_its_turn(why):
    assert why(60, MANY, FIRST) == ["first"]


def test_one_whose_turn_stays_goes_over(why):
    assert why(30, MANY, FIRST) == "it went over"


def test_one_of_which_something_else_would_be_asked_keeps_its_questions(why):
    assert why(60, MANY, ASKED, equipment=None) == ["questions"]


def test_one_of_which_the_same_is_asked_goes_over(why):
    assert why(30, MANY, ASKED, equipment=None) == "it went over"


def test_one_whose_version_is_not_kept_here_keeps_it(begun, settings):  # noqa: F811
    number = filed(20)
    begun(NEW_RULE, OPEN)
    shutil.rmtree(settings.VERSION_FOLDER / "hall-use" / "2026-11-01")
    assert follow_versions.run(BEGUN) == 1
    assert state_of(Case.objects.get(number=number)).kept_version["why"] == ["not-kept"]
    forget()


def test_one_whose_answers_were_erased_keeps_its_version_and_the_others_go_on(begun):  # noqa: F811
    gone, other = filed(20), filed(21)
    begun(NEW_RULE, OPEN)
    key_store().erase(Case.objects.get(number=gone).ref)
    assert follow_versions.run(BEGUN) == 1
    judged = judged_here(gone)
    assert judged.why == ("erased",) and Case.objects.get(number=gone).version == "2026-11-01"
    assert Case.objects.get(number=other).version == "2027-02-01"


def judged_here(number, **changed):
    """Judge a case, with something of it changed, by the version in force."""
    row, after = Case.objects.get(number=number), catalogue().services["hall-use"]
    case = replace(state_of(row), **changed)
    return judged_by(row, case, after, after.open_cases, kept_files("hall-use", str(after.version)))


def test_one_whose_place_is_given_by_a_ranking_is_measured_as_those_beside_it(begun):  # noqa: F811
    number = filed(20)
    begun(NEW_RULE, OPEN)
    steps = state_of(Case.objects.get(number=number)).steps
    assert judged_here(number).why == ()
    assert judged_here(number, steps=(*steps[:-1], replace(steps[-1], kind="rank"))).why == ("ranking",)


def test_one_that_names_a_ground_that_is_gone_keeps_it(begun):  # noqa: F811
    number = filed(20)
    begun(NEW_RULE, OPEN)
    ground = catalogue().services["hall-use"].grounds[0].id
    assert judged_here(number, otherwise={"family-card": ground}).why == ()
    assert judged_here(number, otherwise={"family-card": "another-ground"}).why == ("ground",)


def test_every_reason_has_words_in_both_languages():
    reasons = (
        open_cases.NOT_KEPT, open_cases.ERASED, open_cases.QUESTIONS, open_cases.AMOUNT, open_cases.FIRST,
        open_cases.RANKING, open_cases.GROUND,
    )  # fmt: skip
    assert set(KEPT) == set(reasons)
    assert all(kept_words(one).id != kept_words(one).en for one in (*reasons, "part:steps", "answer:a"))


def test_what_the_job_asks_looks_at_open_cases_alone(db):
    """On SQLite, which plans without numbers; PostgreSQL reads a table of a few rows whole, and rightly."""
    plan = Case.objects.to_follow("hall-use", "2027-02-01")[:500].explain()
    if connection.vendor == "sqlite":
        assert plan.count("USING INDEX case_due") == 2 and plan.count("SCAN") == 2, plan
