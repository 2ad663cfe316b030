"""The receipt on paper, in large print: number, code, day, fee, and where to complain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from layani.office.actions.bundling import siblings
from layani.office.actions.letters.typesetting import qr_svg
from layani.office.actions.numbering import first_code
from layani.office.house import catalogue, key_store
from layani.office.pages.citizen.case_words import begins_after, service_name, service_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.on_paper import OnPaper, on_paper
from layani.office.pages.parts.own_language import render_in
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.receipt_fee import fees_of, waits_of
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Party, Ticket
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.money.amount import Money
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Slip:
    """One receipt; begins: from when its time counts, where it waits for another; fee_waits: what sets its fee."""

    case: Case
    on_paper: OnPaper | None
    service_name: Text
    code: str
    due: datetime | None
    begins: Text | None
    fee_waits: tuple[Text, ...]
    fee: Money
    qr: SafeString


@for_the_person
def receipt(request: HttpRequest, party: Party, row: CaseRow) -> HttpResponse:
    """Show what goes on the paper; anyone who holds it can follow the case. ?all: with those filed together with it."""
    together = siblings(row)
    everything = "all" in request.GET and bool(together)
    shown = {
        "case": state_of(row),
        "slips": slips_of(together if everything else [row]),
        "party": party,
        "ticket": Ticket.objects.held_by(request.actor.user or 0),
        "follow_page": f"{settings.SITE_ADDRESS.rstrip('/')}/follow/",
        "contacts": catalogue().office.contacts,
        "others": []
        if everything
        else [(one.number, service_name(one.service)) for one in together if one.pk != row.pk],
    }
    return render_in(party.language, request, "counter/receipt.html", shown)


def slips_of(rows: Sequence[CaseRow]) -> list[Slip]:
    """Return the receipts of cases in this order: one query for all fees, one look for all keys."""
    fees, keys = fees_of(list(rows)), key_store().get_many([row.ref for row in rows])
    return [_slip(row, first_code(keys[row.ref], row.receipt_edition), fees.get(row.pk, Money(0))) for row in rows]


def _slip(row: CaseRow, code: str, fee: Money) -> Slip:
    case = state_of(row)
    address = f"{settings.SITE_ADDRESS.rstrip('/')}/case/{row.number}/"
    return Slip(
        case=case,
        on_paper=on_paper(case),
        service_name=service_name(row.service),
        code=code,
        due=expected_of(case, service_of(row.service, row.version)),
        begins=begins_after(case),
        fee_waits=waits_of(case),
        fee=fee,
        # Drawn by our own code from our own address; nothing in it comes from people.
        qr=mark_safe(qr_svg(address)),  # noqa: S308
    )


PAGE = Page(
    path="counter/case/<str:number>/receipt/",
    name="counter-receipt",
    view=receipt,
    readers=Readers.COUNTER,
    methods=("GET", "HEAD"),
)
