"""The services are open to everyone, with all that a program needs to offer them."""

import jsonschema_rs
import pytest

from layani.office.house import catalogue
from layani.rules.catalogue.model import STANDARD_COMPONENTS
from tests.office.api.conftest import Caller
from tests.office.api.conftest import filing as body


@pytest.fixture
def anyone():
    return Caller()


def test_every_service_is_listed_with_its_promise_and_fee(anyone):
    listed = anyone.get("/services/").json()
    assert [one["slug"] for one in listed] == list(catalogue().services)
    for one in listed:
        assert one["promise"]["text"]["id"].endswith(("hari kerja", "hari kalender", "jam kerja"))
        assert one["fee"]["text"] == {"id": "Gratis", "en": "Free"} or one["fee"]["rows"]
        assert one["address"] == f"http://localhost:8000/api/v1/services/{one['slug']}"


@pytest.mark.parametrize("slug", list(catalogue().services))
def test_a_service_shows_its_form_rules_law_and_standard(anyone, slug):
    found, known = anyone.get(f"/services/{slug}").json(), catalogue().services[slug]
    assert found["digest"] == known.digest
    assert [page["id"] for page in found["form"]] == [page.id for page in known.pages]
    questions = {one["name"]: one for page in found["form"] for one in page["questions"]}
    assert questions.keys() == known.fields.keys()
    assert {name for name, one in questions.items() if one["from_applicant"]}.isdisjoint(
        found["answers_schema"]["properties"]
    )
    laws = {one["id"] for one in found["law"]}
    assert {one["law"] for one in found["rules"] + found["grounds"]} <= laws
    assert set(found["standard"]) == set(STANDARD_COMPONENTS)
    assert [one["id"] for one in found["steps"]] == [one.id for one in known.steps]


def test_the_schema_of_the_answers_accepts_what_is_filed(anyone):
    schema = anyone.get("/services/residence-letter").json()["answers_schema"]
    check = jsonschema_rs.Draft202012Validator(schema)
    assert check.is_valid(body()["answers"])
    assert not check.is_valid({**body()["answers"], "tenancy": "castle"})
    assert not check.is_valid({**body()["answers"], "religion": "any"})


def test_a_service_that_is_not_there(anyone):
    assert anyone.get("/services/moon-landing").status_code == 404
    assert anyone.get("/services/%00").status_code == 404


def test_the_services_need_no_database_and_are_made_once(anyone):
    """No database fixture here: a query would raise."""
    first = anyone.get("/services/residence-letter")
    assert first["Cache-Control"] == "public, max-age=300"
    again = anyone.get("/services/residence-letter", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert anyone.get("/services/", headers={"If-None-Match": '"old"'}).status_code == 200


@pytest.mark.parametrize("slug", list(catalogue().services))
def test_the_schema_that_is_downloaded_is_that_of_the_filing(anyone, slug):
    found = anyone.get(f"/services/{slug}/answers.schema.json").json()
    shown = anyone.get(f"/services/{slug}").json()["answers_schema"]
    assert {name: found[name] for name in shown} == shown
    assert found["$id"] == f"http://localhost:8000/api/v1/services/{slug}/answers.schema.json"


def test_the_document_of_a_filing_knows_this_service_alone_and_spells_out_its_answers(anyone):
    found = anyone.get("/services/residence-letter/openapi.json").json()
    filing = found["components"]["schemas"]["FilingIn"]
    assert list(found["paths"]) == ["/api/v1/cases/", "/api/v1/documents/"]
    assert filing["properties"]["service"]["const"] == "residence-letter"
    answers = jsonschema_rs.Draft202012Validator(filing["properties"]["answers"])
    assert answers.is_valid(body()["answers"]) and not answers.is_valid({"tenancy": "castle"})


def test_the_document_of_the_whole_api_is_as_it_was(anyone):
    anyone.get("/services/residence-letter/openapi.json")
    whole = anyone.ask("GET", "/api/openapi.json").json()
    assert "const" not in whole["components"]["schemas"]["FilingIn"]["properties"]["service"]


@pytest.mark.parametrize("file", ["answers.schema.json", "openapi.json"])
def test_no_document_of_a_service_that_is_not_there(anyone, file):
    assert anyone.get(f"/services/moon-landing/{file}").status_code == 404


def test_a_list_is_described_as_an_array_of_rows(anyone):
    schema = anyone.get("/services/heirs-statement/answers.schema.json").json()["properties"]["other_heirs"]
    assert (schema["type"], schema["minItems"], schema["maxItems"]) == ("array", 1, 30)
    assert schema["items"]["required"] == ["name", "relation"]
    assert schema["items"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"name": "Eka", "relation": "child"}, {"name": "Rina"}], "Heir 2"),
        ([{"name": "Eka", "relation": "child", "nik": 7}], "Heir 1, NIK"),
        ([{"name": "Eka", "relation": "child"}] * 31, "at most 30"),
        ("Eka", "at most 30"),
        ([[[]]], "Heir 1"),
    ],
)
def test_a_program_is_told_which_row_is_wrong(desk, rows, says):
    version = str(catalogue().services["heirs-statement"].version)
    whole = {**body(), "service": "heirs-statement", "version": version, "answers": {"other_heirs": rows}}
    answer = desk.post("/cases/", whole, once="rows-of-heirs")
    assert answer.status_code == 422
    assert says in answer.content.decode()
