"""The letter as a PDF; the first time its party downloads it, the case is served."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions import issuing
from layani.office.actions.assuring import require_assured
from layani.office.actions.blanks.ledger import blank_of
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.assurance import more_surely
from layani.office.pages.parts.letter_file import letter_file
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused

log = logging.getLogger(__name__)


@private
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Return the letter; the handing over is recorded once, and only when there is a paper to hand over.

    What is printed on a numbered blank is read here, and handed over at the counter.
    """
    row = own_case(request, number)
    if row.issued_at is None or row.imported:  # what was imported has its letter elsewhere
        return redirect("case", row.number)
    try:
        require_assured(service(row.service, row.version), request.actor)
    except Refused as refused:
        shown = {"refusals": refused.refusals, "number": row.number, "more": more_surely(request.get_full_path())}
        return render(request, "citizen/letter_waits.html", shown, status=403)
    response, readable = letter_file(request, row, back="case")
    if not readable:
        return response
    if row.delivered_at is None and not blank_of(row) and not state_of(row).revoked_at and request.method == "GET":
        _hand_over(row.number, request.actor, f"download/{state_of(row).letter}")
    return response


def _hand_over(number: str, actor: Actor, once: str) -> None:
    """Note that the letter was taken; who may read it reads it, also when that cannot be noted now.

    The counter may hand it over in the same moment, or the server's clock may have been set back: the attempt is kept.
    """
    try:
        issuing.deliver(number, actor=actor, now=timezone.now(), how="download", once=once)
    except Refused as refused:
        log.warning("A letter was read but not noted as handed over: %s", refused.refusals[0].code)


PAGE = Page(
    path="case/<str:number>/letter/",
    name="case-letter",
    readers=Readers.CITIZEN,
    view=letter,
    methods=("GET", "HEAD"),
)
