"""The figures of one service as open data: CSV, JSON, and the description that says what each column means."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.door_figures import as_rows
from layani.office.pages.public.promise_figures import MonthLine, first_month, lines, running_month, survey_of
from layani.office.pages.public.promise_turns import PLACES, turn_values
from layani.office.pages.public.record_files import for_everyone
from layani.office.pages.public.service import service_or_404
from layani.office.tables.models.papers import Figures
from layani.rules.catalogue import Service

HIDDEN = "<5"
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Column -> (type, what it means). Source of the format: Data Package 2.0 (datapackage.org).
COLUMNS = {
    "month": ("yearmonth", "Calendar month at the office"),
    "received": ("integer", "Applications that arrived in the month"),
    "decided": ("integer", "Applications that were decided, or granted by law, in the month"),
    "on_time": ("integer", "Of the decided: decided by their due time"),
    "refused": ("integer", "Of the decided: refused"),
    "deemed_granted": ("integer", "Of the decided: granted by law because the office was silent"),
    "median_minutes": ("integer", "Working minutes from completeness to decision: median"),
    "p90_minutes": ("integer", "Working minutes from completeness to decision: 90th percentile"),
    "promised": ("string", "The times promised to the decided when they applied; more than one, parted by ;"),
    "first": ("integer", "Of the decided: served first by law"),
    "first_wait": ("integer", "Working minutes from their arrival until an officer took the case: median"),
    "ahead": ("integer", "Of the decided: let ahead for a published reason"),
    "ahead_wait": ("integer", "Working minutes until an officer took theirs: median"),
    "in_turn": ("integer", "Of the decided: in turn; hidden, too, where a count that it would betray is hidden"),
    "in_turn_wait": ("integer", "Working minutes until an officer took theirs: median"),
    "passed_over": ("integer", "Of the decided: somebody who came later was served before them"),
    "passed_over_wait": ("integer", "Working minutes until an officer took theirs: median"),
    "granted_partly": ("integer", "Of the decided: granted in part, the rest refused; not among the refused"),
}
MADE_UP = " (a demo: all cases are made up)"
COUNTS = ("received", "decided", "on_time", "refused", "deemed_granted", "granted_partly")
HIDEABLE = (*COUNTS, *PLACES)


def promise_data(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """Send one of the files; one query."""
    make = FILES.get(file)
    if make is None:
        raise Http404(f"There are: {', '.join(FILES)}.")
    service = service_or_404(slug)
    answer = make(service, timezone.localdate())
    answer["Cache-Control"] = "public, max-age=60"
    return for_everyone(answer)


def rows_of(service: Service, today: date) -> list[dict[str, Any]]:
    """Return the published months, the oldest first; a hidden or missing number is None."""
    months = list(Figures.objects.months_of(service.slug, first_month(today), running_month(today)))
    return [{**_row(line), **turn_values(row)} for line, row in zip(lines(months), months, strict=True)]


def _row(line: MonthLine) -> dict[str, Any]:
    values = (line.received, line.decided, line.on_time, line.refused, line.deemed, line.partly)
    return {
        "month": f"{line.month:%Y-%m}",
        **dict(zip(COUNTS, values, strict=True)),
        "median_minutes": line.median_minutes,
        "p90_minutes": line.p90_minutes,
        "promised": "; ".join(f"{term.amount} {term.unit}" for term in line.promised) or None,
    }


def as_csv(service: Service, today: date) -> HttpResponse:
    """Return the months as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows_of(service, today):
        writer.writerow([_cell(name, row[name]) for name in COLUMNS])
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return HIDDEN if name in HIDEABLE else ""
    return value


def as_json(service: Service, today: date) -> HttpResponse:
    """Return the months with the promise and the survey."""
    found = survey_of(service.slug, today)
    content = {
        "office": catalogue().office.slug,
        "demo": settings.LAYANI_DEMO,
        "service": service.slug,
        "name": {"id": service.name.id, "en": service.name.en},
        "promise": {
            "amount": service.promise.total.amount,
            "unit": service.promise.total.unit,
            "starts": service.promise.starts,
            "pledge_percent": service.promise.pledge,
        },
        "hidden_below": 5,
        "months": [{**row, "hidden": _hidden(row)} for row in rows_of(service, today)],
        "door": as_rows(service.slug, today),
        "survey": {
            "instrument": "SKM",
            "index": str(found.index.value) if found.index else None,
            "grade": found.index.grade.letter if found.index else None,
            "offers": found.offers if found.index else None,
            "answers": found.answers if found.index else None,
        },
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _hidden(row: dict[str, Any]) -> Sequence[str]:
    """Return the names of the counts that are hidden because they lie between 1 and 4."""
    return [name for name in HIDEABLE if row[name] is None]


def description(service: Service, today: date) -> HttpResponse:
    """Return the data package that says what the CSV file holds."""
    fields = [{"name": name, "type": kind, "description": words} for name, (kind, words) in COLUMNS.items()]
    content = {
        "$schema": PROFILE,
        "name": f"promise-{service.slug}",
        "title": f"{service.name.en}: the promise and what became of it{MADE_UP if settings.LAYANI_DEMO else ''}",
        "homepage": f"/promise/{service.slug}/",
        "licenses": [LICENCE],
        "resources": [
            {
                "name": "data",
                "path": "data.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["month"], "missingValues": ["", HIDDEN]},
            }
        ],
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


FILES: dict[str, Callable[[Service, date], HttpResponse]] = {
    "data.csv": as_csv,
    "data.json": as_json,
    "datapackage.json": description,
}
PAGE = Page(
    path="promise/<slug:slug>/<str:file>",
    name="promise-data",
    readers=Readers.EVERYONE,
    view=promise_data,
    methods=("GET", "HEAD"),
)
