"""The file that shows that a look at the reader's data stands in the public record, to be checked elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.batching_looks import NoProof, proof_of_look
from layani.office.actions.own_data import looks_at
from layani.office.actions.retention_facts import today_at
from layani.office.pages.auditor.auditor import key_in
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, Party


@private
def own_data_look(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file to be saved, or a page that says why there is none now."""
    party = Party.objects.by_id(request.actor.party)
    cases = Case.objects.readable_by(party.pk, seen=request.actor.seen)
    look = looks_at(party, cases, today_at(timezone.now())).filter(pk=key_in(str(pk)) or 0).first()
    if look is None:
        raise Http404("There is no such look at this reader's data.")
    try:
        text = proof_of_look(look)
    except NoProof as fault:
        return render(request, "citizen/own_data_look.html", {"why": fault.says})
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="look-{look.pk}.tlog-proof"'
    return response


PAGE = Page(
    path="my-data/looks/<int:pk>/",
    name="own-data-look",
    readers=Readers.CITIZEN,
    view=own_data_look,
    methods=("GET", "HEAD"),
)
