"""The head's day on one page: what waits for them, the day in figures, and every promise that is late or soon due.

Which desk has a case and how long is shown, and no names of applicants. Officers are named where nobody may
do a step, with what keeps each of them from it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, role_title, section_name
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.calls import calls_for
from layani.office.pages.officer.desk import step_words
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.agreements import agreements_due
from layani.office.pages.parts.second_officers import second_officers
from layani.office.pages.parts.typed_again import typed_again
from layani.office.pages.parts.ways_out import Way, to_refuse
from layani.office.pages.public.channel_figures import channel_words
from layani.office.pages.public.rules import overdue_controls
from layani.office.tables.left_to_refuse import nobody_refuses
from layani.office.tables.models import Case, Rectification
from layani.office.tables.projection import state_of
from layani.office.tables.supervision import cases_of_day, door_of_day, longest_wait
from layani.office.tables.unserved import Unserved, unserved
from layani.rules.cases.clock import Term, due
from layani.rules.sections import plain, reach_of, section_of
from layani.rules.text import Text

ROWS = 25
_THE_LIST = Text("daftar peringkat", "the ranking list")
CARED_FOR = Term(1, "working days")


@dataclass(frozen=True, slots=True)
class Row:
    """One endangered case; ``on_desk`` says that an officer has it, not who.

    others: how many other steps are open side by side with this one, which is due first
    """

    number: str
    service: Text
    step: Text
    role: Text
    due: datetime
    late: bool
    on_desk: bool
    others: int


@dataclass(frozen=True, slots=True)
class Jam:
    """A queue in which cases wait that no officer on duty may serve; ``way``: out, where they can only be refused."""

    service: Text
    step: Text
    role: Text
    count: int
    way: Way | None = None


@never_cache
def late(request: HttpRequest) -> HttpResponse:
    """Show the day, or a later page of the list, the longest delay first."""
    now = timezone.now()
    office = catalogue().office
    above = frozenset(role for role in request.actor.roles if plain(role) in Readers.SUPERVISOR.value)
    found = Case.objects.endangered(office.slug, end_of_care(now)).reached_by(above)
    totals = found.counted(now)
    after = _after(request)
    if after is not None:
        found = found.after_due(*after)
    rows = list(found[: ROWS + 1])
    jams, sections = jams_of(office.slug, now, above), reach_of(above)
    shown: dict[str, Any] = {
        "jams": jams,
        "openable": _openable(request.actor),
        "jammed": sum(jam.count for jam in jams),
        "rows": [_row(row, now) for row in rows[:ROWS]],
        "late_count": totals["late"],
        "at_risk_count": totals["count"] - totals["late"],
        "sections": [section_name(one) for one in sorted(sections)] if sections is not None else None,
        **(_office(office.slug, now) if sections is None else {}),
        "now": now,
        **(_day(request.actor, now) if after is None and sections is None else {}),
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/late.html", shown)


def _openable(actor: Actor) -> frozenset[str]:
    """Return the addresses of ways out that the reader may open; of the others they read who can."""
    pages = ((Readers.AUTHORITY, "powers"), (Readers.STAFF, "staff"), (Readers.OVERSIGHT, "exemptions-kept"))
    return frozenset(reverse(name) for readers, name in pages if readers.admit(actor))


def _office(office: str, now: datetime) -> dict[str, Any]:
    """Return what concerns the office as a whole; who heads one section alone is not shown it."""
    return {
        "data_overdue": Rectification.objects.overdue(now).count(),
        "overdue": overdue_controls(),
        "agreements": agreements_due(),
        "typed": typed_again(),
        **second_officers(office, calendar().local(now).date(), now),
    }


def _day(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what stands above the first page of the list alone."""
    office, today = catalogue().office.slug, calendar().local(now).date()
    start = calendar().at(today, time())
    door = door_of_day(office, today, now)
    day = cases_of_day(office, catalogue().services, start, start + timedelta(days=1))
    waited, calls = longest_wait(door, now), calls_for(actor, door, now)
    return {
        "calls": [one for one in calls if one.whom is None],
        "elsewhere": [one for one in calls if one.whom is not None],
        "day": day,
        "door": door,
        "longest": None if waited is None else waited // timedelta(minutes=1),
        "by_channel": [(channel_words(name), count) for name, count in sorted(day.received.items())],
    }


def jams_of(office: str, now: datetime, above: frozenset[str]) -> list[Jam]:
    """Return the queues in which something waits that nobody on duty today may serve, the longest first.

    Also what can only be refused, where nobody may refuse it. Two queries, where nothing of that kind waits.

    above: the roles by which somebody sees them; who heads sections alone sees the queues of these
    """
    sections, today = reach_of(above), calendar().local(now).date()
    found: list[tuple[Unserved, Way | None]] = [(one, None) for one in unserved(office, today)]
    found += [(one, to_refuse()) for one in nobody_refuses(office, today)]
    return [
        Jam(service_name(one.service), step_words(one.service, one.step), role_title(one.role), one.count, way)
        for one, way in found
        if sections is None or section_of(one.role) in sections
    ]


def end_of_care(now: datetime) -> datetime:
    """Return the moment before which a step is due that is shown here: just after the next working day's close.

    Most steps are due exactly when the office closes, and those of that day belong here, too.
    """
    return due(calendar(), now, CARED_FOR) + timedelta(seconds=1)


def _row(row: Case, now: datetime) -> Row:
    step_due = row.step_due_at or now
    return Row(
        row.number,
        service_name(row.service),
        step_words(row.service, row.step),
        role_title(row.step_role) if row.step_role else _THE_LIST,
        step_due,
        step_due < now,
        row.holder_id is not None,
        len(state_of(row).beside),
    )


def _following(row: Case) -> str:
    """Return the address of what follows a row."""
    return "?" + urlencode({"due": row.step_due_at.isoformat() if row.step_due_at else "", "id": row.pk})


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    """Return the row after which the list goes on, or None for its beginning; nonsense is the beginning, too."""
    key = request.GET.get("id", "")
    try:
        moment = parse_datetime(request.GET.get("due", ""))
    except ValueError:
        return None
    number = key.isascii() and key.isdigit() and len(key) < 19
    return (moment, int(key)) if number and moment is not None and _can_be(moment) else None


def _can_be(moment: datetime) -> bool:
    """Tell whether a moment has its zone; the first and the last year of all cannot be told in another one."""
    return moment.tzinfo is not None and 1 < moment.year < 9999


PAGE = Page(
    path="officer/late/",
    name="supervisor",
    view=late,
    readers=Readers.SUPERVISOR,
    methods=("GET", "HEAD"),
    in_sections=True,
)
