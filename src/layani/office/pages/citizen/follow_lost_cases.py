"""One's applications with their new codes, for a quarter of an hour after the code from the contact."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.recovering import opened
from layani.office.gateways.key_store import KeyGone
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.follow_lost import OPEN_KEY
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Party
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One application with its new code."""

    number: str
    code: str
    name: Text
    received_at: datetime


@private
def lost_cases(request: HttpRequest) -> HttpResponse:
    """List them, the newest first; ?before= a number goes on to the older ones."""
    party = _party(request)
    if party is None:
        return redirect("follow-lost")
    if request.actor.is_officer:
        note_look(request, party)
    before = request.GET.get("before", "")[:40]
    try:
        found, more = opened(party, before)
    except KeyGone:
        return redirect("follow-lost")
    here = reverse("follow-lost-cases")
    shown = {
        "lines": [Line(one.row.number, one.code, service_name(one.row.service), one.row.received_at) for one in found],
        "newer": here if before else None,
        "older": f"{here}?before={more}" if more else None,
    }
    return render(request, "citizen/follow_lost_cases.html", shown)


def _party(request: HttpRequest) -> Party | None:
    """Return whose applications this session has open, unless the time is over or the card was seen since."""
    granted = request.session.get(OPEN_KEY)
    if not granted or datetime.fromisoformat(granted["until"]) <= timezone.now():
        return None
    return Party.objects.filter(pk=granted["party"], vouched=granted["vouched"]).first()


PAGE = Page(
    path="follow/lost/cases/",
    name="follow-lost-cases",
    readers=Readers.EVERYONE,
    view=lost_cases,
    methods=("GET", "HEAD"),
)
