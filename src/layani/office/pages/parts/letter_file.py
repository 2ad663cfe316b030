"""The file of a letter for whoever may read it; where it was damaged in the office, words instead."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions import issuing
from layani.office.tables.models import Case

log = logging.getLogger(__name__)


def letter_file(request: HttpRequest, row: Case, *, back: str) -> tuple[HttpResponse, bool]:
    """Return the PDF of an issued letter, or a page (503) that says why there is none, and whether it is the PDF.

    back: name of the page of the case for this reader
    """
    try:
        pdf = issuing.letter_pdf(row)
    except issuing.DamagedLetter as fault:
        log.error("%s", fault)  # noqa: TRY400  the trace says no more
        return render(request, "parts/letter_damaged.html", {"number": row.number, "back": back}, status=503), False
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response, True
