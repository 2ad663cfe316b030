"""What the inspectorate looks at first: how far the record is, what was stopped this month, and the latest acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.instructing import for_inspection, inspects
from layani.office.pages.auditor.find import number_field
from layani.office.pages.auditor.words import acted_in
from layani.office.pages.officer.deeds import said_by
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.rules import control_lines, overdue_controls, start_of_month
from layani.office.tables.models import Event, Look
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.record import Checkpoint
from layani.rules.text import Text

ROWS = 25
LONGEST_KEY = 18  # digits of the largest id that every database takes


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as the inspectorate sees it: no name, no answer, no officer. ``index``: its place in the record."""

    key: int
    number: str
    seq: int
    words: Text
    role: Text
    at: datetime
    index: int | None


def auditor(request: HttpRequest) -> HttpResponse:
    """Show the record, the month's refusals, looks, instructions and one page of acts; five queries."""
    since, newest = start_of_month(timezone.now()), Checkpoint.objects.latest_signed()
    before = key_before(request)
    lines = acts_before(before)
    shown = {
        "signed": newest,
        "since": since,
        "controls": control_lines(Attempt.objects.counted_since(since)),
        "overdue": overdue_controls(),
        "looks": Look.objects.counted_since(since),
        "instructions": for_inspection(request.actor).counted_since(since) if inspects(request.actor) else None,
        "fields": (number_field(),),
        "acts": lines[:ROWS],
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "auditor/auditor.html", shown)


def acts_before(before: int | None) -> Sequence[ActLine]:
    """Return one act more than a page shows, the latest written first; one query."""
    columns = ("pk", "case__number", "seq", "act", "role", "occurred_at", "outbox__idx", "body")
    rows = Event.objects.newest_first(before).values_list(*columns)[: ROWS + 1]
    return [
        ActLine(key, number, seq, said_by(act, ""), acted_in(role, body), at, index)
        for key, number, seq, act, role, at, index, body in rows
    ]


def key_before(request: HttpRequest) -> int | None:
    """Return the key before which the list goes on; nonsense is its beginning."""
    return key_in(request.GET.get("before", ""))


def key_in(typed: str) -> int | None:
    """Return the key that somebody sent; None for what no row's key can be."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY else None


PAGE = Page(
    path="auditor/", name="auditor", readers=Readers.AUDITOR, view=never_cache(auditor), methods=("GET", "HEAD")
)
