"""One ranking: one person makes it, another looks at it and signs; objections are answered, or the list is taken back.

The page shows codes and points. The words of an objection are shown only to who answers it, and that look is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions import ranking as places
from layani.office.actions.ranking import listed
from layani.office.actions.ranking_periods import as_closed, day_of, rank_step
from layani.office.actions.viewing import opened_events
from layani.office.house import calendar, role_title
from layani.office.pages.officer.acting_here import LONGEST_WORDS
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.looks import note_look
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.pages.public.ranking_lines import list_part, seat_in
from layani.office.pages.public.service import service_or_404
from layani.office.pages.public.service_amounts import ties_in_words
from layani.office.tables.models import Case, Ranking
from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.ranking import days_of
from layani.rules.refusal import Refusal, Refused

MOST_OBJECTIONS = 20  # on one page; the next ones follow when these are answered


@dataclass(frozen=True, slots=True)
class ObjectionPart:
    """An open objection, with the words of its applicant."""

    number: str
    code: str
    words: str


@never_cache
def ranking(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Show the list, or do what was posted and show it again."""
    service = as_closed(service_or_404(slug), period, calendar().local(timezone.now()).date())
    if listed_period(service, period) is None:
        raise Http404("There is no such ranking.")
    if request.method != "POST":
        return _show(request, service, period)
    deed = _DEEDS.get(request.POST.get("act", ""))
    if deed is None:
        return bad_request(request)
    try:
        deed(request, service, period, timezone.now())
    except Refused as refused:
        return _show(request, service, period, refused.refusals)
    return redirect("officer-ranking", slug, period)


def listed_period(service: Service, period: str) -> object:
    """Return something for a period that the service has, None for what names none."""
    found = rank_step(service)
    day = day_of(found[2], period) if found else None
    return days_of(found[2], service.amounts.intake, day) if found and day else None


def _make(request: HttpRequest, service: Service, period: str, now: datetime) -> None:
    places.make(service, period, actor=request.actor, now=now)


def _sign(request: HttpRequest, service: Service, period: str, now: datetime) -> None:
    places.sign(service, period, request.POST.get("digest", ""), actor=request.actor, now=now)


def _annul(request: HttpRequest, service: Service, period: str, now: datetime) -> None:
    places.annul(service, period, _words(request), actor=request.actor, now=now)


def _answer(request: HttpRequest, service: Service, period: str, now: datetime) -> None:
    """Answer the objection of a case of this list."""
    standing = Ranking.objects.standing(service.slug, period)
    number = request.POST.get("case", "")
    if standing is None or not standing.lines.filter(case__number=number).exists():
        raise Http404("This list has no such case.")
    places.answer(number, _words(request), actor=request.actor, now=now)


def _words(request: HttpRequest) -> str:
    """Return what was typed, or raise Refused."""
    words = words_in(request)
    require_short(words, LONGEST_WORDS)
    return words


_DEEDS: Mapping[str, Callable[[HttpRequest, Service, str, datetime], None]] = {
    "make": _make,
    "sign": _sign,
    "annul": _annul,
    "answer": _answer,
}


def _show(request: HttpRequest, service: Service, period: str, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    found = rank_step(service)
    if found is None:
        raise Http404("This service has no ranking.")
    step, rank, quota = found
    actor, now = request.actor, timezone.now()
    standing = Ranking.objects.standing(service.slug, period)
    signs = rank.signed_by in actor.roles
    # Working the list out opens every case of it; before there is one, only their number is told.
    counted = listed(service, period) if standing is None and step.role in actor.roles else None
    shown: dict[str, Any] = {
        "service": service,
        "period": period,
        "ranking": standing,
        "list": list_part(service, standing, seat_in(request.GET.get("after", ""))) if standing else None,
        "first": "after" not in request.GET,
        "ties": ties_in_words(service, quota),
        "places": quota.places,
        "counted": counted,
        "over": counted is not None and now > counted.closes,
        "can_make": step.role in actor.roles and (standing is None or standing.signed_at is None),
        "can_sign": bool(signs and standing and not standing.signed_at and standing.made_by_id != actor.user),
        "can_annul": bool(signs and standing and standing.signed_at and not standing.final_at),
        "objections": _objections(request, standing) if signs and standing and standing.signed_at else (),
        "made_by": role_title(step.role),
        "signed_by": role_title(rank.signed_by),
        "refusals": refusals,
        "words": words_in(request) if refusals else "",
    }
    return render(request, "officer/ranking.html", shown, status=409 if refusals else 200)


def _objections(request: HttpRequest, standing: Ranking) -> tuple[ObjectionPart, ...]:
    """Return what is objected to and not answered; that the officer is shown it is kept first."""
    lines = standing.lines.with_open_objection().select_related("case__party").order_by("seat")[:MOST_OBJECTIONS]
    found = []
    for line in lines:
        note_look(request, line.case.party_id, line.case)
        found.append(ObjectionPart(line.case.number, line.code, _objected(line.case)))
    return tuple(found)


def _objected(row: Case) -> str:
    return next(
        (str(said.get("words", "")) for event, said in reversed(opened_events(row)) if event.act == "rank_objection"),
        "",
    )


PAGE = Page(
    path="officer/ranking/<slug:slug>/<slug:period>/",
    name="officer-ranking",
    view=ranking,
    readers=Readers.OFFICER,
)
