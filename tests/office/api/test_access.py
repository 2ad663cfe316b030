"""Every address of the API as everyone: the table below is the claim, and a new address must be entered in it."""

import json

import pytest
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.api.router import api
from layani.office.house import catalogue
from layani.office.tables.models import Attempt, Case, Document, Event, Party, User
from layani.rules.cases.decider import RULES
from tests.office.api.conftest import applicant
from tests.office.api.conftest import filing as body
from tests.office.citizen.files import PDF, sent

pytestmark = pytest.mark.django_db

OPEN, SERVING, FRONT_DESK = "everyone", "who serves citizens", "the front desk"
WHO_MAY = {
    "GET /api/v1/problems/": OPEN,
    "GET /api/v1/problems/{name}": OPEN,
    "GET /api/v1/bundles/{slug}": OPEN,
    "GET /api/v1/services/": OPEN,
    "GET /api/v1/services/{slug}": OPEN,
    "GET /api/v1/services/{slug}/answers.schema.json": OPEN,
    "GET /api/v1/services/{slug}/openapi.json": OPEN,
    "POST /api/v1/cases/": FRONT_DESK,
    "GET /api/v1/cases/": SERVING,
    "POST /api/v1/cases/{number}/withdraw": FRONT_DESK,
    "POST /api/v1/tickets/": SERVING,
    "GET /api/v1/tickets/{ticket}": SERVING,
    "GET /api/v1/cases/{number}": SERVING,
    "GET /api/v1/cases/{number}/events": SERVING,
    "GET /api/v1/cases/{number}/notice": FRONT_DESK,
    "POST /api/v1/cases/{number}/answer": FRONT_DESK,
    "POST /api/v1/cases/{number}/done": FRONT_DESK,
    "GET /api/v1/receipts/{number}/{seq}/provisional": FRONT_DESK,
    "GET /api/v1/receipts/{number}/{seq}/final": FRONT_DESK,
    "POST /api/v1/bundles/{slug}/cases": FRONT_DESK,
    "POST /api/v1/documents/": FRONT_DESK,
    "GET /api/v1/mandates/{ref}": FRONT_DESK,
    "POST /api/v1/mandates/{ref}/cases": FRONT_DESK,
    "POST /api/v1/mandates/{ref}/bundles": FRONT_DESK,
    "GET /api/v1/webhooks/": SERVING,
    "POST /api/v1/webhooks/": SERVING,
    "GET /api/v1/webhooks/{webhook}": SERVING,
    "DELETE /api/v1/webhooks/{webhook}": SERVING,
    "POST /api/v1/webhooks/{webhook}/secret": SERVING,
    "POST /api/v1/webhooks/{webhook}/on": SERVING,
    "GET /api/v1/webhooks/{webhook}/deliveries": SERVING,
    "POST /api/v1/webhooks/{webhook}/deliveries/{delivery}/again": SERVING,
}
WITHOUT_FORCE = (
    "no role", "role that has ended", "another office", "revoked token", "unknown token", "token that is over",
    "stranger",
)  # fmt: skip
DESKS = {"front-desk", "everything"}
WATCHERS = {"auditor", "operator"}


