"""What waits for whom: cases that lie with another body, since when, and which of those is to be reminded now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.numbering import read_number
from layani.office.actions.reminding_outside import remind, reminders_of, sent_at, waiting_for
from layani.office.house import calendar, catalogue, service
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.promise_figures import working_words
from layani.office.tables.desk import Outside
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.clock import working_time
from layani.rules.cases.outside_waiting import Next, next_of
from layani.rules.door.ticket import SUPERVISORS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits: for how long the body has had it, how often it was reminded, and what comes next."""

    number: str
    service: Text
    step: str
    held: Text
    reminded: int
    next: Next
    from_on: datetime
    late: bool
    own: bool


@never_cache
def outside(request: HttpRequest) -> HttpResponse:
    """Show what waits, by the body that has it; note a reminder. Four queries."""
    if request.method != "POST":
        return _show(request)
    said = request.POST
    try:
        remind(
            read_number(said.get("number", "")) or "",
            said.get("step", "")[:60],
            said.get("how", ""),
            actor=request.actor,
            now=timezone.now(),
        )
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("officer-outside")


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    now, found = timezone.now(), waiting_for(request.actor)
    rows = {one.number: one for one in Case.objects.filter(number__in=[one.number for one in found])}
    reminders = reminders_of([one.pk for one in rows.values()])
    own = {(one.number, one.step) for one in waiting_for(request.actor, above=False)}
    by: dict[str, list[Waiting]] = defaultdict(list)
    for one in found:
        row = rows[one.number]
        sent = sent_at(state_of(row), one.step)
        if sent is None:
            continue
        told = reminders.get((one.number, one.step), [])
        comes, from_on = next_of(sent, told, calendar(), now)
        held = working_words(working_time(calendar(), sent, now) // timedelta(minutes=1))
        late = bool(one.due and one.due < now)
        mine = (one.number, one.step) in own
        line = Waiting(one.number, service_name(one.service), one.step, held, len(told), comes, from_on, late, mine)
        by[_body(one, row.version)].append(line)
    systems = catalogue().office.systems
    shown = {
        "bodies": [(systems.get(name), lines) for name, lines in sorted(by.items())],
        "above": bool(request.actor.roles & SUPERVISORS),
        "refusals": refusals,
    }
    return render(request, "officer/outside.html", shown, status=409 if refusals else 200)


def _body(one: Outside, version: str) -> str:
    """Return the name of the system in the office's register for which a case waits."""
    steps = service(one.service, version).steps
    return next((step.external.of for step in steps if step.id == one.step and step.external), "")


PAGE = Page(path="officer/outside/", name="officer-outside", readers=Readers.OFFICER, view=outside)
