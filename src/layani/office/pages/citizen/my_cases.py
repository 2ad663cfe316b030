"""Everything a citizen has with this office: applications begun, running and ended."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.drafting import KEPT_FOR, drafts_of
from layani.office.actions.parties import person_of
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import (
    ball_words,
    due_of,
    gone_words,
    service_name,
    status_tag,
)
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.closing import Ending, endings_of
from layani.office.tables.models import Case, Draft, Party, ProxyFiling
from layani.office.tables.projection import state_of
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.text import Text

ON_ONE_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list; by: the name of whoever filed it for the person, or ""."""

    row: Case
    name: Text
    status: Text
    colour: str
    says: Text
    by: str


@dataclass(frozen=True, slots=True)
class Begun:
    """One application that was begun and not sent; endings: of its services that end."""

    row: Draft
    name: Text
    endings: list[Ending]


@private
def my_cases(request: HttpRequest) -> HttpResponse:
    """List them, the newest first; ?before= a number goes on to the older ones."""
    party, seen = request.actor.party, request.actor.seen
    cases = Case.objects.readable_by(party, seen=seen)
    cursor = cases.filter(number=request.GET.get("before", "")).first()
    rows = list((cases.older_than(cursor) if cursor else cases)[: ON_ONE_PAGE + 1])
    page, more = rows[:ON_ONE_PAGE], rows[ON_ONE_PAGE:]
    by = {number: person_of(one.holder).name for number, one in _filed_by_others(page).items()}
    here = reverse("my-cases")
    shown = {
        "lines": [_line(row, by.get(row.number, "")) for row in page],
        "card_seen": seen,
        "kept_for": KEPT_FOR,
        "begun": [] if cursor else _begun(Party(pk=party)),
        "newer": here if cursor else None,
        "older": f"{here}?before={page[-1].number}" if more else None,
    }
    return render(request, "citizen/my_cases.html", shown)


def _begun(party: Party) -> list[Begun]:
    """Return what can still be gone on with; a service that is no longer offered cannot."""
    found = ((row, _offered(row.service)) for row in drafts_of(party))
    return [Begun(row, service_name(row.service), endings_of(offered)) for row, offered in found if offered]


def _offered(slug: str) -> Offered | None:
    return catalogue().bundles.get(slug) or catalogue().services.get(slug)


def _filed_by_others(page: list[Case]) -> dict[str, ProxyFiling]:
    return ProxyFiling.objects.of_cases(row.number for row in page)


def _line(row: Case, by: str) -> Line:
    case = state_of(row)
    now = timezone.now()
    says = ball_words(case) if case.is_open else gone_words(case, now) or due_of(case, now).why
    status, colour = status_tag(case, now)
    return Line(row, service_name(row.service), status, colour, says, by)


PAGE = Page(path="case/", name="my-cases", readers=Readers.CITIZEN, view=my_cases, methods=("GET", "HEAD"))
