"""The receipt on paper, in large print: number, code, day, fee, and where to complain."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from layani.office.actions.bundling import siblings
from layani.office.actions.letters.typesetting import qr_svg
from layani.office.actions.numbering import first_code
from layani.office.actions.viewing import opened_events
from layani.office.house import catalogue, key_store
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.on_paper import on_paper
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.public.service import step_words
from layani.office.tables.models import Case, Party
from layani.office.tables.projection import event_of, state_of
from layani.rules.money.amount import Money


@for_the_person
def receipt(request: HttpRequest, party: Party, row: Case) -> HttpResponse:
    """Show what goes on the paper; anyone who holds it can follow the case."""
    case = state_of(row)
    # A correction of the answers can change it: the last fee counts.
    fee = next((fee for event, _ in reversed(opened_events(row)) if (fee := event_of(event).data.get("fee"))), None)
    address = f"{settings.SITE_ADDRESS.rstrip('/')}/case/{row.number}/"
    shown = {
        "case": case,
        "on_paper": on_paper(case),
        "party": party,
        "service_name": service_name(row.service),
        "code": first_code(key_store().get(row.ref), row.receipt_edition),
        "due": expected_of(case, service_of(row.service, row.version)),
        "fee_waits": [step_words(row.service, name) for name in case.fee_waits],
        "fee": Money(int(fee["minor"]), fee["currency"]) if fee else Money(0),
        # Drawn by our own code from our own address; nothing in it comes from people.
        "qr": mark_safe(qr_svg(address)),  # noqa: S308
        "follow_page": f"{settings.SITE_ADDRESS.rstrip('/')}/follow/",
        "contacts": catalogue().office.contacts,
        "office": catalogue().office,
        "others": [(one.number, service_name(one.service)) for one in siblings(row) if one.pk != row.pk],
    }
    return render(request, "counter/receipt.html", shown)


PAGE = Page(
    path="counter/case/<str:number>/receipt/",
    name="counter-receipt",
    view=receipt,
    readers=Readers.COUNTER,
    methods=("GET", "HEAD"),
)
