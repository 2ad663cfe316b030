"""Asks whoever has no part in a case why they open it, before they read it; the answer holds until the day is over."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from layani.office.actions.looking import give_reason
from layani.office.pages.citizen.case_words import service_name
from layani.office.tables.models import Case
from layani.rules.looks.reasons import (
    DELAYED,
    LAW_OF_DELAY,
    MOST_DAYS_DELAYED,
    WORDS_AT_LEAST,
    WORDS_AT_MOST,
    Said,
    kinds_for,
)
from layani.rules.refusal import Refusal, Refused

OPEN = "say-why"
"""The act that the form sends."""
GIVEN = "look-reasons"
"""Key of the session: case, and as whom it is asked -> [reason, until when it holds]."""


def reason_for(request: HttpRequest, row: Case, now: datetime, *, audit: bool) -> int | None:
    """Return the reason that this reader gave for this case and that still holds; no query.

    audit: as the inspectorate. Who is officer and inspector says both: only the latter's look can be shown later.
    """
    given = request.session.get(GIVEN, {}).get(_key(row, audit=audit))
    return int(given[0]) if given and datetime.fromisoformat(given[1]) > now else None


def ask_why(
    request: HttpRequest, row: Case, *, audit: bool, refusals: tuple[Refusal, ...] = (), status: int = 200
) -> HttpResponse:
    """Show the form and nothing of the case but its number and its service. audit: as the inspectorate is asked."""
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "address": request.path,
        "kinds": [(kind, words, kind in DELAYED) for kind, words in kinds_for(audit=audit).items()],
        "audit": audit,
        "law": LAW_OF_DELAY,
        "most_days": MOST_DAYS_DELAYED,
        "at_least": WORDS_AT_LEAST,
        "at_most": WORDS_AT_MOST,
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "parts/asked_why.html", shown, status=status)


def take_why(request: HttpRequest, row: Case, *, audit: bool, role: str) -> HttpResponse:
    """Keep what was written and go on to the case, or show what is wrong with it."""
    now = timezone.now()
    typed = request.POST.get("until", "")
    try:
        until = parse_date(typed)
    except ValueError:  # well formed, and no day
        until = None
    said = Said(request.POST.get("reason", ""), request.POST.get("words", ""), until)
    try:
        given = give_reason(row, said, audit=audit, actor=request.actor, role=role, now=now)
    except Refused as refused:
        return ask_why(request, row, audit=audit, refusals=refused.refusals, status=422)
    held = {case: one for case, one in request.session.get(GIVEN, {}).items() if datetime.fromisoformat(one[1]) > now}
    request.session[GIVEN] = {**held, _key(row, audit=audit): [given.pk, given.until.isoformat()]}
    return redirect(request.path)


def _key(row: Case, *, audit: bool) -> str:
    return f"{row.pk}/audit" if audit else str(row.pk)
