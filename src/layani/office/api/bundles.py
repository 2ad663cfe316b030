"""Bundles by API: which services one joins, the shape of its answers, and all of them filed at once."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions.bundling import BundleApplication, file_bundle
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.numbering import first_code
from layani.office.api.applicants import ApplicantIn, answers_with_identity
from layani.office.api.callers import needs, require_front_desk, require_service
from layani.office.api.cases import OWN_PAGES, CaseOut, Once, answered, case_out, for_programs
from layani.office.api.registers import LookUp, Taken, taken_before, taken_from_registers
from layani.office.house import catalogue, key_store
from layani.office.tables.models.cases import ONLINE
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.refusal import Refused

ROUTER = Router()


class JoinedOut(BaseModel):
    """One service of a bundle: always filed or ticked (in the answer ``services``), and what it waits for."""

    service: str
    version: str
    always: bool
    after: list[str]


class BundleOut(BaseModel):
    """A bundle. version: of the form, to be sent with the answers; answers_schema: JSON Schema (2020-12) of those."""

    bundle: str
    version: str
    services: list[JoinedOut]
    answers_schema: dict[str, Any]


class BundleIn(BaseModel):
    """An application for a bundle; as for a service, with answers by the bundle's questions."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[str, Field(max_length=20)] = ""
    applicant: ApplicantIn
    answers: dict[str, Any]
    channel: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,19}$")] = "api"
    language: Annotated[str, Field(pattern="^(id|en)$", description="in which the person is written to")] = "id"
    look_up: LookUp = []


class FiledOut(BaseModel):
    """The cases that were filed together, in the order in which they are worked on."""

    cases: list[CaseOut]


@ROUTER.get("/{slug}", response=BundleOut, auth=None, summary="Look at a bundle")
def bundle(request: HttpRequest, slug: str) -> BundleOut:
    """Show which services a bundle joins, and which answers it takes."""
    found = _bundle(slug)
    joined = [
        JoinedOut(
            service=one.slug,
            version=str(one.service.version),
            always=one.always,
            after=[after.service for after in one.after],
        )
        for one in found.joined
    ]
    return BundleOut(bundle=found.slug, version=found.version, services=joined, answers_schema=found.answers.schema)


@ROUTER.post("/{slug}/cases", response={201: FiledOut}, auth=needs("cases:file"), summary="File a bundle")
def file(request: HttpRequest, slug: str, body: BundleIn, idempotency_key: Once) -> HttpResponse:
    """File a case for each service that is taken, all of them or none.

    The same Idempotency-Key with the same body gives the first cases again (201, with Idempotent-Replayed: true).
    """
    actor = request.auth
    require_front_desk(actor)
    found = _bundle(slug)
    require_service(actor, *(one.slug for one in found.joined))
    if body.channel == ONLINE:
        raise AnswersRejected((FieldProblem("channel", OWN_PAGES),))
    person, now = body.applicant.person(), timezone.now()
    answers = answers_with_identity(found, person, body.answers)
    taken = Taken(answers)
    if body.look_up:
        before = taken_before(found, answers, actor, idempotency_key, now)
        taken = before or taken_from_registers(found, person, answers, body.look_up, now)
    application = BundleApplication(
        bundle=found,
        applicant=person,
        answers=taken.answers,
        looked_up=taken.looked_up,
        channel=body.channel,
        version=body.version,
        language=body.language,
        once=idempotency_key,
        through=actor.program,
    )
    try:
        done = file_bundle(application, actor=actor, now=now)
    except Refused as refused:
        raise Refused(*(for_programs(one, found.version) for one in refused.refusals)) from None
    codes = [first_code(one.key or key_store().get(one.row.ref), one.row.receipt_edition) for one in done]
    cases = [case_out(one.row, code or None) for one, code in zip(done, codes, strict=True)]
    return answered(FiledOut.model_construct(cases=cases), 201, replayed=done[0].event.recorded_at != now)


def _bundle(slug: str) -> Bundle:
    found = catalogue().bundles.get(slug)
    if found is None:
        raise Http404(f"There is no bundle '{slug[:60]}'.")
    return found
