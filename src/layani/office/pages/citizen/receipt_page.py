"""The receipt of one act as a page to print: in words, with a code that asks whether the record holds it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from layani.office.actions.printing.receipts import About, receipt_pdf
from layani.office.actions.receipt_standing import standings
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.timeline import timeline
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.say import language
from layani.office.pages.parts.words import moment
from layani.office.tables.models import Event, Outbox
from layani.office.tables.projection import event_of, state_of
from layani.rules.record.hashed_leaf import leaf_name
from layani.rules.record.leaf import links_in_clear


@private
def receipt_page(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Return the page as it stands now; printed again later, it says more."""
    row, now = seen_case(request, number).row, timezone.now()
    case, rows = state_of(row), Event.objects.all_of_case(row.pk)
    event = next((one for one in rows if one.seq == seq), None)
    if event is None:
        raise Http404("The case has no such act.")
    held = standings([event], now)[seq]
    act = next(one for one in timeline(case, [event_of(one) for one in rows]) if one.seq == seq)
    leaf = Outbox.objects.values_list("leaf", flat=True).get(pk=event.outbox_id)
    about = About(
        number=f"{row.number}-{seq + 1}",
        service=service_name(row.service),
        act=act.words,
        at=moment(act.at),
        due=moment(held.due),
        held=held,
        leaf=leaf_name(leaf),
        open_link=links_in_clear(leaf),
        site=settings.SITE_ADDRESS.rstrip("/"),
        follow=f"/case/{row.number}/",
        sample=settings.LAYANI_DEMO,
    )
    pdf = receipt_pdf(about, catalogue().office, language(), moment(now), now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{about.number}.pdf"'
    return response


PAGE = Page(
    path="case/<str:number>/receipt/<int:seq>/page/",
    name="case-receipt-page",
    readers=Readers.EVERYONE,
    view=receipt_page,
    methods=("GET", "HEAD"),
)
