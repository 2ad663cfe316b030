"""The page of a case on which its applicant writes something in their own words."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.parts.own_words import words_in
from layani.office.tables.models import Case
from layani.rules.refusal import Refusal


def ask_for_words(
    request: HttpRequest, template: str, row: Case, refusals: tuple[Refusal, ...] = (), **more: object
) -> HttpResponse:
    """Show it; after a refusal with what was typed, as a conflict."""
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "once": uuid4(),
        "words": words_in(request),
        "refusals": refusals,
        **more,
    }
    return render(request, template, shown, status=409 if refusals else 200)
