"""What a token may do: every operation with every scope, read from the routes, so that none can be forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layani.office.api.callers import needs
from layani.office.api.router import api, operations
from layani.office.network import within
from layani.office.tables.models import Case, Document, Event, ProgramToken
from layani.rules.systems.scopes import EVERY_CASE, SCOPES
from tests.office.api.conftest import Caller, applicant, filing, program
from tests.office.api.test_access import WHO_MAY, call, counts
from tests.office.citizen.files import PDF, sent

pytestmark = pytest.mark.django_db
DOCUMENT = api.get_openapi_schema()
ASKS = {
    f"{method.upper()} {path}": [one for guard in operation.get("security", ()) for one in guard["ProgramToken"]]
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
GUARDED = {operation: scopes[0] for operation, scopes in ASKS.items() if scopes}


def test_every_operation_is_open_or_names_one_scope_that_there_is():
    assert {operation for operation in ASKS if operation not in GUARDED} == {
        operation for operation, readers in WHO_MAY.items() if readers == "everyone"
    }
    assert all(len(scopes) == 1 for scopes in ASKS.values() if scopes)
    assert {*GUARDED.values(), EVERY_CASE} == SCOPES.keys(), (
        "a scope that no operation asks for is a promise of nothing"
    )


def test_the_document_says_what_the_routes_do():
    routes = {
        api.get_openapi_operation_id(one): [guard.scope for guard in one.auth_callbacks] for one in operations(api)
    }
    told = {
        operation["operationId"]: [guard["ProgramToken"][0] for guard in operation.get("security", ())]
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
    }
    assert routes == told
    assert DOCUMENT["components"]["securitySchemes"]["ProgramToken"]["x-scopes"] == sorted(SCOPES)


def test_a_scope_that_is_not_there_cannot_be_asked_for():
    with pytest.raises(ValueError, match="'cases:decide' is no scope"):
        needs("cases:decide")


@pytest.fixture
def by_scope(db):
    """A caller for each scope, with every role of a front desk and nothing but that scope."""
    return {scope: program(scope.replace(":", "-"), "front-desk", scopes=[scope]) for scope in SCOPES}


@pytest.mark.parametrize("operation", GUARDED)
def test_every_operation_with_every_scope(operation, by_scope, filed):
    seen = {}
    for scope, caller in by_scope.items():
        before = counts()
        answer = call(caller, operation, filed["number"])
        seen[scope] = "in" if answer.status_code != 403 else answer.json()["scope"]
        if seen[scope] != "in":
            assert counts() == before
            assert answer["WWW-Authenticate"] == f'Bearer error="insufficient_scope", scope="{GUARDED[operation]}"'
            assert answer.json()["refusals"][0]["code"] == "scope-missing"
    expected = {scope: "in" if scope == GUARDED[operation] else GUARDED[operation] for scope in SCOPES}
    assert seen == expected
    assert call(Caller(), operation, filed["number"]).status_code == 401


def test_a_program_of_one_service_knows_no_other(filed):
    hall = program("hall", "front-desk", services=["hall-use"])
    refused = hall.post("/cases/", filing(), once="of-another-service")
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (403, "service-not-granted")
    fields = {**applicant(), "service": "residence-letter", "field": "contract", "file": sent(PDF)}
    assert hall.upload(fields).status_code == 403
    assert hall.get(f"/cases/{filed['number']}").status_code == 404
    assert hall.get(f"/receipts/{filed['number']}/0/provisional").status_code == 404
    bundle = {**filing(), "answers": {}}
    bundle.pop("service")
    assert hall.post("/bundles/losing-a-relative/cases", bundle, once="of-a-bundle").status_code == 403
    assert (Case.objects.count(), Event.objects.count(), Document.objects.count()) == (1, 1, 0)
    own = program("own", "front-desk", services=["residence-letter"])
    assert own.get(f"/cases/{filed['number']}").status_code == 200


@pytest.mark.parametrize(("networks", "status"), [(["127.0.0.0/8"], 200), (["10.4.0.0/16"], 403), (["::/0"], 403)])
def test_a_token_works_from_its_networks_only(filed, networks, status):
    answer = program("fixed", "front-desk", networks=networks).get(f"/cases/{filed['number']}")
    assert answer.status_code == status
    assert status == 200 or answer.json()["refusals"][0]["code"] == "other-network"


def test_an_address_of_the_other_kind_is_never_within():
    assert not within("2001:db8::/64", ["0.0.0.0/0"])
    assert within("2001:db8:1:2::/64", ["2001:db8:1:2:3::/80"])


def test_the_last_use_is_noted_once_an_hour_and_costs_one_question_else(filed):
    caller = program("often", "front-desk")
    mine = ProgramToken.objects.filter(program__name="often")
    caller.get(f"/cases/{filed['number']}")
    first = mine.get().used_at
    assert timezone.now() - first < timedelta(minutes=1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        caller.get(f"/cases/{filed['number']}")
    assert not [one for one in asked if one["sql"].lower().startswith("update")]
    assert sum("tables_programtoken" in one["sql"] for one in asked) == 1
    assert mine.get().used_at == first
    mine.update(used_at=timezone.now() - timedelta(hours=2))
    caller.get(f"/cases/{filed['number']}")
    assert timezone.now() - mine.get().used_at < timedelta(minutes=1)


def test_a_refused_call_is_no_use_of_the_token():
    program("reader", "front-desk", scopes=["cases:read"]).post("/cases/", filing(), once="not-its-scope")
    assert ProgramToken.objects.get(program__name="reader").used_at is None
