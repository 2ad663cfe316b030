"""The services by API, without a token: what each is for, asks, costs and promises, and the law behind it."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router
from pydantic import TypeAdapter

from layani.office.api.applicants import identity_names
from layani.office.api.problems import Words
from layani.office.api.service_documents import openapi_of, schema_of
from layani.office.api.service_shapes import (
    ClosingOut,
    FeeOut,
    FeeRowOut,
    FormPageOut,
    GroundOut,
    LawfulTermOut,
    LawOut,
    OptionOut,
    PromiseOut,
    QuestionOut,
    RuleOut,
    ServiceLine,
    ServiceOut,
    StepOut,
)
from layani.office.house import catalogue
from layani.rules.cases.clock import Term
from layani.rules.catalogue import Field as Question
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import answers_schema
from layani.rules.catalogue.closing import Closing
from layani.rules.catalogue.expressions import Expression
from layani.rules.money.fee import FeeRow
from layani.rules.text import Text

ROUTER = Router(auth=None)
FRESH_SECONDS = 300


@ROUTER.get("/", response=list[ServiceLine], summary="List the services")
def services(request: HttpRequest) -> HttpResponse:
    """List every service that the office offers."""
    digest = "-".join(one.digest[:16] for one in catalogue().services.values())
    return _fresh(request, _list_json(digest), digest)


@ROUTER.get("/{slug}", response=ServiceOut, summary="Look at a service")
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all that a program needs to offer the service: its form, its rules, its law."""
    found = _service(slug)
    return _fresh(request, _service_json(found), found.digest)


@ROUTER.get(
    "/{slug}/answers.schema.json", url_name="service-schema", summary="Download the shape of a service's answers"
)
def schema(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the JSON Schema (2020-12) of ``answers`` in a filing for this service."""
    found = _service(slug)
    return _fresh(request, json.dumps(schema_of(found, _schema_address(found))).encode(), f"schema-{found.digest}")


@ROUTER.get("/{slug}/openapi.json", url_name="service-openapi", summary="Download how to file for a service")
def openapi(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the OpenAPI document of a filing for this service, its answers spelt out."""
    found = _service(slug)
    # The router imports this file to find its ROUTER, so it can be asked only now.
    from layani.office.api.router import api  # noqa: PLC0415

    content = json.dumps(openapi_of(found, api.get_openapi_schema(), _schema_address(found)))
    return _fresh(request, content.encode(), f"openapi-{found.digest}")


def _service(slug: str) -> Service:
    found = catalogue().services.get(slug)
    if found is None:
        raise Http404(f"There is no service '{slug[:60]}'.")
    return found


def _schema_address(found: Service) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}/api/v1/services/{found.slug}/answers.schema.json"


def _fresh(request: HttpRequest, content: bytes, digest: str) -> HttpResponse:
    """Return what is the same for everyone until the catalogue changes; 304 to who has it already."""
    tag = f'"{digest}"'
    answer = HttpResponse(content, content_type="application/json")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return get_conditional_response(request, etag=tag, response=answer) or answer


@lru_cache(maxsize=4)
def _list_json(digest: str) -> bytes:
    """Return the list; the digest only names what is kept."""
    lines = [ServiceLine(**_line(one)) for one in catalogue().services.values()]
    return TypeAdapter(list[ServiceLine]).dump_json(lines)


@lru_cache(maxsize=200)
def _service_json(found: Service) -> bytes:
    asked = tuple(one for one in found.answers.fields.values() if one.name not in identity_names(found))
    whole = ServiceOut(
        **_line(found),
        digest=found.digest,
        gives=_words(found.gives.name),
        valid=_words_or_none(found.gives.validity),
        form=[
            FormPageOut(id=page.id, title=_words(page.title), questions=[_question(one, found) for one in page.fields])
            for page in found.pages
        ],
        answers_schema=answers_schema(asked),
        rules=_rules(found),
        steps=_steps(found),
        grounds=[
            GroundOut(id=one.id, says=_words(one.says), remedy=_words(one.remedy), law=one.law) for one in found.grounds
        ],
        law=[
            LawOut(id=one.id, cite=one.cite, says=_words_or_none(one.says), source=one.source, status=one.status)
            for one in found.law.values()
        ],
        standard={name: _words(text) for name, text in found.standard.items()},
    )
    return whole.model_dump_json().encode()


