"""Exemptions from separation of duties, for anybody: which step, why, how long, and how it is checked; also as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue, role_title
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import step_name
from layani.office.tables.models import Exemption
from layani.rules.cases.second_officer import CHECKED_WITHIN, GROUNDS
from layani.rules.text import Text

ROWS = 25
MOST = 1_000
"""Those that the file holds, the newest."""


def exemptions(request: HttpRequest) -> HttpResponse:
    """Show one page, or all as JSON. One query."""
    found, today = Exemption.objects.published(catalogue().office.slug), calendar().local(timezone.now()).date()
    if request.GET.get("form") == "json":
        return JsonResponse({"exemptions": [_as_data(row) for row in found.with_counts()[:MOST]]})
    before = key_before(request)
    rows = list(found.with_counts().before(before)[: ROWS + 1])
    shown = {
        "lines": [_line(row, today) for row in rows[:ROWS]],
        "within": CHECKED_WITHIN.words(),
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "public/exemptions.html", shown)


def _line(row: Exemption, today: date) -> Mapping[str, Any]:
    last = min(row.until, row.ended_on) if row.ended_on else row.until
    return {
        "row": row,
        "service": service_name(row.service),
        "step": step_name(row.service, row.step, row.step),
        "ground": GROUNDS.get(row.ground, Text(row.ground, row.ground)),
        "checked_by": role_title(row.checked_by),
        "holds": row.since <= today <= last,
        "early": bool(row.ended_on),
        "last": last,
    }


def _as_data(row: Exemption) -> Mapping[str, Any]:
    return {
        "number": row.number,
        "service": row.service,
        "step": row.step,
        "ground": row.ground,
        "says": row.says,
        "agreed": row.why,
        "first_day": row.since.isoformat(),
        "last_day": row.until.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "one_in": row.one_in,
        "checked_by": row.checked_by,
        "done_alone": row.done_count,
        "drawn": row.drawn_count,
        "checked": row.checked_count,
        "found_wrong": row.wrong_count,
    }


PAGE = Page(path="exemptions/", name="exemptions", view=exemptions, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
