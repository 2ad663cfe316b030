"""A file of a form that is not sent yet, handed back to whoever uploaded it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.uploading import Infected, open_document
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.document import saved
from layani.office.pages.citizen.form_flow import Flow, online_form
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Document, Party


@private
def draft_document(request: HttpRequest, slug: str, ref: UUID) -> HttpResponse:
    """Return a file that the reader's own draft names; any other is as good as none."""
    flow = Flow.of(online_form(slug), Party.objects.by_id(request.actor.party))
    found = Document.objects.select_related("party").filter(ref=ref, party=flow.place.party, case=None).first()
    if found is None or ref not in flow.files:
        raise Http404("The draft has no such document.")
    try:
        content = open_document(found)
    except (Infected, FileNotFoundError) as fault:
        shown = {"slug": slug, "infected": isinstance(fault, Infected)}
        return render(request, "citizen/draft_document_closed.html", shown, status=410)
    return saved(found, content, slug)


PAGE = Page(
    path="apply/<slug:slug>/file/<uuid:ref>/",
    name="apply-document",
    readers=Readers.CITIZEN,
    view=draft_document,
    methods=("GET", "HEAD"),
)
