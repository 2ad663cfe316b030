"""The form of one service as somebody fills it in for another under a mandate."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.drafting import Place, find_draft, identity_answers
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import ByProxy, draft_for, keep_agent_look
from layani.office.house import calendar, catalogue, facts_on
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.form_flow import online_form
from layani.office.pages.counter.form_here import FormHere
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.say import language
from layani.office.tables.models import Mandate
from layani.rules.catalogue.fields import show
from layani.rules.mandates.using import SHOWN_OF_THE_PERSON, not_covered
from layani.rules.text import Text

HELD_BACK = Text("ada di kantor, tidak ditampilkan kepada Anda", "the office has it; it is not shown to you")


def form_for(mandate: Mandate, slug: str) -> FormHere:
    """Open what was filled in so far; what the register holds of the person goes in, and is not shown but by name."""
    service = online_form(slug).on(facts_on(timezone.localdate()))
    place = Place(mandate.giver, draft_for(mandate, slug), str(service.version), proxy=ByProxy(mandate))
    return FormHere(service, place, identity_answers(service, person_of(mandate.giver)), find_draft(place))


def covers(mandate: Mandate, slug: str, day: date) -> bool:
    """Tell whether a mandate covers a service, or of a bundle all that always belongs to it.

    What is ticked beside that is asked when it is sent: what the mandate does not cover is then refused by its name.
    """
    held, bundle = mandate.mandate(), catalogue().bundles.get(slug)
    names = [one.slug for one in bundle.joined if one.always] if bundle else [slug]
    return bool(names) and all(held.covers(one, day) for one in names)


def for_another(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Dress a view of the holder of a mandate: it gets ``mandate`` and ``slug``, and each showing is kept as a look.

    To everybody else the mandate does not exist; one that is over is told with the way out.
    """

    @wraps(view)
    @private
    def dressed(request: HttpRequest, ref: UUID, slug: str) -> HttpResponse:
        row = Mandate.objects.select_related("giver", "holder").filter(ref=ref, holder_id=request.actor.party).first()
        if row is None:
            raise Http404("There is no such mandate for this reader.")
        now = timezone.now()
        if not covers(row, slug, calendar().local(now).date()):
            return render(request, "mandates/not_covered.html", {"refusals": (not_covered(),)}, status=409)
        keep_agent_look(row.holder_id, row.giver_id, None, request.page.name, now)
        return view(request, row, slug)

    return dressed


def known_rows(form: FormHere) -> list[SummaryRow]:
    """Return what the register holds, of which the holder is shown the name and the NIK alone."""
    found = [one for _, fields in form.pages for one in fields if one.name in form.identity]
    return [SummaryRow(one.label, value_of(form, one)) for one in found]


def value_of(form: FormHere, one: Any) -> str:
    """Return an answer as the holder may see it."""
    if one.name in form.identity and one.name not in SHOWN_OF_THE_PERSON:
        return HELD_BACK.in_(language())
    return show(one, form.answers.get(one.name), language())
