"""Any request that the OpenAPI document allows, and many that it forbids, get a documented answer."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from layani.office.api.router import api
from layani.rules.systems.scopes import SCOPES
from tests.office.api.conftest import program

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
    from layani.office.wsgi import application  # noqa: PLC0415  it asks at once whether the database is prepared

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


@pytest.mark.parametrize("scope", SCOPES)
def test_with_every_scope_every_operation_gets_a_documented_answer(document, scope):
    """Few requests of each kind; what they are told apart by is the scope of their token."""
    program("narrow", "front-desk", scopes=[scope])
    for operation in OPERATIONS:
        method, path = operation.split(" ")
        strategy = document[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE)

        @given(strategy)
        @settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def ask(case):
            answer = case.call_and_validate(
                headers={"Authorization": "Bearer token-of-narrow"}, excluded_checks=[positive_data_acceptance]
            )
            assert answer.status_code < 500

        ask()


def test_calls_that_follow_from_each_other_get_documented_answers(document, desk):
    """What one call answers (a name, a number) goes into the next, as far as the document's shapes show it."""

    seen = set()

    class Machine(document.as_state_machine()):
        """Calls with the desk's token."""

        def get_call_kwargs(self, case):
            return {"headers": TOKEN}

        def validate_response(self, response, case, **more):
            # That a token is asked for is told by test_scopes; here the token is ours at every call. So a call that was
            # made wrong by leaving it out is right again; what is wrong in itself, each operation is asked above.
            excluded = [positive_data_acceptance, negative_data_rejection, ignored_auth]
            case.validate_response(response, excluded_checks=excluded)
            seen.add((case.operation.label, response.status_code))

    steps = settings(
        max_examples=24, stateful_step_count=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Machine, settings=steps)
    # It really followed: something that only an earlier answer could name was found.
    assert any("{" in label and status == 200 for label, status in seen), seen
    assert max(status for _, status in seen) < 500
