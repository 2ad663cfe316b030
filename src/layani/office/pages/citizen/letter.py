"""The letter as a PDF; the first time its party downloads it, the case is served."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions import issuing
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers


@private
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Return the letter; the handing over is recorded once, and only when there is a paper to hand over."""
    row = own_case(request, number)
    if row.issued_at is None or row.imported:  # what was imported has its letter elsewhere
        return redirect("case", row.number)
    pdf = issuing.letter_pdf(row)
    if row.delivered_at is None and request.method == "GET":
        once = f"download/{row.number}"
        issuing.deliver(row.number, actor=request.actor, now=timezone.now(), how="download", once=once)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


PAGE = Page(
    path="case/<str:number>/letter/",
    name="case-letter",
    readers=Readers.CITIZEN,
    view=letter,
    methods=("GET", "HEAD"),
)
