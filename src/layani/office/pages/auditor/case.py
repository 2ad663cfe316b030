"""One case as the inspectorate reads it: every act with its entry in the record, and nothing that is personal.

Whoever opens it says why and leaves a look, as at the counter: the case's course, too, is about somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.pages.auditor.attempts import attempt_lines
from layani.office.pages.auditor.words import acted_in, role_words
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.deeds import said_by, status_tag
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asked_why import ask_why, reason_for, take_why
from layani.office.pages.parts.look_lines import purpose_words
from layani.office.pages.parts.looks import Opened, note_look
from layani.office.pages.parts.on_paper import on_paper
from layani.office.tables.models import Case, Event, Look
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.papers import Letter
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.projection import state_of
from layani.rules.looks.reasons import EVERY_REASON
from layani.rules.record.look_words import REASON, SHOWN
from layani.rules.text import Text

ROLE = "auditor"
MOST = 100  # attempts and looks on one page; a case that has more of them deserves a query of its own


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act. officer: by number, None where none acted.

    recorded_at: where it was entered later than it happened, else None
    index:       its place in the record, None while it waits; proven: a signed checkpoint covers it
    """

    seq: int
    words: Text
    officer: int | None
    role: Text
    at: datetime
    recorded_at: datetime | None
    index: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look: which officer, by number, in which role, at what, what for, and which kind of reason was given."""

    officer: int
    role: Text | None
    what: Text
    at: datetime
    purpose: Text
    reason: Text | None


@private
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show its course to whoever said why; the look is kept before anything is shown."""
    row = Case.objects.numbered(number)
    if row is None:
        raise Http404("There is no such case.")
    if request.method == "POST":
        return take_why(request, row, audit=True, role=ROLE)
    reason = reason_for(request, row, timezone.now(), audit=True)
    if reason is None:
        return ask_why(request, row, audit=True)
    note_look(request, row.party_id, row, opened=Opened(ROLE, REASON, reason))
    signed = Checkpoint.objects.latest_signed()
    status, status_colour = status_tag(state_of(row), timezone.now())
    shown: dict[str, Any] = {
        "case": row,
        "service_name": service_name(row.service),
        "on_paper": on_paper(state_of(row)),
        "status": status,
        "status_colour": status_colour,
        "acts": acts_of(row, signed.size if signed else 0),
        "attempts": attempt_lines(Attempt.objects.of_case(row.pk)[:MOST]),
        "looks": looks_at(row),
        "letter": Letter.objects.filter(case=row, in_force=True).values("number", "issued_at").first(),
    }
    return render(request, "auditor/case.html", shown)


def acts_of(row: Case, signed: int) -> Sequence[ActLine]:
    """Return every act of the case in its order. signed: entries that the latest checkpoint covers. One query."""
    columns = ("seq", "act", "officer_id", "role", "occurred_at", "recorded_at", "outbox__idx", "body")
    return [
        ActLine(
            seq,
            said_by(act, ""),
            officer,
            acted_in(role, body),
            at,
            recorded if recorded != at else None,
            index,
            proven=index is not None and index < signed,
        )
        for seq, act, officer, role, at, recorded, index, body in Event.objects.of_case(row.pk).values_list(*columns)
    ]


def looks_at(row: Case) -> Sequence[LookLine]:
    """Return who opened the case away from their desk, the latest first; one query."""
    columns = ("officer_id", "role", "what", "at", "purpose", "reason__kind")
    rows = Look.objects.of_case(row).values_list(*columns)[:MOST]
    return [
        LookLine(
            officer,
            role_words(role) if role else None,
            SHOWN.get(what, Text(what, what)),
            at,
            purpose_words(purpose),
            EVERY_REASON.get(kind, Text(kind, kind)) if kind else None,
        )
        for officer, role, what, at, purpose, kind in rows
    ]


PAGE = Page(path="auditor/case/<str:number>/", name="auditor-case", readers=Readers.AUDITOR, view=case)
