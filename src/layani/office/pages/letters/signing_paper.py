"""One letter that waits for the reader's signature, as PDF: a draft, or with its number once that was given."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from layani.office.actions.signing import readable
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.rules.refusal import Refused


@private
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Return it to who signs it, and to nobody else."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    try:
        pdf = readable(row.number, actor=request.actor, now=timezone.now())
    except Refused as refused:
        raise PermissionDenied("This letter does not wait for your signature.") from refused
    note_look(request, row.party, row)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


PAGE = Page(
    path="letters/signing/<str:number>/paper/",
    name="signing-paper",
    view=paper,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
