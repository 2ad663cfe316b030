"""A program says for the applicant that their step is done; an officer looks, as when they say it themselves."""

from datetime import date, timedelta

import pytest

from layani.office.actions.viewing import opened_events
from layani.office.tables.models import Case, Event, Role, User
from layani.office.tables.projection import state_of
from tests.office.api.conftest import program
from tests.office.officer.test_their_turn import FILED, number, staff
from tests.office.ranking.conftest import at

__all__ = ["at", "number", "staff"]
pytestmark = pytest.mark.django_db
WORDS = "Paid this morning, receipt STS-004211."


@pytest.fixture
def desk(number, at):  # noqa: F811
    """A program of the front desk, an hour after the applicant's turn has begun."""
    at(FILED + timedelta(hours=1))
    return program("desk", "front-desk")


def said(desk, number, *, once="said-it-once", words=WORDS):  # noqa: F811
    return desk.post(f"/cases/{number}/done", {"words": words}, once=once)


def test_the_case_waits_in_the_queue_of_the_role_that_looks_and_the_clock_runs(desk, number):  # noqa: F811
    assert state_of(Case.objects.get(number=number)).ball == "citizen"
    answer = said(desk, number)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["ball"], answer.json()["status"]) == ("office", "working")
    state = state_of(Case.objects.get(number=number))
    assert (state.step, state.paused_at) == ("payment", None)
    assert WORDS in [words.get("words") for _, words in opened_events(Case.objects.get(number=number))]
    assert WORDS not in Event.objects.get(act="turn_said").body


def test_the_same_key_says_it_once(desk, number, at):  # noqa: F811
    said(desk, number)
    at(FILED + timedelta(hours=2))
    again = said(desk, number)
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert Event.objects.filter(act="turn_said").count() == 1
    assert said(desk, number, words="Something else.").status_code == 409


def test_while_the_case_does_not_wait_for_the_applicant_it_is_refused(desk, number):  # noqa: F811
    said(desk, number)
    assert said(desk, number, once="another-key").status_code == 409


@pytest.mark.parametrize("roles", [("cemetery-officer",), ("auditor",), ()])
def test_only_the_front_desk_speaks_for_an_applicant(desk, number, roles):  # noqa: F811
    other = program("other", *roles)
    assert said(other, number).status_code in (401, 403)
    assert not Event.objects.filter(act="turn_said").exists()


def test_a_case_of_another_office_is_not_there(desk, number):  # noqa: F811
    stranger = User.objects.get(username="desk-officer")
    Role.objects.filter(user=stranger).update(office="another", since=date(2020, 1, 1))
    assert said(desk, number).status_code in (401, 404)
    assert not Event.objects.filter(act="turn_said").exists()


@pytest.mark.parametrize("body", [{"words": "x" * 2001}, {"word": "x"}, {"words": 3}])
def test_what_is_not_understood_is_not_taken(desk, number, body):  # noqa: F811
    assert desk.post(f"/cases/{number}/done", body, once="said-it-once").status_code == 422
