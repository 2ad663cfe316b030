"""Letters that are issued and in nobody's hands yet, the earliest first: what the counter has still to hand over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.administration import lawful_times
from layani.rules.cases.clock import due
from layani.rules.cases.state import Case as State
from layani.rules.text import Text

ROWS: Final = 25
COUNTED = timedelta(days=90)
MOST_COUNTED = 5_000
"""Letters from which the middle of the days is taken, the latest."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One letter that waits; nothing of it says whose it is.

    late:   the law's time to deliver it has passed; posted_at: when it was sent by post
    online: its owner can download it
    """

    number: str
    letter: str
    service: Text
    since: datetime
    late: bool
    posted_at: datetime | None
    online: bool


@private
def letters(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, and how many days letters took of late. Two queries."""
    now, office = timezone.now(), catalogue().office.slug
    found = Case.objects.to_hand_over(office).reached_by(request.actor.roles)
    if (after := moment_after(request)) is not None:
        found = found.after_issue(*after)
    rows = list(found[: ROWS + 1])
    within = lawful_times()["delivered_within"]
    shown = {
        "rows": [_row(row, now) for row in rows[:ROWS]],
        "within": within.within.words(),
        "law": within.cite,
        "days": _days(office, now),
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "counter/letters.html", shown)


def _row(row: Case, now: datetime) -> Row:
    case = state_of(row)
    since = out_since(case)
    late = now > due(calendar(), since, lawful_times()["delivered_within"].within)
    return Row(row.number, case.letter, service_name(row.service), since, late, case.posted_at, row.channel == "online")


def out_since(case: State) -> datetime:
    """Return since when the letter that counts is out: a corrected one from its own issue."""
    if case.issued_at is None:
        raise AssertionError("the query finds issued letters only")
    return datetime.fromisoformat(case.corrected[-1]["at"]) if case.corrected else case.issued_at


def _days(office: str, now: datetime) -> Decimal | None:
    """Return the middle of the days between issue and delivery of the last three months; None without any."""
    rows = Case.objects.handed_over(office, now - COUNTED).exclude(rest__has_key="corrected").order_by("-issued_at")
    pairs = rows.values_list("issued_at", "delivered_at")[:MOST_COUNTED]
    taken = [(delivered - issued) / A_DAY for issued, delivered in pairs if issued and delivered]
    return Decimal(f"{median(taken):.1f}") if taken else None


def _following(row: Case) -> str:
    return "?" + urlencode({"due": row.issued_at.isoformat() if row.issued_at else "", "id": row.pk})


PAGE = Page(
    path="counter/letters/", name="counter-letters", view=letters, readers=Readers.COUNTER, methods=("GET", "HEAD")
)
