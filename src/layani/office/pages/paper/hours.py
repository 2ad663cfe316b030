"""The hours in which applications are taken on paper: an outage, or a day in the field, declared by a supervisor."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.paper.declaring import acts_meanwhile, declare, end
from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.blocks import number_in, people
from layani.office.pages.paper.when import chosen_moment, is_blank
from layani.office.tables.models import PaperWindow
from layani.rules.paper.windows import REASONS, Declared
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

SHOWN = 20
LONGEST_PLACE = 120  # characters
NO_TIME = Refusal(
    "window-no-time",
    Text("Tanggal atau jamnya belum lengkap.", "The day or the time is not complete."),
    Text("Pilih tanggal dan jam untuk keduanya.", "Choose day and time for both."),
)


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One declaration: what it is, who goes by name, and how many acts officers did in the system meanwhile."""

    row: PaperWindow
    words: Text
    officers: str
    acts: int | None


@private
def hours(request: HttpRequest) -> HttpResponse:
    """Show what was declared, or take a declaration."""
    if request.method != "POST":
        return _show(request)
    try:
        _take(request)
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("paper-hours")


def _take(request: HttpRequest) -> None:
    now, act = timezone.now(), request.POST.get("act")
    if act == "end":
        _end(request)
        return
    declare(_field_day(request) if act == "field" else _outage(request), actor=request.actor, now=now)


def _end(request: HttpRequest) -> None:
    office = catalogue().office.slug
    row = PaperWindow.objects.newest_first(office).filter(pk=number_in(request.POST.get("window", ""))).first()
    if row is None:
        raise Http404("There is no such outage.")
    until = chosen_moment(request.POST, "until")
    if until is None:
        raise Refused(NO_TIME)
    end(row, until, actor=request.actor, now=timezone.now())


def _outage(request: HttpRequest) -> Declared:
    since, until = chosen_moment(request.POST, "since"), chosen_moment(request.POST, "until")
    if since is None or (until is None and not is_blank(request.POST, "until")):
        raise Refused(NO_TIME)
    return Declared("outage", since, until, request.POST.get("reason", ""))


def _field_day(request: HttpRequest) -> Declared:
    since = chosen_moment(request.POST, "from", "field-day")
    until = chosen_moment(request.POST, "to", "field-day")
    if since is None or until is None:
        raise Refused(NO_TIME)
    here = {pk for pk, _ in people()}
    officers = tuple(pk for pk in map(number_in, request.POST.getlist("officers")) if pk in here)
    place = request.POST.get("place", "").replace("\0", "").strip()[:LONGEST_PLACE]
    return Declared("field", since, until, place=place, officers=officers)


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show the page; four queries."""
    now = timezone.now()
    rows = list(PaperWindow.objects.newest_first(catalogue().office.slug)[:SHOWN])
    acts, here = acts_meanwhile(rows, now), people()
    shown: dict[str, Any] = {
        "lines": [_line(row, dict(here), acts) for row in rows],
        "lasting": [row for row in rows if row.ends is None],
        "reasons": REASONS.items(),
        "people": here,
        "posted": request.POST,
        "chosen": request.POST.getlist("officers"),
        "today": calendar().local(now).date().isoformat(),
        "clock": f"{calendar().local(now):%H:%M}",
        "longest": LONGEST_PLACE,
        "refusals": refusals,
    }
    return render(request, "paper/hours.html", shown, status=422 if refusals else 200)


def _line(row: PaperWindow, names: dict[int, str], acts: dict[int, int]) -> HoursLine:
    words = REASONS.get(row.reason) or Text("hari lapangan", "a day in the field")
    who = ", ".join(names.get(pk, f"#{pk}") for pk in row.officers)
    return HoursLine(row, words, who, acts.get(row.pk))


PAGE = Page(path="officer/paper/hours/", name="paper-hours", view=hours, readers=Readers.SUPERVISOR)
