"""A file that a citizen uploaded, handed back to its owner."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.uploading import Infected, open_document
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Document
from layani.rules.catalogue.kinds.file import TYPES

ENDINGS = {media_type: ending for ending, media_type in TYPES.items()}


@private
def document(request: HttpRequest, number: str, ref: UUID) -> HttpResponse:
    """Return the file to be saved, never shown in place, so that nothing in it can act on our pages."""
    row = own_case(request, number)
    found = Document.objects.select_related("party").filter(ref=ref, case=row).first()
    if found is None:
        raise Http404("The case has no such document.")
    try:
        content = open_document(found)
    except (Infected, FileNotFoundError) as fault:
        shown = {"number": row.number, "infected": isinstance(fault, Infected)}
        return render(request, "citizen/document_closed.html", shown, status=410)
    return saved(found, content, row.number)


def saved(found: Document, content: bytes, of: str) -> HttpResponse:
    """Return a file to be saved under a name of ours: what a citizen called it stays out of headers."""
    response = HttpResponse(content, content_type=found.media_type)
    name = f"{of}-{str(found.ref)[:8]}.{ENDINGS.get(found.media_type, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


PAGE = Page(
    path="case/<str:number>/document/<uuid:ref>/",
    name="case-document",
    readers=Readers.CITIZEN,
    view=document,
    methods=("GET", "HEAD"),
)
