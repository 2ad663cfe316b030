"""The API: finds its resources, asks every caller who they are, and answers errors as RFC 9457 problem details."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from layani.office import api as package
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.uploading import UploadRefused
from layani.office.api.callers import NOBODY, NotPermitted, ScopeMissing
from layani.office.api.problems import MEDIA_TYPE, Problem, problem, refused, words
from layani.office.api.reading import NotUnderstood, StrictParser, WrongMediaType
from layani.office.api.receipts import NotYet
from layani.office.gateways.key_store import KeyGone
from layani.rules.discover import discover
from layani.rules.refusal import Refused
from layani.rules.systems.scopes import SCOPES
from layani.rules.text import Text

DESCRIPTION = """\
Offer the office's services, file applications, and follow cases.

The services and the kinds of problems are open to everyone; every other call needs a program's token with
the scope that the operation lists. Officers' acts
(to take, check, decide) are not part of the API. See docs/reference/api.md for a worked example.
"""


SCHEME = "ProgramToken"


class OfficeApi(NinjaAPI):
    """Documents with every operation that it may end with a problem."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation by its resource and what it does there, such as ``cases_file``."""
        return f"{operation.view_func.__module__.rpartition('.')[2]}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **where: Any) -> Any:
        """Return the OpenAPI document, made once."""
        return _schema_of(self)


@lru_cache(maxsize=1)
def _schema_of(api: NinjaAPI) -> dict[str, Any]:
    schema = NinjaAPI.get_openapi_schema(api, path_prefix="/api/")
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= {**shape.pop("$defs"), "Problem": shape}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in schema["paths"].values():
        for operation in path.values():
            operation["responses"]["4XX"] = {
                "description": "A problem: the caller can do something",
                "content": content,
            }
            operation["responses"]["5XX"] = {"description": "A problem: the office has to", "content": content}
    guards = {api.get_openapi_operation_id(one): one.auth_callbacks for one in operations(api)}
    for path in schema["paths"].values():
        for operation in path.values():
            operation |= _guarded(guards[operation["operationId"]])
    schema["components"]["securitySchemes"] = {SCHEME: _scheme()}
    # Through JSON's types: ninja leaves numbers as keys.
    return {**schema, "paths": {path: _with_words_as_keys(found) for path, found in schema["paths"].items()}}


def operations(api: NinjaAPI) -> Iterator[Operation]:
    """Yield every operation of the API."""
    for _, router in api._routers:
        for view in router.path_operations.values():
            yield from view.operations


def _guarded(guards: Sequence[Any]) -> dict[str, Any]:
    """Return what the document says of who may call: the scope that the operation's own guard asks for."""
    return {"security": [{SCHEME: [guard.scope]} for guard in guards]} if guards else {}


def _scheme() -> dict[str, Any]:
    """Return the security scheme with all scopes; those of a scheme "http" are role names (OpenAPI 3.1, 4.8.30)."""
    lines = "".join(f"\n* `{name}`: {text.en}" for name, text in SCOPES.items())
    says = (
        f"A program's token. Each operation lists the scope that it needs; a token has those that it was given:{lines}"
    )
    return {"type": "http", "scheme": "bearer", "description": says, "x-scopes": sorted(SCOPES)}


def _with_words_as_keys(path: dict[str, Any]) -> dict[str, Any]:
    return {
        method: {**found, "responses": {str(status): said for status, said in found["responses"].items()}}
        for method, found in path.items()
    }


api = OfficeApi(
    title="Layani",
    version="1",
    description=DESCRIPTION,
    auth=NOBODY,
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    """A rule said no: 409, each refusal with its code, reason and remedy in both languages."""
    return refused(*fault.refusals)


@api.exception_handler(ScopeMissing)
def on_scope_missing(request: HttpRequest, fault: ScopeMissing) -> HttpResponse:
    """The token has not the scope that the operation needs: 403, which names it (RFC 6750, section 3.1)."""
    answer = refused(*fault.refusals, name="scope-missing", scope=fault.scope)
    answer.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{fault.scope}"'
    return answer


@api.exception_handler(NotPermitted)
def on_not_permitted(request: HttpRequest, fault: NotPermitted) -> HttpResponse:
    """The officer behind the program does not hold the role: 403."""
    return refused(*fault.refusals, name="not-permitted")


@api.exception_handler(AnswersRejected)
def on_answers(request: HttpRequest, rejected: AnswersRejected) -> HttpResponse:
    """Answers that cannot be filed: 422, each field with what to write instead; values are not repeated."""
    fields = [{"field": one.field, "text": words(one.text)} for one in rejected.problems]
    return problem("answers-rejected", fields=fields)


@api.exception_handler(UploadRefused)
def on_upload(request: HttpRequest, fault: UploadRefused) -> HttpResponse:
    """A file that is not kept: 422, with why and what to do."""
    return problem("upload-refused", fault.text)


@api.exception_handler(ValidationError)
def on_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that does not have the documented shape: 422, each place with what is wrong; no value is repeated."""
    places = [{"place": "/".join(map(str, one["loc"])), "wrong": one["msg"]} for one in error.errors]
    return problem("wrong-shape", places=places)


@api.exception_handler(HttpError)
def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself could not read: what the parser found, or 400."""
    cause = error.__cause__
    if isinstance(cause, WrongMediaType):
        return problem("wrong-media-type")
    if isinstance(cause, NotUnderstood):
        return problem(
            "not-understood",
            Text(f"Isi permintaan tidak dapat dibaca: {cause.said.id}.", f"The body was refused: {cause.said.en}."),
        )
    return problem("not-understood")


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is not in force: 401."""
    return problem("token-missing")


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing there: 404."""
    return problem("not-found", detail=str(error)) if str(error) else problem("not-found")


@api.exception_handler(NotYet)
def on_not_yet(request: HttpRequest, error: NotYet) -> HttpResponse:
    """The record does not hold the act yet: 404 with when to ask again."""
    return problem("not-yet")


@api.exception_handler(KeyGone)
def on_erased(request: HttpRequest, error: KeyGone) -> HttpResponse:
    """The case or the applicant was erased: 410."""
    return problem("erased")


@api.exception_handler(RequestDataTooBig)
def on_too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body that says it is too large: 413, unread."""
    return problem("too-large")


for name, router in discover(package, "ROUTER").items():
    api.add_router(f"/v1/{name.replace('_', '-')}", router, tags=[name])
