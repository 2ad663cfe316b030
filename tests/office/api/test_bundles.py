"""A bundle filed by another program: all cases or none, once for each key."""

import pytest

from layani.office.house import catalogue
from layani.office.tables.models import Case
from tests.office.api.conftest import applicant, desk
from tests.office.bundles.widow import answers
from tests.office.citizen.files import PDF, sent

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
HERE = "/bundles/losing-a-relative/cases"


@pytest.fixture
def body(desk):  # noqa: F811
    where = {"service": "death-certificate", "field": "death_letter", "file": sent(PDF)}
    letter = desk.upload({**applicant(), **where}).json()
    given = {k: v for k, v in answers(letter).items() if k not in ("name", "nik", "birth_date", "phone")}
    version = catalogue().bundles["losing-a-relative"].version
    return {"version": version, "applicant": applicant(), "answers": given}


def test_a_program_learns_what_a_bundle_joins_and_asks(client):
    told = client.get("/api/v1/bundles/losing-a-relative").json()
    assert told["services"][1] == {
        "service": "family-card", "version": "2026-11-01", "always": False, "after": ["death-certificate"],
    }  # fmt: skip
    assert "deceased_name" in told["answers_schema"]["properties"]
    assert client.get("/api/v1/bundles/id-card").status_code == 404


def test_it_files_all_cases_at_once(desk, body):  # noqa: F811
    answer = desk.post(HERE, body, once="one-bundle")
    assert answer.status_code == 201, answer.content
    cases = answer.json()["cases"]
    assert [one["service"] for one in cases] == ["death-certificate", "family-card", "id-card", "death-grant"]
    assert (cases[1]["step"], cases[1]["steps"], cases[1]["due_at"]) == ("", [], None)
    assert all(one["receipt_code"] for one in cases)


def test_the_same_key_gives_the_same_cases(desk, body):  # noqa: F811
    first = desk.post(HERE, body, once="one-bundle").json()["cases"]
    again = desk.post(HERE, body, once="one-bundle")
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert [one["number"] for one in again.json()["cases"]] == [one["number"] for one in first]
    assert Case.objects.count() == 4


def test_one_wrong_answer_files_none_and_is_named(desk, body):  # noqa: F811
    del body["answers"]["account"]
    answer = desk.post(HERE, body, once="one-bundle")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "account")
    assert not Case.objects.exists()


def test_an_old_version_of_the_form_is_refused_with_the_one_in_force(desk, body):  # noqa: F811
    answer = desk.post(HERE, {**body, "version": "0123456789abcdef"}, once="one-bundle")
    assert answer.status_code == 409
    assert body["version"] in answer.json()["refusals"][0]["reason"]["en"]
