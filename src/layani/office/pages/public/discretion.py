"""Discretion that was approved and what became of it, for anybody; also as JSON. Nobody's case is named."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Discretion
from layani.office.tables.projection import state_of
from layani.rules.cases.administration import lawful_times
from layani.rules.cases.discretion import KINDS, PURPOSES, SCOPES, use_of

ROWS = 25
MOST = 1_000
"""Those that the file holds, the newest."""


def discretion(request: HttpRequest) -> HttpResponse:
    """Show one page, or all as JSON. One query."""
    found = Discretion.objects.published(catalogue().office.slug)
    if request.GET.get("form") == "json":
        return JsonResponse({"discretion": [_as_data(row) for row in found[:MOST]]})
    before = key_before(request)
    rows = list(found.before(before)[: ROWS + 1])
    shown = {
        "lines": [_line(row) for row in rows[:ROWS]],
        "within": lawful_times()["discretion_answered_within"],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "public/discretion.html", shown)


def _line(row: Discretion) -> Mapping[str, Any]:
    return {
        "row": row,
        "service": service_name(row.service),
        "kind": KINDS[row.kind],
        "purpose": PURPOSES[row.purpose],
        "scope": SCOPES[row.scope],
        "use": _use(row),
    }


def _use(row: Discretion) -> str:
    return use_of(row.kind, row.ruling.at, state_of(row.case))


def _as_data(row: Discretion) -> Mapping[str, Any]:
    return {
        "number": row.number,
        "service": row.service,
        "kind": row.kind,
        "purpose": row.purpose,
        "scope": row.scope,
        "says": row.says,
        "budget": row.budget,
        "costs": row.costs,
        "working_days": row.days,
        "approved_on": calendar().local(row.ruling.at).date().isoformat(),
        "superior_says": row.ruling.why,
        "use": _use(row),
    }


PAGE = Page(path="discretion/", name="discretion", view=discretion, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
