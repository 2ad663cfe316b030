"""The person at the counter: what the office knows of them, their applications, and what they can apply for."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.parties import Person, person_of
from layani.office.actions.vouching import vouch
from layani.office.house import catalogue
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.counter.newcomer import BORN, EMAIL, NAME, PHONE, SEEN
from layani.office.pages.counter.person_here import for_the_person, goodbye, note_card
from layani.office.pages.officer.deeds import status_tag
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.closing import still_offered
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.say import language
from layani.office.pages.parts.their_turn import in_their_hands
from layani.office.tables.models import Case, Party, Ticket
from layani.office.tables.models.people import SEEN as CARD_SEEN
from layani.office.tables.projection import state_of
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LATEST = 10
MUST_SEE = Text(
    "Data hanya dapat diubah dengan KTP asli di tangan Anda.",
    "The data can be changed only with the original card in your hand.",
)
CARD = OwnForm((NAME, BORN, PHONE, EMAIL, SEEN))


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the person."""

    number: str
    service: Text
    status: Text
    colour: str
    received_at: datetime
    waiting: bool
    letter: bool


@for_the_person
def person(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the person; take what their card says, or end."""
    if request.method != "POST":
        return _page(request, party)
    act = request.POST.get("act", "")
    if act == "done":
        goodbye(request)
        # Whoever came with a number is still being served: only there does it end, with what was filed.
        return redirect("counter-hall" if Ticket.objects.held_by(request.actor.user or 0) else "counter")
    if act == "card":
        return _card(request, party)
    return bad_request(request)


def _card(request: HttpRequest, party: Party) -> HttpResponse:
    """Put what stands on the card into the register; without the card in hand nothing is changed."""
    posted = posted_by(request)
    values, problems = CARD.read(posted)
    if not problems and not values.get("seen"):
        problems["seen"] = MUST_SEE
    if problems:
        return _page(request, party, posted, problems, status=422)
    values.pop("seen")
    try:
        vouched = vouch(party, Person(nik="", **values), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _page(request, party, posted, refusals=refused.refusals, status=409)
    note_card(request, vouched)
    return redirect("counter-person")


def _page(
    request: HttpRequest,
    party: Party,
    posted: dict[str, list[str]] | None = None,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    known = person_of(party)
    # How to reach them was said by whoever declared the NIK: the person with the card says it anew.
    on_card = known if party.assurance == CARD_SEEN else replace(known, phone="", email="")
    problems = problems or {}
    shown = {
        "person": known,
        "born": show_date(known.birth_date, language()) if known.birth_date else "",
        "party": party,
        "cases": [_line(row, timezone.now()) for row in Case.objects.of_party(party.pk, request.actor.roles)[:LATEST]],
        "bundles": [one for one in still_offered(catalogue().bundles.values()) if "counter" in one.channels],
        "services": still_offered(by_demand(one for one in catalogue().services.values() if "counter" in one.channels)),
        "card": [_part(one, on_card, posted, problems) for one in CARD.fields],
        "problems": problems,
        "fields": [_part(one, on_card, posted, problems) for one in CARD.fields if one.name in problems],
        "refusals": refusals,
    }
    return render(request, "counter/person.html", shown, status=status)


def _part(one: Field, known: Person, posted: dict[str, list[str]] | None, problems: dict[str, Text]) -> FieldPart:
    value = getattr(known, one.name, None) or None
    return field_part(one, value, problems.get(one.name), posted=posted, ask_identity=True)


def _line(row: Case, now: datetime) -> Line:
    case = state_of(row)
    status, colour = status_tag(case, now)
    return Line(
        row.number,
        service_name(row.service),
        status,
        colour,
        row.received_at,
        row.status == "waiting" and not in_their_hands(row),
        row.issued_at is not None and row.delivered_at is None and not case.revoked_at,
    )


PAGE = Page(path="counter/person/", name="counter-person", view=person, readers=Readers.COUNTER)
