"""Where to complain: this office first, and then two bodies that are not this office."""

from collections.abc import Mapping, Sequence
from datetime import time
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.rules.text import Text

Openings = tuple[tuple[time, time], ...]
DAYS = (
    Text("Senin", "Monday"),
    Text("Selasa", "Tuesday"),
    Text("Rabu", "Wednesday"),
    Text("Kamis", "Thursday"),
    Text("Jumat", "Friday"),
    Text("Sabtu", "Saturday"),
    Text("Minggu", "Sunday"),
)


def complaints(request: HttpRequest) -> HttpResponse:
    """Show the ways; no query."""
    office = catalogue().office
    return render(request, "public/complaints.html", {"office": office, "hours": opening_hours(office.hours)})


def opening_hours(hours: Mapping[int, Openings]) -> Sequence[tuple[Text, Text]]:
    """Return (days, times) in words; neighbouring days with the same times share a line, closed days are left out.

    hours: weekday 0 (Monday) to 6 -> opening spans in local time
    """
    lines = []
    for spans, group in groupby(range(len(DAYS)), key=lambda day: hours.get(day, ())):
        days = list(group)
        if spans:
            lines.append((_days(days[0], days[-1]), _times(spans)))
    return lines


def _days(first: int, last: int) -> Text:
    if first == last:
        return DAYS[first]
    return Text(f"{DAYS[first].id} sampai {DAYS[last].id}", f"{DAYS[first].en} to {DAYS[last].en}")


def _times(spans: Openings) -> Text:
    return Text(
        ", ".join(f"{opens:%H.%M}–{closes:%H.%M}" for opens, closes in spans),
        ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans),
    )


PAGE = Page(path="complaints/", name="complaints", readers=Readers.EVERYONE, view=complaints, methods=("GET", "HEAD"))
