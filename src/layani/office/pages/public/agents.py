"""How much is filed by somebody else, and whether it goes faster: twelve whole months, no names, no small numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.door_figures import clock_words
from layani.office.pages.public.promise_figures import first_month, percent, running_month
from layani.office.tables.models import Case, ProxyFiling
from layani.rules.mandates.model import AGENT_ABOVE
from layani.rules.text import Text
from layani.rules.voice.small_numbers import shown

KEPT = 24 * 60 * 60  # seconds; the months are over, so nothing in them changes but by what was open at their end


@dataclass(slots=True)
class Counted:
    """What was counted of one service: cases by others and by the person, and clock minutes to the decision."""

    others: int = 0
    own: int = 0
    others_minutes: list[int] = field(default_factory=list)
    own_minutes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AgentsLine:
    """One service; None where a number is hidden. Either number small hides both, for their sum is public."""

    name: Text
    others: int | None
    share: int | None
    with_agent: Text | None
    without: Text | None


def agents(request: HttpRequest) -> HttpResponse:
    """Show the months; two queries, once a day."""
    today = calendar().local(timezone.now()).date()
    first, end = first_month(today), running_month(today)
    key = f"agents/{catalogue().office.slug}/{end.isoformat()}"
    found: Mapping[str, Any] = caches["near"].get_or_set(key, lambda: _figures(first, end), KEPT) or {}
    return render(request, "public/agents.html", {**found, "first": first, "above": AGENT_ABOVE})


def _figures(first: date, end: date) -> Mapping[str, Any]:
    start, stop = calendar().at(first, time()), calendar().at(end, time())
    filings = ProxyFiling.objects.filter(at__gte=start, at__lt=stop, holder__agent__registered_at__lt=stop)
    mine = Case.objects.own().filter(office=catalogue().office.slug, received_at__gte=start, received_at__lt=stop)
    rows = mine.values_list("service", "received_at", "decided_at", "proxy_filing__id")
    return {
        "agents": shown(filings.values("holder_id").distinct().count()),
        "lines": [line_of(service, one) for service, one in sorted(count(rows.iterator(), stop).items()) if one.others],
    }


def count(rows: Iterable[tuple[str, datetime, datetime | None, int | None]], stop: datetime) -> dict[str, Counted]:
    """Return what is counted of each service; a decision from ``stop`` on is none yet."""
    found: dict[str, Counted] = defaultdict(Counted)
    for service, received, decided, by_other in rows:
        one = found[service]
        one.others += by_other is not None
        one.own += by_other is None
        if decided is not None and decided < stop:
            minutes = one.own_minutes if by_other is None else one.others_minutes
            minutes.append(int((decided - received).total_seconds() // 60))
    return dict(found)


def line_of(service: str, counted: Counted) -> AgentsLine:
    """Return a service as it may be published."""
    others, own = shown(counted.others), shown(counted.own)
    told = others if own is not None else None
    share = percent(told, counted.others + counted.own) if told is not None else None
    return AgentsLine(service_name(service), told, share, _median(counted.others_minutes), _median(counted.own_minutes))


def _median(minutes: list[int]) -> Text | None:
    """Return the middle of at least five, in words."""
    if not minutes or shown(len(minutes)) is None:
        return None
    ordered, half = sorted(minutes), Fraction(len(minutes) - 1, 2)
    low = int(half)
    return clock_words((ordered[low] + ordered[-low - 1]) // 2)


PAGE = Page(path="agents/", name="agents", readers=Readers.EVERYONE, view=agents, methods=("GET", "HEAD"))
