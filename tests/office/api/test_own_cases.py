"""What a system may do with the cases that it filed: list them, and take one back at the applicant's wish."""

import pytest

from layani.office.api.cases import ROWS
from layani.office.tables.models import Attempt, Case, Event, ProgramCase
from tests.office.actions.applications import CITIZEN, application
from tests.office.api.conftest import filing, program

pytestmark = pytest.mark.django_db
WORD = {"asked_by_applicant": True}


def test_a_system_lists_its_own_cases_and_nobody_elses(desk, filed, now):
    from layani.office.actions import filing as actions  # noqa: PLC0415  the name is taken above

    actions.file(application(), actor=CITIZEN, now=now)
    other = program("other", "front-desk", system="another-system")
    alone = program("alone", "front-desk", system="")
    assert other.post("/cases/", filing(purpose="school"), once="of-another").status_code == 201
    assert [one["number"] for one in desk.get("/cases/").json()["cases"]] == [filed["number"]]
    assert len(other.get("/cases/").json()["cases"]) == 1
    assert alone.get("/cases/").json() == {"cases": [], "before": None}


def test_the_list_shows_no_receipts_code_and_is_narrowed_to_a_service(desk, filed):
    (shown,) = desk.get("/cases/?service=residence-letter").json()["cases"]
    assert shown["receipt_code"] is None
    assert desk.get("/cases/?service=hall-use").json()["cases"] == []
    hall = program("hall", "front-desk", services=["hall-use"])
    assert hall.get("/cases/").json()["cases"] == []
    assert hall.get("/cases/?service=residence-letter").status_code == 403


def test_the_list_goes_on_by_key_with_as_many_questions_however_long_it_is(desk, filed, django_assert_num_queries):
    desk.get("/cases/")  # notes the use of the token
    with django_assert_num_queries(2):
        desk.get("/cases/")
    first = Case.objects.get()
    made = ProgramCase.objects.get()
    for n in range(ROWS + 1):
        values = {name: getattr(first, name) for name in (one.attname for one in Case._meta.concrete_fields)}
        copy = Case.objects.create(**{**values, "id": None, "ref": f"{n:032x}", "number": f"SKM-2026-{n:04}"})
        ProgramCase.objects.create(program=made.program, case=copy)
    with django_assert_num_queries(2):
        page = desk.get("/cases/").json()
    rest = desk.get(f"/cases/?before={page['before']}").json()
    assert (len(page["cases"]), len(rest["cases"]), rest["before"]) == (ROWS, 2, None)
    assert rest["cases"][-1]["number"] == filed["number"]


def test_what_was_filed_before_the_upgrade_is_not_in_the_list(desk, filed):
    ProgramCase.objects.all().delete()
    assert desk.get("/cases/").json()["cases"] == []
    answer = desk.post(f"/cases/{filed['number']}/withdraw", WORD, once="take-it-back")
    assert answer.json()["refusals"][0]["code"] == "not-filed-by-this-system"


def test_an_application_is_withdrawn_once_however_often_it_is_sent(desk, filed):
    address = f"/cases/{filed['number']}/withdraw"
    answer = desk.post(address, WORD, once="take-it-back")
    assert (answer.status_code, answer.json()["status"]) == (201, "withdrawn")
    again = desk.post(address, WORD, once="take-it-back")
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert Event.objects.filter(act="withdraw").count() == 1
    refused = desk.post(address, WORD, once="take-it-back-2")
    assert refused.status_code == 409


@pytest.mark.parametrize("body", [{}, {"asked_by_applicant": False}, {"asked_by_applicant": True, "act": "withdraw"}])
def test_without_the_applicants_word_nothing_is_withdrawn(desk, filed, body):
    assert desk.post(f"/cases/{filed['number']}/withdraw", body, once="take-it-back").status_code == 422
    assert Case.objects.get().status == "checking"


def test_another_system_withdraws_nothing(filed):
    other = program("other", "front-desk", system="another-system")
    answer = other.post(f"/cases/{filed['number']}/withdraw", WORD, once="take-it-back")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (403, "not-filed-by-this-system")
    assert (Case.objects.get().status, Attempt.objects.count()) == ("checking", 0)