def operations():
    """Yield "METHOD path" of all that the OpenAPI document knows."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path}"


def call(caller, operation, number):
    """Ask for an address as its document says, with a body that would be taken."""
    method, path = operation.split(" ")
    slug = "losing-a-relative" if "/bundles/" in path else "residence-letter"
    values = {
        "name": "refused",
        "slug": slug,
        "number": number,
        "seq": "0",
        "webhook": "1",
        "ref": "9e1c1a52-6a54-4c9e-8a1e-3a0c1f1b7a10",
        "ticket": "1",
        "delivery": "1",
    }
    address = path.format(**values)
    if path.endswith("/documents/"):
        fields = {**applicant(), "service": "residence-letter", "field": "contract", "file": sent(PDF)}
        return caller.upload(fields)
    own = {
        "/webhooks/": {"url": "https://village.example/told", "kinds": ["case.filed"]},
        "/tickets/": {"need": "residence-letter"},
        "/withdraw": {"asked_by_applicant": True},
        "/answer": {"answers": {"purpose": "school"}},
        "/done": {"words": "It is done."},
    }
    content = next((sent for end, sent in own.items() if path.endswith(end)), None) or body()
    if "/mandates/" in path:
        content["nik"] = content.pop("applicant")["nik"]
        content["service"] = "losing-a-relative" if path.endswith("/bundles") else content["service"]
    if "/bundles/" in path:
        content.pop("service")  # the address names the bundle
    headers = {"Idempotency-Key": f"as-{operation}"[:90]}
    data = json.dumps(content) if method == "POST" else ""
    return caller.ask(method, address, data=data, content_type="application/json", headers=headers)


def admitted(who, readers):
    """Tell whether the table lets somebody in."""
    if readers == OPEN:
        return True
    if who in WITHOUT_FORCE:
        return False
    return who in DESKS if readers == FRONT_DESK else who not in WATCHERS


def test_every_address_is_in_the_table():
    assert set(operations()) == set(WHO_MAY)


@pytest.mark.parametrize("operation", WHO_MAY)
def test_every_address_as_everyone(operation, callers, filed):
    seen = {}
    for who, caller in callers.items():
        before = counts()
        answer = call(caller, operation, filed["number"])
        seen[who] = "in" if answer.status_code not in (401, 403) else answer.status_code
        if seen[who] != "in":
            assert answer["Content-Type"] == "application/problem+json"
            assert counts() == before
            assert filed["number"].encode() not in answer.content
    expected = {
        who: "in" if admitted(who, WHO_MAY[operation]) else 401 if who in WITHOUT_FORCE else 403 for who in callers
    }
    assert seen == expected


def counts():
    return [model.objects.count() for model in (Case, Event, Party, Document, Attempt)]


@pytest.mark.parametrize("operation", [one for one, readers in WHO_MAY.items() if "{number}" in one])
def test_a_case_of_another_office_is_not_there(operation, desk, filed):
    Case.objects.update(office="another-office")
    answer = call(desk, operation, filed["number"])
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


def test_a_stranger_learns_how_to_ask_and_nothing_else(callers, filed):
    answer = callers["stranger"].get(f"/cases/{filed['number']}")
    assert answer["WWW-Authenticate"] == "Bearer"
    missing = callers["stranger"].get("/cases/SKM-2026-0000-0000")
    assert answer.content == missing.content


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic dG9rZW4tb2YtZGVzaw==", "token-of-desk", "bearer  token-of-desk", "\xff"]
)
def test_a_token_in_another_dress_is_no_token(desk, filed, header):
    answer = desk.ask("GET", f"/api/v1/cases/{filed['number']}", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_session_opens_nothing(client, ana, filed):
    client.force_login(User.objects.get(pk=ana.user))
    assert client.get(f"/api/v1/cases/{filed['number']}").status_code == 401


# What an officer does at the office, and what only the system or an importer does: none of it is on the API.
ON_THE_API = {"file", "answer", "withdraw"}


def test_no_call_by_anyone_can_take_check_decide_or_issue(callers, filed):
    """Sends every act's name, in every place where one might be read, as everyone."""
    tried = [(act, *one) for act in RULES for one in attempts(act, filed["number"])]
    tried += [("no act", *one) for one in decided_by_hand(filed["number"])]
    for act, method, address, sent_body in tried:
        data = json.dumps(sent_body)
        for who, caller in callers.items():
            headers = {"Idempotency-Key": f"{who}-{act}"[:60]}
            answer = caller.ask(method, address, data=data, content_type="application/json", headers=headers)
            assert answer.status_code in (401, 403, 404, 405, 422), (who, act, address, answer.content)
    assert set(Event.objects.values_list("act", flat=True)) == {"file"}
    assert set(Case.objects.values_list("status", flat=True)) == {"checking"}


def attempts(act, number):
    """Return requests that name an act."""
    case = f"/api/v1/cases/{number}"
    verb = act.replace("_", "-")
    return [
        ("POST", f"{case}/{verb}", {"act": act}) if act != "answer" else ("POST", f"{case}/answer", {"act": act}),
        ("POST", case, {"act": act, "decision": act}),
        ("PUT", case, {"status": "granted", "act": act}),
        ("POST", "/api/v1/cases/", {**body(), "act": act}),
        ("POST", f"{case}/answer", {"answers": {"status": "granted"}, "act": act}),
    ]


def decided_by_hand(number):
    """Return requests that name no act, but would change a case."""
    case = f"/api/v1/cases/{number}"
    return [
        ("PATCH", case, {"status": "granted"}),
        ("DELETE", case, {}),
        ("POST", "/api/v1/cases/", {**body(), "status": "granted"}),
    ]


def test_only_filing_answering_and_what_applicants_say_write_to_a_case():
    writing = {
        one for one in operations() if not one.startswith("GET ") and "/webhooks/" not in one and "/tickets/" not in one
    }
    assert writing == {
        "POST /api/v1/bundles/{slug}/cases",
        "POST /api/v1/cases/",
        "POST /api/v1/cases/{number}/answer",
        "POST /api/v1/cases/{number}/done",
        "POST /api/v1/cases/{number}/withdraw",
        "POST /api/v1/documents/",
        "POST /api/v1/mandates/{ref}/cases",
        "POST /api/v1/mandates/{ref}/bundles",
    }
    assert RULES.keys() > ON_THE_API


def test_a_case_filed_by_api_can_be_decided_at_the_office(filed, ana, ben):
    """The counterpart of the test above: the same case is granted by officers, so nothing else stood in the way."""
    now = timezone.now()
    serving.take_next(actor=ana, now=now)
    checking.check_complete(filed["number"], actor=ana, now=now)
    serving.take_next(actor=ben, now=now)
    assert deciding.grant(filed["number"], actor=ben, now=now).case.status == "granted"
    assert catalogue().office.slug == Case.objects.get().office