def _line(found: Service) -> dict[str, Any]:
    site = settings.SITE_ADDRESS
    return {
        "slug": found.slug,
        "version": str(found.version),
        "name": _words(found.name),
        "need": _words(found.need),
        "summary": _words(found.summary),
        "applicants": list(found.applicants),
        "channels": list(found.channels),
        "minutes": found.minutes,
        "promise": _promise(found),
        "fee": _fee(found),
        "closes": _closing(found.closing) if found.closing else None,
        "address": f"{site}/api/v1/services/{found.slug}",
        "page": f"{site}/service/{found.slug}/",
        "figures": f"{site}/promise/{found.slug}/data.json",
    }


def _closing(closing: Closing) -> ClosingOut:
    return ClosingOut(
        last_day=str(closing.last_day),
        law=closing.law,
        says=_words(closing.says),
        instead=_words(closing.instead),
        service=closing.service or None,
        letters=_words_or_none(closing.letters),
    )


def _promise(found: Service) -> PromiseOut:
    promise = found.promise
    return PromiseOut(
        amount=promise.total.amount,
        unit=promise.total.unit,
        text=_words(promise.total.words()),
        starts=promise.starts,
        pledge_percent=promise.pledge,
        if_late=promise.if_late,
        law=promise.law,
        legal=_lawful(promise.legal.term, promise.legal.starts, promise.legal.law) if promise.legal else None,
        extension=_lawful(promise.extension.by, "", promise.extension.law) if promise.extension else None,
    )


def _lawful(term: Term, starts: str, law: str) -> LawfulTermOut:
    return LawfulTermOut(amount=term.amount, unit=term.unit, text=_words(term.words()), starts=starts, law=law)


def _fee(found: Service) -> FeeOut:
    return FeeOut(text=_words(found.fee.words()), rows=[_fee_row(row) for row in found.fee.rows])


def _fee_row(row: FeeRow[Expression]) -> FeeRowOut:
    fixed = row.fixed
    return FeeRowOut(
        minor=fixed.minor if fixed else None,
        currency=fixed.currency if fixed else "IDR",
        formula=row.amount.text if isinstance(row.amount, Expression) else None,
        at_least=row.at_least.minor if row.at_least else None,
        at_most=row.at_most.minor if row.at_most else None,
        law=row.law,
        when=_text_of(row.when),
    )


def _question(one: Question, found: Service) -> QuestionOut:
    return QuestionOut(
        name=one.name,
        kind=one.kind,
        label=_words(one.label),
        hint=_words_or_none(one.hint),
        required=one.required,
        when=_text_of(one.when),
        options=[OptionOut(value=value, label=_words(label)) for value, label in one.options],
        each=[_question(column, found).model_copy(update={"from_applicant": False}) for column in one.columns],
        accept=list(one.accept),
        max_bytes=one.max_bytes or None,
        law=one.law,
        from_applicant=one.name in identity_names(found),
    )


def _rules(found: Service) -> list[RuleOut]:
    return [
        RuleOut(
            id=one.id,
            says=_words(one.says),
            must=one.must.text,
            when=_text_of(one.when),
            mandatory=one.mandatory,
            law=one.law,
            fix=_words(one.fix),
        )
        for one in found.rules
    ]


def _steps(found: Service) -> list[StepOut]:
    return [
        StepOut(
            id=one.id,
            kind=one.kind,
            role=one.role,
            within=_words(one.within.words()),
            when=_text_of(one.when),
            not_same_as=list(one.not_same_as),
            after=None if one.after is None else list(one.after),
        )
        for one in found.steps
    ]


def _words(text: Text) -> Words:
    return Words(id=text.id, en=text.en)


def _words_or_none(text: Text | None) -> Words | None:
    return _words(text) if text else None


def _text_of(expression: Any) -> str | None:
    return expression.text if expression is not None else None
