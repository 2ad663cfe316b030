"""Who acts for others, how much, and what their people said of it: questions for a supervisor, and no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.mandating import names_of
from layani.office.house import codes
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Agent, Mandate, ProxyFiling
from layani.rules.mandates.model import AGENT_ABOVE, AGENT_DAYS
from layani.rules.text import Text

ROWS = 20
ONE_IN = 4
"""Of the filings whose person could not be told, one in so many is drawn for a check; by a keyed code, so that nobody
at the counter knows beforehand which."""


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent: since when in the register, and what they did in twelve months.

    filed, persons, refused, granted, disowned: numbers; handed_in: (officer's name, how many) at the counter
    never_gave: mandates of which the person said that they did not give them
    """

    key: int
    name: str
    organisation: str
    registration: str
    since: datetime
    numbers: dict[str, int]
    never_gave: int
    handed_in: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class FilingLine:
    """One filing to look at: its case, who brought it, what for, when; drawn: it is to be checked with the person."""

    number: str
    agent: str
    service: Text
    at: datetime
    drawn: bool = False


@never_cache
def agents(request: HttpRequest) -> HttpResponse:
    """Show the register, what was disowned, and whose person could not be told. Seven queries."""
    before, since = key_before(request), timezone.now() - timedelta(days=AGENT_DAYS)
    rows = Agent.objects.exclude(registered_at=None).select_related("party").order_by("-pk")
    page = list((rows if before is None else rows.filter(pk__lt=before))[: ROWS + 1])
    filings = ProxyFiling.objects.select_related("holder", "case").order_by("-pk")
    disowned = list(filings.filter(case__rest__has_key="disowned_at")[:ROWS]) if before is None else []
    untold = list(filings.filter(no_contact=True)[:ROWS]) if before is None else []
    parties = {one.pk: one for one in (*(row.party for row in page), *(row.holder for row in (*disowned, *untold)))}
    names = {pk: person.name for pk, person in names_of(parties.values()).items()}
    shown = {
        "lines": _lines(page[:ROWS], names, since),
        "disowned": [_filing(one, names) for one in disowned],
        "untold": [_filing(one, names) for one in untold],
        "opens": Readers.SUPERVISOR.admit(request.actor),
        "above": AGENT_ABOVE,
        "one_in": ONE_IN,
        "older": f"?before={page[ROWS - 1].pk}" if len(page) > ROWS else None,
        "newer": request.path if before else None,
        "first": before is None,
        "may_enter": Readers.SUPERVISOR.admit(request.actor),
    }
    return render(request, "officer/agents.html", shown)


def _lines(rows: Sequence[Agent], names: dict[int, str], since: datetime) -> list[AgentLine]:
    holders = [row.party_id for row in rows]
    volumes = ProxyFiling.objects.volumes(holders, since)
    none = {"filed": 0, "persons": 0, "refused": 0, "granted": 0, "disowned": 0}
    never = list(Mandate.objects.filter(holder_id__in=holders, ended="disowned").values_list("holder_id", flat=True))
    counter = ProxyFiling.objects.handed_in(holders, since)
    return [
        AgentLine(
            row.pk,
            names.get(row.party_id, "–"),
            row.organisation,
            row.registration,
            row.registered_at or since,
            volumes.get(row.party_id, none),
            never.count(row.party_id),
            counter.get(row.party_id, ()),
        )
        for row in rows
    ]


def _filing(row: ProxyFiling, names: dict[int, str]) -> FilingLine:
    return FilingLine(
        row.case_id, names.get(row.holder_id, "–"), service_name(row.case.service), row.at, drawn(row.case.ref)
    )


def drawn(ref: Any) -> bool:
    """Say whether a filing whose person could not be told is drawn for a check."""
    return codes().sending("proxy-check", str(ref))[0] % ONE_IN == 0


PAGE = Page(
    path="officer/agents/", name="officer-agents", readers=Readers.OVERSIGHT, view=agents, methods=("GET", "HEAD")
)
