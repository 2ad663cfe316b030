"""What the office holds of the reader, and who was shown it away from their case; to read, and to take along."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.erasing import last_days
from layani.office.actions.own_data import agent_looks_at, looks_at
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import FOR
from layani.office.actions.retention_facts import today_at
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.auditor.words import role_words
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.look_lines import look_lines
from layani.office.pages.parts.rectifying import lines_of
from layani.office.tables.models import AgentLook, Case, Draft, Erasure, Party
from layani.office.tables.models.people import SEEN
from layani.rules.retention.schedule import schedule_on
from layani.rules.text import Text

ROWS = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One application: when it was erased, or else the last day on which it is kept, or None where none is known."""

    row: Case
    erased: datetime | None
    last_day: date | None


@private
def own_data(request: HttpRequest) -> HttpResponse:
    """Show it; ?before= a key goes on to the earlier looks. Nine queries, and two where something was called wrong."""
    party = Party.objects.by_id(request.actor.party)
    cases = Case.objects.readable_by(party.pk, seen=request.actor.seen)
    before, today = key_before(request), today_at(timezone.now())
    looks = looks_at(party, cases, today).newest_first(before)
    person = person_of(party)
    latest = list(cases[:ROWS])
    erased, days = Erasure.objects.days_of([row.pk for row in latest]), last_days(latest, timezone.now())
    lines = look_lines(looks[: ROWS + 1])
    shown = {
        "person": person,
        "birth_date": date.fromisoformat(person.birth_date) if person.birth_date else None,
        "since": party.created_at,
        "card_seen": party.assurance == SEEN,
        "many": cases.count(),
        "begun": Draft.objects.filter(party=party, typed_by=None).exclude(service__startswith=FOR).count(),
        "agent_looks": [] if before else [_agent_looked(one, name) for one, name in agent_looks_at(party)],
        "kept": [Kept(row, erased.get(row.pk), days.get(row.pk)) for row in latest],
        "lines": lines_of(party, cases, timezone.now()),
        "schedule": schedule_on(today),
        "office": catalogue().office,
        "own": True,
        "proofs": True,
        "looks": lines[:ROWS],
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "citizen/own_data.html", shown)


@dataclass(frozen=True, slots=True)
class AgentLooked:
    """One look of somebody who acts for the reader: when, who, what, of which application."""

    at: datetime
    name: str
    what: Text
    number: str | None


AGENT_WORDS = {
    "for-apply": Text("Mengisi formulir untuk Anda", "Filled in a form for you"),
    "for-check": Text("Memeriksa isian sebelum dikirim", "Looked at it before sending"),
    "for-case": Text("Melihat keadaan permohonan", "Looked at how the application stands"),
    "for-answer": Text("Menjawab apa yang kurang", "Answered what was missing"),
    "organisation": Text("Pimpinan kantornya melihat nama Anda", "The lead of their organisation saw your name"),
    "for-letter": Text("Membuka suratnya", "Opened the letter"),
}


def _agent_looked(look: AgentLook, name: str) -> AgentLooked:
    what = AGENT_WORDS.get(look.what, Text(look.what, look.what))
    return AgentLooked(look.at, name, what, look.case.number if look.case else None)


def role_of_look(role: str) -> Text:
    """Return the role in which somebody acted or looked, in words."""
    return role_words(role or "officer")


PAGE = Page(path="my-data/", name="own-data", readers=Readers.CITIZEN, view=own_data, methods=("GET", "HEAD"))
