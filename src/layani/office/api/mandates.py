"""Mandates by API: how one stands, and filing for its person by the same actions as its holder's own pages."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions import filing
from layani.office.actions.bundling import BundleApplication, file_bundle
from layani.office.actions.drafting import identity_answers
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import ByProxy
from layani.office.api.applicants import identity_names
from layani.office.api.bundles import FiledOut
from layani.office.api.callers import needs, require_front_desk, require_service
from layani.office.api.cases import OWN_PAGES, CaseOut, Once, answered, case_out, for_programs
from layani.office.house import calendar, catalogue, codes, key_store
from layani.office.tables.models import Mandate
from layani.office.tables.models.cases import ONLINE
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.mandates.using import not_covered
from layani.rules.refusal import Refused
from layani.rules.text import Text

ROUTER = Router()
SCOPE = "mandates:file"
_FROM_REGISTER = Text(
    "Jawaban ini diambil dari data kantor tentang orangnya. Jangan kirim.",
    "This answer is taken from what the office holds of the person. Leave it out.",
)


class MandateOut(BaseModel):
    """A mandate as it stands today; nothing in it says whose it is.

    services: of those that it covers, the ones that the program was given; receives: its holder may fetch the letter
    """

    ref: UUID
    in_force: bool
    services: list[str]
    since: date
    until: date
    receives: bool


class ForAnotherIn(BaseModel):
    """An application for the person of a mandate.

    nik:     the person's; another one than the mandate's is refused like a mandate that does not hold
    answers: by field name, without those that say who the person is: these are taken from the register, unseen
    """

    model_config = ConfigDict(extra="forbid")
    service: Annotated[str, Field(max_length=60, examples=["residence-letter"])]
    version: Annotated[str, Field(max_length=20, examples=["2026-12-01"])] = ""
    nik: Annotated[str, Field(min_length=16, max_length=24, examples=["3174015501900002"])]
    answers: dict[str, Any]
    channel: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,19}$")] = "api"


@ROUTER.get("/{ref}", response=MandateOut, auth=needs(SCOPE), summary="See whether a mandate holds")
def mandate(request: HttpRequest, ref: UUID) -> MandateOut:
    """Say whether a mandate holds today, and for which of the program's services."""
    require_front_desk(request.auth)
    row = Mandate.objects.filter(ref=ref).first()
    services = [one for one in row.services if request.auth.grant.reaches(one)] if row else []
    if row is None or not services:
        raise Http404(f"There is no mandate '{ref}'.")
    today = calendar().local(timezone.now()).date()
    return MandateOut(
        ref=row.ref,
        in_force=row.mandate().in_force(today),
        services=services,
        since=row.since,
        until=row.until,
        receives=row.receives,
    )


@ROUTER.post("/{ref}/cases", response={201: CaseOut}, auth=needs(SCOPE), summary="File for somebody else")
def file(request: HttpRequest, ref: UUID, body: ForAnotherIn, idempotency_key: Once) -> HttpResponse:
    """File an application for the person of a mandate; they are told at once who filed what, and can stop it.

    Refused (409, no-mandate) unless the mandate holds today, covers the service, and is of the person with this NIK.
    The same Idempotency-Key with the same body gives the first case again (201, with Idempotent-Replayed: true).
    """
    found = catalogue().services.get(body.service)
    if found is None:
        raise Http404(f"There is no service '{body.service}'.")
    row, answers = _checked(request, ref, body, found)
    now = timezone.now()
    application = filing.Application(
        service=found,
        applicant=row.giver,
        answers=answers,
        channel=body.channel,
        version=body.version,
        language=row.giver.language,
        once=idempotency_key,
        through=request.auth.program,
        proxy=ByProxy(row),
    )
    try:
        done = filing.file(application, actor=request.auth, now=now)
    except Refused as refused:
        raise Refused(*(for_programs(one, str(found.version)) for one in refused.refusals)) from None
    code = receipt_code(done.key or key_store().get(done.row.ref))
    return answered(case_out(done.row, code), 201, replayed=done.event.recorded_at != now)


@ROUTER.post("/{ref}/bundles", response={201: FiledOut}, auth=needs(SCOPE), summary="File a bundle for somebody else")
def bundle(request: HttpRequest, ref: UUID, body: ForAnotherIn, idempotency_key: Once) -> HttpResponse:
    """File a bundle (``service`` is its name) for the person of a mandate that covers all that is taken, or nothing."""
    found = catalogue().bundles.get(body.service)
    if found is None:
        raise Http404(f"There is no bundle '{body.service}'.")
    row, answers = _checked(request, ref, body, found)
    now = timezone.now()
    application = BundleApplication(
        bundle=found,
        applicant=row.giver,
        answers=answers,
        channel=body.channel,
        version=body.version,
        language=row.giver.language,
        once=idempotency_key,
        through=request.auth.program,
        proxy=ByProxy(row),
    )
    try:
        done = file_bundle(application, actor=request.auth, now=now)
    except Refused as refused:
        raise Refused(*(for_programs(one, found.version) for one in refused.refusals)) from None
    cases = [case_out(one.row, receipt_code(one.key or key_store().get(one.row.ref))) for one in done]
    return answered(FiledOut.model_construct(cases=cases), 201, replayed=done[0].event.recorded_at != now)


def _checked(request: HttpRequest, ref: UUID, body: ForAnotherIn, found: Offered) -> tuple[Mandate, dict[str, Any]]:
    """Return the mandate of this person, and the answers with what the register holds of them."""
    require_front_desk(request.auth)
    joined = [one.slug for one in found.joined] if isinstance(found, Bundle) else [found.slug]
    require_service(request.auth, *joined)
    if body.channel == ONLINE:
        raise AnswersRejected((FieldProblem("channel", OWN_PAGES),))
    row = Mandate.objects.select_related("giver", "holder").filter(ref=ref).first()
    nik = "".join(one for one in body.nik if one.isdigit())
    if row is None or row.giver.nik_mac is None or bytes(row.giver.nik_mac) != codes().nik(nik):
        raise Refused(not_covered())
    if twice := identity_names(found) & body.answers.keys():
        raise AnswersRejected(tuple(FieldProblem(name, _FROM_REGISTER) for name in sorted(twice)))
    return row, {**body.answers, **identity_answers(found, person_of(row.giver))}
