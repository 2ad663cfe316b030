"""The public register of agents: by quarter how much is filed by somebody else, and whether it is decided in time.

A quarter is written once, when it is over (jobs/agent_figures.py), and holds no small number: two readings of this page
differ by a whole quarter or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.door_figures import clock_words
from layani.office.tables.models import AgentQuarter
from layani.rules.mandates.model import AGENT_ABOVE
from layani.rules.mandates.published import CASES_AT_LEAST, PERSONS_AT_LEAST, quarter_of, quarters_before
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST


@dataclass(frozen=True, slots=True)
class AgentsLine:
    """One service; None where a number is hidden."""

    name: Text
    others: int | None
    share: int | None
    with_agent: Text | None
    without: Text | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter as it was published. number: 1 to 4; the shares hold about, low and high, or are None."""

    first: date
    number: int
    agents: int | None
    disowned: int | None
    without: Mapping[str, int] | None
    organisations: Sequence[Mapping[str, Any]]
    lines: Sequence[AgentsLine]


def agents(request: HttpRequest) -> HttpResponse:
    """Show the quarters that were published; one query."""
    running = quarter_of(calendar().local(timezone.now()).date())
    rows = AgentQuarter.objects.filter(office=catalogue().office.slug, first__in=list(quarters_before(running)))
    shown = {
        "quarters": [_quarter(row) for row in rows.order_by("-first")],
        "above": AGENT_ABOVE,
        "cases": CASES_AT_LEAST,
        "persons": PERSONS_AT_LEAST,
        "least": LEAST,
    }
    return render(request, "public/agents.html", shown)


def _quarter(row: AgentQuarter) -> Quarter:
    body = row.body
    return Quarter(
        row.first,
        (row.first.month + 2) // 3,
        body["agents"],
        body["disowned"],
        body["without"],
        body["organisations"],
        [_line(one) for one in body["services"]],
    )


def _line(one: Mapping[str, Any]) -> AgentsLine:
    medians = [None if one[name] is None else clock_words(one[name]) for name in ("with_agent", "without")]
    return AgentsLine(service_name(one["service"]), one["others"], one["share"], *medians)


PAGE = Page(path="agents/", name="agents", readers=Readers.EVERYONE, view=agents, methods=("GET", "HEAD"))
