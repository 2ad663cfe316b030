"""Tickets of the front door by API: somebody asks in another system, and this office owes an answer by a day."""

from datetime import date, datetime
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions.door import LONGEST_WORDS, Opening
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.program_tickets import open_through
from layani.office.api.applicants import phone_of
from layani.office.api.callers import needs, require_serving
from layani.office.api.cases import Once, answered
from layani.office.tables.models.program_tickets import ProgramTicket
from layani.rules.catalogue import FieldProblem
from layani.rules.text import Text

ROUTER = Router()
LAST_KEY = 10**15
_NOTHING = Text(
    "Pilih layanan di 'need', atau tulis di 'words'.", "Choose a service in 'need', or write it in 'words'."
)


class TicketIn(BaseModel):
    """What somebody asks.

    need:  the service it is about; words: in their own words, kept sealed; one of the two
    phone: where they are told of the answer; kept sealed and forgotten the day after the end
    """

    model_config = ConfigDict(extra="forbid")
    need: Annotated[str, Field(max_length=60, examples=["residence-letter"])] = ""
    words: Annotated[str, Field(max_length=LONGEST_WORDS, examples=["What do I bring for a cousin?"])] = ""
    phone: Annotated[str, Field(max_length=24, examples=["0812 3456 7890"])] = ""
    language: Annotated[str, Field(pattern="^(id|en)$")] = "id"


class TicketOut(BaseModel):
    """A ticket as it stands, without its words.

    status: "waiting", "called", "serving", "away" or "ended"; end: "answer", "list", "receipt" or "left"
    answer_by: by when it is to be answered
    address: the ticket's page, for its person alone: whoever has it reads the words and the answer
    """

    id: int
    number: int
    day: date
    need: str
    status: str
    opened_at: datetime
    answer_by: datetime | None
    end: str
    ended_at: datetime | None
    address: str


@ROUTER.post("/", response={201: TicketOut}, auth=needs("tickets:open"), summary="Open a ticket")
def open_one(request: HttpRequest, body: TicketIn, idempotency_key: Once) -> HttpResponse:
    """Open a ticket for a question from elsewhere, which the office answers within the time that it publishes.

    The same Idempotency-Key with the same body finds the first ticket.
    """
    require_serving(request.auth)
    if not body.need and not body.words.strip():
        raise AnswersRejected((FieldProblem("need", _NOTHING),))
    phone = phone_of(body.phone)
    opening = Opening("web", need=body.need, words=body.words, phone=phone, texts=bool(phone), language=body.language)
    made, new = open_through(opening, actor=request.auth, now=timezone.now(), once=idempotency_key)
    return answered(ticket_out(made), 201, replayed=not new)


@ROUTER.get("/{int:ticket}", response=TicketOut, auth=needs("tickets:read"), summary="Look at a ticket")
def look(request: HttpRequest, ticket: Annotated[int, Field(ge=1, le=LAST_KEY)]) -> TicketOut:
    """Say how a ticket of the caller's own system stands."""
    require_serving(request.auth)
    actor = request.auth
    own = ProgramTicket.objects.of_system(actor.program, actor.system).select_related("ticket")
    found = own.filter(pk=ticket, ticket__office=actor.office).first()
    if found is None:
        raise Http404(f"There is no ticket {ticket} of this system.")
    return ticket_out(found)


def ticket_out(made: ProgramTicket) -> TicketOut:
    """Return a ticket as the API shows it."""
    row = made.ticket
    return TicketOut(
        id=made.pk,
        number=row.number,
        day=row.day,
        need=row.need,
        status=row.status,
        opened_at=row.opened_at,
        answer_by=row.answer_by,
        end=row.end,
        ended_at=row.ended_at,
        address=f"{settings.SITE_ADDRESS.rstrip('/')}/door/ticket/{row.code}/",
    )
