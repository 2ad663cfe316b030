"""Looks by officer, for who supervises: how many, at how many people, by which reasons; what stands out is a question.

What the inspectorate looked at, and why, is not shown to those whom it supervises; the applicant reads it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.looking import words_of
from layani.office.actions.retention_facts import today_at
from layani.office.house import key_store
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.auditor.words import role_words
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Look, LookReason, User
from layani.rules.looks.reasons import EVERY_REASON
from layani.rules.looks.volume import TIMES_THE_MEDIAN, Beside, Counted, beside_their_role
from layani.rules.text import Text

DAYS = 30
ROWS = 25
MOST_OFFICERS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One officer in one role, beside the median of that role."""

    name: str
    role: Text
    counted: Counted
    median: float
    many: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One reason that was given: who, when, of which application, of which kind; said: "" once that was erased."""

    key: int
    name: str
    at: datetime
    number: str
    kind: Text
    said: str


@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the last days and one page of reasons; three queries and a look into the key store."""
    now, before = timezone.now(), key_before(request)
    today = today_at(now)
    counts = Look.objects.by_officers_since(now - timedelta(days=DAYS), today)
    given = reasons_before(before, today)
    beside = beside_their_role(Counted(*row) for row in counts)
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={one.counted.officer for one in beside})}
    shown = {
        "lines": [] if before else [_line(one, names) for one in beside[:MOST_OFFICERS]],
        "days": DAYS,
        "times": TIMES_THE_MEDIAN,
        "given": given[:ROWS],
        "older": f"?before={given[ROWS - 1].key}" if len(given) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "officer/looks_figures.html", shown)


def _line(one: Beside, names: dict[int, str]) -> Line:
    officer = one.counted.officer
    role = role_words(one.counted.role or "officer")
    return Line(names.get(officer, str(officer)), role, one.counted, one.median, one.many)


def reasons_before(before: int | None, today: date) -> list[Given]:
    """Return one reason more than a page shows, the latest first; one query and one look into the key store."""
    shown = LookReason.objects.of_officers().shown_on(today)
    rows = list(shown.newest_first(before).select_related("case", "officer")[: ROWS + 1])
    keys = key_store().held({row.case.ref for row in rows}) if rows else {}
    return [
        Given(
            row.pk,
            str(row.officer),
            row.at,
            row.case.number,
            EVERY_REASON.get(row.kind, Text(row.kind, row.kind)),
            words_of(row, keys[row.case.ref]) if row.case.ref in keys else "",
        )
        for row in rows
    ]


PAGE = Page(
    path="officer/looks/officers/",
    name="officer-looks-figures",
    readers=Readers.SUPERVISOR,
    view=figures,
    methods=("GET", "HEAD"),
)
