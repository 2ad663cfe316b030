"""Any request that the OpenAPI document allows, and many that it forbids, get a documented answer."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from layani.office.api.router import api
from layani.office.wsgi import application

pytestmark = pytest.mark.django_db
EXAMPLES = 12  # of each operation and each way; together about ten seconds
TOKEN = {"Authorization": "Bearer token-of-desk"}
OPERATIONS = {
    f"{method.upper()} {path}": "security" in operation
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
}
# Where neither a token nor a body is asked for, every request is well shaped.
WAYS = [
    (operation, way)
    for operation, asks in OPERATIONS.items()
    for way in GenerationMode
    if asks or way is GenerationMode.POSITIVE
]


@pytest.fixture
def document():
    """The document as the office serves it; the test's own connection stays open between the calls."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("operation", "way"), WAYS)
def test_every_call_gets_a_documented_answer(document, desk, operation, way):
    method, path = operation.split(" ")
    strategy = document[path][method].as_strategy(generation_mode=way)

    @given(strategy)
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case):
        # What is well shaped may still be no answer to the service's questions: that is a documented problem.
        case.call_and_validate(headers=TOKEN, excluded_checks=[positive_data_acceptance])

    ask()
