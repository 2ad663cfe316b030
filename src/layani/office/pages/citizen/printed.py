"""The receipt on one sheet of paper, in large type, for those who keep paper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from layani.office.actions.letters.typesetting import qr_svg
from layani.office.actions.numbering import receipt_code
from layani.office.house import catalogue, key_store
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.on_paper import on_paper
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.receipt_fee import fees_of, waits_of
from layani.office.tables.models.cases import TAKEN_OVER
from layani.office.tables.projection import state_of
from layani.rules.catalogue import Term
from layani.rules.money.amount import Money


@private
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """Show what goes on the paper."""
    row = seen_case(request, number).row
    case = state_of(row)
    site = settings.SITE_ADDRESS.rstrip("/")
    shown = {
        "case": case,
        "on_paper": on_paper(case),
        "service_name": service_name(case.service),
        "code": receipt_code(key_store().get(row.ref), row.receipt_edition),
        # The paper keeps its promise also when the case has ended: that is what its holder measures the office by.
        "promised": expected_of(case, service_of(case.service, case.version)),
        "promise": Term(*case.promise) if case.promise else None,  # type: ignore[arg-type]
        "starts": case.promise_starts,
        # What the older record of another system cost is not known here.
        "fee": None if row.imported or TAKEN_OVER in row.rest else fees_of([row]).get(row.pk, Money(0)),
        "fee_waits": waits_of(case),
        "contacts": catalogue().office.contacts,
        # Drawn by our own code from our own address; nothing in it comes from people.
        "qr": mark_safe(qr_svg(f"{site}/case/{row.number}/")),  # noqa: S308
        "follow_page": f"{site}/follow/",
    }
    return render(request, "citizen/printed.html", shown)


PAGE = Page(
    path="case/<str:number>/print/",
    name="case-print",
    readers=Readers.EVERYONE,
    view=printed,
    methods=("GET", "HEAD"),
)
