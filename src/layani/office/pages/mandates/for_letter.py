"""The letter, for whoever filed it under a mandate that says they receive it."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions import issuing
from layani.office.pages.citizen.access import private
from layani.office.pages.mandates.for_case import sight
from layani.office.pages.page import Page, Readers


@private
def for_letter(request: HttpRequest, number: str) -> HttpResponse:
    """Return it; that the person has it is not noted by this: the agent is not the person."""
    seen = sight(request, number)
    row = seen.filing.case
    if not seen.letter or row.issued_at is None or row.imported:
        raise Http404("There is no such letter for this reader.")
    response = HttpResponse(issuing.letter_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


PAGE = Page(
    path="for/case/<str:number>/letter/",
    name="for-letter",
    readers=Readers.CITIZEN,
    view=for_letter,
    methods=("GET", "HEAD"),
)
