"""The page of an organisation whose people act for others: for its lead its volumes, days and clients.

A client stands here only while a mandate holds, and by name only if they had read, when they gave it, that the lead
would see it; each name that is shown leaves a look that the person reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.agent_organisations import ask_in, confirm, leave, let_go
from layani.office.actions.mandating import names_of
from layani.office.actions.proxying import filed_of, keep_agent_look
from layani.office.house import calendar
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, status_tag
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import AgentMember, Mandate, ProxyFiling
from layani.office.tables.models.agent_organisations import acts_of, filings_of
from layani.office.tables.projection import state_of
from layani.rules.mandates.model import AGENT_DAYS
from layani.rules.mandates.using import may_see
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS = 20


@dataclass(frozen=True, slots=True)
class Worker:
    """One who works there or was asked: what they filed and answered in twelve months; asked: not confirmed yet."""

    key: int
    name: str
    leads: bool
    asked: bool
    filed: int
    answered: int


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One case of a client whose mandate holds; name: "" where the client did not read that it is shown."""

    number: str
    name: str
    service: Text
    status: Text
    colour: str
    due: datetime | None
    by: str


@private
def organisation(request: HttpRequest) -> HttpResponse:
    """Show it, or do one thing. Ten queries for a lead."""
    if request.method == "POST":
        return _do(request)
    return _show(request)


def _do(request: HttpRequest) -> HttpResponse:
    now, what, by = timezone.now(), request.POST.get("do", ""), request.actor
    try:
        if what == "confirm":
            confirm(actor=by, now=now)
        elif what == "leave":
            leave(actor=by, now=now)
        elif what == "ask":
            ask_in(request.POST.get("code", ""), actor=by, now=now)
        elif what == "let-go":
            let_go(number_in(request.POST.get("member", "")), actor=by, now=now)
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("organisation")


def number_in(text: str) -> int:
    """Return the number that a form sent, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    mine = AgentMember.objects.now_of(request.actor.party)
    asked = None if mine else AgentMember.objects.asked_of(request.actor.party)
    shown: dict[str, Any] = {"mine": mine, "asked": asked, "refusals": refusals, "clients": (), "workers": ()}
    if mine and mine.leads:
        shown |= _led(request, mine)
    return render(request, "mandates/organisation.html", shown, status=409 if refusals else 200)


def _led(request: HttpRequest, mine: AgentMember) -> dict[str, Any]:
    now, before, place = timezone.now(), key_before(request), mine.organisation_id
    since, today = now - timedelta(days=AGENT_DAYS), calendar().local(now).date()
    workers = list(AgentMember.objects.standing(place))
    names = {pk: person.name for pk, person in names_of([one.party for one in workers]).items()}
    filings = filings_of(place)
    filed = list(filings.filter(at__gte=since).values_list("holder_id", "case__status", "case__rest__disowned_at"))
    answered = list(acts_of(place, since).values_list("holder_id", flat=True))
    page = filings if before is None else filings.filter(pk__lt=before)
    rows = list(page.select_related("case__party", "holder")[: ROWS + 1])
    return {
        "workers": [
            Worker(
                one.pk,
                names.get(one.party_id, "–"),
                one.leads,
                one.confirmed_at is None,
                sum(holder == one.party_id for holder, _, _ in filed) if one.confirmed_at else 0,
                answered.count(one.party_id) if one.confirmed_at else 0,
            )
            for one in workers
            if one.confirmed_at or one.entered_at > since
        ],
        "filed": len(filed),
        "granted": sum(status in ("granted", "deemed_granted") for _, status, _ in filed),
        "refused": sum(status == "refused" for _, status, _ in filed),
        "disowned": sum(bool(said) for _, _, said in filed),
        "clients": _clients(request, rows[:ROWS], place, today, now),
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }


def _clients(
    request: HttpRequest, rows: Sequence[ProxyFiling], organisation: int, today: date, now: datetime
) -> list[ClientLine]:
    """Return the cases whose person's mandate holds; each name that is shown is kept as a look before it is."""
    holders, givers = {one.holder_id for one in rows}, {one.case.party_id for one in rows}
    held = list(Mandate.objects.on(today).filter(holder_id__in=holders, giver_id__in=givers))
    seen = [one for one in rows if may_see(filed_of(one), one.holder_id, [row.mandate() for row in held], today)]
    told = {(row.giver_id, row.holder_id) for row in held if row.organisation_id == organisation}
    people = {one.pk: one for row in seen for one in (row.holder, row.case.party)}
    names = {pk: person.name for pk, person in names_of(people.values()).items()}
    named = [one for one in seen if (one.case.party_id, one.holder_id) in told]
    for one in named:
        keep_agent_look(int(request.actor.party or 0), one.case.party_id, one.case, request.page.name, now)
    return [_line(one, names, now, told=one in named) for one in seen]


def _line(row: ProxyFiling, names: dict[int, str], now: datetime, *, told: bool) -> ClientLine:
    case = state_of(row.case)
    status, colour = status_tag(case, now)
    return ClientLine(
        row.case_id,
        names.get(row.case.party_id, "–") if told else "",
        service_name(row.case.service),
        status,
        colour,
        case.due_at if case.is_open else None,
        names.get(row.holder_id, "–"),
    )


PAGE = Page(path="organisation/", name="organisation", readers=Readers.CITIZEN, view=organisation)
