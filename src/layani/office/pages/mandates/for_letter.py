"""The letter, for whoever filed it under a mandate that says they receive it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.assuring import require_assured
from layani.office.house import service
from layani.office.pages.citizen.access import private
from layani.office.pages.mandates.for_case import sight
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.assurance import more_surely
from layani.office.pages.parts.letter_file import letter_file
from layani.rules.refusal import Refused


@private
def for_letter(request: HttpRequest, number: str) -> HttpResponse:
    """Return it; that the person has it is not noted by this: the agent is not the person."""
    seen = sight(request, number)
    row = seen.filing.case
    if not seen.letter or row.issued_at is None or row.imported:
        raise Http404("There is no such letter for this reader.")
    try:
        require_assured(service(row.service, row.version), request.actor)
    except Refused as refused:
        more = more_surely(request.get_full_path())
        shown = {"refusals": refused.refusals, "number": row.number, "more": more, "for_other": True}
        return render(request, "citizen/letter_waits.html", shown, status=403)
    return letter_file(request, row, back="for-case")[0]


PAGE = Page(
    path="for/case/<str:number>/letter/",
    name="for-letter",
    readers=Readers.CITIZEN,
    view=for_letter,
    methods=("GET", "HEAD"),
)
